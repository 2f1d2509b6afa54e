"""Signs of a healthy stock of customers, one line each."""

from typing import Any

import streamlit as st

from analytics import health
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.tables import Column, table
from pages.parts.words import small_group

NAMES = {
    "recent": N_("Recent buyers"),
    "second": N_("New customers who came back"),
    "kept": N_("Customers kept"),
    "loyal": N_("Loyal customers"),
    "dependence": N_("Dependence on the ten largest"),
}
MEANINGS = {
    "recent": N_("customers with an order in the last 91 days"),
    "second": N_("ordered again within 91 days, of those who first ordered 92 to 182 days ago"),
    "kept": N_("bought in the last half year, of the buyers of the half year before"),
    "loyal": N_("three orders or more, of the buyers of the last half year"),
    "dependence": N_("share of the half year’s revenue"),
}
VERDICTS = {
    "better": N_(":blue[:material/arrow_upward:] better"),
    "worse": N_(":orange[:material/arrow_downward:] worse"),
    "level": N_(":gray[:material/arrow_forward:] as before"),
    "unknown": N_(":gray[–] no year before"),
}


def draw(view: View) -> None:
    """What got better and what worse, each with its figures on both days."""
    _, lang = view.text, view.lang
    rows = ask(view, health.signals)
    counts = rows.verdict.value_counts()
    better, worse = int(counts.get("better", 0)), int(counts.get("worse", 0))
    title = _("{better} of {n} signs are better than a year before, {worse} worse",
              better=lang.number(better), worse=lang.number(worse),
              n=lang.number(len(rows) - int(counts.get("unknown", 0))))  # fmt: skip
    if counts.get("unknown", 0) == len(rows):
        title = _("There is no year before to compare the signs with yet")
    head(title, _("as of {day}; better or worse only where it is more than chance",
                  day=lang.date(view.scope.end)))  # fmt: skip
    for row in rows.itertuples():
        _line(view, row)
    with st.expander(_("Figures"), key="signs.open", on_change="rerun") as box:
        if box.open:
            _table(view, rows)


def _line(view: View, row: Any) -> None:
    _ = view.text
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", width=880):
        st.markdown(f"**{_value(view, row.sign, row.value)}**", width=72)
        name, meaning = _(NAMES[row.sign]), _(MEANINGS[row.sign])
        words = _("{sign}: {meaning}", sign=f"**{name}**", meaning=meaning)
        then = _("a year before {value}", value=_value(view, row.sign, row.then))
        small = small_group(view.lang, int(row.out_of)) if _few(row) else ""
        more = " · ".join(part for part in (then if row.then == row.then else "", small) if part)
        st.markdown(words + (f"  \n:gray[:small[{more}]]" if more else ""), width="stretch")
        st.markdown(_(VERDICTS[row.verdict]), width=112)


def _few(row: Any) -> bool:
    return row.sign not in ("recent", "dependence") and row.out_of == row.out_of


def _value(view: View, sign: str, value: float) -> str:
    return view.lang.number(value) if sign == "recent" else view.lang.percent(value)


def _table(view: View, rows: Any) -> None:
    _, lang = view.text, view.lang
    shown = rows.assign(
        name=[_(NAMES[sign]) for sign in rows.sign],
        now=[_value(view, row.sign, row.value) for row in rows.itertuples()],
        before=[_value(view, row.sign, row.then) for row in rows.itertuples()],
        surely=[lang.number(chance, 3) for chance in rows.chance],
    )
    columns = {
        "name": Column(_("Sign of health"), pinned=True),
        "now": Column(_("Now"), "said"),
        "out_of": Column(_("Of"), "number"),
        "before": Column(_("A year before"), "said"),
        "then_out_of": Column(_("Of then"), "number"),
        "surely": Column(
            _("Chance"), "said", help=_("of so large a difference where there is none")
        ),
    }
    table(view, shown, columns, key="signs")
