"""What is bought together: the pairs that meet in more orders than chance would have it."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import products
from analytics.errors import N_
from analytics.products import Together
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.pairs import Pair, pairs, short
from pages.parts.charts.template import chart, head
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.people import people
from pages.parts.switch import select, switch
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away
from pages.parts.words import plain

LEVELS = {"product": N_("Products"), "category": N_("Categories")}
LEAST = (10, 5, 20, 50, 100)
ORDERS = {
    "extra_orders": N_("Most orders beyond chance"),
    "lift": N_("Highest lift"),
    "confidence": N_("Surest"),
}
BARS, ROWS = 10, 200


def draw(view: View, levels: tuple[str, ...]) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _ = view.text
    top = st.container()
    level, least, order = _choices(view, levels)
    found = ask(view, products.together, level=level, minimum=least)
    listed = products.ordered(found, order)
    with top:
        key_figures(view, _figures(view, found, least))
    if len(found.pairs):
        _picture(view, listed, order)
        _list(view, listed, level)
    asked = {"minimum": least, **products.params(level, found.large)}
    computed(view, _defined(view, least), "products_pairs", params=asked)
    named = {"product": _("Category"), "other": _("Category bought with it")}
    downloads(
        view, {_("Bought together"): lambda: found.pairs}, named if level == "category" else None
    )
    return _answer(view, found, listed, least)


def _choices(view: View, levels: tuple[str, ...]) -> tuple[Any, int, str]:
    """What a pair is of, in how many orders it is at least, and which comes first."""
    _, lang = view.text, view.lang
    known = {code: name for code, name in LEVELS.items() if code in levels} or LEVELS
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = next(iter(known))
        if len(known) > 1:
            level = switch(view, "level", _("Products or categories"), known)
        order = switch(view, "order", _("Which first"), ORDERS)
        words = {
            str(n): lang.plural("in at least {n} order", "in at least {n} orders", n) for n in LEAST
        }
        least = select(view, "least", _("Pairs"), words, shown=False)
    return level, int(least), order


def _answer(view: View, found: Together, listed: pd.DataFrame, least: int) -> str:
    """The first pair in words, and how many pairs are more than chance."""
    _, lang = view.text, view.lang
    if not found.orders:
        return _("In this selection no order of a named customer names what was bought.")
    if found.pairs.empty:
        return lang.plural(
            "No two of them are in the same {n} order.",
            "No two of them are in the same {n} orders: the orders are too few or too small.",
            least,
        )
    tested = lang.number(found.tested)
    if not found.clear:
        return _(
            "Nothing is bought together more often than chance would have it, of {n} pairs.",
            n=tested,
        )
    first = listed.iloc[0]
    words = _(
        "Of the orders with “{product}”, {share} also hold “{other}”, {times} times as many as of "
        "all orders",
        product=first["product"], other=first.other, share=lang.percent(first.confidence),
        times=lang.number(first.lift, 1),
    )  # fmt: skip
    return lang.plural(
        "{first}; {n} pair of {tested} is more than chance.",
        "{first}; {n} pairs of {tested} are more than chance.",
        found.clear, first=words, tested=tested,
    )  # fmt: skip


def _figures(view: View, found: Together, least: int) -> list[Figure]:
    _, lang = view.text, view.lang
    left_out = ""
    if found.large is not None:
        left_out = _(
            "{n} of more than {large} different ones left out",
            n=lang.number(found.large_orders), large=lang.number(found.large),
        )  # fmt: skip
    return [
        Figure(_("Orders"), lang.number(found.orders), note=left_out),
        Figure(
            _("Bought often enough"), lang.number(found.items),
            note=lang.plural("in at least {n} order", "in at least {n} orders", least),
        ),
        Figure(
            _("Pairs often enough"), lang.number(len(found.pairs)),
            note=_("of {n} looked at", n=lang.number(found.tested)),
        ),
        Figure(
            _("More than chance"), lang.number(found.clear),
            note=_("{n} may be chance", n=lang.number(found.unclear)),
        ),
    ]  # fmt: skip


def _picture(view: View, listed: pd.DataFrame, order: str) -> None:
    _, lang = view.text, view.lang
    rows = [
        Pair(
            row.product, row.other, row.extra_orders, row.together,
            _("<b>{n}</b> orders · {share} · lift {lift}", n=lang.number(row.together),
              share=lang.percent(row.confidence), lift=lang.number(row.lift, 1)),
        )
        for row in listed.head(BARS).itertuples()
    ]  # fmt: skip
    title = _("{order}: the first {n}", order=_(ORDERS[order]), n=lang.number(len(rows)))
    chart(
        view, pairs(view, rows), title,
        _("pale: orders with both; solid: those beyond chance; behind it the share of the "
          "first's orders that also hold the second"),
        key=f"pairs.{order}",
    )  # fmt: skip


def _list(view: View, listed: pd.DataFrame, level: Any) -> None:
    """The pairs as a table; the customers who bought one but not the other of the ticked pair."""
    _ = view.text
    shown = listed.head(ROWS)
    clear = bool(shown["clear"].any())
    note = _("more than chance; tick one to see who bought only one of the two")
    head(_("Pairs"), note if clear else _("none of them is more than chance"))
    columns = {
        "product": Column(_("First"), pinned=True),
        "other": Column(_("Second")),
        "together": Column(_("Orders with both"), "number"),
        "extra_orders": Column(_("Beyond chance"), "number"),
        "confidence": Column(
            _("With the second"), "bar", most=1,
            help=_("Share of the first's orders that also hold the second (confidence)."),
        ),
        "confidence_back": Column(
            _("With the first"), "percent",
            help=_("Share of the second's orders that also hold the first."),
        ),
        "lift": Column(
            _("Lift"), "number", digits=1,
            help=_("How many times as often as in all orders; 1 is chance."),
        ),
        "support": Column(_("Of all orders"), "percent", help=_("Support: orders with both.")),
        "said": Column(_("False discovery rate"), "said"),
    }  # fmt: skip
    said = [rate_words(view, rate) for rate in shown.discovery_rate]
    ticked = table(
        view, shown.assign(said=said), columns, key=f"pairs.{level}", select=True, one=True
    )
    pair = (ticked if len(ticked) else shown).iloc[0]
    _without(view, pair["product"], pair.other, level)


def _without(view: View, bought: str, lacking: str, level: Any) -> None:
    _ = view.text
    names = {"bought": short(bought, 40), "lacking": short(lacking, 40)}
    title = _("Who bought “{bought}” but never “{lacking}”", **names)
    with st.expander(plain(title), key="without.open", on_change="rerun") as more:
        if not more.open:
            return
        asked = {"bought": bought, "lacking": lacking, "level": level}
        listed = ask(view, products.without, **asked)
        if listed.empty:
            st.markdown(_("Nobody: all customers who bought the one bought the other."))
            return
        st.caption(_("of all history up to the day, most revenue first; the first {n}",
                     n=view.lang.number(len(listed))))  # fmt: skip
        ticked = people(view, listed, key="without", select=True)
        words = _("Bought “{bought}” but never “{lacking}”", bought=bought, lacking=lacking)
        take_away(view, Rule.of(products.without, words, **asked), key="without", ticked=ticked)


def rate_words(view: View, rate: float) -> str:
    """A false discovery rate; small ones need no decimals."""
    if rate < 0.001:
        return view.text("under {share}", share=view.lang.percent(0.001, 1))
    return view.lang.percent(rate, 1)


def _defined(view: View, least: int) -> str:
    lang = view.lang
    return view.text(
        "An **order** is that of a named customer; what is taken back is not bought, and each "
        "product counts once per order. **Support**: orders with both ÷ all orders. "
        "**Confidence**: orders with both ÷ orders with the first. **Lift**: confidence ÷ the "
        "share of all orders with the second. **Leverage**: support − what it would be if neither "
        "drew the other; times all orders these are the **orders beyond chance**. **More than "
        "chance**: Fisher's exact test, one-sided, with a false discovery rate under 5 % "
        "(Benjamini–Hochberg) over all pairs of what is in at least {n} orders, met or not: "
        "looking at so many pairs, some meet often by luck alone. A lift above 1 is no evidence "
        "by itself.",
        n=lang.number(least),
    )  # fmt: skip
