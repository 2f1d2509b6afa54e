"""Whom the care plan says to contact: days counted by hand, everybody in one place."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from conftest import WorkspaceOf
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, care, followup, lists, pyramid, sample
from analytics.rules import Rule

DAY = date(2024, 6, 30)
PLAN = care.Plan(days=(7, 30, 91, 182), kinds=("call", "visit"))

# four customers: one in each tier, by the usual cuts; kim is key, sec secondary, and so on
SALES = """
customer_id,ordered_on,amount
kim,2024-01-01,1000
sec,2024-01-01,500
ord,2024-01-01,100
tom,2024-01-01,1
"""


def due(ws: Workspace, day: date = DAY, **narrower: object) -> dict[str, int]:
    rows = care.due(ws, Scope(as_of=day), PLAN, **narrower)  # type: ignore[arg-type]
    return dict(zip(rows.customer_id, rows.overdue_days, strict=True))


def test_by_hand(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales=SALES,
        interactions="""
        customer_id,occurred_at,kind
        kim,2024-06-30 09:00,call
        ord,2024-03-31 23:59,visit
        ord,2024-06-29 10:00,campaign
        tom,2024-01-02,call
        """,
    )
    assert ws.facts.customers == 4
    # n = 4: key is the first, and ceil(.2 × 4) = 1, so there is no secondary; ordinary is sec
    tiers = care.tiers(ws, Scope(as_of=DAY), PLAN).set_index("tier")
    assert tiers.customers.to_dict() == {
        "key": 1, "secondary": 0, "ordinary": 1, "small": 2, "total": 4,
    }  # fmt: skip
    # kim: called today, due in 7 days · sec: never contacted, 1 January + 91 days = 1 April ·
    # ord: 31 March + 182 days and tom: 2 January + 182 days = 2 July
    assert due(ws) == {"kim": -7, "sec": 90, "tom": -2}
    assert tiers.never.to_dict()["ordinary"] == 1
    assert tiers.loc["total", ["kept", "overdue", "due_soon"]].tolist() == [3, 1, 2]
    assert tiers.kept_share["total"] == 0.75


def test_who_changes_tier_has_the_new_rhythm(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales=SALES + "tom,2024-06-20,5000\n",
        interactions="customer_id,occurred_at,kind\ntom,2024-06-19,call\nkim,2024-06-25,call",
    )
    before = care.due(ws, Scope(as_of=date(2024, 6, 19)), PLAN).set_index("customer_id")
    after = care.due(ws, Scope(as_of=DAY), PLAN).set_index("customer_id")
    assert "tom" not in before.index
    assert after.loc["tom", ["tier", "rhythm_days", "overdue_days"]].tolist() == ["key", 7, 4]
    assert after.loc["tom", "due_on"] == date(2024, 6, 26)


def test_due_today_is_not_overdue(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales=SALES, interactions="customer_id,occurred_at,kind\nkim,2024-06-23 18:00,call"
    )
    assert due(ws)["kim"] == 0
    assert care.tiers(ws, Scope(as_of=DAY), PLAN).set_index("tier").overdue["key"] == 0
    assert due(ws, date(2024, 7, 1))["kim"] == 1


def test_nothing_after_the_day_counts(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales=SALES, interactions="customer_id,occurred_at,kind\nkim,2024-07-01 00:00,call"
    )
    assert due(ws)["kim"] == (DAY - date(2024, 1, 8)).days


def test_what_is_recorded_on_lists_counts_on_its_day(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES, interactions="customer_id,occurred_at,kind\nkim,2024-06-20,call")
    saved = lists.save(ws, "L", Rule.of(pyramid.listing, "all"), Scope(as_of=DAY))
    assert due(ws)["kim"] == 3
    followup.record(ws, saved.id, ["kim", "sec"], "called", "not_reached", date(2024, 6, 29))
    assert due(ws)["kim"] == 3
    followup.record(ws, saved.id, ["kim", "sec"], "emailed", "open", date(2024, 6, 29))
    # kim: 29 June + 7 days = 6 July; sec: 29 June + 91 days, beyond the week
    assert due(ws) == {"kim": -6, "ord": -1, "tom": -1}
    assert due(ws, date(2024, 6, 28))["kim"] == 1  # it had not been done yet
    tiers = care.tiers(ws, Scope(as_of=DAY), PLAN).set_index("tier")
    assert tiers.never.to_dict() == {
        "key": 0, "secondary": 0, "ordinary": 0, "small": 2, "total": 2,
    }  # fmt: skip
    followup.forget(ws, saved.id, ["kim"])
    assert due(ws)["kim"] == 3


@pytest.mark.parametrize(
    ("kinds", "counted"),
    [
        (["call", "complaint", "Visit", "survey", "E-Mail", "campaign"],
         ["call", "Visit", "E-Mail", "campaign"]),
        (["phone complaint", "website visit", "inbound call", "Phone call"], ["Phone call"]),
        (["电话", "投诉", "拜访", "网站浏览", "营销活动", "来电", "商机阶段", "微信"],
         ["电话", "拜访", "营销活动", "微信"]),
        (["A", "B"], ["A", "B"]),
        (["recall"], ["recall"]),
        ([], []),
    ],
)  # fmt: skip
def test_usually_those_kinds_count_that_the_firm_makes(
    kinds: list[str], counted: list[str]
) -> None:
    assert care.counting(care.Plan(), kinds) == counted
    chosen = care.Plan(kinds=("complaint", "B"))
    assert care.counting(chosen, kinds) == [kind for kind in kinds if kind in ("complaint", "B")]


def test_a_complaint_is_no_care(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales=SALES,
        interactions="customer_id,occurred_at,kind\nkim,2024-06-28,complaint\nkim,2024-06-20,call",
    )
    rows = care.due(ws, Scope(as_of=DAY)).set_index("customer_id")
    assert rows.overdue_days["kim"] == 3


def test_owners_and_those_who_do_not_want_contact(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales=SALES,
        interactions="customer_id,occurred_at,kind\nkim,2024-06-01,call",
        customers="customer_id,owner,do_not_contact\nkim,Ann,no\nsec,Ann,yes\nord,Bo,no",
    )
    rows = care.owners(ws, Scope(as_of=DAY), PLAN)
    assert rows[["owner", "customers", "overdue", "overdue_vital"]].values.tolist() == [
        ["Ann", 1, 1, 1], ["", 1, 0, 0], ["Bo", 1, 0, 0],
    ]  # fmt: skip
    assert due(ws, owner="Ann") == {"kim": 22}
    assert set(due(ws, owner="")) == {"tom"}
    assert "sec" not in due(ws)
    assert care.tiers(ws, Scope(as_of=DAY), PLAN).set_index("tier").do_not_contact["total"] == 1


def test_the_sample_equals_pandas(firm: Workspace) -> None:
    rhythm = care.Plan()
    day = firm.facts.as_of
    contacts = pd.read_csv(sample.FOLDER / "en" / "interactions.csv")
    contacts = contacts[contacts["Kind"].isin(["visit", "call", "campaign"])]
    moments = pd.to_datetime(contacts["Time"]).dt.normalize()
    last = moments.groupby(contacts["Customer ID"]).max()
    sales = pd.read_csv(sample.FOLDER / "en" / "sales.csv").dropna(subset="Customer ID")
    sales = sales[sales["Amount"] > 0]
    first = pd.to_datetime(sales["Order date"]).groupby(sales["Customer ID"]).min()
    rows = care.due(firm, Scope(), rhythm).set_index("customer_id")
    start = last.reindex(rows.index).fillna(first)
    wanted = (pd.Timestamp(day) - start).dt.days - rows.rhythm_days
    pd.testing.assert_series_equal(rows.overdue_days, wanted, check_names=False, check_dtype=False)
    assert rows.rhythm_days.groupby(rows.tier).first().to_dict() == dict(
        zip(care.TIERS, rhythm.days, strict=True)
    )


@settings(max_examples=20, deadline=None)
@given(days=st.tuples(*[st.integers(1, 400)] * 4))
def test_everybody_is_kept_overdue_or_left_alone(
    firm: Workspace, days: tuple[int, int, int, int]
) -> None:
    rhythm = care.Plan(days=days)
    tiers = care.tiers(firm, Scope(), rhythm).set_index("tier")
    assert (tiers.kept + tiers.overdue + tiers.do_not_contact == tiers.customers).all()
    assert tiers.drop("total").overdue.sum() == tiers.overdue["total"]
    listed = care.due(firm, Scope(), rhythm)
    assert (listed.overdue_days > 0).sum() == tiers.overdue["total"]
    assert (listed.overdue_days <= 0).sum() == tiers.due_soon["total"]
    assert care.owners(firm, Scope(), rhythm).overdue.sum() == tiers.overdue["total"]


def test_a_plan_is_kept_as_typed(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES)
    assert care.kept_plan(ws.state.settings()) == care.Plan()
    ws.state.set("care_plan", {"days": [5, 20, 60, 100], "kinds": ["call"]})
    assert care.kept_plan(ws.state.settings()) == care.Plan((5, 20, 60, 100), ("call",))


def test_without_any_contact_everybody_waits_since_the_first_order(
    workspace_of: WorkspaceOf,
) -> None:
    ws = workspace_of(sales=SALES)
    assert care.kinds(ws, Scope()) == []
    assert due(ws)["kim"] == (DAY - date(2024, 1, 8)).days


def test_one_customer_is_due_when_the_plan_says(firm: Workspace) -> None:
    rows = care.due(firm, Scope(), rows=40)
    firsts = pyramid.customers(firm, Scope()).customer_id
    assert set(rows.customer_id) <= set(firsts)
    ever = firm.facts.first_order_on
    assert ever is not None
    for row in rows[rows.last_contact_on.notna()].head(10).itertuples():
        found = care.customer(firm, Scope(), row.customer_id, row.tier, ever)
        assert (found.due_on, found.overdue_days, found.last_contact_on, found.rhythm_days) == (
            row.due_on, row.overdue_days, row.last_contact_on, row.rhythm_days,
        )  # fmt: skip
    never = care.customer(firm, Scope(), "nobody", "key", ever)
    assert (never.last_contact_on, (never.due_on - ever).days) == (None, 7)
