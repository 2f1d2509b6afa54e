"""A version made before the tables changed opens, is restored, and keeps its old file."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics import Scope, Workspace, overview, quality, sample, versions
from pages.parts.navigation import SECTIONS
from tests.conftest import WorkspaceOf, page_at

SALES = """
    customer_id,ordered_on,order_id,product,quantity,amount
    ann,2024-01-02,1,tea,1,10
    bob,2024-02-02,2,tea,2,20
    ann,2024-03-02,3,cup,1,5
"""
PAGES = [entry.file for entries in SECTIONS.values() for entry in entries]


def age(folder: Path, number: int) -> None:
    """Makes the file of a version what an earlier release would have written."""
    versions.close(folder)
    with duckdb.connect(str(versions.path_of(folder, number))) as con:
        con.execute("drop table layout")
        for column in ("returned", "product_code", "currency"):
            con.execute(f"alter table sales drop column {column}")
        con.execute("alter table loads drop column file_date")
        for table in ("merges", "corrections", "products"):
            con.execute(f"drop table {table}")


@pytest.fixture
def old(workspace_of: WorkspaceOf) -> Path:
    ws = workspace_of(sales=SALES, deals="deal_id,customer_id,stage,value\n1,ann,Won,9")
    age(ws.folder, 2)
    return ws.folder


def test_an_old_version_is_built_anew_beside_itself(old: Path) -> None:
    before = versions.path_of(old, 2).read_bytes()
    ws = Workspace.open(old)
    assert (ws.version, ws.facts.lines, ws.facts.deals) == (3, 3, 1)
    assert versions.path_of(old, 2).read_bytes() == before
    assert Workspace.open(old).version == 3
    assert quality.lines(ws, "outlier").empty


def test_an_old_version_that_is_brought_back_can_be_read(old: Path) -> None:
    ws = Workspace.open(old)
    ws.restore(2)
    assert ws.version == 4
    shown = overview.figures(ws, Scope()).set_index("figure")["value"]
    assert shown["revenue"] == 35


@pytest.mark.parametrize("file", PAGES)
def test_every_page_opens_an_old_version(
    old_pages: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at: Any = page_at(monkeypatch, old_pages, file)
    assert not at.exception
    assert "version 3" in at.sidebar.caption[0].value


@pytest.fixture(scope="module")
def old_pages(workspace_of: WorkspaceOf) -> Path:
    ws = workspace_of(sales=SALES, deals="deal_id,customer_id,stage,value\n1,ann,Won,9")
    age(ws.folder, 2)
    return ws.folder


def test_an_old_sample_is_made_anew(
    little_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "FOLDER", little_sample)
    ws = sample.workspace(tmp_path, "en")
    age(ws.folder, ws.version or 0)
    fresh = sample.workspace(tmp_path, "en")
    assert fresh.versions() == [1, 2, 3, 4]
    assert fresh.facts == ws.facts


def test_dates_are_held_against_the_day_the_file_was_written(tmp_path: Path) -> None:
    file, ws = tmp_path / "sales.csv", Workspace.open(tmp_path / "firm")
    written = date(2020, 6, 1)
    days = [date(1969, 12, 31), written, written + timedelta(days=2)]
    file.write_text("customer_id,ordered_on,amount\n" + "".join(f"a,{day},1\n" for day in days))
    moment = written.toordinal() - date(1970, 1, 1).toordinal()
    os.utime(file, (moment * 86_400 + 43_200,) * 2)
    ws.load(file, "sales", date_format="%Y-%m-%d")
    assert ws.loads["file_date"].tolist() == [written]
    found = ws.check().set_index("check")["lines"]
    assert found["impossible_date"] == 2
