"""Several courses over the same months, each named at its end."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pages.parts.charts.template import Drawing, blank, label, nice_ticks, room, round_text, ticks
from pages.parts.guard import View

HEIGHT = 300
APART = 17  # pixels between two names


class Line(NamedTuple):
    """A course: its name, its values, NaN where they are not known, and what colour it has."""

    name: str
    values: list[float]
    colour: str = ""


def lines(
    view: View,
    names: Sequence[str],
    rows: Sequence[Line],
    *,
    write: Callable[[float], str],
    height: int = HEIGHT,
    marked: Sequence[int] = (),
) -> Drawing:
    """Lines from dark to pale, the highest at their ends first, but for those of a colour.

    names are those of the points; marked, how many points apart they may be written: the first
    of these by which at most seven are, else as many as that
    """
    colours = view.palette
    texts = [f"{row.name} {write(row.values[-1])}" for row in rows]
    drawing = blank(view, height, left=46, right=room(texts))
    known = [value for row in rows for value in row.values if value == value]
    marks = nice_ticks(max(known, default=1), min([0.0, *known]))
    for mark in marks:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=mark, y1=mark, line=line, layer="below"
        )
    upper, lower = max([*marks, *known]), min([0.0, *known])
    last = len(names) - 1
    pixel = (upper - lower or 1) * 1.04 / (height - 36)
    place = float("inf")
    ordered = sorted(zip(rows, texts, strict=True), key=lambda pair: -_end(pair[0]))
    for number, (row, text) in enumerate(ordered):
        ink = row.colour or colours.shade(1 - 0.6 * number / max(len(rows) - 1, 1))
        drawing.add_trace(
            x=list(range(len(names))), y=row.values, mode="lines",
            line={"color": ink, "width": 2.5},
            text=[f"{month}: <b>{write(v)}</b> ({row.name})"
                  for month, v in zip(names, row.values, strict=True)],
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
        place = min(place - APART * pixel, _end(row))
        label(drawing, last, place, text, shift=8, font={"size": 12, "color": colours.text})
    every = max(1, -(-len(names) // 6))
    every = next((apart for apart in marked if apart >= every), every)
    shown = list(range(0, len(names), every))
    drawing.x.update(**ticks(colours, shown, [names[i] for i in shown]))
    drawing.x.update(range=[-0.012 * max(last, 1), 1.01 * max(last, 1)])
    drawing.y.update(**ticks(colours, marks, [round_text(write(mark)) for mark in marks]))
    drawing.y.update(range=[lower - 0.01 * upper, upper * 1.03])
    return drawing


def _end(row: Line) -> float:
    return row.values[-1] if row.values[-1] == row.values[-1] else 0.0
