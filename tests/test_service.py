"""Complaints, what is ordered after them, and satisfaction: counted by eye, against pandas."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics import Scope, Workspace, rates, service

DAY = Scope(as_of=date(2024, 12, 31))
HEAD = "customer_id,occurred_at,kind,score,note\n"


def log(*rows: str) -> str:
    return HEAD + "\n".join(rows)


@pytest.fixture(scope="module")
def desk(workspace_of) -> Workspace:
    """Four complaints: one solved on its second day, one called about, one of two solved."""
    return workspace_of(
        interactions=log(
            "a,2024-03-01 10:00,complaint,,Late", "a,2024-03-03 10:00,solved,,",
            "b,2024-12-27 00:00,投诉,,", "b,2024-12-28 12:00,call,,", "b,2024-12-26,visit,,",
            "c,2024-04-01 10:00,complaint,,Late", "c,2024-05-01 10:00,complaint,,Broken",
            "c,2024-05-02 10:00,Resolved,,", "c,2024-06-01 10:00,survey,9,",
            ",2024-05-05,complaint,,Late", "d,2024-01-01,solved,,", "d,2025-02-01,complaint,,Late",
        )
    )  # fmt: skip


def test_waits_are_hours_to_the_first_answer_and_the_solution(desk: Workspace) -> None:
    found = service.waits(desk, DAY)
    rows = {
        (row.kind, None if pd.isna(row.reason) else row.reason, row.waited_for):
        (row.hours, row.done, row.waiting)
        for row in found.itertuples() if row.reason != "Late"
    }  # fmt: skip
    assert rows == {
        ("投诉", None, "answer"): (36, 1, 0), ("投诉", None, "solution"): (120, 0, 1),
        ("complaint", "Broken", "answer"): (24, 1, 0),
        ("complaint", "Broken", "solution"): (24, 1, 0),
    }  # fmt: skip
    late = found[(found.reason == "Late") & (found.waited_for == "solution")]
    # the solution after the later complaint of c left the earlier one open
    assert late[["done", "waiting"]].values.tolist() == [[1, 0], [0, 1]]
    assert late.hours.tolist() == [48, 24 * 275 - 10]


def test_what_is_known_and_what_is_not(desk: Workspace) -> None:
    found = service.known(desk, DAY)
    assert (found.complaints, found.without_customer, found.solutions) == (5, 1, 3)
    assert (found.meetings, found.scores, found.highest_score) == (2, 1, 9)


def test_complaints_by_reason_and_all_of_them(desk: Workspace) -> None:
    found = service.complaints(service.waits(desk, DAY))
    names = ["kind", "reason", "complaints", "answered", "solved"]
    assert found[names].fillna("–").values.tolist() == [
        ["complaint", "Late", 2, 1, 1], ["complaint", "", 1, 1, 1], ["投诉", "–", 1, 1, 0],
        ["–", "–", 4, 3, 2],
    ]  # fmt: skip
    every = found.iloc[-1]
    assert (every.solution_q25, every.solution_median) == (1, 2)
    assert pd.isna(every.solution_q75)
    assert service.complaints(service.waits(desk, Scope(as_of=date(2023, 1, 1)))).empty


def test_open_complaints_count_for_as_long_as_they_have_been_open() -> None:
    """Of 4, one is solved after 1 day, one lost from sight after 2, one solved after 3."""
    rows = pd.DataFrame({"hours": [24, 48, 72, 96], "done": [1, 0, 1, 0], "waiting": [0, 1, 0, 1]})
    found = rates.watched(rows)
    assert found["at_risk"].tolist() == [4, 3, 2, 1]
    assert found["share"].tolist() == pytest.approx([0.25, 0.25, 0.625, 0.625])
    both = [rows.assign(kind="complaint", reason="x", waited_for=w) for w in ("answer", "solution")]
    table = service.complaints(pd.concat(both))
    assert (table.solution_q25 == 1).all()
    assert (table.solution_median == 3).all()
    assert table.solution_q75.isna().all()


def matching(events: list[tuple[int, str]]) -> list[int | None]:
    """A solution closes the latest open complaint: what a stack does."""
    solved: list[int | None] = []
    standing: list[int] = []
    for on, kind in events:
        if kind == "complaint":
            standing.append(len(solved))
            solved.append(None)
        elif standing:
            solved[standing.pop()] = on
    return solved


def test_solutions_close_the_latest_open_complaint_as_a_stack_does(workspace_of) -> None:
    chance = random.Random(4)
    lines, wanted = [], {"done": 0, "waiting": 0, "hours": 0}
    for customer in range(60):
        days = sorted(chance.sample(range(300), chance.randrange(1, 9)))
        events = [(on, chance.choice(["complaint", "solved"])) for on in days]
        filed = [on for on, kind in events if kind == "complaint"]
        for on, until in zip(filed, matching(events), strict=True):
            wanted["done" if until is not None else "waiting"] += 1
            wanted["hours"] += 24 * (until - on) if until is not None else 0
        for on, kind in events:
            lines.append(f"{customer},{date(2024, 1, 1) + timedelta(days=on)},{kind},,")
    chance.shuffle(lines)
    found = service.waits(workspace_of(interactions=log(*lines)), DAY)
    found = found[found.waited_for == "solution"]
    assert {
        "done": found.done.sum(), "waiting": found.waiting.sum(),
        "hours": (found.hours * found.done).sum(),
    } == wanted  # fmt: skip


def test_orders_after_a_complaint_are_compared_with_customers_alike() -> None:
    """Two strata: 10 of 20 and 1 of 10 others order; of 4 and 2 who complained, 1 and 0."""
    rows = pd.DataFrame(
        [("none", "key", 1, 20, 10, 12), ("none", "small", 2, 10, 1, 1),
         ("unsolved", "key", 1, 4, 1, 1), ("unsolved", "small", 2, 2, 0, 0),
         ("unsolved", "small", 6, 3, 1, 1)],
        columns=["complaint", "tier", "recency", "customers", "ordered", "orders"],
    ).assign(day=1)  # fmt: skip
    found = service.matched(rows).iloc[0]
    assert (found.customers, found.ordered, found.others, found.unmatched) == (6, 1, 30, 3)
    assert found.expected == pytest.approx((4 * 0.5 + 2 * 0.1) / 6)
    assert found.difference == pytest.approx(1 / 6 - found.expected)
    assert found.difference_low < found.difference < found.difference_high
    assert service.matched(rows[rows.complaint == "none"]).empty
    assert service.matched(rows.iloc[2:]).empty


def test_orders_after_a_complaint_are_those_of_pandas(firm: Workspace) -> None:
    """One of the days, from the files' rows: what was known then, what was ordered later."""
    with firm.cursor() as cursor:
        contacts = cursor.execute(
            "select customer_id, cast(occurred_at as date) as day, kind from interactions"
        ).df()
        orders = cursor.execute(
            "select customer_id, ordered_on as day, sum(amount) as money from sales"
            " where customer_id is not null group by customer_id, order_id, ordered_on"
        ).df()
    for frame in (contacts, orders):
        frame["day"] = pd.to_datetime(frame["day"])
    found = service.after(firm, Scope())
    wanted = {"solved": [0, 0, 0], "unsolved": [0, 0, 0]}
    contacts = contacts[contacts.kind.isin(["complaint", "solved"])].sort_values(
        "day", kind="stable"
    )
    for day in map(pd.Timestamp, found.days):
        past = set(orders.customer_id[(orders.day <= day) & (orders.money > 0)])
        later = orders[(orders.day > day) & (orders.day <= day + pd.Timedelta(days=90))]
        later = later[later.money > 0].groupby("customer_id").size()
        known = contacts[contacts.day <= day]
        known = known.assign(age=(day - known.day).dt.days)
        for customer, mine in known.groupby("customer_id"):
            until = matching(list(zip(mine.age, mine.kind, strict=True)))
            states = list(zip(mine.age[mine.kind == "complaint"], until, strict=True))
            counting = [end for age, end in states if 14 <= age < 104]
            if customer not in past or not counting:
                continue
            if any(end is None for end in counting):
                state = "unsolved"
            elif any(end is None for age, end in states if age >= 104):
                continue
            else:
                state = "solved"
            n = later.get(customer, 0)
            wanted[state] = [a + b for a, b in zip(wanted[state], (1, n > 0, n), strict=True)]
    for row in found.table.itertuples():
        customers, ordered, number = wanted[row.complaint]
        assert row.customers + row.unmatched == customers
        assert ordered - row.unmatched <= row.ordered <= ordered
        assert row.orders * row.customers <= number + 1e-9
    unsolved = found.table.set_index("complaint").loc["unsolved"]
    assert unsolved.difference_high < 0  # planted: an unsolved complaint makes leaving likelier


def test_what_comes_after_a_day_does_not_change_how_its_complaints_stood(workspace_of) -> None:
    """Of five small customers one was not answered by the day, one complained just before it."""
    sales = ["customer_id,ordered_on,amount"]
    sales += [f"{n},{day},10" for n in range(10) for day in ("2024-01-05", "2024-09-20")]
    complaints = ["8,2024-08-01,complaint,,", "8,2024-10-20,solved,,", "9,2024-09-30,complaint,,"]
    ws = workspace_of(sales="\n".join([*sales, "8,2024-11-01,5"]), interactions=log(*complaints))
    found = service.after(ws, DAY)
    assert found.days[0] == date(2024, 10, 2)
    assert found.table[["complaint", "customers", "ordered", "others"]].values.tolist() == [
        ["unsolved", 1, 1, 3]
    ]


def test_scores_by_month(workspace_of) -> None:
    ws = workspace_of(
        interactions=log(
            *[f"a,2024-01-0{n + 1},survey,{score}," for n, score in enumerate((10, 9, 8, 3))],
            "b,2024-03-01,call,7,", "b,2024-03-01,call,,", "b,2025-01-01,survey,1,",
        )
    )  # fmt: skip
    found = service.scores(ws, DAY)
    assert found.answers.tolist() == [4, 1, 5]
    assert found.month.iloc[:2].tolist() == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-03-01")]
    first = found.iloc[0]
    assert (first["mean"], first.satisfied, first.nps) == (7.5, 0.75, 25)
    # Wilson of 3 of 4
    assert (first.satisfied_low, first.satisfied_high) == pytest.approx((0.3006, 0.9544), abs=1e-4)
    # shares .5 and .25 of 4: √((.75 − .0625) ÷ 4) = .4146
    assert first.nps_high == pytest.approx(100)
    assert first.nps_low == pytest.approx(25 - 196 * 0.41458, abs=0.01)
    assert (found.iloc[-1].nps, pd.isna(found.iloc[-1].month)) == (20, True)


@pytest.mark.parametrize(("highest", "scale"), [(4, 5), (5, 5), (6, 10), (10, 10), (88, 100)])
def test_the_scale_is_told_by_the_highest_score(highest: float, scale: int) -> None:
    assert service.scale_of(highest) == scale


def test_of_five_there_is_no_nps(workspace_of) -> None:
    ws = workspace_of(interactions=log("a,2024-01-01,survey,4,", "b,2024-01-01,survey,2,"))
    found = service.scores(ws, DAY).iloc[0]
    assert (found.satisfied, found["mean"]) == (0.5, 3)
    assert pd.isna(found.nps)
    assert service.scores(ws, Scope(as_of=date(2023, 1, 1))).empty
    assert service.after(ws, DAY).table.empty
