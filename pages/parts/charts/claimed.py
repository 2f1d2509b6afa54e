"""Shares with their intervals, each beside the range somebody claims for it."""

from typing import NamedTuple

from pages.parts.charts.template import Drawing, area, bar, blank, label, nice_ticks, ticks
from pages.parts.guard import View

ROW = 44
UP, DOWN = 0.2, 0.2  # where in its row the words stand, and the dot


class Claim(NamedTuple):
    """A row: its name, what is written at its end, the share with its interval, the claim."""

    name: str
    text: str
    share: float
    low: float
    high: float
    claimed: tuple[float, float] | None = None


def claimed(view: View, rows: list[Claim]) -> Drawing:
    """Dots with their intervals on one scale of shares; grey: what is claimed."""
    colours = view.palette
    drawing = blank(view, ROW * len(rows) + 34, left=8, right=8, bottom=26)
    ends = [end for row in rows for end in (row.high, *(row.claimed or ())) if end == end]
    top = max([*ends, 0.1])
    for place, row in enumerate(rows):
        y = len(rows) - place
        label(drawing, 0, y + UP, row.name, xref="paper")
        label(drawing, 1, y + UP, row.text, anchor="right", xref="paper")
        if row.claimed:
            bar(drawing, row.claimed, (y - DOWN - 0.14, y - DOWN + 0.14), colours.grid)
        if row.share == row.share:
            drawing.add_trace(
                x=[row.low, row.high], y=[y - DOWN, y - DOWN], mode="lines", hoverinfo="skip",
                line={"width": 3, "color": colours.bar},
            )  # fmt: skip
            drawing.add_trace(
                x=[row.share], y=[y - DOWN], mode="markers", hoverinfo="skip",
                marker={"size": 10, "color": colours.bar},
            )  # fmt: skip
        area(drawing, (0, top), (y - 0.5, y + 0.5), f"{row.name}: {row.text}")
    marks = [mark / 100 for mark in nice_ticks(100 * top)]
    texts = [view.lang.percent(mark, 0) for mark in marks]
    drawing.x.update(ticks(colours, marks, texts), range=[-0.01 * top, 1.03 * top])
    drawing.y.update(range=[0.3, len(rows) + 0.7])
    return drawing
