"""Changes by name around zero: to the right what grew, to the left what fell."""

from collections.abc import Sequence
from typing import NamedTuple

from pages.parts.charts.template import Drawing, area, bar, blank, label, room
from pages.parts.guard import View


class Change(NamedTuple):
    """A bar: its name, its value, what is written beside it, what a click on it gives."""

    name: str
    value: float
    text: str
    id: str = ""


def around(view: View, rows: Sequence[Change], *, row_height: int = 32) -> Drawing:
    """One bar a row, as given; blue to the right, orange to the left, the text at its end."""
    colours = view.palette
    left, beside = room(row.name for row in rows), room(row.text for row in rows)
    falls, rises = any(row.value < 0 for row in rows), any(row.value > 0 for row in rows)
    drawing = blank(
        view, row_height * len(rows) + 12, left=left + (beside if falls else 0),
        right=beside if rises or not falls else 12, bottom=4,
    )  # fmt: skip
    low, high = (bound([0.0, *(row.value for row in rows)]) for bound in (min, max))
    for place, row in enumerate(rows):
        y, ends = len(rows) - place, sorted((0.0, row.value))
        fill = colours.worse if row.value < 0 else colours.bar
        bar(drawing, (ends[0], ends[1]), (y - 0.3, y + 0.3), fill)
        away = -10 - (beside if falls else 0)
        label(drawing, 0, y, row.name, anchor="right", xref="paper", shift=away)
        side, shift = ("right", -8) if row.value < 0 else ("left", 8)
        ink = colours.worse if row.value < 0 else colours.text
        label(drawing, row.value, y, row.text, anchor=side, shift=shift, font={"color": ink})
        said = f"{row.name}: <b>{row.text}</b>"
        area(drawing, (low, high or 1), (y - 0.5, y + 0.5), said, row.id)
    drawing.add_shape(
        type="line", x0=0, x1=0, y0=0.5, y1=len(rows) + 0.5, layer="below",
        line={"color": colours.axis, "width": 1},
    )  # fmt: skip
    drawing.x.update(range=[low, high if high > low else low + 1])
    drawing.y.update(range=[0.4, len(rows) + 0.6])
    return drawing
