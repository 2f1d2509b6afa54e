"""What the funnel page says about deals: how many were won, and how the open ones stand."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics import deals as topic
from analytics.reports import funnel as told
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import chart
from pages.parts.figures import Figure
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.words import plain

MANY_OPEN = 0.2  # share of the deals opened in a period from which their win rate says little


def deal_figures(view: View, deals: pd.Series, *, alone: bool) -> list[Figure]:
    """Of the deals decided how many were won, and what is open; alone on the page also how long."""
    _, lang = view.text, view.lang
    decided = _("{won} won, {lost} lost", won=lang.number(deals.won), lost=lang.number(deals.lost))
    likely = interval(lang, deals.low, deals.high, deals.won + deals.lost)
    likely = _("95 %: {range}", range=likely) if likely else ""
    count = lang.plural("{n} deal", "{n} deals", int(deals.still_open))
    valued = deals.open_value > 0
    unknown = _("{n} of unknown value", n=lang.number(deals.open_unvalued))
    figures = [
        Figure(_("Win rate of deals"), lang.percent(deals.win_rate), note=_joined(decided, likely)),
        Figure(_("Open deals"), lang.money(deals.open_value) if valued
               else lang.number(deals.still_open),
               note=_joined(count if valued else "", unknown if deals.open_unvalued else "")),
    ]  # fmt: skip
    if alone:
        pace = [
            Figure(_("Days to win (median)"), lang.number(deals.median_won_days),
                   note=_("mean: {days}", days=lang.number(deals.mean_won_days, 2))),
            Figure(_("Open for longer than that"), lang.number(deals.open_older),
                   note=_("median age of the open: {days} days",
                          days=lang.number(deals.median_open_days))),
        ]  # fmt: skip
        figures = [figures[0], pace[0], figures[1], pace[1]]
    return figures


def deals_by_stage(view: View, deals: pd.Series) -> None:
    """The picture of the deals by stage, and what there is to know about them."""
    _, lang = view.text, view.lang
    undated = _undated(view, deals)
    if view.scope.start and not (deals.won or deals.lost):
        _earlier(view)
    if not deals.deals:
        if undated:
            st.caption(plain(undated))
        return
    older = ""
    if deals.open_older == deals.open_older:
        older = _(
            "{older} of {n} open for longer than the {days} days a won deal takes (median; mean "
            "{mean})",
            older=lang.number(deals.open_older), n=lang.number(deals.still_open),
            days=lang.number(deals.median_won_days), mean=lang.number(deals.mean_won_days, 1),
        )  # fmt: skip
    colours = {"won": view.palette.bar, "lost": view.palette.worse}
    standing = [
        Row(
            told.deal_stage(lang, stage.stage, stage.outcome, stage.closed_later), stage.deals,
            f"<b>{lang.number(stage.deals)}</b> · {lang.money(stage.value)}",
            colours.get(stage.outcome, view.palette.soft),
        )
        for stage in ask(view, topic.stages).itertuples()
    ]  # fmt: skip
    chart(
        view,
        bars(view, standing),
        _("Deals by current stage"),
        _("decided in the period, or open on its last day; number and money"),
        undated,
        older,
        key="deals",
    )
    if view.scope.start:
        _opened(view, deals)


def _earlier(view: View) -> None:
    """Where no deal was decided in the period: how many were before it, and the way to them."""
    _, lang = view.text, view.lang
    ever = ask(view, topic.summary, replace(view.scope, start=None))
    if not (ever.won or ever.lost):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        words = _(
            "No deal was decided in this period; before it: {won} won, {lost} lost.",
            won=lang.number(ever.won), lost=lang.number(ever.lost),
        )  # fmt: skip
        st.caption(plain(words), width="content")
        st.button(
            _("Show all time"), key="deals.ever", type="tertiary", icon=":material/history:",
            on_click=lambda: address.choose("period", "all"),
        )  # fmt: skip


def _undated(view: View, deals: pd.Series) -> str:
    """Which deals a date is missing of, and where they count all the same."""
    parts = []
    if view.scope.start and deals.undated:
        parts.append(
            view.lang.plural(
                "{n} decided deal has no closing date: counted in all time only",
                "{n} decided deals have no closing date: counted in all time only",
                int(deals.undated),
            )
        )
    if deals.open_undated:
        parts.append(
            view.lang.plural(
                "{n} open deal has no opening date: counted, its age is not known",
                "{n} open deals have no opening date: counted, their age is not known",
                int(deals.open_undated),
            )
        )
    return _joined(*parts)


def _opened(view: View, stand: pd.Series) -> None:
    """The deals opened in the period beside those decided in it: many of them may be open yet."""
    _, lang, found = view.text, view.lang, ask(view, topic.opened)
    if not found.deals:
        return
    said = [lang.plural(
        "Of {n} deal opened in this period, {won} won, {lost} lost and {open} ({share}) still "
        "open by {day}.",
        "Of {n} deals opened in this period, {won} were won, {lost} lost and {open} ({share}) are "
        "still open by {day}.",
        int(found.deals), won=lang.number(found.won), lost=lang.number(found.lost),
        open=lang.number(found.still_open), share=lang.percent(found.open_share, 0),
        day=lang.date(view.scope.as_of),
    )]  # fmt: skip
    if found.open_share > MANY_OPEN and found.win_rate == found.win_rate:
        said.append(_(
            "So many are open that the {rate} won of their decided ones says little: quick deals "
            "are decided first. The win rate above, {all}, is of all deals decided in the period.",
            rate=lang.percent(found.win_rate), all=lang.percent(stand.win_rate),
        ))  # fmt: skip
    st.caption(plain(lang.sentences(said)))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
