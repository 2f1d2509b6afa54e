"""Lifecycle states: one each, the first that fits; and the course of active customers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from conftest import WorkspaceOf
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError, Scope, Workspace, churn, lifecycle, reconcile
from analytics.lifecycle import STATES
from analytics.moves import NOT_KNOWN

END = date(2024, 12, 31)
H = 30


def lines(rows: list[tuple[Any, ...]]) -> str:
    """customer, days before the end, order, amount -> the text of a sales file."""
    body = [f"{c},{END - timedelta(days=back)},{order},{money}" for c, back, order, money in rows]
    return "\n".join(["customer_id,ordered_on,order_id,amount", *body])


def state_of(ws: Workspace, scope: Scope | None = None, horizon: int = H) -> dict[str, str]:
    table = lifecycle.customers(ws, scope or Scope(as_of=END), horizon)
    assert table.customer_id.is_unique
    return dict(zip(table.customer_id, table.state, strict=True))


# each line: the days before the end on which one customer bought -> the state
CASES = {
    "once": ([30], "first_time"),  # exactly the horizon ago is not yet silent for longer
    "once_gone": ([31], "lapsed"),
    "twice": ([40, 10], "repeat"),
    "edge": ([40, 30], "repeat"),
    "gap_of_the_horizon": ([40, 10], "repeat"),
    "back": ([41, 10], "won_back"),
    "back_and_again": ([90, 41, 10, 9], "loyal"),
    "back_twice_that_day": ([41, 10, 10], "won_back"),
    "back_and_gone": ([120, 31], "lapsed"),
    "twice_one_day": ([3, 3], "repeat"),
    "often": ([50, 40, 30, 20, 10, 0], "loyal"),
}


def test_each_state_by_hand(workspace_of: WorkspaceOf) -> None:
    rows = [
        (customer, back, f"{customer}{place}", 5)
        for customer, (days, _) in CASES.items()
        for place, back in enumerate(days)
    ]
    found = state_of(workspace_of(sales=lines(rows)))
    assert found == {customer: state for customer, (_, state) in CASES.items()}


def test_loyal_is_a_frequency_score_of_four_or_five(workspace_of: WorkspaceOf) -> None:
    """Six buyers with 1 to 6 orders: worse than the others are 0 to 5 of 5, scores 1 to 5, 5."""
    rows = [(f"c{n}", 3 * i, f"{n}.{i}", 1) for n in range(1, 7) for i in range(n)]
    found = state_of(workspace_of(sales=lines(rows)))
    assert found == {
        "c1": "first_time", "c2": "repeat", "c3": "repeat",
        "c4": "loyal", "c5": "loyal", "c6": "loyal",
    }  # fmt: skip


def test_prospects_are_known_without_an_order_that_counts(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales=lines([("buyer", 1, 1, 10), ("returner", 5, 2, -4), ("late", 0, 3, 9)]),
        interactions="customer_id,occurred_at,kind\ncalled,2024-12-30,call\nlater,2024-12-31,call",
        deals="deal_id,customer_id,stage,opened_on\n1,dealt,won,2024-12-30\n2,soon,open,2024-12-31",
        customers="customer_id,name\nlisted,Ada\nbuyer,Bo",
    )
    found = state_of(ws, Scope(as_of=END - timedelta(days=1)))
    assert found == {
        "buyer": "first_time", "returner": "prospect", "called": "prospect", "dealt": "prospect",
        "listed": "prospect",
    }  # fmt: skip
    table = lifecycle.states(ws, Scope(as_of=END - timedelta(days=1)), H).set_index("state")
    assert table.customers["prospect"] == 4
    assert table.revenue["prospect"] == -4
    assert table.customer_share.sum() == pytest.approx(1)
    moves = lifecycle.transitions(ws, Scope(as_of=END), END - timedelta(days=1), H)
    assert {(r.moved_from, r.moved_to): r.customers for r in moves.itertuples()} == {
        (NOT_KNOWN, "first_time"): 1, (NOT_KNOWN, "prospect"): 2, ("prospect", "prospect"): 4,
        ("first_time", "first_time"): 1,
    }  # fmt: skip
    listed = lifecycle.moved(
        ws, Scope(as_of=END), END - timedelta(days=1), [(NOT_KNOWN, "first_time")], H
    )
    assert listed.customer_id.tolist() == ["late"]


def test_the_period_is_not_used(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=lines([("a", 100, 1, 5), ("a", 90, 2, 5), ("b", 5, 3, 5)]))
    month = Scope(as_of=END, start=END - timedelta(days=20), end=END - timedelta(days=10))
    assert state_of(ws, month) == state_of(ws) == {"a": "lapsed", "b": "first_time"}
    assert lifecycle.customers(ws, month, H, states=["lapsed"]).customer_id.tolist() == ["a"]


def test_the_horizon_is_that_of_the_leaving_page(firm: Workspace) -> None:
    for scope in (Scope(), Scope(as_of=date(2025, 6, 30), start=date(2025, 6, 1))):
        assert lifecycle.horizon_days(firm, scope) == churn.horizon_days(firm, scope)


def test_a_day_that_is_not_earlier_is_refused(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=lines([("a", 0, 1, 5)]))
    with pytest.raises(DataError, match="not before 2024-12-31"):
        lifecycle.transitions(ws, Scope(), END, H)


def test_flow_counts_who_came_came_back_and_lapsed(workspace_of: WorkspaceOf) -> None:
    """a: 2 November, back on 31 December; b: 30 November, lapses on 31 December."""
    ws = workspace_of(sales=lines([("a", 59, 1, 5), ("a", 0, 2, 5), ("b", 31, 3, 5)]))
    course = lifecycle.flow(ws, Scope(as_of=END), H)
    assert course[["active", "new", "won_back", "lapsed"]].values.tolist() == [
        [2, 2, 0, 0], [1, 0, 1, 2],
    ]  # fmt: skip
    assert course.unfinished.tolist() == [False, False]
    assert course.last_day.tolist() == [date(2024, 11, 30), END]
    early = lifecycle.flow(ws, Scope(as_of=date(2024, 12, 30)), H)
    assert early.unfinished.tolist() == [False, True]
    assert early.active.tolist() == [2, 1]


def test_pulse_compares_with_the_day_of_the_year_before(workspace_of: WorkspaceOf) -> None:
    rows = [("old", 500, 1, 5), ("a", 366 + 10, 2, 5), ("b", 3, 3, 5), ("c", 2, 4, 5)]
    pulse = lifecycle.pulse(workspace_of(sales=lines(rows)), Scope(as_of=END), H)
    assert (pulse.active, pulse.active_before, pulse.change) == (2, 1, 1.0)
    young = lifecycle.pulse(workspace_of(sales=lines(rows[1:])), Scope(as_of=END), H)
    assert (young.active, young.active_before, young.change) == (2, None, None)


def oracle(ws: Workspace, day: date, horizon: int) -> pd.Series:
    """States in pandas, from the orders alone: customer_id -> state."""
    with ws.cursor() as cursor:
        orders = cursor.execute(
            """select customer_id, ordered_on, is_return from orders
            join customers using (customer_key) where ordered_on <= $day""",
            {"day": day},
        ).to_arrow_table().to_pandas()  # fmt: skip
    orders["ordered_on"] = pd.to_datetime(orders["ordered_on"])
    counting = orders[~orders["is_return"]].sort_values(["customer_id", "ordered_on"])
    number = counting.groupby("customer_id").size()
    score = number.rank(method="min").sub(1).mul(5) >= 3 * (len(number) - 1)
    days = counting.drop_duplicates(["customer_id", "ordered_on"]).groupby("customer_id")
    gap = days["ordered_on"].diff().groupby(counting["customer_id"]).last()
    silent = (pd.Timestamp(day) - days["ordered_on"].max()).dt.days
    states = pd.Series("repeat", index=number.index)
    states[score & (len(number) > 1)] = "loyal"
    states[number == 1] = "first_time"
    last_gap = gap.dt.days.reindex(number.index)
    states[last_gap > horizon] = "won_back"
    states[silent > horizon] = "lapsed"
    return states


DAYS = {
    "online_retail": (date(2011, 6, 30), date(2011, 9, 9), date(2011, 12, 9)),
    "cdnow": (date(1997, 9, 30), date(1997, 3, 31), date(1998, 6, 30)),
    "firm": (date(2026, 6, 30), date(2025, 9, 30), date(2024, 12, 24)),
}


@pytest.mark.parametrize("name", sorted(DAYS))
def test_pandas_finds_the_same_states(request: pytest.FixtureRequest, name: str) -> None:
    ws = request.getfixturevalue(name)
    horizon = lifecycle.horizon_days(ws, Scope())
    for day in DAYS[name]:
        scope = Scope(as_of=day)
        table = lifecycle.customers(ws, scope, horizon).set_index("customer_id").state
        wanted = oracle(ws, day, horizon)
        pd.testing.assert_series_equal(
            table[table != "prospect"].sort_index(), wanted, check_names=False, check_dtype=False
        )
        states = lifecycle.states(ws, scope, horizon)
        assert states.customers.sum() == len(table)
        rest = reconcile.remainder(ws, scope).set_index("part").amount
        assert states.revenue.sum() == pytest.approx(rest["analysed"] + rest["no_order"])
        last = lifecycle.flow(ws, scope, horizon).iloc[-1]
        active = states[states.state.isin(lifecycle.ACTIVE)].customers.sum()
        assert last.active == active
    since, now = sorted(DAYS[name])[:2]
    moves = lifecycle.transitions(ws, Scope(as_of=now), since, horizon)
    for column, day in (("moved_from", since), ("moved_to", now)):
        states = lifecycle.states(ws, Scope(as_of=day), horizon).set_index("state").customers
        sums = moves.groupby(column).customers.sum().drop(NOT_KNOWN, errors="ignore")
        assert sums.to_dict() == states[states > 0].to_dict()


SALES = st.lists(
    st.tuples(
        st.sampled_from("abcde"),
        st.integers(-20, 150),
        st.integers(1, 30),
        st.sampled_from([-20.0, 0.0, 5.0]),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda row: (row[0], row[2]),
)


@settings(max_examples=5, deadline=None)
@given(rows=SALES, shuffled=st.randoms(use_true_random=False), horizon=st.integers(14, 60),
       back=st.integers(1, 120))  # fmt: skip
def test_laws(
    workspace_of: WorkspaceOf, rows: list, shuffled: Any, horizon: int, back: int
) -> None:
    """One state each; the transitions add up to everyone; what happens later does not count."""
    scope, since = Scope(as_of=END), END - timedelta(days=back)
    mixed = list(rows)
    shuffled.shuffle(mixed)
    one = workspace_of(sales=lines(rows))
    other = workspace_of(sales=lines([*mixed, ("z", -1, 99, 1e6)]))
    table = lifecycle.customers(one, scope, horizon)
    pd.testing.assert_frame_equal(table, lifecycle.customers(other, scope, horizon))
    assert table.customer_id.is_unique
    assert set(table.state) <= set(STATES)
    wanted = oracle(one, END, horizon).to_dict()
    assert dict(zip(table.customer_id, table.state, strict=True)) == {
        customer: wanted.get(customer, "prospect") for customer in table.customer_id
    }
    moves = lifecycle.transitions(one, scope, since, horizon)
    pd.testing.assert_frame_equal(moves, lifecycle.transitions(other, scope, since, horizon))
    assert moves.customers.sum() == len(table)
    assert NOT_KNOWN not in set(moves.moved_to)
    course = lifecycle.flow(one, scope, horizon)
    change = course.new + course.won_back - course.lapsed
    assert course.active.diff().dropna().tolist() == change.iloc[1:].tolist()
    if len(course):
        assert course.active.iloc[-1] == table.state.isin(lifecycle.ACTIVE).sum()
    for month in course.tail(3).itertuples():
        then = lifecycle.states(one, Scope(as_of=month.last_day), horizon).set_index("state")
        assert then.customers[list(lifecycle.ACTIVE)].sum() == month.active


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("a", 0, 1, 10)], {"first_time": 1}),
        ([(f"c{i}", 3, i, 10) for i in range(50)], {"first_time": 50}),
        ([("a", 2, 1, -10), ("b", 1, 2, -1)], {"prospect": 2}),
    ],
    ids=["one customer", "fifty equals", "all returns"],
)
def test_small_data_has_states(
    workspace_of: WorkspaceOf, rows: list, found: dict[str, int]
) -> None:
    ws = workspace_of(sales=lines(rows))
    states = lifecycle.states(ws, Scope()).set_index("state").customers
    assert states[states > 0].to_dict() == found
    assert lifecycle.pulse(ws, Scope()).active == found.get("first_time", 0)
    assert lifecycle.flow(ws, Scope()).active.sum() == found.get("first_time", 0)
