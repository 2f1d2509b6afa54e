"""What needs attention: money, icon, sentence, link."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from analytics import Scope, overview, pyramid
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.people import show_people
from pages.parts.words import plain

WIDTH = 880
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
        st.markdown(f"{ICONS[row.code]} {sentences(view, row)[row.code]}", width="stretch")
        if st.button(
            _("See who"), key=f"who.{row.code}", type="tertiary",
            icon=":material/arrow_forward:", icon_position="right",
        ):  # fmt: skip
            # but for those who bought less, all history up to the day counts: its file says so
            whole = view if row.code == "bought_less" else replace(view, scope=_ever(view))
            show_people(whole, _(TITLES[row.code]), _members(view, row.code), key=row.code)


def sentences(view: View, row: Any) -> dict[str, str]:
    """A row of `overview.attention` in words, by what it may be about."""
    lang, days = view.lang, view.lang.number(row.days)
    return {
        "bought_less": lang.plural(
            "**{n} customer** bought less than {before}",
            "**{n} customers** bought less than {before}",
            row.customers,
            before=view.period.before,
        ),
        "no_second_order": lang.plural(
            "**{n} first-time buyer** of the last {days} days has no second order",
            "**{n} first-time buyers** of the last {days} days have no second order",
            row.customers,
            days=days,
        ),
        "frequent_stopped": lang.plural(
            "**{n} frequent buyer** stopped: {orders} orders, the last {days} days ago",
            "**{n} frequent buyers** stopped: {orders} orders each, the last {days} days ago",
            row.customers,
            days=days,
            orders=lang.number(row.orders),
        ),
        "key_quiet": lang.plural(
            "**{n} of {out_of} key customers** has gone quiet",
            "**{n} of {out_of} key customers** have gone quiet",
            row.customers,
            out_of=lang.number(row.out_of),
        ),
    }


def _members(view: View, code: str) -> pd.DataFrame:
    if code == "key_quiet":
        return ask(view, pyramid.quiet, _ever(view))
    return ask(view, overview.attention_customers, code=code)


def _ever(view: View) -> Scope:
    return replace(view.scope, start=None)
