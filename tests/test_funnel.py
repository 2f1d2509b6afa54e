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
from analytics.steps import CROWDED, Choice, Step

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
    reached = engine.run(ws, "funnel_reached", scope, **Choice(steps, *rest).params())
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
    table = funnel.steps(ws, Scope(as_of=LONG_AFTER), Choice(["A", "B", "C"]))
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
    table = funnel.steps(ws, Scope(as_of=date(2024, 1, 15)), Choice(["A", "B"], 9))
    assert table["customers"].tolist() == [3, 1]
    assert table["immature"].tolist() == [1, 1]


def test_the_period_holds_the_first_event_and_not_the_others(tmp_path: Path) -> None:
    ws = workspace(tmp_path, {text: log(text) for text in ("0A 1B", "2A 5B", "4A 5B")})
    scope = Scope(as_of=LONG_AFTER, start=date(2024, 1, 2), end=date(2024, 1, 3))
    assert funnel.steps(ws, scope, Choice(["A", "B"]))["customers"].tolist() == [1, 1]


def test_the_period_before_is_followed_for_as_long_after_its_end() -> None:
    scope = Scope(as_of=date(2024, 3, 15), start=date(2024, 2, 1), end=date(2024, 2, 29))
    before = Scope(as_of=date(2024, 2, 15), start=date(2024, 1, 1), end=date(2024, 1, 31))
    assert funnel.earlier(scope) == before
    assert funnel.earlier(Scope(as_of=date(2024, 3, 15), end=date(2024, 3, 15))) is None


def test_nothing_after_as_of_counts(tmp_path: Path) -> None:
    ws = workspace(tmp_path, {text: log(text) for text in ("0A 1B", "0A 5B")})
    table = funnel.steps(ws, Scope(as_of=date(2024, 1, 5)), Choice(["A", "B"], 3))
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
    assert funnel.steps(ws, scope, Choice(["A", "Z", "B"]))["customers"].tolist() == [1, 0, 0]
    assert funnel.steps(ws, scope, Choice(["Z"]))["conversion_rate"].isna().all()
    assert funnel.steps(ws, scope, Choice(["A"]))["customers"].tolist() == [1]
    assert (
        funnel.steps(ws, scope, Choice(["A", "B"] * 6))["customers"].tolist() == [1, 1] + [0] * 10
    )
    assert funnel.steps(ws, scope, Choice([])).empty
    assert funnel.summary(funnel.steps(ws, scope, Choice([]))) is None


def test_names_of_steps_are_values(tmp_path: Path) -> None:
    name = "O'Brien; drop table sales --"
    ws = workspace(tmp_path, {"a": [Event(0, name, 0), Event(1, "B", 1)]})
    assert funnel.steps(ws, Scope(as_of=LONG_AFTER), Choice([name, "B"]))["customers"].tolist() == [
        1,
        1,
    ]


def test_text_depends_on_the_number_of_steps_alone(tmp_path: Path) -> None:
    ws = workspace(tmp_path, {"a": log("0A")})
    texts = {
        engine.text(ws, "funnel_steps", Scope(), **Choice(steps, 30).params())
        for steps in (["A", "B"], ["x", "x"], ["y", "'"])
    }
    assert len(texts) == 1


@pytest.mark.parametrize("mode", funnel.MODES)
def test_text_of_twelve_steps_reads_the_same_on_spark(tmp_path: Path, mode: funnel.Mode) -> None:
    ws = workspace(tmp_path, {"a": log("0A")})
    params = Choice(list("ABCDEFGHIJKL"), 30, mode, "first").params()
    sql = engine.text(ws, "funnel_steps", PERIOD, **params)
    sqlglot.transpile(sql, "duckdb", "spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": list("ABCDEFGHIJKLM")},
        {"mode": "loose"},
        {"anchor": "last"},
        {"within_days": -1},
        {"exclude": ["A"]},
        {"steps": ["A", Step("B", ("A", "B"))]},
        {"steps": [Step("A", optional=True), "B"]},
        {"steps": ["A", Step("B", optional=True)], "mode": "strict"},
    ],
)
def test_what_makes_no_funnel_is_refused(tmp_path: Path, wrong: dict) -> None:
    ws = workspace(tmp_path, {"a": log("0A")})
    with pytest.raises(DataError):
        funnel.steps(ws, Scope(), Choice(**{"steps": ["A", "B"], **wrong}))


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


def days_reached(ws: Workspace, scope: Scope, params: dict) -> list:
    """Rows customer_id, mature, step, day: the days after the first, by customer and step.

    Plain rows, for thousands of groups of a data frame take longer than all else.
    """
    reached = engine.run(ws, "funnel_reached", scope, **params)
    reached["day"] = (reached["reached_at"] - DAY_0) / pd.Timedelta(days=1)
    return list(reached.sort_values(["customer_id", "step"]).itertuples())


@pytest.mark.parametrize("steps", FUNNELS, ids="".join)
@pytest.mark.parametrize(
    ("anchor", "scope"), [("best", ALL_TIME), ("best", PERIOD), ("first", PERIOD)]
)
@pytest.mark.parametrize("mode", funnel.MODES)
def test_logs_against_brute_force(
    logs: dict[str, Log], logged: Workspace, mode: str, anchor: str, scope: Scope, steps: list[str]
) -> None:
    wanted = {name: brute_force(log, steps, scope, mode, anchor) for name, log in logs.items()}
    # by pairs of events, along all events, and each for some of the customers
    for crowded in (CROWDED, 0, 4) if mode == "ordered" else (CROWDED,):
        params = Choice(steps, WINDOW, mode, anchor).params() | {"crowded": crowded}
        found: dict[str, tuple[bool, list[float]]] = {}
        for row in days_reached(logged, scope, params):
            found.setdefault(row.customer_id, (bool(row.mature), []))[1].append(row.day)
        assert found == {name: way for name, way in wanted.items() if way}


def skipping(
    events: Log, steps: list[Step], chain: tuple[tuple[int, int], ...]
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every chain of (step, place) that goes on from this one, optional steps left out or not."""
    yield chain
    step, place = chain[-1]
    for following in range(step + 1, len(steps)):
        for later in range(place + 1, len(events)):
            inside = events[later].day - events[chain[0][1]].day <= WINDOW
            if inside and events[later].stage == steps[following].name:
                yield from skipping(events, steps, (*chain, (following, later)))
        if not steps[following].optional:
            return


def brute_force_skipping(events: Log, steps: list[Step]) -> dict[int, float] | None:
    """The day each step taken was reached: soonest, optional ones only before what came next."""
    events = in_order(events, [step.name for step in steps], ALL_TIME)
    found = [
        chain
        for place, event in enumerate(events)
        if event.stage == steps[0].name
        for chain in skipping(events, steps, ((0, place),))
    ]
    if not found:
        return None
    furthest = max(chain[-1][0] for chain in found)
    start = max(chain[0][1] for chain in found if chain[-1][0] == furthest)
    soonest: dict[int, int] = {}
    for chain in found:
        for step, place in chain:
            if chain[0][1] == start and step <= furthest:
                soonest[step] = min(place, soonest.get(step, place))
    return {
        step: events[place].day
        for step, place in soonest.items()
        if all(place < other for later, other in soonest.items() if later > step)
    }


@pytest.mark.parametrize("optional", [{"B"}, {"X"}, {"B", "X"}, {"C"}])
def test_optional_steps_against_brute_force(
    logs: dict[str, Log], logged: Workspace, optional: set[str]
) -> None:
    steps = [Step(name, optional=name in optional) for name in "ABXC"]
    params = Choice(steps, WINDOW).params()
    wanted = {name: brute_force_skipping(log, steps) for name, log in logs.items()}
    for crowded in (CROWDED, 4):
        found: dict[str, dict[int, float]] = {}
        for row in days_reached(logged, ALL_TIME, params | {"crowded": crowded}):
            if row.mature:
                found.setdefault(row.customer_id, {})[row.step - 1] = row.day
        assert found == {name: way for name, way in wanted.items() if way}


@pytest.mark.parametrize("optional", [{"B"}, {"X"}, {"B", "X"}, {"C"}])
def test_optional_steps_count_the_customers_behind_them(
    logged: Workspace, optional: set[str]
) -> None:
    steps = [Step(name, optional=name in optional) for name in "ABXC"]
    choice = Choice(steps, WINDOW)
    table = funnel.steps(logged, ALL_TIME, choice)
    assert table.loc[~table["optional"], "customers"].is_monotonic_decreasing
    for number, row in enumerate(table.itertuples(), start=1):
        assert len(funnel.customers(logged, ALL_TIME, choice, number)) == row.customers
        if row.lost == row.lost:
            stopped = funnel.customers(logged, ALL_TIME, choice, number, stopped=True)
            assert len(stopped) == row.lost


def test_exclusion_in_any_order_begins_with_the_first_event(tmp_path: Path) -> None:
    logs = ("0B 1X 2A", "0X 1B 2A", "0A 1X", "0A 1B 2X", "0A 8X")
    ws = workspace(tmp_path, {text: log(text) for text in logs})
    table = funnel.steps(ws, ALL_TIME, Choice(["A", "B"], WINDOW, "any", exclude=["X"]))
    assert table["customers"].tolist() == [3, 2]
    assert table["left_out"].iloc[0] == 2


@pytest.mark.parametrize("mode", ["ordered", "strict"])
def test_exclusion_against_brute_force(logs: dict[str, Log], logged: Workspace, mode: str) -> None:
    steps = ["A", "B", "C"]
    params = Choice(steps, WINDOW, mode, "best", ["X"]).params()
    reached = engine.run(logged, "funnel_reached", ALL_TIME, **params)
    found = set(reached.loc[reached["left_out"] == 1, "customer_id"])
    wanted = set()
    for name, log in logs.items():
        mature, days = brute_force(log, steps, ALL_TIME, mode, "best") or (False, [])
        if mature:
            first, last = min(days), max(days)
            until = [e.day < last or (len(days) < 3 and e.day <= first + WINDOW) for e in log]
            wanted |= {
                name for event, before in zip(log, until, strict=True)
                if event.stage == "X" and before and event.day >= first
            }  # fmt: skip
    assert found == wanted
    assert wanted
    kept = funnel.steps(logged, ALL_TIME, Choice(steps, WINDOW, mode))
    less = funnel.steps(logged, ALL_TIME, Choice(steps, WINDOW, mode, exclude=["X"]))
    assert less["left_out"].iloc[0] == len(wanted)
    assert less["customers"].iloc[0] == kept["customers"].iloc[0] - len(wanted)
    assert (less["immature"] == kept["immature"]).all()
    assert less["customers"].is_monotonic_decreasing


def test_several_stages_make_one_step_under_a_name_of_its_own(tmp_path: Path) -> None:
    logs = ("0A 3B", "0X 3B", "0A 1X 2B 3C", "0B")
    ws = workspace(tmp_path, {text: log(text) for text in logs})
    steps = [Step("Begun", ("A", "X")), "B"]
    table = funnel.steps(ws, Scope(as_of=LONG_AFTER), Choice(steps))
    assert table["step"].tolist() == ["Begun", "B"]
    assert table["customers"].tolist() == [3, 3]
    twice = [Step("Begun", ("A", "X")), Step("Begun", ("A", "X")), "B"]
    assert funnel.steps(ws, Scope(as_of=LONG_AFTER), Choice(twice))["customers"].tolist() == [
        3,
        1,
        1,
    ]


def test_orders_are_steps_at_the_end_of_their_day(workspace_of) -> None:
    ws = workspace_of(
        interactions="""
        customer_id,occurred_at,kind,stage
        a,2024-01-01,stage,Lead
        b,2024-01-05,stage,Lead
        c,2024-01-05,stage,Lead
        """,
        sales="""
        customer_id,ordered_on,amount
        a,2024-01-01,10
        a,2024-02-01,20
        a,2024-02-02,-5
        a,2024-03-01,40
        b,2024-01-04,10
        b,2024-01-06,10
        d,2024-01-06,7
        """,
    )
    scope = Scope(as_of=date(2024, 12, 31))
    table = funnel.steps(ws, scope, Choice(funnel.ORDERS, 90))
    assert table["customers"].tolist() == [3, 2, 1]
    assert table["value"].tolist() == [27, 30, 40]
    assert table["median_days"].tolist()[1:] == [16.5, 29]
    led = funnel.steps(ws, scope, Choice(["Lead", "order 1", "order 2"], 90))
    assert led["customers"].tolist() == [3, 1, 1]
    counted = funnel.rows(ws, scope, Choice(["Lead", *funnel.ORDERS]))
    assert (counted.contacts, counted.events, counted.customers) == (3, 9, 4)


@pytest.fixture(scope="module")
def turned(logs: dict[str, Log], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same logs, each and all of them from the last to the first."""
    backwards = {name: events[::-1] for name, events in reversed(logs.items())}
    return workspace(tmp_path_factory.mktemp("turned"), backwards)


@pytest.mark.parametrize("mode", funnel.MODES)
def test_funnel_never_rises_and_order_of_rows_is_irrelevant(
    logged: Workspace, turned: Workspace, mode: str
) -> None:
    one = funnel.steps(logged, PERIOD, Choice(["A", "B", "A", "C"], WINDOW, mode))
    other = funnel.steps(turned, PERIOD, Choice(["A", "B", "A", "C"], WINDOW, mode))
    pd.testing.assert_frame_equal(one.drop(columns="value"), other.drop(columns="value"))
    assert one["customers"].is_monotonic_decreasing


# --- who they are ---


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
    counted = funnel.steps(ws, scope, Choice(steps))
    for number, row in enumerate(counted.itertuples(), start=1):
        reached = funnel.customers(ws, scope, Choice(steps), step=number)
        assert len(reached) == row.customers
        if number > 1:
            assert (
                len(funnel.customers(ws, scope, Choice(steps), step=number, stopped=True))
                == row.lost
            )
    stopped = funnel.customers(ws, scope, Choice(steps), step=3, stopped=True)
    assert stopped[["customer_id", "step", "step_value"]].values.tolist() == [
        ["bob", "B", 2.0], ["dan", "B", 2.0],
    ]  # fmt: skip
    assert stopped["waiting_days"].tolist() == [
        (LONG_AFTER - DAY_0.date()).days - d for d in (5, 4)
    ]


def test_what_they_did_next_is_counted_also_after_the_days_are_over(workspace_of) -> None:
    ws = workspace_of(
        interactions="""
        customer_id,occurred_at,kind,stage
        ann,2024-01-01,stage,A
        ann,2024-01-01,stage,X
        bob,2024-01-01,stage,A
        bob,2024-03-01,stage,B
        cem,2024-01-01,stage,A
        cem,2024-01-09,call,
        dan,2024-01-01,stage,A
        eve,2024-01-01,stage,A
        eve,2024-01-02,stage,B
        fay,2024-01-01,stage,A
        """,
        sales="""
        customer_id,ordered_on,amount
        dan,2024-01-04,10
        dan,2024-01-04,5
        cem,2024-01-09,10
        fay,2024-01-05,-1
        fay,2024-12-01,9
        """,
    )
    scope = Scope(as_of=date(2024, 6, 30))
    found = funnel.next_events(ws, scope, Choice(["A", "B"]), step=2, stopped=True)
    none = {"next_event": "none", "median_days": -1}
    assert found.fillna(none).values.tolist() == [
        ["B", 1, 60], ["X", 1, 0], ["call", 1, 8], ["order", 1, 3], ["none", 1, -1],
    ]  # fmt: skip
    people = funnel.customers(ws, scope, Choice(["A", "B"]), step=2, stopped=True).set_index(
        "customer_id"
    )
    assert people["next_event"].fillna("").to_dict() == {
        "ann": "X", "bob": "B", "cem": "call", "dan": "order", "fay": "",
    }  # fmt: skip
    arrived = funnel.next_events(ws, scope, Choice(["A", "B"]), step=2)
    assert arrived.fillna(none).values.tolist() == [["none", 1, -1]]


def test_next_events_count_everybody_behind_a_step(firm: Workspace) -> None:
    choice = Choice(["Lead", "Qualified", "Won"])
    for number, row in enumerate(funnel.steps(firm, None, choice).itertuples(), start=1):
        assert funnel.next_events(firm, None, choice, number)["customers"].sum() == row.customers
        people = funnel.customers(firm, None, choice, number)
        assert len(people) == row.customers
        assert (
            people["next_days"].dropna() <= people.loc[people["next_days"].notna(), "waiting_days"]
        ).all()
