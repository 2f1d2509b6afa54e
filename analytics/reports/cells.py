"""Text in a spreadsheet's cell must never run: what every file that leaves the app shares."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})*|\d+)?(\.\d+)?([eE][+-]?\d+)?\s*%?")


def safe(value: object) -> object:
    """A cell no spreadsheet takes for a formula: a leading apostrophe unless it is a number."""
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value.strip()):
        return "'" + value
    return value
