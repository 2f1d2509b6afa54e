"""A workspace is a folder of versions that never change behind a pointer that moves at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from analytics import DataError, Workspace, opening, versions
from tests.conftest import WorkspaceOf

ROOT = Path(__file__).parents[1]
THREE = """
    customer_id,ordered_on,order_id,quantity,amount
    ann,2024-01-02,1,1,10
    ann,2024-02-01,2,1,5.50
    bob,2024-01-31,3,2,4.50
"""
ONE = "customer_id,ordered_on,amount\ncem,2024-03-01,7\n"


def revenue(ws: Workspace) -> float:
    with ws.cursor() as cursor:
        row = cursor.execute("select cast(sum(amount) as double) from sales").fetchone()
    assert row
    return float(row[0])


def test_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path / "new" / "folder")
    assert ws.version is None
    assert ws.versions() == []
    with pytest.raises(DataError, match=r"There is no data yet\. Load a sales"):
        _ = ws.facts


def test_load_makes_a_version(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=THREE)
    assert (ws.version, ws.versions()) == (1, [1])
    assert ws.facts.lines == 3
    assert ws.facts.customers == 2
    assert str(ws.facts.as_of) == "2024-02-01"
    assert ws.loads[["kind", "rows_read", "rows_loaded", "rows_rejected"]].values.tolist() == [
        ["sales", 3, 3, 0]
    ]


def test_replace_leaves_the_version_before_as_it_was(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=THREE)
    before = versions.path_of(ws.folder, 1).read_bytes()
    early = Workspace.open(ws.folder)
    ws.load(_file(ws.folder, ONE), "sales")
    assert ws.version == 2
    assert revenue(ws) == 7
    assert early.version == 1
    assert revenue(early) == 20
    assert versions.path_of(ws.folder, 1).read_bytes() == before


def test_append_adds_and_keeps_the_other_tables(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=THREE, customers="customer_id,name\nann,Ann Lee\n")
    ws.load(_file(ws.folder, ONE), "sales", mode="append")
    assert revenue(ws) == 27
    assert ws.facts.customers == 3
    assert list(ws.loads["kind"]) == ["sales", "customers", "sales"]


def test_restore_brings_a_version_back(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=THREE)
    ws.load(_file(ws.folder, ONE), "sales")
    ws.restore(1)
    assert revenue(ws) == 20
    assert revenue(Workspace.open(ws.folder)) == 20
    assert ws.versions() == [1, 2]
    ws.load(_file(ws.folder, ONE), "sales", mode="append")
    assert (ws.version, revenue(ws)) == (3, 27)
    with pytest.raises(DataError, match=r"Version 9 is no longer kept\. Choose one of: 1, 2, 3\."):
        ws.restore(9)


def test_last_five_versions_are_kept_and_the_current_one(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=THREE)
    for _ in range(6):
        ws.load(_file(ws.folder, ONE), "sales")
    assert ws.versions() == [3, 4, 5, 6, 7]
    versions.point(ws.folder, 3)
    versions.prune(ws.folder, kept=1)
    assert ws.versions() == [3, 7]


def test_a_version_that_another_process_removed_is_let_go_of(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=THREE)
    ws.load(_file(ws.folder, ONE), "sales")
    first = versions.path_of(ws.folder, 1)
    held = opening.connection(first, ws.folder / "temporary")
    first.unlink()
    ws.load(_file(ws.folder, ONE), "sales")
    assert revenue(ws) == 7
    with pytest.raises(duckdb.ConnectionException, match="closed"):
        held.execute("select 1")


def test_refused_file_changes_nothing(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=THREE)
    with pytest.raises(DataError):
        ws.load(_file(ws.folder, "what,ever\n1,2\n"), "sales")
    with pytest.raises(DataError, match="no kind of data called people"):
        ws.load(_file(ws.folder, ONE), "people")  # type: ignore[arg-type]
    assert (ws.version, revenue(ws)) == (1, 20)
    assert [path.name for path in (ws.folder / "versions").iterdir()] == ["0001.duckdb"]


def test_accepted_file_is_kept_as_it_came(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=THREE)
    kept = list((ws.folder / "uploads").iterdir())
    assert [path.name.split("-")[1] for path in kept] == ["sales.csv"]
    assert kept[0].read_bytes() == (ws.folder / "sales.csv").read_bytes()


@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (a integer)",
        "delete from sales",
        "select * from read_csv('/etc/passwd')",
        "copy sales to '/tmp/sales.csv'",
        "attach ':memory:' as other",
        "set memory_limit = '64GB'",
    ],
)
def test_open_version_is_locked_down(workspace_of: WorkspaceOf, statement: str) -> None:
    ws = workspace_of(sales=THREE)
    with ws.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement)


KILLED = """
import sys, time
from analytics import Workspace, versions
ws = Workspace.open(sys.argv[1])
write = versions.write
def stall(*of):
    write(*of)
    print("built", flush=True)
    time.sleep(60)
versions.write = stall
ws.load(sys.argv[2], "sales")
"""


def test_killed_load_leaves_the_version_before(workspace_of: WorkspaceOf) -> None:
    """The process dies with kill -9 when the new file is all written but not yet in place."""
    ws = workspace_of(sales=THREE)
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(ws.folder), str(_file(ws.folder, ONE))],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    assert child.stdout.readline() == "built\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    after = Workspace.open(ws.folder)
    assert (after.version, after.versions(), revenue(after)) == (1, [1], 20)
    after.load(_file(ws.folder, ONE), "sales")
    assert (after.version, revenue(after)) == (2, 7)
    assert list((ws.folder / "versions").glob("*.loading*")) == []


OTHER = """
import sys
from analytics import Workspace
for line in sys.stdin:
    ws = Workspace.open(sys.argv[1])
    with ws.cursor() as cursor:
        print(ws.version, cursor.execute("select count(*) from sales").fetchone()[0], flush=True)
"""


def test_second_process_reads_before_during_and_after_a_load(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=THREE)
    seen: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(ws.folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin
        assert other.stdout

        def look(*_: object) -> None:
            print("look", file=other.stdin, flush=True)
            seen.append(other.stdout.readline().strip())  # type: ignore[union-attr]

        look()
        ws.load(_file(ws.folder, ONE), "sales", mode="append", progress=look)
        look()
        other.stdin.close()
    assert len(seen) > 2
    assert set(seen[:-1]) == {"1 3"}
    assert seen[-1] == "2 4"


def test_readers_in_threads_never_see_half_a_load(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=THREE)
    answers: set[tuple[int | None, float]] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            reader = Workspace.open(ws.folder)
            answers.add((reader.version, revenue(reader)))

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for day in range(1, 4):
        ws.load(_file(ws.folder, ONE.replace("-01,", f"-0{day},")), "sales", mode="append")
    stop.set()
    for thread in threads:
        thread.join()
    assert answers <= {(1, 20.0), (2, 27.0), (3, 34.0), (4, 41.0)}


def _file(folder: Path, text: str) -> Path:
    file = folder / "next.csv"
    file.write_text(text, encoding="utf-8")
    return file
