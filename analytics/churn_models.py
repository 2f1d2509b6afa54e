"""The candidates that foretell who leaves, from the plainest to the least plain.

Each is fitted to customers as they were known on earlier days and to what became of them, and
answers with a probability of leaving. The same customers give the same model: drawing is seeded,
sums are taken in one order, nothing stops early by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from analytics import bg_nbd

SEED = 20
MODELS = ("recency", "bg_nbd", "logistic", "boosting")  # the plainest first
FOLDS = 3  # a calibration learns from customers the model has not seen
MANY = 5_000  # customers from which on steps of any height calibrate better than one curve
MANY_ROWS = 100_000  # from which on a second thread pays
SHRUNK = 0.05  # how freely forty features may weigh; found on made-up firms other than the sample
LEVELS = 8  # regions and types told apart, the most frequent ones
TIERS = ("small", "ordinary", "secondary", "key")
UNUSED = ("customer_key", "tier", "region", "type", "days_customer")

Floats = NDArray[np.float64]
Foretell = Callable[[pd.DataFrame], Floats]


def fit(
    known: pd.DataFrame,
    gone: NDArray[np.bool_],
    horizon_days: int,
    names: Sequence[str] = MODELS,
) -> dict[str, Foretell]:
    """The candidates of these names, fitted to the same customers.

    known   rows of features.customers, on one or several days; the newest day is the last
    gone    who of them placed no order within the horizon
    Returns candidate -> probability of leaving of rows of features.customers.
    Errors: DataError where fewer than 30 customers came back, for BG/NBD foretells nothing then.
    """
    sheet = Sheet.of(known, horizon_days)

    def recency() -> Foretell:
        model = _linear().fit(_silence(known), gone)
        return lambda rows: model.predict_proba(_silence(rows))[:, 1]

    def rhythm() -> Foretell:
        curve = _curve(sheet.inactive(known), gone)
        return lambda rows: curve(sheet.inactive(rows))

    def all_features(learn: Callable[..., Callable[[Floats], Floats]]) -> Foretell:
        model = _calibrated(learn, sheet.numbers(known), gone, known["customer_key"].to_numpy())
        return lambda rows: model(sheet.numbers(rows))

    learners: dict[str, Callable[[], Foretell]] = {
        "recency": recency,
        "bg_nbd": rhythm,
        "logistic": lambda: all_features(_logistic),
        "boosting": lambda: all_features(_boosting),
    }
    return {name: _in_parts(learners[name]()) for name in names}


def _in_parts(foretell: Foretell) -> Foretell:
    """The same, some rows at a time: the numbers of everybody at once would need gigabytes."""

    def all_parts(rows: pd.DataFrame) -> Floats:
        starts = range(0, max(1, len(rows)), MANY_ROWS)
        return np.concatenate([foretell(rows.iloc[at : at + MANY_ROWS]) for at in starts])

    return all_parts


@dataclass(frozen=True)
class Sheet:
    """Customers as numbers: the features, what BG/NBD makes of them, and the common groups."""

    orders: bg_nbd.Model
    horizon_days: int
    columns: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, known: pd.DataFrame, horizon_days: int) -> Sheet:
        """Learned from these customers alone."""
        names = [str(name) for name in known if name not in UNUSED]
        columns = tuple(name for name in names if known[name].nunique() > 1)
        groups = [
            (name, str(level))
            for name in ("region", "type")
            for level in known[name].value_counts().sort_index().nlargest(LEVELS).index
            if known[name].nunique() > 1
        ]
        return cls(bg_nbd.fit(*_history(known)), horizon_days, columns, tuple(groups))

    def inactive(self, rows: pd.DataFrame) -> Floats:
        """P(no order in the horizon) by BG/NBD."""
        return self.orders.p_inactive(*_history(rows), self.horizon_days)

    def numbers(self, rows: pd.DataFrame) -> Floats:
        """One row per customer, nan where there is nothing to measure.

        The odds of leaving by BG/NBD come both ways round: a sum of their logarithms can be them
        again, so that a regression starts from BG/NBD and adds to it what else is known.
        """
        x, t_x, t = _history(rows)
        odds = np.exp(_odds(self.inactive(rows))[:, 0])
        parts = [rows[name].to_numpy(dtype=np.float64) for name in self.columns]
        parts += [
            odds,
            1 / odds,
            self.orders.expected_orders(x, t_x, t, self.horizon_days),
            rows["tier"].map({tier: place for place, tier in enumerate(TIERS)}).to_numpy(float),
        ]
        parts += [(rows[name] == level).to_numpy(dtype=np.float64) for name, level in self.groups]
        return np.column_stack(parts)


def _history(rows: pd.DataFrame) -> tuple[Any, Any, Any]:
    names = ("repeat_days", "repeat_span_days", "days_known")
    return tuple(rows[name].to_numpy(dtype=np.int64) for name in names)  # type: ignore[return-value]


def _silence(rows: pd.DataFrame) -> Floats:
    return np.log1p(rows[["days_since_order"]].to_numpy(dtype=np.float64))


def _linear(shrunk: float = 1.0) -> LogisticRegression:
    return LogisticRegression(C=shrunk, max_iter=2_000)


def _logistic(numbers: Floats, gone: NDArray[np.bool_]) -> Callable[[Floats], Floats]:
    """Logistic regression on logarithms; what cannot be measured is a fact of its own."""

    def logs(rows: Floats) -> Floats:
        known = np.nan_to_num(np.sign(rows) * np.log1p(np.abs(rows)))
        return np.column_stack([known, np.isnan(rows)[:, gaps]])

    gaps = np.isnan(numbers).any(axis=0)
    sheet = logs(numbers)
    middle, spread = sheet.mean(axis=0), sheet.std(axis=0)
    spread[spread == 0] = 1
    with threadpool_limits(1):  # sums in one order
        model = _linear(SHRUNK).fit((sheet - middle) / spread, gone)
    return lambda rows: model.predict_proba((logs(rows) - middle) / spread)[:, 1]


def _boosting(numbers: Floats, gone: NDArray[np.bool_]) -> Callable[[Floats], Floats]:
    """Gradient-boosted trees, small ones: most firms have few customers to learn from."""
    model = HistGradientBoostingClassifier(
        max_iter=60, learning_rate=0.1, max_leaf_nodes=12, min_samples_leaf=40,
        l2_regularization=1.0, early_stopping=False, random_state=SEED,
    )  # fmt: skip
    with _threads(len(numbers)):
        model.fit(numbers, gone)

    def foretell(rows: Floats) -> Floats:
        with _threads(len(rows)):
            return model.predict_proba(rows)[:, 1]

    return foretell


def _threads(rows: int) -> Any:
    """Threads that wait for each other cost more than they bring on few rows."""
    return threadpool_limits(1 if rows < MANY_ROWS else None)


def _calibrated(
    learn: Callable[..., Callable[[Floats], Floats]],
    numbers: Floats,
    gone: NDArray[np.bool_],
    keys: NDArray[Any],
) -> Callable[[Floats], Floats]:
    """The model of all customers, calibrated by models that had not seen those they rated."""
    folds = np.random.default_rng(SEED).permutation(int(keys.max()) + 1)[keys] % FOLDS
    unseen = np.empty(len(gone))
    for fold in range(FOLDS):
        left_out = folds == fold
        unseen[left_out] = learn(numbers[~left_out], gone[~left_out])(numbers[left_out])
    curve, model = _curve(unseen, gone), learn(numbers, gone)
    return lambda rows: curve(model(rows))


def _curve(p: Floats, gone: NDArray[np.bool_]) -> Callable[[Floats], Floats]:
    """What a foretold probability has meant: in steps with many customers, else a beta curve.

    Unlike a sigmoid it may bend differently near 0 and near 1: customers gone long ago are as good
    as certain, while nobody is certain to come back. Source: Kull, Silva Filho & Flach 2017.
    Nobody is rated surer than so many customers can tell: three in n is what none of n leaves open.
    """
    least, most = 3 / len(p), 1 - 3 / len(p)
    if len(p) >= MANY:
        steps = IsotonicRegression(y_min=least, y_max=most, out_of_bounds="clip").fit(p, gone)
        return lambda rated: steps.predict(rated)
    beta = _linear().fit(_both_ends(p), gone)
    return lambda rated: np.clip(expit(beta.decision_function(_both_ends(rated))), least, most)


def _both_ends(p: Floats) -> Floats:
    inside = np.clip(p, 1e-4, 1 - 1e-4)
    return np.column_stack([np.log(inside), -np.log1p(-inside)])


def _odds(p: Floats) -> Floats:
    return logit(np.clip(p, 1e-4, 1 - 1e-4))[:, None]
