"""Open deals that take longer than the won ones took: by name, and as a list of customers."""

from analytics import deals
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.tables import Column, filled, fitting, table
from pages.parts.take_away import take_away


def stalled(view: View) -> None:
    """The deals, oldest first; their customers can be made a list or taken away."""
    _, lang, found = view.text, view.lang, ask(view, deals.stalled)
    usual = ask(view, deals.summary).median_won_days
    if usual != usual:
        head(_("No deal was won in this period: there is no usual time to measure open ones by"))
        return
    if found.empty:
        head(_("No open deal is older than half of the won deals took"))
        return
    days = lang.number(usual)
    nobody = int(found.customer_id.isna().sum())
    head(
        _("Open longer than the {days} days half of the won deals took", days=days),
        lang.plural("{n} deal, oldest first", "{n} deals, oldest first", len(found)),
        lang.plural(
            "{n} of them names no customer: in the file of deals, in no list of customers",
            "{n} of them name no customer: in the file of deals, in no list of customers", nobody,
        ) if nobody else "",
    )  # fmt: skip
    columns = {
        "deal_id": Column(_("Deal"), pinned=True, width=fitting(_("Deal"), found.deal_id)),
        "customer_id": Column(_("Customer"), width=120),
        "name": Column(_("Name")),
        "stage": Column(_("Stage"), width=fitting(_("Stage"), found.stage)),
        "owner": Column(_("Owner")),
        "product": Column(_("Product")),
        "opened_on": Column(_("Opened"), "date"),
        "open_days": Column(_("Days open"), "number"),
        "value": Column(_("Value"), "money"),
    }
    ticked = table(view, found, filled(found, columns), key="deals.stalled", select=True)
    if nobody < len(found):
        rule = Rule.of(deals.stalled_customers, _("Deals open longer than {days} days", days=days))
        chosen = ticked.dropna(subset="customer_id").drop_duplicates("customer_id")
        take_away(view, rule, key="deals.stalled", ticked=chosen)
