"""Periods people ask for by name, and how each is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from analytics.errors import N_
from analytics.language import Language
from analytics.scope import FILTERS, Comparison, Scope
from analytics.workspace import Workspace

PRESETS = {
    "13w": N_("13 weeks"),
    "12m": N_("12 months"),
    "24m": N_("24 months"),
    "this_year": N_("this year"),
    "last_year": N_("last year"),
    "this_fiscal": N_("this fiscal year"),
    "last_fiscal": N_("last fiscal year"),
    "all": N_("all time"),
    "own": N_("own dates"),
}
COMPARISONS: dict[Comparison, str] = {
    "previous": N_("the period before"),
    "year": N_("a year before"),
    "weekdays": N_("the same weekdays a year before"),
    "new_year": N_("a year before, by Chinese New Year"),
    "none": N_("nothing"),
}


@dataclass(frozen=True)
class Period:
    """A preset with its days and what it is called; `before` names the comparison period.

    name    "13 weeks"
    versus  "13 before", for the chip
    before  "the 13 weeks before", inside a sentence
    """

    preset: str
    start: date | None
    end: date
    name: str = ""
    versus: str = ""
    before: str = ""


def asked(
    ws: Workspace, lang: Language, chosen: Mapping[str, Any], usual: str
) -> tuple[Scope, Period]:
    """The resolved scope that choices stand for, and its period in words.

    chosen  name -> what was chosen: as_of, period, from, to, compare, returns and the filters,
            as an address has them; what is not chosen follows the data and the page
    usual   the period while none is chosen
    """
    fiscal = int(ws.state.settings()["fiscal_month"])
    first, _last = known_days(ws)
    as_of = chosen.get("as_of") or ws.facts.as_of
    preset = chosen.get("period", usual)
    own = (chosen.get("from") or first, chosen.get("to") or as_of)
    period = days(preset, as_of, (min(own), max(own)), fiscal)
    usually = usual_comparison(preset)
    scope = Scope(
        as_of=as_of,
        start=period.start,
        end=period.end,
        where={name: chosen[name] for name in FILTERS if name in chosen},
        returns=chosen.get("returns", "net"),
        compare=chosen.get("compare", usually),
    ).resolved(ws)
    if scope.compare not in comparisons(scope):
        scope = replace(scope, compare=usually)
    return scope, named(period, scope, lang, ws.facts.first_line_on)


def known_days(ws: Workspace) -> tuple[date, date]:
    """The first and the last day the data can be asked as of."""
    facts = ws.facts
    last = (facts.last_line_on, facts.last_contact_on, facts.last_deal_on, facts.as_of)
    first = (facts.first_line_on, facts.as_of)
    return min(day for day in first if day), max(day for day in last if day)


def presets(fiscal_month: int) -> list[str]:
    """The presets on offer; fiscal years only where they differ from calendar years."""
    return [code for code in PRESETS if fiscal_month != 1 or not code.endswith("fiscal")]


def comparisons(scope: Scope) -> list[Comparison]:
    """The comparisons on offer; none by which a period would be compared with itself in part."""
    found = {code: scope.comparison(code) for code in COMPARISONS}
    aligned = {code: f for code, f in found.items() if code in ("weekdays", "new_year")}
    apart = [c for c, f in aligned.items() if f and f.end and scope.start and f.end < scope.start]
    return [code for code in COMPARISONS if code not in aligned or code in apart]


def usual_comparison(preset: str) -> Comparison:
    """Years are compared with the same days a year before, all time with nothing."""
    if preset == "all":
        return "none"
    return "year" if preset.endswith(("year", "fiscal")) else "previous"


def days(preset: str, as_of: date, own: tuple[date, date], fiscal_month: int) -> Period:
    """First and last day of a preset, asked as of a day."""
    if preset == "own":
        return Period(preset, min(own[0], as_of), min(own[1], as_of))
    if preset == "13w":
        return Period(preset, as_of - timedelta(days=90), as_of)
    if preset == "12m":
        return Period(preset, _year_before(as_of + timedelta(days=1)), as_of)
    if preset == "24m":
        return Period(preset, _year_before(_year_before(as_of + timedelta(days=1))), as_of)
    if preset == "all":
        return Period(preset, None, as_of)
    month = fiscal_month if preset.endswith("fiscal") else 1
    year = as_of.year if as_of.month >= month else as_of.year - 1
    first = date(year, month, 1)
    if preset.startswith("last"):
        return Period(preset, _year_before(first), first - timedelta(days=1))
    return Period(preset, first, as_of)


def named(period: Period, scope: Scope, lang: Language, first: date | None) -> Period:
    """The period with its names, and those of the period the scope compares it with.

    first  the first day of the data: a period that begins earlier is not compared with
    """
    _, compared = lang.text, scope.comparison()
    if compared and compared.start and first and compared.start < first:
        compared = None
    name, versus, before = _(PRESETS[period.preset]), "", ""
    if period.preset == "own":
        name = dates(period.start, period.end, lang)
    elif period.preset.endswith(("year", "fiscal")) and period.start:
        name = _year_name(period.start, period.end, lang, period.preset.endswith("fiscal"))
    if compared and compared.start and compared.end:
        if scope.compare == "year":
            versus, before = _("a year before"), _("the year before")
        elif scope.compare == "weekdays":
            versus, before = _("52 weeks before"), _("the same weekdays of the year before")
        elif scope.compare == "new_year":
            versus = _("by Chinese New Year")
            before = _("last year’s days by Chinese New Year")
        elif period.preset == "13w":
            versus, before = _("13 before"), _("the 13 weeks before")
        elif period.preset == "12m":
            versus, before = _("12 before"), _("the 12 months before")
        elif period.preset == "24m":
            versus, before = _("24 before"), _("the 24 months before")
        else:
            versus = before = dates(compared.start, compared.end, lang)
    return Period(period.preset, period.start, period.end, name, versus, before)


def dates(start: date | None, end: date, lang: Language) -> str:
    """1 Jan – 31 Mar 2011, the year once where both days share it."""
    if start is None:
        return lang.text("up to {day}", day=lang.date(end))
    first = lang.date(start, "day" if start.year == end.year and lang.code == "en" else "date")
    last = lang.date(end, "day" if start.year == end.year and lang.code != "en" else "date")
    return f"{first} – {last}"


def _year_name(start: date, end: date, lang: Language, fiscal: bool) -> str:
    year = str(start.year) if start.month == 1 else f"{start.year}/{(start.year + 1) % 100:02d}"
    whole = (end + timedelta(days=1)) == date(start.year + 1, start.month, 1)
    if fiscal:
        return lang.text("fiscal {year}", year=year)
    return lang.text("{year}", year=year) if whole else lang.text("{year} so far", year=year)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
