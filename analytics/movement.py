"""Who moved from one group of customers to another between two days, and what it was worth?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from analytics import engine, rfm
from analytics.moves import EVERYONE, INACTIVE, NOT_YET, codes, day_before, directed, steepest
from analytics.scope import Scope
from analytics.scoring import FAMILIES, SEGMENTS, TYPES, Scoring

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Map = Literal["segment", "type8", "tier"]

TIERS = ("key", "secondary", "ordinary", "small")
GROUPS: dict[str, tuple[str, ...]] = {"segment": SEGMENTS, "type8": TYPES, "tier": TIERS}
_HABITS = ("win_back", "keep", "develop", "value")
# how good a group is: a move to a higher number is a rise. Segments of one family are as good;
# of the eight types first the habit counts, then the money
LEVELS: dict[str, dict[str, int]] = {
    "segment": {
        code: -place for place, family in enumerate(FAMILIES.values(), -4) for code in family
    },
    "type8": {
        f"{weight}_{habit}": 2 * place + (weight == "important")
        for place, habit in enumerate(_HABITS)
        for weight in ("general", "important")
    },
    "tier": {code: place for place, code in enumerate(TIERS[::-1])},
}
USUAL = Scoring()
FEW = 1_000  # customers, up to which asking for them by name is less work than asking for all
MONTHS = 12  # month ends a course and a search for the last change look back


def earlier(ws: Workspace, scope: Scope, day: date | str) -> Scope:
    """The same question asked as of an earlier day: its period is as long and ends on that day.

    Errors: DataError when the day is not before the last day of the scope's period.
    """
    now = scope.resolved(ws)
    assert now.end is not None
    day = day_before(day, now.end)
    start = now.start and day - (now.end - now.start)
    return replace(now, as_of=day, start=start, end=day)


def flows(
    ws: Workspace, scope: Scope, since: date | str, by: Map = "segment", scoring: Scoring = USUAL
) -> pd.DataFrame:
    """From which group to which customers went between two days: everyone, each exactly once.

    One row per pair of groups that occurs, among all who ever bought by the later day.
    moved_from moved_to   groups on `since` and on the last day of the period: segments, types or
                    tiers of the periods that end on these days; "not_yet" before the first order,
                    "inactive" without a counting order in the period
    customers customer_share         count, share of all (0 to 1)
    revenue_then revenue           of the period up to `since`, and up to the later day (money)
    direction       came (from not_yet), rose, slid (to a group better or worse by LEVELS; inactive
                    is worst), level (another as good), stayed
    Errors: DataError when `since` is not before the later day. Source: methods.md, migration.
    """
    rows = _run(ws, "movement_flows", scope, since, by, scoring)
    return directed(rows, LEVELS[by])


def customers(
    ws: Workspace,
    scope: Scope,
    since: date | str,
    by: Map = "segment",
    scoring: Scoring = USUAL,
    moves: Iterable[tuple[str, str]] | None = None,
    skip: int = 0,
    rows: int = EVERYONE,
) -> pd.DataFrame:
    """Who moved between two days, most revenue first; of `moves` (from, to) when given.

    One row per customer who ever bought: customer_id name region moved_from moved_to last_order_on
    revenue_then revenue, as in `flows`; last_order_on is that of the later period, or, where
    it has none, of the earlier.
    """
    params: dict[str, Any] = {"skip": skip, "rows": rows}
    if moves is not None:
        params["moves"] = codes(moves)
    return _run(ws, "movement_customers", scope, since, by, scoring, **params)


def furthest(
    ws: Workspace,
    scope: Scope,
    since: date | str,
    direction: Literal["rose", "slid"],
    by: Map = "segment",
    scoring: Scoring = USUAL,
    rows: int = EVERYONE,
) -> pd.DataFrame:
    """Who climbed or fell most between two days: over most groups first, then most revenue.

    One row per customer who rose (or slid), as in `customers`; at most `rows`.
    """
    pairs = flows(ws, scope, since, by, scoring)
    found = [customers(ws, scope, since, by, scoring, moves=[])]
    for moves in steepest(pairs, LEVELS[by], direction):
        if (left := rows - sum(map(len, found))) > 0:
            found.append(customers(ws, scope, since, by, scoring, moves=moves, rows=left))
    return pd.concat([part for part in found if len(part)] or found, ignore_index=True)


def month_ends(ws: Workspace, scope: Scope, months: int = MONTHS) -> list[date]:
    """The last day of the period and the month ends before it that the data reach, oldest first."""
    end, first = scope.resolved(ws).end, ws.facts.first_order_on
    assert end is not None
    days = [end]
    while len(days) <= months and first:
        day = days[0].replace(day=1) - timedelta(days=1)
        if day < first:
            break
        days.insert(0, day)
    return days


def sizes(
    ws: Workspace, scope: Scope, by: Map = "segment", scoring: Scoring = USUAL
) -> pd.DataFrame:
    """How many customers each group has, and their revenue in the period.

    One row per group that has customers: place customers revenue.
    """
    return engine.run(ws, "movement_sizes", scope, map=by, **scoring.params)


def trend(
    ws: Workspace,
    scope: Scope,
    by: Map = "segment",
    scoring: Scoring = USUAL,
    months: int = MONTHS,
) -> pd.DataFrame:
    """How the groups grew and shrank: their sizes at each month end, each as known on its day.

    One row per day of `month_ends` and group that had customers then.
    day place customers revenue   as in `sizes`, of the period that ends on the day
    unfinished                    the day is not the last of its month
    """
    found = []
    for day in month_ends(ws, scope, months):
        rows = sizes(ws, _at(ws, scope, day), by, scoring)
        rows.insert(0, "day", day)
        found.append(rows.assign(unfinished=(day + timedelta(days=1)).day != 1))
    return pd.concat(found, ignore_index=True)


def changes(
    ws: Workspace,
    scope: Scope,
    by: Map = "segment",
    scoring: Scoring = USUAL,
    customer_ids: Iterable[str] | None = None,
    months: int = MONTHS,
) -> pd.DataFrame:
    """Each customer's group now, the one before, and the month of the change.

    One row per customer with a counting order in the period; of `customer_ids` when given.
    customer_id place
    previous     the group at the last month end at which it was another ("not_yet" before the
                 first order, null where it was the same at all of the last `months` month ends)
    changed_on   the first of the month ends (or last day) that show the group of now; null alike
    """
    params: dict[str, Any] = {}
    if customer_ids is not None:
        params["customer_ids"] = list(customer_ids)
    params |= {"map": by, **scoring.params}
    days = month_ends(ws, scope, months)[::-1]
    found = _places(ws, scope, params).to_frame().assign(previous=None, changed_on=None)
    # a month end before the first order shows that nobody had one; without it nothing is known
    reached = len(days) <= months
    open_ = found.index
    for later, day in zip(days, [*days[1:], None] if reached else days[1:], strict=False):
        then = _places(ws, _at(ws, scope, day), params) if day else pd.Series(dtype=object)
        then = then.reindex(open_).fillna(_absent(ws, scope)).astype(object)
        other = open_[(then != found.loc[open_, "place"]).to_numpy()]
        found.loc[other, "previous"] = then[other]
        found.loc[other, "changed_on"] = later
        open_ = open_.difference(other, sort=False)
    return found.reset_index()


def listing(
    ws: Workspace,
    scope: Scope,
    by: Literal["segment", "type8"] = "segment",
    scoring: Scoring = USUAL,
    skip: int = 0,
    rows: int = 50,
    **choice: Any,
) -> pd.DataFrame:
    """One page of the customers of a choice, with the group before and the day of the change.

    choice  segments, types, scores, money_scores, bands, as `rfm.listing` takes them
    One row per customer, most money first, with the columns of `rfm.listing`; previous and
    changed_on of `changes` come after those of the maps. As dear as a trend: 13 scorings.
    """
    found = rfm.listing(ws, scope, scoring=scoring, skip=skip, rows=rows, **choice)
    few = found["customer_id"] if len(found) <= FEW else None
    changed = changes(ws, scope, by, scoring, few).set_index("customer_id")
    for name in ("previous", "changed_on"):
        place = found.columns.get_loc("tier")
        found.insert(place, name, found["customer_id"].map(changed[name]))  # type: ignore[arg-type]
    return found


def _places(ws: Workspace, scope: Scope, params: dict[str, Any]) -> pd.Series:
    return engine.run(ws, "movement_places", scope, **params).set_index("customer_id")["place"]


def _absent(ws: Workspace, scope: Scope) -> str:
    return NOT_YET if scope.resolved(ws).start is None else INACTIVE


def _at(ws: Workspace, scope: Scope, day: date) -> Scope:
    now = scope.resolved(ws)
    return now if day == now.end else earlier(ws, now, day)


def _run(
    ws: Workspace,
    question: str,
    scope: Scope,
    since: date | str,
    by: Map,
    scoring: Scoring,
    **params: Any,
) -> pd.DataFrame:
    before = earlier(ws, scope, since)
    return engine.run(ws, question, scope, before=before, map=by, **scoring.params, **params)
