"""The SHA-256 of files, computed beside their reading: only who asks for one waits for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

_worker = ThreadPoolExecutor(1, thread_name_prefix="checksum")


def of_file(path: Path) -> Future[str]:
    """That of a file as it came."""
    return _worker.submit(_digest, path)


def of_several(checksums: Iterable[str]) -> Future[str]:
    """That of several files together, by theirs."""
    found: Future[str] = Future()
    found.set_result(hashlib.sha256("".join(checksums).encode()).hexdigest())
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
