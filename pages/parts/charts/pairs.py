"""Pairs of names, too long for a column of their own: each above its bar."""

from collections.abc import Sequence
from typing import NamedTuple

from pages.parts.charts.template import Drawing, area, bar, blank, label
from pages.parts.guard import View

LONGEST = 22  # letters of a name; two of them and a bar fit a phone
ROOM = 2.1  # lengths of the longest bar: what is written behind it has to fit a phone


class Pair(NamedTuple):
    """Two names, a value that is part of a whole, and what is written behind the bar."""

    first: str
    second: str
    value: float
    whole: float
    text: str


def pairs(view: View, rows: Sequence[Pair], *, joined: str = "+", row_height: int = 46) -> Drawing:
    """Solid: the value; pale behind it: the whole. `joined` stands between the names."""
    colours = view.palette
    drawing = blank(view, row_height * len(rows) + 12, bottom=4)
    top = max((row.whole for row in rows), default=0) or 1
    for place, row in enumerate(rows):
        y = len(rows) - place
        bar(drawing, (0, row.whole), (y - 0.34, y - 0.04), colours.grid)
        bar(drawing, (0, max(row.value, 0)), (y - 0.34, y - 0.04), colours.bar)
        between = f"<span style='color:{colours.muted}'>{joined}</span>"
        label(drawing, 0, y + 0.22, f"{short(row.first)} {between} {short(row.second)}")
        label(drawing, row.whole, y - 0.19, row.text, shift=8, font={"size": 12})
        said = f"{row.first} {joined} {row.second}: {row.text}"
        area(drawing, (0, top * ROOM), (y - 0.5, y + 0.5), said, place)
    drawing.x.update(range=[0, top * ROOM])
    drawing.y.update(range=[0.4, len(rows) + 0.6])
    return drawing


def short(name: str, longest: int = LONGEST) -> str:
    """The name, cut where it is too long; a Chinese character is as wide as two Latin ones."""
    room = 0
    for place, letter in enumerate(name):
        room += 2 if ord(letter) > 0x2E7F else 1
        if room > longest:
            return f"{name[: max(place - 1, 1)].rstrip()}…"
    return name
