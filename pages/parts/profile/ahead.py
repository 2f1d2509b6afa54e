"""What a customer should bring and costs, whether they leave and why, and when care is due."""

from typing import Any

import streamlit as st

from analytics import DataError, Scope, care, churn, churn_list, profile, value
from analytics.costs import kept
from analytics.profile import Customer, Standing
from pages.parts.ask import ask
from pages.parts.background import soon
from pages.parts.drawn import value_note
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.leaving import reasons
from pages.parts.names import tier_name
from pages.parts.words import plain

MANY = 50_000  # customers from which on the models are fitted in the background
LEAST = 0.1  # orders: fewer are not told apart


def ahead(view: View, who: Customer, stands: Standing, known: Scope, horizon: int) -> None:
    """Figures of the time to come, and the reasons of the risk; nothing for who never ordered."""
    own = ask(view, profile.stake, known, customer_id=who.customer_id, horizon_days=horizon)
    if own.empty:
        return
    learned = churn.learned(view.ws, known)
    risk = churn_list.one(own, who.usual_gap_days, learned).iloc[0]
    shown = [*_risk(view, who, risk, horizon), *_worth(view, who, known)]
    shown += [_profit(view, who, known), _care(view, who, stands, known)]
    key_figures(view, shown)
    st.caption(plain(view.lang.sentences([_why(view, who, risk), _two_ways(view, horizon)])))


def _risk(view: View, who: Customer, risk: Any, horizon: int) -> list[Figure]:
    _, lang = view.text, view.lang
    days = lang.number(horizon)
    if risk.by == "rule" or risk.probability != risk.probability:
        least = lang.number(churn.OVERDUE, 1)
        return [
            Figure(
                _("Days silent ÷ usual gap"), lang.number(who.overdue_ratio, 1),
                note=_("overdue from {n} on", n=least) if who.usual_gap_days
                else _("one purchase day"),
            ),
            Figure(
                _("Expected of them"), lang.money(risk.expected_value),
                note=_("in {n} days", n=days),
            ),
        ]  # fmt: skip
    low, high = lang.percent(risk.probability_low, 0), lang.percent(risk.probability_high, 0)
    between = _("of those rated alike on an earlier day, {low} to {high} left (95 %)",
                low=low, high=high)  # fmt: skip
    return [
        Figure(
            _("Risk of leaving"), lang.percent(risk.probability, 1),
            note=_("no order in {n} days", n=days), help=between,
        ),
        Figure(
            _("Value at risk"), lang.money(risk.value_at_risk),
            note=_(
                "of {money} expected in {n} days", money=lang.money(risk.expected_value), n=days
            ),
        ),
    ]  # fmt: skip


def _worth(view: View, who: Customer, known: Scope) -> list[Figure]:
    """Of many customers the models take a second once a day; the page does not wait for it."""
    _, lang, ws = view.text, view.lang, view.ws
    labels = _("Expected, 12 months"), _("Orders, {n} days", n=lang.number(value.HORIZON))
    if ws.facts.customers >= MANY:
        key = f"worth.{ws.key}.{known.as_of}.{known.returns}"
        name = _("Foretelling what customers will bring")
        if not soon(view, key, name, lambda: value.fit(ws, known)):
            return [Figure(label, lang.number(None), note=_("being computed")) for label in labels]
    try:
        found = ask(view, value.customer, known, customer_id=who.customer_id).iloc[0]
    except DataError:
        few = _("too few came back to foretell")
        return [Figure(label, lang.number(None), note=few) for label in labels]
    by_models = _("by BG/NBD and Gamma-Gamma, discounted by 1 % a month")
    some = value_note(view, known)
    low, middle, high = found.next_from, found.next_order_on, found.next_to
    by = _("if still a customer, next by {day}", day=lang.date(middle, "day"))
    by = by if middle == middle else ""
    orders = lang.number(found.expected_orders, 1)
    if found.expected_orders > 0 and orders == lang.number(0, 1):  # hardly any are not none
        orders = _("under {n}", n=lang.number(LEAST, 1))
    between = ""
    if low == low and high == high:
        between = _(
            "by the purchase model; eight in ten of those like this order again "
            "from {low} to {high}",
            low=lang.date(low), high=lang.date(high),
        )  # fmt: skip
    return [
        Figure(
            labels[0], lang.money(found.clv_12m),
            note=_("still a customer: {share}", share=lang.percent(found.p_alive)),
            help=f"{by_models} · {some}" if some else by_models,
        ),
        Figure(labels[1], orders, note=by, help=between or None),
    ]  # fmt: skip


def _profit(view: View, who: Customer, known: Scope) -> Figure:
    """Margin less the cost of contacts; where that cost is not typed it is not known."""
    _, lang, costs = view.text, view.lang, kept(view.ws.state.settings())
    label = _("Net profit so far")
    if who.margin is None or not costs:
        missing = _("no costs of goods") if who.margin is None else _("cost of contacts not set")
        return Figure(label, lang.number(None), note=missing)
    asked = {"customer_id": who.customer_id, "costs": costs}
    contacts, cost = ask(view, profile.served, known, **asked)
    note = lang.plural(
        "after {n} contact for {money}", "after {n} contacts for {money}", contacts,
        money=lang.money(cost),
    )  # fmt: skip
    return Figure(label, lang.money(who.net_profit(cost)), note=note)


def _care(view: View, who: Customer, stands: Standing, known: Scope) -> Figure:
    _, lang, label = view.text, view.lang, view.text("Care due")
    if who.do_not_contact or stands.tier is None or who.first_order_on is None:
        note = _("does not want to be contacted") if who.do_not_contact else ""
        return Figure(label, lang.number(None), note=note)
    plan = care.kept_plan(view.ws.state.settings()).rhythm
    found = ask(
        view, care.customer, known, customer_id=who.customer_id, tier=stands.tier,
        first_order_on=who.first_order_on, plan=plan, done=care.recorded(view.ws),
        known=ask(view, care.kinds, known),
    )  # fmt: skip
    if found.overdue_days > 0:
        note = lang.plural("overdue by {n} day", "overdue by {n} days", found.overdue_days)
    else:
        note = _("every {n} days", n=lang.number(found.rhythm_days))
    tier = tier_name(view, stands.tier)
    last = lang.date(found.last_contact_on) if found.last_contact_on else _("never")
    told = _("{tier}: every {n} days; last contact {day}", tier=tier,
             n=lang.number(found.rhythm_days), day=last)  # fmt: skip
    return Figure(label, lang.date(found.due_on, "day"), note=note, help=told)


def _why(view: View, who: Customer, risk: Any) -> str:
    """The reasons of the risk, by what it is told, and which to believe where the two differ."""
    _, lang = view.text, view.lang
    why = _("Why: {reasons}.", reasons=reasons(view, risk))
    if risk.by == "rule":
        by = _("By the plain rule, their own rhythm alone; the page Leaving learns more.")
        return lang.sentences([why, by])
    by = _("Learned from earlier customers of this firm.")
    overdue = who.overdue_ratio is not None and who.overdue_ratio >= churn.OVERDUE
    if overdue and risk.probability < churn.MEDIUM:
        by = _("By their own rhythm they are overdue; the risk counts what became of others alike.")
    return lang.sentences([why, by])


def _two_ways(view: View, horizon: int) -> str:
    """Which figure is by which method: the two answer different questions."""
    return view.text(
        "What is expected in {n} days goes on at the pace of the last 364 days; orders and the 12 "
        "months are by the purchase model, which allows for the chance that they have left "
        "already and so may give far less.",
        n=view.lang.number(horizon),
    )
