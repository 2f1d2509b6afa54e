"""What is picked on a map, kept in the address: cells, segments, types or bands."""

import re
from typing import Any

from analytics import rfm
from pages.parts import address
from pages.parts.guard import View
from pages.parts.names import segment_name

NAME = "pick"
CELL = re.compile(r"r([1-5])([fm])([1-5])")
BAND = re.compile(r"band([1-5])")


def picked(up: str = "f") -> dict[str, tuple[Any, ...]]:
    """The choice as `rfm.listing` takes it; words of another map say nothing.

    up  the score that rises on the grid: "f" or "m"
    """
    found: dict[str, list[Any]] = {}
    for word in address.asked(NAME):
        if (cell := CELL.fullmatch(word)) and cell[2] == up:
            pairs = found.setdefault("scores" if up == "f" else "money_scores", [])
            pairs.append((int(cell[1]), int(cell[3])))
        elif band := BAND.fullmatch(word):
            found.setdefault("bands", []).append(int(band[1]))
        elif word in rfm.SEGMENTS:
            found.setdefault("segments", []).append(word)
        elif word in rfm.TYPES:
            found.setdefault("types", []).append(word)
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items()}


def pick(words: list[str]) -> None:
    """Keeps what was picked instead of what was picked before."""
    address.choose(NAME, list(dict.fromkeys(words)))


def cell(up: str, r: int, other: int) -> str:
    """The word of a cell in the address."""
    return f"r{r}{up}{other}"


def chosen_words(view: View, choice: dict[str, tuple[Any, ...]]) -> str:
    """A choice in words, for the rule of a list: "Champions", "R1 F5, R2 F5"."""
    groups = (*choice.get("segments", ()), *choice.get("types", ()))
    parts = [segment_name(view, code) for code in groups]
    parts += [view.text("Score band {n}", n=band) for band in choice.get("bands", ())]
    for name, up in (("scores", "F"), ("money_scores", "M")):
        parts += [f"R{r} {up}{other}" for r, other in choice.get(name, ())]
    return view.text(", ").join(parts) or view.text("everyone")
