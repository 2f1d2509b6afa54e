"""A walk through all there is to open, by programs and in Chromium, as each role: 0 leaks.

What is looked for is every number, name, address and phone of a customer, and what was written
about one: in all that the server sends, which is more than a page shows, and in every file.
"""

from __future__ import annotations

import html
import shutil
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest

from analytics import Scope, Workspace, lists, rfm, tags
from analytics.rules import EVERYBODY, Rule
from tests.served import CHROMIUM, QUIET, browsing, free_port, headline, served
from tests.signed import Program, Server, cookies, fetched
from tests.taken import words
from tests.test_roles import LOOKS, OWNER

pytestmark = pytest.mark.slow
ROLES = {"vi": "viewer", "al": "analyst", "ed": "editor", "ann": "admin", "harry": "analyst"}
ASKED_AGAIN = b"Please sign in again"
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
            ws.state.record("ann@example.com", "note", day="2024-01-01", text=SECRET_LINE)

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


def test_nobody_is_told_anything_whatever_is_asked_for(
    server: Server, secret: dict[str, set[bytes]], opened: dict[int, dict[str, bool]]
) -> None:
    with Program(server.address) as program:
        for place, (file, query) in list(enumerate(LOOKS))[::2]:
            told = program.opens(path(file), urlencode({"lang": "en"} | query), **opened[place])
            assert b"Sign in to see your customers" in told
            assert found(told, secret[""]) == [], (file, query)
            assert program.downloads() == []


@pytest.mark.parametrize("who", ["al", "ed", "ann"])
def test_the_trail_is_told_to_admins_only(server: Server, who: str) -> None:
    states: dict[str, bool] = {}
    with Program(server.address, cookies(server.address, "ann")) as program:
        for _ in range(2):
            program.opens("intake", "tab=settings", **states)
            states = dict.fromkeys(program.closed(), True)
    with Program(server.address, cookies(server.address, who)) as program:
        told = program.opens("intake", "tab=settings", **states)
        assert (SECRET_LINE.encode() in told) is (who == "ann")


CHANGING = [
    ("segments", {"tab": "maps"}), ("pyramid", {"tab": "profit"}), ("churn", {"tab": "list"}),
    ("start", {"part": "ahead"}), ("lists", {"tab": "care"}), ("funnel", {}),
    ("intake", {"part": "account"}), ("intake", {"part": "doubles"}), ("intake", {"tab": "in"}),
    ("intake", {"tab": "versions"}), ("intake", {"tab": "settings"}),
]  # fmt: skip


def test_a_control_one_is_not_shown_does_nothing(server: Server) -> None:
    """A program that names the control of an editor or admin all the same changes nothing."""
    ids = forbidden_controls(server)
    assert sum(len(each) for each in ids.values()) >= 10
    before = kept(server)
    for who in ("vi", "al", "harry"):
        with Program(server.address, cookies(server.address, who)) as program:
            for (page, query), names in ids.items():
                program.opens(page, query)  # what the page has is known when they are named
                told = program.opens(page, query, **dict.fromkeys(names, "press"))
                assert b"Sign out" in told
    assert kept(server) == before


def forbidden_controls(server: Server) -> dict[tuple[str, str], set[str]]:
    """Page and query -> the buttons that an admin has there and an analyst does not."""
    ids = {}
    with (
        Program(server.address, cookies(server.address, "ann")) as ann,
        Program(server.address, cookies(server.address, "al")) as al,
    ):
        for page, options in CHANGING:
            query = urlencode({"lang": "en"} | options)
            has = []
            for program in (ann, al):
                program.opens(page, query)
                program.opens(page, query, **dict.fromkeys(program.closed(), True))
                has.append(program.controls())
            ids[page, query] = has[0] - has[1]
    return {where: names for where, names in ids.items() if names}


def kept(server: Server) -> list[Any]:
    """All that is kept in the workspace but for who signed in and what was taken away."""
    folder = server.folder / "workspace"
    with closing(sqlite3.connect(folder / "state.sqlite")) as con:
        names = con.execute("select name from sqlite_master where type = 'table'").fetchall()
        tables: list[Any] = [
            [row for row in con.execute(f"select * from {name}") if "signed in" not in row]
            for (name,) in names
        ]
    current = (folder / "current").read_text(encoding="utf-8")
    return [tables, current, sorted(file.name for file in (folder / "versions").iterdir())]


PAGES = [("segments", "clusters"), ("pyramid", ""), ("churn", ""), ("lists", ""), ("retention", "")]


def test_a_file_of_a_salesperson_is_of_their_customers_and_opens_for_them_only(
    server: Server, secret: dict[str, set[bytes]]
) -> None:
    who = {name: cookies(server.address, name) for name in ROLES}
    count = 0
    with Program(server.address, who["harry"]) as program:
        for page, view in PAGES:
            program.opens(page, urlencode({"lang": "en", "map": view, "saved": 1}))
            for file in program.downloads():
                address = server.address + program.made(file)
                blob = fetched(address, who["harry"])[1]
                told = words(blob)
                assert found(told, secret["harry"]) == [], address
                if blob.startswith(b"PK"):
                    assert b"Only the customers of" in told
                    assert OWNER.encode() in told
                others = [fetched(address, who[name])[0] for name in ("al", "ann", "vi")]
                assert others == [403] * 3
                assert fetched(address)[0] == 401
                # signed in once more, in another browser, it is still theirs
                again = cookies(server.address, "harry")
                assert fetched(address, again) == (200, blob)
                count += 1
    assert count > 20


def test_routes_open_to_each_role_as_far_as_it_goes(
    server: Server, secret: dict[str, set[bytes]]
) -> None:
    who = {name: cookies(server.address, name) for name in ROLES}
    with Program(server.address, who["ann"]) as program:
        program.opens("intake", "tab=in")
        session = program.session
        for name, cookie in who.items():
            upload = f"{server.address}/_stcore/upload_file/{session}/1"
            for method in ("PUT", "DELETE", "POST", "GET"):
                refused = fetched(upload, cookie, method)
                own = name == "ann"
                # one's own session is asked for the token that a page elsewhere does not have
                assert (refused[0] == 403) is (not own or method in ("PUT", "DELETE"))
                assert (b"XSRF" in refused[1]) is (own and method in ("PUT", "DELETE"))
            for closed in ("/component/x/index.html", "/media/0123.csv", "/_stcore/metrics"):
                told = fetched(server.address + closed, cookie)[1]
                assert found(told, secret[""]) == []
            agent = server.address + "/_stcore/agent/interact"
            assert fetched(agent, cookie, "POST")[0] not in (200, 401)
        # an open page of hers is nobody else's
        with Program(server.address, who["al"], session) as other:
            other.opens("intake", "tab=in")
            assert other.session not in ("", session)


def test_an_open_page_ends_with_the_sign_in(server: Server) -> None:
    with Program(server.address, cookies(server.address, "al")) as program:
        assert program.opens("segments", "lang=en")
        asked = program.asks("segments", "lang=en", {})
        asked.rerun_script.fragment_id = "any"
        file = program.downloads()[0]
        server.let(0.000001)
        try:
            for _ in range(20):  # the server reads its settings anew within a second
                if ASKED_AGAIN in program.opens("segments", "lang=en"):
                    break
                time.sleep(0.2)
            assert not program.downloads()
            assert ASKED_AGAIN in program.says(asked)  # the part is not run alone
            with pytest.raises(TimeoutError):
                program.made(file, patience=2)
        finally:
            server.let(8)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: chromium)")
@pytest.mark.parametrize("who", ["", "vi", "harry", "al", "ed", "ann"])
def test_a_browser_is_told_no_more_with_everything_opened(
    server: Server, secret: dict[str, set[bytes]], who: str
) -> None:
    """Each page as this reader, its tabs and all that opens on it clicked; a pack is taken away.

    Who may see everybody has only the trail kept from them, and looks at the pages as they open.
    """
    with browsing() as browser:
        page, frames, opened = browser(), [], 0
        page.context.add_cookies(cookies(server.address, who) if who else [])
        page.on("websocket", partial(listen, frames))
        for name in dict.fromkeys(path(file) for file, _query in LOOKS):
            page.goto(f"{server.address}/{name.removeprefix('start')}?lang=en")
            headline(page)
            if who in ("", "vi", "harry"):
                opened += open_all(page)
                for tab in page.get_by_role("tab").all():
                    tab.evaluate("tab => tab.click()")
                    page.wait_for_timeout(400)
                    page.wait_for_selector(QUIET)
            told = b"".join(frames) + page.content().encode() + page.url.encode()
            assert found(told, secret[who]) == [], name
            if name == "segments":  # the eye sees what there is to see
                assert bool(found(told, secret[""])) is (who not in ("", "vi"))
            frames.clear()
        assert (opened > 20) is (who in ("vi", "harry"))
        if who in ("harry", "al"):
            told = words(pack(page, server.address))
            assert (f"only the customers of {OWNER}".encode() in told) is (who == "harry")
            assert found(told, secret[who]) == []


def listen(frames: list[bytes], line: Any) -> None:
    """Keeps all that a page is sent, of which it draws a part, and much of that as a picture."""
    line.on("framereceived", lambda data: frames.append(data))


def open_all(page: Any) -> int:
    """Clicks everything that opens; how many there were."""
    main, count = page.locator("[data-testid=stMain]"), 0
    for closed in (
        "[data-testid=stExpander] details:not([open]) summary",
        "[data-testid=stPopover] button",
    ):
        count += main.locator(closed).count()
        # clicks of the page itself: what is open lies over the next
        main.locator(closed).evaluate_all("all => all.forEach(each => each.click())")
        page.wait_for_timeout(200)
        page.wait_for_selector(QUIET)
    return count


def pack(page: Any, address: str) -> bytes:
    """The pack of a meeting, made and downloaded by hand."""
    page.goto(f"{address}/?lang=en")
    headline(page)
    page.get_by_role("button", name="Meeting pack").click()
    page.get_by_role("button", name="Make the pack").click()
    button = page.get_by_role("button", name="Download meeting-pack")
    with page.expect_download() as started:
        button.click()
    return Path(started.value.path()).read_bytes()
