"""The steps to edit: put in order, named, made of several stages, optional, left out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from analytics import funnel, steps
from analytics.steps import Choice, Step
from pages.parts.funnel.choice import choose_steps, kept, stage_name, step_in_words
from pages.parts.guard import View
from pages.parts.words import plain

FEWEST = 2
EDITED = "funnel.edited"  # the place of the step whose fields are open


def steps_chip(view: View, choice: Choice, known: Sequence[str], proposed: Sequence[str]) -> None:
    """The chip of the steps; open, a line for each, and what else there is to choose.

    choice  as it is in the address: its steps under the names the data give them
    """
    _ = view.text
    # a label with their number would close the panel with each step that is taken out
    with st.popover(
        _("**Steps**"), icon=":material/format_list_numbered:", key="funnel.steps",
        on_change="rerun",
    ) as opened:  # fmt: skip
        if not opened.open:
            return
        st.caption(_("The steps from first to last; each change counts at once."))
        with st.container(gap="xsmall"):
            for place in range(len(choice.steps)):
                _line(view, choice, place, known, proposed)
        _more(view, choice, known, proposed)
        used = {stage for step in choice.steps for stage in step.made_of}
        st.multiselect(
            _("Leave out customers who on the way had"),
            [stage for stage in known if stage not in used],
            format_func=lambda stage: stage_name(view, stage),
            placeholder=_("no stage"),
            help=_(
                "Between the first step and the last, or within the days where the last is "
                "not reached."
            ),
            **kept("without", list(choice.exclude), []),
        )


def _line(
    view: View, choice: Choice, place: int, known: Sequence[str], proposed: Sequence[str]
) -> None:
    """A step with what can be done to it; its fields below where they are open."""
    _, chosen, step = view.text, choice.steps, choice.steps[place]
    last = len(chosen) - 1
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.markdown(
            f"{place + 1}. **{plain(step_in_words(view, step).name)}**{_marks(view, step)}",
            width="content",
        )
        st.space("stretch")
        for name, icon, help_, off, change in (
            ("up", "arrow_upward", _("Earlier"), place == 0, (steps.moved, place, -1)),
            ("down", "arrow_downward", _("Later"), place == last, (steps.moved, place, 1)),
            ("drop", "close", _("Take out"), last < FEWEST, (steps.without, place)),
        ):
            st.button(
                f":material/{icon}:", key=f"funnel.{name}.{place}", help=help_, disabled=off,
                type="tertiary", on_click=_change, args=(proposed, chosen, *change),
            )  # fmt: skip
        st.button(
            ":material/tune:", key=f"funnel.edit.{place}", type="tertiary",
            help=_("Name, stages, optional"), on_click=_open, args=(place,),
        )  # fmt: skip
    if st.session_state.get(EDITED) == place:
        _fields(view, choice, place, known, proposed)


def _marks(view: View, step: Step) -> str:
    """What a line says besides the name: the stages of a step with its own, that it is optional."""
    said = []
    if step.own_name:
        said.append(steps.JOIN.join(stage_name(view, stage) for stage in step.made_of))
    if step.optional:
        said.append(view.text("may be skipped"))
    return f" :gray[:small[{plain(' · '.join(said))}]]" if said else ""


def _fields(
    view: View, choice: Choice, place: int, known: Sequence[str], proposed: Sequence[str]
) -> None:
    """Name, stages and whether a step is optional; a stage of another step moves over here."""
    _, step, chosen = view.text, choice.steps[place], choice.steps
    where = {stage: n for n, other in enumerate(chosen, start=1) for stage in other.made_of}
    free = [stage for stage in known if stage not in choice.exclude]
    name, made_of, skip = (f"funnel.{field}.{place}" for field in ("name", "of", "optional"))
    st.session_state[name] = step.name if step.own_name else ""
    st.session_state[made_of] = list(step.made_of)
    st.session_state[skip] = step.optional

    def keep() -> None:
        state = st.session_state
        stages = state[made_of] or step.made_of
        new = steps.of_stages(stages, state[name], bool(state.get(skip)))
        after = steps.changed(chosen, place, new)
        state[EDITED] = [each.made_of for each in after].index(new.made_of)
        choose_steps(after, proposed)

    def called(stage: str) -> str:
        name = stage_name(view, stage)
        if stage in step.made_of or stage not in where:
            return name
        return _("{stage} (now step {n})", stage=name, n=where[stage])

    with st.container(border=True, gap="small"):
        usual = step_in_words(view, replace(step, name=steps.JOIN.join(step.made_of))).name
        st.text_input(
            _("Name"), key=name, max_chars=60, placeholder=usual, on_change=keep,
        )  # fmt: skip
        st.multiselect(
            _("Reached by any of"), free, key=made_of, on_change=keep,
            format_func=called,
            help=_("Several stages make one step; one of another step is taken from there."),
        )  # fmt: skip
        if place and choice.mode == funnel.MODES[0]:
            st.checkbox(
                _("May be skipped"), key=skip, on_change=keep,
                help=_("Who goes on without it counts at the later steps all the same."),
            )  # fmt: skip
        if FEWEST < len(chosen) > place + 1:
            following = step_in_words(view, chosen[place + 1]).name
            st.button(
                _("Make one step with “{step}”", step=following), key=f"funnel.merge.{place}",
                icon=":material/merge:", on_click=_change,
                args=(proposed, chosen, steps.merged, place),
            )  # fmt: skip


def _more(view: View, choice: Choice, known: Sequence[str], proposed: Sequence[str]) -> None:
    """One step more, and the way back to the steps as proposed."""
    _, key = view.text, "funnel.add"
    used = {stage for step in choice.steps for stage in step.made_of}
    free = [stage for stage in known if stage not in choice.exclude]
    st.session_state[key] = None

    def add() -> None:
        stage = st.session_state[key]
        same = [step for step in choice.steps if stage in step.made_of]
        new = replace(same[0], optional=False) if same else Step(stage)
        choose_steps([*choice.steps, new], proposed)

    full = len(choice.steps) >= funnel.MOST_STEPS
    st.selectbox(
        _("One step more"), sorted(free, key=lambda stage: stage in used), key=key, on_change=add,
        format_func=lambda stage: stage_name(view, stage), disabled=full, index=None,
        placeholder=_("{most} steps at most", most=funnel.MOST_STEPS) if full
        else _("stage or order"),
    )  # fmt: skip
    if [step.code for step in choice.steps] != list(proposed) or any(
        step.optional for step in choice.steps
    ):
        st.button(
            _("The usual steps"), key="funnel.usual", icon=":material/restart_alt:",
            on_click=_change, args=(proposed, proposed, steps.of_codes, known),
        )  # fmt: skip


def _change(
    proposed: Sequence[str], chosen: Sequence[Any], change: Callable[..., Any], *rest: Any
) -> None:
    """What a button does: the steps it makes of those chosen, and no step's fields are open."""
    st.session_state.pop(EDITED, None)
    choose_steps(change(chosen, *rest), proposed)


def _open(place: int) -> None:
    """Opens the fields of a step, or closes them."""
    state = st.session_state
    state[EDITED] = None if state.get(EDITED) == place else place
