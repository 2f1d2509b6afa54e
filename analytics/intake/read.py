"""From files to a Source, by the ending of their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from analytics.errors import N_, DataError
from analytics.intake import archive
from analytics.intake.checksum import of_file, of_several
from analytics.intake.csvfile import read_csv
from analytics.intake.lookup import JoinedSource, with_lookups
from analytics.intake.many import joined, same_layout
from analytics.intake.scratch import Scratch
from analytics.intake.source import Source
from analytics.intake.tablefile import read_parquet, read_sheet, unreadable

_TEXT = (".csv", ".tsv", ".txt")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
_PARQUET = (".parquet", ".pq")
_START = 1 << 12
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
TABLES = _TEXT + _SHEETS + _PARQUET
ENDINGS = TABLES + archive.ENDINGS


def read(
    path: str | Path | Sequence[str | Path],
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    header: int | None = None,
    folder: Path | None = None,
) -> Source:
    """A file as text columns, with its headers and first rows; of several files, all rows.

    path      a file, an archive of files, a folder of files, or a list of these; several files
              share a layout and are read in the order of their names, or describe the largest
    encoding  of text files; None finds it
    sheet     of a workbook; None takes the first that has data; sheets that surely describe
              its rows are joined to it
    header    the line of the header, 0 for a file without one; None finds it
    folder    where copies may lie, if any are needed; None takes the system's
    Errors: DataError when a file is missing, empty or of a format that is not read, or when
    files of different layouts come together that do not join.
    """
    paths = [Path(path)] if isinstance(path, str | Path) else sorted(Path(each) for each in path)
    scratch = Scratch(folder)
    came = [file for each in paths for file in _in_folder(each)]
    files = [table for file in came for table in _unpacked(file, scratch)]
    if not files:
        raise DataError(
            N_("There is no table in {file}."),
            N_("Save the data as one of: {endings}."),
            file=", ".join(each.name for each in paths) or "–",
            endings=", ".join(ENDINGS),
        )
    parts = [_read_one(file, encoding, sheet, header, folder) for file in files]
    source = _with_sheets(parts[0], folder) if len(parts) == 1 else _together(parts)
    if files == came:
        return source
    as_they_came = tuple((file, of_file(file).result()) for file in came)
    return replace(source, came_as=as_they_came, unpacked=scratch)


def _together(parts: Sequence[Source]) -> Source:
    """Files of one layout one after another; smaller ones of another that join, beside them."""
    layouts = same_layout(parts)
    main = max(layouts, key=lambda each: sum(part.path.stat().st_size for part in each))
    others = [each[0] for each in layouts if each is not main]
    if len(layouts) == 1 or len(others) + len(main) < len(parts):
        return joined(parts)  # says which file has other columns, if one has
    source = with_lookups(
        main[0] if len(main) == 1 else joined(main), [(each.name, each) for each in others]
    )
    if not isinstance(source, JoinedSource) or len(source.lookups) < len(others):
        return joined(parts)
    return replace(
        source,
        digest=of_several(part.checksum for part in parts),
        came_as=tuple((part.path, part.checksum) for part in parts),
    )


def _with_sheets(source: Source, folder: Path | None) -> Source:
    """A sheet with the other sheets of its workbook that describe its rows."""
    others = []
    for name in source.sheets:
        if name != source.sheet:
            with suppress(DataError):  # a sheet of notes or nothing describes nothing
                others.append((name, read_sheet(source.path, name, folder)))
    return with_lookups(source, others) if others else source


def _in_folder(path: Path) -> list[Path]:
    """The files of a folder that can be read, by name; a file is itself."""
    if not path.is_dir():
        return [path]
    inside = sorted(path.iterdir())
    return [file for file in inside if file.is_file() and file.suffix.lower() in ENDINGS]


def _unpacked(path: Path, scratch: Scratch) -> Iterator[Path]:
    if not path.is_file():
        raise DataError(N_("There is no file {file}."), file=path.name)
    if path.suffix.lower() not in archive.ENDINGS:
        yield path
    else:
        yield from archive.taken_out(path, TABLES, scratch.room())


def _read_one(
    path: Path, encoding: str | None, sheet: str | None, header: int | None, folder: Path | None
) -> Source:
    ending = path.suffix.lower()
    if ending in TABLES:
        # Programs call their tables .xls whatever is in them, and people rename files.
        with path.open("rb") as file:
            start = file.read(_START)
        if ending in _PARQUET or start.startswith(b"PAR1"):
            return read_parquet(path)
        if start.startswith(_WORKBOOKS):
            return read_sheet(path, sheet, folder, header)
        if ending in _TEXT or not start:
            return read_csv(path, encoding, folder, header)
        return _text_called_sheet(path, start, encoding, header, folder)
    raise DataError(
        N_("Files that end in {ending} are not read."),
        N_("Save the data as one of: {endings}."),
        file=path.name,
        ending=ending or path.name,
        endings=", ".join(ENDINGS),
    )


def _text_called_sheet(
    path: Path, start: bytes, encoding: str | None, header: int | None, folder: Path | None
) -> Source:
    """Delimited text under a name such as sales.xls; anything else there is unreadable."""
    if start.lstrip().startswith(b"<") or (0 in start and not start.startswith(_WIDE_MARKS)):
        raise unreadable(path)
    try:
        source = read_csv(path, encoding, folder, header)
    except DataError as error:
        raise unreadable(path) from error
    if len(source.headers) < 2 or source.blanks:
        raise unreadable(path)
    return source
