"""A page's own choices, kept in the address by code, so that a link holds in either language."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.parts import address
from pages.parts.guard import View


def switch(view: View, name: str, label: str, options: Mapping[str, str]) -> str:
    """One of several ways to see a page; the first is the usual one and stays unsaid.

    name     the parameter in the address; options   code -> what it is called in English
    """
    usual = next(iter(options))
    return st.segmented_control(
        label, list(options), format_func=lambda code: view.text(options[code]), required=True,
        label_visibility="collapsed", wrap=True, **_kept(name, options, usual),
    )  # fmt: skip


def pick(view: View, name: str, label: str, options: Mapping[str, str]) -> str:
    """One of several further looks, or none: ""."""
    value = st.pills(
        label, list(options), format_func=lambda code: view.text(options[code]),
        **_kept(name, options, None),
    )  # fmt: skip
    return value or ""


def toggle(view: View, name: str, label: str, note: str) -> bool:
    """Something a page shows on request; the note says what it is."""
    key = f"page.{name}"
    st.session_state[key] = bool(address.asked(name))
    return st.toggle(
        view.text(label), help=view.text(note), key=key,
        on_change=lambda: address.choose(name, "yes" if st.session_state[key] else None),
    )  # fmt: skip


def select(
    view: View, name: str, label: str, options: Mapping[str, str], *, shown: bool = True,
    width: int = 220,
) -> str:  # fmt: skip
    """One of many, from a list that opens; the first is the usual one and stays unsaid.

    options   code -> what it is called, translated already; shown: the label is as well
    """
    usual = next(iter(options))
    return st.selectbox(
        label, list(options), format_func=lambda code: options[code], width=width,
        label_visibility="visible" if shown else "collapsed", **_kept(name, options, usual),
    )  # fmt: skip


def tabs(view: View, name: str, options: Mapping[str, str]) -> tuple[str, Any]:
    """The open one of several parts of a page, and where to draw it; the others cost nothing.

    name     the parameter in the address; options   code -> what it is called in English
    """
    usual, key = next(iter(options)), f"page.{name}"
    labels = {view.text(label): code for code, label in options.items()}
    asked = "".join(address.asked(name)[-1:])
    wanted = asked if asked in options else usual
    st.session_state[key] = next(label for label, code in labels.items() if code == wanted)
    drawn = st.tabs(
        list(labels),
        key=key,
        on_change=lambda: address.choose(name, labels[st.session_state[key]], usual),
    )
    return next((code, tab) for code, tab in zip(options, drawn, strict=True) if tab.open)


def _kept(name: str, options: Mapping[str, str], usual: str | None) -> dict[str, Any]:
    """A widget's key and state; what it changes goes into the address, unless it is usual."""
    key = f"page.{name}"
    code = "".join(address.asked(name)[-1:])
    st.session_state[key] = code if code in options else usual
    return {
        "key": key,
        "on_change": lambda: address.choose(name, st.session_state[key], usual),
    }
