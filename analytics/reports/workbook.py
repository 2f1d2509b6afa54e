"""A table as an Excel workbook: one sheet to work with, one that says what it is."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import pandas as pd
import xlsxwriter

from analytics.reports.cells import safe

Kind = Literal["text", "number", "money", "share", "date"]

_FORMATS: dict[str, str] = {
    "text": "@", "number": "#,##0", "money": "#,##0.00", "share": "0.0", "date": "yyyy-mm-dd",
}  # fmt: skip
_WIDEST, _SAMPLE = 48, 300
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(
    frame: pd.DataFrame,
    kinds: Sequence[Kind],
    about: Sequence[tuple[str, object]],
    *,
    sheet: str,
    about_sheet: str,
) -> bytes:
    """The rows under a frozen header with filters, and a second sheet of names and facts.

    kinds  of each column: number (fractions only where there are any), money, share 0–100, date
    Text is written as text and made safe, so that nothing in it runs, not even after the
    workbook is saved as CSV. Unknown values leave their cell empty.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        page = book.add_worksheet(sheet)
        for place, name in enumerate(frame.columns):
            values = frame.iloc[:, place]
            page.write_string(0, place, str(safe(str(name))), head)
            form = book.add_format({"num_format": _format(values, kinds[place])})
            page.set_column(place, place, _width(str(name), values), form)
            _fill(page, place, values, form)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(len(frame), 1), max(frame.shape[1] - 1, 0))
        _about(book, about_sheet, about)
    return out.getvalue()


def _fill(page: Any, place: int, values: pd.Series, form: Any) -> None:
    for row, cell in enumerate(values.tolist(), start=1):
        if pd.isna(cell):
            continue
        if isinstance(cell, date):
            page.write_datetime(row, place, cell, form)
        elif isinstance(cell, str):
            page.write_string(row, place, str(safe(cell)), form)
        else:
            page.write_number(row, place, cell, form)


def _about(book: Any, name: str, about: Sequence[tuple[str, object]]) -> None:
    page = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 90)
    for row, (label, fact) in enumerate(about):
        page.write_string(row, 0, str(safe(label)), bold)
        page.write_string(row, 1, str(safe(str(fact))), wrap)


def _format(values: pd.Series, kind: Kind) -> str:
    if kind == "number" and pd.api.types.is_float_dtype(values):
        broken = (values.dropna() % 1 != 0).any()
        return "#,##0.0###" if broken else _FORMATS["number"]
    return _FORMATS[kind]


def _width(name: str, values: pd.Series) -> int:
    """Characters across, a Chinese one as two; long texts do not push the rest off the screen."""
    longest = max((_across(str(cell)) for cell in values.head(_SAMPLE).dropna()), default=0)
    return min(max(longest, _across(name), 6) + 3, _WIDEST)


def _across(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
