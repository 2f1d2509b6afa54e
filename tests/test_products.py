"""What is bought together, counted by eye, against pandas, scipy and mlxtend, and on chance."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from conftest import WorkspaceOf, shared
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, fisher_exact, hypergeom

from analytics import Scope, Workspace, products, rates

TEN = ["AB", "AB", "ABC", "AC", "BC", "A", "B", "CD", "ABD", "D"]
# mlxtend's rules on Online Retail: sum, and sum × (place by the two names modulo 97)
MLXTEND = {
    "support": (419.81743634009496, 20123.142965041),
    "confidence": (28987.560781841916, 1391270.4199015307),
    "lift": (2170418.9327570926, 104114605.43273963),
    "leverage": (266.5165651475676, 12774.439399128996),
}


def sold(baskets: list[str]) -> str:
    """Lines of orders, a letter a product, each order of a customer of its own."""
    rows = [
        f"c{number},2024-03-01,o{number},{letter},{letter.lower()},1,5"
        for number, basket in enumerate(baskets)
        for letter in basket
    ]
    head = "customer_id,ordered_on,order_id,product,category,quantity,amount"
    return "\n".join([head, *rows])


@pytest.fixture(scope="module")
def ten(workspace_of: WorkspaceOf) -> Workspace:
    """Ten orders; besides goods taken back, a line nobody bought and one without a product."""
    more = (
        "c0,2024-03-02,r0,D,d,-1,-5", "c8,2024-03-01,o8,C,c,-1,-5", ",2024-03-01,x,A,a,1,5",
        "c0,2024-03-01,o0,A,a,2,9", "c9,2024-03-01,o9,,,1,5",
    )  # fmt: skip
    return workspace_of(sales="\n".join([sold(TEN), *more]))


def row(frame: pd.DataFrame, product: str, other: str) -> pd.Series:
    return frame[(frame["product"] == product) & (frame["other"] == other)].iloc[0]


def test_ten_orders_by_hand(ten: Workspace) -> None:
    found = products.together(ten, Scope(), minimum=1)
    assert (found.orders, found.items, found.tested, found.large) == (10, 4, 6, None)
    pair = row(found.pairs, "A", "B")
    assert pair[["together", "product_orders", "other_orders"]].tolist() == [4, 6, 6]
    wanted = [0.4, 4 / 6, 4 / 6, 10 / 9, 0.04, 0.4]
    measures = ["support", "confidence", "confidence_back", "lift", "leverage", "extra_orders"]
    assert pair[measures].tolist() == pytest.approx(wanted)
    assert pair.chance == pytest.approx(0.5476, abs=5e-5)
    assert not pair.clear  # a lift above 1 that is no evidence
    assert len(found.pairs) == 6  # every two met at least once


def test_a_pair_is_named_after_the_rarer_and_the_one_with_most_extra_orders_is_first(
    ten: Workspace,
) -> None:
    found = products.pairs(ten, Scope(), minimum=1)
    assert (found.product_orders <= found.other_orders).all()
    assert found.extra_orders.is_monotonic_decreasing
    assert found.iloc[0][["product", "other"]].tolist() == ["A", "B"]


def test_categories_are_paired_in_the_same_way(ten: Workspace) -> None:
    of_products = products.pairs(ten, Scope(), minimum=1)
    of_categories = products.pairs(ten, Scope(), "category", 1)
    assert of_categories["product"].str.upper().tolist() == of_products["product"].tolist()
    assert of_categories.support.tolist() == of_products.support.tolist()
    assert products.named(ten, Scope()) == ("product", "category")


def test_what_too_few_orders_hold_is_not_paired_nor_tested(ten: Workspace) -> None:
    found = products.together(ten, Scope(), minimum=4)
    assert found.items == 3  # D is in three orders
    assert found.pairs[["product", "other", "together"]].to_numpy().tolist() == [["A", "B", 4]]
    assert found.orders == 10
    nothing = products.together(ten, Scope(), minimum=5)
    assert (nothing.orders, nothing.tested, len(nothing.pairs)) == (10, 1, 0)


def test_nothing_after_the_day_and_nothing_outside_the_filters_counts(ten: Workspace) -> None:
    before = products.together(ten, Scope(as_of=date(2024, 2, 28)), minimum=1)
    assert (before.orders, before.tested, len(before.pairs)) == (0, 0, 0)
    only = products.together(ten, Scope(where={"category": ("a", "b")}), minimum=1)
    assert only.orders == 8
    assert only.pairs.together.tolist() == [4]


def test_the_largest_orders_are_left_out_where_all_would_make_too_many_pairs(
    ten: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products, "MOST_PAIRS", 10)
    found = products.together(ten, Scope(), minimum=1)
    assert (found.large, found.orders, found.large_orders) == (2, 8, 2)  # ABC and ABD
    assert row(found.pairs, "A", "B").together == 2  # of o0 and o1


def test_who_bought_one_and_never_the_other(ten: Workspace) -> None:
    found = products.without(ten, Scope(), "A", "B")
    assert found.customer_id.tolist() == ["c3", "c5"]
    assert found.item_orders.tolist() == [1, 1]
    assert found.revenue.tolist() == [10, 5]
    categories = products.without(ten, Scope(), "a", "b", "category")
    assert categories.equals(found)
    early = Scope(start=date(2024, 3, 2))
    assert products.without(ten, early, "A", "B").equals(found)  # of all history


@pytest.mark.parametrize("made", [0, 10])
def test_rates_are_those_of_benjamini_and_hochberg(made: int) -> None:
    """Chances of 1 fill up to as many comparisons as were made."""
    chances = pd.Series([0.5, 0.001, 0.03, 0.02, 0.9])
    wanted = false_discovery_control([*chances, *[1.0] * max(made - 5, 0)])[:5]
    assert rates.adjusted(chances, made).tolist() == pytest.approx(wanted)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5, deadline=None)
def test_the_chance_is_fishers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    of = rng.integers(2, 2000, 150)
    one, other = (rng.integers(1, of + 1) for _ in "ab")
    low, high = np.maximum(0, one + other - of), np.minimum(one, other)
    both = rng.integers(low, high + 1)
    found = rates.together(*(pd.Series(part) for part in (both, one, other, of)))
    assert found.tolist() == pytest.approx(hypergeom.sf(both - 1, of, one, other), rel=1e-8)
    a, b, c, d = both[0], one[0] - both[0], other[0] - both[0], (of - one - other + both)[0]
    assert found[0] == pytest.approx(fisher_exact([[a, b], [c, d]], "greater").pvalue, rel=1e-8)


def test_the_chance_holds_for_millions_of_orders() -> None:
    both, of = pd.Series([30_500, 300_000]), pd.Series([3_300_000] * 2)
    one, other = pd.Series([330_000, 1_000_000]), pd.Series([300_000, 1_000_000])
    wanted = hypergeom.sf(both - 1, of, one, other)
    assert rates.together(both, one, other, of).tolist() == pytest.approx(wanted, rel=1e-6)


def test_orders_drawn_at_random_show_no_pair(workspace_of: WorkspaceOf) -> None:
    """Of 4,950 pairs some meet twice as often as they should; tested alone all would look sure."""
    rng = np.random.default_rng(7)
    letters = [chr(0x4E00 + place) for place in range(100)]
    baskets = ["".join(np.array(letters)[rng.random(100) < 0.045]) for _ in range(2000)]
    found = products.together(workspace_of(sales=sold(baskets)), Scope())
    assert found.tested == 4950
    assert (rates.adjusted(found.pairs.chance) < products.CLEAR).sum() > 5
    assert found.clear == 0


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=3, deadline=None)
def test_pairs_are_those_of_pandas_in_any_order_of_rows(
    workspace_of: WorkspaceOf, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    lines = pd.DataFrame(
        {
            "customer_id": rng.choice(["a", "b", ""], 300, p=[0.5, 0.4, 0.1]),
            "ordered_on": rng.choice(["2024-01-01", "2024-01-02"], 300),
            "order_id": rng.choice(["", *map(str, range(60))], 300),
            "product": rng.choice([*"PQRST", ""], 300),
            "quantity": rng.choice([1, 3, -1], 300, p=[0.6, 0.3, 0.1]),
        }
    )
    lines["amount"] = lines["quantity"] * 2
    found = products.pairs(workspace_of(sales=lines.to_csv(index=False)), Scope(), minimum=2)
    kept = lines[(lines.customer_id != "") & (lines["product"] != "") & (lines.quantity > 0)]
    kept = kept.assign(key=kept.order_id.where(kept.order_id != "", kept.ordered_on))
    baskets = kept.groupby(["customer_id", "key"])["product"].agg(set)
    counts = {
        pair: int(baskets.map(lambda held, pair=pair: set(pair) <= held).sum())
        for pair in combinations("PQRST", 2)
    }
    got = {
        tuple(sorted((r["product"], r.other))): (r.together, r.support) for _, r in found.iterrows()
    }
    assert got == {pair: (n, n / len(baskets)) for pair, n in counts.items() if n >= 2}


def test_all_pairs_of_the_gift_shop_are_those_of_mlxtend(online_retail: Workspace) -> None:
    """oracle_mlxtend.py printed them: 401,362 rules, one for each way round."""
    found = products.together(online_retail, Scope())
    names = sorted({*found.pairs["product"], *found.pairs.other})
    first, second = (pd.Index(names).get_indexer(found.pairs[c]) for c in ("product", "other"))
    both = found.pairs[["support", "confidence", "lift", "leverage"]]
    rules = pd.concat([both, both.assign(confidence=found.pairs.confidence_back)])
    by_names = np.concatenate([first * len(names) + second, second * len(names) + first])
    rules = rules.iloc[np.argsort(by_names)]
    place = np.arange(1, len(rules) + 1) % 97
    for name, (whole, weighted) in MLXTEND.items():
        values = rules[name].to_numpy()
        assert values.sum() == pytest.approx(whole, rel=1e-9)
        assert values @ place == pytest.approx(weighted, rel=1e-9)
    sample = found.pairs.iloc[:: len(found.pairs) // 60]
    margins = sample[["together", "product_orders", "other_orders"]].to_numpy().T
    wanted = hypergeom.sf(margins[0] - 1, found.orders, margins[1], margins[2])
    assert sample.chance.tolist() == pytest.approx(wanted, rel=1e-7, abs=1e-300)


def test_what_the_sample_firm_was_made_to_sell_together_is_found(firm: Workspace) -> None:
    """sample_data/trade.py, AFFINITIES: who buys the first takes the second as well."""
    found = products.pairs(firm, Scope())
    clear = {frozenset((r["product"], r.other)) for _, r in found[found.clear].iterrows()}
    planted = [
        ("Burr grinder", "House blend 1 kg"), ("Hand grinder", "Ethiopia 250 g"),
        ("Espresso machine", "Descaler 1 l"), ("Espresso machine", "Milk jug"),
        ("Bean-to-cup machine", "Water filter"), ("Two-group machine", "Café grinder"),
        ("Two-group machine", "Cleaning tablets 100"), ("Pod machine", "Pods box of 100"),
        ("Pour-over set", "Filter papers 100"), ("Pour-over set", "Gooseneck kettle"),
    ]  # fmt: skip
    assert {frozenset(pair) for pair in planted} <= clear


STEPS = """
customer_id,ordered_on,order_id,product,category,quantity,amount
a,2024-01-01,1,small,tea,1,5
a,2024-01-11,2,large,tea,1,20
a,2024-02-11,3,middle,tea,1,10
b,2024-01-01,4,small,tea,2,10
b,2024-01-01,4,large,tea,1,20
b,2024-01-31,5,middle,tea,2,20
c,2024-03-01,6,middle,tea,1,10
c,2024-03-05,7,small,tea,1,5
c,2024-03-09,8,dear,cups,1,90
d,2024-01-01,9,small,tea,1,5
d,2024-01-05,10,large,tea,-1,-20
d,2024-01-21,11,middle,tea,1,10
"""


def test_the_next_dearer_product_of_the_category_by_hand(workspace_of: WorkspaceOf) -> None:
    """a takes the large one first; b had it that day already; c comes from above; d took none."""
    found = products.ladder(workspace_of(sales=STEPS), Scope(), least=1)
    rows = found.sort_values(["product", "next_product"])
    steps = rows[["product", "next_product", "buyers", "moved", "median_days"]]
    assert steps.to_numpy().tolist() == [
        ["small", "large", 4, 1, 10],
        ["small", "middle", 4, 2, 25],
    ]
    assert rows.price_ratio.tolist() == [4, 2]
    assert rows.share.tolist() == [0.25, 0.5]
    assert ((rows.low < rows.share) & (rows.share < rows.high)).all()
    assert products.ladder(workspace_of(sales=STEPS), Scope(), least=5).empty


def test_nobody_moves_up_before_the_day(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=STEPS)
    assert products.ladder(ws, Scope(as_of=date(2024, 1, 10)), least=1).empty
    until = products.ladder(ws, Scope(as_of=date(2024, 1, 20)), least=1)
    assert until.moved.tolist() == [1]


def course(counts: dict[str, tuple[int, int]]) -> str:
    """Orders of each product in 2023's last quarter and in 2024's, besides as many of tea."""
    rows = ["customer_id,ordered_on,order_id,product,amount", "z,2023-01-01,first,tea,1"]
    for year, place in ((2023, 0), (2024, 1)):
        for number in range(200):
            held = ["tea", *(name for name, many in counts.items() if number < many[place])]
            rows += [f"c{number % 9},{year}-11-20,{year}{number},{name},2" for name in held]
    return "\n".join([*rows, "z,2024-12-31,last,tea,1"])


def test_what_is_fading_rising_and_new(workspace_of: WorkspaceOf) -> None:
    counts = {"down": (80, 20), "up": (20, 80), "level": (50, 52), "fresh": (0, 30)}
    found = products.ranking(workspace_of(sales=course(counts)), Scope()).set_index("product")
    assert found.course.to_dict() == {
        "tea": "steady", "down": "fading", "up": "rising", "level": "steady", "fresh": "new",
    }  # fmt: skip
    assert found.loc["down", ["orders_now", "orders_before"]].tolist() == [20, 80]
    assert found.loc["down", "share_now"] == 20 / 201
    assert found.loc["down", "share_before"] == 80 / 200
    now, before = products.windows(workspace_of(sales=course(counts)), Scope())
    assert [now[0] - before[0], now[1] - before[1]] == [pd.Timedelta(days=364)] * 2


def test_products_are_scored_as_customers_are(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,order_id,product,amount
        a,2024-01-01,1,p,5
        a,2024-01-03,2,q,7
        b,2024-01-03,3,q,1
        b,2024-01-05,3,q,-3
        a,2024-01-05,4,r,90
        ,2024-01-06,5,r,1
        a,2024-01-07,6,r,4
        """
    )
    found = products.ranking(ws, Scope(start=date(2024, 1, 1))).set_index("product")
    assert found.monetary.to_dict() == {"r": 95, "q": 5, "p": 5}
    assert found.frequency.to_dict() == {"r": 3, "q": 2, "p": 1}
    assert found.recency_days.to_dict() == {"r": 0, "q": 4, "p": 6}
    assert found[["r", "f", "m"]].to_numpy().tolist() == [[5, 5, 5], [1, 1, 1], [3, 3, 1]]
    assert found.course.isna().all()  # six days are too few to compare


def test_of_the_gift_shop_products_are_counted_as_pandas_does(online_retail: Workspace) -> None:
    found = products.ranking(online_retail, Scope(returns="exclude")).set_index("product")
    lines = pd.read_parquet(shared("online_retail.parquet"))
    lines = lines[(lines.Quantity > 0) & (lines.UnitPrice > 0) & lines.Description.notna()]
    lines["product"] = lines.Description.str.strip()
    lines["money"] = lines.Quantity * lines.UnitPrice
    wanted = lines.groupby("product").agg(last=("InvoiceDate", "max"), money=("money", "sum"))
    orders = lines.drop_duplicates(["product", "CustomerID", "InvoiceNo"])
    orders = orders.groupby("product").size()
    assert set(found.index) == set(wanted.index)
    assert found.frequency.to_dict() == orders.to_dict()
    days = (pd.Timestamp(2011, 12, 9) - wanted["last"].dt.normalize()).dt.days
    assert found.recency_days.to_dict() == days.to_dict()
    assert found.monetary.reindex(wanted.index).tolist() == pytest.approx(wanted.money.tolist())
