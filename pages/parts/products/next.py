"""What to offer next: per customer, per segment, and to whom to offer one product."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import next_products
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import chart, head
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.people import people
from pages.parts.segments.settings import kept
from pages.parts.switch import select, switch
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away
from pages.parts.words import small_group

SHOW = {
    "customers": N_("Each customer"),
    "segments": N_("Each segment"),
    "product": N_("Customers for a product"),
}
LISTED, TAKEN = 200, 2000


def draw(view: View, _levels: tuple[str, ...]) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _ = view.text
    tested = ask(view, next_products.backtest)
    by = next_products.rule(tested)
    computed(
        view, _defined(view), "next_products_bought", "next_products_customers",
        params={"every": next_products.every(view.ws), "rows": TAKEN},
    )  # fmt: skip
    offered = ask(view, next_products.offered)
    downloads(view, {_("How often it came true"): lambda: tested,
                     _("Each segment"): lambda: _segments(view, by)})  # fmt: skip
    if not offered:
        st.markdown(_("A product needs {n} customers who bought it to be suggested.",
                      n=view.lang.number(next_products.LEAST)))  # fmt: skip
        return _("What to offer next cannot be told: too few customers bought the same.")
    if len(tested):
        key_figures(view, _figures(view, tested))
        _picture(view, tested)
    show = switch(view, "show", _("What to offer next"), SHOW)
    if show == "customers":
        _customers(view, by)
    elif show == "segments":
        _by_segment(view, by)
    else:
        _for_product(view, offered)
    return _answer(view, tested)


def _answer(view: View, tested: pd.DataFrame) -> str:
    _, lang = view.text, view.lang
    if tested.empty:
        return _(
            "What is bought next cannot be tested yet: too few customers bought something new."
        )
    row = tested[tested.offered == next_products.DECIDES].iloc[0]
    words = {
        "n": lang.number(row.offered), "day": lang.date(row.day), "share": lang.percent(row.share),
        "plain": lang.percent(row.plain_share),
    }  # fmt: skip
    if row.better:
        return _(
            "{share} of the customers who bought something new since {day} took one of the {n} "
            "products named to them; naming what most customers buy would have met {plain}.",
            **words,
        )  # fmt: skip
    if row.gain_high < 0:
        return _(
            "Name what most customers buy: that met {plain} of those who bought something new "
            "since {day}, naming what customers alike buy only {share}.",
            **words,
        )  # fmt: skip
    return _(
        "The plain rule is as good: naming the {n} products most customers buy met {plain} of "
        "those who bought something new since {day}, naming what customers alike buy {share}.",
        **words,
    )  # fmt: skip


def _figures(view: View, tested: pd.DataFrame) -> list[Figure]:
    _, lang = view.text, view.lang
    shown = [
        Figure(
            lang.plural("Met by {n} product named", "Met by {n} products named", row.offered),
            lang.percent(row.share),
            note=_("most bought: {share}", share=lang.percent(row.plain_share)),
        )
        for row in tested.itertuples()
    ]
    first = tested.iloc[0]
    note = _("bought something new after {day}", day=lang.date(first.day))
    return [*shown, Figure(_("Customers looked at"), lang.number(first.customers), note=note)]


def _picture(view: View, tested: pd.DataFrame) -> None:
    """Both ways at each number of products, one under the other."""
    _, lang, colours = view.text, view.lang, view.palette
    drawn = []
    for row in tested.itertuples():
        ways = (
            (_("{n} named · customers alike", n=lang.number(row.offered)),
             row.share, row.low, row.high, colours.bar),
            (_("{n} named · most bought", n=lang.number(row.offered)),
             row.plain_share, row.plain_low, row.plain_high, colours.ghost),
        )  # fmt: skip
        for name, share, low, high, colour in ways:
            text = _("<b>{share}</b> · {low} to {high}", share=lang.percent(share),
                     low=lang.percent(low), high=lang.percent(high))  # fmt: skip
            drawn.append(Row(name, share, text, colour))
    chart(
        view, bars(view, drawn, row_height=26), _("How often it came true"),
        _("share of customers who bought one of the products named, with 95 % interval"),
        key="came_true",
    )  # fmt: skip


def _way(view: View, by: str) -> str:
    """Which way of naming is in use."""
    _ = view.text
    if by == "alike":
        return _("what customers who bought the same buy besides, and this one never bought")
    return _("what most customers buy and this one never bought, as nothing else is clearly better")


def _customers(view: View, by: Any) -> None:
    _ = view.text
    listed = ask(view, next_products.customers, by=by, rows=LISTED)
    head(_("What to offer to each customer"), _way(view, by), _("most revenue first"))
    if listed.empty:
        st.markdown(_("Nobody: all bought everything that can be named."))
        return
    ticked = people(view, listed, key="offer", select=True)
    words = _("What to offer next to the {n} customers with most revenue",
              n=view.lang.number(TAKEN))  # fmt: skip
    rule = Rule.of(next_products.customers, words, by=by, rows=TAKEN)
    take_away(view, rule, key="offer", ticked=ticked)


def _segments(view: View, by: Any) -> pd.DataFrame:
    rows: pd.DataFrame = ask(view, next_products.segments, by=by, scoring=kept(view))
    return rows


def _by_segment(view: View, by: Any) -> None:
    _, lang = view.text, view.lang
    rows = _segments(view, by)
    head(_("What to offer to most of a segment"), _way(view, by))
    shown = rows.assign(note=[small_group(lang, n) for n in rows.customers])
    columns = {
        "segment": Column(_("Segment"), "segment"),
        "product": Column(_("Offer next")),
        "first_for": Column(_("Customers it comes first for"), "number"),
        "customers": Column(_("Customers looked at"), "number"),
        "share": Column(_("Share"), "bar"),
        "note": Column(_("Note")),
    }
    table(view, shown, columns, key="segments")


def _for_product(view: View, offered: list[str]) -> None:
    _ = view.text
    product = select(view, "product", _("Product"), {name: name for name in offered})
    listed = ask(view, next_products.likely, product=product, rows=LISTED)
    head(_("Customers for “{product}”", product=product),
         _("never bought it, and are most like those who did"))  # fmt: skip
    if listed.empty:
        st.markdown(_("Nobody: who is like its buyers has bought it."))
        return
    ticked = people(view, listed, key="likely", select=True)
    words = _("Customers for “{product}”", product=product)
    rule = Rule.of(next_products.likely, words, product=product, rows=TAKEN)
    take_away(view, rule, key="likely", ticked=ticked)


def _defined(view: View) -> str:
    lang = view.lang
    return view.text(
        "Two products are **alike** by who bought them: customers who bought both ÷ the root of "
        "buyers of the one × of the other (cosine). **Customers alike**: the product that is "
        "most alike to all a customer bought, of those they never bought; **most bought**: what "
        "most customers bought of those. **How often it came true**: learned as of an earlier "
        "day ({days} days ago, or a quarter of a short history), looked at are customers who "
        "bought something new after it; counted is who bought one of the products named, with "
        "the 95 % Wilson interval. Customers alike is used where the 95 % interval of the paired "
        "gain at {n} products named lies above 0, else the plain rule. All history up to the "
        "day; learned from at most {most} customers, the {items} most bought products and of each "
        "the {near} nearest.",
        days=lang.number(next_products.HOLD_OUT), n=lang.number(next_products.DECIDES),
        most=lang.number(next_products.SAMPLE), items=lang.number(next_products.ITEMS),
        near=lang.number(next_products.NEIGHBOURS),
    )  # fmt: skip
