"""The Lists page and the window that makes a list: empty, full, in both languages."""

import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import (
    Scope,
    Workspace,
    followup,
    funnel,
    lifecycle,
    lists,
    movement,
    pyramid,
    rfm,
    versions,
)
from analytics.rules import EVERYBODY, Rule
from analytics.steps import Choice
from pages.parts.rule_words import rule_words
from tests.conftest import WorkspaceOf, page_at

PAGE = "actions/lists.py"
CHINESE = re.compile("[\u4e00-\u9fff]")
SALES = "customer_id,ordered_on,amount,salesperson\n" + "\n".join(
    f"c{n:02},2024-{month:02}-{1 + n % 27:02},{10 * n + month},{'Mei' if n % 2 else 'Tom'}"
    for n in range(1, 31)
    for month in range(1, 1 + n % 6)
)
PEOPLE = "customer_id,name,email,do_not_contact\nc29,=1+1,x@y.z,no\nc23,Anna,a@y.z,yes\n"
RULE = Rule.of(pyramid.listing, "Everybody", rows=EVERYBODY)
Opened = Callable[..., AppTest]


@pytest.fixture(scope="module")
def loaded(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES, customers=PEOPLE)


@pytest.fixture
def ws(loaded: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(loaded.folder, tmp_path / "ws")
    return Workspace.open(tmp_path / "ws")


@pytest.fixture
def app(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> Opened:
    def opened(page: str = PAGE, code: str = "en", **query: str) -> AppTest:
        return page_at(monkeypatch, ws.folder, page, code, **query)

    return opened


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


@pytest.fixture
def window(app: Opened, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """app(…) with the window open: a browser keeps it open, the test's full runs would close it."""
    drawn = st.button

    def button(label: str, *given: Any, **options: Any) -> bool:
        pressed = drawn(label, *given, **options)
        return pressed or str(options.get("key")).startswith("take.")

    monkeypatch.setattr("pages.parts.take_away.st.button", button)
    return app


def text(at: AppTest) -> str:
    parts = [*at.title, *at.markdown, *at.caption, *at.info, *at.success, *at.warning]
    return " ".join(part.value for part in parts)


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_without_a_list_the_page_says_how_to_make_one(app: Opened, code: str) -> None:
    at = app(code=code)
    assert not at.exception
    assert bool(CHINESE.search(at.title[0].value)) == (code == "zh_CN")
    assert ("生成名单" if code == "zh_CN" else "Make a list") in text(at)


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_first_sentence_adds_up_all_lists(ws: Workspace, app: Opened, code: str) -> None:
    early = Scope(as_of=date(2024, 3, 31))
    saved = lists.save(ws, "Early", RULE, early)
    lists.save(ws, "$ _Late_", RULE, Scope())
    followup.record(ws, saved.id, ["c29"], "called", "reached", date(2024, 4, 2))
    at = app(code=code)
    assert not at.exception
    found = followup.summary(
        followup.since(ws, Scope(), followup.ever(ws, [1, 2])), followup.done(ws, [1, 2])
    )
    numbers = re.findall(r"\d+", at.title[0].value.replace(",", ""))
    assert numbers[:2] == ["2", str(found.customers)]
    assert numbers[-2:] == ["1", str(found.bought)]
    assert "nan" not in text(at)


@pytest.mark.parametrize("code", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", ["full", "nobody", "erased", "late"])
def test_every_list_opens(ws: Workspace, app: Opened, kind: str, code: str) -> None:
    rule = Rule.of(rfm.listing, "r", segments=("nothing",)) if kind == "nobody" else RULE
    scope = Scope() if kind == "late" else Scope(as_of=date(2024, 3, 31))
    saved = lists.save(ws, "One", rule, scope)
    if kind == "full":
        followup.record(ws, saved.id, ["c29", "c28"], "called", "won_back", date(2024, 4, 2), "n")
    if kind == "erased":
        file = ws.folder / "other.csv"
        file.write_text("customer_id,ordered_on,amount\nzoe,2024-05-01,5\n", encoding="utf-8")
        ws.load(file, "sales")
    at = app(code=code, saved=str(saved.id))
    assert not at.exception
    assert not at.error
    assert "One" in at.title[0].value
    assert "nan" not in text(at).lower().split()
    if kind == "erased" and code == "en":
        assert re.search(r"\d+ customers are no longer in the data", text(at))
    if kind == "late" and code == "en":
        assert "no later day in the data yet" in " ".join(
            metric.proto.delta_description for metric in at.metric
        )


@pytest.mark.parametrize(("code", "end"), [("en", "The data end on"), ("zh_CN", "数据截至")])
def test_what_nobody_can_know_yet_is_not_written_as_zero(
    ws: Workspace, app: Opened, code: str, end: str
) -> None:
    lists.save(ws, "Late", RULE, Scope())
    at = app(code=code)
    assert not at.exception
    assert end in at.title[0].value
    assert at.dataframe[0].value[["bought", "revenue_since"]].isna().all(axis=None)
    at = app(code=code, saved="1")
    assert at.dataframe[0].value[["orders_since", "revenue_since"]].isna().all(axis=None)
    assert at.metric[-1].value == "–"


@pytest.mark.parametrize(
    ("rule", "english", "chinese"),
    [
        (Rule.of(rfm.listing, "?", segments=("at_risk",), scores=((1, 5),)),
         "Segments: At risk, R1 F5", "客户分群：流失风险、R1 F5"),
        (Rule.of(movement.customers, "?", since="2024-03-31", by="segment",
                 moves=[("loyal", "at_risk")]),
         "Loyal → At risk, since 31 Mar 2024", "2024年3月31日"),
        (Rule.of(lifecycle.customers, "?", states=("loyal",)), "Loyal", "忠诚客户"),
        (Rule.of(lifecycle.customers, "?", states=None), "All customers", "全部客户"),
        (Rule("pyramid.listing", {"tiers": ["key"], "by": "revenue"}, "?", ("Mei",), 5, True),
         "Tier Key, by revenue; only customers of Mei; the first 5; ticked by hand", "手动勾选"),
        (Rule.of(pyramid.quiet, "?"), "Key customers gone quiet", "重要客户"),
        (Rule.of(funnel.customers, "?", choice=Choice(["Lead", "Won"]), step=2, stopped=True),
         "Funnel, stopped before “Won”", "漏斗"),
        (Rule("pyramid.listing", {}, "kept words"), "kept words", "kept words"),
        (Rule("nobody.knows", {}, "kept words"), "kept words", "kept words"),
    ],
)  # fmt: skip
def test_a_kept_rule_is_read_in_the_readers_language(
    app: Opened, rule: Rule, english: str, chinese: str
) -> None:
    kept = Rule.from_text(rule.text())
    assert rule_words(app().session_state["view"], kept) == english
    assert chinese in rule_words(app(code="zh_CN").session_state["view"], kept)


def test_a_list_that_is_gone_shows_the_others(ws: Workspace, app: Opened) -> None:
    lists.save(ws, "One", RULE, Scope())
    at = app(saved="77")
    assert not at.exception
    assert "1 list" in at.title[0].value


def test_a_rule_asked_again_shows_who_came_and_went(ws: Workspace, app: Opened) -> None:
    top = Rule("pyramid.listing", {"rows": EVERYBODY}, "r", most=3)
    saved = lists.save(ws, "Top", top, Scope(), frozen=False)
    file = ws.folder / "more.csv"
    file.write_text("customer_id,ordered_on,amount\nzoe,2024-07-01,99999\n", encoding="utf-8")
    ws.load(file, "sales", mode="append")
    at = press(app(saved=str(saved.id)), "Ask the rule again")
    assert not at.exception
    assert "1 came onto the list, 1 left it" in text(at)


def test_a_rule_is_worth_asking_again_once_a_file_came(
    ws: Workspace, app: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables built anew for a newer program are the same data in another version."""
    saved = lists.save(ws, "All", RULE, Scope(), frozen=False)
    asked = {"saved": str(saved.id)}
    monkeypatch.setattr("analytics.versions.LAYOUT", versions.LAYOUT + 1)
    again = Workspace.open(ws.folder)
    assert again.version != saved.version
    assert app(**asked).button(key="lists.refresh").proto.type == "secondary"
    file = ws.folder / "more.csv"
    file.write_text("customer_id,ordered_on,amount\nzoe,2024-07-01,9\n", encoding="utf-8")
    again.load(file, "sales", mode="append")
    assert app(**asked).button(key="lists.refresh").proto.type == "primary"


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_columns_of_chips_have_room_for_rows_further_down(
    ws: Workspace, app: Opened, code: str
) -> None:
    """The browser measures the first rows only: the longest name of any row counts."""
    saved = lists.save(ws, "All", Rule.of(rfm.listing, "r", rows=EVERYBODY), Scope())
    at = app(code=code, saved=str(saved.id))
    (table,) = (frame for frame in at.dataframe if "segment" in frame.value)
    column = json.loads(table.proto.columns)["segment"]
    names = {option["value"]: option["label"] for option in column["type_config"]["options"]}
    shown = [len(names[chip]) for (chip,) in table.value["segment"]]
    assert column["width"] == 30 + max(shown) * (13 if code == "zh_CN" else 7)


def test_deleting_asks_first_and_goes_back_to_all(ws: Workspace, app: Opened) -> None:
    saved = lists.save(ws, "One", RULE, Scope())
    at = press(app(saved=str(saved.id)), "Delete")
    assert not at.exception
    assert lists.lists(ws) == []
    assert "No list" in at.title[0].value


def test_what_was_done_is_recorded_for_the_ticked(
    ws: Workspace, app: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = lists.save(ws, "One", RULE, Scope())
    monkeypatch.setattr(
        "pages.parts.list_opened.table", lambda view, frame, *given, **options: frame.head(2)
    )
    at = app(saved=str(saved.id))
    at.selectbox(key="lists.followup.action").set_value("visited")
    at.selectbox(key="lists.followup.outcome").set_value("declined")
    at.text_input(key="lists.followup.note").set_value(" too dear ")
    press(at, "Record")
    rows = followup.done(ws, [saved.id])[["customer_id", "action", "outcome", "note"]]
    listed = lists.opened(ws, saved)["customer_id"].head(2)
    assert sorted(rows.values.tolist()) == sorted(
        [customer, "visited", "declined", "too dear"] for customer in listed
    )


def test_the_window_keeps_a_list_and_makes_files(
    ws: Workspace, window: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, Any] = {}

    def button(label: str, data: Any, *given: Any, **options: Any) -> None:
        if not options["key"].startswith("download."):  # the page's own tables
            files[label] = data

    monkeypatch.setattr("pages.parts.list_file.st.download_button", button)
    at = window("customers/pyramid.py", list="key")
    assert not at.exception
    at.text_input(key="take.own.name").set_value("Best").run()
    at.multiselect(key="take.own.owners").set_value(["Mei"]).run()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(files["Excel"]()))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Customer", "Name", "Rank"]
    assert rows[1][:3] == ["c29", "'=1+1", 1]
    assert not any("@y.z" in str(cell) for row in rows for cell in row)
    about = dict(book.get_sheet_by_index(1).to_python())
    assert about["Rule"] == "Tier Key, by revenue; only customers of Mei"
    assert about["Customers"] == "1"
    assert "c29,'=1+1,1" in files["CSV"]().decode("utf-8-sig")
    press(at, "Keep the list")
    assert not at.exception
    assert "“Best” is kept, with 1 customer." in text(at)
    (saved,) = lists.lists(ws)
    assert (saved.name, saved.rule.owners, saved.customers) == ("Best", ("Mei",), 1)
    exports = [line["detail"] for line in ws.state.audit() if line["action"] == "export"]
    assert {**exports[0], "columns": exports[0]["columns"][:3]} == {
        "name": "Best", "form": "CSV", "rows": 1, "columns": ["customer_id", "name", "rank"],
    }  # fmt: skip


def test_the_window_counts_who_is_left_out_and_can_take_them_in(window: Opened) -> None:
    at = window("customers/pyramid.py", list="secondary")
    assert "1 customer left out: does not want to be contacted" in text(at)
    at.checkbox(key="take.own.silent").check().run()
    assert "left out" not in text(at)


def test_a_name_that_is_taken_is_said_in_the_window(ws: Workspace, window: Opened) -> None:
    lists.save(ws, "Best", RULE, Scope())
    at = window("customers/pyramid.py", list="key")
    at.text_input(key="take.own.name").set_value("Best").run()
    press(at, "Keep the list")
    assert "already a list called Best" in text(at)
    assert len(lists.lists(ws)) == 1
