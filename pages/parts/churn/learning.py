"""Learning who leaves, in the background: the plain rule is shown until it is ready, or instead."""

import streamlit as st

from analytics import churn, runner
from analytics.churn_kept import Trained
from analytics.churn_training import CUSTOMERS, RARER
from analytics.errors import N_
from analytics.runner import Job
from pages.parts import background
from pages.parts.guard import View

WHY = {
    "few_customers": N_("fewer than {customers} customers were known a horizon ago"),
    "few_outcomes": N_("fewer than {rarer} customers left, or fewer than {rarer} stayed"),
    "one_time_buyers": N_("fewer than {rarer} customers had bought on two days"),
    "short_history": N_("the history does not yet reach back three horizons of {days} days"),
}


def learned(view: View, horizon: int | None) -> Trained | None:
    """What has been learned for this view; starts learning where nothing has, and says so."""
    found = churn.learned(view.ws, view.scope, horizon)
    why = found.why if found else ""
    if not found and view.ws.facts.customers < CUSTOMERS:
        why = "few_customers"
    if why:
        st.caption(
            view.text(
                "Rated by the plain rule, not by a model: {why}.",
                why=view.text(
                    WHY[why], customers=view.lang.number(CUSTOMERS), rarer=view.lang.number(RARER),
                    days=view.lang.number(horizon or churn.horizon_days(view.ws, view.scope)),
                ),
            )
        )  # fmt: skip
    elif not found:
        _learn(view, horizon)
    return found


def _learn(view: View, horizon: int | None) -> None:
    key = f"learning.{view.ws.key}.{view.scope.as_of}.{view.scope.where}.{view.scope.returns}"
    key += f".{horizon}" if horizon else ""
    job = background.watched(key)
    if key in st.session_state and (job is None or job.state not in ("waiting", "running")):
        if job:
            background.outcome(view, job)
        if not st.button(view.text("Learn from earlier customers"), icon=":material/school:"):
            return
        job = None
    ws, scope = view.ws, view.scope

    def work(job: Job) -> str:
        return churn.learn(ws, scope, horizon, job.progress).model

    if job is None:
        name = view.text("Learning from earlier customers")
        background.start(runner.shared().start(name, work), key)
    st.caption(view.text("Rated by the plain rule until this is ready:"))
    background.progress(view, key)
