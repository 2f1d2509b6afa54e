"""How slow work listens to whoever watches it: asked to stop, asked how far a query is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

import duckdb

_AGAIN = 0.05


class Cancelled(Exception):
    """The user stopped the work; what it has done so far is thrown away."""


class Watch:
    """One piece of work, as seen from outside of it.

    While work is asked to stop, what it is waiting for (a query, a process) is stopped again and
    again: a query that begins between two looks is caught by the next one.
    """

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._stoppers: list[Callable[[], object]] = []
        self._meters: list[Callable[[], float]] = []
        self.of: int | None = None

    @property
    def stopped(self) -> bool:
        """Whether the work has been asked to stop."""
        return self._stop.is_set()

    def stop(self, over: Callable[[], bool]) -> None:
        """Asks the work to stop at once; `over` tells when it has ended."""
        if self.stopped:
            return
        self._stop.set()
        threading.Thread(target=self._insist, args=(over,), daemon=True).start()

    def _insist(self, over: Callable[[], bool]) -> None:
        while not over():
            for stopper in list(self._stoppers):
                with suppress(duckdb.Error, OSError):
                    stopper()
            threading.Event().wait(_AGAIN)

    @property
    def rows(self) -> int | None:
        """How many of the `of` rows the query of this moment has done, None where unknown."""
        for meter in list(self._meters):
            with suppress(duckdb.Error):
                share = meter()
                return int(self.of * min(share, 1)) if self.of and share >= 0 else None
        return None


_watching: ContextVar[Watch | None] = ContextVar("watching", default=None)


@contextmanager
def watched_by(watch: Watch) -> Iterator[None]:
    """Within this block, in this thread, work is watched."""
    token = _watching.set(watch)
    try:
        yield
    finally:
        _watching.reset(token)


def check() -> None:
    """For work in small steps. Errors: Cancelled once it has been asked to stop."""
    watch = _watching.get()
    if watch and watch.stopped:
        raise Cancelled


@contextmanager
def stopped_by(stopper: Callable[[], object]) -> Iterator[None]:
    """Within this block the work waits for something that `stopper` puts an end to."""
    watch = _watching.get()
    if watch is None:
        yield
        return
    check()
    watch._stoppers.append(stopper)
    try:
        yield
    finally:
        watch._stoppers.remove(stopper)
    check()


@contextmanager
def queries(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Within this block the work waits for queries of this connection, which can be stopped."""
    with stopped_by(con.interrupt):
        yield


@contextmanager
def counting(con: duckdb.DuckDBPyConnection, rows: int | None) -> Iterator[None]:
    """Within this block one long query goes through `rows` rows, None where nobody knows."""
    watch = _watching.get()
    if watch is None:
        yield
        return

    def meter() -> float:
        return con.query_progress() / 100

    watch.of = rows
    watch._meters.append(meter)
    try:
        yield
    finally:
        watch._meters.remove(meter)
        watch.of = None
