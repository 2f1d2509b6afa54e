"""The server talks to those who ask it, and to nobody else."""

import urllib.request
from typing import Any

import pytest
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins

from pages.parts.notices import calm


def test_a_page_of_another_site_is_refused_without_asking_anybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Streamlit would ask checkip.amazonaws.com for the address of this network."""
    asked: list[Any] = []
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda *a, **k: asked.append(a))
    monkeypatch.setattr(urllib.request, "urlopen", lambda *a, **k: asked.append(a))
    import app  # noqa: F401 (what it sets is what is tested)

    assert not is_url_from_allowed_origins("https://elsewhere.example.com")
    assert is_url_from_allowed_origins("http://localhost:8501")
    assert asked == []


def test_what_a_page_did_not_catch_is_said_calmly() -> None:
    import app

    assert app.app._on_script_error is calm
