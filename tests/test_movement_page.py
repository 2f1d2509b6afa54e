"""The tabs of movement and lifecycle open on any data, say what moved and list who did."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import Workspace
from tests.conftest import LOCALES, page_at

TABS = ("moves", "lifecycle")


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, **query: str) -> AppTest:
    at = page_at(monkeypatch, folder, "customers/segments.py", code, **query)
    assert not at.exception
    assert not at.error
    assert not at.warning
    assert len(at.title) + len(at.header) == 1  # where nobody bought the page says what to bring
    return at


def titles(at: AppTest) -> str:
    return " ".join(part.value for part in [*at.title, *at.markdown])


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("tab", TABS)
def test_tab_opens_with_its_answer(
    unused: Path, monkeypatch: pytest.MonkeyPatch, tab: str, code: str
) -> None:
    at = opened(unused, monkeypatch, code, tab=tab)
    said = {
        ("moves", "en"): "slid to a worse one",
        ("moves", "zh_CN"): "下滑",
        ("lifecycle", "en"): "the base is",
        ("lifecycle", "zh_CN"): "客户基础在",
    }
    assert said[tab, code] in at.title[0].value
    assert len(at.get("plotly_chart")) == {"moves": 2, "lifecycle": 3}[tab]
    assert len(at.dataframe) == 2


@pytest.mark.parametrize("groups", ["type8", "tier"])
@pytest.mark.parametrize("since", ["6m", "1y", "month"])
def test_groups_and_day_are_kept_in_the_address(
    unused: Path, monkeypatch: pytest.MonkeyPatch, groups: str, since: str
) -> None:
    query = {"tab": "moves", "groups": groups, "since": since, "as": "matrix"}
    at = opened(unused, monkeypatch, "en", month="2026-03-31", **query)
    days = {"6m": "18 Mar 2026", "1y": "18 Sep 2025", "month": "31 Mar 2026"}
    assert days[since] in at.title[0].value
    assert at.query_params["since"] == since


def test_the_period_before_is_the_usual_day_where_there_is_one(
    unused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(unused, monkeypatch, "en", tab="moves", period="13w")
    before = at.session_state["view"].scope.comparison()
    assert at.session_state["view"].lang.date(before.end) in at.title[0].value


def test_a_state_is_listed_when_it_is_picked(unused: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(unused, monkeypatch, "en", tab="lifecycle", state="lapsed")
    everybody = opened(unused, monkeypatch, "en", tab="lifecycle")
    states = {str(code) for code in at.dataframe[-1].value["state"].map(lambda codes: codes[0])}
    assert states == {"lapsed"}
    assert len(everybody.dataframe[-1].value) == 200


SALES = {
    "one": ["a,2024-01-01,1,10"],
    "fifty": [f"c{i:02},{2023 + i % 2}-0{1 + i % 9}-1{i % 7},{i},{i % 5}" for i in range(50)],
    "equal": [f"c{i},2024-01-01,{i},10" for i in range(20)],
    "returns": ["a,2024-01-01,1,-10", "b,2024-02-02,2,-5"],
    "huge": ["a,2024-01-01,1,1000000000000", "b,2024-02-02,2,1"],
}


@pytest.mark.parametrize("name", SALES)
def test_tabs_open_on_little_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("\n".join(["customer_id,ordered_on,order_id,amount", *SALES[name]]))
    Workspace.open(tmp_path / "own").load(file, "sales", date_format="%Y-%m-%d")
    for tab in TABS:
        for code in LOCALES:
            at = opened(tmp_path / "own", monkeypatch, code, tab=tab)
            assert "nan" not in titles(at).lower().split()


def test_downloads_name_their_columns(unused: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[str] = []

    def button(label: str, data: Any, *given: Any, **options: Any) -> None:
        if callable(data) and options.get("mime") == "text/csv":
            heads.extend(data().decode("utf-8-sig").splitlines()[0].split(","))

    monkeypatch.setattr("pages.parts.downloads.st.download_button", button)
    for tab in TABS:
        opened(unused, monkeypatch, "en", tab=tab)
    assert {"From", "To", "Revenue then, £", "Lifecycle"} & set(heads)
    assert not [head for head in heads if "_" in head]
