"""The tabs of the pyramid open on any data, and its profit is what pandas makes of the files."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics import Workspace, pyramid, sample
from analytics.costs import kept
from pages.parts.navigation import PAGES
from pages.parts.pyramid.settings import parsed
from sample_data import contacts, labels
from tests.conftest import LOCALES, ROOT, page_at

TABS = sorted({"tiers", "profit", "movement", "potential"})
CHINESE = re.compile("[\u4e00-\u9fff]")
HEAD = "customer_id,ordered_on,order_id,amount"


def opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: str = "en", **query: str
) -> AppTest:
    at = page_at(monkeypatch, folder, "customers/pyramid.py", code, **query)
    assert not at.exception
    assert not at.error
    assert len(at.title) == 1
    assert bool(CHINESE.search(at.title[0].value)) == (code == "zh_CN")
    said = " ".join(part.value for part in [*at.title, *at.markdown])
    assert "nan" not in said.lower().split()
    return at


def plain(at: AppTest) -> str:
    return at.title[0].value.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def own(folder: Path, rows: list[str], head: str = HEAD, contacts: str = "") -> Workspace:
    folder.mkdir()
    (folder / "sales.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    ws = Workspace.open(folder / "own")
    ws.load(folder / "sales.csv", "sales", date_format="%Y-%m-%d")
    if contacts:
        (folder / "contacts.csv").write_text(contacts, encoding="utf-8")
        ws.load(folder / "contacts.csv", "interactions")
    return ws


def test_the_sample_types_what_its_firm_spends() -> None:
    english = {kinds[0]: cost for kinds, (_purpose, cost) in sample.COSTS.items()}
    assert english == {kind: pence / 100 for kind, pence in contacts.UNIT_COST.items()}
    assert set(sample.COSTS) <= set(labels.KINDS.values())


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_answers(
    unused: Path, monkeypatch: pytest.MonkeyPatch, tab: str, code: str
) -> None:
    at = opened(unused, monkeypatch, code, tab=tab)
    assert not at.warning
    labels_ = [block.proto.popover.label for block in at.get("popover")]
    assert {"en": "How is this computed?", "zh_CN": "如何计算？"}[code] in labels_ or len(
        labels_
    ) > 4
    assert len(at.dataframe) >= 1


def test_profit_is_what_pandas_makes_of_the_files(
    unused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(unused, monkeypatch, tab="profit")
    files = ROOT / "sample_data" / "en"
    sales = pd.read_csv(files / "sales.csv").dropna(subset=["Customer ID"])
    touched = pd.read_csv(files / "interactions.csv")
    margin = (sales.Amount - sales.Cost).groupby(sales["Customer ID"]).sum()
    prices = touched.Kind.map({kind: cents / 100 for kind, cents in contacts.UNIT_COST.items()})
    spent = prices.fillna(0).groupby(touched["Customer ID"]).sum()
    buyers = sales[sales.Amount > 0]["Customer ID"].unique()
    net = margin[buyers] - spent.reindex(buyers).fillna(0)
    lang = at.session_state["view"].lang
    figures = {metric.label: metric.value for metric in at.metric}
    written = {name: value.replace("\\", "") for name, value in figures.items()}
    assert written["Margin"] == lang.money(margin[buyers].sum())
    assert written["Cost of contacts"] == lang.money(spent.reindex(buyers).sum())
    assert written["Net profit"] == lang.money(net.sum())
    assert written["Lost on customers"] == lang.money(net[net < 0].sum())
    assert f"{(net < 0).sum()} customers, 4 of them key" in plain(at)


@pytest.mark.parametrize("by", ["margin", "profit", "predicted"])
def test_ways_of_ranking_and_cuts_are_kept_in_the_address(
    unused: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    at = opened(unused, monkeypatch, by=by, cuts="1-5-20", period="13w", list="key")
    tiers = next(frame.value for frame in at.dataframe if len(frame.value) == 4)
    count = tiers["customers"].sum()
    ends = [pyramid.rank_at(share, count) for share in (0.01, 0.05, 0.20)]
    assert tiers["customers"].cumsum().tolist() == [*ends, count]
    assert dict(at.query_params)["by"] == by


@pytest.mark.parametrize("text", ["", "1-20", "20-1-50", "0-1-2", "1-20-100", "a-b-c"])
def test_cuts_that_do_not_rise_are_not_taken(text: str) -> None:
    assert parsed(text) is None
    assert parsed("0.5-2.5-50") == (0.005, 0.025, 0.5)


def test_expanders_compute_when_they_are_open(
    unused: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(unused, monkeypatch)
    closed = len(at.get("plotly_chart"))
    at.session_state["trend.open"] = True
    at.session_state["pareto.open"] = True
    at.run()
    assert not at.exception
    assert len(at.get("plotly_chart")) == closed + 2


CONTACTS = "customer_id,occurred_at,kind\na,2024-01-01,call\nz,2024-01-02,visit\n"
LITTLE = {
    "one customer": ["a,2024-01-01,1,10"],
    "four customers": [f"{c},2024-0{n}-01,{n},{10 * n}" for n, c in enumerate("abcd", 1)],
    "equal": [f"c{n},2024-01-01,{n},10" for n in range(20)],
    "forty": [f"c{n},2024-0{1 + n % 6}-1{n % 7},{n},{n + 5}" for n in range(40)],
}


@pytest.mark.parametrize("name", LITTLE)
def test_tabs_open_on_little_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    own(tmp_path / "little", LITTLE[name])
    for tab in TABS:
        for code in LOCALES:
            opened(tmp_path / "little" / "own", monkeypatch, code, tab=tab)


def test_costs_are_typed_before_anything_is_said_of_profit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{line},{cost}" for line, cost in zip(LITTLE["four customers"], "4321", strict=True)]
    ws = own(tmp_path / "typed", rows, f"{HEAD},cost", CONTACTS)
    at = opened(tmp_path / "typed" / "own", monkeypatch, tab="profit")
    assert "until it is typed" in plain(at)
    assert not at.metric
    at.number_input(key="contact.cost.0").set_value(7.0)
    at.number_input(key="contact.cost.1").set_value(2.5)
    next(b for b in at.button if b.label == "Keep these costs").click().run()
    assert not at.exception
    assert {cost.kind: cost.unit_cost for cost in kept(ws.state.settings())} == {
        "call": 7.0, "visit": 2.5,
    }  # fmt: skip
    assert "1 customer, 1 of them key" not in plain(at)
    assert "cost" in plain(at)
    assert any("1 person contacted without an order" in part.value for part in at.markdown)


def test_parts_are_where_the_tabs_look_for_them() -> None:
    assert all((PAGES / "parts" / "pyramid" / f"{tab}.py").exists() for tab in TABS)
