"""Early warnings: each sign by hand, and those warned are those counted."""

from __future__ import annotations

from datetime import date

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
        ("anniversary", {"days_customer": 335}, False),
        ("anniversary", {"days_customer": 336}, True),  # 29 days to go
        ("anniversary", {"days_customer": 365}, True),
        ("anniversary", {"days_customer": 366}, False),
        ("anniversary", {"days_customer": 730}, True),
        ("anniversary", {"days_customer": 10}, False),
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


SALES = """customer_id,ordered_on,amount
a,2024-03-01,1
b,2024-03-01,2
b,2024-06-15,2
c,2024-06-01,9
"""


def test_few_customers_are_warned_of_by_the_plain_data(workspace_of: WorkspaceOf) -> None:
    """With a horizon of 30 days the earlier days are 31 and 1 May and 1 April; who had bought once:
    a and b on each of them, and b alone came back after the last."""
    ws = workspace_of(sales=SALES)
    scope = Scope(as_of=date(2024, 6, 30))
    rows = churn_warnings.counted(ws, scope, 30).set_index("sign")
    once = rows.loc["one_purchase"]
    assert once[["customers", "gone", "now", "fresh"]].tolist() == [6, 5, 2, 0]
    assert once["share"] == pytest.approx(5 / 6)
    assert 0 < once["low"] < 5 / 6 < once["high"] < 1
    assert (once["remark"], once["telling"]) == ("small_group", False)
    shown = churn_warnings.warned(ws, scope, "one_purchase", horizon_days=30)
    assert list(shown["customer_id"]) == ["a", "c"]  # the most overdue first
    young = churn_warnings.counted(ws, Scope(as_of=date(2024, 3, 10)), 30).set_index("sign")
    assert young.loc["one_purchase", ["customers", "now"]].tolist() == [0, 2]
    assert young.loc["one_purchase", "remark"] == "short_history"
    assert young["share"].isna().all()
    assert "contract_ends" not in rows.index


def test_a_sign_nobody_showed_before_has_no_record() -> None:
    now = pd.DataFrame({"signs": [2, 0], "fresh": [2, 0]})
    past = pd.DataFrame({"signs": [0, 0], "gone": [True, False], "rhythm": [1.0, 2.0]})
    row = churn_signs.counted(past, now).iloc[0]
    assert row[["sign", "customers", "now", "fresh"]].tolist() == ["overdue", 0, 1, 1]
    assert row[["share", "low", "high", "others_share"]].isna().all()
    assert not row["telling"]


def test_contracts_and_anniversaries_by_hand(workspace_of: WorkspaceOf) -> None:
    """As of 30 June contracts are warned of for 60 days: to 29 August, new from 23 August on."""
    ws = workspace_of(
        sales=SALES,
        customers="""customer_id,customer_since,contract_ends_on
            a,2020-07-15,2024-08-22
            b,2020-01-15,2024-08-23
            c,,2024-08-30
            d,,2024-07-01""",
    )
    scope = Scope(as_of=date(2024, 6, 30))
    rows = churn_warnings.counted(ws, scope, 30).set_index("sign")
    ends = rows.loc["contract_ends"]
    assert ends[["customers", "now", "fresh", "remark"]].tolist() == [0, 2, 1, "renewed"]
    shown = churn_warnings.warned(ws, scope, "contract_ends", horizon_days=30)
    assert set(zip(shown["customer_id"], shown["contract_ends_on"].astype(str), strict=True)) == {
        ("a", "2024-08-22"), ("b", "2024-08-23"),
    }  # fmt: skip
    fresh = churn_warnings.warned(ws, scope, "contract_ends", fresh=True, horizon_days=30)
    assert list(fresh["customer_id"]) == ["b"]
    more = churn_warnings.warned(ws, scope, "contract_ends", horizon_days=30, contract_days=61)
    assert set(more["customer_id"]) == {"a", "b", "c"}
    near = churn_warnings.warned(ws, scope, "anniversary", horizon_days=30)
    assert list(near["customer_id"]) == ["a"]  # of the day the file says; first orders are in March
