"""What the pages say unasked: currencies left out, rows of each kind, what is newer than sales."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import WorkspaceOf
from streamlit.testing.v1 import AppTest

from analytics import Workspace
from pages.parts.words import held

CHECKOUT = Path(__file__).parents[1]
SALES = """customer_id,ordered_on,amount
a,2024-01-01,€10
b,2024-01-02,€20
b,2024-01-03,$1234.5
"""
DEALS = (
    "deal_id,stage,value,opened_on\n1,Won,5,2024-01-01\n2,Lead,6,2024-01-09\n3,Lead,7,2024-01-10\n"
)


@pytest.fixture
def folder(made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    def fill(place: Path) -> None:
        with Workspace.open(place) as ws:
            for kind, text in (("sales", SALES), ("deals", DEALS)):
                file = place / f"{kind}.csv"
                file.write_text(text, encoding="utf-8")
                ws.load(file, kind)

    place = made("notices", fill)
    monkeypatch.setenv("REGULARS_WORKSPACE", str(place))
    return place


def opened(lang: str) -> AppTest:
    app = AppTest.from_file(str(CHECKOUT / "pages" / "frame.py"), default_timeout=60)
    app.query_params["lang"] = lang
    return app.run()


def captions(app: AppTest) -> str:
    assert not app.exception
    return " ".join(each.value.replace("\\", "") for each in app.caption)


@pytest.mark.parametrize(
    ("lang", "alone", "title", "later", "button"),
    [
        ("en", "Only EUR counts: USD 1,234.50 are left out",
         "Sales lines: 3 of 3 rows loaded; Deals: 3 of 3 rows loaded.",
         "later and not shown: 2 deals.", "Show up to 10 Jan 2024"),
        ("zh_CN", "只计入 EUR：USD 1,234.50 未计入",
         "销售明细：读取 3 行，导入 3 行；商机：读取 3 行，导入 3 行。",
         "其后还有 2 个商机未显示", "显示到 2024年1月10日"),
    ],
)  # fmt: skip
def test_what_is_left_out_or_not_shown_is_said(
    folder: Path, lang: str, alone: str, title: str, later: str, button: str
) -> None:
    app = opened(lang)
    assert alone in captions(app)
    app.switch_page("data/intake.py").run()
    assert app.title[0].value == held(title)
    assert alone in captions(app)
    assert later in captions(app)
    app.switch_page("sales/funnel.py").run()
    assert later in captions(app)
    next(each for each in app.button if each.label == button).click().run()
    assert later not in captions(app)


def test_the_notice_leads_to_the_rows_that_look_wrong(folder: Path) -> None:
    for page in ("review/overview.py", "data/intake.py"):
        app = opened("en").switch_page(page).run()
        app.button(key="wrong.currencies").click().run()
        assert not app.exception
        assert "Data — what came in" in app.markdown[0].value
        assert app.session_state["page.tab"] == "What came in"
        assert app.session_state["page.part"] == "checks"


def test_kept_currencies_are_said_to_be_added(folder: Path) -> None:
    Workspace.open(folder).choose("mixed_currency", "keep")
    assert "USD 1,234.50 are added to the rest as if all were one" in captions(opened("en"))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "1 sales line is dated after the day of its file, up to 3 Jan 2124"),
        ("zh_CN", "1 条销售明细的日期晚于文件本身的日期（最晚 2124年1月3日）"),
    ],
)
def test_a_date_no_file_can_know_is_said_until_it_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: str
) -> None:
    monkeypatch.setenv("REGULARS_WORKSPACE", str(tmp_path))
    ws = Workspace.open(tmp_path)
    file = tmp_path / "sales.csv"
    text = "customer_id,ordered_on,amount\na,2024-01-01,1\nb,2024-01-02,2\nb,2124-01-03,3\n"
    file.write_text(text, encoding="utf-8")
    ws.load(file, "sales")
    assert words in captions(opened(lang))
    ws.choose("impossible_date", "leave_out")
    assert ws.facts.as_of == date(2024, 1, 2)
    assert words not in captions(opened(lang))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "up to 3 Jan 2124; everything is asked as of 2 Jan 2024."),
        ("zh_CN", "（最晚 2124年1月3日）；所有数字仍截至2024年1月2日。"),
    ],
)
def test_a_date_ahead_that_does_not_move_the_day_is_not_said_to(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch, lang: str, words: str
) -> None:
    text = "customer_id,ordered_on,amount\na,2024-01-01,1\nb,2024-01-02,2\n,2124-01-03,3"
    monkeypatch.setenv("REGULARS_WORKSPACE", str(workspace_of(sales=text).folder))
    assert words in captions(opened(lang))
