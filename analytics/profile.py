"""One customer, everything known of them: who they are, where they stand, what they do.

Everything is as of the scope's day over all history, whatever its period and filters: a profile
shows the whole customer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import engine
from analytics.costs import Costs, params
from analytics.errors import N_, DataError
from analytics.profile_life import Stretch as Stretch
from analytics.profile_life import life as life
from analytics.profile_life import quarters as quarters
from analytics.profile_place import CUTS, Borders, Measures, Standing, placed
from analytics.scope import Scope
from analytics.scoring import Scoring, rank_at

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Key = tuple[str, int | None, str]

FOUND, ALIKE, LEAST = 8, 100, 5
WHO = ("name", "type", "region", "owner", "email", "phone")
USUAL = Scoring()
ABOVE = (2, 3, 4, 5)  # scores above the lowest
FEW_DAYS = 250  # whose lines are found faster by day than by looking through all lines
RHYTHM = 3  # gaps between purchase days from which a next one is expected


@dataclass(frozen=True)
class Customer:
    """Who a customer is and what they bought so far.

    name type region owner email phone   as the customer file or the last order has them, or None
    contract_ends_on                         as the customer file has it, or None
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
    contract_ends_on: date | None
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

    def net_profit(self, crm_cost: float) -> float | None:
        """Margin less the cost of contacts (money); None where no cost of goods is known."""
        return None if self.margin is None else self.margin - crm_cost

    @property
    def overdue_ratio(self) -> float | None:
        """Days since the last order ÷ usual gap: how often the usual pause fits into this one."""
        if not self.usual_gap_days or self.days_since_order is None:
            return None
        return self.days_since_order / self.usual_gap_days


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
    who, bought = rows.iloc[0].to_dict(), orders(ws, scope, customer_id)
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
        contract_ends_on=None if pd.isna(ends := who["contract_ends_on"]) else ends,
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
    return _orders(ws, ws.key, known(ws, scope), customer_id).copy(deep=False)


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
    asked: dict[str, Any] = {"customer_id": customer_id, "rows": rows}
    days = sorted(set(orders(ws, scope, customer_id)["ordered_on"]))
    if len(days) <= FEW_DAYS and not ws.facts.orders_over_days:
        asked["days"] = days
    return engine.run(ws, "profile_products", known(ws, scope), **asked)


def missing(ws: Workspace, scope: Scope, customer_id: str, rows: int = 10) -> pd.DataFrame:
    """What customers alike buy and this one never did, most of them first.

    Alike are the ALIKE customers with most products in common, of all the two bought between
    them (Jaccard 1901), who bought something else besides.
    One row per product that at least LEAST of them have: product customers alike (count) share
    """
    asked = {"customer_id": customer_id, "rows": rows, "alike": ALIKE, "least": LEAST}
    return engine.run(ws, "profile_missing", known(ws, scope), **asked)


def borders(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> Borders:
    """From which values on customers are in each score and type, over all there are; see Borders.

    They are the same for every customer of a day, so a page keeps them: whoever is looked at then
    is placed by a few orders of their own.
    Source: methods.md, RFM, customer pyramid, lifecycle states.
    """
    found = _borders(ws, scope, scoring)
    if scoring.method != "cuts":
        return replace(found, loyal_from=found.frequency[2])
    return replace(found, loyal_from=_borders(ws, scope, USUAL).frequency[2])


def standing(
    ws: Workspace,
    scope: Scope,
    customer_id: str,
    horizon_days: int,
    scoring: Scoring = USUAL,
    borders: Borders | None = None,
) -> Standing:
    """A customer's tier, segment and state, the very ones the other pages give.

    horizon_days  of silence after which a customer is lapsed, as `lifecycle.horizon_days` gives
    scoring       the one the firm uses
    borders       what `borders` gave for the same scope and scoring; None asks for them
    Source: methods.md, RFM, customer pyramid, lifecycle states.
    """
    told, day = borders or _borders_of(ws, scope, scoring), known(ws, scope)
    assert day.as_of is not None
    found = engine.run(ws, "profile_standing", day, customer_id=customer_id)
    stretches = life(orders(ws, scope, customer_id), day.as_of, horizon_days)
    if found.empty:
        known_by_then = _met(ws, day, customer_id)
        return Standing(buyers=told.buyers, state="prospect" if known_by_then else None)
    return placed(told, Measures(*found.iloc[0][list(Measures._fields)]), stretches[-1].stage)


def stake(ws: Workspace, scope: Scope, customer_id: str, horizon_days: int) -> pd.DataFrame:
    """What a customer should bring within the horizon, as the list of those leaving has it.

    One row, none without a counting order.
    customer_key days_since_order
    expected_revenue expected_orders   at their rate of the last 364 days (money, count)
    spend_change   last 182 days ÷ the 182 before − 1       margin_share   of all their history
    """
    asked = {"customer_id": customer_id, "horizon": horizon_days}
    return engine.run(ws, "profile_stake", known(ws, scope), **asked)


def served(ws: Workspace, scope: Scope, customer_id: str, costs: Costs) -> tuple[int, float]:
    """How often a customer was contacted so far, and what that cost (money), as in `profit`.

    Errors: DataError without costs of goods or of contacts.
    """
    asked = {"customer_id": customer_id, **params(ws, costs)}
    found = engine.run(ws, "profile_served", known(ws, scope), **asked)
    return (0, 0.0) if found.empty else (int(found["contacts"].iloc[0]), found["crm_cost"].iloc[0])


def known(ws: Workspace, scope: Scope) -> Scope:
    """The scope over all history up to its day, without filters."""
    resolved = scope.resolved(ws)
    return replace(resolved, start=None, end=resolved.as_of, where=())


@lru_cache(maxsize=16)
def _orders(ws: Workspace, key: Key, day: Scope, customer_id: str) -> pd.DataFrame:
    """Kept, as most of what a page says of a customer is told from them."""
    return engine.run(ws, "profile_orders", day, customer_id=customer_id)


def _met(ws: Workspace, day: Scope, customer_id: str) -> bool:
    return not engine.run(ws, "profile_met", day, customer_id=customer_id).empty


_borders_of = borders  # a function has a parameter of that name


def _borders(ws: Workspace, scope: Scope, scoring: Scoring) -> Borders:
    found = engine.run(ws, "profile_borders", known(ws, scope), **scoring.params_with_money)
    row = {str(name): None if pd.isna(value) else value for name, value in found.iloc[0].items()}
    whole = {name: int(value) for name, value in row.items() if value is not None}
    return Borders(
        buyers=whole["buyers"],
        recency=tuple(whole.get(f"r_{score}") for score in ABOVE),
        frequency=tuple(whole.get(f"f_{score}") for score in ABOVE),
        monetary=tuple(row[f"m_{score}"] for score in ABOVE),
        recent=whole.get("recent"), frequent=whole.get("frequent"), important=row["important"],
        tier_ends=tuple(rank_at(cut, whole["buyers"]) for cut in CUTS),
    )  # fmt: skip


def _due(last: date, gaps: list[int]) -> tuple[date, date]:
    low, _, high = quantiles(gaps, n=4, method="inclusive")
    return last + timedelta(days=round(low)), last + timedelta(days=round(high))


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
