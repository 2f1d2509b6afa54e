"""The overview as a reader uses it: bars that are clicked, further looks that are opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import overview

ROOT = Path(__file__).parents[1]


@pytest.fixture
def page(unused: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """page(locale, **address): the overview of the sample."""
    monkeypatch.setenv("REGULARS_WORKSPACE", str(unused))
    monkeypatch.chdir(ROOT)

    def opened(locale: str = "en-GB", **query: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
        at.context["locale"], at.context["theme"] = locale, "light"
        at.query_params.update(query)
        return at.run()

    return opened


def said(at: AppTest) -> str:
    assert not at.exception
    return " ".join(text.value for text in at.markdown).replace("\\", "")


def test_a_click_on_a_bar_lists_who_is_behind_it(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.parts.review.bridged.chart", lambda *_, **__: [["lost"]])
    at = page()
    view = at.session_state["view"]
    lost = overview.bridge(view.ws, view.scope).set_index("part").loc["lost"]
    assert f"Lost: {int(lost.customers):,} customers, −" in said(at).replace("\u2060", "")
    assert any(len(table.value) == lost.customers for table in at.dataframe)
    assert any(button.label == "Make a list" for button in at.button)


@pytest.mark.parametrize(("locale", "words"), [("en-GB", "Mostly"), ("zh-CN", "主要来自")])
def test_the_change_is_told_as_customers_orders_and_value(
    page: Any, locale: str, words: str
) -> None:
    assert words in said(page(locale, bridge="factors"))


@pytest.mark.parametrize("by", ["region", "segment"])
def test_what_moved_most_is_a_tab_of_its_own(page: Any, by: str) -> None:
    text = said(page(part="moved", moved=by))
    assert "moved most: " in text
    assert ("tends to buy less after" in text) == (by == "segment")
    assert "See who" not in text


def test_without_a_comparison_nothing_moved(page: Any) -> None:
    assert "Choose a period to compare with" in said(page(part="moved", compare="none"))


@pytest.mark.parametrize("compare", ["weekdays", "new_year"])
def test_the_year_before_can_be_aligned(page: Any, compare: str) -> None:
    at = page(compare=compare)
    assert at.session_state["view"].scope.compare == compare
    assert {"weekdays": "same weekdays", "new_year": "Chinese New Year"}[compare] in said(at)


def test_a_period_longer_than_its_shift_is_not_aligned(page: Any) -> None:
    assert page(compare="weekdays", period="12m").session_state["view"].scope.compare == "previous"
