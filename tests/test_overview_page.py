"""The overview as a reader uses it: bars that are clicked, further looks that are opened."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import Workspace, overview, targets

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


def numbers(text: str) -> list[float]:
    """The numbers of a text as it is shown, in their order."""
    plain = text.replace("−", "-").replace(",", "")
    return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", plain)]


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


def test_a_file_of_a_group_says_that_all_history_counts(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for those who bought less than in the period before."""
    made: dict[str, str] = {}
    download = st.download_button

    def button(*args: Any, **more: Any) -> Any:
        made[more["key"]] = more["file_name"]
        return download(*args, **more)

    monkeypatch.setattr("pages.parts.downloads.st.download_button", button)
    at = page()
    for code in ("key_quiet", "bought_less"):
        next(each for each in at.button if each.key == f"who.{code}").click().run()
        assert not at.exception
        names = [made[f"window.{code}.file.{form}"] for form in ("csv", "xlsx")]
        assert all(("_from-2026-06-20" in name) == (code == "bought_less") for name in names)


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


@pytest.mark.parametrize(
    ("locale", "words"),
    [("en-GB", "each by the method in use then"), ("zh-CN", "各按当时所用方法")],
)
def test_the_next_months_stand_beside_their_tests(page: Any, locale: str, words: str) -> None:
    text = said(page(locale, part="ahead"))
    assert words in text
    assert ("should bring" if locale == "en-GB" else "预计收入") in text
    assert "28" in text.split("33")[0]  # of 33 intervals


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_signs_of_health_are_told_one_by_one(page: Any, locale: str) -> None:
    text = said(page(locale, part="signs"))
    assert len(set(text.split("material/")) - {""}) > 3
    assert ("Customers kept" in text) == (locale == "en-GB")


def test_a_target_that_is_kept_is_drawn_and_told(page: Any, fresh: Path, monkeypatch: Any) -> None:
    at = page(part="ahead")
    monkeypatch.setenv("REGULARS_WORKSPACE", str(fresh))
    at.session_state["targets.open"] = True
    at.run()
    assert not at.exception
    ws = at.session_state["view"].ws
    assert str(fresh) in str(ws.folder)
    targets.keep(ws, {date(2026, 8, 1): 80_000.0, date(2026, 10, 1): 90_000.0})
    assert "short bar: target" in said(at.run())
    goals = next(table.value for table in at.dataframe if "attained" in table.value)
    assert goals["name"].tolist() == ["Oct 2026", "Aug 2026"]


def test_a_note_is_pinned_to_every_course(page: Any, fresh: Path, monkeypatch: Any) -> None:
    at = page()
    monkeypatch.setenv("REGULARS_WORKSPACE", str(fresh))
    at.session_state["notes.open"] = True
    at.run()
    at.text_input(key="notes.text").set_value("price $rise")
    at.date_input(key="notes.day").set_value(date(2026, 8, 3))
    at.button[[button.label for button in at.button].index("Pin to this day")].click().run()
    assert "1 price $rise (3 Aug)" in said(at)
    at.query_params["part"] = "ahead"
    at.session_state.chosen["part"] = "ahead"
    assert said(at.run()).count("price $rise (3 Aug)") == 2
    wipe = next(button for button in at.button if button.key and button.key.startswith("notes.1"))
    wipe.click().run()
    assert "price $rise" not in said(at)


@pytest.mark.parametrize(
    ("locale", "words"), [("en-GB", "figures changed more"), ("zh-CN", "超出平常")]
)
def test_all_figures_say_what_is_unusual(page: Any, locale: str, words: str) -> None:
    at = page(locale)
    assert words not in said(at)
    at.session_state["vitals.open"] = True
    assert words in said(at.run())
    (rows,) = (table.value for table in at.dataframe if "unusual" in table.value)
    assert len(rows) == 13  # with the value at risk, which was learned
    three = rows[rows["course"].map(len) > 1].tail(3)
    assert (three["range"] != "–").all()  # key revenue, value at risk, win rate
    assert (three["course"].map(len) == 7).all()
    read = [(numbers(row.moved), numbers(row.range)) for row in rows.itertuples()]
    outside = [not usual[0] <= moved[0] <= usual[1] for moved, usual in read if moved and usual]
    assert len(outside) >= 12
    assert rows["unusual"].str.contains("[▲▼]").sum() == sum(outside)
    assert numbers(said(at).split(words)[0])[-1] == sum(outside)


def test_intervals_that_few_tested_are_not_to_be_relied_on(
    online_retail: Workspace, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page(part="ahead")
    assert "do not rely on them" not in said(at)
    monkeypatch.setenv("REGULARS_WORKSPACE", str(online_retail.folder))
    text = said(at.run())
    assert "held 2 of 6" in text
    assert "fewer than 10 intervals are over: do not rely on them" in text
    assert "the season cannot be told from growth" in text
