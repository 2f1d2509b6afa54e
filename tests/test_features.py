"""What was known of a customer on a day: counted by hand, and nothing later than the day in it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from analytics import Scope, Workspace, engine, features
from tests.conftest import WorkspaceOf

DAY = date(2024, 12, 31)
KINDS = ["visit", "call", "complaint", "solved", "survey", "campaign"]


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def test_counted_by_hand(workspace_of: WorkspaceOf) -> None:
    """ann's purchase days are 200, 120, 100, 99 and 10 days ago: gaps of 80, 20, 1 and 89."""
    orders = [(200, 1, 100), (120, 2, 50), (100, 3, 30), (99, 4, 20), (10, 5, 10), (5, 6, -6)]
    ws = workspace_of(
        sales="customer_id,ordered_on,order_id,quantity,amount,cost,discount,category\n"
        + "\n".join(
            f"ann,{ago(d)},{n},{1 if a > 0 else -1},{a},{a / 2},{0.1 * (n == 1)},{'xy'[n % 2]}"
            for d, n, a in orders
        )
        + f"\nbob,{ago(0)},7,1,8,4,0,x",
        interactions="customer_id,occurred_at,kind,score\n"
        + "\n".join(
            f"ann,{ago(d)} 23:30:00,{kind},{score}"
            for d, kind, score in [
                (300, "visit", ""), (150, "Call", ""), (100, "投诉", ""), (95, "投诉解决", ""),
                (40, "complaint", ""), (60, "survey", 4), (30, "survey", 9), (2, "visit", ""),
            ]
        ),
    )  # fmt: skip
    rows = features.customers(ws, Scope(), DAY, 91).set_index(pd.Index(["ann", "bob"]))
    ann = rows.loc["ann"]
    assert {name: ann[name] for name in (
        "orders", "days_since_order", "days_known", "repeat_days", "repeat_span_days",
        "usual_gap_days", "last_gap_days", "long_gap_days", "orders_30", "orders_30_before",
        "orders_90", "orders_90_before", "orders_180", "orders_180_before", "breadth",
    )} == {
        "orders": 5, "days_since_order": 10, "days_known": 200, "repeat_days": 4,
        "repeat_span_days": 190, "usual_gap_days": 50, "last_gap_days": 89, "long_gap_days": 89,
        "orders_30": 1, "orders_30_before": 0, "orders_90": 1, "orders_90_before": 3,
        "orders_180": 4, "orders_180_before": 1, "breadth": 2,
    }  # fmt: skip
    assert ann["gap_ratio"] == pytest.approx(10 / 50)
    assert [ann["spend_30"], ann["spend_90_before"], ann["spend_180_before"]] == [4, 100, 100]
    assert ann["average_order"] == pytest.approx(204 / 5)
    assert ann["average_order_trend"] == pytest.approx((104 / 4) / 100)
    assert ann["margin_share"] == pytest.approx(0.5)
    assert ann["return_rate"] == pytest.approx(1 / 6)
    assert ann["discount_share"] == pytest.approx(0.1 / 6)
    assert ann["expected_revenue"] == pytest.approx(204 / 201 * 91)
    assert [ann["days_since_visit"], ann["days_since_call"], ann["days_since_contact"]] == [
        2, 150, 2,
    ]  # fmt: skip
    assert [ann["contacts_90"], ann["contacts_90_before"], ann["contacts_275_before"]] == [1, 1, 2]
    assert [ann["open_complaints"], ann["days_since_complaint"], ann["survey_score"]] == [1, 40, 9]
    assert [ann["tier"], rows.loc["bob", "tier"]] == ["key", "small"]
    bob = rows.loc["bob"]
    assert bob[["usual_gap_days", "gap_ratio", "survey_score", "days_since_visit"]].isna().all()
    assert [bob["contacts_90"], bob["open_complaints"], bob["days_since_order"]] == [0, 0, 0]


def test_horizons_back_do_not_overlap(workspace_of: WorkspaceOf) -> None:
    """With a horizon of 10 days the last runs from 9 days ago to today, the next from 19 to 10."""
    days = {"a": 0, "b": 9, "c": 10, "d": 19, "e": 20, "f": 29, "g": 30}
    ws = workspace_of(
        sales="customer_id,ordered_on,amount\n"
        + "\n".join(f"{c},{ago(d)},1" for c, d in days.items())
    )
    found = features.returned(ws, Scope(), DAY, 10, 3)
    assert list(found["customer_key"]) == [1, 2, 3, 4, 5, 6]
    assert list(found["horizons_back"]) == [0, 0, 1, 1, 2, 2]


def made_up(seed: int = 4) -> tuple[list[str], list[str]]:
    """Two years of order lines with returns, and contacts, in no order."""
    rng = random.Random(seed)
    amounts = [-9, -4, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    lines = [
        f"c{rng.randrange(60):02},{ago(rng.randrange(730))},{rng.choice(amounts)}"
        f",{rng.choice('xyz')},{rng.choice([0, 0.1])}"
        for _ in range(900)
    ]
    events = [
        f"c{rng.randrange(60):02},{ago(rng.randrange(730))} {rng.randrange(24):02}:00:00"
        f",{rng.choice(KINDS)},{rng.randint(1, 10)}"
        for _ in range(500)
    ]
    return lines, events


LINES, EVENTS = made_up()


def texts(lines: list[str], events: list[str]) -> dict[str, str]:
    return {
        "sales": "customer_id,ordered_on,amount,category,discount\n" + "\n".join(lines),
        "interactions": "customer_id,occurred_at,kind,score\n" + "\n".join(events),
    }


@pytest.fixture(scope="module")
def firm(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(**texts(LINES, EVENTS))


def asked(ws: Workspace, day: date) -> pd.DataFrame:
    """The features by customer, for keys are given out anew with every load."""
    found = features.customers(ws, Scope(), day, 91)
    with ws.cursor() as cursor:
        ids = cursor.sql("select customer_key, customer_id from customers").df()
    return found.merge(ids, on="customer_key").drop(columns="customer_key").set_index("customer_id")


def planted(day: date) -> tuple[list[str], list[str]]:
    """One more of everything the day after, for customers known and unknown."""
    after = day + timedelta(days=1)
    lines = [f"{c},{after},{a},z,0.9" for c in ("c01", "c02", "new") for a in (5000, -2)]
    events = [f"{c},{after} 00:00:00,{kind},1" for c in ("c01", "c02", "new") for kind in KINDS]
    return lines, events


@pytest.mark.parametrize("back", [0, 170])
def test_nothing_after_the_day_is_seen(
    firm: Workspace, workspace_of: WorkspaceOf, back: int
) -> None:
    """The same day asked with the rows that came later, and with others planted after it."""
    day = ago(back)
    lines = [line for line in LINES if line.split(",")[1] <= str(day)]
    events = [event for event in EVENTS if event.split(",")[1][:10] <= str(day)]
    more_lines, more_events = planted(day)
    leaky = workspace_of(**texts(lines + more_lines, events + more_events))
    pd.testing.assert_frame_equal(asked(leaky, day), asked(firm, day))


def test_a_row_of_the_future_is_noticed(firm: Workspace, workspace_of: WorkspaceOf) -> None:
    """The same rows dated on the day itself change every figure they bear on.

    Without this the test above would pass on features that read nothing at all.
    """
    day = ago(100)
    lines, events = planted(day - timedelta(days=1))
    before = asked(firm, day)
    after = asked(workspace_of(**texts(LINES + lines, EVENTS + events)), day)
    assert set(after.index) - set(before.index) == {"new"}
    ids = ["c01", "c02"]
    changed = ((before.loc[ids] != after.loc[ids]) & before.loc[ids].notna()).any()
    assert set(changed[changed].index) >= {
        "orders", "days_since_order", "spend_30", "orders_90", "average_order", "return_rate",
        "discount_share", "contacts_90", "survey_score", "expected_revenue",
    }  # fmt: skip


def test_every_relation_ends_with_the_day(firm: Workspace) -> None:
    """A feature that read a table past the day would have to name it without one."""
    asked, given = sorted(engine.SQL.glob("features_*.sql")), {"horizon": 91, "horizons": 1}
    sql = "\n".join(engine.text(firm, file.stem, Scope(as_of=ago(100)), **given) for file in asked)
    assert sql.count("from orders\n") == sql.count("from orders\n    where ordered_on <= $end")
    assert sql.count("from sales\n") == sql.count("ordered_on <= $end") - sql.count("from orders\n")
    assert sql.count("from interactions\n") == sql.count("occurred_at < cast($as_of as date)") == 1


def test_order_of_rows_is_irrelevant(firm: Workspace, workspace_of: WorkspaceOf) -> None:
    rng = random.Random(1)
    shuffled = workspace_of(**texts(rng.sample(LINES, len(LINES)), rng.sample(EVENTS, len(EVENTS))))
    drop: list[Any] = ["survey_score"]  # two surveys of one hour: the later row counts
    left, right = asked(firm, DAY).drop(columns=drop), asked(shuffled, DAY).drop(columns=drop)
    pd.testing.assert_frame_equal(left, right)


@pytest.mark.parametrize("scope", [Scope(), Scope(where={"category": ("x",)})], ids=["all", "x"])
@pytest.mark.parametrize("back", [0, 170])
def test_those_drawn_are_known_as_among_all(firm: Workspace, scope: Scope, back: int) -> None:
    """Every figure of theirs is the same, and labels are theirs alone."""
    whole = features.customers(firm, scope, ago(back), 91)
    most = len(whole) // 2
    some, customers = features.drawn(firm, scope, ago(back), 91, most)
    assert customers == len(whole)
    assert 0 < len(some) < len(whole)
    mine = whole["customer_key"].isin(some["customer_key"])
    pd.testing.assert_frame_equal(some, whole[mine].reset_index(drop=True))
    day = ago(back - 91) if back else ago(0)
    before = features.drawn(firm, scope, day - timedelta(days=91), 91, most)[0]["customer_key"]
    came = features.returned(firm, scope, day, 91, 1)
    theirs = features.returned(firm, scope, day, 91, 1, most)
    wanted = came[came["customer_key"].isin(before)].reset_index(drop=True)
    pd.testing.assert_frame_equal(theirs, wanted)
