"""What a pack takes along, so that the next one can say what has changed since."""

from __future__ import annotations

import hashlib
import html
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from analytics import followup, lists
from analytics.errors import N_, DataError
from analytics.reports.pack import Slide
from analytics.scope import Scope
from analytics.workspace import Workspace

NAMESPACE = "urn:regulars:pack"
BEGINS, ENDS = '{"regulars_pack":', '"end":true}'
_PART = re.compile(rf'<figures xmlns="{NAMESPACE}">(.*?)</figures>', re.DOTALL)
_MOST = 5_000_000  # characters a pack may carry; more is no pack of ours
Frame = dict[str, Any]


@dataclass(frozen=True)
class Carried:
    """What an earlier pack said.

    figures  code -> value, as the figures of slides are named
    frames   code of a slide -> its days, filters and treatment of returns
    lists    id of a list -> what was noted of it then: name, ever, contacted, bought, revenue
    together the same of all these lists, each customer once
    """

    as_of: date
    version: int | None
    checksum: str
    figures: Mapping[str, float | None]
    frames: Mapping[str, Frame]
    lists: Mapping[int, Mapping[str, Any]]
    together: Mapping[str, Any]


def frame(scope: Scope) -> Frame:
    """A resolved scope as plain values, to be compared with that of a later pack."""
    return {
        "start": scope.start.isoformat() if scope.start else None,
        "end": scope.end.isoformat() if scope.end else None,
        "where": {name: list(values) for name, values in scope.filters.items()},
        "returns": scope.returns,
    }


def noted(ws: Workspace, as_of: date | None) -> dict[int, dict[str, Any]]:
    """What is known of every list on a day: name, ever, contacted, bought and revenue since."""
    saved = {one.id: one.name for one in lists.lists(ws)}
    after = followup.since(ws, Scope(as_of=as_of), followup.ever(ws, saved))
    if after.empty:
        return {}
    rows = followup.by_list(after, followup.done(ws, saved))
    return {
        int(row["list_id"]): {"name": saved[row["list_id"]]}
        | {name: int(row[name]) for name in ("ever", "contacted", "bought")}
        | {"revenue": round(float(row["revenue"]), 2)}
        for row in rows.to_dict("records")
    }


def together(ws: Workspace, as_of: date | None, list_ids: Sequence[int]) -> dict[str, Any]:
    """These lists together, each customer once: customers, contacted, bought, revenue."""
    after = followup.since(ws, Scope(as_of=as_of), followup.ever(ws, list_ids))
    if after.empty:
        return dict.fromkeys(("customers", "contacted", "bought", "revenue"), 0)
    found = followup.summary(after, followup.done(ws, list_ids))
    return {
        "customers": found.customers, "contacted": found.contacted, "bought": found.bought,
        "revenue": round(found.revenue, 2),
    }  # fmt: skip


def files_checksum(ws: Workspace) -> str:
    """Twelve characters that stand for the files this data version is made of."""
    return hashlib.sha256(json.dumps(_checksums(ws)).encode()).hexdigest()[:12]


def _checksums(ws: Workspace) -> list[str]:
    return sorted(str(checksum) for checksum in ws.loads.checksum)


def told(
    ws: Workspace, as_of: date, slides: Sequence[Slide], frames: Mapping[str, Frame]
) -> tuple[str, str]:
    """What a pack carries as a text, and its checksum: of the data's files and every figure."""
    files, lists_ = _checksums(ws), noted(ws, as_of)
    figures = {
        figure.code: None if figure.value is None else float(f"{figure.value:.10g}")
        for slide in slides
        for figure in slide.figures
    }
    said = {
        "regulars_pack": 1, "as_of": as_of.isoformat(), "version": ws.version,
        "figures": figures, "frames": frames, "lists": lists_,
        "together": together(ws, as_of, tuple(lists_)),
    }  # fmt: skip
    whole = json.dumps([files, said, [_drawn(slide) for slide in slides]], sort_keys=True)
    checksum = hashlib.sha256(whole.encode()).hexdigest()[:12]
    return json.dumps({**said, "checksum": checksum, "end": True}, separators=(",", ":")), checksum


def _drawn(slide: Slide) -> list[Any]:
    """The numbers of a slide's pictures and rows, without its words, which depend on language."""
    charts = [[_rounded(v) for s in chart.series for v in s.values] for chart in slide.charts]
    rows = [[_rounded(c) for c in row if c is None or not isinstance(c, str | date)]
            for row in (slide.table.rows if slide.table else ())]  # fmt: skip
    return [slide.code, charts, rows]


def _rounded(value: Any) -> str:
    return "" if value is None else f"{value:.10g}"


def xml(carried: str) -> bytes:
    """The part of an Office file that holds it; Office keeps such parts when a file is edited."""
    return f'<figures xmlns="{NAMESPACE}">{html.escape(carried)}</figures>'.encode()


def read(file: Path | bytes) -> Carried:
    """What the pack in a file carries: PowerPoint, Excel or PDF.

    Errors: DataError where the file is no pack, or one that has lost what it carried.
    """
    blob = file.read_bytes() if isinstance(file, Path) else file
    found = _in_pdf(blob) if blob.startswith(b"%PDF") else _in_office(blob)
    try:
        said = json.loads(found)
        return Carried(
            date.fromisoformat(said["as_of"]),
            said["version"],
            str(said["checksum"]),
            {str(code): value for code, value in said["figures"].items()},
            said["frames"],
            {int(number): noted for number, noted in said["lists"].items()},
            said["together"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            N_("This file carries no figures of an earlier pack."),
            N_("Choose a pack that was made here: PowerPoint, Excel or PDF."),
        ) from error


def _in_pdf(blob: bytes) -> str:
    begin = blob.find(BEGINS.encode())
    end = blob.find(ENDS.encode(), begin)
    return blob[begin : end + len(ENDS)].decode("utf-8", "replace") if end > begin >= 0 else ""


def _in_office(blob: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(blob)) as archive:
            for info in archive.infolist():
                if info.filename.startswith("customXml/") and info.file_size < _MOST:
                    text = archive.read(info).decode("utf-8", "replace")
                    if found := _PART.search(text):
                        return html.unescape(found[1])
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        pass
    return ""
