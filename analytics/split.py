"""What customers of a funnel are split by: the groups that other questions compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from analytics.errors import N_, DataError
from analytics.steps import ORDERS, Choice

By = Literal[
    "channel", "region", "owner", "customer_type", "segment", "tier", "product", "campaign"
]
BY: tuple[By, ...] = (
    "channel", "region", "owner", "customer_type", "segment", "tier", "product", "campaign",
)  # fmt: skip
OF_ORDERS: tuple[By, ...] = ("segment", "tier")  # made of what customers have ordered
AT_ONCE = 2
MEMORY_DAYS = 90  # how far back a campaign, a contact or an order can be told apart by


def params(by: Sequence[By]) -> dict[str, Any]:
    """What the relation funnel_split is asked with.

    Errors: DataError for what customers cannot be split by.
    """
    if not 1 <= len(by) <= AT_ONCE or not set(by) <= set(BY):
        raise DataError(
            N_("A funnel is not split by {by}."),
            N_("Name one or two of: {known}."),
            by=", ".join(by),
            known=", ".join(BY),
        )
    asked: dict[str, Any] = {"one": by[0], "two": by[1] if len(by) > 1 else ""}
    asked |= {"at_step": 1, "campaign_days": MEMORY_DAYS}
    return asked | {name: True for name in by if name in OF_ORDERS}


def names(by: Sequence[By]) -> list[str]:
    """The columns that hold what a group is called."""
    return ["one", "two"][: len(by)]


def sensible(choice: Choice) -> tuple[By, ...]:
    """What a funnel of these steps can be split by: not by its own orders where it counts them."""
    counted = {stage for step in choice.steps for stage in step.made_of} & set(ORDERS)
    return tuple(by for by in BY if not (counted and by in OF_ORDERS))
