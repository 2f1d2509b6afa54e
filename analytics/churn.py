"""Who is leaving, what is at stake, and whether earlier lists of this kind were right.

The plain rule: how many of their own usual gaps a customer has been silent, and what became of
customers of the same pace and value who were as silent at two earlier days. Nothing dated after
such a day is used to place them, and only what came after it to judge them: each has a scope of
its own. Everything is asked on the scope's as_of over all history; its period is not used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Key = tuple[str, int | None]

CELLS = pd.MultiIndex.from_product([range(10), range(8)], names=["habit", "band"])  # churn_rhythm
LEAST = rates.LEAST  # customers a cell needs before its share is called a probability
LEARNED = 2  # horizons a probability is learned from; one alone is too much its season
LIKELY = 0.6  # from this probability on leaving is called likely
MEDIUM = 0.35  # from this on the risk is called medium
WATCHED = 0.2  # from this probability on a key customer is watched
OVERDUE = 1.5  # from so many usual gaps on a customer is overdue
NAMED = 100  # length of the list that is judged afterwards
EVERYONE = 2_000_000_000


def horizon_days(ws: Workspace, scope: Scope) -> int:
    """Days of silence after which a customer counts as gone: nine in ten returns come sooner.

    The 90th percentile of the gaps between purchase days of customers with at least two, in
    whole weeks, between 14 and 364 days; 91 where nobody has two. Asked over all history.
    Source: methods.md, churn.
    """
    return _horizon_of(ws, ws.key, _known(ws, scope))


def customers(
    ws: Workspace, scope: Scope, horizon_days: int | None = None, top: int | None = None
) -> pd.DataFrame:
    """How likely each customer is not to order within the horizon, and what is at stake.

    One row per customer with a counting order by as_of, most value at risk first (most overdue
    first where no probability is known); only the first `top` when given.
    probability       share without an order in the horizon among customers who one or two
                      horizons ago were of the same pace (orders per horizon at the rate of the
                      last 364 days: 0, under 1, 1–2, 2–4, 4+), of as much expected revenue (up
                      to or above its median) and as overdue (8 bands); cells under 30 are
                      joined with their neighbours; null with under 30 in all
    value_at_risk     probability × expected_revenue
    tier              key, secondary, ordinary, small, by revenue of all history
    reasons           codes joined by commas: one_purchase, overdue (silent for ≥ 1.5 usual
                      gaps), alike (probability ≥ 20 %) or last_order; spends_less (half-year
                      revenue down by ≥ 50 %)
    alike alike_gone  the customers the probability rests on, and those of them who left
    name region       as known
    days_since_order  days since the last counting order
    usual_gap_days    median of own gaps between purchase days; for one day, of all customers'
    overdue_ratio     days_since_order ÷ usual_gap_days
    expected_revenue  revenue of the last 364 days (or since the first order, at least the
                      horizon), per day, × horizon; 0 for those silent longer
    spend_change      last 182 days ÷ the 182 before − 1
    orders last_order_on   counting orders
    """
    days = horizon_days or _horizon(ws, scope)
    rows = _ask(ws, "churn_customers", scope, days, top=top or EVERYONE)
    cells = _chances(ws, scope, _day(ws, scope), days)[["alike", "alike_gone"]]
    rows = rows.join(cells, on=["habit", "band"])
    return rows.drop(columns=["customer_key", "place", "habit", "band"])


def risk(probability: float) -> str:
    """A probability in a word: high from 60 % on, medium from 35 %, else low; "" if unknown."""
    if np.isnan(probability):
        return ""
    return "high" if probability >= LIKELY else "medium" if probability >= MEDIUM else "low"


@dataclass(frozen=True)
class Summary:
    """What is at stake over the horizon.

    customers          who ordered within the last 364 days; long_gone: who did not
    likely             of those, with a probability of at least 60 % of not ordering
    likely_share       likely ÷ customers
    overdue            of those, silent for at least 1.5 of their usual gaps
    expected_revenue, value_at_risk   sums over the list; value_at_risk null where not known
    half_customers     the fewest customers that hold half of the value at risk
    key_watched        key customers with a probability of at least 20 %
    key_value_at_risk  value at risk of all key customers
    learned_from       customers known one horizon ago, and again those known two horizons ago,
                       on whom the probabilities rest
    """

    horizon_days: int
    as_of: date
    customers: int
    long_gone: int
    likely: int
    likely_share: float | None
    overdue: int
    expected_revenue: float
    value_at_risk: float | None
    half_customers: int
    key_watched: int
    key_value_at_risk: float | None
    learned_from: int


def summary(ws: Workspace, scope: Scope, horizon_days: int | None = None) -> Summary:
    """The figures of the first sentence; see Summary for what each means."""
    days, end = horizon_days or _horizon(ws, scope), _day(ws, scope)
    learned = _learned(ws, scope, end, days)
    row = _ask(ws, "churn_summary", scope, days, likely=LIKELY, watched=WATCHED).fillna(0).iloc[0]
    known = rates.shares(learned)["p"].notna().all()
    customers, likely = int(row["customers"]), int(row["likely"])
    return Summary(
        horizon_days=days,
        as_of=end,
        customers=customers,
        long_gone=int(row["long_gone"]),
        likely=likely,
        likely_share=likely / customers if known and customers else None,
        overdue=int(row["overdue"]),
        expected_revenue=float(row["expected_revenue"]),
        value_at_risk=float(row["value_at_risk"]) if known else None,
        half_customers=int(row["half_customers"]),
        key_watched=int(row["key_watched"]),
        key_value_at_risk=float(row["key_value_at_risk"]) if known else None,
        learned_from=int(learned["customers"].sum()),
    )


def tiers(ws: Workspace, scope: Scope, horizon_days: int | None = None) -> pd.DataFrame:
    """What is expected of each tier over the horizon, and how much of it is at risk.

    One row per tier that has customers: tier customers likely expected_revenue value_at_risk.
    """
    days = horizon_days or _horizon(ws, scope)
    return _ask(ws, "churn_tiers", scope, days, likely=LIKELY)


def points(ws: Workspace, scope: Scope, horizon_days: int | None = None) -> pd.DataFrame:
    """Customers for the picture: the first 100 of the list, and up to about 4,000 of the others.

    One row per customer: customer_id overdue_ratio probability expected_revenue value_at_risk
    tier place (1 = most at risk); an overdue_ratio below 0.1 reads 0.1.
    """
    days = horizon_days or _horizon(ws, scope)
    every = 1 + ws.facts.customers // 4000
    return _ask(ws, "churn_points", scope, days, leading=NAMED, every=every)


def bands(ws: Workspace, scope: Scope, horizon_days: int | None = None) -> pd.DataFrame:
    """Probabilities as foretold one horizon ago beside what happened since.

    One row per tenth of the customers known one horizon ago, least likely to leave first (fewer
    rows where many share a probability): customers predicted actual (shares without an order
    since) low high (95 % Wilson of actual). No rows with too little to learn from.
    """
    days = horizon_days or _horizon(ws, scope)
    cut = _day(ws, scope) - timedelta(days=days)
    seen = _outcomes(ws, scope, cut, days).assign(p=_chances(ws, scope, cut, days)["p"])
    seen = seen.groupby("p", as_index=False)[["customers", "gone"]].sum()
    seen = seen[seen["customers"] > 0]
    middle = seen["customers"].cumsum() - seen["customers"] / 2
    seen["tenth"] = np.floor(10 * middle / seen["customers"].sum())
    seen["expected"] = seen["p"] * seen["customers"]
    rows = seen.groupby("tenth")[["customers", "gone", "expected"]].sum()
    rows["predicted"] = rows["expected"] / rows["customers"]
    rows["actual"] = rows["gone"] / rows["customers"]
    rows = rows.join(rates.wilson(rows["gone"], rows["customers"]))
    return rows[["customers", "predicted", "actual", "low", "high"]].reset_index(drop=True)


def backtest(
    ws: Workspace, scope: Scope, horizon_days: int | None = None, cuts: int = 4
) -> pd.DataFrame:
    """How well the rule would have done at earlier days, learned only from what lay before them.

    One row per model and cut, the latest first; at most `cuts`, none without enough data.
    model cut          "rule"; the day the list would have been made
    auc auc_low        chance that a customer who left was rated above one who did not, and
                       the lower end of its 95 % interval
    pr_auc             average precision; a list by chance has base_rate
    lift lift_ceiling  share who left in the top tenth ÷ base_rate, and the most it could be
    brier              mean squared error of the probability
    n base_rate        customers judged, share of them who did not order within the horizon
    predicted_rate     the share the rule foretold
    named named_gone   customers the list of most value at risk would have named (at most 100),
                       and those of them who did not come back
    named_predicted         the share of them the rule foretold
    """
    days = horizon_days or _horizon(ws, scope)
    rows = []
    for back in range(1, cuts + 1):
        cut = _day(ws, scope) - timedelta(days=back * days)
        seen = _outcomes(ws, scope, cut, days).assign(p=_chances(ws, scope, cut, days)["p"])
        if seen["p"].isna().any():
            break
        named = _ask(ws, "churn_customers", _at(ws, scope, cut), days, top=NAMED)
        gone = int((~named["customer_key"].isin(_returned(ws, scope, cut, days))).sum())
        rows.append({"model": "rule", "cut": cut} | rates.judged(seen) | {"named": len(named)})
        rows[-1] |= {"named_gone": gone, "named_predicted": named["probability"].mean()}
    return pd.DataFrame(rows, columns=_TEST_COLUMNS)


def proven(tests: pd.DataFrame) -> bool:
    """Whether the latest test of backtest() was better than chance, with 95 % confidence."""
    return len(tests) > 0 and bool(tests["auc_low"].astype(float).iloc[0] > 0.5)


_TEST_COLUMNS = [
    "model", "cut", "auc", "auc_low", "pr_auc", "lift", "lift_ceiling", "brier", "n",
    "base_rate", "predicted_rate", "named", "named_gone", "named_predicted",
]  # fmt: skip
_horizon = horizon_days  # the other functions have a parameter of that name


def _ask(ws: Workspace, name: str, scope: Scope, days: int, **params: Any) -> pd.DataFrame:
    """A question about the list, with the probabilities that were known on its day."""
    probabilities = _chances(ws, scope, _day(ws, scope), days)["p"]
    chances = {
        f"p{habit}_{band}": None if np.isnan(p) else float(p)
        for (habit, band), p in zip(CELLS, probabilities, strict=True)
    }
    params = {"top": EVERYONE, "horizon": days, **chances, **params}
    return engine.run(ws, name, _known(ws, scope), **params)


def _known(ws: Workspace, scope: Scope) -> Scope:
    """The scope over all history up to the day it is asked on."""
    return _at(ws, scope, _day(ws, scope))


def _day(ws: Workspace, scope: Scope) -> date:
    day = scope.resolved(ws).as_of
    assert day is not None
    return day


def _at(ws: Workspace, scope: Scope, day: date) -> Scope:
    return replace(scope.resolved(ws), as_of=day, start=None, end=day)


def _outcomes(ws: Workspace, scope: Scope, cut: date, days: int) -> pd.DataFrame:
    """Customers known at the cut, and those without an order in (cut, cut + days], by cell."""
    return _counted(ws, ws.key, _known(ws, scope), cut, days)


def _chances(ws: Workspace, scope: Scope, day: date, days: int) -> pd.DataFrame:
    """The probabilities known on a day, by cell: p, and whom it rests on: alike, alike_gone."""
    shares = rates.shares(_learned(ws, scope, day, days))
    return shares.rename(columns={"customers": "alike", "gone": "alike_gone"})


def _learned(ws: Workspace, scope: Scope, day: date, days: int) -> pd.DataFrame:
    """The outcomes, by cell, of the horizons that ended by a day."""
    cuts = (day - timedelta(days=back * days) for back in range(1, LEARNED + 1))
    known = [_outcomes(ws, scope, cut, days) for cut in cuts]
    return pd.concat(known).groupby(["habit", "band"]).sum()


# Every question about one day rests on these two; the key tells versions of a workspace apart.
@lru_cache(maxsize=64)
def _horizon_of(ws: Workspace, key: Key, scope: Scope) -> int:
    return int(engine.run(ws, "churn_horizon", scope)["horizon_days"].iloc[0])


@lru_cache(maxsize=64)
def _counted(ws: Workspace, key: Key, scope: Scope, cut: date, days: int) -> pd.DataFrame:
    placed = engine.run(ws, "churn_bands", _at(ws, scope, cut), horizon=days)
    placed["gone"] = ~placed["customer_key"].isin(_returned(ws, scope, cut, days))
    counts = placed.groupby(["habit", "band"])["gone"].agg(["size", "sum"])
    return counts.reindex(CELLS, fill_value=0).set_axis(["customers", "gone"], axis=1)


def _returned(ws: Workspace, scope: Scope, cut: date, days: int) -> pd.Series:
    after = _at(ws, scope, cut + timedelta(days=days))
    after = replace(after, start=cut + timedelta(days=1))
    return engine.run(ws, "churn_returned", after)["customer_key"]
