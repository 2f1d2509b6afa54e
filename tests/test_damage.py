"""What is damaged in a workspace is said calmly, and the last good version goes on serving."""

from __future__ import annotations

import ctypes
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from analytics import DataError, Workspace, disk, versions
from analytics.state_damage import keep_daily_copy
from tests.conftest import WorkspaceOf

ROOT = Path(__file__).parents[1]
SALES = "customer_id,ordered_on,amount\nann,2024-01-02,10\nbob,2024-02-02,20\n"


@pytest.fixture
def folder(workspace_of: WorkspaceOf) -> Path:
    """Two versions: sales of 30, then a file of customers with it."""
    ws = workspace_of(sales=SALES, customers="customer_id,name\nann,Ann Lee")
    ws.close()
    return ws.folder


def shorten(path: Path, to: int) -> None:
    os.truncate(path, to)


def garble(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(os.urandom(64))


DAMAGES: dict[str, Callable[[Path], None]] = {
    "empty": lambda path: shorten(path, 0),
    "short": lambda path: shorten(path, 5000),
    "half": lambda path: shorten(path, path.stat().st_size // 2),
    "its head garbled": lambda path: garble(path, 0),
    "its catalogue garbled": lambda path: garble(path, 4096),
    "some other file": lambda path: path.write_text("nothing of the kind" * 500) and None,
    "missing": Path.unlink,
}


@pytest.mark.parametrize("how", DAMAGES)
def test_the_version_before_serves_where_the_current_one_is_damaged(folder: Path, how: str) -> None:
    DAMAGES[how](versions.path_of(folder, 2))
    ws = Workspace.open(folder)
    assert (ws.version, ws.facts.lines, ws.versions()) == (1, 2, [1])
    (trouble,) = ws.troubles
    wrong = "missing" if how == "missing" else "damaged"
    assert f"Version 2 is {wrong}; version 1" in str(trouble)
    assert "Bring a version back" in str(trouble)
    with pytest.raises(DataError, match="Version 2"):
        _ = Workspace(folder, 2).facts


def test_the_next_load_builds_on_the_last_good_version(folder: Path, tmp_path: Path) -> None:
    garble(versions.path_of(folder, 2), 4096)
    file = tmp_path / "more.csv"
    file.write_text("customer_id,ordered_on,amount\ncem,2024-03-01,7\n")
    ws = Workspace.open(folder)
    ws.load(file, "sales", mode="append")
    assert (ws.version, ws.facts.lines, ws.troubles) == (3, 3, [])


@pytest.mark.parametrize("text", ["9", "", "two\n", "\x00\xff"])
def test_a_pointer_that_means_nothing_is_passed_over(folder: Path, text: str) -> None:
    (folder / "current").write_text(text, encoding="latin-1")
    ws = Workspace.open(folder)
    assert (ws.version, ws.facts.lines) == (2, 2)
    (trouble,) = ws.troubles
    assert "version 2" in str(trouble)
    ws.restore(2)
    assert Workspace.open(folder).troubles == []


def test_where_nothing_can_be_read_a_backup_is_asked_for(folder: Path) -> None:
    for number in (1, 2):
        shorten(versions.path_of(folder, number), 100)
    ws = Workspace.open(folder)
    assert ws.version is None
    assert "No version of the data can be read. Restore a backup" in str(ws.troubles[0])


def test_damage_met_while_reading_turns_to_the_version_before(folder: Path) -> None:
    """The head is sound, a block of lines is not: only the question that reads it can tell."""
    ws = Workspace.open(folder)
    found = duckdb.Error("Corrupt database file: computed checksum 1 does not match 2")
    with pytest.raises(DataError, match=r"Version 2 cannot be read.*Reload"), ws.cursor():
        raise found
    assert Workspace.open(folder).version == 1


def test_a_file_put_right_again_serves_again(folder: Path) -> None:
    path = versions.path_of(folder, 2)
    whole = path.read_bytes()
    shorten(path, 5000)
    assert Workspace.open(folder).version == 1
    path.write_bytes(whole)
    assert Workspace.open(folder).version == 2


def test_a_damaged_state_file_gives_way_to_its_last_good_copy(folder: Path) -> None:
    ws = Workspace.open(folder)
    ws.state.set("currency", "EUR")
    ws.state.keep_copy()
    (folder / "state.sqlite").write_bytes(b"no database at all" * 400)
    with pytest.raises(DataError, match=r"lists and notes is damaged.*Reload"):
        ws.state.settings()
    assert ws.state.settings()["currency"] == "EUR"
    assert "its last good copy is in use" in str(ws.troubles[0])
    (aside,) = folder.glob("state.damaged-*.sqlite")
    assert aside.read_bytes().startswith(b"no database at all")
    aside.unlink()
    assert ws.troubles == []


def test_a_workspace_with_a_damaged_state_file_opens(folder: Path) -> None:
    ws = Workspace.open(folder)
    ws.state.record("ann", "note", text="kept")
    ws.state.keep_copy()
    path = folder / "state.sqlite"
    garble(path, 0)
    shorten(path, path.stat().st_size // 2)
    assert {"text": "kept"} in [line["detail"] for line in Workspace.open(folder).state.audit()]


def test_a_damaged_file_never_becomes_the_copy(folder: Path) -> None:
    ws = Workspace.open(folder)
    ws.state.keep_copy()
    copy = (folder / "state.copy.sqlite").read_bytes()
    (folder / "state.sqlite").write_bytes(b"no database at all" * 400)
    ws.state.keep_copy()
    assert (folder / "state.copy.sqlite").read_bytes() == copy


def test_a_clock_set_back_changes_neither_order_nor_copies(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What happened later stays later, and the copy of a day to come is not waited for."""
    ws = Workspace.open(folder)
    ws.state.keep_copy()
    ahead = time.time() + 400 * 86_400
    os.utime(folder / "state.copy.sqlite", (ahead, ahead))
    ws.state.record("ann", "before")
    monkeypatch.setattr("analytics.state.now", lambda: "2001-01-01T00:00:00Z")
    ws.state.record("ann", "after")
    assert [line["action"] for line in ws.state.audit()[:2]] == ["after", "before"]
    keep_daily_copy(folder / "state.sqlite")
    assert (folder / "state.copy.sqlite").stat().st_mtime < ahead
    (tmp_path / "later.csv").write_text(SALES.replace("20", "21"))
    ws.load(tmp_path / "later.csv", "sales")
    assert (ws.version, Workspace.open(folder).version) == (3, 3)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "not enough room on the disk"),
        (sqlite3.OperationalError("database or disk is full"), "not enough room on the disk"),
        (OSError(30, "Read-only file system"), "cannot be written to"),
        (PermissionError(13, "Permission denied"), "cannot be written to"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "cannot be written to"),
    ],
)
def test_what_the_disk_refuses_is_said_in_words(tmp_path: Path, error: OSError, words: str) -> None:
    with pytest.raises(DataError, match=words), disk.enough_room(tmp_path / "not" / "there"):
        raise error


READER = """
import sys
from analytics import DataError, Workspace
ws = Workspace.open(sys.argv[1])
print(ws.facts.lines, ws.state.settings()["currency"])
for change in (
    lambda: ws.state.set("currency", "USD"),
    lambda: ws.load(sys.argv[2], "sales"),
    lambda: ws.restore(1),
):
    try:
        change()
    except DataError as error:
        print(error.message)
"""


def as_anybody() -> None:
    """Root may write anywhere; without this capability, only where it is allowed to."""
    bounding_set_drop, override = 24, 1
    ctypes.CDLL(None).prctl(bounding_set_drop, override)


@pytest.mark.skipif(sys.platform != "linux", reason="lowers what root may do")
def test_a_folder_that_may_not_be_written_is_read_and_said_so(folder: Path, tmp_path: Path) -> None:
    Workspace.open(folder).state.set("currency", "EUR")
    file = tmp_path / "next.csv"
    file.write_text(SALES)
    for each in [folder, *folder.rglob("*")]:
        each.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", READER, str(folder), str(file)],
        cwd=ROOT, capture_output=True, text=True, preexec_fn=as_anybody,
    )  # fmt: skip
    for each in [folder, *folder.rglob("*")]:
        each.chmod(0o755)
    assert done.stderr == ""
    said = "The folder of the data cannot be written to."
    assert done.stdout.splitlines() == ["2 EUR", said, said, said]


@pytest.mark.parametrize(("language", "words"), [("en", "the last good one"), ("zh_CN", "损坏")])
def test_pages_go_on_and_say_what_is_damaged(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    garble(versions.path_of(folder, 2), 4096)
    monkeypatch.setenv("REGULARS_WORKSPACE", str(folder))
    at = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
    at.query_params["lang"] = language
    at.run()
    at.switch_page("data/intake.py").run()
    assert not at.exception
    assert words in at.warning[0].value
