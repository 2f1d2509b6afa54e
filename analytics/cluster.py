"""A workspace whose tables lie on a Spark cluster: where they are, and how it is told so.

A file spark.toml in the workspace's folder names the cluster and the tables there:

    url = "sc://host:15002"
    scratch = "s3a://bucket/regulars"      # a folder all its machines write to and read from
    [tables]
    sales = "lake.crm.sales"               # a table of the cluster's catalogue
    orders = "delta:s3a://lake/orders"     # or files: parquet:, delta: or orc: and their folder

`python -m analytics.cluster FOLDER` looks at them and makes a version of the workspace that holds
what the pages show of every version, and no rows: all questions are answered by the cluster.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Mapping
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
NEEDED = ("sales", "orders", "customers", "customer_months")
_SQL = Path(__file__).parent / "sql"
_TABLES = _SQL / "workspace" / "tables.sql"


@dataclass(frozen=True)
class Place:
    """Where the tables are: the address of the cluster, a folder it may write to, each table."""

    url: str
    scratch: str
    tables: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, file: Path) -> Place:
        """What a file says. Errors: DataError for one that cannot be read or lacks something."""
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
        missing = [name for name in NEEDED if name not in tables]
        if missing:
            raise DataError(
                N_("{name} does not say where the table {table} is."),
                N_("Correct it as the README describes."),
                name=FILE,
                table=missing[0],
            )
        return cls(url, scratch, tuple(sorted((str(k), str(v)) for k, v in tables.items())))


class Cluster(Protocol):
    """What answers questions in place of the file of a version."""

    def answered(
        self,
        sql: str,
        bound: Mapping[str, Any],
        relations: Mapping[str, pa.Table],
        shape: pa.Schema,
    ) -> pa.Table:
        """The answer to a composed statement, in the columns and types the file would give."""
        ...


def of(folder: Path) -> Cluster | None:
    """The cluster that holds a workspace's tables; None where its own file does."""
    file = folder / FILE
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        return None
    return _connected(file, changed)


@lru_cache(maxsize=8)
def _connected(file: Path, changed: int) -> Cluster:
    try:
        from analytics.spark import Spark
    except ModuleNotFoundError as error:
        raise DataError(
            N_("What asks a Spark cluster is not installed: {name}."),
            N_("Run pip install -r requirements-spark.txt."),
            name=error.name,
        ) from error
    place = Place.of(file)
    return Spark(place, _empty(place))


def elsewhere() -> DataError:
    """What is said of changing data that lie on a cluster."""
    return DataError(
        N_("The tables of this workspace lie on a Spark cluster and are not changed from here."),
        N_("Change them there, then run python -m analytics.cluster."),
    )


def _empty(place: Place) -> dict[str, pa.Table]:
    """The tables a version has and the cluster is not said to have, without rows."""
    with duckdb.connect() as con:
        versions.complete(con)
        versions.derive(con)
        named = dict(place.tables)
        names = con.execute(_TABLES.read_text(encoding="utf-8")).fetchall()
        return {name: con.table(name).to_arrow_table() for (name,) in names if name not in named}


def look(folder: Path) -> int:
    """Makes a version that says what the tables on the cluster hold now; returns its number.

    Errors: DataError without a spark.toml, or where the cluster does not answer.
    """
    cluster = of(folder)
    if cluster is None:
        raise DataError(
            N_("There is no {name} in {folder}."),
            N_("Correct it as the README describes."),
            name=FILE,
            folder=str(folder),
        )
    with disk.locked(folder), disk.enough_room(folder):
        number = max(versions.numbers(folder), default=0) + 1
        beside = versions.path_of(folder, number).with_suffix(".loading")
        beside.parent.mkdir(parents=True, exist_ok=True)

        def make(con: duckdb.DuckDBPyConnection) -> None:
            versions.complete(con)
            versions.derive(con)
            dimensions = _fetch(con, cluster, "dimensions", {})
            _fetch(con, cluster, "facts", {"dimensions": dimensions})
            versions.describe(con, number, None, Change("look"))

        versions.write(folder, beside, make)
        beside.replace(versions.path_of(folder, number))
        versions.point(folder, number)
        versions.prune(folder)
    return number


def _fetch(
    con: duckdb.DuckDBPyConnection, cluster: Cluster, name: str, beside: Mapping[str, pa.Table]
) -> pa.Table:
    """Puts what the cluster says into a table that a load would have computed from the rows."""
    _, _, sql = _text(name).partition(" as\n")
    # whether orders lie on several days is not asked: to say so is right either way
    bound = {"orders_over_days": True} if name == "facts" else {}
    rows = cluster.answered(sql, bound, beside, con.table(name).to_arrow_table().schema)
    con.register("fetched", rows)
    con.execute(_text(f"fetched_{name}"))
    con.unregister("fetched")
    return rows


def _text(name: str) -> str:
    return (_SQL / "tables" / f"{name}.sql").read_text(encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Looks at the tables on the cluster. Returns 0, or 1 with what is wrong."""
    parser = argparse.ArgumentParser(description="Look at the tables a workspace has on Spark.")
    parser.add_argument("workspace", type=Path)
    chosen = parser.parse_args(arguments)
    try:
        print(f"version {look(chosen.workspace.resolve())}")
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
