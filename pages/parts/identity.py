"""Who is at the other end, asked the same way by pages and by the server's routes."""

import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import (
    decode_signed_value,
    decode_xsrf_token_string,
)
from streamlit.web.server.starlette.starlette_server_config import (
    USER_COOKIE_NAME,
    XSRF_COOKIE_NAME,
)

from analytics.access import Refused, Rules, User
from analytics.state import State

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Sign-in that was set up once stays asked for, though its file may go while the server runs.
_asked_for: list[bool] = []
# Sign-ins that were ended: a copy of their cookie, or another tab, is refused from then on.
_ended: set[str] = set()
# Where browsers that are signing in were on their way to, by the secret each of them has.
_waiting: dict[bytes, Any] = {}
MOST_WAITING = 1000
# Whose a session of Streamlit is; None is nobody who may come in.
_sessions: dict[str, User | None] = {}
MOST_SESSIONS = 10_000


def required() -> bool:
    """Whether somebody must sign in: secrets.toml has a table [auth], or cannot be read."""
    if not _asked_for and _set_up():
        _asked_for.append(True)
    return bool(_asked_for)


def address() -> str:
    """Where the server listens, as it was told; "" is everywhere."""
    return config.get_option("server.address") or ""


def is_private() -> bool:
    """Whether only this computer reaches the server."""
    return address() in LOOPBACK


def user(claims: Mapping[str, Any]) -> User:
    """The user of what the provider told about them. Errors: Refused; DataError for bad rules."""
    if not required():
        return User()
    if _mark(claims) in _ended:
        raise Refused("nobody")
    return Rules.of(_table("access")).user(claims, time.time())


def end(claims: Mapping[str, Any], state: State) -> None:
    """Forgets a sign-in in every tab, also of a server that starts after this one."""
    _ended.add(_mark(claims))
    state.end_sign_in(_mark(claims))


def recall(folder: Path) -> None:
    """Takes up what servers before this one knew of sign-ins that were ended."""
    kept = folder / "state.sqlite"
    if required() and kept.exists():
        _ended.update(State(kept).ended_sign_ins())


def remember(where: Any) -> None:
    """Keeps where this browser wanted to go; the provider sends it back to the first page."""
    if browser := _browser():
        _waiting.pop(browser, None)
        _waiting[browser] = where
        for oldest in list(_waiting)[:-MOST_WAITING]:
            del _waiting[oldest]


def remembered() -> Any:
    """Where this browser wanted to go before it signed in, told once; None if nowhere."""
    return _waiting.pop(_browser(), None)


def met(who: User | None) -> None:
    """Notes whose session this is. A session begins with one user and ends with them."""
    if context := get_script_run_ctx():
        _sessions.setdefault(context.session_id, who)
        for oldest in list(_sessions)[:-MOST_SESSIONS]:
            del _sessions[oldest]


def is_session_of(session: str, who: User | None) -> bool:
    """Whether a session was begun by this user."""
    return session in _sessions and _sessions[session] == who


def providers() -> list[str]:
    """The names of the providers to choose from; "" is the one without a name."""
    table = _table("auth")
    named = [name for name, value in table.items() if isinstance(value, Mapping)
             and "client_id" in value]  # fmt: skip
    return [""] * ("client_id" in table) + named


def origin() -> str:
    """Scheme and host by which the app is known, as the provider sends people back to it."""
    return str(_table("auth").get("redirect_uri", "")).removesuffix("/oauth2callback")


def of_cookies(cookies: Mapping[str, str]) -> dict[str, Any]:
    """What a request's signed cookie says of who sent it; {} where there is none that holds."""
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(secret, name, value.encode("latin-1")) if value else None

    try:
        told = json.loads(get_cookie_with_chunks(one, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _mark(claims: Mapping[str, Any]) -> str:
    """Names one sign-in without telling whose it is."""
    told = f"{claims.get('sub')} {claims.get('iat')}"
    return hashlib.sha256(told.encode()).hexdigest()


def _browser() -> bytes:
    """The secret by which this browser is known; its cookie writes it differently each time."""
    return decode_xsrf_token_string(st.context.cookies.get(XSRF_COOKIE_NAME, ""))[0] or b""


def _set_up() -> bool:
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return any(Path(path).exists() for path in config.get_option("secrets.files"))


def _table(name: str) -> Mapping[str, Any]:
    try:
        found = st.secrets.get(name, {})
    except StreamlitSecretNotFoundError:
        return {}
    return found if isinstance(found, Mapping) else {}
