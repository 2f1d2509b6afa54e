"""A page's queries when nothing is cached, and its whole script when everything is."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import engine
from benchmarks.questions import best

PAGES = Path(__file__).parents[1] / "pages"


def files() -> list[str]:
    """Every page, as the frame names it."""
    found = (path.relative_to(PAGES) for path in PAGES.glob("*/*.py"))
    return sorted(path.as_posix() for path in found if path.parts[0] != "parts")


def measure(folder: Path, file: str) -> tuple[float, int, float]:
    """Seconds in the engine on a cold run, the number of queries, seconds of a warm run."""
    os.environ["REGULARS_WORKSPACE"] = str(folder)
    app = AppTest.from_file(str(PAGES / "frame.py"), default_timeout=300)
    app.context["locale"] = "en-GB"
    app.run()
    app.switch_page(file)
    ask, runs = engine.table, []

    def timed(*args: Any, **params: Any) -> Any:
        start = perf_counter()
        answer = ask(*args, **params)
        runs[-1].append(perf_counter() - start)
        return answer

    engine.table = timed
    try:
        for _ in range(3):
            st.cache_data.clear()
            st.cache_resource.clear()
            runs.append([])
            app.run()
    finally:
        engine.table = ask
    assert not app.exception, app.exception
    return min(map(sum, runs)), len(runs[-1]), best(app.run)
