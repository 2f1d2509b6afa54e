"""Many readers at once: sessions as browsers hold them, clicking through every page.

`python -m benchmarks.users --workspace FOLDER [--users 20] [--seconds 300] [--load FILE]` starts a
server over the workspace, opens a WebSocket for each reader and runs page after page in it, with a
pause for reading in between; a load into the same workspace goes on meanwhile. It prints how long
pages took, what went wrong, and the server's memory minute by minute.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).parents[1]
PAGES = (
    *("start", "segments", "pyramid", "churn", "retention", "profile"),
    *("lists", "funnel", "products", "intake"),
)
VIEWS = ("", "", "period=13w", "period=12m", "lang=zh_CN")
READING = (2.0, 8.0)  # seconds between a page and the next click
STUCK = 60.0


class Seen:
    """What readers met: seconds of every page by name, and faults in words."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.faults: list[str] = []


def main() -> None:
    """Serves the workspace, lets the readers loose, prints what they met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.users", description=__doc__)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--load", type=Path, help="sales to bring in while they read")
    options = parser.parse_args()
    with served(options.workspace) as (port, server):
        seen, memory = asyncio.run(crowd(port, server.pid, options.users, options.seconds, options))
    report(seen, memory)


@contextmanager
def served(workspace: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A server of its own over the workspace, and its port."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [*command, f"--server.port={port}"], cwd=ROOT, stdout=log, stderr=log,
            env=os.environ | {"REGULARS_WORKSPACE": str(workspace)},
        )  # fmt: skip
        try:
            while True:
                try:
                    urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5)
                    break
                except OSError:
                    assert server.poll() is None, "the server ended"
                    time.sleep(0.2)
            yield port, server
        finally:
            server.terminate()
            server.wait(60)


async def crowd(
    port: int, pid: int, users: int, seconds: float, options: argparse.Namespace
) -> tuple[Seen, list[float]]:
    """All readers at once until the time is over, and the server's memory meanwhile, in MB."""
    seen, end = Seen(), time.monotonic() + seconds
    loading = asyncio.create_task(load(options.load, options.workspace, seconds / 3))
    memory: list[float] = []
    readers = [asyncio.create_task(reader(port, n, end, seen)) for n in range(users)]
    while time.monotonic() < end:
        memory.append(resident(pid))
        await asyncio.sleep(10)
    await asyncio.gather(*readers)
    memory.append(resident(pid))
    if said := await loading:
        seen.faults.append(said)
    return seen, memory


async def load(file: Path | None, workspace: Path, after: float) -> str:
    """Brings a file in by command while everybody reads; what went wrong, in words."""
    if file is None:
        return ""
    await asyncio.sleep(after)
    command = ["-m", "analytics.intake", "load", str(file), "--workspace", str(workspace)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, "--kind", "sales", cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    printed, _ = await process.communicate()
    return "" if process.returncode == 0 else f"load: {printed.decode()[-300:]}"


async def reader(port: int, number: int, end: float, seen: Seen) -> None:
    """One session: opens a page, reads for a while, opens another."""
    chance = random.Random(number)
    address = f"ws://localhost:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None) as session:  # type: ignore[list-item]
        while time.monotonic() < end:
            for page in chance.sample(PAGES, len(PAGES)):
                await asyncio.sleep(chance.uniform(*READING))
                if time.monotonic() > end:
                    break
                start = time.monotonic()
                faults = await opened(session, page, chance.choice(VIEWS))
                seen.seconds[page].append(time.monotonic() - start)
                seen.faults += [f"{page}: {fault}" for fault in faults]


async def opened(session: ClientConnection, page: str, query: str) -> list[str]:
    """Asks for a page and waits until its script is done; the errors it shows."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = query
    asked.rerun_script.context_info.locale = "en-GB"
    await session.send(asked.SerializeToString())
    faults, started = [], False
    try:
        async with asyncio.timeout(STUCK):
            while True:
                message = ForwardMsg.FromString(bytes(await session.recv(decode=False)))
                kind = message.WhichOneof("type")
                started |= kind == "new_session"
                if kind == "delta":
                    element = message.delta.new_element
                    if element.WhichOneof("type") == "exception":
                        faults.append(element.exception.message)
                    elif element.alert.format == element.alert.ERROR:
                        faults.append(element.alert.body)
                elif kind == "script_finished" and started:
                    return faults
    except TimeoutError:
        return [*faults, f"not done after {STUCK:.0f} s"]


def resident(pid: int) -> float:
    """Memory of a process that is its own, in MB: what is mapped from files can be given back."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return 0.0


def report(seen: Seen, memory: list[float]) -> None:
    """Pages with their times, faults, memory, as lines."""
    every = [each for times in seen.seconds.values() for each in times]
    for page, times in sorted(seen.seconds.items()):
        half, most = np.quantile(times, [0.5, 0.95])
        print(f"{page:<12}{len(times):>6} runs{half:>8.2f} s half{most:>8.2f} s 95 %")
    half, most = np.quantile(every, [0.5, 0.95])
    print(f"{'all':<12}{len(every):>6} runs{half:>8.2f} s half{most:>8.2f} s 95 %  (budget 2 s)")
    print("memory, MB each 10 s:", *(f"{each:.0f}" for each in memory))
    print(f"{len(seen.faults)} faults", *sorted(set(seen.faults)), sep="\n  ")


if __name__ == "__main__":
    main()
