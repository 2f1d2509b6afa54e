"""How far a forecast of the weeks ahead can be trusted: as far as earlier ones missed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

LEAST = 12  # weeks foretold before, from which on their misses make the interval
SURE = 0.8  # of weeks should end within the interval
TRUSTED = 0.7  # of weeks within, below which the interval is called too narrow
CHANCE = 1.2816  # standard deviations on either side of the middle 80 %
LEADS = ((1, 4), (5, 8), (9, 13))  # weeks ahead that miss alike


class Coverage(NamedTuple):
    """In how many of the weeks foretold before what happened lay in the interval."""

    weeks: int
    within: int
    share: float


def with_interval(rows: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """The forecast as far as earlier ones missed: by the same factor up and down."""
    rows = rows.copy()
    rows["by_chance"] = True
    for name in ("orders", "revenue"):
        spread = CHANCE * rows[f"{name}_spread"]
        low, high = (rows[name] - spread).clip(lower=0), rows[name] + spread
        for first, last in LEADS:
            factor = _missed(earlier, name, first, last)
            if factor is not None:
                here = rows["week"].between(first, last)
                low, high = (
                    low.mask(here, rows[name] / factor),
                    high.mask(here, rows[name] * factor),
                )
                rows.loc[here, "by_chance"] = False
        rows[f"{name}_low"], rows[f"{name}_high"] = low, high
    return rows.drop(columns=["orders_spread", "revenue_spread"])


def _missed(earlier: pd.DataFrame, name: str, first: int, last: int) -> float | None:
    """The factor that eight in ten earlier forecasts so far ahead missed by at most.

    Of n misses the one in place (n + 1) × 0.8: so many a new one stays below (Vovk 2005).
    """
    seen = earlier[earlier["week"].between(first, last)] if len(earlier) else earlier
    if len(seen) < LEAST:
        return None
    happened = seen[f"happened_{name}"].clip(lower=0.5)
    miss = np.sort(np.abs(np.log(happened / seen[name].clip(lower=1e-9))))
    return float(np.exp(miss[min(len(miss), int(np.ceil((len(miss) + 1) * SURE))) - 1]))


def dated(rows: pd.DataFrame) -> pd.DataFrame:
    """With the first and the last day of each week."""
    cut, week = pd.to_datetime(rows["cut"]), pd.to_timedelta(7 * rows["week"], unit="D")
    rows["first_day"] = (cut + week - pd.Timedelta(days=6)).dt.date
    rows["last_day"] = (cut + week).dt.date
    names = [f"{name}{end}" for name in ("orders", "revenue") for end in ("", "_low", "_high")]
    front = ["cut", "week", "first_day", "last_day", *names, "by_chance"]
    return rows[[*front, *[name for name in rows if name not in front]]]


def coverage(tests: pd.DataFrame, name: str) -> Coverage:
    """How often the interval held, of the kind used now where there are any; see Coverage.

    tests  of calendar_tests   name  "orders" or "revenue"
    """
    seen = tests[~tests["by_chance"]] if (~tests["by_chance"]).any() else tests
    within = seen[f"{name}_within"]
    return Coverage(len(seen), int(within.sum()), float(within.mean()))
