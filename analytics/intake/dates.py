"""The one way to read a column of dates, chosen by evidence over the whole column."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

import duckdb

from analytics.errors import N_, DataError
from analytics.intake.forms import CERTAIN, DAYS, TIMES, tidy
from analytics.intake.moments import COUNTS, absurd, parsed, zone
from analytics.intake.source import Source, quoted
from analytics.intake.values import is_missing, plain

_SAMPLE_ROWS = 20_000
_VALUES_PER_SHAPE, _EXAMPLES = 20, 2_000
_LONGEST_DATE = 50
_FIELD = re.compile("%.")
# Within this share of the best, a reading is a rival and not just a few lucky values.
_RIVAL = 0.99


@dataclass(frozen=True)
class Reading:
    """A column read with `formats` (one day format, the times that occur).

    read         how many rows it reads, none in an empty column; first and last are its dates
    fingerprint  equal for two readings that give the same dates
    timed        whether counts of days or seconds have a time of day
    sampled      whether it was chosen from the first rows alone
    tidied       whether its texts need tidying first
    zones        the time zones its texts name, "" where some name none; empty where none does
    """

    formats: tuple[str, ...]
    read: int
    first: date | None = None
    last: date | None = None
    fingerprint: int = 0
    timed: bool = False
    sampled: bool = False
    tidied: bool = False
    zones: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return " | ".join(self.formats)

    @property
    def has_time(self) -> bool:
        return self.timed or any("%H" in each or "%I" in each for each in self.formats)

    def moment(self, text: str) -> str:
        """SQL of a text as a timestamp, null where this reading does not read it."""
        return parsed(tidy(text) if self.tidied else text, self.formats)


def reading(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    header: str,
    date_format: str | None = None,
    *,
    whole: bool = False,
    ahead: bool = False,
) -> Reading:
    """The reading of a column of dates: the one that reads most of its values.

    A reading that gives dates after the file's own date is discarded if a rival does not, unless
    the column speaks of days ahead.
    Looks at the first 20,000 rows, and at all of them where these do not settle it or `whole`.
    Errors: DataError when nothing reads the column, or two readings that differ do equally well.
    """
    found = ways(con, source, header, date_format, whole=whole, ahead=ahead)
    if not found:
        raise _no_dates(con, source, header, date_format)
    if len(found) > 1:
        raise _ambiguous(con, source, header, found)
    return found[0]


def ways(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    header: str,
    date_format: str | None = None,
    *,
    whole: bool = False,
    ahead: bool = False,
) -> list[Reading]:
    """The readings that do equally well on a column and differ in their dates; none, if none do.

    What they read stays in the temporary table `intake_dates`: text, n.
    """
    rows = f"(select {quoted(header)} as text from {source.sample(con)}"
    rows += ")" if whole else f" limit {_SAMPLE_ROWS})"
    con.execute(
        f"create or replace temp table intake_dates as select {plain('trim(text)')} as text,"
        f" count(*) as n from {rows} where trim(text) <> '' and not {is_missing('text')}"
        " group by 1"
    )
    total = con.execute("select coalesce(sum(n), 0) from intake_dates").fetchall()[0][0]
    if not total:
        if whole:
            return [Reading((date_format or DAYS[0],), 0)]
        return ways(con, source, header, date_format, whole=True, ahead=ahead)
    last = date.max if ahead else latest(source)
    con.execute(
        "create or replace temp table intake_examples as select text from (select text,"
        " count(*) over (partition by shape) as alike from (select text,"
        " regexp_replace(text, '[0-9]', '9', 'g') as shape from intake_dates)"
        " qualify row_number() over (partition by shape order by text)"
        f" <= {_VALUES_PER_SHAPE}) order by alike desc, text limit {_EXAMPLES}"
    )
    readings = _measured(con, "intake_dates", _candidates(con, "intake_examples", date_format))
    if not readings or readings[0].read < total:
        readings = _tidied(con, date_format, readings)
    if not readings:
        return []
    differing: dict[int, Reading] = {}
    for each in _best(readings, last):
        differing.setdefault(each.fingerprint, each)
    tied = list(differing.values())
    if whole:
        return tied
    # Alone in reading every value of the sample: if the rest holds no surprise, it is the best.
    if len(tied) == 1 and tied[0].read == total and not _after(tied[0], last):
        return [replace(tied[0], sampled=True)]
    return ways(con, source, header, date_format, whole=True, ahead=ahead)


def _measured(
    con: duckdb.DuckDBPyConnection, table: str, ways_to_read: list[tuple[str, ...]]
) -> list[Reading]:
    """The readings of the texts in a table, those of most rows first."""
    found = [_measure(con, table, formats) for formats in ways_to_read]
    return sorted((each for each in found if each), key=lambda each: -each.read)


def _tidied(
    con: duckdb.DuckDBPyConnection, form: str | None, plainly: list[Reading]
) -> list[Reading]:
    """The readings of the tidied texts where these read more rows, else those there are."""
    con.execute(
        "create or replace temp table intake_tidy_examples as select tidied as text,"
        " bool_or(text <> tidied) as differs"
        f" from (select text, {tidy('text')} as tidied from intake_examples) group by 1"
    )
    differs = con.execute("select bool_or(differs) from intake_tidy_examples").fetchall()[0][0]
    found = _candidates(con, "intake_tidy_examples", form) if differs else []
    if not found:
        return plainly
    con.execute(
        f"create or replace temp table intake_tidied as select {tidy('text')} as text,"
        " sum(n) as n from intake_dates group by 1"
    )
    tidily = [replace(each, tidied=True) for each in _measured(con, "intake_tidied", found)]
    if not tidily or (plainly and plainly[0].read >= tidily[0].read):
        return plainly
    con.execute("create or replace temp table intake_dates as from intake_tidied")
    return tidily


def latest(source: Source) -> date:
    """The last day a file can speak of as past: the day it was written, in any time zone."""
    return source.modified + timedelta(days=1)


def _best(readings: list[Reading], last: date) -> list[Reading]:
    """Of readings, most read first, those that share the first place."""
    rivals = [each for each in readings if each.read >= _RIVAL * readings[0].read]
    rivals = [each for each in rivals if not _after(each, last)] or rivals
    return [each for each in rivals if each.read == rivals[0].read]


def _after(each: Reading, last: date) -> bool:
    return each.last is not None and each.last > last


def _candidates(
    con: duckdb.DuckDBPyConnection, table: str, date_format: str | None
) -> list[tuple[str, ...]]:
    """Day formats with the times that occur, of those that read any of some examples.

    Forms that cannot be mistaken for another may stand in one column, side by side.
    """
    letters = f"select string_agg(left(text, {_LONGEST_DATE}), '') from {table}"
    occurring = set(con.execute(letters).fetchall()[0][0]) | {" "}
    days = (date_format,) if date_format else (*DAYS, *COUNTS)
    pairs = [
        (day, time)
        for day in days
        for time in (("",) if day in COUNTS else TIMES)
        if day in COUNTS or date_format or set(_FIELD.sub("", day + time)) <= occurring
    ]
    if not pairs:
        return []
    tries = ", ".join(f"count({parsed('text', (day + time,))})" for day, time in pairs)
    try:
        counts = con.execute(f"select {tries} from {table}").fetchall()[0]
    except duckdb.InvalidInputException as error:
        raise DataError(
            N_("{value} is not a date format."),
            N_("Write it with %Y, %m and %d, such as %d-%m-%Y."),
            value=date_format,
        ) from error
    read = {pair: count for pair, count in zip(pairs, counts, strict=True) if count}
    together: dict[str, list[str]] = {}
    for day, time in pairs:
        if (day, time) in read:
            together.setdefault("" if day in CERTAIN else day, []).append(day + time)
    return [tuple(formats) for formats in together.values()]


def _measure(
    con: duckdb.DuckDBPyConnection, table: str, formats: tuple[str, ...]
) -> Reading | None:
    row = con.execute(
        f"""
        with dates as (select {parsed("text", formats)} as moment, text, n from {table})
        select sum(n), cast(min(moment) as date), cast(max(moment) as date),
            cast(sum(hash(moment, text)) as hugeint),
            coalesce(bool_or(moment <> date_trunc('day', moment)), false), {_zones(formats)}
        from dates where moment is not null and not {absurd("moment")}
        """
    ).fetchall()[0]
    *found, timed, zones = row
    each, named = Reading(formats, *found), tuple(sorted(zones or ()))
    return replace(each, timed=timed and formats[0] in COUNTS, zones=named) if each.read else None


def _zones(formats: tuple[str, ...]) -> str:
    """SQL of the list of zones that texts name, where the formats have any."""
    zoned = any(each.endswith(("%z", "Z")) for each in formats)
    return f"list(distinct {zone('text')})" if zoned else "[]"


def _no_dates(
    con: duckdb.DuckDBPyConnection, source: Source, header: str, date_format: str | None
) -> DataError:
    example = con.execute("select min(text) from intake_dates").fetchall()[0][0]
    if date_format:
        message = N_("No value in the column {column} of {file} is a date in the form {form}.")
    else:
        message = N_("The column {column} of {file} holds no dates; it has values like {value}.")
    return DataError(
        message,
        N_("Choose another column, or say how its dates are written, such as %d-%m-%y."),
        file=source.path.name,
        column=header,
        value=example,
        form=date_format,
    )


def gaps(con: duckdb.DuckDBPyConnection, each: Reading) -> tuple[int, int]:
    """Of a reading just found: its longest gap in days, and its days without any row.

    A gap is counted from one date to the next; days without a row lie between first and last.
    """
    moment = parsed("text", each.formats)
    days = (
        f"select distinct cast({moment} as date) as day from intake_dates"
        f" where {moment} is not null and not {absurd(moment)}"
    )
    longest, empty = con.execute(
        "select coalesce(max(gap), 0), coalesce(sum(gap - 1), 0) from"
        f" (select day - lag(day) over (order by day) as gap from ({days}))"
    ).fetchall()[0]
    return int(longest), int(empty)


def _ambiguous(
    con: duckdb.DuckDBPyConnection, source: Source, header: str, readings: list[Reading]
) -> DataError:
    ways = "; ".join(
        f"{each.formats[0]}: {each.first} – {each.last} ({gaps(con, each)[0]})" for each in readings
    )
    return DataError(
        N_(
            "The dates in the column {column} of {file} can be read in more than one way: {ways};"
            " in brackets the longest gap in days."
        ),
        N_("Say which is meant (date_format)."),
        file=source.path.name,
        column=header,
        ways=ways,
    )
