"""Text files in any encoding: what they are written in, and a copy in UTF-8 where needed."""

from __future__ import annotations

import codecs
import hashlib
import re
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import N_, DataError

_CHUNK = 1 << 22
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Two bytes of a Chinese character in GBK; in Western single-byte text accents stand alone.
_HANZI = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


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


def encoding_of(path: Path, is_utf8: bool) -> str:
    """The encoding by evidence: byte order mark, then UTF-8, then GB18030.

    Errors: DataError when none of them fits, asking for `encoding`.
    """
    with path.open("rb") as file:
        sample = file.read(1 << 20)
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if sample.startswith(mark):
            return encoding
    if is_utf8:
        return "utf-8"
    beyond = len(_BEYOND_ASCII.findall(sample))
    if beyond and 2 * len(_HANZI.findall(sample)) >= 0.9 * beyond:
        return "gb18030"
    raise DataError(
        N_("The characters of {file} are not in UTF-8."),
        N_('Save it as "CSV UTF-8", or say its encoding, such as encoding="cp1252".'),
        file=path.name,
    )


class Utf8Copy:
    """A copy of a text file in UTF-8, removed with the last object that holds it.

    newline  "" keeps line ends as they are, None makes them all alike
    Errors: DataError when the encoding is unknown or does not fit.
    """

    def __init__(
        self, path: Path, encoding: str, folder: Path | None, newline: str | None = ""
    ) -> None:
        around = tempfile.mkdtemp(prefix="intake-", dir=folder)
        weakref.finalize(self, shutil.rmtree, around, ignore_errors=True)
        self.path = Path(around) / "text.csv"
        try:
            with (
                path.open(encoding=encoding, newline=newline) as file,
                self.path.open("w", encoding="utf-8", newline="") as copy,
            ):
                shutil.copyfileobj(file, copy, _CHUNK)
        except (UnicodeError, LookupError) as error:
            raise DataError(
                N_("{file} cannot be read as {encoding}."),
                N_("Leave encoding out to have it found, or name another one."),
                file=path.name,
                encoding=encoding,
            ) from error
