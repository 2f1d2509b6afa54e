"""What became of those who came to each step: a bar as long as they are many, in its parts."""

from collections.abc import Sequence
from typing import NamedTuple

from pages.parts.charts.template import TICK, Drawing, area, bar, blank, label
from pages.parts.guard import View

ROW = 66
WIDE = 58  # letters that fit beside each other on a phone; a Chinese character is two


class Piece(NamedTuple):
    """A part of a bar: what it is called, how many, what is written, its colour."""

    name: str
    count: float
    text: str
    colour: str


class Came(NamedTuple):
    """A step: its name, how many came to it, what is written, what became of them."""

    name: str
    count: float
    text: str
    pieces: Sequence[Piece]


def became(view: View, rows: Sequence[Came]) -> Drawing:
    """One bar a row under its name, left-aligned, and under it what its parts are."""
    muted = view.palette.muted
    lines = [_lines(row.pieces) for row in rows]
    heights = [ROW + 16 * (len(each) - 1) for each in lines]
    drawing = blank(view, sum(heights) + 12, bottom=4)
    top, y = max((row.count for row in rows), default=0) or 1, float(sum(heights))
    for row, height, each in zip(rows, heights, lines, strict=True):
        words = f"<b>{row.name}</b> <span style='color:{muted}'>{row.text}</span>"
        label(drawing, 0, y - 12, words, xref="paper")
        begin = 0.0
        for piece in row.pieces:
            if piece.count:
                reach = (begin, begin + piece.count)
                bar(drawing, reach, (y - 40, y - 23), piece.colour)
                area(drawing, reach, (y - 42, y - 21), f"{row.name} · {piece.text}")
                begin += piece.count
        for number, pieces in enumerate(each):
            words = "   ".join(
                f"<span style='color:{piece.colour}'>■</span> {piece.text}" for piece in pieces
            )
            label(drawing, 0, y - 50 - 16 * number, words, xref="paper", font={"size": TICK})
        y -= height
    drawing.x.update(range=[0, top])
    drawing.y.update(range=[-4, sum(heights) + 4])
    return drawing


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The parts there are, in as many lines as they need."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for piece in pieces:
        if not piece.count:
            continue
        wide = 4 + sum(2 if ord(c) > 0x2E7F else 1 for c in piece.text)
        if lines[-1] and used + wide > WIDE:
            lines.append([])
            used = 0
        lines[-1].append(piece)
        used += wide
    return lines
