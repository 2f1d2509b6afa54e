"""Which version of a workspace is read: the one the pointer names, or the last that can be."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

import duckdb

from analytics.errors import N_, DataError

MEMORY = "1200MB"
_CUT_SHORT = "Could not read enough bytes"
_SIGNS = ("Corrupt database file", "not a valid DuckDB database", _CUT_SHORT)
_SIZE = Path(__file__).parent / "sql" / "workspace" / "size.sql"

_connections: dict[Path, duckdb.DuckDBPyConnection] = {}
# files found damaged, as they were then: one put right is tried again
_damaged: dict[Path, tuple[int, int]] = {}
_lock = threading.RLock()


def path_of(folder: Path, version: int) -> Path:
    """The file of a version."""
    return folder / "versions" / f"{version:04d}.duckdb"


def numbers(folder: Path) -> list[int]:
    """The versions kept, oldest first."""
    return sorted(int(path.stem) for path in (folder / "versions").glob("[0-9]*.duckdb"))


def pointed(folder: Path) -> int | None:
    """The version the pointer names, None where there is none or it cannot be read."""
    try:
        return int((folder / "current").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def current(folder: Path) -> int | None:
    """The version that is read: the pointer's; where that cannot be, the newest that can.

    None in an empty workspace, and in one of which nothing can be read.
    """
    named = pointed(folder)
    if named is not None and opens(folder, named):
        return named
    return next((n for n in reversed(numbers(folder)) if n != named and opens(folder, n)), None)


def trouble(folder: Path) -> DataError | None:
    """Why another version is read than the pointer names; None while all is well."""
    named, read = pointed(folder), current(folder)
    if named == read:
        return None
    if read is None:
        return DataError(
            N_("No version of the data can be read."),
            N_("Restore a backup, or bring the files in again."),
        )
    if named is None:
        what = N_("Which version was in use is not known; version {read}, the newest, is shown.")
    elif not path_of(folder, named).exists():
        what = N_("Version {named} is missing; version {read} is shown.")
    else:
        what = N_("Version {named} is damaged; version {read}, the last good one, is shown.")
    remedy = N_("Bring a version back under Data, Versions, or restore a backup.")
    return DataError(what, remedy, named=named, read=read)


def opens(folder: Path, version: int) -> bool:
    """Whether a version can be read as far as is known."""
    with suppress(DataError):
        connection(path_of(folder, version), folder / "temporary")
        return True
    return False


def point(folder: Path, version: int) -> None:
    """Moves the pointer in one atomic step, so a reader sees the old version or the new one."""
    beside = folder / f"current.{os.getpid()}.{threading.get_ident()}"
    with beside.open("w", encoding="ascii") as file:
        file.write(str(version))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / "current")


def connection(path: Path, temporary: Path) -> duckdb.DuckDBPyConnection:
    """The one read-only, locked-down connection of a version file in this process.

    Errors: DataError for a file that is missing or damaged.
    """
    with _lock:
        if path not in _connections:
            if path in _damaged and _damaged[path] == _stamp(path):
                raise unreadable(path)
            for gone in [each for each in _connections if not each.exists()]:
                let_go(gone)  # removed by another process; it would hold its memory for ever
            try:
                _connections[path] = _connected(path, temporary)
            except duckdb.Error as error:
                if path.exists() and not damaged(error):
                    raise
                condemn(path)
                raise unreadable(path) from error
        return _connections[path]


def damaged(error: BaseException) -> bool:
    """Whether an error of the engine says that a file is not as it was written."""
    return any(sign in str(error) for sign in _SIGNS)


def condemn(path: Path) -> None:
    """Notes that a version is damaged, so that from now on another is read."""
    let_go(path)
    with _lock:
        _damaged[path] = _stamp(path)


def unreadable(path: Path) -> DataError:
    """What is said of a version that is damaged."""
    return DataError(
        N_("Version {version} cannot be read: its file is missing or damaged."),
        N_("Reload the page: the last good version is shown."),
        version=int(path.stem),
    )


def let_go(path: Path) -> None:
    """Closes this process's connection to a version; one in use closes with its last cursor."""
    with _lock:
        con = _connections.pop(path, None)
    if con:
        with suppress(duckdb.ResourceInUseException):
            con.close()


def close(folder: Path) -> None:
    """Closes this process's connections to a workspace."""
    for path in [path for path in list(_connections) if path.parent == folder / "versions"]:
        let_go(path)


def quoted(path: Path) -> str:
    """A path as a text of SQL, where a value cannot be bound."""
    return "'" + str(path).replace("'", "''") + "'"


def _connected(path: Path, temporary: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(
        str(path),
        read_only=True,
        config={"memory_limit": MEMORY, "temp_directory": str(temporary)},
    )
    con.execute(f"set allowed_directories = [{quoted(temporary)}]")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    ((size,),) = con.execute(_SIZE.read_text(encoding="utf-8")).fetchall()
    if path.stat().st_size < size:
        con.close()
        raise duckdb.IOException(_CUT_SHORT)
    return con


def _stamp(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except OSError:
        return (0, 0)
    return about.st_size, about.st_mtime_ns
