"""What are customers worth? Foretold for all or group by group, and how an earlier day did."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import DataError, worth
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.lines import Line, lines
from pages.parts.charts.template import chart, head
from pages.parts.drawn import fitted_note
from pages.parts.guard import View
from pages.parts.notices import calm
from pages.parts.people import people
from pages.parts.switch import switch
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away

LISTED = 200
GROUPS = {
    "all": N_("All together"),
    "customer_type": N_("By customer type"),
    "region": N_("By region"),
}
MONEY = {"revenue": N_("Revenue"), "margin": N_("Margin")}


def customers_worth(view: View) -> None:
    """The groups with what they should bring, and the proof on an earlier day."""
    _ = view.text
    with st.container(horizontal=True):
        there = {code: GROUPS[code] for code in GROUPS if code in ("all", *view.ws.dimensions)}
        of = switch(view, "worth", _("Group"), there) if len(there) > 1 else "all"
        by = switch(view, "money", _("Money"), MONEY) if view.ws.facts.has_cost else "revenue"
    try:
        rows = ask(view, worth.groups, of=of, by=by)
        proof = ask(view, worth.holdout)
    except DataError as error:
        calm(error)
        return
    _foretold(view, rows, by)
    _each(view, by)
    _proof(view, proof)


def _each(view: View, by: str) -> None:
    _, lang = view.text, view.lang
    found = ask(view, worth.customers, by=by)
    head(
        _("Customer by customer"),
        _(
            "the {n} who should bring most; the day of the next order with an interval of 80 %, "
            "empty beyond ten years",
            n=lang.number(min(LISTED, len(found))),
        ),
    )  # fmt: skip
    ticked = people(view, found.head(LISTED), key="worth.each", select=True)
    rule = Rule.of(worth.customers, _("What each customer should bring"), by=by)
    take_away(view, rule, key="worth", ticked=ticked)


def _foretold(view: View, rows: pd.DataFrame, by: str) -> None:
    _, lang = view.text, view.lang
    whole = ask(view, worth.groups, of="all", by=by).iloc[0]
    title = _(
        "{n} customers should bring {year} in the next 12 months, {half} of it in the first six",
        n=lang.number(whole.customers), year=lang.money(whole.clv_12m),
        half=lang.money(whole.clv_6m),
    )  # fmt: skip
    note = _(
        "{money} of customers known today, discounted by 1 % a month; nobody new is counted",
        money=_(MONEY[by]),
    )
    head(title, note, fitted_note(view, whole.learned_from, whole.customers))
    said = rows.assign(
        label=[_("All") if pd.isna(label) else label for label in rows.label],
        models=[_("its own") if own else _("those of all") for own in rows.own],
        **{name: [_sure(view, row, name) for row in rows.itertuples()] for name in
           worth.PARAMETERS},
    )  # fmt: skip
    columns = {
        "label": Column(_("Group"), pinned=True),
        "customers": Column(_("Customers"), "number"),
        "repeaters": Column(_("Bought on two days or more"), "number"),
        "clv_6m": Column(_("In 6 months"), "money"),
        "clv_12m": Column(_("In 12 months"), "money"),
        "clv_each": Column(_("Each in 12 months"), "money"),
        "models": Column(
            _("Models"),
            help=_("a group of at least {n} customers has its own", n=lang.number(worth.LEAST)),
        ),
        "r": Column(_("r: how alike their pace is"), "said"),
        "alpha": Column(_("alpha: how slow, in weeks"), "said"),
        "a": Column(_("a: leaving"), "said"),
        "b": Column(_("b: staying"), "said"),
    }
    table(view, said, columns, key="worth")


def _sure(view: View, row: Any, name: str) -> str:
    """A parameter with its standard error: "0.411 ± 0.017"."""
    value, error = getattr(row, name), getattr(row, f"{name}_error")
    if pd.isna(value):
        return ""
    return f"{view.lang.number(value, 3)} ± {view.lang.number(error, 3)}"


def _proof(view: View, proof: worth.Holdout) -> None:
    _, lang = view.text, view.lang
    title = _(
        "Foretold on {day}: {expected} orders in {days} days; {actual} came",
        day=lang.date(proof.day), expected=lang.number(proof.expected),
        days=lang.number(proof.days), actual=lang.number(proof.actual),
    )  # fmt: skip
    note = _(
        "orders of the {n} customers known on that day, added up week by week; one a day each",
        n=lang.number(proof.customers),
    )
    weeks = [_("week {n}", n=lang.number(week)) for week in proof.weeks.week]
    courses = [
        Line(_("foretold"), proof.weeks.expected.tolist()),
        Line(_("came"), proof.weeks.actual.astype(float).tolist()),
    ]
    left, right = st.columns(2, gap="medium")
    with left:
        chart(view, lines(view, weeks, courses, write=lang.number), title, note, key="holdout")
    with right:
        head(
            _("By how often they had come back by then"),
            _("orders per customer in the days after: foretold, and what came"),
        )
        rows = proof.by_repeats.assign(
            times=[_times(view, r) for r in proof.by_repeats.itertuples()]
        )
        columns = {
            "times": Column(_("Repeat purchases"), pinned=True),
            "customers": Column(_("Customers"), "number"),
            "expected": Column(_("Foretold each"), "number", digits=2),
            "actual": Column(_("Came each"), "number", digits=2),
        }
        table(view, rows, columns, key="holdout.repeats")


def _times(view: View, row: Any) -> str:
    if pd.isna(row.to_x):
        return view.text("{n} and more", n=view.lang.number(row.from_x))
    if row.from_x == row.to_x:
        return view.lang.number(row.from_x)
    return view.text(
        "{low} to {high}", low=view.lang.number(row.from_x), high=view.lang.number(row.to_x)
    )
