"""Rates of counted customers: how sure one is, and how well a rating foretold them."""

from __future__ import annotations

import numpy as np
import pandas as pd


def wilson(hits: pd.Series, of: pd.Series, z: float = 1.96) -> pd.DataFrame:
    """The 95 % interval of each share hits ÷ of: columns low, high; null where `of` is 0.

    Source: Wilson 1927; used for every rate under 1,000 customers (methods.md, common ground).
    """
    n = of.where(of > 0).astype(float)
    share, spread = hits / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return pd.DataFrame(
        {"low": (middle - half).clip(lower=0), "high": (middle + half).clip(upper=1)}
    )


def judged(cells: pd.DataFrame) -> dict[str, float | None]:
    """How well probabilities foretold what happened, where many customers share one.

    cells  customers, gone (of them, those it happened to) and p, one row per cell
    auc    chance that one it happened to was rated above one it did not, ties half; null where
           it happened to everybody or nobody, as are pr_auc (average precision) and lift
    lift   rate in the tenth with the highest p ÷ base_rate; lift_ceiling: min(1 ÷ base_rate, 10)
    brier  mean squared error; n customers, base_rate, predicted_rate (mean p)
    """
    table = cells.groupby("p")[["customers", "gone"]].sum().sort_index(ascending=False)
    table = table[table["customers"] > 0]
    p = table.index.to_numpy(dtype=float)
    n, gone = table["customers"].to_numpy(dtype=float), table["gone"].to_numpy(dtype=float)
    stayed, total = n - gone, n.sum()
    base = gone.sum() / total
    found: dict[str, float | None] = {
        "auc": None, "pr_auc": None, "lift": None, "lift_ceiling": None,
        "brier": (gone * (1 - p) ** 2 + stayed * p**2).sum() / total,
        "n": int(total), "base_rate": base, "predicted_rate": (p * n).sum() / total,
    }  # fmt: skip
    if 0 < base < 1:
        rated_below = stayed.sum() - stayed.cumsum()
        found["auc"] = (gone * (rated_below + stayed / 2)).sum() / (gone.sum() * stayed.sum())
        found["pr_auc"] = (gone * gone.cumsum() / n.cumsum()).sum() / gone.sum()
        in_tenth = np.clip(total / 10 - (n.cumsum() - n), 0, n)
        found["lift"] = (in_tenth * gone / n).sum() / (total / 10) / base
        found["lift_ceiling"] = min(1 / base, 10.0)
    return found
