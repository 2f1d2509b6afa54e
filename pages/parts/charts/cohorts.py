"""Cohorts below one another, the months after their first order side by side."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pages.parts.charts.template import Drawing, bar, blank, label, room, ticks
from pages.parts.guard import View

ROW, SMALL = 25, 11
GAP = 0.03


class Cohort(NamedTuple):
    """A row: its name, how many customers, and a value per column; NaN where not over yet."""

    name: str
    customers: str
    values: Sequence[float]


def cohorts(
    view: View,
    columns: Sequence[int],
    rows: Sequence[Cohort],
    *,
    write: Callable[[float], str],
    says: Callable[[int, int], str],
    apart: bool = False,
) -> Drawing:
    """Cells shaded by their value, dark is most; a click gives the place of row and column.

    columns  months after the first order
    write    how a value is written, short enough for a cell of a phone
    says     how the pointer says the cell of a row and a column
    apart    the last row stands apart: all of them together
    """
    colours = view.palette
    sizes = room([row.customers for row in rows], extra=10)
    left = room([row.name for row in rows], extra=10) + sizes
    drawing = blank(view, ROW * (len(rows) + apart) + 34, left=left, bottom=6)
    known = [value for row in rows for value in row.values if value == value]
    most = max(known, default=0) or 1
    drawing.layout["margin"]["t"] = 24  # the months stand above
    places: list[tuple[int, int, float]] = []
    for place, row in enumerate(rows):
        y = place + (0.5 if apart and place == len(rows) - 1 else 0)
        ink = {"size": 12, "color": colours.text}
        edge = {"anchor": "right", "xref": "paper", "font": ink}
        label(drawing, 0, y, row.name, shift=-sizes, **edge)
        muted = {**edge, "font": {**ink, "color": colours.muted}}
        label(drawing, 0, y, row.customers, shift=-6, **muted)
        for column, value in enumerate(row.values):
            if value != value:
                continue
            fill = colours.shade(max(value, 0.0) / most)
            bar(
                drawing, (column - 0.5 + GAP, column + 0.5 - GAP),
                (y - 0.5 + GAP, y + 0.5 - GAP), fill,
            )  # fmt: skip
            font = {"size": SMALL, "color": colours.on(fill)}
            label(drawing, column, y, write(value), anchor="center", font=font)
            places.append((place, column, y))
    unseen = {"marker": {"opacity": 0}}
    drawing.layout["barmode"] = "overlay"
    drawing.traces.append(
        {
            "type": "bar", "orientation": "h", "x": [1] * len(places), "width": 1,
            "base": [column - 0.5 for _, column, _ in places], "y": [y for _, _, y in places],
            "text": [says(row, column) for row, column, _ in places], "textposition": "none",
            "hovertemplate": "%{text}<extra></extra>",
            "customdata": [[row, column] for row, column, _ in places],
            **unseen, "selected": unseen, "unselected": unseen,
        }
    )  # fmt: skip
    texts = [str(column) for column in columns]
    drawing.x.update(**ticks(colours, list(range(len(columns))), texts), side="top")
    drawing.x.update(range=[-0.5, len(columns) - 0.5])
    drawing.y.update(range=[len(rows) - 0.5 + 0.5 * apart, -0.5])
    return drawing
