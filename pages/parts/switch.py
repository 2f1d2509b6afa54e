"""A page's own choices, kept in the address by code, so that a link holds in either language."""

from collections.abc import Mapping

import streamlit as st

from pages.parts.guard import View


def switch(view: View, name: str, label: str, options: Mapping[str, str]) -> str:
    """One of several ways to see a page; the first is the usual one and stays unsaid.

    name     the parameter in the address; options   code -> what it is called in English
    """
    usual = next(iter(options))
    value = st.segmented_control(
        label, list(options), format_func=lambda code: view.text(options[code]), required=True,
        label_visibility="collapsed", **_state(name, options, usual),
    )  # fmt: skip
    return _keep(name, value, usual)


def pick(view: View, name: str, label: str, options: Mapping[str, str]) -> str:
    """One of several further looks, or none: ""."""
    value = st.pills(
        label, list(options), format_func=lambda code: view.text(options[code]),
        **_state(name, options, None),
    )  # fmt: skip
    return _keep(name, value or "", "")


def _state(name: str, options: Mapping[str, str], usual: str | None) -> dict[str, str]:
    key = f"page.{name}"
    if key not in st.session_state:
        asked = st.query_params.get(name)
        st.session_state[key] = asked if asked in options else usual
    return {"key": key}


def _keep(name: str, value: str, usual: str) -> str:
    if value != usual:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
    return value
