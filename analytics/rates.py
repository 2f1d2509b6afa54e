"""Rates of counted customers: how sure one is, and how well a rating foretold them."""

from __future__ import annotations

from math import erfc, sqrt

import numpy as np
import pandas as pd
from scipy.special import gammaln

LEAST = 30  # customers a share needs to be called a probability
EXPECTED = 5  # cases a test of two shares needs on either side
SURE = 0.05  # false discovery rate up to which a difference is called clear


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


def ratio(
    share: pd.Series, of: pd.Series, other_share: pd.Series, other_of: pd.Series
) -> pd.DataFrame:
    """How many times one share another is, with its 95 % interval: columns ratio, low, high.

    of, other_of  how many independent cases each share rests on; need not be whole numbers
    ratio and high are infinite where nobody of the others has it, null where nobody at all has.
    Source: Donner & Zou 2012, from the Wilson interval of each share.
    """
    mine, theirs = wilson(share * of, of), wilson(other_share * other_of, other_of)
    both = share * other_share
    least = mine["low"] * (2 * share - mine["low"])
    most = mine["high"] * (2 * share - mine["high"])
    floor = theirs["low"] * (2 * other_share - theirs["low"])
    ceiling = theirs["high"] * (2 * other_share - theirs["high"])
    below = both + np.sqrt((both**2 - least * ceiling).clip(lower=0))
    above = both + np.sqrt((both**2 - most * floor).clip(lower=0))
    low = (least / below.where(below > 0)).where(share > 0, 0.0)
    high = (above / floor.where(floor > 0)).where(other_share > 0, np.inf)
    found = pd.DataFrame(
        {"ratio": share / other_share.where(other_share > 0), "low": low, "high": high}
    )
    found.loc[(other_share == 0) & (share > 0), "ratio"] = np.inf
    return found.where((share > 0) | (other_share > 0))


def difference(
    share: pd.Series, of: pd.Series, other_share: pd.Series, other_of: pd.Series
) -> pd.DataFrame:
    """How much larger one share is than another, with its 95 % interval: difference, low, high.

    of, other_of  how many independent cases each share rests on; need not be whole numbers
    Null where either side has no case. Source: Newcombe 1998 (method 10), from the Wilson
    interval of each share.
    """
    mine, theirs = wilson(share * of, of), wilson(other_share * other_of, other_of)
    apart = share - other_share
    below = np.sqrt((share - mine["low"]) ** 2 + (theirs["high"] - other_share) ** 2)
    above = np.sqrt((mine["high"] - share) ** 2 + (other_share - theirs["low"]) ** 2)
    return pd.DataFrame({"difference": apart, "low": apart - below, "high": apart + above})


def odds(
    with_it: pd.Series, of: pd.Series, other_with_it: pd.Series, other_of: pd.Series
) -> pd.DataFrame:
    """How many times the odds of one group are those of another: columns ratio, low, high (95 %).

    with_it, of  counts: of how many cases how many have it, on either side
    Where one of the four counts is 0, half a case is added to each. Null where everybody or
    nobody has it. Source: Woolf 1955 for the interval, Haldane 1956 for the half.
    """
    cells = pd.DataFrame(
        {
            "a": with_it, "b": of - with_it,
            "c": other_with_it, "d": other_of - other_with_it,
        },
        dtype=float,
    )  # fmt: skip
    told = (cells["a"] + cells["c"] > 0) & (cells["b"] + cells["d"] > 0)
    cells = cells.add(0.5 * (cells == 0).any(axis=1), axis=0).where(told)
    middle = np.log(cells["a"] * cells["d"] / (cells["b"] * cells["c"]))
    half = 1.96 * np.sqrt((1 / cells).sum(axis=1, skipna=False))
    found = {"ratio": middle, "low": middle - half, "high": middle + half}
    return pd.DataFrame({name: np.exp(values) for name, values in found.items()})


def watched(rows: pd.DataFrame) -> pd.DataFrame:
    """By how long it had happened to which share of those of whom some are still waited for.

    rows   done, waiting: how many it happened to, and how many were followed no longer, one row
           per time, in order
    Adds at_risk, share, low, high (95 %): who was watched for less counts for as long as watched.
    Source: Kaplan & Meier 1958; interval: Wilson's for the number of cases who, all watched to
    the end, would make the share as sure (Cutler & Ederer 1958).
    """
    found = rows.copy()
    gone = found["done"] + found["waiting"]
    found["at_risk"] = gone[::-1].cumsum()[::-1]
    left = (1 - found["done"] / found["at_risk"]).cumprod()
    spread = found["at_risk"] * (found["at_risk"] - found["done"])
    greenwood = (found["done"] / spread.where(spread > 0)).cumsum()
    found["share"] = 1 - left
    as_many = found["share"] / (left * greenwood).where(left * greenwood > 0)
    as_many = as_many.fillna(found["at_risk"])
    found[["low", "high"]] = wilson(found["share"] * as_many, as_many)
    return found


def differ(
    share: pd.Series, of: pd.Series, other_share: pd.Series, other_of: pd.Series
) -> pd.Series:
    """Chance of a difference this large where there is none; null where too few to tell.

    Two-sided test of two shares; told only where both sides expect at least 5 cases with and
    5 without. Source: Cochran 1954 for the limit.
    """
    pooled = (share * of + other_share * other_of) / (of + other_of)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / of + 1 / other_of))
    z = ((share - other_share).abs() / spread.where(spread > 0)).fillna(0)
    chance = z.map(lambda value: erfc(value / sqrt(2)))
    expected = np.minimum(of, other_of) * np.minimum(pooled, 1 - pooled)
    return chance.where(expected >= EXPECTED)


def adjusted(chances: pd.Series, made: int = 0) -> pd.Series:
    """The same chances as false discovery rates, for as many comparisons as have been made.

    made  how many those are, where more than the chances given: the others showed nothing (p = 1)
    Null ones were no comparison. Source: Benjamini & Hochberg 1995.
    """
    known = chances.dropna().sort_values(ascending=False)
    places = np.arange(len(known), 0, -1)
    rates = (known * max(made, len(known)) / places).cummin().clip(upper=1)
    return rates.reindex(chances.index)


def together(both: pd.Series, one: pd.Series, other: pd.Series, of: pd.Series) -> pd.Series:
    """Chance that two things meet in `both` of `of` cases or more, if neither draws the other.

    one other  in how many cases each of them is
    The upper tail of the hypergeometric distribution: Fisher's exact test, one-sided. It is
    summed away from the middle, so that few terms count, for all pairs at once.
    Source: Fisher 1935.
    """
    k, a, b, n = (part.to_numpy(dtype=float) for part in (both, one, other, of))
    above = k * n > a * b  # then upwards from k, else what is below k is taken off 1
    at = np.where(above, k, k - 1)
    possible = (at >= np.maximum(0, a + b - n)) & (at <= np.minimum(a, b))
    at = np.where(possible, at, np.maximum(0, a + b - n))
    log = sum(gammaln(part + 1) for part in (a, n - a, b, n - b)) - gammaln(n + 1)
    log = log - sum(gammaln(part + 1) for part in (at, a - at, b - at, n - a - b + at))
    total, term = np.ones(len(k)), np.ones(len(k))
    rest, step = np.arange(len(k)), 0
    while len(rest):
        up, x, y, z = above[rest], a[rest], b[rest], n[rest]
        j = at[rest] + np.where(up, step, -step)
        rise = (x - j) * (y - j) / ((j + 1) * (z - x - y + j + 1))
        fall = j * (z - x - y + j) / ((x - j + 1) * (y - j + 1))
        term[rest] *= np.where(up, rise, fall)
        total[rest] += term[rest]
        rest, step = rest[term[rest] > 1e-17 * total[rest]], step + 1
    tail = np.where(possible, np.exp(log) * total, 0)
    return pd.Series(np.where(above, tail, 1 - tail).clip(0, 1), both.index)


def judged(cells: pd.DataFrame) -> dict[str, float | None]:
    """How well probabilities foretold what happened, where many customers share one.

    cells  customers, gone (of them, those it happened to) and p, one row per cell
    auc    chance that one it happened to was rated above one it did not, ties half; null where
           it happened to everybody or nobody, as are pr_auc (average precision) and lift
    auc_low  lower end of its 95 % interval, Hanley & McNeil 1982
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
        "auc": None, "auc_low": None, "pr_auc": None, "lift": None, "lift_ceiling": None,
        "brier": (gone * (1 - p) ** 2 + stayed * p**2).sum() / total,
        "n": int(total), "base_rate": base, "predicted_rate": (p * n).sum() / total,
    }  # fmt: skip
    if 0 < base < 1:
        rated_below = stayed.sum() - stayed.cumsum()
        auc = (gone * (rated_below + stayed / 2)).sum() / (gone.sum() * stayed.sum())
        found["auc"], found["auc_low"] = auc, _lower(auc, gone.sum(), stayed.sum())
        found["pr_auc"] = (gone * gone.cumsum() / n.cumsum()).sum() / gone.sum()
        in_tenth = np.clip(total / 10 - (n.cumsum() - n), 0, n)
        found["lift"] = (in_tenth * gone / n).sum() / (total / 10) / base
        found["lift_ceiling"] = min(1 / base, 10.0)
    return found


def shares(cells: pd.DataFrame) -> pd.DataFrame:
    """Share of customers it happened to in cells of two levels, small ones joined.

    cells  customers, gone; neighbours on the first level are joined until each holds LEAST
           customers, then neighbours on the second within them
    One row per cell: p customers gone of the joined cells; null with under LEAST in all.
    """
    found = pd.DataFrame(np.nan, index=cells.index, columns=["p", "customers", "gone"])
    for outer in _joined(cells["customers"].groupby(level=0).sum()):
        inner = cells.loc[outer].groupby(level=1).sum()
        for group in _joined(inner["customers"]):
            n, gone = inner.loc[group, "customers"].sum(), inner.loc[group, "gone"].sum()
            found.loc[(outer, group), :] = [gone / n, n, gone]
    return found


def _joined(customers: pd.Series) -> list[list[int]]:
    """Neighbours joined until each group has enough customers; none with too few at all."""
    groups: list[list[int]] = []
    waiting: list[int] = []
    for key in customers.index:
        waiting.append(int(key))
        if customers[waiting].sum() >= LEAST:
            groups.append(waiting)
            waiting = []
    if groups:
        groups[-1] += waiting
    return groups


def _lower(auc: float, hits: float, others: float, z: float = 1.96) -> float:
    two_hits, two_others = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (hits - 1) * (two_hits - auc**2)
    spread += (others - 1) * (two_others - auc**2)
    return float(auc - z * np.sqrt(spread / (hits * others)))
