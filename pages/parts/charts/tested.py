"""Earlier forecasts with their intervals beside what came, and the one that is made now."""

from collections.abc import Sequence
from typing import NamedTuple

from pages.parts.charts.template import (
    Drawing,
    blank,
    hover,
    label,
    nice_ticks,
    room,
    round_text,
    ticks,
)
from pages.parts.guard import View

HEIGHT = 250


class Made(NamedTuple):
    """A forecast: the day it was made on, what it said, what came (None: not known yet)."""

    name: str
    expected: float
    low: float
    high: float
    actual: float | None
    says: str


def tested(view: View, rows: Sequence[Made]) -> Drawing:
    """Bars from low to high with a line at what was expected; a point for what came.

    A point outside its bar is orange; where nothing has come yet the bar has an outline.
    """
    colours, write = view.palette, view.lang.money
    coming = [write(row.expected) for row in rows if row.actual is None]
    drawing = blank(view, HEIGHT, left=56, right=room(coming) if coming else 12)
    top = max([*(row.high for row in rows), *(row.actual or 0.0 for row in rows)], default=0) or 1.0
    marks = nice_ticks(top)
    for mark in marks:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=mark, y1=mark, line=line, layer="below"
        )
    for x, row in enumerate(rows):
        edge = {"width": 0} if row.actual is not None else {"width": 1.5, "color": colours.accent}
        drawing.add_shape(
            type="rect", x0=x - 0.3, x1=x + 0.3, y0=row.low, y1=row.high, layer="below",
            fillcolor=colours.tint, line=edge,
        )  # fmt: skip
        drawing.add_shape(
            type="line", x0=x - 0.3, x1=x + 0.3, y0=row.expected, y1=row.expected, layer="below",
            line={"color": colours.ghost, "width": 2},
        )  # fmt: skip
    came = [(x, row) for x, row in enumerate(rows) if row.actual is not None]
    inks = [
        colours.accent if row.low <= (row.actual or 0.0) <= row.high else colours.worse
        for _, row in came
    ]
    drawing.add_trace(
        x=[x for x, _ in came], y=[row.actual for _, row in came], mode="markers",
        hoverinfo="skip", marker={"size": 9, "color": inks},
    )  # fmt: skip
    for x, row in enumerate(rows):
        if row.actual is None:
            font = {"color": colours.accent}
            words = f"<b>{write(row.expected)}</b>"
            label(drawing, x + 0.3, row.expected, words, shift=6, font=font)
    hover(drawing, list(range(len(rows))), [row.expected for row in rows],
          [row.says for row in rows], size=24)  # fmt: skip
    every = max(1, -(-len(rows) // 4))
    shown = list(range((len(rows) - 1) % every, len(rows), every))
    drawing.x.update(**ticks(colours, shown, [rows[x].name for x in shown]))
    drawing.x.update(range=[-0.6, len(rows) - 0.4])
    drawing.y.update(**ticks(colours, marks, [round_text(write(mark)) for mark in marks]))
    drawing.y.update(range=[-0.01 * top, max([*marks, top]) * 1.04])
    return drawing
