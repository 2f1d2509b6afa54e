"""Everybody on a map: ten segments or eight types, and the customers behind each tile."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics import rfm
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts.bars import Share, shares
from pages.parts.charts.grid import grid
from pages.parts.charts.template import chart, head
from pages.parts.charts.types import types
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.names import segment_name
from pages.parts.people import people
from pages.parts.segments import stability
from pages.parts.switch import switch

MAPS = {
    "segments": N_("Ten segments"),
    "mean": N_("Eight types, by the mean"),
    "median": N_("by the median"),
}
SHADES = {
    "customers": N_("Customers"),
    "monetary": N_("Revenue"),
    "average": N_("Per customer"),
}
FAMILIES = {
    "core": N_("Champions and loyal"),
    "growing": N_("Growing"),
    "cooling": N_("Cooling"),
    "slipping": N_("Slipping away"),
    "gone": N_("Hibernating"),
}
BEST = {
    "segment": N_("Champions are {customers} of customers and {money} of revenue"),
    "type8": N_("Important value customers are {customers} of customers and {money} of revenue"),
}
AGAINST = {
    "mean": N_("each against its mean over all customers"),
    "median": N_("each against its median over all customers"),
}
LISTED = 200


def draw(view: View, scoring: rfm.Scoring) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _, top = view.text, st.container()
    with st.container(horizontal=True):
        mapped = switch(view, "map", _("Map"), MAPS)
        shade = switch(view, "shade", _("Shade"), SHADES)
    by = "segment" if mapped == "segments" else "type8"
    if mapped != "segments":
        scoring = replace(scoring, typical=mapped)
    cells = ask(view, rfm.cells, scoring=scoring)
    found = rfm.headline(cells, by)
    groups = rfm.by_segment(cells) if by == "segment" else rfm.by_type(cells)
    choice = {}
    if found.tells_apart:
        with top:
            key_figures(view, _figures(view, cells, groups, by))
        choice = _picture(view, cells, groups, found, mapped, shade)
    _list(view, scoring, cells, choice, by, found.tells_apart)
    if found.tells_apart:
        stability.draw(view, scoring, by)
    computed(
        view,
        _(
            "**Recency** is the days since the last order, **frequency** the number of orders, "
            "**money** all order lines with returns taken off. Each is scored 1 to 5 by the share "
            "of the other customers that are worse, so equal values score alike. The scores of "
            "recency and frequency give one of **ten segments**. The **eight types** compare each "
            "of the three with its mean or median over all customers; “important” spend more than "
            "that."
        ),
        "rfm_cells", "rfm_listing", "rfm_customers",
    )  # fmt: skip
    count = rfm.chosen(cells, **choice)[0]
    downloads(
        view,
        {
            _("This list"): lambda: ask(view, rfm.listing, scoring=scoring, rows=count, **choice),
            _("All customers"): lambda: ask(view, rfm.customers, scoring=scoring),
            _("Segments"): lambda: rfm.by_segment(cells),
            _("Eight types"): lambda: rfm.by_type(cells),
        },
    )
    return _answer(view, found, by)


def _answer(view: View, found: rfm.Headline, by: str) -> str:
    _, lang = view.text, view.lang
    if not found.customers:
        return _("No customer has an order here. Try a longer period, or fewer filters.")
    if not found.tells_apart:
        return lang.plural(
            "{n} customer so far: too few to be told apart.",
            "{n} customers, too much alike to be told apart.",
            found.customers,
        )
    share, money = lang.percent(found.best_share), lang.percent(found.best_money_share)
    slipping = lang.plural(
        "{n} good customer worth {money} is slipping away",
        "{n} good customers worth {money} are slipping away",
        found.slipping, money=lang.money(found.slipping_money),
    )  # fmt: skip
    return _(
        "{first}; {second}.",
        first=_(BEST[by], customers=share, money=money) if found.best else _("No champions yet"),
        second=slipping if found.slipping else _("no good customer is slipping away"),
    )


def _figures(view: View, cells: pd.DataFrame, groups: pd.DataFrame, by: str) -> list[Figure]:
    """The families of segments, or the important types, with their part of the money."""
    rows = (rfm.by_family(cells) if by == "segment" else groups.head(4)).itertuples(index=False)
    return [
        Figure(
            view.text(FAMILIES[row[0]]) if by == "segment" else segment_name(view, row[0]),
            view.lang.number(row.customers),
            note=view.text("{share} of revenue", share=view.lang.percent(row.monetary_share)),
        )
        for row in rows
    ]


def _picture(
    view: View,
    cells: pd.DataFrame,
    groups: pd.DataFrame,
    found: rfm.Headline,
    mapped: str,
    shade: str,
) -> dict[str, tuple]:
    """Both charts; what was clicked in them, as a choice for the list."""
    _, lang = view.text, view.lang
    by = "segment" if mapped == "segments" else "type8"
    write: Callable[[float], str] = lang.number if shade == "customers" else lang.money
    cleared = st.session_state.setdefault("cleared", 0)
    left, right = st.columns(2, gap="medium")
    with left:
        if by == "segment":
            figure = grid(view, rfm.by_score(cells), shade, write, height=380)
            title, notes = _("Recency × frequency"), (
                _("across: recency, 5 = within {n} days", n=lang.number(found.recent_days)),
                _("up: frequency, 5 = from {n} orders on", n=lang.number(found.frequent_orders)),
            )  # fmt: skip
        else:
            figure = types(view, groups, shade, write, height=380)
            title, notes = _("Recency, frequency and money"), (_(AGAINST[mapped]),)
        tiles = chart(view, figure, title, *notes, key=f"map.{by}.{cleared}", select=True)
    with right:
        colours = view.palette.segments | view.palette.types
        rows = [
            Share(segment_name(view, row[0]), row.monetary_share, row.customer_share,
                  colours[row[0]], row[0])
            for row in groups.itertuples(index=False)
        ]  # fmt: skip
        bars = chart(
            view,
            shares(view, rows, row_height=38 if by == "segment" else 47),
            _("Share of money against share of customers"),
            _("colour: share of revenue; grey: share of customers"),
            key=f"shares.{by}.{cleared}",
            select=True,
        )
    choice = {"segments" if by == "segment" else "types": tuple(code for (code,) in bars)}
    if by == "segment":
        choice["scores"] = tuple((int(r), int(f)) for r, f in tiles)
    else:
        choice["types"] += tuple(code for (code,) in tiles)
    return {name: codes for name, codes in choice.items() if codes}


def _list(
    view: View,
    scoring: rfm.Scoring,
    cells: pd.DataFrame,
    choice: dict[str, tuple],
    by: str,
    tells_apart: bool,
) -> None:
    _, lang = view.text, view.lang
    count, money = rfm.chosen(cells, **choice)
    listed = ask(view, rfm.listing, scoring=scoring, rows=LISTED, **choice)
    title = lang.plural(
        "{n} customer, {money}", "{n} customers, {money}", count, money=lang.money(money)
    )
    head(title, _("most revenue first; click a tile or a bar to narrow the list"))
    if choice and st.button(_("Show all customers"), icon=":material/close:", type="tertiary"):
        st.session_state.cleared += 1
        st.rerun()
    unsaid = ("type8" if by == "segment" else "segment",)
    people(view, listed, key="customers", hide=unsaid if tells_apart else ("segment", "type8"))
