"""Every way to foresee tried at every past month end: which is used, and how far off it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.smoothing import METHODS, YEAR, Series

AHEAD = 3
COVERED = 0.8  # share of outcomes an interval is meant to hold
FIRST = 4  # months known at the first trial
TRIED = 6  # months foreseen from which on a method is compared
CODES = tuple(METHODS)


@dataclass(frozen=True)
class Trials:
    """What each method said at each past month end, and what came.

    said    forecasts by method, months known and step ahead; NaN where it knew too little
    came    actual months by months known and step ahead; NaN where they are still to come
    size    the mean month of the year before, by months known: errors are told in it, so that
            those of a firm that grew can be set side by side
    positive  by months known: none was below zero
    """

    said: Series
    came: Series
    size: Series
    positive: NDArray[np.bool_]

    @classmethod
    def of(cls, known: Series) -> Trials:
        """All trials of a series of months, the last knowing all of it."""
        n = len(known)
        said = np.full((len(CODES), n + 1, AHEAD), np.nan)
        came, size = np.full((n + 1, AHEAD), np.nan), np.ones(n + 1)
        for cut in range(1, n + 1):
            size[cut] = np.abs(known[max(cut - YEAR, 0) : cut]).mean() or 1.0
            if FIRST <= cut < n:
                came[cut, : n - cut] = known[cut : cut + AHEAD]
            for place, (method, needs) in enumerate(METHODS.values()):
                if cut >= needs and (cut >= FIRST or cut == n):
                    said[place, cut] = method(known[:cut], AHEAD)
        return cls(said, came, size, np.r_[True, np.minimum.accumulate(known) >= 0])

    @property
    def months(self) -> int:
        """How many months are known."""
        return len(self.size) - 1

    def errors(self, cut: int) -> Series:
        """By how much each method was off, as far as was known after `cut` months."""
        known = np.add.outer(np.arange(len(self.size)), np.arange(1, AHEAD + 1)) <= cut
        off = np.abs(self.said - self.came) / self.size[:, np.newaxis]
        return np.where(known, off, np.nan)

    def choice(self, cut: int) -> tuple[int, int]:
        """The method to beat after `cut` months, and the one in use.

        To beat is seasonal naive, or naive while that is hardly tried. Of the methods whose
        errors are smaller by more than the standard error of the difference over month ends, the
        one with the smallest is used; else the one to beat.
        """
        errors = self.errors(cut)
        counts = (~np.isnan(errors)).sum(axis=(1, 2))
        benchmark = CODES.index("seasonal_naive")
        if counts[benchmark] < TRIED:
            benchmark = CODES.index("naive")
        best, most = benchmark, 0.0
        for place in np.flatnonzero(counts >= TRIED):
            gains = _by_cut(errors[benchmark] - errors[place])
            if len(gains) < FIRST:
                continue
            gain = gains.mean()
            if gain > max(gains.std(ddof=1) / math.sqrt(len(gains)), most):
                best, most = int(place), float(gain)
        return benchmark, best

    def interval(self, cut: int, place: int) -> Series:
        """From and to, by step ahead, as wide as the method's errors so far ask for; NaN if few.

        Of n errors the ⌈0.8 (n + 1)⌉-th smallest, none below four; never narrower for a later
        month. Source: split conformal prediction (Vovk, Gammerman & Shafer 2005).
        """
        errors, half = self.errors(cut)[place], np.full(AHEAD, np.nan)
        for step in range(AHEAD):
            own = np.sort(errors[~np.isnan(errors[:, step]), step])
            rank = math.ceil(COVERED * (len(own) + 1))
            if rank <= len(own):
                half[step] = max(own[rank - 1], half[step - 1] if step else 0.0)
        said, wide = self.said[place, cut], half * self.size[cut]
        low = said - wide
        return np.array([np.maximum(low, 0.0) if self.positive[cut] else low, said + wide])


def against(errors: Series, place: int, benchmark: int) -> float:
    """Mean error of a method ÷ that of the benchmark over what both foresaw; NaN where nothing."""
    both = ~np.isnan(errors[place] + errors[benchmark])
    other = errors[benchmark][both].sum()
    return float(errors[place][both].sum() / other) if other > 0 else math.nan


def _by_cut(gains: Series) -> Series:
    """One number for each month end: what it foresaw for three months is not three tries."""
    told = ~np.isnan(gains)
    sums = np.where(told, gains, 0.0).sum(axis=1)
    return np.asarray(sums[told.any(axis=1)] / told.sum(axis=1)[told.any(axis=1)])
