"""What the pointer says over the parts of the funnel: people, shares, how sure they are, money."""

from typing import Any

import pandas as pd

from pages.parts.charts.funnel import Hints
from pages.parts.funnel.choice import Choice
from pages.parts.funnel.interval import interval
from pages.parts.guard import View


def hints(
    view: View, choice: Choice, steps: pd.DataFrame, before: pd.DataFrame | None
) -> list[Hints]:
    """Of every row of funnel.steps, which may be compared with those of the period before."""
    entered = int(steps.customers.iloc[0])
    ghosts: list[Any] = [None] * len(steps) if before is None else list(before.itertuples())
    rows = zip(steps.itertuples(), followed(steps), ghosts, strict=True)
    return [_of_step(view, choice.names[0], row, entered, of, ghost) for row, of, ghost in rows]


def followed(steps: pd.DataFrame) -> pd.Series:
    """How many were at the step that each one follows: the last that is not optional."""
    return steps.customers.where(~steps.optional).ffill().shift()


def _of_step(view: View, first: str, row: Any, entered: int, of: float, ghost: Any) -> Hints:
    _, lang = view.text, view.lang
    is_first = of != of
    here = lang.plural("{n} customer", "{n} customers", int(row.customers))
    money = "" if row.value != row.value else lang.money(row.value)
    reached = [f"{row.step}: <b>{here}</b>" + (f", {money}" if money else "")]
    values = {"step": row.step, "n": lang.number(row.customers), "of": lang.number(of),
              "rate": lang.percent(row.step_conversion_rate)}  # fmt: skip
    took = _("took “{step}”: {n} of {of}, {rate}", **values)
    onwards = [took if row.optional else _("went on to “{step}”: {n} of {of}, {rate}", **values)]
    stopped: list[str] = []
    if not is_first:
        share = lang.percent(row.conversion_rate)
        reached.append(_("{share} of those at {first}", share=share, first=first))
        reached.append(_sure(view, row.low, row.high, entered))
        onwards.append(_sure(view, row.step_low, row.step_high, of))
        if row.lost > 0:
            stopped = [
                _("stopped before “{step}”: {n} of {of}, {rate}", step=row.step,
                  n=f"<b>{lang.number(row.lost)}</b>", of=lang.number(of),
                  rate=lang.percent(row.lost / of)),
                *onwards,
            ]  # fmt: skip
    was = _was(view, first, ghost, is_first) if ghost else ""
    value = f"{row.step}: <b>{money}</b><br>{here}" if money else reached[0]
    return Hints(
        _lines(*reached, was), _lines(*stopped, was), _lines(*onwards, was), value, was,
    )  # fmt: skip


def _sure(view: View, low: float, high: float, of: float) -> str:
    """How sure a share is; nothing where nobody could have it."""
    likely = interval(view.lang, low, high, of)
    return view.text("95 %: {range}", range=likely) if likely else ""


def _was(view: View, first: str, ghost: Any, is_first: bool) -> str:
    """The same step in the period before."""
    _, lang = view.text, view.lang
    said = _("{period}: {n} at {step}", period=view.period.before,
             n=lang.number(ghost.customers), step=ghost.step)  # fmt: skip
    if is_first:
        return said
    return _lines(
        said,
        _("{share} of those at {first}; of the step before {rate}", first=first,
          share=lang.percent(ghost.conversion_rate), rate=lang.percent(ghost.step_conversion_rate)),
    )  # fmt: skip


def _lines(*said: str) -> str:
    return "<br>".join(line for line in said if line)
