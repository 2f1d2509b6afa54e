"""Deals: figures countable by eye, and those of a real firm."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics import Scope, Workspace, deals, funnel
from tests.conftest import shared


def test_deals_of_the_pipeline_file(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path)
    ws.load(
        shared("maven_crm/sales_pipeline.csv"),
        "deals",
        {
            "deal_id": "opportunity_id", "owner": "sales_agent", "product": "product",
            "customer_id": "account", "stage": "deal_stage", "opened_on": "engage_date",
            "closed_on": "close_date", "value": "close_value",
        },
        date_format="%d-%m-%y",
    )  # fmt: skip
    found = deals.summary(ws, Scope())
    assert (found.deals, found.won, found.lost, found.still_open) == (8800, 4238, 2473, 2089)
    assert found.win_rate == pytest.approx(0.6315, abs=5e-5)
    assert found.mean_won_days == pytest.approx(51.78, abs=5e-3)
    assert found.won_value == 10_005_534
    by_stage = deals.stages(ws, Scope()).set_index("stage")
    assert by_stage["deals"].to_dict() == {
        "Prospecting": 500, "Engaging": 1589, "Won": 4238, "Lost": 2473,
    }  # fmt: skip
    assert funnel.steps(ws, Scope()).empty


def test_a_deal_closed_after_as_of_is_open_and_its_stage_unknown(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on
        1,a,赢单,10,2024-01-01,2024-01-11
        2,b,输单,20,2024-01-01,2024-01-05
        3,c,Closed Won,40,2024-01-01,2024-02-01
        4,d,报价,80,2024-01-01,
        """
    )
    early = deals.summary(ws, Scope(as_of=date(2024, 1, 15)))
    assert (early.won, early.lost, early.still_open, early.win_rate) == (1, 1, 2, 0.5)
    assert (early.won_value, early.open_value, early.mean_won_days) == (10, 80, 10)
    assert early.open_unvalued == 1
    stages = deals.stages(ws, Scope(as_of=date(2024, 1, 15)))
    assert stages["stage"].tolist() == ["报价", "", "赢单", "输单"]
    assert stages["closed_later"].tolist() == [False, True, False, False]
    assert stages["value"].fillna(-1).tolist() == [80, -1, 10, 20]
    late = deals.summary(ws, Scope(as_of=date(2024, 2, 1)))
    assert (late.won, late.still_open) == (2, 1)


def test_deals_without_an_opening_date_are_counted_apart_under_a_period(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on
        1,a,Won,10,2024-02-01,2024-02-11
        2,b,Prospecting,,,
        3,c,Prospecting,,,
        """
    )
    period = deals.summary(ws, Scope(as_of=date(2024, 3, 1), start=date(2024, 2, 1)))
    assert (period.deals, period.still_open, period.undated) == (1, 0, 2)
    always = deals.summary(ws, Scope(as_of=date(2024, 3, 1)))
    assert (always.deals, always.still_open, always.undated) == (3, 2, 2)


def test_open_deals_against_the_days_a_won_deal_takes(workspace_of) -> None:
    ws = workspace_of(
        deals="""
        deal_id,customer_id,stage,value,opened_on,closed_on
        1,a,Won,10,2024-01-01,2024-01-11
        2,b,Won,10,2024-01-01,2024-01-31
        3,c,Lost,10,2024-01-01,2024-01-05
        4,d,Lead,10,2024-01-01,
        5,e,Lead,10,2024-01-12,
        6,f,Lead,10,2024-01-22,
        """
    )
    found = deals.summary(ws, Scope(as_of=date(2024, 2, 1)))
    assert (found.median_won_days, found.median_open_days, found.open_older) == (20, 20, 1)
    assert (found.low, found.high) == pytest.approx((0.2077, 0.9385), abs=1e-4)
    undecided = deals.summary(ws, Scope(as_of=date(2024, 1, 2)))
    assert pd.isna(undecided.win_rate)
    assert pd.isna(undecided.low)
    assert pd.isna(undecided.open_older)
