"""The care tab of the Lists page: the plan at work, changed, and where there is nothing to plan."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import Scope, Workspace, care, sample
from tests.conftest import WorkspaceOf, page_at

CHINESE = re.compile("[\u4e00-\u9fff]")
SALES = "customer_id,ordered_on,amount\nkim,2024-01-01,1000\nsec,2024-01-01,500\ntom,2024-06-30,1"
CONTACTS = "customer_id,occurred_at,kind\nkim,2024-06-01,call\nsec,2024-06-29,campaign"
PEOPLE = "customer_id,owner,do_not_contact\nkim,Ann,no\nsec,local,no\ntom,,yes"
Opened = Callable[..., AppTest]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Opened:
    def opened(ws: Workspace, code: str = "en", **query: str) -> AppTest:
        return page_at(monkeypatch, ws.folder, "actions/lists.py", code, **{"tab": "care", **query})

    return opened


@pytest.fixture(scope="module")
def whole(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES, interactions=CONTACTS, customers=PEOPLE)


@pytest.fixture
def ws(whole: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(whole.folder, tmp_path / "ws")
    return Workspace.open(tmp_path / "ws")


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_first_sentence_of_the_sample(app: Opened, unused: Path, code: str) -> None:
    ws = sample.workspace(unused, code)
    at = app(ws, code)
    assert not at.exception
    key, *_others, total = care.tiers(ws, Scope()).itertuples()
    worst = care.due(ws, Scope(), tiers=("key",), rows=1).overdue_days.iloc[0]
    title = at.title[0].value.replace(",", "")
    numbers = set(map(int, re.findall(r"\d+", title)))
    assert {key.overdue, key.kept + key.overdue, worst, total.due_soon} <= numbers
    assert bool(CHINESE.search(title)) == (code == "zh_CN")


def test_the_list_is_narrowed_to_my_customers(ws: Workspace, app: Opened) -> None:
    at = app(ws)
    assert not at.exception
    # kim, called on 1 June, is due on 8 June; sec was written to yesterday; tom is left out
    assert "1 of 1 key customers is overdue for contact, by 22 days" in at.title[0].value
    assert at.dataframe[0].value["customer_id"].tolist() == ["kim"]
    at = app(ws, care_owner="local")
    assert not at.dataframe
    assert "Nobody is due" in at.success[0].value


def test_the_plan_is_changed_and_made_usual_again(ws: Workspace, app: Opened) -> None:
    at = app(ws)
    at.session_state["care.open"] = True
    at.run()
    at.number_input(key="care.key.en.0.days").set_value(60)
    at.text_input(key="care.key.en.0.what").set_value("Tea at ours")
    at.multiselect(key="care.kinds.en.0").set_value(["call"])
    next(button for button in at.button if button.label == "Keep the plan").click().run()
    assert not at.exception
    kept = care.kept_plan(ws.state.settings())
    assert (kept.days, kept.kinds) == ((60, 30, 91, 182), ("call",))
    assert kept.what == ("Tea at ours", "", "", "")
    assert kept.who == ("", "", "", "")
    assert "not overdue" in at.title[0].value
    at.button(key="care.usual").click().run()
    assert not at.exception
    assert ws.state.settings()["care_plan"] is None
    assert "by 22 days" in at.title[0].value


def test_the_page_names_the_contacts_that_count(app: Opened, unused: Path) -> None:
    said = [caption.value for caption in app(sample.workspace(unused, "en")).caption]
    assert any(
        "Counted as care: call, campaign, visit, and what is recorded on lists. "
        "Not counted: stage, complaint, survey, and solved." in each
        for each in said
    )


@pytest.mark.parametrize("code", ["en", "zh_CN"])
@pytest.mark.parametrize("missing", ["contacts", "owners", "orders"])
def test_without_what_it_needs_the_tab_says_so(
    workspace_of: WorkspaceOf, app: Opened, missing: str, code: str
) -> None:
    files = {"sales": SALES, "interactions": CONTACTS}
    if missing == "contacts":
        del files["interactions"]
    if missing == "orders":
        del files["sales"]
    at = app(workspace_of(**files), code)
    assert not at.exception
    assert not at.error
    said = " ".join(part.value for part in [*at.markdown, *at.caption])
    wanted = {
        "contacts": ("no contacts are in the data yet", "还没有互动记录"),
        "owners": ("do not say who looks after", "没有客户负责人"),
        "orders": ("answers from sales", "销售明细"),
    }[missing][code == "zh_CN"]
    assert wanted in said
