"""Chinese New Year, the day around which a year of business in China turns."""

from __future__ import annotations

from datetime import date, timedelta

# The first day of the first lunar month. Source: Hong Kong Observatory, Gregorian-Lunar Calendar
# Conversion Table.
DAYS = (
    date(2000, 2, 5), date(2001, 1, 24), date(2002, 2, 12), date(2003, 2, 1),
    date(2004, 1, 22), date(2005, 2, 9), date(2006, 1, 29), date(2007, 2, 18),
    date(2008, 2, 7), date(2009, 1, 26), date(2010, 2, 14), date(2011, 2, 3),
    date(2012, 1, 23), date(2013, 2, 10), date(2014, 1, 31), date(2015, 2, 19),
    date(2016, 2, 8), date(2017, 1, 28), date(2018, 2, 16), date(2019, 2, 5),
    date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22),
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6),
    date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3), date(2031, 1, 23),
    date(2032, 2, 11), date(2033, 1, 31), date(2034, 2, 19), date(2035, 2, 8),
)  # fmt: skip


def shift(start: date, end: date) -> timedelta | None:
    """How far back the same days lie, seen from Chinese New Year: 353 to 385 days.

    The New Year that counts is the one nearest to the middle of the period; its distance to the
    one before is the answer. None outside 2001 to 2035, and for a period so long that it would
    be compared with itself.
    """
    middle = start + (end - start) / 2
    if not date(DAYS[0].year + 1, 1, 1) <= middle <= date(DAYS[-1].year, 12, 31):
        return None
    nearest = min(range(1, len(DAYS)), key=lambda place: abs(DAYS[place] - middle))
    back = DAYS[nearest] - DAYS[nearest - 1]
    return back if end - start < back else None
