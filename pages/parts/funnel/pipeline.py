"""Deals in tables: what became of them stage by stage, who wins them, which stall, what comes."""

import streamlit as st

from analytics import deals
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts.lines import Line, lines
from pages.parts.charts.template import chart
from pages.parts.deals.ahead import forecast, weighted
from pages.parts.deals.outcomes import outcomes
from pages.parts.deals.stalled import stalled
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.switch import pick
from pages.parts.tables import Column, filled, fitting, table
from pages.parts.words import plain

NAMES = {"owner": N_("Owner"), "product": N_("Product"), "reason": N_("Reason")}
DAYS = (7, 14, 30, 60, 90, 180, 365)  # apart, for the marks of ages
LOOKS = {
    "stalled": N_("Stalled deals"),
    "owner": N_("By owner"),
    "product": N_("By product"),
    "reason": N_("Why lost"),
    "age": N_("Won and lost by age"),
    "forecast": N_("What is to come"),
}


def pipeline(view: View) -> None:
    """What became of the deals at each stage; further looks on request."""
    _ = view.text
    outcomes(view)
    chosen = pick(view, "deals", _("More about the deals"), LOOKS)
    if chosen == "stalled":
        stalled(view)
    elif chosen == "age":
        _by_age(view)
    elif chosen == "forecast":
        weighted(view)
        forecast(view)
    elif chosen:
        _groups(view, chosen)


def _groups(view: View, by: str) -> None:
    _, lang = view.text, view.lang
    found = ask(view, deals.groups, by=by)
    if by == "reason":
        found = found[(found.lost > 0) & (found.name != "")]
    if found.empty:
        st.caption(plain(_("The data do not say.")))
        return
    decided = found.won + found.lost
    ranges = zip(found.low, found.high, decided, strict=True)
    shown = found.assign(
        name=[name or _("(not given)") for name in found.name],
        interval=[interval(lang, *ends) for ends in ranges],
        days=[lang.number(days, 1) for days in found.mean_won_days],
    )
    label = _(NAMES[by])
    columns = {"name": Column(label, pinned=True, width=fitting(label, shown.name))}
    if by == "reason":
        columns["lost"] = Column(_("Deals lost"), "number")
        columns["lost_share"] = Column(
            _("Share"), "bar", width=116, help=_("of the lost that name a reason")
        )
        columns["lost_value"] = Column(_("Value"), "money")
        shown = shown.sort_values("lost", ascending=False, kind="stable")
    else:
        columns |= {
            "won": Column(_("Won"), "number"),
            "win_rate": Column(_("Win rate"), "percent"),
            "interval": Column(_("95 % interval")),
            "lost": Column(_("Deals lost"), "number"),
            "still_open": Column(_("Open"), "number"),
            "days": Column(_("Days to win (mean)"), "said"),
            "won_value": Column(_("Won value"), "money"),
        }
    table(view, shown, filled(shown, columns), key=f"deals.{by}")


def _by_age(view: View) -> None:
    _, lang = view.text, view.lang
    found = ask(view, deals.courses)
    if len(found) < 2:
        st.caption(plain(_("The data do not say.")))
        return
    names = [lang.number(day) for day in found.days]
    rows = [
        Line(_("won"), found.won.tolist(), view.palette.bar),
        Line(_("lost"), found.lost.tolist(), view.palette.worse),
    ]
    chart(
        view,
        lines(view, names, rows, write=lambda share: lang.percent(share, 0), marked=DAYS),
        _("Of all deals, the share won and the share lost by their age"),
        _("days since opening; open deals are followed to the last day (Aalen–Johansen)"),
        key="deals.age",
    )
