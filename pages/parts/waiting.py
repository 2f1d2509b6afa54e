"""What a page says while a cluster answers: what is asked, for how long, how many are answered."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from time import monotonic
from typing import Any

import streamlit as st

from analytics import Workspace
from pages.parts.guard import View

SOON = 0.3  # seconds in which nothing is said: what is kept is there by then
PLACE, ANSWERED = "waiting", "waiting.answered"


def begin(ws: Workspace) -> None:
    """Makes room for it on a page whose questions a cluster answers."""
    if ws.cluster:
        with st.container(key="waiting"):
            st.session_state[PLACE] = st.empty()
        st.session_state[ANSWERED] = 0


def waited(view: View, name: str, answer: Callable[[], Any]) -> Any:
    """What answer() gives, asked for beside the page, which tells of it once a second.

    A reader who turns to another page waits no longer; the answer is kept when it comes.
    """
    found: Future[Any] = Future()

    def work() -> None:
        try:
            found.set_result(answer())
        except Exception as error:
            found.set_exception(error)

    since, place, told = monotonic(), st.session_state[PLACE], False
    threading.Thread(target=work, daemon=True, name="cluster").start()
    wait([found], SOON)
    while not found.done():
        told = True
        words = view.text(
            "Spark is asked: {question} · {seconds} s · answered for this page so far: {n}",
            question=name, seconds=view.lang.number(int(monotonic() - since)),
            n=view.lang.number(st.session_state[ANSWERED]),
        )  # fmt: skip
        place.caption(f":blue[:material/hub:] {words}")
        wait([found], 1)
    if told:
        place.empty()
    st.session_state[ANSWERED] += 1
    return found.result()
