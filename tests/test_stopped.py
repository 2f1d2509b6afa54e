"""A load stopped at any stage leaves the old version serving, and nothing lying about."""

from __future__ import annotations

import signal
import urllib.request
from pathlib import Path

import pytest

from analytics import Workspace, disk, runner
from analytics.runner import Job
from analytics.workspace import checking
from tests.served import CHROMIUM, browsing, running

WEEK_1 = "customer_id,ordered_on,amount\nann,2024-01-05,10\nbob,2024-01-06,4.50\n"
WEEK_2 = "customer_id,ordered_on,amount\nbob,2024-01-06,4.50\ncem,2024-01-12,5.50\n"
STAGES = (
    "Reading the dates",
    "Reading the rows",
    "Counting",
    "Building customers and orders",
    "Writing the version",
)
MANY = 400_000


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm with one week of sales; what is stopped leaves it as it is, so all tests share it."""
    folder = tmp_path_factory.mktemp("stopped")
    (folder / "week1.csv").write_text(WEEK_1)
    (folder / "week2.csv").write_text(WEEK_2)
    with Workspace.open(folder / "firm") as ws:
        ws.load(folder / "week1.csv", "sales")
        assert len(ws.state.audit()) == 1
    return folder


def lying(folder: Path) -> dict[str, bytes]:
    """Every file of the workspace, the empty lock aside."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def stopped(work) -> Job:
    job = runner.shared().start("load", work)
    job.wait()
    return job


@pytest.mark.parametrize("mode", ["replace", "append"])
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("soon", [True, False], ids=["before the stage", "within the stage"])
def test_a_load_stopped_at_any_stage_leaves_everything_as_it_was(
    firm: Path, mode, stage: str, soon: bool
) -> None:
    before, reached = lying(firm / "firm"), []

    def work(job: Job) -> None:
        def told(at: str, share: float) -> None:
            if at == stage:
                reached.append(at)
                job.cancel()
            if soon or at != stage:  # else what runs in the stage is stopped from outside
                job.progress(at, share)

        Workspace.open(firm / "firm").load(firm / "week2.csv", "sales", mode=mode, progress=told)

    job = stopped(work)
    assert (job.state, reached) == ("cancelled", [stage])
    assert lying(firm / "firm") == before
    assert Workspace.open(firm / "firm").facts.lines == 2


@pytest.mark.parametrize("edit", ["choose", "merge", "check"])
def test_a_change_or_a_check_that_is_stopped_leaves_everything_as_it_was(
    firm: Path, edit: str
) -> None:
    before = lying(firm / "firm")

    def work(job: Job) -> None:
        def told(at: str, share: float) -> None:
            job.cancel()
            job.progress(at, share)

        ws = Workspace.open(firm / "firm")
        if edit == "choose":
            ws.choose("no_customer", "leave_out", progress=told)
        elif edit == "merge":
            ws.merge(["bob"], "ann", progress=told)
        else:
            ws.check(told)

    assert stopped(work).state == "cancelled"
    assert lying(firm / "firm") == before


def test_what_waits_for_another_load_can_be_stopped_too(firm: Path) -> None:
    before = lying(firm / "firm")

    with disk.locked(firm / "firm"):
        ws = Workspace.open(firm / "firm")
        job = runner.shared().start("load", lambda job: ws.load(firm / "week2.csv", "sales"))
        while job.state == "waiting":
            pass
        job.cancel()
        job.wait()
    assert job.state == "cancelled"
    assert lying(firm / "firm") == before


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: chromium)")
@pytest.mark.parametrize("patient", [True, False], ids=["finishes", "rolled back"])
def test_a_server_that_is_stopped_lets_a_load_finish_or_rolls_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patient: bool
) -> None:
    """SIGTERM, as a container sends it, while a file from a browser is being loaded."""
    monkeypatch.setenv("REGULARS_STOP_SECONDS", "30" if patient else "0.5")
    folder, file = tmp_path / "workspace", tmp_path / "many.csv"
    (tmp_path / "week1.csv").write_text(WEEK_1)
    with Workspace.open(folder) as ws:
        ws.load(tmp_path / "week1.csv", "sales")
    lines = (f"c{n % 9973},2024-{1 + n % 12:02}-{1 + n % 28:02},{n % 97}.50" for n in range(MANY))
    file.write_text("\n".join(["customer_id,ordered_on,amount", *lines]))
    with running(tmp_path) as (address, server), browsing() as opened:
        page = opened()
        page.goto(f"{address}/intake")
        page.set_input_files("input[type=file]", file)
        with disk.locked(folder):  # which the load waits for until it is too late
            page.get_by_role("button", name="Load", exact=True).click()
            page.get_by_role("button", name="Stop", exact=True).wait_for()
            server.send_signal(signal.SIGTERM)
            if not patient:
                server.wait(20)
            while answers(address):  # it takes nobody in while it waits
                pass
        assert server.wait(40) in (0, -signal.SIGTERM)
    assert [path for path in (folder / "incoming").rglob("*") if path.is_file()] == []
    assert list(folder.rglob("*.loading*")) == []
    assert checking.check(folder) == []
    assert Workspace.open(folder).facts.lines == (MANY if patient else 2)
    assert len(Workspace.open(folder).loads) == 1


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/healthz", timeout=1).close()
    except OSError:
        return False
    return True
