"""Retention: do new customers come back, how soon, and what do they bring as time goes by?"""

import streamlit as st

from analytics import retention
from analytics.reports import retention as told
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import guard
from pages.parts.notices import about_customers
from pages.parts.retention.cells import cells_of
from pages.parts.retention.courses import by_group, second_order
from pages.parts.retention.words import back
from pages.parts.retention.worth import customers_worth
from pages.parts.tables import Column, table
from pages.parts.words import heading

view = guard()
_, lang = view.text, view.lang
about_customers(view, _("Retention"))

cells = ask(view, retention.cohorts)
curve = ask(view, retention.cohorts, then=retention.curve)
course = curve.set_index("months_after")
seconds = ask(view, retention.second_orders)
found = ask(view, retention.headline)
rows = ask(view, retention.cohorts, then=retention.summary)

computed(
    view,
    told.definition(lang, view.scope.as_of),
    "retention_cohorts", "retention_second_orders", "retention_groups",
    params={"by": "channel", "groups": retention.GROUPS},
)  # fmt: skip
downloads(
    view,
    {
        _("Cohorts, month by month"): lambda: cells,
        _("Cohorts together"): lambda: curve,
        _("Second orders"): lambda: seconds,
    },
    {"value": _("Revenue per customer so far"), "share": _("Share back")},
)
heading(view, _("Retention — do new customers come back?"), told.answer(lang, found, seconds))
if said := told.doubt(lang, cells, view.ws):
    st.caption(said)


def after(months: int) -> Figure:
    """How many still order so many months after their first order."""
    label = lang.plural("In month {n}", "In month {n}", months)
    if months not in course.index:
        return Figure(label, lang.number(None), note=_("not over yet for anybody"))
    row = course.loc[months]
    sure = _("{low} to {high}", low=lang.percent(row.low), high=lang.percent(row.high))
    return Figure(label, lang.percent(row.retention), note=sure if row.customers < 1000 else "")


half = retention.median_days(seconds)
worth = course.value.get(12)
key_figures(
    view,
    [
        Figure(
            _("Followed"),
            lang.number(retention.within(seconds).customers),
            help=_("customers whose first order lies in the period"),
        ),
        back(view, found, seconds),
        after(3),
        after(12),
        Figure(
            _("Half are back after"),
            lang.plural("{n} day", "{n} days", half) if half is not None else lang.number(None),
            note="" if half is not None else _("fewer than half so far"),
        ),
        Figure(
            _("Worth in 12 months"),
            lang.money(worth),
            help=_("revenue per customer from the first order to the end of month 12"),
        ),
    ],
)
if len(rows):
    cells_of(view, cells, course)
left, right = st.columns(2, gap="medium")
with left:
    by_group(view, curve)
with right:
    second_order(view, seconds)
head(_("Cohorts"), _("newest first; share with an order in that month after the first"))
shares = {f"retention_{k}": Column(_("Month {n}", n=k), "percent") for k in retention.MARKS}
table(
    view,
    rows.assign(month=[lang.month(day) for day in rows.cohort]),
    {
        "month": Column(_("Month of first order"), pinned=True),
        "customers": Column(_("Customers"), "number"),
        **shares,
        "months": Column(_("Months that are over"), "number"),
        "value": Column(_("Revenue per customer so far"), "money"),
    },
    key="cohorts",
)
with st.expander(_("What are customers worth?"), key="worth.open", on_change="rerun") as opened:
    if opened.open:  # the models and their proof cost more than the page itself
        customers_worth(view)
