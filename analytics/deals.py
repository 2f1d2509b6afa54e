"""How the deals stand: what was won, what is open, and where deals get to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace


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

    stage ("" = not given), outcome "won", "lost" or null, closed_later (closed after as_of: the
    stage on that day is not known), deals (count), value (money, null where none is known).
    """
    return engine.run(ws, "deals_stages", scope)
