"""Early warnings: signs of leaving, who shows them, and how often each was right before."""

import pandas as pd
import streamlit as st

from analytics import churn, churn_warnings, contracts
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
WHY_NOT = {  # measured, and in the table "small group" or "not measured"
    "nobody_before": N_("Not measured, as nobody showed it on an earlier day: {signs}."),
    "short_history": N_("Not measured, as no earlier day lies {days} days back: {signs}."),
    "renewed": N_("Not measured, as a renewed contract no longer names its earlier end: {signs}."),
}


def signs(
    view: View, by: churn.By, found: churn.Summary, tests: pd.DataFrame, horizon: int | None
) -> None:
    """Each sign with its record; who shows the one ticked, to be taken away."""
    _, lang = view.text, view.lang
    names = {
        "share": Column(_("Left after it"), "percent"),
        "sign": Column(_("Sign"), width=390),
        "now": Column(_("Show it now"), "number"),
        "fresh": Column(_("Of them since this week"), "number"),
        "customers": Column(_("Showed it before"), "number"),
        "low": Column(_("95 % from"), "percent"),
        "high": Column(_("95 % to"), "percent"),
        "others_share": Column(_("Of others like them left"), "percent"),
        "said": Column(_("Remark"), width=110),
    }
    asked = {"horizon_days": horizon, "by": by, "contract_days": _ahead(view)}
    with st.spinner(_("Reading the signs")):
        rows = ask(view, churn_warnings.counted, **asked)
    days = lang.number(found.horizon_days)
    head(
        _("How often each sign was right"),
        _(
            "of those who showed it on earlier days, the share that did not order within {days} "
            "days; tick one to see who shows it now",
            days=days,
        ),
    )  # fmt: skip
    if not rows["remark"].any():
        del names["said"]
    said = rows.assign(
        sign=[_(SIGN_NAMES[code]) for code in rows["sign"]],
        said=[
            "" if not code else _("not measured") if code in WHY_NOT else _("small group")
            for code in rows["remark"]
        ],
    )
    ticked = table(view, said, names, key="signs", rows=13, select=True, one=True)
    for code, why in WHY_NOT.items():
        if of := said.loc[said["remark"] == code, "sign"].tolist():
            st.caption(_(why, signs=lang.listing(of), days=days))
    if rows.empty:
        return
    broke = rows.index[(rows["sign"] == "rhythm_broke") & (rows["now"] > 0)]
    usual = broke[0] if len(broke) else rows["fresh"].idxmax()
    place = ticked.index[0] if len(ticked) else usual
    _warned(view, rows.loc[place], tests, asked)


def _ahead(view: View) -> int:
    """Days before its end from which on a contract is warned of, where ends are known at all."""
    if not ask(view, contracts.known)[0]:
        return contracts.DAYS
    return st.selectbox(
        view.text("Contracts that end within"), contracts.AHEAD,
        contracts.AHEAD.index(contracts.DAYS), width=220, key="page.contracts",
        format_func=lambda days: view.text("{days} days", days=view.lang.number(days)),
    )  # fmt: skip


def _warned(view: View, row: pd.Series, tests: pd.DataFrame, asked: dict[str, object]) -> None:
    _, lang = view.text, view.lang
    sign, name = row["sign"], _(SIGN_NAMES[row["sign"]])
    fresh = switch(view, "since", _("Since when"), SINCE) == "fresh"
    asked = {"sign": sign, "fresh": fresh, **asked}
    people = ask(view, churn_warnings.warned, **asked)
    words = _("Warned since this week: {sign}", sign=name) if fresh else _(
        "Warned: {sign}", sign=name
    )  # fmt: skip
    said = _("how often it was right is not measured; by value at risk")
    if row["customers"]:
        said = _(
            "of {n} who showed it before {share} left ({low} to {high}), of others like them "
            "{others}; by value at risk",
            n=lang.number(row["customers"]), share=lang.percent(row["share"]),
            low=lang.percent(row["low"]), high=lang.percent(row["high"]),
            others=lang.percent(row["others_share"]),
        )  # fmt: skip
    head(lang.plural("{n} customer: {sign}", "{n} customers: {sign}", len(people), sign=name), said)
    if people.empty:
        return
    chosen = leaving(view, people.head(LISTED), churn.proven(tests))
    take_away(view, Rule.of(churn_warnings.warned, words, **asked), key="warned", ticked=chosen)
