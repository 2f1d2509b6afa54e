"""Is it becoming more so, month by month; and which products, regions and others carry it."""

import pandas as pd
import streamlit as st

from analytics import pyramid
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts import pins
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.lines import Line, lines
from pages.parts.charts.template import chart
from pages.parts.guard import View
from pages.parts.switch import switch
from pages.parts.tables import Column, table

TOPS = {
    "top_50": N_("top 50 %"),
    "top_20": N_("top 20 %"),
    "top_10": N_("top 10 %"),
    "top_5": N_("top 5 %"),
    "top_1": N_("top 1 %"),
}
DIMENSIONS = {
    "product": N_("Products"),
    "category": N_("Categories"),
    "region": N_("Regions"),
    "channel": N_("Channels"),
    "salesperson": N_("Salespeople"),
}
BARS = 12


def draw(view: View) -> None:
    """Two expanders; each is computed when it is open."""
    _ = view.text
    with st.expander(_("Is it becoming more so?"), key="trend.open", on_change="rerun") as box:
        if box.open:
            _trend(view)
    with st.expander(_("Products and regions"), key="pareto.open", on_change="rerun") as box:
        if box.open:
            _pareto(view)


def _trend(view: View) -> None:
    _, lang = view.text, view.lang
    course = ask(view, pyramid.trend)
    if len(course) < 2:
        st.markdown(_("There are too few months to compare: the first full window ended lately."))
        return
    first, last = course.iloc[0], course.iloc[-1]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        drawing = lines(
            view, [lang.month(month, year=False) for month in course.month],
            [Line(_(name), course[code].tolist()) for code, name in TOPS.items()],
            write=lang.percent,
        )  # fmt: skip
        chart(
            view, drawing,
            _(
                "The top 20 % hold {now} of revenue, {then} at the end of {month}",
                now=lang.percent(last.top_20, 1), then=lang.percent(first.top_20, 1),
                month=lang.month(first.month),
            ),
            lang.plural(
                "share of revenue of the month before each month end",
                "share of revenue of the {n} months before each month end",
                int(last.months),
            ),
            pins.put(view, drawing, pins.months(int(month) for month in course.month)),
            key="pyramid.trend",
        )  # fmt: skip
    with right:
        _months(view, course.iloc[::-1])


def _months(view: View, course: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    shown = course.assign(
        end=course.month.map(lang.month), said=[lang.number(gini, 3) for gini in course.gini]
    )
    columns = {
        "end": Column(_("Month"), pinned=True),
        "customers": Column(_("Customers"), "number"),
        "makes_80": Column(_("make 80 %"), "number"),
        "said": Column(_("Gini"), "said"),
    }
    table(view, shown, columns, key="pyramid.months", rows=9)


def _pareto(view: View) -> None:
    _, lang = view.text, view.lang
    known = {code: name for code, name in DIMENSIONS.items() if _known(view, code)}
    if not known:
        st.markdown(_("The sales name no product, region, channel or salesperson."))
        return
    dimension = switch(view, "pareto", _("Products and regions"), known)
    rows = ask(view, pyramid.pareto, dimension=dimension, rows=BARS)
    names = [
        lang.plural("{n} more", "{n} more", row.items_)
        if pd.isna(row.item)
        else row.item or _("(not given)")
        for row in rows.rename(columns={"items": "items_"}).itertuples()
    ]
    drawing = bars(
        view,
        [
            Row(_short(name), row.value_share,
                _("{share} · {money} · {total} so far", share=lang.percent(row.value_share),
                  money=lang.money(row.value), total=lang.percent(row.cumulative_share)),
                view.palette.ghost if pd.isna(row.item) else "")
            for name, row in zip(names, rows.itertuples(), strict=True)
        ],
        row_height=28,
    )  # fmt: skip
    first = rows.iloc[0]
    chart(
        view, drawing,
        _("{name} brings {share} of revenue", name=names[0],
          share=lang.percent(first.value_share)),
        _("share of revenue, money, and the share of all down to this row"),
        key=f"pareto.{dimension}",
    )  # fmt: skip


def _known(view: View, dimension: str) -> bool:
    """Whether the lines name it; products are no filter and are asked for."""
    if dimension != "product":
        return dimension in view.ws.dimensions
    rows = ask(view, pyramid.pareto, dimension="product", rows=BARS)
    return bool((rows.item.fillna("") != "").any())


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"
