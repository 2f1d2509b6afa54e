"""Whether earlier lists were right: what was foretold beside what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics import rates

COLUMNS = [
    "model", "cut", "auc", "auc_low", "auc_high", "pr_auc", "lift", "lift_low", "lift_high",
    "lift_ceiling", "brier", "brier_low", "brier_high", "n", "base_rate", "predicted_rate",
    "auc_gain", "auc_gain_low", "auc_gain_high", "lift_gain", "lift_gain_low", "lift_gain_high",
    "calibration_error", "calibration_chance",
]  # fmt: skip
PLAINEST = "recency"  # what a model has to beat
FIGURES = ("auc", "lift", "brier")
DRAWS = 200  # how often customers are drawn anew to see how firm a figure is
BOUND = 20_000  # customers the intervals rest on, where there are more
ENDS = (0.025, 0.975)  # of a 95 % interval

Floats = NDArray[np.float64]
Drawn = dict[str, dict[str, Floats]]  # model -> figure -> its value in each draw


@dataclass(frozen=True)
class Day:
    """An earlier day: its customers, what was foretold of them, and who left."""

    cut: date
    keys: NDArray[np.int64]
    foretold: dict[str, Floats]
    gone: NDArray[np.bool_]

    @property
    def known(self) -> dict[str, Floats]:
        """Probabilities by model, of those models that had one for everybody."""
        return {name: p for name, p in self.foretold.items() if not np.isnan(p).any()}


def tested(days: Sequence[Day], left_out: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How well each candidate foretold leaving, day by day, and how much better than the plainest.

    left_out  place of the day the choice of a model was made on, which flatters it
    First table: one row per day and model, with the figures of rates.judged and their 95 %
    intervals (customers drawn anew with replacement, the same draws for all): auc_low auc_high
    lift_low lift_high brier_low brier_high; auc_gain and lift_gain, with intervals, are those
    above recency alone; calibration_error and calibration_chance as of `calibration`. A model
    without probabilities gives no row.
    Second table: one row per model, all days but the one left out taken together: days (count)
    and the mean auc_gain lift_gain brier_gain with _low and _high; a lower Brier score is better.
    """
    drawn = _drawn_anew(days)
    tables = [_judged(day, draws) for day, draws in zip(days, drawn, strict=True)]
    rest = [place for place in range(len(days)) if place != left_out]
    gains = _gained([tables[place] for place in rest], [drawn[place] for place in rest])
    return pd.concat(tables, ignore_index=True), gains


def _judged(day: Day, drawn: Drawn) -> pd.DataFrame:
    rows = []
    for name, p in day.known.items():
        cells = pd.DataFrame({"customers": 1, "gone": day.gone.astype(int), "p": p})
        row = {"model": name, "cut": day.cut} | rates.judged(cells)
        row |= calibration(pd.DataFrame({"probability": p, "gone": day.gone}))
        for figure in FIGURES:
            row[f"{figure}_low"], row[f"{figure}_high"] = np.quantile(drawn[name][figure], ENDS)
        rows.append(row)
    table = pd.DataFrame(rows)
    for figure in ("auc", "lift"):
        plainest = table.loc[table["model"] == PLAINEST, figure].iloc[0]
        table[f"{figure}_gain"] = table[figure] - plainest
        gains = [drawn[name][figure] - drawn[PLAINEST][figure] for name in day.known]
        ends = np.quantile(gains, ENDS, axis=1)
        table[f"{figure}_gain_low"], table[f"{figure}_gain_high"] = ends
    return table[COLUMNS]


def _gained(tables: list[pd.DataFrame], drawn: list[Drawn]) -> pd.DataFrame:
    figures = [table.set_index("model") for table in tables]
    rows = []
    for name in [name for name in figures[0].index if all(name in day.index for day in figures)]:
        row: dict[str, object] = {"model": name, "days": len(tables)}
        for figure in FIGURES:
            found = [day[figure][name] - day[figure][PLAINEST] for day in figures]
            gains = [each[name][figure] - each[PLAINEST][figure] for each in drawn]
            row[f"{figure}_gain"] = np.mean(found)
            ends = np.quantile(np.mean(gains, axis=0), ENDS)
            row[f"{figure}_gain_low"], row[f"{figure}_gain_high"] = ends
        rows.append(row)
    return pd.DataFrame(rows)


def _drawn_anew(days: Sequence[Day]) -> list[Drawn]:
    """The figures of each draw, day by day; whoever is drawn twice is so on every day."""
    rng = np.random.default_rng(0)
    everybody = np.unique(np.concatenate([day.keys for day in days]))
    some = np.sort(rng.permutation(everybody)[:BOUND])
    weights = rng.poisson(1.0, (DRAWS, len(some))).astype(np.float64)
    drawn = []
    for day in days:
        there = np.isin(day.keys, some)
        mine = weights[:, np.searchsorted(some, day.keys[there])]
        known = day.known.items()
        drawn.append({name: _drawn(p[there], day.gone[there], mine) for name, p in known})
    return drawn


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


def together(scores: pd.DataFrame) -> pd.DataFrame:
    """The tenths of `groups` over several days, with intervals for customers who come back in them.

    scores  customer_key, probability and gone of each customer and day
    What happens to one customer on several days is no news each time: a tenth counts for as many
    customers as would make its share as sure. Source of the latter: Liang & Zeger 1986, clusters
    are customers; of the interval: Korn & Graubard 1998, with Wilson's.
    """
    found = groups(scores)
    place = found["from_probability"].searchsorted(scores["probability"], side="right") - 1
    apart = scores["gone"].astype(float) - found["actual"].to_numpy()[place]
    each = apart.groupby([place, scores["customer_key"].to_numpy()]).sum()
    people = each.groupby(level=0).size()
    spread = (each**2).groupby(level=0).sum() / found["customers"] ** 2
    as_many = found["actual"] * (1 - found["actual"]) / spread.where(spread > 0)
    as_many = as_many.fillna(people).clip(upper=found["customers"])
    found[["low", "high"]] = rates.wilson(found["actual"] * as_many, as_many)
    return found


def calibration(scores: pd.DataFrame) -> dict[str, float]:
    """How far what was foretold and what happened are apart, and how far chance alone takes them.

    scores  probability and gone of each customer
    calibration_error   mean difference over the tenths of `groups`, weighted by customers
    calibration_worst   the largest difference of a tenth
    calibration_chance  the same of probabilities that are exactly right, to be expected because
                        a tenth is few customers: mean deviation of a normal, from p × (1 − p)
    """
    tenths, p = groups(scores), scores["probability"].sort_values().to_numpy(dtype=np.float64)
    starts = tenths["customers"].cumsum() - tenths["customers"]
    spread = np.add.reduceat(p * (1 - p), starts.to_numpy())
    apart = (tenths["predicted"] - tenths["actual"]).abs()
    return {
        "calibration_error": float(np.average(apart, weights=tenths["customers"])),
        "calibration_worst": float(apart.max()),
        "calibration_chance": float(np.sqrt(2 / np.pi * spread).sum() / len(p)),
    }


def named(scores: pd.DataFrame, most: int) -> pd.DataFrame:
    """The list a day would have named: the `most` customers with the highest value at risk."""
    expected = scores["expected_value"].fillna(-1)
    order = np.lexsort([scores["customer_key"], -expected, -scores["probability"] * expected])
    return scores.iloc[order[:most]]
