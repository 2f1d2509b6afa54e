"""Parts of the segments page: both languages, and data that say little."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics import Workspace, rfm
from pages.parts.segments.behind import changed_words, keep_words
from tests.conftest import LOCALES, WorkspaceOf, page_at

PAGE = "customers/segments.py"
CHINESE = re.compile("[\u4e00-\u9fff]")
HEADER = "customer_id,ordered_on,order_id,amount,product"


def fifty() -> list[str]:
    return [
        f"c{n},2024-{1 + n % 6:02}-{1 + n % 28:02},o{n}-{k},{5 + n * k},p{k % 3}"
        for n in range(50)
        for k in range(1 + n % 7)
    ]


LITTLE = {
    "one customer": ["a,2024-01-01,1,10,tea"],
    "fifty": fifty(),
    "all equal": [f"c{n},2024-01-01,{n},10,tea" for n in range(40)],
    "one huge": [*fifty(), "z,2024-06-28,99,99999999,gold"],
    "all returns": ["a,2024-01-01,1,-10,tea", "b,2024-01-03,2,-5,tea"],
}
VIEWS = [
    {"tab": "portrait"}, {"tab": "portrait", "map": "types"}, {}, {"map": "clusters"},
    {"map": "custom"}, {"map": "types", "shade": "average_order"},
    {"map": "money", "shade": "risk"}, {"shade": "margin"},
]  # fmt: skip


@pytest.fixture(scope="session")
def folders(unused: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample, and a workspace of each of the data sets that say little."""
    found = {"sample": unused}
    for name, rows in LITTLE.items():
        found[name] = tmp_path_factory.mktemp("little")
        file = found[name] / "sales.csv"
        file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        Workspace.open(found[name]).load(file, "sales", date_format="%Y-%m-%d")
    return found


@pytest.fixture
def app(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Any:
    """app(data, language, **query): the segments page as a browser first opens it."""

    def opened(data: str, code: str = "en", **query: str) -> AppTest:
        return page_at(monkeypatch, folders[data], PAGE, code, **query)

    return opened


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("query", VIEWS, ids=str)
@pytest.mark.parametrize("data", ["sample", *LITTLE])
def test_every_view_answers(app: Any, data: str, query: dict[str, str], code: str) -> None:
    at = app(data, code, **query)
    assert not at.exception
    assert not at.error
    (title,) = (*at.title, *at.header)  # a page without customers has no answer
    assert bool(CHINESE.search(title.value)) == (code == "zh_CN")
    assert "nan" not in title.value.lower()


def test_a_portrait_can_be_set_against_another_segment(app: Any) -> None:
    at = app("sample", tab="portrait")
    assert at.title[0].value.startswith("Champions get a discount 2.0 times as often")
    at.selectbox(key="page.group").set_value("new")
    at.selectbox(key="page.against").set_value("hibernating").run()
    assert not at.exception
    assert at.title[0].value.startswith("New")
    assert dict(at.query_params) == {"tab": "portrait", "group": "new", "against": "hibernating"}


def listed(at: AppTest) -> int:
    """How many customers the list under the map speaks of."""
    pattern = re.compile(r"^\*\*(?:[^*]*: )?([\d,]+) customers?, ")
    (count,) = (found[1] for m in at.markdown if (found := pattern.match(m.value)))
    return int(count.replace(",", ""))


def test_a_choice_in_the_address_narrows_the_list(app: Any) -> None:
    everyone = app("sample")
    view = everyone.session_state["view"]
    cells = rfm.by_score(rfm.cells(view.ws, view.scope))
    pair = cells.set_index(["r", "f"]).customers
    assert listed(app("sample", pick="r5f5")) == pair[5, 5]
    assert listed(app("sample", pick=["r5f5", "r1f1"])) == pair[5, 5] + pair[1, 1]
    champions = app("sample", pick="champions")
    assert listed(champions) == pair[5, 5] + pair[5, 4]
    assert any("What to do:" in m.value for m in champions.markdown)
    for word in ("r9f9", "nonsense", "band3", "r5m5"):  # of another map, or of none
        assert listed(app("sample", pick=word)) == pair.sum() == listed(everyone)
    assert listed(app("sample", pick="band3", map="money")) == pair.sum()


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize(("shown", "by"), [("segments", "segment"), ("types", "type8")])
def test_the_firmness_of_labels_is_asked_when_it_is_opened(
    app: Any, code: str, shown: str, by: str
) -> None:
    at = app("sample", code, map=shown)
    before = len(at.dataframe)
    at.session_state[f"stability.{by}.open"] = True
    at.run()
    assert not at.exception
    assert len(at.dataframe) == before + 2
    firm = "Labels are firm for" if code == "en" else "的客户分群稳定"
    assert any(firm in element.value for element in at.markdown)


@pytest.mark.parametrize("code", LOCALES)
def test_what_lies_behind_opens(app: Any, code: str) -> None:
    at = app("sample", code)
    for key in ("cuts.open", "crossed.open", "words.open", "scoring.open"):
        at.session_state[key] = True
    before = len(at.dataframe)
    at.run()
    assert not at.exception
    assert len(at.dataframe) == before + 3
    cuts = at.dataframe[before].value
    assert cuts.score.tolist() == [5, 4, 3, 2, 1]
    assert cuts.recency_customers.sum() == cuts.monetary_customers.sum()


def test_a_firm_has_words_of_its_own_until_it_drops_them(app: Any) -> None:
    at = app("fifty")
    view = at.session_state["view"]
    words = pd.DataFrame(
        [("champions", "Darlings <b>", "", "Call")], columns=["code", "name", "meaning", "action"]
    )
    changed = changed_words(view, words)
    assert changed == {"champions": {"name": "Darlings b", "action": "Call"}}
    keep_words(view, changed)
    at = app("fifty", pick="champions")
    assert any("Darlings b" in m.value for m in at.markdown)
    chinese = app("fifty", "zh_CN", pick="champions")
    assert not any("Darlings" in m.value for m in chinese.markdown)
    keep_words(at.session_state["view"], {})
    assert not any("Darlings" in m.value for m in app("fifty", pick="champions").markdown)


def test_a_segment_renamed_leaves_the_lifecycle_state_of_its_code_alone(app: Any) -> None:
    view = app("fifty").session_state["view"]
    keep_words(view, {"loyal": {"name": "Faithful"}})
    try:
        at = app("fifty", tab="lifecycle")
        assert [m.label for m in at.metric].count("Loyal") == 1
        drawn = [chart.proto.spec for chart in at.get("plotly_chart")]
        assert "Faithful" not in str([at.metric, at.markdown, drawn])
        assert "Faithful" in app("fifty", tab="moves").get("plotly_chart")[0].proto.spec
    finally:
        keep_words(view, {})


def test_the_list_shows_the_group_before_on_request(app: Any) -> None:
    at = app("sample")
    assert not {"previous", "changed_on"} & set(at.dataframe[0].value)
    at.toggle(key="page.before").set_value(True).run()
    assert not at.exception
    assert {"previous", "changed_on"} <= set(at.dataframe[0].value)
    assert at.query_params["before"] == "yes"


@pytest.mark.parametrize(("code", "said"), [("en", "Nobody scores F2"), ("zh_CN", "没有客户得 F2")])
def test_an_empty_row_of_the_grid_is_explained(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    """Of fifty customers twenty ordered once: what many share gives them one score."""
    often = {n: max(1, n - 18) for n in range(50)}
    lines = [
        f"c{n},{date(2024, 1, 1) + timedelta(days=3 * n + k)},{n}"
        for n, orders in often.items()
        for k in range(orders)
    ]
    ws = workspace_of(sales="customer_id,ordered_on,amount\n" + "\n".join(lines))
    grid = page_at(monkeypatch, ws.folder, PAGE, code)
    types = page_at(monkeypatch, ws.folder, PAGE, code, map="types")
    assert any(said in caption.value for caption in grid.caption)
    assert not any(said in caption.value for caption in types.caption)


def test_a_tab_is_not_carried_to_another_page(app: Any) -> None:
    at = app("sample", tab="moves").switch_page("customers/pyramid.py").run()
    assert not at.exception
    assert at.session_state["page.tab"] == "Tiers"


def test_scoring_is_kept_and_offers_the_map_it_makes(app: Any) -> None:
    state = app("fifty").session_state["view"].ws.state
    try:
        state.set("scoring", rfm.Scoring("weights", weights=(3, 2, 1)).to_keep())
        at = app("fifty", map="score", pick="band5")
        assert not at.exception
        assert at.dataframe[0].value.score.between(4.2, 5).all()
        cuts = rfm.Scoring("cuts", (30, 60, 90, 120), (2, 3, 4, 5), (10, 20, 40, 80))
        state.set("scoring", cuts.to_keep())
        at = app("fifty", map="money")
        assert not at.exception
    finally:
        state.set("scoring", {})
