"""Lines that look wrong: what they are worth, which they are, and whether they count."""

import pandas as pd
import streamlit as st

from analytics import quality
from pages.parts.charts.template import head
from pages.parts.columns import named
from pages.parts.downloads import csv, file_name
from pages.parts.guard import View
from pages.parts.quality.words import CHECKS, MEANINGS, PAGES
from pages.parts.quality.work import change, changeable, looking
from pages.parts.tables import Column, table
from pages.parts.words import plain

SHOWN, TAKEN = 200, 1_000_000


def found(view: View) -> None:
    """Every check that names a line, the most money first; each opens to its lines."""
    _ = view.text
    if view.ws.checked is None:
        head(_("The lines are being checked"))
        looking(view)
        return
    rows = quality.checks(view.ws)
    if rows.empty:
        st.markdown(_("No sales line looks wrong."))
        return
    head(
        _("Lines that look wrong, by the money in them"),
        _("Nothing is left out unless you say so, and everything can be brought back."),
    )
    may_choose = changeable(view)
    for row in rows.itertuples():
        with st.expander(_label(view, row), key=f"check.{row.check}", on_change="rerun") as opened:
            if opened.open:
                _check(view, row, may_choose)


def _label(view: View, row) -> str:
    _, lang = view.text, view.lang
    words = [
        f"**{_(CHECKS[row.check])}**",
        lang.plural("{n} line", "{n} lines", row.lines),
        plain(lang.money(row.amount)),
    ]
    if abs(row.share) >= 0.0005:
        words[-1] += " " + _("({share} of revenue)", share=lang.percent(row.share, 1))
    if row.action == "leave_out":
        words.append(f":blue[{_('left out')}]")
    return " · ".join(words)


def _check(view: View, row, may_choose: bool) -> None:
    _, lang, code, ws = view.text, view.lang, row.check, view.ws
    pages = lang.listing([_(PAGES[page]) for page in row.pages.split(",")])
    st.markdown(plain(_(MEANINGS[code])))
    st.caption(_("It moves these pages: {pages}.", pages=pages))
    leave = row.action == "keep"
    if leave and row.counted_lines < row.lines:
        already = row.lines - row.counted_lines
        st.caption(
            lang.plural(
                "{n} of these lines is left out already.",
                "{n} of these lines are left out already.",
                already,
            )
        )
    lines = quality.lines(ws, code, SHOWN)
    with st.container(horizontal=True, vertical_alignment="center"):
        label = _("Leave these lines out") if leave else _("Count these lines again")
        if may_choose and st.button(label, key=f"choose.{code}", icon=":material/rule:"):
            action, name = "leave_out" if leave else "keep", view.user.name
            change(
                view, label, lambda ws, job: ws.choose(code, action, name, progress=job.progress)
            )
        st.download_button(
            _("Download"),
            data=lambda: csv(named(view, _written(view, quality.lines(ws, code, TAKEN)))),
            file_name=file_name(view, _(CHECKS[code])),
            mime="text/csv",
            icon=":material/download:",
            type="tertiary",
            key=f"lines.{code}",
            on_click="ignore",
        )
    if row.lines > len(lines):
        st.caption(_("The {n} lines with the most money:", n=lang.number(len(lines))))
    table(
        view,
        _written(view, lines),
        {
            "customer_id": Column(_("Customer")),
            "ordered_on": Column(_("Date"), "date"),
            "order_id": Column(_("Order number")),
            "product": Column(_("Product"), width="medium"),
            "quantity": Column(_("Quantity"), "number"),
            "amount": Column(_("Money"), "money", digits=2),
            "left_out": Column(_("Left out as")),
        },
        key=f"rows.{code}",
    )


def _written(view: View, lines: pd.DataFrame) -> pd.DataFrame:
    """The lines with the reason they are left out in words."""
    reasons = [
        view.text(CHECKS[reason]) if reason in CHECKS else reason for reason in lines.excluded_by
    ]
    return lines.drop(columns="excluded_by").assign(left_out=reasons)
