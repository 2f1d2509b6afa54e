"""The funnel page: its choice lives in the address, and little data makes a sensible page."""

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import funnel
from tests.conftest import WorkspaceOf

ROOT = Path(__file__).parents[1]
HEADERS = {
    "interactions": ("customer_id", "occurred_at", "kind", "stage"),
    "sales": ("customer_id", "ordered_on", "amount"),
    "deals": ("deal_id", "customer_id", "stage", "value", "opened_on", "closed_on"),
}
Opened = Any


@pytest.fixture
def opened(unused: Path, workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """opened(interactions=["a,2024-01-01,stage,Lead"], **query): the page over these rows."""
    monkeypatch.chdir(ROOT)

    def page(
        query: dict[str, Any] | None = None, folder: Path | None = None, **rows: list[str]
    ) -> AppTest:
        texts = {kind: "\n".join([",".join(HEADERS[kind]), *rows[kind]]) for kind in rows}
        shown = folder or (workspace_of(**texts).folder if texts else unused)
        monkeypatch.setenv("REGULARS_WORKSPACE", str(shown))
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


def opens(at: AppTest, *panels: str) -> AppTest:
    """The page with these panels open."""
    for panel in panels:
        at.session_state[panel] = True
    at = at.run()
    assert not at.exception
    return at


def lines(at: AppTest) -> list[str]:
    """The steps as the editor lists them."""
    return [text.value for text in at.markdown if text.value[:2] in ("1.", "2.", "3.", "4.")]


def test_the_choice_goes_into_the_address_and_back(opened: Opened) -> None:
    at = opened({"step": ["Contacted", "Won"]})
    at.number_input(key="funnel.within").set_value(30)
    at.radio(key="funnel.order").set_value("any").run()
    assert not at.exception
    chosen = {"step": ["Contacted", "Won"], "within": "30", "order": "any"}
    assert {name: at.query_params[name] for name in chosen} == chosen
    assert "of those at Contacted reach Won" in answer(at)
    assert answer(opened(chosen)) == answer(at)


def test_rows_it_rests_on_are_counted_where_somebody_looks(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    count = funnel.rows

    def rows(*args: Any, **params: Any) -> Any:
        asked.append(params)
        return count(*args, **params)

    monkeypatch.setattr(funnel, "rows", rows)
    contacts = ["a,2024-01-01,stage,Lead", "a,2024-02-01,stage,Won", ",2024-02-02,stage,Lead"]
    at = opened(interactions=contacts)
    assert not asked
    at = opens(at, "computed.funnel")
    assert asked
    assert any("**2** of them at one of the steps" in text.value for text in at.markdown)


def test_steps_are_put_in_order_taken_out_and_added(opened: Opened) -> None:
    at = opens(opened({"step": ["Lead", "Contacted", "Won"]}), "funnel.steps")
    assert lines(at) == ["1. **Lead**", "2. **Contacted**", "3. **Won**"]
    at.button(key="funnel.down.0").click()
    at = opens(at, "funnel.steps")
    assert at.query_params["step"] == ["Contacted", "Lead", "Won"]
    at.button(key="funnel.drop.1").click()
    at = opens(at, "funnel.steps")
    assert at.query_params["step"] == ["Contacted", "Won"]
    assert "of those at Contacted reach Won" in answer(at)
    assert at.button(key="funnel.drop.0").disabled
    at.selectbox(key="funnel.add").set_value("order 1")
    at = opens(at, "funnel.steps")
    assert at.query_params["step"] == ["Contacted", "Won", "order 1"]
    assert lines(at)[2] == "3. **First order**"
    at.button(key="funnel.usual").click()
    at = opens(at, "funnel.steps")
    assert "step" not in at.query_params


def test_a_step_is_named_made_of_two_stages_and_made_optional(opened: Opened) -> None:
    at = opens(opened({"step": ["Lead", "Contacted", "Proposal", "Won"]}), "funnel.steps")
    at.button(key="funnel.edit.1").click()
    at = opens(at, "funnel.steps")
    assert "Lead (now step 1)" in at.multiselect(key="funnel.of.1").options
    at.multiselect(key="funnel.of.1").set_value(["Contacted", "Qualified"])
    at = opens(at, "funnel.steps")
    assert lines(at)[1] == "2. **Contacted / Qualified**"
    at.text_input(key="funnel.name.1").set_value("Talking")
    at = opens(at, "funnel.steps")
    at.checkbox(key="funnel.optional.1").check()
    at = opens(at, "funnel.steps")
    assert "Talking" in lines(at)[1]
    assert "may be skipped" in lines(at)[1]
    step = '["Talking", "Contacted", "Qualified"]'
    assert at.query_params["step"] == ["Lead", step, "Proposal", "Won"]
    assert at.query_params["skip"] == "Contacted"
    again = opened({"step": at.query_params["step"], "skip": ["Contacted"]})
    assert answer(again) == answer(at)
    groups = again.selectbox(key="page.who").options
    assert "reached “Talking”" in groups
    assert "stopped before “Talking”" not in groups
    at.button(key="funnel.up.1").click()  # the first step is never optional
    at = opens(at, "funnel.steps")
    assert "skip" not in at.query_params


def test_a_step_is_merged_into_another_at_once(opened: Opened) -> None:
    at = opens(opened({"step": ["Lead", "Contacted", "Qualified", "Won"]}), "funnel.steps")
    at.button(key="funnel.edit.2").click()
    at = opens(at, "funnel.steps")
    at.multiselect(key="funnel.of.2").set_value(["Qualified", "Contacted"])
    at = opens(at, "funnel.steps")
    assert lines(at) == ["1. **Lead**", "2. **Qualified / Contacted**", "3. **Won**"]
    assert at.text_input(key="funnel.name.1")  # its fields are still open
    at.button(key="funnel.merge.1").click()
    at = opens(at, "funnel.steps")
    assert lines(at) == ["1. **Lead**", "2. **Qualified / Contacted / Won**"]
    assert not [button for button in at.button if "merge" in str(button.key)]


def test_a_funnel_of_one_step_is_told_as_such(opened: Opened) -> None:
    at = opened({"period": "all", "step": ["Lead"]})
    assert answer(at) == "563 customers reached Lead."
    assert "Customers at Lead" in shown(at)
    assert "From Lead to Lead" not in shown(at)
    assert list(at.dataframe[0].value) == ["step", "customers", "value", "immature"]
    assert not [field for field in at.segmented_control if field.label == "Picture"]


def test_a_window_of_no_days_is_the_shortest_there_is(opened: Opened) -> None:
    at = opened({"period": "all", "within": "0"})
    assert at.number_input(key="funnel.within").value == 1
    assert at.number_input(key="funnel.within").min == 1


def test_a_funnel_is_kept_opened_and_forgotten(opened: Opened, fresh: Path, monkeypatch) -> None:
    monkeypatch.setenv("REGULARS_WORKSPACE", str(fresh))
    wanted = {"step": ["Lead", '["Talking","Contacted","Qualified"]', "Won"], "within": "45",
              "skip": ["Contacted"], "without": ["Lost"], "try": "first"}  # fmt: skip
    at = opens(opened(wanted, fresh), "funnel.saved")
    at.button(key="funnel.saved.keep").click()
    at = opens(at, "funnel.saved")
    assert any("The funnel has no name." in text.value for text in (*at.warning, *at.error))
    at.text_input(key="funnel.saved.name").set_value("Talks")
    at = opens(at, "funnel.saved")
    at.button(key="funnel.saved.keep").click()
    at = opens(at, "funnel.saved")
    assert not at.exception
    # another session, as after a restart
    other = opens(opened(None, fresh), "funnel.saved")
    assert answer(other) != answer(at)
    assert any("Lead → Won · 3 steps · within 45 days" in text.value for text in other.caption)
    other.button(key="funnel.saved.0.open").click()
    other = opens(other, "funnel.saved")
    assert answer(other) == answer(at)
    assert other.query_params["within"] == "45"
    other = opens(other, "funnel.saved")
    other.button(key="funnel.saved.0.forget").click()
    other = opens(other, "funnel.saved")
    other = opens(other, "funnel.saved")
    assert any(text.value == "None is kept yet." for text in other.caption)


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
        ({"deals": ["1,a,Lead,10,2024-01-01,"]}, "No deal was decided in this period; 1 is open."),
        ({"interactions": ["a,2024-01-01,call,", "a,2024-03-01,visit,"]}, "Nobody"),
    ],
)  # fmt: skip
def test_little_data_makes_a_sensible_page(opened: Opened, rows: Any, said: str) -> None:
    at = opened({"period": "all"}, **rows)
    assert said in answer(at)
    assert not any("nan" in metric.value for metric in at.metric)


def test_deals_a_date_is_missing_of_are_told(opened: Opened) -> None:
    rows = ["1,a,Won,10,2024-01-01,2024-01-05", "2,,Prospecting,,,", "3,,Prospecting,,,"]
    at = opened({"period": "12m"}, deals=[*rows, "4,a,Lost,10,2024-01-01,"])
    said = shown(at)
    assert "2 open deals have no opening date: counted, their age is not known" in said
    assert "1 decided deal has no closing date: counted in all time only" in said
    assert "2 are still open" in answer(at)
    said = shown(opened({"period": "all"}, folder=at.session_state["view"].folder))
    assert "their age is not known" in said
    assert "no closing date" not in said


def test_a_period_without_decided_deals_shows_the_way_to_them(opened: Opened) -> None:
    rows = ["1,a,Won,10,2020-01-01,2020-01-05", "2,b,Lead,5,2020-02-01,", "3,b,Lead,5,2024-02-01,"]
    at = opened(deals=rows)
    assert "before it: 1 won, 0 lost" in shown(at)
    assert answer(at) == "No deal was decided in this period; 2 are open."
    at.button(key="deals.ever").click().run()
    assert not at.exception
    assert answer(at) == "100 % of the deals decided were won; 2 are still open."
    assert "before it:" not in shown(at)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_stage_with_few_decided_deals_says_what_is_used_instead(
    opened: Opened, lang: str
) -> None:
    rows = ["1,a,Won,10,2024-01-01,2024-01-05", "2,b,Lead,5,2024-02-01,", "3,b,,,2024-02-01,"]
    at = opened({"deals": "forecast", "period": "all", "lang": lang}, deals=rows)
    table = next(table.value for table in at.dataframe if "weighted" in table.value.columns)
    said = "all stages, as only 1 here" if lang == "en" else "全部阶段（本阶段仅 1 个）"
    assert said in table.basis.tolist()
    assert table.weighted.tolist()[-1] == 15  # the one without a value as the one that was won
    assert "nan" not in shown(at)


def test_a_short_period_says_what_its_own_deals_tell_little_of(opened: Opened) -> None:
    said = shown(opened({"period": "13w"}))
    assert "Of 78 deals opened in this period, 3 were won, 44 lost and 31 (40 %) are still" in said
    assert "So many are open that the 6.4 % won of their decided ones says little" in said
    assert "So many are open" not in shown(opened())


def test_what_is_to_come_names_the_rates_and_how_the_interval_held(opened: Opened) -> None:
    at = opened({"deals": "forecast"})
    said = shown(at)
    assert "31 open deals of £44.8 k are worth £19.8 k, weighted by the win rates" in said
    assert (
        "interval held what came in 14 (100 %): 80 % would be 11: if anything it is too wide"
        in said
    )
    rows = next(table.value for table in at.dataframe if "weighted" in table.value.columns)
    assert rows.stage.tolist()[-1] == "All stages"
    assert abs(rows.weighted[:-1].sum() - rows.weighted.iloc[-1]) <= 3  # whole pounds
    assert rows.deals[:-1].sum() == rows.deals.iloc[-1] == 31


def test_stalled_deals_are_made_a_list_of_customers(opened: Opened) -> None:
    won = [f"{n},a,Won,10,2024-01-01,2024-01-05" for n in range(3)]
    at = opened(
        {"deals": "stalled"},
        deals=[
            *won,
            "x,b,Lead,5,2024-01-01,",
            ",,Lead,5,2024-01-02,",
            "y,,Lead,5,2024-01-02,",
            "z,c,Lead,5,2024-03-01,",
        ],
    )
    assert "1 of them names no customer: in the file of deals" in shown(at)
    at.button(key="take.deals.stalled").click().run()
    assert not at.exception
    assert any(text.value.startswith("**1 customer, ") for text in at.markdown)
    assert "Deals open longer than 4 days" in shown(at)


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
    assert "customers left out who had Lost on the way" in shown(at)
    assert "paler blue: optional" in shown(at)
    names = next(table.value.step for table in at.dataframe if "lost" in table.value)
    assert names.tolist() == ["Lead", "Contacted (optional)", "Won"]
    groups = at.selectbox(key="page.who").options
    assert "stopped before “Won”" in groups
    assert "stopped before “Contacted”" not in groups
    at = opens(at, "funnel.steps")
    assert "may be skipped" in lines(at)[1]
    assert at.multiselect(key="funnel.without").value == ["Lost"]


def test_a_day_before_the_first_stage_makes_no_funnel_of_complaints(opened: Opened) -> None:
    at = opened({"as_of": "2024-10-05"})
    assert "Complaint" not in answer(at)
    assert not any(metric.label == "Complaint" for metric in at.metric)


def test_orders_alone_make_a_funnel_of_first_second_and_third(opened: Opened) -> None:
    rows = ["a,2024-01-01,1", "a,2024-02-01,1", "b,2024-01-02,1", "c,2025-01-02,1"]
    at = opened({"period": "all"}, sales=rows)
    assert answer(at) == (
        "0 % of those at First order reach Third order; the step to Second order loses most "
        "customers, 1 of 2 (50 %)."
    )


def shown(at: AppTest) -> str:
    return " ".join(each.value for each in (*at.markdown, *at.caption)).replace("\u00a0", " ")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("by", [["channel"], ["segment", "owner"], ["campaign"]])
def test_the_funnel_is_split_as_the_address_asks(opened: Opened, by: list[str], lang: str) -> None:
    split = dict(zip(("by", "and"), by, strict=False))
    at = opened({"look": "groups", "lang": lang, "period": "all", **split})
    assert "nan" not in shown(at)
    rows = next(table.value for table in at.dataframe if "rate" in table.value.columns)
    assert rows.entered.sum() == 563
    said = "became of customers" if lang == "en" else "后来成了什么样"
    assert (said in shown(at)) == ("segment" in by)


def test_a_group_that_gets_through_is_the_title(opened: Opened) -> None:
    at = opened({"look": "groups", "period": "all"})
    assert "Field sales: 38 % get to Won, of all others 20 %" in shown(at)
    assert "hollow" not in shown(at)


def test_a_funnel_of_orders_is_not_split_by_what_orders_make(opened: Opened) -> None:
    at = opened({"look": "groups", "period": "all", "by": "tier", "step": ["Lead", "order 1"]})
    assert "Not by segment or tier: they are made of orders" in shown(at)
    assert at.selectbox(key="page.by").value == "channel"
    assert "Tier" not in at.selectbox(key="page.by").options


def test_how_many_groups_there_are_is_told_once(opened: Opened) -> None:
    said = shown(opened({"look": "groups", "period": "all", "by": "owner", "and": "channel"}))
    assert re.search(r"the 10 largest of (\d+) groups", said)[1] in said.split(" groups; ")[0][-3:]
    assert re.search(r"\d+ groups; \d+ large enough to be compared", said)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_group_that_waits_longest_is_told_on_request(opened: Opened, lang: str) -> None:
    at = opened({"look": "days", "period": "all", "lang": lang})
    tables = len(at.dataframe)
    at = opens(at, "funnel.waits")
    assert len(at.dataframe) == tables + 1
    rows = next(table.value for table in at.dataframe if "2" in table.value)
    assert list(rows) == ["group", "2", "3", "4", "5", "6"]
    assert len(rows) == 4
    if lang == "en":
        assert "groups of 30 or more Phone waits longest, before Negotiation: 15.1 days" in shown(
            at
        )
        assert "of all customers 13.1. That may be chance" in shown(at)
    assert "nan" not in shown(at)


def test_one_large_group_is_not_called_the_slowest(opened: Opened) -> None:
    said = shown(opens(opened({"look": "days"}), "funnel.waits"))
    assert "Only Field sales has 30 customers or more before Negotiation" in said
    assert "waits longest" not in said


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_what_goes_together_is_told_of_the_step_that_loses_most(opened: Opened, lang: str) -> None:
    at = opened({"look": "why", "lang": lang, "period": "all"})
    assert at.selectbox(key="page.onto").value == "3"
    assert "nan" not in shown(at)
    assert ("Qualified, 28 % of those who stopped" in shown(at)) == (lang == "en")
    assert ("does not prove" if lang == "en" else "不能证明") in shown(at)


@pytest.mark.parametrize("look", ["groups", "why"])
def test_little_data_makes_sensible_comparisons(opened: Opened, look: str) -> None:
    rows = ["a,2024-01-01,stage,Lead", "b,2024-01-01,stage,Lead", "a,2024-01-02,stage,Won"]
    opened({"look": look, "period": "all"}, interactions=[*rows, "c,2025-01-01,stage,Lead"])
    said = shown(opened({"look": look, "step": ["Lead"], "period": "all"}))
    assert "A funnel of one step has nobody who went on." in said


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_service_is_told_when_opened(opened: Opened, lang: str) -> None:
    folded = opened({"period": "all", "lang": lang})
    at = opened({"period": "all", "lang": lang, "service": "1"})
    assert len(at.dataframe) == len(folded.dataframe) + 3
    assert "nan" not in shown(at)
    if lang == "en":
        assert "1,046 complaints: half are solved within 5.0 days, 46 % are still open" in shown(at)
        assert "After an unsolved complaint 39 % order within 90 days, of customers" in shown(at)
        assert "NPS +14, 95 % from +9 to +19" in shown(at)


def test_what_service_cannot_tell_names_the_rows_that_would(opened: Opened) -> None:
    rows = ["a,2024-01-01,stage,Lead", "b,2024-01-01,stage,Lead"]
    said = shown(opened({"period": "all", "service": "1"}, interactions=rows))
    assert "No contact up to the day is a complaint." in said
    assert "No contact has a score." in said
    more = [*rows, "a,2024-01-02,complaint,", ",2024-01-03,complaint,"]
    said = shown(opened({"period": "all", "service": "1"}, interactions=more))
    assert "No contact says that a complaint was solved" in said
    assert "No visit and no call is noted" in said
    assert "1 complaint names no customer and is left out." in said


SHAPES: dict[str, dict[str, Any]] = {
    "empty": {"deals": ["1,a,Lead,10,2024-01-01,"]},
    "one step": {"interactions": ["a,2024-01-01,stage,Lead", "b,2025-01-01,stage,Lead"]},
    "never reached": {"interactions": ["a,2024-01-01,stage,Lead", "b,2025-01-01,stage,Won"]},
    "twelve steps": {
        "interactions": [f"a,2024-01-{day:02},stage,S{day}" for day in range(1, 13)]
        + ["b,2024-02-01,stage,S1", "b,2024-02-02,stage,S2", "b,2025-01-01,call,"]
    },
    "one customer": {"interactions": ["a,2024-01-01,stage,Lead", "a,2025-01-03,stage,Won"]},
    "orders": {"sales": ["a,2024-01-01,1", "a,2024-02-01,1", "b,2024-01-02,1", "c,2025-01-02,1"]},
}


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_look_at_every_shape_opens(opened: Opened, shape: str, lang: str) -> None:
    at = opened({"period": "all", "lang": lang}, **SHAPES[shape])
    assert "nan" not in answer(at)
    if shape == "empty":
        assert not at.get("tab")
        return
    opens(at, "funnel.steps", "funnel.saved", "funnel.next")
    for look in ("days", "groups", "why"):
        at = opened(
            {"period": "all", "lang": lang, "look": look}, folder=at.session_state["view"].folder
        )
        at = opens(at, "funnel.waits")
        said = " ".join(text.value for text in (*at.markdown, *at.caption))
        assert "nan" not in said


def test_a_file_with_twelve_steps_has_them_all_and_no_room_for_another(opened: Opened) -> None:
    at = opens(opened({"period": "all"}, **SHAPES["twelve steps"]), "funnel.steps")
    assert at.button(key="funnel.drop.11")
    assert at.selectbox(key="funnel.add").disabled
    assert answer(at).startswith("50 % of those at S1 reach S12; the step to S3 loses most")


def test_where_the_wait_is_is_said(opened: Opened) -> None:
    rows = ["a,2024-01-01,stage,Lead", "a,2024-01-04,stage,Proposal", "a,2024-01-24,stage,Won",
            "b,2025-01-01,stage,Lead"]  # fmt: skip
    at = opened({"period": "all", "look": "days"}, interactions=rows)
    said = " ".join(text.value for text in at.markdown).replace("\u00a0", " ")
    assert "The wait is before Won: 87 % of all days from Lead to Won; 20.0 days (median)" in said


def test_a_click_lists_the_customers_and_what_they_did_next(opened: Opened) -> None:
    rows = ["a,2024-01-01,stage,Lead", "a,2024-05-04,call,", "b,2024-01-01,stage,Lead",
            "b,2024-01-24,stage,Won", "c,2025-01-01,stage,Lead"]  # fmt: skip
    at = opened({"period": "all", "who": "stopped.2"}, interactions=rows)
    assert at.selectbox(key="page.who").value == "stopped.2"
    people = at.dataframe[1].value
    assert people[["customer_id", "next_event", "next_days"]].values.tolist() == [
        ["a", "call", 124]
    ]
    at = opens(at, "funnel.next")
    said = "What those did next who stopped before “Won”"
    assert any(said in text.value for text in at.markdown)


def test_months_that_are_not_over_are_marked(opened: Opened) -> None:
    rows = ["a,2024-01-01,stage,Lead", "a,2024-01-04,stage,Won", "b,2024-05-01,stage,Lead"]
    at = opened({"period": "all", "as": "month"}, interactions=rows)
    said = " ".join(text.value for text in at.markdown).replace("\u00a0", " ")
    assert "Of those at Lead in Jan 2024, the last to have had the days, 100 % reached Won" in said
    assert "reached Won (1 of 1); of all 100 %" in said
    assert "1 customer too recent" in said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "Too early to say: of 3 customers who began at Lead, only 1 has had the 90 days."),
        ("zh_CN", "还看不出结果：从“Lead”开始的 3 位客户中，只有 1 位已满 90 天。"),
    ],
)
def test_no_rate_is_told_of_few_where_more_are_too_recent(
    opened: Opened, code: str, said: str
) -> None:
    rows = ["a,2024-01-01,stage,Lead", "a,2024-01-04,stage,Won"]
    rows += [f"{name},2024-05-01,stage,Lead" for name in "bc"]
    at = opened({"period": "all", "lang": code}, interactions=rows)
    assert answer(at) == said
