"""Pages say calmly what the data cannot answer, in both languages."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import WorkspaceOf

FRAME = str(Path(__file__).parents[1] / "pages" / "frame.py")
ABOUT_CUSTOMERS = ["customers/segments.py", "customers/pyramid.py", "customers/churn.py"]
OTHERS = ["review/overview.py", "sales/funnel.py", "actions/lists.py", "data/intake.py"]
SHAPES = {
    "no customer": {"sales": "ordered_on,amount\n2024-01-01,5\n2024-02-05,7"},
    "no sales": {"interactions": "customer_id,occurred_at,stage\na,2024-01-01,Lead"},
    "no stage": {"interactions": "customer_id,occurred_at,kind\na,2024-01-01,call"},
    "no dates": {"deals": "deal_id,stage\n1,Won\n2,Lead"},
    "names alone": {"customers": "customer_id,name\na,Anna"},
}


def said(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.markdown, *app.warning]
    return " ".join(str(part.value) for part in parts)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_page_fails_for_want_of_data(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch, shape: str, lang: str
) -> None:
    monkeypatch.setenv("REGULARS_WORKSPACE", str(workspace_of(**SHAPES[shape]).folder))
    app = AppTest.from_file(FRAME, default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    for page in (*ABOUT_CUSTOMERS, *OTHERS):
        app.switch_page(page).run()
        assert not app.exception, page
        assert not app.error, page
        assert app.title or app.header, page
        if shape == "no customer" and page in ABOUT_CUSTOMERS:
            reason = "name no customer with an order" if lang == "en" else "没有下过单的具名客户"
            assert reason in said(app), page
