"""Funnels kept under a name: opened again, put in the place of one, forgotten."""

from collections.abc import Sequence

import streamlit as st

from analytics import DataError, saved_funnels
from analytics.reports.funnel import MODE_NAMES
from analytics.steps import Choice
from pages.parts.funnel.choice import choose_funnel, in_words
from pages.parts.guard import View
from pages.parts.notices import calm
from pages.parts.rights import changes
from pages.parts.words import plain


def saved_chip(view: View, choice: Choice, known: Sequence[str], proposed: Sequence[str]) -> None:
    """The chip with the name of the funnel that is open; in it all that are kept.

    choice  as it is in the address, to be kept under a name
    """
    _, kept = view.text, saved_funnels.kept(view.ws.state.settings())
    current = next((name for name, saved in kept.items() if saved == choice), "")
    label = f"**{plain(current)}**" if current else _("Saved funnels")
    with st.popover(
        label, icon=":material/bookmark:", key="funnel.saved", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        if not kept:
            st.caption(_("None is kept yet."))
        for place, (name, saved) in enumerate(kept.items()):
            _line(view, place, name, saved, known, proposed)
        if not changes(view):
            return
        name = st.text_input(
            _("Keep this funnel as"), current, max_chars=60, key="funnel.saved.name"
        )
        if name.strip() in kept and name.strip() != current:
            st.caption(_("It takes the place of the one of this name."))
        if st.button(_("Keep it"), icon=":material/bookmark_add:", key="funnel.saved.keep"):
            _keep(view, name, choice)


def _line(
    view: View, place: int, name: str, saved: Choice, known: Sequence[str], proposed: Sequence[str]
) -> None:
    """A funnel that is kept: what it is, opened by its name."""
    _, key = view.text, f"funnel.saved.{place}"
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        with st.container(gap=None):
            st.button(
                plain(name), key=f"{key}.open", type="tertiary", on_click=choose_funnel,
                args=(saved, proposed),
            )  # fmt: skip
            st.caption(plain(_said(view, saved, known)))
        if changes(view) and st.button(
            ":material/delete:", key=f"{key}.forget", type="tertiary",
            help=_("Forget “{name}”", name=name),
        ):  # fmt: skip
            saved_funnels.keep(view.ws, name, None, view.user.name)
            st.rerun()


def _said(view: View, saved: Choice, known: Sequence[str]) -> str:
    """The funnel in a line, and the stages of it that the data lack."""
    _, lang, names = view.text, view.lang, in_words(view, saved).names
    said = [
        f"{names[0]} → {names[-1]}",
        lang.plural("{n} step", "{n} steps", len(names)),
        lang.plural("within {n} day", "within {n} days", saved.within_days),
        _(MODE_NAMES[saved.mode]),
    ]
    missing = {s for step in saved.steps for s in step.made_of} - set(known)
    if missing:
        said.append(_("not in these data: {stages}", stages=", ".join(sorted(missing))))
    return " · ".join(said)


def _keep(view: View, name: str, choice: Choice) -> None:
    try:
        saved_funnels.keep(view.ws, name, choice, view.user.name)
    except DataError as error:
        calm(error)
        return
    st.rerun()
