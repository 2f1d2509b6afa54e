"""How customers are scored, and what the segments and types are called in the engine."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

SEGMENTS = (
    "champions", "loyal", "potential_loyalist", "promising", "new",
    "need_attention", "about_to_sleep", "cant_lose", "at_risk", "hibernating",
)  # fmt: skip
TYPES = (
    "important_value", "important_develop", "important_keep", "important_win_back",
    "general_value", "general_develop", "general_keep", "general_win_back",
)  # fmt: skip
FAMILIES = {
    "core": ("champions", "loyal"),
    "growing": ("potential_loyalist", "promising", "new"),
    "cooling": ("need_attention", "about_to_sleep"),
    "slipping": ("cant_lose", "at_risk"),
    "gone": ("hibernating",),
}
CELLS = tuple(product(range(1, 6), range(1, 6)))

Typical = Literal["mean", "median"]


@dataclass(frozen=True)
class Scoring:
    """How customers are scored and told apart; hashable, so an answer can be kept under it.

    typical  what the eight types compare each value with: its "mean" or its "median"
    """

    typical: Typical = "mean"

    @property
    def params(self) -> dict[str, Any]:
        """The values the questions bind."""
        return {"typical": self.typical}


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
