"""The look of a pack: the palette of the pages in light, and how programs write its numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from analytics.language import Language
from analytics.reports.pack import Chart, Kind, Table, written

TEXT, MUTED, GRID, AXIS = "1B2430", "56616F", "E6EAEF", "AEB7C2"
BETTER, WORSE = "1F5AA8", "B8480F"
TONES = {"accent": BETTER, "ghost": "B4BDC8", "worse": WORSE, "soft": "A9CBF0"}
MARKS = {"better": BETTER, "worse": WORSE, "neither": MUTED}
# fonts every office machine has; a PDF brings its own
LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"
# from this size on: how Excel and PowerPoint write money of a chart, which can only be thousandths
SCALES = {
    "en": ((1e9, '0.0,,,"\u00a0bn"'), (1e6, '0.0,,"\u00a0m"'), (1e5, '#,##0,"\u00a0k"'),
           (1e4, '0.0,"\u00a0k"')),
    "zh_CN": ((1e8, '0\\.00,,"\u00a0亿"'), (1e4, '0\\.0,"\u00a0万"')),
}  # fmt: skip


def plain(text: str) -> str:
    """A text without the marks that only a browser needs: joiners and Markdown's stars."""
    return text.replace("\u2060", "").replace("**", "")


def number_format(lang: Language, chart: Chart) -> str:
    """How a chart writes its values, in one unit for all of them, as the largest asks for."""
    if chart.kind == "percent":
        most = max((abs(v) for s in chart.series for v in s.values if v is not None), default=0)
        return "0%" if most >= 0.2 and chart.form == "line" else "0.0%"
    most = max((abs(v) for s in chart.series for v in s.values if v is not None), default=0)
    if chart.kind != "money":
        return "#,##0"
    sign = f'"{lang.symbol}"' if lang.symbol else ""
    if chart.form != "line" and lang.code == "en":
        most /= 10  # bars of every size say their value: a small one in millions would read 0.0
    unit = next((form for least, form in SCALES[lang.code] if most >= least), "#,##0")
    return sign + unit


def cell_format(lang: Language, kind: Kind) -> str:
    """How a cell of the workbook writes a value, in full."""
    sign = f'"{lang.symbol}"' if lang.symbol else ""
    return {
        "money": f"{sign}#,##0.00", "number": "#,##0.##", "percent": "0.0%", "days": "#,##0",
        "date": "yyyy-mm-dd", "text": "@",
    }[kind]  # fmt: skip


def width(text: str) -> float:
    """How wide a text is, in Chinese characters of its size; a Latin one is about half as wide."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.53 for c in text)


def size_that_fits(text: str, across: float, lines: int, sizes: tuple[int, ...]) -> int:
    """The largest of these sizes (points) in which a bold text takes that many lines at most.

    across  inches of a line; the last size where none is small enough
    """
    for size in sizes:
        if 1.12 * width(text) * size / 72 <= lines * across * 0.96:
            return size
    return sizes[-1]


def shortened(text: str, most: float) -> str:
    """A name cut to a width, with an ellipsis where something is gone."""
    if width(text) <= most:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > most - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def shares(lang: Language, shown: Table, room: float) -> list[float]:
    """What part of a table's width each column is given; names give way, numbers do not.

    room  how wide the table is, in Chinese characters of its size
    """
    needed, text = [], []
    for place, (name, kind) in enumerate(shown.columns):
        cells = [width(written(lang, row[place], kind)) for row in shown.rows]
        needed.append(max([width(name), *cells, 2.0]) + 1.6)
        text.append(kind == "text")
    over = sum(needed) - room
    names = sum(one for one, is_text in zip(needed, text, strict=True) if is_text)
    if over > 0 and names:
        needed = [
            max(one - over * one / names, 5.0) if is_text else one
            for one, is_text in zip(needed, text, strict=True)
        ]
    return [one / sum(needed) for one in needed]


def around(values: Iterable[float | None]) -> tuple[float, float]:
    """Ends of an axis of changes, with room for the labels, and for the names at the left."""
    known = [value for value in values if value is not None]
    low, high = min([*known, 0]), max([*known, 0])
    return low - (0.28 * (high - low) if low < 0 else 0), high + 0.22 * (high - low)
