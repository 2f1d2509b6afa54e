"""Conversion by the month or week of entry: by hand, and against the funnel as a whole."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import WorkspaceOf, stages

from analytics import Scope, Workspace, entries, funnel
from analytics.steps import Choice


@pytest.fixture(scope="module")
def small(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(
        interactions=stages(
            ann="01-01 A 01-05 B", bob="01-31 A", cem="03-04 A 03-05 B", dan="03-25 A 03-26 B",
            eve="04-02 A",
        )
    )  # fmt: skip


def test_months_by_hand_with_those_that_are_not_over(small: Workspace) -> None:
    scope = Scope(as_of=date(2024, 4, 3))
    found = entries.course(small, scope, Choice(["A", "B"], 10))
    assert found["first_day"].tolist() == [date(2024, month, 1) for month in (1, 2, 3, 4)]
    assert found["last_day"].tolist()[2:] == [date(2024, 3, 31), date(2024, 4, 3)]
    assert found["entered"].tolist() == [2, 0, 1, 0]
    assert found["completed"].tolist() == [1, 0, 1, 0]
    assert found["immature"].tolist() == [0, 0, 1, 1]
    assert found["rate"].fillna(-1).tolist() == [0.5, -1, 1, -1]
    assert found["unfinished"].tolist() == [False, False, True, True]
    last = entries.last_finished(found)
    assert last is not None
    assert last["first_day"] == date(2024, 1, 1)


def test_weeks_begin_on_monday_and_stay_inside_the_period(small: Workspace) -> None:
    scope = Scope(as_of=date(2024, 5, 1), start=date(2024, 3, 6), end=date(2024, 4, 2))
    found = entries.course(small, scope, Choice(["A", "B"], 10), grain="week")
    assert found["first_day"].tolist() == [date(2024, 3, 25), date(2024, 4, 1)]
    assert found["last_day"].tolist() == [date(2024, 3, 31), date(2024, 4, 2)]
    assert found["rate"].tolist() == [1, 0]
    assert not found["unfinished"].any()


def test_nobody_makes_no_course(small: Workspace) -> None:
    found = entries.course(small, Scope(as_of=date(2024, 5, 1)), Choice(["Z", "A"]))
    assert found.empty
    assert entries.last_finished(found) is None


@pytest.mark.parametrize("mode", funnel.MODES)
def test_months_and_weeks_add_up_to_the_funnel(firm: Workspace, mode: funnel.Mode) -> None:
    scope = Scope(start=date(2025, 6, 2), end=date(2026, 8, 10))
    choice = Choice(["Lead", "Qualified", "Won"], 60, mode, exclude=["Lost"])
    whole = funnel.steps(firm, scope, choice)
    for grain in entries.GRAINS:
        found = entries.course(firm, scope, choice, grain=grain)
        assert found["entered"].sum() == whole["customers"].iloc[0] > 0
        assert found["completed"].sum() == whole["customers"].iloc[-1]
        assert found["immature"].sum() == whole["immature"].iloc[0] > 0
        assert not found.loc[~found["unfinished"], "immature"].any()
        assert (found["first_day"] <= found["last_day"]).all()
