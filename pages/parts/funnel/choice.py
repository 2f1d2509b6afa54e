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
ORDER_NAMES = dict(
    zip(funnel.ORDERS, (N_("First order"), N_("Second order"), N_("Third order")), strict=True)
)


class Choice(NamedTuple):
    """What a funnel is asked with."""

    steps: tuple[funnel.Step, ...]
    within_days: int
    mode: funnel.Mode
    anchor: funnel.Anchor
    exclude: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """What the steps are called."""
        return [step.name for step in self.steps]

    def params(self) -> dict[str, Any]:
        """As the arguments of funnel.steps."""
        return self._asdict()


def funnel_choice(view: View, known: Sequence[str], proposed: Sequence[str]) -> Choice:
    """The choice in the address, completed by the proposal; what the data lacks is left out."""
    steps = [step for step in address.asked("step") if step in known][: funnel.MOST_STEPS]
    steps = steps or list(proposed)
    days, mode, anchor = ("".join(address.asked(name)[-1:]) for name in ("within", "order", "try"))
    skipped = _skippable(steps, mode) & set(address.asked("skip"))
    return Choice(
        tuple(
            funnel.Step(step_name(view, step), (step,), optional=step in skipped) for step in steps
        ),
        min(int(days), 3650) if days.isdecimal() else USUAL_DAYS,
        mode if mode in funnel.MODES else funnel.MODES[0],
        anchor if anchor in funnel.ANCHORS else funnel.ANCHORS[0],
        tuple(name for name in address.asked("without") if name in {*known} - {*steps}),
    )


def step_name(view: View, stage: str) -> str:
    """What a stage or an order is called as a step."""
    return view.text(ORDER_NAMES[stage]) if stage in ORDER_NAMES else stage


def _skippable(steps: Sequence[str], mode: str) -> set[str]:
    """Steps that may be optional: never the first, and where steps count in their usual order."""
    return set() if mode in funnel.MODES[1:] else set(steps) - set(steps[:1])


def funnel_chips(view: View, choice: Choice, known: Sequence[str], proposed: Sequence[str]) -> None:
    """The choice as chips, each opening what it stands for."""
    _, lang = view.text, view.lang
    stages = [step.made_of[0] for step in choice.steps]
    named: dict[str, Any] = {"format_func": lambda stage: step_name(view, stage)}
    with st.container(horizontal=True, gap="xsmall", wrap=False, key="funnel_chips"):
        steps = lang.plural("**{n}** step", "**{n}** steps", len(choice.steps))
        with st.popover(steps, icon=":material/format_list_numbered:"):
            st.multiselect(
                _("Steps, first to last"),
                list(known),
                max_selections=funnel.MOST_STEPS,
                help=_("Steps are taken in the order you choose them; none: the usual order."),
                **_kept("step", list(dict.fromkeys(stages)), list(proposed)),
                **named,
            )
            if skippable := [s for s in stages if s in _skippable(stages, choice.mode)]:
                st.multiselect(
                    _("May be skipped"),
                    skippable,
                    help=_("Who goes on without it counts at the later steps all the same."),
                    **_kept("skip", [s.made_of[0] for s in choice.steps if s.optional], []),
                    **named,
                )
            st.multiselect(
                _("Leave out customers who on the way had"),
                [stage for stage in known if stage not in stages],
                help=_(
                    "Between the first step and the last, or within the days where the last is "
                    "not reached."
                ),
                **_kept("without", list(choice.exclude), []),
                **named,
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
