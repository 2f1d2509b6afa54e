"""How the conversion of a funnel moves with the month or week in which customers begin."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope
from analytics.steps import Choice

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Grain = Literal["month", "week"]
GRAINS: tuple[Grain, ...] = ("month", "week")
FIRST_MONDAY = date(2000, 1, 3)


def course(
    ws: Workspace,
    scope: Scope,
    choice: Choice,
    grain: Grain = "month",
) -> pd.DataFrame:
    """The share that reaches the last step, by the month or week in which customers began.

    One row per month or week from the first with an entry to the last, those of `funnel.steps`.
    first_day last_day    its days in the period
    entered completed     began then and have had their days; of these at the last step
    rate low high         their ratio, 95 % Wilson interval; null where nobody entered
    immature              began then and have not had their days: counted nowhere else
    unfinished            not everybody who could begin then has had the days by as_of: the rate
                          rests on those who began first
    Errors: DataError for what `Choice.params` refuses. Source: methods.md, funnel.
    """
    week_start = int(ws.state.settings()["week_start"]) if grain == "week" else 0
    asked = choice.params() | {"last_step": len(choice.steps)}
    asked |= {grain: True, "week_start": week_start}
    found = engine.run(ws, "entries_course", scope, **asked)
    resolved = scope.resolved(ws)
    assert resolved.as_of is not None
    assert resolved.end is not None
    buckets = found["bucket"].astype("int64")
    found = found.set_index(buckets).drop(columns="bucket")
    if len(found):
        found = found.reindex(range(buckets.min(), buckets.max() + 1), fill_value=0)
    found = found.astype("int64")
    spans = [_days(int(bucket), grain, week_start) for bucket in found.index]
    last = [min(day, resolved.end) for _first, day in spans]
    found.insert(0, "first_day", [max(day, resolved.start or day) for day, _last in spans])
    found.insert(1, "last_day", last)
    found["rate"] = found["completed"] / found["entered"].where(found["entered"] > 0)
    found[["low", "high"]] = rates.wilson(found["completed"], found["entered"])
    after = timedelta(days=choice.within_days)
    found["unfinished"] = [day + after > resolved.as_of for day in last]
    return found.reset_index(drop=True)


def last_finished(course: pd.DataFrame) -> pd.Series | None:
    """The last month or week everybody of which has had the days; None where there is none."""
    finished = course[~course["unfinished"] & (course["entered"] > 0)]
    return finished.iloc[-1] if len(finished) else None


def _days(bucket: int, grain: Grain, week_start: int) -> tuple[date, date]:
    """The first and the last day of a month or week of this number."""
    if grain == "week":
        first = FIRST_MONDAY + timedelta(days=7 * bucket + week_start)
        return first, first + timedelta(days=6)
    first, after = (date(month // 12, month % 12 + 1, 1) for month in (bucket, bucket + 1))
    return first, after - timedelta(days=1)
