"""How retention goes on, by group, and how soon the second order comes."""

from functools import partial

import pandas as pd
import streamlit as st

from analytics import retention
from analytics.errors import N_
from analytics.language import Language
from pages.parts.ask import ask
from pages.parts.charts.band import band
from pages.parts.charts.lines import Line, lines
from pages.parts.charts.template import chart, head
from pages.parts.guard import View
from pages.parts.switch import switch
from pages.parts.words import small_group

BY = {
    "all": N_("All"),
    "channel": N_("Channel"),
    "region": N_("Region"),
    "category": N_("Category"),
    "product": N_("Product"),
}
MONTHS, DAYS = 12, 365
TOLD = (30, 90, 180, 365)


def by_group(view: View, course: pd.DataFrame) -> None:
    """The cohorts together, or apart by what their first order was."""
    _, lang = view.text, view.lang
    by = switch(view, "by", _("By"), BY)
    if by != "all":
        _groups(view, by)
        return
    rows = course[course.months_after.between(1, MONTHS)].reset_index(drop=True)
    if rows.empty:
        head(_("How many go on"), _("no month after a first order is over yet"))
        return
    last = rows.iloc[-1]
    title = _(
        "In month {n} after the first order {share} still order",
        n=lang.number(last.months_after), share=lang.percent(last.retention),
    )  # fmt: skip

    said = list(rows.itertuples())

    def says(place: int) -> str:
        row = said[place]
        return _(
            "month {n}: {share} of {customers} ({low} to {high})",
            n=lang.number(row.months_after), share=f"<b>{lang.percent(row.retention)}</b>",
            customers=lang.number(row.customers), low=lang.percent(row.low),
            high=lang.percent(row.high),
        )  # fmt: skip

    drawing = band(
        view, rows.months_after.tolist(), rows.retention.tolist(), rows.low.tolist(),
        rows.high.tolist(), write=lang.percent, says=says,
        marks=[k for k in (1, 3, 6, 9, 12) if k <= last.months_after],
        named=sorted({0, len(rows) - 1}),
    )  # fmt: skip
    note = _("share of customers with an order, by month after the first; band: 95 % interval")
    chart(view, drawing, title, note, small_group(lang, int(last.customers)), key="curve")


def _groups(view: View, by: str) -> None:
    _, lang = view.text, view.lang
    rows = ask(view, retention.groups, by=by)
    rows = rows[rows.months_after.between(1, MONTHS)]
    if rows.label.isna().all():
        head(_("How many go on"), _("the sales do not say this of the first orders"))
        return
    months = list(range(1, int(rows.months_after.max()) + 1))
    courses, small = [], []
    for label, part in rows.groupby("label", dropna=False, sort=False):
        name = _("all others") if pd.isna(label) else str(label)
        shares = part.set_index("months_after").retention.reindex(months)
        courses.append(Line(name, shares.tolist()))
        if small_group(lang, int(part.customers.max())):
            small.append(name)
    month = min(3, len(months))
    title = _("No group keeps clearly more in month {n}", n=lang.number(month))
    if best := retention.keeps_most(rows, month):
        title = _(
            "{name} keeps clearly more: {share} order in month {n}",
            name=best[0], share=lang.percent(best[1]), n=lang.number(month),
        )  # fmt: skip
    note = _("share of customers with an order, by month after the first; groups by first order")
    few = _("small group: {names}", names=lang.listing(small)) if small else ""
    drawing = lines(view, [lang.number(k) for k in months], courses, write=lang.percent)
    chart(view, drawing, title, note, few, key=f"curve.{by}")


def second_order(view: View, seconds: pd.DataFrame) -> None:
    """How many are back, day by day after the first order."""
    _, lang = view.text, view.lang
    rows = seconds[seconds.days <= DAYS].reset_index(drop=True)
    st.space("stretch")
    if rows.empty or not rows.came_back.sum():
        head(_("The second order"), _("nobody has come back yet"))
        return
    told = [day for day in TOLD if retention.within(seconds, day).share is not None]
    named = sorted({int((rows.days <= day).sum()) - 1 for day in told} - {-1})
    parts = [
        _("{share} after {n} days", share=lang.percent(retention.within(seconds, day).share),
          n=lang.number(day))
        for day in told[:3]
    ]  # fmt: skip
    title = _("Back for a second order: {parts}", parts=lang.listing(parts))
    if not parts:
        title = _("The second order")

    texts = ask(view, retention.second_orders, then=partial(_said, lang=lang))
    drawing = band(
        view, rows.days.tolist(), rows.share.tolist(), rows.low.tolist(), rows.high.tolist(),
        write=lang.percent, says=texts.__getitem__, steps=True, named=named,
        marks=[day for day in (0, *TOLD) if day <= max(rows.days.max(), 30)],
    )  # fmt: skip
    note = _("share with an order on a later day, by days after the first; all of the period")
    chart(view, drawing, title, note, _("band: 95 % interval"), key="second")


def _said(seconds: pd.DataFrame, lang: Language) -> list[str]:
    """What the pointer says of each day."""
    return [
        lang.text(
            "{n} days: {share} back ({low} to {high}), {left} still watched",
            n=lang.number(row.days), share=f"<b>{lang.percent(row.share)}</b>",
            low=lang.percent(row.low), high=lang.percent(row.high), left=lang.number(row.at_risk),
        )
        for row in seconds.itertuples()
    ]  # fmt: skip
