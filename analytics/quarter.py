"""What deals should bring in the coming quarter, and how earlier forecasts held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics import rates
from analytics.pipeline import Course, Known, day_number, day_numbers

QUARTER = 91
LEAST_DAYS = 182  # of deals before a month end that is tested
LEAST_TESTS = 8  # month ends from which the interval is judged
Z80 = 1.2816


@dataclass(frozen=True)
class Forecast:
    """Money expected in the next 91 days, with its 80 % interval.

    expected = from_open + from_new: of the deals open at the day, and of those still to come
    """

    expected: float
    low: float
    high: float
    from_open: float
    from_new: float


@dataclass(frozen=True)
class Held:
    """How often the interval of past forecasts held what came.

    held of tested month ends, share of them; wanted: how many 80 % are. verdict "few" under 8,
    else "right" where held is less than one off wanted, "slightly_narrow" less than two short of
    it, "narrow" further, "wide" above it
    """

    held: int
    tested: int
    share: float
    wanted: float
    verdict: str


def held(tested: pd.DataFrame) -> Held:
    """What the back-test says of the 80 % interval: see `Held`."""
    count, times = len(tested), int(tested["inside"].sum())
    off = times - 0.8 * count
    if count < LEAST_TESTS:
        verdict = "few"
    elif abs(off) < 1:
        verdict = "right"
    else:
        verdict = "wide" if off > 0 else "slightly_narrow" if off > -2 else "narrow"
    return Held(times, count, times / count if count else np.nan, 0.8 * count, verdict)


def forecast(days: pd.DataFrame, moves: pd.DataFrame, as_of: date) -> Forecast | None:
    """What the deals known at as_of, and the new ones, should bring: see `deals.forecast`."""
    return _forecast(_Days(days), _Moves(moves), day_number(as_of))


def backtest(days: pd.DataFrame, moves: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The forecast of past month ends beside what came: see `deals.backtest`."""
    rows = []
    if len(days):
        all_days, all_moves = _Days(days), _Moves(moves)
        first = pd.to_datetime(days["opened_on"]).min() + pd.Timedelta(days=LEAST_DAYS)
        last = pd.Timestamp(as_of) - pd.Timedelta(days=QUARTER)
        for end in pd.date_range(first, last, freq="ME"):
            day = day_number(end.date())
            said = _forecast(all_days, all_moves, day)
            if said is None:
                continue
            actual = all_days.gained(day, day + QUARTER)
            held = said.low <= actual <= said.high
            rows.append((end.date(), said.expected, said.low, said.high, actual, held))
    return pd.DataFrame(rows, columns=["as_of", "expected", "low", "high", "actual", "inside"])


class _Days:
    """The deals by opening day, closing day and outcome, as arrays."""

    def __init__(self, days: pd.DataFrame) -> None:
        self.known, self.told = Known.of(days), days["told"].to_numpy(bool)
        names = ("deals", "valued", "value", "squares")
        money = (days[name].fillna(0).to_numpy(float) for name in names)
        self.deals, self.valued, self.value, self.squares = money

    def gained(self, after: int, until: int) -> float:
        """Money won later than one day, up to another."""
        closed = self.known.closed
        there = (self.known.outcome == 1) & (closed > after) & (closed <= until)
        return float(self.value[there].sum())


class _Moves:
    """The moves of deals in their order, as arrays; `first` marks a first time in a stage."""

    def __init__(self, moves: pd.DataFrame) -> None:
        self.known, self.entered = Known.of(moves), day_numbers(moves["entered_on"])
        self.value = moves["value"].to_numpy(float)
        self.deal, self.stage = (pd.factorize(moves[name])[0] for name in ("deal_id", "stage"))
        self.first = ~moves.duplicated(["deal_id", "stage"]).to_numpy()
        self.begins = np.flatnonzero(~moves.duplicated("deal_id").to_numpy())

    def open(self, course: Course, day: int) -> tuple[np.ndarray, np.ndarray]:
        """Of the deals open on a day: the chance to be won in the quarter, the value named last.

        The chance is that of the deals which came into the same stage, by the days since then;
        where fewer than 30 of these are decided, and before the first move, that of all deals by
        their age. The value is null where none is named.
        """
        outcome, age = self.known.at(day)
        waiting = self.begins[(outcome[self.begins] == 0) & (self.known.opened[self.begins] <= day)]
        seen = np.flatnonzero((self.entered <= day) & (self.known.opened <= day))
        deal = self.deal[seen]
        last = np.full(len(self.begins), -1)
        last[deal] = seen  # of one deal the last row stays
        at = last[self.deal[waiting]]
        moved = at >= 0
        chance = course.chance(age[waiting], QUARTER)
        value = np.where(moved, self.value[at], np.nan)
        ends = np.minimum(self.known.closed, day)
        spells = seen[self.first[seen] & (ends[seen] >= self.entered[seen])]
        for stage in np.unique(self.stage[at[moved]]):
            mine = spells[self.stage[spells] == stage]
            if (outcome[mine] > 0).sum() < rates.LEAST:
                continue
            of_stage = Course.of(ends[mine] - self.entered[mine], outcome[mine], np.ones(len(mine)))
            there = moved & (self.stage[at] == stage)
            chance[there] = of_stage.chance(day - self.entered[at[there]], QUARTER)
        return chance, value


def _forecast(days: _Days, moves: _Moves, day: int) -> Forecast | None:
    here = days.known.opened <= day
    outcome, age = days.known.at(day)
    won = here & (outcome == 1)
    valued = days.valued[won].sum()
    if not valued:
        return None
    mean, squares = (float(x[won].sum() / valued) for x in (days.value, days.squares))
    course = Course.of(age[here], outcome[here], days.deals[here])
    untold = here & (outcome == 0) & ~days.told
    chance, value = moves.open(course, day)
    count = np.concatenate([days.deals[untold], np.ones(len(chance))])
    chance = np.concatenate([course.chance(age[untold], QUARTER), chance])
    value = np.concatenate([np.full(untold.sum(), np.nan), value])
    squared = np.where(np.isnan(value), squares, value**2)
    value = np.where(np.isnan(value), mean, value)
    new = days.deals[here & (days.known.opened > day - QUARTER)].sum()
    coming = float(new * course.by(course.won, np.arange(QUARTER)).mean())
    from_open, from_new = float((count * chance * value).sum()), mean * coming
    spread = float((count * (chance * squared - (chance * value) ** 2)).sum()) + coming * squares
    uneven = _uneven(day - days.known.closed[won], days.deals[won])
    half = Z80 * float(np.sqrt(max(spread, 0) * uneven))
    expected = from_open + from_new
    return Forecast(expected, max(expected - half, 0.0), expected + half, from_open, from_new)


def _uneven(ago: np.ndarray, deals: np.ndarray) -> float:
    """How much more the won deals of 30 days vary than by chance alone: variance ÷ mean, 1 or more.

    A firm's seasons, campaigns and quotas move all deals together (quasi-Poisson, Wedderburn 1974).
    ago: how many days ago each was won.
    """
    counts = np.bincount(ago // 30, deals)[:-1]  # the oldest is not whole
    if len(counts) < 3 or not counts.sum():
        return 1.0
    return max(1.0, float(counts.var(ddof=1) / counts.mean()))
