"""Every page and tab as each role: who may not see people, or sees a part of them, is told no more.

The pages are opened one after another in one process, so what is kept for one reader would show up
with the next.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import Scope, Workspace, lists, overview, rfm
from analytics.access import ROLES, User
from analytics.rules import EVERYBODY, Rule
from pages.parts.ask import ask
from pages.parts.navigation import PAGES, SECTIONS
from tests.rights import customers, named, told

ROOT = Path(__file__).parents[1]
OWNER = "Harry Stone"
TABS = {
    "review/overview.py": ("part", ("attention", "moved", "ahead", "signs")),
    "customers/segments.py": ("tab", ("maps", "moves", "lifecycle", "portrait")),
    "customers/pyramid.py": ("tab", ("tiers", "profit", "movement", "potential")),
    "customers/churn.py": ("tab", ("list", "signs", "winback", "due")),
    "actions/lists.py": ("tab", ("saved", "care")),
    "sales/products.py": ("tab", ("together", "next", "upgrades", "ranking")),
    "data/intake.py": ("part", ("account", "checks", "doubles", "fit")),
}
LOOKS = [
    (file, {name: code})
    for file, (name, codes) in TABS.items()
    for code in codes
] + [
    ("customers/segments.py", {"map": "custom"}),
    ("customers/segments.py", {"map": "clusters"}),
    ("customers/retention.py", {}),
    ("customers/profile.py", {}),
    ("sales/funnel.py", {}),
    ("actions/lists.py", {"saved": "1"}),
    ("data/intake.py", {"tab": "in"}),
    ("data/intake.py", {"tab": "versions"}),
    ("data/intake.py", {"tab": "settings"}),
]  # fmt: skip
OPENED = [
    key
    for path in PAGES.rglob("*.py")
    for key in re.findall(r'key="([a-z._]+open)"', path.read_text())
]
TAKING = ("downloads.py", "list_file.py", "meeting.py", "templates.py")


@pytest.fixture(scope="module")
def own(made: Callable[..., Path], unused: Path) -> Path:
    """The sample firm as data of one's own, with a list of everybody and a segment of its own."""

    def fill(folder: Path) -> None:
        shutil.copytree(unused / "sample" / "en", folder, dirs_exist_ok=True)
        with Workspace.open(folder) as ws:
            rule = Rule.of(rfm.listing, "All", rows=EVERYBODY)
            lists.save(ws, "All", rule, Scope(), include_do_not_contact=True)

    return made("own_firm", fill)


@pytest.fixture(scope="module")
def people(own: Path) -> dict[str, tuple[bytes, ...]]:
    return customers(Workspace.open(own))


@pytest.fixture(scope="module")
def theirs(own: Path) -> set[str]:
    """The customers of the owner."""
    with Workspace.open(own).cursor() as cursor:
        rows = cursor.execute("select customer_id from customers where owner = ?", [OWNER])
        return {number for (number,) in rows.fetchall()}


@pytest.fixture
def app(own: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """app(user, file, query): the page as this user sees it, everything on it opened."""
    monkeypatch.setenv("REGULARS_WORKSPACE", str(own))
    monkeypatch.chdir(ROOT)

    def opened(user: User, file: str, query: dict[str, str]) -> AppTest:
        monkeypatch.setattr("pages.parts.sign_in.user", lambda lang, folder: user)
        at = AppTest.from_file(str(PAGES / "frame.py"), default_timeout=60)
        at.context["locale"] = "en-GB"
        at.context["theme"] = "light"
        at.query_params.update(query)
        at.switch_page(file)
        for key in OPENED:
            at.session_state[key] = True
        return at.run()

    return opened


@pytest.mark.parametrize(
    ("file", "query"), LOOKS, ids=lambda part: part if isinstance(part, str) else str(part)
)
def test_a_viewer_is_told_of_no_customer_and_takes_nothing_away(
    app: Any, people: dict[str, tuple[bytes, ...]], file: str, query: dict[str, str]
) -> None:
    at = app(User("vi@example.com", "viewer"), file, query)
    assert not at.exception
    assert len(at.title) == 1
    assert named(told(at), people) == set()
    assert not at.get("download_button")
    assert not at.get("file_uploader")
    assert not at.text_input


@pytest.mark.parametrize(
    ("file", "query"), LOOKS, ids=lambda part: part if isinstance(part, str) else str(part)
)
def test_an_owner_is_told_of_their_own_customers_only(
    app: Any,
    people: dict[str, tuple[bytes, ...]],
    theirs: set[str],
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    query: dict[str, str],
) -> None:
    files: list[bytes] = []

    def button(label: str, data: Any = None, *given: Any, **options: Any) -> None:
        if callable(data) and "text/csv" in (*given, options.get("mime")):
            files.append(data())

    for place in ("downloads", "list_file"):
        monkeypatch.setattr(f"pages.parts.{place}.st.download_button", button)
    at = app(User("harry@example.com", "editor", owners=(OWNER,)), file, query)
    assert not at.exception
    assert {each.key for each in at.get("file_uploader")} <= {"meeting.since"}
    assert f"the customers of {OWNER} only" in " ".join(each.value for each in at.caption)
    assert named(told(at), people) <= theirs
    assert named(b"\n".join(files), people) <= theirs


@pytest.mark.parametrize(
    ("file", "query", "least"),
    [
        ("customers/segments.py", {}, 150),
        ("customers/churn.py", {}, 500),
        ("actions/lists.py", {"saved": "1"}, 1000),
        ("customers/profile.py", {"customer": "C0513"}, 1),
    ],
)
def test_an_analyst_is_told_who_they_are(
    app: Any, people: dict[str, tuple[bytes, ...]], file: str, query: dict[str, str], least: int
) -> None:
    at = app(User("al@example.com", "analyst"), file, query)
    assert len(named(told(at), people)) >= least
    assert at.get("download_button")
    assert not at.get("file_uploader")


@pytest.mark.parametrize("role", ["viewer", "analyst"])
def test_a_dot_of_one_customer_is_drawn_for_who_may_see_people(app: Any, role: str) -> None:
    at = app(User("x@example.com", role), "customers/churn.py", {})
    assert (b"one dot a customer" in told(at)) is (role == "analyst")


def test_another_s_customer_looks_as_if_there_were_none(
    app: Any, people: dict[str, tuple[bytes, ...]], theirs: set[str]
) -> None:
    harry = User("harry@example.com", "analyst", owners=(OWNER,))
    other = min(set(people) - theirs)
    for number in (other, "C9999"):
        at = app(harry, "customers/profile.py", {"customer": number})
        assert [w.value for w in at.warning] == [
            f"There is no customer {number}. Search by a part of the name or the number."
        ]
    at = app(harry, "customers/profile.py", {"customer": min(theirs)})
    assert not at.warning
    assert named(told(at), people) == {min(theirs)}


@pytest.mark.parametrize(
    ("file", "query"),
    [("customers/profile.py", {"customer": "C0513"}), ("actions/lists.py", {"saved": "1"})],
)
def test_pages_about_single_customers_do_not_open_for_a_viewer(
    app: Any, file: str, query: dict[str, str]
) -> None:
    at = app(User("vi@example.com", "viewer"), file, query)
    assert [title.value for title in at.title] == ["This page is not open to your role."]
    assert not at.metric
    assert not at.dataframe


def test_a_name_looked_for_stays_out_of_the_address(app: Any) -> None:
    at = app(User("al@example.com", "analyst"), "customers/profile.py", {})
    field = next(each for each in at.text_input if each.key == "search.page")
    assert not any(each.proto.query_param_key for each in at.text_input)
    field.set_value("Dev Clarke").run()
    assert any("Dev Clarke" in each.label for each in at.button)
    next(each for each in at.button if "Dev Clarke" in each.label).click().run()
    assert at.query_params["customer"] == "C0001"
    assert "Clarke" not in str(dict(at.query_params))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_offered_what_it_may_do(app: Any, role: str) -> None:
    user = User("x@example.com", role)
    at = app(user, "data/intake.py", {})
    assert bool(at.get("file_uploader")) == user.may("change")
    at = app(user, "data/intake.py", {"tab": "versions"})
    assert not at.exception
    assert any("Number, name" in each.label for each in at.text_input) == user.may("govern")
    at = app(user, "review/overview.py", {"part": "ahead"})
    earlier_pack = "meeting.since" in {each.key for each in at.get("file_uploader")}
    assert earlier_pack == user.may("take")
    keep = [each for each in at.button if each.label in ("Keep these targets", "Pin to this day")]
    assert bool(keep) == user.may("change")


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.py")), ids=lambda path: path.name)
def test_files_leave_the_app_in_few_places_that_ask_the_role(path: Path) -> None:
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert "download_button" not in calls or path.name in TAKING


@pytest.mark.parametrize("name", ["downloads.py", "list_file.py"])
def test_whatever_draws_a_download_asks_the_role_itself(name: str) -> None:
    module = ast.parse((PAGES / "parts" / name).read_text(encoding="utf-8"))
    functions = [ast.unparse(each) for each in module.body if isinstance(each, ast.FunctionDef)]
    drawing = [text for text in functions if "download_button(" in text]
    assert drawing
    assert [text for text in drawing if "view.user.may('take')" not in text] == []


def test_every_page_is_looked_at() -> None:
    assert {file for file, _query in LOOKS} == {e.file for es in SECTIONS.values() for e in es}


def test_answers_kept_for_pages_name_nobody_to_a_viewer(
    app: Any, people: dict[str, tuple[bytes, ...]]
) -> None:
    """Whatever a page draws of them: numbers in place of customers, and no names."""
    at = app(User("vi@example.com", "viewer"), "review/overview.py", {})
    view = at.session_state["view"]
    for found in (
        ask(view, rfm.listing, rows=EVERYBODY),
        ask(view, overview.bridge_customers, part="lost"),
    ):
        assert len(found)
        assert named(found.to_csv().encode(), people) == set()
    whole = rfm.listing(view.ws, view.scope, rows=EVERYBODY)
    assert ask(view, rfm.listing, rows=EVERYBODY)["monetary"].tolist() == whole["monetary"].tolist()
