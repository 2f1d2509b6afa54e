"""Checks and choices in the background, watched by the page."""

from collections.abc import Callable

import streamlit as st

from analytics import Workspace, cluster, runner
from analytics.runner import Job
from pages.parts import background
from pages.parts.guard import View
from pages.parts.notices import calm
from pages.parts.rights import closed

CHECKING = "checking"


def checking(view: View) -> Job | None:
    """The job that looks through this version, started when nobody has looked yet.

    None once the findings are there, for who sees a part of the data, and where it lies on Spark.
    """
    if view.ws.checked is not None or view.user.owners or view.ws.cluster:
        return None
    state, ws = st.session_state, view.ws
    of, job_id = state.get(CHECKING, (None, ""))
    job = runner.shared().job(job_id)
    if of != ws.key or job is None:
        job = runner.shared().start("checks", lambda job: ws.check(job.progress) is not None)
        state[CHECKING] = (ws.key, job.id)
    return job


@st.fragment(run_every=1)
def looking(view: View) -> None:
    """How far the checks are; draws the page again once they are done."""
    job = checking(view)
    if job is None or job.state == "finished":
        st.rerun()
    elif job.state in ("waiting", "running"):
        words = view.text(job.stage) if job.stage else view.text("Starting")
        st.progress(job.done, text=f"{words} · {view.lang.percent(job.done)}", width=640)
    else:
        st.warning(view.text("The checks could not be finished. They start again with this page."))


def change(view: View, name: str, edit: Callable[[Workspace, Job], None]) -> None:
    """Builds a new version in the background, looks through it, and draws the page again."""
    newest = view.newest

    def work(job: Job) -> None:
        ws = newest()
        edit(ws, job)
        ws.check(job.progress)

    background.start(runner.shared().start(name, work, lasting=True))
    st.rerun()


def changeable(view: View) -> bool:
    """Whether this reader may choose; says why not. The sample stays as it is."""
    if closed(view, "change"):
        return False
    if view.ws.cluster:
        calm(cluster.elsewhere())
        return False
    if view.sample:
        st.caption(view.text("In the sample nothing can be changed; in your own data it can."))
    return not view.sample
