"""Whose contract ends soon, where the customer file says when contracts end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics import engine
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

DAYS = 60  # from so many days before its end on a contract is talked about
AHEAD = (30, 60, 90, 180)  # days to choose from


def ending(ws: Workspace, scope: Scope, days: int = DAYS) -> pd.DataFrame:
    """Customers whose contract ends on as_of or within so many days after it, the soonest first.

    One row per customer: customer_id contract_ends_on days_left (0 = ends on as_of).
    Of several rows about a customer in the file the latest end counts.
    """
    return engine.run(ws, "contracts_ending", scope, days=days)


def known(ws: Workspace, scope: Scope) -> tuple[int, int]:
    """Customers of whom the file names the end of a contract, and those of them where it is over
    by as_of (counts)."""
    row = engine.run(ws, "contracts_known", scope).iloc[0]
    return int(row["customers"]), int(row["over"])


def near(ends_on: date, as_of: date) -> bool:
    """Whether a contract ends within the usual 60 days, or is over already."""
    return (ends_on - as_of).days <= DAYS
