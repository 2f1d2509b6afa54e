"""Which regions, channels and others moved the revenue most."""

from typing import Any

import streamlit as st

from analytics import contribution
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts.around import Change, around
from pages.parts.charts.template import chart
from pages.parts.guard import View
from pages.parts.names import group_name
from pages.parts.switch import switch
from pages.parts.tables import Column, table

BY = {
    "region": N_("Region"),
    "channel": N_("Channel"),
    "category": N_("Category"),
    "salesperson": N_("Salesperson"),
    "customer_type": N_("Customer type"),
    "segment": N_("Segment"),
}


def draw(view: View) -> None:
    """One dimension at a time, those the data has."""
    _, lang = view.text, view.lang
    if not view.period.before:
        st.markdown(_("Choose a period to compare with; the data must reach back that far."))
        return
    known = {by: name for by, name in BY.items() if by in view.ws.dimensions or by == "segment"}
    by = switch(view, "moved", _("What moved most"), known)
    rows = ask(view, contribution.groups, by=by)
    if rows.empty:
        st.markdown(_("Nothing was sold in either period."))
        return
    shown = contribution.largest(rows)
    names = [_name(view, by, row) for row in shown.itertuples()]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        drawing = around(view, [
            Change(name, row.change, lang.money(row.change, sign=True))
            for name, row in zip(names, shown.itertuples(), strict=True)
        ])  # fmt: skip
        note = _("change of revenue against {before}", before=view.period.before)
        best = ""
        if by == "segment":
            best = _("segments as they were before; who buys most then tends to buy less after")
        title = _("{name} moved most: {money}", name=names[0],
                  money=lang.money(shown.change[0], sign=True))  # fmt: skip
        chart(view, drawing, title, note, best, key=f"moved.{by}")
    with right:
        told = rows.assign(
            name=[_name(view, by, row) for row in rows.itertuples()],
            points=[lang.points(value) for value in rows.points],
        )
        columns = {
            "name": Column(_(BY[by]), pinned=True),
            "before": Column(_("Before"), "money"),
            "now": Column(_("Now"), "money"),
            "change": Column(_("Change"), "money"),
            "points": Column(_("Points of growth"), "said"),
        }
        table(view, told, columns, key=f"moved.{by}.rows")


def _name(view: View, by: str, row: Any) -> str:
    if row.others > 1:
        return view.lang.plural("{n} more", "{n} more", int(row.others))
    if by == "segment":
        return group_name(view, row.label) if row.label else view.text("No name")
    return _short(row.label) if row.label else view.text("(not given)")


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"
