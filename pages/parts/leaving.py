"""The list of customers who may leave: why, in words, and what the trade's textbooks advise."""

from typing import Any

import pandas as pd

from analytics import churn
from analytics.errors import N_
from pages.parts.guard import View
from pages.parts.tables import Column, table

REASONS = {
    "one_purchase": N_("bought once only"),
    "overdue": N_("{days} days silent, usually every {gap}"),
    "last_order": N_("last order {days} days ago"),
    "spends_less": N_("half-year spend {change}"),
}
TREATMENT = {
    "key": N_("Win back at all costs: visit in person"),
    "secondary": N_("Win back: call this week"),
    "ordinary": N_("Try to win back: offer by message"),
    "small": N_("If the occasion arises"),
}


def reasons(view: View, customer: Any) -> str:
    """The reasons of one row of the list: "235 days silent, usually every 97; ..."."""
    lang = view.lang
    values = {
        "days": lang.number(customer.days_since_order),
        "gap": lang.number(customer.usual_gap_days),
        "change": lang.change(customer.spend_change),
    }
    codes = customer.reasons.split(",")
    return view.text("; ").join(view.text(REASONS[code], **values) for code in codes)


def treatment(view: View, customer: Any) -> str:
    """What to do about one row of the list: by tier, and only where there is a risk to speak of."""
    if customer.probability < churn.WATCHED:
        return view.text("Stay in touch")
    return view.text(TREATMENT[customer.tier])


def leaving(view: View, people: pd.DataFrame) -> None:
    """The list as a table; names and regions where the data has them."""
    _ = view.text
    shown = people.assign(
        why=[reasons(view, row) for row in people.itertuples()],
        treatment=[treatment(view, row) for row in people.itertuples()],
    )
    columns = {
        "customer_id": Column(_("Customer"), pinned=True),
        "name": Column(_("Name")),
        "region": Column(_("Region")),
        "tier": Column(_("Tier"), "tier"),
        "probability": Column(_("Risk of leaving"), "bar", most=1, worse=True),
        "value_at_risk": Column(_("Value at risk"), "money"),
        "why": Column(_("Why"), width=270),
        "treatment": Column(_("What to do"), width=215),
        "days_since_order": Column(_("Days silent"), "number"),
    }
    for name in ("name", "region"):
        if people[name].isna().all():
            del columns[name]
    table(view, shown, columns, key="people")
