"""What open deals are worth by the win rates of their stages, and the course of deals by age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics import rates

EVER = 1_000_000  # days since 1970: the day of what has not come
YEAR = 365  # days of which decided deals give the win rate of a stage


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
class Course:
    """Which share is won and lost by each day of age from 0 on, and how many were open till then.

    To be won and to be lost compete; an open one is followed to its age (Aalen & Johansen 1978).
    """

    at_risk: np.ndarray
    won: np.ndarray
    lost: np.ndarray

    @classmethod
    def of(cls, ages: np.ndarray, outcomes: np.ndarray, deals: np.ndarray) -> Course:
        """From ages in days (0 or more), outcomes 1 won, 2 lost, 0 open, and how many each is."""
        if not len(ages):
            return cls(*(np.zeros(0) for _ in range(3)))
        at_risk = np.bincount(ages, deals)[::-1].cumsum()[::-1]
        rates_of = [
            np.bincount(ages, deals * (outcomes == code), len(at_risk)) / at_risk for code in (1, 2)
        ]
        left = np.cumprod(1 - rates_of[0] - rates_of[1])
        staying = np.concatenate([[1.0], left[:-1]])
        return cls(at_risk, *(np.cumsum(rate * staying) for rate in rates_of))

    def by(self, share: np.ndarray, ages: np.ndarray) -> np.ndarray:
        """A share (`won` or `lost`) at ages: 0 before the first day, the last one ever after."""
        return np.concatenate([[0.0], share])[np.clip(ages + 1, 0, len(share))]

    def chance(self, ages: np.ndarray, days: int) -> np.ndarray:
        """Of those open at an age: the chance to be won within so many days more."""
        gained = self.by(self.won, ages + days) - self.by(self.won, ages)
        left = 1 - self.by(self.won, ages) - self.by(self.lost, ages)
        return gained / np.maximum(left, 1e-9)


@dataclass(frozen=True)
class Known:
    """Deals by day, as arrays: opened and closed in days since 1970 (closed: never = EVER)."""

    opened: np.ndarray
    closed: np.ndarray
    outcome: np.ndarray  # 1 won, 2 lost, 0 open

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Known:
        """From opened_on, closed_on and outcome."""
        outcome = rows["outcome"].map({"won": 1, "lost": 2}).fillna(0).to_numpy(int)
        return cls(
            day_numbers(rows["opened_on"]),
            np.where(outcome > 0, day_numbers(rows["closed_on"]), EVER),
            outcome,
        )

    def at(self, day: int) -> tuple[np.ndarray, np.ndarray]:
        """Outcome and age at the end of a day, when those closed later were open."""
        outcome = np.where(self.closed <= day, self.outcome, 0)
        return outcome, np.minimum(self.closed, day) - self.opened


def day_numbers(days: pd.Series) -> np.ndarray:
    """Days since 1970; EVER where there is none."""
    dates = pd.to_datetime(days)
    return (dates - pd.Timestamp(0)).dt.days.fillna(EVER).to_numpy(int)


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - date(1970, 1, 1)).days


def courses(days: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Cumulative shares won and lost by age: see `deals.courses`."""
    outcome, ages = Known.of(days).at(day_number(as_of))
    found = Course.of(ages, outcome, days["deals"].to_numpy(float))
    table = pd.DataFrame(
        {"days": range(len(found.won)), "at_risk": found.at_risk, "won": found.won,
         "lost": found.lost}
    )  # fmt: skip
    return table.astype({"at_risk": "int64"})
