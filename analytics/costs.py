"""What contacts with customers cost: typed by people, never invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from analytics.errors import N_, DataError

if TYPE_CHECKING:
    from analytics.workspace import Workspace

PURPOSES = ("marketing", "sales", "service")
# Words in a kind of contact -> what such contacts are usually for.
USUAL = {
    "service": ("complain", "service", "support", "solved", "投诉", "客诉", "售后", "服务"),
    "marketing": ("campaign", "mail", "survey", "event", "营销", "活动", "短信", "邮件", "调研"),
}


@dataclass(frozen=True)
class Cost:
    """What one contact of a kind costs (money), and for what it is made: one of PURPOSES."""

    kind: str
    purpose: str
    unit_cost: float


Costs = tuple[Cost, ...]


def kept(settings: Mapping[str, Any]) -> Costs:
    """The costs kept in a workspace's settings, in the order of their kinds; none until typed."""
    typed = settings["contact_costs"]
    return tuple(Cost(kind, *typed[kind]) for kind in sorted(typed) if typed[kind][1] > 0)


def usual_purpose(kind: str) -> str:
    """What contacts of a kind are usually for, by the words in its name; else sales."""
    words = kind.casefold()
    return next((code for code, known in USUAL.items() if any(w in words for w in known)), "sales")


def params(ws: Workspace, costs: Iterable[Cost]) -> dict[str, Any]:
    """The relation contact_costs, which served_customers reads.

    Errors: DataError where the cost of goods or of contacts is not known, or is none.
    """
    given = list(costs)
    if not ws.facts.has_cost:
        raise DataError(
            N_("The margin of customers is not known."),
            N_("Load sales with a cost or a profit column."),
        )
    if not given:
        raise DataError(
            N_("What a contact costs is not known."),
            N_("Type the cost of one contact of each kind."),
        )
    for cost in given:
        if cost.purpose not in PURPOSES or not 0 <= cost.unit_cost < 1e9:
            raise DataError(
                N_("{cost} is no cost of a contact."),
                N_("Give an amount that is not negative, and marketing, sales or service."),
                cost=f"{cost.kind}: {cost.purpose} {cost.unit_cost:g}",
            )
    money = pa.array([Decimal(f"{cost.unit_cost:.4f}") for cost in given], pa.decimal128(18, 4))
    kinds, purposes = [cost.kind for cost in given], [cost.purpose for cost in given]
    return {"contact_costs": pa.table({"kind": kinds, "purpose": purposes, "unit_cost": money})}
