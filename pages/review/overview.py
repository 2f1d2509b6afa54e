"""Overview: what changed, and why? For a review meeting, in one screen."""

from dataclasses import replace

import streamlit as st

from analytics import contribution, overview
from analytics.errors import N_
from analytics.scope import LAST_YEAR
from pages.parts.ask import ask
from pages.parts.attention import attention
from pages.parts.change import change_in_words
from pages.parts.charts.template import chart, head
from pages.parts.charts.trend import above, trend
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import guard
from pages.parts.names import BRIDGE
from pages.parts.notices import empty
from pages.parts.review import bridged, moving
from pages.parts.switch import tabs
from pages.parts.words import heading, unfinished_note, unit

FIGURES = {
    "revenue": (N_("Revenue"), "money"),
    "active_customers": (N_("Active customers"), "number"),
    "orders": (N_("Orders"), "number"),
    "average_order": (N_("Average order"), "money"),
    "new_customers": (N_("New customers"), "number"),
    "repeat_rate": (N_("Repeat rate"), "percent"),
}
HELP = {
    "average_order": N_(
        "Money of named customers ÷ their orders. Revenue also counts lines without a customer."
    ),
}
COURSE = {
    "day": N_("daily revenue"),
    "week": N_("weekly revenue"),
    "month": N_("monthly revenue"),
}
ABOVE = {
    "day": N_("Above {before} on {times} of {of} days"),
    "week": N_("Above {before} in {times} of {of} weeks"),
    "month": N_("Above {before} in {times} of {of} months"),
}
TABS = {
    "attention": N_("Needs attention"),
    "moved": N_("What moved most"),
}
PERIODS = ["value", "previous", "year_before"]

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


def change(name: str, compare: str) -> float | None:
    column = "change_year_before" if compare in LAST_YEAR else "change"
    return figures[column][name] if compare != "none" else None


def against_year(name: str) -> str:
    """The other comparison, where it is not the one shown already."""
    ratio = change(name, "year")
    if view.scope.compare in LAST_YEAR or ratio is None or ratio != ratio:
        return ""
    write_change = lang.points if name in overview.RATES else lang.change
    return _("year: {change}", change=write_change(ratio))


computed(
    view,
    _(
        "**Revenue** is the sum of all order lines of the period, returns taken off. An **active "
        "customer** has at least one order in it; a **new** one their first ever. An order over "
        "several days counts on its first, its money on the day of each line. **Repeat rate**: "
        "the share of active customers with two orders or more so far. **Average order**: money "
        "of named customers ÷ their orders. The bridge sorts every customer by what they did in "
        "both periods; its parts add up to the change exactly."
    ),
    "overview_figures", "overview_trend", "overview_bridge",
    scope=replace(view.scope, start=None),
)  # fmt: skip
downloads(
    view,
    {
        _("Key figures"): lambda: figures[PERIODS].T.rename_axis("period").reset_index(),
        _("Course"): lambda: course.drop(columns="bucket"),
        _("Where the change came from"): lambda: parts,
        _("Customers × orders × value"): lambda: contribution.split(
            figures.reset_index(), parts, view.scope.compare
        ),
    },
    codes={"part": BRIDGE, "factor": bridged.FACTORS},
)
heading(view, _("Overview — what changed, and why?"), change_in_words(view, found, figures.value))

write = {"money": lang.money, "number": lang.number, "percent": lang.percent}
key_figures(
    view,
    [
        Figure(
            _(label),
            write[kind](figures.value[name]),
            change(name, view.scope.compare),
            course=course[name].tolist(),
            note=against_year(name),
            help=_(HELP[name]) if name in HELP else None,
            points=name in overview.RATES,
        )
        for name, (label, kind) in FIGURES.items()
    ],
)

left, right = st.columns(2, gap="medium") if period.before else (st.container(), None)
with left:
    before = course.revenue_before.tolist() if period.before else None
    title, note = _("Revenue, {period}", period=period.name), _(COURSE[unit(course)])
    if before:
        times, of = above(course.revenue, before)
        title = _(ABOVE[unit(course)], before=period.before, times=times, of=of)
        note = _("{measure}; grey: {before}", measure=note, before=period.before)
    drawing = trend(view, course, "revenue", before=before, write=lang.money)
    chart(view, drawing, title, note, unfinished_note(view, course), key="trend")
if right:
    with right:
        clicked = bridged.draw(view, figures, parts)
    if clicked:
        bridged.who(view, parts, clicked)
part, place = tabs(view, "part", TABS)
with place:
    if part == "moved":
        moving.draw(view)
    else:
        head(_("Needs attention"), _("by the money these customers brought"))
        attention(view, overview.attention(ask(view, overview.groups), parts))
