"""Whatever is killed at whatever moment, with no warning: the last good version serves, all whole.

A normal run kills a few times; `WORKSPACE_KILLS=200 pytest -s tests/test_killed.py` kills as often.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from zipfile import ZipFile

import pytest

from analytics import Workspace
from analytics.errors import DataError
from analytics.reports.__main__ import main as make_pack
from analytics.workspace.checking import check

KILLS = int(os.environ.get("WORKSPACE_KILLS", "10"))
HEADER = "customer_id,ordered_on,order_id,amount\n"
WEEKS = [
    HEADER
    + "".join(f"c{n},2024-0{week}-{n + 1:02},{week}-{n},{n}.50\n" for n in range(19))
    + f",2024-0{week}-25,{week}-19,10\n"
    for week in (1, 2)
]
KEPT = {"versions", "uploads", "current", "state.sqlite", "state.copy.sqlite", "load.lock"}
# a process that can be copied in no time, and has all that is killed loaded already
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["analytics", "analytics.reports.__main__", "tests.test_killed"])


def replace(firm: Path) -> None:
    Workspace.open(firm).load(firm.parent / "1.csv", "sales")


def append(firm: Path) -> None:
    with suppress(DataError):  # the second week is there already
        Workspace.open(firm).load(firm.parent / "2.csv", "sales", mode="append")


def choose(firm: Path) -> None:
    with Workspace.open(firm) as ws:
        for action in ("leave_out", "keep"):
            ws.choose("no_customer", action)


def settings(firm: Path) -> None:
    state = Workspace.open(firm).state
    for month in range(1, 13):
        state.set("fiscal_month", month)
        state.keep_copy()


def pack(firm: Path) -> None:
    out = str(firm.parent / "pack.xlsx")
    assert make_pack(["--workspace", str(firm), "--pages", "pyramid", "--out", out]) == 0


WORK: list[Callable[[Path], None]] = [replace, append, choose, settings, pack]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    for number, text in enumerate(WEEKS, 1):
        (folder / f"{number}.csv").write_text(text)
    replace(folder / "firm")
    append(folder / "firm")
    return folder / "firm"


def lasted(work: Callable[[Path], None], firm: Path, limit: float | None = None) -> float:
    """Seconds of the work in a process of its own, which is killed when `limit` is over."""
    process = FORKS.Process(target=work, args=(firm,))
    process.start()
    began = time.monotonic()
    process.join(limit)
    spent = time.monotonic() - began
    if limit is None:
        assert process.exitcode == 0
    process.kill()
    process.join()
    return spent


def packs(firm: Path) -> Iterator[str | None]:
    """What is wrong with the pack people find."""
    found = firm.parent / "pack.xlsx"
    if found.exists():
        yield ZipFile(BytesIO(found.read_bytes())).testzip()


def week(firm: Path, number: int) -> None:
    Workspace.open(firm).load(firm.parent / f"{number}.csv", "sales", mode="append")


@pytest.mark.slow
def test_who_load_at_once_both_find_their_rows(firm: Path) -> None:
    """Six processes add a week each at the same moment; each waits for the one before."""
    both = firm.parent / "both"
    weeks = range(3, 9)
    for number in weeks:
        text = WEEKS[0].replace("2024-01", f"2024-{number:02}").replace(",1-", f",{number}-")
        (firm.parent / f"{number}.csv").write_text(text)
    processes = [FORKS.Process(target=week, args=(both, number)) for number in weeks]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(processes)
    assert check(both) == []
    with Workspace.open(both) as ws:
        assert (ws.version, ws.facts.lines) == (len(processes), 20 * len(processes))
        assert sorted(ws.loads["file"]) == [f"{number}.csv" for number in weeks]


@pytest.mark.slow
def test_nothing_is_lost_whenever_it_is_killed(firm: Path) -> None:
    chance = random.Random(20240501)
    # the first of a kind may have to wait for what the others find in memory
    usual = {work: min(lasted(work, firm) for _ in range(2)) for work in WORK}
    cut = 0
    for number in range(KILLS):
        work = WORK[number % len(WORK)]
        limit = usual[work] * chance.uniform(0.1, 1.05)
        cut += lasted(work, firm, limit) >= limit
        assert [str(each) for each in check(firm)] == []
        assert not any(packs(firm))
        with Workspace.open(firm) as ws:
            assert not ws.troubles
            assert ws.facts.lines in {20, 40, 19, 38}
            assert ws.state.settings()["fiscal_month"] in range(1, 13)
            for load in ws.loads.itertuples():
                assert load.rows_read == load.rows_loaded + load.rows_rejected
    print(f"{KILLS} killed, {cut} of them before they were done")
    assert cut > KILLS / 2
    replace(firm)
    choose(firm)
    assert Workspace.open(firm).facts.lines == 20
    lying = {path.name for path in firm.iterdir()}
    assert lying <= KEPT, lying
