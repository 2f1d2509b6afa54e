"""What was known of each customer on a day: the sole input of every model of leaving.

Every figure rests on rows dated on or before the day asked for. What happened after a day is
asked by another question, so that no model can see it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics import engine
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace


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
    expected_revenue                     within the horizon at the pace of the last 364 days
    Null where there is nothing to measure. Source: methods.md, churn.
    """
    return engine.run(ws, "features_customers", _known(ws, scope, day), horizon=horizon_days)


def returned(
    ws: Workspace, scope: Scope, day: date, horizon_days: int, horizons: int
) -> pd.DataFrame:
    """Who ordered in which of the last horizons before a day: what became of earlier customers.

    One row per customer and horizon with a counting order: customer_key, horizons_back (0 = the
    horizon that ends with the day). Horizons do not overlap; nothing later than the day counts.
    """
    return engine.run(
        ws, "features_returned", _known(ws, scope, day), horizon=horizon_days, horizons=horizons
    )


def _known(ws: Workspace, scope: Scope, day: date) -> Scope:
    return replace(scope.resolved(ws), as_of=day, start=None, end=day)
