"""What a file can answer, what it cannot, and what is odd about it, in words."""

import streamlit as st

from analytics import intake
from analytics.intake import Remark, Source
from analytics.language import Language
from pages.parts.guard import View
from pages.parts.intake.opened import identity, once
from pages.parts.words import plain


def said(view: View, remark: Remark) -> str:
    """A remark in the reader's language, its counts as the language writes them."""
    lang: Language = view.lang
    values = {
        name: lang.number(value) if isinstance(value, int) else value
        for name, value in remark.values.items()
    }
    sentences = (remark.message, remark.remedy)
    return lang.sentences([lang.text(part).format(**values) for part in sentences if part])


def remarks(view: View, found: tuple[Remark, ...]) -> None:
    """One line for each, marked, for nothing of it forbids the load."""
    with st.container(gap=None):
        for remark in found:
            mark = ":orange[:material/warning:]" if remark.warns else ":blue[:material/link:]"
            st.markdown(f"{mark} {plain(said(view, remark))}")


def outlook(view: View, source: Source, kind: str, mapping: dict) -> None:
    """What works with the columns chosen, what does not, and warnings, before it is loaded."""
    _ = view.text
    columns = {*mapping, "stage"} if isinstance(mapping.get("occurred_at"), list) else {*mapping}
    parts = _("; ").join(_(part) for part in intake.able(kind, columns))
    words = _("Will work: {parts}.", parts=parts)
    unable = intake.unable(kind, columns)
    events, headers = intake.as_events(source, mapping)
    found = once(
        ("findings", *identity(source, kind, mapping)),
        lambda: intake.findings(events, kind, headers),
    )
    with st.container(gap=None):
        st.markdown(f":blue[:material/check:] {words}")
        if events is not source:
            words = _(
                "Every filled date of a row becomes a contact; its stage is the column's name."
            )
            st.markdown(f":blue[:material/call_split:] {words}")
        for sentence in unable:
            st.markdown(f":gray[:material/remove:] {_(sentence)}")
        remarks(view, tuple(remark for remark in found if remark.message not in unable))
