"""Chinese New Year: the table, and the periods compared by it."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analytics import Scope
from analytics.new_year import DAYS, shift


def test_the_table_has_one_day_a_year_twelve_or_thirteen_moons_apart() -> None:
    assert [day.year for day in DAYS] == list(range(2000, 2036))
    assert all(date(day.year, 1, 21) <= day <= date(day.year, 2, 20) for day in DAYS)
    apart = {(b - a).days for a, b in pairwise(DAYS)}
    assert apart <= {353, 354, 355, 383, 384, 385}
    known = {date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17)}
    assert known < set(DAYS)


def test_new_year_lies_on_the_same_day_of_both_periods() -> None:
    """2024: 10 February; 2023: 22 January."""
    now = Scope(as_of=date(2024, 12, 31), start=date(2024, 2, 1), end=date(2024, 2, 29))
    before = now.comparison("new_year")
    assert before
    assert (before.start, before.end) == (date(2023, 1, 13), date(2023, 2, 10))


def test_weekdays_are_those_of_52_weeks_before() -> None:
    now = Scope(as_of=date(2024, 12, 31), start=date(2024, 6, 3), end=date(2024, 6, 9))
    before = now.comparison("weekdays")
    assert before
    assert before.start == date(2023, 6, 5)
    assert now.start
    assert before.start.weekday() == now.start.weekday() == 0


def test_no_new_year_outside_the_table_and_none_for_a_period_that_meets_itself() -> None:
    assert shift(date(1998, 1, 1), date(1998, 3, 1)) is None
    assert shift(date(2040, 1, 1), date(2040, 3, 1)) is None
    assert shift(date(2025, 1, 1), date(2025, 12, 31)) is None


@given(start=st.dates(date(2001, 1, 1), date(2034, 12, 1)), days=st.integers(0, 300))
def test_the_compared_period_is_as_long_and_about_a_year_before(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    back = shift(start, end)
    assert back
    assert 353 <= back.days <= 385
    assert any(day - back in DAYS for day in DAYS)
