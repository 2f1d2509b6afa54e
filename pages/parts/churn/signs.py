"""Early warnings: signs of leaving, who shows them, and how often each was right before."""

import pandas as pd
import streamlit as st

from analytics import churn, churn_signs, churn_warnings
from analytics.churn_kept import Trained
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.codes import SIGN_NAMES
from pages.parts.guard import View
from pages.parts.leaving import leaving
from pages.parts.switch import switch
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away

LISTED = 200
SINCE = {"all": N_("All who show it"), "fresh": N_("Since this week")}


def signs(view: View, learned: Trained | None, tests: pd.DataFrame, horizon: int | None) -> None:
    """Each sign with its record; who shows the one ticked, to be taken away."""
    _, lang = view.text, view.lang
    if not learned or learned.why:
        st.markdown(_("How often a sign was right is not known yet: nothing has been learned."))
        return
    names = {
        "sign": Column(_("Sign"), width=390),
        "now": Column(_("Show it now"), "number"),
        "fresh": Column(_("Of them since this week"), "number"),
        "customers": Column(_("Showed it before"), "number"),
        "share": Column(_("Of them left"), "percent"),
        "low": Column(_("95 % from"), "percent"),
        "high": Column(_("95 % to"), "percent"),
        "others_share": Column(_("Of others like them left"), "percent"),
    }
    rows = churn_signs.counted(learned.past, learned.now)
    head(
        _("How often each sign was right"),
        _(
            "of those who showed it on earlier days, the share that did not order within {days} "
            "days; tick one to see who shows it now",
            days=lang.number(learned.horizon_days),
        ),
    )  # fmt: skip
    said = rows.assign(sign=[_(SIGN_NAMES[code]) for code in rows["sign"]])
    ticked = table(view, said, names, key="signs", rows=12, select=True, one=True)
    if rows.empty:
        return
    broke = rows.index[(rows["sign"] == "rhythm_broke") & (rows["now"] > 0)]
    usual = broke[0] if len(broke) else rows["fresh"].idxmax()
    place = ticked.index[0] if len(ticked) else usual
    _warned(view, rows.loc[place], tests, horizon)


def _warned(view: View, row: pd.Series, tests: pd.DataFrame, horizon: int | None) -> None:
    _, lang = view.text, view.lang
    sign, name = row["sign"], _(SIGN_NAMES[row["sign"]])
    fresh = switch(view, "since", _("Since when"), SINCE) == "fresh"
    asked = {"sign": sign, "fresh": fresh, "horizon_days": horizon}
    people = ask(view, churn_warnings.warned, **asked)
    words = _("Warned since this week: {sign}", sign=name) if fresh else _(
        "Warned: {sign}", sign=name
    )  # fmt: skip
    head(
        lang.plural(
            "{n} customer: {sign}", "{n} customers: {sign}", len(people), sign=name
        ),
        _(
            "of {n} who showed it before {share} left ({low} to {high}), of others like them "
            "{others}; by value at risk",
            n=lang.number(row["customers"]), share=lang.percent(row["share"]),
            low=lang.percent(row["low"]), high=lang.percent(row["high"]),
            others=lang.percent(row["others_share"]),
        ),
    )  # fmt: skip
    if people.empty:
        return
    chosen = leaving(view, people.head(LISTED), churn.proven(tests))
    take_away(view, Rule.of(churn_warnings.warned, words, **asked), key="warned", ticked=chosen)
