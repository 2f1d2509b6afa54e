"""Key figures: a number, how it changed, and its course."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import streamlit as st

from pages.parts.guard import View
from pages.parts.words import plain


class Figure(NamedTuple):
    """A key figure; `value` is written already.

    change  the change as a ratio, .77 for +77 %; None where there is nothing to compare with
    points  the change is the difference of two shares: it is written in percentage points
    better  which direction is good: it makes the change blue, the other orange
    course  values for the small line
    note    a plain fact instead of a change
    """

    label: str
    value: str
    change: float | None = None
    better: Literal["up", "down", "neither"] = "up"
    course: Sequence[float] = ()
    note: str = ""
    help: str | None = None
    points: bool = False


def key_figures(view: View, figures: Sequence[Figure]) -> None:
    """Up to six figures in a row, two columns on a phone."""
    with st.grid(max(len(figures), 1), min_column_width=150, gap=("xsmall", "medium")):
        for figure in figures:
            _metric(view, figure)


def _metric(view: View, figure: Figure) -> None:
    change = figure.change
    known = change is not None and change == change
    rises = known and change > 0
    bad = known and change != 0 and rises != (figure.better == "up")
    flat = not known or change == 0 or figure.better == "neither"
    colour = "gray" if flat else "orange" if bad else "blue"
    write = view.lang.points if figure.points else view.lang.change
    course = [value for value in figure.course if value == value and value is not None]
    st.metric(
        figure.label,
        plain(figure.value),
        write(change) if known else None,
        delta_color="blue" if not known and course else colour,
        delta_arrow="off" if not known or change == 0 else "up" if rises else "down",
        delta_description=plain(figure.note) or None,
        chart_data=course if len(course) > 1 else None,
        chart_type="line",
        help=figure.help,
    )
