"""How the dates of a file are read, to be looked at before anything is loaded."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from analytics.intake.columns import KINDS
from analytics.intake.dates import Reading, reading
from analytics.intake.source import Source, patiently


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
        column: reading(con, source, header, each.get(column, common), whole=whole)
        for column, header in mapping.items()
        if KINDS[kind].readable[column] in ("date", "moment")
    }
