"""A workspace whose tables lie on a Spark cluster: where they are, and how it is told so.

A file spark.toml in the workspace's folder names the cluster and the tables there:

    url = "sc://host:15002"
    scratch = "s3a://bucket/regulars"      # a folder all its machines write to and read from
    [tables]
    sales = "lake.crm.sales"                 # a table of the cluster's catalogue
    deals = "delta:s3a://lake/deals"         # or files: parquet:, delta: or orc: and their folder

`python -m analytics.workspace look --workspace FOLDER` has the cluster build what a load builds,
customers, orders and their months, in the folder it may write to, and makes a version of the
workspace that says what is in the data and holds no rows: all questions are answered by the
cluster. Run it when the tables change.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from analytics import disk, versions
from analytics.errors import N_, DataError
from analytics.versions import Change

FILE = "spark.toml"
# What is built from the other tables, each from those before it.
BUILT = ("customers", "orders", "customer_months")
# Of what a firm brings, columns without which there is nothing to say; any other may be lacking.
NEEDED = {
    "sales": ("customer_id", "ordered_on", "amount"),
    "interactions": ("customer_id", "occurred_at"),
    "deals": ("deal_id", "stage"),
    "attributes": ("customer_id",),
    "products": ("product",),
}
_SQL = Path(__file__).parent / "sql"
_TABLES = _SQL / "workspace" / "tables.sql"


@dataclass(frozen=True)
class Place:
    """Where the tables are: the address of the cluster, a folder it may write to, each table."""

    url: str
    scratch: str
    tables: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, file: Path, version: int = 0) -> Place:
        """What a file says; what is built for a version of the workspace has a folder of it.

        Errors: DataError for a file that cannot be read or lacks something.
        """
        try:
            told = tomllib.loads(file.read_text(encoding="utf-8"))
            url, scratch, tables = str(told["url"]), str(told["scratch"]), dict(told["tables"])
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as e:
            raise DataError(
                N_("{name} cannot be read: {reason}."),
                N_("Correct it as the README describes."),
                name=FILE,
                reason=str(e),
            ) from e
        if "sales" not in tables:
            raise DataError(
                N_("{name} does not say where the table {table} is."),
                N_("Correct it as the README describes."),
                name=FILE,
                table="sales",
            )
        folder = f"parquet:{scratch}/version-{version:04}"
        tables = {name: f"{folder}/{name}" for name in BUILT} | tables
        return cls(url, scratch, tuple((str(name), str(at)) for name, at in tables.items()))


class Cluster(Protocol):
    """What answers questions in place of the file of a version."""

    coming: Sequence[str]

    def answered(
        self,
        sql: str,
        bound: Mapping[str, Any],
        relations: Mapping[str, pa.Table],
        shape: pa.Schema,
    ) -> pa.Table:
        """The answer to a composed statement, in the columns and types the file would give."""
        ...

    def build(self, name: str, sql: str) -> None:
        """Writes the answer to a statement where a table is to be, which is read from then on."""
        ...

    def close(self) -> None:
        """Lets go of the cluster; the next question finds it again."""
        ...


def of(
    folder: Path, version: int | None, built: bool = True, owners: tuple[str, ...] = ()
) -> Cluster | None:
    """The cluster that holds the tables of a version; None where its own file does.

    built   whether those are there that are built for it
    owners  whose customers it shows, no others; all when empty
    """
    file = folder / FILE
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        return None
    return _connected(file, changed, version or 0, built, owners)


@lru_cache(maxsize=256)
def _connected(
    file: Path, changed: int, version: int, built: bool, owners: tuple[str, ...]
) -> Cluster:
    try:
        from analytics.spark import Spark
    except ModuleNotFoundError as error:
        raise DataError(
            N_("What asks a Spark cluster is not installed: {name}."),
            N_("Run pip install -r requirements-spark.txt."),
            name=error.name,
        ) from error
    place = Place.of(file, version)
    coming = [name for name, at in place.tables if at.startswith(f"parquet:{place.scratch}/")]
    return Spark(place, _shapes(), () if built else coming, owners)


def is_named(folder: Path) -> bool:
    """Whether the tables of a workspace lie on a cluster."""
    return (folder / FILE).exists()


def current(folder: Path) -> int | None:
    """The version that was made by the last look. Errors: DataError for one of an older app."""
    if versions.outdated(folder):
        raise DataError(
            N_("The tables on the cluster were last looked at by an earlier version of this app."),
            N_("Run python -m analytics.workspace look."),
        )
    return versions.current(folder)


def elsewhere() -> DataError:
    """What is said of changing data that lie on a cluster."""
    return DataError(
        N_("The tables of this workspace lie on a Spark cluster and are not changed from here."),
        N_("Change them there, then run python -m analytics.workspace look."),
    )


def unchecked() -> DataError:
    """What is said in place of what looks wrong in data that lie on a cluster."""
    return DataError(
        N_("Lines of tables that lie on a Spark cluster are not checked here: none was looked at."),
        N_("Check them where the tables are made."),
    )


def erased_there() -> DataError:
    """What is said of forgetting a customer whose data lie on a cluster."""
    return DataError(
        N_("The tables of this workspace lie on a Spark cluster: a customer is erased there."),
        N_(
            "Then run python -m analytics.workspace look, and delete lists and notes made here "
            "that name the customer."
        ),
    )


def nothing_at(table: str, where: str) -> DataError:
    """What is said of a table without a single file where it is told to be."""
    return DataError(
        N_("There is no file of the table {name} at {where}."),
        N_("Put it there, or correct spark.toml; then run python -m analytics.workspace look."),
        name=table,
        where=where.partition(":")[2],
    )


def lacking(table: str, has: Sequence[str], shape: pa.Schema) -> list[str]:
    """The columns of a table that a cluster does not have, where it can do without them.

    Errors: DataError naming the first of those it cannot.
    """
    had = {column.lower() for column in has}
    missing = [column for column in shape.names if column not in had]
    for column in missing:
        if column in NEEDED.get(table, shape.names):
            raise DataError(
                N_("The table {name} on the Spark cluster has no column {column}."),
                N_("Add it there, or name a table in spark.toml that has it."),
                name=table,
                column=column,
            )
    return missing


def _shapes() -> dict[str, pa.Table]:
    """The tables of a version, without rows."""
    with duckdb.connect() as con:
        versions.complete(con)
        versions.derive(con)
        names = con.execute(_TABLES.read_text(encoding="utf-8")).fetchall()
        return {name: con.table(name).to_arrow_table() for (name,) in names}


def look(folder: Path) -> int:
    """Builds what a load builds, there; makes a version that says what it is; returns its number.

    Errors: DataError without a spark.toml, or where the cluster does not answer.
    """
    number = max(versions.numbers(folder), default=0) + 1
    cluster = of(folder, number, built=False)
    if cluster is None:
        raise DataError(
            N_("There is no {name} in {folder}."),
            N_("Correct it as the README describes."),
            name=FILE,
            folder=str(folder),
        )
    with disk.locked(folder), disk.enough_room(folder):
        beside = versions.path_of(folder, number).with_suffix(".loading")
        beside.parent.mkdir(parents=True, exist_ok=True)

        def make(con: duckdb.DuckDBPyConnection) -> None:
            versions.complete(con)
            versions.derive(con)
            for name in cluster.coming:
                cluster.build(name, _built(name))
            put(con, known(con, cluster))
            versions.describe(con, number, None, Change("look"))

        try:
            versions.write(folder, beside, make)
        finally:
            cluster.close()
        beside.replace(versions.path_of(folder, number))
        versions.point(folder, number)
        versions.prune(folder)
    return number


def known(con: duckdb.DuckDBPyConnection, cluster: Cluster) -> dict[str, pa.Table]:
    """What a cluster says it holds: dimensions and facts, which a load computes from the rows.

    con  a version, whose tables say how they look
    """
    found: dict[str, pa.Table] = {}
    for name in ("dimensions", "facts"):
        # whether orders lie on several days is not asked: to say so is right either way
        bound = {"orders_over_days": True} if name == "facts" else {}
        shape = con.table(name).to_arrow_table().schema
        found[name] = cluster.answered(_body(name), bound, {**found}, shape)
    return found


def put(con: duckdb.DuckDBPyConnection, fetched: Mapping[str, pa.Table]) -> None:
    """Makes tables of what a cluster has said, in place of those a load computes."""
    for name, rows in fetched.items():
        con.register("fetched", rows)
        con.execute(_text(f"fetched_{name}"))
        con.unregister("fetched")


def _built(name: str) -> str:
    """The statement that makes a table, with the temporary tables it reads before it."""
    sql = _body(name)
    before = {"whole_orders": "whole_orders", "order_days": "order_days_over_days"}
    parts = [f"{part} as (\n{_body(file)})" for part, file in before.items() if part in sql]
    if not parts:
        return sql
    own = sql.removeprefix("with\n")
    return f"with\n{', '.join(parts)}{', ' if own != sql else ' '}{own}"


def _body(name: str) -> str:
    """What a table is made as."""
    return _text(name).partition(" as\n")[2]


def _text(name: str) -> str:
    return (_SQL / "tables" / f"{name}.sql").read_text(encoding="utf-8")
