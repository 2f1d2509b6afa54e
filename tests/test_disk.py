"""The disk below a workspace keeps what was loaded and nothing that was not."""

import os
from pathlib import Path

from analytics import disk


def test_files_that_nobody_loaded_within_a_day_are_removed(tmp_path: Path) -> None:
    old, recent = disk.incoming(tmp_path), disk.incoming(tmp_path)
    (old / "customers.csv").write_text("a")
    for folder, hours in ((old, 25), (recent, 23)):
        then = folder.stat().st_mtime - hours * 3600
        os.utime(folder, (then, then))
    new = disk.incoming(tmp_path)
    assert set((tmp_path / "incoming").iterdir()) == {recent, new}


def test_a_file_is_kept_once_under_its_checksum(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("a")
    kept = disk.keep_upload(tmp_path, file, "0123456789abcdef")
    assert kept == tmp_path / "uploads" / "0123456789ab-sales.csv"
    assert kept.read_text() == "a"
    assert disk.keep_upload(tmp_path, file, "0123456789abcdef") is None
