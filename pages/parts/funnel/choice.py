"""Which funnel is asked for: its steps, window and order, kept in the address."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from analytics import funnel, steps
from analytics.errors import N_
from analytics.reports import funnel as told
from analytics.reports.funnel import USUAL_DAYS
from analytics.steps import Choice
from pages.parts import address
from pages.parts.guard import View

ANCHOR_NAMES = {"best": N_("the best try"), "first": N_("the first try")}


def funnel_choice(known: Sequence[str], proposed: Sequence[str]) -> Choice:
    """The choice in the address, completed by the proposal; what the data lacks is left out."""
    asked = steps.of_codes(address.asked("step"), known) or steps.of_codes(proposed, known)
    days, mode, anchor = ("".join(address.asked(name)[-1:]) for name in ("within", "order", "try"))
    mode = mode if mode in funnel.MODES else funnel.MODES[0]
    skipped = set(address.asked("skip")) if mode == funnel.MODES[0] else set()
    used = {stage for step in asked for stage in step.made_of}
    return Choice(
        tuple(
            replace(step, optional=bool(place) and step.made_of[0] in skipped)
            for place, step in enumerate(asked)
        ),
        min(max(int(days), 1), 3650) if days.isdecimal() else USUAL_DAYS,
        mode,
        anchor if anchor in funnel.ANCHORS else funnel.ANCHORS[0],
        tuple(name for name in address.asked("without") if name in {*known} - used),
    )


def choose_funnel(choice: Choice, proposed: Sequence[str]) -> None:
    """Puts a choice into the address, where it is not the usual one."""
    choose_steps(choice.steps, proposed)
    address.choose("without", list(choice.exclude), [])
    address.choose("within", str(choice.within_days), str(USUAL_DAYS))
    address.choose("order", choice.mode, funnel.MODES[0])
    address.choose("try", choice.anchor, funnel.ANCHORS[0])


def choose_steps(chosen: Sequence[funnel.Step], proposed: Sequence[str]) -> None:
    """Puts steps into the address, where they are not those proposed."""
    address.choose("step", [step.code for step in chosen], list(proposed))
    address.choose("skip", [step.made_of[0] for step in chosen if step.optional], [])
    address.choose("who", None)


def in_words(view: View, choice: Choice) -> Choice:
    """The choice with its steps called as readers call them."""
    return replace(choice, steps=tuple(step_in_words(view, step) for step in choice.steps))


def step_in_words(view: View, step: funnel.Step) -> funnel.Step:
    """The step called as readers call it: orders have names, stages those of the data."""
    if step.own_name:
        return step
    name = steps.JOIN.join(stage_name(view, stage) for stage in step.made_of)
    return replace(step, name=name, stages=step.made_of)


def stage_name(view: View, stage: str) -> str:
    """What a stage or an order is called."""
    return told.stage_name(view.lang, stage)


def kept(name: str, value: Any, usual: Any) -> dict[str, Any]:
    """A widget's key and state; what it changes goes into the address, unless it is usual."""
    key = f"funnel.{name}"
    st.session_state[key] = value

    return {"key": key, "on_change": lambda: address.choose(name, st.session_state[key], usual)}
