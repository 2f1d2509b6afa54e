"""The churn page on next to nothing: it says what it can, and why it cannot say more."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import Scope, runner
from analytics.access import User
from pages.parts.leaving import TREATMENT, losers, treatment
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


def test_who_costs_more_than_they_bring_is_let_go(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="customer_id,ordered_on,amount,cost\nann,2024-01-01,100,10\nbob,2024-01-02,90,80",
        interactions="customer_id,occurred_at,kind\nann,2024-01-01,visit\nbob,2024-01-01,visit",
    )
    view: Any = SimpleNamespace(ws=ws, scope=Scope().resolved(ws), text=str, user=User())
    assert losers(view) == frozenset()  # what a visit costs is not known
    ws.state.set("contact_costs", {"visit": ["sales", 20]})
    assert losers(view) == {"bob"}
    rows = [SimpleNamespace(customer_id=c, tier="key", probability=0.9) for c in ("ann", "bob")]
    said = [treatment(view, row, True, losers(view)) for row in rows]
    assert said == [TREATMENT["key"], TREATMENT["unprofitable"]]
    assert treatment(view, rows[1], False, losers(view)).startswith("No advice")


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_what_was_learned_is_shown_and_proved(
    unused: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """The sample is rated by a model; the panels open, and a smaller budget shortens the list."""
    monkeypatch.setenv("REGULARS_WORKSPACE", str(unused))
    monkeypatch.chdir(ROOT)
    at = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
    at.context["locale"] = {"en": "en-GB", "zh_CN": "zh-CN"}[code]
    at.context["theme"] = "light"
    at.session_state["tests.open"] = at.session_state["horizons.open"] = True
    at.switch_page("customers/churn.py").run()
    assert not at.exception
    assert ("1,702 active customers" if code == "en" else "1,702\u00a0位活跃客户") in at.title[
        0
    ].value
    verdict = " ".join(text.value for text in at.markdown)
    assert ("logistic regression" if code == "en" else "逻辑回归") in verdict
    far = "the top tenth of the two lists cannot be told apart" if code == "en" else "分不出高下"
    assert far in verdict  # on the latest day: lift 2.25 against 2.20 of at most 2.25
    days = "On 4 earlier days together" if code == "en" else "4 次回测合计"
    assert days in verdict
    surely = "(that is more than chance)" if code == "en" else "（差异超出偶然）"
    assert surely in verdict  # of them together
    apart = "In an average tenth" if code == "en" else "十组平均"
    assert any(apart in caption.value for caption in at.caption)
    assert len(at.dataframe) == 3  # the list, all ways of rating, other horizons
    assert len(at.dataframe[0].value) == 50
    at.number_input(key="budget.people").set_value(7).run()
    assert len(at.dataframe[0].value) == 7
    at.select_slider(key="proof.day").set_value(2).run()
    assert not at.exception


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_further_tabs_say_who_comes_back_who_is_due_and_who_shows_signs(
    unused: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("REGULARS_WORKSPACE", str(unused))
    monkeypatch.chdir(ROOT)
    at = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
    at.context["locale"] = {"en": "en-GB", "zh_CN": "zh-CN"}[code]
    at.context["theme"] = "light"
    at.query_params["tab"] = "winback"
    at.switch_page("customers/churn.py").run()
    said = " ".join(text.value for text in at.markdown)
    assert ("one lost customer in four" if code == "en" else "四个可挽回一个") in said
    assert len(at.dataframe) == 2  # returns by silence and tier, the list
    at.session_state["chosen"]["tab"] = "due"
    at.run()
    said = " ".join(text.value for text in at.markdown)
    assert ("customers are due this week" if code == "en" else "该下单了") in said
    assert len(at.dataframe) == 1
    at.session_state["chosen"]["tab"] = "signs"
    at.run()
    assert len(at.dataframe) == 2  # the signs, and who shows one of them
    said = " ".join(text.value for text in at.markdown)
    assert ("own rhythm broke" if code == "en" else "打破自身节奏") in said
    assert not at.exception
    assert not at.error


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_few_customers_are_warned_of_too(
    workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """Signs from the plain data, what is not measured with why, and contracts that end soon."""
    lines = [f"c{n},2024-{1 + n % 9:02}-{1 + n % 28:02},10" for n in range(40)]
    ends = "".join(f"c{n},2024-{10 + n % 3}-01\n" for n in range(40))
    ws = workspace_of(
        sales=HEADERS + "\n".join(lines), customers="customer_id,contract_ends_on\n" + ends
    )
    monkeypatch.setenv("REGULARS_WORKSPACE", str(ws.folder))
    monkeypatch.chdir(ROOT)
    at = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
    at.context["locale"] = {"en": "en-GB", "zh_CN": "zh-CN"}[code]
    at.query_params["tab"] = "signs"
    at.switch_page("customers/churn.py").run()
    assert not at.exception
    assert ("not measured" if code == "en" else "未测算") in set(at.dataframe[0].value["said"])
    renewed = "a renewed contract" if code == "en" else "续约后"
    assert any(renewed in caption.value for caption in at.caption)
    assert len(at.dataframe) == 2
    at.selectbox(key="page.contracts").set_value(30).run()
    assert not at.exception


def test_until_it_is_ready_the_plain_rule_is_shown(page: Any) -> None:
    """Enough customers to learn from: learning starts by itself, and the page waits for nothing."""
    lines = [f"c{n},2024-{1 + n % 9:02}-{1 + n % 28:02},10" for n in range(260)]
    at = page(sales=HEADERS + "\n".join(lines))
    assert not at.exception
    assert any("plain rule" in caption.value for caption in at.caption)
    runner.shared()._pool.submit(lambda: None).result()  # after the learning before it
    at.run()
    assert any("not by a model" in caption.value for caption in at.caption)


def test_a_horizon_of_ones_own_is_asked_learned_and_kept(page: Any) -> None:
    """Sixty days instead of the usual horizon, from the address and from the page."""
    at = page(sales=HEADERS + BUYERS + "\n" + AGAIN)
    usual = at.title[0].value
    assert at.selectbox(key="page.horizon").value == ""
    at.selectbox(key="page.horizon").set_value("60").run()
    assert "60 days" in at.title[0].value != usual
    assert at.query_params["horizon"] == "60"
    at.selectbox(key="page.horizon").set_value("own").run()
    at.number_input(key="page.horizon.days").set_value(75).run()
    assert "75 days" in at.title[0].value
    assert at.query_params["horizon"] == "75"
    at.selectbox(key="page.horizon").set_value("").run()
    assert at.title[0].value == usual
    assert "horizon" not in at.query_params
    assert not at.exception
