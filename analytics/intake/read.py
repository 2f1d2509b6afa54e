"""From a file to a Source, by the ending of its name."""

from __future__ import annotations

from pathlib import Path

from analytics.errors import N_, DataError
from analytics.intake.csvfile import read_csv
from analytics.intake.source import Source
from analytics.intake.tablefile import read_parquet, read_sheet

_TEXT = (".csv", ".tsv", ".txt")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
_PARQUET = (".parquet", ".pq")
ENDINGS = _TEXT + _SHEETS + _PARQUET


def read(
    path: str | Path,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    header: int | None = None,
    folder: Path | None = None,
) -> Source:
    """A file as text columns, with its headers and first rows.

    encoding  of a text file; None finds it
    sheet     of a workbook; None takes the first that has data
    folder    where a copy in UTF-8 may lie, if one is needed; None takes the system's
    Errors: DataError when the file is missing, empty or of a format that is not read.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if not path.is_file():
        raise DataError(N_("There is no file {file}."), file=path.name)
    if ending in _TEXT:
        return read_csv(path, encoding, folder, header)
    if ending in _SHEETS:
        return read_sheet(path, sheet)
    if ending in _PARQUET:
        return read_parquet(path)
    raise DataError(
        N_("Files that end in {ending} are not read."),
        N_("Save the data as one of: {endings}."),
        file=path.name,
        ending=ending or path.name,
        endings=", ".join(ENDINGS),
    )
