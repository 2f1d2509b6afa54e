"""Who moved between tiers, how many of each tier rose, and who climbed or fell most."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import movement, moves
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts import movement as shared
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.names import TIER_NAMES, group_name
from pages.parts.people import people
from pages.parts.since import since
from pages.parts.switch import switch
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away
from pages.parts.words import small_group

MOST = {"rose": N_("Who climbed most"), "slid": N_("Who fell most")}
LISTED = 200


def draw(view: View) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    asked: dict[str, Any] = {"by": "tier", "scoring": movement.USUAL}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = since(view, view.scope.end)
    files = {}
    if day is not None:
        flows = ask(view, movement.flows, since=day, **asked)
        rates = moves.upgrades(flows, TIER_NAMES)
        files = {view.text("Upgrade rate by tier"): lambda: rates}
    answer = shared.draw(view, asked, day, files)
    if day is not None and len(flows):
        _upgrades(view, rates, view.lang.date(day))
        _most(view, {**asked, "since": day})
    return answer


def _upgrades(view: View, rates: pd.DataFrame, day: str) -> None:
    """Of each tier's customers on the earlier day, how many stand higher now."""
    _, lang = view.text, view.lang
    if rates.empty:
        return
    best = rates.loc[rates.rise_rate.idxmax()]
    title = _("No customer rose to a better tier")
    if best.rose:
        title = _(
            "{share} of {group} rose to a better tier",
            share=lang.percent(best.rise_rate), group=group_name(view, best.moved_from),
        )  # fmt: skip
    head(title, _("upgrade rate: customers who stand higher now ÷ those of the tier on {day}",
                  day=day))  # fmt: skip
    shown = rates.assign(
        range=[
            _("{low} to {high}", low=lang.percent(row.low, 1), high=lang.percent(row.high, 1))
            for row in rates.itertuples()
        ],
        note=[small_group(lang, n) for n in rates.customers],
    )
    columns = {
        "moved_from": Column(_("Tier"), "group", pinned=True),
        "customers": Column(_("Customers"), "number"),
        "rose": Column(_("Rose"), "number"),
        "rise_rate": Column(_("Upgrade rate"), "bar"),
        "range": Column(_("95 % interval"), "said"),
    }
    if rates.customers.min() < moves.rates.LEAST:
        columns["note"] = Column(_("Note"))
    table(view, shown, columns, key="upgrades")


def _most(view: View, asked: dict[str, Any]) -> None:
    _ = view.text
    which = switch(view, "most", _("Who climbed most"), MOST)
    head(_(MOST[which]), _("over most tiers first, then most revenue"))
    listed = ask(view, movement.furthest, direction=which, rows=LISTED, **asked)
    if listed.empty:
        st.markdown(_("Nobody did."))
        return
    ticked = people(view, listed, key=f"most.{which}", select=True)
    kept = {**asked, "since": asked["since"].isoformat()}
    rule = Rule.of(movement.furthest, _(MOST[which]), direction=which, **kept)
    take_away(view, rule, key=f"most.{which}", ticked=ticked)
