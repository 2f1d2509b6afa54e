"""What is odd about lines, deals and contacts, what it is worth, and what was chosen about it.

A check names rows by what stands in them; it never removes one. Rows that are left out stay in
the version under `excluded_by`, and a merged customer's rows keep the number of the file, so any
choice can be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import duckdb
import pandas as pd

from analytics import spelling
from analytics.errors import N_, DataError

Action = Literal["keep", "leave_out", "correct"]
Progress = Callable[[str, float], None]

# of every table in this order: a row that several checks leave out is counted under the first
CHECKS = {
    "sales": (
        "overlap", "mixed_currency", "duplicate_line", "duplicate_order_line", "impossible_date",
        "no_customer", "zero_price", "negative_price", "return_without_order", "returned",
        "outlier", "unknown_product",
    ),
    "deals": (
        "deal_duplicate", "deal_impossible_date", "deal_closed_before_opened",
        "deal_unknown_stage", "deal_no_customer", "deal_unknown_customer",
        "deal_won_without_value", "deal_no_value", "deal_unknown_product",
    ),
    "interactions": (
        "contact_duplicate", "contact_impossible_date", "contact_no_customer",
        "contact_unknown_customer",
    ),
}  # fmt: skip
SOURCES = {code: source for source, codes in CHECKS.items() for code in codes}
CORRECTABLE = ("unknown_product", "deal_unknown_product")
ACTIONS: tuple[Action, ...] = ("keep", "leave_out")
# What nobody adds up unless told to: lines that came twice, and money of another currency.
USUAL: dict[str, Action] = {
    code: "leave_out" if code in ("overlap", "mixed_currency") else "keep" for code in SOURCES
}

_SQL = Path(__file__).parent / "sql"
_CLAUSE = re.compile(r"^(.*?) *-- when (overlap|corrected)$", re.MULTILINE)
# what there is in a version -> the column of the sales that says so
_SIGNS = {"overlap": "overlap", "corrected": "named_product"}


def priced(con: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> pd.DataFrame:
    """What each check finds among the rows of a version.

    One row per check, all of them in the order of CHECKS, and one named "total" per table.
    source           the table: sales, deals or interactions
    lines, amount    the rows it names and their money, whatever was chosen
    counted_lines    those of them that are in the figures now
    counted_amount   their money; amounts are exact decimals
    """
    rows = []
    for source, codes in CHECKS.items():
        _look(con, source, progress or _unwatched)
        groups = con.execute(_sql("priced")).fetchall()
        names = [column[0] for column in con.description or ()]
        found = [dict(zip(names, values, strict=True)) for values in groups]
        rows += [_price(source, code, found) for code in (*codes, "total")]
    return pd.DataFrame(rows)


def _price(source: str, code: str, groups: list[dict[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {"source": source, "check": code, "lines": 0, "amount": Decimal(0)}
    row |= {"counted_lines": 0, "counted_amount": Decimal(0)}
    for group in groups:
        if code == "total" or group[code]:
            row["lines"] += group["lines"]
            row["amount"] += group["amount"]
            if group["excluded_by"] is None:
                row["counted_lines"] += group["lines"]
                row["counted_amount"] += group["amount"]
    return row


def named(con: duckdb.DuckDBPyConnection, code: str, most: int) -> pd.DataFrame:
    """The rows a check names, the most money first, at most so many."""
    source = SOURCES[known(code)]
    _look(con, source, _unwatched)
    con.execute(_sql("named"), {"code": code, "most": most})
    return con.sql(_sql(f"{source}_rows")).to_arrow_table().to_pandas()


def misnamed(con: duckdb.DuckDBPyConnection, code: str) -> pd.DataFrame:
    """The product names a check names, as the file writes them, the most rows first.

    One row per name: product lines amount nearest similarity same sought_in, as `spelling.misfits`
    gives them.
    Errors: DataError for a check that names no products.
    """
    if known(code) not in CORRECTABLE:
        raise _not_answered(code, "correct")
    names = spelling.misfits(con.sql(_text(con, "product_names")).to_arrow_table().to_pandas())
    rows = names[names["source"] == SOURCES[code]].drop(columns="source")
    return rows.sort_values("lines", ascending=False, kind="stable", ignore_index=True)


def undo(con: duckdb.DuckDBPyConnection) -> None:
    """Puts the rows of a version in the making back as they were loaded."""
    if con.execute(_sql("choices")).fetchone() or _currency_named(con):
        con.execute(_sql("unmark"))
        if "overlap" in _present(con):
            con.execute(_sql("leave_overlap"))


def apply(con: duckdb.DuckDBPyConnection) -> None:
    """Does to the rows as they were loaded what was chosen, or is usual where nothing was."""
    chosen = {code: action for code, action, *_ in con.execute(_sql("choices")).fetchall()}
    if chosen.get("overlap") == "keep":
        con.execute(_sql("keep_overlap"))
    if chosen.get("mixed_currency") != "keep" and _currency_named(con):
        con.execute(_sql("currencies"))
        con.execute(_sql("leave_currencies"))
    con.execute(_sql("marks"))
    for source, codes in CHECKS.items():
        if left_out := [code for code in codes if chosen.get(code) == "leave_out"]:
            _look(con, source, _unwatched)
            con.execute(_sql("marked"), {"source": source, "left_out": left_out})
    con.execute(_sql("mark"))


def currencies(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The currencies of the lines' money, where there are several; the main one comes first.

    One row per currency: currency lines amount counted_lines.
    currency       its code; None where a line names none and counts as the main one
    counted_lines  those of its lines that are in the figures now
    The main one is that of most lines, for money of different currencies cannot be compared.
    Lines without money count for none. Where one currency is named or none, nothing is found.
    """
    columns = ["currency", "lines", "amount", "counted_lines"]
    rows = []
    if _currency_named(con):
        con.execute(_sql("currencies"))
        rows = con.execute(_sql("currencies_found")).fetchall()
    mixed = len([row for row in rows if row[0]]) > 1 or (len(rows) > 1 and rows[0][0] is None)
    return pd.DataFrame(rows if mixed else [], columns=columns, dtype=object)


def choose(con: duckdb.DuckDBPyConnection, code: str, action: str, user: str) -> None:
    """Notes a choice in a version in the making, for `apply` to do.

    Errors: DataError for a check or an action that does not exist.
    """
    if action not in _answers(known(code)):
        raise _not_answered(code, action)
    con.execute(_sql("forget_choice"), {"code": code})
    if action in ACTIONS and action != USUAL[code]:
        con.execute(_sql("choose"), {"code": code, "action": action, "by": user})


def choices(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What was chosen, other than what is usual: check action at by."""
    rows = con.execute(_sql("choices")).fetchall()
    return pd.DataFrame(rows, columns=["check", "action", "at", "by"])


def _answers(code: str) -> tuple[Action, ...]:
    return (*ACTIONS, "correct") if code in CORRECTABLE else ACTIONS


def _not_answered(code: str, action: str) -> DataError:
    return DataError(
        N_("A check cannot be answered with {action}."),
        N_("Use one of: {kinds}."),
        action=action,
        kinds=", ".join(_answers(code)),
    )


def known(code: str) -> str:
    """The code of a check. Errors: DataError for one that does not exist."""
    if code not in SOURCES:
        raise DataError(
            N_("There is no check called {check}."),
            N_("Use one of: {kinds}."),
            check=code,
            kinds=", ".join(SOURCES),
        )
    return code


def _unwatched(stage: str, share: float) -> None:
    """For work that nobody waits for."""


def _look(con: duckdb.DuckDBPyConnection, source: str, step: Progress) -> None:
    """The temporary tables and the view `faults` that say of every row what is odd about it."""
    con.execute(_sql("latest"))
    if codes := [code for code in CORRECTABLE if SOURCES[code] == source]:
        step(N_("Looking at product names"), 0.0)
        con.execute(_sql("misnamed"), {"names": misnamed(con, codes[0])["product"].tolist()})
    if source == "sales":
        step(N_("Looking for lines that repeat"), 0.0)
        con.execute(_sql("currencies"))
        con.execute(_sql("sales_repeated"))
        step(N_("Looking for returns without an order"), 0.4)
        con.execute(_sql("sales_early_returns"))
        step(N_("Looking for unusual amounts"), 0.5)
        con.execute(_sql("sales_limits"))
    else:
        step(N_("Looking through deals and contacts"), 0.8)
        con.execute(_sql("buyers"))
        con.execute(_sql(f"{source}_repeated"))
    faults = _text(con, f"{source}_faults")
    con.execute(faults.replace("-- stage_words", _sql("stage_words", "scope")))
    step(N_("Putting a price on what was found"), 0.6 if source == "sales" else 0.9)


def _present(con: duckdb.DuckDBPyConnection) -> set[str]:
    columns = {column for (column,) in con.execute(_sql("sales_columns")).fetchall()}
    return {name for name, column in _SIGNS.items() if column in columns}


def _text(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """The text of a file with its optional lines kept or dropped."""
    present = _present(con)
    return _CLAUSE.sub(lambda m: m[1] if m[2] in present else "", _sql(name))


def _currency_named(con: duckdb.DuckDBPyConnection) -> bool:
    return con.execute(_sql("currency_named")).fetchone() is not None


@lru_cache
def _sql(name: str, folder: str = "checks") -> str:
    return (_SQL / folder / f"{name}.sql").read_text(encoding="utf-8")
