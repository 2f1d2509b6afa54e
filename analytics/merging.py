"""Customers with several numbers, counted as one because somebody said so."""

from __future__ import annotations

from collections.abc import Sequence
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


def merge(con: duckdb.DuckDBPyConnection, ids: Sequence[str], into: str, user: str) -> None:
    """Notes in a version in the making that these customers are one, for `apply` to do.

    Errors: DataError for a number no customer has, or with nothing to merge.
    """
    others = [customer for customer in dict.fromkeys(ids) if customer != into]
    _known(con, [*others, into])
    if not others:
        raise DataError(N_("Choose at least two different customers to merge."))
    for customer in others:
        move = {"customer_id": customer, "into_id": into}
        con.execute(_sql("merge_chain"), move)
        con.execute(_sql("merge_one"), move | {"by": user})


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


def _known(con: duckdb.DuckDBPyConnection, ids: list[str]) -> None:
    found = {row[0] for row in con.execute(_sql("customers_known"), {"ids": ids}).fetchall()}
    for customer in ids:
        if customer not in found:
            raise DataError(N_("There is no customer {customer}."), customer=customer)


@lru_cache
def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
