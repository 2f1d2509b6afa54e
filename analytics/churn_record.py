"""How lists of leavers did on all earlier days together, each learned only from what lay before.

The day the choice of a model was made on is left out, for it flatters what was chosen. A customer
known on several of the days is on each of them, and the intervals allow for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analytics import churn, churn_proof, churn_rule
from analytics.churn import By
from analytics.churn_training import CHOSEN_ON
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

DAYS = 5  # earlier days looked at, at most


def tenths(
    ws: Workspace, scope: Scope, horizon_days: int | None = None, by: By = "rule"
) -> pd.DataFrame:
    """Probabilities as foretold on all earlier days beside what happened after each.

    One row per tenth of all customers and days, least likely to leave first (fewer rows where
    many share a probability): customers (on several days counted on each) from_probability
    predicted actual (shares without an order in the horizon after the day) low high (95 % of
    actual, a customer's days taken for what they tell together). No rows with too little to
    learn from.
    """
    return churn_proof.together(_past(ws, scope, horizon_days, by))


def summary(
    ws: Workspace, scope: Scope, horizon_days: int | None = None, by: By = "rule"
) -> pd.DataFrame:
    """How far foretold and happened were apart on all earlier days together.

    One row; none with too little to learn from. days n (customers on all days) predicted_rate
    base_rate (foretold for everybody, and happened) calibration_error calibration_worst
    calibration_chance (apart in an average tenth and in the worst one, and by chance alone in an
    average one, in shares of its customers)
    """
    past = _past(ws, scope, horizon_days, by)
    rows = []
    if len(past):
        rows.append(
            {"days": past["cut"].nunique(), "n": len(past)}
            | {"predicted_rate": past["probability"].mean(), "base_rate": past["gone"].mean()}
            | churn_proof.calibration(past)
        )
    columns = [
        "days", "n", "predicted_rate", "base_rate", "calibration_error", "calibration_worst",
        "calibration_chance",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _past(ws: Workspace, scope: Scope, horizon_days: int | None, by: By) -> pd.DataFrame:
    """Customers of the days judged: cut customer_key probability gone."""
    scope = scope.resolved(ws)
    days = horizon_days or churn.horizon_days(ws, scope)
    learned = churn.learn(ws, scope, days) if by == "model" else None
    columns = ["cut", "customer_key", "probability", "gone"]
    if learned and not learned.why:
        cuts = sorted(learned.past["cut"].unique(), reverse=True)
        return learned.past.loc[learned.past["cut"] != cuts[CHOSEN_ON], columns]
    known, rows = replace(scope, start=None, end=scope.as_of), []
    for back in range(1, DAYS + 1):
        rated = churn_rule.rated(ws, known, days, back)
        if rated.empty or rated["probability"].isna().any():
            break
        rows.append(rated.assign(cut=back)[columns])
    return pd.concat(rows) if rows else pd.DataFrame(columns=columns)
