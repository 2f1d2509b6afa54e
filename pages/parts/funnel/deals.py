"""What the funnel page says about deals: how many were won, and how the open ones stand."""

import pandas as pd
import streamlit as st

from analytics import deals as topic
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import chart
from pages.parts.figures import Figure
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.words import plain

OUTCOMES = {"won": N_("won"), "lost": N_("lost")}


def deals_definition(view: View) -> str:
    """What the figures of deals mean."""
    return view.text(
        "**Win rate** is won ÷ (won + lost) of the deals opened in the period, as they stood on "
        "the last day; its range is the 95 % Wilson interval. A deal that closed later counts as "
        "**open**: what its stage and value were on that day is not known. **Days to win** is the "
        "median from opening to closing of the won. Only the current stage of a deal is stored, so "
        "it is taken to have passed the earlier ones. Deals without an opening date count in all "
        "time only."
    )


def deals_answer(view: View, deals: pd.Series) -> str:
    """One sentence: how many of the decided were won, and how many are open."""
    lang = view.lang
    if not deals.deals and deals.undated:
        return lang.plural(
            "No deal with a date was opened in this period; {n} has no opening date.",
            "No deal with a date was opened in this period; {n} have no opening date.",
            int(deals.undated),
        )
    if not deals.deals:
        return view.text("No contact has a stage in this selection.")
    if not deals.won and not deals.lost:
        return lang.plural(
            "No deal is decided yet; {n} is open.",
            "No deal is decided yet; {n} are open.",
            int(deals.still_open),
        )
    return lang.plural(
        "{rate} of the deals decided were won; {n} is still open.",
        "{rate} of the deals decided were won; {n} are still open.",
        int(deals.still_open),
        rate=lang.percent(deals.win_rate),
    )


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
            _stage_name(view, stage), stage.deals,
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
        _("only the current stage is stored: earlier ones are taken as passed"),
        key="deals",
    )


def _stage_name(view: View, stage: tuple) -> str:
    """The stage as the data names it, with what it decides in the reader's words."""
    if stage.closed_later:
        return view.text("stage on that day unknown")
    name = stage.stage or view.text("(not given)")
    word = view.text(OUTCOMES.get(stage.outcome, ""))
    return name if word in name.lower() else f"{name} · {word}"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
