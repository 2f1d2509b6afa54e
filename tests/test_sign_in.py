"""Sign-in with a provider on this computer; without it every page, route and download refuses."""

from __future__ import annotations

import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from analytics import Workspace
from pages.parts.navigation import SECTIONS
from tests.served import CHROMIUM, QUIET, browsing, free_port, headline, served
from tests.signed import Server, asked, header, provider, sign_in, status

PATHS = [Path(entry.file).stem for entries in SECTIONS.values() for entry in entries]
CLOSED = [
    "/media/0123456789abcdef.csv", "/_stcore/upload_file/a/b", "/_stcore/metrics",
    "/_stcore/agent/openapi.json", "/_stcore/agent/interact", "/_stcore/agent/mcp",
    "/_stcore/script-health-check", "/component/x/index.html", "/app/static/x",
]  # fmt: skip


@pytest.fixture(scope="module")
def server(unused: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests; the firm it shows is the sample."""
    folder = tmp_path_factory.mktemp("signing")
    shutil.copytree(unused, folder / "workspace")
    with provider() as its_port:
        port = free_port()
        found = Server(f"http://localhost:{port}", folder, folder / "secrets.toml", its_port)
        found.let(8)
        with served(folder, f"--secrets.files={found.secrets}", port=port):
            yield found


@pytest.fixture
def browser() -> Iterator[Callable[..., Any]]:
    """browser(locale) opens a browser of its own and gives its page."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium (Debian: chromium)")
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module")
def secrets_of_the_firm(unused: Path) -> set[bytes]:
    """The numbers and names of all customers of the sample, as bytes on a wire."""
    with Workspace.open(unused / "sample" / "en") as ws, ws.cursor() as cursor:
        rows = cursor.execute("select customer_id, name from customers").fetchall()
    return {text.encode() for row in rows for text in row if text and len(text) > 3}


@pytest.mark.parametrize("path", CLOSED)
def test_every_closed_route_refuses_without_a_cookie(server: Server, path: str) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        assert status(server.address + path, method) == 401
    forged = "_streamlit_user=2|1:0|10:1|15:_streamlit_user|4:e30=|00"
    assert status(server.address + path, Cookie=forged) == 401


def test_what_is_open_tells_nothing(server: Server, secrets_of_the_firm: set[bytes]) -> None:
    for path in ("/", "/healthz", "/_stcore/health", "/_stcore/host-config", "/segments"):
        with urllib.request.urlopen(server.address + path, timeout=10) as answer:
            told = answer.read()
        assert not [text for text in secrets_of_the_firm if text in told]


@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_told_to_a_program_without_a_cookie(
    server: Server, secrets_of_the_firm: set[bytes], path: str
) -> None:
    told = asked(server.address, path, "customer=C0438&lang=en")
    assert b"Sign in to see your customers" in told
    assert "£".encode() not in told
    assert not [text for text in secrets_of_the_firm if text in told]


def test_a_page_elsewhere_cannot_speak_for_the_reader(server: Server) -> None:
    url = server.address.replace("http", "ws") + "/_stcore/stream"
    with pytest.raises(InvalidStatus):
        connect(url, origin="http://elsewhere.example")
    assert status(server.address + "/healthz", Host="elsewhere.example") == 421


def downloads(page: Any) -> Any:
    """What the app offers to take away; the picture in a chart's own bar is everybody's.

    The bar is there as soon as its chart is drawn, which may be later than the page.
    """
    return page.get_by_role("button", name="Download").and_(page.locator(":not(.modebar *)"))


@pytest.mark.browser
def test_a_deep_link_on_a_cold_server_asks_first_and_opens_after(
    server: Server, browser: Any
) -> None:
    page = browser()
    page.goto(f"{server.address}/segments?period=12m")
    assert headline(page) == "Sign in to see your customers"
    assert page.locator("[data-testid=stSidebarNav]").count() == 0
    sign_in(page, "ann")
    page.wait_for_url(f"{server.address}/segments?period=12m")
    page.locator("[data-testid=stSidebar]").get_by_text("admin").wait_for()
    page.get_by_text("12 months").first.wait_for()
    page.locator("[data-testid=stMain]").get_by_text("Segments — who are our customers").wait_for()
    trail = Workspace.open(server.folder / "workspace").state.audit()
    assert [(line["user"], line["action"], line["detail"]) for line in trail] == [
        ("ann@example.com", "signed in", {"role": "admin"})
    ]


@pytest.mark.browser
def test_signing_out_ends_every_tab_and_the_cookie(server: Server, browser: Any) -> None:
    page = browser()
    page.goto(server.address)
    headline(page)
    sign_in(page, "al")
    page.locator("[data-testid=stSidebar]").get_by_text("analyst").wait_for()
    downloads(page).first.wait_for()
    copied = header(page.context.cookies())
    media = server.address + CLOSED[0]
    assert status(media, Cookie=copied) == 404
    second = page.context.new_page()
    second.goto(f"{server.address}/pyramid")
    assert "Sign in" not in headline(second)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/end_session**")
    second.get_by_role("link", name="Segments").click()
    second.get_by_role("heading", name="Sign in to see your customers").wait_for()
    assert status(media, Cookie=copied) == 401


@pytest.mark.browser
def test_a_user_without_a_role_is_told_so_in_their_language(server: Server, browser: Any) -> None:
    page = browser("zh-CN")
    page.goto(f"{server.address}/churn")
    assert headline(page) == "登录后查看您的客户"
    sign_in(page, "nobody")
    page.get_by_role("heading", name="您还没有访问权限").wait_for()
    page.wait_for_selector(QUIET)
    page.get_by_text("nobody").first.wait_for()  # drawn after the heading
    assert page.get_by_text("nobody").count() == 1
    assert page.locator("[data-testid=stSidebarNav], [data-testid=stMetric]").count() == 0
    copied = header(page.context.cookies())
    assert status(server.address + CLOSED[0], Cookie=copied) == 401


@pytest.mark.browser
def test_a_viewer_is_told_of_no_customer_by_page_or_program(
    server: Server, browser: Any, secrets_of_the_firm: set[bytes]
) -> None:
    page = browser()
    page.goto(f"{server.address}/churn")
    headline(page)
    sign_in(page, "vi")
    page.get_by_text("Who these customers are is shown to analysts").first.wait_for()
    page.wait_for_selector(QUIET)
    assert downloads(page).count() == 0
    assert page.get_by_role("link", name="Lists").count() == 0
    cookies = page.context.cookies()
    for path in CLOSED[:2]:
        assert status(server.address + path, Cookie=header(cookies)) == 403
    for path in PATHS:
        told = asked(server.address, path, "lang=en", cookies)
        assert b"vi" in told
        assert b"Sign in to see" not in told
        assert not [text for text in secrets_of_the_firm if text in told]


@pytest.mark.browser
def test_a_sign_in_that_has_run_out_is_asked_for_again(server: Server, browser: Any) -> None:
    page = browser()
    page.goto(f"{server.address}/retention")
    headline(page)
    sign_in(page, "ed")
    page.locator("[data-testid=stSidebar]").get_by_text("editor").wait_for()
    server.let(0.0001)
    try:
        page.wait_for_timeout(2_000)
        page.reload()
        page.get_by_role("heading", name="Please sign in again").wait_for()
        page.wait_for_selector(QUIET)
        assert page.locator("[data-testid=stMetric]").count() == 0
    finally:
        server.let(8)


def test_the_log_says_who_can_open_it_and_names_no_customer(
    server: Server, secrets_of_the_firm: set[bytes]
) -> None:
    log = server.log
    assert "whoever opens the app must sign in" in log
    assert not re.findall("client_secret|cookie_secret", log)
    assert not [text for text in secrets_of_the_firm if text in log.encode()]
