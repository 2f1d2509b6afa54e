"""A measure over time beside its ghost: the period before, or the year before."""

from collections.abc import Callable, Sequence

import pandas as pd

from pages.parts.charts.template import Drawing, blank, label, nice_ticks, round_text, ticks
from pages.parts.guard import View
from pages.parts.words import unit

HEIGHT = 330
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
    A last month that is not over yet is drawn dotted and hollow.
    """
    now, names = course[measure].tolist(), _names(view, course)
    unfinished = unit(course) == "month" and bool(course.unfinished.iloc[-1])
    before = list(before or ())
    lang, colours = view.lang, view.palette
    drawing = blank(view, height, left=52, right=64)
    values = [v for v in (*now, *(before or ())) if v is not None and v == v]
    top, low = max(values, default=1), min(values, default=0)
    marks = nice_ticks(top, low)
    for mark in marks:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=mark, y1=mark, line=line, layer="below"
        )
    if before:
        _line(drawing, names, before, colours.ghost, 2, write, lang.text("before"))
    solid = len(now) - 1 if unfinished and len(now) > 1 else len(now)
    _line(drawing, names, now[:solid], colours.accent, 2.5, write, lang.text("now"))
    if unfinished and len(now) > 1:
        drawing.add_trace(
            x=[solid - 1, solid],
            y=now[solid - 1 :],
            mode="lines",
            line={"color": colours.accent, "width": 2, "dash": "dot"},
            hoverinfo="skip",
        )
    drawing.add_trace(
        x=[len(now) - 1],
        y=[now[-1]] if now else [None],
        mode="markers",
        hoverinfo="skip",
        marker={
            "size": 9,
            "color": colours.page if unfinished else colours.accent,
            "line": {"color": colours.accent, "width": 2},
        },
    )
    _end_labels(drawing, view, now, before, write, (min(low, 0), max(marks[-1], top)), height)
    every = max(1, -(-len(names) // 6))
    shown = list(range(0, len(names), every))
    drawing.x.update(**ticks(colours, shown, [names[i] for i in shown]))
    last = max(len(names) - 1, 1)
    drawing.x.update(range=[-0.012 * last, 1.035 * last])
    drawing.y.update(**ticks(colours, marks, [round_text(write(mark)) for mark in marks]))
    span = max(marks[-1], top) - min(low, 0) or 1
    drawing.y.update(range=[min(low, 0) - 0.02 * span, max(marks[-1], top) + 0.06 * span])
    return drawing


def _names(view: View, course: pd.DataFrame) -> list[str]:
    """What each point is called: a month, or the last day of a week."""
    if unit(course) == "month":
        return [view.lang.month(day, year=False) for day in course.first_day]
    return [view.lang.date(day, "day") for day in course.last_day]


def _line(drawing, names, values, colour, width, write, word) -> None:  # type: ignore[no-untyped-def]
    drawing.add_trace(
        x=list(range(len(values))),
        y=values,
        mode="lines",
        line={"color": colour, "width": width},
        text=[
            f"{name}: <b>{write(v)}</b> ({word})" for name, v in zip(names, values, strict=False)
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def _end_labels(drawing, view, now, before, write, span, height) -> None:  # type: ignore[no-untyped-def]
    """Names the lines at their last points, pushed apart where they would touch."""
    colours = view.palette
    ends = [(now, colours.accent, f"<b>{view.lang.text('now')}</b>")]
    if before:
        ends.append((before, colours.muted, view.lang.text("before")))
    ends = [end for end in ends if end[0] and end[0][-1] is not None]
    per_pixel = (span[1] - span[0] or 1) / (height - 36)
    places = [end[0][-1] for end in ends]
    if len(places) == 2:
        gap = (places[0] - places[1]) / per_pixel
        push = (APART - abs(gap)) / 2 * per_pixel if abs(gap) < APART else 0
        up = 1 if gap >= 0 else -1
        places = [places[0] + up * push, places[1] - up * push]
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
