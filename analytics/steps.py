"""The steps of a funnel: what they are made of, how they count, and what its SQL is asked with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from analytics.errors import N_, DataError

Mode = Literal["ordered", "strict", "any"]
Anchor = Literal["best", "first"]

MODES: tuple[Mode, ...] = ("ordered", "strict", "any")
ANCHORS: tuple[Anchor, ...] = ("best", "first")
MOST_STEPS = 12
CROWDED = 50  # events from which on a customer is followed event by event, not by all pairs
JOIN = " / "  # between the stages that a step without a name of its own is called by
ORDERS = ("order 1", "order 2", "order 3")  # a customer's first orders, as steps


@dataclass(frozen=True)
class Step:
    """A step by another name than its stage's, of several stages, or one that may be left out.

    name      what it is called
    stages    any of these reaches it; none: the stage of its name
    optional  a chain may go on without it; never the first step
    """

    name: str
    stages: tuple[str, ...] = ()
    optional: bool = False

    @property
    def made_of(self) -> tuple[str, ...]:
        """The stages that reach it."""
        return self.stages or (self.name,)

    @property
    def own_name(self) -> bool:
        """Whether it has been given a name, and is not called by its stages."""
        return self.name != JOIN.join(self.made_of)

    @property
    def code(self) -> str:
        """The step as an address or a workspace holds it, but for whether it is optional."""
        if not self.own_name and len(self.made_of) == 1:
            return self.made_of[0]
        return json.dumps([self.name if self.own_name else "", *self.made_of], ensure_ascii=False)


Steps = Sequence[str | Step]


class Choice(NamedTuple):
    """What a funnel is asked with."""

    steps: tuple[Step, ...]
    within_days: int
    mode: Mode
    anchor: Anchor
    exclude: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """What the steps are called."""
        return [step.name for step in self.steps]

    def params(self) -> dict[str, Any]:
        """As the arguments of funnel.steps."""
        return self._asdict()


def of_stages(stages: Sequence[str], name: str = "", optional: bool = False) -> Step:
    """A step any of these stages reaches; without a name of its own it is called by them."""
    return Step(name.strip() or JOIN.join(stages), tuple(stages), optional)


def of_codes(codes: Sequence[str], known: Sequence[str]) -> tuple[Step, ...]:
    """The steps of these codes, of known stages alone; a stage is part of one step only."""
    steps: list[Step] = []
    for code in codes:
        name, stages = _decoded(code, known)
        others = {stage for step in steps if step.made_of != stages for stage in step.made_of}
        if free := tuple(stage for stage in stages if stage in known and stage not in others):
            steps.append(of_stages(free, name))
    return tuple(steps[:MOST_STEPS])


def moved(steps: Sequence[Step], place: int, by: int) -> tuple[Step, ...]:
    """The steps with one of them moved; the first is never optional."""
    order = list(steps)
    order.insert(min(max(place + by, 0), len(order) - 1), order.pop(place))
    return _led(order)


def without(steps: Sequence[Step], place: int) -> tuple[Step, ...]:
    """The steps without one of them; the first is never optional."""
    return _led([*steps[:place], *steps[place + 1 :]])


def changed(steps: Sequence[Step], place: int, new: Step) -> tuple[Step, ...]:
    """The steps with another instead of one of them; where that came twice, with its stages.

    A stage it takes from another step leaves that one, and a step without a stage is none.
    """
    old = steps[place].made_of
    order: list[Step] = []
    for number, step in enumerate(steps):
        left = [stage for stage in step.made_of if stage not in new.made_of]
        stages = new.made_of if step.made_of == old else left
        if number == place:
            order.append(new)
        elif stages:
            order.append(of_stages(stages, step.name if step.own_name else "", step.optional))
    return _led(order)


def merged(steps: Sequence[Step], place: int) -> tuple[Step, ...]:
    """The steps with one and the next as one: any stage of either reaches it."""
    one, other = steps[place], steps[place + 1]
    stages = tuple(dict.fromkeys(one.made_of + other.made_of))
    name = next((step.name for step in (one, other) if step.own_name), "")
    new = of_stages(stages, name, one.optional and other.optional)
    return changed([*steps[: place + 1], *steps[place + 2 :]], place, new)


def _led(steps: Sequence[Step]) -> tuple[Step, ...]:
    return tuple(replace(step, optional=False) if not n else step for n, step in enumerate(steps))


def _decoded(code: str, known: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The name, "" where it has none of its own, and the stages of a step."""
    if code not in known and code.startswith("["):
        try:
            name, *stages = json.loads(code)
        except ValueError:
            return "", ()
        return str(name), tuple(dict.fromkeys(str(stage) for stage in stages))
    return "", (code,)


def params(
    steps: Steps, within_days: int, mode: Mode, anchor: Anchor, exclude: Sequence[str] = ()
) -> dict[str, Any]:
    """What the funnel's SQL is asked with; the text depends on the number of steps alone.

    Errors: DataError for none or more than 12 steps, an unknown mode or anchor, a negative
    window; a stage in two different steps, or in one that is excluded; an optional step that is
    the first or not in "ordered".
    """
    named = [step_of(step) for step in steps]
    _refuse(named, within_days, mode, anchor, exclude)
    groups = [step.made_of for step in named]
    places = {stage: groups.index(group) + 1 for group in groups for stage in group}
    chosen: dict[str, Any] = {
        "stages": list(places), "places": list(places.values()), "within_days": within_days,
        mode: True, anchor: True, "soonest" if mode == "ordered" else "paths": True,
        "crowded": CROWDED,
    }  # fmt: skip
    if exclude:
        chosen |= {"excluded": list(exclude), "last_step": len(named)}
    if set(places) & set(ORDERS):
        chosen["orders"] = True
    kind = {"ordered": "chain", "strict": "path", "any": "any"}[mode]
    for number, step in enumerate(named, start=1):
        chosen[f"stage_{number}"] = groups.index(step.made_of) + 1
        chosen[f"again_{number}"] = groups[: number - 1].count(step.made_of)
        chosen[f"{kind}_{number}"] = True
        if mode == "strict" and number > 1:
            chosen[f"strict_{number}"] = True
        if step.optional:
            chosen |= {"optional": True, f"optional_{number}": True}
    return chosen


def step_of(step: str | Step) -> Step:
    """A step given by its stage alone, or as it is."""
    return Step(step) if isinstance(step, str) else step


def _refuse(
    steps: Sequence[Step], within_days: int, mode: str, anchor: str, exclude: Sequence[str]
) -> None:
    """DataError where this makes no funnel."""
    if not 1 <= len(steps) <= MOST_STEPS:
        raise DataError(
            N_("A funnel has 1 to {most} steps, not {n}."),
            N_("Leave out some steps."),
            most=MOST_STEPS,
            n=len(steps),
        )
    if mode not in MODES or anchor not in ANCHORS:
        raise DataError(
            N_("There is no funnel of the kind {kind}."),
            N_("Use one of: {kinds}."),
            kind=f"{mode}, {anchor}",
            kinds=", ".join(MODES + ANCHORS),
        )
    if within_days < 0:
        raise DataError(
            N_("A funnel's window cannot be {days} days long."),
            N_("Give a number of days from 0 on."),
            days=within_days,
        )
    if any(step.optional for step in steps) and (steps[0].optional or mode != "ordered"):
        raise DataError(
            N_("The first step is never optional, nor is any where the order is not the usual."),
            N_("Make another step optional, or count the steps one after the other."),
        )
    groups = {step.made_of for step in steps}
    stages = [stage for group in groups for stage in group]
    twice = {stage for stage in stages if stages.count(stage) > 1} | set(stages) & set(exclude)
    if twice:
        raise DataError(
            N_("{stages} stands for two different things in this funnel."),
            N_("Leave it in one step, or in what is excluded."),
            stages=", ".join(sorted(twice)),
        )
