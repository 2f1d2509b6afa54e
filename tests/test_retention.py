"""Cohorts, their curve, the second order: by hand, as laws, against pandas and on real data."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from conftest import WorkspaceOf
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, reconcile, retention

# a orders in January, March; b in January twice; c in February, d's only order is in May
HAND = """
    customer_id,ordered_on,order_id,amount,channel
    a,2024-01-05,1,10,web
    a,2024-03-31,2,20,shop
    b,2024-01-20,3,5,web
    b,2024-01-25,4,5,web
    c,2024-02-10,5,8,shop
    c,2024-02-09,6,-2,shop
    d,2024-05-15,7,1,web
"""
END = date(2024, 5, 15)


def by_pandas(ws: Workspace, as_of: date) -> pd.DataFrame:
    """Cohort × months after -> active, from the lines alone."""
    with ws.cursor() as cursor:
        lines = cursor.sql("from sales where excluded_by is null").to_arrow_table().to_pandas()
    lines = lines[lines.customer_id.notna()].assign(day=pd.to_datetime(lines.ordered_on))
    lines = lines[lines.day <= pd.Timestamp(as_of)]
    lines["amount"] = lines.amount.astype(float)
    lines["back"] = (lines.amount < 0) | (lines.quantity.fillna(1).astype(float) < 0)
    lines["order_id"] = lines.order_id.fillna(lines.day.astype(str))
    orders = lines.groupby(["customer_id", "order_id"]).agg(
        day=("day", "min"), amount=("amount", "sum"), back=("back", "any")
    )
    cents = orders.amount.round(4)
    orders = orders[~((cents < 0) | ((cents == 0) & orders.back))].reset_index()
    orders["month"] = orders.day.dt.year * 12 + orders.day.dt.month - 1
    orders["cohort"] = orders.groupby("customer_id").month.transform("min")
    return orders.groupby(["cohort", orders.month - orders.cohort]).customer_id.nunique().unstack()


def agrees(ws: Workspace, as_of: date) -> None:
    rows = retention.cohorts(ws, Scope(as_of=as_of))
    oracle = by_pandas(ws, as_of).reindex(columns=range(600))
    for row in rows.itertuples():
        cell = oracle.loc[row.cohort.year * 12 + row.cohort.month - 1]
        assert row.customers == cell[0]
        assert row.active == (0 if pd.isna(cell[row.months_after]) else cell[row.months_after])


def test_cells_of_months_that_are_over_and_no_others(workspace_of: WorkspaceOf) -> None:
    rows = retention.cohorts(workspace_of(sales=HAND), Scope())
    cells = {(r.cohort.month, r.months_after): (r.customers, r.active) for r in rows.itertuples()}
    assert cells == {
        (1, 0): (2, 2), (1, 1): (2, 0), (1, 2): (2, 1), (1, 3): (2, 0),
        (2, 0): (1, 1), (2, 1): (1, 0), (2, 2): (1, 0),
    }  # fmt: skip
    first = rows[rows.cohort == date(2024, 1, 1)]
    assert first.retention.tolist() == [1, 0, 0.5, 0]
    assert first.value.tolist() == [10, 10, 20, 20]
    assert rows[rows.cohort == date(2024, 2, 1)].value.tolist() == [6, 6, 6]


def test_a_month_is_over_on_its_last_day(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=HAND)
    assert retention.cohorts(ws, Scope(as_of=date(2024, 5, 31))).cohort.max() == date(2024, 5, 1)
    assert retention.cohorts(ws, Scope(as_of=date(2024, 5, 30))).cohort.max() == date(2024, 2, 1)
    assert retention.cohorts(ws, Scope(as_of=date(2024, 1, 30))).empty


def test_the_curve_rests_on_the_cohorts_whose_month_is_over(workspace_of: WorkspaceOf) -> None:
    rows = retention.curve(retention.cohorts(workspace_of(sales=HAND), Scope()))
    assert rows.customers.tolist() == [3, 3, 3, 2]
    assert rows.active.tolist() == [3, 0, 1, 0]
    assert rows.value.tolist() == pytest.approx([26 / 3, 26 / 3, 46 / 3, 46 / 3])
    assert rows.retention.between(rows.low, rows.high).all()


def test_the_period_chooses_whose_first_order_lies_in_it(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=HAND)
    scope = Scope(start=date(2024, 2, 10), end=date(2024, 3, 1))
    rows = retention.cohorts(ws, scope)
    assert set(rows.cohort) == {date(2024, 2, 1)}
    assert rows.months_after.max() == 2  # followed beyond the period
    assert retention.second_orders(ws, scope).at_risk.tolist() == [1]


def test_groups_are_those_of_the_first_order(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=HAND)
    rows = retention.groups(ws, Scope(), "channel")
    third = rows[rows.months_after == 2].set_index("label")
    assert third.customers.to_dict() == {"web": 2, "shop": 1}
    assert third.active.to_dict() == {"web": 1, "shop": 0}
    assert retention.keeps_most(rows, 2) is None  # of three customers nobody can tell
    one = retention.groups(ws, Scope(), "channel", named=1)
    assert one.label.isna().tolist() == [False] * 4 + [True] * 3


def test_a_group_that_keeps_clearly_more() -> None:
    rows = pd.DataFrame(
        {"label": ["a", "b", None], "months_after": 3, "customers": [100, 100, 100],
         "active": [60, 20, 30]}
    ).assign(retention=lambda t: t.active / t.customers, low=0.5, high=0.69)  # fmt: skip
    assert retention.keeps_most(rows, 3) == ("a", 0.6)
    assert retention.keeps_most(rows.assign(low=0.3), 3) is None  # the others reach .31
    assert retention.keeps_most(rows, 4) is None


def test_who_has_not_come_back_counts_as_long_as_watched(workspace_of: WorkspaceOf) -> None:
    """b is back after 5 days, a after 86; c is watched for 95 days, d for 0."""
    ws = workspace_of(sales=HAND)
    rows = retention.second_orders(ws, Scope())
    assert rows.days.tolist() == [0, 5, 86, 95]
    assert rows.at_risk.tolist() == [4, 3, 2, 1]
    assert rows.share.tolist() == pytest.approx([0, 1 / 3, 1 - 2 / 3 * 1 / 2, 2 / 3])
    assert retention.within(rows, 90).share == pytest.approx(2 / 3)
    assert retention.within(rows, 85).share == pytest.approx(1 / 3)
    assert retention.within(rows, 96).share is None  # nobody was watched for so long
    assert retention.median_days(rows) == 86
    assert retention.median_days(rows[:2]) is None


def test_two_orders_on_one_day_are_no_return(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="customer_id,ordered_on,order_id,amount\na,2024-01-01,1,1\na,2024-01-01,2,1"
    )
    rows = retention.second_orders(ws, Scope(as_of=date(2024, 4, 1)))
    found = retention.within(rows, 90)
    assert (found.customers, found.share, found.low) == (1, 0, 0)
    assert found.high == pytest.approx(3.8416 / 4.8416)  # Wilson of none in one


def test_customers_of_a_cell(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=HAND)
    january = date(2024, 1, 1)
    assert retention.customers(ws, Scope(), january).customer_id.tolist() == ["a", "b"]
    assert retention.customers(ws, Scope(), january, 2, True).customer_id.tolist() == ["a"]
    found = retention.customers(ws, Scope(), "2024-01-01", 2, False)
    assert found[["customer_id", "orders", "revenue"]].values.tolist() == [["b", 2, 10]]


def test_nobody_and_no_month_over(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\na,2024-01-05,-1")
    assert retention.cohorts(ws, Scope()).empty
    assert retention.curve(retention.cohorts(ws, Scope())).empty
    assert retention.groups(ws, Scope(), "region").empty
    assert retention.within(retention.second_orders(ws, Scope())) == retention.Return(
        0, None, None, None
    )
    assert retention.headline(ws, Scope()).verdict == "unknown"


def test_who_is_seen_first_as_the_data_begin_may_be_no_new_customer(
    workspace_of: WorkspaceOf,
) -> None:
    """200 customers buy monthly from the first day on; 100 later ones never come back."""
    first = date(2023, 1, 1)
    days = [(f"old{i}", first + timedelta(days=30 * k)) for i in range(200) for k in range(24)]
    days += [(f"new{i}", first + timedelta(days=100 + 5 * i)) for i in range(100)]
    text = "\n".join(f"{c},{day},1" for c, day in days)
    ws = workspace_of(sales="customer_id,ordered_on,amount\n" + text)
    found = retention.headline(ws, Scope(as_of=date(2024, 12, 31)))
    assert (found.now.share, found.before.share) == (0, 0)
    assert found.now.customers + found.before.customers == 100
    assert found.verdict == "same"


def test_a_clear_fall_is_told(workspace_of: WorkspaceOf) -> None:
    """One hundred come back within a month in the first year, none in the second."""
    start = date(2022, 1, 1)
    days = [("first", start)]
    days += [
        (f"a{i}", date(2023, 1, 2) + timedelta(days=i + k)) for i in range(100) for k in (0, 9)
    ]
    days += [(f"b{i}", date(2024, 1, 2) + timedelta(days=i)) for i in range(100)]
    text = "\n".join(f"{c},{day},1" for c, day in days)
    ws = workspace_of(sales="customer_id,ordered_on,amount\n" + text)
    found = retention.headline(ws, Scope(as_of=date(2024, 9, 30)))
    assert (found.now.share, found.before.share, found.verdict) == (0, 1, "worse")
    assert found.before.customers == 100


PURCHASES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 400), st.integers(-3, 9)),
    min_size=1, max_size=40,
)  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(PURCHASES, st.randoms(use_true_random=False))
def test_everyone_is_in_one_cohort_and_all_money_adds_up(
    workspace_of: WorkspaceOf, rows: list[tuple[str, int, int]], random: object
) -> None:
    first = date(2023, 1, 1)
    texts = [f"{c},{first + timedelta(days=day)},{i},{m}" for i, (c, day, m) in enumerate(rows)]
    head = "customer_id,ordered_on,order_id,amount\n"
    ws = workspace_of(sales=head + "\n".join(texts))
    random.shuffle(texts)  # type: ignore[attr-defined]
    shuffled = workspace_of(sales=head + "\n".join(texts))
    scope = Scope(as_of=date(2024, 2, 29))
    cells = retention.cohorts(ws, scope)
    pd.testing.assert_frame_equal(cells, retention.cohorts(shuffled, scope))
    parts = reconcile.remainder(ws, scope).set_index("part")
    starts = cells[cells.months_after == 0]
    assert starts.customers.sum() == parts.customers["analysed"]
    assert cells.revenue.sum() == pytest.approx(float(parts.amount["analysed"]))
    agrees(ws, date(2024, 2, 29))
    seconds = retention.second_orders(ws, scope)
    pd.testing.assert_frame_equal(seconds, retention.second_orders(shuffled, scope))
    assert seconds.share.is_monotonic_increasing
    for label in ("channel", "product"):
        groups = retention.groups(ws, scope, label)
        assert groups.label.isna().all()  # none of them is given
        assert groups.active.tolist() == retention.curve(cells).active.tolist()


def kaplan_meier(first: pd.Series, second: pd.Series, end: pd.Timestamp, day: int) -> float:
    """Share back by a day, customer by customer."""
    back = (second - first).dt.days
    watched = back.fillna((end - first).dt.days)
    left = 1.0
    for t in sorted(set(back.dropna())):
        if t <= day:
            left *= 1 - (back == t).sum() / (watched >= t).sum()
    return 1 - left


def test_second_orders_equal_a_count_customer_by_customer(cdnow: Workspace) -> None:
    as_of = date(1997, 12, 31)
    with cdnow.cursor() as cursor:
        rows = cursor.sql("select customer_id, ordered_on from sales").to_arrow_table().to_pandas()
    rows["day"] = pd.to_datetime(rows.ordered_on)
    days = rows[rows.day <= pd.Timestamp(as_of)][["customer_id", "day"]].drop_duplicates()
    days = days.sort_values("day")
    first = days.groupby("customer_id").day.min()
    second = days.groupby("customer_id").day.nth(1)
    second = days.loc[second.index].set_index("customer_id").day.reindex(first.index)
    found = retention.second_orders(cdnow, Scope(as_of=as_of))
    for day in (7, 30, 90, 200, 300):
        oracle = kaplan_meier(first, second, pd.Timestamp(as_of), day)
        assert retention.within(found, day).share == pytest.approx(oracle)


def test_cohorts_equal_pandas_on_real_data(
    online_retail: Workspace, firm: Workspace, cdnow: Workspace
) -> None:
    agrees(cdnow, date(1998, 6, 30))
    agrees(online_retail, date(2011, 12, 9))
    agrees(online_retail, date(2011, 8, 15))
    agrees(firm, date(2026, 5, 31))
