"""What another horizon would change: whom the list names, and how many leave or are likely to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics import churn
from analytics.churn import By
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

PRESETS = (30, 60, 90, 180)  # days, besides the usual horizon
LEAST, MOST = 14, 364  # days a horizon can have


def rating(ws: Workspace, scope: Scope, horizon_days: int) -> By:
    """By what customers are rated over a horizon: the model where one has been learned for it."""
    found = churn.learned(ws, scope, horizon_days)
    return "model" if found and not found.why else "rule"


def compared(ws: Workspace, scope: Scope, days: Sequence[int] = PRESETS) -> pd.DataFrame:
    """The list under each of these horizons and the usual one, the shortest first.

    One row per horizon.
    horizon_days usual   usual: it is churn.horizon_days
    model             what rates it: the model in use where one has been learned for it, else "rule"
    customers likely  who ordered within 364 days, and of them with a probability of at least 60 %
    value_at_risk     of all (money), margin where costs are known; null with too little to learn
    shared            of the first 100 of the list under the usual horizon, rated the same way, how
                      many are among the first 100 under this one
    cut n base_rate   the latest day whose horizon is over, customers known then, and the share of
                      them that did not order within it; null where the history is too short
    """
    usual, rows = churn.horizon_days(ws, scope), []
    for horizon in sorted({usual, *days}):
        by = rating(ws, scope, horizon)
        found = churn.summary(ws, scope, horizon, by)
        same_way: By = by if rating(ws, scope, usual) == by else "rule"
        shared = _first(ws, scope, horizon, same_way) & _first(ws, scope, usual, same_way)
        tests = churn.backtest(ws, scope, horizon, cuts=1, by=by)
        row: dict[str, Any] = {"horizon_days": horizon, "usual": horizon == usual}
        row["model"] = "rule"
        if by == "model":
            row["model"] = churn.learn(ws, scope, horizon).model
        row |= {"customers": found.customers, "likely": found.likely, "shared": len(shared)}
        known = found.value_at_risk is not None
        row["value_at_risk"] = found.value_at_risk if known else np.nan
        last = tests.iloc[0] if len(tests) else pd.Series({"cut": None, "n": np.nan})
        row |= {"cut": last["cut"], "n": last["n"], "base_rate": last.get("base_rate", np.nan)}
        rows.append(row)
    columns = [
        "horizon_days", "usual", "model", "customers", "likely", "value_at_risk", "shared", "cut",
        "n", "base_rate",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _first(ws: Workspace, scope: Scope, horizon_days: int, by: By) -> set[str]:
    return set(churn.customers(ws, scope, horizon_days, top=churn.NAMED, by=by)["customer_id"])
