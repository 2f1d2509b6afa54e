"""One sheet of a workbook as texts in an Arrow file: python workbook.py FILE SHEET TARGET.

Run as a process of its own, limited in memory and time: a workbook of a few kilobytes can claim
a cell in the last row of the last column, and its reader then asks for memory for every cell
before it. Imports nothing of this package, to start fast. Prints what was read, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime, time
from importlib.abc import MetaPathFinder
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineSheet, CalamineWorkbook

LINE = "__line"
LARGEST_WHOLE = 1e15
_ROWS_AT_ONCE = 10_000
_LOOKED_AT = 50
_MB = 1 << 20


def limit(size: int) -> None:
    """Limits this process by the size of its file: 10 MB may take 1 GB and 10 seconds."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    megabytes = size / _MB
    memory = int((1000 + 30 * max(megabytes - 10, 0)) * _MB)
    seconds = int(4 + 0.6 * min(megabytes, 10) + 1.5 * max(megabytes - 10, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def convert(path: str, wanted: str, target: str) -> dict[str, Any]:
    """Writes the wanted sheet, or the first with a table, as columns c0, c1, … and LINE.

    A table has two rows of two cells; where no sheet has, one with two rows will do.
    """
    book = opened(path)
    names = book.sheet_names
    if wanted and wanted not in names:
        return {"error": "sheet", "sheets": names}
    for least in (1,) if wanted else (2, 1):
        for name in [wanted] if wanted else names:
            sheet = book.get_sheet_by_name(name)
            rows = filled_rows(sheet)
            first = list(islice(rows, _LOOKED_AT))
            if sum(filled(cells) >= least for _, cells in first) > 1:
                write(first, rows, sheet.width, target)
                return {"sheet": name, "sheets": names}
    return {"error": "empty", "sheets": names}


def opened(path: str) -> CalamineWorkbook:
    """A workbook by the ending of its name, or by its bytes where it is named amiss."""
    try:
        return CalamineWorkbook.from_path(path)
    except MemoryError:
        raise
    except Exception:
        with Path(path).open("rb") as file:
            return CalamineWorkbook.from_filelike(file)


def filled(cells: list[Any]) -> int:
    """How many cells of a row have something in them."""
    return sum(cell != "" for cell in cells)


def filled_rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    """Rows with anything in them, each with its number in the sheet."""
    # Up to the first row with anything in it, calamine gives rows of nothing.
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if filled(cells):
            yield number, cells


def write(
    first: list[tuple[int, list[Any]]],
    rows: Iterator[tuple[int, list[Any]]],
    width: int,
    target: str,
) -> None:
    """Rows of cells to an Arrow file of texts, some thousand at once."""
    names = [f"c{position}" for position in range(width)]
    schema = pa.schema([(name, pa.string()) for name in names] + [(LINE, pa.int64())])
    with pa.OSFile(target, "wb") as file, pa.ipc.new_file(file, schema) as out:
        while first:
            columns = [[cell_text(cells[place]) for _, cells in first] for place in range(width)]
            out.write(pa.record_batch([*columns, [number for number, _ in first]], schema))
            first = list(islice(rows, _ROWS_AT_ONCE))


def cell_text(cell: Any) -> str | None:
    """A cell as the text a person would type: 17850.0 is 17850, a date is 2016-04-27."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < LARGEST_WHOLE:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return None if cell is None else str(cell)


class WithoutPandas(MetaPathFinder):
    """Arrow looks for pandas, which nothing here needs and which is half of the time to start."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        """Says that there is none. Errors: ModuleNotFoundError for pandas."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)


if __name__ == "__main__":
    sys.meta_path.insert(0, WithoutPandas())
    limit(Path(sys.argv[1]).stat().st_size)
    try:
        result = convert(*sys.argv[1:4])
    except MemoryError:
        result = {"error": "large"}
    except BaseException:  # calamine is Rust: its panics are no Exception
        result = {"error": "unreadable"}
    print(json.dumps(result))
