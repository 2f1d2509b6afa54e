"""The plain rule: what became of customers of the same pace, value and silence before.

How many of their own usual gaps a customer has been silent, how often and for how much they buy,
and how many of those alike left at two earlier days, each one horizon after the other. Nothing
dated after such a day is used to place them, and only what came after it to judge them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics import churn_stake, engine, features, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Key = tuple[str, int | None, str]

CELLS = pd.MultiIndex.from_product([range(10), range(8)], names=["habit", "band"])  # churn_rhythm
LEARNED = 2  # horizons a probability is learned from; one alone is too much its season
HORIZONS = 12  # looked back at most


def chances(ws: Workspace, scope: Scope, days: int, back: int = 0) -> pd.DataFrame:
    """The probabilities known so many horizons before the day of the scope.

    One row per cell of pace, value and silence: p, and the customers it rests on, alike, of whom
    alike_gone left; null with under 30 customers to learn from.
    """
    shares = rates.shares(learned(ws, scope, days, back))
    return shares.rename(columns={"customers": "alike", "gone": "alike_gone"})


def learned(ws: Workspace, scope: Scope, days: int, back: int = 0) -> pd.DataFrame:
    """Customers and gone of the horizons that had ended so many horizons before, by cell."""
    placed = [past(ws, scope, days, back + more) for more in range(1, LEARNED + 1)]
    rows = pd.concat(placed).groupby(["habit", "band"])["gone"].agg(["size", "sum"])
    return rows.reindex(CELLS, fill_value=0).set_axis(["customers", "gone"], axis=1)


def rated(ws: Workspace, scope: Scope, days: int, back: int) -> pd.DataFrame:
    """Customers as the rule would have rated them so many horizons ago, and what became of them.

    One row per customer: customer_key habit band expected_value gone probability.
    """
    known = past(ws, scope, days, back)
    p = chances(ws, scope, days, back)["p"].rename("probability")
    return known.join(p, on=["habit", "band"])


def past(ws: Workspace, scope: Scope, days: int, back: int) -> pd.DataFrame:
    """Customers placed as known so many horizons ago, and gone: no order within a horizon after.

    scope  resolved, over all history up to its as_of
    """
    return _past(ws, ws.key, scope, days, back)


@lru_cache(maxsize=16)
def _past(ws: Workspace, key: Key, scope: Scope, days: int, back: int) -> pd.DataFrame:
    assert scope.as_of is not None
    day = scope.as_of - timedelta(days=back * days)
    some = features.drawing(ws, features.JUDGED)
    known = engine.run(ws, "churn_bands", replace(scope, as_of=day, end=day), horizon=days, **some)
    if some:
        after = day + timedelta(days=days)
        came = features.returned(ws, scope, after, days, 1, features.JUDGED)["customer_key"]
    else:  # one question for all days
        seen = _seen(ws, key, scope, scope.as_of, days)
        came = seen.loc[seen["horizons_back"] == back - 1, "customer_key"]
    gone = ~known["customer_key"].isin(came)
    return known.assign(gone=gone, expected_value=churn_stake.expected_value(known))


@lru_cache(maxsize=16)
def _seen(ws: Workspace, key: Key, scope: Scope, day: date, days: int) -> pd.DataFrame:
    return features.returned(ws, scope, day, days, HORIZONS)


def probabilities(ws: Workspace, scope: Scope, days: int, day: date) -> pd.Series:
    """What the rule foretold on a day a whole number of horizons ago, by customer_key."""
    assert scope.as_of is not None
    rows = rated(ws, scope, days, (scope.as_of - day).days // days)
    return rows.set_index("customer_key")["probability"].astype(np.float64)
