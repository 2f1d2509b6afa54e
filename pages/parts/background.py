"""Slow work in the background, with its progress and a way to stop it on the page."""

from collections.abc import Callable

import streamlit as st

from analytics import runner
from analytics.runner import Job
from pages.parts.guard import View
from pages.parts.notices import calm

JOB, DONE = "job", "done"
AT_ONCE = 0.05  # seconds a page waits, which what is kept already takes less than


def start(job: Job, key: str = JOB) -> None:
    """Watches this job from now on; it goes on when the reader turns to another page."""
    st.session_state[key] = job.id


def watched(key: str = JOB) -> Job | None:
    """The job this reader started last and whose outcome has not been shown yet."""
    return runner.shared().job(st.session_state.get(key, ""))


def soon(view: View, key: str, name: str, work: Callable[[], object]) -> bool:
    """Whether work a page can be drawn without is done; begins it, and draws the page again then.

    An error of it is for whoever asks for what it leaves behind.
    """
    if st.session_state.get(key) == DONE:
        return True
    job = watched(key)
    if job is None:
        job = runner.shared().start(name, lambda _job: work())
        start(job, key)
        job.wait(AT_ONCE)
    if job.state in ("waiting", "running"):
        progress(view, key)
        return False
    runner.shared().forget(job.id)
    st.session_state[key] = DONE
    return True


@st.fragment(run_every=0.5)
def progress(view: View, key: str = JOB) -> None:
    """How far the job is; draws the whole page again once it is over."""
    job = watched(key)
    if job is None or job.state not in ("waiting", "running"):
        st.rerun()
    words = view.text(job.stage) if job.stage else view.text("Starting")
    with st.container(horizontal=True, vertical_alignment="center", width=640):
        st.progress(job.done, text=f"{job.name}: {words} · {view.lang.percent(job.done)}")
        if st.button(view.text("Stop"), icon=":material/close:", key=f"stop-{key}"):
            job.cancel()


def outcome(view: View, job: Job) -> object:
    """What the job returned; its error in calm words, or that it was stopped, gives None."""
    runner.shared().forget(job.id)
    if job.state == "cancelled":
        st.info(view.text("Stopped. What was there before is unchanged."))
        return None
    try:
        return job.result()
    except Exception as error:  # whatever went wrong is logged and said, never shown raw
        calm(error)
        return None
