"""The funnel: cases countable by eye, logs against brute force, and the deals of real firms."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
import sqlglot

from analytics import DataError, Scope, Workspace, engine, funnel
from tests.conftest import shared

DAY_0 = datetime(2024, 1, 1)
LONG_AFTER = date(2025, 1, 1)


@dataclass(frozen=True)
class Event:
    """A stage at a day after the first; row is its place in the file."""

    day: float
    stage: str
    row: int


Log = list[Event]


def log(text: str) -> Log:
    """The events of "0A 3B": A on day 0, B three days later."""
    return [Event(float(word[:-1]), word[-1], row) for row, word in enumerate(text.split())]


def workspace(folder: Path, logs: dict[str, Log]) -> Workspace:
    """A workspace of logs by customer."""
    file = folder / "contacts.csv"
    lines = [
        f"{customer},{DAY_0 + timedelta(days=event.day)},stage,{event.stage},{event.row + 1}"
        for customer, events in logs.items()
        for event in events
    ]
    file.write_text("\n".join(["customer_id,occurred_at,kind,stage,value", *lines]) + "\n")
    headers = ("customer_id", "occurred_at", "kind", "stage", "value")
    ws = Workspace.open(folder / "workspace")
    ws.load(file, "interactions", {name: name for name in headers}, date_format="%Y-%m-%d %H:%M:%S")
    return ws


def levels(ws: Workspace, scope: Scope, steps: list[str], *rest: object) -> dict[str, int]:
    """Customer -> how many steps they reached, of customers with a mature entry."""
    reached = engine.run(ws, "funnel_reached", scope, **funnel.params(steps, *rest))
    return reached[reached["mature"] == 1].groupby("customer_id")["level"].first().to_dict()


# log, level in order, level in strict order; steps A, B, C within 10 days
CASES = [
    ("0A 3B 6C", 3, 3),
    ("0A 3B 10C", 3, 3),
    ("0A 3B 11C", 2, 2),
    ("0A 8B 9A 12B 15C", 3, 3),
    ("0A 5B 9A 12C", 2, 2),
    ("0A 5C", 1, 1),
    ("0B 1A 2C", 1, 1),
    ("0A 1C 2B 3C", 3, 1),
    ("0A 1X 2B 3X 4C", 3, 1),
    ("5C 5B 5A", 3, 3),
    ("1A 2A 2B 3C", 3, 3),
    ("0B 1C", 0, 0),
    ("0A 9B 18C", 2, 2),
    ("0A 1B 2B 3C", 3, 3),
]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace(tmp_path_factory.mktemp("cases"), {text: log(text) for text, *_ in CASES})


@pytest.mark.parametrize(("mode", "column"), [("ordered", 1), ("strict", 2)])
def test_longest_chain(cases: Workspace, mode: str, column: int) -> None:
    found = levels(cases, Scope(as_of=LONG_AFTER), ["A", "B", "C"], 10, mode, "best")
    assert {case[0]: found.get(case[0], 0) for case in CASES} == {
        case[0]: case[column] for case in CASES
    }


def test_first_entry_counts_what_followed_it(cases: Workspace) -> None:
    found = levels(cases, Scope(as_of=LONG_AFTER), ["A", "B", "C"], 10, "ordered", "first")
    assert found["0A 8B 9A 12B 15C"] == 2


def test_a_step_asked_for_twice_needs_two_events(tmp_path: Path) -> None:
    ws = workspace(tmp_path, {text: log(text) for text in ("0A 1B", "0A 1A 2B")})
    for mode in ("ordered", "any"):
        found = levels(ws, Scope(as_of=LONG_AFTER), ["A", "A", "B"], 10, mode, "best")
        assert found == {"0A 1B": 1, "0A 1A 2B": 3}


def test_any_order_asks_for_the_steps_before_but_not_for_their_order(tmp_path: Path) -> None:
    logs = ("2A 1B 0C", "0B 1C", "0C 1A", "0B 1A 20C")
    ws = workspace(tmp_path, {text: log(text) for text in logs})
    found = levels(ws, Scope(as_of=LONG_AFTER), ["A", "B", "C"], 10, "any", "best")
    assert found == {"2A 1B 0C": 3, "0C 1A": 1, "0B 1A 20C": 2}


def test_steps_count_customers_rates_losses_and_days(tmp_path: Path) -> None:
    logs = ("0A 2B 6C", "0A 4B", "0A 6B", "1A", "3C")
    ws = workspace(tmp_path, {text: log(text) for text in logs})
    table = funnel.steps(ws, Scope(as_of=LONG_AFTER), ["A", "B", "C"])
    first = ["step", "customers", "conversion_rate", "step_conversion_rate", "median_days"]
    assert list(table.columns[:5]) == first
    assert table["customers"].tolist() == [4, 3, 1]
    assert table["conversion_rate"].tolist() == [1, 0.75, 0.25]
    assert table["step_conversion_rate"].tolist()[1:] == [0.75, 1 / 3]
    assert table["lost"].tolist()[1:] == [1, 2]
    assert table["median_days"].tolist()[1:] == [4, 4]
    assert table["median_days_from_first"].tolist()[1:] == [4, 6]
    assert table["value"].tolist() == [4, 6, 3]
    assert table["still_open"].isna().all()
    assert table.loc[1, ["low", "high"]].tolist() == pytest.approx([0.3006, 0.9544], abs=1e-4)
    summary = funnel.summary(table)
    assert summary is not None
    assert (summary.entered, summary.completed, summary.worst) == (4, 1, 2)
    assert summary.worst_share == pytest.approx(2 / 3)


def test_entries_whose_window_is_not_over_are_counted_apart(tmp_path: Path) -> None:
    logs = ("0A 1B", "5A", "6A 7B", "0A 6A 12B")
    ws = workspace(tmp_path, {text: log(text) for text in logs})
    table = funnel.steps(ws, Scope(as_of=date(2024, 1, 15)), ["A", "B"], 9)
    assert table["customers"].tolist() == [3, 1]
    assert table["immature"].tolist() == [1, 1]


def test_the_period_holds_the_first_event_and_not_the_others(tmp_path: Path) -> None:
    ws = workspace(tmp_path, {text: log(text) for text in ("0A 1B", "2A 5B", "4A 5B")})
    scope = Scope(as_of=LONG_AFTER, start=date(2024, 1, 2), end=date(2024, 1, 3))
    assert funnel.steps(ws, scope, ["A", "B"])["customers"].tolist() == [1, 1]


def test_the_period_before_is_followed_for_as_long_after_its_end() -> None:
    scope = Scope(as_of=date(2024, 3, 15), start=date(2024, 2, 1), end=date(2024, 2, 29))
    before = Scope(as_of=date(2024, 2, 15), start=date(2024, 1, 1), end=date(2024, 1, 31))
    assert funnel.earlier(scope) == before
    assert funnel.earlier(Scope(as_of=date(2024, 3, 15), end=date(2024, 3, 15))) is None


def test_nothing_after_as_of_counts(tmp_path: Path) -> None:
    ws = workspace(tmp_path, {text: log(text) for text in ("0A 1B", "0A 5B")})
    table = funnel.steps(ws, Scope(as_of=date(2024, 1, 5)), ["A", "B"], 3)
    assert table["customers"].tolist() == [2, 1]


def test_lost_and_open_are_told_by_the_names_of_stages(tmp_path: Path) -> None:
    stories = {
        "won": ["Lead", "Proposal", "Won"],
        "lost": ["Lead", "Lost"],
        "open": ["Lead"],
        "again": ["Lost", "Lead"],
        "waiting": ["Lead", "Proposal"],
    }
    logs = {
        name: [Event(day, stage, day) for day, stage in enumerate(stages)]
        for name, stages in stories.items()
    }
    ws = workspace(tmp_path, logs)
    table = funnel.steps(ws, Scope(as_of=LONG_AFTER))
    assert table["step"].tolist() == ["Lead", "Proposal", "Won"]
    assert table["customers"].tolist() == [5, 2, 1]
    assert table["still_open"].tolist() == [2, 1, 0]


def test_stages_are_proposed_by_known_words_then_by_time(tmp_path: Path) -> None:
    stories = {"a": ["报价", "Beta", "线索", "赢单", "输单"], "b": ["线索", "报价", "Beta", "赢单"]}
    logs = {
        name: [Event(day, stage, day) for day, stage in enumerate(stages)]
        for name, stages in stories.items()
    }
    ws = workspace(tmp_path, logs)
    assert funnel.proposed(ws, Scope()) == ["线索", "报价", "Beta", "赢单"]


def test_a_step_nobody_reached_a_single_step_and_none(tmp_path: Path) -> None:
    ws = workspace(tmp_path, {"a": log("0A 1B")})
    scope = Scope(as_of=LONG_AFTER)
    assert funnel.steps(ws, scope, ["A", "Z", "B"])["customers"].tolist() == [1, 0, 0]
    assert funnel.steps(ws, scope, ["Z"])["conversion_rate"].isna().all()
    assert funnel.steps(ws, scope, ["A"])["customers"].tolist() == [1]
    assert funnel.steps(ws, scope, ["A", "B"] * 6)["customers"].tolist() == [1, 1] + [0] * 10
    assert funnel.steps(ws, scope, []).empty
    assert funnel.summary(funnel.steps(ws, scope, [])) is None


def test_names_of_steps_are_values(tmp_path: Path) -> None:
    name = "O'Brien; drop table sales --"
    ws = workspace(tmp_path, {"a": [Event(0, name, 0), Event(1, "B", 1)]})
    assert funnel.steps(ws, Scope(as_of=LONG_AFTER), [name, "B"])["customers"].tolist() == [1, 1]


def test_text_depends_on_the_number_of_steps_alone(tmp_path: Path) -> None:
    ws = workspace(tmp_path, {"a": log("0A")})
    texts = {
        engine.text(ws, "funnel_steps", Scope(), **funnel.params(steps, 30, "ordered", "best"))
        for steps in (["A", "B"], ["x", "x"], ["y", "'"])
    }
    assert len(texts) == 1


@pytest.mark.parametrize("mode", funnel.MODES)
def test_text_of_twelve_steps_reads_the_same_on_spark(tmp_path: Path, mode: funnel.Mode) -> None:
    ws = workspace(tmp_path, {"a": log("0A")})
    params = funnel.params(list("ABCDEFGHIJKL"), 30, mode, "first")
    sql = engine.text(ws, "funnel_steps", PERIOD, **params)
    sqlglot.transpile(sql, "duckdb", "spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


@pytest.mark.parametrize(
    "wrong",
    [{"steps": list("ABCDEFGHIJKLM")}, {"mode": "loose"}, {"anchor": "last"}, {"within_days": -1}],
)
def test_what_makes_no_funnel_is_refused(tmp_path: Path, wrong: dict) -> None:
    ws = workspace(tmp_path, {"a": log("0A")})
    with pytest.raises(DataError):
        funnel.steps(ws, Scope(), **{"steps": ["A", "B"], **wrong})


# --- against brute force -------------------------------------------------------------------

FUNNELS = [["A", "B", "C"], ["A", "A", "B"], ["A", "B", "A", "C"], ["C", "A", "C", "C"]]
WINDOW = 6
PERIOD = Scope(as_of=date(2024, 1, 18), start=date(2024, 1, 3), end=date(2024, 1, 14))
ALL_TIME = Scope(as_of=LONG_AFTER)


def random_log(chance: random.Random) -> Log:
    days = [chance.randrange(0, 80) / 4 for _ in range(chance.randrange(0, 9))]
    return [Event(day, chance.choice("AABBCCX"), row) for row, day in enumerate(days)]


@pytest.fixture(scope="module")
def logs() -> dict[str, Log]:
    chance = random.Random(4)
    return {f"c{number}": random_log(chance) for number in range(2000)}


@pytest.fixture(scope="module")
def logged(logs: dict[str, Log], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace(tmp_path_factory.mktemp("logs"), logs)


def in_order(events: Log, steps: list[str], scope: Scope) -> Log:
    first = {stage: place for place, stage in reversed(list(enumerate(steps)))}
    last_day = (scope.as_of - DAY_0.date()).days + 1
    known = [event for event in events if event.day < last_day]
    return sorted(known, key=lambda event: (event.day, first.get(event.stage, 99), event.row))


def chains(events: Log, steps: list[str], mode: str, chain: tuple[int, ...]) -> Iterator:
    """Every chain that goes on from this one, itself included."""
    yield chain
    if len(chain) == len(steps):
        return
    for place in range(chain[-1] + 1, len(events)):
        between = {event.stage for event in events[chain[-1] + 1 : place]}
        if events[place].stage == steps[len(chain)]:
            inside = events[place].day - events[chain[0]].day <= WINDOW
            pair = {steps[len(chain) - 1], steps[len(chain)]}
            if inside and (mode == "ordered" or between <= pair):
                yield from chains(events, steps, mode, (*chain, place))


def sets(events: Log, steps: list[str], first: int) -> Iterator[tuple[int, ...]]:
    """Every choice of events, one a step, for steps 1 to k, whose first event is this one."""
    near = [
        place
        for place, event in enumerate(events)
        if place >= first and event.day - events[first].day <= WINDOW
    ]
    for k in range(1, len(steps) + 1):
        choices = [[place for place in near if events[place].stage == step] for step in steps[:k]]
        for chosen in product(*choices):
            if len(set(chosen)) == k and first in chosen:
                yield chosen


def brute_force(
    events: Log, steps: list[str], scope: Scope, mode: str, anchor: str
) -> tuple[bool, list[float]] | None:
    """Whether the customer is mature, and the day each step was reached; None: never entered."""
    events = in_order(events, steps, scope)
    known_days = (scope.as_of - DAY_0.date()).days + 1
    first_day = (scope.start - DAY_0.date()).days if scope.start else 0
    last_day = (min(scope.end or scope.as_of, scope.as_of) - DAY_0.date()).days + 1
    found: dict[int, list[tuple[int, ...]]] = {}
    for place, event in enumerate(events):
        if not first_day <= event.day < last_day:
            continue
        if mode == "any":
            ways = list(sets(events, steps, place))
        elif event.stage == steps[0]:
            ways = list(chains(events, steps, mode, (place,)))
        else:
            ways = []
        if ways:
            found[place] = ways
    mature = [place for place in found if events[place].day + WINDOW < known_days]
    starts = mature or list(found)
    if not starts:
        return None
    starts = [min(starts)] if anchor == "first" else starts
    level = max(len(way) for start in starts for way in found[start])
    best = [way for start in reversed(starts) for way in found[start] if len(way) == level]
    start = max(min(way) for way in best)
    days = [[events[place].day for place in way] for way in best if min(way) == start]
    if mode == "any":  # the day by which steps 1 to k were all there
        days = [[max(way[: k + 1]) for k in range(level)] for way in days]
    return bool(mature), min(days)


@pytest.mark.parametrize(
    ("anchor", "scope"), [("best", ALL_TIME), ("best", PERIOD), ("first", PERIOD)]
)
@pytest.mark.parametrize("mode", funnel.MODES)
def test_logs_against_brute_force(
    logs: dict[str, Log], logged: Workspace, mode: str, anchor: str, scope: Scope
) -> None:
    for steps in FUNNELS:
        params = funnel.params(steps, WINDOW, mode, anchor)
        reached = engine.run(logged, "funnel_reached", scope, **params)
        reached["day"] = (reached["reached_at"] - DAY_0) / pd.Timedelta(days=1)
        found = {
            customer: (bool(rows["mature"].iloc[0]), rows.sort_values("step")["day"].tolist())
            for customer, rows in reached.groupby("customer_id")
        }
        wanted = {name: brute_force(log, steps, scope, mode, anchor) for name, log in logs.items()}
        assert found == {name: way for name, way in wanted.items() if way}


@pytest.mark.parametrize("mode", funnel.MODES)
def test_funnel_never_rises_and_order_of_rows_is_irrelevant(
    logs: dict[str, Log], logged: Workspace, tmp_path: Path, mode: str
) -> None:
    turned = {name: events[::-1] for name, events in reversed(logs.items())}
    again = workspace(tmp_path, turned)
    one = funnel.steps(logged, PERIOD, ["A", "B", "A", "C"], WINDOW, mode)
    other = funnel.steps(again, PERIOD, ["A", "B", "A", "C"], WINDOW, mode)
    pd.testing.assert_frame_equal(one.drop(columns="value"), other.drop(columns="value"))
    assert one["customers"].is_monotonic_decreasing


# --- deals ---------------------------------------------------------------------------------


def test_deals_of_the_pipeline_file(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path)
    ws.load(
        shared("maven_crm/sales_pipeline.csv"),
        "deals",
        {
            "deal_id": "opportunity_id", "owner": "sales_agent", "product": "product",
            "customer_id": "account", "stage": "deal_stage", "opened_on": "engage_date",
            "closed_on": "close_date", "value": "close_value",
        },
        date_format="%d-%m-%y",
    )  # fmt: skip
    deals = funnel.deals(ws, Scope())
    assert (deals.deals, deals.won, deals.lost, deals.still_open) == (8800, 4238, 2473, 2089)
    assert deals.win_rate == pytest.approx(0.6315, abs=5e-5)
    assert deals.mean_won_days == pytest.approx(51.78, abs=5e-3)
    assert deals.won_value == 10_005_534
    by_stage = funnel.deal_stages(ws, Scope()).set_index("stage")
    assert by_stage["deals"].to_dict() == {
        "Prospecting": 500, "Engaging": 1589, "Won": 4238, "Lost": 2473,
    }  # fmt: skip
    assert funnel.steps(ws, Scope()).empty


def test_a_deal_closed_after_as_of_is_open_and_its_stage_unknown(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on
        1,a,赢单,10,2024-01-01,2024-01-11
        2,b,输单,20,2024-01-01,2024-01-05
        3,c,Closed Won,40,2024-01-01,2024-02-01
        4,d,报价,80,2024-01-01,
        """
    )
    early = funnel.deals(ws, Scope(as_of=date(2024, 1, 15)))
    assert (early.won, early.lost, early.still_open, early.win_rate) == (1, 1, 2, 0.5)
    assert (early.won_value, early.open_value, early.mean_won_days) == (10, 80, 10)
    assert early.open_unvalued == 1
    stages = funnel.deal_stages(ws, Scope(as_of=date(2024, 1, 15)))
    assert stages["stage"].tolist() == ["报价", "", "赢单", "输单"]
    assert stages["closed_later"].tolist() == [False, True, False, False]
    assert stages["value"].fillna(-1).tolist() == [80, -1, 10, 20]
    late = funnel.deals(ws, Scope(as_of=date(2024, 2, 1)))
    assert (late.won, late.still_open) == (2, 1)


def test_deals_without_an_opening_date_are_counted_apart_under_a_period(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on
        1,a,Won,10,2024-02-01,2024-02-11
        2,b,Prospecting,,,
        3,c,Prospecting,,,
        """
    )
    period = funnel.deals(ws, Scope(as_of=date(2024, 3, 1), start=date(2024, 2, 1)))
    assert (period.deals, period.still_open, period.undated) == (1, 0, 2)
    always = funnel.deals(ws, Scope(as_of=date(2024, 3, 1)))
    assert (always.deals, always.still_open, always.undated) == (3, 2, 2)


def test_open_deals_against_the_days_a_won_deal_takes(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on
        1,a,Won,10,2024-01-01,2024-01-11
        2,b,Won,10,2024-01-01,2024-01-31
        3,c,Lost,10,2024-01-01,2024-01-05
        4,d,Lead,10,2024-01-01,
        5,e,Lead,10,2024-01-12,
        6,f,Lead,10,2024-01-22,
        """
    )
    deals = funnel.deals(ws, Scope(as_of=date(2024, 2, 1)))
    assert (deals.median_won_days, deals.median_open_days, deals.open_older) == (20, 20, 1)
    assert (deals.low, deals.high) == pytest.approx((0.2077, 0.9385), abs=1e-4)
    undecided = funnel.deals(ws, Scope(as_of=date(2024, 1, 2)))
    assert pd.isna(undecided.win_rate)
    assert pd.isna(undecided.low)
    assert pd.isna(undecided.open_older)


def test_kinds_are_no_steps_in_a_file_with_stages_on_days_before_the_first(workspace_of) -> None:
    ws = workspace_of(
        interactions="""
        customer_id,occurred_at,kind,stage
        a,2024-01-01,complaint,
        a,2024-01-05,call,
        a,2024-02-01,stage,Lead
        """
    )
    assert funnel.proposed(ws, Scope(as_of=date(2024, 1, 31))) == []
    assert funnel.steps(ws, Scope(as_of=date(2024, 1, 31))).empty
    assert funnel.proposed(ws, Scope(as_of=date(2024, 2, 1))) == ["Lead"]


def test_customers_behind_a_step_are_those_it_counts(tmp_path: Path) -> None:
    logs = {"ann": log("0A 3B 6C"), "bob": log("0A 5B"), "cem": log("1A"), "dan": log("2A 4B")}
    ws = workspace(tmp_path, logs)
    scope, steps = Scope(as_of=LONG_AFTER), ["A", "B", "C"]
    counted = funnel.steps(ws, scope, steps)
    for number, row in enumerate(counted.itertuples(), start=1):
        reached = funnel.customers(ws, scope, steps, number)
        assert len(reached) == row.customers
        if number > 1:
            assert len(funnel.customers(ws, scope, steps, number, stopped=True)) == row.lost
    stopped = funnel.customers(ws, scope, steps, 3, stopped=True)
    assert stopped[["customer_id", "step", "step_value"]].values.tolist() == [
        ["bob", "B", 2.0], ["dan", "B", 2.0],
    ]  # fmt: skip
    assert stopped["waiting_days"].tolist() == [
        (LONG_AFTER - DAY_0.date()).days - d for d in (5, 4)
    ]
