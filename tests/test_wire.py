"""Files, uploads and open pages belong to who they were made for, as long as they are the same."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from streamlit.proto.BackMsg_pb2 import BackMsg

from analytics.access import User
from pages.parts import handed, identity, lock
from pages.parts.handed import opens
from pages.parts.navigation import PAGES
from pages.parts.wire import Wire

AL, ANN = User("al@example.com", "analyst"), User("ann@example.com", "admin")
EVE, VI = User("eve@example.com", "analyst", ("Eve",)), User("vi@example.com", "viewer")


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What one test remembers is unknown to the next."""
    yield
    identity._sessions.clear()
    handed._made_for.clear()


def view(user: User) -> Any:
    return SimpleNamespace(user=user)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """answer(user, path): the status with which this user is answered; None is nobody."""
    monkeypatch.setattr(identity, "required", lambda: True)

    def answered(user: User | None, path: str, **headers: str) -> tuple[int, bytes]:
        monkeypatch.setattr(lock, "_who", lambda scope: user)
        sent: list[dict[str, Any]] = []

        async def inside(scope: Any, receive: Any, send: Any) -> None:
            missing = "missing" in scope["path"]
            held = dict(scope["headers"])
            part = "ran" if b"range" in held else "ranks of Eve's customers"
            await PlainTextResponse(part, 404 if missing else 200)(scope, receive, send)

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> dict[str, Any]:
            return {"type": "http.request"}

        told = [(b"host", b"localhost"), *((k.encode(), v.encode()) for k, v in headers.items())]
        scope = {"type": "http", "method": "GET", "path": path, "headers": told,
                 "query_string": b"", "root_path": ""}  # fmt: skip
        asyncio.run(lock.Lock(inside, [], [])(scope, receive, send))
        return sent[0]["status"], sent[1]["body"]

    return answered


def test_a_file_opens_for_whom_it_was_made_and_nobody_else(answer: Any) -> None:
    content = b"ranks of Eve's customers"
    assert answer(EVE, "/media/a.csv")[0] == 403
    assert handed.handed(view(EVE), lambda: content)() == content
    assert answer(EVE, "/media/a.csv") == (200, content)
    for other, status in ((AL, 403), (ANN, 403), (VI, 403), (None, 401)):
        assert answer(other, "/media/a.csv")[0] == status
    assert answer(EVE, "/media/missing.csv")[0] == 404
    # in another role, or with other customers, they are somebody else
    assert answer(User(EVE.name, "admin", EVE.owners), "/media/a.csv")[0] == 403
    assert answer(User(EVE.name, "analyst"), "/media/a.csv")[0] == 403


def test_a_file_is_known_by_all_of_it_whatever_part_is_asked_for(answer: Any) -> None:
    handed.handed(view(EVE), lambda: b"ranks of Eve's customers")()
    assert answer(EVE, "/media/a.csv", range="bytes=0-2")[0] == 200
    assert answer(AL, "/media/a.csv", range="bytes=0-2") == (403, b"Not made for you.")


def test_who_had_the_same_file_made_opens_it_too_and_the_oldest_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handed, "MOST", 2)
    for user in (EVE, AL):
        handed.handed(view(user), lambda: b"same")()
    assert opens(b"same", EVE)
    assert opens(b"same", AL)
    for content in (b"1", b"2"):
        handed.handed(view(EVE), lambda content=content: content)()
    assert not opens(b"same", EVE)
    assert opens(b"1", EVE)


def test_every_file_that_leaves_is_noted_for_whom() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in PAGES.rglob("*.py"))
    assert source.count(".download_button(") >= 5
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "download_button":
            given = {each.arg: each.value for each in node.keywords}
            data = given["data"] if "data" in given else node.args[1]
            assert isinstance(data, ast.Call)
            assert isinstance(data.func, ast.Name)
            assert data.func.id == "handed"


def test_nobody_uploads_into_the_session_of_another(answer: Any) -> None:
    identity._sessions.update({"of-eve": EVE, "of-nobody": None})
    assert answer(EVE, "/_stcore/upload_file/of-eve/1")[0] == 200
    for user, session in ((AL, "of-eve"), (AL, "of-nobody"), (AL, "unknown"), (AL, "")):
        assert answer(user, f"/_stcore/upload_file/{session}/1")[0] == 403


def sent_on(messages: list[bytes], who: list[User | None], session: str = "") -> tuple[Any, Any]:
    """What the pages receive of these messages, and what the browser is sent.

    who  is there when the line begins, and at each message
    """
    waiting = [{"type": "websocket.receive", "bytes": each} for each in messages]
    waiting.append({"type": "websocket.disconnect", "code": 1000})
    there, sent = iter(who), []
    told = ", ".join(["streamlit", "token", *([session] if session else [])])
    headers = [(b"sec-websocket-protocol", told.encode())]

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    async def all_of() -> list[Any]:
        wire = Wire({"type": "websocket", "headers": headers}, receive, send, lambda: next(there))
        got = []
        while not got or got[-1]["type"] != "websocket.disconnect":
            got.append(await wire.receive())
        kept = dict(wire.scope["headers"])[b"sec-websocket-protocol"].decode().split(",")
        return [[each.strip() for each in kept], got]

    return asyncio.run(all_of()), sent


def message(kind: str) -> bytes:
    asked = BackMsg()
    if kind in ("deferred_file", "install_skills"):
        getattr(asked.backend_operation_request, kind).SetInParent()
    elif kind in ("rerun_script", "file_urls_request"):
        getattr(asked, kind).SetInParent()
    else:
        setattr(asked, kind, True)
    return asked.SerializeToString()


def test_only_what_pages_need_reaches_them() -> None:
    needed = ["rerun_script", "stop_script", "app_heartbeat", "deferred_file"]
    refused = ["clear_cache", "load_git_info", "set_run_on_save", "install_skills"]
    messages = [message(kind) for kind in [*refused, *needed, *refused]] + [b"\xff\xff", b""]
    (_, got), _ = sent_on(messages, [EVE] * 20)
    assert [each["bytes"] for each in got[:-1]] == [message(kind) for kind in needed]


@pytest.mark.parametrize("later", [AL, User(EVE.name, "viewer", EVE.owners), User(EVE.name)])
def test_a_line_ends_when_another_is_at_its_end(later: User | None) -> None:
    """A part of a page that runs alone, a control and a file are not asked whose they are."""
    run = message("rerun_script")
    (_, got), sent = sent_on([run, run, run], [EVE, EVE, EVE, later])
    assert [each["type"] for each in got] == ["websocket.receive"] * 2 + ["websocket.disconnect"]
    assert [each["type"] for each in sent] == ["websocket.close"]


def test_of_who_signed_out_a_page_alone_is_run_and_it_whole() -> None:
    """The page asks who is there and says so; controls would be called before it asks."""
    asked = BackMsg()
    asked.rerun_script.query_string = "lang=en"
    asked.rerun_script.page_script_hash = "page"
    asked.rerun_script.fragment_id = "part"
    asked.rerun_script.widget_states.widgets.add(id="erase", trigger_value=True)
    run = asked.SerializeToString()
    messages = [run, message("deferred_file"), message("file_urls_request"), run]
    (_, got), _ = sent_on(messages, [EVE, EVE, None, None, None])
    assert got[0]["bytes"] == run
    assert [each["type"] for each in got] == ["websocket.receive"] * 2 + ["websocket.disconnect"]
    whole = BackMsg.FromString(got[1]["bytes"]).rerun_script
    assert (whole.query_string, whole.page_script_hash) == ("lang=en", "page")
    assert not whole.fragment_id
    assert not whole.HasField("widget_states")


def test_who_signs_in_has_a_line_of_their_own() -> None:
    (_, got), _ = sent_on([message("rerun_script")], [None, EVE])
    assert [each["type"] for each in got] == ["websocket.disconnect"]


def test_a_session_goes_on_for_who_began_it_only() -> None:
    identity._sessions.update({"of-eve": EVE, "of-nobody": None})
    for who, session, goes_on in (
        (EVE, "of-eve", True), (AL, "of-eve", False), (None, "of-eve", False),
        (EVE, "of-nobody", False), (None, "of-nobody", True), (EVE, "unknown", False),
    ):  # fmt: skip
        (kept, _), _ = sent_on([], [who], session)
        assert kept == ["streamlit", "token", *([session] if goes_on else [])]
