"""What a file that was taken away says: tables, workbooks, packs, and the files within them."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
TEXT = re.compile(rb"\(((?:\\.|[^\\)])*)\) ?Tj", re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
# colours and styles that Office writes down, of which some read like a number of a customer
OFFICE = re.compile("/theme/|/tableStyles")
CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words(blob: bytes) -> bytes:
    """All that stands in the file, as UTF-8."""
    if blob.startswith(b"%PDF"):
        return _paper(blob)
    if not blob.startswith(b"PK"):
        return blob
    with zipfile.ZipFile(BytesIO(blob)) as archive:
        names = [name for name in archive.namelist() if not OFFICE.search(name)]
        return b"\n".join(words(archive.read(name)) for name in names)


def _paper(blob: bytes) -> bytes:
    """The text of a document: its font has numbers of its own for the characters it uses."""
    streams = [_open(found[1]) for found in STREAM.finditer(blob)]
    signs = {
        int(code, 16): bytes.fromhex(sign.decode()).decode("utf-16-be")
        for stream in streams
        if b"beginbfchar" in stream
        for code, sign in re.findall(rb"<(\w{4})> <(\w+)>", stream.partition(b"beginbfchar")[2])
    }
    said = []
    for stream in streams:
        for found in TEXT.finditer(stream):
            text = ESCAPED.sub(lambda part: CONTROL.get(part[1], part[1]), found[1])
            pairs = zip(text[::2], text[1::2], strict=False)
            said.append("".join(signs.get(high * 256 + low, "?") for high, low in pairs))
    return "\n".join(said).encode() + blob


def _open(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
