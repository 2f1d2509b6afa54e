"""A table on a page of the PDF: thin lines, numbers to the right."""

from __future__ import annotations

from typing import Any

from analytics.language import Language
from analytics.reports import look
from analytics.reports.pack import Table, written

ROW, SIZE = 7.6, 10.5


def table(paper: Any, lang: Language, shown: Table, box: tuple[float, float, float, float]) -> None:
    """Draws the rows that fit into the box; a name that is too long ends in an ellipsis."""
    left, top, across, high = box
    rows = shown.rows[: int(high / ROW) - 1]
    room = across / (SIZE * 0.3528)
    widths = [across * share for share in look.shares(lang, shown, room)]
    heads = [name for name, _kind in shown.columns]
    written_rows = [
        [written(lang, cell, kind) for cell, (_name, kind) in zip(row, shown.columns, strict=True)]
        for row in rows
    ]
    for number, cells in enumerate([heads, *written_rows]):
        y = top + number * ROW
        x = left
        for cell, across_cell, (_name, kind) in zip(cells, widths, shown.columns, strict=True):
            said = look.shortened(cell, (across_cell - 2) / (SIZE * 0.3528))
            colour = look.TEXT if number else look.MUTED
            align = "L" if kind == "text" else "R"
            paper.write_in((x, y + 1.4, across_cell - 2), said, SIZE, colour, align=align)
            x += across_cell
        paper.set_draw_color(*_line(look.GRID if number else look.AXIS))
        paper.set_line_width(0.2)
        paper.line(left, y + ROW, left + across - 2, y + ROW)


def _line(hex_: str) -> tuple[int, int, int]:
    return int(hex_[:2], 16), int(hex_[2:4], 16), int(hex_[4:], 16)
