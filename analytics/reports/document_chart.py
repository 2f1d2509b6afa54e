"""A chart on a page of the PDF, drawn in lines and bars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analytics.language import Language
from analytics.reports import look
from analytics.reports.pack import Chart, written

Box = tuple[float, float, float, float]
NAMED = 7


def draw(paper: Any, lang: Language, shown: Chart, box: Box) -> None:
    """Draws the chart into the box: left, top, width, height in millimetres."""
    left, top, across, high = box
    if len(shown.series) > 1:
        _legend(paper, shown, (left, top))
        top, high = top + 7, high - 7
    (_lines if shown.form == "line" else _bars)(paper, lang, shown, (left, top, across, high))


def _legend(paper: Any, shown: Chart, at: tuple[float, float]) -> None:
    x, y = at
    for series in shown.series:
        _fill(paper, look.TONES[series.tone])
        paper.rect(x, y + 1.2, 3, 3, style="F")
        paper.write_in((x + 4.5, y + 0.4, 80), series.name, 10, look.MUTED)
        x += 10 + paper.across([series.name], 10)


def _write(lang: Language, shown: Chart) -> Callable[[float], str]:
    return lambda value: written(lang, value, shown.kind)


def _bars(paper: Any, lang: Language, shown: Chart, box: Box) -> None:
    """Bars to the right of their names; to both sides of a line where some are negative."""
    left, top, across, high = box
    say = _write(lang, shown)
    size = 10.5 if len(shown.categories) <= 8 else 9.0
    names = [look.shortened(look.plain(name), 14) for name in shown.categories]
    room = paper.across(names, size) + 4
    known = [v for series in shown.series for v in series.values if v is not None]
    low, top_value = min([0, *known]), max([0, *known]) or 1
    labels = paper.across(map(say, known), size - 0.5) + 3
    lead = labels if low < 0 else 0
    scale = (across - room - labels - lead) / (top_value - low)
    zero = left + room + lead - low * scale
    each = min(high / max(len(names), 1), 15)
    thick = each * 0.72 / len(shown.series)
    for place, name in enumerate(names):
        y = top + place * each
        paper.write_in((left, y + each / 2 - size * 0.26, room - 3), name, size, align="R")
        for number, series in enumerate(shown.series):
            value = series.values[place]
            if value is None:
                continue
            loss = shown.form == "change" and value < 0
            _fill(paper, look.WORSE if loss else look.TONES[series.tone])
            bar_top = y + each * 0.14 + number * thick
            length = abs(value) * scale
            paper.rect(zero - length if value < 0 else zero, bar_top, length, thick * 0.92,
                       style="F")  # fmt: skip
            at = zero - length - labels - 2.5 if value < 0 else zero + length + 1
            middle = bar_top + thick / 2 - (size - 0.5) * 0.24
            paper.write_in((at, middle, labels + 1), say(value), size - 0.5,
                           align="R" if value < 0 else "L")  # fmt: skip
    _stroke(paper, look.AXIS, 0.25)
    paper.line(zero, top, zero, top + each * len(names))


def _lines(paper: Any, lang: Language, shown: Chart, box: Box) -> None:
    """Lines over time; the last point of the one that matters is named with its value."""
    left, top, across, high = box
    say = _write(lang, shown)
    known = [v for series in shown.series for v in series.values if v is not None]
    marks = _marks(max([0, *known]), min([0, *known]))
    room = paper.across(map(say, marks), 10) + 4
    end = paper.across(map(say, known), 11) + 4
    floor, roof = marks[0], marks[-1]
    base, tall, wide = top + high - 8, high - 12, across - room - end
    points = max(len(shown.categories) - 1, 1)

    def at(place: int, value: float) -> tuple[float, float]:
        x = left + room + wide * place / points
        return x, base - tall * (value - floor) / (roof - floor)

    for mark in marks:
        y = at(0, mark)[1]
        _stroke(paper, look.GRID, 0.25)
        paper.line(left + room, y, left + room + wide, y)
        paper.write_in((left, y - 2.3, room - 2), say(mark), 10, look.MUTED, align="R")
    step = -(-len(shown.categories) // NAMED)
    for place in range(0, len(shown.categories), step):
        x = at(place, floor)[0]
        name = shown.categories[place]
        paper.write_in((x - 15, base + 2, 30), name, 10, look.MUTED, align="C")
    for series in shown.series:
        _stroke(paper, look.TONES[series.tone], 0.9 if series.tone == "accent" else 0.7)
        before: tuple[float, float] | None = None
        for place, value in enumerate(series.values):
            here = None if value is None else at(place, value)
            if before and here:
                paper.line(*before, *here)
            before = here
    last = shown.series[-1]
    ends = [(place, v) for place, v in enumerate(last.values) if v is not None]
    if ends:
        x, y = at(*ends[-1])
        paper.write_in((x + 1.5, y - 2.6, end), say(ends[-1][1]), 11, look.TONES[last.tone])


def _marks(top: float, low: float) -> list[float]:
    """Round values of the axis from below the least to above the largest."""
    span = (top - low) or 1.0
    power = 10.0 ** len(str(int(span))) if span >= 1 else 1.0
    steps = sorted(power * 10.0**k * f for k in range(-5, 1) for f in (1, 2, 5))
    step = next(one for one in steps if span / one <= 5)
    first, last = int(low // step), int(-(-top // step))
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _fill(paper: Any, hex_: str) -> None:
    paper.set_fill_color(int(hex_[:2], 16), int(hex_[2:4], 16), int(hex_[4:], 16))


def _stroke(paper: Any, hex_: str, wide: float) -> None:
    paper.set_draw_color(int(hex_[:2], 16), int(hex_[2:4], 16), int(hex_[4:], 16))
    paper.set_line_width(wide)
