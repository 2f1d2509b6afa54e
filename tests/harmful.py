"""Files made to do harm: small ones that claim or unpack to much, large ones of little sense."""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable

from tests import written

NUMBERS = [("Customer ID", "Date", "Amount"), *[("a", 42_487, 1.5), ("007", 42_490, -2)] * 3]
BOOK, OPEN, OLD = written.xlsx(NUMBERS), written.ods(*NUMBERS), written.xls(*NUMBERS)


def sheet(rows: str, **more: str) -> bytes:
    """A workbook whose one sheet has these rows, as XML."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<worksheet xmlns="{space}">{more.get("before", "")}<sheetData>{rows}</sheetData>'
    return inside(BOOK, "sheet1.xml", f"{text}</worksheet>")


def inside(good: bytes, member: str, text: str) -> bytes:
    """An archive with one of its members replaced."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        names = archive.namelist()
        parts = {name: text if name.endswith(member) else archive.read(name) for name in names}
    return written.zipped(**parts)


def ods(rows: str) -> bytes:
    """A workbook of OpenDocument whose one sheet has these rows, as XML."""
    with zipfile.ZipFile(io.BytesIO(OPEN)) as archive:
        text = archive.read("content.xml").decode()
    start, end = text.index("<table:table-row>"), text.index("</table:table>")
    return inside(OPEN, "content.xml", text[:start] + rows + text[end:])


def forged(content: bytes) -> bytes:
    """A Parquet file that claims a billion rows and has six."""
    length = int.from_bytes(content[-8:-4], "little")
    body, footer = content[: -8 - length], content[-8 - length : -8]
    # Numbers of 64 bits, written as twice their value, seven bits in a byte.
    footer = footer.replace(b"\x16\x0c", b"\x16\x80\xa8\xd6\xb9\x07")
    return body + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def archive(content: bytes, name: str = "a.csv") -> bytes:
    return written.zipped(**{name: content})


CELL = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
OFTEN = CELL.replace("-cell ", '-cell table:number-columns-repeated="16384" ', 1)
TOO_OFTEN = CELL.replace("-cell ", '-cell table:number-columns-repeated="1000000000" ', 1)
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
LETTERS = bytes.maketrans(b"01", b"xy")
HARMFUL: dict[str, Callable[[], bytes]] = {
    "far cell.xlsx": lambda: sheet(FAR),
    "claim.xlsx": lambda: sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>'
    ),
    "wide rows.xlsx": lambda: sheet("<row>" + "<c><v>1</v></c>" * 16_000 + "</row>" + "<row/>" * 9),
    "millions of cells.xlsx": lambda: sheet(f"<row>{'<c><v>1</v></c>' * 1_000}</row>" * 9_000),
    "bomb.xlsx": lambda: sheet(" " * (150 << 20)),
    "entities.xlsx": lambda: inside(
        BOOK, "sharedStrings.xml", LAUGHS + "<sst><si><t>&a9;</t></si></sst>"
    ),
    "repeated rows.ods": lambda: ods(
        '<table:table-row table:number-rows-repeated="1048576">'
        f"{OFTEN}</table:table-row>"
    ),
    "a billion rows.ods": lambda: ods(
        f'<table:table-row table:number-rows-repeated="1000000000">{CELL}'
        "</table:table-row>"
    ),
    "a billion columns.ods": lambda: ods(
        f"<table:table-row>{TOO_OFTEN}</table:table-row>" * 2
    ),
    "far cell.xls": lambda: OLD.replace(
        struct.pack("<HHH", 1, 1, 0), struct.pack("<HHH", 65_535, 65_535, 0)
    ),
    "forged.parquet": lambda: forged(written.parquet(NUMBERS)),
    "bomb.zip": lambda: archive(bytes(200 << 20)),
    "text bomb.zip": lambda: archive(b"a,b\n" * (40 << 20)),
    "bomb.csv.gz": lambda: gzip.compress(bytes(200 << 20), 1),
    "bomb.xlsx.gz": lambda: gzip.compress(sheet(" " * (90 << 20))),
    "nested.zip": lambda: archive(archive(archive(bytes(50 << 20), "a.zip"), "a.zip"), "a.zip"),
    "many files.zip": lambda: written.zipped(**{f"{n}.csv": "a,b\n" for n in range(10_001)}),
    "open quote.csv": lambda: b'"' + b"a," * (5 << 20),
    "quotes.csv": lambda: b'"' * (10 << 20),
    "one line.csv": lambda: b"a" * (10 << 20),
    "one line of commas.csv": lambda: b"," * (10 << 20),
    "one long header.csv": lambda: b"a," * (2 << 20) + b"\n1\n",
    "many columns.csv": lambda: (b"a," * 9_999 + b"a\n") * 500,
    "newlines.csv": lambda: b"\n" * (10 << 20),
    "zeros.csv": lambda: bytes(10 << 20),
    "blanks.txt": lambda: b" " * (10 << 20),
    "tabs.tsv": lambda: b"\t" * (10 << 20),
    "short lines.csv": lambda: b"a,b\n" + b"1,2\n" * (5 << 19),
    "returns.csv": lambda: b"a,b\r" * (5 << 19),
    "different dates.csv": lambda: b"Customer ID,Date,Amount\n" + b"".join(
        b"a,20%02d-%02d-%02d %02d:%02d:%02d,1\n" % (
            n % 20, 1 + n % 12, 1 + n % 28, n % 24, n % 60, n // 7 % 60) for n in range(300_000)
    ),
    "no dates.csv": lambda: b"Customer ID,Date,Amount\n" + b"".join(
        b"a,%d x %d,?\n" % (n, n * 7) for n in range(200_000)
    ),
    "dates in many words.csv": lambda: b"Customer ID;Date;Amount\n" + b"".join(
        b"a;Wed, %d Apr 2016 %02d:%02d:%02d.%d;1\n" % (
            1 + n % 28, n % 24, n % 60, n // 7 % 60, n) for n in range(120_000)
    ),
    "each date another.csv": lambda: b"Customer ID,Date,Amount\n" + b"".join(
        b"a,%s 2016,1\n" % bin(n).encode().translate(LETTERS) for n in range(300_000)
    ),
}  # fmt: skip
