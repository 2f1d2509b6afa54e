"""What can be done with an opened list: record, ask the rule again, delete."""

from collections.abc import Sequence

import streamlit as st

from analytics import DataError, followup, lists
from pages.parts import address
from pages.parts.guard import View
from pages.parts.names import ACTION_NAMES, OUTCOME_NAMES
from pages.parts.notices import calm


def followup_form(view: View, saved: lists.SavedList, ticked: Sequence[str]) -> None:
    """What was done with the ticked customers, and how it ended."""
    _, lang = view.text, view.lang
    if not ticked:
        return
    title = lang.plural("For {n} ticked customer", "For {n} ticked customers", len(ticked))
    with st.form("lists.followup", border=True):
        st.markdown(f"**{title}**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            action = st.selectbox(
                _("What was done"), followup.ACTIONS, key="lists.followup.action", width=160,
                format_func=lambda code: _(ACTION_NAMES[code]),
            )  # fmt: skip
            outcome = st.selectbox(
                _("How it ended"), followup.OUTCOMES, index=followup.OUTCOMES.index("reached"),
                format_func=lambda code: _(OUTCOME_NAMES[code]), key="lists.followup.outcome",
                width=160,
            )  # fmt: skip
            day = st.date_input(_("Day"), format="YYYY-MM-DD", key="lists.followup.day", width=140)
            note = st.text_input(
                _("Note"), max_chars=500, key="lists.followup.note", width="stretch"
            )
        with st.container(horizontal=True):
            kept = st.form_submit_button(_("Record"), type="primary", icon=":material/check:")
            removed = st.form_submit_button(_("Remove the record"), type="tertiary")
    if kept:
        followup.record(view.ws, saved.id, ticked, action, outcome, day, note, view.user.name)
    elif removed:
        followup.forget(view.ws, saved.id, ticked, view.user.name)
    if kept or removed:
        st.session_state["lists.round"] += 1  # a new table: nothing is ticked any more
        st.rerun()


def _own(view: View, saved: lists.SavedList) -> bool:
    """Whether the reader sees all customers of the list, or made it."""
    return not view.user.owners or saved.created_by == view.user.name


def refreshing(view: View, saved: lists.SavedList) -> None:
    """The button that asks the rule again, for lists that are not frozen."""
    if saved.frozen or not _own(view, saved):
        return
    newest = not (view.ws.loads.load_no > saved.version).any()  # no file came since
    if st.button(
        view.text("Ask the rule again"), icon=":material/sync:", key="lists.refresh",
        type="secondary" if newest else "primary",
    ):  # fmt: skip
        try:
            lists.refresh(view.ws, saved.id, view.user.name)
        except DataError as error:
            calm(error)
        else:
            st.rerun()


def deletion(view: View, saved: lists.SavedList) -> None:
    """Deletes the list, once that is confirmed."""
    _ = view.text
    if not _own(view, saved):
        return
    with st.popover(_("Delete the list"), icon=":material/delete:", type="tertiary"):
        st.markdown(_("The list and what was recorded on it will be gone. Customers stay."))
        if st.button(_("Delete"), type="primary", key="lists.delete"):
            lists.delete(view.ws, saved.id, view.user.name)
            address.choose("saved", None)
            st.rerun()
