"""This means that: customers with several numbers and products with several names, counted as one.

What somebody said is kept beside the rows, and the rows keep what the file says, so that all of
it can be taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import duckdb
import pandas as pd

from analytics.errors import N_, DataError

Of = Literal["customers", "products"]

_SQL = Path(__file__).parent / "sql" / "checks"
_UNKNOWN = {
    "customers": N_("There is no customer {name}."),
    "products": N_("There is no product {name}."),
}
_NOTHING = {
    "customers": N_("Choose at least two different customers to merge."),
    "products": N_("Say which name each of the products should have."),
}
_NAMES = {"customers": "customer_id", "products": "product"}
_MEANS = {"customers": "into", "products": "means"}


def undo(con: duckdb.DuckDBPyConnection) -> None:
    """Gives every row of a version in the making the customer and the product of its file back."""
    for of in _NAMES:
        if con.execute(_sql(f"{of}_merged")).fetchone():
            con.execute(_sql(f"{of}_split"))


def apply(con: duckdb.DuckDBPyConnection) -> None:
    """Puts rows under the customer and the product that theirs mean; else it does nothing."""
    for of in _NAMES:
        if con.execute(_sql(f"{of}_merged")).fetchone():
            con.execute(_sql(f"{of}_merge"))


def merge(
    con: duckdb.DuckDBPyConnection,
    groups: Mapping[str, Sequence[str]],
    user: str,
    of: Of = "customers",
) -> None:
    """Notes in a version in the making who counts as whom, for `apply` to do.

    groups  name that remains -> those that count under it; groups may share some
    Errors: DataError for a name that nothing has, or with nothing to merge.
    """
    _known(con, [*groups, *(name for names in groups.values() for name in names)], of)
    moved: dict[str, str] = {}
    for into, names in groups.items():
        target = _last(moved, into)
        for name in dict.fromkeys(_last(moved, each) for each in names):
            if name != target:
                moved[name] = target
                move = {"id": name, "into": target}
                con.execute(_sql(f"{of}_merge_chain"), move)
                con.execute(_sql(f"{of}_merge_one"), move | {"by": user})
    if not moved:
        raise DataError(_NOTHING[of])


def unmerge(con: duckdb.DuckDBPyConnection, names: Sequence[str], of: Of = "customers") -> None:
    """Notes in a version in the making that these, merged before, stand for themselves again."""
    for name in names:
        con.execute(_sql(f"{of}_unmerge_one"), {"id": name})


def correct(
    con: duckdb.DuckDBPyConnection, source: str, means: Mapping[str, str], user: str
) -> None:
    """Notes the product names that others mean, in place of all corrections in a table.

    source  sales or deals; means: name in the file -> the name it should have, none to undo
    """
    con.execute(_sql(f"products_forget_{source}"))
    groups: dict[str, list[str]] = {}
    for name, into in means.items():
        groups.setdefault(into, []).append(name)
    if groups:
        merge(con, groups, user, "products")


def merged(con: duckdb.DuckDBPyConnection, of: Of = "customers") -> pd.DataFrame:
    """What counts as what: customer_id into at by, or product means at by."""
    rows = con.execute(_sql(f"{of}_merged")).fetchall()
    return pd.DataFrame(rows, columns=[_NAMES[of], _MEANS[of], "at", "by"])


def corrected(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables in which product names have been corrected."""
    if not con.execute(_sql("products_merged")).fetchone():
        return set()
    return {source for (source,) in con.execute(_sql("products_corrected")).fetchall()}


def _last(moved: dict[str, str], name: str) -> str:
    while name in moved:
        name = moved[name]
    return name


def _known(con: duckdb.DuckDBPyConnection, names: list[str], of: Of) -> None:
    found = {row[0] for row in con.execute(_sql(f"{of}_known"), {"ids": names}).fetchall()}
    for name in names:
        if name not in found:
            raise DataError(_UNKNOWN[of], name=name)


@lru_cache
def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
