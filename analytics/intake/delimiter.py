"""What stands between the values of a text file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

SAMPLE = 1 << 16
# Where two cut equally well: a comma is often a decimal one, a semicolon seldom anything else.
_DELIMITERS = ";,\t|~^\x01"
_BLANKS = ("[ \t]{2,}", "[ \t]+")
# One blank between two words is part of a value, where wider gaps cut as evenly.
_TWO_WORDS = re.compile(r"[^\W\d_] [^\W\d_]")
_EVENLY = 0.8


def delimiter_of(sample: str) -> str | None:
    """The delimiter that cuts the first lines most evenly, then into most columns, if any does."""
    scores = {candidate: evenness(sample, candidate) for candidate in _DELIMITERS}
    best = max(scores, key=lambda candidate: scores[candidate])
    return best if scores[best][1] > 1 else None


def blanks_of(sample: str) -> str | None:
    """An expression for the runs of blanks that cut the lines evenly, None where none do."""
    lines = [line.strip(" ") for line in sample.splitlines()]
    scores = {}
    # Words alone are names, not columns.
    for blanks in _BLANKS if re.search(r"\d", sample) else _BLANKS[:1]:
        even, width = evenness("\n".join(re.sub(blanks, "\t", line) for line in lines), "\t")
        scores[blanks] = (even, 0 if _TWO_WORDS.search(sample) else width)
    best = max(scores, key=lambda blanks: scores[blanks])
    return best if scores[best][0] >= _EVENLY else None


def evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """Share of the first records that have the usual number of values, and that number."""
    reader = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    try:
        records.extend(islice(not_blank(reader), 100))
    except csv.Error:
        return 0.0, 1
    if len(records) > 1 and len(sample) == SAMPLE:
        records.pop()
    widths = Counter(len(record) for record in records)
    if not widths:
        return 0.0, 1
    width = max(widths, key=lambda each: (widths[each], each))
    return widths[width] / len(records) if width > 1 else 0.0, width


def not_blank(records: Iterator[list[str]]) -> Iterator[list[str]]:
    """Records without those of an empty line."""
    return (record for record in records if record)
