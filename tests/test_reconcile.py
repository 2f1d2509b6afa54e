"""Every line loaded has a place: in the analysis, or with why it is not."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, overview, reconcile
from tests.conftest import WorkspaceOf

FIRST, LAST = date(2024, 1, 1), date(2024, 6, 30)
TYPES = dict(zip("abcdefgh", ["Home", "Café", None, "Home"] * 2, strict=True))


def some_lines() -> pd.DataFrame:
    rng = random.Random(5)
    rows: list[dict[str, Any]] = []
    for number in range(300):
        customer = rng.choice([*TYPES, None])
        quantity = rng.choice([1, 2, -1])
        rows.append({
            "customer_id": customer,
            "ordered_on": FIRST + timedelta(days=rng.randrange((LAST - FIRST).days + 1)),
            "order_id": number // 2, "quantity": quantity,
            "amount": quantity * rng.choice([0, 3.33, 12]),
            "region": rng.choice(["North", "South", None]),
            "channel": rng.choice(["Web", "Shop"]),
            "customer_type": TYPES[customer] if customer else None,
        })  # fmt: skip
    return pd.DataFrame(rows)


LINES = some_lines()


@pytest.fixture(scope="module")
def firm(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=LINES.to_csv(index=False))


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    start = draw(st.none() | st.dates(FIRST, LAST))
    end = draw(st.dates(start or FIRST, LAST))
    where = {
        name: (draw(st.sampled_from(values)),)
        for name, values in {
            "region": ["North", "South"], "channel": ["Web"], "customer_type": ["Home", "Café"],
        }.items()
        if draw(st.booleans())
    }  # fmt: skip
    returns = draw(st.sampled_from(["net", "exclude"]))
    return Scope(start=start, end=end, where=where, returns=returns)


def by_part(ws: Workspace, scope: Scope) -> pd.DataFrame:
    return reconcile.remainder(ws, scope).set_index("part")


def test_each_line_counts_under_the_first_reason(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,quantity,amount,region
        ann,2024-01-10,1,10,North
        ann,2024-01-11,-1,-4,North
        bob,2024-01-12,-1,-3,North
        ,2024-01-13,1,7,North
        ann,2024-01-14,1,5,South
        ann,2024-01-01,1,2,South
        cat,2024-02-20,1,1,North
        """
    )
    period = {"start": date(2024, 1, 5), "end": date(2024, 1, 31), "where": {"region": ["North"]}}
    parts = by_part(ws, Scope(**period))
    assert parts["lines"].tolist() == [2, 1, 1, 2, 1, 0, 0, 7]
    assert parts["amount"].tolist() == [6, -3, 7, 3, 5, 0, 0, 18]
    assert parts["customers"].tolist() == [1, 1, 0, 2, 1, 0, 0, 3]
    parts = by_part(ws, Scope(**period, returns="exclude"))
    assert parts["lines"].tolist() == [1, 0, 1, 2, 1, 2, 0, 7]


@given(scope=scopes())
@settings(max_examples=50, deadline=None)
def test_parts_add_up_to_the_upload(firm: Workspace, scope: Scope) -> None:
    parts = by_part(firm, scope)
    assert parts.index.tolist() == list(reconcile.PARTS)
    assert parts["lines"].iloc[:-1].sum() == parts["lines"]["total"] == len(LINES)
    assert parts["amount"].iloc[:-1].sum() == pytest.approx(LINES["amount"].sum(), abs=1e-6)
    assert parts["amount"]["total"] == pytest.approx(LINES["amount"].sum(), abs=1e-6)


@given(scope=scopes())
@settings(max_examples=30, deadline=None)
def test_what_the_scope_keeps_is_the_revenue_shown(firm: Workspace, scope: Scope) -> None:
    kept = by_part(firm, scope).loc[["analysed", "no_order", "no_customer"]]
    shown = overview.figures(firm, scope).set_index("figure")["value"].fillna(0)
    assert kept["amount"].sum() == pytest.approx(shown["revenue"], abs=1e-6)
    assert kept["customers"]["analysed"] >= shown["active_customers"]


def test_online_retail_closes_to_the_gross(online_retail: Workspace) -> None:
    parts = by_part(online_retail, Scope())
    assert parts["lines"]["total"] == 541_909
    assert parts["amount"]["total"] == pytest.approx(9_747_747.934)
    assert parts["amount"]["no_customer"] == pytest.approx(1_447_682.12)
    assert parts["lines"]["no_customer"] == 135_080
    assert parts["amount"]["no_order"] == pytest.approx(-10_411.24)
    assert parts["customers"]["analysed"] + parts["customers"]["no_order"] == 4_372


def test_online_retail_without_returns(online_retail: Workspace) -> None:
    parts = by_part(online_retail, Scope(returns="exclude"))
    assert parts["customers"]["analysed"] == 4_338
    assert parts["amount"]["analysed"] == pytest.approx(8_911_407.904)
    assert parts["lines"]["analysed"] == 397_884
