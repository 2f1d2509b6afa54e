"""What the server writes down: one line an event with the id of its request, and nobody's data."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from analytics import logs

log = logging.getLogger("regulars.test")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written, as JSON; the loggers of the test run come back afterwards."""
    monkeypatch.setenv(logs.FORM, "json")
    root = logging.getLogger()
    before, level, stream = root.handlers[:], root.level, io.StringIO()
    root.handlers = []
    logs.begin()
    assert isinstance(root.handlers[0], logging.StreamHandler)
    root.handlers[0].setStream(stream)
    yield stream
    root.handlers = before
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def failed() -> None:
    try:
        try:
            int("Ann Lee")
        except ValueError as error:
            raise KeyError("ann@example.com") from error
    except KeyError:
        log.exception("job %s failed", 7)


def test_a_line_is_an_object_with_time_level_and_message(written: io.StringIO) -> None:
    log.info("读取 %s 行", 3)
    (line,) = lines(written)
    assert line.keys() == {"time", "level", "logger", "message"}
    assert (line["level"], line["logger"], line["message"]) == (
        "info", "regulars.test", "读取 3 行",
    )  # fmt: skip
    assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta(0)


def test_an_error_says_where_it_arose_and_quotes_nobody(written: io.StringIO) -> None:
    failed()
    (line,) = lines(written)
    assert re.search(r'test_logs\.py", line \d+, in failed', line["error"])
    assert line["error"].index("ValueError") < line["error"].index("KeyError")
    assert "Ann" not in line["error"].replace('int("Ann Lee")', "")
    assert "ann@example.com" not in line["error"].replace('KeyError("ann@example.com")', "")


def test_messages_of_errors_are_written_where_that_is_asked_for(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(logs.MESSAGES, "1")
    failed()
    assert "invalid literal for int() with base 10: 'Ann Lee'" in lines(written)[0]["error"]


def test_plain_lines_quote_nobody_either(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    logging.getLogger().handlers[0].setFormatter(logs.Plain())
    failed()
    assert written.getvalue().rstrip().endswith("KeyError")
    assert "job 7 failed" in written.getvalue()


async def asked(path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """The answer of a small app behind the middleware: status, headers, and what it was told."""

    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(request.headers[logs.HEADER])

    app = logs.Requests(Starlette(routes=[Route("/{any:path}", page)]))
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": b"customer=C0438", "scheme": "http", "server": ("localhost", 80),
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    got = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], got, sent[1]["body"].decode()


def test_a_request_is_written_with_its_id_and_without_what_it_asked(written: io.StringIO) -> None:
    status, headers, told = asyncio.run(asked("/profile", x_request_id="proxy-17"))
    (line,) = lines(written)
    assert (status, headers[logs.HEADER], told) == (200, "proxy-17", "proxy-17")
    assert line["request"] == "proxy-17"
    assert re.fullmatch(r"GET /profile 200 \d+ ms", line["message"])


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, 'x"\n{"level":"error"}'])
def test_an_id_that_is_none_is_replaced(written: io.StringIO, given: str) -> None:
    _, headers, told = asyncio.run(asked("/", x_request_id=given))
    assert headers[logs.HEADER] == told == lines(written)[0]["request"]
    assert re.fullmatch("[0-9a-f]{16}", told)


def test_asking_whether_it_is_up_fills_no_log(written: io.StringIO) -> None:
    asyncio.run(asked("/healthz"))
    assert lines(written) == []
