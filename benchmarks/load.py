"""A load and a bare CREATE TABLE AS of the same file, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

import duckdb

from analytics import Workspace, versions
from benchmarks.memory import peak


def measure(what: str, file: Path, folder: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB of "load" or "bare"."""
    command = [sys.executable, "-m", "benchmarks.load", what, str(file), str(folder)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds, peak = printed.split()
    return float(seconds), float(peak)


def load(file: Path, folder: Path) -> None:
    """The whole way to a version that pages can read."""
    Workspace.open(folder).load(file, "sales")


def bare(file: Path, folder: Path) -> None:
    """What DuckDB alone does with the file, under the same memory limit."""
    target = folder / "bare.duckdb"
    config = {"memory_limit": versions.MEMORY, "temp_directory": str(folder / "temporary")}
    with duckdb.connect(str(target), config=config) as con:
        con.execute("create table lines as select * from read_csv($file)", {"file": str(file)})
    target.unlink()


if __name__ == "__main__":
    file, folder = Path(sys.argv[2]), Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    start = perf_counter()
    {"load": load, "bare": bare}[sys.argv[1]](file, folder)
    seconds = perf_counter() - start
    print(seconds, peak())
