"""A version as somebody sees who looks after a part of the customers: the same tables, only theirs.

The tables that questions read are put in place of the whole ones for a cursor, so that no question,
page or export can forget whose they are.
"""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb

from analytics.access import User
from analytics.opening import connection

_SQL = Path(__file__).parent / "sql"
_FLAG = "orders_over_days"
_lock = threading.Lock()
# version -> its connection, and the owners for whom it is ready
_ready: dict[Path, tuple[duckdb.DuckDBPyConnection, set[str]]] = {}


def cursor(path: Path, temporary: Path, user: User) -> duckdb.DuckDBPyConnection:
    """A cursor that sees the user's customers and nobody else's; without owners, everybody."""
    con = connection(path, temporary)
    if not user.owners:
        return con.cursor()
    name = f"seen_{user.part}"
    with _lock:
        known, ready = _ready.get(path, (con, set[str]()))
        if known is not con:
            ready = set()
        if name not in ready:
            _attach(con, path, name, user.owners)
            _ready[path] = (con, ready | {name})
    found = con.cursor()
    found.execute(f"use {name}")
    return found


def ids(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The customers that a cursor sees."""
    return [number for (number,) in cursor.execute(_text("narrowed/ids")).fetchall()]


def _attach(con: duckdb.DuckDBPyConnection, path: Path, name: str, owners: tuple[str, ...]) -> None:
    """Puts the tables of these owners beside the version, in memory."""
    with con.cursor() as cursor:
        cursor.execute(f"attach if not exists ':memory:' as {name} (read_write)")
        cursor.execute(f"use {name}")
        cursor.execute("begin")
        cursor.execute(_narrowed("customers", path), {"owners": [*owners]})
        first, *views = _narrowed("tables", path).split(";\n")
        cursor.execute(first, {"owners": [*owners]})
        for view in views:
            cursor.execute(view)
        cursor.execute(_text("tables/dimensions"))
        ((over_days,),) = cursor.execute(_narrowed("over_days", path)).fetchall()
        cursor.execute(_text("tables/facts"), {_FLAG: over_days})
        cursor.execute(_narrowed("as_of", path))
        cursor.execute("commit")


def _narrowed(name: str, path: Path) -> str:
    """A text of sql/narrowed, the whole version under the name it is attached by."""
    return _text(f"narrowed/{name}").replace("whole.", f'"{path.stem}".main.')


def _text(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
