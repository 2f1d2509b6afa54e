"""Files of every format as bytes; by hand where nothing of the project writes them."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from html import escape

import pyarrow as pa
import pyarrow.parquet
import xlsxwriter

Row = Sequence[object]

_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_SECTOR = 512


def text(rows: Sequence[Row], delimiter: str = ",", newline: str = "\n") -> str:
    """Delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue()


def zipped(**files: bytes | str) -> bytes:
    """An archive whose members were written on 2018-06-01."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, (2018, 6, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return out.getvalue()


def xlsx(*sheets: Sequence[Row]) -> bytes:
    """A workbook of today's Excel, dates as dates; .xlsm is the same."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def parquet(rows: Sequence[Row], group: int | None = None) -> bytes:
    """A Parquet file, so many rows in a group; the first row is the header."""
    columns = zip(*rows[1:], strict=True) if len(rows) > 1 else ([] for _ in rows[0])
    table = pa.table(dict(zip(map(str, rows[0]), map(list, columns), strict=True)))
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out, row_group_size=group)
    return out.getvalue()


def ods(*rows: Row) -> bytes:
    """The least that an OpenDocument sheet needs."""
    body = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<office:document-content xmlns:office="{_NAMES}:office:1.0"'
        f' xmlns:table="{_NAMES}:table:1.0" xmlns:text="{_NAMES}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="s">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:x"/>'
    return zipped(**{"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _cell(value: object) -> str:
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def xls(*rows: Row) -> bytes:
    """The least that a workbook of Excel 97 needs: texts, and numbers as numbers."""
    name = "s".encode("utf-16-le")
    begin = _record(0x809, struct.pack("<HHHH8x", 0x600, 5, 0, 0))
    length = len(begin) + len(_record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 1) + name)) + 4
    sheet = _record(0x85, struct.pack("<IBBBB", length, 0, 0, 1, 1) + name)
    cells = b"".join(
        _old_cell(number, place, value)
        for number, row in enumerate(rows)
        for place, value in enumerate(row)
    )
    end = _record(0x0A, b"")
    body = _record(0x809, struct.pack("<HHHH8x", 0x600, 0x10, 0, 0)) + cells + end
    return _compound(begin + sheet + end + body)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _old_cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, int | float):
        return _record(0x203, place + struct.pack("<d", value))
    if isinstance(value, date):
        value = value.isoformat()
    letters = str(value).encode("utf-16-le")
    return _record(0x204, place + struct.pack("<HB", len(letters) // 2, 1) + letters)


def _compound(stream: bytes) -> bytes:
    """A compound file with one stream, in sectors: where each goes on, a folder, the stream."""
    stream = stream.ljust(4096, b"\0")  # what is shorter lies elsewhere
    stream += bytes(-len(stream) % _SECTOR)
    sectors = len(stream) // _SECTOR
    maps = 1
    while maps * 128 < maps + 1 + sectors:
        maps += 1
    first = maps + 1
    chain = [0xFFFFFFFD] * maps + [0xFFFFFFFE]
    chain += [*range(first + 1, first + sectors), 0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (maps * 128 - len(chain))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, maps, maps, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *range(maps), *[0xFFFFFFFF] * (109 - maps))
    entries = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(
        "Workbook", 2, 0xFFFFFFFF, first, len(stream)
    )
    folder = entries.ljust(_SECTOR, b"\0")
    return header + struct.pack(f"<{len(chain)}I", *chain) + folder + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    letters = f"{name}\0".encode("utf-16-le")
    around = struct.pack("<HBBIII", len(letters), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return letters.ljust(64, b"\0") + around + struct.pack("<36xIQ", start, size)


def table(ending: str, rows: Sequence[Row]) -> bytes:
    """A table in the format of an ending, .csv to .parquet; the first row is the header."""
    match ending:
        case "xlsx" | "xlsm":
            return xlsx(rows)
        case "xls":
            return xls(*rows)
        case "ods":
            return ods(*rows)
        case "parquet":
            return parquet(rows)
    return text(rows).encode()
