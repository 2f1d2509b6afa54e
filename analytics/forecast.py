"""What the next three months should bring, how sure that is, and how earlier forecasts did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope
from analytics.trials import AHEAD, CODES, FIRST, Trials, against

if TYPE_CHECKING:
    from analytics.workspace import Workspace

SHORT = 2  # days a month may lack and still be whole: a weekend


@dataclass(frozen=True)
class Outlook:
    """The forecast with all it rests on.

    months   month (its first day), revenue, whole (False for the one that is not over, or begun
             before the first line)
    ahead    the next three: month forecast low high; low and high null where too few are tested
    tests    answer of `backtest`
    methods  answer of `methods`
    chosen   the method in use, benchmark the one it has to beat; None with no whole month
    """

    months: pd.DataFrame
    ahead: pd.DataFrame
    tests: pd.DataFrame
    methods: pd.DataFrame
    chosen: str | None
    benchmark: str | None


def months(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Revenue by calendar month over all history up to the end of the period, empty months too.

    One row per month.
    month    its first day
    revenue  all lines of the month, also those without a customer (money)
    whole    True where at most two of its days lie before the first line or after the end
    """
    known = replace(scope.resolved(ws), start=None)
    rows = engine.run(ws, "forecast_months", known).set_index("month")["revenue"]
    if rows.empty or known.end is None:
        return pd.DataFrame({"month": [], "revenue": [], "whole": []})
    last = known.end.year * 12 + known.end.month - 1
    rows = rows.reindex(range(int(rows.index.min()), last + 1), fill_value=0.0)
    days = [date(month // 12, month % 12 + 1, 1) for month in rows.index]
    ends = [(day + timedelta(days=31)).replace(day=1) - timedelta(days=1) for day in days]
    begun = ws.facts.first_line_on
    whole = [
        (begun - day).days <= SHORT and (end - known.end).days <= SHORT
        for day, end in zip(days, ends, strict=True)
    ]
    return pd.DataFrame({"month": days, "revenue": rows.to_numpy(dtype=float), "whole": whole})


def outlook(ws: Workspace, scope: Scope) -> Outlook:
    """The next three months, from those that are whole; see `Outlook`."""
    return foresee(months(ws, scope))


def foresee(table: pd.DataFrame) -> Outlook:
    """The same from a table of months, as `months` gives them."""
    whole = table[table["whole"].astype(bool)]
    days, known = whole["month"].tolist(), whole["revenue"].to_numpy(dtype=float)
    trials = Trials.of(known)
    tests, compared = backtest(days, trials), methods(trials)
    if not days:
        ahead = pd.DataFrame(columns=["month", "forecast", "low", "high"])
        return Outlook(table, ahead, tests, compared, None, None)
    cut = trials.months
    benchmark, chosen = trials.choice(cut)
    low, high = trials.interval(cut, chosen)
    ahead = pd.DataFrame({
        "month": [_later(days[-1], step + 1) for step in range(AHEAD)],
        "forecast": trials.said[chosen, cut], "low": low, "high": high,
    })  # fmt: skip
    return Outlook(table, ahead, tests, compared, CODES[chosen], CODES[benchmark])


def backtest(days: list[date], trials: Trials) -> pd.DataFrame:
    """What would have been forecast at every earlier month end, knowing that month and no more.

    The method and the width of the interval are chosen anew at each, from what was known by
    then, so that nothing here has seen what it is judged by.

    One row per month end and step ahead that is over.
    cut month   the last month known, and the one foreseen (first days); step 1, 2 or 3
    method      in use at the time
    forecast low high actual   money; low and high null where too few errors were known
    held        the interval held the actual; null without one
    benchmark   what seasonal naive (or naive, in the first year) said (money)
    """
    rows: list[dict[str, Any]] = []
    for cut in range(FIRST, trials.months):
        benchmark, chosen = trials.choice(cut)
        low, high = trials.interval(cut, chosen)
        for step in range(min(AHEAD, trials.months - cut)):
            actual = trials.came[cut, step]
            rows.append({
                "cut": days[cut - 1], "month": days[cut + step], "step": step + 1,
                "method": CODES[chosen], "forecast": trials.said[chosen, cut, step],
                "low": low[step], "high": high[step], "actual": actual,
                "held": None if np.isnan(low[step]) else bool(low[step] <= actual <= high[step]),
                "benchmark": trials.said[benchmark, cut, step],
            })  # fmt: skip
    names = ["cut", "month", "step", "method", "forecast", "low", "high", "actual", "held"]
    return pd.DataFrame(rows, columns=[*names, "benchmark"])


def methods(trials: Trials) -> pd.DataFrame:
    """How far off each method was, over all it foresaw at past month ends.

    One row per method that could be tried, the plainest first.
    method tested   its code, and how many months it foresaw
    off             mean absolute error ÷ mean month of the year before (share)
    against         its errors ÷ those of the benchmark over what both foresaw; below 1 is better
    """
    errors, (benchmark, _chosen) = trials.errors(trials.months), trials.choice(trials.months)
    rows = [
        {"method": code, "tested": int((~np.isnan(own)).sum()), "off": float(np.nanmean(own)),
         "against": against(errors, place, benchmark)}
        for place, (code, own) in enumerate(zip(CODES, errors, strict=True))
        if not np.isnan(own).all()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["method", "tested", "off", "against"])


def listed(found: Outlook) -> pd.DataFrame:
    """The forecast under every earlier one, in the columns of `backtest` without `held`."""
    whole = found.months[found.months["whole"].astype(bool)]
    now = found.ahead.assign(
        cut=whole["month"].max(), step=range(1, len(found.ahead) + 1), method=found.chosen
    )
    rows = [table for table in (found.tests.drop(columns="held"), now) if len(table)]
    return pd.concat(rows, ignore_index=True) if rows else found.tests.drop(columns="held")


def judged(tests: pd.DataFrame) -> dict[str, Any]:
    """How the forecasts of `backtest` did.

    tested off other_off     months foreseen; sum of absolute errors ÷ sum of absolute actuals, of
                             the forecast and of the benchmark (share); null where nothing is
    covered held coverage    months with an interval, how many it held, and the share, with its
    coverage_low _high       95 % Wilson interval
    """
    size = tests["actual"].abs().sum() or float("nan")
    held = tests["held"].dropna().astype(bool)
    between = rates.wilson(pd.Series([held.sum()]), pd.Series([len(held)])).iloc[0]
    return {
        "tested": len(tests),
        "off": (tests["forecast"] - tests["actual"]).abs().sum() / size,
        "other_off": (tests["benchmark"] - tests["actual"]).abs().sum() / size,
        "covered": len(held), "held": int(held.sum()),
        "coverage": float(held.mean()) if len(held) else float("nan"),
        "coverage_low": float(between["low"]), "coverage_high": float(between["high"]),
    }  # fmt: skip


def _later(day: date, months_later: int) -> date:
    month = day.year * 12 + day.month - 1 + months_later
    return date(month // 12, month % 12 + 1, 1)
