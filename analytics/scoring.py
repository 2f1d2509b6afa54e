"""How customers are scored, and what the segments and types are called in the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise, product
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import N_, DataError

SEGMENTS = (
    "champions", "loyal", "potential_loyalist", "promising", "new",
    "need_attention", "about_to_sleep", "cant_lose", "at_risk", "hibernating",
)  # fmt: skip
TYPES = (
    "important_value", "important_develop", "important_keep", "important_win_back",
    "general_value", "general_develop", "general_keep", "general_win_back",
)  # fmt: skip
# 4 = more money than is typical, 2 = more recent, 1 = more often, added up
KINDS = (
    "general_win_back", "general_keep", "general_develop", "general_value",
    "important_win_back", "important_keep", "important_develop", "important_value",
)  # fmt: skip
FAMILIES = {
    "core": ("champions", "loyal"),
    "growing": ("potential_loyalist", "promising", "new"),
    "cooling": ("need_attention", "about_to_sleep"),
    "slipping": ("cant_lose", "at_risk"),
    "gone": ("hibernating",),
}
SCORES = (1, 2, 3, 4, 5)
BANDS = (5, 4, 3, 2, 1)
CELLS = tuple(product(SCORES, SCORES))

Method = Literal["percent_rank", "cuts", "weights"]
Typical = Literal["mean", "median"]


@dataclass(frozen=True)
class Scoring:
    """How customers are scored and told apart; hashable, so an answer can be kept under it.

    method   "percent_rank": by the share of the other customers that are worse; "cuts": by the
             fixed values below; "weights": as percent_rank, and the three joined to one score
    recency_cuts    four rising numbers of days: 5 within the first … 2 within the last, else 1
    frequency_cuts  four rising numbers of orders: 2 from the first on … 5 from the last on
    monetary_cuts   four rising amounts, in the same way
    weights  of recency, frequency and money: whole numbers of 0 and more, not all 0
    typical  what the eight types compare each value with: its "mean" or its "median"

    Errors: DataError for cuts that are not four rising numbers, and for weights that weigh nothing.
    """

    method: Method = "percent_rank"
    recency_cuts: tuple[int, ...] = ()
    frequency_cuts: tuple[int, ...] = ()
    monetary_cuts: tuple[float, ...] = ()
    weights: tuple[int, int, int] = (1, 1, 1)
    typical: Typical = "mean"

    def __post_init__(self) -> None:
        for cuts in (self.recency_cuts, self.frequency_cuts, self.monetary_cuts):
            whole = len(cuts) == 4 and all(low < high for low, high in pairwise(cuts))
            if not whole and (cuts or self.method == "cuts"):
                raise DataError(
                    N_("The cut values of a score are four numbers, each above the one before."),
                    N_("Correct them, or score by rank."),
                )
        if min(self.weights) < 0 or not sum(self.weights):
            raise DataError(
                N_("Weights are whole numbers of 0 and more, and at least one is above 0."),
                N_("Correct them, or score by rank."),
            )

    @classmethod
    def kept(cls, value: Mapping[str, Any]) -> Scoring:
        """The scoring a workspace keeps among its settings; what is missing is as usual."""
        given: dict[str, Any] = {
            name: tuple(part) if isinstance(part, list) else part for name, part in value.items()
        }
        return cls(**given)

    def to_keep(self) -> dict[str, Any]:
        """What a workspace keeps of it."""
        return asdict(self)

    @property
    def params(self) -> dict[str, Any]:
        """The values the questions bind; the clauses of a method stay only where it is used."""
        values: dict[str, Any] = {"typical": self.typical}
        if self.method == "cuts":
            values["cuts"] = True
            values |= {f"r_{5 - i}": cut for i, cut in enumerate(self.recency_cuts)}
            values |= {f"f_{2 + i}": cut for i, cut in enumerate(self.frequency_cuts)}
            values |= {f"m_{2 + i}": cut for i, cut in enumerate(self.monetary_cuts)}
        if self.method == "weights":
            values["weights"] = True
            values |= dict(zip(("w_r", "w_f", "w_m"), self.weights, strict=True))
        return values

    @property
    def params_with_money(self) -> dict[str, Any]:
        """The same for a question that needs the score of money, which costs a sort more."""
        cuts = {"money_cuts": True} if self.method == "cuts" else {}
        return self.params | {"money": True} | cuts

    def band(self, r: int, f: int, m: int) -> int:
        """The fifth of the way from all ones to all fives that the weighted score lies in."""
        weight = sum(self.weights)
        above = sum(w * (s - 1) for w, s in zip(self.weights, (r, f, m), strict=True))
        return min(5, 1 + 5 * above // (4 * weight))

    def triples(self, bands: Iterable[int]) -> list[int]:
        """The scores that give one of some bands, as 100 r + 10 f + m."""
        wanted = set(bands)
        every = product(SCORES, SCORES, SCORES)
        return [100 * r + 10 * f + m for r, f, m in every if self.band(r, f, m) in wanted]


def segment_of(r: int, f: int) -> str:
    """The segment of a pair of scores: ten segments, 25 cells, each in exactly one."""
    if r <= 2:
        return "hibernating" if f <= 2 else "at_risk" if f <= 4 else "cant_lose"
    if r == 3 and f <= 3:
        return "need_attention" if f == 3 else "about_to_sleep"
    if f >= 4:
        return "champions" if r == 5 else "loyal"
    if f >= 2:
        return "potential_loyalist"
    return "promising" if r == 4 else "new"


def words(rows: pa.Table) -> pa.Table:
    """Rows with the segment for their cell (10 r + f) and the type for their kind."""
    segments = {10 * r + f: segment_of(r, f) for r, f in CELLS}
    of_cells = pa.array([segments.get(cell) for cell in range(max(segments) + 1)])
    for number, word, known in (("cell", "segment", of_cells), ("kind", "type8", pa.array(KINDS))):
        place = rows.column_names.index(number)
        rows = rows.set_column(place, word, pc.take(known, rows[number]))
    return rows


def rank_at(share: float, count: int) -> int:
    """The rank where the top `share` of `count` customers ends: the next whole customer."""
    millionths = round(share * 1_000_000) * count
    return -(-millionths // 1_000_000)
