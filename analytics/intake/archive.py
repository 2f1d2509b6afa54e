"""Archives: the files inside a .zip or .gz, taken out with limits."""

from __future__ import annotations

import gzip
import os
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from analytics import watch
from analytics.errors import N_, DataError

ENDINGS = (".zip", ".gz")
MOST_FILES = 10_000
# Tables seldom shrink to less than a twentieth; what grows more than this is made to do harm.
GROWTH = 60
_ALWAYS = 100 << 20
_CHUNK = 1 << 20
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


def taken_out(path: Path, endings: tuple[str, ...], folder: Path) -> list[Path]:
    """The tables in an archive, by name, each written into `folder` with its own date.

    endings  of the files to take; others in a .zip (a letter, a picture) stay in it
    Errors: DataError when it is damaged, locked by a password, or far larger than it looks.
    """
    allowed = max(_ALWAYS, GROWTH * path.stat().st_size)
    try:
        if path.suffix.lower() == ".gz":
            # A name without an ending says nothing; most of what is packed so is text.
            target = folder / (path.stem if Path(path.stem).suffix else f"{path.stem}.txt")
            with gzip.open(path) as packed:
                _copy(packed, target, allowed, path.name)
            os.utime(target, (path.stat().st_atime, path.stat().st_mtime))
            return [target]
        with zipfile.ZipFile(path) as archive:
            return sorted(_members(archive, path.name, endings, allowed, folder))
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
        raise DataError(
            N_("{file} is damaged and cannot be unpacked."),
            N_("Unpack it yourself and load the files in it."),
            file=path.name,
        ) from error


def _members(
    archive: zipfile.ZipFile, file: str, endings: tuple[str, ...], allowed: int, folder: Path
) -> Iterator[Path]:
    members = [member for member in archive.infolist() if _is_table(member, endings)]
    if len(members) > MOST_FILES:
        raise too_large(file)
    for number, member in enumerate(members):
        if member.flag_bits & _ENCRYPTED:
            raise DataError(
                N_("{file} is locked by a password."),
                N_("Unpack it yourself and load the files in it."),
                file=file,
            )
        # Two folders of an archive may hold files of one name.
        target = folder / f"{number:05d}" / PurePosixPath(_name(member)).name
        target.parent.mkdir()
        with archive.open(member) as packed:
            allowed -= _copy(packed, target, allowed, file)
        if member.date_time > (1990,):  # what knows no date writes 1980
            written = time.mktime((*member.date_time, 0, 0, -1))
            os.utime(target, (written, written))
        yield target


def _is_table(member: zipfile.ZipInfo, endings: tuple[str, ...]) -> bool:
    name = PurePosixPath(member.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
    return not member.is_dir() and not hidden and name.suffix.lower() in endings


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese Windows writes GBK where the standard says cp437."""
    if member.flag_bits & _UTF8_NAMES:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, allowed: int, file: str) -> int:
    """Writes what is packed to a file and returns its size, at most `allowed` bytes."""
    size = 0
    with target.open("wb") as out:
        while chunk := packed.read(_CHUNK):
            watch.check()
            size += len(chunk)
            if size > allowed:
                raise too_large(file)
            out.write(chunk)
    return size


def too_large(file: str) -> DataError:
    """What to say of an archive that unpacks to far more than its size lets expect."""
    return DataError(
        N_("{file} unpacks to more than {growth} times its size or {most} files."),
        N_("Unpack it yourself and load the files in it."),
        file=file,
        growth=GROWTH,
        most=MOST_FILES,
    )
