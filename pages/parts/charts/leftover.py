"""What is left of a margin once something is paid for, one bar a group."""

from typing import NamedTuple

from pages.parts.charts.template import Drawing, area, bar, blank, label, room
from pages.parts.guard import View


class Left(NamedTuple):
    """A group: its name, its margin, what was spent on it, what is left."""

    name: str
    margin: float
    spent: float
    net: float


def leftover(view: View, rows: list[Left], *, row_height: int = 64) -> Drawing:
    """Blue: what is left; pale orange: what was spent; full orange: spent beyond the margin."""
    lang, colours = view.lang, view.palette
    drawing = blank(
        view, row_height * len(rows) + 20, left=room(row.name for row in rows), right=4, bottom=8
    )
    top = max((max(row.margin, row.spent, row.net) for row in rows), default=0) or 1
    low = min(0.0, *(min(row.net, row.margin) for row in rows)) if rows else 0.0
    for place, row in enumerate(rows):
        y, kept = len(rows) - place, min(max(row.net, 0), max(row.margin, 0))
        bar(drawing, (0, kept), (y - 0.36, y + 0.08), colours.bar)
        bar(drawing, (kept, max(row.margin, kept)), (y - 0.36, y + 0.08), colours.worse_deep)
        if row.net < 0:
            bar(drawing, (row.net, 0), (y - 0.36, y + 0.08), colours.worse)
        words = lang.text(
            "{margin} margin − {spent} contacts = {net}",
            margin=lang.money(row.margin), spent=lang.money(row.spent),
            net=f"<b>{lang.money(row.net)}</b>",
        )  # fmt: skip
        label(drawing, 0, y, row.name, anchor="right", xref="paper", shift=-10)
        label(drawing, 0, y + 0.29, words, font={"size": 12})
        area(drawing, (low, top), (y - 0.5, y + 0.5), f"{row.name}: {words}", row.name)
    drawing.x.update(range=[low, top * 1.01])
    drawing.y.update(range=[0.4, len(rows) + 0.6])
    return drawing
