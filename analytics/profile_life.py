"""A customer's way through the lifecycle, told from their own orders alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import pandas as pd

Stage = Literal["first_time", "repeat", "won_back", "lapsed"]


@dataclass(frozen=True)
class Stretch:
    """A time in a customer's life: its stage, its first and its last day."""

    stage: Stage
    start: date
    end: date


def life(bought: pd.DataFrame, as_of: date, horizon_days: int) -> list[Stretch]:
    """A customer's way through the lifecycle, day by day, by their own orders alone.

    bought  as `orders` gives them
    First-time until the second purchase day, then repeat; lapsed once silent for more than the
    horizon; won back by an order after that, until the next. Whether repeat is loyal depends on
    the other customers, and is left open. Source: methods.md, lifecycle states.
    """
    days = sorted(set(bought["ordered_on"][~bought["is_return"].astype(bool)]))
    stretches: list[Stretch] = []
    horizon = timedelta(days=horizon_days)
    for place, day in enumerate(days):
        until = days[place + 1] if place + 1 < len(days) else as_of + timedelta(days=1)
        stage: Stage = "repeat"
        if place and day - days[place - 1] > horizon:
            stage = "won_back"
        elif place == 0:
            several = (bought["ordered_on"] == day) & ~bought["is_return"].astype(bool)
            stage = "repeat" if several.sum() > 1 else "first_time"
        silent = day + horizon + timedelta(days=1)
        stretches.append(Stretch(stage, day, min(until, silent) - timedelta(days=1)))
        if silent < until:
            stretches.append(Stretch("lapsed", silent, until - timedelta(days=1)))
    return _joined(stretches)


def quarters(first: date | None, as_of: date, most: int = 8) -> list[date]:
    """as_of, and before it the last days of the quarters from the first order on, latest first."""
    found: list[date] = []
    day = as_of
    while first and day >= first and len(found) < most:
        found.append(day)
        day = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) - timedelta(days=1)
    return found


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Neighbours of the same stage as one."""
    joined: list[Stretch] = []
    for stretch in stretches:
        if joined and joined[-1].stage == stretch.stage:
            joined[-1] = replace(joined[-1], end=stretch.end)
        else:
            joined.append(stretch)
    return joined
