"""Deals in tables: what became of them stage by stage, who wins them, which stall, what comes."""

import pandas as pd
import streamlit as st

from analytics import deals
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts.lines import Line, lines
from pages.parts.charts.template import chart, head
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.switch import pick
from pages.parts.tables import Column, table
from pages.parts.words import plain

LOOKS = {
    "stalled": N_("Stalled deals"),
    "owner": N_("By owner"),
    "product": N_("By product"),
    "reason": N_("Why lost"),
    "age": N_("Won and lost by age"),
    "forecast": N_("The next 91 days"),
}


def pipeline(view: View) -> None:
    """What became of the deals at each stage; further looks on request."""
    _ = view.text
    _outcomes(view)
    chosen = pick(view, "deals", _("More about the deals"), LOOKS)
    if chosen == "stalled":
        _stalled(view)
    elif chosen == "age":
        _by_age(view)
    elif chosen == "forecast":
        _forecast(view)
    elif chosen:
        _groups(view, chosen)


def _outcomes(view: View) -> None:
    _, found = view.text, ask(view, deals.outcomes)
    if found.empty:
        return
    told, assumed = found.moved_back.notna().any(), found.assumed.any()
    untold = _(
        "only the current stage is stored: a deal is taken to have passed the stages before it, "
        "one that is decided all of them"
    )
    if told and assumed:
        untold = _(
            "{n} entries are of deals whose moves nobody tells: these are taken to have passed the "
            "stages before their own",
            n=view.lang.number(found.assumed.sum()),
        )
    head(
        _("What became of the deals at each stage"),
        _("entered = moved on + won + lost + moved back + still there"),
        _("each entry counts, a deal that came back again") if told else "",
        untold if assumed else "",
    )
    columns = {
        "stage": Column(_("Stage"), pinned=True),
        "entered": Column(_("Entered"), "number"),
        "advanced": Column(_("Moved on"), "number"),
        "won": Column(_("Won"), "number"),
        "lost": Column(_("Lost here") if told else _("Lost (assumed here)"), "number"),
        "moved_back": Column(_("Moved back"), "said"),
        "still_there": Column(_("Still there"), "number"),
    }
    shown = found.assign(
        stage=[stage or _("(not known)") for stage in found.stage],
        moved_back=[view.lang.number(count) for count in found.moved_back],
    )
    table(view, shown, columns, key="deals.outcomes", rows=12)


def _stalled(view: View) -> None:
    _, found = view.text, ask(view, deals.stalled)
    head(
        _("Open longer than half of the won deals took"),
        view.lang.plural("{n} deal, oldest first", "{n} deals, oldest first", len(found)),
    )
    columns = {
        "deal_id": Column(_("Deal"), pinned=True),
        "customer_id": Column(_("Customer")),
        "name": Column(_("Name")),
        "stage": Column(_("Stage")),
        "owner": Column(_("Owner")),
        "product": Column(_("Product")),
        "opened_on": Column(_("Opened"), "date"),
        "open_days": Column(_("Days open"), "number"),
        "value": Column(_("Value"), "money"),
    }
    table(view, found, _filled(found, columns), key="deals.stalled")


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
    columns = {"name": Column(_(LOOKS[by]), pinned=True)}
    if by == "reason":
        columns["lost"] = Column(_("Deals lost"), "number")
        columns["lost_value"] = Column(_("Value"), "money")
        shown = shown.sort_values("lost", ascending=False, kind="stable")
    else:
        columns |= {
            "won": Column(_("Won"), "number"),
            "lost": Column(_("Deals lost"), "number"),
            "still_open": Column(_("Open"), "number"),
            "win_rate": Column(_("Win rate"), "bar", most=1),
            "interval": Column(_("95 % interval"), "said"),
            "days": Column(_("Days to win (mean)"), "said"),
            "won_value": Column(_("Won value"), "money"),
        }
    table(view, shown, _filled(shown, columns), key=f"deals.{by}")


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
        lines(view, names, rows, write=lambda share: lang.percent(share, 0)),
        _("Of all deals, the share won and the share lost by their age"),
        _("days since opening; open deals are followed to the last day (Aalen–Johansen)"),
        key="deals.age",
    )


def _forecast(view: View) -> None:
    _, lang = view.text, view.lang
    said = ask(view, deals.forecast)
    if said is None:
        st.caption(plain(_("Nothing was won yet that a forecast could rest on.")))
        return
    st.markdown(
        plain(
            _(
                "The 91 days after {day} should bring {expected}, with a chance of 80 % between "
                "{low} and {high}: {open} from deals open now, {new} from deals still to come.",
                day=lang.date(view.scope.as_of), expected=lang.money(said.expected),
                low=lang.money(said.low), high=lang.money(said.high),
                open=lang.money(said.from_open), new=lang.money(said.from_new),
            )
        )
    )  # fmt: skip
    tested = ask(view, deals.backtest)
    if tested.empty:
        st.caption(plain(_("There are too few past months to test this on.")))
        return
    head(
        lang.plural(
            "Tested on {n} month end: the interval held what came in {share}",
            "Tested on {n} month ends: the interval held what came in {share}",
            len(tested), share=lang.percent(deals.coverage(tested), 0),
        ),
        _("each asked with what was known on that day; the windows of 91 days overlap"),
    )  # fmt: skip
    columns = {
        "as_of": Column(_("Day"), "date", pinned=True),
        "expected": Column(_("Expected"), "money"),
        "low": Column(_("At least"), "money"),
        "high": Column(_("At most"), "money"),
        "actual": Column(_("Came in"), "money"),
        "held": Column(_("Within")),
    }
    shown = tested.assign(held=[_("yes") if held else _("no") for held in tested.inside])
    table(view, shown, columns, key="deals.forecast", rows=14)


def _filled(frame: pd.DataFrame, columns: dict[str, Column]) -> dict[str, Column]:
    """The columns in which anything is known."""
    return {n: c for n, c in columns.items() if frame[n].replace("", None).notna().any()}
