"""How long people wait before each step: every wait as a small bar, the middle half as a thick."""

from collections.abc import Sequence
from typing import NamedTuple

from pages.parts.charts.template import TICK, Drawing, bar, blank, label, nice_ticks, ticks
from pages.parts.guard import View

ROW = 84
HIGH = 0.46  # of a row, the highest of the small bars
GROUND, STRIP, WORDS = 0.24, 0.12, 0.84  # where in its row they stand, the thick bar, the words


class Span(NamedTuple):
    """How many waited so long; an open end holds all who waited longer."""

    first: float
    last: float | None
    count: int


class Wait(NamedTuple):
    """A wait: what it is called, its quartiles, its spans, and what is said beside its name."""

    name: str
    lower: float
    median: float
    upper: float
    spans: Sequence[Span]
    said: str
    stands_out: bool = False


def waits(view: View, rows: Sequence[Wait], reach: float) -> Drawing:
    """A row per wait on one scale of days, its name above it; those that stand out are orange.

    reach  days the scale goes to; who waited longer is one bar beyond it
    """
    lang, colours = view.lang, view.palette
    drawing = blank(view, ROW * len(rows) + 34, left=8, right=8, bottom=26)
    drawing.layout["barmode"] = "overlay"
    marks = [mark for mark in nice_ticks(reach) if mark <= reach]
    for mark in marks:
        drawing.add_shape(
            type="line", x0=mark, x1=mark, yref="paper", y0=0, y1=1, layer="below",
            line={"color": colours.grid, "width": 1},
        )  # fmt: skip
    for place, row in enumerate(rows):
        foot = len(rows) - place - 1
        colour = colours.worse if row.stands_out else colours.bar
        _spans(drawing, view, row, foot + GROUND, reach)
        ends = (row.lower, max(row.upper, row.lower + reach / 200))
        bar(drawing, ends, (foot + STRIP - 0.05, foot + STRIP + 0.05), colour)
        drawing.add_trace(
            x=[row.median], y=[foot + STRIP], mode="markers", hoverinfo="skip",
            marker={"size": 9, "color": colours.page, "line": {"color": colour, "width": 2.5}},
        )  # fmt: skip
        name = f"<b>{row.name}</b>" if row.stands_out else row.name
        label(drawing, 0, foot + WORDS, name, xref="paper")
        label(drawing, 1, foot + WORDS, row.said, anchor="right", xref="paper",
              font={"size": TICK, "color": colours.muted})  # fmt: skip
    drawing.x.update(**ticks(colours, marks, [lang.number(mark) for mark in marks]))
    drawing.x.update(range=[-0.01 * reach, 1.06 * reach])
    drawing.y.update(range=[0, len(rows)])
    return drawing


def _spans(drawing: Drawing, view: View, row: Wait, ground: float, reach: float) -> None:
    """The small bars of a row; the last, of all who waited longer, lies beyond the scale."""
    most = max((span.count for span in row.spans), default=1)
    places, heights, widths, said = [], [], [], []
    for span in row.spans:
        first = min(span.first, reach)
        last = reach * 1.04 if span.last is None else span.last
        places.append((first + last) / 2)
        widths.append((last - first) * 0.86)
        heights.append(HIGH * span.count / most)
        days = f"{view.lang.number(span.first)}–{view.lang.number(span.last)}"
        if span.last is None:
            days = f"≥ {view.lang.number(span.first)}"
        said.append(
            view.text("{days} days: {n}", days=days, n=f"<b>{view.lang.number(span.count)}</b>")
        )
    drawing.traces.append(
        {
            "type": "bar", "x": places, "y": heights, "base": [ground] * len(places),
            "width": widths, "marker": {"color": view.palette.soft, "line": {"width": 0}},
            "text": said, "textposition": "none", "hovertemplate": "%{text}<extra></extra>",
        }
    )  # fmt: skip
