"""Whom an early warning is about: customers who show a sign of leaving today, to be taken away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analytics import churn, churn_list, churn_signs
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace


def warned(
    ws: Workspace,
    scope: Scope,
    sign: str,
    fresh: bool = False,
    horizon_days: int | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """Customers who show a sign of leaving on as_of, most value at risk first.

    sign   one of churn_signs.SIGNS
    fresh  only those who did not show it a week before
    One row per customer, with the columns of churn.customers by the model; none where nothing has
    been learned, for it is not known then how often a sign was right.
    """
    days = horizon_days or churn.horizon_days(ws, scope)
    resolved = scope.resolved(ws)
    known = replace(resolved, start=None, end=resolved.as_of)
    found = churn.learn(ws, known, days)
    everybody = churn_list.everybody(ws, ws.key, known, days, found)
    if found.why:
        return everybody.head(0)[churn_list.COLUMNS]
    place = list(churn_signs.SIGNS).index(sign)
    now = found.now[(found.now["fresh" if fresh else "signs"].to_numpy() >> place) & 1 == 1]
    rows = everybody[everybody["customer_key"].isin(now["customer_key"])]
    return rows.head(top or len(rows))[churn_list.COLUMNS].reset_index(drop=True)
