"""Another horizon: its row is what the questions say when asked with it."""

from __future__ import annotations

import pytest

from analytics import Scope, churn, churn_horizons
from tests.conftest import WorkspaceOf
from tests.test_churn import BUYERS, csv


def test_rows_are_the_answers_under_each_horizon(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=csv(BUYERS))
    usual = churn.horizon_days(ws, Scope())
    rows = churn_horizons.compared(ws, Scope(), days=(30, 180)).set_index("horizon_days")
    assert rows.index.tolist() == sorted({30, usual, 180})
    assert rows.index[rows["usual"]].tolist() == [usual]
    assert rows.loc[usual, "shared"] == churn.NAMED
    assert set(rows["model"]) == {"rule"}
    first = set(churn.customers(ws, Scope(), top=churn.NAMED)["customer_id"])
    for days in (30, 180):
        tests = churn.backtest(ws, Scope(), days, cuts=1).iloc[0]
        assert rows.loc[days, ["n", "base_rate"]].tolist() == [tests["n"], tests["base_rate"]]
        found = churn.summary(ws, Scope(), days)
        assert rows.loc[days, "likely"] == found.likely
        assert rows.loc[days, "value_at_risk"] == pytest.approx(found.value_at_risk)
        named = set(churn.customers(ws, Scope(), days, top=churn.NAMED)["customer_id"])
        assert rows.loc[days, "shared"] == len(first & named) < churn.NAMED
    assert rows["base_rate"].is_monotonic_decreasing  # the longer one waits the more come back


def test_with_too_little_history_the_base_rate_is_not_known(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\na,2024-01-01,1\nb,2024-02-01,1")
    rows = churn_horizons.compared(ws, Scope(), days=(30,))
    assert rows[["value_at_risk", "cut", "base_rate"]].isna().all().all()
