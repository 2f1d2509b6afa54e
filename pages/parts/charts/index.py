"""Dots with intervals left or right of a middle: an index, a ratio of odds, a difference."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pages.parts.charts.template import Drawing, area, blank, label, nice_ticks, ticks
from pages.parts.guard import View

STEPS = (6.25, 12.5, 25, 50, 100, 200, 400, 800, 1600)
TIMES = (0.0625, 0.125, 0.25, 0.5, 1, 2, 4, 8, 16)
ROW = 42
UP, DOWN = 0.22, 0.16  # where in its row the words stand, and the dot


class Trait(NamedTuple):
    """A row: what kind of trait, which, its value with interval, and the shares in words.

    hollow  the dot is not filled: it rests on few; colour: "" is the usual one of its side
    """

    kind: str
    name: str
    index: float
    low: float
    high: float
    text: str
    hint: str = ""
    hollow: bool = False
    colour: str = ""


def index(view: View, rows: list[Trait], *, small: bool = False) -> Drawing:
    """Dots left or right of 100, on a scale where twice and half are equally far.

    rows   in the order they are drawn, first on top
    small  the dots are hollow: one of the groups has few customers
    """
    lang = view.lang
    shown = [row._replace(hollow=small) for row in rows]
    marks = _doubling(rows, STEPS, 100)
    return _dots(
        view, shown, marks, 100, math.log10, lang.number,
        [lang.number(mark, 0 if mark >= 25 else 1) for mark in marks],
    )  # fmt: skip


def odds(view: View, rows: list[Trait]) -> Drawing:
    """Dots left or right of 1, on a scale where twice and half are equally far."""
    lang = view.lang
    marks = _doubling(rows, TIMES, 1)
    texts = [lang.number(mark) if mark >= 1 else f"1/{lang.number(1 / mark)}" for mark in marks]
    return _dots(view, rows, marks, 1, math.log10, lambda value: lang.number(value, 1), texts)


def differences(view: View, rows: list[Trait]) -> Drawing:
    """Dots left or right of 0, for differences of shares in percentage points."""
    ends = [abs(end) for row in rows for end in (row.low, row.high) if math.isfinite(end)]
    above = nice_ticks(100 * max([*ends, 0.05]), most=3)
    above = [*above, 2 * above[-1] - above[-2]] if above[-1] < 100 * max([*ends, 0]) else above
    marks = [mark / 100 for mark in (*(-mark for mark in above[:0:-1]), *above)]
    texts = [view.lang.number(100 * mark, sign=True) if mark else "0" for mark in marks]
    return _dots(view, rows, marks, 0, float, view.lang.points, texts)


def _doubling(rows: list[Trait], steps: Sequence[float], middle: float) -> list[float]:
    """The marks that hold every interval, from half to twice the middle at least."""
    least, most = steps[0], steps[-1]
    ends = [min(max(end, least), most) for row in rows for end in (row.low, row.high, middle)]
    low = max(step for step in steps if step <= min([middle / 2, *ends]))
    high = min(step for step in steps if step >= max([2 * middle, *ends]))
    return [step for step in steps if low <= step <= high]


def _dots(
    view: View,
    rows: list[Trait],
    marks: Sequence[float],
    middle: float,
    at: Callable[[float], float],
    write: Callable[[float], str],
    texts: list[str],
) -> Drawing:
    """One row each, first on top; at: where a value lies on the scale."""
    colours = view.palette
    drawing = blank(view, ROW * len(rows) + 34, left=8, right=8, bottom=26)
    low, high = marks[0], marks[-1]
    for place, row in enumerate(rows):
        y = len(rows) - place
        colour = row.colour or (colours.accent if row.index > middle else colours.muted)
        words = f"<span style='color:{colours.muted}'>{row.kind}</span> {row.name}"
        label(drawing, 0, y + UP, words, xref="paper")
        number = write(row.index) if math.isfinite(row.index) else "∞"
        told = f"<b>{number}</b>  <span style='color:{colours.muted}'>{row.text}</span>"
        label(drawing, 1, y + UP, told, anchor="right", xref="paper")
        left, dot, right = (
            at(min(max(value, low), high)) for value in (row.low, row.index, row.high)
        )
        drawing.add_trace(
            x=[left, right], y=[y - DOWN, y - DOWN], mode="lines", hoverinfo="skip",
            line={"width": 2, "color": colour}, opacity=0.55,
        )  # fmt: skip
        drawing.add_trace(
            x=[dot], y=[y - DOWN], mode="markers", hoverinfo="skip",
            marker={"size": 10, "color": colours.page if row.hollow else colour,
                    "line": {"width": 2, "color": colour}},
        )  # fmt: skip
        area(drawing, (at(low), at(high)), (y - 0.5, y + 0.5), row.hint or row.text)
    drawing.add_shape(
        type="line", x0=at(middle), x1=at(middle), y0=0.3, y1=len(rows) + 0.6, layer="below",
        line={"width": 1, "color": colours.axis},
    )  # fmt: skip
    room = 0.015 * (at(high) - at(low))
    drawing.x.update(
        ticks(colours, [at(mark) for mark in marks], texts),
        range=[at(low) - room, at(high) + room],
    )
    drawing.y.update(range=[0.3, len(rows) + 0.7])
    return drawing
