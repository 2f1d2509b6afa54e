"""One background thread for slow work: loads now; training and packs the same way."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from analytics.errors import DataError

_log = logging.getLogger(__name__)


class Cancelled(Exception):
    """The user stopped the job; the work so far is thrown away."""


@dataclass
class Job:
    """A piece of slow work that pages watch: stage in words, done from 0 to 1."""

    name: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    stage: str = ""
    done: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)
    _future: Future[Any] | None = None

    def progress(self, stage: str, done: float) -> None:
        """Called by the work as it goes. Errors: Cancelled once the user has stopped the job."""
        if self._stop.is_set():
            raise Cancelled
        self.stage, self.done = stage, done

    def cancel(self) -> None:
        """Asks the work to stop at its next progress report."""
        self._stop.set()
        if self._future:
            self._future.cancel()

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

    def wait(self) -> None:
        """Returns once the job is over, however it ended."""
        assert self._future is not None
        wait([self._future])

    def result(self) -> Any:
        """What the work returned. Errors: whatever it raised, DataError for a bad file."""
        assert self._future is not None
        return self._future.result()


class Runner:
    """Runs one job at a time, in the order asked; jobs outlive the page that asked."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="regulars")
        self._jobs: dict[str, Job] = {}

    def start(self, name: str, work: Callable[[Job], Any]) -> Job:
        """Queues work, which gets its Job to report progress to."""
        job = Job(name)
        self._jobs[job.id] = job
        job._future = self._pool.submit(self._guarded, job, work)
        return job

    def job(self, job_id: str) -> Job | None:
        """The job with this id, None once forgotten."""
        return self._jobs.get(job_id)

    def forget(self, job_id: str) -> None:
        """Drops a job whose outcome has been shown."""
        self._jobs.pop(job_id, None)

    def stop(self) -> None:
        """Cancels what waits and runs; called when the server stops."""
        for job in list(self._jobs.values()):
            job.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    @staticmethod
    def _guarded(job: Job, work: Callable[[Job], Any]) -> Any:
        try:
            return work(job)
        except (Cancelled, DataError):
            raise
        except Exception:
            _log.exception("job %s (%s) failed", job.id, job.name)
            raise


@lru_cache
def shared() -> Runner:
    """The runner of this process."""
    return Runner()
