"""How the deals stand: what was won, what is open, and where deals get to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import pandas as pd

from analytics import engine, pipeline, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

By = Literal["owner", "product", "reason"]


def summary(ws: Workspace, scope: Scope | None = None) -> pd.Series:
    """How the deals opened in the period stand at the end of as_of; a deal is one opportunity.

    deals won lost still_open   counts; a deal closed later than as_of is still open
    win_rate                    won / (won + lost), null without either; low, high: its 95 %
                                Wilson interval
    mean_won_days               from opening to closing of the won; median_won_days likewise
    median_open_days            from opening to as_of of the open; open_older: how many of them
                                are open longer than median_won_days, null without it
    won_value open_value        money; what a deal closed after as_of was worth on that day is
                                not known: open_unvalued counts the open without a known value
    undated                     deals without an opening date; in a period, which has a start,
                                none of the other figures holds them

    Source: methods.md, deals.
    """
    found = engine.run(ws, "deals_summary", scope)
    found[["low", "high"]] = rates.wilson(found["won"], found["won"] + found["lost"])
    return found.iloc[0]


def stages(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """Where the deals opened in the period are: one row per current stage, usual order first.

    stage ("" = not given), outcome "won", "lost" or null, closed_later (closed after as_of, and
    the stage on that day is not told), deals (count), value (money, null where none is known).
    """
    return engine.run(ws, "deals_stages", scope)


def outcomes(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """What became of the deals at each stage: every entry has exactly one outcome.

    One row per stage that is not an end, usual order first; "" where the stage is not known.
    entered = advanced + won + lost + still_there + moved_back; counts of entries of the deals
    opened in the period. Contacts that name deal and stage, or several rows of a deal in its
    file, tell its moves. Of any other deal only the current stage is known: it is taken to have
    passed the stages before it, a decided one all of them; assumed counts these entries.
    moved_back is null where no deal's moves are told. Source: methods.md, deals.
    """
    return engine.run(ws, "deals_outcomes", scope)


def groups(ws: Workspace, scope: Scope | None = None, by: By = "owner") -> pd.DataFrame:
    """How the deals opened in the period went, by owner, product or reason.

    One row per name, "" = not given, most won money first; deals won lost still_open (counts),
    win_rate of the decided with its 95 % Wilson interval low, high, mean_won_days, won_value and
    lost_value (money, null where none is known). Source: methods.md, deals.
    """
    found = engine.run(ws, "deals_groups", scope, by=by)
    decided = found["won"] + found["lost"]
    found["win_rate"] = found["won"] / decided.where(decided > 0)
    found[["low", "high"]] = rates.wilson(found["won"], decided)
    return found


def stalled(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """Open deals that are older than half of the won took, oldest first.

    One row per deal: deal_id customer_id name stage owner product, value (money), opened_on,
    open_days up to as_of. Empty where nothing was won. Source: methods.md, deals.
    """
    return engine.run(ws, "deals_stalled", scope)


def courses(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """Which share of the deals is won, and which is lost, by their age in days.

    One row per day of age from 0 to the oldest: days, at_risk (deals still open at that age), won
    and lost (cumulative shares). Open deals are followed until as_of; to
    be won and to be lost compete. Source: Aalen & Johansen 1978.
    """
    resolved = (scope or Scope()).resolved(ws)
    assert resolved.as_of is not None
    return pipeline.courses(engine.run(ws, "deals_days", resolved), resolved.as_of)


def forecast(ws: Workspace, scope: Scope | None = None) -> pipeline.Forecast | None:
    """What deals should bring in the 91 days after as_of, those not opened yet included.

    A deal open at an age is won by the end with the probability that the courses give one of
    that age; new ones come as in the 91 days before. Values are the mean of the won. None where
    nothing was won. All deals known by as_of count, also those opened before the period.
    """
    found, resolved = _days(ws, scope)
    return pipeline.forecast(found, resolved)


def backtest(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """What the forecast would have said at past month ends, and what came.

    One row per month end with half a year of deals before it and 91 days after: as_of, expected,
    low, high (80 % interval), actual (money won in these 91 days), inside. The windows overlap.
    """
    found, resolved = _days(ws, scope)
    return pipeline.backtest(found, resolved)


def coverage(tested: pd.DataFrame) -> float:
    """The share of the tested month ends whose interval held what came; null without any."""
    return float(tested["inside"].mean())


def _days(ws: Workspace, scope: Scope | None) -> tuple[pd.DataFrame, date]:
    resolved = replace((scope or Scope()).resolved(ws), start=None, end=None).resolved(ws)
    assert resolved.as_of is not None
    return engine.run(ws, "deals_days", resolved), resolved.as_of
