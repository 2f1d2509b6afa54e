"""Whom does the care plan say to contact now, and is it kept?

A plan gives each tier a rhythm: how many days may pass between two contacts. It is asked as of the
scope's day with the tiers of the scope, so a customer who changed tier has the new tier's rhythm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import engine, rates
from analytics.errors import N_
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

TIERS = ("key", "secondary", "ordinary", "small")
WEEK = 7  # days ahead that are planned for
EVERYONE = 2_000_000_000
# what is usually done for a tier, and by whom, until a firm writes its own
WHAT = {
    "key": N_("Personal visit or call"),
    "secondary": N_("Personal call"),
    "ordinary": N_("E-mail or campaign"),
    "small": N_("Automatic message"),
}
WHO = {
    "key": N_("Key account manager"),
    "secondary": N_("Salesperson"),
    "ordinary": N_("Marketing"),
    "small": N_("Automatic"),
}


@dataclass(frozen=True)
class Plan:
    """What a firm means to do for its customers.

    days   how many days may pass between two contacts, in the order of TIERS
    kinds  the kinds of contact that count as care; none: all of them
    what   what is done, in the firm's own words, in the order of TIERS; "" is as in WHAT
    who    who does it, likewise; "" is as in WHO
    """

    days: tuple[int, int, int, int] = (7, 30, 91, 182)
    kinds: tuple[str, ...] = ()
    what: tuple[str, str, str, str] = ("", "", "", "")
    who: tuple[str, str, str, str] = ("", "", "", "")

    def to_keep(self) -> dict[str, Any] | None:
        """As the settings keep it; None for the usual plan."""
        return None if self == Plan() else asdict(self)

    @property
    def rhythm(self) -> Plan:
        """The plan without its words, which change no figure."""
        return replace(self, what=Plan.what, who=Plan.who)


def kept_plan(settings: Mapping[str, Any]) -> Plan:
    """The plan kept in a workspace's settings; until there is one, the usual rhythms."""
    kept = settings["care_plan"]
    return Plan(**{name: tuple(part) for name, part in kept.items()}) if kept else Plan()


def due(
    ws: Workspace,
    scope: Scope,
    plan: Plan = Plan(),
    tiers: Iterable[str] = TIERS,
    owner: str | None = None,
    rows: int = EVERYONE,
) -> pd.DataFrame:
    """Whom to contact within a week of as_of, the highest tier and the longest overdue first.

    One row per customer with a counting order in the scope.
    customer_id name tier owner
    due_on           last contact + the tier's rhythm; never contacted: first order + the rhythm
    overdue_days     as_of − due_on: above 0 overdue, 0 today, below 0 still to come (days)
    last_contact_on  of a kind that counts as care; null for never
    rhythm_days value region
    owner=None is everybody's customers, "" those nobody owns. Do-not-contact customers are left
    out; `tiers` counts them. Source: the CRM textbooks' 客户关怀 by tier.
    """
    narrower = {"tiers": list(tiers), "rows": rows} | ({} if owner is None else {"owner": owner})
    return engine.run(ws, "care_due", scope, **narrower, **_params(ws, scope, plan))


def tiers(ws: Workspace, scope: Scope, plan: Plan = Plan()) -> pd.DataFrame:
    """How well the plan is kept in each tier.

    One row per tier, and one for all ("total").
    tier customers do_not_contact   counts; the last are in no column after it
    kept kept_share low high        not yet due, their share of kept + overdue, 95 % Wilson interval
    overdue due_soon never          due before as_of, due within a week, never contacted (counts)
    median_overdue_days             of those overdue
    """
    rows = engine.run(ws, "care_tiers", scope, **_params(ws, scope, plan))
    interval = rates.wilson(rows["kept"], rows["kept"] + rows["overdue"])
    rows.insert(5, "low", interval["low"])
    rows.insert(6, "high", interval["high"])
    return rows


def owners(ws: Workspace, scope: Scope, plan: Plan = Plan()) -> pd.DataFrame:
    """Who has care to catch up with.

    One row per owner, most overdue key and secondary customers first; "" is nobody.
    owner customers kept kept_share overdue overdue_vital due_soon   as in `tiers`
    """
    return engine.run(ws, "care_owners", scope, **_params(ws, scope, plan))


def kinds(ws: Workspace, scope: Scope) -> list[str]:
    """The kinds of contact known by as_of, the most frequent first."""
    return list(engine.run(ws, "care_kinds", scope)["kind"])


def _params(ws: Workspace, scope: Scope, plan: Plan) -> dict[str, Any]:
    as_of = scope.resolved(ws).as_of
    assert as_of is not None
    names = [f"{tier}_days" for tier in TIERS]
    return dict(zip(names, plan.days, strict=True)) | {
        "care_kinds": list(plan.kinds) or kinds(ws, scope),
        "until": as_of + timedelta(days=WEEK),
    }
