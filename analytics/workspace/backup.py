"""A copy of a workspace taken while it is in use, and the way back."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from analytics import disk, opening
from analytics.errors import N_, DataError
from analytics.intake.checksum import of_file
from analytics.state import State, sql
from analytics.state_damage import copied, put_into, sound

_CONTENTS = "backup.json"
_FORM = 1
# customers' data is for the one who runs the app
_PRIVATE = 0o700


@dataclass(frozen=True)
class Restored:
    """What came back: the version that is current now, all that came, the one current before.

    erased  customers erased since the backup was taken, who are back and to be erased again
    """

    current: int
    versions: tuple[int, ...]
    before: int | None
    erased: int


def backup(folder: Path, target: Path) -> Path:
    """Copies a workspace into a new folder, or a new file where the name ends in .zip.

    The app may run and load meanwhile: versions never change, so those of one moment are opened
    first and copied then; state.sqlite is copied as of one moment too. What can be made anew (the
    sample, what was learned) is left out. It appears under its name once it is whole.
    Errors: DataError where there is nothing to copy, the target is there, or the disk is full.
    """
    if target.exists():
        raise DataError(
            N_("{target} is there already."), N_("Choose a new name."), target=str(target)
        )
    beside = target.with_name(f"{target.name}.partial")
    with disk.enough_room(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as gathered:
            inside = Path(gathered) / "backup"
            inside.mkdir(mode=_PRIVATE)
            _gather(folder, inside)
            if target.suffix == ".zip":
                _zip(inside, beside)
                beside.replace(target)
            else:
                inside.replace(target)
    return target


def restore(folder: Path, source: Path, *, force: bool = False) -> Restored:
    """Brings a backup back into a workspace, once every file of it is as it was written.

    Into a folder without data as it was. Over data only with `force`: then the backup's versions
    come beside those there under new numbers, so that a running app goes over to them undisturbed
    and the others can be brought back; settings, lists and notes are those of the backup, and the
    file before is kept as state.before-restore.sqlite.
    Errors: DataError for a backup that is not whole, or a workspace that has data.
    """
    with disk.enough_room(folder):
        folder.mkdir(parents=True, exist_ok=True)
        before = opening.current(folder)
        kept = opening.numbers(folder)
        if (kept or (folder / "state.sqlite").exists()) and not force:
            raise DataError(
                N_("{folder} holds data already: version {version}."),
                N_("Restore into an empty folder, or add --force: what is there stays beside it."),
                folder=str(folder),
                version=before or "–",
            )
        with (
            tempfile.TemporaryDirectory(dir=folder, prefix=".restore-") as gathered,
            disk.locked(folder),
        ):
            inside = Path(gathered)
            named = _unpacked(source, inside)
            return _put(folder, inside, named, before)


def _gather(folder: Path, inside: Path) -> None:
    """Copies what a workspace consists of, and writes down the checksum of each file."""
    named = opening.current(folder)
    if named is None:
        raise DataError(
            N_("There is no version of any data in {folder}."),
            N_("Load a file, or restore a backup."),
            folder=str(folder),
        )
    (inside / "versions").mkdir()
    (inside / "uploads").mkdir()
    with ExitStack() as opened:
        files: dict[str, IO[bytes]] = {}
        for path in (opening.path_of(folder, number) for number in opening.numbers(folder)):
            with suppress(FileNotFoundError):  # no longer kept since a moment ago
                files[f"versions/{path.name}"] = opened.enter_context(path.open("rb"))
        for path in sorted((folder / "uploads").glob("*")):
            with suppress(FileNotFoundError):
                files[f"uploads/{path.name}"] = opened.enter_context(path.open("rb"))
        if sound(folder / "state.sqlite"):
            copied(folder / "state.sqlite", inside / "state.sqlite")
        for name, file in files.items():
            with (inside / name).open("wb") as copy:
                shutil.copyfileobj(file, copy, 1 << 20)
    written = sorted(path for path in inside.rglob("*") if path.is_file())
    contents = {
        "form": _FORM,
        "current": named,
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "files": {path.relative_to(inside).as_posix(): of_file(path).result() for path in written},
    }
    (inside / _CONTENTS).write_text(json.dumps(contents, indent=1, ensure_ascii=False), "utf-8")


def _zip(inside: Path, target: Path) -> None:
    """Versions are packed already, so they are only stored."""
    try:
        target.touch(mode=_PRIVATE & 0o666)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for path in sorted(path for path in inside.rglob("*") if path.is_file()):
                packed = zipfile.ZIP_STORED if path.suffix == ".duckdb" else zipfile.ZIP_DEFLATED
                archive.write(path, path.relative_to(inside).as_posix(), packed)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _unpacked(source: Path, inside: Path) -> int:
    """Copies a backup's files here and compares them with what it says of them.

    Only files it names are taken, and only to where a workspace has them.
    """
    try:
        with _opener(source) as opener:
            with opener(_CONTENTS) as file:
                contents = json.load(file)
            for name, checksum in contents["files"].items():
                part, _, own = name.rpartition("/")
                if part not in ("", "versions", "uploads") or own in ("", ".", ".."):
                    raise _not_whole(source, name)
                (inside / part).mkdir(exist_ok=True)
                target = inside / part / Path(own).name
                with opener(name) as file, target.open("wb") as copy:
                    shutil.copyfileobj(file, copy, 1 << 20)
                if of_file(target).result() != checksum:
                    raise _not_whole(source, name)
        current = int(contents["current"])
    except (KeyError, ValueError, AttributeError, FileNotFoundError, zipfile.BadZipFile) as error:
        raise _not_whole(source, _CONTENTS) from error
    if not opening.opens(inside, current):
        raise _not_whole(source, f"versions/{current:04d}.duckdb")
    opening.close(inside)
    return current


@contextmanager
def _opener(source: Path) -> Iterator[Callable[[str], IO[bytes]]]:
    """Within this block a function opens a file of a backup by its name."""
    if source.is_dir():
        yield lambda name: (source / name).open("rb")
    else:
        with zipfile.ZipFile(source) as archive:
            yield archive.open


def _not_whole(source: Path, name: str) -> DataError:
    return DataError(
        N_("{source} is no whole backup: {name} is missing or not as it was written."),
        N_("Nothing was changed. Take another backup."),
        source=str(source),
        name=name,
    )


def _put(folder: Path, inside: Path, named: int, before: int | None) -> Restored:
    """Moves what a backup holds into the workspace; the pointer last."""
    last = max(opening.numbers(folder), default=0)
    came = opening.numbers(inside)
    numbers = {old: last + place if last else old for place, old in enumerate(came, 1)}
    (folder / "uploads").mkdir(exist_ok=True)
    for path in (inside / "uploads").glob("*"):
        path.replace(folder / "uploads" / path.name)
    for old, new in numbers.items():
        opening.path_of(inside, old).replace(opening.path_of(folder, new))
    erased = _state(folder / "state.sqlite", inside / "state.sqlite")
    opening.point(folder, numbers[named])
    State(folder / "state.sqlite").record("local", "restore", version=numbers[named])
    return Restored(numbers[named], tuple(numbers.values()), before, erased)


def _state(state: Path, came: Path) -> int:
    """Puts what people made back, but no erasing is undone by that: it counts as begun."""
    erasures = State(state).erasures() if sound(state) else []
    if sound(came):
        if sound(state):
            copied(state, state.with_name("state.before-restore.sqlite"))
        put_into(came, state)
    known = {row["print"] for row in State(state).erasures()}
    lost = [row for row in erasures if row["print"] not in known]
    with State(state).connect() as con:
        for row in lost:
            values = {"print": row["print"], "salt": row["salt"]}
            values |= {"at": row["begun_at"], "user": row["begun_by"]}
            con.execute(sql("begin_erasure"), values)
    return len(lost)
