"""The Gamma-Gamma model: what a customer spends on a purchase day, freed of chance.

Spend varies around a mean of each customer's own (shape p), and the means vary between customers
(q, gamma). A customer seen on few days is drawn towards everybody's mean, one seen often is
believed. Source: Fader, Hardie & Lee 2005, RFM and CLV; Fader & Hardie 2013.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaln
from threadpoolctl import threadpool_limits

from analytics.errors import N_, DataError

LEAST = 30  # customers who came back and paid

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Model:
    """What was fitted: shapes p and q, and gamma in the unit of money."""

    p: float
    q: float
    gamma: float

    def expected_spend(self, x: Counts, m: Floats) -> Floats:
        """Mean spend of a purchase day to be expected of each customer (money).

        x  repeat purchase days (count); m  mean spend on them (money), ignored where x is 0
        """
        seen = np.where(x > 0, m, 0.0)
        return self.p * (self.gamma + x * seen) / (self.p * x + self.q - 1)


def fit(x: Counts, m: Floats) -> Model:
    """The model under which this spending is most likely; only whoever came back and paid counts.

    Errors: DataError when fewer than 30 customers did.
    """
    paid = (x > 0) & (m > 0)
    if int(paid.sum()) < LEAST:
        raise DataError(
            N_("Only {n} customers came back and paid; a value forecast needs {least}."),
            N_("Load a longer history, or take fewer filters."),
            n=int(paid.sum()),
            least=LEAST,
        )
    unit = float(m[paid].mean())
    days, spend, n = x[paid], m[paid] / unit, int(paid.sum())
    total, counts = days * spend, np.arange(int(days.max()) + 1, dtype=np.float64)
    by_days = np.bincount(days, minlength=len(counts)) / n  # of whole days there are few
    often = counts[days]
    log_spend, spread = np.log(spend), np.log(days) + np.log(spend)
    fixed, all_days = float(log_spend.mean()), float(often @ spread) / n

    def negative(logs: Floats) -> tuple[float, Floats]:
        p, q, gamma = np.exp(np.clip(logs, -30, 30))
        shape = p * np.maximum(counts, 1)
        known = gamma + total
        log_total, share = np.log(known), 1 / known
        logs_mean, logs_days = log_total.mean(), often @ log_total / n
        value = (
            by_days @ (gammaln(shape + q) - gammaln(shape)) - gammaln(q) + q * np.log(gamma)
            + p * all_days - fixed - p * logs_days - q * logs_mean
        )  # fmt: skip
        rising = digamma(shape + q)
        gradient = np.array([
            by_days @ (counts * (rising - digamma(shape))) + all_days - logs_days,
            by_days @ rising - digamma(q) + np.log(gamma) - logs_mean,
            q / gamma - p * (often @ share) / n - q * share.mean(),
        ])  # fmt: skip
        return -float(value), -gradient * np.array([p, q, gamma])

    with threadpool_limits(1):  # threads for sums this short only wait for each other
        found = minimize(
            negative, np.log([2.0, 3.0, 1.0]), jac=True, method="BFGS", options={"gtol": 1e-8}
        )
    p, q, gamma = np.exp(found.x)
    return Model(p, q, gamma * unit)
