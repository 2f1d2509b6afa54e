"""What the funnel page says about deals: how many were won, and how the open ones stand."""

import pandas as pd
import streamlit as st

from analytics import deals as topic
from analytics.reports import funnel as told
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import chart
from pages.parts.figures import Figure
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.words import plain


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
            Figure(_("Days to win (median)"), lang.number(deals.median_won_days)),
            Figure(_("Open for longer than that"), lang.number(deals.open_older),
                   note=_("median age of the open: {days} days",
                          days=lang.number(deals.median_open_days))),
        ]  # fmt: skip
        figures = [figures[0], pace[0], figures[1], pace[1]]
    return figures


def deals_by_stage(view: View, deals: pd.Series) -> None:
    """The picture of the deals by stage, and what there is to know about them."""
    _, lang = view.text, view.lang
    undated = ""
    if view.scope.start and deals.undated:
        undated = lang.plural(
            "{n} deal has no opening date: counted in all time only",
            "{n} deals have no opening date: counted in all time only",
            int(deals.undated),
        )
    if not deals.deals:
        if undated:
            st.caption(plain(undated))
        return
    older = ""
    if deals.open_older == deals.open_older:
        older = _(
            "{older} of {n} open for longer than the {days} days a won deal takes (median)",
            older=lang.number(deals.open_older), n=lang.number(deals.still_open),
            days=lang.number(deals.median_won_days),
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
        _("opened in the period, as they stood on the last day; number and money"),
        undated,
        older,
        key="deals",
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
