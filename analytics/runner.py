"""One background thread for slow work: loads now; training and packs the same way."""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from analytics import watch
from analytics.errors import DataError
from analytics.watch import Cancelled as Cancelled

_log = logging.getLogger(__name__)
# How long a server that is being stopped waits for a load; a container's own limit is longer.
_SECONDS = 20.0


@dataclass
class Job:
    """A piece of slow work that pages watch: stage in words, done from 0 to 1.

    lasting  its outcome stays, so a server that is being stopped lets it finish
    """

    name: str
    lasting: bool = False
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    stage: str = ""
    done: float = 0.0
    _watch: watch.Watch = field(default_factory=watch.Watch)
    _future: Future[Any] | None = None

    def progress(self, stage: str, done: float) -> None:
        """Called by the work as it goes. Errors: Cancelled once the user has stopped the job."""
        if self._watch.stopped:
            raise Cancelled
        self.stage, self.done = stage, done

    @property
    def rows(self) -> tuple[int, int] | None:
        """Rows done so far and of how many, where the stage goes through rows one can count."""
        rows, of = self._watch.rows, self._watch.of
        return (rows, of) if rows is not None and of else None

    def cancel(self) -> None:
        """Stops the work wherever it is, within a query or another process too."""
        if self._future:
            self._future.cancel()
        self._watch.stop(lambda: self._future is None or self._future.done())

    @property
    def state(self) -> str:
        """waiting, running, cancelled, failed or finished."""
        if self._future is None or not (self._future.running() or self._future.done()):
            return "waiting"
        if self._future.running():
            return "running"
        if self._future.cancelled() or isinstance(self._future.exception(), Cancelled):
            return "cancelled"
        return "failed" if self._future.exception() else "finished"

    def wait(self, seconds: float | None = None) -> None:
        """Returns once the job is over, however it ended, or after so many seconds."""
        assert self._future is not None
        wait([self._future], seconds)

    def result(self) -> Any:
        """What the work returned. Errors: whatever it raised, DataError for a bad file."""
        assert self._future is not None
        return self._future.result()


class Runner:
    """Runs one job at a time, in the order asked; jobs outlive the page that asked."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="regulars")
        self._jobs: dict[str, Job] = {}

    def start(self, name: str, work: Callable[[Job], Any], *, lasting: bool = False) -> Job:
        """Queues work, which gets its Job to report progress to."""
        job = Job(name, lasting)
        self._jobs[job.id] = job
        job._future = self._pool.submit(self._guarded, job, work)
        return job

    def job(self, job_id: str) -> Job | None:
        """The job with this id, None once forgotten."""
        return self._jobs.get(job_id)

    def forget(self, job_id: str) -> None:
        """Drops a job whose outcome has been shown."""
        self._jobs.pop(job_id, None)

    def finish(self) -> None:
        """Returns once nothing waits or runs."""
        for job in list(self._jobs.values()):
            job.wait()

    def stop(self, seconds: float = 0) -> None:
        """Cancels what waits and runs; called when the server stops.

        seconds  how long a lasting job that runs may take to finish before it is cancelled too
        """
        for job in list(self._jobs.values()):
            if job.lasting and job.state == "running":
                _log.info("job %s is let finish within %g s", job.id, seconds)
                job.wait(seconds)
        for job in list(self._jobs.values()):
            if job.state in ("waiting", "running"):
                _log.info("job %s is cancelled, for the server stops", job.id)
            job.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    @staticmethod
    def _guarded(job: Job, work: Callable[[Job], Any]) -> Any:
        try:
            with watch.watched_by(job._watch):
                return work(job)
        except Exception as error:
            # A query or a process that was stopped says so in its own way.
            if job._watch.stopped:
                raise Cancelled from error
            if isinstance(error, DataError):
                raise
            _log.exception("job %s failed", job.id)  # its name may be that of a person's file
            raise


def patience() -> float:
    """Seconds a server that is being stopped gives a load to finish: REGULARS_STOP_SECONDS."""
    try:
        return float(os.environ["REGULARS_STOP_SECONDS"])
    except (KeyError, ValueError):
        return _SECONDS


@lru_cache
def shared() -> Runner:
    """The runner of this process."""
    return Runner()
