"""Where do customers stand in their life with the firm, and is the number of active ones growing?

Everything is asked as of the scope's day over all history; its period is not used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import engine
from analytics.moves import EVERYONE, codes, day_before, directed
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

STATES = ("prospect", "first_time", "repeat", "loyal", "won_back", "lapsed")
ACTIVE = ("first_time", "repeat", "loyal", "won_back")
EVENTS = ("new", "won_back", "lapsed")
# how good a state is: a move to a higher number is a rise
LEVELS = {"lapsed": 0, "prospect": 0, "first_time": 1, "won_back": 1, "repeat": 2, "loyal": 3}


def horizon_days(ws: Workspace, scope: Scope) -> int:
    """Days of silence after which a customer counts as lapsed; see `churn.horizon_days`."""
    found = engine.run(ws, "lifecycle_horizon_days", known(ws, scope))
    return int(found["horizon_days"].iloc[0])


_horizon = horizon_days  # the other functions have a parameter of that name


def customers(
    ws: Workspace,
    scope: Scope,
    horizon_days: int | None = None,
    states: Iterable[str] | None = None,
    skip: int = 0,
    rows: int = EVERYONE,
) -> pd.DataFrame:
    """The state of each customer: the first that fits, in the order below.

    One row per customer known by as_of, most revenue first; only those in `states` when given.
    customer_id
    state   prospect    known by a contact, a deal, a return or the customer file; no order that
                        counts so far
            lapsed      silent for more than the horizon
            won_back    silent for more than the horizon before the last purchase day
            first_time  one order
            loyal       a frequency score of 4 or 5 among all buyers of that day
            repeat      any other
    name region orders first_order_on last_order_on   counting orders
    revenue   of all history, returns taken off (money)
    Source: methods.md, lifecycle states.
    """
    params: dict[str, Any] = {"skip": skip, "rows": rows}
    if states is not None:
        params["states"] = list(states)
    return _run(ws, "lifecycle_customers", scope, horizon_days, **params)


def states(ws: Workspace, scope: Scope, horizon_days: int | None = None) -> pd.DataFrame:
    """How many customers are in each state, and the revenue they brought so far.

    One row per state in the order of STATES, those without customers included.
    state customers customer_share revenue revenue_share   shares from 0 to 1, null of nothing
    """
    rows = _run(ws, "lifecycle_states", scope, horizon_days).set_index("state")
    rows = rows.reindex(pd.Index(STATES, name="state"), fill_value=0)
    people, money = rows["customers"].sum(), rows["revenue"].sum()
    return pd.DataFrame(
        {
            "customers": rows["customers"].astype("int64"),
            "customer_share": rows["customers"] / people if people else float("nan"),
            "revenue": rows["revenue"].astype(float),
            "revenue_share": rows["revenue"] / money if money > 0 else float("nan"),
        }
    ).reset_index()


def transitions(
    ws: Workspace, scope: Scope, since: date | str, horizon_days: int | None = None
) -> pd.DataFrame:
    """From which state to which customers went between two days: everyone, each exactly once.

    One row per pair of states that occurs, among all customers known by as_of.
    moved_from moved_to         states on `since` and on as_of, one horizon for both; "not_known"
                                for who was not known at all on `since`
    customers customer_share    count, share of all (0 to 1)
    revenue_then revenue      of all history up to `since`, and up to as_of (money)
    direction                   came (from not_known), rose, slid (by LEVELS), level (another state
                                as good), stayed
    Errors: DataError when `since` is not before as_of. Source: methods.md, lifecycle states.
    """
    before = _earlier(ws, scope, since)
    rows = _run(ws, "lifecycle_transitions", scope, horizon_days, before=before)
    return directed(rows, LEVELS)


def moved(
    ws: Workspace,
    scope: Scope,
    since: date | str,
    moves: Iterable[tuple[str, str]],
    horizon_days: int | None = None,
    skip: int = 0,
    rows: int = EVERYONE,
) -> pd.DataFrame:
    """Who went from one state to another between two days: those of `moves` (from, to).

    One row per customer, most revenue first: customer_id name region moved_from moved_to
    last_order_on revenue_then revenue, as in `transitions`.
    """
    params = {
        "moves": codes(moves),
        "skip": skip,
        "rows": rows,
        "before": _earlier(ws, scope, since),
    }
    return _run(ws, "lifecycle_moved", scope, horizon_days, **params)


@dataclass(frozen=True)
class Pulse:
    """Is the number of customers with a recent purchase growing?

    active         customers with an order within the horizon before as_of
    active_before  the same on that day of the year before; null where the data do not
                   reach a horizon further back
    change         active ÷ active_before − 1; null alike, or where there was nobody
    """

    horizon_days: int
    as_of: date
    active: int
    active_before: int | None
    change: float | None


def flow(
    ws: Workspace, scope: Scope, horizon_days: int | None = None, months: int = 24
) -> pd.DataFrame:
    """Month by month: customers with a recent purchase, and who came, came back and lapsed.

    One row per month that the orders reach, at most `months`, oldest first.
    first_day last_day   of the month; the last ends on as_of
    unfinished           the month is not over
    active               customers at its end with an order within the horizon
    new won_back lapsed  first orders, returns after more than the horizon, and days on which the
                         silence of a customer passed it: active changes by new + won_back − lapsed
    Orders count as they are known on as_of.
    """
    daily, end = _events(ws, scope, horizon_days), _day(ws, scope)
    if daily.empty:
        return pd.DataFrame(columns=["first_day", "last_day", "unfinished", "active", *EVENTS])
    daily["month"] = [day.year * 12 + day.month - 1 for day in daily.index]
    last = end.year * 12 + end.month - 1
    sums = daily.groupby("month")[list(EVENTS)].sum()
    sums = sums.reindex(range(sums.index.min(), last + 1), fill_value=0)
    sums.insert(0, "active", (sums["new"] + sums["won_back"] - sums["lapsed"]).cumsum())
    firsts = [date(month // 12, month % 12 + 1, 1) for month in [*sums.index, last + 1]]
    sums.insert(0, "first_day", firsts[:-1])
    sums.insert(1, "last_day", [min(end, day - timedelta(days=1)) for day in firsts[1:]])
    sums.insert(2, "unfinished", [end < day - timedelta(days=1) for day in firsts[1:]])
    return sums.tail(months).reset_index(drop=True)


def pulse(ws: Workspace, scope: Scope, horizon_days: int | None = None) -> Pulse:
    """The sign of health: the number of active customers, and its change within a year."""
    days = horizon_days or _horizon(ws, scope)
    daily, end = _events(ws, scope, days), _day(ws, scope)
    first = daily.index.min() if len(daily) else end
    leap = (end.month, end.day) == (2, 29)
    before = end.replace(year=end.year - 1, day=28 if leap else end.day)
    course = daily["new"] + daily["won_back"] - daily["lapsed"]
    active, then = int(course.sum()), None
    if first + timedelta(days=days) <= before:
        then = int(course[[day <= before for day in course.index]].sum())
    return Pulse(days, end, active, then, active / then - 1 if then else None)


def _events(ws: Workspace, scope: Scope, horizon_days: int | None) -> pd.DataFrame:
    """Events by day: a row per day with any, a column per event."""
    rows = _run(ws, "lifecycle_events", scope, horizon_days)
    table = rows.pivot_table(index="day", columns="event", values="customers", fill_value=0)
    return table.reindex(columns=list(EVENTS), fill_value=0).astype("int64")


def _run(
    ws: Workspace, question: str, scope: Scope, horizon_days: int | None, **params: Any
) -> pd.DataFrame:
    days = horizon_days or _horizon(ws, scope)
    return engine.run(ws, question, known(ws, scope), horizon=days, **params)


def known(ws: Workspace, scope: Scope) -> Scope:
    """The scope over all history up to the day it is asked on."""
    return replace(scope.resolved(ws), start=None, end=_day(ws, scope))


def _day(ws: Workspace, scope: Scope) -> date:
    day = scope.resolved(ws).as_of
    assert day is not None
    return day


def _earlier(ws: Workspace, scope: Scope, since: date | str) -> Scope:
    day = day_before(since, _day(ws, scope))
    return replace(known(ws, scope), as_of=day, end=day)
