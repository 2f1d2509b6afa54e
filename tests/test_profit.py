"""What customers leave once they are served: by hand, against the sample's truth, to the cent."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from conftest import WorkspaceOf
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError, Scope, Workspace, profit, pyramid
from analytics.costs import PURPOSES, Cost, kept, usual_purpose

TRUTH = Path(__file__).with_name("sample_truth.csv")
UNIT = json.loads(TRUTH.with_suffix(".json").read_text(encoding="utf-8"))["unit_cost"]
COSTS = tuple(Cost(kind, usual_purpose(kind), float(money)) for kind, money in UNIT.items())

SALES = """
customer_id,ordered_on,amount,cost
ann,2024-01-05,100,60
ann,2024-02-05,-20,-12
bob,2024-01-09,50,40
cem,2024-01-20,30,10
"""
CONTACTS = """
customer_id,occurred_at,kind
ann,2024-01-02,visit
ann,2024-01-31,call
bob,2024-01-03,visit
bob,2024-02-20,complaint
dan,2024-01-03,visit
ann,2024-01-04,chat
"""
PRICES = (
    Cost("visit", "sales", 15), Cost("call", "marketing", 2.5), Cost("complaint", "service", 1),
)  # fmt: skip


@pytest.fixture(scope="module")
def small(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES, interactions=CONTACTS)


def test_by_hand(small: Workspace) -> None:
    rows = profit.customers(small, Scope(as_of=date(2024, 2, 28)), PRICES)
    found = rows.set_index("customer_id")
    assert list(rows.customer_id) == ["cem", "ann", "bob"]
    assert found.net_profit.to_dict() == {"cem": 20, "ann": 32 - 17.5, "bob": 10 - 16}
    assert found.loc["ann", ["marketing_cost", "sales_cost", "service_cost"]].tolist() == [
        2.5, 15, 0,
    ]  # fmt: skip
    assert found.profit_rate["bob"] == pytest.approx(-6 / 16)
    assert pd.isna(found.profit_rate["cem"])
    assert found.contacts.to_dict() == {"cem": 0, "ann": 2, "bob": 2}


def test_only_contacts_of_the_period_cost(small: Workspace) -> None:
    january = Scope(as_of=date(2024, 2, 28), start=date(2024, 1, 3), end=date(2024, 1, 31))
    found = profit.customers(small, january, PRICES).set_index("customer_id")
    assert found.crm_cost.to_dict() == {"cem": 0, "ann": 2.5, "bob": 15}


def test_who_loses_money_comes_first_when_asked_for(small: Workspace) -> None:
    losing = profit.customers(small, Scope(as_of=date(2024, 2, 28)), PRICES, losing=True)
    assert losing.customer_id.tolist() == ["bob"]


def test_contacts_with_others_close_the_cost(small: Workspace) -> None:
    scope = Scope(as_of=date(2024, 2, 28))
    people, money = profit.others(small, scope, PRICES)
    assert (people, money) == (1, 15)
    total = profit.tiers(small, scope, PRICES).set_index("tier").crm_cost["total"]
    assert total + money == 3 * 15 + 2.5 + 1


def test_kinds_of_contact(small: Workspace) -> None:
    rows = profit.kinds(small, Scope(as_of=date(2024, 2, 28)))
    assert rows.values.tolist() == [
        ["visit", 3, 3], ["call", 1, 1], ["chat", 1, 1], ["complaint", 1, 1],
    ]  # fmt: skip


def test_the_sample_leaves_what_its_truth_says(firm: Workspace) -> None:
    truth = pd.read_csv(TRUTH).set_index("customer_id")
    found = profit.customers(firm, Scope(), COSTS).set_index("customer_id")
    truth = truth.loc[found.index]
    assert (found.net_profit - truth.net).abs().max() < 0.005
    assert (found.crm_cost - truth.cost_to_serve).abs().max() < 0.005


def test_large_customers_served_at_a_loss_are_found(firm: Workspace) -> None:
    truth = pd.read_csv(TRUTH).set_index("customer_id")
    planted = set(truth.index[truth.costly == 1])
    losing = profit.customers(firm, Scope(), COSTS, losing=True)
    assert set(losing.customer_id[losing.tier == "key"]) == planted
    assert set(losing.customer_id.head(len(planted))) == planted


def test_tiers_equal_pandas(firm: Workspace) -> None:
    rows = profit.customers(firm, Scope(), COSTS)
    money = ["revenue", "margin", "crm_cost", "net_profit"]
    wanted = rows.groupby("tier")[money].sum()
    found = profit.tiers(firm, Scope(), COSTS).set_index("tier")
    pd.testing.assert_frame_equal(
        found.loc[wanted.index, money], wanted, check_exact=False, atol=1e-6
    )
    assert found.loc["total", money].tolist() == pytest.approx(rows[money].sum().tolist())
    assert found.losing["total"] == (rows.net_profit < 0).sum()


def test_who_loses_without_a_contact_is_told_apart(workspace_of: WorkspaceOf) -> None:
    """bob is visited too dearly; eve sends goods back as scrap, fay pays less than hers cost."""
    ws = workspace_of(
        sales=f"{SALES.strip()}\neve,2024-01-08,50,30\neve,2024-01-09,-40,0\nfay,2024-01-10,5,6",
        interactions=CONTACTS,
    )
    scope = Scope(as_of=date(2024, 2, 28))
    total = profit.tiers(ws, scope, PRICES).set_index("tier").loc["total"]
    assert (total.losing, total.losing_unserved) == (3, 2)
    losing = profit.customers(ws, scope, PRICES, losing=True).set_index("customer_id")
    assert losing.crm_cost.to_dict() == {"eve": 0, "bob": 16, "fay": 0}


def test_profit_ranks_the_pyramid(firm: Workspace) -> None:
    ranked = pyramid.customers(firm, Scope(), by="profit", costs=COSTS)
    rows = profit.customers(firm, Scope(), COSTS)
    assert ranked.customer_id.tolist() == rows.customer_id.tolist()
    assert ranked.value.tolist() == pytest.approx(rows.net_profit.tolist())


@settings(max_examples=15, deadline=None)
@given(
    prices=st.dictionaries(
        st.sampled_from(sorted(UNIT)), st.tuples(st.sampled_from(PURPOSES), st.integers(1, 9999)),
        min_size=1,
    )
)  # fmt: skip
def test_every_contact_is_paid_by_somebody(
    firm: Workspace, prices: dict[str, tuple[str, int]]
) -> None:
    costs = tuple(Cost(kind, purpose, cents / 100) for kind, (purpose, cents) in prices.items())
    counts = profit.kinds(firm, Scope()).set_index("kind").contacts
    total = profit.tiers(firm, Scope(), costs).set_index("tier").loc["total"]
    paid = total.crm_cost + profit.others(firm, Scope(), costs)[1]
    assert paid == pytest.approx(sum(counts[cost.kind] * cost.unit_cost for cost in costs))
    purposes = total[["marketing_cost", "sales_cost", "service_cost"]].sum()
    assert purposes == pytest.approx(total.crm_cost)


def test_no_cost_is_invented(small: Workspace, workspace_of: WorkspaceOf) -> None:
    with pytest.raises(DataError, match="What a contact costs"):
        profit.tiers(small, Scope(), ())
    with pytest.raises(DataError, match="is no cost of a contact"):
        profit.tiers(small, Scope(), [Cost("visit", "sales", -1)])
    bare = workspace_of(sales="customer_id,ordered_on,amount\nann,2024-01-01,1")
    with pytest.raises(DataError, match="margin"):
        profit.tiers(bare, Scope(), PRICES)


def test_costs_are_kept_as_typed(small: Workspace) -> None:
    assert kept(small.state.settings()) == ()
    small.state.set("contact_costs", {"visit": ["sales", 15], "call": ["marketing", 0]})
    assert kept(small.state.settings()) == (Cost("visit", "sales", 15),)


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [("Visit", "sales"), ("拜访", "sales"), ("Complaint", "service"), ("投诉", "service"),
     ("E-mail campaign", "marketing"), ("营销活动", "marketing")],
)  # fmt: skip
def test_usual_purposes(kind: str, purpose: str) -> None:
    assert usual_purpose(kind) == purpose
