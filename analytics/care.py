"""Whom does the care plan say to contact now, and is it kept?

A plan gives each tier a rhythm: how many days may pass between two contacts. It is asked as of the
scope's day with the tiers of the scope, so a customer who changed tier has the new tier's rhythm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from analytics import engine, rates, state
from analytics.errors import N_
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

TIERS = ("key", "secondary", "ordinary", "small")
WEEK = 7  # days ahead that are planned for
EVERYONE = 2_000_000_000
Recorded = tuple[tuple[str, date], ...]  # customer, the day something was done for them
# Words of a kind of contact that the firm makes of itself, and of one that it does not make: a
# complaint by phone is the customer's, a visit to the website nobody's.
_BY_FIRM = re.compile(
    r"\b(call|phone|telephone|visit|meet|demo|e-?mail|mail|letter|card|sms|text|message|wechat"
    r"|whatsapp|campaign|newsletter|invitation|gift|greeting|offer|follow)"
    r"|拜访|电话|致电|回访|走访|面谈|会面|会议|演示|邮件|信函|短信|微信|消息|营销|活动|促销"
    r"|邀请|关怀|问候|礼品|跟进",
    re.IGNORECASE,
)
_NOT_BY_FIRM = re.compile(
    r"complain|claim|return|refund|\b(web|site|page|shop|store|app|online|inbound|incoming)"
    r"|received|unsubscri|投诉|退货|退款|网站|网页|官网|页面|浏览|登录|来电|来访|到店|退订",
    re.IGNORECASE,
)
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
    kinds  the kinds of contact that count as care; none: the usual ones (see `counting`)
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


@dataclass(frozen=True)
class Care:
    """One customer in the plan: due_on, overdue_days last_contact_on rhythm_days as in `due`."""

    due_on: date
    overdue_days: int
    last_contact_on: date | None
    rhythm_days: int


def kept_plan(settings: Mapping[str, Any]) -> Plan:
    """The plan kept in a workspace's settings; until there is one, the usual rhythms."""
    kept = settings["care_plan"]
    return Plan(**{name: tuple(part) for name, part in kept.items()}) if kept else Plan()


def recorded(ws: Workspace) -> Recorded:
    """What was done with the customers of lists, whoever was not reached left out."""
    with ws.state.connect() as con:
        rows = con.execute(state.sql("records")).fetchall()
    done = {(r["customer_id"], r["day"]) for r in rows if r["outcome"] != "not_reached"}
    return tuple((customer, date.fromisoformat(day)) for customer, day in sorted(done))


def counting(plan: Plan, known: Iterable[str]) -> list[str]:
    """Of the kinds of contact known, those that count: the plan's, else those the firm makes.

    Which these are is told by their words: a call, visit, e-mail or campaign; no complaint and no
    visit to the website. Where no kind has such a word, all count.
    """
    kinds = list(known)
    if plan.kinds:
        return [kind for kind in kinds if kind in plan.kinds]
    made = [k for k in kinds if _BY_FIRM.search(k) and not _NOT_BY_FIRM.search(k)]
    return made or kinds


def due(
    ws: Workspace,
    scope: Scope,
    plan: Plan = Plan(),
    tiers: Iterable[str] = TIERS,
    owner: str | None = None,
    rows: int = EVERYONE,
    done: Recorded | None = None,
) -> pd.DataFrame:
    """Whom to contact within a week of as_of, the highest tier and the longest overdue first.

    One row per customer with a counting order in the scope.
    customer_id name tier owner
    due_on           last contact + the tier's rhythm; never contacted: first order + the rhythm
    overdue_days     as_of − due_on: above 0 overdue, 0 today, below 0 still to come (days)
    last_contact_on  of a kind that counts as care, or recorded on a list; null for never
    rhythm_days value region
    done             what is `recorded`; None reads it
    owner=None is everybody's customers, "" those nobody owns. Do-not-contact customers are left
    out; `tiers` counts them. Source: the CRM textbooks' 客户关怀 by tier.
    """
    narrower = {"tiers": list(tiers), "rows": rows} | ({} if owner is None else {"owner": owner})
    return engine.run(ws, "care_due", scope, **narrower, **_params(ws, scope, plan, done))


def customer(
    ws: Workspace,
    scope: Scope,
    customer_id: str,
    tier: str,
    first_order_on: date,
    plan: Plan = Plan(),
    done: Recorded | None = None,
    known: Iterable[str] | None = None,
) -> Care:
    """When the care of one customer is due: the same day as in `due`; see Care.

    tier first_order_on   of the customer in the scope
    known                 what `kinds` gives; None asks for it
    """
    given = _params(ws, scope, plan, done, known)
    found = engine.run(ws, "care_customer", scope, customer_id=customer_id, **given)
    last = None if found.empty else found["last_contact_on"].iloc[0]
    rhythm = given[f"{tier}_days"]
    due_on, as_of = (last or first_order_on) + timedelta(days=rhythm), scope.resolved(ws).as_of
    assert as_of is not None
    return Care(due_on, (as_of - due_on).days, last, rhythm)


def tiers(
    ws: Workspace, scope: Scope, plan: Plan = Plan(), done: Recorded | None = None
) -> pd.DataFrame:
    """How well the plan is kept in each tier.

    One row per tier, and one for all ("total").
    tier customers do_not_contact   counts; the last are in no column after it
    kept kept_share low high        not yet due, their share of kept + overdue, 95 % Wilson interval
    overdue due_soon never          due before as_of, due within a week, never contacted (counts)
    median_overdue_days             of those overdue
    """
    rows = engine.run(ws, "care_tiers", scope, **_params(ws, scope, plan, done))
    interval = rates.wilson(rows["kept"], rows["kept"] + rows["overdue"])
    rows.insert(5, "low", interval["low"])
    rows.insert(6, "high", interval["high"])
    return rows


def owners(
    ws: Workspace, scope: Scope, plan: Plan = Plan(), done: Recorded | None = None
) -> pd.DataFrame:
    """Who has care to catch up with.

    One row per owner, most overdue key and secondary customers first; "" is nobody.
    owner customers kept kept_share overdue overdue_vital due_soon   as in `tiers`
    """
    return engine.run(ws, "care_owners", scope, **_params(ws, scope, plan, done))


def kinds(ws: Workspace, scope: Scope) -> list[str]:
    """The kinds of contact known by as_of, the most frequent first."""
    return list(engine.run(ws, "care_kinds", scope)["kind"])


def _params(
    ws: Workspace,
    scope: Scope,
    plan: Plan,
    done: Recorded | None,
    known: Iterable[str] | None = None,
) -> dict[str, Any]:
    as_of = scope.resolved(ws).as_of
    assert as_of is not None
    acted = recorded(ws) if done is None else done
    names = [f"{tier}_days" for tier in TIERS]
    return dict(zip(names, plan.days, strict=True)) | {
        "care_kinds": counting(plan, kinds(ws, scope) if known is None else known),
        "recorded_contacts": pa.table(
            {
                "customer_id": pa.array([customer for customer, _ in acted], pa.string()),
                "contacted_on": pa.array([day for _, day in acted], pa.date32()),
            }
        ),
        "until": as_of + timedelta(days=WEEK),
    }
