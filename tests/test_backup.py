"""A backup taken while the app runs restores to an equal workspace; a check finds what is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

from analytics import DataError, Workspace, sample, versions
from analytics.workspace.__main__ import main
from analytics.workspace.backup import backup, restore
from analytics.workspace.checking import check, checksums
from tests.conftest import WorkspaceOf

ROOT = Path(__file__).parents[1]
SALES = "customer_id,ordered_on,amount\nann,2024-01-02,10\nbob,2024-02-02,20\n"


@pytest.fixture
def ws(workspace_of: WorkspaceOf) -> Workspace:
    ws = workspace_of(sales=SALES, customers="customer_id,name\nann,Ann Lee")
    ws.state.set("currency", "EUR")
    return ws


@pytest.mark.parametrize("name", ["copy", "copy.zip"])
def test_a_backup_restores_to_an_equal_workspace(ws: Workspace, tmp_path: Path, name: str) -> None:
    taken = backup(ws.folder, tmp_path / "kept" / name)
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [name]
    assert taken.stat().st_mode & 0o077 == 0
    done = restore(tmp_path / "new", taken)
    assert (done.current, done.versions, done.before) == (2, (1, 2), None)
    again = Workspace.open(tmp_path / "new")
    for number in (1, 2):
        assert checksums(again.folder, number) == checksums(ws.folder, number)
    assert again.state.settings() == ws.state.settings()
    assert again.state.audit()[1:] == ws.state.audit()
    uploads = [{path.name: path.read_bytes() for path in (each.folder / "uploads").iterdir()}
               for each in (ws, again)]  # fmt: skip
    assert uploads[0] == uploads[1]
    assert check(again.folder) == []
    assert not list(again.folder.glob(".restore*"))


LOADING = """
import sys
from analytics import Workspace
ws = Workspace.open(sys.argv[1])
print("ready", flush=True)
for number in range(1, 400):
    ws.state.set("fiscal_month", number)
    if number % 8 == 0:
        ws.load(sys.argv[2], "sales")
"""


@pytest.mark.slow
def test_a_backup_taken_under_load_is_of_one_moment(ws: Workspace, tmp_path: Path) -> None:
    """Another process loads and changes settings without a pause; every backup is whole, and its
    version is equal, table by table, to that of the workspace it was taken from."""
    file = tmp_path / "next.csv"
    file.write_text(SALES)
    ws.state.set("versions_kept", 100)  # none goes meanwhile
    with subprocess.Popen(
        [sys.executable, "-c", LOADING, str(ws.folder), str(file)],
        cwd=ROOT, stdout=subprocess.PIPE,
    ) as other:  # fmt: skip
        assert other.stdout
        other.stdout.readline()
        currents = []
        while len(currents) < 3 or currents[-1] == currents[0]:  # it loads between and during them
            taken = backup(ws.folder, tmp_path / f"{len(currents)}")
            currents.append(json.loads((taken / "backup.json").read_text())["current"])
        assert other.poll() is None
        other.kill()
    for number, current in enumerate(currents):
        new = tmp_path / f"new{number}"
        done = restore(new, tmp_path / f"{number}")
        assert done.current == current
        assert check(new) == []
        assert checksums(new, current) == checksums(ws.folder, current)


def test_nothing_there_is_lost_by_a_restore(ws: Workspace, tmp_path: Path) -> None:
    taken = backup(ws.folder, tmp_path / "copy")
    file = tmp_path / "next.csv"
    file.write_text(SALES.replace("10", "99"))
    ws.load(file, "sales")
    ws.state.set("currency", "USD")
    with pytest.raises(DataError, match=r"holds data already: version 3\. .*--force"):
        restore(ws.folder, taken)
    assert Workspace.open(ws.folder).version == 3
    done = restore(ws.folder, taken, force=True)
    assert (done.current, done.versions, done.before) == (5, (4, 5), 3)
    now = Workspace.open(ws.folder)
    assert (now.versions(), now.state.settings()["currency"]) == ([1, 2, 3, 4, 5], "EUR")
    assert checksums(now.folder, 5) == checksums(now.folder, 2)
    assert (ws.folder / "state.before-restore.sqlite").exists()


def test_who_was_erased_since_the_backup_is_to_be_erased_again(
    ws: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = backup(ws.folder, tmp_path / "copy.zip")
    ws.state.begin_erasure(["ann"], "local")
    ws.state.end_erasure(["ann"])
    assert main(["restore", str(taken), "--workspace", str(ws.folder), "--force"]) == 0
    assert "1 customers erased since that backup are in it" in capsys.readouterr().out
    assert ws.state.erased().is_in("ann")
    assert ws.state.erasures()[0]["ended_at"] is None


@pytest.mark.parametrize("part", ["versions/0002.duckdb", "state.sqlite", "backup.json"])
@pytest.mark.parametrize("gone", [True, False])
def test_a_backup_that_is_not_whole_changes_nothing(
    ws: Workspace, tmp_path: Path, part: str, gone: bool
) -> None:
    taken = backup(ws.folder, tmp_path / "copy")
    if gone:
        (taken / part).unlink()
    else:
        (taken / part).write_bytes(b"{}" + os.urandom(9))
    with pytest.raises(DataError, match="is no whole backup"):
        restore(tmp_path / "new", taken)
    assert versions.numbers(tmp_path / "new") == []


@pytest.mark.parametrize("name", ["../outside", "versions/../../outside", "/etc/outside", "a/b"])
def test_a_backup_cannot_write_elsewhere(ws: Workspace, tmp_path: Path, name: str) -> None:
    taken = backup(ws.folder, tmp_path / "copy")
    contents = json.loads((taken / "backup.json").read_text())
    contents["files"][name] = "0"
    file = tmp_path / "nasty.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("backup.json", json.dumps(contents))
        archive.writestr(name, "mine")
        for path in taken.rglob("*.[dsc]*"):
            archive.write(path, path.relative_to(taken).as_posix())
    with pytest.raises(DataError, match="is no whole backup"):
        restore(tmp_path / "new", file)
    assert not list(tmp_path.rglob("outside"))


def test_a_name_that_is_taken_is_not_written_over(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "copy.zip").write_text("mine")
    with pytest.raises(DataError, match="is there already"):
        backup(ws.folder, tmp_path / "copy.zip")
    with pytest.raises(DataError, match="no version of any data"):
        backup(tmp_path / "nothing", tmp_path / "other")


def test_a_check_finds_every_kind_of_damage(
    ws: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ws.folder
    assert main(["check", "--workspace", str(folder)]) == 0
    assert "is whole: 2 versions" in capsys.readouterr().out
    next((folder / "uploads").iterdir()).write_text("something else")
    (folder / "current").write_text("9")
    versions.close(folder)
    with duckdb.connect(str(versions.path_of(folder, 1))) as con:
        con.execute("delete from sales where amount = 10")
    with versions.path_of(folder, 2).open("r+b") as file:
        file.seek(versions.path_of(folder, 2).stat().st_size // 2)
        file.write(b"\x00" * 300_000)
    (folder / "state.sqlite").write_bytes(b"nothing")
    assert main(["check", "--workspace", str(folder)]) == 1
    told = capsys.readouterr().out
    for words in (
        "Version 9 is missing", "Version 1 has 1 rows of sales; its loads say 2.",
        "Version 2 cannot be read", "The file of settings, lists and notes is damaged.",
        "is not as it came: its checksum is another.",
    ):  # fmt: skip
        assert words in told


def test_the_sample_is_whole(unused: Path) -> None:
    assert [check(sample.workspace(unused, code).folder) for code in ("en", "zh_CN")] == [[], []]


def test_the_command_copies_and_brings_back(
    ws: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, new = str(tmp_path / "copy.zip"), str(tmp_path / "new")
    assert main(["backup", target, "--workspace", str(ws.folder)]) == 0
    assert main(["restore", target, "--workspace", new]) == 0
    assert "version 2 is current; brought back: 1, 2" in capsys.readouterr().out
    assert main(["restore", target, "--workspace", new]) == 1
    assert "holds data already" in capsys.readouterr().err
