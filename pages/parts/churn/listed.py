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


def listed(
    view: View, by: churn.By, found: Summary, tests: pd.DataFrame, horizon: int | None
) -> None:
    """The first of the list, of the tiers and owners chosen, as many as the budget allows."""
    _, lang = view.text, view.lang
    known, day = found.value_at_risk is not None, lang.date(found.as_of)
    place = st.container()
    tiers, owners = _narrowed(view, by, horizon)
    narrowed = {"horizon_days": horizon, "by": by, "tiers": tiers, "owners": owners}
    most = budget(view, **narrowed) if known else LISTED
    people = ask(view, churn.customers, top=most, **narrowed)
    n = lang.number(len(people))
    order = _("as of {day}, by value at risk; the first {n}", day=day, n=n)
    words = _("The {n} with most value at risk", n=n)
    if not known:
        order = _("as of {day}, most overdue first; the first {n}", day=day, n=n)
        words = _("The {n} most overdue", n=n)
    with place:
        head(_("The list"), order)
    ticked = leaving(view, people, churn.proven(tests))
    rule = Rule.of(churn.customers, words, top=most, **narrowed)
    with st.container(horizontal=True):
        take_away(view, rule, key="churn", ticked=ticked)
        if len(ticked) == 1 and st.button(_("Open this customer"), icon=":material/person:"):
            open_customer(ticked["customer_id"].iloc[0])


def _narrowed(
    view: View, by: churn.By, horizon: int | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tiers and owners chosen; none is all."""
    _ = view.text
    owners = ask(view, churn.owners, horizon_days=horizon, by=by)
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
