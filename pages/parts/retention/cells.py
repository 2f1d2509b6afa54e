"""The triangle of cohorts, and the customers of the cell that was clicked."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analytics import retention
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.cohorts import Cohort, cohorts
from pages.parts.charts.template import chart, head
from pages.parts.guard import View
from pages.parts.people import people
from pages.parts.switch import switch
from pages.parts.take_away import take_away

MEASURES = {
    "retention": N_("Share active"),
    "active": N_("Customers active"),
    "value": N_("Value so far"),
}
NOTES = {
    "retention": N_("% of the cohort with an order in that month after the first"),
    "active": N_("customers with an order in that month after the first"),
    "value": N_("revenue per customer up to the end of that month, {unit}"),
}
# a value is looked at over a longer time, a share month by month
COLUMNS = {
    "retention": tuple(range(1, 13)),
    "active": tuple(range(1, 13)),
    "value": (0, 1, 2, 3, 6, 9, 12, 18, 24),
}
COHORTS, LISTED = 13, 200
WHO = {"with": N_("With an order"), "without": N_("Without")}


def cells_of(view: View, cells: pd.DataFrame, course: pd.DataFrame) -> None:
    """Draws the triangle of the newest cohorts; a click lists the customers of the cell.

    course  the cohorts together, by months after
    """
    _, lang = view.text, view.lang
    measure = switch(view, "measure", _("Measure"), MEASURES)
    newest = ask(view, retention.cohorts, then=partial(_newest, measure=measure))
    columns, shown = newest.columns.tolist(), newest.index.get_level_values("cohort")
    if newest.empty:
        return
    rows = [
        Cohort(lang.month(day), lang.number(size), values)
        for (day, size), values in zip(newest.index, newest.to_numpy().tolist(), strict=True)
    ]
    together = measure != "active"
    if together:
        size = lang.number(course.customers.max())
        rows.append(Cohort(_("Together"), size, course[measure].reindex(columns).tolist()))

    def says(row: int, column: int) -> str:
        return f"{rows[row].name} · +{columns[column]}: " + _long(view, measure)(
            rows[row].values[column]
        )

    every = cells.cohort.nunique()
    some = _("the newest {n} of {all} cohorts", n=lang.number(len(shown)), all=lang.number(every))
    clicked = chart(
        view,
        cohorts(view, columns, rows, write=_short(view, measure), says=says, apart=together),
        _value_title(view, course) if measure == "value" else _title(view, course),
        _(NOTES[measure], unit=lang.symbol),
        _("blank: not over yet"),
        some if len(shown) < every else "",
        _("click a cell to list its customers"),
        key=f"cohorts.{measure}",
        select=True,
    )
    if clicked and clicked[0][0] < len(shown):
        row, column = clicked[0]
        _customers(view, shown[row], columns[column])


def _newest(cells: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The newest cohorts and their customers; a column per month after, null while not over."""
    columns = [k for k in COLUMNS[measure] if k <= cells.months_after.max()]
    newest = sorted(cells.cohort[cells.months_after.isin(columns)].unique())[-COHORTS:]
    known = cells[cells.cohort.isin(newest)]
    wide = known.pivot(index=["cohort", "customers"], columns="months_after", values=measure)
    return wide.reindex(columns=columns).astype(float)


def _title(view: View, course: pd.DataFrame) -> str:
    """How many of a hundred still order in the months that are told."""
    _, lang = view.text, view.lang
    shares = course.retention
    told = [k for k in (1, 3, 12) if k in shares.index]
    parts = [
        _("{n} in month {month}", n=lang.number(100 * shares[k]), month=lang.number(k))
        for k in told
    ]
    return _("Of 100 new customers order again: {parts}", parts=lang.listing(parts))


def _value_title(view: View, course: pd.DataFrame) -> str:
    """What a new customer brings on average in the months that are told."""
    _, lang = view.text, view.lang
    parts = [
        _("{money} by month {month}", money=lang.money(course.value[k]), month=lang.number(k))
        for k in (0, 3, 12) if k in course.index
    ]  # fmt: skip
    return _("A new customer brings {parts}", parts=lang.listing(parts))


def _short(view: View, measure: str) -> Callable[[float], str]:
    if measure == "retention":
        return lambda share: view.lang.number(100 * share)
    return view.lang.compact


def _long(view: View, measure: str) -> Callable[[float], str]:
    lang = view.lang
    write = {"retention": lang.percent, "active": lang.number, "value": lang.money}
    return write[measure]


def _customers(view: View, cohort: pd.Timestamp, months_after: int) -> None:
    """The customers of a cohort with an order in a month, or without one."""
    _, lang = view.text, view.lang
    values = {"month": lang.month(cohort), "n": lang.number(months_after)}
    head(_("First order in {month}, month {n} after it", **values), _("most revenue first"))
    who = switch(view, "who", _("Who"), WHO) if months_after else "with"
    asked = {"cohort": cohort.isoformat(), "months_after": months_after, "active": who == "with"}
    listed = ask(view, retention.customers, rows=LISTED, **asked)
    ticked = people(view, listed, key="cohort", select=True)
    words = (
        _("First order in {month}, with an order {n} months later", **values)
        if who == "with"
        else _("First order in {month}, without an order {n} months later", **values)
    )
    take_away(view, Rule.of(retention.customers, words, **asked), key="cohort", ticked=ticked)
    st.space("small")
