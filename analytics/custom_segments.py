"""Customers by conditions of one's own, put together in a form and never typed as SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import engine
from analytics.errors import N_, DataError
from analytics.scope import Scope
from analytics.scoring import Scoring

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Scores = tuple[int, int]
EVERYBODY = 2_000_000_000
USUAL = Scoring()


@dataclass(frozen=True)
class Conditions:
    """What a customer must meet, all of it; what is left empty is no condition.

    r f m              lowest and highest score
    tiers states       codes of tiers by revenue, and of lifecycle states
    regions products   one of these; a product bought in the period
    contact_at_least   days since the last contact, at least; never contacted counts as longest
    contact_at_most    days since the last contact, at most; never contacted does not count
    """

    r: Scores = (1, 5)
    f: Scores = (1, 5)
    m: Scores = (1, 5)
    tiers: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    contact_at_least: int | None = None
    contact_at_most: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Conditions:
        """The conditions as a workspace keeps them; names it does not know are left out."""
        known = {field.name for field in fields(cls)}
        told: dict[str, Any] = {
            name: tuple(value) if isinstance(value, Sequence) else value
            for name, value in kept.items()
            if name in known
        }
        return cls(**told)

    @property
    def params(self) -> dict[str, Any]:
        """The values the questions bind; a condition that is none binds nothing."""
        values: dict[str, Any] = {}
        for name in ("r", "f", "m"):
            values[f"{name}_low"], values[f"{name}_high"] = getattr(self, name)
        for name in ("tiers", "states", "regions", "products"):
            if chosen := getattr(self, name):
                values[name] = list(chosen)
        for name in ("contact_at_least", "contact_at_most"):
            if (days := getattr(self, name)) is not None:
                values[name] = days
        return values


def customers(
    ws: Workspace,
    scope: Scope,
    conditions: Conditions,
    horizon_days: int,
    scoring: Scoring = USUAL,
    rows: int = EVERYBODY,
) -> pd.DataFrame:
    """The customers who meet every condition.

    One row per customer with a counting order in the scope, most money first: customer_id name
    region segment tier r f m last_contact_on recency_days frequency monetary, as in
    `rfm.customers`; tier by revenue. horizon_days as in `lifecycle.customers`.
    Source: methods.md, RFM and lifecycle states.
    """
    params = scoring.params_with_money | conditions.params
    return engine.run(
        ws, "custom_segments_customers", scope, horizon=horizon_days, rows=rows, **params
    )


def counts(
    ws: Workspace,
    scope: Scope,
    conditions: Conditions,
    horizon_days: int,
    scoring: Scoring = USUAL,
) -> pd.Series:
    """A custom segment in people and in money.

    customers monetary               count, and revenue with returns taken off (money)
    customer_share monetary_share    of everybody with a counting order in the scope (0 to 1)
    """
    params = scoring.params_with_money | conditions.params
    return engine.run(ws, "custom_segments_counts", scope, horizon=horizon_days, **params).iloc[0]


def kept(settings: Mapping[str, Any]) -> dict[str, Conditions]:
    """Name -> conditions of the custom segments a workspace keeps, in the order they were made."""
    return {name: Conditions.of(told) for name, told in settings["custom_segments"].items()}


def keep(ws: Workspace, name: str, conditions: Conditions | None, user: str = "local") -> None:
    """Keeps a custom segment under a name; None forgets the one of this name.

    Errors: DataError without a name.
    """
    name = name.strip()
    if not name:
        raise DataError(N_("The segment has no name."), N_("Give it a name and save again."))
    all_kept = dict(ws.state.settings()["custom_segments"])
    all_kept.pop(name, None)
    if conditions is not None:
        all_kept[name] = asdict(conditions)
    ws.state.set("custom_segments", all_kept, user)
