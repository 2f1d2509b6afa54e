"""How the deals stand: what was won, what is open, and where deals get to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pandas as pd

from analytics import engine, pipeline, quarter, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

By = Literal["owner", "product", "reason"]


def summary(ws: Workspace, scope: Scope | None = None) -> pd.Series:
    """Deals decided in the period, and those open on its last day; a deal is one opportunity.

    deals won lost still_open   counts; won and lost by the day they closed, a deal closed later
                                is still open
    win_rate                    won / (won + lost), null without either; low, high: its 95 %
                                Wilson interval
    mean_won_days               from opening to closing of the won; median_won_days likewise
    median_open_days            from opening to the last day of the open; open_older: how many of
                                them are open longer than median_won_days, null without it
    won_value open_value        money; what a deal closed later was worth on the last day is not
                                known: open_unvalued counts the open without a known value
    open_undated                open deals without an opening date: their age is not known
    undated                     decided deals without a closing date; in a period, which has a
                                start, none of the other figures holds them

    Source: methods.md, deals.
    """
    found = engine.run(ws, "deals_summary", _last_day(ws, scope))
    found[["low", "high"]] = rates.wilson(found["won"], found["won"] + found["lost"])
    return found.iloc[0]


def opened(ws: Workspace, scope: Scope | None = None) -> pd.Series:
    """What became by the end of as_of of the deals opened in the period.

    One row: deals won lost still_open (counts), win_rate of the decided, open_share still_open /
    deals; null where there are none. While many are open the win rate is that of the quick ones.
    """
    return engine.run(ws, "deals_opened", scope).iloc[0]


def stages(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """Where the deals of `summary` are: one row per current stage, usual order first.

    stage ("" = not given), outcome "won", "lost" or null, closed_later (closed after the last
    day, and the stage on that day is not told), deals (count), value (money, null where none is
    known).
    """
    return engine.run(ws, "deals_stages", _last_day(ws, scope))


def outcomes(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """What became of the deals at each stage: every entry has exactly one outcome.

    One row per stage that is not an end, usual order first; "" where the stage is not known.
    entered = advanced + won + lost + still_there + moved_back; counts of entries, whenever they
    were, of the deals of `summary`. Contacts that name deal and stage, or several rows of a deal
    in its file, tell its moves. Of any other deal only the current stage is known: it is taken to
    have passed the stages before it, a decided one all of them; assumed counts these entries.
    moved_back is null where no deal's moves are told. Source: methods.md, deals.
    """
    return engine.run(ws, "deals_outcomes", _last_day(ws, scope))


def groups(ws: Workspace, scope: Scope | None = None, by: By = "owner") -> pd.DataFrame:
    """How the deals of `summary` went, by owner, product or reason.

    One row per name, "" = not given, most won money first; deals won lost still_open (counts),
    win_rate of the decided with its 95 % Wilson interval low, high, mean_won_days, won_value and
    lost_value (money, null where none is known), lost_share: of the lost that name one.
    Source: methods.md, deals.
    """
    found = engine.run(ws, "deals_groups", _last_day(ws, scope), by=by)
    decided = found["won"] + found["lost"]
    found["win_rate"] = found["won"] / decided.where(decided > 0)
    found[["low", "high"]] = rates.wilson(found["won"], decided)
    told = found["lost"].where(found["name"].ne(""))
    found["lost_share"] = told / told.sum() if told.sum() else None
    return found


def stalled(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """Open deals that are older than half of those won in the period took, oldest first.

    One row per deal: deal_id customer_id name stage owner product, value (money), opened_on,
    open_days up to the last day. Empty where nothing was won. Source: methods.md, deals.
    """
    return engine.run(ws, "deals_stalled", _last_day(ws, scope))


def stalled_customers(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """Whose deals `stalled` names, the customers with most money in them first.

    One row per customer: customer_id name, stalled_deals (count), open_days of the oldest,
    open_value (money, null where none is known). Deals that name no customer are left out.
    """
    return engine.run(ws, "deals_stalled_customers", _last_day(ws, scope))


def weighted(ws: Workspace, scope: Scope | None = None) -> pipeline.Weighted:
    """What the deals open on the last day are worth, each by the win rate of its stage.

    See `pipeline.Weighted`. All open deals count, also those opened before the period; the win
    rate of a stage is that of the decided deals that were in it, or are taken to have passed it
    as in `outcomes`. Source: methods.md, deals.
    """
    always = replace(_last_day(ws, scope), start=None)
    since = _day(always) - timedelta(days=pipeline.YEAR - 1)
    rows = engine.run(ws, "deals_weighted", always, rates_from=since)
    return pipeline.weighted(rows, since)


def courses(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """Which share of the deals is won, and which is lost, by their age in days.

    One row per day of age from 0 to the oldest: days, at_risk (deals still open at that age), won
    and lost (cumulative shares). Open deals are followed until as_of; to
    be won and to be lost compete. Source: Aalen & Johansen 1978.
    """
    resolved = (scope or Scope()).resolved(ws)
    return pipeline.courses(_days(ws, resolved), _day(resolved))


def forecast(ws: Workspace, scope: Scope | None = None) -> quarter.Forecast | None:
    """What deals should bring in the 91 days after the last day, those not opened yet included.

    A deal whose moves are told is won by the end with the probability of those that came into
    its stage, by the days since; any other with that of all deals, by its age. New ones come as
    in the 91 days before. Its value is what the moves named last, else the mean of the won. None
    where nothing was won. All deals known by the day count, also those opened before the period.
    """
    return quarter.forecast(*_told(ws, scope))


def backtest(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """What the forecast would have said at past month ends, and what came.

    One row per month end with half a year of deals before it and 91 days after: as_of, expected,
    low, high (80 % interval), actual (money won in these 91 days), inside. The windows overlap.
    """
    return quarter.backtest(*_told(ws, scope))


def held(tested: pd.DataFrame) -> quarter.Held:
    """What the answer of `backtest` says of the interval in words: see `quarter.Held`."""
    return quarter.held(tested)


def _told(ws: Workspace, scope: Scope | None) -> tuple[pd.DataFrame, pd.DataFrame, date]:
    """What a forecast rests on: the days of all deals, their moves, and the last day."""
    always = replace(_last_day(ws, scope), start=None)
    return _days(ws, always), _moves(ws, always), _day(always)


def _days(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """How many deals were opened and decided on which days, and how."""
    return engine.run(ws, "deals_days", scope)


def _moves(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """The moves of the deals that have any told, with the value named last until then."""
    found = engine.run(ws, "deals_moves", scope)
    found["value"] = found.groupby("deal_id")["value"].ffill()
    return found


def _last_day(ws: Workspace, scope: Scope | None) -> Scope:
    """The scope as of the last day of its period: what came to be known later has no part."""
    resolved = (scope or Scope()).resolved(ws)
    return replace(resolved, as_of=resolved.end)


def _day(resolved: Scope) -> date:
    assert resolved.as_of is not None
    return resolved.as_of
