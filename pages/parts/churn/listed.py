"""The list: filtered, cut to what can be afforded, with reasons, and the way to take it away."""

import pandas as pd
import streamlit as st

from analytics import churn
from analytics.churn_stake import Summary
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.churn.budget import budget
from pages.parts.guard import View
from pages.parts.leaving import leaving
from pages.parts.names import TIER_NAMES
from pages.parts.search import open_customer
from pages.parts.take_away import take_away

LISTED = 200


def listed(view: View, by: churn.By, found: Summary, tests: pd.DataFrame) -> None:
    """The first of the list, of the tiers and owners chosen, as many as the budget allows."""
    _, lang = view.text, view.lang
    known, day = found.value_at_risk is not None, lang.date(found.as_of)
    place = st.container()
    tiers, owners = _narrowed(view, by)
    most = budget(view, by, tiers, owners) if known else LISTED
    narrowed = {"tiers": tiers, "owners": owners}
    people = ask(view, churn.customers, by=by, top=most, **narrowed)
    n = lang.number(len(people))
    order = _("as of {day}, by value at risk; the first {n}", day=day, n=n)
    words = _("The {n} with most value at risk", n=n)
    if not known:
        order = _("as of {day}, most overdue first; the first {n}", day=day, n=n)
        words = _("The {n} most overdue", n=n)
    with place:
        head(_("The list"), order)
    ticked = leaving(view, people, churn.proven(tests))
    rule = Rule.of(churn.customers, words, top=most, by=by, **narrowed)
    with st.container(horizontal=True):
        take_away(view, rule, key="churn", ticked=ticked)
        if len(ticked) == 1 and st.button(_("Open this customer"), icon=":material/person:"):
            open_customer(ticked["customer_id"].iloc[0])


def _narrowed(view: View, by: churn.By) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tiers and owners chosen; none is all."""
    _ = view.text
    owners = ask(view, churn.owners, by=by)
    with st.container(horizontal=True):
        tiers = st.multiselect(
            _("Tier"), list(TIER_NAMES), format_func=lambda code: _(TIER_NAMES[code]),
            placeholder=_("all"), key="churn.tiers",
        )  # fmt: skip
        chosen = (
            st.multiselect(
                _("Looked after by"), owners, placeholder=_("everybody"), key="churn.owners"
            )
            if owners
            else []
        )
    return tuple(tiers), tuple(chosen)
