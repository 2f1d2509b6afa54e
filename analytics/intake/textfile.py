"""Text files in any encoding: what they are written in, and a copy in UTF-8 where needed."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from analytics import watch
from analytics.errors import N_, DataError
from analytics.intake.scratch import Scratch

_CHUNK = 1 << 22


def is_utf8(path: Path) -> bool:
    """Whether all of a file is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    pending = False
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            watch.check()
            # Plain ASCII, unless a character was cut at the end of the chunk before.
            if pending or not chunk.isascii():
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    return False
                pending = bool(decoder.getstate()[0])
    return not pending


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
