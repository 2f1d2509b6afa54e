"""The list of customers who may leave: why, what the textbooks advise, whether it is proven."""

from collections.abc import Container
from typing import Any

import pandas as pd
import streamlit as st

from analytics import churn, profit
from analytics.costs import kept
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.tables import Column, table

REASONS = {
    "one_purchase": N_("bought once only"),
    "overdue": N_("{days} days silent, usually every {gap}"),
    "alike": N_("{gone} of {alike} customers of this pace and silence did not return"),
    "last_order": N_("last order {days} days ago"),
    "spends_less": N_("half-year spend {change}"),
    "rhythm_broken": N_("{days} days silent, nine in ten own gaps are up to {long}"),
    "fewer_orders": N_("less than half as many orders as in the 90 days before"),
    "smaller_orders": N_("orders are smaller than before"),
    "fewer_contacts": N_("{contacts} visits and calls in 90 days, {before} in the 275 before"),
    "complaint_open": N_("complaint not solved"),
    "low_score": N_("satisfaction {score}, below the middle of all"),
    "returns_more": N_("returns more than nine in ten others"),
}
TREATMENT = {
    "key": N_("Win back at all costs: visit in person"),
    "secondary": N_("Win back: call this week"),
    "ordinary": N_("Try to win back: offer by message"),
    "small": N_("If the occasion arises"),
    "unprofitable": N_("Let go: costs more than it brings"),
}


def reasons(view: View, customer: Any) -> str:
    """The reasons of one row of the list: "235 days silent, usually every 97; ..."."""
    lang = view.lang
    values = {
        "days": lang.number(customer.days_since_order),
        "gap": lang.number(customer.usual_gap_days),
        "change": lang.change(customer.spend_change),
        "alike": lang.number(customer.alike),
        "gone": lang.number(customer.alike_gone),
        "long": lang.number(customer.long_gap_days),
        "contacts": lang.number(customer.contacts_90),
        "before": lang.number(customer.contacts_275_before),
        "score": lang.number(customer.survey_score),
    }
    codes = customer.reasons.split(",")
    return view.text("; ").join(view.text(REASONS[code], **values) for code in codes)


def treatment(view: View, customer: Any, proven: bool, losing: Container[str] = ()) -> str:
    """What to do about one row of the list: by tier, and only where a tested risk speaks for it.

    losing   customers who cost more than they bring, whatever their tier
    """
    if pd.isna(customer.probability):
        return view.text("No forecast: too little history")
    if not proven:
        return view.text("No advice: the order is not proven")
    if customer.probability < churn.WATCHED:
        return view.text("Stay in touch")
    code = "unprofitable" if customer.customer_id in losing else customer.tier
    return view.text(TREATMENT[code])


def losers(view: View) -> frozenset[str]:
    """Customers with a net profit below 0 in the period; nobody where costs are not known."""
    costs = kept(view.ws.state.settings())
    if not costs or not view.ws.facts.has_cost:
        return frozenset()
    return frozenset(ask(view, profit.customers, costs=costs, losing=True).customer_id)


def judged(view: View, tests: pd.DataFrame) -> None:
    """Earlier lists beside what happened after them."""
    _ = view.text
    columns = {
        "cut": Column(_("As of"), "date"),
        "n": Column(_("Customers"), "number"),
        "predicted_rate": Column(_("Foretold"), "percent"),
        "base_rate": Column(_("Did not come back"), "percent"),
        "named_predicted": Column(_("Foretold for the list"), "percent"),
        "named_gone": Column(_("Of them did not come back"), "number"),
        "auc": Column(_("AUC"), "number", digits=2),
        "auc_low": Column(_("95 % from"), "number", digits=2),
        "lift": Column(_("Lift"), "number", digits=2),
        "lift_ceiling": Column(_("Lift at best"), "number", digits=2),
        "brier": Column(_("Brier score"), "number", digits=3),
    }
    table(view, tests, columns, key="tests")


def leaving(view: View, people: pd.DataFrame, proven: bool) -> pd.DataFrame:
    """The list as a table; names and regions where the data has them. Returns the rows ticked."""
    _, losing, rows = view.text, losers(view), list(people.itertuples())
    shown = people.assign(
        why=[reasons(view, row) for row in rows],
        treatment=[treatment(view, row, proven, losing) for row in rows],
        between=[_between(view, row) for row in rows],
    )
    columns = {
        "customer_id": Column(_("Customer"), pinned=True),
        "name": Column(_("Name")),
        "region": Column(_("Region")),
        "tier": Column(_("Tier"), "tier"),
        "contract_ends_on": Column(_("Contract ends on"), "date"),
        "probability": Column(_("Risk of leaving"), "bar", most=1, worse=True),
        "between": Column(
            _("Rated alike: left"),
            help=_("what happened to the tenth of customers rated alike, 95 % interval"),
        ),
        "value_at_risk": Column(_("Value at risk"), "money"),
        "why": Column(_("Why"), width=340),
        "treatment": Column(_("What to do"), width=215),
        "days_since_order": Column(_("Days silent"), "number"),
        "usual_gap_days": Column(_("Usual gap in days"), "number"),
        "owner": Column(_("Looked after by")),
        "last_contact_on": Column(_("Last contact"), "date"),
    }
    if people.probability.isna().all():  # a bar would be empty where a dash says "unknown"
        columns["probability"] = Column(_("Risk of leaving"), "number")
        del columns["between"]
    for name in ("name", "region", "owner", "last_contact_on", "contract_ends_on"):
        if name not in people or people[name].isna().all():
            del columns[name]
    ticked = table(view, shown, columns, key="people", select=True)
    if "between" in columns:
        st.caption(
            _(
                "“Rated alike: left” is what became of the tenth of customers rated alike on an "
                "earlier day, no margin around the risk: that tenth holds lower and higher risks, "
                "and a rating may err, so a risk can lie outside it."
            )
        )
    return ticked


def _between(view: View, customer: Any) -> str:
    low, high = customer.probability_low, customer.probability_high
    return f"{view.lang.percent(low, 0)} – {view.lang.percent(high, 0)}" if low == low else ""
