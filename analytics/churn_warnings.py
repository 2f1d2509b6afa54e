"""Early warnings: who shows a sign of leaving today, and how often each sign was right before.

Signs are read from the data as they are, so there are warnings with any number of customers and
before anything has been learned. A contract that ends soon is one too, where the customer file
says when contracts end; how often that was right cannot be told from it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics import churn, churn_list, churn_signs, churn_training, contracts, features, rates
from analytics.churn import By
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.churn_kept import Trained
    from analytics.workspace import Workspace

CONTRACT = "contract_ends"
Read = tuple[pd.DataFrame, pd.DataFrame]  # signs of earlier days with what came, and of today


def counted(
    ws: Workspace,
    scope: Scope,
    horizon_days: int | None = None,
    contract_days: int = contracts.DAYS,
    by: By = "model",
) -> pd.DataFrame:
    """Each sign, who shows it on as_of, and of those who showed it earlier how many left.

    contract_days  before its end from which on a contract is warned of
    One row per sign somebody shows or showed, the strongest first: the columns of
    churn_signs.counted, and
    remark   "" or why its record says little or nothing: small_group (under 30 showed it before),
             nobody_before, short_history (no earlier day has its horizon over), renewed (a
             contract that was renewed no longer names its earlier end)
    The record rests on the days the model was tried on; by the rule, and where there is too little
    to learn from, on up to 3 days one horizon apart.
    """
    known, days = _known(ws, scope, horizon_days)
    past, now = _read(ws, known, days, _learned(ws, known, days, by))
    rows = churn_signs.counted(past, now)
    few, nobody = rows["customers"] < rates.LEAST, rows["customers"] == 0
    none = "short_history" if past.empty else "nobody_before"
    rows["remark"] = np.select([nobody, few], [none, "small_group"], "")
    if contracts.known(ws, known)[0]:
        ends, new = (
            len(warned(ws, scope, CONTRACT, fresh, horizon_days, None, contract_days, by))
            for fresh in (False, True)
        )
        row = {"sign": CONTRACT, "customers": 0, "gone": 0, "telling": False, "remark": "renewed"}
        rows.loc[len(rows)] = pd.Series(row | {"now": ends, "fresh": new})
    return rows


def warned(
    ws: Workspace,
    scope: Scope,
    sign: str,
    fresh: bool = False,
    horizon_days: int | None = None,
    top: int | None = None,
    contract_days: int = contracts.DAYS,
    by: By = "model",
) -> pd.DataFrame:
    """Customers who show a sign of leaving on as_of, most value at risk first.

    sign   one of churn_signs.SIGNS, or "contract_ends"
    fresh  only those who did not show it a week before
    One row per customer who has ordered, with the columns of churn.customers, by the rule where
    there is too little to learn from; and contract_ends_on, of those warned of it.
    """
    known, days = _known(ws, scope, horizon_days)
    found = _learned(ws, known, days, by)
    everybody = churn_list.everybody(ws, ws.key, known, days, found)
    columns = churn_list.COLUMNS
    if sign == CONTRACT:
        columns = [*columns, "contract_ends_on"]
        ends = contracts.ending(ws, known, contract_days)
        if fresh:
            ends = ends[ends["days_left"] > contract_days - 7]
        rows = everybody.merge(ends[["customer_id", "contract_ends_on"]], on="customer_id")
    else:
        _past, now = _read(ws, known, days, found)
        place = list(churn_signs.SIGNS).index(sign)
        shown = now[(now["fresh" if fresh else "signs"].to_numpy() >> place) & 1 == 1]
        rows = everybody[everybody["customer_key"].isin(shown["customer_key"])]
    return rows.head(top or len(rows))[columns].reset_index(drop=True)


def _known(ws: Workspace, scope: Scope, horizon_days: int | None) -> tuple[Scope, int]:
    resolved = scope.resolved(ws)
    known = replace(resolved, start=None, end=resolved.as_of)
    return known, horizon_days or churn.horizon_days(ws, scope)


def _learned(ws: Workspace, known: Scope, days: int, by: By) -> Trained | None:
    found = churn.learn(ws, known, days) if by == "model" else None
    return found if found and not found.why else None


def _read(ws: Workspace, known: Scope, days: int, found: Trained | None) -> Read:
    return (found.past, found.now) if found else _plainly(ws, ws.key, known, days)


@lru_cache(maxsize=2)
def _plainly(ws: Workspace, key: tuple[str, int | None], known: Scope, days: int) -> Read:
    """Signs without a model; days since the last order stand in for what BG/NBD would foretell."""
    end, first = known.as_of, ws.facts.first_order_on
    assert end is not None
    most = 1 if ws.facts.customers >= churn_training.LARGE else churn_training.LEARNED
    came = features.returned(ws, known, end, days, most)
    past = [pd.DataFrame({"signs": np.array([], dtype=np.int64), "gone": False, "rhythm": 0.0})]
    for back in range(1, most + 1):
        cut = end - timedelta(days=back * days)
        if first is None or cut < first:
            break
        rows = features.customers(ws, known, cut, days)
        back_again = came.loc[came["horizons_back"] == back - 1, "customer_key"]
        then = {"signs": churn_signs.shown(rows), "rhythm": rows["days_since_order"].astype(float)}
        past.append(pd.DataFrame(then).assign(gone=~rows["customer_key"].isin(back_again)))
    now, week = (_shown(ws, known, day, days) for day in (end, end - timedelta(days=7)))
    before = week.reindex(now.index, fill_value=0).to_numpy()
    today = pd.DataFrame({"customer_key": now.index, "signs": now.to_numpy()})
    return pd.concat(past, ignore_index=True), today.assign(fresh=now.to_numpy() & ~before)


def _shown(ws: Workspace, known: Scope, day: date, days: int) -> pd.Series:
    rows = features.customers(ws, known, day, days)
    return pd.Series(churn_signs.shown(rows), index=rows["customer_key"])
