"""What changed, and why: counted by hand, then laws over any period, then real data."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from analytics import Scope, Workspace, overview
from tests.conftest import WorkspaceOf, page_at

FEBRUARY = Scope(start=date(2024, 2, 1), end=date(2024, 2, 29))
SMALL = """
customer_id,ordered_on,order_id,quantity,amount,cost
eve,2023-12-01,1,1,20,
ann,2024-01-05,2,1,100,
bob,2024-01-06,3,1,80,
cat,2024-01-07,4,1,30,
fay,2024-01-10,5,1,10,
gus,2024-01-11,6,-1,-5,
,2024-01-12,7,1,7,
ann,2024-02-05,8,1,150,100
bob,2024-02-06,9,1,50,
dan,2024-02-08,10,1,40,
eve,2024-02-09,11,1,60,
fay,2024-02-10,12,1,10,5
,2024-02-12,13,1,9,
hal,2024-03-01,14,1,1000,1
"""


@pytest.fixture(scope="module")
def small(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SMALL)


def by_figure(ws: Workspace, scope: Scope) -> pd.DataFrame:
    return overview.figures(ws, scope).set_index("figure")


def headline(ws: Workspace, scope: Scope) -> overview.Headline:
    parts = overview.bridge(ws, scope)
    return overview.headline(overview.figures(ws, scope), parts, scope.compare)


def attention(ws: Workspace, scope: Scope) -> pd.DataFrame:
    return overview.attention(overview.groups(ws, scope), overview.bridge(ws, scope))


def test_figures_of_a_month_beside_the_month_before(small: Workspace) -> None:
    table = by_figure(small, FEBRUARY)
    assert table["value"].to_dict() == pytest.approx({
        "revenue": 319, "active_customers": 5, "orders": 5, "average_order": 62,
        "new_customers": 1, "repeat_rate": 0.8, "returned_share": 0,
        "margin_rate": 55 / 160, "margin": 55,
    })  # fmt: skip
    before = table["previous"]
    assert before["revenue"] == 222
    assert before["active_customers"] == 4
    assert before["average_order"] == pytest.approx(215 / 4)
    assert before["returned_share"] == pytest.approx(5 / 227)
    assert pd.isna(before["margin_rate"])
    assert table["change"]["revenue"] == pytest.approx(319 / 222 - 1)
    assert before["repeat_rate"] == 0
    assert table["change"]["repeat_rate"] == pytest.approx(0.8)  # a difference, not a ratio


def test_period_that_begins_before_the_data_is_not_compared(small: Workspace) -> None:
    table = by_figure(small, FEBRUARY)
    assert table[["year_before", "change_year_before"]].isna().all(axis=None)
    assert overview.bridge(small, Scope()).empty
    assert by_figure(small, Scope())["previous"].isna().all()


def test_bridge_puts_every_customer_into_one_part(small: Workspace) -> None:
    parts = overview.bridge(small, FEBRUARY).set_index("part")
    assert parts["customers"].to_dict() == {
        "new": 1, "returned": 1, "grew": 1, "shrank": 1, "lost": 1, "unchanged": 1,
        "no_order": 1, "no_customer": 0,
    }  # fmt: skip
    assert parts["change"].to_dict() == {
        "new": 40, "returned": 60, "grew": 50, "shrank": -30, "lost": -30, "unchanged": 0,
        "no_order": 5, "no_customer": 2,
    }  # fmt: skip


def test_headline_names_the_largest_rise_and_fall(small: Workspace) -> None:
    found = headline(small, FEBRUARY)
    assert found.revenue == 319
    assert found.change == pytest.approx(97 / 222)
    assert found.gain
    assert found.gain["part"] == "returned"
    assert found.loss
    assert found.loss["part"] in ("lost", "shrank")


def test_headline_without_a_comparison_is_the_revenue_alone(small: Workspace) -> None:
    found = headline(small, Scope())
    assert found == overview.Headline(1561, None, None, None)


def test_trend_has_every_bucket_and_marks_those_cut_by_the_period(small: Workspace) -> None:
    course = overview.trend(small, Scope(), "month")
    assert course["first_day"].tolist() == [
        date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1),
    ]  # fmt: skip
    assert course["revenue"].tolist() == [20, 222, 319, 1000]
    assert course["unfinished"].tolist() == [False, False, False, True]
    assert course["revenue_before"].isna().all()
    weeks = overview.trend(small, FEBRUARY, "week")
    assert weeks["revenue"].tolist() == [200, 119, 0, 0, 0]
    assert weeks["revenue_before"].tolist() == [210, 12, 0, 0, 0]
    assert weeks["unfinished"].tolist() == [False, False, False, False, True]
    assert weeks["repeat_rate"].isna().tolist() == [False, False, True, True, True]


def test_trend_is_blank_before_the_data_begin(small: Workspace) -> None:
    """The first line is of 1 December 2023; the week from 27 November begins before it."""
    months = overview.trend(small, Scope(start=date(2023, 10, 1), end=date(2024, 1, 31)), "month")
    assert months["revenue"].isna().tolist() == [True, True, False, False]
    assert months["orders"].tolist()[2:] == [1, 4]
    assert months["unfinished"].tolist() == [True, True, False, False]
    weeks = overview.trend(small, Scope(start=date(2023, 11, 20), end=date(2023, 12, 10)), "week")
    assert weeks["revenue"].isna().tolist() == [True, False, False]
    assert weeks["revenue"].tolist()[1:] == [20, 0]
    assert weeks["unfinished"].tolist() == [True, True, False]


def test_attention_names_who_to_look_after(workspace_of: WorkspaceOf) -> None:
    days = [date(2024, 1, 1) + timedelta(days=7 * n) for n in range(8)]
    lines = [f"often,{day},20" for day in days]
    lines += ["once,2024-06-20,5", "busy,2024-06-01,900", "busy,2024-06-15,900"]
    lines += ["busy,2024-06-30,900"]
    ws = workspace_of(sales="customer_id,ordered_on,amount\n" + "\n".join(lines))
    rows = attention(ws, Scope()).set_index("code")
    assert rows.index.tolist() == ["frequent_stopped", "no_second_order"]
    assert rows["money"].to_dict() == {"frequent_stopped": 160, "no_second_order": 5}
    assert rows["orders"]["frequent_stopped"] == 8
    assert rows["days"]["frequent_stopped"] == (date(2024, 6, 30) - days[-1]).days


def test_shrinking_and_quiet_key_customers_need_attention(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,amount
        big,2024-01-01,500
        big,2024-01-15,500
        low,2024-01-05,30
        low,2024-02-05,20
        low,2024-02-25,4
        """
    )
    february = replace(FEBRUARY, as_of=date(2024, 2, 29))
    rows = attention(ws, february).set_index("code")
    assert rows.loc["bought_less", "money"] == 6
    assert rows.loc["key_quiet", ["customers", "out_of", "money"]].tolist() == [1, 1, 1000]


# --- laws over any period of a firm with returns, gifts, unnamed buyers and orders over days

FIRST, LAST = date(2023, 1, 1), date(2024, 3, 20)


def some_lines() -> pd.DataFrame:
    rng = random.Random(11)
    rows: list[dict[str, Any]] = []
    for number in range(400):
        day = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days + 1))
        customer = rng.choice([*"abcdefghijklmnop", None])
        for _ in range(rng.choice([1, 1, 2])):
            quantity = rng.choice([1, 1, 1, 2, -1])
            rows.append({
                "customer_id": customer, "ordered_on": day, "order_id": number,
                "quantity": quantity, "amount": quantity * rng.choice([0, 3.33, 10.1, 99.99]),
                "region": rng.choice(["North", "South"]),
                "cost": rng.choice([None, 1]),
            })  # fmt: skip
            day += timedelta(days=rng.choice([0, 0, 0, 3]))
    return pd.DataFrame(rows)


LINES = some_lines()


@pytest.fixture(scope="module")
def firm(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=LINES.to_csv(index=False))


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    start = draw(st.dates(FIRST, LAST))
    end = draw(st.dates(start, LAST))
    where = draw(st.sampled_from([{}, {"region": ("North",)}]))
    returns = draw(st.sampled_from(["net", "exclude"]))
    compare = draw(st.sampled_from(["previous", "year", "weekdays", "new_year"]))
    return Scope(as_of=LAST, start=start, end=end, where=where, returns=returns, compare=compare)


@given(scope=scopes())
@settings(max_examples=40, deadline=None)
def test_bridge_adds_up_to_the_change_of_revenue_to_the_cent(firm: Workspace, scope: Scope) -> None:
    parts, table = overview.bridge(firm, scope), by_figure(firm, scope)
    compared = "previous" if scope.compare == "previous" else "year_before"
    now, before = table["value"], table[compared]
    assert parts.empty == pd.isna(before["revenue"])
    if parts.empty:
        return
    assert round(parts["now"].sum(), 2) == round(now["revenue"], 2)
    assert round(parts["before"].sum(), 2) == round(before["revenue"], 2)
    assert round(parts["change"].sum(), 2) == round(now["revenue"] - before["revenue"], 2)
    people = parts.set_index("part")["customers"]
    assert people["new"] == now["new_customers"]
    stayed = people[["grew", "shrank", "unchanged"]].sum()
    assert stayed + people[["new", "returned"]].sum() == now["active_customers"]
    assert stayed + people["lost"] == before["active_customers"]


@given(scope=scopes(), grain=st.sampled_from(["day", "week", "month"]))
@settings(max_examples=25, deadline=None)
def test_course_adds_up_to_the_figures(firm: Workspace, scope: Scope, grain: str) -> None:
    course, now = overview.trend(firm, scope, grain), by_figure(firm, scope)["value"]
    assert course["first_day"].iloc[0] == scope.start
    assert course["last_day"].iloc[-1] == scope.end
    for figure in ("revenue", "orders", "new_customers"):
        assert course[figure].sum() == pytest.approx(now[figure])


@given(scope=scopes())
@settings(max_examples=25, deadline=None)
def test_revenue_and_customers_equal_pandas(firm: Workspace, scope: Scope) -> None:
    lines = LINES[LINES["ordered_on"].between(scope.start, scope.end)]
    if scope.filters:
        lines = lines[lines["region"] == "North"]
    if scope.returns == "exclude":
        lines = lines[(lines["quantity"] > 0) & (lines["amount"] > 0)]
    now = by_figure(firm, scope)["value"]
    if lines.empty:
        assert now["revenue"] == now["orders"] == 0
        return
    assert now["revenue"] == pytest.approx(lines["amount"].sum(), abs=1e-6)
    costed = lines.dropna(subset=["cost"])
    if costed["amount"].sum() > 0.01:
        rate = (costed["amount"] - costed["cost"]).sum() / costed["amount"].sum()
        assert now["margin_rate"] == pytest.approx(rate)


def test_nothing_after_as_of_counts(firm: Workspace, workspace_of: WorkspaceOf) -> None:
    day = date(2023, 11, 15)
    known = workspace_of(sales=LINES[LINES["ordered_on"] <= day].to_csv(index=False))
    scope = Scope(as_of=day, start=date(2023, 9, 1))
    for question in (overview.figures, overview.bridge, overview.trend, attention):
        pd.testing.assert_frame_equal(question(firm, scope), question(known, scope))


def test_order_of_rows_is_irrelevant(firm: Workspace, workspace_of: WorkspaceOf) -> None:
    shuffled = workspace_of(sales=LINES.sample(frac=1, random_state=3).to_csv(index=False))
    scope = Scope(start=date(2023, 12, 1))
    for question in (overview.figures, overview.bridge, overview.trend, attention):
        pd.testing.assert_frame_equal(question(firm, scope), question(shuffled, scope))


@pytest.mark.parametrize(
    "sales",
    [
        "customer_id,ordered_on,amount\na,2024-01-01,1",
        "customer_id,ordered_on,quantity,amount\na,2024-01-01,-1,-1",
        "customer_id,ordered_on,amount\n,2024-01-01,1",
        "customer_id,ordered_on,amount\na,2024-01-01,1\nb,2024-01-01,1\nc,2024-01-01,1",
    ],
    ids=["one customer", "a return alone", "no customer named", "ties"],
)
def test_overview_of_next_to_nothing(workspace_of: WorkspaceOf, sales: str) -> None:
    ws = workspace_of(sales=sales)
    for scope in (Scope(), Scope(start=date(2024, 1, 1)), Scope(start=date(2023, 12, 1))):
        assert len(overview.figures(ws, scope)) == len(overview.FIGURES)
        assert len(overview.trend(ws, scope)) >= 1
        assert headline(ws, scope).revenue is not None
        assert attention(ws, scope)["customers"].min() != 0


def test_online_retail_first_orders_are_counted_once(online_retail: Workspace) -> None:
    scope = Scope(start=date(2011, 9, 10), end=date(2011, 12, 9), returns="exclude")
    table = by_figure(online_retail, scope)["value"]
    assert table[["active_customers", "orders", "new_customers"]].tolist() == [2889, 6626, 968]
    parts = overview.bridge(online_retail, scope).set_index("part")
    assert parts["customers"].head(6).tolist() == [968, 605, 825, 490, 591, 1]
    assert parts["change"].sum() == pytest.approx(4107854.722 - 2190493.951)


def test_bridge_of_the_chinese_superstore_closes_too(superstore: Workspace) -> None:
    """Orders there are shared by customers and spread over days; cost comes from the profit."""
    ws = superstore
    assert by_figure(ws, Scope())["value"]["revenue"] == pytest.approx(16_117_548.237)
    for year in (2015, 2016, 2017):
        scope = Scope(start=date(year, 1, 1), end=date(year, 12, 30), compare="year")
        parts, table = overview.bridge(ws, scope), by_figure(ws, scope)
        moved = table["value"]["revenue"] - table["year_before"]["revenue"]
        assert round(parts["change"].sum(), 2) == round(moved, 2)
        assert parts["customers"].head(3).sum() > 0


# --- the page


@pytest.fixture
def page(workspace_of: WorkspaceOf, monkeypatch: pytest.MonkeyPatch) -> Any:
    """page(sales, **address): the overview in English over these lines."""

    def opened(sales: str, **query: str) -> AppTest:
        return page_at(monkeypatch, workspace_of(sales=sales).folder, **query)

    return opened


ONE = "customer_id,ordered_on,order_id,amount\nann,2024-01-05,1,30\n,2024-01-05,2,9"


def test_one_customer_and_one_order_are_not_plural(page: Any) -> None:
    at = page(ONE)
    assert not at.exception
    assert at.title[0].value == "Revenue was 39 (13 weeks): 1 customer placed 1 order."
    said = " ".join(text.value for text in at.markdown)
    assert "**1 first-time buyer** of the last 60 days has no second order" in said
    assert "weekly revenue · data from 5 Jan 2024" in said


def test_average_order_says_whose_money_it_divides(page: Any) -> None:
    figures = {metric.label: metric for metric in page(ONE).metric}
    assert figures["Revenue"].value == "39"
    assert figures["Average order"].value == "30"
    assert "Money of named customers ÷ their orders" in figures["Average order"].help


def test_a_period_without_sales_says_what_to_do(page: Any) -> None:
    at = page(ONE + "\nann,2025-01-05,3,1", as_of="2024-12-01", period="13w", compare="none")
    assert not at.exception
    assert not at.metric
    assert any("Try a longer period" in text.value for text in at.markdown)


def test_sales_without_a_customers_order_are_told_as_such(page: Any) -> None:
    at = page("customer_id,ordered_on,amount\n,2024-01-05,9")
    assert at.title[0].value == "Revenue was 9 (13 weeks), without an order of a customer."
