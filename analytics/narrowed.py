"""A version as somebody sees it who may not see all: the same tables, only their customers, or
without what is personal in them.

The tables that questions read are put in place of the whole ones for a cursor, so that no question,
page or export can forget whose they are and who sees them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from analytics import cluster
from analytics.access import User
from analytics.intake.personal import Personal, views
from analytics.opening import connection

_SQL = Path(__file__).parent / "sql"
_FLAG = "orders_over_days"
_TABLE = re.compile(r"^create (?:table|view) (\w+) as\s+", re.MULTILINE)
_lock = threading.Lock()
# version -> its connection, what is personal in it, and for whom it is ready
_ready: dict[Path, tuple[duckdb.DuckDBPyConnection, Personal, set[str]]] = {}


def cursor(
    path: Path, temporary: Path, user: User, there: cluster.Cluster | None = None
) -> duckdb.DuckDBPyConnection:
    """A cursor that sees what the user may see: everything, for who looks after no one's customers
    alone and may see people.

    there  the cluster that holds the tables and shows the user the same part of them
    """
    con = connection(path, temporary)
    if not user.owners and user.may("people"):
        return con.cursor()
    told = _told(con, path, user, there)
    with _lock:
        known = _ready.get(path)
        if not known or known[0] is not con:
            known = _ready[path] = con, _personal(con), set()
        _, personal, ready = known
        seen = path.stem
        if user.owners:
            seen = f"seen_{user.part}"
            if seen not in ready:
                # a version opened anew meanwhile knows nothing of what was told
                told = told or _told(con, path, user, there)
                _attach(con, path, seen, user.owners, told)
                ready.add(seen)
        if not user.may("people") and personal.hidden:
            whole, seen = seen, f"masked_{user.part}"
            if seen not in ready:
                _hide(con, path, whole, seen, personal.hidden)
                ready.add(seen)
    found = con.cursor()
    if seen != path.stem:
        found.execute(f"use {seen}")
    return found


def personal(path: Path, temporary: Path) -> Personal:
    """What a version keeps from who may not see people."""
    return _personal(connection(path, temporary))


def ids(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The customers that a cursor sees."""
    return [number for (number,) in cursor.execute(_text("narrowed/ids")).fetchall()]


def relations(whole: str) -> dict[str, str]:
    """Table -> the statement of what owners see of it, those it reads before it.

    whole  what stands before the name of a table to mean all of it; `owners` holds theirs
    """
    _, *found = _TABLE.split(_text("narrowed/tables").replace("whole.", whole))
    return {
        name: sql.strip().removesuffix(";")
        for name, sql in zip(found[::2], found[1::2], strict=True)
    }


def _told(
    con: duckdb.DuckDBPyConnection, path: Path, user: User, there: cluster.Cluster | None
) -> dict[str, pa.Table]:
    """What a cluster says of the customers an owner sees, where it has not been asked before."""
    known = _ready.get(path)
    if not there or not user.owners:
        return {}
    if known and known[0] is con and f"seen_{user.part}" in known[2]:
        return {}
    with con.cursor() as cursor:
        customers = there.answered(
            _text("narrowed/seen"), {}, {}, cursor.table("customers").to_arrow_table().schema
        )
        return {"customers": customers, **cluster.known(cursor, there)}


def _attach(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    owners: tuple[str, ...],
    told: Mapping[str, pa.Table],
) -> None:
    """Puts the tables of these owners beside the version, in memory.

    told  of a version without rows, what it would hold of them
    """
    with con.cursor() as cursor:
        cursor.execute(f"attach if not exists ':memory:' as {name} (read_write)")
        cursor.execute(f"use {name}")
        cursor.execute("begin")
        cursor.execute(_text("narrowed/owners"), {"owners": [*owners]})
        for statement in _narrowed("tables", path).split(";\n"):
            cursor.execute(statement)
        _derive(cursor, path)
        cluster.put(cursor, told)
        cursor.execute(_narrowed("as_of", path))
        cursor.execute("commit")


def _hide(
    con: duckdb.DuckDBPyConnection, path: Path, whole: str, name: str, hidden: frozenset[str]
) -> None:
    """Puts the same tables beside a database, in memory, as if no file had brought some columns."""
    with con.cursor() as cursor:
        cursor.execute(f"attach if not exists ':memory:' as {name} (read_write)")
        cursor.execute(f"use {name}")
        cursor.execute("begin")
        for view in views(cursor, whole, hidden, but=("dimensions", "facts")):
            cursor.execute(view)
        _derive(cursor, path)
        cursor.execute(_narrowed("as_of", path))
        cursor.execute("commit")


def _derive(cursor: duckdb.DuckDBPyConnection, path: Path) -> None:
    """What is known of the tables in view."""
    cursor.execute(_text("tables/dimensions"))
    ((over_days,),) = cursor.execute(_narrowed("over_days", path)).fetchall()
    cursor.execute(_text("tables/facts"), {_FLAG: over_days})


def _personal(con: duckdb.DuckDBPyConnection) -> Personal:
    with con.cursor() as cursor:
        return Personal.of(cursor.execute(_text("narrowed/loaded")).fetchall())


def _narrowed(name: str, path: Path) -> str:
    """A text of sql/narrowed, the whole version under the name it is attached by."""
    return _text(f"narrowed/{name}").replace("whole.", f'"{path.stem}".main.')


def _text(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
