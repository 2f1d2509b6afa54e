"""Which rows the figures rest on: every line loaded, in the analysis or with why it is not."""

from __future__ import annotations

import json
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
KINDS = ("sales", "interactions", "customers", "deals", "products")
_PLACES = {"counted": 0, "total": 2, "files": 3}  # reasons stand between


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


def account(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """What became of the rows loaded: they count, or why not, closed to the files to the cent.

    All rows, whatever the scope.

    One row per kind of data in the order of KINDS, and part; parts of no row are not listed.
    kind       sales · interactions · customers · deals · products
    part       counted · the check that leaves rows out, or superseded (a newer row says more),
               the most rows first · total · files (what was loaded by the reports of the files;
               none where a list came along with another file)
    lines      rows; counted and left out add up to the total
    customers  distinct customers of these rows; 0 of files
    amount     their money, null where none of them says any
    The total is that of the files but for customers erased since, and for money that newer rows
    of deals took over from those they replace.
    """
    held = engine.run(ws, "reconcile_account", scope)
    parts = pd.concat([held, _files(ws.loads)], ignore_index=True)
    kinds, places = parts["kind"].map(KINDS.index), parts["part"].map(_PLACES).fillna(1)
    ranked = parts.assign(kinds=kinds, places=places).sort_values(
        ["kinds", "places"], kind="stable"
    )
    return ranked[list(held.columns)].reset_index(drop=True)


def _files(loads: pd.DataFrame) -> pd.DataFrame:
    """What the reports of the files say was loaded; contacts, where a row became several."""
    events = [json.loads(options).get("events") for options in loads["options"]]
    became = pd.Series(events, index=loads.index, dtype="Int64").fillna(loads["rows_loaded"])
    numbers = loads.assign(lines=became.astype("int64"), amount=loads["amount"].astype(float))
    sums = numbers.groupby("kind")[["lines", "amount"]].sum(min_count=1).reset_index()
    return sums.assign(part="files", customers=0)
