"""The pack on its page: it says the pages' own numbers, and is made in the background."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from analytics import runner, sample
from analytics.language import Language
from analytics.reports import carried
from analytics.reports.contents import contents
from analytics.reports.pack import Pack
from pages.parts.meeting import JOB, MADE
from pages.parts.words import held, plain
from tests.conftest import HOME, LOCALES, page_at

SCREENS = {
    "overview": (HOME, "en"),
    "segments": ("customers/segments.py", "zh_CN"),
    "pyramid": ("customers/pyramid.py", "en"),
    "leaving": ("customers/churn.py", "en"),
    "retention": ("customers/retention.py", "zh_CN"),
    "funnel": ("sales/funnel.py", "zh_CN"),
}


@pytest.fixture
def app(unused: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def opened(code: str, page: str, **state: Any) -> AppTest:
        at = page_at(monkeypatch, unused, page, code, session=state)
        assert not at.exception
        return at

    return opened


@pytest.fixture(scope="module")
def packs(unused: Path) -> dict[str, Pack]:
    found = {}
    for code in LOCALES:
        ws = sample.workspace(unused, code)
        lang = Language(code, ws.state.settings()["currency"])
        pages = [name for name, (_file, of) in SCREENS.items() if of == code]
        found[code] = contents(ws, lang, pages=pages)
    return found


@pytest.mark.parametrize("name", SCREENS)
def test_a_slide_says_what_its_page_says(app: Any, packs: dict[str, Pack], name: str) -> None:
    file, code = SCREENS[name]
    at, pack = app(code, file), packs[code]
    slide = next(slide for slide in pack.slides if slide.code == name)
    assert at.title[0].value == held(plain(slide.answer))
    shown = {metric.label: metric.value for metric in at.metric}
    both = [figure for figure in slide.figures if plain(figure.label) in shown]
    assert len(both) >= 3
    for figure in both:
        if figure.code != "leaving.named":  # the page says 57 / 100 where the slide says 57 %
            assert shown[plain(figure.label)] == plain(figure.written(pack.lang))


def test_the_pack_is_made_in_the_background_and_offered(app: Any) -> None:
    at = app("zh_CN", HOME)
    at.session_state["meeting.pages"] = ["overview"]
    at.session_state["meeting.language"] = "en"
    at.session_state["meeting.form"] = "pdf"
    at.button(key="meeting.make").click().run()
    while MADE not in at.session_state:
        runner.shared().job(at.session_state[JOB]).wait()
        at.run()
    assert not at.exception
    name, blob, mime = at.session_state[MADE]
    assert name.endswith(".pdf")
    assert mime == "application/pdf"
    assert carried.read(blob).figures["overview.revenue"]


def test_a_table_as_excel_says_its_days_its_data_and_its_checksum(
    app: Any, unused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, bytes] = {}

    def button(_label: str, data: Any, **options: Any) -> None:
        if options.get("file_name", "").endswith(".xlsx"):
            made[options["file_name"]] = data()

    monkeypatch.setattr("pages.parts.downloads.st.download_button", button)
    at = app("en", "customers/pyramid.py")
    assert not at.exception
    book = CalamineWorkbook.from_filelike(BytesIO(made["pyramid_Tiers_2026-09-18.xlsx"]))
    assert book.sheet_names == ["Tiers", "About this table"]
    about = dict(row[:2] for row in book.get_sheet_by_name("About this table").to_python())
    checksum = carried.files_checksum(sample.workspace(unused, "en"))
    assert about["As of"] == "18 Sep 2026"
    assert about["Checksum of the files"] == checksum
    assert about["Rows"] == "4"
    rows = book.get_sheet_by_name("Tiers").to_python()
    assert [row[0] for row in rows[1:]] == ["Key", "Secondary", "Ordinary", "Small"]


def test_every_picture_can_be_saved(app: Any) -> None:
    at = app("en", "customers/pyramid.py")
    configs = [json.loads(chart.proto.config) for chart in at.get("plotly_chart")]
    assert configs
    for config in configs:
        assert config["modeBarButtons"] == [["toImage"]]
        assert config["toImageButtonOptions"]["format"] == "png"
        assert config["toImageButtonOptions"]["filename"].endswith("_2026-09-18")
