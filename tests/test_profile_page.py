"""The page of one customer opens for anybody the data know, and is found from every page."""

from pathlib import Path

import pytest
from conftest import LOCALES, WorkspaceOf, page_at
from streamlit.testing.v1 import AppTest

from analytics import tags


def opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, page: str = "profile", **query: str
) -> AppTest:
    at = page_at(monkeypatch, folder, f"customers/{page}.py", code, **query)
    assert not at.exception
    assert not at.error
    return at


@pytest.mark.parametrize(
    ("code", "words"),
    [("en", "Dockside Trading buys about every"), ("zh_CN", "码头贸易大约每")],
)
def test_the_answer_is_their_rhythm_and_their_money(
    unused: Path, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    at = opened(unused, monkeypatch, code, customer="C0513")
    assert words in at.title[0].value
    told = {"en": ("Segment: ", "Stage: "), "zh_CN": ("分群：", "生命周期：")}[code]
    assert all(any(word in part.value for part in at.markdown) for word in told)
    assert len(at.metric) == 12
    assert len(at.get("plotly_chart")) == 2
    assert len(at.dataframe[0].value) > 50


def test_figures_ahead_say_by_which_method_and_over_how_long(
    unused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearly surely gone by the purchase model: neither a round 0 orders nor a bare date."""
    at = opened(unused, monkeypatch, "en", customer="C0704")
    figures = {metric.label: metric.proto for metric in at.metric}
    orders = figures["Orders, 91 days"]
    assert orders.body == "under 0.1"
    assert orders.delta_description.startswith("if still a customer, next by")
    assert figures["Expected, 12 months"].delta_description.endswith(
        "still a customer: 0.002\u00a0%"
    )
    assert figures["Risk of leaving"].body.endswith(".9\u00a0%")  # as the list has it
    assert figures["Value at risk"].delta_description.endswith("expected in 98 days")
    assert any("by the purchase model, which allows" in part.value for part in at.caption)


def test_a_customer_is_found_by_name_and_opened(
    unused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(unused, monkeypatch, "en", page="pyramid")
    field = next(box for box in at.text_input if box.key == "search.side")
    field.set_value("dockside tra").run()
    found = [button for button in at.button if button.label.startswith("C0513")]
    found[0].click().run()
    assert not at.exception
    assert at.title[0].value.startswith("Dockside Trading")


def test_latin_letters_stand_apart_from_a_chinese_sentence(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\n" + FEW["two orders"])
    at = opened(ws.folder, monkeypatch, "zh_CN", customer="a")
    assert at.title[0].value.startswith("a 大约每")


@pytest.mark.parametrize(("code", "words"), [("en", "Contract until"), ("zh_CN", "合同有效至")])
def test_the_end_of_a_contract_is_named(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    ws = workspace_of(
        sales="customer_id,ordered_on,amount\na,2024-03-05,10",
        customers="customer_id,contract_ends_on\na,2024-04-01",
    )
    at = opened(ws.folder, monkeypatch, code, customer="a")
    assert any(words in part.value for part in at.markdown)


@pytest.mark.parametrize("code", LOCALES)
def test_tags_and_a_note_are_kept_and_found_again(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\na,2024-03-05,10\nb,2024-03-06,4")
    tags.put(ws, "a", ["fair"], "Bo")
    tags.write(ws, "a", "Wants delivery on *Mondays*.", "Bo")
    at = opened(ws.folder, monkeypatch, code, customer="a")
    assert any("Wants delivery on \\*Mondays" in part.value for part in at.markdown)
    field = next(box for box in at.multiselect if box.key == "said.tags.a")
    assert field.value == ["fair"]
    field.set_value([]).run()
    assert not at.exception
    assert tags.of_customer(ws, "a").tags == ()
    tags.put(ws, "b", ["fair"])
    at = opened(ws.folder, monkeypatch, code)
    at.session_state["said.chosen"] = ["fair"]
    at.run()
    assert not at.exception
    found = next(frame.value for frame in at.dataframe if "tags" in frame.value.columns)
    assert found.customer_id.tolist() == ["b"]


def test_earlier_places_are_told_when_they_are_opened(
    unused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(unused, monkeypatch, "en", customer="C0513")
    shown = len(at.dataframe)
    at.session_state["before.open"] = True
    at.run()
    assert not at.exception
    assert len(at.dataframe) == shown + 1
    rows = next(frame.value for frame in at.dataframe if "rank" in frame.value.columns)
    assert len(rows) == 8
    assert rows["day"].iloc[0] > rows["day"].iloc[1]


def test_nobody_is_asked_for_or_found(unused: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(unused, monkeypatch, "en").title[0].value == "Which customer?"
    at = opened(unused, monkeypatch, "en", customer="nobody")
    assert "There is no customer nobody." in at.warning[0].value
    at.text_input[-1].set_value("zzzz").run()
    assert any(part.value == "Nobody by that name or number" for part in at.caption)


FEW = {
    "one order": "a,2024-03-05,10",
    "returned only": "a,2024-03-06,-4\nb,2024-03-06,4",
    "two orders": "a,2024-03-05,10\na,2024-03-08,4",
}


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("case", FEW)
def test_with_hardly_any_orders_the_page_says_so(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch, case: str, code: str
) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\n" + FEW[case])
    at = opened(ws.folder, monkeypatch, code, customer="a")
    assert len(at.title) == 1
    assert "nan" not in " ".join(part.value for part in [*at.title, *at.markdown]).lower().split()
