"""Contacts and deals that are newer than the last order, and so than the day a page shows."""

import streamlit as st

from analytics import quality
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.quality.account import everything


def later(view: View) -> None:
    """Says how many are not shown, with a step to the day that shows them.

    Whoever has chosen the day knows; nothing is said then.
    """
    _, lang, facts, day = view.text, view.lang, view.ws.facts, view.scope.as_of
    known = (facts.last_contact_on, facts.last_deal_on)
    if day != facts.as_of or not any(last and last > day for last in known):
        return
    found = ask(view, quality.later, everything(view), shown=day).iloc[0]
    parts = []
    if found.deals:
        parts.append(lang.plural("{n} deal", "{n} deals", int(found.deals)))
    if found.contacts:
        parts.append(lang.plural("{n} contact", "{n} contacts", int(found.contacts)))
    if not parts:
        return
    what, last = lang.listing(parts), found.last_on
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="later"):
        words = _("The last order is of {day}; later and not shown: {what}.",
                  what=what, day=lang.date(day))  # fmt: skip
        st.caption(f":orange[:material/warning:] {words}", width="content")
        st.button(
            _("Show up to {day}", day=lang.date(last)),
            type="tertiary",
            icon=":material/event:",
            on_click=lambda: address.choose("as_of", last, facts.as_of),
            key="show_later",
        )
