"""What was known of each customer on a day: the sole input of every model of leaving.

Every figure rests on rows dated on or before the day asked for. What happened after a day is
asked by another question, so that no model can see it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import take

from analytics import engine
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

COLUMNS = [
    "customer_key", "orders", "days_since_order", "days_known", "repeat_days", "repeat_span_days",
    "usual_gap_days", "last_gap_days", "long_gap_days", "gap_ratio", "orders_30",
    "orders_30_before", "orders_90", "orders_90_before", "orders_180", "orders_180_before",
    "spend_30", "spend_30_before", "spend_90", "spend_90_before", "spend_180", "spend_180_before",
    "average_order", "average_order_trend", "margin_share", "return_rate", "discount_share",
    "breadth", "days_since_visit", "days_since_call", "days_since_contact",
    "days_since_complaint", "contacts_90", "contacts_90_before", "contacts_275_before",
    "open_complaints", "survey_score", "tier", "region", "type", "days_customer",
    "expected_revenue",
]  # fmt: skip
Some = dict[str, int]

JUDGED = 1_000_000  # customers of an earlier day that foretelling is judged by, drawn of more
COUNTED = [  # 0 of customers whom the question about them leaves out
    name
    for name in COLUMNS
    if name.startswith(("orders_", "repeat_", "contacts_", "breadth", "open_complaints"))
]
SPENT = [name for name in COLUMNS if name.startswith("spend_")] + ["spend_of_year"]


def customers(ws: Workspace, scope: Scope, day: date, horizon_days: int) -> pd.DataFrame:
    """Each customer as known at the end of a day, whatever the scope's own days.

    One row per customer with a counting order by the day, in the order of customer_key.
    orders days_since_order days_known   counting orders; days since the last and the first
    repeat_days repeat_span_days         purchase days after the first; days from first to last
    usual_gap_days last_gap_days long_gap_days   own gaps between purchase days: median, last,
                                         and the one nine in ten do not exceed (days)
    gap_ratio                            days_since_order ÷ usual_gap_days
    orders_n spend_n, …_before           in the last 30, 90 and 180 (182) days and as many before
    average_order average_order_trend    money; last 182 days ÷ the 182 before
    margin_share discount_share return_rate   of revenue, of lines, of lines
    breadth                              product categories of the last 364 days
    days_since_visit _call _contact _complaint   a contact is a visit or a call
    contacts_90 contacts_90_before contacts_275_before   visits and calls of the last 90 days,
                                         of the 90 and of the 275 before
    open_complaints survey_score         filed − solved; the latest score
    tier region type                     tier by revenue of all history
    days_customer                        since the day the customer file says, else days_known
    expected_revenue                     within the horizon at the pace of the last 364 days
    Null where there is nothing to measure. Source: methods.md, churn.
    """
    return drawn(ws, scope, day, horizon_days)[0]


def drawn(
    ws: Workspace, scope: Scope, day: date, horizon_days: int, most: int | None = None
) -> tuple[pd.DataFrame, int]:
    """The same of no more than `most` customers, and how many were known on the day.

    Whom the engine draws is the same every time, and the others never leave it.
    """
    known, some = _known(ws, scope, day), drawing(ws, most)
    rows = _orders(ws, known, some)
    customers = int(rows.pop("of_customers").max()) if some and len(rows) else len(rows)
    keys = rows["customer_key"].to_numpy()
    found: dict[str, Any] = {str(name): rows[name].to_numpy() for name in rows}
    for ask in (_recent, _gaps, _breadth, _discounts, _contacts, _who):
        found |= _beside(keys, ask(ws, known, some))
    for name in COUNTED:
        found[name] = np.nan_to_num(found[name]).astype(np.int64)
    for name in SPENT:
        found[name] = np.nan_to_num(found[name])
    told = found["days_since_start"] >= 0
    found["days_customer"] = np.where(told, found["days_since_start"], found["days_known"])
    days = np.clip(found["days_known"] + 1, horizon_days, 364)
    found["expected_revenue"] = np.maximum(0, found["spend_of_year"]) * horizon_days / days
    found["gap_ratio"] = found["days_since_order"] / found["usual_gap_days"]
    return pd.DataFrame({name: found[name] for name in COLUMNS}, copy=False), customers


# One wide question that joins these would carry every column through every join and the sort.
def _orders(ws: Workspace, known: Scope, some: Some) -> pd.DataFrame:
    return engine.run(ws, "features_orders", known, **some)


def _recent(ws: Workspace, known: Scope, some: Some) -> pd.DataFrame:
    return engine.run(ws, "features_recent", known, **some)


def _gaps(ws: Workspace, known: Scope, some: Some) -> pd.DataFrame:
    return engine.run(ws, "features_gaps", known, **some)


def _breadth(ws: Workspace, known: Scope, some: Some) -> pd.DataFrame:
    return engine.run(ws, "features_breadth", known, **some)


def _discounts(ws: Workspace, known: Scope, some: Some) -> pd.DataFrame:
    return engine.run(ws, "features_discounts", known, **some)


def _contacts(ws: Workspace, known: Scope, some: Some) -> pd.DataFrame:
    return engine.run(ws, "features_contacts", known, **some)


def _who(ws: Workspace, known: Scope, some: Some) -> pd.DataFrame:
    return engine.run(ws, "features_customers", known, **some)


def _beside(keys: NDArray[np.int64], rows: pd.DataFrame) -> dict[str, Any]:
    """The columns of another answer in the order of these keys; null for keys it does not have."""
    own = rows.pop("customer_key").to_numpy()
    place = np.searchsorted(own, keys)
    place[place == len(own)] = -1
    place[own[place] != keys if len(own) else slice(None)] = -1
    return {str(name): take(rows[name].array, place, allow_fill=True) for name in rows}


def returned(
    ws: Workspace,
    scope: Scope,
    day: date,
    horizon_days: int,
    horizons: int,
    most: int | None = None,
) -> pd.DataFrame:
    """Who ordered in which of the last horizons before a day: what became of earlier customers.

    One row per customer and horizon with a counting order: customer_key, horizons_back (0 = the
    horizon that ends with the day). Horizons do not overlap; nothing later than the day counts.
    With `most`, of those alone whom `drawn` draws on the day before the first of the horizons.
    """
    before = _known(ws, scope, day - timedelta(days=horizon_days * horizons))
    return engine.run(
        ws, "features_returned", _known(ws, scope, day), before=before, horizon=horizon_days,
        horizons=horizons, **drawing(ws, most),
    )  # fmt: skip


def drawing(ws: Workspace, most: int | None) -> Some:
    """What a question is asked with for `most` customers to be drawn; nothing of fewer."""
    return {} if most is None or ws.facts.customers <= most else {"most": most}


def _known(ws: Workspace, scope: Scope, day: date) -> Scope:
    return replace(scope.resolved(ws), as_of=day, start=None, end=day)
