"""One point per customer: how likely to be lost, against what is at stake."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from pages.parts.charts.template import Drawing, blank, label, ticks
from pages.parts.guard import View

# sizes as shares of a plot 480 px wide and 320 px high: half a dot, a letter, a line of text
DOT = (6 / 480, 6 / 320)
LETTER = 7.5 / 480
LINE = 15 / 320


class Point(NamedTuple):
    """A customer; `risk` colours it ("high", "medium", "low"), "" leaves it grey."""

    id: str
    x: float
    y: float
    risk: str = ""
    text: str = ""


class Axis(NamedTuple):
    """Ticks with their texts, the ends, a name, and whether the scale is logarithmic."""

    ticks: Sequence[float]
    texts: Sequence[str]
    range: tuple[float, float]
    name: str = ""
    log: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value lies between the ends."""
        return self.range[0] <= value <= self.range[1]

    def place(self, value: float) -> float:
        """Where a value lies on the axis, 0 to 1."""
        low, high = (math.log10(v) if self.log else v for v in self.range)
        return ((math.log10(value) if self.log else value) - low) / (high - low or 1)


def scatter(
    view: View,
    points: Sequence[Point],
    x: Axis,
    y: Axis,
    *,
    band: tuple[float, str] | None = None,
    named: int = 12,
    height: int = 390,
) -> Drawing:
    """All customers grey, those with a risk coloured and the first of them named.

    points  in the order of the list; a name is skipped where it would touch a coloured dot or
            another name, or the name of the band
    band    (x, word): from here on the ground is tinted and named. A click gives [id].
    """
    colours = view.palette
    drawing = blank(view, height, left=62, right=12, bottom=44 if x.name else 28)
    taken = [_band(drawing, view, x, band)] if band else []
    inside = [p for p in points if x.holds(p.x) and y.holds(p.y)]
    grey = [point for point in inside if not point.risk]
    coloured = [point for point in inside if point.risk]
    for group, size, edge in ((grey, 5, 0), (coloured, 9, 1)):
        drawing.add_trace(
            x=[p.x for p in group],
            y=[p.y for p in group],
            mode="markers",
            marker={
                "size": size,
                "color": [_fill(view, p.risk) for p in group] if edge else colours.ghost,
                "opacity": 1 if edge else 0.45,
                "line": {"width": edge, "color": colours.page},
            },
            text=[p.text or p.id for p in group],
            customdata=[[p.id] for p in group],
            hovertemplate="%{text}<extra></extra>",
        )
    _names(drawing, coloured, x, y, named, taken)
    for axis, update in ((x, drawing.x.update), (y, drawing.y.update)):
        low, high = (math.log10(v) if axis.log else v for v in axis.range)
        ends = [low, high + 0.02 * (high - low)]  # or the last tick's text is cut
        update(**ticks(colours, list(axis.ticks), list(axis.texts)), range=ends)
        update(type="log" if axis.log else "linear")
        if axis.name:
            update(title={"text": axis.name, "font": {"size": 12, "color": colours.muted}})
    drawing.y.update(showgrid=True, gridcolor=colours.grid, title=None)
    return drawing


class _Box(NamedTuple):
    left: float
    right: float
    low: float
    high: float

    def meets(self, other: "_Box") -> bool:
        """Whether two boxes overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.low < other.high and other.low < self.high


def _fill(view: View, risk: str) -> str:
    return view.palette.accent if risk == "low" else view.palette.risks[risk]


def _band(drawing: Drawing, view: View, x: Axis, band: tuple[float, str]) -> _Box:
    """Tints and names the ground; gives the place the name takes."""
    drawing.add_shape(
        type="rect", x0=band[0], x1=x.range[1], yref="paper", y0=0, y1=1,
        fillcolor=view.palette.worse_tint, opacity=0.5, line={"width": 0}, layer="below",
    )  # fmt: skip
    middle = (x.place(band[0]) + 1) / 2
    ink = {"color": view.palette.worse_text}
    label(drawing, middle, 0.97, f"<b>{band[1]}</b>", anchor="center", xref="paper", yref="paper",
          font=ink)  # fmt: skip
    half = LETTER * sum(2 if letter > "\u2e7f" else 1 for letter in band[1]) / 2
    return _Box(middle - half, middle + half, 0.97 - LINE, 1.1)


def _names(
    drawing: Drawing, points: list[Point], x: Axis, y: Axis, most: int, kept: list[_Box]
) -> None:
    """The first of the list by name, each skipped where it would lie on a dot or another name.

    kept   places that are taken already
    """
    spots = [(x.place(p.x), y.place(p.y)) for p in points]
    taken = [_Box(a - DOT[0], a + DOT[0], b - DOT[1], b + DOT[1]) for a, b in spots] + kept
    named = 0
    for own, (point, (across, up)) in enumerate(zip(points, spots, strict=True)):
        start = across + 1.4 * DOT[0]
        box = _Box(start, start + LETTER * len(point.id), up - LINE / 2, up + LINE / 2)
        blocked = any(box.meets(other) for place, other in enumerate(taken) if place != own)
        if named == most or box.right > 1 or blocked:
            continue
        named += 1
        taken.append(box)
        spot = [math.log10(v) if axis.log else v for axis, v in ((x, point.x), (y, point.y))]
        label(drawing, spot[0], spot[1], point.id, shift=8, font={"size": 12})
