"""Files to start from: example rows of each kind, and what its columns hold."""

from __future__ import annotations

import csv
from io import BytesIO
from itertools import islice
from pathlib import Path

import pandas as pd
import xlsxwriter

from analytics.errors import N_
from analytics.intake.columns import KINDS
from analytics.intake.names import COLUMN_MEANINGS, COLUMN_NAMES, KIND_NAMES
from analytics.language import Language

ROWS = 5
_SAMPLE = Path(__file__).parents[2] / "sample_data"
_EXPLAINED = N_("Columns explained")
_HEADERS = (N_("Column"), N_("Needed"), N_("What it holds"))
_WIDTHS = (22, 12, 80)


def example(kind: str, lang: Language) -> list[list[str]]:
    """A header and five rows of a kind of file, in a language; they load as they are."""
    folder = "zh" if lang.code.startswith("zh") else "en"
    with (_SAMPLE / folder / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(islice(csv.reader(file), 1 + ROWS))


def workbook(kind: str, lang: Language) -> bytes:
    """An Excel file: the example on its first sheet, every column explained on its second."""
    out = BytesIO()
    # Text stays text: an id keeps its zeros and nothing becomes a formula.
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        first = book.add_worksheet(lang.text(KIND_NAMES[kind]))
        rows = example(kind, lang)
        for number, row in enumerate(rows):
            first.write_row(number, 0, row, bold if number == 0 else None)
        first.set_column(0, len(rows[0]) - 1, 16)
        first.freeze_panes(1, 0)
        second = book.add_worksheet(lang.text(_EXPLAINED))
        second.write_row(0, 0, [lang.text(name) for name in _HEADERS], bold)
        for number, told in enumerate(columns(kind, lang).itertuples(), start=1):
            second.write_row(number, 0, [told.name, told.needed, told.meaning], wrapped)
        for place, width in enumerate(_WIDTHS):
            second.set_column(place, place, width)
        second.freeze_panes(1, 0)
    return out.getvalue()


def columns(kind: str, lang: Language) -> pd.DataFrame:
    """One row per column a file of a kind may have: column name needed meaning.

    needed  "yes", "advised", "one of" where another way does as well, or "no", in the language
    """
    holds = KINDS[kind]
    ways = {part for way in holds.one_of for part in way}

    def needed(column: str) -> str:
        if column in holds.required:
            return lang.text("yes")
        if column in holds.wanted:
            return lang.text("advised")
        return lang.text("one of") if column in ways else lang.text("no")

    return pd.DataFrame(
        [
            {
                "column": column,
                "name": lang.text(COLUMN_NAMES[column]),
                "needed": needed(column),
                "meaning": lang.text(COLUMN_MEANINGS[column]),
            }
            for column in holds.readable
        ]
    )
