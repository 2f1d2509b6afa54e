"""What was done with listed customers, and what they bought since: counted, not claimed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, followup, lists, pyramid, rates
from analytics.rules import Rule
from tests.conftest import WorkspaceOf

SALES = """
customer_id,ordered_on,amount
ann,2024-01-01,10
ann,2024-01-05,7
bob,2024-01-02,20
bob,2024-01-06,30
bob,2024-01-07,-5
cem,2024-01-03,30
cem,2024-01-08,-30
dan,2024-01-09,99
"""
DAY = Scope(as_of=date(2024, 1, 4))
EVERYBODY = Rule.of(pyramid.customers, "everybody")


@pytest.fixture(scope="module")
def loaded(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES)


@pytest.fixture
def ws(loaded: Workspace, tmp_path: Path) -> Workspace:
    """A copy of its own for each test, which is quicker than a load."""
    shutil.copytree(loaded.folder, tmp_path / "ws")
    return Workspace.open(tmp_path / "ws")


def test_orders_after_the_day_count_and_returns_only_lower_money(ws: Workspace) -> None:
    saved = lists.save(ws, "L", EVERYBODY, DAY)
    found = followup.since(ws, Scope(), followup.ever(ws, [saved.id]))
    assert found[["customer_id", "orders", "revenue"]].values.tolist() == [
        ["ann", 1, 7.0], ["bob", 1, 25.0], ["cem", 0, -30.0],
    ]  # fmt: skip
    assert found["last_order_on"].iloc[1].isoformat()[:10] == "2024-01-06"
    early = followup.since(ws, Scope(as_of=date(2024, 1, 5)), followup.ever(ws, [saved.id]))
    assert early["orders"].tolist() == [1, 0, 0]


def test_those_who_left_a_list_are_still_measured(ws: Workspace) -> None:
    rule = Rule("pyramid.customers", {}, "r", most=1)
    saved = lists.save(ws, "L", rule, DAY, frozen=False)
    lists.refresh(ws, saved.id)
    found = followup.since(ws, Scope(), followup.ever(ws, [saved.id]))
    assert found[["customer_id", "orders"]].values.tolist() == [["cem", 0], ["dan", 0]]


def test_each_customer_counts_once_in_the_summary(ws: Workspace) -> None:
    first = lists.save(ws, "A", EVERYBODY, DAY)
    second = lists.save(ws, "B", EVERYBODY, Scope(as_of=date(2024, 1, 5)))
    followup.record(ws, first.id, ["ann", "bob"], "called", "reached", date(2024, 1, 5))
    followup.record(ws, second.id, ["ann"], "visited", "won_back", date(2024, 1, 6))
    ids = [first.id, second.id]
    after, done = followup.since(ws, Scope(), followup.ever(ws, ids)), followup.done(ws, ids)
    found = followup.summary(after, done)
    assert (found.lists, found.customers, found.contacted, found.bought) == (2, 3, 2, 2)
    assert found.revenue == 7 + 25 - 30
    table = followup.by_list(after, done)
    assert table[["ever", "bought", "revenue"]].values.tolist() == [[3, 2, 2.0], [3, 1, -5.0]]
    assert table["contacted"].tolist() == [2, 1]
    one_of_three = rates.wilson(table["bought"], table["ever"]).iloc[1]
    assert (table["low"][1], table["high"][1]) == tuple(one_of_three)


def test_who_came_onto_a_list_on_the_last_day_is_not_judged(ws: Workspace) -> None:
    first = lists.save(ws, "A", Rule("pyramid.customers", {}, "r", most=1), Scope())
    after = followup.since(ws, Scope(), followup.ever(ws, [first.id]))
    assert after["days"].tolist() == [0]
    found = followup.summary(after, followup.done(ws, [first.id]))
    assert (found.customers, found.observed, found.bought_share, found.low) == (1, 0, None, None)
    second = lists.save(ws, "B", Rule("pyramid.customers", {}, "r", most=1), DAY)
    both = followup.since(ws, Scope(), followup.ever(ws, [first.id, second.id]))
    found = followup.summary(both, followup.done(ws, []))
    assert (found.customers, found.observed, found.bought_share) == (2, 1, 0.0)


def test_a_record_replaces_the_one_before_and_can_be_removed(ws: Workspace) -> None:
    saved = lists.save(ws, "L", EVERYBODY, DAY)
    followup.record(
        ws, saved.id, ["ann"], "called", "not_reached", date(2024, 1, 5), " later ", "mei"
    )
    followup.record(ws, saved.id, ["ann"], "visited", "reached", date(2024, 1, 6), "", "tom")
    (row,) = followup.done(ws, [saved.id]).itertuples()
    assert (row.action, row.outcome, row.day, row.note, row.recorded_by) == (
        "visited", "reached", date(2024, 1, 6), "", "tom",
    )  # fmt: skip
    followup.forget(ws, saved.id, ["ann"])
    assert followup.done(ws, [saved.id]).empty


def test_what_was_recorded_survives_a_refresh_and_goes_with_its_list(ws: Workspace) -> None:
    rule = Rule("pyramid.customers", {}, "r", most=1)
    saved = lists.save(ws, "L", rule, DAY, frozen=False)
    followup.record(ws, saved.id, ["cem"], "called", "declined", date(2024, 1, 5))
    assert lists.refresh(ws, saved.id).left == ("cem",)
    assert followup.done(ws, [saved.id])["customer_id"].tolist() == ["cem"]
    lists.delete(ws, saved.id)
    assert followup.done(ws, [saved.id]).empty


def test_outcomes_are_counted_with_those_without_a_record_last(ws: Workspace) -> None:
    saved = lists.save(ws, "L", EVERYBODY, DAY)
    followup.record(ws, saved.id, ["bob"], "called", "won_back", date(2024, 1, 5))
    followup.record(ws, saved.id, ["cem"], "called", "reached", date(2024, 1, 5))
    found = followup.by_outcome(
        followup.since(ws, Scope(), followup.ever(ws, [saved.id])), followup.done(ws, [saved.id])
    )
    assert found[["outcome", "ever", "bought"]].values.tolist() == [
        ["reached", 1, 0], ["won_back", 1, 1], ["", 1, 1],
    ]  # fmt: skip


def test_nothing_listed_is_nothing_counted(ws: Workspace) -> None:
    after, done = followup.since(ws, Scope(), followup.ever(ws, [])), followup.done(ws, [])
    found = followup.summary(after, done)
    assert (found.lists, found.customers, found.bought_share, found.revenue) == (0, 0, None, 0.0)
    assert followup.by_list(after, done).empty
    assert followup.by_outcome(after, done).empty


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(day=st.integers(1, 12), last=st.integers(0, 12))
def test_since_agrees_with_adding_up_by_hand(ws: Workspace, day: int, last: int) -> None:
    chosen, end = date(2024, 1, day), date(2024, 1, max(day, last))
    for old in lists.lists(ws):
        lists.delete(ws, old.id)
    saved = lists.save(ws, "L", EVERYBODY, Scope(as_of=chosen))
    lines = [row.split(",") for row in SALES.split()[1:]]
    expected = {}
    for customer in {who for who, on, _ in lines if date.fromisoformat(on) <= chosen}:
        later = [
            float(amount)
            for who, on, amount in lines
            if who == customer and chosen < date.fromisoformat(on) <= end
        ]
        expected[customer] = [sum(amount > 0 for amount in later), sum(later)]
    found = followup.since(ws, Scope(as_of=end), followup.ever(ws, [saved.id])).set_index(
        "customer_id"
    )
    assert {who: [row.orders, row.revenue] for who, row in found.iterrows()} == expected
