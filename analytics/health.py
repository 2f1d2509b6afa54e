"""Is the stock of customers healthy? The signs the textbooks name, now and a year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

YEAR = 364  # days between now and then: whole weeks
FREQUENT, LARGEST = 3, 10  # orders of a loyal customer in half a year; customers depended on
CHANCE = 0.05
# sign -> what it counts, of what, days of history it needs, whether more is better
SIGNS: dict[str, tuple[str, str | None, int, bool]] = {
    "recent": ("recent", None, 91, True),
    "second": ("came_back", "first_timers", 182, True),
    "kept": ("kept", "earlier", YEAR, True),
    "loyal": ("loyal", "active", 182, True),
    "dependence": ("largest_money", "money", 182, False),
}
COLUMNS = ["sign", "value", "out_of", "then", "then_out_of", "change", "chance", "verdict"]


def signals(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Signs of a healthy stock of customers at the end of the period and 364 days before.

    One row per sign, always all five.
    sign     recent      customers with an order in the last 91 days (count)
             second      of those whose first order is 92 to 182 days old, the share who ordered
                         again within 91 days of it
             kept        of the buyers of the 182 days before the last 182, the share who bought
                         in the last 182
             loyal       of the buyers of the last 182 days, the share with 3 orders or more in
                         them; orders of all time would grow with the length of the data
             dependence  share of the revenue of 182 days that the 10 largest customers brought
    value then          the sign on both days; null where the data do not reach back far enough
    out_of then_out_of  customers (or money) the shares are of
    change   value ÷ then − 1 of `recent`, else value − then
    chance   of a difference this large where there is none; null for money
    verdict  better, worse, level (chance above 5 %, or less than a point of money), or unknown
    Source: Novo 2004, Drilling Down (recency); Fader, Hardie & Ross 2022, The Customer-Base Audit;
    Reichheld 1996, The Loyalty Effect (kept).
    """
    known = replace(scope.resolved(ws), start=None)
    rows = engine.run(ws, "health_signals", known, frequent=FREQUENT, largest=LARGEST)
    days = rows.set_index("day").reindex(["now", "then"]).fillna(0.0)
    assert known.end is not None
    first = ws.facts.first_line_on
    reach = {"now": known.end, "then": known.end - timedelta(days=YEAR)}
    told: list[dict[str, Any]] = []
    for sign, (hits, of, needs, rising) in SIGNS.items():
        seen = {
            name: first is not None and day - timedelta(days=needs - 1) >= first
            for name, day in reach.items()
        }
        told.append({"sign": sign, **_sign(days, hits, of, seen, rising)})
    return pd.DataFrame(told, columns=COLUMNS)


def _sign(
    days: pd.DataFrame, hits: str, of: str | None, seen: dict[str, bool], rising: bool
) -> dict[str, Any]:
    counts = days[hits].where(pd.Series(seen))
    wholes = days[of].where(days[of] > 0) if of else pd.Series(np.nan, days.index)
    values = counts / wholes if of else counts
    now, then = values["now"], values["then"]
    change = now - then if of else now / then - 1 if then else np.nan
    if hits == "largest_money":
        chance, level = np.nan, abs(change) < 0.01
    elif of:
        sides = [pd.Series([value]) for name in ("now", "then") for value in
                 (values[name], wholes[name])]  # fmt: skip
        chance = float(rates.differ(*sides).iloc[0])
        level = not chance <= CHANCE
    else:  # two counts differ by more than chance: twice the root of their sum
        level = not abs(counts["now"] - counts["then"]) > 1.96 * np.sqrt(counts.sum())
        chance = np.nan
    verdict = "level" if level else "better" if (change > 0) == rising else "worse"
    return {
        "value": now, "out_of": wholes["now"], "then": then, "then_out_of": wholes["then"],
        "change": change, "chance": chance, "verdict": "unknown" if pd.isna(change) else verdict,
    }  # fmt: skip
