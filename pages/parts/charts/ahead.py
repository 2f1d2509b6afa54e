"""Months that were, and those to come with how sure they are; targets as marks."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pages.parts.charts import pins
from pages.parts.charts.template import (
    Drawing,
    blank,
    hover,
    label,
    nice_ticks,
    round_text,
    ticks,
)
from pages.parts.guard import View

HEIGHT = 300


class Month(NamedTuple):
    """A month: first day, name, what was sold, what is foreseen from low to high, the target.

    None where there is none; whole: the month is over.
    """

    day: date
    name: str
    actual: float | None = None
    whole: bool = True
    forecast: float | None = None
    low: float | None = None
    high: float | None = None
    target: float | None = None


def ahead(view: View, months: Sequence[Month], *, height: int = HEIGHT) -> Drawing:
    """A line up to the last whole month; then points with their interval; a bar for a target."""
    colours, write = view.palette, view.lang.money
    drawing = blank(view, height, left=52, right=66)
    values = [v for m in months for v in m[2:3] + m[4:] if v is not None]
    marks = nice_ticks(max(values, default=1), min([0.0, *values]))
    for mark in marks:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=mark, y1=mark, line=line, layer="below"
        )
    known = [(x, m.actual) for x, m in enumerate(months) if m.actual is not None and m.whole]
    foreseen = [(x, m) for x, m in enumerate(months) if m.forecast is not None]
    drawing.add_trace(
        x=[x for x, _ in known], y=[y for _, y in known], mode="lines", hoverinfo="skip",
        line={"color": colours.accent, "width": 2.5},
    )  # fmt: skip
    if known and foreseen:
        drawing.add_trace(
            x=[known[-1][0], *(x for x, _ in foreseen)], mode="lines", hoverinfo="skip",
            y=[known[-1][1], *(m.forecast for _, m in foreseen)],
            line={"color": colours.accent, "width": 2, "dash": "dot"},
        )  # fmt: skip
    for x, month in foreseen:
        if month.low is not None and month.high is not None:
            drawing.add_shape(
                type="rect", x0=x - 0.28, x1=x + 0.28, y0=month.low, y1=month.high,
                fillcolor=colours.tint, line={"width": 1, "color": colours.ghost}, layer="below",
            )  # fmt: skip
        drawing.add_trace(
            x=[x], y=[month.forecast], mode="markers", hoverinfo="skip",
            marker={
                "size": 9, "color": colours.page, "line": {"color": colours.accent, "width": 2}
            },
        )  # fmt: skip
    for x, month in enumerate(months):
        if month.target is not None:
            drawing.add_shape(
                type="line", x0=x - 0.38, x1=x + 0.38, y0=month.target, y1=month.target,
                line={"color": colours.text, "width": 2},
            )  # fmt: skip
    if foreseen:
        x, month = foreseen[-1]
        label(drawing, x, month.forecast or 0, f"<b>{write(month.forecast)}</b>", shift=8,
              font={"color": colours.accent})  # fmt: skip
    points = [m.actual if m.whole and m.actual is not None else m.forecast for m in months]
    heights = [p if p is not None else m.target or 0 for p, m in zip(points, months, strict=True)]
    hover(drawing, list(range(len(months))), heights, [_says(view, m) for m in months], size=22)
    every = max(1, -(-len(months) // 6))
    shown = list(range(0, len(months), every))
    drawing.x.update(**ticks(colours, shown, [months[i].name for i in shown]))
    drawing.x.update(range=[-0.6, len(months) - 0.3])
    drawing.y.update(**ticks(colours, marks, [round_text(write(mark)) for mark in marks]))
    drawing.y.update(range=[min([0.0, *values]), max([*marks, *values]) * 1.04])
    return drawing


def spans(months: Sequence[Month]) -> list[pins.Span]:
    """The days of each month, to which notes are pinned."""
    return pins.months(month.day for month in months)


def _says(view: View, month: Month) -> str:
    _, money = view.text, view.lang.money
    parts = [f"<b>{month.name}</b>"]
    if month.actual is not None:
        words = _("so far {money}", money=money(month.actual))
        if month.whole:
            words = _("sold {money}", money=money(month.actual))
        parts.append(words)
    if month.forecast is not None:
        parts.append(_("foreseen {money}", money=money(month.forecast)))
    if month.low is not None:
        parts.append(_("{low} to {high}", low=money(month.low), high=money(month.high)))
    if month.target is not None:
        parts.append(_("target {money}", money=money(month.target)))
    return "<br>".join(parts)
