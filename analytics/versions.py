"""The files of a workspace: immutable DuckDB versions behind a one-line pointer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import duckdb
from filelock import FileLock

from analytics import checks, disk, findings, merging, watch
from analytics.errors import N_, DataError
from analytics.opening import MEMORY, pointed, quoted
from analytics.opening import close as close
from analytics.opening import connection as connection
from analytics.opening import current as current
from analytics.opening import let_go as let_go
from analytics.opening import numbers as numbers
from analytics.opening import path_of as path_of
from analytics.opening import point as point

KEPT = 5
# goes up by one whenever a table of a version gains, loses or changes a column
LAYOUT = 7
_TABLES = Path(__file__).parent / "sql" / "tables"
# the layout of the version behind each connection
_LAYOUTS: WeakKeyDictionary[duckdb.DuckDBPyConnection, int] = WeakKeyDictionary()

Fill = Callable[[duckdb.DuckDBPyConnection, int], None]
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Change:
    """Why a version is made: "load", "append", "choice", "merge", "erase" …, of what, by whom.

    fields   what it was done to, as values that JSON knows: see `State.record`
    """

    action: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    user: str = "local"


def build(
    folder: Path,
    fill: Fill,
    *,
    replaced: str | None = None,
    progress: Progress | None = None,
    change: Change | None = None,
    kept: int = KEPT,
) -> int:
    """Writes a new version beside the old ones and points to it; a crash leaves the old one.

    It starts from the current version, so of two loads at once the second builds on the first.
    fill      writes the loaded table into the new file, told its load number
    replaced  the base table that `fill` replaces and that need not be carried over
    change    what is written into the version about itself
    kept      how many versions stay
    Returns the number of the new version. Errors: DataError where the disk is full.
    """
    step = progress or (lambda stage, share: None)
    with disk.locked(folder), disk.enough_room(folder):
        old = current(folder)
        number = max(numbers(folder), default=0) + 1

        def make(con: duckdb.DuckDBPyConnection) -> None:
            _carry_over(con, path_of(folder, old) if old else None, replaced)
            # what a file brings meets the lines as they were loaded; choices come after
            merging.undo(con)
            checks.undo(con)
            fill(con, number)
            step(N_("Building customers and orders"), 0.7)
            merging.apply(con)
            checks.apply(con)
            derive(con)
            describe(con, number, old, change or Change("load"))
            step(N_("Writing the version"), 0.95)

        beside = path_of(folder, number).with_suffix(".loading")
        write(folder, beside, make)
        beside.replace(path_of(folder, number))
        point(folder, number)
        prune(folder, kept)
    return number


def write(folder: Path, beside: Path, make: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """Makes the file of one version, all of it or nothing, under a name that is none yet."""
    con = duckdb.connect(
        str(beside),
        config={"memory_limit": MEMORY, "temp_directory": str(folder / "temporary")},
    )
    try:
        with watch.queries(con):
            con.execute("set enable_progress_bar = true; set enable_progress_bar_print = false")
            con.execute("begin")
            make(con)
            con.execute("commit")
            con.execute("checkpoint")
        con.close()
    except BaseException:
        with suppress(duckdb.Error):
            con.close()
        for leftover in beside.parent.glob(f"{beside.name}*"):
            leftover.unlink()
        raise


def describe(
    con: duckdb.DuckDBPyConnection, number: int, built_on: int | None, change: Change
) -> None:
    """Writes into a version what made it: one row, of this version only."""
    values = {"number": number, "built_on": built_on, "user": change.user}
    detail = json.dumps(dict(change.fields), ensure_ascii=False)
    values |= {"action": change.action, "detail": detail}
    con.execute(_tables_sql("made"))
    con.execute(_tables_sql("describe"), values)


def _carry_over(con: duckdb.DuckDBPyConnection, old: Path | None, replaced: str | None) -> None:
    if old:
        with attached(con, old):
            _copy(con, replaced)
    complete(con)


def complete(con: duckdb.DuckDBPyConnection) -> None:
    """Adds the tables and columns that a version of before may lack."""
    con.execute(_tables_sql("schema"))


@contextmanager
def attached(con: duckdb.DuckDBPyConnection, old: Path) -> Iterator[None]:
    """Within this block an earlier version can be read as `old`."""
    con.execute(f"attach {quoted(old)} as old (read_only)")
    yield
    con.execute("detach old")


def _copy(con: duckdb.DuckDBPyConnection, replaced: str | None) -> None:
    known = {f"old.{name}" for (name,) in con.execute(_tables_sql("old_tables")).fetchall()}
    for statement in _tables_sql("carry_over").splitlines():
        copied = known.intersection(re.findall(r"old\.\w+", statement))
        if copied and not statement.endswith(f"-- {replaced}"):
            con.execute(statement)


def forget_loads(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Drops the records of the files that a replacing load takes the place of."""
    for name in ("forget_rejects", "forget_loads"):
        con.execute(_tables_sql(name), {"kind": kind})


def derive(con: duckdb.DuckDBPyConnection) -> None:
    """Builds the tables that pages read from the tables that files fill."""
    con.execute(_tables_sql("whole_orders"))
    over_days = _flag(con, "orders_over_days")
    con.execute(_tables_sql("order_days_over_days" if over_days else "order_days"))
    for table in ("customers", "orders", "customer_months", "dimensions"):
        con.execute(_tables_sql(table))
    con.execute(_tables_sql("facts"), {"orders_over_days": over_days})
    con.execute(f"drop {'table' if over_days else 'view'} order_days; drop table whole_orders")
    con.execute(_tables_sql("layout"), {"layout": LAYOUT})


def outdated(folder: Path) -> bool:
    """Whether the current version was made for tables that have changed since."""
    number = current(folder)
    if number is None:
        return False
    con = connection(path_of(folder, number), folder / "temporary")
    if con not in _LAYOUTS:  # every page asks, and a version never changes
        with con.cursor() as cursor:
            row = None
            if cursor.execute(_tables_sql("has_layout")).fetchone():
                row = cursor.execute(_tables_sql("layout_of")).fetchone()
        _LAYOUTS[con] = row[0] if row else 0
    return _LAYOUTS[con] < LAYOUT


def brought_up(folder: Path) -> int | None:
    """The current version; one of an earlier layout is first built anew beside itself.

    Columns go over by name, those it lacks are empty; the old file stays as it was.
    """
    if outdated(folder):
        with FileLock(folder / "layout.lock"):
            if outdated(folder):
                change = Change("upgrade", {"old": current(folder)})
                kept = len(numbers(folder)) + 1
                build(folder, lambda con, number: None, change=change, kept=kept)
    return current(folder)


def prune(folder: Path, kept: int = KEPT) -> None:
    """Removes the oldest versions beyond those kept; the current one always stays."""
    named = pointed(folder)
    for number in numbers(folder)[:-kept]:
        if number != named:
            remove(folder, number)


def remove(folder: Path, number: int) -> None:
    """Deletes a version and what lies beside it; this process lets go of it first."""
    path = path_of(folder, number)
    let_go(path)
    path.unlink(missing_ok=True)
    findings.forget(path)


def require(folder: Path, version: int) -> Path:
    """The file of a version. Errors: DataError when it is no longer kept."""
    path = path_of(folder, version)
    if not path.exists():
        raise DataError(
            N_("Version {version} is no longer kept."),
            N_("Choose one of: {kept}."),
            version=version,
            kept=", ".join(str(number) for number in numbers(folder)) or "–",
        )
    return path


def _flag(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    row = con.execute(_tables_sql(name)).fetchone()
    return bool(row and row[0])


def _tables_sql(name: str) -> str:
    return (_TABLES / f"{name}.sql").read_text(encoding="utf-8")
