"""What every readable file offers, whatever its format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd

from analytics.errors import N_, DataError
from analytics.intake.remark import Remark
from analytics.intake.scratch import Scratch
from analytics.intake.workbook import LINE as LINE

PREVIEW_ROWS = 20
MOST_COLUMNS = 1_000


def quoted(name: str) -> str:
    """A column name as SQL takes it, whatever characters a header has."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL takes it; for file names and formats, where no parameter can stand."""
    return "'" + text.replace("'", "''") + "'"


def file_literal(path: Path) -> str:
    """A file's name as SQL takes it; brackets and stars would be wildcards."""
    return literal("".join(f"[{letter}]" if letter in "[*?" else letter for letter in str(path)))


def distinct(headers: list[str]) -> tuple[str, ...]:
    """Headers stripped, never empty and never equal, not even but for their case."""
    names: list[str] = []
    taken = {LINE}
    copies: Counter[str] = Counter()
    for position, header in enumerate(headers, start=1):
        name = base = " ".join(header.replace("\ufeff", "").split()) or f"column {position}"
        while name.lower() in taken:
            copies[base.lower()] += 1
            name = f"{base} ({copies[base.lower()] + 1})"
        taken.add(name.lower())
        names.append(name)
    return tuple(names)


def no_header(file: str, line: int) -> DataError:
    """What to say of a header line that is not among the first lines of a file."""
    return DataError(
        N_("The first lines of {file} have no header on line {line}."),
        N_("Name another line, 0 for a file without a header, or none to have it found."),
        file=file,
        line=line,
    )


T = TypeVar("T")


@dataclass
class Source:
    """A file as text columns.

    headers   its column names, stripped and told apart
    preview   its first rows, as texts
    digest    what its checksum is computed in, the SHA-256 of the file as it came
    modified  the date the file was last written
    rows      how many rows it has, where that is known before reading
    sheets    names of its sheets, if it has any; `sheet` is the one that is read
    header    the line its header stands on, 0 where it has none and names come from content
    came_as   the files as they came, each with its checksum: an archive, several files; empty
              where `path` is the file as it came; `unpacked` keeps what was inside
    joined_headers  those of the headers that come from other sheets or files, by a join
    remarks   what is worth knowing of how the file was put together
    tag       tells what this file registers with DuckDB from that of others in one query
    """

    path: Path
    headers: tuple[str, ...]
    preview: list[tuple[str | None, ...]]
    digest: Future[str]
    modified: date
    rows: int | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    header: int = 1
    came_as: tuple[tuple[Path, str], ...] = ()
    unpacked: Scratch | None = None
    tag: str = ""
    joined_headers: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        if len(self.headers) > MOST_COLUMNS:
            raise DataError(
                N_("{file} has {columns} columns; at most {most} are read."),
                N_("Keep one row for each sale, contact, deal or customer, and its columns."),
                file=self.path.name,
                columns=len(self.headers),
                most=MOST_COLUMNS,
            )

    @property
    def name(self) -> str:
        """What people call it: the name of the file, or the first and last of several."""
        if not self.came_as:
            return self.path.name
        names = [path.name for path, _ in self.came_as]
        return names[0] if len(names) == 1 else f"{names[0]} … {names[-1]} ({len(names)})"

    @property
    def checksum(self) -> str:
        """SHA-256 of the file as it came; who asks first waits until it is known."""
        return self.digest.result()

    @property
    def uploads(self) -> tuple[tuple[Path, str], ...]:
        """The files as they came, each with its checksum."""
        return self.came_as or ((self.path, self.checksum),)

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        """SQL of a relation: one row per row of the file, its headers as text columns."""
        raise NotImplementedError

    def numbered(self, con: duckdb.DuckDBPyConnection) -> str:
        """The same relation in the order of the file with a column LINE, for `line_numbers`."""
        raise NotImplementedError

    def sample(self, con: duckdb.DuckDBPyConnection) -> str:
        """The same relation for looking at values, without keeping its faults."""
        return self.relation(con)

    def line_numbers(self, con: duckdb.DuckDBPyConnection, lines: pd.Series) -> pd.Series:
        """Values of LINE as a person counts lines when opening the file."""
        return lines

    def file_of(self, lines: pd.Series) -> pd.Series:
        """The name of the file each LINE is in."""
        return pd.Series(self.path.name, index=lines.index)

    def faults(self, con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
        """Rows the last reading of `relation` could not take apart: line column value reason."""
        return pd.DataFrame(columns=["line", "column", "value", "reason"])

    def damaged(self) -> bool:
        """Whether it is found to be damaged when all of it is read once more."""
        return False

    def careful(self) -> Source | None:
        """The same file read in a slower way that bears more, or None when there is none."""
        return None


def patiently(source: Source, work: Callable[[Source], T]) -> T:
    """work(source), done again with the careful reading where DuckDB stumbles over the file.

    Errors: DataError when the most careful reading stumbles too.
    """
    while True:
        try:
            return work(source)
        except duckdb.Error as error:
            # A lack of memory, say, is not the file's fault, and a stop is nobody's.
            known = isinstance(error, duckdb.InvalidInputException) or "CSV" in str(error)
            stopped = isinstance(error, duckdb.InterruptException)
            if not known and (stopped or not source.damaged()):
                raise
            careful = source.careful()
            if careful is None:
                raise DataError(
                    N_("{file} cannot be taken apart into rows and columns."),
                    N_("Open it in a spreadsheet, save it again and load that."),
                    file=source.path.name,
                ) from error
            source = careful
