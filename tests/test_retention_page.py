"""The retention page opens on any data, says whether new customers come back, and lists who did."""

from pathlib import Path
from typing import Any

import pytest
from conftest import LOCALES, WorkspaceOf, page_at
from streamlit.testing.v1 import AppTest

from analytics import Workspace


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, **query: str) -> AppTest:
    at = page_at(monkeypatch, folder, "customers/retention.py", code, **query)
    assert not at.exception
    assert not at.error
    return at


def said(at: AppTest) -> str:
    return " ".join(part.value for part in [*at.title, *at.markdown, *at.caption])


@pytest.mark.parametrize(("code", "words"), [("en", "order again within"), ("zh_CN", "再次下单")])
def test_the_answer_is_whether_new_customers_come_back(
    unused: Path, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    at = opened(unused, monkeypatch, code)
    assert words in at.title[0].value
    assert len(at.get("plotly_chart")) == 3
    assert len(at.metric) == 6


@pytest.mark.parametrize("by", ["channel", "region", "category", "product"])
def test_groups_and_measure_are_kept_in_the_address(
    unused: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    at = opened(unused, monkeypatch, "en", by=by, measure="value")
    clear = by == "channel"  # field sales; the planted difference
    assert ("No group keeps clearly more" in said(at)) != clear
    assert "A new customer brings" in said(at)


def test_customers_of_a_clicked_cell(unused: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def clicked(view: Any, drawing: Any, *words: str, key: str, **options: Any) -> list[Any]:
        return [[0, 2]] if key.startswith("cohorts.") else []

    monkeypatch.setattr("pages.parts.charts.template.chart", clicked)
    monkeypatch.setattr("pages.parts.retention.cells.chart", clicked)
    with_order = opened(unused, monkeypatch, "en")
    without = opened(unused, monkeypatch, "en", who="without")
    assert "First order in Jul 2025, month 3 after it" in said(with_order)
    people = [len(at.dataframe[0].value) for at in (with_order, without)]
    assert people == [28, 30]  # of the 58 who came in July
    assert any("Make a list" in button.label for button in with_order.button)


FEW = {
    "one customer": "a,2024-03-05,10",
    "one month": "a,2024-03-05,10\nb,2024-03-08,4",
    "returned only": "a,2024-03-05,10\nb,2024-03-06,-4",
    "all of one day": "\n".join(f"c{n},2024-03-31,5" for n in range(40)),
}


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("case", FEW)
def test_with_hardly_any_data_the_page_says_so(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch, case: str, code: str
) -> None:
    ws: Workspace = workspace_of(sales="customer_id,ordered_on,amount\n" + FEW[case])
    at = opened(ws.folder, monkeypatch, code)
    assert len(at.title) == 1
    assert "nan" not in said(at).lower().split()
