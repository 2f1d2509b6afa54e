"""What retention says: how many new customers order again, and whether that gets better."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics import retention
from analytics.language import Language
from analytics.reports.asked import Asked
from analytics.reports.frames import known, values
from analytics.reports.pack import Chart, Figure, Series, Slide
from analytics.workspace import Workspace

MONTHS, DAYS = 12, 365
TOLD = (30, 90, 180, 365)


def answer(lang: Language, found: retention.Headline, seconds: pd.DataFrame) -> str:
    """How many new customers order again, and whether that gets better or worse."""
    _ = lang.text
    now = found.now if found.now.share is not None else retention.within(seconds)
    if now.share is None:
        return _(
            "Nobody could be followed for {days} days after the first order yet.",
            days=lang.number(retention.WITHIN),
        )
    share, days = lang.percent(now.share), lang.number(retention.WITHIN)
    first = _("{share} of new customers order again within {days} days", share=share, days=days)
    before = lang.percent(found.before.share)
    if found.now.share is None or found.verdict == "unknown":
        second = _("there is no year before to compare with")
    elif found.verdict == "better":
        second = _("clearly more than the {before} of the year before", before=before)
    elif found.verdict == "worse":
        second = _("clearly fewer than the {before} of the year before", before=before)
    else:
        second = _("no clear difference from the {before} of the year before", before=before)
    return _("{first}; {second}.", first=first, second=second)


def doubt(lang: Language, cells: pd.DataFrame, ws: Workspace) -> str:
    """That customers first seen as the data begin may have bought before."""
    seen = retention.seen_from(ws)
    if seen is None or cells.empty or cells.cohort.min() >= seen:
        return ""
    return lang.text(
        "The data begin on {day}: customers first seen in the months right after may have bought "
        "before, and come back more often than new ones.",
        day=lang.date(ws.facts.first_order_on),
    )


def definition(lang: Language, as_of: date | None) -> str:
    """What the figures of retention mean."""
    return lang.text(
        "A **cohort** is the customers whose first order lies in the same month. **Retention** is "
        "the share of a cohort with at least one order in a later month; months that are not over "
        "are blank, not 0. **Together** counts, for each month, the cohorts for which it is over. "
        "**Value** is revenue per customer from the first order on, returns taken off. **Back** "
        "is who orders on a later day; who has been watched for less counts for as long as "
        "watched (Kaplan–Meier). The period chooses the customers, by the month of their first "
        "order (by its day for the second order); they are followed up to {day}. A group is what "
        "most money of the first day went to. Intervals are at 95 %, and two years differ where "
        "theirs do not overlap. Who is first seen within {n} days of the first order of all may "
        "have bought before and is left out of the comparison of years.",
        day=lang.date(as_of), n=lang.number(retention.WITHIN),
    )  # fmt: skip


def slide(asked: Asked) -> Slide | None:
    """Retention as a slide; None where nobody's first order lies in the period."""
    _, lang, ws, scope = asked.text, asked.lang, asked.ws, asked.scope
    cells = retention.cohorts(ws, scope)
    seconds = retention.second_orders(ws, scope)
    if seconds.empty:
        return None
    found, course = retention.headline(ws, scope), retention.curve(cells)
    said = doubt(lang, cells, ws)
    charts = (_months(asked, course), _days(asked, seconds))
    return Slide(
        code="retention",
        name=_("Retention"),
        question=_("Retention — do new customers come back?"),
        answer=answer(lang, found, seconds),
        scope=asked.words,
        figures=_figures(asked, found, seconds, course),
        charts=tuple(chart for chart in charts if chart),
        doubts=(said,) if said else (),
        definition=definition(lang, scope.as_of),
    )


def _figures(
    asked: Asked, found: retention.Headline, seconds: pd.DataFrame, course: pd.DataFrame
) -> tuple[Figure, ...]:
    _, lang = asked.text, asked.lang
    now = found.now if found.now.share is not None else retention.within(seconds)
    half = retention.median_days(seconds)
    after = course.set_index("months_after")

    def still(months: int) -> Figure:
        share = known(after.retention[months]) if months in after.index else None
        note = _("not over yet for anybody") if share is None else ""
        label = lang.plural("In month {n}", "In month {n}", months)
        return Figure(f"retention.month_{months}", label, share, "percent", note=note)

    return (
        Figure("retention.followed", _("Followed"), retention.within(seconds).customers,
               note=_("new customers")),
        Figure("retention.back", _("Back within {n} days", n=lang.number(retention.WITHIN)),
               now.share, "percent"),
        still(3),
        still(12),
        Figure("retention.half", _("Half are back after"), half, "days", better="down",
               note="" if half is not None else _("fewer than half so far")),
        Figure("retention.worth", _("Worth in 12 months"), known(after.value.get(12)), "money"),
    )  # fmt: skip


def _months(asked: Asked, course: pd.DataFrame) -> Chart | None:
    _, lang = asked.text, asked.lang
    rows = course[course.months_after.between(1, MONTHS)]
    if rows.empty:
        return None
    last = rows.iloc[-1]
    return Chart(
        "line",
        _("In month {n} after the first order {share} still order",
          n=lang.number(last.months_after), share=lang.percent(last.retention)),
        _("share of customers with an order, by month after the first"),
        tuple(lang.number(month) for month in rows.months_after),
        (Series(_("still order"), values(rows.retention)),),
        "percent",
    )  # fmt: skip


def _days(asked: Asked, seconds: pd.DataFrame) -> Chart | None:
    """How many are back by the days that are told; a picture of few bars anybody can read."""
    _, lang = asked.text, asked.lang
    told = {day: retention.within(seconds, day).share for day in TOLD}
    known_days = {day: share for day, share in told.items() if share is not None}
    if not known_days:
        return None
    return Chart(
        "bars", _("The second order"),
        _("share with an order on a later day, by days after the first; all of the period"),
        tuple(lang.plural("{n} day", "{n} days", day) for day in known_days),
        (Series(_("back by then"), tuple(known_days.values())),),
        "percent",
    )  # fmt: skip
