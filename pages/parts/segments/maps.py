"""Everybody on a map: ten segments or eight types, and the customers behind each tile."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics import movement, rfm
from analytics.errors import N_
from analytics.reports import segments as told
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.names import segment_action, segment_meaning, segment_name
from pages.parts.people import people
from pages.parts.segments import clusters, custom, stability
from pages.parts.segments.behind import behind
from pages.parts.segments.pick import chosen_words, picked
from pages.parts.segments.picture import Counted, box_toggle, forget, offered, picture
from pages.parts.segments.settings import settings
from pages.parts.switch import select, switch, toggle
from pages.parts.take_away import take_away

MAPS = {
    "segments": N_("Ten segments"),
    "types": N_("Eight types"),
    "money": N_("Recency × money"),
    "score": N_("Weighted score"),
    "clusters": N_("k-means"),
    "custom": N_("Your own"),
}
APART = {"clusters": clusters.draw, "custom": custom.draw}  # not drawn from cells of scores
TYPES_BEST = N_("Important value customers are {customers} of customers and {money} of revenue")
BEFORE = N_("Show the group before")
BEFORE_NOTE = N_(
    "and the date of the change: the first month end, or last day of the data, that shows the "
    "group of now; over the last 12 month ends"
)
LISTED = 200


def draw(view: View, scoring: rfm.Scoring) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _, top = view.text, st.container()
    maps = {code: name for code, name in MAPS.items() if code != "score"}
    if scoring.method == "weights":
        maps = MAPS
    with st.container(horizontal=True, vertical_alignment="center"):
        mapped = switch(view, "map", _("Map"), maps)
        if mapped not in APART:
            shade = select(view, "shade", _("Shade"), offered(view, mapped), shown=False)
            settings(view, scoring)
            box_toggle(view)
    if mapped in APART:
        return APART[mapped](view, scoring)
    money, margin = mapped in ("money", "score"), shade == "margin"
    counted = partial(ask, view, rfm.cells, scoring=scoring, money=money, margin=margin)
    cells, by = counted(), "type8" if mapped == "types" else "segment"
    found = counted(then=partial(rfm.headline, by=by))
    pick = picked("m" if mapped == "money" else "f") if found.tells_apart else {}
    if found.tells_apart:
        with top:
            key_figures(view, _figures(view, counted, by))
        picture(view, scoring, counted, mapped, shade)
    if mapped != "score":
        pick = {name: codes for name, codes in pick.items() if name != "bands"}
    listed = _list(view, scoring, cells, pick, by, found.tells_apart)
    if found.tells_apart:
        stability.draw(view, scoring, by)
    behind(view, scoring, cells)
    _explained(view, scoring, cells, listed)
    return _answer(view, found, by)


def _answer(view: View, found: rfm.Headline, by: str) -> str:
    first = ""
    if by == "type8":
        first = told.best_bring(view.lang, found, view.own_words, "important_value", TYPES_BEST)
    return told.answer(view.lang, found, view.own_words, first)


def _figures(view: View, counted: Counted, by: str) -> list[Figure]:
    """The families of segments, or the important types, with their part of the money."""
    rows = counted(then=rfm.by_family) if by == "segment" else counted(then=rfm.by_type).head(4)
    return [
        Figure(
            view.text(told.FAMILIES[row[0]]) if by == "segment" else segment_name(view, row[0]),
            view.lang.number(row.customers),
            note=view.text("{share} of revenue", share=view.lang.percent(row.monetary_share)),
        )
        for row in rows.itertuples(index=False)
    ]


def _list(
    view: View,
    scoring: rfm.Scoring,
    cells: pd.DataFrame,
    pick: dict[str, tuple[Any, ...]],
    by: str,
    tells_apart: bool,
) -> Callable[[], pd.DataFrame]:
    """The customers of the choice, the first of them shown; returns how to ask for all."""
    _, lang = view.text, view.lang
    count, money = rfm.chosen(cells, **pick, scoring=scoring)
    title = lang.plural(
        "{n} customer, {money}", "{n} customers, {money}", count, money=lang.money(money)
    )
    note = _("most revenue first; click a tile or a bar to narrow the list")
    groups = (*pick.get("segments", ()), *pick.get("types", ()))
    if groups:
        names = _(", ").join(segment_name(view, code) for code in groups)
        title = _("{names}: {what}", names=names, what=title)
    if len(groups) == 1:
        note = _(
            "{meaning}. What to do: {action}.",
            meaning=segment_meaning(view, groups[0]), action=segment_action(view, groups[0]),
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(gap=None):
            head(title, note)
        before = tells_apart and toggle(view, "before", BEFORE, BEFORE_NOTE)
        if pick:
            st.button(
                _("Show all customers"), icon=":material/close:", type="tertiary", on_click=forget
            )
        actions = st.container(width="content")
    question, asked = rfm.listing, {"scoring": scoring, **pick}
    if before:
        question, asked = movement.listing, {**asked, "by": by}
    listed = ask(view, question, rows=LISTED, **asked)
    unsaid = ("type8" if by == "segment" else "segment",)
    hidden = unsaid if tells_apart else ("segment", "type8")
    ticked = people(view, listed, key="customers", hide=hidden, select=True)
    with actions:
        words = _("{page}: {what}", page=_("Segments"), what=chosen_words(view, pick))
        take_away(view, Rule.of(question, words, **asked), key="segments", ticked=ticked)
    return lambda: ask(view, question, rows=count, **asked)


def _explained(
    view: View, scoring: rfm.Scoring, cells: pd.DataFrame, listed: Callable[[], pd.DataFrame]
) -> None:
    _ = view.text
    computed(
        view,
        told.definition(view.lang),
        "rfm_cells", "rfm_listing", "rfm_customers",
        params=scoring.params_with_money | {"names": True},
    )  # fmt: skip
    downloads(
        view,
        {
            _("This list"): listed,
            _("All customers"): lambda: ask(view, rfm.customers, scoring=scoring),
            _("Segments"): lambda: rfm.by_segment(cells),
            _("Eight types"): lambda: rfm.by_type(cells),
            _("Segments × types"): lambda: rfm.by_map(cells),
        },
    )
