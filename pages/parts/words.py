"""The words on top of a page: which question it answers, and the answer."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from analytics.language import Language
from pages.parts.guard import View


def plain(text: str) -> str:
    """A text from the data or with money in it, safe inside Markdown: "$" would start a formula."""
    return "".join(f"\\{c}" if c in "\\`*_[]$~<>#|" else c for c in text)


def heading(view: View, question: str, answer: str) -> None:
    """One muted line with the page's name and question; under it the answer, as the headline."""
    with st.container(gap=None):
        st.markdown(f":gray[{question}]")
        st.title(plain(answer), anchor=False)


def small_group(lang: Language, count: int) -> str:
    """Marks a rate that rests on fewer than 30 customers; it is shown all the same."""
    return lang.text("small group") if count < 30 else ""


def unfinished_note(view: View, course: pd.DataFrame) -> str:
    """Says where the data begin and which months or weeks at the ends of a chart are not whole."""
    _, lang, notes = view.text, view.lang, []
    if course.empty:
        return ""
    first, last, begins = course.iloc[0], course.iloc[-1], view.ws.facts.first_line_on
    months = unit(course) == "month"
    if first.first_day < begins:
        notes.append(_("data from {day}", day=lang.date(begins)))
    elif months and first.first_day.day > 1:
        month, day = lang.month(first.first_day), lang.date(first.first_day, "day")
        notes.append(_("{month} only from {day}", month=month, day=day))
    if last.unfinished and not months:
        notes.append(_("the last week is not whole"))
    elif (last.last_day + timedelta(days=1)).day > 1 and months:
        month, day = lang.month(last.last_day), lang.date(last.last_day, "day")
        notes.append(_("{month} only up to {day}", month=month, day=day))
    return " · ".join(notes)


def unit(course: pd.DataFrame) -> str:
    """What the rows of a course (first_day, last_day) are: "day", "week" or "month"."""
    longest = (course.last_day - course.first_day).max() if len(course) else timedelta(0)
    return "month" if longest > timedelta(days=7) else "week" if longest else "day"
