"""Everybody who ever ordered, rated by the rule or the model, most value at risk first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics import (
    churn_proof,
    churn_rule,
    churn_signs,
    churn_stake,
    churn_training,
    engine,
)
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.churn_kept import Trained
    from analytics.workspace import Workspace

COLUMNS = [
    "customer_id", "probability", "value_at_risk", "tier", "reasons", "name", "region",
    "days_since_order", "usual_gap_days", "overdue_ratio", "expected_revenue", "expected_value",
    "spend_change",
    "orders", "last_order_on", "alike", "alike_gone", "owner", "last_contact_on",
    "probability_low", "probability_high", *churn_training.FIGURES,
]  # fmt: skip
ALIKE = 0.2  # from this probability on the fate of customers alike is a reason


@lru_cache(maxsize=4)
def everybody(
    ws: Workspace,
    key: tuple[str, int | None, str],
    known: Scope,
    days: int,
    learned: Trained | None,
) -> pd.DataFrame:
    """One row per customer with a counting order; columns of churn.customers, and place.

    known    over all history up to its as_of
    learned  what rates them; None, or learned too little: the rule
    """
    rows = engine.run(ws, "churn_customers", known, horizon=days)
    if learned and not learned.why:
        rows = _by_model(rows, learned)
    else:
        rows = _by_rule(rows, churn_rule.chances(ws, known, days))
        past = churn_rule.rated(ws, known, days, 1)
        known_then = past.head(0) if past["probability"].isna().any() else past
        rows = _with_interval(rows, churn_proof.groups(known_then))
    rows["expected_value"] = churn_stake.expected_value(rows)
    rows["value_at_risk"] = rows["probability"] * rows["expected_value"]
    return _ordered(rows)


def one(own: pd.DataFrame, usual_gap_days: float | None, learned: Trained | None) -> pd.DataFrame:
    """One customer as rated by what was learned, with their row's columns in `everybody`.

    own      one row, as `profile.stake` gives it
    learned  as for `everybody`; without it nothing but their own rhythm speaks, and probability
             and value_at_risk are null
    Adds by: "model" or "rule".
    """
    gap = np.nan if usual_gap_days is None else usual_gap_days
    rows = own.assign(usual_gap_days=gap, has_own_gap=usual_gap_days is not None)
    rows["overdue_ratio"] = rows["days_since_order"] / (gap or np.nan)
    if learned and not learned.why:
        rows = _by_model(rows, learned).assign(by="model")
        rows["reasons"] = rows["reasons"].fillna("last_order")
    else:
        unknown = ["probability", "alike", "alike_gone", "probability_low", "probability_high"]
        rows = _with_reasons(rows.assign(**dict.fromkeys(unknown, np.nan), by="rule"))
    rows["expected_value"] = churn_stake.expected_value(rows)
    rows["value_at_risk"] = rows["probability"] * rows["expected_value"]
    return rows


def _by_rule(rows: pd.DataFrame, chances: pd.DataFrame) -> pd.DataFrame:
    rows = rows.join(chances.rename(columns={"p": "probability"}), on=["habit", "band"])
    return _with_reasons(rows)


def _with_reasons(rows: pd.DataFrame) -> pd.DataFrame:
    first = np.select(
        [~rows["has_own_gap"], rows["overdue_ratio"] >= churn_signs.OVERDUE,
         rows["probability"] >= ALIKE],
        ["one_purchase", "overdue", "alike"], "last_order",
    )  # fmt: skip
    less = rows["has_own_gap"] & (rows["spend_change"] <= -churn_signs.HALF)
    rows["reasons"] = pd.Series(first, dtype=str) + np.where(less, ",spends_less", "")
    return rows.assign(**dict.fromkeys(churn_training.FIGURES, np.nan))


def _by_model(rows: pd.DataFrame, learned: Trained) -> pd.DataFrame:
    now = learned.now
    if len(rows) == 1:
        now = now[now["customer_key"] == rows["customer_key"].iloc[0]]
    now = now.assign(reasons=churn_signs.reasons(now["signs"], _measured(learned)))
    columns = ["customer_key", "probability", "reasons", *churn_training.FIGURES]
    rows = rows.merge(now[columns], on="customer_key", how="left")
    rows = rows.assign(alike=np.nan, alike_gone=np.nan)
    return _with_interval(rows, _latest(learned))


@lru_cache(maxsize=2)
def _measured(learned: Trained) -> pd.DataFrame:
    return churn_signs.measured(learned.past)


@lru_cache(maxsize=2)
def _latest(learned: Trained) -> pd.DataFrame:
    """What became of each tenth of the customers of the latest earlier day."""
    past = learned.past
    return churn_proof.groups(past[past["cut"] == past["cut"].max()])


def _with_interval(rows: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """What happened to the tenth of earlier customers who were rated like each of today's."""
    if groups.empty:
        return rows.assign(probability_low=np.nan, probability_high=np.nan)
    tenth = np.searchsorted(groups["from_probability"], rows["probability"], side="right") - 1
    found = groups[["low", "high"]].to_numpy()[tenth.clip(min=0)]
    return rows.assign(probability_low=found[:, 0], probability_high=found[:, 1])


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Most value at risk first; most overdue first where no probability is known.

    Keys are given out in the order of customer_id as text, so they break ties the same way.
    """
    value = rows["value_at_risk"].to_numpy(dtype=np.float64)
    overdue = np.where(np.isnan(value), rows["overdue_ratio"].fillna(-1), 0)
    expected = rows["expected_revenue"].to_numpy(dtype=np.float64)
    order = np.lexsort([rows["customer_key"], -expected, -overdue, -np.nan_to_num(value, nan=-1)])
    rows = rows.iloc[order].reset_index(drop=True)
    return rows.assign(place=rows.index + 1)
