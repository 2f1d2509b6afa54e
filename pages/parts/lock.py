"""The lock on the server's routes: what is not open to everybody asks who is there."""

import logging
from collections.abc import Sequence
from urllib.parse import urlparse

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from analytics import DataError
from analytics.access import Refused, User
from pages.parts import identity
from pages.parts.handed import opens
from pages.parts.wire import Wire

# Of Streamlit's own routes those that a page needs before it can ask who is there.
OPEN = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream")
# Everything below these is closed but for OPEN; any other address is the empty page.
CLOSED = ("/_stcore/", "/media/", "/component/", "/app/static/")
# Files that come and go; who may take nothing away is offered none. One that was made for somebody
# opens for nobody else, and nobody puts one into the session of somebody else.
UPLOADED, MADE = "/_stcore/upload_file/", "/media/"
PIECES = (b"range", b"accept-encoding")  # a file is known by all of its bytes, as they are
log = logging.getLogger("regulars")


def notice() -> None:
    """Says in the log, when the server starts, who can open the app."""
    where = identity.address() or "every interface"
    if identity.required():
        log.info("listening on %s; whoever opens the app must sign in", where)
    elif identity.is_private():
        log.info("listening on %s only: nobody else can open the app; no sign-in is set up", where)
    else:
        log.warning(
            "listening on %s without a sign-in: everybody who reaches this port sees all data "
            "and can change it; see docs/running.md",
            where,
        )


class Lock:
    """Refuses requests before any route sees them.

    open    paths of the app's own routes that everybody may ask
    routes  the app's own routes; one that is not open is closed, so that none can be forgotten
    """

    def __init__(self, app: ASGIApp, routes: Sequence[Route], open: Sequence[str]) -> None:
        self.app, self.routes, self.open = app, routes, (*OPEN, *open)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif refusal := self._refusal(scope):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await refusal(scope, receive, send)
        elif scope["type"] == "websocket":
            wire = Wire(scope, receive, send, lambda: _who(scope))
            await self.app(wire.scope, wire.receive, send)
        elif identity.required() and _path(scope).startswith(MADE) and (user := _who(scope)):
            await self._own_file(scope, receive, send, user)
        else:
            await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        if not _is_known(HTTPConnection(scope).headers.get("host", "")):
            return PlainTextResponse("The app is not known by this name.", 421)
        if not identity.required() or not self._is_closed(scope):
            return None
        if not (user := _who(scope)):
            return PlainTextResponse("Sign in first.", 401)
        path = _path(scope)
        if path.startswith((UPLOADED, MADE)) and not user.may("take"):
            return PlainTextResponse("Not with your role.", 403)
        if path.startswith(UPLOADED):
            session = path.removeprefix(UPLOADED).partition("/")[0]
            if not identity.is_session_of(session, user):
                return PlainTextResponse("Not your session.", 403)
        return None

    async def _own_file(self, scope: Scope, receive: Receive, send: Send, user: User) -> None:
        """Answers with a file that was made for this user, and with nothing of any other."""
        begun: Message = {}
        content = b""

        async def held(message: Message) -> None:
            nonlocal begun, content
            if message["type"] == "http.response.start":
                begun = message
            else:
                content += message.get("body", b"")

        headers = [(k, v) for k, v in scope["headers"] if k not in PIECES]
        await self.app({**scope, "headers": headers}, receive, held)
        if begun["status"] == 200 and not opens(content, user):
            await PlainTextResponse("Not made for you.", 403)(scope, receive, send)
            return
        await send(begun)
        await send({"type": "http.response.body", "body": content})

    def _is_closed(self, scope: Scope) -> bool:
        path = _path(scope)
        if path in self.open:
            return False
        own = any(route.matches(scope)[0] is not Match.NONE for route in self.routes)
        return own or path.startswith(CLOSED)


def _who(scope: Scope) -> User | None:
    """Who sent a request, by its cookie; None for nobody who may come in."""
    try:
        return identity.user(identity.of_cookies(HTTPConnection(scope).cookies))
    except (Refused, DataError):
        return None


def _path(scope: Scope) -> str:
    """The path below the one that the app is served under."""
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    path: str = scope["path"]
    return path.removeprefix(f"/{base}") if base else path


def _is_known(host: str) -> bool:
    """Whether the app may be asked for by this name.

    A page elsewhere can make a browser ask this computer under a name of its own; so on this
    computer only its usual names count, that of the sign-in, and those of server.allowedHosts.
    """
    if not identity.is_private():
        return True
    try:
        name = urlparse(f"//{host}").hostname
    except ValueError:
        return False
    if name and name in (*identity.LOOPBACK, urlparse(identity.origin()).hostname):
        return True
    return bool(config.get_option("server.allowedHosts")) and is_host_allowed(host)
