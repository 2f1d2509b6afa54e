"""What becomes of state.sqlite when it is damaged: it is set aside, its last good copy goes on."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from filelock import FileLock

from analytics.errors import N_, DataError

COPY = "state.copy.sqlite"
_ASIDE = "state.damaged-"
_DAY = 86_400
_SOUND = "pragma quick_check(1)"


def sound(path: Path) -> bool:
    """Whether a file of SQLite is as it was written; one that is not there is not."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(_only(path), uri=True)) as con:
            return con.execute(_SOUND).fetchone() == ("ok",)
    except sqlite3.OperationalError:
        return True  # in use or not to be opened, which says nothing of damage
    except sqlite3.DatabaseError:
        return False


def copied(path: Path, target: Path) -> None:
    """Writes a consistent copy of a file of SQLite, whoever uses it meanwhile, in one step."""
    beside = target.with_name(f"{target.name}.writing")
    put_into(path, beside)
    beside.replace(target)


def put_into(path: Path, target: Path) -> None:
    """Writes what stands in one file of SQLite into another that may be in use, as one change."""
    with (
        closing(sqlite3.connect(_only(path), uri=True, timeout=10)) as con,
        closing(sqlite3.connect(target, timeout=10)) as other,
    ):
        con.backup(other)


def keep_copy(path: Path, older_than_days: float = 0) -> None:
    """Copies what people made, unless the copy is recent; a damaged file never becomes the copy."""
    target = path.with_name(COPY)
    with suppress(OSError, sqlite3.Error):
        # a copy dated ahead is of before the clock was set back: no copy for as long would be worse
        recent = target.exists() and 0 <= time.time() - target.stat().st_mtime < (
            older_than_days * _DAY
        )
        if not recent and sound(path):
            copied(path, target)


def keep_daily_copy(path: Path) -> None:
    """The same once a day."""
    keep_copy(path, older_than_days=1)


def set_aside(path: Path) -> None:
    """Moves a damaged file away and puts its last good copy in its place, or none."""
    with FileLock(path.with_name("state.lock")):
        if path.exists() and not sound(path):
            day = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
            path.replace(path.with_name(f"{_ASIDE}{day}.sqlite"))
            path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
            copy = path.with_name(COPY)
            if sound(copy):
                beside = path.with_name(f"{path.name}.writing")
                shutil.copy2(copy, beside)
                beside.replace(path)


def damage(folder: Path) -> DataError | None:
    """What is said while a damaged file lies beside the one in use."""
    aside = sorted(path.name for path in folder.glob(f"{_ASIDE}*.sqlite"))
    if not aside:
        return None
    return DataError(
        N_("The file of settings, lists and notes was damaged; its last good copy is in use."),
        N_("Look whether something is missing, restore a backup if so, then remove {aside}."),
        aside=aside[-1],
    )


def _only(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro"
