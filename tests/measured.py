"""A process that reads files and says what that took: python -m tests.measured.

A line of input is a file, a line of output what became of it, as JSON. A file that ends the
process or does not come back is seen from outside, which no test of the same process could do.
"""

from __future__ import annotations

import json
import resource
import select
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from analytics import DataError
from analytics.intake import KINDS, choices, load, propose, read, readings

ROOT = Path(__file__).parents[1]
SECONDS, MEGABYTES = 10, 1000
# Of a machine that does much else at once; what counts is the time of the processor.
_PATIENCE = 9 * SECONDS


class Reader:
    """The process, begun when needed and again after its end."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.files = 0

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.communicate()
        self.process = None

    def read(self, file: Path) -> None:
        """Reads a file; an AssertionError where it fails, hangs or takes too much."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.measured"],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        pipe_in, pipe_out = self.process.stdin, self.process.stdout
        assert pipe_in
        assert pipe_out
        print(file, file=pipe_in, flush=True)
        came, _, _ = select.select([pipe_out], [], [], _PATIENCE)
        line = pipe_out.readline() if came else ""
        self.files += 1
        if not line:
            self.stop()
        assert came, "reading does not end"
        assert line, "reading ended the process"
        told = json.loads(line)
        assert not told["failure"], told["failure"]
        assert told["seconds"] < SECONDS
        assert told["megabytes"] < MEGABYTES


def understood(file: Path) -> None:
    """Reads a file as a page does and loads it as what it most likely is; no row is lost."""
    source = read(file, folder=file.parent)
    assert len(set(source.headers)) == len(source.headers)
    assert all(len(row) == len(source.headers) for row in source.preview)
    proposals = {kind: propose(source.headers, kind, guessed=not source.header) for kind in KINDS}
    kind = min(proposals, key=lambda kind: len(proposals[kind].missing))
    columns = proposals[kind].columns
    with suppress(DataError):
        readings(source, kind, columns)
    choices(source, kind, columns)
    if not proposals[kind].missing:
        with suppress(DataError), duckdb.connect() as con:
            report = load(con, source, kind, columns)
            assert report.rows_read == report.rows_loaded + report.rows_rejected
            assert len(report.rejects) == report.rows_rejected


def measured(file: Path) -> dict[str, Any]:
    """What reading a file took, and how it failed if it did."""
    # From here on the highest use of memory is counted anew.
    Path("/proc/self/clear_refs").write_text("5")
    before, failure = _seconds(), ""
    try:
        understood(file)
    except DataError as error:
        str(error)
    except BaseException:
        failure = traceback.format_exc()
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "failure": failure,
        "seconds": _seconds() - before,
        "megabytes": max(_highest(), children) >> 10,
    }


def _seconds() -> float:
    """Time of the processor, of this process and of those it began and has seen end."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _highest() -> int:
    """The most memory this process had at once, in kilobytes."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(measured(Path(line.rstrip("\n")))), flush=True)
