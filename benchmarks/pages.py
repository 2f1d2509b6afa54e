"""A page's queries when nothing is cached, and its whole script when everything is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import engine, runner
from benchmarks.questions import best

PAGES = Path(__file__).parents[1] / "pages"


def files() -> list[str]:
    """Every page, as the frame names it."""
    found = (path.relative_to(PAGES) for path in PAGES.glob("*/*.py"))
    return sorted(path.as_posix() for path in found if path.parts[0] != "parts")


def measure(folder: Path, file: str) -> tuple[float, int, float]:
    """Seconds in the engine on a cold run, the number of queries, seconds of a warm run."""
    app = opened(folder, file)
    cold = []
    for _ in range(3):
        st.cache_data.clear()
        st.cache_resource.clear()
        with timed() as seconds:
            app.run()
        cold.append(seconds)
    assert not app.exception, app.exception
    return min(map(sum, cold)), len(cold[-1]), best(app.run)


def another_day(folder: Path, file: str) -> tuple[float, float]:
    """Seconds of the run for an as-of date not asked before: in Python, and with its queries."""
    app = opened(folder, file)
    runs = []
    for days in range(1, 6):
        field = app.date_input(key="scope.as_of")
        field.set_value(field.value - timedelta(days))
        with timed() as seconds:
            start = perf_counter()
            field.run()
            whole = perf_counter() - start
        assert not app.exception, app.exception
        runs.append((whole - sum(seconds), whole))
    return min(runs)


def one_customer(folder: Path, ids: Sequence[str]) -> tuple[float, list[float]]:
    """Seconds until the first customer is shown, and each of the others, queries and script.

    The first waits for what all customers share; the models of worth are awaited before the rest.
    """
    app, seconds = opened(folder, "customers/profile.py"), []
    for customer_id in ids:
        app.session_state.chosen = {"customer": [customer_id]}
        start = perf_counter()
        app.run()
        seconds.append(perf_counter() - start)
        assert not app.exception, app.exception
        if len(seconds) == 1:
            runner.shared().finish()
            app.run()
    return seconds[0], sorted(seconds[1:])


def opened(folder: Path, file: str) -> AppTest:
    """The app with a page open."""
    os.environ["REGULARS_WORKSPACE"] = str(folder)
    app = AppTest.from_file(str(PAGES / "frame.py"), default_timeout=300)
    app.context["locale"] = "en-GB"
    app.run()
    return app.switch_page(file).run()


@contextmanager
def timed() -> Iterator[list[float]]:
    """Seconds of every query that is run within this block."""
    ask, seconds = engine.table, list[float]()

    def table(*args: Any, **params: Any) -> Any:
        start = perf_counter()
        answer = ask(*args, **params)
        seconds.append(perf_counter() - start)
        return answer

    engine.table = table
    try:
        yield seconds
    finally:
        engine.table = ask
