"""What is at stake: the list of everybody in a few figures, and what looking after some brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics import churn_signs

RECENT = 364  # days within which an active customer has ordered
LIKELY = 0.6  # from this probability on leaving is called likely
WATCHED = 0.2  # from this probability on a key customer is watched


def expected_value(rows: pd.DataFrame) -> pd.Series:
    """What is expected of each customer within the horizon: margin where costs are known.

    rows  with expected_revenue and margin_share, null where the cost of none of their orders is
          known. Margin is revenue × the share of their own orders, at least 0; null where not
          known. Where the share is known of nobody it is the revenue.
    """
    share = rows["margin_share"].astype(np.float64)
    if share.isna().all():
        return rows["expected_revenue"]
    nothing = rows["expected_revenue"] == 0
    return (rows["expected_revenue"] * share).clip(lower=0).mask(nothing, 0.0)


@dataclass(frozen=True)
class Summary:
    """What is at stake over the horizon.

    in_margin          the money is margin; revenue where no costs are known

    customers          who ordered within the last 364 days; long_gone: who did not
    likely             of those, with a probability of at least 60 % of not ordering
    likely_share likely_value likely_key   likely ÷ customers, expected of them, key ones
    overdue            of those, silent for at least 1.5 of their usual gaps
    expected_value, value_at_risk   sums over the list; value_at_risk null where not known
    half_customers     the fewest customers that hold half of the value at risk
    key_watched        key customers with a probability of at least 20 %
    key_value_at_risk  value at risk of all key customers
    learned_from       customers known one horizon ago, and again those known two horizons ago,
                       on whom the probabilities of the rule rest
    """

    horizon_days: int
    as_of: date
    in_margin: bool
    customers: int
    long_gone: int
    likely: int
    likely_share: float | None
    likely_value: float
    likely_key: int
    overdue: int
    expected_value: float
    value_at_risk: float | None
    half_customers: int
    key_watched: int
    key_value_at_risk: float | None
    learned_from: int


def summary(rows: pd.DataFrame, horizon_days: int, as_of: date, learned_from: int) -> Summary:
    """The figures of everybody, rated and in the order of the list."""
    sure = bool(rows["probability"].notna().any())
    recent, key = rows["days_since_order"] <= RECENT, rows["tier"] == "key"
    leaving = likely(rows)
    at_risk = np.nan_to_num(rows["value_at_risk"].to_numpy(dtype=np.float64))
    half = int(np.searchsorted(at_risk.cumsum(), at_risk.sum() / 2)) + 1
    customers = int(recent.sum())
    return Summary(
        horizon_days=horizon_days,
        as_of=as_of,
        in_margin=bool(rows["margin_share"].notna().any()),
        customers=customers,
        long_gone=len(rows) - customers,
        likely=int(leaving.sum()),
        likely_share=leaving.sum() / customers if sure and customers else None,
        likely_value=float(rows.loc[leaving, "expected_value"].sum()),
        likely_key=int((leaving & key).sum()),
        overdue=int((recent & (rows["overdue_ratio"] >= churn_signs.OVERDUE)).sum()),
        expected_value=float(rows["expected_value"].sum()),
        value_at_risk=float(at_risk.sum()) if sure else None,
        half_customers=half if sure and at_risk.sum() > 0 else 0,
        key_watched=int((recent & key & (rows["probability"] >= WATCHED)).sum()),
        key_value_at_risk=float(at_risk[key].sum()) if sure else None,
        learned_from=learned_from,
    )


def likely(rows: pd.DataFrame) -> pd.Series:
    """Who of everybody ordered within the last 364 days and will probably leave."""
    return (rows["days_since_order"] <= RECENT) & (rows["probability"] >= LIKELY)


@dataclass(frozen=True)
class Budget:
    """What it brings to look after the first of the list.

    people         how many   value_at_risk   of them, over the horizon (money)
    cost           of looking after all of them (money)
    saved          value_at_risk × the share of leavers who stay because of it (money)
    break_even     the least such share that pays: cost ÷ value_at_risk; null with nothing at risk
    """

    people: int
    value_at_risk: float
    cost: float
    saved: float
    break_even: float | None


def budget(value_at_risk: pd.Series, cost: float, success: float) -> Budget:
    """The budget of these customers; see Budget."""
    at_risk, total = float(value_at_risk.sum()), cost * len(value_at_risk)
    return Budget(
        people=len(value_at_risk),
        value_at_risk=at_risk,
        cost=total,
        saved=at_risk * success,
        break_even=total / at_risk if at_risk > 0 else None,
    )
