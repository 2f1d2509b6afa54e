"""Tables of a workspace where Spark finds them, and Sail, a small server that speaks its words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics import Workspace

BASE = (
    "sales", "orders", "customers", "customer_months", "interactions", "deals", "attributes",
    "products", "loads",
)  # fmt: skip


@contextmanager
def sail() -> Iterator[str]:
    """The address of a server of this process."""
    server = pytest.importorskip("pysail.spark").SparkConnectServer()
    server.start(background=True)
    try:
        yield f"sc://localhost:{server.listening_address[1]}"
    finally:
        server.stop()


def written(ws: Workspace, folder: Path) -> dict[str, str]:
    """Writes the tables of a workspace as files; name -> where it is, as spark.toml says it."""
    folder.mkdir()
    with ws.cursor() as cursor:
        for table in BASE:
            rows = cursor.execute(f"select * from {table}").to_arrow_table()
            pq.write_table(rows, folder / f"{table}.parquet")
    return {table: f"parquet:{folder}/{table}.parquet" for table in BASE}


def told(url: str, scratch: Path, tables: dict[str, str]) -> str:
    """A spark.toml."""
    lines = "\n".join(f'{name} = "{at}"' for name, at in tables.items())
    return f'url = "{url}"\nscratch = "{scratch}"\n[tables]\n{lines}\n'
