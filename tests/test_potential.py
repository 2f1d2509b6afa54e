"""Who could become large: what the first days tell, judged by what became of earlier lists."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from conftest import WorkspaceOf
from sklearn.linear_model import LogisticRegression

from analytics import Scope, Workspace, engine, potential, pyramid, sample


def test_first_days_by_hand(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,order_id,amount
        ann,2024-01-01,1,10
        ann,2024-01-01,1,5
        ann,2024-01-01,2,1
        ann,2024-01-10,3,20
        ann,2024-01-11,4,-20
        ann,2024-03-31,5,500
        bob,2024-03-01,6,7
        """,
        interactions="""
        customer_id,occurred_at,kind
        ann,2023-12-31,call
        ann,2024-01-01 08:00,call
        ann,2024-03-30,visit
        ann,2024-03-31,visit
        """,
    )
    rows = engine.run(ws, "potential_customers", Scope(), early_days=90).set_index("customer_id")
    early = [column for column in rows if column.startswith("early_")]
    assert rows.loc["ann", early].to_dict() == {
        "early_orders": 3, "early_purchase_days": 2, "early_revenue": 16, "early_lines": 4,
        "early_span_days": 9, "early_contacts": 2,
    }  # fmt: skip
    assert rows.loc["ann", ["known_days", "recency_days"]].tolist() == [90, 0]
    assert rows.loc["bob", early].tolist() == [1, 1, 7, 1, 0, 0]


def test_the_list_names_small_customers_who_still_buy(firm: Workspace) -> None:
    named = potential.customers(firm, Scope())
    assert len(named) == potential.NAMED
    assert set(named.tier) <= {"ordinary", "small"}
    assert named.recency_days.max() <= potential.ACTIVE
    assert named.likeness.is_monotonic_decreasing
    pd.testing.assert_frame_equal(named, potential.customers(firm, Scope()))


def test_likeness_equals_a_regression_written_out(firm: Workspace) -> None:
    """Standardised and fitted here by other steps than in the module."""
    rows = engine.run(firm, "potential_customers", Scope(), early_days=90)
    logs = np.log1p(rows[list(potential.EARLY_MEASURES)].clip(lower=0).to_numpy(float))
    vital = rows.tier.isin(["key", "secondary"]).to_numpy()
    seen = (rows.known_days >= 90).to_numpy()
    centred = (logs - logs[seen].mean(0)) / logs[seen].std(0)
    model = LogisticRegression(max_iter=500).fit(centred[seen], vital[seen])
    chance = pd.Series(model.predict_proba(centred)[:, 1], index=rows.customer_id)
    named = potential.customers(firm, Scope())
    assert named.likeness.tolist() == pytest.approx(chance[named.customer_id].tolist(), abs=1e-3)


def test_the_backtest_counts_who_climbed(firm: Workspace) -> None:
    found = potential.backtest(firm, Scope())
    history = firm.facts.as_of - firm.facts.first_order_on
    days = min(potential.YEAR, history.days // 2)
    assert found.day == firm.facts.as_of - timedelta(days=days)
    then = potential.customers(firm, Scope(as_of=found.day))
    now = pyramid.customers(firm, Scope()).set_index("customer_id").tier
    climbed = now.reindex(then.customer_id).isin(potential.VITAL)
    assert (found.named, found.climbed) == (len(then), int(climbed.sum()))
    before = pyramid.customers(firm, Scope(as_of=found.day))
    could = before[
        before.tier.isin(["ordinary", "small"]) & (before.recency_days <= potential.ACTIVE)
    ]
    assert found.others == len(could)
    assert found.others_climbed == now.reindex(could.customer_id).isin(potential.VITAL).sum()


def test_on_the_sample_the_list_beats_everybody(firm: Workspace) -> None:
    found = potential.backtest(firm, Scope())
    assert found.better
    assert found.low > found.others_climbed / found.others


def test_nothing_after_the_day_counts(workspace_of: WorkspaceOf) -> None:
    lines = ["customer_id,ordered_on,amount"]
    lines += [f"c{n:03},2024-0{1 + n % 3}-01,{n * n % 97 + 1}" for n in range(200)]
    later = [f"c{n:03},2024-07-01,10000" for n in range(0, 200, 3)]
    day = Scope(as_of=date(2024, 6, 1))
    without = workspace_of(sales="\n".join(lines))
    planted = workspace_of(sales="\n".join(lines + later))
    expected = potential.customers(without, day)
    assert len(expected)
    pd.testing.assert_frame_equal(potential.customers(planted, day), expected)


def test_too_few_to_learn_from(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\nann,2024-01-01,10\nbob,2024-05-01,1")
    assert potential.customers(ws, Scope()).empty
    assert potential.backtest(ws, Scope()) == potential.Backtest()
    assert not potential.Backtest().better
    assert potential.prospects(ws, Scope(), 91).empty


def test_prospects_are_met_and_have_not_bought(firm: Workspace) -> None:
    named = potential.prospects(firm, Scope(), 126)
    sales = pd.read_csv(sample.FOLDER / "en" / "sales.csv")
    contacts = pd.read_csv(sample.FOLDER / "en" / "interactions.csv")
    assert not set(named.customer_id) & set(sales["Customer ID"])
    assert set(named.customer_id) <= set(contacts["Customer ID"])
    found = potential.prospects_backtest(firm, Scope(), 126)
    assert 0 < found.named <= found.others // 4
    assert found.low <= found.climbed / found.named <= found.high
