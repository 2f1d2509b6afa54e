"""Who is due to order this week, and what will be ordered in the weeks ahead?

Who is due is told by each customer's own rhythm, how likely an order is by what became of those
due before; the weeks ahead by the value model over all customers. Everything is asked on the
scope's as_of over all history; nothing dated after a day is used to foretell from it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analytics import due_calendar, engine, rates, value
from analytics.errors import DataError, Unanswered
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Key = tuple[str, int | None, str]

DAYS = 7  # days ahead in which one is due
LEARNED = 13  # weeks back that say what becomes of those who are due
WEEKS = 13  # weeks ahead that are foretold
STEP = 28  # days between the earlier forecasts that are judged
HISTORY = 91  # days known before an earlier forecast, without which it says nothing
CELLS = pd.MultiIndex.from_product([range(5), range(4)], names=["length", "spread"])


class Record(NamedTuple):
    """How often those who were due ordered in their week: counts, shares, 95 % interval."""

    due: int
    ordered: int
    share: float
    low: float
    high: float
    others_share: float


_LIST = [
    "customer_id", "name", "tier", "order_due_on", "due_from", "due_to", "chance", "chance_low",
    "chance_high", "alike", "expected_revenue", "average_order", "usual_gap_days",
    "days_since_order", "last_order_on", "orders", "p_alive", "expected_orders", "next_order_on",
    "next_from", "next_to", "last_contact_on", "region", "owner",
]  # fmt: skip


def customers(ws: Workspace, scope: Scope, top: int | None = None) -> pd.DataFrame:
    """Who is due this week: their last order and their own usual gap bring the next one in it.

    One row per customer with at least four purchase days, due in the 7 days after as_of, the most
    expected revenue first; only the first `top` where given.
    customer_id
    expected_revenue   chance × average_order (money)
    chance             of an order in these 7 days: the share of those due in the past 13 weeks
                       with as long a gap, as regular, who did order in theirs; neighbours joined
                       to at least 30; its 95 % interval chance_low to chance_high, and their
                       number, alike
    order_due_on       last order + the median of own gaps
    due_from due_to    last order + the gaps one in ten and nine in ten of their own do not exceed
    p_alive expected_orders next_order_on next_from next_to
                       by BG/NBD, as in value.customers (expected_orders in 91 days); null where
                       too few came back for it
    average_order      revenue of all history per purchase day (money)
    tier orders days_since_order usual_gap_days last_order_on last_contact_on name region owner
    """
    known = _known(ws, scope)
    rows = engine.run(ws, "due_customers", known, days=DAYS)
    told = rates.shares(_cells(_weeks(ws, ws.key, known)))
    told = told.join(rates.wilson(told["gone"], told["customers"])).drop(columns="gone")
    told.columns = pd.Index(["chance", "alike", "chance_low", "chance_high"])
    rows = rows.join(told, on=["length", "spread"])
    rows["expected_revenue"] = rows["chance"] * rows["average_order"]
    last = pd.to_datetime(rows["last_order_on"])
    gaps = {
        "order_due_on": "usual_gap_days",
        "due_from": "short_gap_days",
        "due_to": "long_gap_days",
    }
    for name, gap in gaps.items():
        rows[name] = last + pd.to_timedelta(rows[gap].astype(float), unit="D")
    rows = _with_model(ws, known, rows)
    worth = rows["expected_revenue"].fillna(-1).to_numpy(dtype=np.float64)
    average = rows["average_order"].to_numpy(dtype=np.float64)
    order = np.lexsort([rows["customer_key"].to_numpy(), -average, -worth])
    return rows.iloc[order][_LIST].reset_index(drop=True).head(top or len(rows))


def weeks(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Whether those who were due did order: the list of each of the past 13 weeks.

    One row per week somebody was due in, the latest first.
    first_day last_day
    due ordered        customers the list named, and who of them ordered in that week
    share low high     ordered ÷ due, 95 % Wilson interval
    others others_share   customers with a rhythm who were not due, and the share that ordered
    """
    known = _known(ws, scope)
    assert known.as_of is not None
    seen = _weeks(ws, ws.key, known)
    counts = ["customers", "ordered"]
    due = seen[seen["due"]].groupby("back")[counts].sum().set_axis(["due", "ordered"], axis=1)
    rest = seen[~seen["due"]].groupby("back")[counts].sum()
    rest = rest.assign(others_share=rest.pop("ordered") / rest["customers"])
    rows = due.join(rest.rename(columns={"customers": "others"})).reset_index()
    ends = [known.as_of - timedelta(days=7 * (int(back) - 1)) for back in rows["back"]]
    rows.insert(0, "first_day", [day - timedelta(days=6) for day in ends])
    rows.insert(1, "last_day", ends)
    rows["share"] = rows["ordered"] / rows["due"]
    return rows.drop(columns="back").join(rates.wilson(rows["ordered"], rows["due"]))


def weeks_together(ws: Workspace, scope: Scope) -> Record:
    """All lists of `weeks` taken together; see Record."""
    rows = weeks(ws, scope)
    due, ordered, others = (int(rows[name].sum()) for name in ("due", "ordered", "others"))
    ends = rates.wilson(pd.Series([ordered]), pd.Series([due])).iloc[0]
    came = float((rows["others"] * rows["others_share"]).sum())
    share, other = (ordered / due if due else np.nan), (came / others if others else np.nan)
    return Record(due, ordered, share, ends["low"], ends["high"], other)


def calendar(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """What customers known by as_of will order in each of the next 13 weeks.

    One row per week ahead: week first_day last_day
    orders revenue            purchase days (count) and money to be expected, by the value model;
                              first orders of new customers are not foretold
    orders_low orders_high revenue_low revenue_high   80 % interval: as far as eight in ten of
                              earlier forecasts missed, where enough weeks were foretold before;
                              else what chance alone makes of it, and by_chance is true
    Errors: DataError where value cannot be fitted.
    """
    known = _known(ws, scope)
    assert known.as_of is not None
    earlier = _foretold(ws, ws.key, known)
    rows = due_calendar.with_interval(value.weekly(ws, known, WEEKS), earlier)
    return due_calendar.dated(rows.assign(cut=known.as_of))


def calendar_tests(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """What the calendar of earlier days would have said, beside what happened.

    One row per day, every 28 days back from as_of, and week after it that is over: cut, the
    columns of calendar, happened_orders happened_revenue (of customers known on that day), and
    orders_within revenue_within: whether they lay in the interval. An interval uses only misses
    that were known on its day. No rows with too little history.
    """
    known = _known(ws, scope)
    seen = _foretold(ws, ws.key, known)
    parts = []
    over = pd.to_datetime(seen["cut"]) + pd.to_timedelta(7 * seen["week"].astype(float), unit="D")
    for _cut, rows in seen.groupby("cut", sort=True):
        parts.append(
            due_calendar.with_interval(rows, seen[over <= pd.to_datetime(rows["cut"]).iloc[0]])
        )
    if not parts:
        return seen
    found = pd.concat(parts[::-1], ignore_index=True)
    for name in ("orders", "revenue"):
        happened = found[f"happened_{name}"]
        found[f"{name}_within"] = happened.between(found[f"{name}_low"], found[f"{name}_high"])
    return due_calendar.dated(found)


def _with_model(ws: Workspace, known: Scope, rows: pd.DataFrame) -> pd.DataFrame:
    names = ["p_alive", "expected_orders", "next_order_on", "next_from", "next_to"]
    try:
        told = value.customers(ws, known)[["customer_id", *names]]
    except Unanswered:
        raise
    except DataError:
        unknown = pd.Series(pd.NaT, index=rows.index)
        return rows.assign(**dict.fromkeys(names[:2], np.nan), **dict.fromkeys(names[2:], unknown))
    return rows.merge(told, on="customer_id", how="left")


def _cells(seen: pd.DataFrame) -> pd.DataFrame:
    """Of those who were due, how many there were and how many ordered, by length and spread."""
    due = seen[seen["due"]].groupby(["length", "spread"])[["customers", "ordered"]].sum()
    return due.reindex(CELLS, fill_value=0).set_axis(["customers", "gone"], axis=1).astype(int)


@lru_cache(maxsize=4)
def _weeks(ws: Workspace, key: Key, known: Scope) -> pd.DataFrame:
    """Those with a rhythm at the end of each of the past weeks but one, and who ordered next.

    One row per week, length, spread and whether they were due: back length spread due customers
    ordered (counts). Nothing else of a customer is needed, so nothing else leaves the engine.
    """
    assert known.as_of is not None
    parts = []
    for back in range(1, LEARNED + 1):
        day = known.as_of - timedelta(days=7 * back)
        after = day + timedelta(days=7)
        then = replace(known, as_of=day, end=day)
        over = replace(known, as_of=after, end=after)
        rows = engine.run(ws, "due_weeks", over, before=then, days=DAYS)
        parts.append(rows.assign(back=back))
    return pd.concat(parts, ignore_index=True)


@lru_cache(maxsize=4)
def _foretold(ws: Workspace, key: Key, known: Scope) -> pd.DataFrame:
    """What the value model foretold on earlier days, and what happened: one row per day and week.

    cut and the columns of value.weekly, happened_orders, happened_revenue.
    """
    first = ws.facts.first_order_on
    assert known.as_of is not None
    if first is None:
        return pd.DataFrame(columns=["cut", "week"])
    happened = _happened(ws, known)
    parts = []
    for back in sorted(happened["back"].unique()):
        day = known.as_of - timedelta(days=int(back) * STEP)
        over = min(WEEKS, int(back) * STEP // 7)
        if (day - first).days < HISTORY:
            break
        try:
            told = value.weekly(ws, replace(known, as_of=day, end=day), over)
        except Unanswered:
            raise
        except DataError:
            break
        parts.append(told.assign(cut=day, back=back))
    if not parts:
        return pd.DataFrame(columns=["cut", "week"])
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.merge(happened, on=["back", "week"], how="left").drop(columns="back")
    return rows.fillna({"happened_orders": 0, "happened_revenue": 0.0})


def _happened(ws: Workspace, known: Scope) -> pd.DataFrame:
    rows = engine.run(ws, "due_happened", known, step=STEP, weeks=WEEKS)
    return rows.set_axis(["back", "week", "happened_orders", "happened_revenue"], axis=1)


def _known(ws: Workspace, scope: Scope) -> Scope:
    """The scope over all history up to the day it is asked on."""
    scope = scope.resolved(ws)
    return replace(scope, start=None, end=scope.as_of)
