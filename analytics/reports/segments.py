"""What the segments say: how much the best bring, and which good customers slip away."""

from __future__ import annotations

import pandas as pd

from analytics import rfm
from analytics.errors import N_
from analytics.language import Language
from analytics.reports.asked import Asked
from analytics.reports.frames import known, records, values
from analytics.reports.pack import Chart, Figure, Series, Slide, Table
from analytics.reports.words import OwnWords, segment_word

FAMILIES = {
    "core": N_("Champions and loyal"),
    "growing": N_("Growing"),
    "cooling": N_("Cooling"),
    "slipping": N_("Slipping away"),
    "gone": N_("Hibernating"),
}


def answer(lang: Language, found: rfm.Headline, own: OwnWords, first: str = "") -> str:
    """How much the best customers bring and who slips away; for the ten segments.

    first  what is said of the best instead, where other groups than the segments are shown
    """
    _ = lang.text
    if not found.customers:
        return _("No customer has an order here. Try a longer period, or fewer filters.")
    if not found.tells_apart:
        return lang.plural(
            "{n} customer so far: too few to be told apart.",
            "{n} customers, too much alike to be told apart.",
            found.customers,
        )
    slipping = lang.plural(
        "{n} good customer worth {money} is slipping away",
        "{n} good customers worth {money} are slipping away",
        found.slipping, money=lang.money(found.slipping_money),
    )  # fmt: skip
    best = first or _champions(lang, found, own)
    return _(
        "{first}; {second}.",
        first=best if found.best else _("No champions yet"),
        second=slipping if found.slipping else _("no good customer is slipping away"),
    )


def _champions(lang: Language, found: rfm.Headline, own: OwnWords) -> str:
    return best_bring(
        lang, found, own, "champions",
        N_("Champions are {customers} of customers and {money} of revenue"),
    )  # fmt: skip


def best_bring(lang: Language, found: rfm.Headline, own: OwnWords, code: str, usual: str) -> str:
    """What part of customers and of revenue the best are, by the firm's own name where it has one.

    usual  how it is said of a group by its usual name
    """
    shares = {
        "customers": lang.percent(found.best_share), "money": lang.percent(found.best_money_share),
    }  # fmt: skip
    if name := own.get(code, {}).get("name"):
        return lang.text(
            "“{segment}” are {customers} of customers and {money} of revenue",
            segment=name,
            **shares,
        )
    return lang.text(usual, **shares)


def definition(lang: Language) -> str:
    """What the figures of segments mean."""
    return lang.text(
        "**Recency** is the days since the last order, **frequency** the number of orders, "
        "**money** all order lines with returns taken off. Each is scored 1 to 5 by the share "
        "of the other customers that are worse, so equal values score alike. The scores of "
        "recency and frequency give one of **ten segments**. The **eight types** compare each "
        "of the three with its mean or median over all customers; “important” spend more than "
        "that. The **group before** is that of the last month end which shows another; the "
        "**date of the change** is the first month end, or last day of the data, that shows "
        "the group of now."
    )


def slide(asked: Asked) -> Slide | None:
    """The ten segments as a slide; None where nobody has an order."""
    _, lang = asked.text, asked.lang
    scoring = rfm.Scoring.kept(asked.ws.state.settings()["scoring"])
    cells = rfm.cells(asked.ws, asked.scope, scoring)
    found = rfm.headline(cells)
    if not found.customers:
        return None
    shown = found.tells_apart
    return Slide(
        code="segments",
        name=_("Segments"),
        question=_("Segments — who are our customers, and who needs what?"),
        answer=answer(lang, found, asked.own_words),
        scope=asked.words,
        figures=tuple(
            Figure(
                f"segments.{row.family}", _(FAMILIES[row.family]), int(row.customers),
                better="neither",
                note=_("{share} of revenue", share=lang.percent(row.monetary_share)),
            )
            for row in records(rfm.by_family(cells))
        ) if shown else (),
        charts=(_shares(asked, cells),) if shown else (),
        table=_table(asked, cells) if shown else None,
        definition=definition(lang),
    )  # fmt: skip


def _shares(asked: Asked, cells: pd.DataFrame) -> Chart:
    _ = asked.text
    rows = rfm.by_segment(cells)
    return Chart(
        "bars", _("Money against people"), _("share of revenue and of customers, by segment"),
        tuple(segment_word(asked.lang, code, asked.own_words) for code in rows.segment),
        (
            Series(_("of revenue"), values(rows.monetary_share)),
            Series(_("of customers"), values(rows.customer_share), "ghost"),
        ),
        "percent",
    )  # fmt: skip


def _table(asked: Asked, cells: pd.DataFrame) -> Table:
    _ = asked.text
    rows = rfm.by_segment(cells)
    return Table(
        _("The ten segments"),
        ((_("Segment"), "text"), (_("Customers"), "number"), (_("Revenue"), "money"),
         (_("Per customer"), "money")),
        tuple(
            (segment_word(asked.lang, row.segment, asked.own_words), int(row.customers),
             known(row.monetary), known(row.average))
            for row in records(rows)
        ),
    )  # fmt: skip
