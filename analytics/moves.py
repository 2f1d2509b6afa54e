"""What tables of moves between groups of customers share, whatever the groups are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics import rates
from analytics.errors import N_, DataError

NOT_YET, INACTIVE, NOT_KNOWN = "not_yet", "inactive", "not_known"
OUTSIDE = (NOT_YET, INACTIVE, NOT_KNOWN)
EVERYONE = 2_000_000_000


@dataclass(frozen=True)
class Headline:
    """What became of everyone between two days: customers, and their revenue on the later one.

    came   had no order, or were not known, on the earlier day; the others are split into
    rose   into those in a better group, slid in a worse one, and stayed: in the same group or in
           one as good
    """

    customers: int
    came: int
    rose: int
    slid: int
    stayed: int
    came_revenue: float
    rose_revenue: float
    slid_revenue: float
    stayed_revenue: float


def day_before(day: date | str, end: date | None) -> date:
    """The earlier day, also where it is written "2026-03-31", as kept rules have it.

    Errors: DataError when it is not before `end`.
    """
    earlier = date.fromisoformat(str(day))
    if end and earlier >= end:
        raise DataError(
            N_("{day} is not before {end}: there is nothing to compare."),
            N_("Choose an earlier day."),
            day=earlier.isoformat(),
            end=end.isoformat(),
        )
    return earlier


def codes(moves: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs of groups as the engine compares them."""
    return [f"{before}>{after}" for before, after in moves]


def directed(rows: pd.DataFrame, levels: Mapping[str, int]) -> pd.DataFrame:
    """The table of moves with customer_share and direction: came, rose, slid, level or stayed.

    levels  group -> how good it is; a group without a level is worse than all
    """
    rows.insert(3, "customer_share", rows["customers"] / (rows["customers"].sum() or 1))

    def direction(before: str, after: str) -> str:
        if before == after:
            return "stayed"
        if before in (NOT_YET, NOT_KNOWN):
            return "came"
        change = levels.get(after, -1) - levels.get(before, -1)
        return "rose" if change > 0 else "slid" if change < 0 else "level"

    pairs = zip(rows["moved_from"], rows["moved_to"], strict=True)
    return rows.assign(direction=[direction(*pair) for pair in pairs])


def upgrades(flows: pd.DataFrame, groups: Iterable[str]) -> pd.DataFrame:
    """How many of each group's customers rose to a better one: the upgrade rate.

    One row per group that had customers on the earlier day and is not the best of them, in the
    order given.
    moved_from customers rose   the group then, its customers then, and who of them rose (counts)
    rise_rate low high          rose ÷ customers, and its 95 % Wilson interval
    """
    _best, *others = groups
    sums = flows.assign(rose=flows["customers"].where(flows["direction"] == "rose", 0))
    sums = sums.groupby("moved_from")[["customers", "rose"]].sum()
    found = sums.reindex([code for code in others if code in sums.index]).reset_index()
    found["rise_rate"] = found["rose"] / found["customers"]
    return found.join(rates.wilson(found["rose"], found["customers"]))


def steepest(
    flows: pd.DataFrame, levels: Mapping[str, int], direction: str
) -> list[list[tuple[str, str]]]:
    """The pairs of groups of one direction, the furthest apart first: a list for each distance."""
    moved = flows[flows["direction"] == direction]
    pairs = list(zip(moved["moved_from"], moved["moved_to"], strict=True))
    far = {pair: abs(levels.get(pair[1], -1) - levels.get(pair[0], -1)) for pair in pairs}
    return [
        [pair for pair in pairs if far[pair] == distance]
        for distance in sorted(set(far.values()), reverse=True)
    ]


def headline(flows: pd.DataFrame) -> Headline:
    """The moves added up by direction."""
    kind = flows["direction"].replace("level", "stayed")
    sums = flows.groupby(kind)[["customers", "revenue"]].sum()
    sums = sums.reindex(["came", "rose", "slid", "stayed"], fill_value=0)
    people = {name: int(n) for name, n in sums["customers"].items()}
    money = {f"{name}_revenue": float(n) for name, n in sums["revenue"].items()}
    return Headline(int(flows["customers"].sum()), **people, **money)  # type: ignore[arg-type]
