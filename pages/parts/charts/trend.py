"""A measure over time beside its ghost: the period before, or the year before."""

from collections.abc import Callable, Sequence

import pandas as pd

from analytics.reports.course import unit
from pages.parts.charts import pins
from pages.parts.charts.template import Drawing, blank, label, nice_ticks, round_text, ticks
from pages.parts.guard import View

HEIGHT = 286
APART = 38


def trend(
    view: View,
    course: pd.DataFrame,
    measure: str,
    *,
    before: Sequence[float] | None = None,
    write: Callable[[float], str],
    height: int = HEIGHT,
) -> Drawing:
    """Two lines from left to right, each named at its end.

    course  a row per point: first_day, last_day, unfinished, and the measure
    before  the ghost, point by point; may be missing
    A month or week that is not whole, first known or last, is reached by a dotted line.
    """
    now, names = course[measure].tolist(), _names(view, course)
    cut = [bool(flag) for flag in course.unfinished]
    before = list(before or ())
    lang, colours = view.lang, view.palette
    drawing = blank(view, height, left=52, right=64)
    values = [v for v in (*now, *before) if v is not None and v == v]
    top, low = max(values, default=1), min(values, default=0)
    marks = nice_ticks(top, low)
    for mark in marks:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=mark, y1=mark, line=line, layer="below"
        )
    if before:
        _line(drawing, names, before, colours.ghost, 2, write, lang.text("before"))
    _line(drawing, names, now, colours.accent, 2.5, write, lang.text("now"), cut)
    drawing.add_trace(
        x=[len(now) - 1],
        y=[now[-1]] if now else [None],
        mode="markers",
        hoverinfo="skip",
        marker={
            "size": 9,
            "color": colours.page if cut and cut[-1] else colours.accent,
            "line": {"color": colours.accent, "width": 2},
        },
    )
    upper = max(marks[-1], top)
    span = upper - min(low, 0) or 1
    # what lies below zero keeps clear of the row of dates
    lower = low - 0.09 * span if low < 0 else -0.02 * span
    _end_labels(drawing, view, now, before, write, (lower, upper), height)
    every = max(1, -(-len(names) // 6))
    shown = list(range(0, len(names), every))
    drawing.x.update(**ticks(colours, shown, [names[i] for i in shown]))
    last = max(len(names) - 1, 1)
    drawing.x.update(range=[-0.012 * last, 1.035 * last])
    drawing.y.update(**ticks(colours, marks, [round_text(write(mark)) for mark in marks]))
    drawing.y.update(range=[lower, upper + 0.06 * span])
    return drawing


def spans(course: pd.DataFrame) -> list[pins.Span]:
    """The days each point stands for, to which notes are pinned."""
    return list(zip(course.first_day, course.last_day, strict=True))


def _names(view: View, course: pd.DataFrame) -> list[str]:
    """What each point is called: a month, or the last day of a week."""
    if unit(course) == "month":
        return [view.lang.month(day, year=False) for day in course.first_day]
    return [view.lang.date(day, "day") for day in course.last_day]


def _line(
    drawing: Drawing,
    names: list[str],
    values: list[float],
    colour: str,
    width: float,
    write: Callable[[float], str],
    word: str,
    cut: Sequence[bool] = (),
) -> None:
    """A line; the way to a point that is cut is dotted."""
    last = len(values) - 1
    begin = next((i for i, value in enumerate(values) if value == value), 0)
    start = begin + 1 if last > begin and cut and cut[begin] else begin
    end = max(start, last - 1) if cut and cut[-1] else last
    for first, final, dash in ((begin, start, "dot"), (start, end, None), (end, last, "dot")):
        if first < final or dash is None:
            drawing.add_trace(
                x=list(range(first, final + 1)),
                y=values[first : final + 1],
                mode="lines",
                line={"color": colour, "width": width, **({"dash": dash} if dash else {})},
                text=[
                    f"{name}: <b>{write(value)}</b> ({word})"
                    for name, value in zip(
                        names[first : final + 1], values[first : final + 1], strict=False
                    )
                ],
                hovertemplate="%{text}<extra></extra>",
            )


def _end_labels(
    drawing: Drawing,
    view: View,
    now: list[float],
    before: list[float],
    write: Callable[[float], str],
    span: tuple[float, float],
    height: int,
) -> None:
    """Names the lines at their last points, pushed apart where they would touch."""
    colours = view.palette
    ends = [(now, colours.accent, f"<b>{view.lang.text('now')}</b>")]
    if before:
        ends.append((before, colours.muted, view.lang.text("before")))
    ends = [end for end in ends if end[0] and end[0][-1] == end[0][-1]]  # not NaN
    per_pixel = (span[1] - span[0] or 1) / (height - 36)
    places = [end[0][-1] for end in ends]
    if len(places) == 2:
        gap = (places[0] - places[1]) / per_pixel
        push = (APART - abs(gap)) / 2 * per_pixel if abs(gap) < APART else 0
        up = 1 if gap >= 0 else -1
        places = [places[0] + up * push, places[1] - up * push]
    lift = max(0.0, span[0] + APART / 2 * per_pixel - min(places, default=span[1]))
    places = [place + lift for place in places]
    for (values, colour, name), place in zip(ends, places, strict=True):
        label(
            drawing,
            len(values) - 1,
            place,
            f"{name}<br>{write(values[-1])}",
            shift=10,
            font={"color": colour},
        )


def above(now: Sequence[float], before: Sequence[float]) -> tuple[int, int]:
    """In how many of all points the line lies above its ghost."""
    pairs = [(a, b) for a, b in zip(now, before, strict=False) if a == a and b == b]
    return sum(a > b for a, b in pairs), len(pairs)
