"""A Spark cluster that says nothing is named in time, and one that works long is waited for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from time import sleep

import on_spark
import pyarrow as pa
import pytest

from analytics import DataError
from analytics.cluster import Place

pytest.importorskip("pyspark", reason="needs requirements-spark.txt")

import grpc

from analytics import channel, spark

ONE = pa.schema([("one", pa.int64())])
pytestmark = pytest.mark.filterwarnings("ignore:.RETRIES_EXCEEDED")


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that takes seconds takes less."""
    monkeypatch.setattr(channel, "SOON", 3.0)
    monkeypatch.setitem(channel.OPTIONS, "grpc.keepalive_time_ms", 300)
    monkeypatch.setitem(channel.OPTIONS, "grpc.keepalive_timeout_ms", 400)
    monkeypatch.setitem(channel.OPTIONS, "grpc.http2.ping_timeout_ms", 400)
    monkeypatch.setitem(channel.OPTIONS, "grpc.min_reconnect_backoff_ms", 500)
    monkeypatch.setattr(spark, "PATIENCE", spark.PATIENCE | {"max_retries": 1})


class Between:
    """What stands between this program and a server, and can fall silent."""

    def __init__(self, port: int | None) -> None:
        """port: of the server; None where there is none and everything said is lost."""
        self.port, self.silent = port, port is None
        self._open: list[socket.socket] = []
        self._heard = socket.create_server(("localhost", 0))
        self.url = f"sc://localhost:{self._heard.getsockname()[1]}/;user_id=ann"
        self._hearing = threading.Thread(target=self._accept, daemon=True)
        self._hearing.start()

    def close(self) -> None:
        self._heard.shutdown(socket.SHUT_RDWR)
        self._hearing.join()
        for each in (self._heard, *self._open):
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._heard.accept()
                self._open.append(here)
                if not self.silent:
                    there = socket.create_connection(("localhost", self.port))
                    self._open.append(there)
                    for way in ((here, there), (there, here)):
                        threading.Thread(target=self._pass, args=way, daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while said := one.recv(65536):
                if not self.silent:
                    other.sendall(said)


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    with on_spark.sail() as url:
        yield int(url.rpartition(":")[2])


@pytest.fixture
def between(server: int) -> Iterator[Between]:
    found = Between(server)
    yield found
    found.close()


def test_one_that_accepts_and_says_nothing_is_named_and_others_do_not_wait_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hole = Between(None)
    monkeypatch.setitem(channel.OPTIONS, "grpc.min_reconnect_backoff_ms", 200)
    lost = spark.Spark(Place(hole.url, "/nowhere", ()), {})
    begun, begin = [], lost._begun
    monkeypatch.setattr(lost, "_begun", lambda: begun.append(1) or begin())
    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(_ask, lost, "select 1 as one") for _ in range(4)]
        said = {str(one.exception()) for one in waiting}
    hole.close()
    (words,) = said
    assert words.startswith("The Spark cluster at sc://localhost:")
    assert "does not answer. Ask whoever runs it" in words
    assert "ann" not in words  # what the address says of who asks
    assert len(begun) == 1


def test_one_that_hears_and_answers_nothing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "SOON", 0.3)
    never = threading.Event()
    handler = grpc.unary_unary_rpc_method_handler(lambda request, context: never.wait())
    with _serving(handler) as url:
        with pytest.raises(DataError, match=f"{url} does not answer"):
            _ask(spark.Spark(Place(url, "/nowhere", ()), {}), "select 1 as one")
        never.set()


def test_rows_that_take_longer_than_any_limit_are_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel, "SOON", 0.2)
    monkeypatch.setitem(channel.LATER, "AnalyzePlan", 0.2)

    def at_last(request: bytes, context: grpc.ServicerContext) -> Iterator[bytes]:
        sleep(0.8)  # longer than it takes to be pinged, too
        yield b"rows"

    with _serving(grpc.unary_stream_rpc_method_handler(at_last)) as url:
        way = channel.patient(spark.DefaultChannelBuilder(url)).toChannel()
        assert [*way.unary_stream("/SparkConnectService/ExecutePlan")(b"")] == [b"rows"]
        way.close()


def test_one_that_falls_silent_amid_a_question_is_named_and_found_again(
    between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = spark.Spark(Place(between.url, "/nowhere", ()), {})
    assert _ask(asked, "select 1 as one") == 1
    whole = spark.DataFrame._to_table

    def silenced(rows: spark.DataFrame) -> object:
        between.silent = True  # the question is understood, and its rows are to come
        return whole(rows)

    with monkeypatch.context() as amid:
        amid.setattr(spark.DataFrame, "_to_table", silenced)
        with pytest.raises(DataError, match="does not answer"):
            _ask(asked, "select 2 as one")
    between.silent = False
    assert _ask(asked, "select 3 as one") == 3
    asked.close()


def test_a_connection_that_is_lost_amid_a_question_and_comes_back_is_not_noticed(
    between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(spark.PATIENCE, "max_retries", 9)
    asked = spark.Spark(Place(between.url, "/nowhere", ()), {})
    assert _ask(asked, "select 1 as one") == 1
    whole = spark.DataFrame._to_table
    back = threading.Timer(0.8, setattr, (between, "silent", False))

    def silenced(rows: spark.DataFrame) -> object:
        if back.ident is None:  # only the first time
            between.silent = True
            back.start()
        return whole(rows)

    monkeypatch.setattr(spark.DataFrame, "_to_table", silenced)
    assert _ask(asked, "select 2 as one") == 2
    back.join()
    asked.close()


@contextmanager
def _serving(handler: grpc.RpcMethodHandler) -> Iterator[str]:
    """The address of a server that does the same whatever it is asked."""
    with ThreadPoolExecutor(1) as threads:
        server = grpc.server(threads, handlers=[_Every(handler)])
        port = server.add_insecure_port("localhost:0")
        server.start()
        yield f"sc://localhost:{port}"
        server.stop(0).wait()


class _Every(grpc.GenericRpcHandler):
    """The same handler for whatever is asked."""

    def __init__(self, handler: grpc.RpcMethodHandler) -> None:
        self._handler = handler

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        return self._handler


def _ask(asked: spark.Spark, sql: str) -> int:
    (one,) = asked.answered(sql, {}, {}, ONE)["one"].to_pylist()
    return int(one)
