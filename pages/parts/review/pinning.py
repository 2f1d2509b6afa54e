"""Pinning notes to days: a price rise, a fair; they show on the courses of every page."""

from datetime import date

import streamlit as st

from analytics import DataError, notes
from pages.parts.guard import View
from pages.parts.notices import calm
from pages.parts.rights import changes
from pages.parts.words import plain


def draw(view: View) -> None:
    """The notes there are and a form for one more, behind a button."""
    _, lang = view.text, view.lang
    with st.popover(
        _("Notes"), icon=":material/push_pin:", key="notes.open", on_change="rerun"
    ) as box:
        if not box.open:
            return
        if changes(view):
            _form(view)
        for note in reversed(view.notes):
            with st.container(horizontal=True, vertical_alignment="center", width=360):
                st.markdown(f"**{lang.date(note.day)}** {plain(note.text)}", width="stretch")
                if changes(view) and st.button(
                    "", key=f"notes.{note.id}", icon=":material/delete:", type="tertiary",
                    help=_("Take this note away"),
                ):  # fmt: skip
                    notes.unpin(view.ws, note.id, view.user.name)
                    st.rerun()


def _form(view: View) -> None:
    _ = view.text
    with st.form("notes.add", border=False, clear_on_submit=True):
        day = st.date_input(_("Day"), view.scope.end, format="YYYY-MM-DD", key="notes.day")
        text = st.text_input(
            _("What happened"), max_chars=notes.LONGEST, key="notes.text",
            placeholder=_("price rise, fair in Shanghai"),
        )  # fmt: skip
        pinned = st.form_submit_button(_("Pin to this day"), type="primary")
    if pinned:
        _pin(view, day, text)


def _pin(view: View, day: date, text: str) -> None:
    try:
        notes.pin(view.ws, day, text, view.user.name)
    except DataError as error:
        calm(error)
        return
    st.rerun()
