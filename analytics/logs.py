"""What the server writes down: one line an event, plain or as JSON, and never whose data it is."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import time
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any

FORM = "REGULARS_LOG"
MESSAGES = "REGULARS_LOG_MESSAGES"
HEADER = "x-request-id"
# asked every few seconds whether the server is up, and a hundred files of each page
_DULL = ("/healthz", "/static/")
_OURS = re.compile(r"[A-Za-z0-9._-]{1,64}")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_log = logging.getLogger("regulars.requests")


def begin() -> None:
    """Writes what is logged to the error stream, as JSON where REGULARS_LOG is json."""
    handler = logging.StreamHandler()
    handler.setFormatter(Json() if os.environ.get(FORM) == "json" else Plain())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class Plain(logging.Formatter):
    """Time, level, logger, message; errors without their messages, which may quote customers."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: Any) -> str:
        """The path an error took, its kind, and its message only where that was asked for."""
        return where(ei[1])


class Json(Plain):
    """The same as one JSON object a line: time (UTC), level, logger, message, and what came along.

    request  the id a request has in the answer's X-Request-ID; error the path an error took
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := getattr(record, "request", None):
            line["request"] = request
        if record.exc_info and record.exc_info[1]:
            line["error"] = where(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def where(error: BaseException | None) -> str:
    """The lines of code an error came through and its kind, cause first.

    Messages of errors quote values out of files ("could not convert 'Ann Lee'"), so they are left
    out unless REGULARS_LOG_MESSAGES is 1.
    """
    if error is None:
        return ""
    whole = os.environ.get(MESSAGES) == "1"
    parts = [where(error.__cause__ or error.__context__)]
    parts += traceback.format_tb(error.__traceback__)
    parts.append("".join(traceback.format_exception_only(error)) if whole else type(error).__name__)
    return "".join(parts).rstrip() + "\n"


class Requests:
    """Gives each request an id, that of the proxy in front where it sent one, and logs how it went.

    The id stands in the answer's X-Request-ID and reaches pages as a header of their session; of an
    address only the path is written, for what follows it may name a customer.
    """

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        given = next((v.decode("latin-1") for k, v in scope["headers"] if k == HEADER.encode()), "")
        request = given if _OURS.fullmatch(given) else secrets.token_hex(8)
        header = (HEADER.encode(), request.encode())
        others = [(k, v) for k, v in scope["headers"] if k != header[0]]
        scope = {**scope, "headers": [*others, header]}

        async def answer(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] in ("http.response.start", "websocket.accept"):
                status = message.get("status", 101)
                message = {**message, "headers": [*message.get("headers", ()), header]}
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            spent = round((time.perf_counter() - began) * 1000)
            method = scope.get("method", "WEBSOCKET")
            level = logging.DEBUG if scope["path"].startswith(_DULL) else logging.INFO
            _log.log(
                level, "%s %s %s %s ms", method, scope["path"], status, spent,
                extra={"request": request},
            )  # fmt: skip
