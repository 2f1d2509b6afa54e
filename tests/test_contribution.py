"""What moved the revenue: by hand, then the laws that parts add up, then real data."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, contribution, overview, sample
from analytics.rules import Rule
from analytics.scoring import SEGMENTS
from tests.conftest import WorkspaceOf
from tests.test_overview import LAST, LINES, scopes

FEBRUARY = Scope(start=date(2024, 2, 1), end=date(2024, 2, 29))
SMALL = """
customer_id,ordered_on,order_id,amount,channel,region
zoe,2023-12-01,0,5,web,North
ann,2024-01-05,1,100,web,North
bob,2024-01-06,2,50,shop,North
,2024-01-07,3,7,shop,
ann,2024-02-05,4,60,web,North
ann,2024-02-15,5,60,shop,North
bob,2024-02-06,6,80,shop,South
cat,2024-02-08,7,100,web,South
,2024-02-12,8,9,,
dan,2024-03-01,9,1,web,North
"""


@pytest.fixture(scope="module")
def small(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SMALL)


@pytest.fixture(scope="module")
def firm(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=LINES.to_csv(index=False))


def split(ws: Workspace, scope: Scope) -> pd.DataFrame:
    parts = overview.bridge(ws, scope)
    return contribution.split(overview.figures(ws, scope), parts, scope.compare)


def moved_in_order(before: list[float], now: list[float], order: tuple[int, ...]) -> list[float]:
    """What each factor moves when they change one after the other."""
    at, moved = list(before), [0.0] * 3
    for place in order:
        was = at[0] * at[1] * at[2]
        at[place] = now[place]
        moved[place] = at[0] * at[1] * at[2] - was
    return moved


def test_the_split_is_the_mean_over_the_six_orders_of_change(small: Workspace) -> None:
    """2 customers × 1 order × 75 become 3 × 4/3 × 75; unnamed lines go from 7 to 9."""
    rows = split(small, FEBRUARY).set_index("factor")
    assert rows["before"].tolist() == [2, 1, 75, 7]
    assert rows["now"].tolist() == pytest.approx([3, 4 / 3, 75, 9])
    before, now = ([2, 1, 75], [3, 4 / 3, 75])
    every = [moved_in_order(before, now, order) for order in permutations(range(3))]
    wanted = [sum(column) / 6 for column in zip(*every, strict=True)]
    assert rows["change"].tolist() == pytest.approx([*wanted, 2])
    assert wanted == pytest.approx([87.5, 62.5, 0])


def test_from_nothing_all_is_the_customers(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="customer_id,ordered_on,amount\nann,2023-12-01,3\n"
        ",2024-01-25,5\nann,2024-02-05,30\nbob,2024-03-01,1"
    )
    assert split(ws, Scope(start=date(2023, 12, 1))).empty
    rows = split(ws, FEBRUARY).set_index("factor")
    assert rows["change"].to_dict() == {
        "customers": 30, "orders": 0, "order_value": 0, "no_customer": -5,
    }  # fmt: skip


def test_groups_say_what_each_added(small: Workspace) -> None:
    rows = contribution.groups(small, FEBRUARY, "channel").set_index("label")
    assert rows["change"].to_dict() == {"shop": 83, "web": 60, None: 9}
    assert rows["points"]["web"] == pytest.approx(60 / 157)
    regions = contribution.groups(small, FEBRUARY, "region")
    assert regions["label"].tolist() == ["South", "North", None]
    assert regions["change"].tolist() == [180, -30, 2]


def test_segments_are_those_of_the_end_of_the_period_before(small: Workspace) -> None:
    """Cat's first order is later: she is in no segment yet; the others keep that of January."""
    rows = contribution.groups(small, FEBRUARY, "segment").set_index("label")
    assert rows.loc["not_yet", ["before", "now"]].tolist() == [0, 100]
    assert rows.loc[[label in SEGMENTS for label in rows.index], "before"].sum() == 150


def test_the_largest_and_the_rest_add_up() -> None:
    rows = pd.DataFrame({
        "label": list("abcd"), "before": 1.0, "now": [9.0, 5, 3, 0], "change": [8.0, 4, 2, -1],
        "points": [2.0, 1, 0.5, -0.25], "others": 1,
    })  # fmt: skip
    assert contribution.largest(rows, 4) is rows
    shown = contribution.largest(rows, 3)
    assert shown["others"].tolist() == [1, 1, 2]
    assert shown["change"].tolist() == [8, 4, 1]


def test_an_unknown_dimension_is_refused(small: Workspace) -> None:
    with pytest.raises(KeyError):
        contribution.groups(small, FEBRUARY, "weather")


@given(scope=scopes(), by=st.sampled_from(contribution.DIMENSIONS))
@settings(max_examples=8, deadline=None)
def test_contributions_and_factors_add_up_to_the_change_to_the_cent(
    firm: Workspace, scope: Scope, by: str
) -> None:
    parts, rows = overview.bridge(firm, scope), contribution.groups(firm, scope, by)
    factors = split(firm, scope)
    assert rows.empty <= parts.empty or parts["change"].eq(0).all()
    for table in (rows, factors):
        assert round(table["change"].sum(), 2) == round(parts["change"].sum(), 2)
    if parts["before"].sum() > 0.01:
        growth = parts["change"].sum() / parts["before"].sum()
        assert rows["points"].sum() == pytest.approx(growth, abs=1e-9)


def test_groups_equal_pandas(firm: Workspace) -> None:
    scope = Scope(as_of=LAST, start=date(2023, 9, 1), end=date(2023, 12, 31))
    days = pd.to_datetime(LINES["ordered_on"])
    now = LINES[days.between("2023-09-01", "2023-12-31")].groupby("region")["amount"].sum()
    before = LINES[days.between("2023-05-01", "2023-08-31")].groupby("region")["amount"].sum()
    rows = contribution.groups(firm, scope, "region").set_index("label")["change"]
    assert rows.to_dict() == pytest.approx((now - before).to_dict())


@pytest.mark.parametrize("compare", ["previous", "year", "weekdays", "new_year"])
def test_every_customer_of_a_part_can_be_taken_away(firm: Workspace, compare: str) -> None:
    """The rule of a bar names exactly its customers, and they hold exactly its money."""
    scope = Scope(as_of=LAST, start=date(2024, 1, 22), end=LAST, compare=compare)
    parts = overview.bridge(firm, scope)
    for row in parts[~parts["part"].eq("no_customer")].itertuples():
        found = Rule.of(overview.bridge_customers, "", part=row.part).ask(firm, scope)
        assert len(found) == row.customers
        assert found["change"].sum() == pytest.approx(row.change)
        assert found["change"].abs().is_monotonic_decreasing


def test_online_retail_adds_up_by_country_and_segment(online_retail: Workspace) -> None:
    scope = Scope(start=date(2011, 9, 10), end=date(2011, 12, 9))
    change = overview.bridge(online_retail, scope)["change"].sum()
    for by in ("region", "segment"):
        rows = contribution.groups(online_retail, scope, by)
        assert round(rows["change"].sum(), 2) == round(change, 2)
    factors = split(online_retail, scope)
    assert round(factors["change"].sum(), 2) == round(change, 2)
    assert factors["change"].iloc[0] > 0


@pytest.mark.parametrize("data", ["online_retail", "superstore", "cdnow", "firm_of_the_sample"])
def test_real_data_close_to_the_cent_over_any_two_periods(
    data: str, request: pytest.FixtureRequest
) -> None:
    """Four periods drawn at random from each, every way of comparing them."""
    ws, rng = request.getfixturevalue(data), random.Random(data)
    first, last = ws.facts.first_line_on, ws.facts.last_line_on
    for compare in ("previous", "year", "weekdays", "new_year"):
        length = rng.randint(5, 120)
        start = last - timedelta(days=rng.randint(length, max((last - first).days // 3, length)))
        scope = Scope(as_of=last, start=start, end=start + timedelta(days=length), compare=compare)
        parts = overview.bridge(ws, scope)
        if parts.empty:  # Chinese New Year before 2001, or a year before the data
            continue
        figures = overview.figures(ws, scope).set_index("figure").loc["revenue"]
        before = figures["previous" if compare == "previous" else "year_before"]
        change = round(figures["value"] - before, 2)
        assert round(parts["change"].sum(), 2) == pytest.approx(change, abs=0.011)
        by = rng.choice(contribution.DIMENSIONS)
        for table in (split(ws, scope), contribution.groups(ws, scope, by)):
            assert table["change"].sum() == pytest.approx(parts["change"].sum(), abs=0.005)


@pytest.fixture(scope="module")
def firm_of_the_sample(unused: Path) -> Workspace:
    """The sample firm; this file calls another one the firm."""
    return sample.workspace(unused, "en")
