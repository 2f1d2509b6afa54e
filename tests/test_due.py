"""Who orders next: rhythms counted by hand, forecasts against what the models and pandas say."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analytics import Scope, Workspace, bg_nbd, due, due_calendar, value
from tests.conftest import WorkspaceOf

DAY = date(2024, 12, 31)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def sales(days_ago: dict[str, list[int]], amount: float = 10.0) -> str:
    rows = [f"{who},{ago(n)},{amount}" for who, days in days_ago.items() for n in days]
    return "customer_id,ordered_on,amount\n" + "\n".join([*rows, f"last,{DAY},1"])


def test_due_is_the_last_order_and_the_usual_gap(workspace_of: WorkspaceOf) -> None:
    """Gaps of ann 10, 10, 20: due 10 days after the last; bob has only three purchase days."""
    ws = workspace_of(
        sales=sales({"ann": [43, 33, 23, 3], "bob": [23, 13, 3], "cat": [60, 40, 20, 1]})
    )
    rows = due.customers(ws, Scope())
    assert rows["customer_id"].tolist() == ["ann"]
    ann = rows.iloc[0]
    assert ann["order_due_on"] == pd.Timestamp(ago(-7))
    assert [ann["due_from"], ann["due_to"]] == [pd.Timestamp(ago(-7)), pd.Timestamp(ago(-17))]
    assert [ann["usual_gap_days"], ann["days_since_order"], ann["average_order"]] == [10, 3, 10]
    assert np.isnan(ann["chance"])  # fewer than 30 were due before
    assert np.isnan(ann["p_alive"])  # too few came back for the model


def test_who_was_due_and_ordered(workspace_of: WorkspaceOf) -> None:
    """Every customer orders every 10 days; half of them missed the last time."""
    steady = {f"s{n:02}": [44, 34, 24, 14, 4] for n in range(20)}
    missed = {f"m{n:02}": [44, 34, 24, 14] for n in range(20)}
    ws = workspace_of(sales=sales(steady | missed))
    rows = due.weeks(ws, Scope())
    last = rows.iloc[0]
    assert [last["first_day"], last["last_day"]] == [ago(6), DAY]
    assert [last["due"], last["ordered"], last["share"]] == [40, 20, 0.5]
    assert rows["due"].tolist() == [40]  # in the week before nobody was, in those before no rhythm
    now = due.customers(ws, Scope())
    assert set(now["customer_id"]) == set(steady)
    assert now[["chance", "alike"]].drop_duplicates().to_numpy().tolist() == [[0.5, 40]]
    assert now["expected_revenue"].tolist() == [5.0] * 20
    together = due.weeks_together(ws, Scope())
    assert [together.due, together.ordered, together.share] == [40, 20, 0.5]
    assert np.isnan(together.others_share)  # there was nobody else


def test_the_next_order_has_the_chance_the_model_gives_it() -> None:
    model = bg_nbd.Model(0.24, 4.41, 0.79, 2.43)
    x, t_x, t = np.array([0]), np.array([0]), np.array([272])
    for chance in (0.1, 0.5):
        days = model.next_order(x, t, chance)
        assert model.p_inactive(x, t_x, t, float(days[0]))[0] == pytest.approx(1 - chance)  # type: ignore[arg-type]
    often = model.next_order(np.array([0, 2, 20]), np.array([272] * 3), 0.5)
    assert often[0] > often[1] > often[2] > 0


def test_dates_of_next_orders_lie_ahead_and_in_order(cdnow: Workspace) -> None:
    scope = Scope(as_of=date(1997, 9, 30))
    rows = value.customers(cdnow, scope)
    dates = rows[["next_from", "next_order_on", "next_to"]]
    assert (dates["next_from"] > pd.Timestamp(scope.as_of)).all()
    known = dates.dropna()
    assert (known["next_from"] <= known["next_order_on"]).all()
    assert (known["next_order_on"] <= known["next_to"]).all()
    assert rows.loc[rows["x"] == 0, "next_to"].isna().any()  # beyond ten years: not said


def test_weeks_ahead_add_up_to_the_quarter(cdnow: Workspace) -> None:
    scope = Scope(as_of=date(1997, 9, 30))
    ahead = due.calendar(cdnow, scope)
    quarter = value.customers(cdnow, scope)["expected_orders"].sum()
    assert ahead["orders"].sum() == pytest.approx(quarter)
    assert ahead["first_day"].iloc[0] == date(1997, 10, 1)
    assert ahead["last_day"].iloc[-1] == date(1997, 12, 30)
    assert (ahead["orders_low"] < ahead["orders"]).all()
    assert (ahead["orders"] < ahead["orders_high"]).all()


def test_what_happened_is_what_pandas_counts(cdnow: Workspace) -> None:
    scope = Scope(as_of=date(1997, 9, 30))
    tests = due.calendar_tests(cdnow, scope)
    cut = date(1997, 9, 30) - timedelta(days=3 * due.STEP)
    rows = tests[tests["cut"] == cut].set_index("week")
    assert rows.index.tolist() == list(range(1, 13))
    lines = cdnow_lines(cdnow)
    known = lines[lines["day"] <= cut]["who"].unique()
    for week in (1, 7, 12):
        first, last = cut + timedelta(days=7 * week - 6), cut + timedelta(days=7 * week)
        seen = lines[lines["who"].isin(known) & lines["day"].between(first, last)]
        assert rows.loc[week, "happened_orders"] == len(seen.drop_duplicates(["who", "day"]))
        assert rows.loc[week, "happened_revenue"] == pytest.approx(seen["amount"].sum())


def cdnow_lines(ws: Workspace) -> pd.DataFrame:
    with ws.cursor() as cursor:
        rows = cursor.sql("select customer_id, ordered_on, amount from sales").fetchall()
    lines = pd.DataFrame(rows, columns=["who", "day", "amount"])
    return lines.assign(amount=lines["amount"].astype(float))


def test_an_earlier_forecast_is_blind_to_what_came_after(cdnow: Workspace) -> None:
    """What the calendar says it would have said is what it says when asked on that day."""
    cut = date(1997, 9, 30) - timedelta(days=3 * due.STEP)
    tests = due.calendar_tests(cdnow, Scope(as_of=date(1997, 9, 30)))
    then = due.calendar(cdnow, Scope(as_of=cut)).head(12)
    rows = tests[tests["cut"] == cut].reset_index(drop=True)
    names = ["orders", "revenue"]
    np.testing.assert_allclose(rows[names], then[names])


def test_the_interval_is_as_wide_as_eight_in_ten_misses() -> None:
    """Of 14 forecasts of 100 eleven came out at 100, one each at 110, 200 and 50."""
    happened = [100.0] * 11 + [110.0, 200.0, 50.0]
    earlier = pd.DataFrame({"week": 1, "orders": 100.0, "revenue": 100.0, "cut": DAY}, range(14))
    earlier = earlier.assign(happened_orders=happened, happened_revenue=happened)
    ahead = pd.DataFrame({"week": [1, 5], "orders": 50.0, "revenue": 50.0})
    ahead = ahead.assign(orders_spread=5.0, revenue_spread=8.0)
    rows = due_calendar.with_interval(ahead, earlier)
    assert rows["by_chance"].tolist() == [False, True]  # five weeks ahead nothing was foretold
    assert rows.loc[0, "orders_high"] == pytest.approx(50 * 1.1)  # the 12th of 14, as 15 × 0.8
    assert rows.loc[0, "orders_low"] == pytest.approx(50 / 1.1)
    assert rows.loc[1, "orders_high"] == pytest.approx(50 + 5 * due_calendar.CHANCE)


def test_the_interval_held_about_as_often_as_it_should(firm: Workspace) -> None:
    tests = due.calendar_tests(firm, Scope())
    for name in ("orders", "revenue"):
        record = due_calendar.coverage(tests, name)
        assert record.weeks == (~tests["by_chance"]).sum()
        assert 0.7 < record.share < 0.98


def test_too_little_history_foretells_nothing(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=sales({f"c{n:02}": [40, 20] for n in range(35)}))
    assert due.calendar_tests(ws, Scope()).empty
    ahead = due.calendar(ws, Scope())
    assert ahead["by_chance"].all()


def test_some_of_many_customers_say_enough_of_all(
    cdnow: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = Scope(as_of=date(1997, 9, 30))
    whole = value.weekly(cdnow, scope, 13)
    monkeypatch.setattr(value, "DRAWN", 800)
    some = value.weekly(cdnow, scope, 13)
    assert some["orders"].sum() == pytest.approx(whole["orders"].sum(), rel=0.1)
    assert not some["orders"].equals(whole["orders"])


def test_who_is_due_as_pandas_finds_them(cdnow: Workspace) -> None:
    day = date(1997, 9, 30)
    lines = cdnow_lines(cdnow)
    days = lines[lines["day"] <= day].drop_duplicates(["who", "day"]).sort_values(["who", "day"])
    days["day"] = pd.to_datetime(days["day"])
    gaps = days.groupby("who")["day"].diff().dt.days.dropna().groupby(days["who"])
    usual = np.floor(gaps.median()[gaps.size() >= 3] + 0.5)
    next_on = days.groupby("who")["day"].max()[usual.index] + pd.to_timedelta(usual, unit="D")
    ahead = (next_on - pd.Timestamp(day)).dt.days
    rows = due.customers(cdnow, Scope(as_of=day)).set_index("customer_id")
    wanted = next_on[ahead.between(1, 7)]
    assert len(wanted) > 5
    assert rows["order_due_on"].sort_index().to_dict() == wanted.sort_index().to_dict()
    chosen = rows.iloc[0]
    ordered = gaps.get_group(rows.index[0]).sort_values().tolist()
    nine_in_ten = ordered[int(np.ceil(0.9 * len(ordered))) - 1]
    assert chosen["due_to"] == days.groupby("who")["day"].max()[rows.index[0]] + pd.Timedelta(
        days=nine_in_ten
    )


def test_the_week_counted_is_the_list_of_its_day(cdnow: Workspace) -> None:
    """Who was on the list a week before, and who of them pandas finds among the week's orders."""
    day = date(1997, 9, 30)
    weeks = due.weeks(cdnow, Scope(as_of=day)).set_index("first_day")
    lines = cdnow_lines(cdnow)
    for back in (1, 2):
        then = day - timedelta(days=7 * back)
        named = due.customers(cdnow, Scope(as_of=then))["customer_id"]
        week = lines["day"].between(then + timedelta(days=1), then + timedelta(days=7))
        row = weeks.loc[then + timedelta(days=1)]
        assert row["due"] == len(named) > 5
        assert row["ordered"] == named.isin(lines[week]["who"]).sum()
