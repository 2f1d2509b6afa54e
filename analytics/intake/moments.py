"""SQL of a text as a moment: written forms, and counts of days or seconds."""

from __future__ import annotations

from analytics.intake.source import literal

EARLIEST, LATEST = "1900-01-01", "2200-01-01"
# Excel counts days from here (its 1900 has a 29 February), Unix seconds from 1970.
_EXCEL_ZERO = "timestamp '1899-12-30'"
_NUMBER = "decimal(24,10)"
_ZONE = r" ?([+-]\d{2}(:?\d{2})?|UTC|GMT)$"

EXCEL_DAYS = "Excel days"
UNIX_SECONDS = "Unix seconds"
UNIX_MILLISECONDS = "Unix milliseconds"
# name -> lowest and highest count (1954, 1973, 1980 to 2100), microseconds in one
COUNTS = {
    EXCEL_DAYS: (20_000, 73_051, 86_400_000_000),
    UNIX_SECONDS: (100_000_000, 4_102_444_800, 1_000_000),
    UNIX_MILLISECONDS: (315_532_800_000, 4_102_444_800_000, 1_000),
}


def parsed(text: str, formats: tuple[str, ...]) -> str:
    """SQL of a text as a timestamp, null where no format reads it.

    A format that ends in %z reads the clock time as it is written and leaves the zone out: the
    day of a sale is the day where it was made. Unix counts are read as UTC.
    """
    ways = [_counted(text, each) for each in formats if each in COUNTS]
    if zoned := [each.removesuffix("%z") for each in formats if each.endswith("%z")]:
        bare = f"regexp_replace({text}, {literal(_ZONE)}, '')"
        ways.append(f"case when {bare} <> {text} then {_written(bare, zoned)} end")
    if written := [each for each in formats if each not in COUNTS and not each.endswith("%z")]:
        ways.insert(0, _written(text, written))
    return ways[0] if len(ways) == 1 else f"coalesce({', '.join(ways)})"


def zone(text: str) -> str:
    """SQL of the zone a written time names, as +0800 or UTC; an empty text where it names none."""
    offset = rf"regexp_extract({text}, '\d:?\d\d(?:[.]\d+)? ?([+-]\d\d(?::?\d\d)?)$', 1)"
    plain = f"replace({offset}, ':', '')"
    return (
        rf"case when regexp_matches({text}, '\d ?(Z|UTC|GMT)$') or {plain} in ('+00', '+0000')"
        f" then 'UTC' when contains({text}, ':') then {plain} else '' end"
    )


def absurd(moment: str) -> str:
    """SQL that is true of a timestamp whose year says that it was misread."""
    return f"({moment} < timestamp '{EARLIEST}' or {moment} >= timestamp '{LATEST}')"


def _written(text: str, formats: list[str]) -> str:
    return f"try_strptime({text}, [{', '.join(map(literal, formats))}])"


def _counted(text: str, name: str) -> str:
    low, high, microseconds = COUNTS[name]
    zero = _EXCEL_ZERO if name == EXCEL_DAYS else "timestamp '1970-01-01'"
    count = f"try_cast({text} as {_NUMBER})"
    # Whole milliseconds: a day's share in Excel is a rounded fraction.
    passed = f"cast(round(cast({count} as double) * {microseconds} / 1000) as bigint) * 1000"
    return f"case when {count} between {low} and {high} then {zero} + to_microseconds({passed}) end"
