"""Files made for somebody: the address of one opens for whom it was made, and for nobody else."""

import hashlib
from collections.abc import Callable
from threading import Lock

from analytics.access import User
from pages.parts.guard import View

# What a file holds, as a checksum -> the users it was made for; the oldest files are forgotten.
_made_for: dict[bytes, set[User]] = {}
_lock = Lock()
MOST = 10_000


def handed(view: View, made: Callable[[], bytes]) -> Callable[[], bytes]:
    """What makes the file, for `st.download_button`; it notes for whom when it is asked to."""

    def own() -> bytes:
        content = made()
        _note(content, view.user)
        return content

    return own


def opens(content: bytes, user: User) -> bool:
    """Whether this file was made for this user, in the role and with the customers they have."""
    return user in _made_for.get(_print(content), ())


def _note(content: bytes, user: User) -> None:
    key = _print(content)
    with _lock:
        _made_for[key] = {*_made_for.pop(key, ()), user}
        for oldest in list(_made_for)[:-MOST]:
            del _made_for[oldest]


def _print(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
