"""Ways to foresee the next months of a series from its own past: a few lines of numpy each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
Method = Callable[[Series, int], Series]
YEAR = 12
_SHARES = np.array([0.1, 0.2, 0.3, 0.5, 0.7, 0.9])
_ALPHA, _BETA, _GAMMA = (
    grid.ravel()
    for grid in np.meshgrid([0.1, 0.3, 0.5, 0.8], [0.0, 0.1, 0.3], [0.0, 0.1, 0.3], indexing="ij")
)
_DAMPED = 0.9


def naive(known: Series, ahead: int) -> Series:
    """As the last month."""
    return np.full(ahead, known[-1])


def seasonal_naive(known: Series, ahead: int) -> Series:
    """As the same month a year before."""
    return np.array([known[len(known) - YEAR + place % YEAR] for place in range(ahead)])


def seasonal_growth(known: Series, ahead: int) -> Series:
    """As the same month a year before, times the growth of the last twelve months."""
    before = known[-2 * YEAR : -YEAR].sum()
    growth = known[-YEAR:].sum() / before if before > 0 else 1.0
    return seasonal_naive(known, ahead) * growth


def smoothed(known: Series, ahead: int) -> Series:
    """As the level of the last months, the later ones weighing more (simple exponential)."""
    level, errors = np.full(len(_SHARES), known[0]), np.zeros(len(_SHARES))
    for value in known[1:]:
        errors += (value - level) ** 2
        level = level + _SHARES * (value - level)
    return np.full(ahead, level[errors.argmin()])


def holt_winters(known: Series, ahead: int) -> Series:
    """As level, damped trend and season lead on (Holt–Winters); of ratios where all is positive.

    Source: Holt 1957, Winters 1960, damped as in Gardner & McKenzie 1985; weights from a grid.
    """
    ratios = bool((known > 0).all())
    values = np.log(known) if ratios else known
    years = values[: len(values) // YEAR * YEAR].reshape(-1, YEAR)
    usual = (years - years.mean(axis=1, keepdims=True)).mean(axis=0)
    season = np.tile(usual, (len(_ALPHA), 1))
    level = np.full(len(_ALPHA), values[:YEAR].mean())
    trend = np.full(len(_ALPHA), (years[-1].mean() - years[0].mean()) / max(len(values) - YEAR, 1))
    errors = np.zeros(len(_ALPHA))
    for place, value in enumerate(values):
        month = place % YEAR
        expected = level + _DAMPED * trend
        errors += (value - expected - season[:, month]) ** 2
        grown = _ALPHA * (value - season[:, month]) + (1 - _ALPHA) * expected
        trend = _BETA * (grown - level) + (1 - _BETA) * _DAMPED * trend
        season[:, month] = _GAMMA * (value - grown) + (1 - _GAMMA) * season[:, month]
        level = grown
    best, at = errors.argmin(), len(values)
    steps = _DAMPED ** np.arange(1, ahead + 1)
    turns = np.array([season[best, (at + step) % YEAR] for step in range(ahead)])
    found = level[best] + trend[best] * steps.cumsum() + turns
    return np.exp(found) if ratios else found


# the method, and how many months it needs; the plainest first
METHODS: dict[str, tuple[Method, int]] = {
    "naive": (naive, 1),
    "seasonal_naive": (seasonal_naive, YEAR),
    "smoothed": (smoothed, 3),
    "seasonal_growth": (seasonal_growth, 2 * YEAR),
    "holt_winters": (holt_winters, 2 * YEAR),
}
