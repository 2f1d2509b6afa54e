"""The pack on its page: it says the pages' own numbers, and is made in the background."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import runner, sample
from analytics.language import Language
from analytics.reports import carried
from analytics.reports.contents import contents
from analytics.reports.pack import Pack
from pages.parts.meeting import JOB, MADE
from pages.parts.words import plain

ROOT = Path(__file__).parents[1]
HOME = "review/overview.py"
LOCALES = {"en": "en-GB", "zh_CN": "zh-CN"}
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
    monkeypatch.setenv("REGULARS_WORKSPACE", str(unused))
    monkeypatch.chdir(ROOT)

    def opened(code: str, page: str, **state: Any) -> AppTest:
        at = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
        at.context["locale"] = LOCALES[code]
        if page != HOME:  # which AppTest would take for another page in every run
            at.switch_page(page)
        for name, value in state.items():
            at.session_state[name] = value
        at.run()
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
    assert at.title[0].value == plain(slide.answer)
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
