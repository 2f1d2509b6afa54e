"""What buyers of a product move up to: the next dearer one of its category."""

import pandas as pd
import streamlit as st

from analytics import products
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.pairs import Pair, pairs, short
from pages.parts.charts.template import chart, head
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.people import people
from pages.parts.tables import Column, filled, table
from pages.parts.take_away import take_away
from pages.parts.words import plain, small_group

BARS, ROWS = 10, 300


def draw(view: View, levels: tuple[str, ...]) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _, lang = view.text, view.lang
    rows = ask(view, products.ladder)
    computed(
        view, _defined(view), "products_ladder",
        params=products.stepped(view.ws),
    )  # fmt: skip
    downloads(view, {_("Upgrades"): lambda: rows}, {"share": _("Share that moved up")})
    if "category" not in levels or "product" not in levels:
        st.markdown(_("Bring in order lines with a category column besides that of the product."))
        return _("What buyers move up to cannot be told: the lines name no product with category.")
    if rows.empty:
        return lang.plural(
            "Nobody has moved up yet from a product that {n} customer bought.",
            "Nobody has moved up yet from a product that at least {n} customers bought.",
            products.LEAST,
        )
    first = rows.iloc[0]
    key_figures(
        view,
        [
            Figure(_("Products with a step up"), lang.number(rows["product"].nunique())),
            Figure(_("Steps up"), lang.number(rows.moved.sum()),
                   note=_("each customer and product once")),
            Figure(_("Surest step"), lang.percent(first.share), note=_between(view, first)),
            Figure(_("Half of them within"),
                   lang.plural("{n} day", "{n} days", round(first.median_days))),
        ],
    )  # fmt: skip
    _picture(view, rows.head(BARS))
    _table(view, rows)
    return _(
        "{share} of those who bought “{product}” later moved up to “{next}”, {low} to {high}; half "
        "of them within {days} days.",
        share=lang.percent(first.share), product=first["product"], next=first.next_product,
        low=lang.percent(first.low), high=lang.percent(first.high),
        days=lang.number(round(first.median_days)),
    )  # fmt: skip


def _between(view: View, row: pd.Series) -> str:
    lang = view.lang
    return view.text("{low} to {high}", low=lang.percent(row.low), high=lang.percent(row.high))


def _picture(view: View, rows: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    drawn = [
        Pair(
            row.product, row.next_product, row.share, row.share,
            _("<b>{share}</b> · {n} days", share=lang.percent(row.share),
              n=lang.number(round(row.median_days))),
        )
        for row in rows.itertuples()
    ]  # fmt: skip
    chart(
        view, pairs(view, drawn, joined="→"), _("The surest steps up"),
        _("share of the buyers of the first, surest by the lower end of its interval; median days "
          "between the first purchases"),
        key="ladder",
    )  # fmt: skip


def _table(view: View, rows: pd.DataFrame) -> None:
    """All steps; who has not taken the ticked one yet."""
    _, lang = view.text, view.lang
    shown = rows.head(ROWS)
    head(_("Steps up"), _("the surest first; tick one to see who has not taken it yet"))
    shown = shown.assign(
        range=[_between(view, row) for _place, row in shown.iterrows()],
        days=[lang.number(days) for days in shown.median_days],
        note=[small_group(lang, n) for n in shown.moved],
    )
    columns = {
        "product": Column(_("Bought first"), pinned=True),
        "next_product": Column(_("Moved up to")),
        "category": Column(_("Category")),
        "price_ratio": Column(_("Price ratio"), "number", digits=2,
                              help=_("what was paid on average, the second ÷ the first")),
        "buyers": Column(_("Buyers"), "number"),
        "moved": Column(_("Of them moved up"), "number"),
        "share": Column(_("Share"), "bar"),
        "range": Column(_("95 % interval"), "said"),
        "days": Column(_("Median days"), "said"),
        "note": Column(_("Note")),
    }  # fmt: skip
    ticked = table(view, shown, filled(shown, columns), key="ladder", select=True, one=True)
    step = (ticked if len(ticked) else shown).iloc[0]
    asked = {"bought": step["product"], "lacking": step.next_product}
    with st.expander(
        plain(_("Who bought “{bought}” but never “{lacking}”", bought=short(asked["bought"], 40),
                lacking=short(asked["lacking"], 40))),
        key="upgrade.open", on_change="rerun",
    ) as more:  # fmt: skip
        if not more.open:
            return
        listed = ask(view, products.without, **asked)
        if listed.empty:
            st.markdown(_("Nobody: all customers who bought the one bought the other."))
            return
        marked = people(view, listed, key="upgrade", select=True)
        words = _("Bought “{bought}” but never “{lacking}”", **asked)
        take_away(view, Rule.of(products.without, words, **asked), key="upgrade", ticked=marked)


def _defined(view: View) -> str:
    lang = view.lang
    return view.text(
        "For each customer who bought the first product: the next one of the same category that "
        "is **dearer**, by what all paid on average, and that they had not bought before, on a "
        "later day. **Share**: customers whose next dearer one it was ÷ buyers of the first, with "
        "the 95 % Wilson interval; who bought only lately may still move. **Median days**: "
        "between the first purchases of the two. Over all history up to the day; products with "
        "at least {n} buyers; customers with more than {most} products in a category are left "
        "out of it; of more than {many} customers an even part is looked at. A share says what "
        "happened, not that the first led to the second.",
        n=lang.number(products.LEAST), most=lang.number(products.MOST_PRODUCTS),
        many=lang.number(products.MOST_CUSTOMERS),
    )  # fmt: skip
