"""Whether earlier lists were right: what was foretold beside what happened."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics import rates

COLUMNS = [
    "model", "cut", "auc", "auc_low", "auc_high", "pr_auc", "lift", "lift_low", "lift_high",
    "lift_ceiling", "brier", "brier_low", "brier_high", "n", "base_rate", "predicted_rate",
    "auc_gain", "auc_gain_low", "auc_gain_high", "lift_gain", "lift_gain_low", "lift_gain_high",
]  # fmt: skip
PLAINEST = "recency"  # what a model has to beat
DRAWS = 200  # how often customers are drawn anew to see how firm a figure is
BOUND = 20_000  # customers the intervals rest on, where there are more

Floats = NDArray[np.float64]


def judged(cut: date, foretold: dict[str, Floats], gone: NDArray[np.bool_]) -> pd.DataFrame:
    """How well each candidate foretold the same customers' leaving.

    One row per model, with the figures of rates.judged and their 95 % intervals (customers drawn
    anew with replacement, the same draws for all): auc_low auc_high lift_low lift_high brier_low
    brier_high; auc_gain and lift_gain, with intervals, are those above recency alone. A model
    without probabilities gives no row.
    """
    rng = np.random.default_rng(0)
    some = np.sort(rng.permutation(len(gone))[:BOUND])
    weights = rng.poisson(1.0, (DRAWS, len(some))).astype(np.float64)
    known = {name: p for name, p in foretold.items() if not np.isnan(p).any()}
    drawn = {name: _drawn(p[some], gone[some], weights) for name, p in known.items()}
    rows = []
    for name, p in known.items():
        cells = pd.DataFrame({"customers": 1, "gone": gone.astype(int), "p": p})
        row = {"model": name, "cut": cut} | rates.judged(cells)
        for figure, values in drawn[name].items():
            row[f"{figure}_low"], row[f"{figure}_high"] = np.quantile(values, [0.025, 0.975])
        rows.append(row)
    table = pd.DataFrame(rows)
    for figure in ("auc", "lift"):
        plainest = table.loc[table["model"] == PLAINEST, figure].iloc[0]
        table[f"{figure}_gain"] = table[figure] - plainest
        gains = [drawn[name][figure] - drawn[PLAINEST][figure] for name in known]
        table[f"{figure}_gain_low"] = [np.quantile(gain, 0.025) for gain in gains]
        table[f"{figure}_gain_high"] = [np.quantile(gain, 0.975) for gain in gains]
    return table[COLUMNS]


def _drawn(p: Floats, gone: NDArray[np.bool_], weights: Floats) -> dict[str, Floats]:
    """AUC, lift and Brier score of each draw, customers of the same p together."""
    order = np.argsort(-p, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(p[order]) != 0])
    weights = weights[:, order]
    n = np.add.reduceat(weights, starts, axis=1)
    left = np.add.reduceat(weights * gone[order], starts, axis=1)
    total, all_left = n.sum(axis=1, keepdims=True), left.sum(axis=1, keepdims=True)
    stayed = n - left
    below = stayed.sum(axis=1, keepdims=True) - stayed.cumsum(axis=1)
    pairs = (left * (below + stayed / 2)).sum(axis=1)
    in_tenth = np.clip(total / 10 - (n.cumsum(axis=1) - n), 0, n)
    share = np.divide(left, n, out=np.zeros_like(left), where=n > 0)
    top = (in_tenth * share).sum(axis=1) / (total[:, 0] / 10)
    each = (gone[order] - p[order]) ** 2
    return {
        "auc": pairs / (all_left * (total - all_left))[:, 0],
        "lift": top / (all_left / total)[:, 0],
        "brier": weights @ each / total[:, 0],
    }


def groups(scores: pd.DataFrame) -> pd.DataFrame:
    """A day's customers in ten groups by risk, what was foretold beside what happened.

    scores  probability and gone of each customer
    One row per tenth, least likely to leave first (fewer rows where many share a probability):
    customers, from_probability (the lowest in it), predicted, actual, low high (95 % Wilson).
    """
    cells = scores.groupby("probability")["gone"].agg(["size", "sum"]).astype(float)
    middle = cells["size"].cumsum() - cells["size"] / 2
    tenth = np.floor(10 * middle / cells["size"].sum())
    cells["expected"], cells["p"] = cells["size"] * cells.index, cells.index
    found = cells.groupby(tenth).agg(
        customers=("size", "sum"), gone=("sum", "sum"), expected=("expected", "sum"),
        from_probability=("p", "min"),
    )  # fmt: skip
    found["predicted"] = found["expected"] / found["customers"]
    found["actual"] = found["gone"] / found["customers"]
    found = found.join(rates.wilson(found["gone"], found["customers"]))
    columns = ["customers", "from_probability", "predicted", "actual", "low", "high"]
    return found[columns].astype({"customers": int}).reset_index(drop=True)


def named(scores: pd.DataFrame, most: int) -> pd.DataFrame:
    """The list a day would have named: the `most` customers with the highest value at risk."""
    value = scores["probability"] * scores["expected_revenue"]
    order = np.lexsort([scores["customer_key"], -scores["expected_revenue"], -value])
    return scores.iloc[order[:most]]
