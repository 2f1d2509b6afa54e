"""From the days deals were opened and decided: their course by age, and what they should bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics import rates

QUARTER = 91
YEAR = 365  # days of which decided deals give the win rate of a stage
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
class Weighted:
    """The open deals, each weighted by the win rate of its stage.

    stages    one row per stage of the open deals, usual order first: stage ("" = not given),
              closed_later (closed after the day, the stage on it is not told), deals (count),
              unvalued (of them without a value), value (money; the unvalued at `each`),
              decided won (the deals its rate rests on), win_rate with low and high (95 % Wilson),
              basis (which these are, see below), few (how many there were instead), weighted
              (value × win_rate; null without a rate)
    deals unvalued value weighted   their sums; value is null where no deal has one and none was
              won with one, weighted too where a stage has no rate
    each      the mean value of the deals won: what one without a value is taken to be worth
    since     first of the 365 days of which the rates are where enough were decided in them
    alike     all stages have one rate, as decided deals are taken to have passed them all

    basis "year": the decided of 365 days that were in this stage; "ever": those of all time, where
    these are fewer than 30; "all": of all decided deals, where those are too. Source: methods.md.
    """

    stages: pd.DataFrame
    deals: int
    unvalued: int
    value: float
    weighted: float
    each: float
    since: date
    alike: bool


def weighted(rows: pd.DataFrame, since: date) -> Weighted:
    """From counts of open and decided deals by stage, as deals_weighted.sql gives them."""
    every = rows["stage"].isna()
    total, found = rows[every].iloc[0], rows[~every].reset_index(drop=True)
    lately = total["lately_won"] >= rates.LEAST
    each = float(total["lately_value"] if lately else total["ever_value"])
    found["basis"] = np.select(
        [found["lately_decided"] >= rates.LEAST, found["ever_decided"] >= rates.LEAST],
        ["year", "ever"], "all",
    )  # fmt: skip
    found["few"] = found["lately_decided"].where(found["basis"].eq("ever"), found["ever_decided"])
    for name in ("decided", "won"):
        found[name] = np.select(
            [found["basis"].eq("year"), found["basis"].eq("ever")],
            [found[f"lately_{name}"], found[f"ever_{name}"]], total[f"ever_{name}"],
        )  # fmt: skip
    found["win_rate"] = found["won"] / found["decided"].where(found["decided"] > 0)
    found[["low", "high"]] = rates.wilson(found["won"], found["decided"])
    guessed = (found["unvalued"] * each).where(found["unvalued"] > 0, 0.0)
    found["value"] = found["value"].fillna(0.0) + guessed
    found["weighted"] = found["value"] * found["win_rate"]
    columns = [
        "stage", "closed_later", "deals", "unvalued", "value", "decided", "won", "win_rate", "low",
        "high", "basis", "few", "weighted",
    ]  # fmt: skip
    told = found[~found["closed_later"]]
    alike = len(told) > 1 and bool(told["ever_decided"].eq(total["ever_decided"]).all())
    sums = found[["deals", "unvalued", "value", "weighted"]].sum(skipna=False)
    return Weighted(
        found[columns], int(sums["deals"]), int(sums["unvalued"]), float(sums["value"]),
        float(sums["weighted"]), each, since, alike,
    )  # fmt: skip


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


def courses(days: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Cumulative shares won and lost by age: see `deals.courses`."""
    known = days.assign(days=_ages(days, as_of))
    counts = {
        name: known[known["outcome"].eq(name)].groupby("days")["deals"].sum()
        for name in ("won", "lost")
    }
    left = known.groupby("days")["deals"].sum()
    table = pd.DataFrame({"at_risk": left.iloc[::-1].cumsum().iloc[::-1]})
    for name, count in counts.items():
        table[name] = count.reindex(table.index, fill_value=0) / table["at_risk"]
    staying = (1 - table["won"] - table["lost"]).cumprod().shift(fill_value=1.0)
    for name in counts:
        table[name] = (table[name] * staying).cumsum()
    every = table.reindex(range(int(table.index.max()) + 1)) if len(table) else table
    every["at_risk"] = every["at_risk"].bfill().astype("int64")
    every[["won", "lost"]] = every[["won", "lost"]].ffill().fillna(0.0)
    return every.rename_axis("days").reset_index()


def forecast(days: pd.DataFrame, as_of: date) -> Forecast | None:
    """What the deals known at as_of, and the new ones, should bring: see `deals.forecast`."""
    known = _known(days, as_of)
    won = known[known["outcome"].eq("won")]
    valued = won["valued"].sum()
    if not valued:
        return None
    mean, squares = (float(won[name].sum() / valued) for name in ("value", "squares"))
    course = courses(known, as_of)
    still_open = known[known["closed_on"].isna() & known["outcome"].isna()]
    ages = _ages(still_open, as_of)
    won_by, left_by = _Course(course, "won"), _left(course)
    chance = (won_by(ages + QUARTER) - won_by(ages)) / np.maximum(left_by(ages), 1e-9)
    opened = pd.to_datetime(known["opened_on"])
    new = known.loc[opened > pd.Timestamp(as_of) - pd.Timedelta(days=QUARTER), "deals"].sum()
    part = float(won_by(np.arange(QUARTER)).mean())  # of the new that are won within the days
    coming = float(new) * part
    count = still_open["deals"].to_numpy(float)
    from_open, from_new = mean * float((count * chance).sum()), mean * coming
    expected = from_open + from_new
    # what chance does to these deals; then how sure the pace of new ones, and of winning, are
    spread = float((count * (chance * squares - (chance * mean) ** 2)).sum()) + coming * squares
    spread += float(new) * (mean * part) ** 2
    spread += expected**2 * squares / mean**2 / float(won["deals"].sum()) if mean else 0.0
    half = Z80 * float(np.sqrt(max(spread, 0) * _uneven(won, as_of)))
    return Forecast(expected, max(expected - half, 0.0), expected + half, from_open, from_new)


def backtest(days: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The forecast of past month ends beside what came: see `deals.backtest`."""
    rows = []
    if len(days):
        first = pd.to_datetime(days["opened_on"]).min() + pd.Timedelta(days=LEAST_DAYS)
        last = pd.Timestamp(as_of) - pd.Timedelta(days=QUARTER)
        for end in pd.date_range(first, last, freq="ME"):
            said = forecast(days, end.date())
            if said is None:
                continue
            closed = pd.to_datetime(days["closed_on"])
            inside = (closed > end) & (closed <= end + pd.Timedelta(days=QUARTER))
            actual = float(days.loc[inside & days["outcome"].eq("won"), "value"].sum())
            held = said.low <= actual <= said.high
            rows.append((end.date(), said.expected, said.low, said.high, actual, held))
    return pd.DataFrame(rows, columns=["as_of", "expected", "low", "high", "actual", "inside"])


def _uneven(won: pd.DataFrame, as_of: date) -> float:
    """How much more the won deals of 30 days vary than by chance alone: variance ÷ mean, 1 or more.

    A firm's seasons, campaigns and quotas move all deals together (quasi-Poisson, Wedderburn 1974).
    """
    back = (pd.Timestamp(as_of) - pd.to_datetime(won["closed_on"])).dt.days // 30
    counts = won.groupby(back.to_numpy())["deals"].sum()
    counts = counts.reindex(range(int(back.max())), fill_value=0)  # the oldest is not whole
    if len(counts) < 3:
        return 1.0
    return max(1.0, float(counts.var() / counts.mean())) if counts.sum() else 1.0


def _known(days: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What was known at the end of a day: deals closed later were open."""
    end = pd.Timestamp(as_of)
    known = days[pd.to_datetime(days["opened_on"]) <= end].copy()
    later = pd.to_datetime(known["closed_on"]) > end
    known.loc[later, ["closed_on", "outcome", "value", "squares"]] = None
    known.loc[later, "valued"] = 0
    return known


def _ages(days: pd.DataFrame, as_of: date) -> np.ndarray:
    """Days from opening to closing, or to as_of."""
    ends = pd.to_datetime(days["closed_on"].where(days["outcome"].notna()))
    ends = ends.fillna(pd.Timestamp(as_of))
    return (ends - pd.to_datetime(days["opened_on"])).dt.days.to_numpy()


class _Course:
    """A course as a function of age: a step at every age of its table."""

    def __init__(self, course: pd.DataFrame, name: str) -> None:
        self.ages = course["days"].to_numpy()
        self.shares = np.concatenate([[0.0], course[name].to_numpy()])

    def __call__(self, ages: np.ndarray) -> np.ndarray:
        return self.shares[np.searchsorted(self.ages, ages, side="right")]


def _left(course: pd.DataFrame) -> _Course:
    """The share that is neither won nor lost by an age."""
    left = _Course(course.assign(both=course["won"] + course["lost"]), "both")
    left.shares = 1 - left.shares
    return left
