"""What a text file is written in, on the evidence of its bytes."""

from __future__ import annotations

import codecs
import re
from functools import cache
from pathlib import Path

from analytics.errors import N_, DataError

SAMPLE = 1 << 20
# To choose from; what is not found of itself stands last.
ENCODINGS = (
    "utf-8", "gb18030", "big5", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be",
    "mac_roman", "cp1250", "cp1251", "shift_jis", "euc_kr",
)  # fmt: skip
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SURE = 0.8
# Of the characters of a text hardly any is a control one; a program's file is full of them.
_CONTROL = re.compile(r"[\x00\x02-\x08\x0e-\x19\x1c-\x1f]")
_TEXT = 0.05
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# In Western text a letter with an accent or a sign touches plain text or a blank.
_ODD = "À-ÖØ-öø-ÿŒœŠšŸŽž\u00a0-\u00bf×÷€‚„…†‡‰‹‘’“”•–—™›"
_WESTERN = re.compile(rf"(?<=[\x00-\x7f])[{_ODD}]|[{_ODD}](?=[\x00-\x7f])|\A[{_ODD}]|[{_ODD}]\Z")
# Nor is a word like ZoŽ written in it.
_MISREAD = re.compile(r"[\x80-\x9f]|(?<=[a-z])[À-ÖØ-ÞŒŠŸŽ]")

# Everyday hanzi of GB18030 are two such bytes; alone before a delimiter one is an accent: Zoé|
_PAIR = re.compile(rb"[\x80-\xff]{2}")


def encoding_of(path: Path, is_utf8: bool) -> str:
    """The encoding by evidence: byte order mark, zeros of UTF-16, UTF-8, then what reads best.

    Errors: DataError for what is no text, and when nothing reads the file well.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    found = _likeliest(sample, path.name, is_utf8)
    text, _ = _beyond(sample, found)
    if len(_CONTROL.findall(text)) > _TEXT * len(text):
        raise DataError(
            N_("{file} is not a text file, nor one of another kind that can be read."),
            N_("Open it in the program it comes from and save it as CSV or Excel."),
            file=path.name,
        )
    return found


def _likeliest(sample: bytes, file: str, is_utf8: bool) -> str:
    """What reads the first bytes of a file best.

    A reading in GB18030 or Big5 is believed where its characters are everyday ones, a Western
    one where its accents stand among plain letters; each from 80 % of what is beyond ASCII on.
    Errors: DataError when nothing reads the file well, asking for `encoding`.
    """
    for mark, encoding in _MARKS.items():
        if sample.startswith(mark):
            return encoding
    for zeros, encoding in ((sample[1::2], "utf-16-le"), (sample[::2], "utf-16-be")):
        if zeros.count(0) > 0.3 * len(zeros) and len(zeros) > 1:
            return encoding
    if is_utf8:
        return "utf-8"
    shares = {"utf-8": _utf8(sample)}
    shares["gb18030"] = _everyday(sample, "gb18030") if _PAIR.search(sample) else 0.0
    shares |= {"big5": _everyday(sample, "big5"), "cp1252": _western(sample, "cp1252")}
    shares["latin-1"] = _western(sample, "latin-1")
    shares["mac_roman"] = _western(sample, "mac_roman")
    best = max(shares, key=lambda encoding: shares[encoding])
    if shares[best] >= _SURE:
        return best
    raise DataError(
        N_("The characters of {file} are not in UTF-8, and no other encoding reads them well."),
        N_('Save it as "CSV UTF-8", or say which encoding it is in.'),
        file=file,
    )


def _beyond(sample: bytes, encoding: str) -> tuple[str, int]:
    """The sample as text and how many of its characters are beyond ASCII."""
    text = sample.decode(encoding, errors="replace")
    # The sample may end within a character.
    text = text[:-2] if len(sample) == SAMPLE else text
    return text, len(_BEYOND_ASCII.findall(text))


def _utf8(sample: bytes) -> float:
    """Share of a damaged file that is UTF-8 all the same."""
    text, beyond = _beyond(sample, "utf-8")
    return 1 - text.count("\ufffd") / beyond if beyond else 0.0


def _everyday(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that are among the most used of an encoding."""
    text, beyond = _beyond(sample, encoding)
    known = _common(encoding)
    return sum(letter in known for letter in text) / beyond if beyond else 0.0


@cache
def _common(encoding: str) -> frozenset[str]:
    """The first level of hanzi of a Chinese standard, its punctuation and full-width signs."""
    leads = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}[encoding]
    signs = {"gb18030": (0xA1, 0xA3), "big5": (0xA1, 0xA2)}[encoding]
    rows = [*range(leads[0], leads[1] + 1), *range(signs[0], signs[1] + 1)]
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)] if encoding == "big5" else range(0xA1, 0xFF)
    cells = (bytes([lead, trail]) for lead in rows for trail in trails)
    letters = frozenset("".join(cell.decode(encoding, errors="ignore") for cell in cells))
    # Traditional characters are everyday ones in GB18030 too.
    return letters | _common("big5") if encoding == "gb18030" else letters


def _western(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that are accents or signs beside plain text."""
    text, beyond = _beyond(sample, encoding)
    if not beyond:
        return 0.0
    return (len(_WESTERN.findall(text)) - len(_MISREAD.findall(text))) / beyond
