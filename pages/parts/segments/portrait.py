"""The portrait of a group: what sets its customers apart from the others."""

import math

import pandas as pd
import streamlit as st

from analytics import portrait, rfm
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.index import Trait, index
from pages.parts.charts.template import chart, head
from pages.parts.columns import column_name
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.guard import View
from pages.parts.names import segment_name
from pages.parts.switch import select, switch
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away
from pages.parts.words import small_group

MAPS = {
    "segments": N_("Ten segments"),
    "types": N_("Eight types"),
}
TRAITS = {
    "product": N_("Product"),
    "category": N_("Category"),
    "channel": N_("Channel"),
    "weekday": N_("Weekday"),
    "discount": N_("Discount"),
    "customer_type": N_("Customer type"),
    "region": N_("Region"),
    "salesperson": N_("Salesperson"),
}
DAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
    N_("Sunday"),
)  # fmt: skip
SAID = {
    "product": N_("buy {what} {times} times as often, order for order"),
    "category": N_("buy from {what} {times} times as often, order for order"),
    "channel": N_("order through {what} {times} times as often"),
    "weekday": N_("order on a {what} {times} times as often"),
    "discount": N_("get a discount {times} times as often"),
    "customer_type": N_("are of the type {what} {times} times as often"),
    "region": N_("come from {what} {times} times as often"),
    "salesperson": N_("are looked after by {what} {times} times as often"),
}
LONG = 30
EVERYONE = "everyone"


def draw(view: View, scoring: rfm.Scoring) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _ = view.text
    with st.container(horizontal=True, vertical_alignment="bottom"):
        mapped = switch(view, "map", _("Map"), MAPS)
        by = "segment" if mapped == "segments" else "type8"
        asked = {"by": by, **scoring.params}
        cells = ask(view, rfm.cells, scoring=scoring)
        found = rfm.headline(cells, by)
        people = (rfm.by_segment(cells) if by == "segment" else rfm.by_type(cells)).set_index(by)
        people = people.customers[people.customers > 0]
        if not found.tells_apart or len(people) < 2:
            downloads(view, {})
            computed(view, _defined(view), "portrait_counts", params=asked)
            return view.lang.plural(
                "{n} customer so far: too few to be told apart.",
                "{n} customers, too much alike to be told apart.",
                found.customers,
            )
        names = {code: segment_name(view, code) for code in people.index}
        label = select(view, "group", _("Customers"), names)
        others = {EVERYONE: _("all others")} | {c: n for c, n in names.items() if c != label}
        against = select(view, "against", _("against"), others)
        words = _("{page}: {what}", page=_("Segments"), what=names[label])
        choice = {"segments" if by == "segment" else "types": (label,)}
        take_away(view, Rule.of(rfm.listing, words, scoring=scoring, **choice), key="portrait")
    other = None if against == EVERYONE else against
    rows = ask(view, portrait.traits, label=label, against=other, by=by, scoring=scoring)
    rows = rows.replace([math.inf], math.nan).assign(named=_named(view, rows))
    best = portrait.standing_out(rows)
    few = min(people[label], people[other] if other else people.sum() - people[label])
    sides = names[label], names[other] if other else _("all others")
    left, right = st.columns(2, gap="medium")
    with left:
        _picture(view, best, sides, few)
    with right:
        _table(view, rows, sides)
    computed(view, _defined(view), "portrait_counts", params=asked)
    downloads(
        view,
        {_("Portrait"): lambda: rows.drop(columns="detail").rename(columns={"named": "detail"})},
        {"share": sides[0], "other_share": sides[1]},
        {"trait": TRAITS},
    )
    return _answer(view, names[label], rows, best, few)


def _named(view: View, rows: pd.DataFrame) -> pd.Series:
    """What a trait's detail is called: weekdays by name, a discount as such, else as it is."""
    named = rows.detail.copy()
    days = rows.trait == "weekday"
    named[days] = [view.text(DAYS[int(day)]) for day in rows.detail[days]]
    named[rows.trait == "discount"] = view.text("with a discount")
    return named


def _answer(view: View, name: str, rows: pd.DataFrame, best: pd.DataFrame, few: int) -> str:
    """The two surest traits of different kinds; those had more often rather than less."""
    _, lang = view.text, view.lang
    if not rows.discovery_rate.notna().any():
        return _("{group}: too few customers for a portrait.", group=name)
    known = best[best["index"].notna()]
    more = known[known["index"] > 100].drop_duplicates("trait")
    chosen = more if len(more) else known.drop_duplicates("trait")
    said = [
        _(SAID[row.trait], what=row.named, times=lang.number(row.index_ / 100, 1))
        for row in chosen.head(2).rename(columns={"index": "index_"}).itertuples()
    ]
    if not said:
        return _("{group}: nothing sets them apart beyond chance.", group=name)
    told = _("{first}, and {second}", first=said[0], second=said[-1]) if said[1:] else said[0]
    answer = _("{group} {traits} as the others.", group=name, traits=told)
    note = small_group(lang, few)
    return lang.sentences([answer, f"({note})"]) if note else answer


def _picture(view: View, best: pd.DataFrame, sides: tuple[str, str], few: int) -> None:
    _, lang = view.text, view.lang
    if best.empty:
        head(_("No clear difference"), _("the table shows what was compared"))
        return
    drawn = [
        Trait(
            _(TRAITS[row.trait]),
            row.named if len(row.named) <= LONG else row.named[: LONG - 1] + "…",
            row.index_,
            row.index_low,
            row.index_high if row.index_high == row.index_high else math.inf,
            _("{one} vs {other}", one=lang.percent(row.share), other=lang.percent(row.other_share)),
            _hint(view, row),
        )
        for row in best.rename(columns={"index": "index_"}).itertuples()
    ]
    chart(
        view,
        index(view, drawn, small=few < 30),
        _("What sets {one} apart from {other}", one=sides[0], other=sides[1]),
        _("index: 100 = as often, 200 = twice as often; line: 95 % interval"),
        _("shares of {one} vs {other}", one=sides[0], other=sides[1]),
        small_group(lang, few),
        key="portrait",
    )


def _hint(view: View, row: tuple) -> str:
    lang = view.lang
    high = lang.number(row.index_high) if row.index_high == row.index_high else "∞"
    words = {"low": lang.number(row.index_low), "high": high, "n": lang.number(row.customers)}
    told = view.text("95 % from {low} to {high} · {n} customers have it", **words)
    return f"{view.text(TRAITS[row.trait])} {row.named}<br>{told}"


def _table(view: View, rows: pd.DataFrame, sides: tuple[str, str]) -> None:
    _, lang = view.text, view.lang
    told = int(rows.discovery_rate.notna().sum())
    head(
        lang.plural("{n} trait compared", "{n} traits compared", told),
        _("of orders, or of customers for type, region and salesperson"),
        _("clear: at most 1 in 20 by chance, corrected for comparing many at once"),
    )
    bounds = zip(rows.index_low, rows.index_high, strict=True)
    shown = rows.assign(
        trait=rows.trait.map(lambda code: _(TRAITS[code])),
        interval=[f"{lang.number(low)}–{lang.number(high)}" for low, high in bounds],
        sure=rows.clear.map({True: _("clear"), False: _("by chance?")}),
    )
    shown.loc[rows.discovery_rate.isna(), "sure"] = _("too few")
    columns = {
        "trait": Column(column_name(view, "trait")[0], width=92),
        "named": Column(column_name(view, "detail")[0], width=122),
        "index": Column(column_name(view, "index")[0], "number", width=52),
        "interval": Column(_("95 %"), "said", width=76),
        "share": Column(sides[0], "percent", width=72),
        "other_share": Column(sides[1], "percent", width=72),
        "sure": Column(_("Sure?"), width=58),
    }
    table(view, shown, columns, key="portrait.rows", rows=15)


def _defined(view: View) -> str:
    return view.text(
        "Each **share** is of a group's orders that count: those with the product, category, "
        "channel or discount, or of that weekday; for customer type, region and salesperson it is "
        "of the customers of whom it is known. Goods taken back do not count. The **index** is the "
        "share divided by that of the customers compared with, times 100. Orders of one customer "
        "are alike, so they count as the independent cases they are worth; the 95 % interval is "
        "that of a ratio of two Wilson intervals (Donner and Zou). A difference is **clear** when "
        "its false discovery rate over all traits compared is at most 5 % (Benjamini–Hochberg); "
        "with fewer than 5 expected cases nothing is said. The picture shows at most 12 clear "
        "traits that at least 3 % of either side have."
    )
