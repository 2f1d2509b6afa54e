"""Delimited text files. DuckDB reads them; a slower reading waits for files that need it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from itertools import islice
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from analytics.errors import N_, DataError
from analytics.intake.checksum import of_file
from analytics.intake.delimiter import SAMPLE, blanks_of, delimiter_of, not_blank
from analytics.intake.encoding import encoding_of
from analytics.intake.header import LOOKED_AT, names_by_content, start_of
from analytics.intake.source import (
    LINE,
    PREVIEW_ROWS,
    Source,
    distinct,
    file_literal,
    literal,
    no_header,
)
from analytics.intake.textfile import Utf8Copy, is_utf8

_LONGEST_LINE = 1 << 20
csv.field_size_limit(_LONGEST_LINE)
_REASONS = {
    "TOO MANY COLUMNS": N_("The line has more values than there are columns."),
    "UNQUOTED VALUE": N_("A quotation mark does not enclose the whole value."),
    "INVALID ENCODING": N_("The line has characters that are not in the file's encoding."),
}
_OTHER = N_("The line cannot be taken apart into columns.")


@dataclass
class CsvSource(Source):
    """A delimited file; `text_path` is the file itself or, in `copy`, the same in UTF-8.

    first_line  where the table starts, with its header if it has one
    found       whether the encoding was found, and not named
    """

    text_path: Path = Path()
    delimiter: str = ","
    first_line: int = 1
    parallel: bool = True
    copy: Utf8Copy | None = None
    folder: Path | None = None
    found: bool = True
    blanks: str | None = None
    one_newline: bool = False

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        return self._sql(con, "rows")

    def numbered(self, con: duckdb.DuckDBPyConnection) -> str:
        return f"(select *, row_number() over () as {LINE} from {self.sample(con)})"

    def sample(self, con: duckdb.DuckDBPyConnection) -> str:
        return self._sql(con, "sample")

    def _sql(self, con: duckdb.DuckDBPyConnection, purpose: str) -> str:
        # Faults are stored even where nobody asks for them: with ignore_errors alone DuckDB 2.0
        # drops everything behind a value that is not quoted to its end.
        faults, scans = (f"intake_{kind}_of_{purpose}{self.tag}" for kind in ("faults", "scans"))
        # DuckDB adds the faults of every scan to the same tables.
        con.execute(f"drop table if exists {faults}; drop table if exists {scans}")
        columns = ", ".join(f"{literal(header)}: 'varchar'" for header in self.headers)
        return (
            f"read_csv({file_literal(self.text_path)}, columns = {{{columns}}},"
            f" auto_detect = false, delim = {literal(self.delimiter)}, quote = '\"',"
            f" escape = '\"', header = {str(bool(self.header)).lower()},"
            f" skip = {self.first_line - 1}, null_padding = true,"
            f" strict_mode = true, max_line_size = {_LONGEST_LINE},"
            f" parallel = {str(self.parallel).lower()}, store_rejects = true, rejects_limit = 0,"
            f" rejects_table = '{faults}', rejects_scan = '{scans}')"
        )

    def faults(self, con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
        found = con.execute(
            "select line_byte_position - 1, min(error_type), coalesce(min(csv_line), '')"
            f" from intake_faults_of_rows{self.tag}"
            " group by line_byte_position order by line_byte_position"
        ).fetchall()
        starts, faults, values = [], [], []
        for position, fault, text in found:
            body = text.lstrip("\r\n")
            starts.append(position + len(text) - len(body))
            faults.append(fault)
            values.append(body.rstrip("\r\n"))
        lines = self._lines_at(starts)
        for line, fault, value in zip(lines, faults, values, strict=True):
            if fault == "LINE SIZE OVER MAXIMUM" or (fault == "UNQUOTED VALUE" and "\n" in value):
                raise open_quote(self.path.name, line)
        reasons = [_REASONS.get(fault, _OTHER) for fault in faults]
        return pd.DataFrame({"line": lines, "column": None, "value": values, "reason": reasons})

    def _lines_at(self, positions: list[int]) -> list[int]:
        """Line numbers, from 1, at rising byte positions."""
        lines, line, at = [], 1, 0
        with self.text_path.open("rb") as file:
            for position in positions:
                while at < position and (chunk := file.read(min(position - at, 1 << 22))):
                    line += chunk.count(b"\n")
                    at += len(chunk)
                lines.append(line)
        return lines

    def line_numbers(self, con: duckdb.DuckDBPyConnection, lines: pd.Series) -> pd.Series:
        """The line each row starts on; LINE counts only the rows that could be taken apart."""
        wanted = lines.to_numpy(dtype="int64")
        faulty = set(self.faults(con)["line"])
        readable = (line for line in self._starts() if line not in faulty)
        last = int(wanted.max(initial=0))
        starts = np.fromiter(islice(readable, last), dtype="int64")
        if len(starts) < last:
            # Python and DuckDB differ on a damaged record: name the last line both know.
            known = starts[-1] if len(starts) else self.first_line
            starts = np.pad(starts, (0, last - len(starts)), constant_values=known)
        return pd.Series(starts[wanted - 1], index=lines.index)

    def _starts(self) -> Iterator[int]:
        """The lines on which the rows start; empty lines are no rows."""
        above = self.first_line - 1
        with self.text_path.open(encoding="utf-8", errors="replace", newline="") as file:
            text = islice(file, above, None)
            records = csv.reader(text, delimiter=self.delimiter, skipinitialspace=True)
            for record in islice(not_blank(records), 1 if self.header else 0, None):
                # The reader stands on the last line of the record.
                yield above + records.line_num - sum(cell.count("\n") for cell in record)

    def careful(self) -> CsvSource | None:
        if self.parallel:
            return replace(self, parallel=False)
        if not self.one_newline:
            copy = Utf8Copy(
                self.path, self.encoding or "utf-8", self.folder,
                found=self.found, newline=None, blanks=self.blanks,
            )  # fmt: skip
            return replace(self, copy=copy, text_path=copy.path, one_newline=True)
        return None


def open_quote(file: str, line: int) -> DataError:
    """What to say when a quotation mark swallows the lines after it."""
    return DataError(
        N_("A quotation mark opened on line {line} of {file} is not closed where the value ends."),
        N_("Close or remove it and load the file again."),
        file=file,
        line=line,
    )


def read_csv(
    path: Path,
    encoding: str | None = None,
    folder: Path | None = None,
    header: int | None = None,
    delimiter: str | None = None,
) -> CsvSource:
    """A delimited file as a Source.

    header     the line of the header, 0 for none; None finds it below title lines
    delimiter  between values; None finds it
    Errors: DataError for an unknown encoding or an empty file.
    """
    digest = of_file(path)
    found = encoding is None
    encoding = encoding or encoding_of(path, is_utf8(path))
    copy, text_path = None, path
    # Said to be UTF-8 and not quite: lines that are not are rejected, the others are loaded.
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "utf-8-sig"):
        copy = Utf8Copy(path, encoding, folder, found=found)
        text_path = copy.path
    sample = _sample(text_path)
    blanks = None
    if delimiter is None:
        delimiter, blanks = delimiter_of(sample), None
        if not delimiter and (blanks := blanks_of(sample)):
            copy = Utf8Copy(path, encoding, folder, found=found, blanks=blanks)
            text_path, delimiter = copy.path, "\t"
            sample = _sample(text_path)
    delimiter = delimiter or ","
    records = _numbered(sample, delimiter, path.name)
    if not records:
        raise DataError(N_("{file} is empty."), file=path.name)
    first, has_header = _start(records, header, path.name)
    rows = [row for _, row in records[first:]]
    width = len(rows[0]) if has_header else max(map(len, rows))
    body = rows[1:] if has_header else rows
    names = rows[0] if has_header else names_by_content(body, width)
    return CsvSource(
        path=path,
        headers=distinct(names),
        preview=[
            tuple((cell or None) for cell in (row + [""] * width)[:width])
            for row in body[:PREVIEW_ROWS]
        ],
        digest=digest,
        modified=date.fromtimestamp(path.stat().st_mtime),
        encoding=encoding,
        header=records[first][0] if has_header else 0,
        text_path=text_path,
        delimiter=delimiter,
        first_line=records[first][0],
        copy=copy,
        folder=folder,
        found=found,
        blanks=blanks,
    )


def _sample(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return file.read(SAMPLE)


def _numbered(sample: str, delimiter: str, file: str) -> list[tuple[int, list[str]]]:
    """The first records of a text, each with the line it starts on."""
    records = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
    numbered = []
    try:
        for record in islice(not_blank(records), LOOKED_AT):
            numbered.append((records.line_num - sum(cell.count("\n") for cell in record), record))
    except csv.Error as error:
        # Damage further down is the loading's to report.
        if len(numbered) < 2:
            raise open_quote(file, records.line_num) from error
    return numbered


def _start(records: list[tuple[int, list[str]]], header: int | None, file: str) -> tuple[int, bool]:
    """The place of the first record of the table and whether it is a header."""
    if header is None:
        start = start_of([record for _, record in records])
        return start.place, start.has_header
    if header == 0:
        return start_of([record for _, record in records]).place, False
    places = [place for place, (line, _) in enumerate(records) if line == header]
    if not places:
        raise no_header(file, header)
    return places[0], True
