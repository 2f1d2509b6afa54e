"""The churn page on next to nothing: it says what it can, and why it cannot say more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import WorkspaceOf

ROOT = Path(__file__).parents[1]
BUYERS = "\n".join(f"c{n},2024-01-{1 + n % 28:02},10" for n in range(60))
AGAIN = "\n".join(f"c{n},2024-06-{1 + n % 28:02},10" for n in range(30))
HEADERS = "customer_id,ordered_on,amount\n"


@pytest.fixture
def page(workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch) -> Any:
    """page(sales="…"): the churn page over a workspace of these lines, in a language."""

    def opened(code: str = "en", **texts: str) -> AppTest:
        monkeypatch.setenv("REGULARS_WORKSPACE", str(workspace_of(**texts).folder))
        monkeypatch.chdir(ROOT)
        at = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
        at.context["locale"] = {"en": "en-GB", "zh_CN": "zh-CN"}[code]
        at.context["theme"] = "light"
        return at.switch_page("customers/churn.py").run()

    return opened


def test_enough_customers_give_a_probability(page: Any) -> None:
    at = page(sales=HEADERS + BUYERS + "\n" + AGAIN)
    assert not at.exception
    assert at.title[0].value.endswith("customers.")
    assert "too early" not in at.title[0].value


@pytest.mark.parametrize(
    "lines",
    ["a,2024-01-01,1", "a,2024-01-01,1\nb,2024-01-01,1\nc,2024-03-01,1", BUYERS],
    ids=["one customer", "three customers", "one month"],
)
@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_too_little_history_is_said(page: Any, lines: str, code: str) -> None:
    at = page(code, sales=HEADERS + lines)
    assert not at.exception
    assert not at.error
    assert ("too early" if code == "en" else "数据还太少") in at.title[0].value
    assert any("30" in caption.value for caption in at.caption)
    assert at.metric[0].value == "–"


@pytest.mark.parametrize(
    "texts",
    [
        {"sales": "customer_id,ordered_on,quantity,amount\na,2024-01-01,-1,-1"},
        {"interactions": "customer_id,occurred_at,kind\na,2024-01-01,visit"},
    ],
    ids=["returns only", "contacts only"],
)
def test_without_an_order_the_page_says_what_it_needs(page: Any, texts: dict[str, str]) -> None:
    at = page(**texts)
    assert not at.exception
    assert not at.error
    assert at.header[0].value == "Leaving"
