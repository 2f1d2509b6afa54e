"""Excel sheets and Parquet files, whose cells have types: all of them as plain texts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from analytics import watch
from analytics.errors import N_, DataError
from analytics.intake import workbook
from analytics.intake.checksum import of_file
from analytics.intake.header import LOOKED_AT, names_by_content, start_of
from analytics.intake.scratch import Scratch
from analytics.intake.source import (
    LINE,
    PREVIEW_ROWS,
    Source,
    distinct,
    file_literal,
    no_header,
    quoted,
)
from analytics.intake.workbook import LARGEST_WHOLE


@dataclass
class SheetSource(Source):
    """One sheet of a workbook, as texts in an Arrow file in `scratch`."""

    table: pa.Table = field(default_factory=lambda: pa.table({}))
    scratch: Scratch | None = None

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        columns = ", ".join(quoted(header) for header in self.headers)
        return f"(select {columns} from {self.numbered(con)})"

    def numbered(self, con: duckdb.DuckDBPyConnection) -> str:
        name = f"intake_sheet{self.tag}"
        con.register(name, self.table)
        return name


@dataclass
class ParquetSource(Source):
    """A Parquet file; the line of a row is its number."""

    types: tuple[str, ...] = ()

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        return f"(select {self._texts()} from {self._scan()})"

    def numbered(self, con: duckdb.DuckDBPyConnection) -> str:
        return f"(select {self._texts()}, file_row_number + 1 as {LINE} from {self._scan()})"

    def damaged(self) -> bool:
        columns = ", ".join(f"c{position}" for position in range(len(self.headers)))
        try:
            with duckdb.connect() as con:
                con.execute(f"select max(hash({columns})) from {self._scan()}").fetchall()
        except duckdb.Error:
            return True
        return False

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
    """A typed column as text: whole numbers without a point, moments of a zone in UTC."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"cast(make_timestamp(epoch_us({column})) as varchar)"
    if kind in ("FLOAT", "DOUBLE"):
        return (
            f"case when {column} = trunc({column}) and abs({column}) < {LARGEST_WHOLE}"
            f" then cast(try_cast({column} as bigint) as varchar)"
            f" else cast({column} as varchar) end"
        )
    return f"cast({column} as varchar)"


def read_sheet(
    path: Path, sheet: str | None = None, folder: Path | None = None, header: int | None = None
) -> SheetSource:
    """A workbook's sheet as a Source: the one named, else the first that has data.

    header  the row of the header, 0 for none; None finds it below title rows
    Errors: DataError when the file is no workbook, the sheet is unknown or empty.
    """
    scratch = Scratch(folder)
    target = scratch.path / "sheet.arrow"
    told = _converted(path, sheet, target)
    match told.get("error"):
        case "sheet":
            raise DataError(
                N_("{file} has no sheet called {sheet}."),
                N_("Its sheets are: {sheets}."),
                file=path.name,
                sheet=sheet,
                sheets=", ".join(told["sheets"]),
            )
        case "empty":
            raise DataError(N_("{file} is empty."), file=path.name)
        case "large":
            raise DataError(
                N_("{file} claims more cells than a file of its size can be read for."),
                N_("Save the sheet as CSV and load that."),
                file=path.name,
            )
        case "unreadable":
            raise unreadable(path)
    table = pa.ipc.open_file(pa.memory_map(str(target))).read_all()
    first = table.slice(0, LOOKED_AT).to_pylist()
    lines = [row.pop(LINE) for row in first]
    rows = [list(row.values()) for row in first]
    place, has_header = _start(rows, lines, header, path.name)
    body = rows[place + 1 :] if has_header else rows[place:]
    width = len(rows[0])
    names = [cell or "" for cell in rows[place]] if has_header else names_by_content(body, width)
    headers = distinct(names)
    table = table.slice(place + 1 if has_header else place)
    return SheetSource(
        path=path,
        headers=headers,
        preview=[tuple(row) for row in body[:PREVIEW_ROWS]],
        digest=of_file(path),
        modified=date.fromtimestamp(path.stat().st_mtime),
        rows=table.num_rows,
        sheet=told["sheet"],
        sheets=tuple(told["sheets"]),
        header=lines[place] if has_header else 0,
        table=table.rename_columns([*headers, LINE]),
        scratch=scratch,
    )


def _converted(path: Path, sheet: str | None, target: Path) -> dict[str, Any]:
    """What the process that reads workbooks says it did."""
    command = [sys.executable, str(Path(workbook.__file__)), str(path), sheet or "", str(target)]
    # Arrow's own allocator reserves far more than it uses, which the limit on memory would count.
    around = os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system", "PYTHONIOENCODING": "utf-8"}
    with (
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=around
        ) as run,
        watch.stopped_by(run.kill),
    ):
        told, _ = run.communicate()
    try:
        return json.loads(told)
    except ValueError:
        # Ended from outside, at one of its limits.
        return {"error": "large"}


def _start(
    rows: list[list[str | None]], lines: list[int], header: int | None, file: str
) -> tuple[int, bool]:
    """The place of the first row of the table and whether it is a header."""
    if header and header not in lines:
        raise no_header(file, header)
    if header:
        return lines.index(header), True
    start = start_of(rows)
    return start.place, start.has_header and header is None


def read_parquet(path: Path) -> ParquetSource:
    """A Parquet file as a Source. Errors: DataError when it is none."""
    with duckdb.connect() as con, watch.queries(con):
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
        digest=of_file(path),
        modified=date.fromtimestamp(path.stat().st_mtime),
        rows=rows,
        types=types,
    )


def unreadable(path: Path) -> DataError:
    """What to say of a file whose bytes are not what its name says."""
    return DataError(
        N_("{file} is not a readable {ending} file."),
        N_("Open it in the program it comes from, save it again and load that."),
        file=path.name,
        ending=path.suffix.lower().lstrip("."),
    )
