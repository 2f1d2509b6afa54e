"""Columns over time made of parts: above zero what there is or comes, below what goes."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pages.parts.charts.template import (
    TICK,
    Drawing,
    area,
    bar,
    blank,
    label,
    nice_ticks,
    room,
    round_text,
    ticks,
)
from pages.parts.guard import View

APART = 16
HALF = 0.39


class Part(NamedTuple):
    """A part of every column: its name, its colour, a value per column (below zero: downwards)."""

    name: str
    colour: str
    values: Sequence[float]
    id: str = ""


def stack(
    view: View,
    columns: Sequence[str],
    parts: Sequence[Part],
    *,
    write: Callable[[float], str],
    said: Sequence[str] = (),
    faint: bool = False,
    height: int = 320,
) -> Drawing:
    """One column a point in time, the first part on top; parts are named at the last column.

    columns  what each column is called, at most six of them written below
    said     the same in full, for the pointer
    faint    the last column is not whole: it is drawn paler. A click gives [column, id].
    """
    colours = view.palette
    names = [f"{part.name} {write(abs(part.values[-1]))}" for part in parts if len(part.values)]
    drawing = blank(view, height, left=46, right=room(names, extra=16))
    count = len(columns)
    tops = [sum(p.values[i] for p in parts if p.values[i] > 0) for i in range(count)]
    lows = [sum(p.values[i] for p in parts if p.values[i] < 0) for i in range(count)]
    marks = nice_ticks(max(tops, default=1) or 1, min(lows, default=0))
    for mark in marks:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=mark, y1=mark, line=line, layer="below"
        )
    ends: list[tuple[float, Part]] = []
    for i in range(count):
        up, down = tops[i], 0.0
        for part in parts:
            value = part.values[i]
            if value >= 0:
                low, high = up - value, up
                up = low
            else:
                low, high = down + value, down
                down = low
            if value:
                bar(drawing, (i - HALF, i + HALF), (low, high), part.colour)
                if faint and i == count - 1:
                    drawing.shapes[-1]["opacity"] = 0.45
                words = f"{(said or columns)[i]} · {part.name}: <b>{write(abs(value))}</b>"
                area(drawing, (i - 0.5, i + 0.5), (low, high), words, i, part.id)
            if i == count - 1:
                ends.append(((low + high) / 2, part))
    low, top = min([marks[0], *lows, 0]), max([marks[-1], *tops])
    span = (top - low) or 1
    low, top = low - (0.04 * span if low < 0 else 0), top + 0.04 * span
    _name_ends(drawing, view, ends, (low, top), height, write, count)
    every = max(1, -(-count // 6))
    shown = list(range((count - 1) % every, count, every))
    drawing.x.update(**ticks(colours, shown, [columns[i] for i in shown]))
    drawing.x.update(range=[-0.5, count - 0.5])
    drawing.y.update(**ticks(colours, marks, [round_text(write(abs(mark))) for mark in marks]))
    drawing.y.update(range=[low, top])
    return drawing


def _name_ends(
    drawing: Drawing,
    view: View,
    ends: list[tuple[float, Part]],
    span: tuple[float, float],
    height: int,
    write: Callable[[float], str],
    count: int,
) -> None:
    """The parts named beside the last column, pushed apart where they would touch."""
    per_pixel = (span[1] - span[0] or 1) / (height - 36)
    ends = sorted((end for end in ends if end[1].values[-1]), key=lambda end: -end[0])
    places, above = [], span[1] + APART * per_pixel / 2
    for middle, _ in ends:
        above = min(middle, above - APART * per_pixel)
        places.append(above)
    below = span[0] - APART * per_pixel / 2
    for i in reversed(range(len(places))):
        places[i] = below = max(places[i], below + APART * per_pixel)
    for (_, part), place in zip(ends, places, strict=True):
        mark = f"<span style='color:{part.colour}'>■</span>"
        value = f"<span style='color:{view.palette.muted}'>{write(abs(part.values[-1]))}</span>"
        words = f"{mark} {part.name} {value}"
        label(drawing, count - 0.5, place, words, shift=4, font={"size": TICK})
