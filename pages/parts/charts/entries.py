"""A rate by the month or week in which customers began; where it cannot be known yet is grey."""

from collections.abc import Sequence

import pandas as pd

from pages.parts.charts.template import Drawing, blank, label, nice_ticks, ticks
from pages.parts.guard import View

HEIGHT = 286
MANY = 40  # points, from which on they are drawn finer


def entries(
    view: View, course: pd.DataFrame, names: Sequence[str], whole: float | None, words: str
) -> Drawing:
    """Points with their 95 % interval, joined where neighbours are known; the whole is dashed.

    course  the answer of entries.course; names are those of its rows
    whole   the rate of all together
    words   what the ground says under months or weeks whose days are not over: there the points
            are hollow, and missing where nobody has had the days
    """
    lang, colours = view.lang, view.palette
    drawing = blank(view, HEIGHT, left=46, right=64)
    last = max(len(course) - 1, 1)
    marks = nice_ticks(float(course.high.fillna(0).max()) or 1.0)
    top = max(marks[-1], float(course.high.fillna(0).max()))
    for mark in marks:
        line = {"color": colours.axis if mark == 0 else colours.grid, "width": 1}
        drawing.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=mark, y1=mark, line=line, layer="below"
        )
    if course.unfinished.any():
        begin = int(course.unfinished.argmax()) - 0.5
        drawing.add_shape(
            type="rect", x0=begin, x1=last + 0.5, yref="paper", y0=0, y1=1, layer="below",
            fillcolor=colours.panel, line={"width": 0},
        )  # fmt: skip
        muted = {"size": 12, "color": colours.muted}
        label(drawing, last + 0.45, top * 1.03, words, anchor="right", font=muted)
    if whole is not None and whole == whole:
        drawing.add_shape(
            type="line", x0=-0.5, x1=last + 0.5, y0=whole, y1=whole, layer="below",
            line={"color": colours.ghost, "width": 1.5, "dash": "dash"},
        )  # fmt: skip
        said = f"{lang.text('all')}<br>{lang.percent(whole, 0)}"
        label(drawing, last + 0.5, whole, said, shift=8, font={"color": colours.muted})
    for place, row in enumerate(course.itertuples()):
        if row.rate == row.rate:
            drawing.add_shape(
                type="line", x0=place, x1=place, y0=row.low, y1=row.high, layer="below",
                line={"color": colours.soft, "width": 3 if len(course) <= MANY else 1},
            )  # fmt: skip
    _points(drawing, view, course, names)
    every = max(1, -(-len(names) // 4))
    shown = list(range(0, len(names), every))
    drawing.x.update(**ticks(colours, shown, [names[i] for i in shown]))
    drawing.x.update(range=[-0.5, last + 0.5], tickangle=0)
    drawing.y.update(**ticks(colours, marks, [lang.percent(mark, 0) for mark in marks]))
    drawing.y.update(range=[-0.01 * top, top * 1.08])
    return drawing


def _points(drawing: Drawing, view: View, course: pd.DataFrame, names: Sequence[str]) -> None:
    """The line between finished neighbours, and a point for every rate that is known."""
    lang, colours = view.lang, view.palette
    known, many = course.rate.where(~course.unfinished), len(course) > MANY
    drawing.add_trace(
        x=list(range(len(course))), y=_or_none(known), mode="lines", hoverinfo="skip",
        line={"color": colours.accent, "width": 1 if many else 2.5},
    )  # fmt: skip
    fills = [colours.page if flag else colours.accent for flag in course.unfinished]
    drawing.add_trace(
        x=list(range(len(course))), y=_or_none(course.rate), mode="markers",
        marker={"size": 4 if many else 8, "color": fills,
                "line": {"color": colours.accent, "width": 1 if many else 2}},
        text=[
            f"{name}: <b>{lang.percent(row.rate)}</b><br>"
            + lang.text(
                "{completed} of {n}", completed=lang.number(row.completed),
                n=lang.number(row.entered),
            )
            for name, row in zip(names, course.itertuples(), strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _or_none(values: pd.Series) -> list[float | None]:
    return [None if value != value else float(value) for value in values]
