"""What the page of leaving says: who is likely to go, and what is at stake."""

from __future__ import annotations

import pandas as pd

from analytics import churn
from analytics.churn_stake import Summary
from analytics.language import Language
from analytics.reports.asked import Asked
from analytics.reports.frames import known, records, values
from analytics.reports.pack import Chart, Figure, Series, Slide, Table
from analytics.reports.words import TIER_NAMES

LISTED = 8


def measure(lang: Language, found: Summary) -> str:
    """What the money of the page is: margin where costs are known, else revenue."""
    return lang.text("margin") if found.in_margin else lang.text("revenue")


def answer(lang: Language, found: Summary) -> str:
    """Who is likely to leave, what they are worth, and where most of it is at risk."""
    _ = lang.text
    if found.value_at_risk is None:
        return lang.plural(
            "{n} customer is silent for longer than usual; too early to say who will leave.",
            "{n} customers are silent for longer than usual; too early to say who will leave.",
            found.overdue,
        )
    days, kind = lang.number(found.horizon_days), measure(lang, found)
    money, half = lang.money(found.value_at_risk), lang.number(found.half_customers)
    if not found.likely:
        return _(
            "Nobody stands out as leaving within {days} days; {money} of expected {kind} is at "
            "risk, half of it with {half} customers.",
            days=days, money=money, kind=kind, half=half,
        )  # fmt: skip
    return lang.plural(
        "{n} of {of} active customers, worth {worth} of {kind} in the next {days} days, is likely "
        "to leave; {key} of them key. {money} is at risk, half of it with {half} customers.",
        "{n} of {of} active customers, worth {worth} of {kind} in the next {days} days, are likely "
        "to leave; {key} of them key. {money} is at risk, half of it with {half} customers.",
        found.likely, of=lang.number(found.customers), worth=lang.money(found.likely_value),
        kind=kind, days=days, key=lang.number(found.likely_key), money=money, half=half,
    )  # fmt: skip


def doubt(lang: Language, tests: pd.DataFrame) -> str:
    """What to say where the latest test does not bear the list out; nothing where it does."""
    _ = lang.text
    if churn.proven(tests):
        return ""
    if tests.empty or pd.isna(tests.auc[0]):
        return _("No earlier list can be tested yet: do not rely on the order of this one.")
    return _(
        "The order of this list means nothing: tested on {day}, it was no better than chance "
        "(AUC {auc}, 95 % from {low}; 0.5 is chance).",
        day=lang.date(tests.cut[0]), auc=lang.number(tests.auc[0], 2),
        low=lang.number(tests.auc_low[0], 2),
    )  # fmt: skip


def definition(lang: Language, found: Summary) -> str:
    """What the figures of leaving mean."""
    return lang.text(
        "**Leaving** means: no order within {days} days; the usual horizon is the gap nine in ten "
        "returns do not exceed. The **probability** is what happened to customers who, {days} and "
        "twice {days} "
        "days ago, ordered at this pace, were worth as much and had been silent for as many of "
        "their usual gaps: the share that did not come back. **Expected revenue** goes on at the "
        "pace of the last 364 days; **expected margin** is expected revenue × the margin share of "
        "the customer's own orders. **Value at risk** is probability × expected margin where "
        "costs are loaded, else × expected revenue. "
        "Everything is as of {day}: all history up to that day counts, whatever the period. "
        "Nothing later than a day is used to rate that day. **AUC**: how often a customer who "
        "left was rated above one who stayed. **Lift**: the share that left in the top tenth ÷ "
        "the share of all. **Brier score**: mean squared error of the probability. **Worth of a "
        "return**: the share of those as long silent and of the same tier that came back within "
        "the horizon × what an order of the customer brings × the orders of those who came back. "
        "**Due**: the last order and the customer's own usual gap bring the next in this week. "
        "The weeks ahead are foretold by BG/NBD and Gamma-Gamma.",
        days=lang.number(found.horizon_days),
        day=lang.date(found.as_of),
    )


def slide(asked: Asked) -> Slide | None:
    """Who is leaving, as a slide; learns from the past first where that was not done yet."""
    _, lang, ws, scope = asked.text, asked.lang, asked.ws, asked.scope
    by: churn.By = "rule" if churn.learn(ws, scope).why else "model"
    found = churn.summary(ws, scope, by=by)
    if not found.customers:
        return None
    tests = churn.backtest(ws, scope, by=by, cuts=1)
    known = found.value_at_risk is not None
    return Slide(
        code="leaving",
        name=_("Leaving"),
        question=_("Leaving — who is going, and who is worth winning back?"),
        answer=answer(lang, found),
        scope=_("all history up to the day"),
        figures=_figures(asked, found, tests),
        charts=(_at_risk(asked, churn.tiers(ws, scope, by=by)),) if known else (),
        table=_first(asked, churn.customers(ws, scope, top=LISTED, by=by)) if known else None,
        doubts=tuple(said for said in (doubt(lang, tests) if known else "",) if said),
        definition=definition(lang, found),
    )


def _figures(asked: Asked, found: Summary, tests: pd.DataFrame) -> tuple[Figure, ...]:
    _, lang = asked.text, asked.lang
    known = found.value_at_risk is not None
    right = None if tests.empty else tests.named_gone.iloc[0] / tests.named.iloc[0]
    return (
        Figure("leaving.value_at_risk", _("Value at risk"), found.value_at_risk, "money",
               better="down",
               note=_("{kind}, of {money} expected", kind=measure(lang, found),
                      money=lang.money(found.expected_value))),
        Figure("leaving.likely", _("Likely to leave"), found.likely if known else None,
               better="down", note=_("{share} of this year's customers",
                                     share=lang.percent(found.likely_share))),
        Figure("leaving.key_watched",
               _("Key customers above {share} risk", share=lang.percent(churn.WATCHED)),
               found.key_watched if known else None, better="down",
               note=_("all key: {money} at risk", money=lang.money(found.key_value_at_risk))),
        Figure("leaving.named", _("Was the last list right?"), right, "percent",
               better="neither", note=_("too little history") if tests.empty else
               _("of the list of {day} did not come back; foretold: {share}",
                 day=lang.date(tests.cut.iloc[0]),
                 share=lang.percent(tests.named_predicted.iloc[0], 0))),
    )  # fmt: skip


def _at_risk(asked: Asked, tiers: pd.DataFrame) -> Chart:
    _ = asked.text
    return Chart(
        "bars", _("Expected, and at risk"), _("money of the coming days, by tier"),
        tuple(_(TIER_NAMES[tier]) for tier in tiers.tier),
        (
            Series(_("at risk"), values(tiers.value_at_risk), "worse"),
            Series(_("expected"), values(tiers.expected_value), "ghost"),
        ),
    )  # fmt: skip


def _first(asked: Asked, people: pd.DataFrame) -> Table:
    """The first of the list, by name where names are known."""
    _ = asked.text
    names = people.name.where(people.name.notna(), people.customer_id)
    return Table(
        _("Most value at risk"),
        ((_("Customer"), "text"), (_("Tier"), "text"), (_("Risk of leaving"), "percent"),
         (_("Value at risk"), "money")),
        tuple(
            (str(name), _(TIER_NAMES[row.tier]), known(row.probability), known(row.value_at_risk))
            for name, row in zip(names, records(people), strict=True)
        ),
    )  # fmt: skip
