"""What the pyramid says: how much the few at the top bring, and who of them has gone quiet."""

from __future__ import annotations

import pandas as pd

from analytics import pyramid
from analytics.errors import N_
from analytics.language import Language
from analytics.reports.asked import Asked
from analytics.reports.frames import known, records
from analytics.reports.pack import Chart, Figure, Series, Slide, Table
from analytics.reports.words import TIER_NAMES

SHARE = {
    "revenue": N_("{share} of revenue"),
    "margin": N_("{share} of margin"),
    "profit": N_("{share} of net profit"),
    "predicted": N_("{share} of predicted value"),
}


def ends(lang: Language, cuts: pyramid.Cuts) -> list[str]:
    """Where the tiers end: "1 %", "20 %", "50 %"."""
    percents = [round(100 * cut, 4) for cut in cuts]
    return [lang.percent(p / 100, 0 if p == int(p) else 1) for p in percents]


def answer(
    lang: Language, key: pd.Series, found: pyramid.Concentration, by: pyramid.By = "revenue",
    cuts: pyramid.Cuts = pyramid.CUTS,
) -> str:  # fmt: skip
    """What the key customers bring, and how many of them have gone quiet; key: the first tier."""
    _ = lang.text
    if found.value <= 0:
        return _(
            "{n} customers brought {money} together: there is nothing to share out.",
            n=lang.number(found.customers), money=lang.money(found.value),
        )  # fmt: skip
    words = {"n": lang.number(key.customers), "cut": ends(lang, cuts)[0]}
    words["of"] = lang.number(found.customers)
    share = lang.percent(key.value_share, 1 if key.value_share < 0.9 else 0)
    words["share"] = _(SHARE[by], share=share)
    first = _("The best customer of {of} brings {share}", **words)
    if key.customers > 1:
        first = _("The top {cut} of customers, {n} people, bring {share}", **words)
    second = _("gone quiet") if key.quiet else _("still buying")
    if key.customers > 1 and not key.quiet:
        second = _("none of them has gone quiet")
    elif key.customers > 1:
        second = lang.plural(
            "{n} of them has gone quiet", "{n} of them have gone quiet", int(key.quiet)
        )
    return _("{first}; {second}.", first=first, second=second)


def definition(lang: Language, cuts: pyramid.Cuts = pyramid.CUTS) -> str:
    """What the figures of the pyramid mean."""
    key, secondary, ordinary = ends(lang, cuts)
    return lang.text(
        "Customers with an order are ranked by the money they brought, returns taken off. **Key** "
        "are the top {key}, **secondary** follow to {secondary}, **ordinary** to {ordinary}, the "
        "rest is **small**; a tier ends at the next whole customer. A key customer **has gone "
        "quiet** when silent for longer than ever before between two purchases, and for more than "
        "14 days (91 after a single purchase). **Gini** is 0 when all bring the same and 1 when "
        "one brings everything.",
        key=key, secondary=secondary, ordinary=ordinary,
    )  # fmt: skip


def slide(asked: Asked) -> Slide | None:
    """The pyramid by revenue as a slide; None where nobody has an order."""
    _, lang = asked.text, asked.lang
    tiers = pyramid.tiers(asked.ws, asked.scope)
    found = pyramid.concentration(asked.ws, asked.scope)
    if found is None:
        return None
    scope = asked.scope.comparison() if asked.period.before else None
    then = pyramid.tiers(asked.ws, scope) if scope else tiers.head(0)
    before = pyramid.concentration(asked.ws, scope) if scope else None
    tiers = pyramid.compared(tiers, then)
    return Slide(
        code="pyramid",
        name=_("Pyramid"),
        question=_("Pyramid — how few customers carry the business?"),
        answer=answer(lang, tiers.iloc[0], found),
        scope=asked.words,
        figures=_figures(asked, tiers.iloc[0], found, before),
        charts=(_shares(asked, tiers),) if found.value > 0 else (),
        table=_table(asked, tiers),
        definition=definition(lang),
    )


def _figures(
    asked: Asked, key: pd.Series, found: pyramid.Concentration,
    before: pyramid.Concentration | None,
) -> tuple[Figure, ...]:  # fmt: skip
    _, lang, changes = asked.text, asked.lang, pyramid.changed(found, before)
    quiet_money = _("{money} in all", money=lang.money(key.quiet_value)) if key.quiet else ""
    return (
        Figure("pyramid.customers", _("Customers"), found.customers, change=changes["customers"],
               note=_("with an order")),
        Figure("pyramid.average", _("A key customer brings"), known(key.average), "money",
               known(key.average_change), note=_("on average")),
        Figure("pyramid.top_10", _("Top 10 %"), known(found.top[0.10]), "percent",
               changes[0.10], points=True, better="neither", note=_("of revenue"), digits=1),
        Figure("pyramid.top_20", _("Top 20 %"), known(found.top[0.20]), "percent",
               changes[0.20], points=True, better="neither", note=_("of revenue"), digits=1),
        Figure("pyramid.quiet", _("Key customers gone quiet"), int(key.quiet), better="down",
               note=quiet_money),
    )  # fmt: skip


def _shares(asked: Asked, tiers: pd.DataFrame) -> Chart:
    _ = asked.text
    return Chart(
        "bars", _("Few people, much money"), _("share of revenue and of customers, by tier"),
        tuple(_(TIER_NAMES[tier]) for tier in tiers.tier),
        (
            Series(_("of revenue"), tuple(known(v) for v in tiers.value_share)),
            Series(_("of customers"), tuple(known(v) for v in tiers.customer_share), "ghost"),
        ),
        "percent",
    )  # fmt: skip


def _table(asked: Asked, tiers: pd.DataFrame) -> Table:
    _ = asked.text
    return Table(
        _("Tiers"),
        ((_("Tier"), "text"), (_("Customers"), "number"), (_("Revenue"), "money"),
         (_("per customer"), "money"), (_("from"), "money")),
        tuple(
            (_(TIER_NAMES[row.tier]), int(row.customers), known(row.value), known(row.average),
             known(row.threshold))
            for row in records(tiers)
        ),
    )  # fmt: skip
