"""Every question gives the same rows on Spark as in DuckDB: over the sample and an awkward firm.

Spark is Sail here, a server in this process that speaks Spark Connect. Apache Spark itself, a
master and two workers on this computer, by `SPARK_PYTHON=/with/pyspark/bin/python pytest -m spark`;
a cluster that is there by `SPARK_REMOTE=sc://host:15002 SPARK_SCRATCH=/folder/all/machines/see`.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import awkward
import on_spark
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import questions
import real_spark
from questions import Asked

from analytics import (
    DataError,
    Scope,
    Workspace,
    cluster,
    deals,
    engine,
    funnel,
    lists,
    overview,
    products,
    profile,
    pyramid,
    retention,
    rfm,
    service,
)  # fmt: skip
from analytics.access import User

pytest.importorskip("pyspark", reason="needs requirements-spark.txt")

from analytics.cluster import Place
from analytics.spark import Spark

NAMES = sorted(path.stem for path in engine.SQL.glob("*.sql"))
KEYS = {
    "customers": ("customer_key",),
    "orders": ("customer_key", "ordered_on", "order_key"),
    "customer_months": ("customer_key", "month"),
}
WorkspaceOf = Callable[..., Workspace]
Recorded = dict[str, list[tuple[str, Asked]]]


@pytest.fixture(scope="module")
def sail() -> Iterator[str]:
    """The address of a server of this process."""
    with on_spark.sail() as url:
        yield url


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[real_spark.Cluster]:
    """Apache Spark on this computer, whose executors can be killed."""
    if "SPARK_PYTHON" not in os.environ:
        pytest.skip("SPARK_PYTHON names no Python with the whole of pyspark")
    with real_spark.started(tmp_path_factory.mktemp("spark")) as cluster:
        yield cluster


@pytest.fixture(scope="module", params=["sail", pytest.param("real", marks=pytest.mark.spark)])
def remote(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """The address of a server, and a folder it reads and writes."""
    if request.param == "sail":
        return request.getfixturevalue("sail"), tmp_path_factory.mktemp("scratch")
    if "SPARK_REMOTE" not in os.environ:
        return request.getfixturevalue("started").url, tmp_path_factory.mktemp("scratch")
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
    seen = set()
    for name, ws in firms.items():
        steps = tuple(funnel.proposed(ws, Scope()))[:4]
        for scope in (Scope(), _narrow(ws)):
            with questions.recorded() as calls:
                questions.ask_all(ws, scope, steps)
            for call in calls:
                if (form := (name, call.sql, _form(call.bound))) not in seen:
                    seen.add(form)
                    found.setdefault(call.name, []).append((name, call))
    return found


@pytest.fixture(scope="module")
def clusters(remote: tuple[str, Path], firms: dict[str, Workspace]) -> Iterator[dict[str, Spark]]:
    """Each firm's tables on Spark."""
    found = {name: _on_spark(ws, *remote, name) for name, ws in firms.items()}
    yield found
    for spark in found.values():
        spark.close()


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_the_same(
    name: str,
    asked: Recorded,
    firms: dict[str, Workspace],
    clusters: dict[str, Spark],
    request: pytest.FixtureRequest,
) -> None:
    calls = asked.get(name, [])
    if "[real-" in request.node.name:
        calls = _each_text(calls)
    if not calls:  # a question that is a relation of others: they hold it
        everything = [call.sql for rest in asked.values() for _, call in rest]
        assert any(f"\n{name} as (" in sql for sql in everything)
    for firm_name, call in calls:
        here = engine.answered(firms[firm_name], call.sql, call.bound, call.relations)
        there = clusters[firm_name].answered(call.sql, call.bound, call.relations, here.schema)
        _assert_same(here, there, f"{name} of {firm_name} with {call.bound}")


@pytest.mark.spark
def test_executors_killed_amid_questions_change_nothing(
    started: real_spark.Cluster,
    asked: Recorded,
    firms: dict[str, Workspace],
    tmp_path: Path,
) -> None:
    spark = _on_spark(firms["sample"], started.url, tmp_path, "sample")
    for name in ("rfm_customers", "pyramid_tiers", "overview_bridge", "retention_cohorts"):
        _, call = asked[name][0]
        here = engine.answered(firms["sample"], call.sql, call.bound, call.relations)
        deadly = threading.Timer(0.7, started.kill_one)
        deadly.start()
        there = spark.answered(call.sql, call.bound, call.relations, here.schema)
        deadly.join()
        _assert_same(here, there, name)
    assert started.killed == 4
    spark.close()


@pytest.mark.parametrize("firm_name", ["sample", "awkward"])
def test_what_is_built_there_is_what_a_load_builds(
    firm_name: str, remote: tuple[str, Path], firms: dict[str, Workspace], tmp_path: Path
) -> None:
    url, scratch = remote
    given = _on_spark(firms[firm_name], url, scratch, f"{firm_name}_given").place.tables
    tables = {name: at for name, at in given if name not in cluster.BUILT}
    told = on_spark.told(url, scratch / firm_name, tables)
    (tmp_path / cluster.FILE).write_text(told, encoding="utf-8")
    cluster.look(tmp_path)
    with Workspace.open(tmp_path) as ws, firms[firm_name].cursor() as cursor:
        assert ws.dimensions == firms[firm_name].dimensions
        assert replace(ws.facts, orders_over_days=False) == replace(
            firms[firm_name].facts, orders_over_days=False
        )
        assert isinstance(ws.cluster, Spark)
        for name in cluster.BUILT:
            keys = [(column, "ascending") for column in KEYS[name]]
            here = cursor.table(name).to_arrow_table().sort_by(keys)
            text = f"select * from {name}"
            there = ws.cluster.answered(text, {}, {}, here.schema).sort_by(keys)
            _assert_same(here, there, name)
        ws.cluster.close()


def test_who_sees_a_part_of_the_customers_is_shown_no_other(
    remote: tuple[str, Path], firms: dict[str, Workspace], tmp_path: Path
) -> None:
    url, scratch = remote
    firm = firms["sample"]
    user = User("ann@example.com", "analyst", (firm.dimensions["salesperson"][1],))
    tables = on_spark.written(firm, scratch / "seen")
    told = on_spark.told(url, scratch / "seen" / "scratch", tables)
    (tmp_path / cluster.FILE).write_text(told, encoding="utf-8")
    cluster.look(tmp_path)
    here = Workspace(firm.folder, firm.version, user)
    with Workspace.open(tmp_path, user) as there, Workspace.open(tmp_path) as whole:
        assert len(rfm.customers(whole, Scope())) == len(rfm.customers(firm, Scope()))
        with questions.recorded() as calls:
            some = rfm.customers(here, Scope())["customer_id"].tolist()[:3]
            rfm.segments(here, _narrow(firm))
            overview.figures(here, Scope())
            retention.cohorts(here, Scope())
            pyramid.tiers(here, Scope())
            products.ranking(here, Scope())
            service.waits(here, Scope())
            deals.stages(here, Scope())
            profile.customer(here, Scope(), some[0])
            lists.value(here, Scope(), some)
        for call in calls:
            one, other = (
                engine.answered(ws, call.sql, call.bound, call.relations) for ws in (here, there)
            )
            _assert_same(one, other, call.name)
        assert there.dimensions == here.dimensions
        assert there.facts == replace(here.facts, orders_over_days=True)
        assert there.customer_ids == here.customer_ids < firm.customer_ids
        assert isinstance(there.cluster, Spark)
        assert isinstance(whole.cluster, Spark)
        seen = {*here.customer_ids, None}
        for table in ("sales", "customers", "attributes", "interactions", "deals"):
            text = f"select distinct customer_id from {table}"
            shape = pa.schema([("customer_id", pa.string())])
            rows = there.cluster.answered(text, {}, {}, shape)["customer_id"].to_pylist()
            assert {*rows} <= seen, table
            assert (
                not {*whole.cluster.answered(text, {}, {}, shape)["customer_id"].to_pylist()}
                <= seen
            )
        there.cluster.close()
        whole.cluster.close()


def test_columns_that_a_table_on_the_cluster_lacks_are_null(
    remote: tuple[str, Path], tmp_path: Path
) -> None:
    url, scratch = remote
    folder = scratch / "lacking"
    folder.mkdir()
    lines = {"customer_id": ["a", "a", "b"], "AMOUNT": [Decimal("1.5"), Decimal(2), Decimal(4)]}
    bare = pa.table(lines | {"ordered_on": [date(2024, 1, day) for day in (1, 2, 3)]})
    pq.write_table(bare, folder / "part.parquet")
    tables = {"sales": f"parquet:{folder}"}
    told = on_spark.told(url, scratch / "lacking_scratch", tables)
    (tmp_path / cluster.FILE).write_text(told, encoding="utf-8")
    cluster.look(tmp_path)
    with Workspace.open(tmp_path) as ws:
        assert ws.facts.lines == 3
        assert not ws.facts.has_cost
        assert list(rfm.customers(ws, Scope())["monetary"]) == [3.5, 4.0]
        assert isinstance(ws.cluster, Spark)
        ws.cluster.close()
    pq.write_table(bare.drop_columns("ordered_on"), folder / "part.parquet")
    with pytest.raises(DataError, match=r"table sales .* has no column ordered_on"):
        cluster.look(tmp_path)
    elsewhere = on_spark.told(url, scratch / "none", {"sales": f"parquet:{folder}/none"})
    (tmp_path / cluster.FILE).write_text(elsewhere, encoding="utf-8")
    with pytest.raises(DataError, match=rf"(?s)table sales.*{folder}/none"):
        cluster.look(tmp_path)


def _each_text(calls: list[tuple[str, Asked]]) -> list[tuple[str, Asked]]:
    """Of these calls each text once, and each firm: a real cluster takes seconds for each."""
    texts, firms, some = set(), set(), []
    for firm, call in reversed(calls):  # the awkward firm is asked before
        if call.sql not in texts or firm not in firms:
            some.append((firm, call))
        texts.add(call.sql)
        firms.add(firm)
    return some


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


def _form(bound: dict[str, Any]) -> tuple[tuple[str, object], ...]:
    """Values by which two calls of one statement are worth making: texts, and what is lacking."""
    told = {key: value if isinstance(value, str) else type(value) for key, value in bound.items()}
    return tuple(sorted(told.items(), key=lambda item: item[0]))


def _narrow(ws: Workspace) -> Scope:
    """A period that ends with a February, two values of each filter, returns left out."""
    as_of = date(ws.facts.as_of.year, 3, 1)
    filters = {name: tuple(values[:2]) for name, values in ws.dimensions.items()}
    return Scope(
        as_of=as_of, start=as_of - timedelta(days=366), end=as_of - timedelta(days=1),
        where=filters, returns="exclude",
    )  # fmt: skip


def _on_spark(ws: Workspace, url: str, scratch: Path, name: str) -> Spark:
    places = on_spark.written(ws, scratch / name)
    return Spark(Place(url, str(scratch / name / "scratch"), tuple(places.items())), {})
