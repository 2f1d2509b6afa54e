"""The disk below a workspace: one writer at a time, files kept as they came, no room left."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from analytics import watch
from analytics.errors import N_, DataError

_PATIENCE = 0.2
_PATIENT_DAYS = 1
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SIGNS = (
    "No space left", "not enough space", "Could not write", "File too large", "quota",
    "disk is full",
)  # fmt: skip
_FORBIDDEN = (errno.EROFS, errno.EACCES, errno.EPERM)
_CLOSED = (
    "Permission denied", "Read-only file system", "readonly database",
    "unable to open database file",
)  # fmt: skip


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Within this block nobody else changes the versions of this folder, in any process.

    Errors: DataError where the folder cannot be written to.
    """
    lock = FileLock(folder / "load.lock")
    with enough_room(folder):
        (folder / "versions").mkdir(exist_ok=True)
        while not lock.is_locked:
            watch.check()
            with suppress(Timeout):
                lock.acquire(timeout=_PATIENCE)
    try:
        for leftover in (folder / "versions").glob("*.loading*"):
            leftover.unlink()
        yield
    finally:
        lock.release()


@contextmanager
def enough_room(folder: Path) -> Iterator[None]:
    """Says in words what a full disk, or a folder that may not be written, does to this block."""
    try:
        yield
    except (duckdb.IOException, duckdb.FatalException, sqlite3.OperationalError, OSError) as error:
        there = next(each for each in (folder, *folder.parents) if each.exists())
        if _says(error, _FULL, _SIGNS):
            raise DataError(
                N_("There is not enough room on the disk: {free} MB are free."),
                N_("Make room and try again. What was there before is unchanged."),
                free=shutil.disk_usage(there).free >> 20,
            ) from error
        if _says(error, _FORBIDDEN, _CLOSED):
            raise DataError(
                N_("The folder of the data cannot be written to."),
                N_("Let the app's user write there. What is there is unchanged and can be read."),
            ) from error
        raise


def _says(error: Exception, numbers: tuple[int, ...], signs: tuple[str, ...]) -> bool:
    return getattr(error, "errno", None) in numbers or any(sign in str(error) for sign in signs)


def incoming(folder: Path) -> Path:
    """A new folder for files that are on their way in.

    What was chosen more than a day earlier and never loaded is removed, for it is customers' data
    that no version and no erasing knows of.
    """
    target = folder / "incoming" / uuid.uuid4().hex
    with enough_room(folder):
        target.mkdir(parents=True)
    before = target.stat().st_mtime - _PATIENT_DAYS * 86_400
    for other in target.parent.iterdir():
        with suppress(FileNotFoundError):
            if other.stat().st_mtime < before:
                shutil.rmtree(other, ignore_errors=True)
    return target


def keep_upload(folder: Path, path: Path, checksum: str) -> Path | None:
    """Keeps a file as it came, by hard link where the disk allows it; None if it was kept before.

    Errors: DataError where the disk is full.
    """
    target = folder / "uploads" / f"{checksum[:12]}-{path.name}"
    if target.exists():
        return None
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(path, target)
    except OSError:
        with enough_room(folder):
            try:
                shutil.copy2(path, target)
            except OSError:
                target.unlink(missing_ok=True)
                raise
    return target
