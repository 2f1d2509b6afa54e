"""Periods by name: their first and last days, and what they are called."""

from datetime import date

import pytest

from analytics import Scope
from analytics.language import Language
from analytics.periods import Period, days, named, presets, usual_comparison

OWN = (date(2025, 3, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("preset", "as_of", "start", "end"),
    [
        ("13w", date(2026, 9, 18), date(2026, 6, 20), date(2026, 9, 18)),
        ("12m", date(2026, 9, 18), date(2025, 9, 19), date(2026, 9, 18)),
        ("12m", date(2026, 8, 31), date(2025, 9, 1), date(2026, 8, 31)),
        ("12m", date(2024, 2, 28), date(2023, 2, 28), date(2024, 2, 28)),
        ("this_year", date(2026, 9, 18), date(2026, 1, 1), date(2026, 9, 18)),
        ("last_year", date(2026, 9, 18), date(2025, 1, 1), date(2025, 12, 31)),
        ("this_fiscal", date(2026, 9, 18), date(2026, 4, 1), date(2026, 9, 18)),
        ("this_fiscal", date(2026, 2, 1), date(2025, 4, 1), date(2026, 2, 1)),
        ("last_fiscal", date(2026, 9, 18), date(2025, 4, 1), date(2026, 3, 31)),
        ("all", date(2026, 9, 18), None, date(2026, 9, 18)),
        ("own", date(2026, 9, 18), OWN[0], OWN[1]),
        ("own", date(2025, 3, 10), OWN[0], date(2025, 3, 10)),
    ],
)
def test_first_and_last_day(preset: str, as_of: date, start: date | None, end: date) -> None:
    period = days(preset, as_of, OWN, fiscal_month=4)
    assert (period.start, period.end) == (start, end)


def test_thirteen_weeks_are_ninety_one_days() -> None:
    period = days("13w", date(2026, 9, 18), OWN, 1)
    assert period.start
    assert (period.end - period.start).days + 1 == 91


def test_fiscal_years_are_offered_only_where_they_differ() -> None:
    assert "this_fiscal" not in presets(1)
    assert "this_fiscal" in presets(4)


def test_years_are_compared_with_a_year_before() -> None:
    assert usual_comparison("this_year") == usual_comparison("last_fiscal") == "year"
    assert usual_comparison("13w") == usual_comparison("own") == "previous"
    assert usual_comparison("all") == "none"


def name(preset: str, as_of: date, lang: Language, first: date | None = None) -> Period:
    period = days(preset, as_of, OWN, 4)
    scope = Scope(as_of=as_of, start=period.start, end=period.end,
                  compare=usual_comparison(preset))  # fmt: skip
    return named(period, scope, lang, first)


def test_names() -> None:
    english, chinese, day = Language("en"), Language("zh_CN"), date(2026, 9, 18)
    assert name("13w", day, english).before == "the 13 weeks before"
    assert name("last_year", day, english).name == "2025"
    assert name("last_year", day, chinese).name == "2025 年"
    assert name("this_year", day, english).name == "2026 so far"
    assert name("this_fiscal", day, english).name == "fiscal 2026/27"
    assert name("own", day, english).name == "1 Mar – 31 Mar 2025"
    assert name("own", day, english).before == "1 Feb – 28 Feb 2025"
    assert name("all", day, english).before == ""


def test_a_period_before_the_data_is_not_compared_with() -> None:
    day = date(2026, 9, 18)
    assert name("13w", day, Language("en"), first=date(2026, 5, 1)).versus == ""
    assert name("13w", day, Language("en"), first=date(2026, 3, 21)).versus == "13 before"
