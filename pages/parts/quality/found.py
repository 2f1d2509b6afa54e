"""Rows that look wrong: what they are worth, which they are, and whether they count."""

import pandas as pd
import streamlit as st

from analytics import quality
from analytics.checks import CORRECTABLE
from analytics.cluster import unchecked
from analytics.intake.names import COLUMN_NAMES
from pages.parts.charts.template import head
from pages.parts.downloads import download
from pages.parts.guard import View
from pages.parts.notices import calm, other_currencies, worth
from pages.parts.quality.naming import counted, naming
from pages.parts.quality.words import AGAIN, BACK, CHECKS, HEADS, LEAVE, MEANINGS, PAGES, SHARES
from pages.parts.quality.work import change, changeable, looking
from pages.parts.tables import Column, table
from pages.parts.words import plain

SHOWN, TAKEN = 200, 1_000_000
DATES = ("ordered_on", "opened_on", "closed_on", "occurred_at")


def found(view: View) -> None:
    """Every check that names a row, table by table; each opens to its rows."""
    _ = view.text
    if view.ws.cluster:
        calm(unchecked())
        return
    if view.ws.checked is None:
        head(_("The lines are being checked"))
        looking(view)
        return
    rows = quality.checks(view.ws)
    if rows.empty:
        st.markdown(_("Nothing looks wrong."))
        return
    may_choose = changeable(view)
    for source, checks in rows.groupby("source", sort=False):
        head(
            _(HEADS[source]),
            _(
                "By itself only what came again with an addition or is in another currency is left "
                "out; all can be brought back."
            ),
        )
        for row in checks.itertuples():
            key = f"check.{row.check}"
            with st.expander(_label(view, row), key=key, on_change="rerun") as opened:
                if opened.open:
                    _check(view, row, may_choose)


def _label(view: View, row) -> str:
    _, lang = view.text, view.lang
    words = [f"**{_(CHECKS[row.check])}**", counted(view, row.source, row.lines)]
    if row.source == "sales" or row.amount:
        words.append(plain(_worth(view, row)))
    share = row.share if row.amount else row.lines_share
    if abs(share) >= 0.0005:
        of = SHARES[row.source if row.amount else "rows"]
        words[-1] += _(of, share=lang.percent(share, 1))
    done = {"leave_out": _("left out"), "correct": _("corrected")}.get(row.action)
    if done:
        words.append(f":blue[{done}]")
    return " · ".join(words)


def _worth(view: View, row) -> str:
    """The money of a check; money of several currencies one by one."""
    if row.check != "mixed_currency":
        return view.lang.money(row.amount)
    return view.lang.listing(worth(view.lang, other_currencies(view.ws)))


def _check(view: View, row, may_choose: bool) -> None:
    _, lang, code, ws = view.text, view.lang, row.check, view.ws
    pages = lang.listing([_(PAGES[page]) for page in row.pages.split(",")])
    st.markdown(plain(_(MEANINGS[code])))
    st.caption(_("It moves these pages: {pages}.", pages=pages))
    leave = row.action == "keep"
    if row.action != "leave_out" and row.counted_lines < row.lines:
        already = row.lines - row.counted_lines
        st.caption(
            lang.plural(
                "{n} of them is left out already.",
                "{n} of them are left out already.",
                already,
            )
        )
    if code in CORRECTABLE:
        naming(view, code, row.source, may_choose)
    lines = quality.lines(ws, code, SHOWN)
    columns = _columns(view, lines)
    with st.container(horizontal=True, vertical_alignment="center"):
        words = {"keep": LEAVE[row.source], "correct": BACK}.get(row.action, AGAIN[row.source])
        label = _(words)
        if may_choose and st.button(label, key=f"choose.{code}", icon=":material/rule:"):
            action, name = "leave_out" if leave else "keep", view.user.name
            change(
                view, label, lambda ws, job: ws.choose(code, action, name, progress=job.progress)
            )
        download(
            view, _(CHECKS[code]), lambda: _written(view, quality.lines(ws, code, TAKEN)),
            key=f"lines.{code}", names={name: column.label for name, column in columns.items()},
        )  # fmt: skip
    if row.lines > len(lines):
        st.caption(_("The {n} with the most money:", n=lang.number(len(lines))))
    table(view, _written(view, lines), columns, key=f"rows.{code}")


def _columns(view: View, lines: pd.DataFrame) -> dict[str, Column]:
    """How the rows of a table are shown; columns without a value only where they say why."""
    _ = view.text
    own = {
        "customer_id": Column(_("Customer")),
        "ordered_on": Column(_("Date"), "date"),
        "product": Column(_("Product"), width="medium"),
        "quantity": Column(_("Quantity"), "number"),
        "amount": Column(_("Money"), "number", digits=2),  # to the cent: currencies may differ
    }
    columns = {
        name: own.get(name) or Column(_(COLUMN_NAMES[name]), "date" if name in DATES else "text")
        for name in lines.columns
        if name != "excluded_by" and not (name == "currency" and lines.currency.isna().all())
    }
    return columns | {"left_out": Column(_("Left out as"))}


def _written(view: View, lines: pd.DataFrame) -> pd.DataFrame:
    """The rows with the reason they are left out in words."""
    reasons = [
        view.text(CHECKS[reason]) if reason in CHECKS else reason for reason in lines.excluded_by
    ]
    return lines.drop(columns="excluded_by").assign(left_out=reasons)
