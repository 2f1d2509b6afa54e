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
from analytics.intake.source import LINE, PREVIEW_ROWS, Source, distinct, file_literal, literal
from analytics.intake.textfile import Utf8Copy, encoding_of, survey

_DELIMITERS = ",;\t|"
_LONGEST_LINE = 1 << 20
csv.field_size_limit(_LONGEST_LINE)
_SAMPLE = 1 << 16
_REASONS = {
    "TOO MANY COLUMNS": N_("The line has more values than there are columns."),
    "UNQUOTED VALUE": N_("A quotation mark does not enclose the whole value."),
    "INVALID ENCODING": N_("The line has characters that are not in the file's encoding."),
}
_OTHER = N_("The line cannot be taken apart into columns.")


@dataclass
class CsvSource(Source):
    """A delimited file; `text_path` is the file itself or, in `copy`, the same in UTF-8."""

    text_path: Path = Path()
    delimiter: str = ","
    header_line: int = 1
    parallel: bool = True
    copy: Utf8Copy | None = None
    folder: Path | None = None
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
        faults, scans = f"intake_faults_of_{purpose}", f"intake_scans_of_{purpose}"
        # DuckDB adds the faults of every scan to the same tables.
        con.execute(f"drop table if exists {faults}; drop table if exists {scans}")
        columns = ", ".join(f"{literal(header)}: 'varchar'" for header in self.headers)
        return (
            f"read_csv({file_literal(self.text_path)}, columns = {{{columns}}},"
            f" auto_detect = false, delim = {literal(self.delimiter)}, quote = '\"',"
            f" escape = '\"', header = true, skip = {self.header_line - 1}, null_padding = true,"
            f" strict_mode = true, max_line_size = {_LONGEST_LINE},"
            f" parallel = {str(self.parallel).lower()}, store_rejects = true, rejects_limit = 0,"
            f" rejects_table = '{faults}', rejects_scan = '{scans}')"
        )

    def faults(self, con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
        found = con.execute(
            "select line_byte_position - 1, min(error_type), coalesce(min(csv_line), '')"
            " from intake_faults_of_rows group by line_byte_position order by line_byte_position"
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
            known = starts[-1] if len(starts) else self.header_line
            starts = np.pad(starts, (0, last - len(starts)), constant_values=known)
        return pd.Series(starts[wanted - 1], index=lines.index)

    def _starts(self) -> Iterator[int]:
        """The lines on which the records after the header start; empty lines are not records."""
        with self.text_path.open(encoding="utf-8", errors="replace", newline="") as file:
            records = csv.reader(file, delimiter=self.delimiter, skipinitialspace=True)
            header = next(not_blank(records), None)
            for record in not_blank(records) if header else ():
                # The reader stands on the last line of the record.
                yield records.line_num - sum(cell.count("\n") for cell in record)

    def careful(self) -> CsvSource | None:
        if self.parallel:
            return replace(self, parallel=False)
        if not self.one_newline:
            copy = Utf8Copy(self.path, self.encoding or "utf-8", self.folder, newline=None)
            return replace(self, copy=copy, text_path=copy.path, one_newline=True)
        return None


def not_blank(records: Iterator[list[str]]) -> Iterator[list[str]]:
    """Records without those of an empty line."""
    return (record for record in records if record)


def open_quote(file: str, line: int) -> DataError:
    """What to say when a quotation mark swallows the lines after it."""
    return DataError(
        N_("A quotation mark opened on line {line} of {file} is not closed where the value ends."),
        N_("Close or remove it and load the file again."),
        file=file,
        line=line,
    )


def read_csv(path: Path, encoding: str | None, folder: Path | None) -> CsvSource:
    """A delimited file as a Source. Errors: DataError for an unknown encoding or an empty file."""
    seen = survey(path)
    encoding = encoding or encoding_of(path, seen.is_utf8)
    copy, text_path = None, path
    # Said to be UTF-8 and not quite: lines that are not are rejected, the others are loaded.
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "utf-8-sig"):
        copy = Utf8Copy(path, encoding, folder)
        text_path = copy.path
    with text_path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        sample = file.read(_SAMPLE)
    delimiter = delimiter_of(sample)
    try:
        records = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
        header = next(not_blank(records), None)
        if header is None:
            raise DataError(N_("{file} is empty."), file=path.name)
        header_line = records.line_num - sum(cell.count("\n") for cell in header)
        rows = list(islice(not_blank(records), PREVIEW_ROWS))
    except csv.Error as error:
        raise open_quote(path.name, records.line_num) from error
    width = len(header)
    return CsvSource(
        path=path,
        headers=distinct(header),
        preview=[tuple((cell or None) for cell in (row + [""] * width)[:width]) for row in rows],
        checksum=seen.checksum,
        modified=date.fromtimestamp(path.stat().st_mtime),
        encoding=encoding,
        text_path=text_path,
        delimiter=delimiter,
        header_line=header_line,
        copy=copy,
        folder=folder,
    )


def delimiter_of(sample: str) -> str:
    """The delimiter that cuts the first lines most evenly, then into most columns."""
    best, delimiter = (0.0, 1), ","
    for candidate in _DELIMITERS:
        reader = csv.reader(StringIO(sample, newline=""), delimiter=candidate)
        try:
            records = list(islice(not_blank(reader), 100))
        except csv.Error:
            continue
        if len(records) > 1 and len(sample) == _SAMPLE:
            records.pop()
        width = len(records[0]) if records else 0
        even = sum(len(record) == width for record in records) / max(len(records), 1)
        if width > 1 and (even, width) > best:
            best, delimiter = (even, width), candidate
    return delimiter
