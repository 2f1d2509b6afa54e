"""What only a real browser shows: a link to a cold server, a whole journey, two readers at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from analytics import Workspace, lists
from tests.served import CHROMIUM, QUIET, browsing, headline, served

pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: chromium)"),
]

SALES = """\
Customer ID,Order date,Order no,Quantity,Amount
ann,2024-01-02,1,1,100.00
ann,2024-03-01,2,1,55.50
bob,2024-03-05,3,2,44.50
cem,not a day,4,1,10.00
"""


@pytest.fixture
def address(unused: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server over a workspace nobody has loaded into."""
    shutil.copytree(unused, tmp_path / "workspace")
    with served(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def read_only(unused: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one server for all tests that only look at the sample."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(unused, folder / "workspace")
    with served(folder) as found:
        yield found


@pytest.fixture
def browser() -> Iterator[Callable[..., Any]]:
    """browser(locale) opens a browser of its own and gives its page."""
    with browsing() as opened:
        yield opened


def bring_in(page: Any, file: Path) -> None:
    """Uploads a sales file on the Data page and confirms what was understood."""
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Load", exact=True).click()


def test_deep_link_opens_its_page_on_a_cold_server(address: str, browser: Any) -> None:
    page = browser()
    page.goto(f"{address}/funnel?lang=zh_CN")
    assert re.search("[\u4e00-\u9fff]", headline(page))
    assert page.url.startswith(f"{address}/funnel")
    assert "漏斗" in page.locator("[data-testid=stMain]").inner_text()


def test_journey_from_upload_to_download(address: str, browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(SALES, encoding="utf-8")
    page = browser()
    page.goto(address)
    assert headline(page)
    assert page.get_by_text("sample", exact=False).count() > 0

    page.goto(f"{address}/intake")
    headline(page)
    bring_in(page, file)
    page.get_by_text("4 rows read = 3 loaded + 1 rejected").wait_for()
    assert "4 rows read: 3 loaded, 1 rejected" in headline(page)

    page.goto(f"{address}/pyramid")
    assert re.search(r"brings 7(7\.8|8)\s%", headline(page))  # 155.50 of 200.00

    page.get_by_text("中文", exact=True).click()
    page.wait_for_function("/[\u4e00-\u9fff]/.test(document.querySelector('h1').innerText)")
    assert re.search("[\u4e00-\u9fff]", headline(page))

    page.get_by_role("button", name="下载").first.click()
    with page.expect_download() as started:
        page.locator("[data-testid=stDownloadButton] button").first.click()
    content = Path(started.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"ann" in content


def test_one_reads_while_another_loads(address: str, browser: Any, tmp_path: Path) -> None:
    rows = (
        f"c{n % 700},2024-{n % 12 + 1:02}-{n % 28 + 1:02},o{n},1,{n % 90 + 1}.00"
        for n in range(60_000)
    )
    file = tmp_path / "many.csv"
    file.write_text("\n".join([SALES.splitlines()[0], *rows]) + "\n", encoding="utf-8")
    loading, reading = browser(), browser("zh-CN")
    reading.goto(f"{address}/segments")
    before = headline(reading)
    loading.goto(f"{address}/intake")
    headline(loading)
    bring_in(loading, file)
    answers = set()
    for _ in range(3):
        reading.reload()
        answers.add(headline(reading))
    loading.get_by_text("60,000 rows read = 60,000 loaded + 0 rejected").wait_for()
    reading.reload()
    after = headline(reading)
    assert after != before
    assert answers <= {before, after}
    with Workspace.open(tmp_path / "workspace") as beside_the_server:
        assert beside_the_server.facts.lines == 60_000


def view(page: Any, url: str) -> tuple[str, list[str]]:
    """What a page at this address says once it has come to rest: its answer and its choices."""
    page.wait_for_url(url)
    page.wait_for_timeout(1_000)  # the run that the address asks for may not have begun
    answer = headline(page)
    assert page.url == url
    return answer, page.locator("[data-testid=stPopover] button").all_inner_texts()


def test_back_and_forward_undo_and_redo_one_choice(read_only: str, browser: Any) -> None:
    address = read_only
    page = browser()
    page.goto(f"{address}/")
    usual = view(page, f"{address}/")
    page.get_by_role("button", name="13 weeks").click()
    page.locator("[data-testid=stPopoverBody]").get_by_text("12 months", exact=True).click()
    page.wait_for_url(f"{address}/?period=12m")
    page.keyboard.press("Escape")
    chosen = view(page, f"{address}/?period=12m")
    assert chosen != usual
    page.go_back()
    assert view(page, f"{address}/") == usual
    page.go_forward()
    assert view(page, f"{address}/?period=12m") == chosen


def test_back_goes_through_choices_and_pages_one_by_one(read_only: str, browser: Any) -> None:
    address = read_only
    page = browser("zh-CN")
    frame = "period=12m&returns=exclude"
    steps = (
        (".st-key-page-by button:nth-child(2)", f"{address}/pyramid?{frame}&by=margin"),
        ("[data-testid=stSidebarNav] a[href*=funnel]", f"{address}/funnel?{frame}&by=margin"),
        ("[data-testid=stSidebarNav] a", f"{address}/?{frame}&by=margin"),
    )
    urls = [f"{address}/pyramid?{frame}"]
    page.goto(urls[0])
    views = [view(page, urls[0])]
    for click, url in steps:
        page.locator(click).first.click()
        urls.append(url)
        views.append(view(page, url))
    assert len({answer for answer, _ in views}) == len(views)
    assert all(re.search("[\u4e00-\u9fff]", answer) for answer, _ in views)
    for url, before in reversed(list(zip(urls, views, strict=True))[:-1]):
        page.go_back()
        assert view(page, url) == before
    page.go_forward()
    assert view(page, urls[1]) == views[1]


def test_the_small_lines_of_a_row_of_figures_are_level(read_only: str, browser: Any) -> None:
    """In Chinese the rate's comparison with last year takes a line of its own."""
    page = browser()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{read_only}/?lang=zh_CN")
    headline(page)
    lines = page.get_by_test_id("stMetricChart")
    lines.nth(5).locator("svg").wait_for()
    assert len({round(lines.nth(place).bounding_box()["y"]) for place in range(6)}) == 1


def test_a_box_of_tiles_becomes_a_workbook_and_a_list_that_outlives_the_server(
    browser: Any, tmp_path: Path
) -> None:
    page = browser()
    with served(tmp_path) as address:
        page.goto(f"{address}/segments")
        headline(page)
        page.locator("label", has_text="Draw a box").click()
        page.wait_for_selector(QUIET)
        grid = page.locator("[class*=st-key-map][class*=box] .nsewdrag").first
        grid.wait_for()
        _draw(page, grid.bounding_box())
        page.wait_for_url(re.compile("(pick=r[345]f[45]&?){6}"))
        page.get_by_role("button", name="Show all customers").wait_for()
        headline(page)
        page.get_by_role("button", name="Make a list").click()
        window = page.locator("[role=dialog]")
        counted = window.get_by_text(re.compile(r"^[\d,]+ customers?, "))
        counted.wait_for()
        count = int(re.sub(r"\D", "", counted.inner_text().split()[0]))
        window.get_by_label("Name", exact=True).fill("From a box")
        with page.expect_download() as started:
            window.get_by_role("button", name="Excel").click()
        book = python_calamine.CalamineWorkbook.from_path(started.value.path())
        rows = book.get_sheet_by_index(0).to_python()
        assert len(rows) == count + 1
        assert rows[0][:2] == ["Customer", "Name"]
        assert dict(book.get_sheet_by_index(1).to_python())["Customers"] == f"{count:,}"
        window.get_by_role("button", name="Keep the list").click()
        window.get_by_text(re.compile("“From a box” is kept")).wait_for()
        window.get_by_role("button", name="Keep the list").wait_for(state="detached")
    sample = Workspace.open(tmp_path / "workspace" / "sample" / "en")
    (saved,) = lists.lists(sample)
    assert (saved.name, saved.customers) == ("From a box", count)
    with served(tmp_path) as address:
        page.goto(f"{address}/lists?saved={saved.id}")
        page.get_by_text("“From a box”").first.wait_for()
        assert f"{count:,} customer" in headline(page)


def _draw(page: Any, place: dict[str, float]) -> None:
    """A rectangle around the upper right of the grid: recency 3 to 5, frequency 4 and 5."""
    across, down = place["width"] / 5, place["height"] / 5
    start = (place["x"] + 2.1 * across, place["y"] + 0.1 * down)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + across, start[1] + down, steps=5)
    page.mouse.move(place["x"] + 4.95 * across, place["y"] + 1.9 * down, steps=5)
    page.mouse.up()


def test_a_finger_chooses_the_bar_it_touches(read_only: str, browser: Any) -> None:
    """Not the one touched before, which a chart takes where a finger's own event reaches it."""
    page = browser(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(f"{read_only}/pyramid")
    headline(page)
    for place in (1, 3, 0):
        bar = page.locator(".js-plotly-plot .bars .point path").nth(place)
        bar.wait_for()
        page.wait_for_timeout(500)  # the page comes to rest
        bar.scroll_into_view_if_needed()
        box = bar.bounding_box()
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_function(
            """place => [...document.querySelector('.js-plotly-plot').data]
                 .findIndex(trace => trace.selectedpoints?.length) === place""",
            arg=place,
        )
        headline(page)
