"""A pack as Excel: a sheet per question with its rows and charts, and one of definitions."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from analytics.reports import look
from analytics.reports.cells import safe
from analytics.reports.pack import Cell, Chart, Figure, Kind, Pack, Slide

HEAD = 3  # the row of the names, above it question, answer and scope
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_BARS = {"type": "bar"}
_HIGH, _ACROSS = 300, 560  # pixels of a chart
Block = tuple[str, list[tuple[str, Kind]], list[list[Cell]], list[list[Kind]]]


def book(pack: Pack) -> bytes:
    """The file. Text is written as text and made safe, so that nothing in it runs as a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as made:
        day = datetime(pack.as_of.year, pack.as_of.month, pack.as_of.day)
        made.set_properties(
            {"title": pack.title, "author": "Regulars", "keywords": pack.checksum, "created": day}
        )
        made.set_size(2400, 1300)
        forms = _Forms(made, pack)
        _summary(made, pack, forms)
        for slide in pack.slides:
            _sheet(made, pack, slide, forms)
        _definitions(made, pack, forms)
    return out.getvalue()


class _Forms:
    """The formats of a workbook, each made once."""

    def __init__(self, made: Any, pack: Pack) -> None:
        self.muted = made.add_format({"font_color": look.MUTED})
        self.answer = made.add_format({"bold": True, "font_size": 14, "font_color": look.TEXT})
        self.head = made.add_format({"bold": True, "bottom": 1, "valign": "top", "align": "left",
                                     "indent": 1})  # fmt: skip
        self.numbers = made.add_format({"bold": True, "bottom": 1, "valign": "top",
                                        "align": "right"})  # fmt: skip
        self.wrap = made.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        self.bold = made.add_format({"bold": True, "valign": "top"})
        kinds: tuple[Kind, ...] = ("money", "number", "percent", "days", "date", "text")
        self.of = {
            kind: made.add_format({
                "num_format": look.cell_format(pack.lang, kind),
                **({"align": "left", "indent": 1} if kind == "text" else {"align": "right"}),
            })
            for kind in kinds
        }  # fmt: skip


def _summary(made: Any, pack: Pack, forms: _Forms) -> None:
    """Every question with its answer, one below the other."""
    _ = pack.lang.text
    page = made.add_worksheet(_("In short"))
    _printed(page)
    page.write_string(0, 0, pack.title, forms.answer)
    said = [
        pack.under_title(),
        _("data version {n}", n=pack.version),
        _("checksum {sum}", sum=pack.checksum),
    ]
    page.write_string(1, 0, " · ".join(said), forms.muted)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 100)
    page.set_column(2, 2, 44)
    for place, name in enumerate((_("Page"), _("Answer"), _("Scope"))):
        page.write_string(HEAD, place, name, forms.head)
    for row, slide in enumerate(pack.slides, start=HEAD + 1):
        page.write_url(row, 0, f"internal:'{_sheet_name(slide)}'!A1", forms.bold,
                       str(safe(slide.name)))  # fmt: skip
        page.write_string(row, 1, _text(slide.answer), forms.wrap)
        page.write_string(row, 2, _text(slide.scope), forms.wrap)
        page.set_row(row, _row_height(slide.answer, 100))
    page.freeze_panes(HEAD + 1, 0)


def _sheet(made: Any, pack: Pack, slide: Slide, forms: _Forms) -> None:
    """Tables side by side under one frozen head, the charts below them."""
    page = made.add_worksheet(_sheet_name(slide))
    _printed(page)
    page.write_string(0, 0, _text(slide.answer), forms.answer)
    page.write_string(1, 0, _text(f"{slide.question} · {pack.foot(slide)}"), forms.muted)
    page.write_string(2, 0, _text(" ".join(slide.doubts)), forms.muted)
    column = 0
    places: list[tuple[Chart, int]] = []
    blocks = _blocks(pack, slide)
    for (title, heads, rows, kinds), chart in blocks:
        if chart:
            places.append((chart, column))
        for place, (name, kind) in enumerate(heads):
            form = forms.head if kind == "text" else forms.numbers
            page.write_string(HEAD, column + place, _text(name or title), form)
            across = max([look.width(name or title), *(
                look.width(str(row[place])) if isinstance(row[place], str) else 6.5
                for row in rows)])  # fmt: skip
            page.set_column(column + place, column + place, min(across * 1.9 + 3, 46))
        for number, (row, of) in enumerate(zip(rows, kinds, strict=True), start=HEAD + 1):
            for place, (cell, kind) in enumerate(zip(row, of, strict=True)):
                _write(page, number, column + place, cell, forms.of[kind])
        column += len(heads)
        page.set_column(column, column, 3)
        column += 1
    page.freeze_panes(HEAD + 1, 0)
    below = HEAD + 2 + max((len(rows) for (_t, _h, rows, _k), _chart in blocks), default=0)
    for number, (chart, first) in enumerate(places):
        page.insert_chart(below, 0, _drawn(made, pack, slide, chart, first), {
            "x_offset": 8 + number * (_ACROSS + 24), "y_offset": 8, "object_position": 3,
            "description": f"{chart.title}. {chart.note}",
        })  # fmt: skip


def _blocks(pack: Pack, slide: Slide) -> list[tuple[Block, Chart | None]]:
    """The key figures, the data of every chart, and the table, as columns of cells."""
    _ = pack.lang.text
    found: list[tuple[Block, Chart | None]] = []
    if slide.figures:
        heads: list[tuple[str, Kind]] = [
            (_("Key figure"), "text"), (_("Value"), "number"), (_("Change"), "percent"),
            (_("Note"), "text"),
        ]  # fmt: skip
        rows: list[list[Cell]] = [
            [f.label, f.value, f.change, _note(pack, f)] for f in slide.figures
        ]
        kinds: list[list[Kind]] = [["text", f.kind, "percent", "text"] for f in slide.figures]
        found.append((("", heads, rows, kinds), None))
    for chart in slide.charts:
        heads = [("", "text"), *((series.name, chart.kind) for series in chart.series)]
        values = [series.values for series in chart.series]
        rows = [[name, *cells] for name, *cells in zip(chart.categories, *values, strict=True)]
        of: list[Kind] = ["text", *(chart.kind for _series in chart.series)]
        found.append(((chart.title, heads, rows, [of] * len(rows)), chart))
    if slide.table:
        rows = [list(row) for row in slide.table.rows]
        of = [kind for _name, kind in slide.table.columns]
        found.append(((slide.table.title, list(slide.table.columns), rows, [of] * len(rows)), None))
    return found


def _note(pack: Pack, figure: Figure) -> str:
    """The note of a figure; a share changes by points, which the cell alone would not say."""
    changed = figure.points and figure.change is not None
    points = pack.lang.text("change in percentage points") if changed else ""
    return " · ".join(note for note in (figure.note, points) if note)


def _drawn(made: Any, pack: Pack, slide: Slide, shown: Chart, first: int) -> Any:
    """A chart of Excel over the cells beside it."""
    chart = made.add_chart({"type": "line"} if shown.form == "line" else _BARS)
    sheet, last = _sheet_name(slide), HEAD + len(shown.categories)
    form = look.number_format(pack.lang, shown)
    for place, series in enumerate(shown.series, start=1):
        colour = f"#{look.TONES[series.tone]}"
        drawn: dict[str, Any] = {
            "name": [sheet, HEAD, first + place],
            "categories": [sheet, HEAD + 1, first, last, first],
            "values": [sheet, HEAD + 1, first + place, last, first + place],
        }
        if shown.form == "line":
            drawn["line"] = {"color": colour, "width": 2.25}
        else:
            drawn |= {"fill": {"color": colour}, "gap": 45, "overlap": 0}
            drawn["data_labels"] = {"value": True, "num_format": form, "font": {"size": 9}}
        if shown.form == "change":
            loss = {"fill": {"color": f"#{look.WORSE}"}}
            drawn["points"] = [loss if value and value < 0 else None for value in series.values]
        chart.add_series(drawn)
    chart.set_title({"name": shown.title, "overlay": False,
                     "name_font": {"size": 12, "color": f"#{look.TEXT}"}})  # fmt: skip
    names = {"label_position": "low", "line": {"color": f"#{look.AXIS}"},
             "major_tick_mark": "none"}  # fmt: skip
    if shown.form == "line":
        chart.set_x_axis(names)
        chart.set_y_axis({"num_format": form, "line": {"none": True},
                          "major_gridlines": {"visible": True,
                                              "line": {"color": f"#{look.GRID}"}}})  # fmt: skip
    else:
        chart.set_y_axis({**names, "reverse": True})
        ends: dict[str, float] = {}
        known = [value for series in shown.series for value in series.values]
        if shown.form == "change" and any(known):
            ends["min"], ends["max"] = look.around(known)
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **ends})
    chart.set_legend({"position": "top"} if len(shown.series) > 1 else {"none": True})
    chart.set_size({"width": _ACROSS, "height": max(_HIGH, 26 * len(shown.categories) + 90)})
    return chart


def _definitions(made: Any, pack: Pack, forms: _Forms) -> None:
    _ = pack.lang.text
    page = made.add_worksheet(_("Definitions"))
    _printed(page)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 120)
    page.write_string(0, 0, _("Page"), forms.head)
    page.write_string(0, 1, _("What its figures mean"), forms.head)
    page.freeze_panes(1, 0)
    rows = [(slide.name, slide.definition) for slide in pack.slides if slide.definition]
    for row, (name, fact) in enumerate([*rows, ("", ""), *pack.about], start=1):
        page.write_string(row, 0, _text(name), forms.bold)
        page.write_string(row, 1, _text(fact), forms.wrap)
        page.set_row(row, _row_height(fact, 120))


def _row_height(text: str, across: int) -> float:
    """Points a wrapped text needs in a column that wide; not every program finds out itself."""
    lines = sum(-(-look.width(part) * 2 // across) for part in text.split("\n") if part)
    return max(16.0, 15.5 * (lines + text.count("\n\n")) + 3)


def _printed(page: Any) -> None:
    """Without grid lines, and on paper as wide as the sheet is."""
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _write(page: Any, row: int, column: int, cell: Cell, form: Any) -> None:
    if cell is None or cell != cell:
        page.write_blank(row, column, None, form)
    elif isinstance(cell, str):
        page.write_string(row, column, _text(cell), form)
    else:
        page.write_number(row, column, float(cell), form)  # type: ignore[arg-type]


def _text(text: str) -> str:
    return str(safe(look.plain(text)))


def _sheet_name(slide: Slide) -> str:
    return slide.name[:31]
