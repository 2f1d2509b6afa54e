"""What goes together with going on: who went on to a step against who stopped before it."""

import pandas as pd
import streamlit as st

from analytics import conversion
from analytics.errors import N_
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.charts.index import Trait, odds
from pages.parts.charts.template import chart, head
from pages.parts.funnel.choice import Choice
from pages.parts.guard import View
from pages.parts.switch import select
from pages.parts.tables import Column, table
from pages.parts.words import plain

TRAIT_NAMES = {
    "channel": N_("Channel"),
    "owner": N_("Owner"),
    "product": N_("Product"),
    "campaign": N_("Campaign"),
    "region": N_("Region"),
    "customer_type": N_("Customer type"),
    "contact": N_("Contact"),
    "contacts": N_("Contacts in 90 days"),
    "complaint_open": N_("Complaint not solved"),
    "orders": N_("Orders before"),
    "ordered_lately": N_("Ordered in the 90 days"),
    "slow": N_("Slower so far than half"),
    "valuable": N_("Worth more than half"),
}
DRAWN = 10
LONG = 26


def why(view: View, choice: Choice, steps: pd.DataFrame) -> None:
    """Which step is meant, the picture of the odds, and all traits in a table."""
    _, lang = view.text, view.lang
    offered = {code: _("to {step}", step=name) for code, name in _offered(choice, steps).items()}
    if not offered:
        st.caption(plain(_("A funnel of one step has nobody who went on.")))
        return
    code = select(view, "onto", _("Who went on"), offered)
    rows = _named(view, ask(view, conversion.traits, choice=choice, step=int(code)))
    step = choice.names[int(code) - 1]
    if rows.empty:
        st.caption(plain(_("Nothing was known of them that tells them apart.")))
        return
    went_on, stopped = (int(rows[column].max()) for column in ("went_on_of", "stopped_of"))
    best = rows[rows.clear].head(DRAWN)
    title = _("Nothing known before goes clearly together with going on to {step}", step=step)
    if len(best):
        first = best.iloc[0]
        title = _("{trait}: {one} of those who went on to {step}, {other} of those who stopped",
                  trait=first.called, one=lang.percent(first.went_on_share), step=step,
                  other=lang.percent(first.stopped_share))  # fmt: skip
    chart(
        view,
        odds(view, _drawn(view, best if len(best) else rows.head(3))),
        title,
        _("odds of having the trait among those who went on ÷ among those who stopped"),
        _("line: 95 % interval; coloured: clear"),
        _("goes together with going on; it does not prove that it is why"),
        key="why",
    )
    told = int(rows.discovery_rate.notna().sum())
    head(
        lang.plural("{n} trait compared", "{n} traits compared", told),
        _(
            "{on} went on, {off} stopped; only what was known when they reached the step before "
            "counts",
            on=lang.number(went_on), off=lang.number(stopped),
        ),
        _("clear: at most 1 in 20 by chance, corrected for comparing many at once"),
    )  # fmt: skip
    _table(view, rows)


def why_rows(view: View, choice: Choice, steps: pd.DataFrame) -> pd.DataFrame:
    """The same traits for a file, of the step the address asks for."""
    offered = _offered(choice, steps)
    asked = "".join(address.asked("onto")[-1:])
    code = asked if asked in offered else next(iter(offered), "")
    if not code:
        return pd.DataFrame()
    rows = _named(view, ask(view, conversion.traits, choice=choice, step=int(code)))
    rows.insert(0, "step", choice.names[int(code) - 1])
    return rows.drop(columns=["trait", "detail", "kind", "which"]).rename(
        columns={"called": "trait_name"}
    )


def _offered(choice: Choice, steps: pd.DataFrame) -> dict[str, str]:
    """The steps after the first, the one that loses most in front; none that may be skipped."""
    places = [n for n, step in enumerate(choice.steps, start=1) if n > 1 and not step.optional]
    places.sort(key=lambda n: -steps.lost.fillna(0).iloc[n - 1])
    return {str(n): choice.names[n - 1] for n in places}


def _named(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    _ = view.text
    pairs = zip(rows.trait, rows.detail, strict=True)
    kinds = [(_(TRAIT_NAMES[trait]), "" if detail == "yes" else detail) for trait, detail in pairs]
    called = [_("{kind}: {detail}", kind=k, detail=d) if d else k for k, d in kinds]
    named = rows.assign(kind=[k for k, _detail in kinds], which=[d for _kind, d in kinds])
    named.insert(0, "called", called)
    return named


def _drawn(view: View, rows: pd.DataFrame) -> list[Trait]:
    _, lang = view.text, view.lang
    return [
        Trait(
            row.kind, row.which if len(row.which) <= LONG else row.which[: LONG - 1] + "…",
            row.odds_ratio, row.odds_low, row.odds_high,
            _("{one} vs {other}", one=lang.percent(row.went_on_share),
              other=lang.percent(row.stopped_share)),
            _("95 % from {low} to {high} · {n} customers have it",
              low=lang.number(row.odds_low, 1), high=lang.number(row.odds_high, 1),
              n=lang.number(row.customers)),
            hollow=row.customers < conversion.FEW,
            colour=_colour(view, row.clear, row.odds_ratio),
        )
        for row in rows.itertuples()
    ]  # fmt: skip


def _colour(view: View, clear: bool, ratio: float) -> str:
    if not clear:
        return view.palette.ghost
    return view.palette.accent if ratio > 1 else view.palette.worse


def _table(view: View, rows: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    ranges = zip(rows.odds_low, rows.odds_high, strict=True)
    shown = rows.assign(
        ratio=[lang.number(value, 2) for value in rows.odds_ratio],
        interval=[f"{lang.number(low, 2)}–{lang.number(high, 2)}" for low, high in ranges],
        sure=rows.clear.map({True: _("clear"), False: _("by chance?")}),
    )
    shown.loc[rows.discovery_rate.isna(), "sure"] = _("too few")
    columns = {
        "called": Column(_("Trait"), pinned=True),
        "went_on": Column(_("Went on"), "number"),
        "stopped": Column(_("Stopped"), "number"),
        "went_on_share": Column(_("Share who went on"), "percent"),
        "stopped_share": Column(_("Share who stopped"), "percent"),
        "ratio": Column(_("Odds ratio"), "said"),
        "interval": Column(_("95 %"), "said"),
        "sure": Column(_("Sure?")),
    }
    table(view, shown, columns, key="why.rows", rows=12)
