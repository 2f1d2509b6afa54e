"""Win back: who has left and is worth it, how many come back, and what the textbooks say."""

import pandas as pd
import streamlit as st

from analytics import winback
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.claimed import Claim, claimed
from pages.parts.charts.template import chart, head
from pages.parts.guard import View
from pages.parts.names import TIER_NAMES
from pages.parts.people import people
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away
from pages.parts.words import plain

LISTED = 200
GROUPS = {
    ("existing", "all"): N_("Customers, to order again"),
    ("lapsed", "all"): N_("Lapsed, to come back"),
    ("lapsed", "yes"): N_("– contacted before it"),
    ("lapsed", "no"): N_("– not contacted"),
    ("prospect", "all"): N_("Prospects, to order first"),
    ("prospect", "yes"): N_("– contacted before it"),
    ("prospect", "no"): N_("– not contacted"),
}


def draw(view: View, days: int) -> None:
    """The claim beside the firm's own figures, returns by silence and tier, the list."""
    _ = view.text
    claims = ask(view, winback.claims, horizon_days=days)
    rates = ask(view, winback.returned, horizon_days=days)
    if rates.empty:
        st.markdown(_("Nobody has been silent for long enough yet to see who comes back."))
    left, right = st.columns(2, gap="medium")
    with left:
        _claims(view, claims, days)
    with right:
        if len(rates):
            _rates(view, rates, days)
    _list(view, days)


def _claims(view: View, claims: pd.DataFrame, days: int) -> None:
    _, lang = view.text, view.lang
    rows = []
    for row in claims.itertuples():
        if not row.customers:
            continue
        text = _(
            "<b>{share}</b> ({low} to {high}), {came} of {n}",
            share=lang.percent(row.share), low=lang.percent(row.low), high=lang.percent(row.high),
            came=lang.number(row.came_back), n=lang.number(row.customers),
        )  # fmt: skip
        told = (row.claimed_low, row.claimed_high) if row.contact == "all" else None
        name = _(GROUPS[row.group, row.contact])
        rows.append(Claim(name, text, row.share, row.low, row.high, told))
    lost = claims[(claims["group"] == "lapsed") & (claims["contact"] == "all")].iloc[0]
    met = claims[(claims["group"] == "prospect") & (claims["contact"] == "all")].iloc[0]
    title = _("Nobody has lapsed long enough ago to tell how many come back")
    if lost.customers and met.customers:
        title = _(
            "Textbooks: one lost customer in four can be won back, one prospect in sixteen. Here "
            "{lost} of the lapsed came back, {met} of the prospects ordered",
            lost=lang.percent(lost.share), met=lang.percent(met.share),
        )  # fmt: skip
    elif lost.customers:
        title = _(
            "Textbooks: one lost customer in four can be won back. Here {lost} of the lapsed came "
            "back; of prospects there are no contacts to tell",
            lost=lang.percent(lost.share),
        )
    notes = _(
        "share with an order within {days} days, with 95 % interval; grey: the textbooks' chance "
        "of a sale. Whom one contacts is no accident: the difference is not what contact does",
        days=lang.number(days),
    )
    chart(view, claimed(view, rows), title, notes, key="claims")


def _rates(view: View, rates: pd.DataFrame, days: int) -> None:
    _, lang = view.text, view.lang
    names = {"all": _("all tiers")} | {code: _(name) for code, name in TIER_NAMES.items()}
    shown = rates.assign(
        silence=[_silence(view, row) for row in rates.itertuples()],
        tier=rates["tier"].map(names),
    )
    columns = {
        "silence": Column(_("Silent for, days"), width=130),
        "tier": Column(_("Tier"), width=90),
        "share": Column(_("Returned to us"), "percent"),
        "low": Column(_("95 % from"), "percent"),
        "high": Column(_("95 % to"), "percent"),
        "customers": Column(_("Looked at"), "number"),
        "came_back": Column(_("Of them back"), "number"),
    }
    by_band = rates[(rates["tier"] == "all") & (rates["band"] > 0)]
    title = _("Who came back, by time since the last order and tier")
    if len(by_band) > 1:
        title = _(
            "Of those silent up to {to} days {first} came back, of the longest silent {last}",
            to=lang.number(by_band.iloc[0].to_days), first=lang.percent(by_band.iloc[0].share),
            last=lang.percent(by_band.iloc[-1].share),
        )  # fmt: skip
    head(
        title,
        _(
            "within {days} days, at up to {n} earlier days {days} days apart; a customer counts "
            "each time they were looked at",
            days=lang.number(days), n=lang.number(winback.WINDOWS),
        ),
    )  # fmt: skip
    table(view, shown, columns, key="returned", rows=12)


def _silence(view: View, row: object) -> str:
    _, lang = view.text, view.lang
    low, high = lang.number(row.from_days), lang.number(row.to_days)  # type: ignore[attr-defined]
    return f"> {low}" if high == lang.number(None) else f"{low}–{high}"


def _list(view: View, days: int) -> None:
    _, lang = view.text, view.lang
    found = ask(view, winback.customers, horizon_days=days)
    n = lang.number(min(len(found), LISTED))
    margin = view.ws.facts.has_cost
    measure = _("margin") if margin else _("revenue; no costs are loaded")
    head(
        _("Worth winning back: {n} lapsed customers", n=lang.number(len(found))),
        _(
            "silent for more than {days} days; by chance of coming back within {days} days × what "
            "they would bring then ({measure}); the first {n}",
            days=lang.number(days), measure=measure, n=n,
        ),
    )  # fmt: skip
    _judged(view, days)
    ticked = people(
        view, found.head(LISTED), key="winback", select=True,
        hide=("average_order", "average_margin", "alike"),
    )  # fmt: skip
    words = _("Lapsed customers, most worth winning back first")
    rule = Rule.of(winback.customers, words, horizon_days=days)
    take_away(view, rule, key="winback", ticked=ticked)


def _judged(view: View, days: int) -> None:
    """What became of those an earlier list would have named."""
    _, lang = view.text, view.lang
    tests = ask(view, winback.backtest, horizon_days=days)
    if tests.empty:
        st.caption(_("No earlier list can be tested yet: do not rely on the order of this one."))
        return
    last = tests.iloc[0]
    words = _(
        "Of the {named} this list would have named on {day}, {came} came back within {days} days "
        "({low} to {high}; foretold {foretold}), of all lapsed {base}. They ordered for {brought}; "
        "as many drawn by lot {chance}.",
        named=lang.number(last.named), day=lang.date(last.cut), came=lang.number(last.came_back),
        days=lang.number(days), low=lang.percent(last.low), high=lang.percent(last.high),
        foretold=lang.percent(last.foretold), base=lang.percent(last.base_rate),
        brought=lang.money(last.brought), chance=lang.money(last.by_lot),
    )  # fmt: skip
    st.markdown(plain(words))
