"""A table on a slide: PowerPoint's own, without stripes."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from analytics.language import Language
from analytics.reports import look
from analytics.reports.deck_chart import fonts
from analytics.reports.pack import Table, written

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
ROW = 0.3


def table(page: Any, lang: Language, shown: Table, box: tuple[Any, Any, Any, Any]) -> None:
    """Draws the rows that fit into the box; numbers stand right, the first column is widest."""
    left, top, across, high = box
    head = 1
    room = int(high / Inches(ROW)) - head
    rows = shown.rows[:room]
    size = 11 if len(shown.columns) < 6 else 10
    frame = page.shapes.add_table(
        len(rows) + head, len(shown.columns), left, top, across, Inches(ROW * (len(rows) + head))
    )
    grid = frame.table
    grid._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    grid.horz_banding = False
    widths = look.shares(lang, shown, across / Inches(1) * 72 / size)
    for place, share in enumerate(widths):
        grid.columns[place].width = int(across * share)
    for place, (name, kind) in enumerate(shown.columns):
        _cell(lang, grid.cell(0, place), name, kind != "text", size, look.MUTED, look.AXIS)
        for number, row in enumerate(rows, start=head):
            room_for = across / Inches(1) * widths[place] * 72 / size
            said = look.shortened(written(lang, row[place], kind), room_for)
            _cell(lang, grid.cell(number, place), said, kind != "text", size, look.TEXT, look.GRID)
    for row in grid.rows:
        row.height = Inches(ROW)


def _cell(
    lang: Language, cell: Any, text: str, right: bool, size: int, colour: str, line: str
) -> None:
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = look.plain(text)
    run.font.size = Pt(size)
    run.font.color.rgb = RGBColor.from_string(colour)
    fonts(run.font, lang.code)
    properties = cell._tc.get_or_add_tcPr()
    border = properties.makeelement(qn("a:lnB"), {"w": "6350"})
    fill = border.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": line}))
    border.append(fill)
    properties.insert(0, border)
