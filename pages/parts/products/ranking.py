"""Each product by how lately, how often and for how much it is bought; which are fading."""

import pandas as pd
from streamlit import container

from analytics import products
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.pairs import short
from pages.parts.charts.template import chart, head
from pages.parts.codes import COURSE_NAMES
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.tables import Column, table

BARS, ROWS = 10, 500


def draw(view: View, _levels: tuple[str, ...]) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _, lang = view.text, view.lang
    rows = ask(view, products.ranking)
    now, before = products.windows(view.ws, view.scope)
    values = {
        "days": lang.number(products.WINDOW),
        "start": lang.date(before[0]), "end": lang.date(before[1]),
    }  # fmt: skip
    days = {"now_from": now[0], "before_from": before[0], "before_to": before[1]}
    computed(view, _defined(view, values), "products_ranking", params=days)
    downloads(view, {_("Product RFM"): lambda: rows})
    if rows.empty:
        return _("In this selection no order names a product.")
    fading, rising = (products.moving(rows, course) for course in ("fading", "rising"))
    with container():
        _figures(view, rows, fading, rising)
    if rows.course.notna().any():
        _picture(view, products.moving(rows).head(BARS), values)
    _table(view, rows)
    return _answer(view, rows, fading, rising, values)


def _answer(
    view: View,
    rows: pd.DataFrame,
    fading: pd.DataFrame,
    rising: pd.DataFrame,
    values: dict[str, str],
) -> str:
    """How many products fade, and which most; else which rises."""
    _, lang = view.text, view.lang
    if rows.course.isna().all():
        first = rows.iloc[0]
        return _(
            "“{product}” brings most, {money}; the data do not reach back far enough to say what "
            "is fading.",
            product=first["product"], money=lang.money(first.monetary),
        )  # fmt: skip
    if fading.empty:
        said = lang.plural(
            "The one product is not fading: its share of orders is no smaller than from {start} "
            "to {end}",
            "None of the {n} products is fading: no share of orders is clearly smaller than from "
            "{start} to {end}",
            len(rows), **values,
        )  # fmt: skip
        if rising.empty:
            return _("{first}.", first=said)
        best = rising.iloc[0]
        rose = _(
            "“{product}” rises most, to {now} of orders after {before}", product=best["product"],
            now=lang.percent(best.share_now, 1), before=lang.percent(best.share_before, 1),
        )  # fmt: skip
        return _("{first}; {second}.", first=said, second=rose)
    worst = fading.iloc[0]
    return lang.plural(
        "{n} product of {all} is fading: “{product}”, in {now} of orders after {before} from "
        "{start} to {end}.",
        "{n} products of {all} are fading, “{product}” most: in {now} of orders after {before} "
        "from {start} to {end}.",
        len(fading), all=lang.number(len(rows)), product=worst["product"],
        now=lang.percent(worst.share_now, 1), before=lang.percent(worst.share_before, 1),
        **values,
    )  # fmt: skip


def _figures(
    view: View, rows: pd.DataFrame, fading: pd.DataFrame, rising: pd.DataFrame
) -> None:  # fmt: skip
    _, lang = view.text, view.lang
    new = products.moving(rows, "new")
    shown = [Figure(_("Products sold"), lang.number(len(rows)))]
    for label, found in ((_("Fading"), fading), (_("Rising"), rising), (_("New products"), new)):
        money = _("{money} of revenue", money=lang.money(found.monetary.sum()))
        shown.append(Figure(label, lang.number(len(found)), note=money if len(found) else ""))
    key_figures(view, shown)


def _picture(view: View, rows: pd.DataFrame, values: dict[str, str]) -> None:
    _, lang, colours = view.text, view.lang, view.palette
    shades = {"fading": colours.worse, "rising": colours.bar, "new": colours.bar}
    drawn = [
        Row(
            short(row.product), row.share_now,
            _("<b>{now}</b> after {before}", now=lang.percent(row.share_now, 1),
              before=lang.percent(row.share_before, 1)),
            shades.get(row.course, colours.ghost), row.share_before,
        )
        for row in rows.itertuples()
    ]  # fmt: skip
    chart(
        view, bars(view, drawn, row_height=32), _("The shares of orders that changed most"),
        _("last {days} days, pale behind it {start} to {end}; orange: fading, blue: rising or "
          "new, grey: may be chance",
          **values),
        key="course",
    )  # fmt: skip


def _table(view: View, rows: pd.DataFrame) -> None:
    _ = view.text
    head(_("All products"), _("most revenue first"))
    shown = rows.head(ROWS)
    scores = [" · ".join(map(str, row)) for row in shown[["r", "f", "m"]].to_numpy()]
    said = [_(COURSE_NAMES[code]) if isinstance(code, str) else "–" for code in shown.course]
    columns = {
        "product": Column(_("Product"), pinned=True),
        "category": Column(_("Category")),
        "scores": Column(
            _("R · F · M"), help=_("recency, frequency and money, each scored 1 to 5")
        ),
        "recency_days": Column(_("Days since order"), "number"),
        "frequency": Column(_("Orders"), "number"),
        "monetary": Column(_("Revenue"), "money"),
        "share_now": Column(_("Share of orders now"), "percent"),
        "share_before": Column(_("Share before"), "percent"),
        "said": Column(_("Course"), width="small"),
    }
    if shown.category.isna().all():
        del columns["category"]
    table(view, shown.assign(scores=scores, said=said), columns, key="ranking", rows=15)


def _defined(view: View, values: dict[str, str]) -> str:
    return view.text(
        "**Recency**: days since the product was last bought. **Frequency**: orders with it. "
        "**Money**: revenue, returns taken off. Each is scored 1 to 5 among all products of the "
        "period, as customers are. **Fading** and **rising**: its share of all orders of the last "
        "{days} days against {start} to {end}, whatever the period; a difference counts where its "
        "false discovery rate over all products is under 5 % (Benjamini–Hochberg). The same days "
        "of the year before are taken where the data reach back so far, else the days just "
        "before: then a season looks like a change. **New**: first bought within these days.",
        **values,
    )  # fmt: skip
