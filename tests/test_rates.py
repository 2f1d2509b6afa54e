"""Intervals and judgements of rates, against published and counted figures."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics import rates


def test_wilson_interval_of_known_shares() -> None:
    found = rates.wilson(pd.Series([0, 8, 10]), pd.Series([10, 10, 10]))
    assert found["low"].tolist() == pytest.approx([0, 0.4902, 0.7225], abs=1e-4)
    assert found["high"].tolist() == pytest.approx([0.2775, 0.9433, 1], abs=1e-4)
    assert rates.wilson(pd.Series([0]), pd.Series([0])).isna().all(axis=None)


def test_rating_that_is_always_right() -> None:
    cells = pd.DataFrame({"customers": [10, 90], "gone": [10, 0], "p": [1.0, 0.0]})
    found = rates.judged(cells)
    assert found == {
        "auc": 1, "auc_low": 1, "pr_auc": 1, "lift": 10, "lift_ceiling": 10, "brier": 0, "n": 100,
        "base_rate": 0.1, "predicted_rate": 0.1,
    }  # fmt: skip


def test_rating_that_says_the_same_of_all() -> None:
    found = rates.judged(pd.DataFrame({"customers": [20], "gone": [5], "p": [0.25]}))
    assert [found["auc"], found["pr_auc"], found["lift"]] == [0.5, 0.25, 1]
    assert found["brier"] == pytest.approx(0.25 * 0.75)


@pytest.mark.parametrize("gone", [0, 7])
def test_nothing_to_tell_apart(gone: int) -> None:
    found = rates.judged(pd.DataFrame({"customers": [7], "gone": [gone], "p": [0.5]}))
    assert [found["auc"], found["pr_auc"], found["lift"]] == [None, None, None]
    assert found["base_rate"] == gone / 7


def test_small_cells_join_their_neighbours() -> None:
    """20 and 15 are too few alone and make 35; 40 stand alone; the 5 last go with them."""
    cells = pd.DataFrame(
        {"customers": [20, 15, 40, 5], "gone": [2, 5, 10, 5]},
        index=pd.MultiIndex.from_product([[0], range(4)]),
    )
    found = rates.shares(cells)
    assert list(found["customers"]) == [35, 35, 45, 45]
    assert list(found["p"]) == [7 / 35, 7 / 35, 15 / 45, 15 / 45]
    assert rates.shares(cells.head(1)).isna().all(axis=None)


def test_interval_of_the_auc_by_hand() -> None:
    """10 of 10 rated .8 left, none of 10 rated .2: 1 exactly; a coin with 8 customers: 0 to 1."""
    cells = pd.DataFrame({"customers": [10, 10], "gone": [10, 0], "p": [0.8, 0.2]})
    assert rates.judged(cells)["auc_low"] == 1
    coin = pd.DataFrame({"customers": [8], "gone": [4], "p": [0.5]})
    # variance (1/4 + 3 × (1/3 − 1/4) + 3 × (1/3 − 1/4)) ÷ 16 = 0.046875
    assert rates.judged(coin)["auc_low"] == pytest.approx(0.5 - 1.96 * 0.046875**0.5)


def test_difference_of_two_shares_as_published() -> None:
    """Newcombe 1998, table II, method 10."""
    mine, of = pd.Series([56, 9, 6, 5]), pd.Series([70, 10, 7, 56])
    theirs, other_of = pd.Series([48, 3, 2, 0]), pd.Series([80, 10, 7, 29])
    found = rates.difference(mine / of, of, theirs / other_of, other_of)
    assert found["difference"].tolist() == pytest.approx([0.2, 0.6, 4 / 7, 5 / 56])
    assert found["low"].tolist() == pytest.approx([0.0524, 0.1705, 0.0582, -0.0381], abs=1e-4)
    assert found["high"].tolist() == pytest.approx([0.3339, 0.8090, 0.8062, 0.1926], abs=1e-4)


def test_odds_ratio_by_hand_and_with_a_count_of_none() -> None:
    """20 of 30 against 10 of 30 is 4; 3 of 3 against 1 of 4 is (3.5 × 3.5) ÷ (0.5 × 1.5)."""
    found = rates.odds(
        pd.Series([20, 3, 0, 5]), pd.Series([30, 3, 4, 5]),
        pd.Series([10, 1, 0, 9]), pd.Series([30, 4, 9, 9]),
    )  # fmt: skip
    assert found["ratio"].tolist()[:2] == pytest.approx([4, 49 / 3])
    # e to the power of 1.96 × √(1/20 + 1/10 + 1/10 + 1/20) = 2.9257
    assert found["low"].iloc[0] == pytest.approx(4 / 2.9257, rel=1e-3)
    assert found["high"].iloc[0] == pytest.approx(4 * 2.9257, rel=1e-3)
    assert found.iloc[2:].isna().all(axis=None)
