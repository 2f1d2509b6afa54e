"""What the checks found in a version, kept in a small file beside it, so that a page is instant."""

from __future__ import annotations

import json
import os
import threading
from decimal import Decimal
from pathlib import Path

import pandas as pd

from analytics.checks import SOURCES

_AMOUNTS = ["amount", "counted_amount"]


def keep(version: Path, found: pd.DataFrame) -> None:
    """Keeps the findings of a version file, in one atomic step."""
    rows = found.assign(**{name: found[name].map(str) for name in _AMOUNTS})
    text = json.dumps({"of": _stamp(version), "rows": rows.to_dict("records")})
    beside = version.with_suffix(f".{os.getpid()}.{threading.get_ident()}.writing")
    beside.write_text(text, encoding="utf-8")
    beside.replace(_file(version))


def kept(version: Path) -> pd.DataFrame | None:
    """The findings of a version file; None where there are none of it by the checks of today."""
    try:
        known = json.loads(_file(version).read_text(encoding="utf-8"))
        looked_for = {row["check"] for row in known["rows"]} - {"total"}
        if known["of"] != _stamp(version) or looked_for != set(SOURCES):
            return None
    except (FileNotFoundError, ValueError):
        return None
    rows = pd.DataFrame(known["rows"])
    return rows.assign(**{name: rows[name].map(Decimal) for name in _AMOUNTS})


def forget(version: Path) -> None:
    """Removes the findings of a version that is no longer kept."""
    _file(version).unlink(missing_ok=True)


def _file(version: Path) -> Path:
    return version.with_suffix(".checks.json")


def _stamp(version: Path) -> list[int]:
    about = version.stat()
    return [about.st_size, about.st_mtime_ns]
