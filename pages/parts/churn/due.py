"""Next purchase: who is due this week, and what will be ordered in the weeks ahead."""

import pandas as pd
import streamlit as st

from analytics import DataError, due, due_calendar
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts import pins
from pages.parts.charts.band import band
from pages.parts.charts.template import Drawing, chart, head
from pages.parts.charts.trend import spans
from pages.parts.drawn import fitted_note
from pages.parts.guard import View
from pages.parts.notices import calm
from pages.parts.people import people
from pages.parts.switch import switch
from pages.parts.take_away import take_away
from pages.parts.words import plain

LISTED = 200
MEASURES = {"revenue": N_("Revenue"), "orders": N_("Orders")}
MARKS = (1, 4, 7, 10, 13)


def draw(view: View) -> None:
    """The list of the week with its record, then the calendar with its own."""
    _due(view)
    _calendar(view)


def calendar(view: View) -> pd.DataFrame:
    """The weeks ahead, to be taken away; empty where none can be foretold."""
    try:
        return ask(view, due.calendar)
    except DataError:
        return pd.DataFrame()


def _due(view: View) -> None:
    _, lang = view.text, view.lang
    found = ask(view, due.customers)
    head(
        lang.plural("{n} customer is due this week", "{n} customers are due this week", len(found)),
        _(
            "their last order and their own usual gap bring the next within {days} days of {day}; "
            "customers with at least four purchase days, by expected revenue",
            days=lang.number(due.DAYS), day=lang.date(view.scope.as_of),
        ),
    )  # fmt: skip
    record = ask(view, due.weeks_together)
    if record.due:
        words = _(
            "Of {due} customers due in the past {weeks} weeks, {share} ordered in their very week "
            "({low} to {high}); of the others with a rhythm {others} in any week.",
            due=lang.number(record.due), weeks=lang.number(due.LEARNED),
            share=lang.percent(record.share), low=lang.percent(record.low),
            high=lang.percent(record.high), others=lang.percent(record.others_share),
        )  # fmt: skip
        st.markdown(plain(words))
    if found.empty:
        return
    hide = ("alike", "average_order")
    ticked = people(view, found.head(LISTED), key="due", select=True, hide=hide)
    rule = Rule.of(due.customers, _("Due to order this week"))
    take_away(view, rule, key="due", ticked=ticked)


def _calendar(view: View) -> None:
    _, lang = view.text, view.lang
    try:
        with st.spinner(_("Foretelling the weeks ahead, and those behind")):
            ahead, tests = ask(view, due.calendar), ask(view, due.calendar_tests)
    except DataError as error:
        calm(error)
        return
    name = switch(view, "measure", _("Measure"), MEASURES)
    write = lang.money if name == "revenue" else lang.number
    left, right = st.columns(2, gap="medium")
    with left:
        first = ahead.iloc[0]
        title = _(
            "The coming week: {value} ({low} to {high}); in {n} weeks {total}",
            value=write(first[name]), low=write(first[f"{name}_low"]),
            high=write(first[f"{name}_high"]), n=lang.number(len(ahead)),
            total=write(ahead[name].sum()),
        )  # fmt: skip
        said = _("interval: as far as eight in ten earlier forecasts missed")
        if first.by_chance:
            said = _("interval: chance alone, for too little was foretold before to judge by")
        note = _(
            "by week from its first day, 80 % interval, of customers known today; new ones come "
            "on top, and no season is foretold"
        )
        some = fitted_note(view, first.learned_from, first.customers)
        drawing = _drawn(view, ahead, name)
        pinned = _pinned(view, drawing, ahead)
        chart(view, drawing, title, note, said, some, pinned, key="calendar")
    with right:
        if tests.empty:
            st.caption(_("No earlier forecast can be tested yet: the history is too short."))
        else:
            _tested(view, tests, name)


def _tested(view: View, tests: pd.DataFrame, name: str) -> None:
    """An earlier forecast beside what happened, and how often that lay in the interval."""
    _, lang = view.text, view.lang
    days = list(tests["cut"].unique())
    whole = [day for day in days if (tests["cut"] == day).sum() == due.WEEKS] or days
    kept = st.session_state.get("due.cut")
    day = kept if kept in days else whole[0]
    rows = tests[tests["cut"] == day]
    record = due_calendar.coverage(tests, name)
    title = _(
        "In {within} of {weeks} weeks foretold before ({share}) what happened lay in the interval; "
        "8 in 10 should",
        within=lang.number(record.within), weeks=lang.number(record.weeks),
        share=lang.percent(record.share, 0),
    )  # fmt: skip
    note = _(
        "line and band: as foretold on {day}; dots: what happened. In all {happened} against "
        "{foretold}",
        day=lang.date(day),
        happened=_write(view, name, rows[f"happened_{name}"].sum()),
        foretold=_write(view, name, rows[name].sum()),
    )
    drawing = _drawn(view, rows, name)
    chart(view, drawing, title, note, _pinned(view, drawing, rows), key="calendar.tests")
    if record.share < due_calendar.TRUSTED:
        said = _("The interval has been too narrow here: a season or a growth not seen before.")
        st.caption(said)
    if len(days) > 1:
        st.select_slider(
            _("As foretold on"), days[::-1], value=day, format_func=lang.date, key="due.cut"
        )


def _pinned(view: View, drawing: Drawing, rows: pd.DataFrame) -> str:
    return pins.put(view, drawing, spans(rows), rows["week"].tolist())


def _write(view: View, name: str, value: float) -> str:
    return view.lang.money(value) if name == "revenue" else view.lang.number(value)


def _drawn(view: View, rows: pd.DataFrame, name: str) -> Drawing:
    _, lang = view.text, view.lang
    happened = rows.get(f"happened_{name}")

    def says(place: int) -> str:
        row = rows.iloc[place]
        words = _(
            "{first} to {last}: {value} ({low} to {high})",
            first=lang.date(row.first_day, "day"), last=lang.date(row.last_day, "day"),
            value=_write(view, name, row[name]), low=_write(view, name, row[f"{name}_low"]),
            high=_write(view, name, row[f"{name}_high"]),
        )  # fmt: skip
        if happened is None:
            return words
        return words + _("; happened: {value}", value=_write(view, name, happened.iloc[place]))

    marks = [week for week in MARKS if week <= rows["week"].max()]
    days = rows.set_index("week")["first_day"]
    return band(
        view, rows["week"].tolist(), rows[name].tolist(), rows[f"{name}_low"].tolist(),
        rows[f"{name}_high"].tolist(), write=lambda value: _write(view, name, value), says=says,
        marks=marks, texts=[lang.date(days[week], "day") for week in marks],
        dots=() if happened is None else happened.tolist(), height=260,
    )  # fmt: skip
