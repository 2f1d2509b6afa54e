"""Which rows the figures rest on: every line loaded, in the analysis or with why it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics import engine
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

PARTS = (
    "analysed", "no_order", "no_customer", "outside_period", "outside_filters",
    "returns_excluded", "left_out", "total",
)  # fmt: skip


def remainder(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Where every loaded line went, so that the figures close to the upload to the cent.

    One row per part, always all eight in this order; lines and amounts add up to the total.
    part       analysed (customers with a counting order in the scope) · no_order (named, without
               one) · no_customer · outside_period (before it, after it or after as_of) ·
               outside_filters · returns_excluded · left_out (by choice at the load) · total
    lines      order lines
    customers  distinct customers of these lines (one customer can be in several parts)
    amount     their money
    A line with several reasons is counted under the first of: left out, period, filters, returns.
    Source: methods.md, base and remainder.
    """
    rows = engine.run(ws, "reconcile_remainder", scope).set_index("part")
    rows = rows.reindex(PARTS).fillna(0).astype({"lines": int, "customers": int})
    return rows.reset_index()


def left_out(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """The lines of the part "left_out", by why they are left out; they add up to it.

    One row per reason: reason (the code of a check), lines, customers (distinct), amount.
    """
    return engine.run(ws, "reconcile_left_out", scope)
