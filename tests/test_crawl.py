"""A walk through all there is to open, by programs and in Chromium, as each role: 0 leaks.

What is looked for is every number, name, address and phone of a customer, and what was written
about one: in all that the server sends, which is more than a page shows, and in every file.
"""

from __future__ import annotations

import html
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest

from analytics import Scope, Workspace, lists, rfm, tags
from analytics.rules import EVERYBODY, Rule
from tests.served import free_port, served
from tests.signed import Program, Server, cookies
from tests.test_roles import LOOKS, OWNER

pytestmark = pytest.mark.slow
ROLES = {"vi": "viewer", "al": "analyst", "ed": "editor", "ann": "admin", "harry": "analyst"}
KEY = 5  # bytes by which texts are looked for first; a customer's number has no more
SECRET_LINE = "what only admins read on the trail"
NAMES = {"review/overview.py": "start"}


def path(file: str) -> str:
    """The address of a page."""
    return NAMES.get(file, Path(file).stem)


@pytest.fixture(scope="module")
def folder(made: Callable[..., Path], unused: Path) -> Path:
    """The sample firm as one's own, with a list of everybody and something said of everybody."""

    def fill(folder: Path) -> None:
        shutil.copytree(unused / "sample" / "en", folder, dirs_exist_ok=True)
        with Workspace.open(folder) as ws:
            rule = Rule.of(rfm.listing, "All", rows=EVERYBODY)
            lists.save(ws, "All", rule, Scope(), include_do_not_contact=True)
            for customer in ("C0001", "C0006", "C0438"):
                tags.put(ws, customer, ["vip"])
                tags.write(ws, customer, f"said in confidence of {customer}x")
            ws.state.record("ann@example.com", "setting", SECRET_LINE)

    return made("crawled", fill)


@pytest.fixture(scope="module")
def server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all of them."""
    base = tmp_path_factory.mktemp("crawl")
    shutil.copytree(folder, base / "workspace")
    port = free_port()
    found = Server(
        f"http://localhost:{port}", base, base / "secrets.toml",
        owners=f'"harry@example.com" = "{OWNER}"', analysts='"al@example.com", "harry@example.com"',
    )  # fmt: skip
    found.let(8)
    with served(base, f"--secrets.files={found.secrets}", port=port):
        yield found


@pytest.fixture(scope="module")
def secret(folder: Path) -> dict[str, set[bytes]]:
    """Who is told what not: name of the reader -> the texts."""
    with Workspace.open(folder) as ws, ws.cursor() as cursor:
        rows = cursor.execute(
            "select owner, customer_id, name, email, phone from customers"
        ).fetchall()
    texts = {
        owner: {text.encode() for row in rows if row[0] == owner for text in row[1:] if text}
        for owner in {row[0] for row in rows}
    }
    owners = {row[1]: row[0] for row in rows}
    for customer in ("C0001", "C0006", "C0438"):
        texts[owners[customer]].add(f"said in confidence of {customer}x".encode())
    line = {SECRET_LINE.encode()}
    everybody = set().union(*texts.values())
    return {
        "": everybody | line,
        "vi": everybody | line,
        "harry": (everybody - texts[OWNER]) | line,
        "al": line,
        "ed": line,
        "ann": set(),
    }


def found(told: bytes, texts: Collection[bytes]) -> list[bytes]:
    """Which of these texts stand in what was told, however they are written there."""
    plain = html.unescape(told.decode("utf-8", "ignore")).replace("\\", "").encode()
    here = np.frombuffer(plain, np.uint8).astype(np.uint64)
    keys = sum(here[place : len(here) - KEY + place + 1] << (8 * place) for place in range(KEY))
    wanted = [int.from_bytes(text[:KEY], "little") for text in texts]
    likely = np.isin(np.array(wanted, np.uint64), keys)
    return [text for text, near in zip(texts, likely, strict=True) if near and text in plain]


def test_what_is_looked_for_is_found_wherever_it_stands() -> None:
    texts = [b"C0438", b"Fox & Sons", b"ann@example.com"]
    for told in (b"..C0438..", rb"Fox \& Sons", b"Fox &amp; Sons", b"\x00\xffann@example.com\x01"):
        assert len(found(told, texts)) == 1
    assert found(b"C0439 Fox and Sons", texts) == []


@pytest.fixture(scope="module")
def opened(server: Server) -> dict[int, dict[str, bool]]:
    """What can be opened on each page and tab: number of the look -> ids, as for a viewer."""
    with Program(server.address, cookies(server.address, "vi")) as program:
        ids = {}
        for place, (file, query) in enumerate(LOOKS):
            program.opens(path(file), urlencode({"lang": "en"} | query))
            ids[place] = dict.fromkeys(program.closed(), True)
        return ids


@pytest.mark.parametrize("who", ["vi", "harry"])
def test_a_program_is_told_of_no_customer_it_may_not_see(
    server: Server, secret: dict[str, set[bytes]], opened: dict[int, dict[str, bool]], who: str
) -> None:
    with Program(server.address, cookies(server.address, who)) as program:
        for place, (file, query) in enumerate(LOOKS):
            told = program.opens(path(file), urlencode({"lang": "en"} | query), **opened[place])
            assert b"Sign out" in told
            assert found(told, secret[who]) == [], (file, query)
            more = dict.fromkeys(program.closed(), True)
            if more.keys() - opened[place].keys():
                told = program.opens(path(file), urlencode({"lang": "en"} | query), **more)
                assert found(told, secret[who]) == [], (file, query)


def test_an_admin_is_told_who_they_are(server: Server, secret: dict[str, set[bytes]]) -> None:
    """So that finding nothing for the others means something."""
    with Program(server.address, cookies(server.address, "ann")) as program:
        for page, least in (("segments", 150), ("churn", 500), ("profile", 3)):
            told = program.opens(page, "lang=en&customer=C0438")
            assert len(found(told, secret[""])) >= least
