"""How the dates of a file are read, to be looked at before anything is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from analytics.errors import N_, DataError
from analytics.intake.columns import KINDS
from analytics.intake.dates import Reading, gaps, reading, ways
from analytics.intake.remark import Remark
from analytics.intake.source import Source, patiently
from analytics.intake.values import rules


@dataclass(frozen=True)
class Choice:
    """One way to read a column of dates, with what it would give.

    form         what to pass as date_format for this column
    rows         how many rows it reads
    first, last  its dates
    gap          the longest stretch from one date to the next, in days
    empty_days   days between the first and the last date on which there is no row
    """

    form: str
    rows: int
    first: date | None
    last: date | None
    gap: int
    empty_days: int


def readings(
    source: Source,
    kind: str,
    mapping: Mapping[str, str],
    date_format: str | Mapping[str, str] | None = None,
    *,
    con: duckdb.DuckDBPyConnection | None = None,
    whole: bool = False,
) -> dict[str, Reading]:
    """Each mapped column of dates -> how it is read, with its first and last date.

    date_format  one for all of these columns, or one for each by its name; None finds them
    whole        look at the whole file even where its first rows settle it
    Errors: DataError where no format reads a column, or several that differ do.
    """
    if con is None:
        with duckdb.connect() as own:
            return patiently(
                source,
                lambda way: readings(way, kind, mapping, date_format, con=own, whole=whole),
            )
    each, common = {}, None
    if isinstance(date_format, str):
        common = date_format
    elif date_format:
        each = dict(date_format)
    return {
        column: reading(
            con, source, header, each.get(column, common), whole=whole,
            ahead=column in KINDS[kind].ahead,
        )
        for column, header in mapping.items()
        if KINDS[kind].readable[column] in ("date", "moment")
    }  # fmt: skip


def zone_remark(header: str, found: Reading) -> Remark | None:
    """What is said of times that name a zone: their clock time stays as it is written."""
    zones = [each for each in found.zones if each]
    if not zones:
        return None
    values = {"header": header, "zones": ", ".join(zones)}
    if len(found.zones) > 1:
        message = N_("Times in “{header}” are of several zones or of none named: {zones}.")
        values["zones"] = ", ".join(each or "–" for each in found.zones)
    else:
        message = N_("Times in “{header}” are of the zone {zones}.")
    remedy = N_("The clock time stays as it is written, and so does the day.")
    if "UTC" in zones:
        remedy = N_(
            "The clock time stays as it is written, so an early morning in China counts on the day"
            " before. Export local times if the day matters."
        )
    return Remark(message, remedy, values, warns=len(found.zones) > 1 or "UTC" in zones)


def doubtful_number(source: Source, kind: str, mapping: Mapping[str, str]) -> dict[str, str] | None:
    """A number that is one thing with a decimal point and a thousand times it with a comma.

    None where the file tells which; else its `column` (a header), `value`, and what it would be
    either way: `small` and `large`.
    """

    def look(way: Source) -> dict[str, str] | None:
        with duckdb.connect() as con:
            try:
                rules(con, way, KINDS[kind], mapping)
            except DataError as doubt:
                return dict(doubt.values)
        return None

    return patiently(source, look) if mapping else None


def choices(
    source: Source,
    kind: str,
    mapping: Mapping[str, str],
    *,
    con: duckdb.DuckDBPyConnection | None = None,
) -> dict[str, tuple[Choice, ...]]:
    """Each mapped column of dates -> the ways to read it that do equally well.

    One way is settled, several are to be asked, best guess first; none where the column is
    empty or nothing reads it (`readings` then says so).
    """
    if con is None:
        with duckdb.connect() as own:
            return patiently(source, lambda way: choices(way, kind, mapping, con=own))
    found = {}
    for column, header in mapping.items():
        if KINDS[kind].readable[column] in ("date", "moment"):
            found[column] = tuple(
                Choice(way.formats[0], way.read, way.first, way.last, *gaps(con, way))
                for way in ways(con, source, header, whole=True, ahead=column in KINDS[kind].ahead)
                if way.read
            )
    return found
