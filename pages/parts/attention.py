"""What needs attention: money, icon, sentence, link."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from analytics import overview, pyramid
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.people import show_people
from pages.parts.words import plain

WIDTH = 880
SENTENCES = {
    "bought_less": N_("**{n} customers** bought less than {before}"),
    "no_second_order": N_("**{n} first-time buyers** of the last {days} days have no second order"),
    "frequent_stopped": N_(
        "**{n} frequent buyers** stopped: {orders} orders each, the last {days} days ago"
    ),
    "key_quiet": N_("**{n} of {out_of} key customers** have gone quiet"),
}
ICONS = {
    "bought_less": ":orange[:material/trending_down:]",
    "no_second_order": ":blue[:material/repeat:]",
    "frequent_stopped": ":orange[:material/error:]",
    "key_quiet": ":orange[:material/error:]",
}
TITLES = {
    "bought_less": N_("Customers who bought less"),
    "no_second_order": N_("First-time buyers without a second order"),
    "frequent_stopped": N_("Frequent buyers who stopped"),
    "key_quiet": N_("Key customers gone quiet"),
}


def attention(view: View, rows: pd.DataFrame) -> None:
    """Groups of customers to look after, the most money first, each with the way to their names."""
    with st.container(gap=None, width=WIDTH):
        for row in rows.itertuples():
            _group(view, row)
    if rows.empty:
        st.markdown(view.text("Nothing stands out in this period."))


def _group(view: View, row: Any) -> None:
    _, lang = view.text, view.lang
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        st.markdown(f"**{plain(lang.money(row.money))}**", width=72)
        sentence = _(
            SENTENCES[row.code],
            n=lang.number(row.customers),
            days=lang.number(row.days),
            orders=lang.number(row.orders),
            out_of=lang.number(row.out_of),
            before=view.period.before,
        )
        st.markdown(f"{ICONS[row.code]} {sentence}", width="stretch")
        if st.button(
            _("See who"), key=f"who.{row.code}", type="tertiary",
            icon=":material/arrow_forward:", icon_position="right",
        ):  # fmt: skip
            show_people(view, _(TITLES[row.code]), _members(view, row.code), key=row.code)


def _members(view: View, code: str) -> pd.DataFrame:
    if code == "key_quiet":
        return ask(view, pyramid.quiet, replace(view.scope, start=None))
    return ask(view, overview.attention_customers, code=code)
