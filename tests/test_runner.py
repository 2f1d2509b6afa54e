"""Slow work runs in the background, one job at a time, and stops when asked."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from analytics import DataError
from analytics.runner import Cancelled, Job, Runner, patience

SOON = 10


@pytest.fixture
def runner() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.stop()


def test_job_reports_and_returns(runner: Runner) -> None:
    gate = threading.Event()
    reached = threading.Event()

    def work(job: Job) -> int:
        job.progress("half", 0.5)
        reached.set()
        gate.wait(SOON)
        return 42

    job = runner.start("sum", work)
    assert reached.wait(SOON)
    assert (job.state, job.stage, job.done) == ("running", "half", 0.5)
    gate.set()
    assert job.result() == 42
    assert job.state == "finished"
    assert runner.job(job.id) is job
    runner.forget(job.id)
    assert runner.job(job.id) is None


def test_cancelled_job_stops_at_its_next_report(runner: Runner) -> None:
    started, cancelled = threading.Event(), threading.Event()
    steps = []

    def work(job: Job) -> None:
        started.set()
        assert cancelled.wait(SOON)
        job.progress("next", 0.9)
        steps.append("after")

    job = runner.start("load", work)
    assert started.wait(SOON)
    job.cancel()
    cancelled.set()
    with pytest.raises(Cancelled):
        job.result()
    assert (job.state, steps) == ("cancelled", [])


def test_waiting_job_is_cancelled_before_it_begins(runner: Runner) -> None:
    gate = threading.Event()
    first = runner.start("first", lambda job: gate.wait(SOON))
    ran: list[str] = []
    second = runner.start("second", lambda job: ran.append("second"))
    assert second.state == "waiting"
    second.cancel()
    gate.set()
    first.result()
    with pytest.raises(CancelledError):
        second.result()
    assert (second.state, ran) == ("cancelled", [])


def test_jobs_run_in_the_order_asked(runner: Runner) -> None:
    order: list[int] = []
    jobs = [runner.start(str(n), lambda job, n=n: order.append(n)) for n in range(5)]
    for job in jobs:
        job.result()
    assert order == [0, 1, 2, 3, 4]


def test_whoever_waits_for_all_of_them_finds_them_done(runner: Runner) -> None:
    jobs = [runner.start("job", lambda job: None) for _ in range(3)]
    runner.finish()
    assert [job.state for job in jobs] == ["finished"] * 3
    jobs[0].wait(0.01)  # over already, however long one would wait


def test_fault_reaches_who_asks_and_the_log(
    runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(job: Job) -> None:
        raise ZeroDivisionError

    def refused(job: Job) -> None:
        raise DataError("No.")

    job = runner.start("broken", broken)
    with pytest.raises(ZeroDivisionError):
        job.result()
    assert job.state == "failed"
    assert "broken" in caplog.text
    caplog.clear()
    refusal = runner.start("refused", refused)
    with pytest.raises(DataError):
        refusal.result()
    assert refusal.state == "failed"
    assert caplog.text == ""


def test_stopped_runner_lets_go_of_everything() -> None:
    runner, gate = Runner(), threading.Event()
    first = runner.start("first", lambda job: gate.wait(SOON))
    second = runner.start("second", lambda job: None)
    threading.Timer(0.1, gate.set).start()
    runner.stop()
    assert (first.state, second.state) == ("finished", "cancelled")


def test_a_lasting_job_may_finish_before_the_runner_stops() -> None:
    for seconds, state in ((SOON, "finished"), (0, "cancelled")):
        runner, begun = Runner(), threading.Event()

        def work(job: Job, begun: threading.Event = begun) -> None:
            begun.set()
            for share in range(20):
                job.progress("at it", share / 20)
                threading.Event().wait(0.005)

        last = runner.start("load", work, lasting=True)
        other = runner.start("checks", lambda job: None)
        begun.wait(SOON)
        runner.stop(seconds)
        assert last.state == state
        assert other.state in ("cancelled", "finished")


def test_a_container_waits_longer_than_the_server_does() -> None:
    compose = (Path(__file__).parents[1] / "compose.yaml").read_text(encoding="utf-8")
    (seconds,) = re.findall(r"stop_grace_period: (\d+)s", compose)
    assert int(seconds) > patience() + 10
