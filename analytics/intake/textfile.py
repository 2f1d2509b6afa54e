"""Text files in any encoding: what they are written in, and a copy in UTF-8 where needed."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from analytics import watch
from analytics.errors import N_, DataError
from analytics.intake.scratch import Scratch

_CHUNK = 1 << 22


@dataclass(frozen=True)
class Survey:
    """What one pass over the bytes of a file tells."""

    checksum: str
    newlines: int
    is_utf8: bool


def survey(path: Path) -> Survey:
    """Checksum, number of newlines and whether all of the file is UTF-8."""
    digest = hashlib.sha256()
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    newlines, pending = 0, False
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            watch.check()
            digest.update(chunk)
            newlines += chunk.count(b"\n")
            # Plain ASCII, unless a character was cut at the end of the chunk before.
            if decoder and (pending or not chunk.isascii()):
                try:
                    decoder.decode(chunk)
                    pending = bool(decoder.getstate()[0])
                except UnicodeDecodeError:
                    decoder = None
    return Survey(digest.hexdigest(), newlines, decoder is not None and not pending)


class Utf8Copy:
    """A copy of a text file in UTF-8, removed with the last object that holds it.

    found    the encoding is found, not named: what it cannot read spoils only its own line
    newline  "" keeps line ends as they are, None makes them all alike
    blanks   an expression for what becomes a tab, such as runs of blanks between values
    Errors: DataError when the encoding is unknown or does not fit.
    """

    def __init__(
        self,
        path: Path,
        encoding: str,
        folder: Path | None,
        *,
        found: bool = False,
        newline: str | None = "",
        blanks: str | None = None,
    ) -> None:
        self.folder = Scratch(folder)
        self.path = self.folder.path / "text.csv"
        # Escaped bytes are written as they came: not UTF-8, so that DuckDB rejects their line.
        errors = "surrogateescape" if found else "strict"
        try:
            with (
                path.open(encoding=encoding, errors=errors, newline=newline) as file,
                self.path.open("w", encoding="utf-8", errors=errors, newline="") as copy,
            ):
                gap = re.compile(blanks) if blanks else None
                while lines := file.readlines(_CHUNK):
                    watch.check()
                    if gap:
                        lines = [gap.sub("\t", line.strip(" ")) for line in lines]
                    copy.writelines(lines)
        except (UnicodeError, LookupError) as error:
            raise DataError(
                N_("{file} cannot be read as {encoding}."),
                N_("Leave encoding out to have it found, or name another one."),
                file=path.name,
                encoding=encoding,
            ) from error
