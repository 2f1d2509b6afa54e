"""A customer erased on request is in no byte of the workspace, and does not come back."""

from __future__ import annotations

import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analytics import DataError, Scope, Workspace, erase, followup, lists, rfm, versions
from analytics.erase import main
from analytics.rules import Rule

ROOT = Path(__file__).parents[1]
SALES = """customer_id,ordered_on,order_id,amount,customer_name
ZED-4711,2024-01-02,1,10,Zenobia Quill
bob,2024-01-03,2,4.50,Bob
ZED-4711,2024-02-01,3,5.50,Zenobia Quill
ann,2024-02-02,4,2,Ann
"""
CALLS = """customer_id,occurred_at,kind,note
bob,2024-01-05,call,said Zenobia Quill (ZED-4711) sent him
ZED-4711,2024-01-06,call,late
"""
TRACES = ("ZED-4711", "Zenobia")


@pytest.fixture
def ws(made: Callable[..., Path]) -> Workspace:
    """The firm as it was before anybody was erased; its files lie beside it."""
    return Workspace.open(made("to_erase", lambda place: firm(place / "firm").close()) / "firm")


def firm(folder: Path) -> Workspace:
    """Two versions of sales, a call, an archive, a list, a note and a row that cannot be read."""
    files = folder.parent / "files"
    files.mkdir(exist_ok=True)
    ws = Workspace.open(folder)
    for kind, name, text, mode in (
        ("sales", "sales.csv", SALES, "replace"),
        ("interactions", "calls.csv", CALLS, "replace"),
        ("sales", "more.csv", "customer_id,ordered_on,amount\nZED-4711,soon,1\nbob,2024-03-01,1\n"
         "ZED-4711,2024-03-02,1,2,3,4\n", "append"),
    ):  # fmt: skip
        (files / name).write_text(text, encoding="utf-8")
        ws.load(files / name, kind, mode=mode)
    with zipfile.ZipFile(files / "old.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("old.csv", SALES.replace("2024", "2023"))
    ws.load(files / "old.zip", "sales", mode="append")
    ws.state.record("local", "note", text="called ZED-4711 again")
    (folder / "incoming").mkdir()
    (folder / "incoming" / "half.csv").write_text(SALES, encoding="gb18030")
    return ws


def left(folder: Path) -> list[str]:
    """Files of the workspace in whose bytes the customer is still found."""
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(trace.encode() in path.read_bytes() for trace in TRACES)
    ]


def counted(ws: Workspace) -> list[tuple]:
    with ws.cursor() as cursor:
        return cursor.execute(
            "select customer_id, count(*), sum(amount) from sales group by 1 order by 1"
        ).fetchall()


def test_nothing_of_the_customer_is_left_in_any_byte(ws: Workspace) -> None:
    before = {row[0]: row for row in counted(ws)}
    assert left(ws.folder)
    done = erase.erase(ws, "ZED-4711")
    assert left(ws.folder) == []
    assert (done.lines, done.amount, done.versions) == (4, 31, 4)
    assert sorted(name.split("-", 1)[-1] for name in done.files) == [
        "calls.csv", "half.csv", "more.csv", "old.zip", "sales.csv",
    ]  # fmt: skip
    assert {row[0]: row for row in counted(ws)} == {k: before[k] for k in ("ann", "bob")}
    assert ws.facts.customers == 2
    with ws.cursor() as cursor:
        notes = cursor.execute("select note from interactions").fetchall()
    assert notes == [("said … (…) sent him",)]


def test_lists_records_and_the_trail_of_a_merge_forget_the_customer(ws: Workspace) -> None:
    rule = Rule.of(rfm.customers, "everybody")
    everybody = lists.save(ws, "all", rule, Scope())
    lists.save(ws, "ticked", rule, Scope(), customer_ids=["ZED-4711", "bob"])
    named = Rule.of(rfm.customers, "named", owners=["ZED-4711", "bob"])
    with ws.state.connect() as con:
        con.execute("update saved_lists set rule = ? where name = 'all'", [named.text()])
    followup.record(ws, everybody.id, ["ZED-4711"], "called", "bought", date(2024, 3, 3), "Zenobia")
    ws.merge(["ZED-4711"], "ann")
    ws.unmerge(["ZED-4711"])
    assert "state.sqlite" in left(ws.folder)
    erase.erase(ws, "ZED-4711")
    ws.close()
    assert left(ws.folder) == []
    assert Workspace.open(ws.folder).state.audit()


def test_every_version_comes_back_without_the_customer(ws: Workspace) -> None:
    early = Workspace(ws.folder, 1)
    assert early.facts.customers == 3
    erase.erase(ws, "ZED-4711")
    assert ws.versions() == [5, 6, 7, 8]
    assert ws.version == 8
    with pytest.raises(DataError, match="Version 1 is no longer kept"):
        _ = early.dimensions
    ws.restore(5)
    assert [row[0] for row in counted(ws)] == ["ann", "bob"]


def test_the_next_refresh_rejects_their_rows_without_naming_them(ws: Workspace) -> None:
    erase.erase(ws, "ZED-4711")
    file = ws.folder.parent / "files" / "sales.csv"
    file.write_text(SALES + "ZED-4711,2024-05-01,9,1,x,too much\n", encoding="utf-8")
    report = ws.load(file, "sales")
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (5, 2, 3)
    assert report.rejects[["line", "value", "reason"]].values.tolist() == [
        [2, None, "Erased on request."],
        [4, None, "Erased on request."],
        [6, None, "Erased on request."],
    ]
    inside = list((ws.folder / "versions").glob("*.duckdb"))
    assert not any(t.encode() in path.read_bytes() for path in inside for t in TRACES)


def test_what_is_kept_is_a_record_without_the_number(ws: Workspace) -> None:
    erase.erase(ws, "ZED-4711", "Ada")
    (record,) = ws.state.erasures()
    assert record["begun_by"] == "Ada"
    assert record["ended_at"]
    assert ws.state.erased().is_in("ZED-4711")
    assert not ws.state.erased().is_in("bob")
    assert ws.state.audit()[0]["action"] == "erase"


def test_numbers_merged_into_one_go_together(ws: Workspace) -> None:
    ws.merge(["ann"], "ZED-4711")
    erase.erase(ws, "ann")
    assert [row[0] for row in counted(ws)] == ["bob"]
    assert left(ws.folder) == []


def test_an_unknown_customer_is_a_sentence(ws: Workspace, capsys) -> None:
    assert main(["--workspace", str(ws.folder), "--customer", "nobody"]) == 1
    assert capsys.readouterr().err.startswith("There is no customer nobody in any version.")
    assert (ws.state.erasures(), ws.versions()) == ([], [1, 2, 3, 4])
    assert main(["--workspace", str(ws.folder), "--customer", "ZED-4711"]) == 0
    assert "erased: 4 sales lines, 31.00; 4 versions" in capsys.readouterr().out


KILLED = """
import os, signal, sys
from analytics import Workspace, erase, versions
derive, done = versions.derive, []
def stop(con):
    derive(con)
    done.append(1)
    if len(done) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
versions.derive = stop
erase.erase(Workspace.open(sys.argv[1]), "ZED-4711")
"""


def test_killed_half_way_it_can_be_asked_for_again(ws: Workspace) -> None:
    ws.close()
    child = subprocess.run([sys.executable, "-c", KILLED, str(ws.folder)], cwd=ROOT, check=False)
    assert child.returncode == -signal.SIGKILL
    again = Workspace.open(ws.folder)
    assert (again.version, again.versions()) == (4, [1, 2, 3, 4])
    assert [row["ended_at"] for row in again.state.erasures()] == [None]
    erase.erase(again, "ZED-4711")
    assert left(again.folder) == []
    assert again.versions() == [5, 6, 7, 8]
    assert versions.current(again.folder) == 8
