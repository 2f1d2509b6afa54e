"""Where the header of a file stands, and names by content for columns that have none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analytics.intake.aliases import ALIASES
from analytics.intake.map import key

Row = Sequence[str | None]

LOOKED_AT = 50
_NUMBER = re.compile(r"[-+(]?\s?[¥￥$£€]?\s?-?\d[\d.,]*\)?\s?[%€元]?")
_WHOLE = re.compile(r"-?\d+")
_DAY = re.compile(r"\d{1,4}([-/.年])\d{1,2}[-/.月]\d{1,4}日?([ T].*)?")
_COMPACT_DAY = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_MOSTLY = 0.9


@dataclass(frozen=True)
class Start:
    """Where a table starts among the rows of a file, and whether with a header."""

    place: int
    has_header: bool


def start_of(rows: Sequence[Row]) -> Start:
    """Where the table starts among the first rows of a file; title lines stand above it.

    The header is as wide as the table, holds neither numbers nor dates, and stands above the
    first row that does; of several such rows, the one with most known names, then the first. A
    row with a known name is never taken for data.
    """
    width = _width(rows)
    wide = [place for place, row in enumerate(rows) if 2 * _filled(row) > width]
    candidates: list[int] = []
    for place in wide:
        if _is_data(rows[place]) and not _known(rows[place]):
            break
        candidates.append(place)
    if candidates:
        # A single known name may be chance.
        names = {place: max(_known(rows[place]), 1) for place in candidates}
        return Start(max(candidates, key=lambda place: (names[place], -place)), True)
    return Start(wide[0], False) if wide else Start(0, True)


def names_by_content(rows: Sequence[Row], width: int) -> list[str]:
    """A name for each column of a file without a header, to be confirmed by a person.

    A column of dates is a date; numbers with decimals are an amount; small whole numbers that
    repeat are a quantity; other values that repeat are a customer's id, values that do not are
    an order's.
    """
    columns = [[row[place] or "" for row in rows if place < len(row)] for place in range(width)]
    kinds = [content_of([value.strip() for value in values if value.strip()]) for values in columns]
    if "amount" not in kinds and "quantity" in kinds:
        kinds[len(kinds) - 1 - kinds[::-1].index("quantity")] = "amount"
    if "customer id" not in kinds:
        for other in ("text", "id"):
            if other in kinds:
                kinds[kinds.index(other)] = "customer id"
                break
    seen: Counter[str] = Counter()
    names = []
    for kind in kinds:
        seen[kind] += 1
        # A second column of ids that repeat is no second customer.
        names.append(kind if seen[kind] == 1 else f"{_FURTHER.get(kind, kind)} {seen[kind]}")
    return names


_FURTHER = {"customer id": "id"}


def content_of(values: list[str]) -> str:
    """What some values of a column are, as a word that is a name for it."""
    if not values:
        return "empty"
    if _share(values, _COMPACT_DAY) >= _MOSTLY or _share(values, _DAY) >= _MOSTLY:
        return "date"
    repeats = len(set(values)) < _MOSTLY * len(values)
    if _share(values, _WHOLE) >= _MOSTLY:
        if any(value.startswith("0") and len(value) > 1 for value in values):
            return "customer id" if repeats else "id"
        small = all(len(value.lstrip("-")) <= 4 for value in values)
        if small:
            return "quantity"
        return "customer id" if repeats else "order id"
    if _share(values, _NUMBER) >= _MOSTLY:
        return "amount"
    return "text"


def _share(values: list[str], form: re.Pattern[str]) -> float:
    return sum(bool(form.fullmatch(value)) for value in values) / len(values)


def _filled(row: Row) -> int:
    return sum(bool(cell and cell.strip()) for cell in row)


def _width(rows: Sequence[Row]) -> int:
    """The usual number of filled cells of the rows, the larger of two that are as usual."""
    counts = Counter(_filled(row) for row in rows)
    return max(counts, key=lambda width: (counts[width], width)) if counts else 0


def _is_data(row: Row) -> bool:
    cells = [cell.strip() for cell in row if cell and cell.strip()]
    return any(_NUMBER.fullmatch(cell) or _DAY.fullmatch(cell) for cell in cells)


def _known(row: Row) -> int:
    """How many cells of a row are names that files give their columns."""
    return sum(bool(cell) and key(str(cell)) in _aliases() for cell in row)


@cache
def _aliases() -> frozenset[str]:
    names = (names for kind in ALIASES.values() for names in kind.values())
    return frozenset(key(name) for text in names for name in text.split(","))
