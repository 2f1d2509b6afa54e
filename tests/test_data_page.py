"""The data page: a file chosen, understood, loaded in the background, and accounted for."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import Workspace, runner

CHECKOUT = Path(__file__).parents[1]
SALES = """客户 ID,下单日期,订单号,金额
甲,2024-01-05,1,100
乙,2024-02-30,2,50
甲,2024-03-07,3,25.5
,2024-03-08,4,10
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("REGULARS_WORKSPACE", str(tmp_path))
    page = AppTest.from_file(str(CHECKOUT / "pages" / "frame.py"), default_timeout=60)
    page.query_params["lang"] = "en"
    page.run()
    return page.switch_page("data/intake.py").run()


def loaded(app: AppTest, name: str, text: str) -> AppTest:
    app.file_uploader[0].set_value((name, text.encode(), "text/csv")).run()
    button(app, "Load").click().run()
    job = runner.shared().job(app.session_state["job"])
    if job:
        job.wait()
    return app.run()


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def test_the_sample_says_that_it_is_one(app: AppTest) -> None:
    assert "sample data" in app.title[0].value


def test_headers_are_proposed_without_typing(app: AppTest) -> None:
    app.file_uploader[0].set_value(("sales.csv", SALES.encode(), "text/csv")).run()
    chosen = {box.label.rstrip(" *"): box.value for box in app.selectbox}
    assert chosen["Customer number"] == "客户 ID"
    assert chosen["Order date"] == "下单日期"
    assert chosen["Amount"] == "金额"


def test_every_row_is_loaded_or_rejected_and_the_page_says_so(app: AppTest, tmp_path: Path) -> None:
    loaded(app, "sales.csv", SALES)
    assert not app.exception
    assert app.title[0].value == (
        "4 rows read: 3 loaded, 1 rejected; sales lines without a customer: 1, worth 10."
    )
    ws = Workspace.open(tmp_path)
    assert ws.rejects(1)[["line", "column_name", "value"]].values.tolist() == [
        [3, "下单日期", "2024-02-30"]
    ]


def test_a_bad_file_leaves_what_was_there(app: AppTest, tmp_path: Path) -> None:
    loaded(app, "sales.csv", SALES)
    app.file_uploader[0].set_value(("notes.csv", b"hello\nworld\n", "text/csv")).run()
    assert button(app, "Load").disabled
    assert not app.exception
    assert Workspace.open(tmp_path).version == 1


def test_an_earlier_version_comes_back_with_one_click(app: AppTest, tmp_path: Path) -> None:
    loaded(app, "sales.csv", SALES)
    loaded(app, "sales.csv", SALES.replace("100", "900"))
    assert Workspace.open(tmp_path).version == 2
    button(app, "Bring back").click().run()
    assert Workspace.open(tmp_path).version == 1


def test_settings_are_kept(app: AppTest, tmp_path: Path) -> None:
    loaded(app, "sales.csv", SALES)
    next(box for box in app.selectbox if box.label == "Currency").set_value("EUR").run()
    assert Workspace.open(tmp_path).state.settings()["currency"] == "EUR"
    assert "€" in app.title[0].value
