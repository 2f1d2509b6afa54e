"""The steps of a funnel: what they are made of, how they count, and what its SQL is asked with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

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


@dataclass(frozen=True)
class Choice:
    """What a funnel is asked with.

    steps        as they are, or the names of their stages
    within_days  from a customer's first step to the last, inclusive
    mode         how the steps count, anchor which of a customer's tries: see `funnel.steps`
    exclude      stages after the first step that make a customer leave the whole funnel: before
                 the last step, or in the window where it is not reached
    """

    steps: tuple[Step, ...]
    within_days: int
    mode: Mode
    anchor: Anchor
    exclude: tuple[str, ...]

    def __init__(
        self,
        steps: Iterable[str | Step],
        within_days: int = 30,
        mode: Mode = "ordered",
        anchor: Anchor = "best",
        exclude: Iterable[str] = (),
    ) -> None:
        named = tuple(Step(step) if isinstance(step, str) else step for step in steps)
        asked = (named, within_days, mode, anchor, tuple(exclude))
        for field, value in zip(fields(self), asked, strict=True):
            object.__setattr__(self, field.name, value)

    @property
    def names(self) -> list[str]:
        """What the steps are called."""
        return [step.name for step in self.steps]

    def before(self, step: int) -> int:
        """The place of the last step before this one that is not optional; 0 where there is none.

        step  place from 1
        """
        return max((n for n in range(1, step) if not self.steps[n - 1].optional), default=0)

    def params(self) -> dict[str, Any]:
        """What the funnel's SQL is asked with; the text depends on the number of steps alone.

        Errors: DataError for none or more than 12 steps, an unknown mode or anchor, a negative
        window; a stage in two different steps, or in one that is excluded; an optional step that
        is the first or not in "ordered".
        """
        self._refuse()
        groups = [step.made_of for step in self.steps]
        places = {stage: groups.index(group) + 1 for group in groups for stage in group}
        asked: dict[str, Any] = {
            "stages": list(places), "places": list(places.values()),
            "within_days": self.within_days, self.mode: True, self.anchor: True,
            "soonest" if self.mode == "ordered" else "paths": True, "crowded": CROWDED,
        }  # fmt: skip
        if self.exclude:
            asked |= {"excluded": list(self.exclude), "last_step": len(self.steps)}
        if set(places) & set(ORDERS):
            asked["orders"] = True
        kind = {"ordered": "chain", "strict": "path", "any": "any"}[self.mode]
        for number, step in enumerate(self.steps, start=1):
            asked[f"stage_{number}"] = groups.index(step.made_of) + 1
            asked[f"again_{number}"] = groups[: number - 1].count(step.made_of)
            asked[f"{kind}_{number}"] = True
            if self.mode == "strict" and number > 1:
                asked[f"strict_{number}"] = True
            if step.optional:
                asked |= {"optional": True, f"optional_{number}": True}
        return asked

    def _refuse(self) -> None:
        """DataError where this makes no funnel."""
        if not 1 <= len(self.steps) <= MOST_STEPS:
            raise DataError(
                N_("A funnel has 1 to {most} steps, not {n}."),
                N_("Leave out some steps."),
                most=MOST_STEPS,
                n=len(self.steps),
            )
        if self.mode not in MODES or self.anchor not in ANCHORS:
            raise DataError(
                N_("There is no funnel of the kind {kind}."),
                N_("Use one of: {kinds}."),
                kind=f"{self.mode}, {self.anchor}",
                kinds=", ".join(MODES + ANCHORS),
            )
        if self.within_days < 0:
            raise DataError(
                N_("A funnel's window cannot be {days} days long."),
                N_("Give a number of days from 0 on."),
                days=self.within_days,
            )
        if any(step.optional for step in self.steps) and (
            self.steps[0].optional or self.mode != "ordered"
        ):
            raise DataError(
                N_(
                    "The first step is never optional, nor is any where the order is not the usual."
                ),
                N_("Make another step optional, or count the steps one after the other."),
            )
        groups = {step.made_of for step in self.steps}
        stages = [stage for group in groups for stage in group]
        twice = {stage for stage in stages if stages.count(stage) > 1} | set(stages) & set(
            self.exclude
        )
        if twice:
            raise DataError(
                N_("{stages} stands for two different things in this funnel."),
                N_("Leave it in one step, or in what is excluded."),
                stages=", ".join(sorted(twice)),
            )


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
