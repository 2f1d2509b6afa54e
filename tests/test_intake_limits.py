"""What is far larger than it looks, or would be written elsewhere, is refused in a sentence."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics import DataError
from analytics.intake import archive, read, workbook
from analytics.intake.source import MOST_COLUMNS
from tests.written import xlsx, zipped

BLANK = b"a,b\n" * (1 << 19)
BOMBS: dict[str, Callable[[], bytes]] = {
    "one.zip": lambda: zipped(**{"a.csv": BLANK}),
    "together.zip": lambda: zipped(**{f"{n}.csv": BLANK[: 3 << 18] for n in range(2)}),
    "packed.csv.gz": lambda: gzip.compress(BLANK),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_unpacks_to_far_more_is_refused_before_it_is_all_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(archive, "_ALWAYS", 1 << 20)
    file, folder = tmp_path / name, tmp_path / "out"
    file.write_bytes(BOMBS[name]())
    folder.mkdir()
    with pytest.raises(DataError, match="unpacks to more than 60 times its size"):
        archive.taken_out(file, (".csv",), folder)
    written = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert written <= 1 << 20


def test_an_archive_of_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    file = tmp_path / "many.zip"
    file.write_bytes(zipped(**{f"{n}.csv": "a,b\n1,2\n" for n in range(4)}))
    with pytest.raises(DataError, match="or 3 files"):
        archive.taken_out(file, (".csv",), tmp_path / "out")


@pytest.mark.parametrize("name", ["../out.csv", "../../out.csv", "{there}/out.csv", "a/../out.csv"])
def test_no_member_of_an_archive_is_written_elsewhere(tmp_path: Path, name: str) -> None:
    file, folder = tmp_path / "tricky.zip", tmp_path / "deep" / "down"
    file.write_bytes(zipped(**{name.format(there=tmp_path): "a,b\n1,2\n", "good.csv": "a\n1\n"}))
    folder.mkdir(parents=True)
    taken = archive.taken_out(file, (".csv",), folder)
    assert "good.csv" in [path.name for path in taken]
    assert all(path.is_relative_to(folder) for path in tmp_path.rglob("*.csv"))


def test_ten_thousand_columns_are_a_sentence(tmp_path: Path) -> None:
    for columns in (MOST_COLUMNS + 1, 10_000):
        file = tmp_path / f"{columns}.csv"
        names = ",".join(f"c{n}" for n in range(columns))
        file.write_text(f"{names}\n{',' * (columns - 1)}\n", encoding="utf-8")
        with pytest.raises(DataError, match=r"1,?000"):
            read(file)


def test_the_process_that_reads_a_workbook_starts_without_pandas(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(xlsx((("Customer ID", "Date"), ("a", "2016-04-27"))))
    command = [sys.executable, "-X", "importtime", workbook.__file__, str(file), "", "book.arrow"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["sheets"]
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "pyarrow" in imported
    assert not {name for name in imported if name.startswith("pandas.")}
