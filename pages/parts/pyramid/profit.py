"""What is left of customers once serving them is paid for, and who costs more than they bring."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import profit, pyramid
from analytics.costs import Costs, kept
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.leftover import Left, leftover
from pages.parts.charts.template import chart, head
from pages.parts.charts.whale import whale
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.names import TIER_NAMES, tier_name
from pages.parts.notices import INTAKE, link
from pages.parts.people import people
from pages.parts.pyramid.costs import form, popover
from pages.parts.switch import switch
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away
from pages.parts.words import plain

LISTS = {"losing": N_("Who cost more than they bring"), "all": N_("All customers")}
LISTED = 200


def draw(view: View) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _ = view.text
    kinds = ask(view, profit.kinds)
    if not view.ws.facts.has_cost:
        st.markdown(_("Bring in sales with a cost or a profit column: without it no margin."))
        link(_("Bring data in"), INTAKE, icon=":material/upload:")
        return _unknown(view, _("What customers leave is not known: the sales have no cost."))
    if kinds.empty:
        st.markdown(_("Bring in a file of contacts: who was called or visited, when and how."))
        link(_("Bring data in"), INTAKE, icon=":material/upload:")
        return _unknown(view, _("What serving customers costs is not known: there is no contact."))
    costs = tuple(cost for cost in kept(view.ws.state.settings()) if cost.kind in set(kinds.kind))
    if not costs:
        st.markdown(_("Type what one contact of each kind costs; those left at 0 cost nothing."))
        form(view, kinds)
        return _unknown(view, _("What serving customers costs is not known until it is typed."))
    return _served(view, kinds, costs)


def _unknown(view: View, answer: str) -> str:
    computed(view, _defined(view), "profit_kinds")
    downloads(view, {view.text("Kinds of contact"): lambda: ask(view, profit.kinds)})
    return answer


def _served(view: View, kinds: pd.DataFrame, costs: Costs) -> str:
    """The tab once costs are typed."""
    tiers = ask(view, profit.tiers, costs=costs)
    total, top = tiers.iloc[-1], st.container()
    if not total.customers:
        answer = view.text("No customer has an order here. Try a longer period, or fewer filters.")
        return _unknown(view, answer)
    people_, money = ask(view, profit.others, costs=costs)
    with top:
        key_figures(view, _figures(view, total))
    _picture(view, tiers, costs)
    _table(view, tiers)
    if total.losing_unserved:
        st.markdown(plain(_unserved(view, total)))
    st.markdown(plain(_key(view, costs, kinds)))
    st.markdown(plain(_closes(view, total, int(people_), money)))
    popover(view, kinds)
    _list(view, costs)
    names: dict[str, Any] = {"contact_costs": True}
    computed(
        view, _defined(view), "profit_customers", "profit_tiers", "profit_others", params=names
    )
    downloads(
        view,
        {
            view.text("Profit of customers"): lambda: ask(view, profit.customers, costs=costs),
            view.text("Profit by tier"): lambda: tiers,
            view.text("Kinds of contact"): lambda: kinds,
        },
        codes={"tier": {**TIER_NAMES, "total": N_("All")}},
    )
    return _answer(view, tiers, total)


def _answer(view: View, tiers: pd.DataFrame, total: pd.Series) -> str:
    """Serving customers cost £206 k of £590 k margin; 147 customers, 4 of them key, cost more …"""
    _, lang = view.text, view.lang
    first = _(
        "Serving customers cost {cost} of {margin} margin",
        cost=lang.money(total.crm_cost), margin=lang.money(total.margin),
    )  # fmt: skip
    if not total.losing:
        return _("{first}; every customer brings more than they cost.", first=first)
    key = int(tiers.losing.iloc[0])
    words = {"loss": lang.money(total.losing_profit), "key": lang.number(key), "first": first}
    if key:
        return lang.plural(
            "{first}; {n} customer, {key} of them key, costs more than they bring: {loss}.",
            "{first}; {n} customers, {key} of them key, cost more than they bring: {loss}.",
            int(total.losing), **words,
        )  # fmt: skip
    return lang.plural(
        "{first}; {n} customer costs more than they bring: {loss}.",
        "{first}; {n} customers cost more than they bring: {loss}.",
        int(total.losing), **words,
    )  # fmt: skip


def _figures(view: View, total: pd.Series) -> list[Figure]:
    _, lang = view.text, view.lang
    contacts = lang.plural("{n} contact", "{n} contacts", int(total.contacts))
    losing = lang.plural("{n} customer", "{n} customers", int(total.losing))
    return [
        Figure(_("Margin"), lang.money(total.margin),
               note=_("of {money} revenue", money=lang.money(total.revenue))),
        Figure(_("Cost of contacts"), lang.money(total.crm_cost), note=contacts),
        Figure(_("Net profit"), lang.money(total.net_profit), note=_("margin less contacts")),
        Figure(_("Profit rate"), lang.percent(total.profit_rate),
               note=_("net profit ÷ cost of contacts")),
        Figure(_("Lost on customers"), lang.money(total.losing_profit), note=losing),
    ]  # fmt: skip


def _picture(view: View, tiers: pd.DataFrame, costs: Costs) -> None:
    """The whale curve beside what is left of each tier."""
    _, lang = view.text, view.lang
    found = ask(view, pyramid.concentration, by="profit", costs=costs)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        points = found.points
        drawing = whale(view, points["rank"].tolist(), points.cumulative_value.tolist())
        title = lang.plural(
            "The best customer leaves {money}", "The best {n} customers leave {money}",
            found.peak_customers, money=lang.money(float(points.cumulative_value.max())),
        )  # fmt: skip
        note = _("whale curve: net profit added up, best customers first; orange: lost again")
        chart(view, drawing, title, note, key="whale")
    with right:
        rows = [
            Left(tier_name(view, row.tier), row.margin, row.crm_cost, row.net_profit)
            for row in tiers.itertuples()
            if row.tier != "total" and row.customers
        ]
        chart(
            view, leftover(view, rows), _("What is left of each tier"),
            _("blue: net profit; orange: cost of contacts"), key="leftover",
        )  # fmt: skip


def _table(view: View, tiers: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    money = ["revenue", "margin", "marketing_cost", "sales_cost", "service_cost", "net_profit"]
    money.append("losing_profit")
    shown = tiers.assign(
        called=[_("All") if tier == "total" else tier_name(view, tier) for tier in tiers.tier],
        rate=tiers.profit_rate.map(lang.percent),
        **{name: tiers[name].map(lang.money) for name in money},
    )
    columns = {
        "called": Column(_("Tier"), pinned=True),
        "customers": Column(_("Customers"), "number"),
        "revenue": Column(_("Revenue"), "said"),
        "margin": Column(_("Margin"), "said"),
        "marketing_cost": Column(_("Marketing cost"), "said"),
        "sales_cost": Column(_("Sales cost"), "said"),
        "service_cost": Column(_("Service cost"), "said"),
        "net_profit": Column(_("Net profit"), "said"),
        "rate": Column(_("Profit rate"), "said", help=_("net profit ÷ cost of contacts")),
        "losing": Column(_("Cost more than they bring"), "number"),
        "losing_profit": Column(_("Net profit of these"), "said"),
    }
    table(view, shown, columns, key="profit.tiers")


def _unserved(view: View, total: pd.Series) -> str:
    """Who loses money though no contact with them cost any."""
    return view.lang.plural(
        "{n} of the {losing} who cost more than they bring had no contact at a cost: the goods "
        "cost more than was paid for them, or came back.",
        "{n} of the {losing} who cost more than they bring had no contact at a cost: the goods "
        "cost more than was paid for them, or came back.",
        int(total.losing_unserved), losing=view.lang.number(total.losing),
    )  # fmt: skip


def _key(view: View, costs: Costs, kinds: pd.DataFrame) -> str:
    """The allocation key: what one contact of each kind counts, and which kinds count nothing."""
    _, lang = view.text, view.lang
    priced = [f"{cost.kind} {lang.money(cost.unit_cost)}" for cost in costs]
    said = _(
        "Each contact counts for the customer it was with: {costs}.", costs=_("; ").join(priced)
    )
    free = [kind for kind in kinds.kind if kind not in {cost.kind for cost in costs}]
    if not free:
        return said
    without = _("Without a cost, so counted as nothing: {kinds}.", kinds=_(", ").join(free))
    return lang.sentences([said, without])


def _closes(view: View, total: pd.Series, others: int, money: float) -> str:
    """What was spent on people without an order, so that all contacts add up."""
    lang = view.lang
    if not others:
        return view.text("Nobody without an order was contacted at a cost: that is all of it.")
    return lang.plural(
        "{n} person contacted without an order cost {money} more, {all} in all.",
        "{n} people contacted without an order cost {money} more, {all} in all.",
        others, money=lang.money(money), all=lang.money(total.crm_cost + money),
    )  # fmt: skip


def _list(view: View, costs: Costs) -> None:
    _ = view.text
    which = switch(view, "served", _("Who they are"), LISTS)
    losing = which == "losing"
    listed = ask(view, profit.customers, costs=costs, rows=LISTED, losing=losing)
    if listed.empty:
        st.markdown(_("Nobody costs more than they bring."))
        return
    note = _("greatest loss first") if losing else _("most net profit first")
    head(_(LISTS[which]), note)
    hide = ("region", "orders", "marketing_cost", "sales_cost", "service_cost")
    order = ["rank", "customer_id", "name", "tier"]
    listed = listed[[*order, *(name for name in listed if name not in order)]]
    ticked = people(view, listed, key=f"served.{which}", hide=hide, select=True)
    rule = Rule.of(profit.customers, _(LISTS[which]), costs=costs, losing=losing)
    take_away(view, rule, key=f"served.{which}", ticked=ticked)


def _defined(view: View) -> str:
    return view.text(
        "**Margin** is revenue less the cost of goods. **Cost of contacts** (CRM cost) is the "
        "number of contacts of the period × what one of the kind costs, as typed: marketing, sales "
        "and service cost. **Net profit** is margin less cost of contacts; **profit rate** is net "
        "profit ÷ cost of contacts, and unknown where nothing was spent. **Cost more than they "
        "bring** do those with a net profit below 0, also where no contact cost anything but the "
        "goods, after returns, left less than nothing. Tiers are by revenue: the "
        "top 1 % are key, secondary to 20 %, ordinary to 50 %."
    )
