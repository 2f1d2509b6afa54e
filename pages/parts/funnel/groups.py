"""The funnel by group: which get to the last step more often than the rest, and how surely."""

import pandas as pd
import streamlit as st

from analytics import conversion
from analytics.errors import N_
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.charts.index import Trait, differences
from pages.parts.charts.template import chart, head
from pages.parts.funnel.choice import Choice
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.names import segment_name, tier_name
from pages.parts.switch import select
from pages.parts.tables import Column, table
from pages.parts.words import plain

BY_NAMES = {
    "channel": N_("Channel"),
    "region": N_("Region"),
    "owner": N_("Owner"),
    "customer_type": N_("Customer type"),
    "segment": N_("Segment"),
    "tier": N_("Tier"),
    "product": N_("Product"),
    "campaign": N_("Campaign"),
}
ALONE = "alone"
DRAWN = 10
LONG = 26
AFTERWARDS = {"segment", "tier"}


def groups(view: View, choice: Choice, _steps: pd.DataFrame) -> None:
    """What to split by, the picture of the differences, and all groups in a table."""
    _ = view.text
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {code: _(name) for code, name in BY_NAMES.items()}
        one = select(view, "by", _("Split by"), names)
        others = {ALONE: _("nothing else")} | {c: n for c, n in names.items() if c != one}
        two = select(view, "and", _("and by"), others)
    rows = _named(view, ask(view, conversion.groups, **choice.params(), by=_by(one, two)))
    if set(_by(one, two)) & AFTERWARDS:
        st.caption(
            plain(
                _(
                    "Segment and tier are those of {day}: whoever has not ordered has none, and an "
                    "order won through this funnel lifts them. This says what became of customers, "
                    "not what made them buy.",
                    day=view.lang.date(view.scope.end),
                )
            )
        )
    if len(rows) < 2:
        st.caption(plain(_("There is only one group: nothing to compare.")))
    else:
        _picture(view, choice, rows)
    _table(view, rows)


def conversion_definition(view: View) -> str:
    """What the comparisons of groups and of traits mean."""
    return view.text(
        "**Groups** are those of the contact at the first step and of its deal, campaigns the last "
        "in the 90 days before, segment and tier those of the last day; each is compared with all "
        "others together, the interval is Newcombe's for a difference of two shares. **What goes "
        "together** compares those who went on to a step with those who stopped by what was known "
        "up to the moment of the step before: the odds of having it, with the interval of Woolf, "
        "half a case added to each count where one is 0. **Clear** is what has a false discovery "
        "rate of at most 5 % over all that was compared (Benjamini–Hochberg). Neither proves a "
        "cause."
    )


def group_rows(view: View, choice: Choice) -> pd.DataFrame:
    """The same groups for a file: split as the address asks."""
    one, two = ("".join(address.asked(name)[-1:]) for name in ("by", "and"))
    one = one if one in BY_NAMES else next(iter(BY_NAMES))
    rows = _named(view, ask(view, conversion.groups, **choice.params(), by=_by(one, two)))
    return rows.drop(columns=["one", "two"], errors="ignore").rename(
        columns={"group": "funnel_group"}
    )


def _by(one: str, two: str) -> tuple[str, ...]:
    return (one, two) if two in BY_NAMES and two != one else (one,)


def _named(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The groups with what they are called, as first column."""
    one, two = ("".join(address.asked(name)[-1:]) for name in ("by", "and"))
    by = _by(one if one in BY_NAMES else next(iter(BY_NAMES)), two)
    parts = [
        [_group_name(view, code, name) for name in rows[column]]
        for code, column in zip(by, ("one", "two"), strict=False)
    ]
    called = [" · ".join(names) for names in zip(*parts, strict=True)]
    named = rows.copy()
    named.insert(0, "group", called)
    return named


def _group_name(view: View, by: str, name: object) -> str:
    if not isinstance(name, str):
        if by in AFTERWARDS:
            return view.text("no order yet")
        return view.text("no campaign") if by == "campaign" else view.text("(not known)")
    if by == "segment":
        return segment_name(view, name)
    return tier_name(view, name) if by == "tier" else name


def _picture(view: View, choice: Choice, rows: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    drawn = [
        Trait(
            "", row.group if len(row.group) <= LONG else row.group[: LONG - 1] + "…",
            row.difference, row.difference_low, row.difference_high,
            _("{one} vs {other}", one=lang.percent(row.rate), other=lang.percent(row.rest_rate)),
            _(
                "{converted} of {entered}; 95 % from {low} to {high}",
                converted=lang.number(row.converted), entered=lang.number(row.entered),
                low=lang.points(row.difference_low), high=lang.points(row.difference_high),
            ),
            hollow=row.entered < conversion.FEW,
            colour=_colour(view, row.clear, row.difference),
        )
        for row in rows.head(DRAWN).itertuples()
    ]  # fmt: skip
    few = any(row.hollow for row in drawn)
    chart(
        view,
        differences(view, drawn),
        _title(view, choice, rows),
        _(
            "percentage points more or fewer of them reach the last step than of all others "
            "together"
        ),
        _("line: 95 % interval; coloured: clear"),
        _("hollow: fewer than 30 customers") if few else "",
        _("the {n} largest groups", n=lang.number(DRAWN)) if len(rows) > DRAWN else "",
        key="groups",
    )  # fmt: skip


def _colour(view: View, clear: bool, apart: float) -> str:
    if not clear:
        return view.palette.ghost
    return view.palette.accent if apart > 0 else view.palette.worse


def _title(view: View, choice: Choice, rows: pd.DataFrame) -> str:
    """The clear group that is furthest from the rest, or that there is none."""
    _, lang = view.text, view.lang
    clear = rows[rows.clear]
    if clear.empty:
        return _("No group gets to {last} clearly more or less often", last=choice.names[-1])
    row = clear.loc[clear.difference.abs().idxmax()]
    return _(
        "{group}: {rate} get to {last}, of all others {rest}",
        group=row.group, rate=lang.percent(row.rate), last=choice.names[-1],
        rest=lang.percent(row.rest_rate),
    )  # fmt: skip


def _table(view: View, rows: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    told = int(rows.discovery_rate.notna().sum())
    head(
        lang.plural("{n} group compared", "{n} groups compared", told),
        _("clear: at most 1 in 20 by chance, corrected for comparing many at once"),
    )
    ranges = zip(rows.low, rows.high, rows.entered, strict=True)
    apart = zip(rows.difference_low, rows.difference_high, strict=True)
    shown = rows.assign(
        interval=[interval(lang, *ends) for ends in ranges],
        points=[lang.points(value) for value in rows.difference],
        between=[_between(view, *ends) for ends in apart],
        sure=rows.clear.map({True: _("clear"), False: _("by chance?")}),
        days=[lang.number(days, 1) for days in rows.median_days],
    )
    shown.loc[rows.discovery_rate.isna(), "sure"] = _("too few")
    columns = {
        "group": Column(_("Group"), pinned=True),
        "entered": Column(_("Entered"), "number"),
        "converted": Column(_("Converted"), "number"),
        "rate": Column(_("Conversion"), "bar", most=1),
        "interval": Column(_("95 % interval"), "said"),
        "points": Column(_("Against the rest"), "said"),
        "between": Column(_("95 %"), "said"),
        "sure": Column(_("Sure?")),
        "days": Column(_("Median days"), "said"),
    }
    table(view, shown, columns, key="groups.rows", rows=12)


def _between(view: View, low: float, high: float) -> str:
    """An interval of a difference in percentage points."""
    if low != low:
        return ""
    ends = (view.lang.number(100 * value, 1, sign=True) for value in (low, high))
    return view.text("{low} to {high}", **dict(zip(("low", "high"), ends, strict=True)))
