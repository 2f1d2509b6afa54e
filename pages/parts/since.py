"""The earlier of two days a page compares: kept in the address, with its month to choose."""

from calendar import monthrange
from datetime import date, timedelta

from analytics.errors import N_
from pages.parts.guard import View
from pages.parts.switch import select, switch

MONTHS = {"3m": 3, "6m": 6, "1y": 12}
SINCE = {
    "compared": N_("Since the period before"),
    "3m": N_("Since 3 months ago"),
    "6m": N_("6 months ago"),
    "1y": N_("a year ago"),
    "month": N_("a month end"),
}
BACK = 36


def since(view: View, end: date) -> date | None:
    """The day to compare `end` with, by a switch; None where the data begin on `end`.

    It is the end of the period the scope compares with where there is one, else three months
    before; never before the first line.
    """
    first, compared = view.ws.facts.first_line_on, view.scope.comparison()
    if not first or first >= end:
        return None
    options = dict(SINCE)
    if not compared or not view.period.before:
        del options["compared"]
    months = _month_ends(first, end)
    if not months:
        del options["month"]
    chosen = switch(view, "since", view.text("Since when"), options)
    day = first
    if chosen == "compared" and compared and compared.end:
        day = compared.end
    elif chosen == "month":
        names = {month.isoformat(): view.lang.date(month) for month in months}
        day = date.fromisoformat(select(view, "month", view.text("Month end"), names))
    elif chosen in MONTHS:
        day = _months_before(end, MONTHS[chosen])
    return min(max(day, first), end - timedelta(days=1))


def _month_ends(first: date, end: date) -> list[date]:
    days, day = [], end.replace(day=1) - timedelta(days=1)
    while day >= first and len(days) < BACK:
        days.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return days


def _months_before(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 - months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
