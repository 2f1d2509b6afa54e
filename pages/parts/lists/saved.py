"""All lists: whom did we act on, and what came of it?"""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import Scope, followup, lists
from analytics.reports import actions as told
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import chart
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.list_opened import bought, revenue_since, since_rate
from pages.parts.notices import link
from pages.parts.rule_words import rule_words
from pages.parts.tables import Column, table

SHOWN = 7


def draw(view: View) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _, saved = view.text, lists.lists(view.ws)
    ids = tuple(one.id for one in saved)
    after = ask(view, followup.since, Scope(), members=followup.ever(view.ws, ids))
    done = followup.done(view.ws, ids)
    found = followup.summary(after, done)
    rows = lists.table(saved).merge(followup.by_list(after, done), on="list_id", how="left")
    rows = rows.rename(columns={"revenue": "revenue_since"})
    rows["rule"] = [rule_words(view, one.rule) for one in saved]
    computed(
        view, told.definition(view.lang), "followup_since", scope=Scope(), params={"members": ()}
    )
    downloads(view, {_("Lists"): lambda: rows.drop(columns="list_id")})
    if not saved:
        _how(view)
        return _("No list has been made yet.")
    _figures(view, found)
    clicked = _picture(view, rows)
    ticked = _table(view, rows)
    if clicked or len(ticked):
        address.choose("saved", clicked or str(ticked.list_id.iloc[0]))
        st.rerun()
    return _answer(view, found, after)


def _answer(view: View, found: followup.Summary, after: pd.DataFrame) -> str:
    brought = lists.value(view.ws, Scope(), after.customer_id.unique())
    return told.answer(view.lang, found, brought, view.lang.date(view.ws.facts.as_of))


def _how(view: View) -> None:
    _ = view.text
    st.markdown(
        _(
            "Choose customers on one of these pages, by a click or by ticking rows, and press "
            "**Make a list**. Here you then record what was done and see who bought since."
        )
    )
    with st.container(horizontal=True):
        link(_("Segments"), "customers/segments.py", icon=":material/grid_view:")
        link(_("Pyramid"), "customers/pyramid.py", icon=":material/change_history:")
        link(_("Leaving"), "customers/churn.py", icon=":material/logout:")
        link(_("Funnel"), "sales/funnel.py", icon=":material/filter_alt:")


def _figures(view: View, found: followup.Summary) -> None:
    _, lang = view.text, view.lang
    key_figures(
        view,
        [
            Figure(_("Customers on lists"), lang.number(found.customers), note=_("each once")),
            Figure(_("Contacted"), lang.number(found.contacted)),
            Figure(_("Bought since"), bought(view, found), note=since_rate(view, found)),
            Figure(_("Revenue since"), revenue_since(view, found), note=_("returns taken off")),
        ],
    )


def _picture(view: View, rows: pd.DataFrame) -> str:
    """Who bought since, by list; returns the list clicked, or ""."""
    _, lang = view.text, view.lang

    def note(one: Any) -> str:
        """What is written behind a list's bar."""
        known = f"<b>{bought(view, one)}</b> / " if one.observed else ""
        return known + lang.number(one.ever)

    drawn = [
        Row(one.list_name, one.bought, note(one), view.palette.bar, one.ever, str(one.list_id))
        for one in rows.head(SHOWN).itertuples()
        if one.ever == one.ever
    ]
    clicked = chart(
        view, bars(view, drawn), _("Who bought since, by list"),
        _("pale: all who were ever on it; solid: with an order since; click to open the list"),
        key="lists.bought", select=True,
    )  # fmt: skip
    return clicked[0][0] if clicked else ""


def _table(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    _, lang = view.text, view.lang
    columns = {
        "list_name": Column(_("List"), pinned=True, width="medium"),
        "customers": Column(_("Customers"), "number"),
        "value": Column(_("Revenue"), "money", help=_("in the period of the list")),
        "contacted": Column(_("Contacted"), "number"),
        "bought": Column(_("Bought since"), "number"),
        "interval": Column(_("95 % interval"), "said", width=150),
        "revenue_since": Column(_("Revenue since"), "money"),
        "left_out": Column(_("Left out"), "number", help=_("do not want to be contacted")),
        "as_of": Column(_("As of"), "date"),
        "rule": Column(_("Rule"), width="large"),
    }
    ranges = zip(rows.low, rows.high, rows.observed, strict=True)
    shown = rows.assign(interval=[interval(lang, *ends) for ends in ranges])
    shown.loc[~(rows.observed > 0), ["bought", "revenue_since"]] = None
    return table(view, shown, columns, key="lists", select=True, one=True)
