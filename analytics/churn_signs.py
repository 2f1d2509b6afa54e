"""Signs of leaving: what a manager would notice, and how often it was followed by leaving.

A sign is a plain condition on what is known of a customer on a day. Whether it means anything is
measured on the firm's own past: of those who showed it at earlier days, how many left, against
how many of the others. Only signs that were followed by leaving more often count as reasons.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics import rates

OVERDUE = 1.5  # usual gaps of silence from which on a customer is overdue
HALF = 0.5  # a fall to less than half is a fall
SMALLER = 0.7  # orders of at most this share of what they were are smaller
REASONS = 3
RHYTHM = ("one_purchase", "overdue", "rhythm_broken", "fewer_orders")  # all in purchase days
OCCASIONS = ("rhythm_broke", "anniversary")  # a moment to act on, no reason of its own to leave
YEAR = 365.25  # days
NEAR = 30  # days before an anniversary from which on it is near
ALIKE = 20  # groups of customers whose rhythm makes leaving as likely

Condition = Callable[[pd.DataFrame], pd.Series]

# In their order a sign has its place in a number of bits, so new ones come last.
SIGNS: dict[str, Condition] = {
    "one_purchase": lambda known: known["repeat_days"] == 0,
    "overdue": lambda known: known["gap_ratio"] >= OVERDUE,
    "rhythm_broken": lambda known: (
        (known["repeat_days"] >= 4) & (known["days_since_order"] > known["long_gap_days"])
    ),
    "fewer_orders": lambda known: (
        (known["orders_90_before"] >= 2) & (known["orders_90"] < HALF * known["orders_90_before"])
    ),
    "spends_less": lambda known: (
        (known["spend_180_before"] > 0) & (known["spend_180"] <= HALF * known["spend_180_before"])
    ),
    "smaller_orders": lambda known: known["average_order_trend"] <= SMALLER,
    "fewer_contacts": lambda known: (
        (known["contacts_275_before"] >= 3)
        & (known["contacts_90"] * 275 < HALF * known["contacts_275_before"] * 90)
    ),
    "complaint_open": lambda known: known["open_complaints"] > 0,
    "low_score": lambda known: known["survey_score"] < known["survey_score"].median(),
    "returns_more": lambda known: known["return_rate"] > known["return_rate"].quantile(0.9),
    "rhythm_broke": lambda known: (
        (known["repeat_days"] >= 4)
        & (known["days_since_order"] - known["long_gap_days"]).between(1, 7)
    ),
    "anniversary": lambda known: known["days_customer"] % YEAR >= YEAR - NEAR,
}


def shown(known: pd.DataFrame) -> NDArray[np.int64]:
    """Which signs each customer shows, as bits in the order of SIGNS.

    known   rows of features.customers on one day
    """
    bits = np.zeros(len(known), dtype=np.int64)
    for place, condition in enumerate(SIGNS.values()):
        bits |= condition(known).to_numpy(dtype=bool).astype(np.int64) << place
    return bits


def measured(past: pd.DataFrame) -> pd.DataFrame:
    """How often each sign was followed by leaving, against others of whom as much was expected.

    past   signs, gone and rhythm (probability of leaving by BG/NBD, which knows nothing but the
           purchase days) of customers at earlier days, one row per customer and day
    One row per sign somebody showed, the strongest first: sign, customers and gone (with it),
    share low high (of them, 95 % Wilson), others_share: of customers without it, for a sign of
    RHYTHM of those who had come back too, for any other of those whose rhythm made leaving as
    likely; telling: low is above others_share.
    """
    bits, gone = past["signs"].to_numpy(), past["gone"].to_numpy(dtype=bool)
    place = past["rhythm"].rank(pct=True, method="average").to_numpy()
    alike = np.minimum((place * ALIKE).astype(int), ALIKE - 1)
    everybody, returning = np.zeros_like(alike), bits & 1
    groups = {"one_purchase": everybody} | dict.fromkeys(RHYTHM[1:], returning)
    rows = []
    for bit, sign in enumerate(SIGNS):
        has = (bits >> bit) & 1 == 1
        if has.any():
            others = _others(has, gone, groups.get(sign, alike))
            rows.append((sign, int(has.sum()), int(gone[has].sum()), others))
    found = pd.DataFrame(rows, columns=["sign", "customers", "gone", "others_share"])
    found = found.astype({"customers": int, "gone": int, "others_share": float})
    found["share"] = found["gone"] / found["customers"]
    found = found.join(rates.wilson(found["gone"], found["customers"]))
    found["telling"] = (found["low"] > found["others_share"]) & (found["customers"] >= rates.LEAST)
    found = found.sort_values(["share", "sign"], ascending=[False, True], ignore_index=True)
    return found[["sign", "customers", "gone", "share", "low", "high", "others_share", "telling"]]


def _others(has: NDArray[np.bool_], gone: NDArray[np.bool_], alike: NDArray[np.int64]) -> float:
    """Share that left of those without it, in groups weighted as those with it fall into them."""
    with_it = np.bincount(alike[has], minlength=ALIKE)
    without = np.bincount(alike[~has], minlength=ALIKE)
    left = np.bincount(alike[~has & gone], minlength=ALIKE)
    both = (with_it > 0) & (without > 0)
    if not both.any():
        return float("nan")
    return float(np.average(left[both] / without[both], weights=with_it[both]))


def counted(past: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Who shows each sign today, and how often it was right: an early warning with its record.

    past  as for measured   now  signs, and fresh: those not shown a week before, of customers
    One row per sign somebody showed at an earlier day or shows today, with the columns of measured
    (null where nobody did before) and now, fresh: customers who show it, and of them those who
    have since less than a week (count).
    """
    told = measured(past)
    any_ = int(np.bitwise_or.reduce(now["signs"].to_numpy(dtype=np.int64), initial=0))
    new = [s for p, s in enumerate(SIGNS) if any_ >> p & 1 and s not in set(told["sign"])]
    told = told.set_index("sign").reindex([*told["sign"], *new]).reset_index()
    told["telling"] = told["telling"].eq(True)
    told[["customers", "gone"]] = told[["customers", "gone"]].fillna(0).astype(int)
    places = [list(SIGNS).index(sign) for sign in told["sign"]]
    for column, of in (("now", "signs"), ("fresh", "fresh")):
        bits = now[of].to_numpy(dtype=np.int64)
        told[column] = [int(((bits >> place) & 1).sum()) for place in places]
    return told


def reasons(bits: pd.Series, told: pd.DataFrame) -> pd.Series:
    """The signs each customer shows that were followed by leaving, at most three, joined by commas.

    bits  signs of each customer   told  `measured`
    What is not of their rhythm comes first, for it is known of few; then the one most often
    followed by leaving. "last_order" where there is none.
    """
    strongest = told[told["telling"] & ~told["sign"].isin(OCCASIONS)].assign(
        usual=lambda rows: rows["sign"].isin(RHYTHM)
    )
    strongest = strongest.sort_values("usual", kind="stable")
    places = {sign: place for place, sign in enumerate(SIGNS)}
    words = {}
    for mask in bits.unique():
        mine = [name for name in strongest["sign"] if mask >> places[name] & 1]
        words[mask] = ",".join(mine[:REASONS]) or "last_order"
    return bits.map(words)
