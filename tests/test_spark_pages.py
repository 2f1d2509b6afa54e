"""The app over Spark says what it says over DuckDB, learns there, tells of its waiting, and of a
lost cluster."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from on_spark import sail, told, written

from analytics import Workspace, cluster
from tests.served import CHROMIUM, QUIET, browsing, headline, served

pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
pytest.importorskip("pyspark", reason="needs requirements-spark.txt")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: chromium)"),
]

PAGES = ("", "segments", "pyramid", "funnel")
OPENED = ("retention", "products", "profile?customer=C0513", "lists")
BY_RULE = "Rated by the plain rule"
DRAWN = {
    "tiles": "[data-testid=stMetric]",
    "tables": "[data-testid=stDataFrame] table",
    "charts": "[data-testid=stPlotlyChart] text",
    "words": "[data-testid=stMain] [data-testid=stMarkdownContainer]",
}

# Keeps what is said of waiting, which may be gone before anybody looks.
LISTENING = """window.said = [];
setInterval(() => document.querySelectorAll(".st-key-waiting").forEach(
    place => place.innerText.trim() && window.said.push(place.innerText)), 50)"""


def test_pages_over_spark_are_those_over_duckdb(firm: Workspace, tmp_path: Path) -> None:
    """One walk, for starting two servers costs more than the rest."""
    here, there = tmp_path / "duckdb", tmp_path / "spark"
    shutil.copytree(firm.folder, here / "workspace", ignore=shutil.ignore_patterns("learned"))
    (there / "workspace").mkdir(parents=True)
    shutil.copy(firm.folder / "state.sqlite", there / "workspace")  # its currency
    with sail() as url, browsing() as opened:
        place = written(firm, tmp_path / "tables")
        tables = {name: at for name, at in place.items() if name not in cluster.BUILT}
        file = there / "workspace" / cluster.FILE
        file.write_text(told(url, tmp_path / "scratch", tables), encoding="utf-8")
        cluster.look(there / "workspace")
        with served(here) as over_duckdb, served(there) as over_spark:
            page, other = opened(), opened()
            page.add_init_script(LISTENING)
            said: list[str] = []
            page.goto(f"{over_spark}/churn")  # learns while the others are looked at
            page.get_by_text(BY_RULE).wait_for()
            for name in PAGES:
                page.goto(f"{over_spark}/{name}")
                other.goto(f"{over_duckdb}/{name}")
                seen = _drawn(page)
                same = _drawn(other)
                for kind in DRAWN:
                    assert seen[kind] == same[kind], f"{name}: {kind}"
                assert seen["words"]
                said += page.evaluate("window.said")
                assert page.locator("[data-testid=stSidebar]").get_by_text("Spark").is_visible()
            for name in OPENED:
                page.goto(f"{over_spark}/{name}")
                assert headline(page)
            page.goto(f"{over_spark}/intake")
            assert headline(page).startswith("The tables lie on a Spark cluster: ")
            page.goto(f"{over_spark}/churn")
            headline(page)
            page.get_by_text(BY_RULE).wait_for(state="hidden")
            assert headline(page)
            assert other.get_by_text("Spark").count() == 0
            assert any(re.search(r"Spark is asked: [A-Z]\w+ · \d+ s", words) for words in said)
    # the cluster is lost, and the next server of this page finds none at its address
    with browsing() as opened, served(there) as over_spark:
        page = opened()
        page.goto(f"{over_spark}/pyramid")
        page.get_by_text(f"The Spark cluster at {url} does not answer.").wait_for()
        assert page.locator("h1").all_inner_texts() == ["Pyramid"]
        assert page.get_by_role("button", name="Try again").count() == 1
    log = (there / "server.log").read_text(encoding="utf-8")
    assert "does not answer" in log
    assert "Traceback" not in log


def _drawn(page: Any) -> dict[str, list[str]]:
    """What a page shows once it has come to rest, by kind."""
    headline(page)
    page.wait_for_timeout(1_500)  # tables and charts are drawn after the script
    page.wait_for_selector(QUIET)
    return {
        kind: [text for text in page.locator(chosen).all_text_contents() if text.strip()]
        for kind, chosen in DRAWN.items()
    }
