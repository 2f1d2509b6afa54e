"""The same pack is the same file, byte for byte: no clock in it; and it carries its figures."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO

from analytics.reports.carried import xml

_CLOCK = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_RELATION = (
    '<Relationship Id="rIdCarried" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/customXml" Target="../customXml/item1.xml"/></Relationships>'
)
_MAIN = ("ppt/_rels/presentation.xml.rels", "xl/_rels/workbook.xml.rels")


def stable(blob: bytes, as_of: date, carried: str = "") -> bytes:
    """An Office file with the pack's day in place of every clock, also in workbooks within it.

    carried  put into the file as a part of its own, which Office keeps when the file is edited
    """
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(blob)) as read, zipfile.ZipFile(out, "w") as written:
        for name in read.namelist():
            part = read.read(name)
            if name.endswith(".xlsx"):
                part = stable(part, as_of)
            elif name == "docProps/core.xml":
                part = _CLOCK.sub(rb"\g<1>" + f"{as_of:%Y-%m-%d}T00:00:00Z".encode(), part)
            elif carried and name in _MAIN:
                part = part.replace(b"</Relationships>", _RELATION.encode())
            _put(written, name, part)
        if carried:
            _put(written, "customXml/item1.xml", xml(carried))
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, part: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, part)
