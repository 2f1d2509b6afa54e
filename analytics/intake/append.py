"""Rows of a further file put behind those there are, so that nothing counts twice.

sales, interactions   of every distinct line only what the file has more often than the data
                      counts; the other copies are loaded as `overlap`
deals, customers,     what the file says of a deal, a customer or a product takes the place of
products              what was known of it; the older row stays as `superseded`, or as `overlap` if
                      it says the same. A deal keeps what the file has no column for, a customer
                      also what the file leaves empty
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from analytics.errors import N_, DataError
from analytics.intake.columns import Kind
from analytics.intake.source import Source

OVERLAP, SUPERSEDED = "overlap", "superseded"
_ONE_ROW_EACH = ("deals", "attributes", "products")


@dataclass(frozen=True)
class Overlap:
    """Rows of a file that were there already, and their money (None where a kind has none)."""

    rows: int = 0
    amount: Decimal | None = None


def refuse_known(con: duckdb.DuckDBPyConnection, source: Source, kind: str) -> None:
    """Errors: DataError where this very file is among those the version consists of."""
    known = con.execute(
        "select file, cast(loaded_at as date) from loads where kind = $kind"
        " and checksum = $checksum and coalesce(options ->> 'sheet', '') = $sheet",
        {"kind": kind, "checksum": source.checksum, "sheet": source.sheet or ""},
    ).fetchone()
    if known:
        raise DataError(
            N_("{file} is in the data already: it was loaded on {day} as {known}."),
            N_("Nothing was added. To read it anew, replace the data by it."),
            file=source.name,
            day=known[1].isoformat(),
            known=known[0],
        )


def append(
    con: duckdb.DuckDBPyConnection, kind: Kind, added: str, mapped: Collection[str]
) -> Overlap:
    """Moves the rows of the table `added` behind those of its kind.

    mapped  columns the file has
    Returns how many of them were there already.
    """
    con.execute(f"create table if not exists {kind.table} as from {added} limit 0")
    if kind.table in _ONE_ROW_EACH:
        found = _supersede(con, kind, added, mapped)
    else:
        found = _mark(con, kind, added)
    if kind.table == "interactions":
        # One customer's contacts lie together; their numbers go on where those before ended.
        con.execute(
            f"update {added} set row_no = row_no + (select coalesce(max(row_no), 0)"
            f" from {kind.table})"
        )
        con.execute(
            f"create table intake_all as from (from {kind.table} union all by name from {added})"
            f" order by {kind.order}"
        )
        con.execute(f"drop table {kind.table}; alter table intake_all rename to {kind.table}")
    else:
        con.execute(f"insert into {kind.table} by name from {added}")
    con.execute(f"drop table {added}")
    return found


def _mark(con: duckdb.DuckDBPyConnection, kind: Kind, added: str) -> Overlap:
    """Marks the copies of lines that are there; the others of a file with copies still count."""
    columns = ", ".join(kind.columns)
    same = " and ".join(f"new.{name} is not distinct from known.{name}" for name in kind.columns)
    # Where the file begins after all that is there, as it mostly does, nothing is compared.
    con.execute(
        f"create or replace temp table intake_known as select {columns}, count(*) as copies"
        f" from {kind.table} where excluded_by is distinct from '{OVERLAP}' and {kind.mark}"
        f" between (select min({kind.mark}) from {added})"
        f" and (select max({kind.mark}) from {added}) group by {columns}"
    )
    con.execute(
        f"update {added} set excluded_by = '{OVERLAP}' where rowid in ("
        f" select line from (select rowid as line, {columns},"
        f" row_number() over (partition by {columns} order by rowid) as copy from {added}"
        f" where hash({columns}) in (select hash({columns}) from intake_known)) as new"
        f" join intake_known as known on {same} where copy <= copies)"
    )
    con.execute("drop table intake_known")
    money = f"sum({kind.money})" if kind.money else "null"
    return _found(con, f"select count(*), {money} from {added} where excluded_by = '{OVERLAP}'")


def _supersede(
    con: duckdb.DuckDBPyConnection, kind: Kind, added: str, mapped: Collection[str]
) -> Overlap:
    """Sets older rows of the same deal or customer aside and keeps what the file does not say."""
    columns, key = [name for name in kind.columns if name != kind.mark], kind.mark
    same = " and ".join(f"new.{name} is not distinct from old.{name}" for name in kind.columns)
    kept = columns if kind.table == "attributes" else [c for c in columns if c not in mapped]
    counts = "excluded_by is null"
    money = f"sum({kind.money})" if kind.money else "null"
    found = _found(
        con,
        f"select count(*), {money} from {added} as new where exists (select 1 from {kind.table}"
        f" as old where old.{counts} and {same})",
    )
    filled = ", ".join(f"{name} = coalesce(new.{name}, known.{name})" for name in kept)
    known = ", ".join(f"max({name}) as {name}" for name in [key, *kept])
    if filled:
        # The older row first: it is compared with the file as it came.
        con.execute(f"create or replace temp table intake_known as select {known}"
                    f" from {kind.table} where {counts} group by {key}")  # fmt: skip
    con.execute(
        f"update {kind.table} as old set excluded_by = case when exists (select 1 from {added}"
        f" as new where {same}) then '{OVERLAP}' else '{SUPERSEDED}' end"
        f" where {counts} and {key} in (select {key} from {added})"
    )
    if filled:
        con.execute(f"update {added} as new set {filled} from intake_known as known"
                    f" where known.{key} = new.{key}")  # fmt: skip
        con.execute("drop table intake_known")
    return found


def _found(con: duckdb.DuckDBPyConnection, sql: str) -> Overlap:
    rows, amount = con.execute(sql).fetchall()[0]
    return Overlap(rows, amount if rows else None)
