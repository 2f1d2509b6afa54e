"""The audit trail: what is done is on it, it only grows, and admins read it and take it away."""

from __future__ import annotations

import ast
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import (
    DataError,
    Scope,
    Workspace,
    erase,
    followup,
    history,
    lists,
    notes,
    rfm,
    tags,
    targets,
    trail,
)
from analytics.access import ROLES, User
from analytics.care import Plan
from analytics.language import LANGUAGES, Language
from analytics.rules import Rule
from analytics.scoring import Scoring
from analytics.state import DEFAULTS, sql
from pages.parts.history import _what
from pages.parts.navigation import PAGES
from pages.parts.trail_settings import SETTING_NAMES
from pages.parts.trail_words import SENTENCES, worded
from tests.conftest import WorkspaceOf

ROOT = Path(__file__).parents[1]
ADMIN = User("ann@example.com", "admin")
SALES = """\
customer_id,ordered_on,amount,customer_name
2026,2024-01-01,1,Ann Lee
b,2024-02-01,2,Bo Chen
"""


@pytest.fixture
def ws(workspace_of: WorkspaceOf) -> Workspace:
    """Two customers, one of whom has a year for a number."""
    return workspace_of(sales=SALES)


def written(ws: Workspace) -> list[tuple[str, str, dict[str, Any]]]:
    return [tuple(row) for row in trail.lines(ws)[["user", "action", "detail"]].to_numpy()]


@pytest.mark.parametrize(
    "statement",
    [
        "delete from audit",
        "delete from audit where id = 1",
        "update audit set detail = 'nothing'",
        "update audit set user = 'somebody else'",
        "update audit set at = '1999-01-01'",
        "insert or replace into audit (id, at, user, action, detail) values (1, '', '', '', '')",
        "insert into audit (id, at, user, action, detail) values (1, '', '', '', '')",
    ],
)
def test_a_line_once_written_stays(ws: Workspace, statement: str) -> None:
    ws.state.record("ann", "note", text="first")
    before = ws.state.audit()
    with pytest.raises(sqlite3.IntegrityError, match="only grows"), ws.state.connect() as con:
        con.execute(statement)
    assert ws.state.audit() == before
    ws.state.record("ann", "note", text="second")
    assert ws.state.audit()[1:] == before


def test_a_name_goes_from_the_trail_with_the_person_and_nothing_else(ws: Workspace) -> None:
    ws.state.record("ann", "list", name='Ann Lee, 2026 and "2026"', customers=2026)
    ws.state.record("ann", "note", day="2026-01-01", text="2026: Ann Lee called")
    with ws.state.connect() as con:
        line = {"at": "", "user": "ann", "action": "list", "detail": "made Ann Lee and 2026"}
        con.execute(sql("record"), line)
    ws.merge(["2026"], "b")
    ws.state.set("custom_segments", {"Like Ann Lee": {"owners": ["Ann Lee"], "least": 2026}})
    before = trail.lines(ws)
    erase.erase(ws, "2026", "ann")
    after = trail.lines(ws)
    assert len(after) == len(before) + 1
    assert after["detail"].tolist()[1:6] == [
        {"setting": "custom_segments", "before": {},
         "value": {"Like …": {"owners": ["…"], "least": 2026}}},
        {"groups": [{"ids": ["…"], "into": "…"}], "more": 0, "version": 2},
        {"written": "made … and …"},
        {"day": "2026-01-01", "text": "…: … called"},
        {"name": '…, … and "…"', "customers": 2026},
    ]  # fmt: skip
    made = [history.version(Workspace(ws.folder, number)) for number in ws.versions()]
    assert made[-1].told == {"groups": [{"ids": ["…"], "into": "…"}], "more": 0}
    columns = ["at", "user", "action"]
    assert after[columns].iloc[1:].reset_index(drop=True).equals(before[columns])
    assert after["action"].iloc[0] == "erase"
    assert "Ann Lee" not in str(after["detail"].tolist())
    with pytest.raises(sqlite3.IntegrityError), ws.state.connect() as con:
        con.execute("update audit set detail = ''")


def test_what_is_changed_is_on_it_with_who_did_it(ws: Workspace, tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text(SALES, encoding="utf-8")
    ws.load(more, "sales", user="ed")
    ws.restore(1, user="ed")
    ws.state.set("currency", "EUR", user="ed")
    ws.choose("zero_price", "leave_out", user="ed")
    ws.merge(["2026"], "b", user="ed")
    trail.taken(ws, "Customers", trail.lines(ws)[["user"]], "CSV", "al")
    erase.erase(ws, "b", "ann")
    found = written(ws)
    assert [(user, action) for user, action, _detail in found[:7]] == [
        ("ann", "erase"), ("al", "export"), ("ed", "merge"), ("ed", "choice"), ("ed", "setting"),
        ("ed", "restore"), ("ed", "load"),
    ]  # fmt: skip
    assert found[1][2]["columns"] == ["user"]
    assert found[4][2] == {"setting": "currency", "before": "", "value": "EUR"}
    assert found[6][2] == {"file": "more.csv", "version": 2}


@pytest.mark.parametrize("role", ROLES)
def test_only_who_answers_for_the_data_reads_it(ws: Workspace, role: str) -> None:
    user = User("x@example.com", role)
    seen = Workspace(ws.folder, ws.version, user)
    if user.may("govern"):
        assert len(trail.lines(seen))
    else:
        with pytest.raises(DataError, match="Your role does not allow this"):
            trail.lines(seen)


@pytest.fixture
def app(
    made: Callable[..., Path], unused: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[User], AppTest]:
    """app(user): the settings with who did what, opened."""
    folder = made(
        "own_audit",
        lambda path: shutil.copytree(unused / "sample" / "en", path, dirs_exist_ok=True),
    )
    monkeypatch.setenv("REGULARS_WORKSPACE", str(folder))
    monkeypatch.chdir(ROOT)

    def opened(user: User, locale: str = "en-GB") -> AppTest:
        monkeypatch.setattr("pages.parts.sign_in.user", lambda lang, folder: user)
        at = AppTest.from_file(str(PAGES / "frame.py"), default_timeout=60)
        at.context["locale"] = locale
        at.query_params["tab"] = "settings"
        at.session_state["trail.open"] = True
        at.switch_page("data/intake.py")
        return at.run()

    return opened


def test_admins_read_it_on_the_page_and_take_it_away(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[bytes] = []

    def button(label: str, data: Any, **options: Any) -> None:
        if options["key"] == "trail.csv":
            files.append(data())

    monkeypatch.setattr("pages.parts.downloads.st.download_button", button)
    at = app(ADMIN)
    assert not at.exception
    (shown,) = [each.value for each in at.dataframe if "action" in each.value]
    assert "a file loaded" in set(shown["action"])
    head = 'When,By,What,Details,"What, as a code",Details as written'
    assert files[0].decode("utf-8-sig").splitlines()[0] == head
    taken = Workspace.open(at.session_state["view"].folder).state.audit()[0]
    assert (taken["user"], taken["action"]) == (ADMIN.name, "export")
    assert taken["detail"]["name"] == "Who did what"
    chinese = app(ADMIN, "zh-CN")
    assert "操作记录" in [each.label for each in chinese.expander]


def test_nobody_else_is_offered_it(app: Any) -> None:
    for role in ("viewer", "analyst", "editor"):
        at = app(User("x@example.com", role))
        assert not at.exception
        assert "Who did what" not in [each.label for each in at.expander]


def view(code: str) -> Any:
    lang = Language(code)
    return SimpleNamespace(lang=lang, text=lang.text)


@pytest.mark.parametrize(
    ("action", "fields", "english", "chinese"),
    [
        ("setting", {"setting": "fiscal_month", "before": 1, "value": 4},
         "First month of the fiscal year: Jan → Apr", "财年起始月：1月 → 4月"),
        ("setting", {"setting": "currency", "before": "", "value": "EUR"}, "Currency: – → EUR",
         "币种：– → EUR"),
        ("setting", {"setting": "week_start", "before": 0, "value": 6},
         "First day of the week: Monday → Sunday", "每周第一天：星期一 → 星期日"),
        ("setting", {"setting": "saved_funnels", "before": {"a": {}, "b": {}, "d": {}},
                     "value": {"b": {"x": 1}, "c": {}, "d": {}}},
         "Saved funnels: added: c; changed: b; removed: a", None),
        ("setting", {"setting": "scoring", "before": {}, "value": Scoring().to_keep()},
         "How customers are scored: –", None),
        ("setting", {"setting": "care_plan", "before": {"days": [1, 2, 3, 4]}, "value": None},
         "Plan of care: changed: Every so many days", None),
        ("setting", {"setting": "contact_costs", "before": {"call": ["sales", 1]},
                     "value": {"call": ["service", 2.5]}},
         "Costs of contacts: call: Sales 1.00 → Service 2.50",
         "联系成本：call：销售 1.00 → 服务 2.50"),
        ("setting", {"setting": "inboxes", "before": ["/a"], "value": ["/a", "/b"]},
         "Folders that are watched: added: /b", None),
        ("choice", {"check": "no_customer", "chosen": "leave_out", "means": [], "version": 3},
         "No customer named: left out; version 3", "未记录客户：剔除；第 3 版"),
        ("choice", {"check": "x", "chosen": "correct", "means": [["a", "b"]], "version": 3},
         "x: corrected a → b; version 3", None),
        ("merge", {"groups": [{"ids": ["a", "b"], "into": "c"}], "more": 2, "version": 2},
         "a, b count as c; and 2 more; version 2", "a、b 并入 c；另有 2 组；第 2 版"),
        ("export", {"name": "One", "form": "CSV", "rows": 1200, "columns": ["name", "Cost of it"]},
         "One as CSV; rows: 1,200; columns: Name, Cost of it", None),
        ("record", {"name": "A", "done": "called", "outcome": "won_back", "customers": 2},
         "A: Called, Won back; customers: 2", "A：打过电话，已挽回；客户数：2"),
        ("personal", {"kind": "sales", "personal": ["region", "customer_name"]},
         "Sales lines: Region, Customer name", "销售明细：地区、客户名称"),
        ("note", {"day": "2024-01-09", "text": "x"}, "9 Jan 2024: x", "2024年1月9日：x"),
        ("targets", {"months": ["2024-01", "2024-02"]}, "Jan 2024, Feb 2024", None),
        ("tags", {"customer": "a", "tags": []}, "a: –", None),
        ("list", {"written": "made x: 2 customers"}, "made x: 2 customers", "made x: 2 customers"),
        ("signed out", {}, "", ""),
    ],
)  # fmt: skip
def test_what_happened_is_told_in_words(
    action: str, fields: dict[str, Any], english: str, chinese: str | None
) -> None:
    for code, words in (("en", english), ("zh_CN", chinese)):
        if words is not None:
            assert worded(view(code), action, fields) == words


def calls() -> Iterator[tuple[str, set[str]]]:
    """Every action the program writes down, with the names of the fields it gives."""
    for path in (*ROOT.glob("analytics/**/*.py"), *ROOT.glob("pages/**/*.py")):
        text = path.read_text(encoding="utf-8")
        if ".record(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if name in ("record", "_trail") and texts and node.args[-1].value == texts[-1]:
                yield str(texts[-1]), {str(each.arg) for each in node.keywords}


def test_every_action_that_is_written_down_has_words_for_all_it_says() -> None:
    """What makes a version says so by `Change`; the test below does all of these."""
    found = dict(calls())
    decided = {"load", "append", "choice", "merge", "unmerge"}
    assert {*found} | decided == {*trail.ACTIONS}
    assert {*SENTENCES} | {"setting"} == {*trail.ACTIONS}
    assert found.pop("setting") == {"setting", "before", "value"}
    for action, names in found.items():
        asked = {name for _, name, _, _ in Formatter().parse(SENTENCES[action]) if name}
        assert asked == names, action


def test_nothing_raw_reaches_the_page(workspace_of: WorkspaceOf, tmp_path: Path) -> None:
    """All that can be done, done with Chinese names: in Chinese no Latin word but of a file form
    is left, and no code and no bracket of a notation in either language."""
    rows = "客户,日期,金额,名称\n甲,2024-01-01,1,王一\n乙,2024-02-01,2,李二\n丙,2024-03-01,3,赵三\n"
    ws, file = workspace_of(), tmp_path / "销售.csv"
    ws.state.set("versions_kept", 1)
    columns = {
        "customer_id": "客户", "ordered_on": "日期", "amount": "金额", "customer_name": "名称",
    }  # fmt: skip
    for mode, year, personal in (("replace", "2024", []), ("append", "2025", ["customer_name"])):
        file.write_text(rows.replace("2024", year), encoding="utf-8")
        ws.load(file, "sales", columns, mode=mode, personal=personal)
    ws.choose("zero_price", "leave_out")
    ws.merge(["甲"], "乙")
    ws.unmerge(["甲"])
    ws.restore(ws.version or 0)
    saved = lists.save(ws, "名单", Rule.of(rfm.customers, "规则"), Scope(), frozen=False)
    lists.refresh(ws, saved.id)
    followup.record(ws, saved.id, ["甲"], "called", "reached", date(2025, 3, 1))
    followup.forget(ws, saved.id, ["甲"])
    lists.delete(ws, saved.id)
    trail.taken(ws, "客户", rfm.customers(ws, Scope()), "CSV")
    targets.keep(ws, {date(2025, 4, 1): 5.0})
    notes.pin(ws, date(2025, 1, 1), "涨价")
    notes.unpin(ws, notes.pinned(ws)[0].id)
    tags.put(ws, "甲", ["展会"])
    tags.write(ws, "甲", "周一送货")
    kept: dict[str, Any] = {
        "currency": "CNY", "fiscal_month": 4, "week_start": 6, "versions_kept": 3,
        "contact_costs": {"拜访": ["sales", 80.0]}, "care_plan": Plan(days=(1, 2, 3, 4)).to_keep(),
        "scoring": Scoring(typical="median", weights=(1, 2, 3)).to_keep(),
        "segment_words": {"zh_CN": {"loyal": {"name": "熟客"}}}, "custom_segments": {"大客户": {}},
        "saved_funnels": {"主线": {}}, "inboxes": ["/收件"],
    }  # fmt: skip
    assert {*kept} == {*DEFAULTS} == {*SETTING_NAMES}
    for name, value in kept.items():
        ws.state.set(name, value)
    ws.state.set("care_plan", None)
    ws.state.record("a", "signed in", role="editor")
    ws.state.record("a", "signed out")
    ws.state.record("a", "turned away", why="no_owner")
    ws.state.record("a", "pack", file="会议材料.pptx")
    erase.erase(ws, "丙")
    found = trail.lines(ws)
    assert {*found["action"]} == {*trail.ACTIONS}
    for code in LANGUAGES:
        seen = view(code)
        for action, fields in zip(found["action"], found["detail"], strict=True):
            words = worded(seen, action, fields)
            assert not re.search(r"[\[\]{}\"_]|None|True|False", words), (action, words)
            left = {*re.findall(r"[A-Za-z]+", words)} - {"CSV", "csv", "pptx", "CNY", *"RFM"}
            assert code == "en" or not left, (action, words)
        assert all(seen.text(trail.ACTIONS[each]) != each for each in trail.ACTIONS) or code == "en"
    for number in ws.versions():
        assert not re.search(r"[\[\]{}'\"_]", _what(view("zh_CN"), each := history.version(
            Workspace(ws.folder, number)), None)), each.told  # fmt: skip
