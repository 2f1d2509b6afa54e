"""The made-up lines the benchmarks run on are the same every time, and the product reads them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analytics import Scope, Workspace, rfm
from benchmarks import leaving, lines, memory, questions
from benchmarks.results import Results


def test_lines_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    once, again = (lines.write(tmp_path / name, 3_000).read_bytes() for name in ("a", "b"))
    assert once == again
    assert once.count(b"\n") == 3_001


def test_product_reads_them_whole(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as ws:
        report = ws.load(lines.write(tmp_path, 3_000), "sales")
        assert (report.rows_loaded, report.rows_rejected) == (3_000, 0)
        table = questions.answer(ws, questions.LINES).to_pandas()
        customers = questions.rfm(table)
        assert 100 < len(customers) <= 180
        columns = rfm.customers(ws, Scope())[questions.COLUMNS]
        pd.testing.assert_frame_equal(customers, columns, check_dtype=False)
        assert questions.tiers(table)["size"].sum() == table["customer_id"].nunique()
        cohorts = questions.answer(ws, questions.COHORTS).to_pandas()
        assert cohorts.loc[cohorts["months_after"] == 0, "active"].sum() >= len(customers) - 5


def test_memory_is_that_of_the_process_itself() -> None:
    """Not that of the process that started it, which held a hundred megabytes more."""
    held = bytearray(b"x" * 100_000_000)
    command = [sys.executable, "-c", "from benchmarks import memory; print(memory.peak())"]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    assert float(printed) < 50 < len(held) / 1e6 < memory.peak()


def test_leaving_is_measured_with_or_without_lifetimes(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as ws:
        ws.load(lines.write(tmp_path, 3_000), "sales")
        found = {what: rest for what, *rest in leaving.measured(ws, lambda: 1.0, "")}
    assert found["lifetimes ÷ BG/NBD"][0] == "–"
    assert "--lifetimes" in found["lifetimes ÷ BG/NBD"][2]
    assert found["value fit"][1:] == ["1 s", found["value fit"][2]]
    assert "few_customers" in found["learning who leaves"][2]  # 180 of them


def test_polars_finds_the_same_scores(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="needs the package polars")
    with Workspace.open(tmp_path) as ws:
        ws.load(lines.write(tmp_path, 3_000), "sales")
        table = questions.answer(ws, questions.LINES)
    theirs = questions.rfm_polars(polars.from_arrow(table)).sort("customer_id").to_pandas()
    pd.testing.assert_frame_equal(theirs, questions.rfm(table.to_pandas()), check_dtype=False)


def test_results_take_the_place_of_older_ones_of_their_title(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    for title, value in [("1 line", "7"), ("2 lines", "8"), ("1 line", "9")]:
        results = Results()
        results.line("load ÷ bare", value, "2.2", "remark")
        results.keep(file, title)
    text = file.read_text()
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## 2 lines",
        "## 1 line",
    ]
    rows = [line for line in text.splitlines() if line.startswith("| load")]
    assert rows == [f"| load ÷ bare | {value} | 2.2 | remark |" for value in (8, 9)]
    assert text.count("Python 3.") == 2
