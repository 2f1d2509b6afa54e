"""Recency × frequency: 25 cells, each in one segment."""

from collections.abc import Callable

import pandas as pd

from pages.parts.charts.template import Drawing, area, bar, blank, label, ticks
from pages.parts.guard import View
from pages.parts.names import segment_name

SCORES = range(1, 6)
WIDE, THIN, EDGE = 0.025, 0.004, 0.05


def grid(
    view: View, cells: pd.DataFrame, value: str, write: Callable[[float], str], *, height: int = 400
) -> Drawing:
    """Shade by value, a gap where one segment ends and the next begins, names in their cells.

    cells  one row per cell: r, f, segment, and the column `value`; a click gives [r, f]
    write  how a value is written
    """
    _, colours = view.lang.text, view.palette
    drawing = blank(view, height, left=62)
    by_score = {(int(c.r), int(c.f)): c for c in cells.itertuples()}
    segment = {score: cell.segment for score, cell in by_score.items()}
    values = {score: float(getattr(cell, value) or 0) for score, cell in by_score.items()}
    most = max(values.values(), default=0) or 1
    named: set[str] = set()
    for f in reversed(SCORES):
        for r in SCORES:
            code, amount = segment.get((r, f)), values.get((r, f), 0.0)
            fill = colours.shade(max(amount, 0.0) ** 0.5 / most**0.5)
            left, right = (_gap(segment, code, (r + step, f)) for step in (-1, 1))
            below, above = (_gap(segment, code, (r, f + step)) for step in (-1, 1))
            inside = (r - 0.5 + left, r + 0.5 - right), (f - 0.5 + below, f + 0.5 - above)
            bar(drawing, *inside, fill)
            if code and left == WIDE:
                edge = (inside[0][0], inside[0][0] + EDGE)
                bar(drawing, edge, inside[1], colours.segments[code])
            ink = {"color": colours.on(fill)}
            label(drawing, r, f - 0.16, write(amount), anchor="center", font={**ink, "size": 14})
            if code and code not in named:
                named.add(code)
                place = {"yanchor": "top", "font": {**ink, "size": 11}}
                # long names on two lines: a cell is 58 pixels wide on a phone
                name = segment_name(view, code)
                name = name.replace(" ", "<br>", 1) if len(name) > 10 else name
                label(drawing, r - 0.42, f + 0.46, f"<b>{name}</b>", **place)
    for r, f in by_score:
        words = f"{segment_name(view, segment[r, f])} · R{r} F{f}: {write(values[r, f])}"
        area(drawing, (r - 0.5, r + 0.5), (f - 0.5, f + 0.5), words, r, f)
    recency = [_("1 · long ago"), "2", "3", "4", _("5 · just now")]
    drawing.x.update(**ticks(colours, list(SCORES), recency), range=[0.5, 5.5])
    frequency = [_("rarely · 1"), "2", "3", "4", _("often · 5")]
    drawing.y.update(**ticks(colours, list(SCORES), frequency), range=[0.5, 5.5])
    return drawing


def _gap(segment: dict[tuple[int, int], str], code: str | None, other: tuple[int, int]) -> float:
    return THIN if segment.get(other) == code else WIDE
