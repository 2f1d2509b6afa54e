"""Worth by group, and an earlier forecast beside what happened: counted again in pandas."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics import DataError, Scope, Workspace, value, worth
from tests.conftest import WorkspaceOf, page_at

CALIBRATED = date(1997, 9, 30)  # 39 weeks before the last day of CDNOW


def days_of(ws: Workspace) -> pd.DataFrame:
    """Purchase days, each once, by the counting orders of the version."""
    with ws.cursor() as cursor:
        return cursor.sql(
            "select distinct customers.customer_id, ordered_on as day from orders "
            "join customers using (customer_key) where not is_return"
        ).df()


def test_groups_of_enough_customers_have_models_of_their_own(firm: Workspace) -> None:
    found = worth.groups(firm, Scope(), "customer_type").set_index("label")
    assert found["customers"].to_dict() == {"Business": 300, "Retail": 1649, "Distributor": 32}
    assert found["own"].to_dict() == {"Business": True, "Retail": True, "Distributor": False}
    retail = Scope(where={"customer_type": ("Retail",)})
    fitted = value.fit(firm, retail).iloc[0]
    for name in ("r", "alpha", "a", "b", "r_error"):
        assert found.loc["Retail", name] == fitted[name]
    assert found["clv_12m"].is_monotonic_decreasing
    everybody = value.customers(firm, Scope()).set_index("customer_id")
    few = value.histories(firm, Scope(where={"customer_type": ("Distributor",)}))["customer_id"]
    assert found.loc["Distributor", "clv_12m"] == pytest.approx(everybody.loc[few, "clv_12m"].sum())
    assert np.isnan(found.loc["Distributor", "r"])
    assert found.loc["Business", "clv_each"] > 3 * found.loc["Retail", "clv_each"]


def test_all_together_are_everybody(firm: Workspace) -> None:
    row = worth.groups(firm, Scope(), by="margin").iloc[0]
    everybody = value.customers(firm, Scope(), by="margin")
    assert row["customers"] == len(everybody)
    assert row["clv_6m"] == pytest.approx(everybody["clv_6m"].sum())
    assert 0 < row["clv_6m"] < row["clv_12m"] < worth.groups(firm, Scope()).iloc[0]["clv_12m"]


def test_each_customer_once_the_most_worth_first(firm: Workspace) -> None:
    rows = worth.customers(firm, Scope(), by="margin")
    told = value.customers(firm, Scope(), by="margin").set_index("customer_id")
    assert rows["clv_12m"].is_monotonic_decreasing
    assert set(rows["customer_id"]) == set(told.index)
    first = rows.iloc[0]
    assert told.loc[first["customer_id"], "clv_6m"] == first["clv_6m"]
    within = rows.dropna(subset=["next_from", "next_to"])
    assert (within["next_from"] <= within["next_order_on"]).all()
    assert (within["next_order_on"] <= within["next_to"]).all()


def test_a_filter_leaves_the_groups_it_names(firm: Workspace) -> None:
    found = worth.groups(firm, Scope(where={"region": ("London",)}), "region")
    assert found["label"].tolist() == ["London"]


@pytest.mark.parametrize("data", ["firm", "cdnow"])
def test_what_came_is_what_pandas_counts(request: pytest.FixtureRequest, data: str) -> None:
    ws: Workspace = request.getfixturevalue(data)
    found = worth.holdout(ws, Scope())
    end = ws.facts.as_of
    assert (found.day, found.days) == (end - timedelta(days=182), 182)
    bought = days_of(ws)
    cut = pd.Timestamp(found.day)
    known = set(bought.loc[bought["day"] <= cut, "customer_id"])
    after = bought[(bought["day"] > cut) & bought["customer_id"].isin(known)]
    assert (found.customers, found.actual) == (len(known), len(after))
    by_week = ((after["day"] - cut).dt.days + 6) // 7
    for row in found.weeks.itertuples():
        assert row.actual == (by_week <= row.week).sum()
    assert found.weeks["week"].tolist() == list(range(2, 27, 2))
    assert found.weeks["expected"].iloc[-1] == pytest.approx(found.expected)
    assert found.weeks["expected"].is_monotonic_increasing
    groups = found.by_repeats
    assert groups["customers"].sum() == len(known)
    assert (groups["actual"] * groups["customers"]).sum() == pytest.approx(len(after))
    assert (groups["expected"] * groups["customers"]).sum() == pytest.approx(found.expected)
    # who came back hardly ever is foretold little, who did most often by far the most
    often = groups["expected"].iloc[2:]
    assert often.is_monotonic_increasing
    assert often.iloc[-1] > 2 * groups["expected"].iloc[:3].max()


def test_second_half_of_cdnow_is_as_published(cdnow: Workspace) -> None:
    """Foretold after 39 weeks for the next 39, orders in all are 12 % too few."""
    course = worth.weeks(cdnow, Scope(), CALIBRATED)
    last = course.iloc[-1]
    assert last["week"] == 39
    assert last["actual"] == 1882  # of 4,339 in all; 2,457 in the first half
    assert last["expected"] / last["actual"] - 1 == pytest.approx(-0.12, abs=0.005)


def test_too_few_came_back_to_foretell(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\na,2024-01-01,1\na,2024-03-01,1")
    with pytest.raises(DataError, match="bought on more than one day"):
        worth.groups(ws, Scope())
    with pytest.raises(DataError, match="bought on more than one day"):
        worth.holdout(ws, Scope())


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_page_shows_it_when_asked(
    unused: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    at = page_at(monkeypatch, unused, "customers/retention.py", code, worth="customer_type")
    before = len(at.dataframe)
    at.session_state["worth.open"] = True
    at.run()
    assert not at.exception
    assert len(at.dataframe) == before + 3  # by type, by customer, and by repeat purchases
    said = " ".join(text.value for text in at.markdown)
    assert ("1,981 customers should bring" if code == "en" else "1,981\u00a0位客户") in said
    assert "1,578" in said
    assert "3,820" in said
