"""The pyramid: tiers by rank, what they bring, and how unevenly value is spread."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pandas as pd
import pytest
from conftest import WorkspaceOf, shared
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError, Scope, Workspace, pyramid, value

EVERYTHING = Scope()


def shop(workspace_of: WorkspaceOf, *amounts: float) -> Workspace:
    """One customer an amount, c00, c01, ..., each with one order on the same day."""
    rows = [f"c{place:02d},2024-01-01,o{place},{x}" for place, x in enumerate(amounts)]
    return workspace_of(sales="\n".join(["customer_id,ordered_on,order_id,amount", *rows]))


def with_margins(workspace_of: WorkspaceOf, *margins: float) -> Workspace:
    """One customer a margin, each with an order of 100."""
    rows = [f"c{place},2024-01-01,o{place},100,{100 - x}" for place, x in enumerate(margins)]
    return workspace_of(sales="\n".join(["customer_id,ordered_on,order_id,amount,cost", *rows]))


def test_ten_customers_are_one_two_and_the_rest(workspace_of: WorkspaceOf) -> None:
    ws = shop(workspace_of, *range(10, 110, 10))
    table = pyramid.customers(ws, EVERYTHING)
    assert list(table)[:4] == ["customer_id", "value", "tier", "rank"]
    assert table["rank"].tolist() == list(range(1, 11))
    assert table.value.tolist() == [100, 90, 80, 70, 60, 50, 40, 30, 20, 10]
    assert table.tier.tolist() == ["key", "secondary", *["ordinary"] * 3, *["small"] * 5]


def test_a_cut_falls_exactly_on_a_whole_customer(workspace_of: WorkspaceOf) -> None:
    """0.07 × 100 is 7.000000000000001 as a double; the eighth customer stays below the cut."""
    ws = shop(workspace_of, *range(1, 101))
    tiers = pyramid.tiers(ws, EVERYTHING, cuts=(0.07, 0.29, 0.57))
    assert tiers.customers.tolist() == [7, 22, 28, 43]
    assert pyramid.tiers(ws, EVERYTHING).customers.tolist() == [1, 19, 30, 50]


def test_ties_go_by_customer_id_as_text(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="customer_id,ordered_on,order_id,amount\n"
        + "\n".join(f"{name},2024-01-01,{name},5" for name in ("9", "10", "b", "B", "é"))
    )
    assert pyramid.customers(ws, EVERYTHING).customer_id.tolist() == ["10", "9", "B", "b", "é"]


def test_tier_rows_say_people_money_and_habits(workspace_of: WorkspaceOf) -> None:
    ws = shop(workspace_of, 70, 20, 10, 0)
    rows = pyramid.tiers(ws, EVERYTHING).set_index("tier")
    assert list(rows.index) == list(pyramid.TIERS)
    assert rows.customers.tolist() == [1, 0, 1, 2]
    assert rows.customer_share.tolist()[0] == 0.25
    assert rows.value.tolist() == [70, 0, 20, 10]
    assert rows.value_share["key"] == 0.7
    assert rows.threshold["small"] == 0
    assert rows.average["small"] == 5
    assert math.isnan(rows.average["secondary"])
    assert rows.median_orders["key"] == 1
    assert rows.median_recency_days["key"] == 0


def test_gini_of_the_toy(workspace_of: WorkspaceOf) -> None:
    found = pyramid.concentration(shop(workspace_of, 0, 0, 10, 20, 70), EVERYTHING)
    assert found
    assert found.gini == pytest.approx(0.64)
    assert found.points.value_share.tolist() == pytest.approx([0.7, 0.9, 1, 1, 1])
    assert (found.makes_80, found.makes_80_share) == (2, 0.4)
    assert found.top[0.2] == pytest.approx(0.7)


def test_whale_curve_of_the_toy(workspace_of: WorkspaceOf) -> None:
    ws = with_margins(workspace_of, 80, 30, 10, -20)
    found = pyramid.concentration(ws, EVERYTHING, by="margin")
    assert found
    assert found.points.value_share.tolist() == pytest.approx([0.8, 1.1, 1.2, 1.0])
    assert (found.peak_share, found.peak_customers) == (pytest.approx(1.2), 3)
    assert (found.negative_customers, found.makes_80) == (1, 1)


def test_margin_needs_a_cost(workspace_of: WorkspaceOf) -> None:
    with pytest.raises(DataError, match="cost or a profit"):
        pyramid.tiers(shop(workspace_of, 1, 2), EVERYTHING, by="margin")


@pytest.mark.parametrize("cuts", [(0.2, 0.1, 0.5), (0, 0.2, 0.5), (0.1, 0.2, 1)])
def test_cuts_must_rise(workspace_of: WorkspaceOf, cuts: tuple[float, float, float]) -> None:
    with pytest.raises(DataError, match="four tiers"):
        pyramid.customers(shop(workspace_of, 1), EVERYTHING, cuts=cuts)


@pytest.mark.parametrize(
    ("amounts", "customers"),
    [((), 0), ((5,), 1), ((5, 5, 5), 3), ((0, 0), 2), ((-5, -1), 0)],
    ids=["nobody", "one", "equals", "free orders", "all returns"],
)
def test_small_firms_have_a_pyramid_too(
    workspace_of: WorkspaceOf, amounts: tuple[float, ...], customers: int
) -> None:
    ws = shop(workspace_of, *amounts) if amounts else shop(workspace_of, 1)
    scope = EVERYTHING if amounts else Scope(as_of=date(2020, 1, 1))
    rows = pyramid.tiers(ws, scope)
    assert rows.customers.sum() == customers
    assert len(rows) == 4
    assert rows.quiet[0] == 0
    found = pyramid.concentration(ws, scope)
    assert (found is None) == (customers == 0)
    if found and found.value:
        assert found.gini == 0
    elif found:
        assert math.isnan(found.gini)
        assert found.makes_80 is None


@pytest.mark.parametrize(
    ("days", "as_of", "quiet"),
    [
        ((0, 10, 40), 69, 0),  # pauses of 10 and 30 days, now silent for 29
        ((0, 10, 40), 70, 0),
        ((0, 10, 40), 71, 1),
        ((0, 1, 2), 16, 0),  # two weeks are never long
        ((0, 1, 2), 17, 1),
        ((0,), 91, 0),
        ((0,), 92, 1),
    ],
)
def test_quiet_is_silent_for_longer_than_ever(
    workspace_of: WorkspaceOf, days: tuple[int, ...], as_of: int, quiet: int
) -> None:
    first = date(2024, 1, 1)
    rows = [f"a,{first + timedelta(day)},{day},50" for day in days]
    ws = workspace_of(sales="\n".join(["customer_id,ordered_on,order_id,amount", *rows]))
    key = pyramid.tiers(ws, Scope(as_of=first + timedelta(as_of))).iloc[0]
    assert (key.quiet, key.quiet_value) == (quiet, quiet * 50 * len(days))


def test_who_has_gone_quiet_is_named_as_counted(online_retail: Workspace) -> None:
    quiet = pyramid.quiet(online_retail, EVERYTHING)
    assert quiet.customer_id.tolist() == ["16029", "15749"]
    assert quiet.recency_days.tolist() == [38, 235]
    assert quiet.longest_days.tolist() == [23, 97]
    key = pyramid.tiers(online_retail, EVERYTHING).iloc[0]
    assert (key.quiet, key.quiet_value) == (2, pytest.approx(quiet.value.sum()))


def test_list_pages_through_tiers_by_rank(online_retail: Workspace) -> None:
    everyone = pyramid.customers(online_retail, EVERYTHING)
    wanted = everyone[everyone.tier.isin(["secondary", "small"])].customer_id.tolist()
    page = pyramid.listing(online_retail, EVERYTHING, ["secondary", "small"], skip=800, rows=50)
    assert page.customer_id.tolist() == wanted[800:850]
    assert page["rank"].tolist() == [*range(845, 869), *range(2171, 2197)]


def test_top_shares_of_the_uk_gift_shop(online_retail: Workspace) -> None:
    expected = {"exclude": (0.3200, 0.5038, 0.7462), "net": (0.2989, 0.4839, 0.7359)}
    for returns, shares in expected.items():
        found = pyramid.concentration(online_retail, Scope(returns=returns))
        assert found
        top = (found.top[0.01], found.top[0.05], found.top[0.20])
        assert tuple(round(share, 4) for share in top) == shares
        assert len(found.points) <= 200
    best = pyramid.customers(online_retail, Scope(returns="exclude")).iloc[0]
    assert (best.customer_id, round(best.value, 2)) == ("14646", 280_206.02)
    assert best.orders == 73


def test_superstore_is_a_flat_pyramid(workspace_of: WorkspaceOf) -> None:
    orders = pd.read_excel(shared("superstore_zh.xls"), engine="calamine", sheet_name="订单")
    text = orders[["客户 ID", "订单日期", "订单 ID", "销售额"]].copy()
    text.columns = ["customer_id", "ordered_on", "order_id", "amount"]
    found = pyramid.concentration(workspace_of(sales=text.to_csv(index=False)), EVERYTHING)
    assert found
    assert round(found.top[0.20], 3) == 0.413
    assert round(found.value, 3) == 16_117_548.237


def test_pandas_finds_the_same_curve(online_retail: Workspace) -> None:
    found = pyramid.concentration(online_retail, EVERYTHING)
    values = pyramid.customers(online_retail, EVERYTHING).value
    assert found
    assert values.is_monotonic_decreasing
    shares = values.cumsum() / values.sum()
    assert found.points.value_share.tolist() == pytest.approx(
        shares.iloc[found.points["rank"] - 1].tolist()
    )
    assert found.makes_80 == (shares < 0.8).sum() + 1
    rising = values[values >= 0].sort_values().reset_index(drop=True)
    n = len(rising)
    gini = (2 * (rising.index + 1) - n - 1).to_numpy() @ rising.to_numpy() / (n * rising.sum())
    assert found.gini == pytest.approx(gini)


SALES = st.lists(
    st.tuples(
        st.sampled_from("abcdefghij"),
        st.dates(date(2024, 1, 1), date(2024, 3, 31)),
        st.sampled_from([-20.0, -0.1, 0.0, 0.1, 0.2, 0.3, 5.0, 20.0, 1000.0]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=8, deadline=None)
@given(rows=SALES, shuffled=st.randoms(use_true_random=False))
def test_laws(workspace_of: WorkspaceOf, rows: list, shuffled: object) -> None:
    def made(rows: list) -> Workspace:
        body = [f"{customer},{day},{amount}" for customer, day, amount in rows]
        return workspace_of(sales="\n".join(["customer_id,ordered_on,amount", *body]))

    scope = Scope(as_of=date(2024, 2, 29))
    table = pyramid.customers(made(rows), scope)
    mixed = list(rows)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    other = made([*mixed, ("z", date(2024, 3, 1), 1_000_000.0)])
    pd.testing.assert_frame_equal(table, pyramid.customers(other, scope))
    assert table.customer_id.is_unique
    assert table["rank"].tolist() == list(range(1, len(table) + 1))
    rows_of = pyramid.tiers(other, scope).set_index("tier")
    assert rows_of.customers.sum() == len(table)
    assert math.isclose(rows_of.value.sum(), table.value.sum(), abs_tol=1e-6)
    for tier, group in table.groupby("tier"):
        assert rows_of.customers[tier] == len(group)
        assert rows_of.threshold[tier] == group.value.min()


def test_trend_and_losses_and_pareto_by_hand(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,amount,product,region
        a,2024-01-05,80,x,North
        b,2024-02-05,30,y,South
        c,2024-03-05,10,x,South
        d,2024-04-30,10,,North
        """
    )
    trend = pyramid.trend(ws, Scope())
    # windows of three months: January to March, February to April
    assert trend.month.tolist() == [2024 * 12 + 2, 2024 * 12 + 3]
    assert trend.value.tolist() == [120, 50]
    assert trend.top_20.tolist() == pytest.approx([80 / 120, 30 / 50])
    assert trend.makes_80.tolist() == [2, 2]
    assert trend.gini[0] == pytest.approx((2 * 80 + 0 * 30 - 2 * 10) / (3 * 120))
    assert pyramid.without(ws, Scope(), ["a", "d", "nobody"]) == (2, 90, pytest.approx(90 / 130))
    products = pyramid.pareto(ws, Scope(), "product", rows=1)
    assert products["item"].fillna("the rest").tolist() == ["x", "the rest"]
    assert products["items"].tolist() == [1, 2]
    assert products.value.tolist() == [90, 40]
    assert products.cumulative_share.tolist() == pytest.approx([90 / 130, 1])
    regions = pyramid.pareto(ws, Scope(), "region")
    assert regions[["item", "value"]].values.tolist() == [["North", 90], ["South", 40]]


def test_regions_known_of_customers_alone(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="customer_id,ordered_on,amount\na,2024-01-05,80\nb,2024-01-06,20",
        customers="customer_id,region\na,North\nb,South",
    )
    rows = pyramid.pareto(ws, Scope(), "region")
    assert rows[["item", "value"]].values.tolist() == [["North", 80], ["South", 20]]


def test_leading_customers_hold_their_share(workspace_of: WorkspaceOf) -> None:
    rows = "\n".join(f"c{n},2024-01-{n + 1:02},{100 - n}" for n in range(5))
    found = pyramid.concentration(
        workspace_of(sales=f"customer_id,ordered_on,amount\n{rows}"), Scope()
    )
    assert found is not None
    assert found.leading == {1: pytest.approx(100 / 490), 3: pytest.approx(297 / 490)}


def test_predicted_value_ranks_the_pyramid(firm: Workspace) -> None:
    worth = value.customers(firm, Scope()).set_index("customer_id").clv_12m
    kept = value.predicted(firm, Scope(start=date(2026, 1, 1))).to_pandas()
    assert kept.set_index("customer_id").value.to_dict() == worth.to_dict()
    ranked = pyramid.customers(firm, Scope(), by="predicted").set_index("customer_id")
    assert ranked.value.sort_index().tolist() == pytest.approx(
        worth.sort_index().tolist(), abs=1e-4
    )
    assert ranked.value.is_monotonic_decreasing


def test_tiers_are_compared_with_the_same_tiers_then() -> None:
    columns = ["tier", "value", "value_share", "average"]
    now = pd.DataFrame([("key", 60.0, 0.6, 60.0), ("small", 40.0, 0.4, 10.0)], columns=columns)
    then = pd.DataFrame([("small", 0.0, 0.0, 0.0), ("key", 80.0, 1.0, 40.0)], columns=columns)
    found = pyramid.compared(now, then).set_index("tier")
    assert found.share_change.tolist() == pytest.approx([-0.4, 0.4])
    assert found.value_change["key"] == pytest.approx(-0.25)
    assert found.average_change["key"] == pytest.approx(0.5)
    # nothing, or less than nothing, is no measure of growth
    assert found.loc["small", ["value_change", "average_change"]].isna().all()
    lost = pyramid.compared(now, then.assign(value=-5.0))
    assert lost.value_change.isna().all()
    changes = ["share_change", "value_change", "average_change"]
    assert pyramid.compared(now, then.head(0))[changes].isna().all(axis=None)


def test_changes_lead_back_to_what_was(online_retail: Workspace) -> None:
    scopes = Scope(), Scope(as_of=date(2011, 6, 30))
    now, then = (pyramid.tiers(online_retail, scope) for scope in scopes)
    found = pyramid.compared(now, then)
    pd.testing.assert_frame_equal(found[list(now)], now)
    assert found.share_change.sum() == pytest.approx(0)
    then = then.set_index("tier").loc[found.tier]
    assert (found.value / (1 + found.value_change)).tolist() == pytest.approx(then.value.tolist())
    assert (found.average / (1 + found.average_change)).tolist() == pytest.approx(
        then.average.tolist()
    )
    curve, before = (pyramid.concentration(online_retail, scope) for scope in scopes)
    assert curve is not None
    assert before is not None
    changes = pyramid.changed(curve, before)
    assert set(changes) == {*pyramid.TOPS, "customers"}
    for share in pyramid.TOPS:
        assert changes[share] == pytest.approx(curve.top[share] - before.top[share])
    assert changes["customers"] == pytest.approx(now.customers.sum() / then.customers.sum() - 1)
    assert set(pyramid.changed(curve, None).values()) == {None}
