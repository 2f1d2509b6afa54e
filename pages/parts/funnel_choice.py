"""Which funnel is asked for: its steps, window and order, kept in the address."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import streamlit as st

from analytics import funnel
from analytics.errors import N_
from pages.parts import address
from pages.parts.guard import View

USUAL_DAYS = 90
MODE_NAMES = {
    "ordered": N_("one after the other"),
    "strict": N_("directly one after the other"),
    "any": N_("in any order"),
}
ANCHOR_NAMES = {"best": N_("the best try"), "first": N_("the first try")}


class Choice(NamedTuple):
    """What a funnel is asked with."""

    steps: tuple[str, ...]
    within_days: int
    mode: funnel.Mode
    anchor: funnel.Anchor

    def params(self) -> dict[str, Any]:
        """As the arguments of funnel.steps."""
        return {**self._asdict(), "steps": self.steps}


def funnel_choice(known: Sequence[str], proposed: Sequence[str]) -> Choice:
    """The choice in the address, completed by the proposal; what the data lacks is left out."""
    steps = tuple(step for step in address.asked("step") if step in known)[: funnel.MOST_STEPS]
    days, mode, anchor = ("".join(address.asked(name)[-1:]) for name in ("within", "order", "try"))
    return Choice(
        steps or tuple(proposed),
        min(int(days), 3650) if days.isdecimal() else USUAL_DAYS,
        mode if mode in funnel.MODES else funnel.MODES[0],
        anchor if anchor in funnel.ANCHORS else funnel.ANCHORS[0],
    )


def funnel_chips(view: View, choice: Choice, known: Sequence[str], proposed: Sequence[str]) -> None:
    """The choice as chips, each opening what it stands for."""
    _, lang = view.text, view.lang
    with st.container(horizontal=True, gap="xsmall", wrap=False, key="funnel_chips"):
        steps = lang.plural("**{n}** step", "**{n}** steps", len(choice.steps))
        with st.popover(steps, icon=":material/format_list_numbered:"):
            st.multiselect(
                _("Steps, first to last"),
                list(known),
                max_selections=funnel.MOST_STEPS,
                help=_("Steps are taken in the order you choose them; none: the usual order."),
                **_kept("step", list(dict.fromkeys(choice.steps)), list(proposed)),
            )
        days = lang.plural("within **{n} day**", "within **{n} days**", choice.within_days)
        with st.popover(days, icon=":material/timer:"):
            st.number_input(
                _("Days from the first step to the last"),
                min_value=0,
                max_value=3650,
                **_kept("within", choice.within_days, USUAL_DAYS),
            )
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
                **_kept("order", choice.mode, funnel.MODES[0]),
            )
            st.radio(
                _("Of customers who began several times"),
                funnel.ANCHORS,
                format_func=lambda code: _(ANCHOR_NAMES[code]),
                **_kept("try", choice.anchor, funnel.ANCHORS[0]),
            )


def _kept(name: str, value: Any, usual: Any) -> dict[str, Any]:
    """A widget's key and state; what it changes goes into the address, unless it is usual."""
    key = f"funnel.{name}"
    st.session_state[key] = value

    def keep() -> None:
        chosen = st.session_state[key]
        address.choose(name, str(chosen) if chosen == 0 else chosen, usual)

    return {"key": key, "on_change": keep}
