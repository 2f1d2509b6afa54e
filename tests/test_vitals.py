"""Further key figures, and what is usual: by hand, against the overview, on real data."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from analytics import Scope, Workspace, churn, overview, vitals
from tests.conftest import WorkspaceOf

END = date(2024, 12, 31)
SALES = "customer_id,ordered_on,amount\n" + "\n".join(
    [f"c{n},{END - timedelta(days=n % 60)},{n}" for n in range(1, 100)]
    + [f"big,{END - timedelta(days=ago)},{amount}" for ago, amount in ((70, 500), (3, 40))]
)
DEALS = """
deal_id,customer_id,stage,opened_on,closed_on
1,c1,Won,2024-10-01,2024-12-10
2,c2,Lost,2024-10-01,2024-12-11
3,c3,Won,2024-10-01,2024-12-12
4,c4,Lost,2024-10-01,2024-11-20
5,c5,Proposal,2024-10-01,
6,c6,Won,2024-10-01,2025-02-01
"""
DECEMBER = Scope(as_of=END, start=date(2024, 12, 2), end=END)


@pytest.fixture(scope="module")
def small(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES, deals=DEALS)


def test_key_revenue_and_win_rate_by_hand(small: Workspace) -> None:
    """Of 100 customers one is key: big, with 40 in December; in November she was not seen."""
    rows = vitals.figures(small, DECEMBER, 90).set_index("figure")
    assert rows["value"]["key_revenue"] == 40
    assert rows["previous"]["key_revenue"] == 0
    assert rows["value"]["win_rate"] == pytest.approx(2 / 3)
    assert rows["previous"]["win_rate"] == 0
    assert rows["change"]["win_rate"] == pytest.approx(2 / 3)
    assert pd.isna(rows["year_before"]).all()


def test_without_deals_there_is_no_win_rate(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES)
    rows = vitals.figures(ws, DECEMBER, 90).set_index("figure")
    assert pd.isna(rows["value"]["win_rate"])


def test_windows_end_with_the_period_and_equal_the_overview(small: Workspace) -> None:
    table = vitals.windows(small, DECEMBER)
    assert table["last_day"].tolist() == [date(2024, 12, 1), END]
    for window, frame in zip(
        table.itertuples(), (Scope(start=date(2024, 11, 2), end=date(2024, 12, 1)), DECEMBER),
        strict=True,
    ):  # fmt: skip
        wanted = overview.figures(small, frame).set_index("figure")["value"]
        assert window.revenue == wanted["revenue"]
        assert window.active_customers == wanted["active_customers"]
    assert vitals.windows(small, Scope(start=date(2020, 1, 1), end=END)).empty


RHYTHM = "customer_id,ordered_on,amount\n" + "\n".join(
    [f"weekly,{END - timedelta(days=28 + 7 * n)},10" for n in range(8)]
    + [f"now,{END - timedelta(days=7 * n)},10" for n in range(8)]
)


def test_value_at_risk_by_the_plain_rule_is_what_is_expected_of_the_overdue(
    workspace_of: WorkspaceOf,
) -> None:
    """Weekly is 28 days silent and brought 80 in 78 days; 35 days before nobody was overdue."""
    ws = workspace_of(sales=RHYTHM)
    month = Scope(as_of=END, start=END - timedelta(days=27), end=END)
    rows = vitals.figures(ws, month, 14).set_index("figure")
    assert rows["value"]["overdue_value"] == pytest.approx(80 * 14 / 78)
    assert rows["previous"]["overdue_value"] == 0
    table = vitals.latest(ws, month, 14)
    assert table["overdue_value"].tolist() == pytest.approx([0, 80 * 14 / 78])


def test_the_last_window_is_the_period_and_the_one_before_the_previous(small: Workspace) -> None:
    rows = vitals.figures(small, DECEMBER, 90).set_index("figure")
    table = vitals.latest(small, DECEMBER, 90)
    assert table["last_day"].tolist() == [date(2024, 12, 1), END]
    for name in ("key_revenue", "overdue_value", "win_rate"):
        assert table[name].tolist() == pytest.approx([rows["previous"][name], rows["value"][name]])
    assert vitals.latest(small, Scope(start=date(2020, 1, 1), end=END), 90).empty


def test_value_at_risk_is_told_of_the_list_of_those_leaving(firm: Workspace) -> None:
    rows = churn.customers(firm, Scope(), 126)
    overdue = rows[rows.overdue_ratio >= churn.OVERDUE]
    told = vitals.figures(firm, Scope(), 126).set_index("figure")["value"]["overdue_value"]
    assert told == pytest.approx(overdue.expected_value.sum())


def table(revenue: list[float]) -> pd.DataFrame:
    last = [END - timedelta(days=91 * back) for back in range(len(revenue) - 1, -1, -1)]
    return pd.DataFrame({"last_day": last, "revenue": revenue, "repeat_rate": revenue})


def test_usual_is_what_earlier_changes_lie_between() -> None:
    """100, 110, 99, 108.9, …: changes of a tenth up and down, then one of a half."""
    course = [100.0]
    for step in range(6):
        course.append(course[-1] * (1.1 if step % 2 == 0 else 0.9))
    rows = vitals.usual(table([*course, course[-1] * 1.5]), 91).set_index("figure")
    assert rows.loc["revenue", ["low", "high"]].tolist() == pytest.approx([-0.1, 0.1])
    assert rows["changes"]["revenue"] == 6
    assert rows["high"]["repeat_rate"] == pytest.approx(10, abs=1)  # rates differ by points
    figures = pd.DataFrame(
        {"figure": ["revenue", "orders"], "change": 0.5, "change_year_before": 0}
    )
    judged = vitals.judged(figures, rows.reset_index(), "previous").set_index("figure")
    assert judged["unusual"].to_dict() == {"revenue": "above", "orders": ""}
    judged = vitals.judged(figures, rows.reset_index(), "none")
    assert (judged["unusual"] == "").all()


def test_of_many_changes_the_outer_tenths_are_left_off() -> None:
    """Nineteen earlier changes: the second smallest and the second largest."""
    course = [1.0]
    for change in [*range(-9, 10), 0]:
        course.append(course[-1] * (1 + change / 100))
    rows = vitals.usual(table(course), 91).set_index("figure")
    assert rows.loc["revenue", ["low", "high"]].tolist() == pytest.approx([-0.08, 0.08])


def test_with_few_changes_nothing_is_usual() -> None:
    rows = vitals.usual(table([1, 2, 3, 4, 5, 6]), 91)
    assert rows["low"].isna().all()
    assert vitals.usual(table([1, 2, 3, 4, 5, 6, 7]), 91)["low"].notna().all()


@pytest.mark.parametrize(("length", "known"), [(91, True), (182, True), (100, False), (365, True)])
def test_against_last_year_windows_must_be_a_year_apart(length: int, known: bool) -> None:
    rows = vitals.usual(table([float(n) for n in range(1, 16)]), length, "year")
    assert rows["low"].notna().any() == known


def test_the_sample_has_what_the_overview_says(firm: Workspace) -> None:
    end = date(2026, 9, 18)
    scope = Scope(start=end - timedelta(days=90), end=end)
    windows = vitals.windows(firm, scope)
    now = overview.figures(firm, scope).set_index("figure")["value"]
    for name in overview.FIGURES:
        assert windows[name].iloc[-1] == pytest.approx(now[name])
    assert len(windows) == 7
    deals = vitals.figures(firm, scope, 126).set_index("figure")["value"]
    assert 0 < deals["win_rate"] < 1
    assert 0 < deals["key_revenue"] < now["revenue"]
