"""The next three months: months counted by hand, methods on plain courses, honest tests."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, forecast, smoothing
from analytics.trials import COVERED, Trials
from tests.conftest import WorkspaceOf

SEASON = np.array([10, 12, 15, 13, 11, 9, 8, 9, 12, 16, 22, 30.0])


def table(values: list[float] | np.ndarray) -> pd.DataFrame:
    """So many whole months from January 2020 on."""
    days = [date(2020 + place // 12, place % 12 + 1, 1) for place in range(len(values))]
    return pd.DataFrame({"month": days, "revenue": np.asarray(values, float), "whole": True})


def test_months_are_counted_empty_ones_too_and_cut_ones_are_marked(
    workspace_of: WorkspaceOf,
) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,amount
        a,2024-01-20,5
        ,2024-02-01,7
        a,2024-02-29,3
        a,2024-04-29,10
        """
    )
    rows = forecast.months(ws, Scope())
    assert rows["month"].tolist() == [date(2024, month, 1) for month in (1, 2, 3, 4)]
    assert rows["revenue"].tolist() == [5, 10, 0, 10]
    assert rows["whole"].tolist() == [False, True, True, True]  # April lacks one day
    assert forecast.months(ws, Scope(as_of=date(2024, 2, 20)))["revenue"].tolist() == [5, 7]


def test_each_method_foresees_what_it_is_for() -> None:
    two_years = np.tile(SEASON, 2)
    assert smoothing.naive(SEASON, 2).tolist() == [30, 30]
    assert smoothing.seasonal_naive(SEASON, 3).tolist() == [10, 12, 15]
    assert smoothing.seasonal_growth(np.r_[SEASON, 2 * SEASON], 2).tolist() == [40, 48]
    assert smoothing.smoothed(np.full(9, 4.0), 3).tolist() == [4, 4, 4]
    assert smoothing.holt_winters(two_years, 3) == pytest.approx([10, 12, 15], rel=0.01)


def test_holt_winters_takes_months_of_nothing() -> None:
    empty = np.tile(SEASON - 9, 3)
    assert np.isfinite(smoothing.holt_winters(empty, 3)).all()


def test_a_season_that_repeats_is_foreseen_by_the_year_before() -> None:
    found = forecast.foresee(table(np.tile(SEASON, 3)))
    assert (found.benchmark, found.chosen) == ("seasonal_naive", "seasonal_naive")
    assert found.ahead["forecast"].tolist() == [10, 12, 15]
    assert found.ahead["month"].tolist() == [date(2023, month, 1) for month in (1, 2, 3)]


def test_a_firm_that_grows_beats_the_year_before() -> None:
    values = np.concatenate([SEASON * 1.4**year for year in range(5)])
    found = forecast.foresee(table(values))
    assert found.chosen in ("seasonal_growth", "holt_winters")
    ratios = found.methods.set_index("method")["against"]
    assert ratios["seasonal_growth"] < 0.2 < ratios["seasonal_naive"] == 1
    seen = forecast.judged(found.tests)
    assert seen["off"] < seen["other_off"]


def test_chance_alone_does_not_beat_the_year_before() -> None:
    """White noise around a season: another method is rarely taken for better."""
    rng, taken = np.random.default_rng(5), 0
    for _ in range(8):
        values = np.tile(SEASON, 3) * np.exp(0.2 * rng.standard_normal(36))
        taken += forecast.foresee(table(values)).chosen in ("naive", "smoothed")
    assert taken == 0


def test_with_too_little_nothing_is_claimed() -> None:
    none = forecast.foresee(table([]))
    assert none.chosen is None
    assert none.ahead.empty
    few = forecast.foresee(table([5, 6, 7]))
    assert few.chosen == "naive"
    assert few.ahead["forecast"].tolist() == [7, 7, 7]
    assert few.ahead["low"].isna().all()
    seen = forecast.judged(few.tests)
    assert (seen["tested"], seen["covered"]) == (0, 0)
    assert math.isnan(seen["off"])


def test_the_interval_is_the_rank_the_errors_ask_for() -> None:
    """Naive on 1, 2, 3, … is off by one, two and three; the mean month is 2.5 at the first trial
    and 6.5 at the end, and of eight, seven and six errors the largest is asked for."""
    low, high = Trials.of(np.arange(1.0, 13.0)).interval(12, 0)
    wide = np.array([1, 2, 3]) / 2.5 * 6.5
    assert low == pytest.approx(12 - wide)
    assert high == pytest.approx(12 + wide)


def test_no_test_knows_what_came_after() -> None:
    """Planting any future leaves what was foreseen before it as it was."""
    known = np.concatenate([SEASON * 1.2**year for year in range(3)])
    other = np.r_[known[:24], known[24:] * 100]
    first, second = forecast.foresee(table(known)).tests, forecast.foresee(table(other)).tests
    columns = ["cut", "step", "method", "forecast", "low", "high", "benchmark"]
    before = date(2021, 12, 1)
    pd.testing.assert_frame_equal(
        first.loc[first["cut"] <= before, columns], second.loc[second["cut"] <= before, columns]
    )


@given(values=st.lists(st.floats(0, 1e7), min_size=0, max_size=40), factor=st.floats(0.5, 1000))
@settings(max_examples=12, deadline=None)
def test_laws_of_any_course(values: list[float], factor: float) -> None:
    found = forecast.foresee(table(values))
    assert len(found.ahead) == (3 if values else 0)
    assert np.isfinite(found.ahead["forecast"].astype(float)).all()
    assert (found.ahead["low"].dropna() >= 0).all()
    assert (found.ahead["low"].dropna() <= found.ahead["forecast"].loc[found.ahead["low"].notna()]
            + 1e-6).all()  # fmt: skip
    n = len(values)
    assert len(found.tests) == sum(min(3, n - cut) for cut in range(4, n))
    assert found.tests["actual"].isin(values).all()
    assert len(forecast.listed(found)) == len(found.tests) + len(found.ahead)


def test_coverage_is_as_meant_where_errors_are_alike() -> None:
    rng = np.random.default_rng(2)
    held = covered = 0
    for _ in range(5):
        values = 100 + 10 * rng.standard_normal(60)
        seen = forecast.judged(forecast.foresee(table(values)).tests)
        held, covered = held + seen["held"], covered + seen["covered"]
    assert covered > 500
    assert held / covered == pytest.approx(COVERED, abs=0.06)


def test_real_data_and_the_sample_are_foreseen_no_worse_than_by_the_year_before(
    online_retail: Workspace, superstore: Workspace, firm: Workspace
) -> None:
    """Months known, method, error and that of the benchmark, intervals tested and held."""
    wanted = {
        online_retail: (12, "naive", 0.236, 0.236, 6, 2),
        superstore: (48, "seasonal_growth", 0.219, 0.247, 106, 82),
        firm: (23, "seasonal_naive", 0.164, 0.170, 33, 28),
    }
    for ws, (months, chosen, off, other, covered, held) in wanted.items():
        found = forecast.outlook(ws, Scope())
        seen = forecast.judged(found.tests)
        assert int(found.months["whole"].sum()) == months
        assert found.chosen == chosen
        assert (seen["off"], seen["other_off"]) == pytest.approx((off, other), abs=5e-4)
        assert (seen["covered"], seen["held"]) == (covered, held)
