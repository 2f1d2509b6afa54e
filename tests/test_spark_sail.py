"""Every question gives the same rows on Spark as in DuckDB: over the sample and an awkward firm.

Spark is Sail here, a server in this process that speaks Spark Connect; a real cluster by
`SPARK_REMOTE=sc://host:15002 SPARK_SCRATCH=/folder/all/machines/see pytest -m spark`.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import awkward
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import questions
from questions import Asked

from analytics import Scope, Workspace, engine, funnel

pytest.importorskip("pyspark", reason="needs requirements-spark.txt")

from analytics.cluster import Place
from analytics.spark import Spark

NAMES = sorted(path.stem for path in engine.SQL.glob("*.sql"))
BASE = (
    "sales", "orders", "customers", "customer_months", "interactions", "deals", "attributes",
    "products", "loads",
)  # fmt: skip
WorkspaceOf = Callable[..., Workspace]
Recorded = dict[str, list[tuple[str, Asked]]]


@pytest.fixture(scope="module")
def sail() -> Iterator[str]:
    """The address of a server of this process."""
    server = pytest.importorskip("pysail.spark").SparkConnectServer()
    server.start(background=True)
    yield f"sc://localhost:{server.listening_address[1]}"
    server.stop()


@pytest.fixture(scope="module", params=["sail", pytest.param("real", marks=pytest.mark.spark)])
def remote(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """The address of a server, and a folder it reads and writes."""
    if request.param == "sail":
        return request.getfixturevalue("sail"), tmp_path_factory.mktemp("scratch")
    if "SPARK_REMOTE" not in os.environ:
        pytest.skip("SPARK_REMOTE names no cluster")
    scratch = Path(os.environ["SPARK_SCRATCH"]) / tmp_path_factory.mktemp("s").parent.name
    scratch.mkdir()
    return os.environ["SPARK_REMOTE"], scratch


@pytest.fixture(scope="module")
def firms(firm: Workspace, workspace_of: WorkspaceOf) -> dict[str, Workspace]:
    """The firms that are asked about."""
    return {"sample": firm, "awkward": workspace_of(**awkward.firm())}


@pytest.fixture(scope="module")
def asked(firms: dict[str, Workspace]) -> Recorded:
    """What the engine is asked where everything is asked: question -> firm and call."""
    found: Recorded = {}
    for name, ws in firms.items():
        steps = tuple(funnel.proposed(ws, Scope()))[:4]
        for scope in (Scope(), _narrow(ws)):
            with questions.recorded() as calls:
                questions.ask_all(ws, scope, steps)
            for call in calls:
                found.setdefault(call.name, []).append((name, call))
    return found


@pytest.fixture(scope="module")
def clusters(remote: tuple[str, Path], firms: dict[str, Workspace]) -> Iterator[dict[str, Spark]]:
    """Each firm's tables on Spark."""
    found = {name: _on_spark(ws, *remote, name) for name, ws in firms.items()}
    yield found
    for cluster in found.values():
        cluster.close()


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_the_same(
    name: str, asked: Recorded, firms: dict[str, Workspace], clusters: dict[str, Spark]
) -> None:
    calls = asked.get(name, [])
    if not calls:  # a question that is a relation of others: they hold it
        everything = [call.sql for rest in asked.values() for _, call in rest]
        assert any(f"\n{name} as (" in sql for sql in everything)
    for firm_name, call in calls:
        here = engine.answered(firms[firm_name], call.sql, call.bound, call.relations)
        there = clusters[firm_name].answered(call.sql, call.bound, call.relations, here.schema)
        _assert_same(here, there, f"{name} of {firm_name} with {call.bound}")


def _assert_same(here: pa.Table, there: pa.Table, what: str) -> None:
    assert here.schema == there.schema, what
    assert here.num_rows == there.num_rows, what
    for column in here.column_names:
        pairs = zip(here[column].to_pylist(), there[column].to_pylist(), strict=True)
        for place, (one, other) in enumerate(pairs):
            assert _same(one, other), f"{what}: {column} of row {place}: {one!r}, {other!r}"


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float | Decimal) and other is not None:
        one, other = float(one), float(other)
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) or (one != one) & (
            other != other
        )
    return bool(one == other)


def _narrow(ws: Workspace) -> Scope:
    """A period that ends with a February, two values of each filter, returns left out."""
    as_of = date(ws.facts.as_of.year, 3, 1)
    filters = {name: tuple(values[:2]) for name, values in ws.dimensions.items()}
    return Scope(
        as_of=as_of, start=as_of - timedelta(days=366), end=as_of - timedelta(days=1),
        where=filters, returns="exclude",
    )  # fmt: skip


def _on_spark(ws: Workspace, url: str, scratch: Path, name: str) -> Spark:
    folder = scratch / name
    folder.mkdir()
    with ws.cursor() as cursor:
        for table in BASE:
            rows = cursor.execute(f"select * from {table}").to_arrow_table()
            pq.write_table(rows, folder / f"{table}.parquet")
    places = tuple((table, f"parquet:{folder}/{table}.parquet") for table in BASE)
    return Spark(Place(url, str(folder / "scratch"), places), {})
