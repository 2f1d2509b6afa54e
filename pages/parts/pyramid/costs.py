"""What one contact of each kind costs: typed by people, kept in the workspace."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import costs
from analytics.errors import N_
from pages.parts.guard import View
from pages.parts.rights import changes, closed
from pages.parts.words import plain

PURPOSES = {"marketing": N_("Marketing"), "sales": N_("Sales"), "service": N_("Service")}
MOST = 1e8


def form(view: View, kinds: pd.DataFrame) -> None:
    """A purpose and a cost for each kind of contact in the data; kinds seen elsewhere stay."""
    if closed(view, "change"):
        return
    _, lang = view.text, view.lang
    kept: dict[str, Any] = view.ws.state.settings()["contact_costs"]
    typed: dict[str, list[Any]] = {}
    with st.form("contact.costs", border=False):
        for place, row in enumerate(kinds.itertuples()):
            kind = str(row.kind)
            purpose, money = kept.get(kind, (costs.usual_purpose(kind), 0.0))
            count = lang.plural("{n} contact", "{n} contacts", int(row.contacts))
            unit = f" · {lang.symbol}" if lang.symbol else ""
            with st.container(horizontal=True, vertical_alignment="bottom"):
                amount = st.number_input(
                    plain(f"{kind} · {count}{unit}"), 0.0, MOST, float(money), 1.0, format="%.2f",
                    width=230, key=f"contact.cost.{place}",
                )  # fmt: skip
                chosen = st.selectbox(
                    _("For"), list(PURPOSES), index=list(PURPOSES).index(purpose), width=150,
                    format_func=lambda code: _(PURPOSES[code]), key=f"contact.purpose.{place}",
                    label_visibility="collapsed",
                )  # fmt: skip
            typed[kind] = [chosen, amount]
        if st.form_submit_button(_("Keep these costs"), type="primary"):
            view.ws.state.set("contact_costs", {**kept, **typed}, view.user.name)
            st.rerun()


def popover(view: View, kinds: pd.DataFrame) -> None:
    """The same form, out of the way once costs are typed."""
    if not changes(view):
        return
    with st.popover(
        view.text("Cost of contacts"), icon=":material/tune:", key="costs.open", on_change="rerun"
    ) as box:
        if box.open:
            form(view, kinds)
