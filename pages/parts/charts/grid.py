"""Recency × frequency (or money): 25 cells, each in one segment."""

from collections.abc import Callable, Collection
from typing import Any

import pandas as pd

from pages.parts.charts.template import (
    Drawing,
    area,
    bar,
    blank,
    in_lines,
    label,
    outline,
    target,
    ticks,
)  # fmt: skip
from pages.parts.guard import View
from pages.parts.names import segment_name

SCORES = range(1, 6)
WIDE, THIN, EDGE = 0.025, 0.004, 0.05
Cell = tuple[int, int]


def grid(
    view: View,
    cells: pd.DataFrame,
    value: str,
    write: Callable[[float], str],
    *,
    up: str = "f",
    chosen: Collection[Cell] = (),
    says: Callable[[Any], str] | None = None,
    height: int = 400,
) -> Drawing:
    """Shade by value, a gap where one segment ends and the next begins, names in their cells.

    cells   one row per cell: r, f (or m), segment (null where cells have none), and the column
            `value`; a click gives [r, f], and so does a rectangle drawn around it
    write   how a value is written; says how the pointer says it, from a row of `cells`
    up      the score that rises: "f" or "m"; chosen cells are framed
    """
    _, colours = view.lang.text, view.palette
    drawing = blank(view, height, left=56, right=8)
    by_score = {(int(c.r), int(getattr(c, up))): c for c in cells.itertuples()}
    segment = {score: cell.segment for score, cell in by_score.items()}
    known = {score: float(getattr(cell, value)) for score, cell in by_score.items()}
    values = {score: amount if amount == amount else 0.0 for score, amount in known.items()}
    most = max(values.values(), default=0) or 1
    shade = colours.shade_worse if value == "risk" else colours.shade
    named: set[str] = set()
    for y in reversed(SCORES):
        for r in SCORES:
            code, amount = segment.get((r, y)), values.get((r, y), 0.0)
            fill = shade(max(amount, 0.0) ** 0.5 / most**0.5)
            left, right = (_gap(segment, code, (r + step, y)) for step in (-1, 1))
            below, above = (_gap(segment, code, (r, y + step)) for step in (-1, 1))
            inside = (r - 0.5 + left, r + 0.5 - right), (y - 0.5 + below, y + 0.5 - above)
            bar(drawing, *inside, fill)
            if code and left == WIDE:
                edge = (inside[0][0], inside[0][0] + EDGE)
                bar(drawing, edge, inside[1], colours.segments[code])
            ink = {"color": colours.on(fill)}
            words = write(known.get((r, y), 0.0))
            label(drawing, r, y - 0.16, words, anchor="center", font={**ink, "size": 14})
            if code and code not in named:
                named.add(code)
                # a cell is 58 pixels wide on a phone: long names on two lines, long words smaller
                name = in_lines(segment_name(view, code))
                size = 10.5 if max(map(len, name.split("<br>"))) <= 8 else 9.5
                place = {"yanchor": "top", "font": {**ink, "size": size}}
                label(drawing, r - 0.43, y + 0.46, f"<b>{name}</b>", **place)
    for (r, y), cell in by_score.items():
        words = says(cell) if says else write(known[r, y])
        said = f"R{r} {up.upper()}{y}: {words}"
        code = segment[r, y]
        area(
            drawing, (r - 0.5, r + 0.5), (y - 0.5, y + 0.5),
            f"{segment_name(view, code)} · {said}" if code else said, r, y,
        )  # fmt: skip
        target(drawing, r, y, r, y)
    for r, y in chosen:
        outline(drawing, (r - 0.48, r + 0.48), (y - 0.48, y + 0.48), colours.text)
    recency = [_("1 · long ago"), "2", "3", "4", _("5 · just now")]
    drawing.x.update(**ticks(colours, list(SCORES), recency), range=[0.5, 5.5])
    least, best = (
        (_("rarely · 1"), _("often · 5")) if up == "f" else (_("little · 1"), _("much · 5"))
    )
    drawing.y.update(**ticks(colours, list(SCORES), [least, "2", "3", "4", best]), range=[0.5, 5.5])
    return drawing


def _gap(segment: dict[Cell, Any], code: str | None, other: Cell) -> float:
    return THIN if segment.get(other) == code else WIDE
