"""One customer, everything known of them: who they are, where they stand, what they do.

Everything is as of the scope's day over all history, whatever its period and filters: a profile
shows the whole customer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from analytics import engine
from analytics.errors import N_, DataError
from analytics.scope import Scope
from analytics.scoring import Scoring

if TYPE_CHECKING:
    from analytics.workspace import Workspace

FOUND, ALIKE, LEAST = 8, 100, 5
WHO = ("name", "type", "region", "owner", "email", "phone")
USUAL = Scoring()
RHYTHM = 3  # gaps between purchase days from which a next one is expected

Stage = Literal["first_time", "repeat", "won_back", "lapsed"]


@dataclass(frozen=True)
class Customer:
    """Who a customer is and what they bought so far.

    name type region owner email phone   as the customer file or the last order has them, or None
    orders        counting orders            revenue  returns taken off (money)
    margin        null where no cost is known         average_order largest_order (money, or None)
    first_order_on last_order_on             None without a counting order
    days_since_order                         up to as_of
    usual_gap_days                           median of the gaps between purchase days, or None
    due_from due_to  when the next order is expected: the last order and the middle half of the
                  gaps, from RHYTHM gaps on; else None
    """

    customer_id: str
    as_of: date
    name: str | None
    type: str | None
    region: str | None
    owner: str | None
    email: str | None
    phone: str | None
    do_not_contact: bool
    orders: int
    revenue: float
    margin: float | None
    average_order: float | None
    largest_order: float | None
    first_order_on: date | None
    last_order_on: date | None
    days_since_order: int | None
    usual_gap_days: float | None
    due_from: date | None
    due_to: date | None

    @property
    def margin_rate(self) -> float | None:
        """Margin ÷ revenue; None where either is not known or nothing is left of it."""
        return self.margin / self.revenue if self.margin is not None and self.revenue > 0 else None

    @property
    def overdue_ratio(self) -> float | None:
        """Days since the last order ÷ usual gap: how often the usual pause fits into this one."""
        if not self.usual_gap_days or self.days_since_order is None:
            return None
        return self.days_since_order / self.usual_gap_days


@dataclass(frozen=True)
class Standing:
    """Where a customer stands among all with a counting order; None where they have none.

    tier rank   by revenue, of `buyers`     segment type8 r f m  as on the segments page
    state       in the lifecycle
    """

    tier: str | None
    rank: int | None
    buyers: int
    segment: str | None
    type8: str | None
    r: int | None
    f: int | None
    m: int | None
    state: str | None


def find(ws: Workspace, text: str, rows: int = FOUND) -> pd.DataFrame:
    """Customers whose number or name holds the text, in upper or lower case.

    One row per customer, who has it as a number first, then who bought last.
    customer_id name region last_order_on
    """
    wanted = text.strip().lower()
    return engine.run(ws, "profile_find", text=wanted, rows=rows if wanted else 0)


def customer(ws: Workspace, scope: Scope, customer_id: str) -> Customer:
    """A customer and their orders in figures. Errors: DataError when nobody has this number."""
    rows = engine.run(ws, "profile_customer", customer_id=customer_id)
    if rows.empty:
        raise DataError(
            N_("There is no customer {customer}."),
            N_("Search by a part of the name or the number."),
            customer=customer_id,
        )
    who, bought = rows.iloc[0], orders(ws, scope, customer_id)
    counting, as_of = bought[~bought["is_return"].astype(bool)], known(ws, scope).as_of
    assert as_of is not None
    days = sorted(set(counting["ordered_on"]))
    gaps = [(later - day).days for day, later in pairwise(days)]
    due = _due(days[-1], gaps) if len(gaps) >= RHYTHM else (None, None)
    amounts = counting["amount"]
    return Customer(
        customer_id=customer_id, as_of=as_of,
        **{name: _text(who[name]) for name in WHO},
        do_not_contact=bool(who["do_not_contact"]),
        orders=len(counting), revenue=float(bought["amount"].sum()),
        margin=float(bought["margin"].sum()) if bought["margin"].notna().any() else None,
        average_order=float(amounts.mean()) if len(amounts) else None,
        largest_order=float(amounts.max()) if len(amounts) else None,
        first_order_on=days[0] if days else None, last_order_on=days[-1] if days else None,
        days_since_order=(as_of - days[-1]).days if days else None,
        usual_gap_days=float(median(gaps)) if gaps else None, due_from=due[0], due_to=due[1],
    )  # fmt: skip


def orders(ws: Workspace, scope: Scope, customer_id: str) -> pd.DataFrame:
    """Every order and return of a customer, oldest first.

    One row per order: ordered_on order_key amount margin (money) lines (count) is_return
    """
    return engine.run(ws, "profile_orders", known(ws, scope), customer_id=customer_id)


def contacts(ws: Workspace, scope: Scope, customer_id: str) -> pd.DataFrame:
    """Every contact of a customer, and the days on which a deal was opened or closed.

    One row each, oldest first.
    happened_on  what: contact, deal_opened or deal_closed
    kind         of contact, the stage reached, or the deal's product
    owner note   as given                  amount  value given with it (money)
    """
    return engine.run(ws, "profile_contacts", known(ws, scope), customer_id=customer_id)


def timeline(bought: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    """Orders and contacts of a customer together, newest first.

    bought met  as `orders` and `contacts` give them
    One row each: happened_on  what (order, return, contact, deal_opened, deal_closed)  kind: the
    order's number or what `contacts` says  lines  amount (money)  owner  note
    """
    told = pd.DataFrame(
        {
            "happened_on": bought["ordered_on"],
            "what": bought["is_return"].astype(bool).map({True: "return", False: "order"}),
            "kind": bought["order_key"],
            "lines": bought["lines"].astype("Int64"),
            "amount": bought["amount"],
        }
    )
    rows = pd.concat([frame for frame in (told, met) if len(frame)] or [told], ignore_index=True)
    rows = rows.reindex(columns=["happened_on", "what", "kind", "lines", "amount", "owner", "note"])
    return rows.iloc[::-1].sort_values("happened_on", ascending=False, kind="stable")


def products(ws: Workspace, scope: Scope, customer_id: str, rows: int = 10) -> pd.DataFrame:
    """What a customer buys, most money first; goods taken back are not counted.

    One row per product: product revenue (money) quantity orders (count) last_order_on
    """
    asked = {"customer_id": customer_id, "rows": rows}
    return engine.run(ws, "profile_products", known(ws, scope), **asked)


def missing(ws: Workspace, scope: Scope, customer_id: str, rows: int = 10) -> pd.DataFrame:
    """What customers alike buy and this one never did, most of them first.

    Alike are the ALIKE customers with most products in common, of all the two bought between
    them (Jaccard 1901), who bought something else besides.
    One row per product that at least LEAST of them have: product customers alike (count) share
    """
    asked = {"customer_id": customer_id, "rows": rows, "alike": ALIKE, "least": LEAST}
    return engine.run(ws, "profile_missing", known(ws, scope), **asked)


def standing(
    ws: Workspace, scope: Scope, customer_id: str, horizon_days: int, scoring: Scoring = USUAL
) -> Standing:
    """A customer's tier, segment and state, the very ones the other pages give.

    horizon_days  of silence after which a customer is lapsed, as `lifecycle.horizon_days` gives
    Source: methods.md, RFM, customer pyramid, lifecycle states.
    """
    asked = {"customer_id": customer_id, "horizon": horizon_days, **scoring.params_with_money}
    found = engine.run(ws, "profile_standing", known(ws, scope), **asked)
    row = found.astype(object).where(found.notna(), None).iloc[0]
    numbers = {name: None if row[name] is None else int(row[name]) for name in ("rank", *"rfm")}
    return Standing(
        tier=row["tier"], buyers=int(row["buyers"]), segment=row["segment"], type8=row["type8"],
        state=row["state"], **numbers,
    )  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """A time in a customer's life: its stage, its first and its last day."""

    stage: Stage
    start: date
    end: date


def life(bought: pd.DataFrame, as_of: date, horizon_days: int) -> list[Stretch]:
    """A customer's way through the lifecycle, day by day, by their own orders alone.

    bought  as `orders` gives them
    First-time until the second purchase day, then repeat; lapsed once silent for more than the
    horizon; won back by an order after that, until the next. Whether repeat is loyal depends on
    the other customers, and is left open. Source: methods.md, lifecycle states.
    """
    days = sorted(set(bought["ordered_on"][~bought["is_return"].astype(bool)]))
    stretches: list[Stretch] = []
    horizon = timedelta(days=horizon_days)
    for place, day in enumerate(days):
        until = days[place + 1] if place + 1 < len(days) else as_of + timedelta(days=1)
        stage: Stage = "repeat"
        if place and day - days[place - 1] > horizon:
            stage = "won_back"
        elif place == 0:
            several = (bought["ordered_on"] == day) & ~bought["is_return"].astype(bool)
            stage = "repeat" if several.sum() > 1 else "first_time"
        silent = day + horizon + timedelta(days=1)
        stretches.append(Stretch(stage, day, min(until, silent) - timedelta(days=1)))
        if silent < until:
            stretches.append(Stretch("lapsed", silent, until - timedelta(days=1)))
    return _joined(stretches)


def known(ws: Workspace, scope: Scope) -> Scope:
    """The scope over all history up to its day, without filters."""
    resolved = scope.resolved(ws)
    return replace(resolved, start=None, end=resolved.as_of, where=())


def _due(last: date, gaps: list[int]) -> tuple[date, date]:
    low, _, high = quantiles(gaps, n=4, method="inclusive")
    return last + timedelta(days=round(low)), last + timedelta(days=round(high))


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Neighbours of the same stage as one."""
    joined: list[Stretch] = []
    for stretch in stretches:
        if joined and joined[-1].stage == stretch.stage:
            joined[-1] = replace(joined[-1], end=stretch.end)
        else:
            joined.append(stretch)
    return joined


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
