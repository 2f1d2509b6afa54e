"""What customers are worth: the published figures, a case by hand, nothing after the day asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import WorkspaceOf, shared
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.special import hyp2f1

from analytics import DataError, Scope, Workspace, bg_nbd, engine, gamma_gamma, value

PUBLISHED = bg_nbd.Model(0.243, 4.414, 0.793, 2.426)
CALIBRATED = date(1997, 9, 30)  # 39 weeks
HALF = 273  # days


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    ws = Workspace.open(tmp_path_factory.mktemp("cdnow"))
    names = {"customer_id": 1, "ordered_on": 2, "quantity": 3, "amount": 4}
    path = tmp_path_factory.mktemp("file") / "cdnow.csv"
    rows = pd.read_csv(shared("cdnow_sample.txt"), sep=r"\s+", header=None, dtype=str)
    rows[list(names.values())].to_csv(path, header=list(names), index=False)
    ws.load(path, "sales", date_format="%Y%m%d")
    return ws


def days(*weeks: float) -> np.ndarray:
    """Published weeks are rounded: their days are no whole numbers."""
    return np.array(weeks) * 7


def counts(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def test_cdnow_gives_the_published_parameters(cdnow: Workspace) -> None:
    row = value.fit(cdnow, Scope(as_of=CALIBRATED)).iloc[0]
    assert row.n == 2357
    assert row.repeaters == 946
    assert row.r == pytest.approx(0.242595, rel=1e-4)
    assert row.alpha == pytest.approx(4.413603, rel=1e-4)
    assert row.a == pytest.approx(0.792922, rel=1e-3)
    assert row.b == pytest.approx(2.425906, rel=1e-3)
    assert row.log_likelihood == pytest.approx(-9582.429207, abs=1e-3)
    assert row.p == pytest.approx(6.2496, rel=1e-3)
    assert row.q == pytest.approx(3.7442, rel=1e-3)
    assert row.gamma == pytest.approx(15.4435, rel=1e-3)


def test_orders_of_one_day_are_one_purchase(cdnow: Workspace) -> None:
    assert value.customers(cdnow, Scope(as_of=CALIBRATED)).x.sum() == 2457


@pytest.mark.parametrize(
    ("x", "t_x", "t", "orders", "alive"),
    [
        (2, 30.43, 38.86, 1.226028, 0.726579),
        (0, 0, 38.86, 0.195098, 1),
        (1, 1.71, 38.86, 0.203187, 0.212101),
        (7, 29.43, 38.86, 3.337053, 0.641756),
        (26, 37.0, 38.71, 16.935324, 0.922843),
    ],
)
def test_published_expectations(x: int, t_x: float, t: float, orders: float, alive: float) -> None:
    known = counts(x), days(t_x), days(t)
    assert PUBLISHED.expected_orders(*known, HALF)[0] == pytest.approx(orders, abs=1e-4)
    assert PUBLISHED.p_alive(*known)[0] == pytest.approx(alive, abs=1e-5)


@pytest.mark.parametrize(
    ("x", "t_x", "t", "inactive"),
    [(2, 30.43, 38.86, 0.445373), (0, 0, 38.86, 0.855449), (7, 29.43, 38.86, 0.364358)],
)
def test_published_chances_of_no_purchase(x: int, t_x: float, t: float, inactive: float) -> None:
    found = PUBLISHED.p_inactive(counts(x), days(t_x), days(t), HALF)
    assert found[0] == pytest.approx(inactive, abs=1e-5)


def test_published_spend() -> None:
    model = gamma_gamma.Model(6.25, 3.74, 15.44)
    assert model.expected_spend(counts(2), np.array([22.35]))[0] == pytest.approx(24.663714)


def test_worth_of_the_first_customer(cdnow: Workspace) -> None:
    """Weekly model, months of 365 ÷ 12 days; the same with daily steps would say 140.10."""
    first = value.customers(cdnow, Scope(as_of=CALIBRATED)).query(
        "x == 2 and abs(t_x - 30.43) < .01 and abs(m - 22.35) < .01"
    )
    assert first.clv_6m.iloc[0] == pytest.approx(20.59, abs=0.01)
    assert first.clv_12m.iloc[0] == pytest.approx(36.28, abs=0.01)


def test_second_half_of_cdnow_against_what_was_expected(cdnow: Workspace) -> None:
    expected = value.customers(cdnow, Scope(as_of=CALIBRATED), horizon_days=HALF)
    lines = value.histories(cdnow, Scope()).set_index("customer_id")
    actual = lines.x.reindex(expected.customer_id).to_numpy() - expected.x.to_numpy()
    error = expected.expected_orders.to_numpy() - actual
    assert np.abs(error).mean() == pytest.approx(0.7855, abs=0.001)
    assert np.sqrt((error**2).mean()) == pytest.approx(1.608, abs=0.002)
    assert error.sum() / actual.sum() == pytest.approx(-0.12, abs=0.005)
    assert np.abs(actual).mean() == pytest.approx(0.7985, abs=0.001)


def test_a_history_by_hand(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,amount
        ann,2024-01-01,10
        ann,2024-01-15,4
        ann,2024-01-15,6
        ann,2024-01-29,30
        ann,2024-02-02,-5
        bob,2024-02-05,7
        """
    )
    rows = value.histories(ws, Scope(as_of=date(2024, 2, 12)))
    ann, bob = rows.to_dict("records")
    assert (ann["x"], ann["t_x_days"], ann["t_days"], ann["m"]) == (2, 28, 42, 20)
    assert (bob["x"], bob["t_x_days"], bob["t_days"]) == (0, 0, 7)
    assert np.isnan(bob["m"])


def test_nothing_after_the_day_asked_for_counts(firm: Workspace) -> None:
    early = firm.facts.as_of.replace(year=firm.facts.as_of.year - 1)
    known = value.customers(firm, Scope(as_of=early))
    orders = value.histories(firm, Scope(as_of=early))
    assert len(known) == len(orders)
    assert known.t_x.max() <= known.t.max() <= (early - firm.facts.first_order_on).days / 7


def test_the_period_does_not_cut_histories(firm: Workspace) -> None:
    whole = value.customers(firm, Scope())
    late = Scope(start=date(firm.facts.as_of.year, 1, 1))
    pd.testing.assert_frame_equal(value.customers(firm, late), whole)


def test_margin_where_cost_is_known(firm: Workspace) -> None:
    revenue = value.customers(firm, Scope())
    margin = value.customers(firm, Scope(), by="margin")
    assert 0 < margin.clv_12m.sum() < revenue.clv_12m.sum()


def test_too_few_came_back(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\nann,2024-01-01,10\nann,2024-01-09,1")
    with pytest.raises(DataError, match="Only 1 customers bought on more than one day"):
        value.fit(ws, Scope())
    with pytest.raises(DataError, match="margin"):
        value.fit(ws, Scope(), by="margin")


def drawn(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x, t_x and t of customers who buy and leave as the model says: r .8, alpha 6, a 1.2, b 3."""
    draw = np.random.default_rng(seed)
    rate, leaves = draw.gamma(0.8, 1 / 6, n), draw.beta(1.2, 3, n)
    t = draw.integers(30, 700, n)
    now, last, x, active = np.zeros(n), np.zeros(n), np.zeros(n, int), np.ones(n, bool)
    while active.any():
        now += draw.exponential(1 / np.maximum(rate, 1e-9)) * 7
        active &= now < t
        bought = active & (np.floor(now) > last)
        x, last = x + bought, np.where(bought, np.floor(now), last)
        active &= draw.random(n) >= leaves
    return x.astype(np.int64), last.astype(np.int64), t.astype(np.int64)


def test_known_parameters_are_found_again() -> None:
    model = bg_nbd.fit(*drawn(20_000, 7))
    found, true = (model.r, model.alpha, model.a, model.b), (0.8, 6, 1.2, 3)
    for each, wanted, error in zip(found, true, model.errors, strict=True):
        # purchases of one day are one, which the model does not know: a little room for that
        assert abs(each - wanted) < 4 * error + 0.1 * wanted


@given(
    logs=st.tuples(*[st.floats(-2, 1.5)] * 4),
    rows=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 300)), min_size=2, max_size=8),
)
def test_gradient_is_that_of_the_likelihood(
    logs: tuple[float, ...], rows: list[tuple[int, int]]
) -> None:
    x, t = (np.array(part, dtype=np.int64) for part in zip(*rows, strict=True))
    t_x = np.where(x > 0, t // 2, 0)
    likelihood, point = bg_nbd._Likelihood(x, t_x, t), np.array(logs)
    slope = approx_fprime(point, lambda at: likelihood(at)[0], 1e-6)
    assert likelihood(point)[1] == pytest.approx(slope, rel=1e-3, abs=1e-4)


@given(x=st.integers(0, 20), t=st.integers(7, 700), part=st.floats(0, 1), ahead=st.integers(1, 400))
def test_expectations_keep_within_what_is_possible(x: int, t: int, part: float, ahead: int) -> None:
    """And the published form of the expectation, where its factors are small enough to trust."""
    known = counts(x), np.array([int(t * part) if x else 0]), np.array([t])
    orders = PUBLISHED.expected_orders(*known, ahead)[0]
    alive = PUBLISHED.p_alive(*known)[0]
    inactive = PUBLISHED.p_inactive(*known, ahead)[0]
    assert orders >= 0
    assert 1 - alive <= inactive + 1e-12 <= 1 + 1e-9
    r, alpha, a, b = 0.243, 4.414, 0.793, 2.426
    before, weeks = alpha + t / 7, ahead / 7
    series = hyp2f1(r + x, b + x, a + b + x - 1, weeks / (before + weeks))
    ratio = (before / (before + weeks)) ** (r + x)
    assert orders == pytest.approx((a + b + x - 1) / (a - 1) * (1 - ratio * series) * alive, 1e-6)


def test_customers_all_alike_still_give_finite_figures() -> None:
    x, t = np.full(200, 3, dtype=np.int64), np.full(200, 100, dtype=np.int64)
    model = bg_nbd.fit(x, np.full(200, 90, dtype=np.int64), t)
    known = x, np.full(200, 90, dtype=np.int64), t
    assert np.isfinite(model.expected_orders(*known, 365)).all()
    assert np.isfinite(model.discounted_orders(*known, 12, 0.01)).all()


def test_with_many_customers_the_last_steps_alone_are_taken_by_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Led by a few customers, the parameters and their errors are those found by all together."""
    histories = drawn(20_000, 7)
    whole = bg_nbd.fit(*histories)
    monkeypatch.setattr(bg_nbd, "MANY", 1_000)
    monkeypatch.setattr(bg_nbd, "SOME", 2_000)
    asked: list[int] = []
    each = bg_nbd._Likelihood.__call__

    def counted(data: bg_nbd._Likelihood, logs: np.ndarray) -> tuple[float, np.ndarray]:
        asked.append(len(data.n))
        return each(data, logs)

    monkeypatch.setattr(bg_nbd._Likelihood, "__call__", counted)
    led = bg_nbd.fit(*histories)
    assert asked.count(max(asked)) <= bg_nbd.STEPS + 1  # the way to the top was not theirs
    names = ("r", "alpha", "a", "b", "log_likelihood")
    assert [getattr(led, name) for name in names] == pytest.approx(
        [getattr(whole, name) for name in names], rel=1e-5
    )
    assert led.errors == pytest.approx(whole.errors, rel=0.15)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """So many customers are learned from at most; what was learned before is forgotten."""
    monkeypatch.setattr(value, "BOUND", 1_200)
    value._fitted_once.cache_clear()
    yield 1_200
    value._fitted_once.cache_clear()


def test_of_many_customers_those_drawn_are_learned_from(cdnow: Workspace, few: int) -> None:
    """Whom the engine draws is counted again here, in Python's whole numbers."""
    scope = Scope(as_of=date(1997, 2, 28))
    known = value.histories(cdnow, scope)
    keys = {name: key for key, name in enumerate(sorted(every_id(cdnow)), 1)}
    share = [keys[name] * 1_327_217_885 % 2_147_483_647 for name in known["customer_id"]]
    drawn = known[[each * len(known) < few * 2_147_483_647 for each in share]]
    assert len(known) > few == pytest.approx(len(drawn), abs=5)
    found = value._fitted(cdnow, scope, "revenue")
    pd.testing.assert_frame_equal(found.histories, drawn.reset_index(drop=True))
    row = value.fit(cdnow, scope).iloc[0]
    assert (row.n, row.customers) == (len(drawn), len(known))


def every_id(ws: Workspace) -> list[str]:
    with ws.cursor() as cursor:
        return [name for (name,) in cursor.execute("select customer_id from customers").fetchall()]


def test_those_drawn_stand_for_all(cdnow: Workspace, few: int) -> None:
    """Everybody is rated by what was learned, sums are those of all, and nobody is rated twice."""
    scope = Scope(as_of=CALIBRATED)
    row = value.fit(cdnow, scope).iloc[0]
    for name, published in (("r", 0.242595), ("alpha", 4.413603)):
        assert abs(row[name] - published) < 2 * row[f"{name}_error"]
    everybody = value.customers(cdnow, scope)
    assert everybody["customer_id"].is_unique
    assert len(everybody) == row.customers == 2357
    last = everybody.tail(1).reset_index(drop=True)
    one = value.customer(cdnow, scope, last["customer_id"][0])
    pd.testing.assert_frame_equal(one, last)
    told, of_all = value.expected(cdnow, scope, 91), everybody["expected_orders"].sum()
    assert told == pytest.approx(of_all, rel=0.05)
    assert told != of_all
    weeks = value.weekly(cdnow, scope, 13)
    assert weeks["orders"].sum() == pytest.approx(of_all, rel=0.05)
    assert weeks["learned_from"].unique().tolist() == [row.n]
    assert weeks["customers"].unique().tolist() == [2357]


def test_who_are_no_more_than_are_drawn_are_all_drawn(firm: Workspace) -> None:
    known = value.histories(firm, Scope())
    some = engine.run(firm, "value_histories", Scope(), by="revenue", most=len(known))
    assert (some.pop("of_customers") == len(known)).all()
    pd.testing.assert_frame_equal(some, known)


def test_one_customer_is_their_row_of_all(firm: Workspace) -> None:
    everybody = value.customers(firm, Scope())
    for place in (0, 100, len(everybody) - 1):
        row = everybody.iloc[[place]].reset_index(drop=True)
        one = value.customer(firm, Scope(), row["customer_id"][0])
        pd.testing.assert_frame_equal(one, row)
    assert value.customer(firm, Scope(), "nobody").empty
