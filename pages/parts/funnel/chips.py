"""What a funnel is asked with, as chips that open: kept funnels, steps, days, order."""

from collections.abc import Sequence

import streamlit as st

from analytics import funnel
from analytics.reports.funnel import MODE_NAMES, USUAL_DAYS
from analytics.steps import Choice
from pages.parts.funnel.choice import ANCHOR_NAMES, kept
from pages.parts.funnel.editor import steps_chip
from pages.parts.funnel.saved import saved_chip
from pages.parts.guard import View


def funnel_chips(view: View, choice: Choice, known: Sequence[str], proposed: Sequence[str]) -> None:
    """The choice as chips, each opening what it stands for."""
    with st.container(horizontal=True, gap="xsmall", wrap=False, key="funnel_chips"):
        saved_chip(view, choice, known, proposed)
        steps_chip(view, choice, known, proposed)
        _days(view, choice)
        _mode(view, choice)


def _days(view: View, choice: Choice) -> None:
    """The days a customer has from the first step to the last."""
    _, lang = view.text, view.lang
    days = lang.plural("within **{n} day**", "within **{n} days**", choice.within_days)
    with st.popover(days, icon=":material/timer:"):
        st.number_input(
            _("Days from the first step to the last"),
            min_value=1,
            max_value=3650,
            help=_("From 1 to 3,650: within 0 days nobody could go from step to step."),
            **kept("within", choice.within_days, USUAL_DAYS),
        )


def _mode(view: View, choice: Choice) -> None:
    """How steps follow each other, and which of several tries counts."""
    _ = view.text
    with st.popover(f"**{_(MODE_NAMES[choice.mode])}**", icon=":material/route:"):
        st.radio(
            _("Steps count"),
            funnel.MODES,
            format_func=lambda code: _(MODE_NAMES[code]),
            captions=[
                _("anything may happen between"),
                _("no third stage between"),
                _("all steps up to this one, whichever came first"),
            ],
            **kept("order", choice.mode, funnel.MODES[0]),
        )
        st.radio(
            _("Of customers who began several times"),
            funnel.ANCHORS,
            format_func=lambda code: _(ANCHOR_NAMES[code]),
            **kept("try", choice.anchor, funnel.ANCHORS[0]),
        )
