"""What to offer next, on customers countable by eye, against numpy, and on the firm's past."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import WorkspaceOf
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, neighbours, next_products
from analytics.rules import Rule

DAY = date(2024, 9, 30)  # a quarter of the history before the last line


def bought(*groups: tuple[str, int, str, str]) -> str:
    """(products, customers, name, date): so many customers who bought these on a day."""
    rows = [
        f"{name}{number:02},{day},{name}{number}{day},{letter},1,{5 + (name == 'x')}"
        for letters, many, name, day in groups
        for number in range(many)
        for letter in letters
    ]
    return "\n".join(["customer_id,ordered_on,order_id,product,quantity,amount", *rows])


EARLY, LATE = "2023-12-31", "2024-12-30"
GROUPS = (
    ("AB", 40, "g", EARLY), ("CD", 60, "h", EARLY), ("A", 40, "x", EARLY), ("B", 36, "x", LATE),
    ("C", 1, "y", EARLY), ("rare", 1, "y", EARLY),
)  # fmt: skip


@pytest.fixture(scope="module")
def groups(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=bought(*GROUPS))


def test_each_customer_is_offered_what_those_alike_bought(groups: Workspace) -> None:
    found = next_products.customers(groups, Scope(), rows=500).set_index("customer_id")
    assert set(found.offer[[f"x{n}" for n in range(36, 40)]]) == {"B"}
    assert found.loc["x38", "because"] == "A"
    assert found.loc["y00", ["offer", "because"]].tolist() == ["D", "C"]
    plain = next_products.customers(groups, Scope(), "most", 500).set_index("customer_id")
    assert plain.loc["y00", "offer"] == "A"  # 80 bought it
    assert plain.because.isna().all()
    assert found.revenue.is_monotonic_decreasing


def test_nothing_is_offered_that_the_customer_has(groups: Workspace) -> None:
    had: dict[str, set[str]] = {}
    for letters, many, name, _day in GROUPS:
        for number in range(many):
            had.setdefault(f"{name}{number:02}", set()).update(letters)
    for by in ("alike", "most"):
        found = next_products.customers(groups, Scope(), by, 500)
        assert set(found.customer_id) == set(had)
        assert not [who for who, offer in found[["customer_id", "offer"]].to_numpy()
                    if offer in had[who]]  # fmt: skip


def test_how_often_it_came_true_is_counted_on_days_held_back(groups: Workspace) -> None:
    found = next_products.backtest(groups, Scope()).set_index("offered")
    assert set(found.day) == {DAY}
    assert found.customers.tolist() == [36, 36, 36]  # who bought something new
    assert found.hits.tolist() == [36, 36, 36]
    assert found.plain_hits.tolist() == [0, 36, 36]  # C and D before B
    assert found.better.tolist() == [True, False, False]
    assert (found.gain[1], found.gain_low[1] > 0.8) == (1, True)
    assert next_products.rule(found.reset_index()) == "most"  # five products decide


def test_nothing_later_than_the_day_is_learned_from(groups: Workspace) -> None:
    """As of the day held back nobody of x has B, and the test has no days left."""
    early = Scope(as_of=DAY)
    model = next_products.learned(groups, early)
    assert dict(zip(model.items, model.buyers, strict=True)) == {"A": 80, "B": 40, "C": 61, "D": 60}
    assert next_products.backtest(groups, early).empty


def test_customers_for_a_product_are_those_most_like_its_buyers(groups: Workspace) -> None:
    found = next_products.likely(groups, Scope(), "B")
    assert found.customer_id.tolist() == ["x36", "x37", "x38", "x39"]
    assert found[["because", "alike_products"]].iloc[0].tolist() == ["A", 1]
    assert next_products.likely(groups, Scope(), "nothing").empty
    assert next_products.offered(groups, Scope()) == ["A", "B", "C", "D"]


def test_segments_are_offered_what_comes_first_for_most(groups: Workspace) -> None:
    found = next_products.segments(groups, Scope())
    assert found.customers.sum() == 141
    assert (found.first_for <= found.customers).all()
    assert found.customers.is_monotonic_decreasing
    assert set(found["product"]) <= set("ABCD")


def test_a_list_can_be_made_of_either(groups: Workspace) -> None:
    for rule in (
        Rule.of(next_products.customers, "offers", by="alike", rows=3),
        Rule.of(next_products.likely, "for B", product="B", rows=3),
    ):
        again = Rule.from_text(rule.text()).ask(groups, Scope())
        assert len(again) == 3
        assert again.customer_id.is_unique


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=8, deadline=None)
def test_alike_is_the_cosine_and_names_are_by_their_sum(seed: int) -> None:
    rng = np.random.default_rng(seed)
    held = rng.random((60, 8)) < rng.uniform(0.3, 0.8, 8)
    who, item = np.nonzero(held)
    rows = pd.DataFrame({"customer_key": who, "product": [chr(65 + i) for i in item]})
    model = neighbours.learned(rows)
    kept = [chr(65 + i) for i in range(8) if held[:, i].sum() >= neighbours.LEAST]
    order = sorted(kept, key=lambda name: (-held[:, ord(name) - 65].sum(), name))
    assert model.items.tolist() == order
    matrix = held[:, [ord(name) - 65 for name in order]].astype(float)
    cosine = matrix.T @ matrix / np.sqrt(np.outer(matrix.sum(0), matrix.sum(0)))
    np.fill_diagonal(cosine, 0)
    assert model.alike.toarray() == pytest.approx(cosine, rel=1e-6)
    customers, mine = model.held(rows)
    scores = np.where(matrix > 0, -np.inf, matrix @ cosine)[customers]
    named = model.first(mine, "alike", 3)
    for row, best in zip(scores, named, strict=True):
        possible = best[best >= 0]
        assert row[possible] == pytest.approx(np.sort(row)[::-1][: len(possible)], abs=1e-3)
        assert len(possible) == min(3, np.isfinite(row).sum())


def test_of_the_gift_shop_customers_alike_foretell_more_than_what_most_buy(
    online_retail: Workspace,
) -> None:
    found = next_products.backtest(online_retail, Scope()).set_index("offered")
    assert found.better.all()
    assert found.share[5] == pytest.approx(0.344, abs=0.01)
    assert found.plain_share[5] == pytest.approx(0.215, abs=0.01)


def test_of_the_sample_firm_the_plain_rule_is_as_good(firm: Workspace) -> None:
    found = next_products.backtest(firm, Scope())
    assert not found.better.any()
    assert next_products.rule(found) == "most"


def test_without_enough_buyers_nothing_is_offered(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=bought(("AB", 3, "g", EARLY)))
    assert next_products.offered(ws, Scope()) == []
    for found in (
        next_products.backtest(ws, Scope()), next_products.customers(ws, Scope()),
        next_products.segments(ws, Scope()), next_products.likely(ws, Scope(), "A"),
    ):  # fmt: skip
        assert found.empty
