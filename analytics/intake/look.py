"""What a file would be read as, before anything is loaded."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from analytics.intake.columns import KINDS
from analytics.intake.dates import Reading, reading
from analytics.intake.source import Source


def readings(
    source: Source, kind: str, mapping: Mapping[str, str], date_format: str | None = None
) -> dict[str, Reading]:
    """Each mapped column of dates -> how it would be read, with its first and last date.

    Errors: DataError where no format reads a column, or several that differ do.
    """
    with duckdb.connect() as con:
        return {
            column: reading(con, source, header, date_format)
            for column, header in mapping.items()
            if KINDS[kind].readable[column] in ("date", "moment")
        }
