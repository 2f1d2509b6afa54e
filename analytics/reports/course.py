"""A course over time in words: what its points are called, and which of them are not whole."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from analytics.errors import N_
from analytics.language import Language

REVENUE = {
    "day": N_("daily revenue"),
    "week": N_("weekly revenue"),
    "month": N_("monthly revenue"),
}


def unit(course: pd.DataFrame) -> str:
    """What the rows of a course (first_day, last_day) are: "day", "week" or "month"."""
    longest = (course.last_day - course.first_day).max() if len(course) else timedelta(0)
    return "month" if longest > timedelta(days=7) else "week" if longest else "day"


def names(lang: Language, course: pd.DataFrame) -> list[str]:
    """What the points are called: months by their name, weeks and days by their first day."""
    if unit(course) == "month":
        return [lang.month(day) for day in course.first_day]
    return [lang.date(day, "day") for day in course.first_day]


def unfinished(lang: Language, course: pd.DataFrame, begins: date) -> str:
    """Says where the data begin and which months or weeks at the ends of a chart are not whole."""
    _, notes = lang.text, []
    if course.empty:
        return ""
    first, last = course.iloc[0], course.iloc[-1]
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
