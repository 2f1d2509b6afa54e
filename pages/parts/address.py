"""The view in the address bar: a copied link opens the same page in the same frame.

What a reader has chosen is kept once, by name; what is not chosen follows the data and the
page. The address is read when the app is opened and when the browser goes back or forward, and
written from the choices on every other run: one choice, one step of the browser's history.
"""

from datetime import date
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

DAYS = ("as_of", "from", "to")
CODES = ("lang", "period", "compare", "returns", "data")


def read() -> dict[str, Any]:
    """The choices of this reader, taken over from the address where that is news.

    An empty address alone says nothing: a click on another page gives one too.
    """
    state, run = st.session_state, get_script_run_ctx()
    if "chosen" not in state or (run and run.is_history_navigation):
        shown = _shown()
        state.chosen = {name: value for name in shown if (value := _value(name, shown[name]))}
        state.unread = len(state.chosen) < len(shown)
    return state.chosen


def choose(name: str, value: Any, default: Any = None) -> None:
    """Keeps a choice; choosing what would be shown anyway is no choice."""
    if value == default or not value:
        st.session_state.chosen.pop(name, None)
    else:
        st.session_state.chosen[name] = value


def asked(name: str) -> list[str]:
    """The words of a choice as they stand in the address; [] where nothing is chosen."""
    return _texts(st.session_state.chosen.get(name, []))


def key(name: str) -> str:
    """The key of the widget that shows a choice."""
    return f"scope.{name}"


def state(name: str, value: Any) -> dict[str, str]:
    """The key of a widget, its state set to the choice: the choices are the one truth."""
    st.session_state[key(name)] = value
    return {"key": key(name)}


def write() -> None:
    """Puts the choices into the address, all at once: each change would be a step of its own.

    To be called before the navigation, which then opens another page under its whole address.
    """
    if _shown() != parameters():
        st.query_params.from_dict(parameters())


def parameters() -> dict[str, list[str]]:
    """The parameters of the address, and of a link to another page in the same frame."""
    return {name: asked(name) for name in st.session_state.chosen}


def _shown() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _value(name: str, texts: list[str]) -> Any:
    if name in DAYS:
        try:
            return date.fromisoformat(texts[-1])
        except ValueError:
            return None
    return texts[-1] if name in CODES else list(texts)


def _texts(value: Any) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]
