"""Learning from a firm's own past who leaves: which model, how sure, kept for the same data.

Time order is sacred. Days one horizon apart count back from as_of; a model used on one of them
has learned only from earlier ones whose horizon had ended by then. Which kind of model is used is
decided on the last but one horizon, its figures are reported on the last, and then it learns
from that as well and rates today's customers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics import churn_kept, churn_models, churn_proof, churn_signs, churn_stake, features
from analytics.churn_kept import Trained
from analytics.churn_models import MODELS, SEED
from analytics.errors import N_, DataError, Unanswered
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

RECIPE = 6  # raised whenever the same data would give another list
CUSTOMERS, RARER = 200, 30  # labelled customers a model needs, and of the rarer outcome
LEARNED = 3  # horizons a model learns from; one alone is too much its season
TESTED = 5  # earlier days a list is tried on, where the history is long enough
LARGE, TESTED_LARGE = 100_000, 2  # customers from which on fewer days tell as much
CHOSEN_ON = 1  # the place of the day the kind of model is decided on; that of the report is 0
BOUND = 20_000  # customers and days a model learns from, drawn where there are more; each day
# counts alike, and of a day that is only learned from no more leave the engine

FIGURES = ["contacts_90", "contacts_275_before", "survey_score", "long_gap_days"]

Progress = Callable[[str, float], None]
Rule = Callable[[date], pd.Series]


def trained(ws: Workspace, scope: Scope, horizon_days: int) -> Trained | None:
    """What has been learned for this version, scope and horizon; None where nothing has yet."""
    path = churn_kept.path(ws, replace(scope, as_of=_day(ws, scope)), horizon_days, (SEED, RECIPE))
    return churn_kept.read(path) if path.exists() else None


def train(
    ws: Workspace, scope: Scope, horizon_days: int, rule: Rule, progress: Progress | None = None
) -> Trained:
    """Learns, and keeps what was learned with the workspace; what is kept already is read.

    rule   day -> probability by customer_key, what models are compared with
    """
    if found := trained(ws, scope, horizon_days):
        return found
    learned = _learn(ws, scope, horizon_days, rule, progress or (lambda stage, done: None))
    churn_kept.forget_gone(ws)
    known = replace(scope, as_of=learned.as_of)
    churn_kept.write(churn_kept.path(ws, known, horizon_days, (SEED, RECIPE)), learned)
    return learned


@dataclass(frozen=True)
class Slice:
    """Customers as known on a day, and which of them placed no order in the horizon after it.

    customers  known on the day, of whom these are all or those drawn
    """

    cut: date
    known: pd.DataFrame
    gone: NDArray[np.bool_]
    customers: int

    @property
    def some(self) -> Slice:
        """At most BOUND of its customers, drawn by chance; the same ones every time."""
        if len(self.gone) <= BOUND:
            return self
        drawn = np.random.default_rng(SEED).choice(len(self.gone), BOUND, replace=False)
        drawn.sort()
        known = self.known.iloc[drawn].reset_index(drop=True)
        return Slice(self.cut, known, self.gone[drawn], self.customers)

    @property
    def lacks(self) -> str:
        """Why a model cannot learn from it or be judged by it; "" where it can."""
        if len(self.known) < CUSTOMERS:
            return "few_customers"
        if (self.known["repeat_days"] > 0).sum() < RARER:
            return "one_time_buyers"
        return "few_outcomes" if min(self.gone.sum(), (~self.gone).sum()) < RARER else ""


def slices(ws: Workspace, scope: Scope, horizon_days: int, progress: Progress) -> list[Slice]:
    """The labelled days, the latest first; none whose horizon is not over by as_of.

    Ends with the first day a model could not learn from. Days a list is tried on have all their
    customers, of very many a million; earlier ones those a model learns from.
    """
    end, tried = _day(ws, scope), _tested(ws)
    days = tried + LEARNED
    found: list[Slice] = []
    for back in range(1, days + 1):
        cut = end - timedelta(days=back * horizon_days)
        most = features.JUDGED if back <= tried else BOUND
        known, customers = features.drawn(ws, scope, cut, horizon_days, most)
        after = cut + timedelta(days=horizon_days)
        came = features.returned(ws, scope, after, horizon_days, 1, most)["customer_key"]
        found.append(Slice(cut, known, (~known["customer_key"].isin(came)).to_numpy(), customers))
        if found[-1].lacks:
            break
        progress(N_("Looking back"), 0.3 * back / days)
    return found


def _learn(
    ws: Workspace, scope: Scope, horizon_days: int, rule: Rule, progress: Progress
) -> Trained:
    end = _day(ws, scope)
    looked = slices(ws, scope, horizon_days, progress)
    known = [part for part in looked if not part.lacks]
    now = features.customers(ws, scope, end, horizon_days)
    learned = Trained(
        "rule",
        _lacks(looked),
        end,
        horizon_days,
        SEED,
        _checksum(known, now),
        *_sizes(known),
        *[pd.DataFrame()] * len(churn_kept.TABLES),
    )
    if learned.why:
        return learned
    tests, rated = [], {}
    try:
        days = min(len(known) - 1, _tested(ws))
        for place in range(days):
            progress(N_("Testing on earlier days"), 0.3 + 0.5 * place / days)
            part, models = known[place], _fitted(known[place + 1 :], horizon_days)
            foretold = {name: model(part.known) for name, model in models.items()}
            ruled = part.known["customer_key"].map(rule(part.cut)).to_numpy(dtype=np.float64)
            tests.append((part, {"rule": ruled, **foretold}))
            rated[part.cut] = foretold
        chosen = _simplest(known[CHOSEN_ON], rated[known[CHOSEN_ON].cut])
        progress(N_("Rating today's customers"), 0.85)
        latest = _fitted(known, horizon_days, (chosen,))[chosen](now)
    except Unanswered:
        raise
    except DataError:
        return replace(learned, why="one_time_buyers")
    progress(N_("Measuring signs"), 0.95)
    week = _shown(ws, scope, end - timedelta(days=7), horizon_days)
    past = [_past(part, rated[part.cut], chosen) for part, _ in tests]
    rows = [
        churn_proof.Day(part.cut, part.known["customer_key"].to_numpy(), foretold, part.gone)
        for part, foretold in tests
    ]
    judged, gains = churn_proof.tested(rows, CHOSEN_ON)
    return replace(
        learned,
        model=chosen,
        past=pd.concat(past, ignore_index=True),
        now=_now(now, latest, week),
        tests=judged,
        gains=gains,
    )


def _sizes(known: list[Slice]) -> tuple[int, int, int, int]:
    """Cases learned from and all there were; customers judged by and all of the latest day."""
    last = known[:LEARNED]
    some = min(BOUND, sum(len(part.some.gone) for part in last))
    judged = (len(known[0].gone), known[0].customers) if known else (0, 0)
    return some, sum(part.customers for part in last), *judged


def _tested(ws: Workspace) -> int:
    """Earlier days to try a list on: of many customers each day is firm, and costs more."""
    return TESTED_LARGE if ws.facts.customers >= LARGE else TESTED


def _lacks(looked: list[Slice]) -> str:
    """Why there is no model; three labelled days are needed: to learn, to choose, to report."""
    if looked[0].lacks:
        return looked[0].lacks
    return "" if sum(not part.lacks for part in looked) >= 3 else "short_history"


def _fitted(
    earlier: list[Slice], horizon_days: int, names: Sequence[str] = MODELS
) -> dict[str, churn_models.Foretell]:
    """These candidates, learned from the newest of these days; the newest day comes last."""
    learned = [part.some for part in earlier[:LEARNED]][::-1]
    known = pd.concat([part.known for part in learned], ignore_index=True)
    gone = np.concatenate([part.gone for part in learned])
    if len(known) > BOUND:
        drawn = np.random.default_rng(SEED).choice(len(known), BOUND, replace=False)
        drawn.sort()
        known, gone = known.iloc[drawn], gone[drawn]
    return churn_models.fit(known, gone, horizon_days, names)


def _simplest(part: Slice, foretold: dict[str, NDArray[np.float64]]) -> str:
    """The first candidate not worse than the best by more than one standard error.

    Worse is a higher mean log-loss, compared customer by customer.
    """
    losses = {name: _loss(p, part.gone) for name, p in foretold.items()}
    best = min(MODELS, key=lambda name: losses[name].mean())
    for name in MODELS:
        more = losses[name] - losses[best]
        if more.mean() <= more.std(ddof=1) / np.sqrt(len(more)):
            return name
    return best


def _loss(p: NDArray[np.float64], gone: NDArray[np.bool_]) -> NDArray[np.float64]:
    return -np.log(np.clip(np.where(gone, p, 1 - p), 1e-6, 1))


def _past(part: Slice, foretold: dict[str, NDArray[np.float64]], chosen: str) -> pd.DataFrame:
    columns = {
        "cut": part.cut,
        "customer_key": part.known["customer_key"],
        "probability": foretold[chosen],
        "expected_value": churn_stake.expected_value(part.known),
        "signs": churn_signs.shown(part.known),
        "gone": part.gone,
        "rhythm": foretold["bg_nbd"],
    }
    return pd.DataFrame(columns)


def _shown(ws: Workspace, scope: Scope, day: date, horizon_days: int) -> pd.Series:
    """The signs customers showed on a day, by customer_key."""
    rows = features.customers(ws, scope, day, horizon_days)
    return pd.Series(churn_signs.shown(rows), index=rows["customer_key"])


def _now(now: pd.DataFrame, p: NDArray[np.float64], week: pd.Series) -> pd.DataFrame:
    shown, known = churn_signs.shown(now), now["customer_key"].map(week).fillna(0)
    rows = pd.DataFrame({"customer_key": now["customer_key"], "probability": p, "signs": shown})
    return rows.assign(fresh=shown & ~known.to_numpy(dtype=np.int64)).join(now[FIGURES])


def _checksum(known: list[Slice], now: pd.DataFrame) -> str:
    total = hashlib.sha256()
    for frame in (*(part.known.assign(gone=part.gone) for part in known), now):
        total.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return total.hexdigest()[:16]


def _day(ws: Workspace, scope: Scope) -> date:
    day = scope.resolved(ws).as_of
    assert day is not None
    return day
