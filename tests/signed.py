"""A server that asks for a sign-in, a provider of it, and programs with a cookie or without."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    generate_xsrf_token_string,
)
from streamlit.web.server.starlette.starlette_server_config import (
    USER_COOKIE_NAME,
    XSRF_COOKIE_NAME,
)
from websockets.sync.client import connect

from tests.served import free_port

PROVIDER = """
import sys, threading, warnings
warnings.simplefilter("ignore")
from oidc_provider_mock import User, run_server_in_thread
users = [User(sub=n, claims={"email": f"{n}@example.com", "name": n.title()})
         for n in ("ann", "ed", "al", "vi", "nobody")]
with run_server_in_thread(port=int(sys.argv[1]), user_claims=users):
    print("ready", flush=True)
    threading.Event().wait()
"""
SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "{secret}"
client_id = "regulars"
client_secret = "regulars"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"

[access]
hours = {hours}

[access.roles]
admin = ["ann@example.com"]
editor = ["ed@example.com"]
analyst = [{analysts}]
viewer = ["vi@example.com"]

[access.owners]
{owners}
"""
SECRET = "a-secret-that-nobody-else-knows-0123456789"


@dataclass
class Server:
    """A running app that asks for a sign-in."""

    address: str
    folder: Path
    secrets: Path
    provider: int = 0
    owners: str = ""
    analysts: str = '"al@example.com"'

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def let(self, hours: float) -> None:
        """Sets how long a sign-in lasts; the running server reads it by itself."""
        port = self.address.rpartition(":")[2]
        text = SECRETS.format(
            port=port, provider=self.provider, hours=hours, secret=SECRET, owners=self.owners,
            analysts=self.analysts,
        )  # fmt: skip
        self.secrets.write_text(text, encoding="utf-8")


@contextmanager
def provider() -> Iterator[int]:
    """The port of a provider of sign-in that takes everybody's word for who they are."""
    if find_spec("oidc_provider_mock") is None:
        pytest.skip("needs the package oidc-provider-mock")
    port = free_port()
    command = [sys.executable, "-c", PROVIDER, str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            yield port
        finally:
            process.terminate()


def status(url: str, method: str = "GET", **headers: str) -> int:
    request = urllib.request.Request(url, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def asked(address: str, path: str, query: str = "", cookies: Sequence[Any] = ()) -> bytes:
    """All that the server tells a program that runs a page, with cookies or without."""
    with Program(address, cookies) as program:
        return program.opens(path, query)


class Program:
    """A reader without a browser: one session, which asks for pages and says what it likes.

    messages  what the server sent since the last page was asked for
    """

    def __init__(self, address: str, cookies: Sequence[Any] = (), session: str = "") -> None:
        self.address, self.cookies = address, cookies
        tokens = [each["value"] for each in cookies if each["name"] == "_streamlit_xsrf"]
        self.line: Any = None
        self._connection = connect(
            address.replace("http", "ws") + "/_stcore/stream",
            origin=address,
            subprotocols=["streamlit", *tokens, *([session] if session else [])],
            additional_headers={"Cookie": header(cookies)} if cookies else {},
            max_size=None,
        )
        self.messages: list[ForwardMsg] = []
        self.session = ""

    def __enter__(self) -> Program:
        self.line = self._connection.__enter__()
        return self

    def __exit__(self, *told: Any) -> None:
        self._connection.__exit__(*told)

    def opens(self, path: str, query: str = "", **states: Any) -> bytes:
        """Runs a page; states are those of controls: id -> on or off, "press" for a button."""
        asked = self.asks(path, query, states)
        return self.says(asked)

    def asks(self, path: str, query: str, states: Mapping[str, Any]) -> BackMsg:
        """The message that asks for a page with its controls in these states."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = path
        message.rerun_script.is_history_navigation = True  # the address is read as that of a link
        for name, value in states.items():
            state = message.rerun_script.widget_states.widgets.add(id=name)
            if value == "press":
                state.trigger_value = True
            elif isinstance(value, bool):
                state.bool_value = value
            elif isinstance(value, str):
                state.string_value = value
            else:
                state.string_array_value.data.extend(value)
        return message

    def says(self, message: BackMsg, patience: float = 30) -> bytes:
        """Sends a message and gives all that comes until a script has run to its end."""
        self.line.send(message.SerializeToString())
        told, self.messages = b"", []
        while True:
            part = self.line.recv(timeout=patience)
            assert isinstance(part, bytes)
            told += part
            found = ForwardMsg.FromString(part)
            self.messages.append(found)
            kind = found.WhichOneof("type")
            if kind == "new_session":
                self.session = found.new_session.initialize.session_id
            if kind in ("script_finished", "backend_operation_response"):
                return told

    def closed(self) -> list[str]:
        """The ids of what can be opened on the page: expanders, popovers."""
        blocks = [found.delta.add_block for found in self.messages if found.HasField("delta")]
        ids = [block.expandable.id or block.popover.id for block in blocks]
        return [name for name in ids if name]

    def downloads(self) -> list[str]:
        """The ids of files that the page offers."""
        elements = [found.delta.new_element for found in self.messages if found.HasField("delta")]
        return [each.download_button.deferred_file_id or each.download_button.url
                for each in elements if each.HasField("download_button")]  # fmt: skip

    def controls(self, kind: str = "button") -> set[str]:
        """The ids of the controls of a kind on the page."""
        elements = [found.delta.new_element for found in self.messages if found.HasField("delta")]
        return {getattr(each, kind).id for each in elements if each.HasField(kind)}

    def made(self, file: str, patience: float = 30) -> str:
        """Has a file made and gives its address; "" where it is refused."""
        message = BackMsg()
        message.backend_operation_request.request_id = "1"
        message.backend_operation_request.session_id = self.session
        message.backend_operation_request.deferred_file.file_id = file
        self.says(message, patience)
        return self.messages[-1].backend_operation_response.deferred_file.url


def cookies(address: str, who: str, **more: Any) -> list[dict[str, str]]:
    """The cookies with which this server sends somebody back who has signed in."""
    told = {
        "origin": address, "is_logged_in": True, "sub": who, "name": who.title(),
        "email": f"{who}@example.com", "iat": int(time.time()), **more,
    }  # fmt: skip
    signed = create_signed_value(SECRET, USER_COOKIE_NAME, json.dumps(told)).decode()
    pairs = {USER_COOKIE_NAME: signed, XSRF_COOKIE_NAME: generate_xsrf_token_string()}
    return [{"name": name, "value": value, "url": address} for name, value in pairs.items()]


def fetched(url: str, who: Sequence[Any] = (), method: str = "GET") -> tuple[int, bytes]:
    """The status and content at an address, with somebody's cookies."""
    request = urllib.request.Request(url, method=method, headers={"Cookie": header(who)})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def header(cookies: Sequence[Any]) -> str:
    """Cookies of a browser as a program sends them."""
    return "; ".join(f"{each['name']}={each['value']}" for each in cookies)


def sign_in(page: Any, who: str) -> None:
    """Through the provider's page, back to the app."""
    page.locator("[class*=st-key-sign-in] button").first.click()
    page.wait_for_url("**/oauth2/authorize**")
    page.fill("input[name=sub]", who)
    page.locator("button").first.click()
    page.wait_for_selector("h1")
