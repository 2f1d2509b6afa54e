"""The conversion by the month or week in which customers began."""

import pandas as pd
import streamlit as st

from analytics import entries, funnel
from pages.parts.ask import ask
from pages.parts.charts import pins
from pages.parts.charts.entries import entries as entries_chart
from pages.parts.charts.template import chart
from pages.parts.charts.trend import spans
from pages.parts.funnel.choice import Choice
from pages.parts.guard import View
from pages.parts.words import plain


def funnel_course(view: View, choice: Choice, steps: pd.DataFrame, grain: entries.Grain) -> None:
    """The share that arrives, by month or week; what cannot be known yet is no fall."""
    _, lang = view.text, view.lang
    course = ask(view, entries.course, grain=grain, choice=choice)
    found = funnel.summary(steps)
    if len(course) < 2 or not found:
        st.caption(plain(_("All of them began in one month or week: there is no course.")))
        return
    names = [_name(view, day, grain) for day in course.first_day]
    last = entries.last_finished(course)
    values = {"first": choice.names[0], "last": choice.names[-1], "all": lang.percent(found.rate)}
    title = _("Nobody who began at {first} has had the days yet", first=choice.names[0])
    if last is not None:
        title = _(
            "Of those at {first} in {period}, the last to have had the days, {rate} reached "
            "{last} ({n} of {of}); of all {all}",
            period=_("the week from {day}", day=names[last.name]) if grain == "week"
            else names[last.name],
            rate=lang.percent(last.rate), n=lang.number(last.completed),
            of=lang.number(last.entered), **values,
        )  # fmt: skip
    recent = lang.plural(
        "{n} customer too recent", "{n} customers too recent", int(course.immature.sum())
    )
    drawing = entries_chart(view, course, names, found.rate, _("days not over yet"))
    chart(
        view,
        drawing,
        title,
        _("share of those who began then; light: 95 % interval"),
        _("hollow: of the first of them only") if _partly(course) else "",
        recent if course.immature.any() else "",
        pins.put(view, drawing, spans(course)),
        key="funnel.course",
    )


def _partly(course: pd.DataFrame) -> bool:
    """Whether a month or week has some who have had the days and some who have not."""
    return bool((course.unfinished & (course.entered > 0)).any())


def _name(view: View, day: pd.Timestamp, grain: str) -> str:
    """What a month is called, or a week by its first day."""
    return view.lang.month(day) if grain == "month" else view.lang.date(day, "day")
