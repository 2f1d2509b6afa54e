"""The way to a Spark cluster: silence is noticed, and work that takes long is waited for.

A cluster that lives answers small questions soon and a ping always; only what it computes may take
as long as it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import grpc

# Seconds for what is answered at once: the settings a session begins with are the first of it, so
# this is how long a cluster may take to be there.
SOON = 30.0
# What a table looks like may be asked of many files first.
LATER = {"AnalyzePlan": 300.0}
# Every 45 s a ping, and a machine that has not answered one within 15 s is gone. Spark bears three
# without a word of its own between them, and says one every two minutes at least.
OPTIONS = {
    "grpc.keepalive_time_ms": 45_000,
    "grpc.keepalive_timeout_ms": 15_000,
    "grpc.http2.ping_timeout_ms": 15_000,  # of the two the longer counts
    "grpc.http2.max_pings_without_data": 0,
    "grpc.min_reconnect_backoff_ms": 5_000,  # as long may one attempt to connect take
    "grpc.use_local_subchannel_pool": 1,  # a new session begins with a new attempt
}


def patient(builder: Any) -> Any:
    """The same builder of a channel, which makes one that is as patient as said above."""
    for name, value in OPTIONS.items():
        builder.setChannelOption(name, value)
    builder.add_interceptor(_Patience())
    return builder


class _Call(NamedTuple):
    method: str
    timeout: float | None
    metadata: Any
    credentials: Any
    wait_for_ready: bool | None
    compression: Any


class _Patience(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc]
    """Limits questions that have one answer; those answered row after row have no limit."""

    def intercept_unary_unary(
        self, continuation: Callable[[Any, Any], Any], call: Any, request: Any
    ) -> Any:
        """Asks what was to be asked, and waits so long for it."""
        within = LATER.get(call.method.rpartition("/")[2], SOON)
        limited = _Call(
            call.method, within, call.metadata, call.credentials, call.wait_for_ready,
            call.compression,
        )  # fmt: skip
        return continuation(limited, request)
