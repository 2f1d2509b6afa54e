"""Early warnings: each sign by hand, and those warned are those counted."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics import Scope, Workspace, churn, churn_signs, churn_warnings
from tests.conftest import WorkspaceOf


@pytest.mark.parametrize(
    ("sign", "known", "shown"),
    [
        ("rhythm_broke", {"repeat_days": 4, "long_gap_days": 20, "days_since_order": 21}, True),
        ("rhythm_broke", {"repeat_days": 4, "long_gap_days": 20, "days_since_order": 27}, True),
        ("rhythm_broke", {"repeat_days": 4, "long_gap_days": 20, "days_since_order": 28}, False),
        ("rhythm_broke", {"repeat_days": 4, "long_gap_days": 20, "days_since_order": 20}, False),
        ("rhythm_broke", {"repeat_days": 3, "long_gap_days": 20, "days_since_order": 21}, False),
        ("anniversary", {"days_known": 335}, False),
        ("anniversary", {"days_known": 336}, True),  # 29 days to go
        ("anniversary", {"days_known": 365}, True),
        ("anniversary", {"days_known": 366}, False),
        ("anniversary", {"days_known": 730}, True),
        ("anniversary", {"days_known": 10}, False),
    ],
)
def test_occasions_by_hand(sign: str, known: dict[str, int], shown: bool) -> None:
    assert churn_signs.SIGNS[sign](pd.DataFrame([known])).tolist() == [shown]


def test_an_occasion_is_no_reason() -> None:
    told = pd.DataFrame({"sign": ["anniversary", "overdue"], "telling": [True, True]})
    bits = 1 << list(churn_signs.SIGNS).index("anniversary")
    assert churn_signs.reasons(pd.Series([bits, bits | 2]), told).tolist() == [
        "last_order", "overdue",
    ]  # fmt: skip


def test_those_warned_are_those_counted(firm: Workspace) -> None:
    learned = churn.learn(firm, Scope())
    counted = churn_signs.counted(learned.past, learned.now).set_index("sign")
    everybody = churn.customers(firm, Scope(), by="model")
    for sign in ("rhythm_broke", "anniversary", "complaint_open"):
        all_, fresh = (churn_warnings.warned(firm, Scope(), sign, fresh=f) for f in (False, True))
        assert [len(all_), len(fresh)] == counted.loc[sign, ["now", "fresh"]].tolist()
        assert (
            set(fresh["customer_id"]) <= set(all_["customer_id"]) <= set(everybody["customer_id"])
        )
        assert all_["value_at_risk"].is_monotonic_decreasing
        assert list(all_) == list(everybody)
    assert len(churn_warnings.warned(firm, Scope(), "overdue", top=5)) == 5
    row = counted.loc["rhythm_broke"]
    assert 0 < row["low"] < row["share"] < row["high"] < 1


def test_without_anything_learned_nobody_is_warned(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\na,2024-01-01,1\na,2024-02-01,1")
    assert churn_warnings.warned(ws, Scope(), "overdue").empty
