"""The audit trail: what is done is on it, it only grows, and admins read it and take it away."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import DataError, Workspace, erase, trail
from analytics.access import ROLES, User
from analytics.language import Language
from analytics.state import DEFAULTS
from pages.parts.navigation import PAGES
from pages.parts.trail_words import SETTING_NAMES, worded
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


def written(ws: Workspace) -> list[tuple[str, str, str]]:
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
    ws.state.record("ann", "note", "first")
    before = ws.state.audit()
    with pytest.raises(sqlite3.IntegrityError, match="only grows"), ws.state.connect() as con:
        con.execute(statement)
    assert ws.state.audit() == before
    ws.state.record("ann", "note", "second")
    assert ws.state.audit()[1:] == before


def test_a_name_goes_from_the_trail_with_the_person_and_nothing_else(ws: Workspace) -> None:
    ws.state.record("ann", "list", "made Ann Lee and 2026: 2 customers")
    before = trail.lines(ws)
    erase.erase(ws, "2026", "ann")
    after = trail.lines(ws)
    assert len(after) == len(before) + 1
    assert after["detail"].tolist()[1] == "made … and …: 2 customers"
    columns = ["at", "user", "action"]
    assert after[columns].iloc[1:].reset_index(drop=True).equals(before[columns])
    assert after["action"].iloc[0] == "erase"
    assert "Ann Lee" not in " ".join(after["detail"])
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
    assert found[1][2].endswith("rows; columns user")
    assert found[4][2] == "currency = EUR"
    assert found[6][2].startswith("more.csv")
    assert {action for _user, action, _detail in found} <= set(trail.ACTIONS)


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
    assert "Who did what" in taken["detail"]
    chinese = app(ADMIN, "zh-CN")
    assert "操作记录" in [each.label for each in chinese.expander]


def test_nobody_else_is_offered_it(app: Any) -> None:
    for role in ("viewer", "analyst", "editor"):
        at = app(User("x@example.com", role))
        assert not at.exception
        assert "Who did what" not in [each.label for each in at.expander]


@pytest.mark.parametrize(
    ("action", "detail", "english", "chinese"),
    [
        ("setting", "fiscal_month = 4", "First month of the fiscal year: 4", "财年起始月：4"),
        ("choice", "no_customer leave_out version 3", "No customer named: left out; version 3",
         None),
        ("choice", "x correct a = b version 3", "x: corrected a = b; version 3", None),
        ("merge", "a, b into c version 2", "a, b count as c; version 2", "a, b 并入 c；第 2 版"),
        ("load", "sales version 2.csv version 7", "sales version 2.csv; version 7", None),
        ("export", "CSV Customers: 12 rows; columns Name, Revenue",
         "Customers as CSV; rows: 12; columns: Name, Revenue", None),
        ("record", "list 3: called, won_back, 2 customers",
         "list 3: Called, Won back; customers: 2", "名单 3：打过电话，已挽回；客户数：2"),
        ("personal", "sales: region, customer_name",
         "Sales lines: Region and Customer name", "销售明细：地区和客户名称"),
        ("signed in", "editor", "role: editor", "角色：编辑者"),
        ("note", "2024-01-01 a price = 4", "2024-01-01 a price = 4", None),
        ("setting", "something new", "something new", None),
    ],
)  # fmt: skip
def test_what_happened_is_told_in_words(
    action: str, detail: str, english: str, chinese: str | None
) -> None:
    for code, words in (("en", english), ("zh_CN", chinese)):
        lang = Language(code)
        if words is not None:
            assert worded(SimpleNamespace(lang=lang, text=lang.text), action, detail) == words


def test_every_setting_has_a_name() -> None:
    assert {*SETTING_NAMES} == {*DEFAULTS}
