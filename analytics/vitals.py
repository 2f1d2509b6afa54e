"""Further key figures, and which changes are unusual for the firm."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import engine
from analytics.churn_signs import OVERDUE
from analytics.compared import compared, last_year, whole
from analytics.scope import LAST_YEAR, Comparison, Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Key = tuple[str, int | None, str]

RATES = ("repeat_rate", "returned_share", "margin_rate", "win_rate")
YEAR = 364
LEAST = 5  # earlier changes from which on something can be called unusual
TAIL = 0.1  # share of earlier changes beyond either end of the usual range
MOST = 120  # windows looked back
LATEST = 8  # of those that ask for all customers anew
SHOWN = 13  # windows a small line shows
WHOLE = 1_000_000  # days in a bucket that holds any period
_NOT_COMPARED: dict[str, Any] = {
    f"{kind}_{end}": None for kind in ("previous", "year") for end in ("start", "end")
}
COLUMNS = ["figure", "value", "previous", "year_before", "change", "change_year_before"]


def figures(ws: Workspace, scope: Scope, horizon_days: int) -> pd.DataFrame:
    """Revenue of key customers, value at risk, win rate, beside the periods of `overview.figures`.

    One row per figure, in the columns of `overview.figures`.
    key_revenue   revenue in the period of who was key at its end: the top 1 % by revenue of
                  all history up to then (money; orders count on their first day)
    overdue_value value at risk by the plain rule: what was expected within the horizon, at the
                  end of the period, of customers silent for 1.5 of their usual gaps or more
                  (margin where costs are known, else revenue; as in `churn.customers`)
    win_rate      won ÷ (won + lost) of the deals closed in the period (share); null without any
    horizon_days  one for all periods
    Source: methods.md, customer pyramid, churn, deals.
    """
    frames: dict[str, Scope | None] = {
        "value": whole(ws, scope),
        "previous": compared(ws, scope, "previous"),
        "year_before": compared(ws, scope, last_year(scope)),
    }
    asked = {name: frame for name, frame in frames.items() if frame}
    key = {name: _key(ws, frame) for name, frame in asked.items()}
    overdue = {name: _overdue(ws, frame, horizon_days) for name, frame in asked.items()}
    table = pd.DataFrame(
        [
            {"figure": "key_revenue", **key},
            {"figure": "overdue_value", **overdue},
            {"figure": "win_rate", **_deals(ws, frames)},
        ],
        columns=COLUMNS,
    ).astype(dict.fromkeys(frames, float))
    for name, base in (("change", "previous"), ("change_year_before", "year_before")):
        table[name] = table["value"] / table[base].where(table[base] != 0) - 1
        rate = table["figure"].isin(RATES)
        table.loc[rate, name] = table["value"] - table[base]
    return table[COLUMNS]


def days(ws: Workspace, scope: Scope) -> int:
    """How many days the period has; 0 where there is none."""
    period = whole(ws, scope)
    return (period.end - period.start).days + 1 if period.start and period.end else 0


def windows(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """The key figures in periods of the same length, back from the end of this one.

    One row per window that lies in the data whole, the earliest first; the last is the period.
    last_day  of the window; then the figures of `overview.figures`
    """
    period, first = whole(ws, scope), ws.facts.first_line_on
    if period.start is None or period.end is None or first is None:
        return pd.DataFrame(columns=["last_day"])
    length = days(ws, scope)
    count = min(((period.end - first).days + 1) // length, MOST)
    if not count:
        return pd.DataFrame(columns=["last_day"])
    days_of = _NOT_COMPARED | {
        "now_start": period.end - timedelta(days=count * length - 1),
        "now_end": period.end,
    }
    rows = engine.run(ws, "vitals_windows", replace(period, start=None), step=length, **days_of)
    rows = rows.astype({"bucket": int}).set_index("bucket").reindex(range(count))
    sums = ["revenue", "active_customers", "orders", "new_customers"]
    rows[sums] = rows[sums].astype(float).fillna(0.0)
    ends = [period.end - timedelta(days=length * back) for back in range(count - 1, -1, -1)]
    rows.insert(0, "last_day", ends)
    return rows.reset_index(drop=True)


def latest(ws: Workspace, scope: Scope, horizon_days: int) -> pd.DataFrame:
    """The figures of `figures` in the last periods of the same length.

    They look at all customers anew for every period, so there are only LATEST of them.
    One row per window that lies in the data whole, the earliest first; the last is the period.
    last_day  of the window; then key_revenue overdue_value win_rate
    """
    ends = windows(ws, scope)["last_day"].tolist()[-LATEST:]
    period, length = whole(ws, scope), timedelta(days=days(ws, scope))
    frames = [
        replace(period, as_of=end, end=end, start=end - length + timedelta(days=1)) for end in ends
    ]
    return pd.DataFrame(
        {
            "last_day": ends,
            "key_revenue": [_key(ws, frame) for frame in frames],
            "overdue_value": [_overdue(ws, frame, horizon_days) for frame in frames],
            "win_rate": _won(ws, period, length.days, len(ends)),
        }
    )


def usual(table: pd.DataFrame, length: int, compare: Comparison = "previous") -> pd.DataFrame:
    """How much each figure usually changes from period to period: eight changes in ten.

    table   answer of `windows` of periods of `length` days; compare as in the scope
    One row per figure.
    low high   the tenth and the ninth of ten earlier changes; with fewer than nine, the smallest
               and the largest; of rates differences, else ratios; null with fewer than five
    changes    how many earlier changes there are
    The change to be judged is not among them. Against last year windows are set 52 weeks apart;
    nothing is known where that is no whole number of them.
    """
    apart = round(YEAR / length) if compare in LAST_YEAR and length else 1
    known = compare not in LAST_YEAR or (apart > 0 and abs(apart * length - YEAR) <= 2)
    rows = []
    for name in table.columns.drop("last_day"):
        values = table[name].astype(float)
        base = values.shift(apart) if known else values * math.nan
        moved = values - base if name in RATES else values / base.where(base != 0) - 1
        earlier = sorted(moved.iloc[:-1].dropna())
        place = max(math.floor(TAIL * (len(earlier) + 1)), 1)
        enough = len(earlier) >= LEAST
        rows.append({
            "figure": name, "low": earlier[place - 1] if enough else math.nan,
            "high": earlier[-place] if enough else math.nan, "changes": len(earlier),
        })  # fmt: skip
    return pd.DataFrame(rows, columns=["figure", "low", "high", "changes"])


def courses(earlier: pd.DataFrame, latest: pd.DataFrame) -> dict[str, list[float]]:
    """Figure -> its values in the last windows in which it is known, at most SHOWN of them.

    earlier latest   answers of `windows` and of `latest`
    """
    tables = [table.drop(columns="last_day").tail(SHOWN) for table in (earlier, latest)]
    return {
        str(name): table[name].dropna().astype(float).tolist() for table in tables for name in table
    }


def judged(figures: pd.DataFrame, ranges: pd.DataFrame, compare: Comparison) -> pd.DataFrame:
    """The figures with their usual range and whether the change lies outside it.

    figures  rows as of `overview.figures`; ranges the answer of `usual`
    moved    the change the scope asks for; low high changes as in `usual`
    unusual  "above", "below" or "within" the range; "" where no range or no change is known
    """
    moved = "change_year_before" if compare in LAST_YEAR else "change"
    rows = figures.merge(ranges, on="figure", how="left")
    rows["moved"] = math.nan if compare == "none" else rows[moved]
    told = rows["moved"].notna() & rows["low"].notna()
    rows["unusual"] = "within"
    rows.loc[rows["moved"] > rows["high"], "unusual"] = "above"
    rows.loc[rows["moved"] < rows["low"], "unusual"] = "below"
    rows.loc[~told, "unusual"] = ""
    return rows


def _key(ws: Workspace, frame: Scope) -> float:
    return _key_once(ws, ws.key, frame)


@lru_cache(maxsize=64)
def _key_once(ws: Workspace, key: Key, frame: Scope) -> float:
    """Kept, as the period and the one before it are the last two windows as well."""
    known = replace(frame, start=None)
    return float(engine.run(ws, "vitals_key", known, first_day=frame.start)["revenue"].iloc[0])


def _overdue(ws: Workspace, frame: Scope, horizon_days: int) -> float:
    return _overdue_once(ws, ws.key, frame, horizon_days)


@lru_cache(maxsize=64)
def _overdue_once(ws: Workspace, key: Key, frame: Scope, horizon_days: int) -> float:
    known = replace(frame, start=None)
    found = engine.run(ws, "vitals_overdue", known, overdue=OVERDUE, horizon=horizon_days)
    return float(found["margin" if ws.facts.has_cost else "revenue"].iloc[0])


def _deals(ws: Workspace, frames: dict[str, Scope | None]) -> dict[str, float]:
    names = {"value": "now", "previous": "previous", "year_before": "year"}
    asked: dict[str, Any] = {"step": WHOLE}
    for name, frame in frames.items():
        asked[f"{names[name]}_start"] = frame.start if frame else None
        asked[f"{names[name]}_end"] = frame.end if frame else None
    now = frames["value"]
    assert now is not None
    rows = engine.run(ws, "vitals_deals", replace(now, start=None), **asked).set_index("period")
    rate = rows["won"] / (rows["won"] + rows["lost"])
    return {name: float(rate.get(period, math.nan)) for name, period in names.items()}


def _won(ws: Workspace, period: Scope, length: int, count: int) -> list[float]:
    """The win rate in each of so many windows back from the end of the period."""
    if not count:
        return []
    assert period.end is not None
    asked = _NOT_COMPARED | {
        "now_start": period.end - timedelta(days=count * length - 1), "now_end": period.end,
    }  # fmt: skip
    rows = engine.run(ws, "vitals_deals", replace(period, start=None), step=length, **asked)
    rows = rows.astype({"bucket": int}).set_index("bucket")
    rate = rows["won"] / (rows["won"] + rows["lost"])
    return [float(rate.get(bucket, math.nan)) for bucket in range(count)]
