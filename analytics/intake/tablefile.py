"""Excel sheets and Parquet files, whose cells have types: all of them as plain texts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from analytics.errors import N_, DataError
from analytics.intake.source import LINE, PREVIEW_ROWS, Source, distinct, file_literal, quoted

_LARGEST_WHOLE = 1e15


@dataclass
class SheetSource(Source):
    """One sheet of a workbook; its first row with anything in it holds the headers."""

    table: pa.Table = field(default_factory=lambda: pa.table({}))

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        con.register("intake_sheet", self.table)
        columns = ", ".join(quoted(header) for header in self.headers)
        return f"(select {columns} from intake_sheet)"

    def numbered(self, con: duckdb.DuckDBPyConnection) -> str:
        con.register("intake_sheet", self.table)
        return "intake_sheet"


@dataclass
class ParquetSource(Source):
    """A Parquet file; the line of a row is its number."""

    types: tuple[str, ...] = ()

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        return f"(select {self._texts()} from {self._scan()})"

    def numbered(self, con: duckdb.DuckDBPyConnection) -> str:
        return f"(select {self._texts()}, file_row_number + 1 as {LINE} from {self._scan()})"

    def _scan(self) -> str:
        names = ", ".join(f"c{position}" for position in range(len(self.headers)))
        scan = f"read_parquet({file_literal(self.path)}, file_row_number = true)"
        return f"{scan} as file({names}, file_row_number)"

    def _texts(self) -> str:
        return ", ".join(
            f"{_text(f'c{position}', kind)} as {quoted(header)}"
            for position, (header, kind) in enumerate(zip(self.headers, self.types, strict=True))
        )


def _text(column: str, kind: str) -> str:
    """A typed column as text, whole numbers without a point."""
    if kind in ("FLOAT", "DOUBLE"):
        return (
            f"case when {column} = trunc({column}) and abs({column}) < {_LARGEST_WHOLE}"
            f" then cast(cast({column} as bigint) as varchar) else cast({column} as varchar) end"
        )
    return f"cast({column} as varchar)"


def read_sheet(path: Path, sheet: str | None) -> SheetSource:
    """A workbook's sheet as a Source: the one named, else the first that has data.

    Errors: DataError when the file is no workbook, the sheet is unknown or empty.
    """
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [sheet] if sheet else book.sheet_names
        if sheet and sheet not in book.sheet_names:
            raise DataError(
                N_("{file} has no sheet called {sheet}."),
                N_("Its sheets are: {sheets}."),
                file=path.name,
                sheet=sheet,
                sheets=", ".join(book.sheet_names),
            )
        for name in names:
            rows = _rows(book, name)
            if len(rows) > 1:
                return _sheet_source(path, name, tuple(book.sheet_names), rows)
    except (CalamineError, OSError, ValueError) as error:
        raise unreadable(path) from error
    raise DataError(N_("{file} is empty."), file=path.name)


def _rows(book: CalamineWorkbook, name: str) -> list[tuple[int, list[Any]]]:
    """Rows with anything in them, each with its number in the sheet."""
    sheet = book.get_sheet_by_name(name)
    first = (sheet.start or (0, 0))[0] + 1
    rows = enumerate(sheet.to_python(), start=first)
    return [(number, cells) for number, cells in rows if any(cell != "" for cell in cells)]


def _sheet_source(
    path: Path, name: str, names: tuple[str, ...], rows: list[tuple[int, list[Any]]]
) -> SheetSource:
    headers = distinct([cell_text(cell) or "" for cell in rows[0][1]])
    body = rows[1:]
    columns = {
        header: pa.array([cell_text(cells[position]) for _, cells in body], pa.string())
        for position, header in enumerate(headers)
    }
    lines = pa.array([number for number, _ in body], pa.int64())
    table = pa.table(columns | {LINE: lines})
    return SheetSource(
        path=path,
        headers=headers,
        preview=[tuple(map(cell_text, cells)) for _, cells in body[:PREVIEW_ROWS]],
        checksum=checksum(path),
        modified=date.fromtimestamp(path.stat().st_mtime),
        rows=len(body),
        sheet=name,
        sheets=names,
        table=table,
    )


def cell_text(cell: Any) -> str | None:
    """A cell as the text a person would type: 17850.0 is 17850, a date is 2016-04-27."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LARGEST_WHOLE:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return None if cell is None else str(cell)


def read_parquet(path: Path) -> ParquetSource:
    """A Parquet file as a Source. Errors: DataError when it is none."""
    with duckdb.connect() as con:
        scan = f"read_parquet({file_literal(path)})"
        try:
            described = con.execute(f"describe select * from {scan}").fetchall()
            names = ", ".join(f"c{position}" for position in range(len(described)))
            types = tuple(row[1] for row in described)
            texts = ", ".join(_text(f"c{position}", kind) for position, kind in enumerate(types))
            preview = con.execute(
                f"select {texts} from {scan} as file({names}) limit {PREVIEW_ROWS}"
            ).fetchall()
            rows = con.execute(f"select count(*) from {scan}").fetchall()[0][0]
        except duckdb.Error as error:
            raise unreadable(path) from error
    return ParquetSource(
        path=path,
        headers=distinct([row[0] for row in described]),
        preview=preview,
        checksum=checksum(path),
        modified=date.fromtimestamp(path.stat().st_mtime),
        rows=rows,
        types=types,
    )


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unreadable(path: Path) -> DataError:
    """What to say of a file whose bytes are not what its name says."""
    return DataError(
        N_("{file} is not a readable {ending} file."),
        N_("Open it in the program it comes from, save it again and load that."),
        file=path.name,
        ending=path.suffix.lower().lstrip("."),
    )
