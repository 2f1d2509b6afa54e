"""The line between a browser and the pages: it ends when another is at the other end than began it.

Pages ask who is looking when they run whole. A part of a page that runs alone, what a control calls
and a file that is asked for do not; so each message is held against who is there now. From nobody
any more only a page is taken, to be run whole; somebody else begins a line of their own.
"""

from collections.abc import Callable

from google.protobuf.message import DecodeError
from starlette.requests import HTTPConnection
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from analytics.access import User
from pages.parts import identity

# What pages need of a browser. Streamlit knows more, some of it for whoever develops an app: to
# empty what all readers share, to tell the state of the program's repository.
KINDS = {
    "rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "deferred_file",
    "dataframe_chunk",
}  # fmt: skip
PROTOCOLS = b"sec-websocket-protocol"
AGAIN = 1012  # "try again": the browser opens another line, which belongs to who is there then


class Wire:
    """The two ends of a WebSocket as the pages are given them.

    who  who is at the other end at this moment, None for nobody
    """

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, who: Callable[[], User | None]
    ) -> None:
        self._receive, self._send, self._who = receive, send, who
        self._began_by = who()
        self.scope = self._own(scope)

    def _own(self, scope: Scope) -> Scope:
        """The request without the session it would go on with, where that is somebody else's."""
        told = HTTPConnection(scope).headers.get(PROTOCOLS.decode(), "").split(",")
        if len(told) < 3 or identity.is_session_of(told[2].strip(), self._began_by):
            return scope
        kept = ",".join(told[:2]).encode("latin-1")
        headers = [(k, kept if k == PROTOCOLS else v) for k, v in scope["headers"]]
        return {**scope, "headers": headers}

    async def receive(self) -> Message:
        """The next message that this browser may send."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            told = _told(message.get("bytes") or b"")
            who = self._who()
            if who == self._began_by:
                if _kind(told) in KINDS:
                    return message
            elif who is None:
                if _kind(told) == "rerun_script":  # the page then asks to sign in
                    return {"type": "websocket.receive", "bytes": _whole(told)}
            else:
                await self._send({"type": "websocket.close", "code": AGAIN})
                return {"type": "websocket.disconnect", "code": AGAIN}


def _told(data: bytes) -> BackMsg:
    """What a browser says; nothing where that is no message."""
    try:
        return BackMsg.FromString(data)
    except DecodeError:
        return BackMsg()


def _kind(message: BackMsg) -> str:
    """What a browser asks for; "" for nothing."""
    kind = message.WhichOneof("type") or ""
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") or ""
    return kind


def _whole(message: BackMsg) -> bytes:
    """The same page asked for whole, without the controls, whose calls come before the page."""
    for part in ("widget_states", "fragment_id"):
        message.rerun_script.ClearField(part)
    return bytes(message.SerializeToString())
