"""Questions answered by a Spark cluster over Spark Connect; imported only where one is named."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from time import monotonic
from typing import Any
from uuid import uuid4

import grpc
import pyarrow as pa

with warnings.catch_warnings():
    # only Arrow tables go to and from it
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    from pyspark.errors import PySparkException
    from pyspark.sql.connect.client import DefaultChannelBuilder
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.functions import lit
    from pyspark.sql.connect.session import SparkSession
    from pyspark.sql.pandas.types import from_arrow_schema

from analytics import cluster, dialect, narrowed
from analytics.channel import patient
from analytics.cluster import Place
from analytics.errors import N_, DataError, Unanswered

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
}
# The client's own patience is ten minutes, a reader's is not.
PATIENCE = {"max_retries": 4, "initial_backoff": 300, "max_backoff": 3000, "backoff_multiplier": 3}
_GONE = ("UNAVAILABLE", "DEADLINE_EXCEEDED")
# Before the name of a table, in the session of who sees a part of it: all of it.
WHOLE = "whole_"
# A session ends when nobody has asked for an hour, and with the server that began it.
# What was asked may be forgotten when a connection comes back; the last words are those of Sail.
_OVER = (
    "SESSION_NOT_FOUND", "SESSION_CLOSED", "SESSION_CHANGED", "INVALID_HANDLE",
    "RESPONSE_ALREADY_RECEIVED", "operation not found",
)  # fmt: skip


class Spark:
    """The tables of a workspace on a Spark cluster: one session for all threads of this process."""

    def __init__(
        self,
        place: Place,
        shapes: Mapping[str, pa.Table],
        coming: Sequence[str] = (),
        owners: Sequence[str] = (),
    ) -> None:
        """The tables of a place; those it does not have are empty, columns they lack are null.

        shapes  each table without rows
        coming  those of the place that are yet to be built
        owners  whose customers the session has, no others; all when empty
        """
        self.place, self.shapes, self.coming, self.owners = place, shapes, coming, owners
        self._lock = threading.Lock()
        self._session: SparkSession | None = None
        self._lost = 0.0  # when it was last not to be found

    def answered(
        self,
        sql: str,
        bound: Mapping[str, Any],
        relations: Mapping[str, pa.Table],
        shape: pa.Schema,
    ) -> pa.Table:
        """The answer to a composed statement, in the columns and types of `shape`.

        bound      values, each an argument of the statement with its type, never part of its text
        relations  tables brought along under names
        Errors: DataError where the cluster does not answer.
        """
        with self._there():
            try:
                return self._fetched(sql, bound, relations).cast(shape)
            except PySparkException as error:
                if not _tells(error, _OVER):
                    raise
            self._session = None
            return self._fetched(sql, bound, relations).cast(shape)

    def build(self, name: str, sql: str) -> None:
        """Writes the answer to a statement as a table, which is read by this name from then on."""
        with self._there(), _told(name), self._asked(sql, {}, {}) as rows:
            folder = dict(self.place.tables)[name].removeprefix("parquet:")
            self._written(rows, folder).createOrReplaceTempView(name)

    def close(self) -> None:
        """Ends the session; the next question begins another."""
        with self._lock:
            session, self._session = self._session, None
        if session:
            session.stop()

    @contextmanager
    def _there(self) -> Iterator[None]:
        """Says of a cluster that is gone that it is; the next question looks for it again."""
        try:
            yield
        except (PySparkException, grpc.RpcError) as error:
            if not _tells(error, (*_GONE, *_OVER)):
                raise
            self._session = None
            raise self._silent() from error

    def _silent(self) -> Unanswered:
        return Unanswered(
            N_("The Spark cluster at {url} does not answer."),
            N_("Ask whoever runs it, then try again."),
            url=self.place.url.partition("/;")[0],  # what follows may be a password
        )

    def _fetched(
        self, sql: str, bound: Mapping[str, Any], relations: Mapping[str, pa.Table]
    ) -> pa.Table:
        with self._asked(sql, bound, relations) as rows:
            return rows.toArrow()

    @contextmanager
    def _asked(
        self, sql: str, bound: Mapping[str, Any], relations: Mapping[str, pa.Table]
    ) -> Iterator[DataFrame]:
        """The answer before it is fetched; views of this run are there for as long."""
        session = self._connected()
        own = f"_{uuid4().hex}"
        views: list[str] = []

        def view(rows: DataFrame, name: str) -> None:
            rows.createOrReplaceTempView(name)
            views.append(name)

        try:
            for name, table in relations.items():
                view(_brought(session, table), name + own)
            *kept, last = [
                replace(part, text=part.text.replace(dialect.RUN, own), name=part.name + own)
                for part in dialect.spark(sql, frozenset(relations))
            ]
            for part in kept:
                rows = session.sql(part.text, {name: bound[name] for name in part.values})
                view(self._written(rows, f"{self.place.scratch}/{part.name}"), part.name)
            yield session.sql(last.text, {name: bound[name] for name in last.values})
        except (PySparkException, grpc.RpcError) as error:
            if _tells(error, (*_GONE, *_OVER)):
                views.clear()  # they end with the session, too, and nobody would hear
            raise
        finally:
            with suppress(PySparkException, grpc.RpcError):
                for name in views:
                    session.catalog.dropTempView(name)

    def _written(self, rows: DataFrame, folder: str) -> DataFrame:
        """Rows that are read more than once, from files: they outlive the loss of a machine."""
        rows.write.mode("overwrite").parquet(folder)
        read = rows.sparkSession.read
        found = read.parquet(folder)
        # of no rows Sail writes no file, and says nothing of the columns
        return found if found.columns else read.schema(rows.schema).parquet(folder)

    def _connected(self) -> SparkSession:
        since = monotonic()
        with self._lock:
            if self._session is None:
                if self._lost > since:  # another has looked for it meanwhile
                    raise self._silent()
                try:
                    self._session = self._begun()
                except (PySparkException, grpc.RpcError):
                    self._lost = monotonic()
                    raise
            return self._session

    def _begun(self) -> SparkSession:
        """A session that finds the tables by their names."""
        way = patient(DefaultChannelBuilder(self.place.url))
        session = SparkSession.builder.channelBuilder(way).create()
        session.client.set_retry_policies([DefaultPolicy(**PATIENCE)])
        for name, value in SETTINGS.items():
            session.conf.set(name, value)
        # whose session it is finds by the names of the tables what they see of them
        seen = narrowed.relations(WHOLE) if self.owners else {}
        places = dict(self.place.tables)
        for name, where in places.items():
            if name not in self.coming:
                with _told(name):
                    rows = _table(session, where)
                    if not rows.columns:  # what Sail says of a folder without files
                        raise cluster.nothing_at(name, where)
                    if name in self.shapes:
                        rows = _whole(name, rows, self.shapes[name].schema)
                    rows.createOrReplaceTempView(WHOLE * bool(self.owners) + name)
        for name, table in self.shapes.items():
            if name not in places:
                _brought(session, table).createOrReplaceTempView(WHOLE * (name in seen) + name)
        if self.owners:
            owners = pa.table({"owner": [*self.owners]})
            _brought(session, owners).createOrReplaceTempView("owners")
        for name, sql in seen.items():
            (statement,) = dialect.spark(sql)
            session.sql(statement.text).createOrReplaceTempView(name)
        return session


def _tells(error: Exception, signs: Sequence[str]) -> bool:
    return any(sign in str(error) for sign in signs)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Says in words of a table that it cannot be read or built."""
    try:
        yield
    except PySparkException as error:
        if _tells(error, (*_GONE, *_OVER)):
            raise
        raise DataError(
            N_("The Spark cluster cannot read or build the table {name}: {reason}."),
            N_("Correct spark.toml or the table as the README describes."),
            name=name,
            reason=str(error).strip().splitlines()[0].rstrip("."),
        ) from error


def _table(session: SparkSession, where: str) -> DataFrame:
    form, colon, folder = where.partition(":")
    if colon and form in ("parquet", "delta", "orc"):
        return session.read.format(form).load(folder)
    return session.read.table(where)


def _whole(name: str, rows: DataFrame, shape: pa.Schema) -> DataFrame:
    """The rows of a table with the columns it lacks, null."""
    kinds = from_arrow_schema(shape)
    lacking = cluster.lacking(name, rows.columns, shape)
    return rows.select("*", *(lit(None).cast(kinds[each].dataType).alias(each) for each in lacking))


def _brought(session: SparkSession, table: pa.Table) -> DataFrame:
    if len(table):
        return session.createDataFrame(table)
    return session.createDataFrame([], from_arrow_schema(table.schema))
