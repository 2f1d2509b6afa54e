"""RFM: scores that treat equals alike, ten segments over 25 cells, eight types, one calculation."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from conftest import WorkspaceOf, shared
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, engine, pyramid, rfm

EVERYTHING = Scope()
MEDIAN = rfm.Scoring(typical="median")


def lines(rows: list[tuple[str, str, str, float]]) -> str:
    """customer, day, order, amount -> the text of a sales file."""
    body = [f"{customer},{day},{order},{amount}" for customer, day, order, amount in rows]
    return "\n".join(["customer_id,ordered_on,order_id,amount", *body])


@pytest.fixture(scope="module")
def five(workspace_of: WorkspaceOf) -> Workspace:
    """Five customers who bought 1, 2, 3, 4 and 5 times; a bought last, e longest ago."""
    return workspace_of(
        sales=lines(
            [
                (
                    customer,
                    f"2024-0{5 - place}-0{order + 1}",
                    f"{customer}{order}",
                    10 * (place + 1),
                )
                for place, customer in enumerate("abcde")
                for order in range(place + 1)
            ]
        )
    )


def test_measures_are_days_orders_and_money(five: Workspace) -> None:
    table = rfm.customers(five, EVERYTHING).set_index("customer_id")
    assert table.recency_days.to_dict() == {"a": 0, "b": 29, "c": 59, "d": 87, "e": 117}
    assert table.frequency.to_dict() == {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
    assert table.monetary.to_dict() == {"a": 10, "b": 40, "c": 90, "d": 160, "e": 250}


def test_scores_of_five_run_from_one_to_five(five: Workspace) -> None:
    table = rfm.customers(five, EVERYTHING).set_index("customer_id")
    assert table.r.tolist() == [5, 4, 3, 2, 1]
    assert table.f.tolist() == [1, 2, 3, 4, 5]
    assert table.m.tolist() == [1, 2, 3, 4, 5]
    assert table.segment.tolist() == [
        "new", "potential_loyalist", "need_attention", "at_risk", "cant_lose",
    ]  # fmt: skip


def test_columns_come_in_the_promised_order(five: Workspace) -> None:
    assert list(rfm.customers(five, EVERYTHING))[:9] == [
        "customer_id", "recency_days", "frequency", "monetary", "r", "f", "m", "segment", "type8",
    ]  # fmt: skip


def test_eight_types_compare_each_value_with_its_mean_and_equal_is_low(five: Workspace) -> None:
    types = rfm.customers(five, EVERYTHING).set_index("customer_id").type8
    # means: 58.4 days, 3 orders, 110
    assert types.to_dict() == {
        "a": "general_develop",
        "b": "general_develop",
        "c": "general_win_back",
        "d": "important_keep",
        "e": "important_keep",
    }


def test_the_median_is_another_choice(five: Workspace) -> None:
    types = rfm.customers(five, EVERYTHING, MEDIAN).set_index("customer_id").type8
    # medians: 59 days, 3 orders, 90
    assert types["c"] == "general_win_back"
    assert types["d"] == "important_keep"
    assert rfm.types(five, EVERYTHING, MEDIAN).customers.sum() == 5


def test_money_equal_to_its_mean_is_low_although_doubles_would_differ(
    workspace_of: WorkspaceOf,
) -> None:
    ws = workspace_of(sales=lines([(c, "2024-01-01", c, 0.1) for c in "abc"]))
    assert set(rfm.customers(ws, EVERYTHING).type8) == {"general_win_back"}


def test_returns_lower_money_and_are_no_orders(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales=lines(
            [
                ("a", "2024-01-01", "1", 100),
                ("a", "2024-01-03", "2", -30),
                ("b", "2024-01-02", "3", -5),
                ("c", "2024-01-05", "4", 0),
            ]
        )
    )
    table = rfm.customers(ws, EVERYTHING).set_index("customer_id")
    assert table.loc["a", ["recency_days", "frequency", "monetary"]].tolist() == [4, 1, 70]
    assert list(table.index) == ["a", "c"]  # b only gave back; c's order was free


@pytest.mark.parametrize(
    ("sales", "customers"),
    [
        ([("a", "2024-01-01", "1", 10)], 1),
        ([("a", "2024-01-01", "1", 10), ("b", "2024-01-01", "2", 10)], 2),
        ([("a", "2024-01-01", "1", -10), ("b", "2024-01-02", "2", -1)], 0),
    ],
    ids=["one customer", "two equals", "all returns"],
)
def test_scores_that_say_nothing_are_admitted(
    workspace_of: WorkspaceOf, sales: list[tuple[str, str, str, float]], customers: int
) -> None:
    ws = workspace_of(sales=lines(sales))
    counted = rfm.cells(ws, EVERYTHING)
    said = rfm.headline(counted)
    assert said.customers == customers
    assert not said.tells_apart
    assert set(rfm.customers(ws, EVERYTHING).r) <= {1}
    assert rfm.by_segment(counted).customers.sum() == customers
    assert len(rfm.by_score(counted)) == 25
    assert len(rfm.listing(ws, EVERYTHING)) == customers


def test_every_cell_lies_in_the_segment_that_the_engine_gives_it(online_retail: Workspace) -> None:
    counted = rfm.cells(online_retail, EVERYTHING)
    assert [rfm.segment_of(c.r, c.f) for c in counted.itertuples()] == counted.segment.tolist()
    assert {rfm.segment_of(r, f) for r, f in rfm.CELLS} == set(rfm.SEGMENTS)
    each = rfm.customers(online_retail, EVERYTHING).groupby(["segment", "type8"]).size()
    assert each.to_dict() == counted.groupby(["segment", "type8"]).customers.sum().to_dict()


@pytest.mark.parametrize("count", [2, 5, 6, 11, 23])
def test_scores_of_money_are_those_of_its_ranks(workspace_of: WorkspaceOf, count: int) -> None:
    # below 0, around 0, many alike, and as far apart as money gets
    some = [-1_000_000, -1.5, -1, -0.25, 0, 0.25, 0.99, 1, 1, 1, 3.99, 4, 4, 4.01, 8, 8.5, 9, 16]
    values = [*some, 16, 16, 250, 250.01, 90_000_000_000][-count:]
    rows = [(f"c{n:02}", "2024-01-01", f"o{n}", 1.0) for n in range(count)]
    rows += [(f"c{n:02}", "2024-01-02", f"r{n}", value - 1) for n, value in enumerate(values)]
    found = rfm.customers(workspace_of(sales=lines(rows)), EVERYTHING)
    worse = found.monetary.rank(method="min").astype(int) - 1
    assert found.monetary.tolist() == pytest.approx(values)
    assert found.m.tolist() == (1 + 5 * worse // (count - 1)).clip(upper=5).tolist()


def test_list_pages_through_a_choice_in_the_order_of_money(online_retail: Workspace) -> None:
    table = rfm.customers(online_retail, EVERYTHING)
    wanted = table[table.segment.isin(["at_risk", "cant_lose"])].sort_values(
        ["monetary", "customer_id"], ascending=[False, True]
    )
    page = rfm.listing(online_retail, EVERYTHING, rfm.SLIPPING, skip=10, rows=20)
    assert page.customer_id.tolist() == wanted.customer_id.tolist()[10:30]
    assert page.m.tolist() == wanted.m.tolist()[10:30]
    counted = rfm.cells(online_retail, EVERYTHING)
    customers, money = rfm.chosen(counted, rfm.SLIPPING)
    assert customers == len(wanted)
    assert money == pytest.approx(wanted.monetary.sum())
    assert rfm.chosen(counted, scores=[(5, 5)])[0] == ((table.r == 5) & (table.f == 5)).sum()


def test_tier_in_the_list_is_that_of_the_pyramid(online_retail: Workspace) -> None:
    tiers = pyramid.customers(online_retail, EVERYTHING).set_index("customer_id").tier
    page = rfm.listing(online_retail, EVERYTHING, ["loyal"], rows=1000)
    assert page.tier.tolist() == tiers[page.customer_id].tolist()


def test_families_hold_every_segment_once() -> None:
    assert sorted(sum(rfm.FAMILIES.values(), ())) == sorted(rfm.SEGMENTS)


def test_figures_of_the_uk_gift_shop(online_retail: Workspace) -> None:
    without_returns = rfm.customers(online_retail, Scope(returns="exclude"))
    assert len(without_returns) == 4338
    assert without_returns.monetary.sum() == pytest.approx(8_911_407.904)
    said = rfm.headline(rfm.cells(online_retail, EVERYTHING))
    assert round(said.best_share, 2) == 0.14
    assert round(said.best_money_share, 2) == 0.50
    assert (said.slipping, round(said.slipping_money)) == (409, 602_265)


def test_frequency_scores_equal_those_of_the_r_package(workspace_of: WorkspaceOf) -> None:
    orders = pd.read_csv(shared("rfm_r_orders.csv"))
    orders.columns = ["customer_id", "ordered_on", "amount"]
    orders["order_id"] = range(len(orders))
    text = orders.to_csv(index=False)
    scope = Scope(as_of=date(2006, 12, 31))
    each_row_an_order = rfm.customers(workspace_of(sales=text), scope)
    assert each_row_an_order.f.value_counts().sort_index().tolist() == [268, 187, 176, 244, 120]
    assert (len(each_row_an_order), each_row_an_order.monetary.sum()) == (995, 464_158)
    a_day_an_order = rfm.customers(
        workspace_of(sales=orders.drop(columns="order_id").to_csv(index=False)), scope
    )
    assert a_day_an_order.f.value_counts().sort_index().tolist() == [269, 187, 178, 241, 120]


def test_pandas_finds_the_same_scores_and_types(online_retail: Workspace) -> None:
    for as_of in (None, date(2011, 6, 30), date(2011, 1, 15)):
        table = rfm.customers(online_retail, Scope(as_of=as_of))
        for name, score in (("recency_days", "r"), ("frequency", "f"), ("monetary", "m")):
            values = -table[name] if score == "r" else table[name].round(4)
            worse = values.rank(method="min").astype(int) - 1
            oracle = (1 + 5 * worse // (len(table) - 1)).clip(upper=5)
            assert table[score].tolist() == oracle.tolist()
        high = (
            table.recency_days < table.recency_days.mean(),
            table.frequency > table.frequency.mean(),
            table.monetary > table.monetary.mean(),
        )
        kinds = {(1, 1): "value", (1, 0): "develop", (0, 1): "keep", (0, 0): "win_back"}
        oracle_types = [
            ("important_" if m else "general_") + kinds[int(r), int(f)]
            for r, f, m in zip(*high, strict=True)
        ]
        assert table.type8.tolist() == oracle_types


def test_totals_made_by_the_load_are_those_of_the_orders(
    online_retail: Workspace, firm: Workspace
) -> None:
    for ws in (online_retail, firm):
        facts = ws.facts
        whole = Scope(as_of=facts.last_line_on)
        added = replace(whole, start=facts.first_line_on)
        assert "scoped_orders as" not in engine.text(ws, "rfm_customers", whole)
        assert "scoped_orders as" in engine.text(ws, "rfm_customers", added)
        pd.testing.assert_frame_equal(rfm.customers(ws, whole), rfm.customers(ws, added))
        for by in ("revenue", "margin")[: 1 + facts.has_cost]:
            both = (pyramid.customers(ws, scope, by=by) for scope in (whole, added))
            pd.testing.assert_frame_equal(*both)


SALES = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"),
        st.dates(date(2024, 1, 1), date(2024, 3, 31)).map(str),
        st.integers(1, 30).map(str),
        st.sampled_from([-20.0, -0.1, 0.0, 0.1, 0.2, 0.3, 5.0, 20.0, 1000.0]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=8, deadline=None)
@given(rows=SALES, shuffled=st.randoms(use_true_random=False))
def test_laws(workspace_of: WorkspaceOf, rows: list, shuffled: object) -> None:
    scope = Scope(as_of=date(2024, 2, 29))
    table = rfm.customers(workspace_of(sales=lines(rows)), scope)
    mixed = list(rows)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    later = [("z", "2024-03-01", "x", 1_000_000.0)]
    other = workspace_of(sales=lines(mixed + later))
    pd.testing.assert_frame_equal(table, rfm.customers(other, scope))
    assert table.customer_id.is_unique
    assert set(table.segment) <= set(rfm.SEGMENTS)
    assert set(table.type8) <= set(rfm.TYPES)
    for name, score in (("recency_days", "r"), ("frequency", "f"), ("monetary", "m")):
        assert (table.groupby(name)[score].nunique() == 1).all()
        assert table[score].between(1, 5).all()
    counted = rfm.cells(other, scope)
    for add_up in (rfm.by_segment, rfm.by_family, rfm.by_type, rfm.by_score):
        added = add_up(counted)
        assert added.customers.sum() == len(table)
        assert math.isclose(added.monetary.sum(), table.monetary.sum(), abs_tol=1e-6)
