"""Lines of a text on paper: Chinese breaks between characters, but no line begins with a comma."""

from __future__ import annotations

import re
from collections.abc import Callable

# what stays together: a run of Latin letters and digits with what belongs to it, or one character
_PIECES = re.compile(r"[0-9A-Za-z\u00a0£$€¥%+\u2212.,\-–/&']+|\n|.", re.DOTALL)
_NOT_FIRST = set("，。；：、！？）》」』”’…%")
_NOT_LAST = set("（《「『“‘")


def lines(text: str, across: float, measure: Callable[[str], float]) -> list[str]:
    """The text in lines no wider than that, by the rules of Chinese typesetting.

    A mark that may not begin a line is taken there together with the character before it.
    """
    found: list[str] = []
    line: list[str] = []
    for piece in _PIECES.findall(text):
        if piece == "\n":
            found.append("".join(line))
            line = []
            continue
        if line and measure("".join((*line, piece)).rstrip(" ")) > across:
            kept: list[str] = []
            while len(line) > 1 and ((kept or [piece])[0] in _NOT_FIRST or line[-1] in _NOT_LAST):
                kept.insert(0, line.pop())
            found.append("".join(line).rstrip(" "))
            line = kept if kept or piece != " " else []
            if piece == " " and not line:
                continue
        line.append(piece)
    return [*found, "".join(line)]
