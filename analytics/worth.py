"""What are customers worth, group by group, and did what was foretold come true?

The models are those of value.customers: BG/NBD foretells purchases, Gamma-Gamma what is spent on
one. Groups differ in how they buy and leave, so each with enough customers can have models of its
own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from analytics import engine, value
from analytics.errors import DataError, Unanswered
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Of = Literal["all", "customer_type", "region"]

LEAST = 300  # customers from which on a group has models of its own
WEEKS = 26  # held out at most: half a year
EDGES = [0, 1, 2, 3, 4, 7, 13]  # repeat purchases from which on customers are taken together
PARAMETERS = ("r", "alpha", "a", "b")
FORETOLD = [
    "customer_id", "clv_12m", "clv_6m", "expected_orders", "p_alive", "p_inactive",
    "next_order_on", "next_from", "next_to",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Holdout:
    """What was foretold on an earlier day of the customers known then, beside what happened.

    day days           the day, and how many followed (whole weeks)
    customers          known on it
    expected actual    purchase days in the days after it: foretold, and counted
    weeks              as `weeks` gives them
    by_repeats         one row per number of repeat purchases by the day: from_x to_x (the same,
                       or null for "and more"), customers, expected, actual (per customer)
    """

    day: date
    days: int
    customers: int
    expected: float
    actual: int
    weeks: pd.DataFrame
    by_repeats: pd.DataFrame


def groups(ws: Workspace, scope: Scope, of: Of = "all", by: value.By = "revenue") -> pd.DataFrame:
    """What each group of customers should bring in 6 and 12 months.

    One row per type or region that has customers, or one for all; most money first.
    label              null for all
    customers repeaters   with a counting order by as_of; of them, on more than one day (count)
    clv_6m clv_12m     revenue (or margin) to be expected in all, discounted by 1 % a month (money)
    clv_each           clv_12m ÷ customers
    own                fitted to the group alone: at least 300 customers, 30 of them repeaters;
                       else foretold by the models of all
    learned_from       customers its own models are learned from (count); null if not its own
    r alpha a b, with _error   parameters of BG/NBD and their standard errors; null if not its own
    Errors and source as in value.fit.
    """
    if of == "all":
        return pd.DataFrame([_row(ws, scope, None, by)])
    everybody = value.customers(ws, scope, by)
    rows = []
    for label in ws.dimensions.get(of, ()):
        where = {**scope.filters, of: (label,)}
        if label not in scope.filters.get(of, (label,)):
            continue
        mine = replace(scope, where=where)
        known = value.histories(ws, replace(mine, start=None, end=None))
        if known.empty:
            continue
        try:
            row = _row(ws, mine, label, by) if len(known) >= LEAST else None
        except Unanswered:
            raise
        except DataError:
            row = None
        rows.append(row or _shared(everybody, known, label))
    order = ["clv_12m", "label"]
    return pd.DataFrame(rows).sort_values(order, ascending=[False, True], ignore_index=True)


def customers(ws: Workspace, scope: Scope, by: value.By = "revenue") -> pd.DataFrame:
    """What each customer should bring, who should bring most in 12 months first.

    One row per customer with a counting order by as_of: customer_id, then of value.customers
    clv_12m clv_6m expected_orders p_alive p_inactive (within 91 days) next_order_on next_from
    next_to; by the models of all.
    Errors and source as in value.fit.
    """
    found = value.customers(ws, scope, by)
    rows = found.sort_values(["clv_12m", "customer_id"], ascending=[False, True], ignore_index=True)
    return rows[FORETOLD]


def holdout(ws: Workspace, scope: Scope) -> Holdout:
    """Foretold half a year ago (or after half of the history), and what happened since.

    Whoever came first after that day does not count on either side.
    Errors: DataError where fewer than 30 customers had come back by that day.
    Source: Fader, Hardie & Lee 2005, figures 3 to 5.
    """
    known = replace(scope.resolved(ws), start=None, end=None)
    end, first = known.as_of, ws.facts.first_order_on
    assert end is not None
    assert first is not None
    days = 7 * min(WEEKS, (end - first).days // 14)
    day = end - timedelta(days=days)
    foretold = value.customers(ws, replace(known, as_of=day), horizon_days=days)
    then = value.histories(ws, replace(known, end=end)).set_index("customer_id")["x"]
    actual = then.reindex(foretold["customer_id"]).to_numpy() - foretold["x"].to_numpy()
    rows = pd.DataFrame({"x": foretold["x"], "expected": foretold["expected_orders"]})
    return Holdout(
        day, days, len(rows), value.expected(ws, replace(known, as_of=day), days),
        int(actual.sum()),
        weeks(ws, scope, day), _by_repeats(rows.assign(actual=actual)),
    )  # fmt: skip


def weeks(ws: Workspace, scope: Scope, day: date) -> pd.DataFrame:
    """Purchase days foretold on an earlier day, and those counted since, both added up.

    One row per second week after the day, and for the last whole one by as_of: week, expected
    actual (count); customers known on the day alone.
    Errors and source as in `holdout`.
    """
    known = replace(scope.resolved(ws), start=None, end=None)
    assert known.as_of is not None
    last, before = (known.as_of - day).days // 7, replace(known, as_of=day)
    came = engine.run(ws, "worth_weeks", known, day=day).set_index("week")["orders"]
    came.index = came.index.astype(int)
    actual = came.reindex(range(1, last + 1), fill_value=0).cumsum()
    told = sorted({*range(2, last + 1, 2), last} - {0})
    expected = [value.expected(ws, before, 7 * week) for week in told]
    return pd.DataFrame({"week": told, "expected": expected, "actual": actual.loc[told].tolist()})


def _row(ws: Workspace, scope: Scope, label: str | None, by: value.By) -> dict[str, Any]:
    fitted = value.fit(ws, scope, by).iloc[0]
    found = value.customers(ws, scope, by)
    names = [*PARAMETERS, *(f"{name}_error" for name in PARAMETERS)]
    own = {"own": True, "learned_from": fitted["n"]}
    return _sums(label, found) | own | {name: fitted[name] for name in names}


def _shared(everybody: pd.DataFrame, known: pd.DataFrame, label: str) -> dict[str, Any]:
    found = everybody[everybody["customer_id"].isin(known["customer_id"])]
    names = [*PARAMETERS, *(f"{name}_error" for name in PARAMETERS)]
    own = {"own": False, "learned_from": np.nan}
    return _sums(label, found) | own | dict.fromkeys(names, np.nan)


def _sums(label: str | None, found: pd.DataFrame) -> dict[str, Any]:
    return {
        "label": label, "customers": len(found), "repeaters": int((found["x"] > 0).sum()),
        "clv_6m": found["clv_6m"].sum(), "clv_12m": found["clv_12m"].sum(),
        "clv_each": found["clv_12m"].mean(),
    }  # fmt: skip


def _by_repeats(rows: pd.DataFrame) -> pd.DataFrame:
    place = np.searchsorted(EDGES, rows["x"], side="right") - 1
    found = rows.groupby(place).agg(
        customers=("x", "size"), expected=("expected", "mean"), actual=("actual", "mean")
    )
    last = [*(edge - 1 for edge in EDGES[1:]), np.nan]
    found.insert(0, "from_x", [EDGES[each] for each in found.index])
    found.insert(1, "to_x", [last[each] for each in found.index])
    return found.reset_index(drop=True)
