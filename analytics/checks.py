"""What is odd about sales lines, what it is worth, and what was chosen to be done about it.

A check names lines by what stands in them; it never removes one. Lines that are left out stay in
the version under `excluded_by`, and a merged customer's lines keep the number of the file, so any
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

from analytics.errors import N_, DataError

Action = Literal["keep", "leave_out"]
Progress = Callable[[str, float], None]

# in this order: a line that several checks leave out is counted under the first of them
CODES = (
    "overlap", "duplicate_line", "duplicate_order_line", "impossible_date", "no_customer",
    "zero_price", "negative_price", "return_without_order", "returned", "outlier",
)  # fmt: skip
ACTIONS: tuple[Action, ...] = ("keep", "leave_out")
USUAL: dict[str, Action] = {code: "leave_out" if code == "overlap" else "keep" for code in CODES}

_SQL = Path(__file__).parent / "sql" / "checks"
_OVERLAP = re.compile(r"^(.*?) *-- when overlap$", re.MULTILINE)


def priced(con: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> pd.DataFrame:
    """What each check finds among the lines of a version.

    One row per check, all of them in the order of CODES, and one named "total".
    lines, amount    the lines it names and their money, whatever was chosen
    counted_lines    those of them that are in the figures now
    counted_amount   their money; amounts are exact decimals
    """
    _look(con, progress or (lambda stage, share: None))
    groups = con.execute(_sql("priced")).fetchall()
    names = [column[0] for column in con.description or ()]
    rows = []
    for code in (*CODES, "total"):
        row: dict[str, Any] = {"check": code, "lines": 0, "amount": Decimal(0)}
        row |= {"counted_lines": 0, "counted_amount": Decimal(0)}
        for group in (dict(zip(names, values, strict=True)) for values in groups):
            if code == "total" or group[code]:
                row["lines"] += group["lines"]
                row["amount"] += group["amount"]
                if group["excluded_by"] is None:
                    row["counted_lines"] += group["lines"]
                    row["counted_amount"] += group["amount"]
        rows.append(row)
    return pd.DataFrame(rows)


def named(con: duckdb.DuckDBPyConnection, code: str, most: int) -> pd.DataFrame:
    """The lines a check names, the most money first, at most so many."""
    _look(con, lambda stage, share: None)
    answer = con.sql(_sql("rows"), params={"code": known(code), "most": most})
    return answer.to_arrow_table().to_pandas()


def undo(con: duckdb.DuckDBPyConnection) -> None:
    """Puts the lines of a version in the making back as they were loaded."""
    if con.execute(_sql("choices")).fetchone():
        con.execute(_sql("unmark"), {"codes": list(CODES[1:])})
        if _overlap_kept(con):
            con.execute(_sql("leave_overlap"))


def apply(con: duckdb.DuckDBPyConnection) -> None:
    """Does to the lines as they were loaded what was chosen; without choices, nothing."""
    chosen = {code: action for code, action, *_ in con.execute(_sql("choices")).fetchall()}
    if chosen.get("overlap") == "keep":
        con.execute(_sql("keep_overlap"))
    if left_out := [code for code, action in chosen.items() if action == "leave_out"]:
        _look(con, lambda stage, share: None)
        con.execute(_sql("marked"), {"left_out": left_out})
        con.execute(_sql("mark"))


def choose(con: duckdb.DuckDBPyConnection, code: str, action: str, user: str) -> None:
    """Notes a choice in a version in the making, for `apply` to do.

    Errors: DataError for a check or an action that does not exist.
    """
    known(code)
    if action not in ACTIONS:
        raise DataError(
            N_("A check cannot be answered with {action}."),
            N_("Use one of: {kinds}."),
            action=action,
            kinds=", ".join(ACTIONS),
        )
    con.execute(_sql("forget_choice"), {"code": code})
    if action != USUAL[code]:
        con.execute(_sql("choose"), {"code": code, "action": action, "by": user})


def choices(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What was chosen, other than what is usual: check action at by."""
    rows = con.execute(_sql("choices")).fetchall()
    return pd.DataFrame(rows, columns=["check", "action", "at", "by"])


def known(code: str) -> str:
    """The code of a check. Errors: DataError for one that does not exist."""
    if code not in CODES:
        raise DataError(
            N_("There is no check called {check}."),
            N_("Use one of: {kinds}."),
            check=code,
            kinds=", ".join(CODES),
        )
    return code


def _look(con: duckdb.DuckDBPyConnection, step: Progress) -> None:
    """The temporary tables and the view that say of every line what is odd about it."""
    step(N_("Looking for lines that repeat"), 0.0)
    con.execute(_sql("repeated"))
    step(N_("Looking for returns without an order"), 0.5)
    con.execute(_sql("early_returns"))
    step(N_("Looking for unusual amounts"), 0.7)
    con.execute(_sql("limits"))
    con.execute(_OVERLAP.sub(r"\1" if _overlap_kept(con) else "", _sql("faults")))
    step(N_("Putting a price on what was found"), 0.8)


def _overlap_kept(con: duckdb.DuckDBPyConnection) -> bool:
    return ("overlap",) in con.execute(_sql("sales_columns")).fetchall()


@lru_cache
def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
