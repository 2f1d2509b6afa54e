"""Where one customer stands among all, told by their own orders and a few values of all others."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from analytics.profile_life import Stage
from analytics.scoring import TYPES, segment_of

TIERS = ("key", "secondary", "ordinary", "small")
CUTS = (0.01, 0.20, 0.50)  # the usual ones of the pyramid

Days = tuple[int | None, ...]
Money = tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Borders:
    """From which values on customers are in each score, type and tier, over all of a day.

    buyers               customers with a counting order
    recency              at most so many days: for the scores 2, 3, 4, 5
    frequency monetary   at least so many orders, so much money: for the scores 2, 3, 4, 5
    recent frequent important   the same for the three halves of the eight types
    tier_ends            the last rank of the key, secondary and ordinary customers
    loyal_from           orders from which on a repeat customer is loyal
    None where nobody is in there. A border is the value of the last customer within it: one who is
    among those it was told from is placed by it exactly, equal values alike.
    """

    buyers: int
    recency: Days
    frequency: Days
    monetary: Money
    recent: int | None
    frequent: int | None
    important: Decimal | None
    tier_ends: tuple[int, ...]
    loyal_from: int | None = None


class Measures(NamedTuple):
    """A customer's own values: days since the last order, orders, money, rank by money."""

    recency_days: int
    frequency: int
    monetary: Decimal
    rank: int


@dataclass(frozen=True)
class Standing:
    """Where a customer stands among all with a counting order; None where they have none.

    buyers      how many there are
    tier rank   by revenue              segment type8 r f m  as on the segments page
    state       in the lifecycle
    """

    buyers: int
    tier: str | None = None
    rank: int | None = None
    segment: str | None = None
    type8: str | None = None
    r: int | None = None
    f: int | None = None
    m: int | None = None
    state: str | None = None


def placed(borders: Borders, own: Measures, stage: Stage) -> Standing:
    """The place of a customer with a counting order.

    stage  the last of their life, which tells everything of the state but whether repeat is loyal
    """
    r = 1 + sum(most is not None and own.recency_days <= most for most in borders.recency)
    f = 1 + sum(least is not None and own.frequency >= least for least in borders.frequency)
    m = 1 + sum(least is not None and own.monetary >= least for least in borders.monetary)
    recent = borders.recent is not None and own.recency_days <= borders.recent
    frequent = borders.frequent is not None and own.frequency >= borders.frequent
    important = borders.important is not None and own.monetary >= borders.important
    often = borders.loyal_from is not None and own.frequency >= borders.loyal_from
    return Standing(
        buyers=borders.buyers,
        tier=TIERS[bisect_left(borders.tier_ends, own.rank)],
        rank=own.rank,
        segment=segment_of(r, f),
        type8=TYPES[7 - 4 * important - 2 * recent - frequent],
        r=r,
        f=f,
        m=m,
        state="loyal" if stage == "repeat" and often else stage,
    )
