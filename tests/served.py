"""A server of its own for a test, and what reads its pages as a browser does."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
]
PATIENCE = 60_000
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"
FAULTS = "[data-testid=stException], [data-testid=stAlertContentError], [role=dialog]"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(tmp_path: Path, *options: str, port: int | None = None) -> Iterator[str]:
    """The address of a server of its own, over the workspace in this folder: see `running`."""
    with running(tmp_path, *options, port=port) as (address, _server):
        yield address


@contextmanager
def running(
    tmp_path: Path, *options: str, port: int | None = None
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a server of its own, over the workspace in this folder, and its process.

    options  as for `streamlit run`; the log is server.log in the folder
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    log = (tmp_path / "server.log").open("w")
    server = subprocess.Popen(
        [*command, f"--server.port={port}", *options],
        cwd=ROOT,
        env=os.environ | {"REGULARS_WORKSPACE": str(tmp_path / "workspace")},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
    )
    try:
        _wait_for(f"http://localhost:{port}/healthz", server)
        yield f"http://localhost:{port}", server
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.read() == b"ok"
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer")


@contextmanager
def browsing() -> Iterator[Callable[..., Any]]:
    """Within this block opened(locale, **kind) opens a browser of its own and gives its page."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def opened(locale: str = "en-GB", **kind: Any) -> Any:
            size = {"viewport": {"width": 1440, "height": 900}}
            context = chromium.new_context(**size | kind, locale=locale, accept_downloads=True)
            context.set_default_timeout(PATIENCE)
            return context.new_page()

        yield opened
        chromium.close()


def headline(page: Any) -> str:
    """The page's answer, once its script has come to rest; fails on any error shown."""
    page.wait_for_selector("h1")
    page.wait_for_selector(QUIET)
    assert page.locator(FAULTS).count() == 0, page.locator(FAULTS).all_inner_texts()
    return str(page.locator("h1").first.inner_text())
