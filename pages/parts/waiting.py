"""What a page says while a cluster answers: what is asked, for how long, how many are answered.

And that it does not answer: on top, whatever else is drawn.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from time import monotonic
from typing import Any, NoReturn

import streamlit as st

from analytics import Workspace
from analytics.errors import N_, Unanswered
from pages.parts.guard import View
from pages.parts.notices import calm
from pages.parts.words import HEADED

SOON = 0.3  # seconds in which nothing is said: what is kept is there by then
PLACE, ANSWERED, TOP, TITLE = "waiting", "waiting.answered", "waiting.top", "waiting.title"
# What a topic is called, where that is more than the page its question is asked on.
TOPICS = {
    "rfm": N_("Segments"), "clusters": N_("Segments"), "lifecycle": N_("Segments"),
    "movement": N_("Movement"), "pyramid": N_("Pyramid"), "profit": N_("Profit"),
    "potential": N_("Potential"), "retention": N_("Retention"), "funnel": N_("Funnel"),
    "deals": N_("Deals"), "products": N_("Products"), "profile": N_("Customer"),
} | dict.fromkeys(
    ("churn", "churn_horizons", "churn_record", "churn_training", "churn_warnings", "winback"),
    N_("Leaving"),
)  # fmt: skip
log = logging.getLogger("regulars")


def begin(ws: Workspace, title: str) -> None:
    """Makes room for it on a page, of this title, whose questions a cluster answers."""
    if ws.cluster:
        with st.container(key="waiting"):
            st.session_state[PLACE] = st.empty()
        st.session_state[TOP] = st.container()
        st.session_state[ANSWERED], st.session_state[TITLE] = 0, title
        st.session_state[HEADED] = False


def waited(view: View, module: str, answer: Callable[[], Any]) -> Any:
    """What answer() gives, asked for beside the page, which tells of it once a second.

    module  whose question it is, for a reader the name of its topic
    A reader who turns to another page waits no longer; the answer is kept when it comes. Where
    none comes the page says so and ends.
    """
    found: Future[Any] = Future()

    def work() -> None:
        try:
            found.set_result(answer())
        except Exception as error:
            found.set_exception(error)

    since, place, told = monotonic(), st.session_state[PLACE], False
    topic = TOPICS.get(module.rpartition(".")[2], st.session_state[TITLE])
    threading.Thread(target=work, daemon=True, name="cluster").start()
    wait([found], SOON)
    while not found.done():
        told = True
        words = view.text(
            "Spark is asked: {question} · {seconds} s · answered for this page so far: {n}",
            question=view.text(topic), seconds=view.lang.number(int(monotonic() - since)),
            n=view.lang.number(st.session_state[ANSWERED]),
        )  # fmt: skip
        place.caption(f":blue[:material/hub:] {words}")
        wait([found], 1)
    if told:
        place.empty()
    st.session_state[ANSWERED] += 1
    try:
        return found.result()
    except Unanswered as error:
        _lost(view, error)


def _lost(view: View, error: Unanswered) -> NoReturn:
    """Ends the page: what it is about, that nobody answers, and a way to ask once more."""
    log.warning("%s", error)
    with st.session_state[TOP]:
        if not st.session_state[HEADED]:
            st.title(view.text(st.session_state[TITLE]), anchor=False)
        calm(error)
        st.button(view.text("Try again"), icon=":material/refresh:", key="waiting.again")
    st.stop()
