"""Who can open the app as it was started: the lock on its routes, without a server or a browser."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import config
from streamlit.testing.v1 import AppTest

import app
from analytics import Workspace
from analytics.access import Refused, User
from analytics.runner import Runner
from pages.parts import identity, lock
from pages.parts.navigation import PAGES

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What one test asks for is not asked for in the next."""
    yield
    identity._asked_for.clear()
    identity._ended.clear()


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Any:
    """address(where) has the server listen there."""
    real = config.get_option

    def listening(where: str) -> None:
        told = {"server.address": where, "server.allowedHosts": []}
        monkeypatch.setattr(
            config, "get_option", lambda name: told[name] if name in told else real(name)
        )

    return listening


def asked(path: str, host: str = "localhost:8501", kind: str = "http") -> int:
    """The status of the lock's answer; 200 where it lets the request through."""
    sent: list[dict[str, Any]] = []

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("inside")(scope, receive, send)

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    def route(request: Any) -> PlainTextResponse:
        return PlainTextResponse("")

    routes = [Route("/healthz", route), Route("/export", route)]
    scope = {
        "type": kind, "method": "GET", "path": path, "headers": [(b"host", host.encode())],
        "query_string": b"", "root_path": "",
    }  # fmt: skip
    asyncio.run(lock.Lock(inside, routes, ["/healthz"])(scope, receive, send))
    return int(sent[0].get("status", sent[0].get("code", 0)))


def test_without_a_sign_in_this_computer_opens_everything(address: Any) -> None:
    address("localhost")
    for path in ("/", "/media/a.csv", "/export", "/healthz", "/_stcore/upload_file/a/b"):
        assert asked(path) == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8501", 200), ("127.0.0.1", 200), ("[::1]:8501", 200), ("LOCALHOST", 200),
        ("evil.example", 421), ("localhost.evil.example", 421), ("localhost@evil.example", 421),
        ("", 421), ("[", 421),
    ],
)  # fmt: skip
def test_only_known_names_are_answered(address: Any, host: str, status: int) -> None:
    address("localhost")
    assert asked("/", host) == status
    assert asked("/_stcore/stream", host, "websocket") == (status if status == 200 else 1008)
    address("0.0.0.0")
    assert asked("/", host) == 200


def test_a_route_nobody_thought_of_is_closed(address: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    address("localhost")
    monkeypatch.setattr(identity, "required", lambda: True)
    assert asked("/export") == 401
    assert asked("/_stcore/something-new") == 401
    assert asked("/media/a.csv") == 401
    for path in ("/healthz", "/", "/segments", "/_stcore/health", "/static/app.js"):
        assert asked(path) == 200


def test_settings_that_cannot_be_read_open_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "secrets.toml"
    real = config.get_option
    monkeypatch.setattr(
        config, "get_option", lambda name: [str(file)] if name == "secrets.files" else real(name)
    )
    secrets = st.runtime.secrets.Secrets()
    monkeypatch.setattr(st, "secrets", secrets)
    assert identity.user({}) == User()
    file.write_text("[auth\nbroken", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Refused):
            identity.user({})
        file.unlink(missing_ok=True)  # once asked for, a sign-in stays asked for


def test_a_sign_in_that_was_ended_stays_ended_when_the_server_starts_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "required", lambda: True)
    monkeypatch.setattr(identity, "_table", lambda name: {"roles": {"admin": ["*"]}})
    monkeypatch.setattr("analytics.logs.begin", lambda: None)
    monkeypatch.setattr("analytics.runner.shared", Runner)
    monkeypatch.setenv("REGULARS_WORKSPACE", str(tmp_path))
    once = {"is_logged_in": True, "sub": "ann", "iat": time.time(), "email": "ann@example.com"}
    again = once | {"iat": once["iat"] + 1}
    state = Workspace.open(tmp_path).state
    identity.end(once, state)
    assert "ann" not in str(state.ended_sign_ins())
    identity._ended.clear()  # as a new process begins
    assert identity.user(once).role == "admin"

    async def started() -> None:
        async with app.lifespan(app.app):
            with pytest.raises(Refused):
                identity.user(once)
            assert identity.user(again).role == "admin"

    asyncio.run(started())


@pytest.mark.parametrize(
    ("where", "signing_in", "level", "said"),
    [
        ("localhost", False, "INFO", "on localhost only: nobody else can open the app"),
        ("0.0.0.0", False, "WARNING", "everybody who reaches this port sees all data"),
        ("", False, "WARNING", "listening on every interface without a sign-in"),
        ("0.0.0.0", True, "INFO", "whoever opens the app must sign in"),
    ],
)
def test_the_log_says_who_can_open_it(
    address: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, where: str,
    signing_in: bool, level: str, said: str,
) -> None:  # fmt: skip
    address(where)
    monkeypatch.setattr(identity, "required", lambda: signing_in)
    with caplog.at_level(logging.INFO, "regulars"):
        lock.notice()
    (record,) = caplog.records
    assert record.levelname == level
    assert said in record.getMessage()


@pytest.mark.parametrize(
    ("where", "said"),
    [("localhost", "this computer only"), ("0.0.0.0", "beyond this computer")],
)
def test_settings_say_who_can_open_the_app(
    address: Any, unused: Path, monkeypatch: pytest.MonkeyPatch, where: str, said: str
) -> None:
    monkeypatch.setenv("REGULARS_WORKSPACE", str(unused))
    monkeypatch.chdir(ROOT)
    address(where)
    at = AppTest.from_file(str(PAGES / "frame.py"), default_timeout=60)
    at.context["locale"] = "en-GB"
    at.query_params["tab"] = "settings"
    at.switch_page("data/intake.py")
    at.run()
    assert not at.exception
    assert said in " ".join(each.value for each in [*at.caption, *at.warning])


def test_the_guard_is_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {"roles": {"viewer": [f"u{n}@example.com" for n in range(500)], "admin": ["a@b.c"]}}
    monkeypatch.setattr(identity, "required", lambda: True)
    monkeypatch.setattr(identity, "_table", lambda name: rules)
    claims = {"is_logged_in": True, "sub": "1", "iat": time.time(), "email": "u499@example.com"}
    spent = []
    for _ in range(20):
        began = time.perf_counter()
        assert identity.user(claims).role == "viewer"
        spent.append(time.perf_counter() - began)
    assert min(spent) < 0.002


def test_every_promise_names_tests_there_are() -> None:
    told = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    defined = {
        name
        for path in (ROOT / "tests").glob("test_*.py")
        for name in (path.name, *re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M))
    }
    named = set(re.findall(r"\btest_\w+(?:\.py)?", told))
    assert len(named) > 20
    assert named <= defined
