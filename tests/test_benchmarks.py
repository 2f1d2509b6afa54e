"""The made-up lines the benchmarks run on are the same every time, and the product reads them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analytics import Scope, Workspace, rfm
from benchmarks import leaving, lines, questions


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


def test_leaving_is_measured_with_or_without_lifetimes(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as ws:
        ws.load(lines.write(tmp_path, 3_000), "sales")
        found = {what: rest for what, *rest in leaving.measured(ws, lambda: 1.0, "")}
    assert found["lifetimes ÷ BG/NBD"][0] == "–"
    assert "--lifetimes" in found["lifetimes ÷ BG/NBD"][2]
    assert found["value fit"][1:] == ["1 s", found["value fit"][2]]
    assert "few_customers" in found["learning who leaves"][2]  # 180 of them
