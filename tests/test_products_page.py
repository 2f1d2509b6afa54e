"""The products page says what is bought together, on any data, and lists who lacks the other."""

from pathlib import Path

import pytest
from conftest import LOCALES, WorkspaceOf, page_at
from streamlit.testing.v1 import AppTest


def opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: str = "en", **query: str
) -> AppTest:
    at = page_at(monkeypatch, folder, "sales/products.py", code, **query)
    assert not at.exception
    assert not at.error
    return at


def said(at: AppTest) -> str:
    parts = [*at.title, *at.markdown, *at.caption, *at.header]
    return " ".join(part.value for part in parts)


@pytest.mark.parametrize(
    ("code", "words"),
    [("en", "Of the orders with “Pour-over set”, 56\u00a0% also hold “Filter papers 100”"),
     ("zh_CN", "300\u00a0个组合中有 30\u00a0个并非巧合")],
)  # fmt: skip
def test_the_answer_is_the_first_pair_and_how_many_are_no_chance(
    unused: Path, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    at = opened(unused, monkeypatch, code)
    assert words in at.title[0].value
    assert len(at.metric) == 4
    assert len(at.get("plotly_chart")) == 1


def test_level_order_and_number_are_kept_in_the_address(
    unused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(unused, monkeypatch, level="category", order="lift", least="50")
    assert "“Machines”" in at.title[0].value
    assert at.metric[1].value == "5"
    assert "Highest lift" in said(at)


def test_customers_who_lack_the_other_can_be_listed(
    unused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(unused, monkeypatch)
    assert not any("Make a list" in button.label for button in at.button)
    at.session_state["without.open"] = True
    at.run()
    assert [box.label for box in at.expander if "never" in box.label] == [
        "Who bought “Pour-over set” but never “Filter papers 100”"
    ]
    assert len(at.dataframe) == 2
    assert any("Make a list" in button.label for button in at.button)


FEW = {
    "one order": ("product", "a,2024-03-05,10,x", "are in the same 10 orders"),
    "no product": ("channel", "a,2024-03-05,10,x", "product column"),
    "all taken back": ("product", "a,2024-03-05,-10,x\na,2024-03-06,5,", "In this selection"),
}  # fmt: skip


@pytest.mark.parametrize("case", FEW)
def test_with_hardly_any_data_the_page_says_so(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    column, lines, words = FEW[case]
    ws = workspace_of(sales=f"customer_id,ordered_on,amount,{column}\n{lines}")
    for code in LOCALES:
        at = opened(ws.folder, monkeypatch, code)
        assert code != "en" or words in said(at)
        assert "nan" not in said(at).lower().split()


TABS = {
    "next": ("The plain rule is as good", "简单规则一样好"),
    "upgrades": ("later moved up to", "之后升级到"),
    "ranking": (
        "1 product of 25 is fading: “Descaler 1\u00a0l”, in 2.1\u00a0% of orders",
        "“除垢剂 1\u00a0L”",
    ),
}


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_answers_with_figures_a_picture_and_a_table(
    unused: Path, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    for code, words in zip(LOCALES, TABS[tab], strict=True):
        at = opened(unused, monkeypatch, code, tab=tab)
        assert words in at.title[0].value
        assert len(at.metric) == 4
        assert len(at.get("plotly_chart")) == 1
        assert len(at.dataframe) == 1


def test_offers_are_told_by_segment_and_customers_for_a_product(
    unused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(unused, monkeypatch, tab="next", show="segments")
    assert len(at.dataframe[0].value) == 10
    at = opened(unused, monkeypatch, tab="next", show="product", product="French press")
    assert "Customers for “French press”" in said(at)
    assert any("Make a list" in button.label for button in at.button)


def test_without_categories_or_a_past_the_tabs_say_so(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "\n".join(f"c{n},2024-03-{n + 1:02},10,x" for n in range(12))
    ws = workspace_of(sales=f"customer_id,ordered_on,amount,product\n{lines}")
    said_by = {
        "next": "cannot be tested yet", "upgrades": "name no product with category",
        "ranking": "do not reach back far enough",
    }  # fmt: skip
    for tab, words in said_by.items():
        assert words in opened(ws.folder, monkeypatch, tab=tab).title[0].value
