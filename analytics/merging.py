"""Customers with several numbers, counted as one because somebody said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from analytics.errors import N_, DataError

_SQL = Path(__file__).parent / "sql" / "checks"


def undo(con: duckdb.DuckDBPyConnection) -> None:
    """Gives every row of a version in the making the customer number of its file back."""
    if con.execute(_sql("merges")).fetchone():
        con.execute(_sql("split"))


def apply(con: duckdb.DuckDBPyConnection) -> None:
    """Puts rows of merged customers under one number; without merges it does nothing."""
    if con.execute(_sql("merges")).fetchone():
        con.execute(_sql("merge"))


def merge(con: duckdb.DuckDBPyConnection, groups: Mapping[str, Sequence[str]], user: str) -> None:
    """Notes in a version in the making who counts as whom, for `apply` to do.

    groups  number that remains -> customers who count under it; groups may share customers
    Errors: DataError for a number no customer has, or with nothing to merge.
    """
    _known(con, [*groups, *(customer for ids in groups.values() for customer in ids)])
    moved: dict[str, str] = {}
    for into, ids in groups.items():
        target = _last(moved, into)
        for customer in dict.fromkeys(_last(moved, each) for each in ids):
            if customer != target:
                moved[customer] = target
                move = {"customer_id": customer, "into_id": target}
                con.execute(_sql("merge_chain"), move)
                con.execute(_sql("merge_one"), move | {"by": user})
    if not moved:
        raise DataError(N_("Choose at least two different customers to merge."))


def unmerge(con: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> None:
    """Notes in a version in the making that these numbers are customers of their own again.

    ids  numbers that were merged into others
    """
    for customer in ids:
        con.execute(_sql("unmerge_one"), {"customer_id": customer})


def merges(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Who counts as whom: customer_id into at by."""
    rows = con.execute(_sql("merges")).fetchall()
    return pd.DataFrame(rows, columns=["customer_id", "into", "at", "by"])


def _last(moved: dict[str, str], customer: str) -> str:
    while customer in moved:
        customer = moved[customer]
    return customer


def _known(con: duckdb.DuckDBPyConnection, ids: list[str]) -> None:
    found = {row[0] for row in con.execute(_sql("customers_known"), {"ids": ids}).fetchall()}
    for customer in ids:
        if customer not in found:
            raise DataError(N_("There is no customer {customer}."), customer=customer)


@lru_cache
def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
