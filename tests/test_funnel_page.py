"""The funnel page: its choice lives in the address, and little data makes a sensible page."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import Workspace

ROOT = Path(__file__).parents[1]
HEADERS = {
    "interactions": ("customer_id", "occurred_at", "kind", "stage"),
    "sales": ("customer_id", "ordered_on", "amount"),
    "deals": ("deal_id", "customer_id", "stage", "value", "opened_on", "closed_on"),
}
Opened = Any


@pytest.fixture
def opened(unused: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """opened(interactions=["a,2024-01-01,stage,Lead"], **query): the page over these rows."""
    monkeypatch.chdir(ROOT)

    def page(query: dict[str, Any] | None = None, **rows: list[str]) -> AppTest:
        monkeypatch.setenv("REGULARS_WORKSPACE", str(tmp_path if rows else unused))
        for kind, lines in rows.items():
            file = tmp_path / f"{kind}.csv"
            file.write_text("\n".join([",".join(HEADERS[kind]), *lines]) + "\n")
            mapping = {header: header for header in HEADERS[kind]}
            Workspace.open(tmp_path).load(file, kind, mapping, date_format="%Y-%m-%d")
        at = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
        at.context["locale"] = "en-GB"
        at.query_params.update(query or {})
        at = at.switch_page("sales/funnel.py").run()
        assert not at.exception
        assert not at.error
        return at

    return page


def answer(at: AppTest) -> str:
    return at.title[0].value.replace("\u00a0", " ")


def test_the_choice_goes_into_the_address_and_back(opened: Opened) -> None:
    at = opened()
    at.number_input(key="funnel.within").set_value(30)
    at.multiselect(key="funnel.step").set_value(["Contacted", "Won"])
    at.radio(key="funnel.order").set_value("any").run()
    assert not at.exception
    chosen = {"step": ["Contacted", "Won"], "within": "30", "order": "any"}
    assert {name: at.query_params[name] for name in chosen} == chosen
    assert "of those at Contacted reach Won" in answer(at)
    assert answer(opened(chosen)) == answer(at)


def test_what_is_usual_leaves_the_address(opened: Opened) -> None:
    at = opened({"within": "30", "try": "first"})
    at.number_input(key="funnel.within").set_value(90)
    at.radio(key="funnel.try").set_value("best").run()
    assert not {"within", "try"} & set(at.query_params)


def test_nonsense_in_the_address_is_left_out(opened: Opened) -> None:
    at = opened({"step": ["Nowhere"], "within": "-5", "order": "upside", "try": "last"})
    assert answer(at) == answer(opened())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"interactions": ["a,2024-01-01,stage,Lead"]}, "Nobody"),
        (
            {"interactions": ["a,2024-01-01,stage,Lead", "b,2025-01-01,stage,Lead"]},
            "1 customer reached Lead.",
        ),
        (
            {"interactions": ["a,2024-01-01,stage,Lead", "a,2024-01-02,stage,Won",
                              "b,2025-01-01,stage,Lead"]},
            "100 % of those at Lead reach Won; no step loses anybody.",
        ),
        (
            {"interactions": ["a,2024-01-01,stage,Lead", "b,2025-01-01,stage,Won"]},
            "0 % of those at Lead reach Won; the step to Won loses most customers, 1 of 1 (100 %).",
        ),
        (
            {"deals": ["1,a,Won,10,2024-01-01,2024-01-05", "2,,Lead,,,"]},
            "100 % of the deals decided were won; 1 is still open.",
        ),
        ({"deals": ["1,a,Lead,10,2024-01-01,"]}, "No deal is decided yet; 1 is open."),
        ({"interactions": ["a,2024-01-01,call,", "a,2024-03-01,visit,"]}, "Nobody"),
    ],
)  # fmt: skip
def test_little_data_makes_a_sensible_page(opened: Opened, rows: Any, said: str) -> None:
    at = opened({"period": "all"}, **rows)
    assert said in answer(at)
    assert not any("nan" in metric.value for metric in at.metric)


def test_deals_without_an_opening_date_are_told(opened: Opened) -> None:
    rows = ["1,a,Won,10,2024-01-01,2024-01-05", "2,,Prospecting,,,", "3,,Prospecting,,,"]
    said = "2 deals have no opening date: counted in all time only"
    at = opened({"period": "12m"}, deals=rows)
    assert any(said in text.value for text in at.markdown)
    at = opened({"period": "all"}, deals=rows)
    assert not any(said in text.value for text in at.markdown)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("look", ["stalled", "owner", "reason", "age", "forecast"])
def test_every_look_at_the_deals_opens(opened: Opened, look: str, lang: str) -> None:
    at = opened({"deals": look, "lang": lang, "period": "all"})
    assert "nan" not in " ".join(text.value for text in at.markdown)
    assert len(at.dataframe) + len(at.get("plotly_chart")) > 4


@pytest.mark.parametrize("look", ["stalled", "owner", "reason", "age", "forecast"])
def test_a_single_deal_has_a_sensible_look(opened: Opened, look: str) -> None:
    opened({"deals": look, "period": "all"}, deals=["1,a,Lead,10,2024-01-01,"])


def test_steps_are_skipped_and_customers_left_out_by_address(opened: Opened) -> None:
    at = opened({"skip": ["Contacted"], "without": ["Lost"], "step": ["Lead", "Contacted", "Won"]})
    assert any("left out for what happened on the way" in text.value for text in at.markdown)
    groups = at.selectbox(key="page.who").options
    assert "stopped before “Won”" in groups
    assert "stopped before “Contacted”" not in groups
    assert at.multiselect(key="funnel.skip").value == ["Contacted"]
    assert at.multiselect(key="funnel.without").value == ["Lost"]


def test_a_day_before_the_first_stage_makes_no_funnel_of_complaints(opened: Opened) -> None:
    at = opened({"as_of": "2024-10-05"})
    assert "Complaint" not in answer(at)
    assert not any(metric.label == "Complaint" for metric in at.metric)


def test_without_contacts_and_deals_the_page_says_what_it_needs(opened: Opened) -> None:
    at = opened(sales=["a,2024-01-01,1"])
    assert answer(at) == "There are no contacts and no deals to follow yet."
