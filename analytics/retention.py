"""Do new customers come back, how soon, and what do they bring as time goes by?

Customers are followed over all history up to the scope's day; its period chooses which customers:
those whose first order lies in it.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

WITHIN = 90  # days by which the headline asks who came back
YEAR = 364  # days of first orders that are compared, whole weeks
MARKS = (1, 3, 6, 12)  # months after the first order that are told one by one
GROUPS = 5  # groups that are named; a chart holds two more lines
By = Literal["channel", "region", "category", "product"]


def cohorts(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Share of the customers of a month who order again in each month after it.

    One row per cohort and month after it that is over by as_of, oldest first; a cohort whose own
    month is not over has none. Months without an order are there, with 0.
    cohort        first day of the month of the first counting order
    months_after  0 is the cohort's own month
    customers     of the cohort; active: with an order that month; retention = active ÷ customers
    revenue       of that month (money, returns taken off); before the first order: in month 0
    value         revenue per customer from the first order to the end of that month (money)
    Source: methods.md, retention.
    """
    found = engine.run(ws, "retention_cohorts", scope)
    rows = _whole(found, _last_month(ws, scope))
    rows["value"] = rows.groupby("cohort")["revenue"].cumsum() / rows["customers"]
    rows["cohort"] = [_first_day(month) for month in rows["cohort"]]
    columns = ["cohort", "months_after", "customers", "active", "retention", "revenue", "value"]
    return rows[columns]


def curve(cells: pd.DataFrame) -> pd.DataFrame:
    """The cohorts together: share active in each month after the first order, and their value.

    cells  as `cohorts` gives them
    One row per month after: customers active retention low high (95 %, Wilson) of all cohorts for
    which that month is over; value: their revenue per customer of each month, added up.
    """
    sums = cells.groupby("months_after", as_index=False)[["customers", "active", "revenue"]].sum()
    sums["retention"] = sums["active"] / sums["customers"]
    sums[["low", "high"]] = rates.wilson(sums["active"], sums["customers"])
    sums["value"] = (sums["revenue"] / sums["customers"]).cumsum()
    columns = ["months_after", "customers", "active", "retention", "low", "high", "value"]
    return sums[columns]


def summary(cells: pd.DataFrame) -> pd.DataFrame:
    """The cohorts in a row each: who came, how many order months later, what they brought.

    cells  as `cohorts` gives them
    One row per cohort, newest first: cohort customers retention_1 _3 _6 _12 (null until that month
    is over) months (that are over) value (revenue per customer so far, money)
    """
    wide = cells.pivot(index="cohort", columns="months_after", values="retention")
    wide = wide.reindex(columns=list(MARKS)).add_prefix("retention_")
    so_far = cells.groupby("cohort").agg(
        customers=("customers", "last"), months=("months_after", "max"), value=("value", "last")
    )
    rows = so_far.join(wide).sort_index(ascending=False).reset_index()
    return rows[["cohort", "customers", *wide.columns, "months", "value"]]


def groups(ws: Workspace, scope: Scope, by: By, named: int = GROUPS) -> pd.DataFrame:
    """`curve` for the customers whose first order came through each channel, region or product.

    One row per group and month after, largest groups first; label is null for all others and for
    those without one. The group is what most money of the first day went to.
    label customers_of_group months_after customers active retention low high
    """
    found = engine.run(ws, "retention_groups", scope, by=by, groups=named)
    last, parts = _last_month(ws, scope), []
    for label, rows in found.groupby("label", dropna=False, sort=False):
        size = int(rows.loc[rows["months_after"] == 0, "active"].sum())
        part = curve(_whole(rows.assign(revenue=0.0), last)).drop(columns="value")
        part.insert(0, "label", None if pd.isna(label) else label)
        part.insert(1, "customers_of_group", size)
        parts.append(part)
    if not parts:
        return pd.DataFrame(columns=["label", "customers_of_group", *_CURVE])
    rows = pd.concat(parts, ignore_index=True)
    rows["other"] = rows["label"].isna()
    order = ["other", "customers_of_group", "label", "months_after"]
    rows = rows.sort_values(order, ascending=[True, False, True, True], ignore_index=True)
    return rows.drop(columns="other")


def keeps_most(groups: pd.DataFrame, months_after: int) -> tuple[str, float] | None:
    """The group that keeps clearly more than all others together, and its share; None if none does.

    groups  as `groups` gives them; clearly: the 95 % intervals do not overlap
    """
    rows = groups[groups["months_after"] == months_after]
    named = rows.dropna(subset="label").sort_values("retention", ascending=False)
    if named.empty:
        return None
    best, others = named.iloc[0], rows.drop(index=named.index[0])
    rest = rates.wilson(pd.Series([others["active"].sum()]), pd.Series([others["customers"].sum()]))
    clear = bool(best["low"] > rest["high"].iloc[0])
    return (str(best["label"]), float(best["retention"])) if clear else None


_CURVE = ["months_after", "customers", "active", "retention", "low", "high"]


def second_orders(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """How soon new customers come back: the share with an order on a later day, by days.

    One row per day on which somebody came back, or up to which somebody has been waited for.
    days                since the first order
    at_risk came_back   customers not back and still watched that day; back on it
    share low high      back by then, with 95 % interval: who was watched for less counts for as
                        long as watched
    Source: `rates.watched`.
    """
    rows = engine.run(ws, "retention_second_orders", scope).astype("int64")
    rows = rates.watched(rows.rename(columns={"came_back": "done"}))
    rows = rows.rename(columns={"done": "came_back"})
    return rows[["days", "at_risk", "came_back", "share", "low", "high"]]


@dataclass(frozen=True)
class Return:
    """Share of new customers back within some days, with 95 % interval.

    customers  whose first order is looked at
    share      null where nobody could be watched for that long, as are low and high
    """

    customers: int
    share: float | None
    low: float | None
    high: float | None


def within(rows: pd.DataFrame, days: int = WITHIN) -> Return:
    """The share back by that day, from `second_orders`."""
    days_seen, customers = rows["days"], int(rows["at_risk"].max()) if len(rows) else 0
    watched = bool(len(rows)) and (days_seen.iloc[-1] >= days or rows["share"].iloc[-1] == 1)
    if not watched:
        return Return(customers, None, None, None)
    reached = int(days_seen.searchsorted(days, side="right"))
    if not reached:  # nobody that soon, and nobody lost from sight
        low, high = rates.wilson(pd.Series([0]), pd.Series([customers])).iloc[0]
        return Return(customers, 0.0, low, high)
    share, low, high = (rows[name].iloc[reached - 1] for name in ("share", "low", "high"))
    return Return(customers, share, low, high)


def median_days(rows: pd.DataFrame) -> int | None:
    """Days after which half of the new customers are back; None while fewer are."""
    half = rows[rows["share"] >= 0.5]
    return int(half["days"].iloc[0]) if len(half) else None


@dataclass(frozen=True)
class Headline:
    """Do the new customers of the last year come back more often than those of the year before?

    now before  back within WITHIN days; verdict: "better" or "worse" where the intervals do not
                overlap, "same" where they do, "unknown" where one of them is not known
    """

    now: Return
    before: Return
    verdict: Literal["better", "worse", "same", "unknown"]


def headline(ws: Workspace, scope: Scope) -> Headline:
    """The last 364 days of first orders that could be watched long enough, and those before.

    Who is first seen within WITHIN days of the first order of all may have bought before the data
    begin, and is left out.
    """
    end = _day(ws, scope) - timedelta(days=WITHIN)
    now = _returned(ws, scope, end - timedelta(days=YEAR - 1), end)
    before = _returned(ws, scope, end - timedelta(days=2 * YEAR - 1), end - timedelta(days=YEAR))
    verdict: Literal["better", "worse", "same", "unknown"] = "same"
    if now.low is None or before.low is None or now.high is None or before.high is None:
        verdict = "unknown"
    elif now.low > before.high:
        verdict = "better"
    elif now.high < before.low:
        verdict = "worse"
    return Headline(now, before, verdict)


def seen_from(ws: Workspace) -> date | None:
    """The day from which a first order is taken for a new customer's; None without orders."""
    first = ws.facts.first_order_on
    return first + timedelta(days=WITHIN) if first else None


def _returned(ws: Workspace, scope: Scope, start: date, end: date) -> Return:
    first = seen_from(ws)
    if first is None or max(start, first) > end:
        return Return(0, None, None, None)
    return within(second_orders(ws, replace(scope, start=max(start, first), end=end)))


def customers(
    ws: Workspace,
    scope: Scope,
    cohort: date | str,
    months_after: int = 0,
    active: bool | None = None,
    skip: int = 0,
    rows: int = 2_000_000_000,
) -> pd.DataFrame:
    """The customers of a cohort, or those of them with or without an order in a month after it.

    One row per customer, most revenue first.
    cohort  a day of the month of the first order; active: True with, False without an order in
            the month `months_after` later, None all of them
    customer_id name region first_order_on last_order_on orders   counting orders
    revenue  of all history up to as_of (money); owner
    """
    day = date.fromisoformat(cohort) if isinstance(cohort, str) else cohort
    month = day.year * 12 + day.month - 1
    params = {"cohort": month, "month": month + months_after, "skip": skip, "rows": rows}
    if active is not None:
        params["active"] = active
    return engine.run(ws, "retention_customers", scope, **params)


def _whole(found: pd.DataFrame, last: int) -> pd.DataFrame:
    """A row for every month after that is over, with 0 where nothing happened."""
    sizes = found[found["months_after"] == 0].groupby("cohort")["active"].sum()
    every = [(cohort, k) for cohort in sizes.index for k in range(last - cohort + 1)]
    index = pd.MultiIndex.from_tuples(every, names=["cohort", "months_after"])
    rows = found.groupby(["cohort", "months_after"])[["active", "revenue"]].sum()
    rows = rows.reindex(index, fill_value=0).reset_index()
    rows["customers"] = rows["cohort"].map(sizes)
    rows["retention"] = rows["active"] / rows["customers"]
    return rows


def _last_month(ws: Workspace, scope: Scope) -> int:
    """The last month that is over by as_of, as year * 12 + month - 1."""
    day = _day(ws, scope)
    over = day.day == monthrange(day.year, day.month)[1]
    return day.year * 12 + day.month - 1 - (not over)


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _day(ws: Workspace, scope: Scope) -> date:
    day = scope.resolved(ws).as_of
    assert day is not None
    return day
