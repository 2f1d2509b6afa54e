"""Overview: what changed, and why? For a review meeting, in one screen."""

from dataclasses import replace

import streamlit as st

from analytics import overview
from analytics.errors import N_
from analytics.reports import overview as told
from analytics.reports.course import REVENUE, unit
from pages.parts.ask import ask
from pages.parts.attention import attention
from pages.parts.charts import pins
from pages.parts.charts.template import chart
from pages.parts.charts.trend import above, spans, trend
from pages.parts.computed import computed
from pages.parts.guard import guard
from pages.parts.meeting import meeting_pack
from pages.parts.notices import empty
from pages.parts.review import ahead, bridged, moving, numbers, pinning, signs, vital
from pages.parts.review.files import files
from pages.parts.switch import tabs
from pages.parts.words import heading, unfinished_note

ABOVE = {
    "day": N_("Above {before} on {times} of {of} days"),
    "week": N_("Above {before} in {times} of {of} weeks"),
    "month": N_("Above {before} in {times} of {of} months"),
}
TABS = {
    "attention": N_("Needs attention"),
    "moved": N_("What moved most"),
    "ahead": N_("Next months"),
    "signs": N_("Health of the customers"),
}

view = guard()
_, lang, period = view.text, view.lang, view.period
if not view.ws.facts.lines:
    empty(view, _("Overview"), _("This page answers from sales. Bring in a file of order lines."))

figures = ask(view, overview.figures).set_index("figure")
course = ask(view, overview.trend)
parts = ask(view, overview.bridge)
found = overview.headline(figures, parts, view.scope.compare)
if not (figures.value[["revenue", "orders"]].any() or parts.before.any()):
    nothing = _("Nothing was sold here. Try a longer period, or fewer filters.")
    empty(view, _("Overview"), nothing)


computed(
    view,
    told.definition(lang),
    "overview_figures", "overview_trend", "overview_bridge", "contribution_groups",
    "forecast_months", "health_signals",
    scope=replace(view.scope, start=None),
)  # fmt: skip
files(view, figures, course, parts)
answer = told.answer(lang, found, figures.value, period.name)
meeting_pack(view)
heading(view, _("Overview — what changed, and why?"), answer)

numbers.draw(view, figures, course)
vital.draw(view, figures)

left, right = st.columns(2, gap="medium") if period.before else (st.container(), None)
with left:
    before = course.revenue_before.tolist() if period.before else None
    title, note = _("Revenue, {period}", period=period.name), _(REVENUE[unit(course)])
    if before:
        times, of = above(course.revenue, before)
        title = _(ABOVE[unit(course)], before=period.before, times=times, of=of)
        note = _("{measure}; grey: {before}", measure=note, before=period.before)
    drawing = trend(view, course, "revenue", before=before, write=lang.money)
    pinning.draw(view)
    pinned = pins.put(view, drawing, spans(course))
    chart(view, drawing, title, note, unfinished_note(view, course), pinned, key="trend")
if right:
    with right:
        clicked = bridged.draw(view, figures, parts)
    if clicked:
        bridged.who(view, parts, clicked)
part, place = tabs(view, "part", TABS)
with place:
    if part == "moved":
        moving.draw(view)
    elif part == "ahead":
        ahead.draw(view)
    elif part == "signs":
        signs.draw(view)
    else:
        st.caption(_("by the money these customers brought"))
        attention(view, overview.attention(ask(view, overview.groups), parts))
