"""Whether a workspace is whole: every version, what people made, the files as they came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from analytics import opening
from analytics.errors import N_, DataError
from analytics.intake.checksum import of_file
from analytics.state import State
from analytics.state_damage import damage, sound

_SQL = Path(__file__).parents[1] / "sql" / "workspace"
_RESTORE = N_("Restore it from a backup, or remove the file: the other versions stay.")

Checksums = dict[str, tuple[int, int]]


def check(folder: Path) -> list[DataError]:
    """What is wrong with a workspace, each with its remedy; empty where it is whole.

    Every block of every version kept is read, its rows are counted against what its loads say,
    state.sqlite is gone through, and the uploads are compared with the checksums noted. Nothing
    is changed; this process lets go of the versions.
    """
    return [*_pointer(folder), *_versions(folder), *_state(folder), *_uploads(folder)]


def checksums(folder: Path, version: int) -> Checksums:
    """Table of a version -> its rows and a checksum of all that stands in them.

    The order of rows is irrelevant. Errors: DataError for a version that cannot be read.
    """
    path = opening.path_of(folder, version)
    try:
        tables = _asked(folder, version, "tables")
        return {
            table: _asked(folder, version, "checksum", {"name": table})[0] for (table,) in tables
        }
    except duckdb.Error as error:
        opening.condemn(path)
        raise opening.unreadable(path) from error


def _pointer(folder: Path) -> Iterator[DataError]:
    if not opening.numbers(folder) and not (folder / "current").exists():
        yield DataError(
            N_("There is no version of any data in {folder}."),
            N_("Load a file, or restore a backup."),
            folder=str(folder),
        )
    elif trouble := opening.trouble(folder):
        yield trouble


def _versions(folder: Path) -> Iterator[DataError]:
    for version in opening.numbers(folder):
        try:
            checksums(folder, version)
            yield from _rows(folder, version)
        except DataError as error:
            yield DataError(error.message, _RESTORE, **error.values)
        finally:
            opening.let_go(opening.path_of(folder, version))


def _rows(folder: Path, version: int) -> Iterator[DataError]:
    """Rows that should be there by the records of the loads and are not, or too many.

    Erasing a person leaves fewer, and rows with a date for every stage become several contacts.
    """
    several = {
        load["kind"]
        for load in _records(folder, version)
        if isinstance(json.loads(load["mapping"] or "{}").get("occurred_at"), list)
    }
    erased = _erased(folder)
    for kind, loaded, lines in _asked(folder, version, "held"):
        if lines == loaded or kind in several or (erased and lines < loaded):
            continue
        yield DataError(
            N_("Version {version} has {lines} rows of {kind}; its loads say {loaded}."),
            N_("Bring an earlier version back, or load the files again."),
            version=version,
            lines=lines,
            kind=kind,
            loaded=loaded,
        )


def _state(folder: Path) -> Iterator[DataError]:
    path = folder / "state.sqlite"
    if path.exists() and not sound(path):
        yield DataError(
            N_("The file of settings, lists and notes is damaged."),
            N_("Open the app: it uses the last good copy. Or restore a backup."),
        )
    if trouble := damage(folder):
        yield trouble


def _uploads(folder: Path) -> Iterator[DataError]:
    """A file as it came is named after its checksum."""
    for path in sorted((folder / "uploads").glob("*")):
        noted = path.name.split("-", 1)[0]
        if not of_file(path).result().startswith(noted):
            yield DataError(
                N_("The file {file} is not as it came: its checksum is another."),
                N_("Restore it from a backup. The versions made of it are not affected."),
                file=path.name,
            )


def _erased(folder: Path) -> bool:
    path = folder / "state.sqlite"
    return sound(path) and bool(State(path).erasures())


def _records(folder: Path, version: int) -> list[dict[str, Any]]:
    with _cursor(folder, version) as cursor:
        answer = cursor.sql((_SQL / "loads.sql").read_text(encoding="utf-8"))
        return answer.to_arrow_table().to_pylist()


def _asked(
    folder: Path, version: int, name: str, values: dict[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    with _cursor(folder, version) as cursor:
        return cursor.execute((_SQL / f"{name}.sql").read_text(encoding="utf-8"), values).fetchall()


def _cursor(folder: Path, version: int) -> duckdb.DuckDBPyConnection:
    return opening.connection(opening.path_of(folder, version), folder / "temporary").cursor()
