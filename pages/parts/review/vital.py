"""All key figures as a table: how they changed, and whether that is usual for the firm."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import churn, vitals
from analytics.errors import N_
from analytics.reports.overview import FIGURES
from analytics.scope import LAST_YEAR
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.tables import Column, table

MORE = {
    "overdue_value": (N_("Value at risk, plain rule"), "money"),
    "key_revenue": (N_("Revenue of key customers"), "money"),
    "win_rate": (N_("Win rate"), "percent"),
    "returned_share": (N_("Returned goods"), "percent"),
    "margin_rate": (N_("Margin rate"), "percent"),
}
UNUSUAL = {
    "above": N_("▲ unusually high"),
    "below": N_("▼ unusually low"),
    "within": N_("usual"),
    "": "",
}


def draw(view: View, figures: pd.DataFrame) -> None:
    """An expander; its questions look back over all history, so they are asked when it is open."""
    label = view.text("All figures, and which changes are unusual")
    with st.expander(label, key="vitals.open", on_change="rerun") as box:
        if box.open:
            _all(view, figures)


def _all(view: View, figures: pd.DataFrame) -> None:
    _, lang, compare = view.text, view.lang, view.scope.compare
    horizon, length = ask(view, churn.horizon_days), vitals.days(view.ws, view.scope)
    with st.spinner(_("Looking back")):
        more = ask(view, vitals.figures, horizon_days=horizon)
        latest = ask(view, vitals.latest, horizon_days=horizon)
    earlier = ask(view, vitals.windows)
    rows = vitals.judged(
        pd.concat([figures.reset_index(), more], ignore_index=True),
        pd.concat([vitals.usual(part, length, compare) for part in (earlier, latest)]),
        compare,
    )
    odd = int(rows.unusual.isin(["above", "below"]).sum())
    title = lang.plural(
        "{n} figure changed more than it usually does",
        "{n} figures changed more than they usually do",
        odd,
    )
    if not rows.unusual.any():
        title = _("The history is too short to say which changes are unusual")
    note = _("usual: what eight in ten changes from one period of this length to the next were")
    head(title, note, _("value at risk: expected in {n} days of who is overdue", n=horizon))
    courses = vitals.courses(earlier, latest)
    told = [
        _told(view, row) | {"course": courses.get(row.figure, [])}
        for row in rows.itertuples()
        if row.value == row.value
    ]
    if risk := _at_risk(view):
        told.append(risk)
    year = _("A year before")
    columns = {  # what a phone shows without moving the table comes first
        "name": Column(_("Figure"), pinned=True, width=170),
        "now": Column(_("Now"), "said", width=72),
        "unusual": Column(_("Is it usual?"), width=120),
        "course": Column(_("Course"), "course", width=110, help=_("the last periods as long")),
        "moved": Column(_("Change"), "said"),
        "range": Column(_("Usual change"), "said"),
        "before": Column(year if compare in LAST_YEAR else _("Before"), "said"),
        "year": Column(_("Against last year"), "said"),
    }
    table(view, pd.DataFrame(told, columns=list(columns)), columns, key="vitals", rows=15)


def _told(view: View, row: Any) -> dict[str, str]:
    """One row in words."""
    lang, compare = view.lang, view.scope.compare
    label, kind = (FIGURES | MORE)[row.figure]
    write = {"money": lang.money, "number": lang.number, "percent": lang.percent}[kind]
    moved = lang.points if row.figure in vitals.RATES else lang.change
    between = "" if row.low != row.low else f"{moved(row.low)} … {moved(row.high)}"
    return {
        "name": view.text(label),
        "now": write(row.value),
        "before": write(row.year_before if compare in LAST_YEAR else row.previous),
        "moved": moved(row.moved),
        "range": between or "–",
        "unusual": view.text(UNUSUAL[row.unusual]),
        "year": moved(row.change_year_before),
    }


def _at_risk(view: View) -> dict[str, str] | None:
    """Value at risk as the page of leaving has it, where it was learned for this view."""
    trained = churn.learned(view.ws, view.scope)
    if not trained or trained.why:
        return None
    found = ask(view, churn.summary, by="model")
    days = view.lang.number(found.horizon_days)
    return {
        "name": view.text("Value at risk, learned, next {days} days", days=days), "course": [],
        "now": view.lang.money(found.value_at_risk), "before": "–", "moved": "–", "range": "–",
        "unusual": "", "year": "–",
    }  # fmt: skip
