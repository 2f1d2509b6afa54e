"""One customer: their orders in figures, their life day by day, what customers alike have."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

import pandas as pd
import pytest
from conftest import WorkspaceOf
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import (
    DataError,
    Scope,
    Workspace,
    churn,
    churn_list,
    lifecycle,
    listed,
    lists,
    profile,
    profit,
    pyramid,
    rfm,
)
from analytics.costs import Cost
from analytics.profile import Stretch
from analytics.profile_place import Measures, Standing, placed
from analytics.rules import Rule
from analytics.scoring import Scoring

SALES = """
    customer_id,customer_name,ordered_on,order_id,amount,cost,product
    a,Ada Stone,2024-01-01,1,10,4,tea
    a,Ada Stone,2024-01-11,2,30,10,tea
    a,Ada Stone,2024-01-12,3,-5,-2,tea
    a,Ada Stone,2024-01-31,4,20,10,cups
    a,Ada Stone,2024-02-10,5,20,10,tea
    b,王小明,2024-02-20,6,7,3,pots
    c,,2024-02-21,7,-3,-1,tea
"""
CONTACTS = """
    customer_id,occurred_at,kind,owner
    a,2024-02-01,call,Bo
    b,2024-02-02,visit,Bo
    a,2024-03-01,call,Bo
"""
DEALS = """
    deal_id,customer_id,stage,owner,product,value,opened_on,closed_on
    d1,a,won,Bo,tea,50,2024-01-20,2024-02-09
    d2,a,open,Bo,cups,9,2024-02-28,
"""
END = Scope(as_of=date(2024, 2, 29))


@pytest.fixture(scope="module")
def ws(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES, interactions=CONTACTS, deals=DEALS)


def test_a_customer_in_figures(ws: Workspace) -> None:
    """Purchase days 1, 11, 31 January and 10 February: gaps of 10, 20 and 10 days."""
    who = profile.customer(ws, END, "a")
    assert (who.name, who.orders, who.revenue, who.margin) == ("Ada Stone", 4, 75, 43)
    assert (who.average_order, who.largest_order) == (20, 30)
    assert (who.first_order_on, who.last_order_on) == (date(2024, 1, 1), date(2024, 2, 10))
    assert (who.usual_gap_days, who.days_since_order, who.overdue_ratio) == (10, 19, 1.9)
    assert (who.due_from, who.due_to) == (date(2024, 2, 20), date(2024, 2, 25))
    assert who.margin_rate == pytest.approx(43 / 75)


def test_nothing_after_the_day_counts(ws: Workspace) -> None:
    early = Scope(as_of=date(2024, 1, 11))
    who = profile.customer(ws, early, "a")
    assert (who.orders, who.revenue, who.days_since_order, who.due_from) == (2, 40, 0, None)
    assert profile.contacts(ws, early, "a").empty


def test_period_and_filters_do_not_narrow_a_profile(ws: Workspace) -> None:
    narrow = Scope(as_of=END.as_of, start=date(2024, 2, 1), where={"channel": ("none",)})
    assert profile.customer(ws, narrow, "a") == profile.customer(ws, END, "a")


def test_a_customer_who_only_returned_or_never_bought(ws: Workspace) -> None:
    who = profile.customer(ws, END, "c")
    assert (who.orders, who.revenue, who.average_order, who.last_order_on) == (0, -3, None, None)
    assert who.overdue_ratio is None
    horizon = 30
    stands = profile.standing(ws, END, "c", horizon)
    assert (stands.tier, stands.rank, stands.segment, stands.r) == (None, None, None, None)
    assert (stands.state, stands.buyers) == ("prospect", 2)


def test_nobody_of_this_number(ws: Workspace) -> None:
    with pytest.raises(DataError, match="There is no customer zzz"):
        profile.customer(ws, END, "zzz")


@pytest.mark.parametrize(
    ("text", "found"),
    [("STONE", ["a"]), (" ada ", ["a"]), ("小明", ["b"]), ("b", ["b"]), ("zzz", []), ("", []),
     ("%", []), ("'", [])],
)  # fmt: skip
def test_search_by_a_part_of_name_or_number(ws: Workspace, text: str, found: list[str]) -> None:
    assert profile.find(ws, text).customer_id.tolist() == found


def test_a_number_comes_before_names_that_hold_it(ws: Workspace) -> None:
    assert profile.find(ws, "a").customer_id.tolist()[0] == "a"


def test_orders_contacts_and_deals_in_one_line_of_time(ws: Workspace) -> None:
    rows = profile.timeline(profile.orders(ws, END, "a"), profile.contacts(ws, END, "a"))
    assert list(zip(rows.happened_on.astype(str), rows.what, strict=True)) == [
        ("2024-02-28", "deal_opened"), ("2024-02-10", "order"), ("2024-02-09", "deal_closed"),
        ("2024-02-01", "contact"), ("2024-01-31", "order"), ("2024-01-20", "deal_opened"),
        ("2024-01-12", "return"), ("2024-01-11", "order"), ("2024-01-01", "order"),
    ]  # fmt: skip


def test_products_without_what_came_back(ws: Workspace) -> None:
    rows = profile.products(ws, END, "a")
    assert rows[["product", "revenue", "orders"]].values.tolist() == [
        ["tea", 60, 3],
        ["cups", 20, 1],
    ]


def test_what_customers_alike_have(workspace_of: WorkspaceOf) -> None:
    """me: tea. Five have tea and cups, one tea and milk, one milk alone."""
    rows = [("me", "tea"), *[(f"c{i}", p) for i in range(5) for p in ("tea", "cups")]]
    rows += [("m", "tea"), ("m", "milk"), ("n", "milk")]
    lines = "\n".join(f"{c},2024-01-0{i % 9 + 1},1,{p}" for i, (c, p) in enumerate(rows))
    ws = workspace_of(sales="customer_id,ordered_on,amount,product\n" + lines)
    found = profile.missing(ws, Scope(), "me")
    assert found.values.tolist() == [["cups", 5, 6, pytest.approx(5 / 6)]]
    assert profile.missing(ws, Scope(), "n").empty  # only one customer is alike


def day(number: int) -> date:
    return date(2024, 1, 1) + timedelta(days=number)


def life(*days: int, until: int = 100, horizon: int = 30) -> list[tuple[str, int, int]]:
    bought = pd.DataFrame({"ordered_on": [day(n) for n in days], "is_return": False})
    found = profile.life(bought, day(until), horizon)
    return [(s.stage, (s.start - day(0)).days, (s.end - day(0)).days) for s in found]


def test_a_life_in_stages() -> None:
    assert life(0, until=5) == [("first_time", 0, 5)]
    assert life(0, 10, 20, until=25) == [("first_time", 0, 9), ("repeat", 10, 25)]
    assert life(0, until=30) == [("first_time", 0, 30)]  # silent for the horizon, not for longer
    assert life(0, until=31) == [("first_time", 0, 30), ("lapsed", 31, 31)]
    assert life(0, 50, 60, until=60) == [
        ("first_time", 0, 30), ("lapsed", 31, 49), ("won_back", 50, 59), ("repeat", 60, 60),
    ]  # fmt: skip
    assert life(0, 0, until=3) == [("repeat", 0, 3)]
    assert life() == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=12), st.integers(1, 90))
def test_every_day_of_a_life_is_in_one_stage(days: list[int], horizon: int) -> None:
    found = life(*days, until=320, horizon=horizon)
    assert found[0][1] == min(days)
    assert found[-1][2] == 320
    for (_, _, end), (_, start, _) in itertools.pairwise(found):
        assert start == end + 1
    assert all(before[0] != after[0] for before, after in itertools.pairwise(found))


def test_the_last_stage_is_the_state_of_the_segments_page(firm: Workspace) -> None:
    horizon = lifecycle.horizon_days(firm, Scope())
    states = lifecycle.customers(firm, Scope(), horizon).set_index("customer_id").state
    as_of = profile.known(firm, Scope()).as_of
    for customer in states.index[::97]:
        stretches: list[Stretch] = profile.life(
            profile.orders(firm, Scope(), customer), as_of, horizon
        )
        stage = stretches[-1].stage if stretches else "prospect"
        state = states[customer]
        assert stage == ("repeat" if state == "loyal" else state)


SCORINGS = (
    Scoring(),
    Scoring(typical="median"),
    Scoring("cuts", (10, 40, 100, 200), (2, 3, 5, 9), (50, 200, 1000, 5000)),
)
PAST = Scope(as_of=date(2025, 3, 10))


@pytest.mark.parametrize("scoring", SCORINGS, ids=("rank", "median", "cuts"))
@pytest.mark.parametrize("scope", [Scope(), PAST], ids=("today", "past"))
def test_borders_place_every_customer_as_the_other_pages_do(
    firm: Workspace, scope: Scope, scoring: Scoring
) -> None:
    """Score, segment, type, tier and state of all of them, told from a few values."""
    horizon = 90
    borders = profile.borders(firm, scope, scoring)
    tiers = pyramid.customers(firm, scope).set_index("customer_id")
    states = lifecycle.customers(firm, scope, horizon).set_index("customer_id").state
    rows = rfm.customers(firm, scope, scoring)
    assert borders.buyers == len(rows) > 500
    for row in rows.itertuples():
        money, rank = Decimal(f"{row.monetary:.4f}"), tiers["rank"][row.customer_id]
        state = states[row.customer_id]
        own = Measures(row.recency_days, row.frequency, money, rank)
        found = placed(borders, own, "repeat" if state == "loyal" else state)
        assert found == Standing(
            len(rows), tiers.tier[row.customer_id], rank, row.segment, row.type8, row.r, row.f,
            row.m, state,
        )  # fmt: skip


@pytest.mark.parametrize("scope", [Scope(), PAST], ids=("today", "past"))
def test_standing_is_that_of_the_other_pages(firm: Workspace, scope: Scope) -> None:
    borders = profile.borders(firm, scope)
    tiers = pyramid.customers(firm, scope).set_index("customer_id")
    scores = rfm.customers(firm, scope).set_index("customer_id")
    states = lifecycle.customers(firm, scope, 90).set_index("customer_id").state
    for customer in [*tiers.index[[0, 30, 300, -1]], *states.index[-2:]]:
        stands = profile.standing(firm, scope, customer, 90, borders=borders)
        assert stands.state == states[customer]
        if customer not in tiers.index:
            assert (stands.tier, stands.r) == (None, None)
            continue
        assert (stands.tier, stands.rank) == tuple(tiers.loc[customer, ["tier", "rank"]])
        row = scores.loc[customer]
        assert (stands.r, stands.f, stands.m, stands.segment, stands.type8) == (
            row.r, row.f, row.m, row.segment, row.type8,
        )  # fmt: skip
        assert stands.buyers == len(tiers)


def test_equal_values_are_ranked_by_number_as_on_the_pyramid(workspace_of: WorkspaceOf) -> None:
    """Ten who bought alike, three of them for nothing; scores are equal, ranks follow numbers."""
    lines = "\n".join(f"c{i},2024-01-05,{0 if i > 6 else 10}" for i in range(10))
    ws = workspace_of(sales="customer_id,ordered_on,amount\n" + lines)
    tiers = pyramid.customers(ws, Scope()).set_index("customer_id")
    scores = rfm.customers(ws, Scope()).set_index("customer_id")
    states = lifecycle.customers(ws, Scope(), 30).set_index("customer_id").state
    for customer in tiers.index:
        stands = profile.standing(ws, Scope(), customer, 30)
        assert (stands.tier, stands.rank) == tuple(tiers.loc[customer, ["tier", "rank"]])
        assert (stands.r, stands.f, stands.m) == tuple(scores.loc[customer, ["r", "f", "m"]])
        assert (stands.type8, stands.state) == (scores.type8[customer], states[customer])


def test_one_customer_alone(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\na,2024-01-05,3\na,2024-01-09,4")
    stands = profile.standing(ws, Scope(), "a", 30)
    assert (stands.tier, stands.rank, stands.r, stands.f, stands.m) == ("key", 1, 1, 1, 1)
    assert stands.state == "repeat"


def test_the_best_customer_against_the_raw_file(online_retail: Workspace) -> None:
    """14646 of Online Retail, counted from the lines without the product's own tables."""
    with online_retail.cursor() as cursor:
        lines = cursor.execute("from sales where customer_id = '14646'").to_arrow_table()
    lines = lines.to_pandas().assign(amount=lambda t: t.amount.astype(float))
    sums = lines.groupby("order_id").agg(amount=("amount", "sum"), day=("ordered_on", "min"))
    counting = sums[sums.amount >= 0]
    who = profile.customer(online_retail, Scope(), "14646")
    assert who.revenue == pytest.approx(lines.amount.sum())
    assert who.orders == len(counting)
    assert who.largest_order == pytest.approx(counting.amount.max())
    days = sorted(set(counting.day))
    gaps = [(b - a).days for a, b in itertools.pairwise(days)]
    assert who.usual_gap_days == median(gaps)
    assert profile.standing(online_retail, Scope(), "14646", 90).rank == 1


def test_lists_a_customer_is_on(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=SALES)
    lists.save(ws, "all", Rule.of(rfm.listing, "everybody"), END)
    found = listed.of_customer(ws, "a")
    assert found.list_name.tolist() == ["all"]
    assert found.first_on.tolist() == [END.as_of]
    assert found.action.isna().all()
    assert listed.of_customer(ws, "c").empty


def test_what_is_at_stake_is_what_the_list_of_those_leaving_says(firm: Workspace) -> None:
    learned = churn.learned(firm, Scope())
    assert learned is not None
    rows = churn.customers(firm, Scope(), by="model")
    for row in rows.iloc[[0, 1, 50, -1]].itertuples():
        own = profile.stake(firm, Scope(), row.customer_id, learned.horizon_days)
        gap = profile.customer(firm, Scope(), row.customer_id).usual_gap_days
        one = churn_list.one(own, gap, learned).iloc[0]
        for name in ("probability", "value_at_risk", "probability_low", "expected_revenue"):
            assert one[name] == pytest.approx(getattr(row, name))
        assert (one.reasons, one.by) == (row.reasons, "model")
        plain = churn_list.one(own, gap, None).iloc[0]
        assert plain.probability != plain.probability
        assert plain.by == "rule"


def test_by_the_plain_rule_the_own_rhythm_speaks(ws: Workspace) -> None:
    """Ada is 19 days silent, usually every 10; Ming bought once."""
    said = [("a", 10.0, "overdue"), ("b", None, "one_purchase")]
    for customer, gap, reason in said:
        own = profile.stake(ws, END, customer, 30)
        assert churn_list.one(own, gap, None).reasons[0].split(",")[0] == reason
    assert profile.stake(ws, END, "c", 30).empty


def test_contacts_cost_what_profit_says(firm: Workspace) -> None:
    kinds = profit.kinds(firm, Scope()).kind
    costs = tuple(Cost(kind, "sales", 10.0 + place) for place, kind in enumerate(kinds))
    rows = profit.customers(firm, profile.known(firm, Scope()), costs)
    for row in rows.iloc[[0, 10, -1]].itertuples():
        found = profile.served(firm, Scope(), row.customer_id, costs)
        assert found == (row.contacts, pytest.approx(row.crm_cost))
    assert profile.served(firm, Scope(), "nobody", costs) == (0, 0.0)
