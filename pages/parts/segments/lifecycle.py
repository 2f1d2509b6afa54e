"""Where customers stand in their life with the firm, and whether the active ones grow in number."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import lifecycle, moves, rfm
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts import pins
from pages.parts.charts.alluvial import alluvial
from pages.parts.charts.stack import Part, stack
from pages.parts.charts.template import chart, head
from pages.parts.charts.trend import spans, trend
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.moved import bands, chosen_moves, head_of, in_words, sides, tell
from pages.parts.names import STATE_NAMES, group_name
from pages.parts.people import people
from pages.parts.since import since
from pages.parts.switch import pick
from pages.parts.take_away import take_away

MEANING = {
    "prospect": N_("known, no order yet"),
    "first_time": N_("one order"),
    "repeat": N_("more than one order"),
    "loyal": N_("orders more often than three in five"),
    "won_back": N_("back after more than {days} days"),
    "lapsed": N_("silent for more than {days} days"),
}
LISTED, MONTHS = 200, 13


def draw(view: View, scoring: rfm.Scoring) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    view = view.in_usual_words
    _, lang = view.text, view.lang
    horizon = ask(view, lifecycle.horizon_days)
    pulse = ask(view, lifecycle.pulse, horizon_days=horizon)
    states = ask(view, lifecycle.states, horizon_days=horizon)
    course = ask(view, lifecycle.flow, horizon_days=horizon)
    key_figures(view, _figures(view, states, horizon))
    if len(course):
        left, right = st.columns(2, gap="medium")
        with left:
            _active(view, course, pulse)
        with right:
            _comings(view, course)
        _moved(view, horizon)
    _list(view, states, horizon)
    ever = {"horizon": horizon}
    known = lifecycle.known(view.ws, view.scope)
    computed(
        view,
        _(
            "Each customer is in the first state that fits. **Prospect**: known by a contact, a "
            "deal, a return or the customer file, no order yet. **Lapsed**: silent for more than "
            "{days} days, the gap nine in ten returns do not exceed. **Won back**: silent for more "
            "than {days} days before the last purchase day. **First-time**: one order. **Loyal**: "
            "a frequency score of 4 or 5 among all buyers. **Repeat**: the others. Everything is "
            "as of {day} over all history, whatever the period. **Active** customers have an order "
            "within the last {days} days; their number changes by new + won back − lapsed.",
            days=lang.number(horizon), day=lang.date(view.scope.as_of),
        ),
        "lifecycle_states", "lifecycle_customers", "lifecycle_events", "lifecycle_horizon_days",
        scope=known, params=ever,
    )  # fmt: skip
    downloads(
        view,
        {
            _("Everyone with their state"): lambda: ask(
                view, lifecycle.customers, horizon_days=horizon
            ),
            _("States"): lambda: states,
            _("Active customers by month"): lambda: course,
        },
        names={"revenue": _("Revenue of all history")},
    )
    return _answer(view, pulse)


def _answer(view: View, pulse: lifecycle.Pulse) -> str:
    """Is the number of customers with a recent purchase growing?"""
    _, lang = view.text, view.lang
    first = lang.plural(
        "{n} customer bought within the last {days} days",
        "{n} customers bought within the last {days} days",
        pulse.active, days=lang.number(pulse.horizon_days),
    )  # fmt: skip
    if pulse.change is None:
        second = _("the data do not reach back a year to compare with")
        return _("{first}; {second}.", first=first, second=second)
    values = {"change": lang.percent(abs(pulse.change)), "n": lang.number(pulse.active_before)}
    second = _("as many as a year before")
    if pulse.change > 0:
        second = _("{change} more than the {n} of a year before: the base is growing", **values)
    elif pulse.change < 0:
        second = _("{change} fewer than the {n} of a year before: the base is shrinking", **values)
    return _("{first}; {second}.", first=first, second=second)


def _figures(view: View, states: pd.DataFrame, horizon: int) -> list[Figure]:
    """How many are in each state, and their part of the revenue."""
    _, lang = view.text, view.lang
    return [
        Figure(
            group_name(view, row.state),
            lang.number(row.customers),
            note=_("{share} of revenue", share=lang.percent(row.revenue_share)),
            help=_(MEANING[row.state], days=lang.number(horizon)),
        )
        for row in states.itertuples()
    ]


def _active(view: View, course: pd.DataFrame, pulse: lifecycle.Pulse) -> None:
    """Active customers month by month, beside a year before."""
    _, lang = view.text, view.lang
    now, before, title = course.tail(MONTHS), [], _("Active customers")
    note = _(
        "customers at each month end with an order in the {days} days before",
        days=lang.number(pulse.horizon_days),
    )
    if pulse.change is not None:
        before = course.active.iloc[:-12].tail(MONTHS).tolist()
        before = [float("nan")] * (len(now) - len(before)) + before
        before[-1] = pulse.active_before  # on the same day, where the month is not over
        note = _("{note}; grey: a year before", note=note)
        title = _("Active customers: {change} within a year", change=lang.change(pulse.change))
    drawing = trend(view, now, "active", before=before, write=lang.number)
    chart(view, drawing, title, note, pins.put(view, drawing, spans(now)), key="active")


def _comings(view: View, course: pd.DataFrame) -> None:
    """Who came, came back and lapsed, month by month."""
    _, lang, colours = view.text, view.lang, view.palette
    now = course.tail(MONTHS)
    parts = [
        Part(_("New"), colours.bar, now.new.tolist(), "new"),
        Part(_("Won-back"), colours.soft, now.won_back.tolist(), "won_back"),
        Part(_("Lapsed"), colours.worse, [-n for n in now.lapsed], "lapsed"),
    ]
    year = course[~course.unfinished.astype(bool)].tail(12)
    came, lapsed = year.new.sum() + year.won_back.sum(), year.lapsed.sum()
    title = _(
        "{came} came or came back in {months} whole months, {lapsed} lapsed: {gain}",
        came=lang.number(came), lapsed=lang.number(lapsed), months=lang.number(len(year)),
        gain=lang.number(came - lapsed, sign=True),
    )  # fmt: skip
    short = [lang.month(day, year=False) for day in now.first_day]
    said = [lang.month(day) for day in now.first_day]
    unfinished = bool(now.unfinished.iloc[-1]) if len(now) else False
    note = _("customers a month; above: new and won back, below: lapsed")
    until = ""
    if unfinished:
        last = now.last_day.iloc[-1]
        until = _("{month} only up to {day}", month=lang.month(last), day=lang.date(last, "day"))
    drawing = stack(view, short, parts, write=lang.number, said=said, faint=unfinished, height=286)
    chart(view, drawing, title, note, until, pins.put(view, drawing, spans(now)), key="comings")


def _moved(view: View, horizon: int) -> None:
    """From which state to which since an earlier day."""
    _, lang = view.text, view.lang
    day = since(view, view.scope.as_of)
    if day is None:
        return
    flows = ask(view, lifecycle.transitions, since=day, horizon_days=horizon)
    if flows.empty:
        return
    found, days = moves.headline(flows), (lang.date(day), lang.date(view.scope.as_of))
    groups = ("loyal", "repeat", "won_back", "first_time", "prospect", "lapsed", moves.NOT_KNOWN)
    title = lang.plural(
        "Since {day}, {n} customer rose to a better state and {slid} slid",
        "Since {day}, {n} customers rose to a better state and {slid} slid",
        found.rose, day=days[0], slid=lang.number(found.slid),
    )  # fmt: skip
    left, right = st.columns([11, 9], gap="medium")
    with left:
        clicked = chart(
            view,
            alluvial(view, sides(view, groups), bands(view, flows), days, height=380),
            title,
            _("blue rose or came, orange slid, grey stayed; click a band or a group to list"),
            key=f"states.{day}",
            select=True,
        )
    with right:
        head(_("Moves between states"), _("most customers first; tick to list"))
        ticked = tell(view, flows, days, key="transitions", then=False)
    choice = ticked or chosen_moves(flows, clicked)
    if choice:
        _movers(view, flows, choice, {"since": day, "horizon_days": horizon}, days)


def _movers(
    view: View,
    flows: pd.DataFrame,
    choice: list[tuple[str, str]],
    asked: dict[str, Any],
    days: tuple[str, str],
) -> None:
    """Who made the chosen moves."""
    said = view.text("who made the chosen moves, most revenue first")
    head_of(view, flows, choice, said, days)
    listed = ask(view, lifecycle.moved, moves=tuple(choice), rows=LISTED, **asked)
    ticked = people(view, listed, key="moved", select=True)
    kept = {**asked, "since": asked["since"].isoformat(), "moves": choice}
    rule = Rule.of(lifecycle.moved, in_words(view, choice, days[0]), **kept)
    take_away(view, rule, key="moved", ticked=ticked)


def _list(view: View, states: pd.DataFrame, horizon: int) -> None:
    """Everybody in a state, or everybody."""
    _, lang = view.text, view.lang
    some = {code: name for code, name in STATE_NAMES.items() if code in set(states.state)}
    chosen = pick(view, "state", _("The customers"), some)
    rows = states[states.state == chosen] if chosen else states
    waiting = int(rows.customers[rows.state == "prospect"].sum())
    head(
        lang.plural(
            "{n} customer, {money}", "{n} customers, {money}", int(rows.customers.sum()),
            money=lang.money(rows.revenue.sum()),
        ),
        _("most revenue first, of all history"),
        lang.plural(
            "with {n} prospect who has no order yet", "with {n} prospects who have no order yet",
            waiting,
        ) if waiting else "",
    )  # fmt: skip
    listed = ask(
        view, lifecycle.customers, horizon_days=horizon, rows=LISTED,
        states=(chosen,) if chosen else None,
    )  # fmt: skip
    ticked = people(view, listed, key="states", select=True)
    words = group_name(view, chosen) if chosen else _("All customers")
    rule = Rule.of(
        lifecycle.customers, words, horizon_days=horizon, states=(chosen,) if chosen else None
    )
    take_away(view, rule, key="states", ticked=ticked)
