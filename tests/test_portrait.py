"""Portraits: shares, indexes and intervals of what sets a group of customers apart."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import WorkspaceOf, shared
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, portrait, rates, rfm, sample

EVERYTHING = Scope()
HEADER = "customer_id,ordered_on,order_id,amount,product,channel,discount,region"


@pytest.fixture(scope="module")
def two(workspace_of: WorkspaceOf) -> Workspace:
    """a bought on three Mondays, b once on a Sunday and once gave back; c only gave back."""
    return workspace_of(
        sales=f"""
        {HEADER}
        a,2024-01-01,1,10,tea,web,0,North
        a,2024-01-01,1,10,cup,web,0,North
        a,2024-01-08,2,10,tea,shop,5,North
        a,2024-01-15,3,10,tea,shop,0,North
        b,2024-01-14,4,10,cup,web,0,
        b,2024-01-16,5,-10,tea,web,0,
        c,2024-01-16,6,-10,tea,web,9,South
        """
    )


def counted(ws: Workspace, trait: str) -> dict[tuple[str, str], tuple[int, int]]:
    rows = portrait.counts(ws, EVERYTHING)
    rows = rows[rows.trait == trait]
    return {(r.detail, r.label): (r.customers, r.orders) for r in rows.itertuples()}


def test_orders_and_customers_with_a_trait_are_counted_and_returns_are_not(two: Workspace) -> None:
    a, b = rfm.customers(two, EVERYTHING).segment
    assert counted(two, "all") == {("", a): (1, 3), ("", b): (1, 1)}
    assert counted(two, "product") == {
        ("tea", a): (1, 3), ("cup", a): (1, 1), ("cup", b): (1, 1),
    }  # fmt: skip
    assert counted(two, "channel") == {
        ("web", a): (1, 1), ("shop", a): (1, 2), ("web", b): (1, 1),
    }  # fmt: skip
    assert counted(two, "weekday") == {("0", a): (1, 3), ("6", b): (1, 1)}
    assert counted(two, "discount") == {("yes", a): (1, 1)}
    assert counted(two, "region") == {("North", a): (1, 3)}
    assert counted(two, "category") == {}


def test_shares_are_of_orders_or_of_the_customers_known(two: Workspace) -> None:
    a, b = rfm.customers(two, EVERYTHING).segment
    rows = portrait.traits(two, EVERYTHING, a, b).set_index(["trait", "detail"])
    assert rows.loc[("channel", "web"), ["share", "other_share"]].tolist() == [1 / 3, 1]
    assert rows["index"]["channel", "web"] == pytest.approx(100 / 3)
    assert rows.loc[("product", "tea"), ["index", "index_high"]].tolist() == [np.inf, np.inf]
    assert rows["index"]["weekday", "6"] == 0
    assert rows["share"]["region", "North"] == 1
    assert np.isnan(rows["other_share"]["region", "North"])  # nobody's region is known
    assert not rows["clear"].any()
    assert rows["discovery_rate"].isna().all()


def test_everyone_else_is_all_other_groups_together(firm: Workspace) -> None:
    counts = portrait.counts(firm, EVERYTHING)
    whole = counts[counts.trait == "all"].set_index("label")
    rows = portrait.compared(counts, "loyal").set_index(["trait", "detail"])
    mondays = counts[(counts.trait == "weekday") & (counts.detail == "0")].set_index("label").orders
    assert rows.share["weekday", "0"] == mondays["loyal"] / whole.orders["loyal"]
    others = mondays.drop("loyal").sum() / whole.orders.drop("loyal").sum()
    assert rows.other_share["weekday", "0"] == pytest.approx(others)
    assert portrait.groups(counts).sum() == len(rfm.customers(firm, EVERYTHING))


def counting(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines of orders that count."""
    lines = lines.dropna(subset=["customer"])
    net = lines.groupby(["customer", "order"])["amount"].transform("sum").round(4)
    gave_back = ((lines["quantity"] < 0) | (lines["amount"] < 0)).astype(int)
    some_back = gave_back.groupby([lines["customer"], lines["order"]]).transform("max")
    return lines[(net > 0) | ((net == 0) & (some_back == 0))]


SAMPLE = {
    "Customer ID": "customer", "Order date": "day", "Order no": "order", "Amount": "amount",
    "Quantity": "quantity", "Product": "product", "Channel": "channel",
}  # fmt: skip
RETAIL = {
    "CustomerID": "customer", "InvoiceDate": "day", "InvoiceNo": "order", "Quantity": "quantity",
    "Description": "product",
}  # fmt: skip


def checked(ws: Workspace, lines: pd.DataFrame, trait: str, detail: str, label: str) -> None:
    """Share, index and its interval, from the lines, customer by customer."""
    segment = rfm.customers(ws, EVERYTHING).set_index("customer_id").segment
    lines = lines.assign(inside=lines["customer"].astype(str).map(segment) == label)
    kept = lines[(lines["quantity"] >= 0) & (lines["amount"] >= 0)]
    had = kept[kept[trait] == detail].groupby("customer")["order"].nunique()
    orders = lines.groupby("customer")["order"].nunique()
    inside = lines.groupby("customer")["inside"].first()
    had = had.reindex(orders.index, fill_value=0)
    ends = []
    for side in (inside, ~inside):
        n, y = orders[side].to_numpy(float), had[side].to_numpy(float)
        p, m = y.sum() / n.sum(), len(n)
        variance = ((y - p * n) ** 2).sum() * m / (m - 1) / n.sum() ** 2
        worth = min(max(p * (1 - p) / variance, n.sum() ** 2 / (n**2).sum()), n.sum())
        z = 1.96
        middle = (p + z * z / 2 / worth) / (1 + z * z / worth)
        half = z * np.sqrt(p * (1 - p) / worth + z * z / 4 / worth**2) / (1 + z * z / worth)
        ends.append((p, middle - half, middle + half))
    (p, low, high), (q, floor, top) = ends
    root = np.sqrt((p * q) ** 2 - low * top * (2 * p - low) * (2 * q - top))
    least = (p * q - root) / (top * (2 * q - top))
    root = np.sqrt((p * q) ** 2 - high * floor * (2 * p - high) * (2 * q - floor))
    most = (p * q + root) / (floor * (2 * q - floor))
    row = portrait.traits(ws, EVERYTHING, label).set_index(["trait", "detail"]).loc[(trait, detail)]
    assert row["customers"] == ((had > 0) & inside).sum()
    assert [row["share"], row["other_share"]] == pytest.approx([p, q])
    found = [row["index"], row["index_low"], row["index_high"]]
    assert found == pytest.approx([100 * p / q, 100 * least, 100 * most])


def test_pandas_finds_the_same_portrait_of_the_sample(firm: Workspace) -> None:
    file = sample.FOLDER / "en" / "sales.csv"
    lines = counting(pd.read_csv(file).rename(columns=SAMPLE))
    for trait, detail in (("product", "Cleaning tablets 100"), ("channel", "Store")):
        for label in ("champions", "hibernating", "at_risk"):
            checked(firm, lines, trait, detail, label)


def test_pandas_finds_the_same_portrait_of_the_gift_shop(online_retail: Workspace) -> None:
    lines = pd.read_parquet(shared("online_retail.parquet")).rename(columns=RETAIL)
    lines["amount"] = lines["quantity"] * lines["UnitPrice"]
    lines = counting(lines.astype({"customer": "Int64"}))
    for label in ("champions", "loyal"):
        checked(online_retail, lines, "product", "JUMBO BAG RED RETROSPOT", label)


def test_what_was_planted_is_found_and_what_was_not_is_not(firm: Workspace) -> None:
    """Who bought often and fell silent is a café: discounts, field sales, not at weekends."""
    best = portrait.traits(firm, EVERYTHING, "cant_lose").set_index(["trait", "detail"])
    for trait, detail in (
        ("customer_type", "Business"), ("discount", "yes"), ("channel", "Field sales"),
    ):  # fmt: skip
        assert best.clear[trait, detail]
        assert best["index"][trait, detail] > 150
    for day in ("5", "6"):
        assert best.clear["weekday", day]
        assert best["index"]["weekday", day] < 80
    # where a customer lives has no bearing on how they buy: at most chance finds it
    found = pd.concat([portrait.traits(firm, EVERYTHING, label) for label in rfm.SEGMENTS])
    assert found[found.trait == "region"].clear.mean() <= rates.SURE
    assert found[found.trait == "discount"].clear.mean() > 0.5


def test_the_eight_types_have_portraits_too(firm: Workspace) -> None:
    counts = portrait.counts(firm, EVERYTHING, by="type8", scoring=rfm.Scoring(typical="median"))
    types = rfm.types(firm, EVERYTHING, rfm.Scoring(typical="median")).set_index("type8").customers
    assert portrait.groups(counts).to_dict() == types[types > 0].to_dict()


def test_a_portrait_shows_common_clear_traits_only(firm: Workspace) -> None:
    rows = portrait.traits(firm, EVERYTHING, "champions")
    best = portrait.standing_out(rows)
    assert 0 < len(best) <= 12
    assert best.clear.all()
    assert (best[["share", "other_share"]].max(axis=1) >= portrait.COMMON).all()
    assert rows.clear.is_monotonic_decreasing
    assert portrait.standing_out(rows, 3).equals(best.head(3))


def test_nothing_to_compare_gives_no_rows(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=f"{HEADER}\na,2024-01-01,1,10,tea,web,0,North")
    counts = portrait.counts(ws, EVERYTHING)
    assert portrait.compared(counts, counts.label.iloc[0]).empty
    assert portrait.compared(counts, "champions", "loyal").empty
    assert portrait.counts(ws, Scope(start=date(2024, 1, 1), where={"region": ("South",)})).empty


def test_ratio_and_false_discovery_rate() -> None:
    one, other = pd.Series([0.5, 0.0, 0.2]), pd.Series([0.25, 0.1, 0.0])
    of = pd.Series([100.0, 50.0, 40.0])
    found = rates.ratio(one, of, other, of * 10)
    assert found["ratio"].tolist() == [2, 0, np.inf]
    assert 1.5 < found.low[0] < 2 < found.high[0] < 2.6
    assert found.low[1] == 0
    assert 0 < found.high[1] < 1
    assert 1 < found.low[2] < found.high[2] == np.inf
    assert np.isnan(rates.ratio(one * 0, of, other * 0, of).low).all()
    adjusted = rates.adjusted(pd.Series([0.01, 0.04, np.nan, 0.03, 0.5]))
    assert adjusted.round(6).tolist()[:2] == [0.04, round(0.16 / 3, 6)]
    assert adjusted.round(6).tolist()[3:] == [round(0.16 / 3, 6), 0.5]
    assert np.isnan(adjusted[2])
    assert rates.differ(one, of, other, of * 10).isna().tolist() == [False, True, True]


ROWS = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"),
        st.dates(date(2024, 1, 1), date(2024, 3, 31)).map(str),
        st.integers(1, 30).map(str),
        st.sampled_from([-5.0, 0.0, 5.0, 20.0]),
        st.sampled_from(["tea", "cup"]),
        st.sampled_from(["web", "shop", ""]),
        st.sampled_from([0, 5]),
        st.sampled_from(["North", ""]),
    ),
    min_size=2,
    max_size=25,
)


@settings(max_examples=5, deadline=None)
@given(rows=ROWS, shuffled=st.randoms(use_true_random=False))
def test_laws(workspace_of: WorkspaceOf, rows: list, shuffled: object) -> None:
    scope = Scope(as_of=date(2024, 2, 29))

    def asked(lines: list) -> pd.DataFrame:
        body = [",".join(map(str, line)) for line in lines]
        return portrait.counts(workspace_of(sales="\n".join([HEADER, *body])), scope)

    mixed = list(rows)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    counts = asked(rows)
    pd.testing.assert_frame_equal(counts, asked(mixed))
    whole = counts[counts.trait == "all"].set_index("label")
    days = counts[counts.trait == "weekday"].groupby("label").orders.sum()
    assert days.to_dict() == whole.orders.to_dict()
    for label in whole.index:
        table = portrait.compared(counts, label)
        for name in ("share", "other_share"):
            assert table[name].dropna().between(0, 1).all()
        told = table.dropna(subset=["index"])
        assert (told.index_low <= told["index"] + 1e-9).all()
        assert (told["index"] <= told.index_high + 1e-9).all()
