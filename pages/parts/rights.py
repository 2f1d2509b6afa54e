"""What a role does not open is said in its place, in one line."""

import streamlit as st

from analytics.errors import N_
from pages.parts.guard import View
from pages.parts.words import heading

CLOSED = {
    "people": N_("Who these customers are is shown to analysts, editors and admins."),
    "take": N_("Analysts, editors and admins take files away."),
    "change": N_("Editors and admins change this."),
    "govern": N_("Admins see this."),
}


def closed(view: View, right: str) -> bool:
    """Whether the reader's role does not open this; then says whose does."""
    if view.user.may(right):
        return False
    st.caption(f":material/lock: {view.text(CLOSED[right])}")
    return True


def need(view: View, right: str, question: str) -> None:
    """Ends a page that the reader's role does not open, calmly."""
    if not view.user.may(right):
        heading(view, question, view.text("This page is not open to your role."))
        closed(view, right)
        st.stop()


def changes(view: View) -> bool:
    """Whether the reader may change settings; controls that do are drawn for nobody else."""
    return view.user.may("change")
