"""Over- and under-index: how many times as often a group has a trait, with its interval."""

import math
from typing import NamedTuple

from pages.parts.charts.template import Drawing, area, blank, label, ticks
from pages.parts.guard import View

STEPS = (6.25, 12.5, 25, 50, 100, 200, 400, 800, 1600)
ROW = 42
UP, DOWN = 0.22, 0.16  # where in its row the words stand, and the dot


class Trait(NamedTuple):
    """A row: what kind of trait, which, its index with interval, and the shares in words."""

    kind: str
    name: str
    index: float
    low: float
    high: float
    text: str
    hint: str = ""


def index(view: View, rows: list[Trait], *, small: bool = False) -> Drawing:
    """Dots left or right of 100, on a scale where twice and half are equally far.

    rows   in the order they are drawn, first on top
    small  the dots are hollow: one of the groups has few customers
    """
    colours, lang = view.palette, view.lang
    drawing = blank(view, ROW * len(rows) + 34, left=8, right=8, bottom=26)
    least, most = STEPS[0], STEPS[-1]
    ends = [min(max(end, least), most) for row in rows for end in (row.low, row.high, 100)]
    low = max(step for step in STEPS if step <= min([50, *ends]))
    high = min(step for step in STEPS if step >= max([200, *ends]))
    for place, row in enumerate(rows):
        y = len(rows) - place
        colour = colours.accent if row.index > 100 else colours.muted
        words = f"<span style='color:{colours.muted}'>{row.kind}</span> {row.name}"
        label(drawing, 0, y + UP, words, xref="paper")
        number = lang.number(row.index) if math.isfinite(row.index) else "∞"
        told = f"<b>{number}</b>  <span style='color:{colours.muted}'>{row.text}</span>"
        label(drawing, 1, y + UP, told, anchor="right", xref="paper")
        left, dot, right = (
            math.log10(min(max(value, low), high)) for value in (row.low, row.index, row.high)
        )
        drawing.add_trace(
            x=[left, right], y=[y - DOWN, y - DOWN], mode="lines", hoverinfo="skip",
            line={"width": 2, "color": colour}, opacity=0.55,
        )  # fmt: skip
        drawing.add_trace(
            x=[dot], y=[y - DOWN], mode="markers", hoverinfo="skip",
            marker={"size": 10, "color": colours.page if small else colour,
                    "line": {"width": 2, "color": colour}},
        )  # fmt: skip
        ends = (math.log10(low), math.log10(high))
        area(drawing, ends, (y - 0.5, y + 0.5), row.hint or row.text)
    marks = [step for step in STEPS if low <= step <= high]
    drawing.add_shape(
        type="line", x0=2, x1=2, y0=0.3, y1=len(rows) + 0.6, layer="below",
        line={"width": 1, "color": colours.axis},
    )  # fmt: skip
    texts = [lang.number(mark, 0 if mark >= 25 else 1) for mark in marks]
    drawing.x.update(
        ticks(colours, [math.log10(mark) for mark in marks], texts),
        range=[math.log10(low) - 0.03, math.log10(high) + 0.03],
    )
    drawing.y.update(range=[0.3, len(rows) + 0.7])
    return drawing
