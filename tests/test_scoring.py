"""Scoring in three ways: by rank, by typed cuts, by weights; and what each score took."""

from __future__ import annotations

from datetime import date
from itertools import product

import pandas as pd
import pytest
from conftest import WorkspaceOf, shared
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError, Scope, Workspace, engine, rfm
from analytics.rfm import Scoring

EVERYTHING = Scope()
# a bought last and once for 10, b before and twice for 40 … e longest ago, five times for 250
FIVE = "customer_id,ordered_on,order_id,amount\n" + "\n".join(
    f"{customer},2024-0{5 - place}-0{order + 1},{customer}{order},{10 * (place + 1)}"
    for place, customer in enumerate("abcde")
    for order in range(place + 1)
)
TYPED = Scoring("cuts", (0, 30, 60, 90), (2, 3, 4, 6), (11, 40, 91, 1000))


@pytest.fixture(scope="module")
def five(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=FIVE)


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample of the CDNOW data: customer, day, pieces and dollars of 6,919 orders."""
    names = ["id", "customer_id", "ordered_on", "quantity", "amount"]
    rows = pd.read_csv(shared("cdnow_sample.txt"), sep=r"\s+", names=names, dtype=str)
    rows["ordered_on"] = pd.to_datetime(rows["ordered_on"]).dt.date
    folder = tmp_path_factory.mktemp("cdnow")
    file = folder / "cdnow.csv"
    rows.drop(columns="id").to_csv(file, index=False)
    ws = Workspace.open(folder)
    ws.load(file, "sales")
    return ws


def test_typed_cuts_give_the_scores_they_say(five: Workspace) -> None:
    table = rfm.customers(five, EVERYTHING, TYPED)
    # 0, 29, 59, 87, 117 days; 1, 2, 3, 4, 5 orders; 10, 40, 90, 160, 250
    assert table.r.tolist() == [5, 4, 3, 2, 1]
    assert table.f.tolist() == [1, 2, 3, 4, 4]
    assert table.m.tolist() == [1, 3, 3, 4, 4]
    assert table.segment.tolist() == [
        "new", "potential_loyalist", "need_attention", "at_risk", "at_risk",
    ]  # fmt: skip
    assert rfm.listing(five, EVERYTHING, scoring=TYPED).m.tolist() == [4, 4, 3, 3, 1]


def test_a_weighted_score_is_the_mean_of_the_three_and_falls_into_five_bands(
    five: Workspace,
) -> None:
    table = rfm.customers(five, EVERYTHING, Scoring("weights", weights=(2, 1, 1)))
    # r 5 4 3 2 1, f and m 1 2 3 4 5: (2r + f + m) ÷ 4
    assert table.score.tolist() == [3, 3, 3, 3, 3]
    table = rfm.customers(five, EVERYTHING, Scoring("weights", weights=(1, 0, 0)))
    assert table.score.tolist() == [5, 4, 3, 2, 1]
    assert table.band.tolist() == [5, 4, 3, 2, 1]
    assert "score" not in rfm.customers(five, EVERYTHING)


@pytest.mark.parametrize("weights", [(1, 1, 1), (5, 3, 2), (0, 0, 7), (100, 15, 1)])
def test_bands_of_the_cells_are_those_of_the_customers(
    firm: Workspace, weights: tuple[int, int, int]
) -> None:
    scoring = Scoring("weights", weights=weights)
    table = rfm.customers(firm, EVERYTHING, scoring)
    assert [scoring.band(c.r, c.f, c.m) for c in table.itertuples()] == table.band.tolist()
    bands = rfm.by_band(rfm.cells(firm, EVERYTHING, scoring, money=True), scoring)
    counts = table.band.value_counts()
    assert bands.set_index("band").customers.to_dict() == {
        band: int(counts.get(band, 0)) for band in rfm.BANDS
    }
    listed = rfm.listing(firm, EVERYTHING, bands=(5,), scoring=scoring, rows=10_000)
    assert set(listed.customer_id) == set(table.customer_id[table.band == 5])


def test_bands_divide_the_way_from_all_ones_to_all_fives_evenly() -> None:
    equal = Scoring("weights")
    assert (equal.band(1, 1, 1), equal.band(5, 5, 5)) == (1, 5)
    for r, f, m in product(range(1, 6), repeat=3):
        score = (r + f + m) / 3
        assert equal.band(r, f, m) == min(5, 1 + int((score - 1) / 0.8 + 1e-9))


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "cuts"},
        {"recency_cuts": (1, 2, 3)},
        {"frequency_cuts": (1, 2, 2, 3)},
        {"monetary_cuts": (4, 3, 2, 1)},
        {"weights": (0, 0, 0)},
        {"weights": (1, -1, 1)},
    ],
)
def test_a_scoring_that_cannot_be_is_refused(wrong: dict) -> None:
    with pytest.raises(DataError):
        Scoring(**wrong)


def test_a_scoring_is_kept_and_comes_back(five: Workspace) -> None:
    five.state.set("scoring", TYPED.to_keep())
    assert Scoring.kept(five.state.settings()["scoring"]) == TYPED
    assert Scoring.kept({}) == Scoring()


def test_cut_values_say_what_each_score_took(five: Workspace) -> None:
    values = rfm.cut_values(rfm.cells(five, EVERYTHING, money=True)).set_index("score")
    assert values.recency_to.to_dict() == {5: 0, 4: 29, 3: 59, 2: 87, 1: 117}
    assert values.frequency_from.to_dict() == {5: 5, 4: 4, 3: 3, 2: 2, 1: 1}
    assert values.monetary_from.to_dict() == {5: 250, 4: 160, 3: 90, 2: 40, 1: 10}
    assert set(values.recency_customers) == {1}


def test_typing_begins_with_the_values_of_now() -> None:
    values = pd.DataFrame(
        {
            "score": rfm.BANDS,
            "recency_to": [39, 122, None, 463, 717],
            "frequency_from": [7, 4, 2, None, 1],
            "monetary_from": [None] * 5,
        }
    )
    assert rfm.typed_cuts(values, "recency") == [39, 122, 463, 464]
    assert rfm.typed_cuts(values, "frequency") == [2, 3, 4, 7]
    assert rfm.typed_cuts(values, "monetary") == [0, 1, 2, 3]


def test_the_cut_values_typed_in_give_the_scores_by_rank(firm: Workspace) -> None:
    values = rfm.cut_values(rfm.cells(firm, EVERYTHING, money=True)).set_index("score")
    typed = Scoring(
        "cuts",
        tuple(int(values.recency_to[score]) for score in (5, 4, 3, 2)),
        (2, 3, 4, 5),
        tuple(float(values.monetary_from[score]) for score in (2, 3, 4, 5)),
    )
    ranked, cut = (rfm.customers(firm, EVERYTHING, s)[["r", "m"]] for s in (Scoring(), typed))
    pd.testing.assert_frame_equal(ranked, cut)


def test_money_cells_carry_margin_and_add_up(firm: Workspace) -> None:
    plain = rfm.cells(firm, EVERYTHING)
    full = rfm.cells(firm, EVERYTHING, money=True, margin=True)
    for counted in (plain, full):
        assert counted.customers.sum() == len(rfm.customers(firm, EVERYTHING))
        assert counted.monetary.sum() == pytest.approx(plain.monetary.sum())
    pd.testing.assert_frame_equal(
        rfm.by_score(plain), rfm.by_score(full).drop(columns="margin"), check_dtype=False
    )
    money = rfm.by_score(full, "m")
    assert money.margin.sum() == pytest.approx(full.margin.sum())
    table = rfm.customers(firm, EVERYTHING)
    top = money.set_index(["r", "m"]).loc[(5, 5)]
    assert top.customers == ((table.r == 5) & (table.m == 5)).sum()
    assert top.average_order == pytest.approx(
        table.monetary[(table.r == 5) & (table.m == 5)].sum()
        / table.frequency[(table.r == 5) & (table.m == 5)].sum()
    )
    listed = rfm.listing(firm, EVERYTHING, money_scores=[(5, 5)], rows=10_000)
    assert rfm.chosen(full, money_scores=[(5, 5)]) == (
        len(listed), pytest.approx(listed.monetary.sum()),
    )  # fmt: skip


def test_both_maps_cross_without_losing_anybody(firm: Workspace) -> None:
    counted = rfm.cells(firm, EVERYTHING)
    crossed = rfm.by_map(counted)
    assert not crossed.duplicated(["segment", "type8"]).any()
    assert crossed.customers.sum() == counted.customers.sum()
    assert crossed.monetary.sum() == pytest.approx(counted.monetary.sum())


def test_risk_is_the_share_silent_for_longer_than_usual(workspace_of: WorkspaceOf) -> None:
    days = {"a": ("01-01", "01-11", "01-21"), "b": ("01-01", "01-11", "03-01"), "c": ("02-25",)}
    rows = [f"{c},2024-{day},5" for c, each in days.items() for day in each]
    ws = workspace_of(sales="\n".join(["customer_id,ordered_on,amount", *rows]))
    scope = Scope(as_of=date(2024, 3, 1))
    found = rfm.risks(ws, scope)
    # a is silent for 40 days and used to come every 10; b is here today, c bought once, lately
    assert (found.customers.sum(), found.overdue.sum()) == (3, 1)
    assert found.risk[found.overdue > 0].tolist() == [1.0]
    assert (found.low <= found.risk).all()


# Oracles: the same in pandas, and the summary other packages make of orders.

PLACES = {
    "online_retail": (None, date(2011, 6, 30), date(2011, 1, 15)),
    "cdnow": (None, date(1997, 9, 30), date(1997, 2, 1)),
    "firm": (None, date(2026, 3, 31), date(2025, 6, 30)),
}
# the published cells, recency 5 on top and frequency 1 on the left
GRID = [
    ["new", "potential_loyalist", "potential_loyalist", "champions", "champions"],
    ["promising", "potential_loyalist", "potential_loyalist", "loyal", "loyal"],
    ["about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal"],
    ["hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"],
    ["hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"],
]
KINDS = {
    (True, True): "value", (True, False): "develop",
    (False, True): "keep", (False, False): "win_back",
}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "as_of"), [(data, day) for data, days in PLACES.items() for day in days]
)
def test_pandas_scores_alike(request: pytest.FixtureRequest, data: str, as_of: date | None) -> None:
    ws = request.getfixturevalue(data)
    scope = Scope(as_of=as_of).resolved(ws)
    table = rfm.customers(ws, scope).set_index("customer_id")
    oracle = summary(ws, scope)
    assert table.index.tolist() == oracle.index.tolist()
    assert table.frequency.tolist() == oracle.frequency.tolist()
    assert table.recency_days.tolist() == oracle.recency_days.tolist()
    assert table.monetary.round(4).tolist() == pytest.approx(oracle.monetary.tolist())
    for name, score, best in (
        ("recency_days", "r", -1), ("frequency", "f", 1), ("monetary", "m", 1),
    ):  # fmt: skip
        worse = (best * oracle[name].round(4)).rank(method="min").astype(int) - 1
        wanted = (1 + 5 * worse // max(len(oracle) - 1, 1)).clip(upper=5)
        assert table[score].tolist() == wanted.tolist()
        assert (table.groupby(table[name].round(4))[score].nunique() == 1).all()
        oracle[score] = wanted
    assert table.segment.tolist() == [
        GRID[5 - r][f - 1] for r, f in zip(oracle.r, oracle.f, strict=True)
    ]
    mean = oracle.mean()
    assert table.type8.tolist() == [
        ("important_" if m > mean.monetary else "general_")
        + KINDS[r < mean.recency_days, f > mean.frequency]
        for r, f, m in zip(oracle.recency_days, oracle.frequency, oracle.monetary, strict=True)
    ]


def lines_of(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """The bare lines of named customers up to the end, in pandas."""
    with ws.cursor() as cursor:
        lines = cursor.execute("select * from sales where excluded_by is null").df()
    lines = lines[lines.customer_id.notna() & (lines.ordered_on <= pd.Timestamp(scope.end))]
    lines["amount"] = lines.amount.astype(float).round(4)
    lines["returned"] = (lines.amount < 0) | (lines.quantity.fillna(1).astype(float) < 0)
    if lines.order_id.isna().all():
        lines["order_id"] = lines.ordered_on
    return lines


def counting_orders(lines: pd.DataFrame) -> pd.DataFrame:
    """Their counting orders: customer_id order_id day amount."""
    orders = lines.groupby(["customer_id", "order_id"], as_index=False).agg(
        day=("ordered_on", "min"), amount=("amount", "sum"), returned=("returned", "any")
    )
    amount = orders.amount.round(4)
    return orders[(amount > 0) | ((amount == 0) & ~orders.returned)]


def summary(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Recency, frequency and money of each customer from the bare lines, in pandas."""
    lines = lines_of(ws, scope)
    bought = counting_orders(lines).groupby("customer_id")
    last = bought.day.max()
    return pd.DataFrame(
        {
            "recency_days": (pd.Timestamp(scope.end) - last).dt.days,
            "frequency": bought.size(),
            "monetary": lines.groupby("customer_id").amount.sum().reindex(last.index).round(4),
        }
    )


@settings(max_examples=6, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from("abcdefgh"),
            st.dates(date(2024, 1, 1), date(2024, 3, 31)).map(str),
            st.sampled_from(["-3", "0", "0.1", "0.2", "0.3", "7", "1000000"]),
        ),
        min_size=1,
        max_size=20,
    ),
    order=st.randoms(use_true_random=False),
)
def test_row_order_is_irrelevant_whatever_the_scoring(
    workspace_of: WorkspaceOf, rows: list, order: object
) -> None:
    mixed = list(rows)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = (
        workspace_of(sales="\n".join(["customer_id,ordered_on,amount", *map(",".join, some)]))
        for some in (rows, mixed)
    )
    weighted = Scoring("weights", weights=(3, 2, 1), typical="median")
    for scoring in (Scoring(), TYPED, weighted):
        one, other = (rfm.customers(ws, EVERYTHING, scoring) for ws in (first, second))
        pd.testing.assert_frame_equal(one, other)
        counted = rfm.cells(second, EVERYTHING, scoring, money=True)
        assert rfm.by_segment(counted).customers.sum() == len(one)
        assert rfm.by_type(counted).customers.sum() == len(one)
        assert rfm.by_band(counted, scoring).customers.sum() == len(one)


def test_clauses_of_a_method_stay_away_from_the_others(five: Workspace) -> None:
    plain = engine.text(five, "rfm_cells", EVERYTHING, **Scoring().params)
    typed = engine.text(five, "rfm_cells", EVERYTHING, **TYPED.params)
    assert "$r_5" in typed
    assert "$r_5" not in plain
