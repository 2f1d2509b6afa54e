"""Who is leaving, what is at stake, and whether earlier lists of this kind were right.

Two ways to rate a customer, `by` "rule" (churn_rule) and "model" (churn_training); where there is
too little to learn from both are the rule. Everything is asked on the scope's as_of over all
history; its period is not used. Nothing dated after a day is used to rate that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from analytics import (
    churn_list,
    churn_proof,
    churn_rule,
    churn_signs,
    churn_stake,
    churn_training,
    engine,
    rates,
)
from analytics.churn_kept import Trained
from analytics.churn_stake import Budget, Summary
from analytics.churn_training import Progress
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

By = Literal["rule", "model"]
Key = tuple[str, int | None, str]

LEAST = rates.LEAST  # customers a cell needs before its share is called a probability
LIKELY = churn_stake.LIKELY  # from this probability on leaving is called likely
MEDIUM = 0.35  # from this on the risk is called medium
WATCHED = churn_stake.WATCHED  # from this probability on a key customer is watched
OVERDUE = churn_signs.OVERDUE  # from so many usual gaps on a customer is overdue
NAMED = 100  # length of the list that is judged afterwards
PICTURED = 4_000  # customers a picture shows besides the list


def horizon_days(ws: Workspace, scope: Scope) -> int:
    """Days of silence after which a customer counts as gone: nine in ten returns come sooner.

    The 90th percentile of the gaps between purchase days of customers with at least two, in
    whole weeks, between 14 and 364 days; 91 where nobody has two. Asked over all history.
    Source: methods.md, churn.
    """
    return _horizon_of(ws, ws.key, _known(ws, scope))


def learned(ws: Workspace, scope: Scope, horizon_days: int | None = None) -> Trained | None:
    """What has been learned from the past for this version, scope and horizon; None: not yet."""
    return churn_training.trained(ws, _known(ws, scope), horizon_days or _horizon(ws, scope))


def learn(
    ws: Workspace,
    scope: Scope,
    horizon_days: int | None = None,
    progress: Progress | None = None,
) -> Trained:
    """Learns from the past who leaves, and keeps it with the workspace; takes up to a minute.

    progress  called with a stage in words and the share done; may raise to stop
    """
    known, days = _known(ws, scope), horizon_days or _horizon(ws, scope)
    return churn_training.train(
        ws, known, days, lambda day: churn_rule.probabilities(ws, known, days, day), progress
    )


def customers(
    ws: Workspace,
    scope: Scope,
    horizon_days: int | None = None,
    top: int | None = None,
    by: By = "rule",
    tiers: Sequence[str] = (),
    owners: Sequence[str] = (),
) -> pd.DataFrame:
    """How likely each customer is not to order within the horizon, and what is at stake.

    One row per customer with a counting order by as_of, most value at risk first (most overdue
    first where no probability is known); of these tiers and owners where given, and only the
    first `top`.
    probability       by the model; by the rule the share without an order in the horizon among
                      customers who one or two horizons ago were of the same pace (orders per
                      horizon at the rate of the last 364 days: 0, under 1, 1–2, 2–4, 4+), of as
                      much expected revenue (up to or above its median) and as overdue (8 bands);
                      cells under 30 are joined with their neighbours; null with under 30 in all
    value_at_risk     probability × expected_value
    tier              key, secondary, ordinary, small, by revenue of all history
    reasons           codes joined by commas. By the rule one_purchase, overdue (silent for ≥ 1.5
                      usual gaps), alike (probability ≥ 20 %) or last_order; spends_less (half-year
                      revenue down by ≥ 50 %). By the model up to three signs of churn_signs
    alike alike_gone  by the rule, the customers the probability rests on, and those who left
    name region       as known
    days_since_order  days since the last counting order
    usual_gap_days    median of own gaps between purchase days; for one day, of all customers'
    overdue_ratio     days_since_order ÷ usual_gap_days
    expected_revenue  revenue of the last 364 days (or since the first order, at least the
                      horizon), per day, × horizon; 0 for those silent longer
    expected_value    where costs are loaded, expected_revenue × the margin share of their own
                      orders, null with no cost known; else expected_revenue
    spend_change      last 182 days ÷ the 182 before − 1
    orders last_order_on      counting orders
    owner last_contact_on     who looks after them; the last visit or call
    probability_low probability_high   what happened to the tenth of customers rated like this at
                      the latest earlier day: 95 % interval
    contacts_90 contacts_275_before survey_score long_gap_days   by the model, as in features
    """
    rows = _everybody(ws, scope, horizon_days, by)
    for column, chosen in (("tier", tiers), ("owner", owners)):
        rows = rows[rows[column].isin(chosen)] if chosen else rows
    return rows.head(top or len(rows))[churn_list.COLUMNS].reset_index(drop=True)


def owners(
    ws: Workspace, scope: Scope, horizon_days: int | None = None, by: By = "rule"
) -> list[str]:
    """Who looks after customers of the list, in alphabetical order."""
    return sorted(_everybody(ws, scope, horizon_days, by)["owner"].dropna().unique())


def risk(probability: float) -> str:
    """A probability in a word: high from 60 % on, medium from 35 %, else low; "" if unknown."""
    if np.isnan(probability):
        return ""
    return "high" if probability >= LIKELY else "medium" if probability >= MEDIUM else "low"


def summary(
    ws: Workspace, scope: Scope, horizon_days: int | None = None, by: By = "rule"
) -> Summary:
    """The figures of the first sentence; see Summary for what each means."""
    days, known = horizon_days or _horizon(ws, scope), _known(ws, scope)
    rows = _everybody(ws, scope, days, by)
    rests_on = int(churn_rule.learned(ws, known, days)["customers"].sum())
    assert known.as_of is not None
    return churn_stake.summary(rows, days, known.as_of, rests_on)


def budget(
    ws: Workspace,
    scope: Scope,
    people: int,
    cost: float,
    success: float,
    horizon_days: int | None = None,
    **list_of: Any,
) -> Budget:
    """What it brings to look after the first `people` of the list; see Budget.

    cost     of looking after one (money)   success  share of leavers who stay because of it
    list_of  by, tiers and owners, as for customers
    """
    rows = customers(ws, scope, horizon_days, people, **list_of)
    return churn_stake.budget(rows["value_at_risk"], cost, success)


def tiers(
    ws: Workspace, scope: Scope, horizon_days: int | None = None, by: By = "rule"
) -> pd.DataFrame:
    """What is expected of each tier over the horizon, and how much of it is at risk.

    One row per tier that has customers: tier customers likely expected_value value_at_risk.
    """
    rows = _everybody(ws, scope, horizon_days, by)
    rows = rows.assign(likely=churn_stake.likely(rows), customers=1)
    columns = ["customers", "likely", "expected_value", "value_at_risk"]
    sums = rows.groupby("tier")[columns].sum(min_count=1)
    order = [tier for tier in ("key", "secondary", "ordinary", "small") if tier in sums.index]
    return sums.loc[order].reset_index()


def points(
    ws: Workspace, scope: Scope, horizon_days: int | None = None, by: By = "rule"
) -> pd.DataFrame:
    """Customers for the picture: the first 100 of the list, and up to about 4,000 of the others.

    One row per customer: customer_id overdue_ratio probability expected_value value_at_risk
    tier place (1 = most at risk); an overdue_ratio below 0.1 reads 0.1.
    """
    rows = _everybody(ws, scope, horizon_days, by)
    every = 1 + ws.facts.customers // PICTURED
    shown = (rows["place"] <= NAMED) | (rows["customer_key"] % every == 0)
    rows = rows[shown & (rows["expected_value"] > 0)]
    rows = rows.assign(overdue_ratio=rows["overdue_ratio"].clip(lower=0.1))
    columns = [
        "customer_id", "overdue_ratio", "probability", "expected_value", "value_at_risk", "tier",
        "place",
    ]  # fmt: skip
    return rows[columns].reset_index(drop=True)


def bands(
    ws: Workspace, scope: Scope, horizon_days: int | None = None, by: By = "rule", back: int = 1
) -> pd.DataFrame:
    """Probabilities as foretold so many horizons ago beside what happened since.

    One row per tenth of the customers known then, least likely to leave first (fewer rows where
    many share a probability): customers from_probability predicted actual (shares without an
    order since) low high (95 % Wilson of actual). No rows with too little to learn from.
    """
    days = horizon_days or _horizon(ws, scope)
    return churn_proof.groups(_rated(ws, _known(ws, scope), days, by, back))


def backtest(
    ws: Workspace,
    scope: Scope,
    horizon_days: int | None = None,
    cuts: int = 4,
    by: By = "rule",
) -> pd.DataFrame:
    """How well lists of earlier days did, each learned only from what lay before its day.

    One row per day, the latest first; at most `cuts`, none without enough data.
    model cut          "rule" or the model in use; the day the list would have been made
    auc auc_low        chance that a customer who left was rated above one who did not, and
                       the lower end of its 95 % interval
    pr_auc             average precision; a list by chance has base_rate
    lift lift_ceiling  share who left in the top tenth ÷ base_rate, and the most it could be
    brier              mean squared error of the probability
    n base_rate        customers judged, share of them who did not order within the horizon
    predicted_rate     the share foretold
    named named_gone   customers the list of most value at risk would have named (at most 100),
                       and those of them who did not come back
    named_predicted         the share of them foretold
    calibration_error calibration_chance   how far foretold and happened are apart in an average
                       tenth, and how far chance alone sets them apart (shares of its customers)
    """
    known, days = _known(ws, scope), horizon_days or _horizon(ws, scope)
    model = learn(ws, known, days).model if by == "model" else "rule"
    rows = []
    for back in range(1, cuts + 1):
        seen = _rated(ws, known, days, by, back)
        if seen.empty:
            break
        assert known.as_of is not None
        cells = pd.DataFrame({"customers": 1, "gone": seen["gone"].astype(int)})
        named = churn_proof.named(seen, NAMED)
        rows.append(
            {"model": model}
            | {"cut": known.as_of - timedelta(days=back * days)}
            | rates.judged(cells.assign(p=seen["probability"]))
            | churn_proof.calibration(seen)
            | {"named": len(named), "named_gone": int(named["gone"].sum())}
            | {"named_predicted": named["probability"].mean()}
        )
    return pd.DataFrame(rows, columns=_TEST_COLUMNS)


def proven(tests: pd.DataFrame) -> bool:
    """Whether the latest test of backtest() was better than chance, with 95 % confidence."""
    return len(tests) > 0 and bool(tests["auc_low"].astype(float).iloc[0] > 0.5)


_TEST_COLUMNS = [
    "model", "cut", "auc", "auc_low", "pr_auc", "lift", "lift_ceiling", "brier", "n",
    "base_rate", "predicted_rate", "named", "named_gone", "named_predicted",
    "calibration_error", "calibration_chance",
]  # fmt: skip
_horizon = horizon_days  # the other functions have a parameter of that name


def _known(ws: Workspace, scope: Scope) -> Scope:
    """The scope over all history up to the day it is asked on."""
    scope = scope.resolved(ws)
    return replace(scope, start=None, end=scope.as_of)


def _everybody(ws: Workspace, scope: Scope, horizon_days: int | None, by: By) -> pd.DataFrame:
    known, days = _known(ws, scope), horizon_days or _horizon(ws, scope)
    found = learn(ws, known, days) if by == "model" else None
    return churn_list.everybody(ws, ws.key, known, days, found)


def _rated(ws: Workspace, known: Scope, days: int, by: By, back: int) -> pd.DataFrame:
    """Customers of an earlier day with probability, expected_value and gone; maybe nobody."""
    found = learn(ws, known, days) if by == "model" else None
    if found and not found.why:
        assert known.as_of is not None
        return found.past[found.past["cut"] == known.as_of - timedelta(days=back * days)]
    rows = churn_rule.rated(ws, known, days, back)
    return rows.head(0) if rows["probability"].isna().any() else rows


@lru_cache(maxsize=64)
def _horizon_of(ws: Workspace, key: Key, scope: Scope) -> int:
    return int(engine.run(ws, "churn_horizon", scope)["horizon_days"].iloc[0])
