"""Every page opens in both languages, and a copied link opens the same view on a cold server."""

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import Scope, Workspace, sample
from pages.parts.navigation import PAGES, SECTIONS
from tests.conftest import HOME, LOCALES, ROOT, page_at

FILES = [
    entry.file
    for entries in SECTIONS.values()
    for entry in entries
    if (PAGES / entry.file).exists()
]
ENGINE = re.compile(r"[a-z]+_[a-z_0-9]+")
TOO_EXACT = re.compile(r"-?\d+\.\d{5,}")
CHINESE = re.compile("[\u4e00-\u9fff]")
LATIN = ("AUC", "PR AUC", "R · F · M")  # as Chinese managers write them


ABOUT = {"customers/profile.py": {"customer": "C0513"}}


@pytest.fixture
def app(unused: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """app(locale, **query_params): the frame, as a browser first opens it."""

    def opened(code: str = "en", page: str = HOME, **query: Any) -> AppTest:
        return page_at(monkeypatch, unused, page, code, **query)

    return opened


def words(at: AppTest) -> str:
    """All text a reader sees outside charts and tables."""
    parts = [*at.title, *at.markdown, *at.caption, *at.header, *at.sidebar.caption]
    return " ".join(part.value for part in parts) + " ".join(m.label for m in at.metric)


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("file", FILES)
def test_every_page_opens_in_both_languages(app: Any, file: str, code: str) -> None:
    at = app(code, file)
    assert not at.exception
    assert not at.error
    assert len(at.title) == 1
    answer = at.title[0].value
    assert answer.strip()
    assert bool(CHINESE.search(answer)) == (code == "zh_CN")
    assert "nan" not in words(at).lower().split()


@pytest.mark.parametrize("file", FILES)
def test_every_page_explains_itself_and_can_be_taken_away(app: Any, file: str) -> None:
    at = app("en", file)
    labels = [block.proto.popover.label for block in at.get("popover")]
    assert "How is this computed?" in labels
    assert "Download" in labels


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("file", FILES)
def test_downloads_have_no_engine_names(
    app: Any, file: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []

    def button(label: str, data: Any, *given: Any, **options: Any) -> None:
        if callable(data) and "text/csv" in (*given, options.get("mime")):
            files.append(data().decode("utf-8-sig"))

    monkeypatch.setattr("pages.parts.downloads.st.download_button", button)
    at = app(code, file, **ABOUT.get(file, {}))
    assert not at.exception
    assert files
    for text in files:
        head, *rows = csv.reader(text.splitlines())
        assert len(set(head)) == len(head)
        for name in head:
            assert ENGINE.search(name) is None, name
            assert code == "en" or CHINESE.search(name) or name in LATIN
        cells = {cell for row in rows for cell in row}
        assert not {cell for cell in cells if ENGINE.fullmatch(cell) or TOO_EXACT.match(cell)}


def test_the_first_answer_is_computed_from_the_data(app: Any) -> None:
    at = app()
    assert re.match(r"Revenue (rose|fell) .* to £", at.title[0].value.replace("\\", ""))


def test_a_link_opens_the_view_it_was_copied_from(app: Any) -> None:
    at = app(
        as_of="2026-06-30", period="12m", compare="year", returns="exclude", lang="zh_CN",
        channel=[],
    )  # fmt: skip
    view = at.session_state["view"]
    assert view.lang.code == "zh_CN"
    assert view.scope == Scope(
        as_of=date(2026, 6, 30),
        start=date(2025, 7, 1),
        end=date(2026, 6, 30),
        returns="exclude",
        compare="year",
    )


def test_what_is_chosen_goes_into_the_address_and_back(app: Any) -> None:
    at = app()
    region = at.session_state["view"].ws.dimensions["region"][0]
    at.radio(key="scope.period").set_value("12m")
    at.multiselect(key="scope.region").set_value([region])
    at.date_input(key="scope.as_of").set_value(date(2026, 8, 31)).run()
    assert not at.exception
    chosen, scope = dict(at.query_params), at.session_state["view"].scope
    assert scope.filters == {"region": (region,)}
    assert chosen == {"period": "12m", "region": region, "as_of": "2026-08-31"}
    assert app(**chosen).session_state["view"].scope == scope


def test_the_frame_stays_when_the_page_changes(app: Any) -> None:
    at = app(period="12m", as_of="2026-08-31")
    scope = at.session_state["view"].scope
    for file in FILES[1:]:
        at.query_params.clear()  # as the browser does when a page is clicked
        at.switch_page(file).run()
        assert not at.exception
        assert at.session_state["view"].scope == scope
        assert at.query_params["period"] == "12m"


def test_each_page_starts_with_its_usual_period(app: Any) -> None:
    assert app().session_state["view"].period.preset == "13w"
    for file in FILES:
        if file.startswith("customers/"):
            assert app("en", file).session_state["view"].scope.start is None


def test_nonsense_in_the_address_is_dropped_and_said(app: Any) -> None:
    at = app(
        as_of="yesterday", period="whenever", region="Atlantis", returns="maybe", compare="?",
        lang="xx",
    )  # fmt: skip
    plain = app()
    assert not at.exception
    assert at.session_state["view"].scope == plain.session_state["view"].scope
    assert not at.query_params
    assert "The link asked for something" in words(at)
    assert "The link asked for something" not in words(plain)


@pytest.mark.parametrize("wrong", [{"as_of": "1999-12-31"}, {"region": "Atlantis"}])
def test_what_the_data_does_not_have_leaves_the_address(app: Any, wrong: dict[str, str]) -> None:
    at = app(period="12m", **wrong)
    assert dict(at.query_params) == {"period": "12m"}
    assert "The link asked for something" in words(at)
    assert "The link asked for something" not in words(at.run())


def test_the_language_can_be_switched_and_stays_in_the_address(app: Any) -> None:
    at = app()
    at.segmented_control(key="scope.lang").set_value("zh_CN").run()
    assert CHINESE.search(at.title[0].value)
    assert at.query_params["lang"] == "zh_CN"


def test_the_sample_says_that_it_is_one(app: Any) -> None:
    assert "sample data" in words(app())


def test_a_page_without_its_data_says_what_to_bring_and_offers_the_sample(
    app: Any, little_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "FOLDER", little_sample)
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("customer_id,occurred_at,kind\na,2024-01-01,call\n", encoding="utf-8")
    own = tmp_path / "own"
    Workspace.open(own).load(contacts, "interactions")
    at = app()
    monkeypatch.setenv("REGULARS_WORKSPACE", str(own))
    at.run()
    assert [header.value for header in at.header] == ["Overview"]
    assert "Bring in a file of order lines" in words(at)
    offer = next(button for button in at.button if button.label == "Look at the sample")
    offer.click().run(timeout=120)
    assert at.title
    assert at.query_params["data"] == "sample"
    back = next(button for button in at.button if button.label == "Back to your own data")
    back.click().run()
    assert not at.title


def test_a_page_does_not_open_without_the_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for file in FILES:
        at = AppTest.from_file(str(PAGES / file), default_timeout=30).run()
        assert len(at.error) == 1
        assert not at.title
        assert not at.metric


def broken_page() -> None:
    """A page that fails, as the server shows it."""
    from pages.parts.notices import calm

    calm(ZeroDivisionError("secret detail"))


def page_with_bad_data() -> None:
    """A page that finds something a manager can mend."""
    from analytics import DataError
    from pages.parts.notices import calm

    calm(DataError("There is no data yet.", "Choose one of: {kept}.", kept="1, 2"))


def test_an_error_is_one_calm_sentence_with_a_number_for_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    at = AppTest.from_function(broken_page).run()
    (sentence,) = (error.value for error in at.error)
    number = re.search(r"number ([0-9A-F]{6})", sentence)
    assert number
    assert "secret" not in sentence
    assert number[1] in caplog.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en-GB", "There is no data yet. Choose one of: 1, 2."),
        ("zh-CN", "还没有数据。可选：1, 2。"),
    ],
)
def test_an_error_in_the_data_says_what_to_do(locale: str, said: str) -> None:
    at = AppTest.from_function(page_with_bad_data)
    at.context["locale"] = locale
    assert [w.value for w in at.run().warning] == [said]
