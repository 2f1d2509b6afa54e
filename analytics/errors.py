"""The one exception of this package, worded so that a manager can act on it."""

from __future__ import annotations

from typing import Any


def N_(msgid: str) -> str:
    """Mark an English sentence for the catalogues; it is translated where it is shown."""
    return msgid


class DataError(Exception):
    """What is wrong with the data, where, and what to do about it.

    `message` and `remedy` are English msgids with {placeholders}; `values` fills them. `file`,
    `line`, `column` and `value` say where it happened and may be used as placeholders too.
    `str(error)` is the full English text; a page translates `message` and `remedy` instead.
    """

    def __init__(
        self,
        message: str,
        remedy: str = "",
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        **values: Any,
    ) -> None:
        self.message, self.remedy = message, remedy
        self.file, self.line, self.column, self.value = file, line, column, value
        place = {"file": file, "line": line, "column": column, "value": value}
        self.values = values | {name: part for name, part in place.items() if part is not None}
        super().__init__(message)

    def __str__(self) -> str:
        sentences = (self.message, self.remedy)
        return " ".join(sentence.format(**self.values) for sentence in sentences if sentence)


class Unanswered(DataError):
    """Nobody answers just now: it says nothing about the data, and nothing is to be made of it."""
