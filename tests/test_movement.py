"""Movement between two days: everyone once, in the group of each day, and what moved with them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from conftest import WorkspaceOf
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError, Scope, Workspace, movement, moves, pyramid, rfm
from analytics.moves import INACTIVE, NOT_YET

EVERYTHING = Scope()
MAPS = ("segment", "type8", "tier")


def lines(rows: list[tuple[Any, ...]]) -> str:
    """customer, day, order, amount -> the text of a sales file."""
    body = [",".join(map(str, row)) for row in rows]
    return "\n".join(["customer_id,ordered_on,order_id,amount", *body])


@pytest.fixture(scope="module")
def shop(workspace_of: WorkspaceOf) -> Workspace:
    """ann buys every month until April, bob only in January, cid comes in March, dan in May."""
    return workspace_of(
        sales=lines(
            [
                ("ann", "2024-01-10", 1, 10),
                ("ann", "2024-02-10", 2, 10),
                ("ann", "2024-03-10", 3, 10),
                ("ann", "2024-04-10", 4, 10),
                ("bob", "2024-01-20", 5, 50),
                ("cid", "2024-03-31", 6, 7),
                ("dan", "2024-05-31", 7, 1),
            ]
        )
    )


def pairs(flows: pd.DataFrame) -> dict[tuple[str, str], int]:
    return {(row.moved_from, row.moved_to): row.customers for row in flows.itertuples()}


def moved_in_pandas(
    then: pd.DataFrame, now: pd.DataFrame, name: str, first: pd.Series, since: date
) -> dict[tuple[str, str], int]:
    """The same table from two full tables of customers and the days of first orders."""
    table = pd.DataFrame({"first": first})
    table["before"] = then.set_index("customer_id")[name]
    table["after"] = now.set_index("customer_id")[name]
    had_bought = table["first"].map(lambda day: day <= since)
    table["before"] = table["before"].fillna(had_bought.map({True: INACTIVE, False: NOT_YET}))
    table["after"] = table["after"].fillna(INACTIVE)
    return table.groupby(["before", "after"]).size().to_dict()


def test_everyone_goes_from_the_group_of_one_day_to_that_of_the_other(shop: Workspace) -> None:
    since = date(2024, 3, 31)
    then = rfm.customers(shop, Scope(as_of=since)).set_index("customer_id").segment
    now = rfm.customers(shop, EVERYTHING).set_index("customer_id").segment
    listed = movement.customers(shop, EVERYTHING, since).set_index("customer_id")
    assert listed.moved_from.to_dict() == {**then.to_dict(), "dan": NOT_YET}
    assert listed.moved_to.to_dict() == now.to_dict()
    assert movement.flows(shop, EVERYTHING, since).customers.sum() == 4


@pytest.mark.parametrize("by", ["segment", "type8"])
def test_the_list_of_a_map_tells_the_group_before_and_when_it_changed(
    shop: Workspace, by: Any
) -> None:
    told = movement.listing(shop, EVERYTHING, by, rows=3)
    assert told.drop(columns=["previous", "changed_on"]).equals(
        rfm.listing(shop, EVERYTHING, rows=3)
    )
    changes = movement.changes(shop, EVERYTHING, by).set_index("customer_id").loc[told.customer_id]
    assert told.previous.tolist() == changes.previous.tolist()
    assert told.changed_on.tolist() == changes.changed_on.tolist()
    assert changes.previous.notna().any()
    some = movement.listing(shop, EVERYTHING, by, segments=["hibernating"], rows=moves.EVERYONE)
    assert set(some.segment) == {"hibernating"}


def test_revenue_is_that_of_each_period(shop: Workspace) -> None:
    listed = movement.customers(shop, EVERYTHING, date(2024, 3, 31)).set_index("customer_id")
    assert listed.revenue_then.to_dict() == {"bob": 50, "ann": 30, "cid": 7, "dan": 0}
    assert listed.revenue.to_dict() == {"bob": 50, "ann": 40, "cid": 7, "dan": 1}
    assert str(listed.last_order_on["ann"])[:10] == "2024-04-10"
    flows = movement.flows(shop, EVERYTHING, date(2024, 3, 31))
    assert (flows.revenue_then.sum(), flows.revenue.sum()) == (87, 98)


def test_who_bought_before_the_period_is_inactive_and_who_never_did_is_not_yet(
    shop: Workspace,
) -> None:
    """May and, as long a period, 31 March to 30 April: bob is idle in both, ann in May."""
    may = Scope(start=date(2024, 5, 1), end=date(2024, 5, 31))
    listed = movement.customers(shop, may, date(2024, 4, 30)).set_index("customer_id")
    assert set(listed.index) == {"ann", "bob", "cid", "dan"}
    assert (listed.moved_from["bob"], listed.moved_to["bob"]) == (INACTIVE, INACTIVE)
    assert listed.moved_from["dan"] == NOT_YET
    assert listed.moved_to["ann"] == INACTIVE
    assert listed.moved_from["ann"] not in (INACTIVE, NOT_YET)
    assert movement.flows(shop, may, date(2024, 4, 30)).customers.sum() == 4


def test_list_is_that_of_the_moves_asked_for(shop: Workspace) -> None:
    flows = movement.flows(shop, EVERYTHING, date(2024, 3, 31))
    for flow in flows.itertuples():
        pair = [(flow.moved_from, flow.moved_to)]
        listed = movement.customers(shop, EVERYTHING, date(2024, 3, 31), moves=pair)
        assert len(listed) == flow.customers
        assert listed.revenue.sum() == pytest.approx(flow.revenue)
    assert movement.customers(shop, EVERYTHING, date(2024, 3, 31), moves=[]).empty
    page = movement.customers(shop, EVERYTHING, date(2024, 3, 31), skip=1, rows=2)
    assert page.customer_id.tolist() == ["ann", "cid"]


def test_a_day_that_is_not_earlier_is_refused(shop: Workspace) -> None:
    with pytest.raises(DataError, match="not before 2024-05-31"):
        movement.flows(shop, EVERYTHING, date(2024, 5, 31))


def test_months_end_with_the_day_asked_for(shop: Workspace) -> None:
    assert movement.month_ends(shop, EVERYTHING) == [
        date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30),
        date(2024, 5, 31),
    ]  # fmt: skip
    mid = movement.month_ends(shop, Scope(as_of=date(2024, 5, 10)), months=1)
    assert mid == [date(2024, 4, 30), date(2024, 5, 10)]


def test_trend_is_the_sizes_of_each_month_end(shop: Workspace) -> None:
    course = movement.trend(shop, Scope(as_of=date(2024, 5, 10)))
    assert course.groupby("day").customers.sum().tolist() == [2, 2, 3, 3, 3]
    assert course.groupby("day").unfinished.first().tolist() == [False] * 4 + [True]
    for day, rows in course.groupby("day"):
        sizes = rfm.segments(shop, Scope(as_of=day)).set_index("segment").customers
        assert rows.set_index("place").customers.to_dict() == sizes[sizes > 0].to_dict()


def test_last_change_is_the_month_after_the_last_other_group(shop: Workspace) -> None:
    changes = movement.changes(shop, EVERYTHING).set_index("customer_id")
    by_month = {
        day: rfm.customers(shop, Scope(as_of=day)).set_index("customer_id").segment
        for day in movement.month_ends(shop, EVERYTHING)
    }
    days = list(by_month)
    for customer, row in changes.iterrows():
        course = [by_month[day].get(customer, NOT_YET) for day in days]
        assert course[-1] == row.place
        others = [place for place, group in enumerate([NOT_YET, *course]) if group != row.place]
        assert row.previous == [NOT_YET, *course][others[-1]]
        assert row.changed_on == days[others[-1]]
    assert changes.loc["dan", ["previous", "changed_on"]].tolist() == [NOT_YET, date(2024, 5, 31)]


def test_without_a_change_in_the_months_looked_at_none_is_invented(shop: Workspace) -> None:
    longer = movement.changes(shop, EVERYTHING).set_index("customer_id")
    month = movement.changes(shop, EVERYTHING, months=1).set_index("customer_id")
    same = longer.changed_on < date(2024, 5, 31)
    assert same.any()
    assert month[same].previous.isna().all()
    assert month[~same].previous.tolist() == longer[~same].previous.tolist()
    chosen = movement.changes(shop, EVERYTHING, customer_ids=["dan"])
    assert chosen.customer_id.tolist() == ["dan"]


DAYS = {
    "online_retail": (date(2011, 6, 30), date(2011, 9, 9), date(2011, 1, 15)),
    "cdnow": (date(1997, 9, 30), date(1997, 3, 31), date(1998, 1, 1)),
    "firm": (date(2026, 6, 30), date(2025, 9, 30), date(2024, 12, 24)),
}


@pytest.fixture(scope="module", params=sorted(DAYS))
def real(request: pytest.FixtureRequest) -> tuple[Workspace, tuple[date, ...]]:
    return request.getfixturevalue(request.param), DAYS[request.param]


def test_pandas_moves_the_same_people(real: tuple[Workspace, tuple[date, ...]]) -> None:
    ws, days = real
    first = pd.Series(dict(_first_orders(ws)))
    for since, length in zip(days, (None, 120, 400), strict=True):
        scope = Scope(start=length and ws.facts.as_of - timedelta(days=length))
        before = movement.earlier(ws, scope, since)
        for by in MAPS:
            ask = pyramid.customers if by == "tier" else rfm.customers
            wanted = moved_in_pandas(ask(ws, before), ask(ws, scope), by, first, since)
            flows = movement.flows(ws, scope, since, by)
            assert pairs(flows) == wanted
            assert flows.customers.sum() == len(first)
            assert flows.customer_share.sum() == pytest.approx(1)


def _first_orders(ws: Workspace) -> list[tuple[str, date]]:
    with ws.cursor() as cursor:
        rows = cursor.execute(
            """select customer_id, min(ordered_on) from orders join customers using (customer_key)
            where not is_return group by 1"""
        )
        return rows.fetchall()


SALES = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"),
        st.dates(date(2024, 1, 1), date(2024, 4, 30)).map(str),
        st.integers(1, 30),
        st.sampled_from([-20.0, 0.0, 0.3, 5.0, 1000.0]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=4, deadline=None)
@given(rows=SALES, shuffled=st.randoms(use_true_random=False), back=st.integers(1, 80),
       length=st.none() | st.integers(0, 60))  # fmt: skip
def test_laws(
    workspace_of: WorkspaceOf, rows: list, shuffled: Any, back: int, length: int | None
) -> None:
    """Everyone once, whatever the days, the order of the rows, and what happens later."""
    end = date(2024, 3, 31)
    start = None if length is None else end - timedelta(days=length)
    scope, since = Scope(as_of=end, start=start), end - timedelta(days=back)
    mixed = list(rows)
    shuffled.shuffle(mixed)
    later = [("z", "2024-04-01", 99, 1e6)]
    one, other = workspace_of(sales=lines(rows)), workspace_of(sales=lines(mixed + later))
    for by in MAPS:
        flows = movement.flows(one, scope, since, by)
        pd.testing.assert_frame_equal(flows, movement.flows(other, scope, since, by))
        listed = movement.customers(one, scope, since, by)
        assert listed.customer_id.is_unique
        assert flows.customers.sum() == len(listed)
        assert flows.revenue.sum() == pytest.approx(listed.revenue.sum())
        now = pyramid.customers(one, scope) if by == "tier" else rfm.customers(one, scope)
        assert flows[flows.moved_to != INACTIVE].customers.sum() == len(now)
        assert (flows.moved_to != NOT_YET).all()
    for ask in (movement.trend, movement.changes):
        pd.testing.assert_frame_equal(ask(one, scope, months=2), ask(other, scope, months=2))


@pytest.mark.parametrize(
    ("rows", "everyone"),
    [
        ([("a", "2024-01-01", 1, 10)], 1),
        ([(f"c{i}", "2024-01-01", i, 10) for i in range(50)], 50),
        ([("a", "2024-01-01", 1, -10), ("b", "2024-01-02", 2, -1)], 0),
    ],
    ids=["one customer", "fifty equals", "all returns"],
)
def test_small_data_moves_too(workspace_of: WorkspaceOf, rows: list, everyone: int) -> None:
    ws, since = workspace_of(sales=lines(rows)), date(2023, 12, 31)
    for by in MAPS:
        flows = movement.flows(ws, EVERYTHING, since, by)
        assert flows.customers.sum() == everyone
        assert set(flows.moved_from) <= {NOT_YET}
    assert movement.trend(ws, EVERYTHING).customers.sum() == everyone
    assert len(movement.changes(ws, EVERYTHING)) == everyone


def test_a_move_has_a_direction(shop: Workspace) -> None:
    flows = movement.flows(shop, EVERYTHING, date(2024, 3, 31))
    for row in flows.itertuples():
        levels = movement.LEVELS["segment"]
        if row.moved_from == NOT_YET:
            assert row.direction == "came"
        elif row.direction in ("rose", "slid"):
            rises = levels[row.moved_to] > levels[row.moved_from]
            assert rises == (row.direction == "rose")
        else:
            assert levels[row.moved_to] == levels[row.moved_from]
    said = moves.headline(flows)
    assert said.came + said.rose + said.slid + said.stayed == said.customers == 4
    assert said.came_revenue == 1


FLOWS = pd.DataFrame(
    [
        ("key", "small", 1, "slid"), ("secondary", "key", 2, "rose"),
        ("secondary", "secondary", 6, "stayed"), ("small", "key", 1, "rose"),
        ("small", "ordinary", 3, "rose"), ("small", "inactive", 16, "slid"),
        ("not_yet", "key", 9, "came"),
    ],
    columns=["moved_from", "moved_to", "customers", "direction"],
)  # fmt: skip


def test_upgrades_are_shares_of_those_who_stood_there() -> None:
    """8 secondary of whom 2 rose, 20 small of whom 4 did; key cannot rise, nobody was ordinary."""
    found = moves.upgrades(FLOWS, movement.TIERS).set_index("moved_from")
    assert found.index.tolist() == ["secondary", "small"]
    assert found.customers.tolist() == [8, 20]
    assert found.rose.tolist() == [2, 4]
    assert found.rise_rate.tolist() == [0.25, 0.2]
    assert found.low.tolist() == pytest.approx([0.0715, 0.0807], abs=1e-4)
    assert found.high.tolist() == pytest.approx([0.5907, 0.4160], abs=1e-4)
    assert moves.upgrades(FLOWS.head(0), movement.TIERS).empty


def test_the_steepest_moves_come_first() -> None:
    levels = movement.LEVELS["tier"]
    assert moves.steepest(FLOWS, levels, "rose") == [
        [("small", "key")], [("secondary", "key"), ("small", "ordinary")],
    ]  # fmt: skip
    # out of the pyramid is one further down than its lowest tier
    assert moves.steepest(FLOWS, levels, "slid") == [[("key", "small")], [("small", "inactive")]]
    assert moves.steepest(FLOWS, levels, "level") == []


@pytest.mark.parametrize("direction", ["rose", "slid"])
def test_who_moved_furthest_is_whom_pandas_sorts_first(firm: Workspace, direction: Any) -> None:
    since, levels = date(2025, 9, 30), movement.LEVELS["tier"]
    found = movement.furthest(firm, EVERYTHING, since, direction, by="tier")
    everyone = movement.customers(firm, EVERYTHING, since, by="tier")
    # who had no order by the earlier day came and did not rise
    known = everyone[everyone.moved_from != NOT_YET]
    change = known.moved_to.map(levels).fillna(-1) - known.moved_from.map(levels).fillna(-1)
    wanted = known.assign(far=change if direction == "rose" else -change).query("far > 0")
    wanted = wanted.sort_values(
        ["far", "revenue", "revenue_then", "customer_id"],
        ascending=[False, False, False, True],
        ignore_index=True,
    )
    assert len(wanted) > 10
    pd.testing.assert_frame_equal(found, wanted.drop(columns="far"))
    first = movement.furthest(firm, EVERYTHING, since, direction, by="tier", rows=7)
    pd.testing.assert_frame_equal(first, found.head(7))
    flows = movement.flows(firm, EVERYTHING, since, by="tier")
    assert len(found) == flows[flows.direction == direction].customers.sum()


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*movement.TIERS, NOT_YET]),
            st.sampled_from([*movement.TIERS, INACTIVE]),
            st.integers(1, 99),
        ),
        max_size=25,
        unique_by=lambda move: move[:2],
    )
)
def test_every_rise_is_counted_and_ranked_once(rows: list) -> None:
    levels = movement.LEVELS["tier"]
    table = pd.DataFrame(rows, columns=["moved_from", "moved_to", "customers"])
    table = moves.directed(table.assign(revenue=0.0), levels)
    rates = moves.upgrades(table, movement.TIERS)
    assert rates.rose.sum() == table[table.direction == "rose"].customers.sum()
    assert rates.rise_rate.between(rates.low - 1e-9, rates.high + 1e-9).all()
    for direction in ("rose", "slid"):
        steps = moves.steepest(table, levels, direction)
        far = [{abs(levels.get(b, -1) - levels[a]) for a, b in step} for step in steps]
        assert [len(each) for each in far] == [1] * len(steps)
        assert far == sorted(far, key=min, reverse=True)
        moved = table[table.direction == direction]
        pairs_of = [pair for step in steps for pair in step]
        assert sorted(pairs_of) == sorted(zip(moved.moved_from, moved.moved_to, strict=True))


def test_better_groups_come_first() -> None:
    levels = movement.LEVELS
    for by, groups in movement.GROUPS.items():
        assert set(levels[by]) == set(groups)
    assert levels["segment"]["champions"] == levels["segment"]["loyal"]
    assert levels["segment"]["loyal"] > levels["segment"]["new"] > levels["segment"]["cant_lose"]
    assert levels["type8"]["important_keep"] > levels["type8"]["general_keep"]
    assert levels["tier"]["key"] > levels["tier"]["small"]
