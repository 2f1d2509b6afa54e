"""The BG/NBD model: how often a customer still buys, and whether they still do at all.

While active a customer buys at a rate of their own; after each purchase they may leave for good.
Rates and chances of leaving differ between customers (gamma r, alpha; beta a, b). What the data
hold of a customer is x repeat purchase days, t_x days from the first to the last of them and t
days from the first to the day asked for; the model counts in weeks, days ÷ 7, never rounded.
Source: Fader, Hardie & Lee 2005, "Counting Your Customers" the Easy Way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaln, hyp2f1
from threadpoolctl import threadpool_limits

from analytics.errors import N_, DataError

WEEK = 7  # days
MONTH = 365 / 12  # days
# Logarithms of r, alpha, a, b: customers all alike would drive them beyond what doubles hold.
LOWEST, HIGHEST = np.array([-9.0] * 4), np.array([9.0, 9.0, 4.0, 7.0])
MANY, SOME = 20_000, 10_000  # histories from which on some customers lead the way, and how many
STEPS, CLOSE = 12, 1e-6  # of Newton's at most; a step of the logarithms that is the last
LEAST = 30  # customers who came back, without which nothing can be told about coming back

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


@dataclass(frozen=True)
class Model:
    """What was fitted; rates are per week.

    r alpha a b      the parameters
    log_likelihood   of all customers
    errors           standard error of each parameter, in the same order; nan where flat
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = np.nan
    errors: tuple[float, ...] = (np.nan,) * 4

    def p_alive(self, x: Days, t_x: Days, t: Days) -> Floats:
        """Chance of being active still; 1 for whoever bought on one day only."""
        return 1 / (1 + self._left(x, t_x, t))

    def p_inactive(self, x: Days, t_x: Days, t: Days, horizon_days: int) -> Floats:
        """Chance of no purchase in the days ahead: having left, or only pausing.

        The likelihood of the same purchases watched for longer ÷ that of those seen so far.
        """
        later = np.log((self.alpha + t / WEEK) / (self.alpha + (t + horizon_days) / WEEK))
        left = self._left(x, t_x, t)
        return (np.exp((self.r + x) * later) + left) / (1 + left)

    def expected_orders(self, x: Days, t_x: Days, t: Days, horizon_days: float) -> Floats:
        """Purchase days to be expected in the days ahead (count)."""
        pairs, back = _pairs(x, t)
        return self._if_active(*pairs, horizon_days)[back] * self.p_alive(x, t_x, t)

    def next_order(self, x: Days, t: Days, chance: float) -> Floats:
        """Days within which whoever is active now has bought again, with this chance.

        The rate of a customer with x purchases in t days is gamma (r + x, alpha + t), so the
        wait for the next one is Pareto.
        """
        longer = (1 - chance) ** (-1 / (self.r + x))
        return (self.alpha * WEEK + t) * (longer - 1)

    def discounted_orders(self, x: Days, t_x: Days, t: Days, months: int, rate: float) -> Floats:
        """Purchase days of the months ahead, those of month i counted at 1 ÷ (1 + rate)^i."""
        pairs, back = _pairs(x, t)
        ends = [self._if_active(*pairs, month * MONTH) for month in range(months + 1)]
        weights = (1 + rate) ** -np.arange(1.0, months + 1)
        return (weights @ np.diff(ends, axis=0))[back] * self.p_alive(x, t_x, t)

    def _left(self, x: Days, t_x: Days, t: Days) -> Floats:
        """Odds of having left; only after a repeat purchase can one leave unseen."""
        longer = np.log((self.alpha + t / WEEK) / (self.alpha + t_x / WEEK))
        odds = np.exp(np.minimum((self.r + x) * longer, 700))  # beyond it a double ends
        return np.where(x > 0, self.a / (self.b + np.maximum(x, 1) - 1) * odds, 0.0)

    def _if_active(self, x: Days, t: Days, horizon_days: float) -> Floats:
        """Purchase days ahead of whoever is active now.

        Euler's transformation of the published formula, whose factors grow without bound.
        """
        a, b, weeks = self.a, self.b, horizon_days / WEEK
        ahead = weeks / (self.alpha + t / WEEK + weeks)
        series = hyp2f1(a + b - 1 - self.r, a - 1, a + b - 1 + x, ahead)
        return (a + b - 1 + x) / (a - 1) * (1 - (1 - ahead) ** (a - 1) * series)


def _pairs(x: Days, t: Days) -> tuple[tuple[Days, Days], Days]:
    """Each pair of x and t once, and where every customer's stands among them."""
    days = int(t.max(initial=0)) + 1
    keys, back = np.unique(x * days + t, return_inverse=True)
    return (keys // days, keys % days), back


def fit(x: Days, t_x: Days, t: Days) -> Model:
    """The model under which these customers' purchases are most likely.

    x t_x t  repeat purchase days (count), days to the last of them and to the day asked for
    Errors: DataError when fewer than 30 customers came back.
    """
    if int((x > 0).sum()) < LEAST:
        raise DataError(
            N_("Only {n} customers bought on more than one day; a forecast needs {least}."),
            N_("Load a longer history, or take fewer filters."),
            n=int((x > 0).sum()),
            least=LEAST,
        )
    data = _Likelihood(x, t_x, t)
    start = np.log([1.0, max(float(t.mean()) / WEEK, 1.0), 1.0, 2.0])
    with threadpool_limits(1):  # threads for sums this short only wait for each other
        if len(data.n) <= MANY:
            best = _climbed(data, start)
            turns = _turns(data, best)
        else:  # the way to the top by some customers, the last steps by all
            some = data.drawn(SOME)
            best = _climbed(some, start)
            turns = _turns(some, best)
            best = _stepped(data, best, turns)
        value, _ = data(best)
    r, alpha, a, b = np.exp(best)
    errors = tuple(np.exp(best) * _errors(data.customers * turns))
    return Model(r, alpha, a, b, -value * data.customers, errors)


def _climbed(data: _Likelihood, start: Floats) -> Floats:
    """Logarithms of the parameters under which these histories are most likely."""
    found = minimize(data, start, jac=True, method="BFGS", options={"gtol": 1e-8})
    if not np.all((found.x > LOWEST) & (found.x < HIGHEST)):
        found = minimize(
            data, start, jac=True, method="L-BFGS-B", bounds=list(zip(LOWEST, HIGHEST, strict=True))
        )
    return found.x


def _stepped(data: _Likelihood, start: Floats, turns: Floats) -> Floats:
    """The same from close by: a few of Newton's steps; the whole way where they lead nowhere."""
    logs = start
    for _step in range(STEPS):
        try:
            step = np.linalg.solve(turns, data(logs)[1])
        except np.linalg.LinAlgError:
            break
        if not np.abs(step).max() < 0.5:
            break
        logs = logs - step
        if np.abs(step).max() < CLOSE:
            return logs
    return _climbed(data, start)


class _Likelihood:
    """Minus the mean log-likelihood and its gradient, by the logarithms of the parameters.

    Customers with the same history are taken together; whatever depends on whole days or counts
    alone, of which there are few, is looked up.
    """

    def __init__(self, x: Days, t_x: Days, t: Days, n: Days | None = None) -> None:
        if n is None:
            x, t_x, t, n = _together(x, t_x, t)
        self.x, self.t_x, self.t, self.n = x, t_x, t, n
        self.customers = int(n.sum())
        self.weeks = np.arange(int(t.max(initial=0)) + 1) / WEEK
        self.counts = np.arange(int(x.max(initial=0)) + 1, dtype=np.float64)
        self.by_x = np.bincount(x, n, len(self.counts))
        self.times = self.counts[x]

    def drawn(self, customers: int) -> _Likelihood:
        """The same of so many customers, evenly from all in the order of their histories."""
        places = (np.arange(customers) + 0.5) * self.customers / customers
        rows, n = np.unique(
            np.searchsorted(np.cumsum(self.n), places, side="right"), return_counts=True
        )
        return _Likelihood(self.x[rows], self.t_x[rows], self.t[rows], n)

    def __call__(self, logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(np.clip(logs, -30, 30))
        x, times = self.counts, alpha + self.weeks
        log_times, inverse = np.log(times), 1 / times
        shared = (
            gammaln(r + x) - gammaln(r) + r * np.log(alpha)
            + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        )  # fmt: skip
        before = 1 / (b + np.maximum(x, 1) - 1)
        leaves = np.where(x > 0, np.log(a * before), -np.inf)  # only after coming back, unseen
        power, later, last = r + self.times, log_times[self.t], log_times[self.t_x]
        odds = np.exp(np.minimum(leaves[self.x] + power * (later - last), 700))  # a double ends
        all_ = 1 + odds
        left = self.n * (odds / all_)  # of the customers in a row, how many have left
        stay = self.n - left
        value = self.by_x @ shared + self.n @ (np.log(all_) - power * later)
        both = digamma(a + b) - digamma(a + b + x)
        gradient = np.array([
            self.by_x @ (digamma(r + x) - digamma(r) + np.log(alpha)) - stay @ later - left @ last,
            self.customers * r / alpha
            - power @ (stay * inverse[self.t] + left * inverse[self.t_x]),
            self.by_x @ both + left.sum() / a,
            self.by_x @ (both + digamma(b + x) - digamma(b)) - left @ before[self.x],
        ])  # fmt: skip
        scale = np.array([r, alpha, a, b]) / self.customers
        return -value / self.customers, -gradient * scale


def _together(x: Days, t_x: Days, t: Days) -> tuple[Days, Days, Days, Days]:
    """Each history once, in order, and how many customers have it."""
    days = int(t.max(initial=0)) + 1
    keys, counts = np.unique((x * days + t_x) * days + t, return_counts=True)
    rest, t = np.divmod(keys, days)
    x, t_x = np.divmod(rest, days)
    return x, t_x, t, counts


def _turns(data: _Likelihood, logs: Floats, step: float = 1e-4) -> Floats:
    """How fast the gradient turns around the best: the second derivatives."""
    steps = step * np.eye(len(logs))
    turns = np.array([data(logs + each)[1] - data(logs - each)[1] for each in steps])
    return (turns + turns.T) / (4 * step)


def _errors(information: Floats) -> Floats:
    """Standard errors of the logarithms; nan where nothing is known."""
    try:
        return np.sqrt(np.clip(np.diag(np.linalg.inv(information)), 0, None))
    except np.linalg.LinAlgError:
        return np.full(len(information), np.nan)
