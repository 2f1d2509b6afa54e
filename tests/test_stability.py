"""Stability: who would be called something else by another window or other cuts."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from conftest import WorkspaceOf
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import Scope, Workspace, rfm, stability

EVERYTHING = Scope()
YEAR = Scope(start=date(2025, 9, 19), end=date(2026, 9, 18), as_of=date(2026, 9, 18))
HEADER = "customer_id,ordered_on,order_id,amount"


def test_a_customer_of_the_first_month_only_has_no_label_without_it(
    workspace_of: WorkspaceOf,
) -> None:
    """a bought in January alone; without January b, c, d and e keep their order."""
    rows = ["a,2024-01-01,1,10"] + [
        f"{customer},2024-0{month}-05,{customer}{month},10"
        for place, customer in enumerate("bcde")
        for month in range(3, 4 + place)
    ]
    ws = workspace_of(sales="\n".join([HEADER, *rows]))
    found = stability.measured(ws, EVERYTHING)
    assert found is not None
    row = found.variations.set_index("variation").loc["shorter"]
    assert row["unlabelled"] == 1
    assert found.customers == 5
    assert list(found.variations.variation) == ["shorter", "easier", "stricter"]


def test_a_period_can_be_a_month_longer_where_there_are_data(firm: Workspace) -> None:
    found = stability.measured(firm, YEAR, "type8")
    assert found is not None
    assert list(found.variations.variation) == [
        "shorter", "longer", "typical", "easier", "stricter",
    ]  # fmt: skip


def measures(ws: Workspace, scope: Scope, typical: str = "mean") -> pd.DataFrame:
    return rfm.customers(ws, scope, rfm.Scoring(typical=typical)).set_index("customer_id")


@pytest.mark.parametrize("scope", [EVERYTHING, YEAR], ids=["all", "year"])
@pytest.mark.parametrize("by", ["segment", "type8"])
def test_pandas_finds_the_same_changes(firm: Workspace, scope: Scope, by: str) -> None:
    base = measures(firm, scope)
    labels = pd.DataFrame(index=base.index)
    first = scope.start or firm.facts.first_line_on
    assert first
    later = (pd.Timestamp(first) + pd.DateOffset(months=1)).date()
    windows = {"shorter": later}
    if scope.start:
        windows["longer"] = (pd.Timestamp(first) - pd.DateOffset(months=1)).date()
    for name, start in windows.items():
        other = measures(firm, Scope(start=start, end=scope.end, as_of=scope.as_of))
        labels[name] = other[by].reindex(base.index).fillna("none")
    if by == "type8":
        labels["typical"] = measures(firm, scope, "median")[by]
    for name, way in (("easier", -1), ("stricter", 1)):
        labels[name] = segments(base, way) if by == "segment" else types(base, way)
    changed = labels.ne(base[by], axis=0)
    found = stability.measured(firm, scope, by)  # type: ignore[arg-type]
    assert found is not None
    rows = found.variations.set_index("variation")
    assert rows.customers.to_dict() == changed.sum().to_dict()
    assert rows.unlabelled.to_dict() == labels.eq("none").sum().to_dict()
    assert rows.customer_share.to_dict() == pytest.approx(changed.mean().to_dict())
    money = {n: base.monetary[c].sum() / base.monetary.sum() for n, c in changed.items()}
    assert rows.money_share.to_dict() == pytest.approx(money)
    every = changed.any(axis=1)
    assert found.firm_share == pytest.approx(1 - every.mean())
    assert found.firm_money_share == pytest.approx(
        1 - base.monetary[every].sum() / sum(money_of(base))
    )
    of_label = found.labels.set_index("label")
    assert of_label.changed_share.to_dict() == pytest.approx(
        every.groupby(base[by]).mean().to_dict()
    )
    worst = changed.groupby(base[by]).mean().max(axis=1)
    assert of_label.variation_share.to_dict() == pytest.approx(worst.to_dict())
    big = of_label[of_label.customers >= 30].variation_share
    assert found.fragile is not None
    assert found.fragile.label == big.idxmax()


def money_of(base: pd.DataFrame) -> list[float]:
    return base.monetary.tolist()


def segments(base: pd.DataFrame, way: int) -> list[str]:
    """Labels with the cuts of both scores at 18, 38, 58 and 78 %, or at 22, 42, 62 and 82 %."""
    scores = []
    for values in (-base.recency_days, base.frequency):
        worse = (values.rank(method="min") - 1) / (len(values) - 1)
        cuts = [k / 5 + way * 0.02 for k in range(1, 5)]
        scores.append(sum((worse >= cut - 1e-12).astype(int) for cut in cuts) + 1)
    return [rfm.segment_of(r, f) for r, f in zip(*scores, strict=True)]


def types(base: pd.DataFrame, way: int) -> list[str]:
    """Types with each mean a tenth harder, or easier, to pass."""
    recent = base.recency_days < base.recency_days.mean() * (1 - way * 0.1)
    frequent = base.frequency > base.frequency.mean() * (1 + way * 0.1)
    important = base.monetary > base.monetary.mean() * (1 + way * 0.1)
    kinds = {(1, 1): "value", (1, 0): "develop", (0, 1): "keep", (0, 0): "win_back"}
    return [
        ("important_" if m else "general_") + kinds[int(r), int(f)]
        for r, f, m in zip(recent, frequent, important, strict=True)
    ]


def test_cuts_that_do_not_move_give_the_same_scores(
    online_retail: Workspace, firm: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stability, "TENTH", 0.0)
    cuts = rfm.Scoring("cuts", (7, 30, 90, 180), (2, 3, 5, 9), (50, 100, 500, 1000))
    for ws in (online_retail, firm):
        for scoring in (rfm.Scoring(), cuts):
            found = stability.measured(ws, EVERYTHING, scoring=scoring)
            assert found is not None
            rows = found.variations.set_index("variation")
            assert rows.customers[["easier", "stricter"]].sum() == 0


def test_typed_cuts_are_varied_from_where_they_lie(firm: Workspace) -> None:
    cuts = rfm.Scoring("cuts", (7, 30, 90, 180), (2, 3, 5, 9), (50, 100, 500, 1000))
    found = stability.measured(firm, EVERYTHING, scoring=cuts)
    assert found is not None
    assert 0 < found.variations.customer_share.iloc[-1] < 0.3
    sizes = rfm.segments(firm, EVERYTHING, cuts).set_index("segment").customers
    assert found.labels.set_index("label").customers.to_dict() == sizes[sizes > 0].to_dict()


@pytest.mark.parametrize("by", ["segment", "type8"])
@pytest.mark.parametrize(
    "rows",
    [
        ["a,2024-01-01,1,10"],
        [f"c{n},2024-01-01,{n},10" for n in range(40)],
        ["a,2024-01-01,1,-10", "b,2024-01-02,2,-1"],
    ],
    ids=["one customer", "all equal", "all returns"],
)
def test_data_that_say_little(workspace_of: WorkspaceOf, rows: list[str], by: str) -> None:
    ws = workspace_of(sales="\n".join([HEADER, *rows]))
    assert stability.measured(ws, EVERYTHING, by) is None  # type: ignore[arg-type]


ROWS = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"),
        st.integers(0, 120),
        st.integers(1, 30),
        st.sampled_from([-5.0, 0.0, 5.0, 20.0, 900.0]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=4, deadline=None)
@given(rows=ROWS, shuffled=st.randoms(use_true_random=False))
def test_laws(workspace_of: WorkspaceOf, rows: list, shuffled: object) -> None:
    def asked(lines: list) -> list[stability.Stability | None]:
        body = [f"{c},{date(2024, 1, 1) + timedelta(d)},{o},{m}" for c, d, o, m in lines]
        ws = workspace_of(sales="\n".join([HEADER, *body]))
        scope = Scope(start=date(2024, 1, 20), as_of=date(2024, 4, 20))
        return [stability.measured(ws, scope, by) for by in ("segment", "type8")]

    mixed = list(rows)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    for one, other in zip(asked(rows), asked(mixed), strict=True):
        assert (one is None) == (other is None)
        if one is None or other is None:
            continue
        pd.testing.assert_frame_equal(one.variations, other.variations)
        pd.testing.assert_frame_equal(one.labels, other.labels)
        assert one.labels.customers.sum() == one.customers
        assert one.variations.customer_share.between(0, 1).all()
        assert 0 <= one.firm_share <= 1
        assert one.firm_share <= 1 - one.variations.customer_share.max() + 1e-12
        lost = (one.labels.changed_share * one.labels.customers).sum()
        assert np.isclose(lost, one.customers * (1 - one.firm_share))
