"""The view in the address bar: a copied link opens the same page in the same frame.

What a reader has chosen is kept once, by name; what is not chosen follows the data and the
page. The address is written from it on every run, and read whenever it is not the one written
last: a link was opened, or the browser went back.
"""

from datetime import date
from typing import Any

import streamlit as st

from analytics.scope import FILTERS

DAYS = ("as_of", "from", "to")
CODES = ("lang", "period", "compare", "returns", "data")
NAMES = (*CODES, *DAYS, *FILTERS)


def read() -> dict[str, Any]:
    """The choices of this reader, taken over from the address where that is news."""
    state = st.session_state
    shown = {name: st.query_params.get_all(name) for name in NAMES if name in st.query_params}
    opened = "chosen" not in state
    if opened or (shown and shown != state.address):
        state.chosen = {name: value for name in shown if (value := _value(name, shown[name]))}
        state.unread = len(state.chosen) < len(shown)
        state.address = shown
    return state.chosen


def choose(name: str, value: Any, default: Any = None) -> None:
    """Keeps a choice; choosing what would be shown anyway is no choice."""
    if value == default or not value:
        st.session_state.chosen.pop(name, None)
    else:
        st.session_state.chosen[name] = value


def key(name: str) -> str:
    """The key of the widget that shows a choice."""
    return f"scope.{name}"


def state(name: str, value: Any) -> dict[str, str]:
    """The key of a widget, its state set to the choice: the choices are the one truth."""
    st.session_state[key(name)] = value
    return {"key": key(name)}


def write() -> None:
    """Puts the choices into the address; parameters of a page's own stay."""
    address = {name: _texts(value) for name, value in st.session_state.chosen.items()}
    for name in NAMES:
        if name in address:
            if st.query_params.get_all(name) != address[name]:
                st.query_params[name] = address[name]
        elif name in st.query_params:
            del st.query_params[name]
    st.session_state.address = address


def parameters(**own: str) -> dict[str, str | list[str]]:
    """The parameters of a link to another page in the same frame, and that page's own."""
    return {**st.session_state.get("address", {}), **own}


def _value(name: str, texts: list[str]) -> Any:
    if name in DAYS:
        try:
            return date.fromisoformat(texts[-1])
        except ValueError:
            return None
    return texts[-1] if name in CODES else list(texts)


def _texts(value: Any) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]
