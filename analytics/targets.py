"""What a firm means to sell each month, beside what it sold and what is foreseen."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics import state
from analytics.errors import N_, DataError
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

_MONTH = re.compile(r"\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?(?:[-/.]?\s*\d{1,2}日?)?(?:[ T].*)?")
_NAMED = re.compile(r"\s*([A-Za-z]{3})[a-z]*\.?[\s\-/]*(\d{4})\s*")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNITS = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "k": 1e3, "m": 1e6}
_NUMBER = re.compile(r"[^\d+\-.]*([+\-]?\d+(?:\.\d+)?)\s*([万萬亿億kKmM]?)[^\d]*")


def kept(ws: Workspace) -> pd.DataFrame:
    """The targets of a workspace, for the whole firm: month (its first day), target (money)."""
    with ws.state.connect() as con:
        rows = con.execute(state.sql("targets")).fetchall()
    return pd.DataFrame({
        "month": [date.fromisoformat(f"{row['month']}-01") for row in rows],
        "target": [float(row["amount"]) for row in rows],
    })  # fmt: skip


def offered(targets: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The months one may type a target for: month, target (null where there is none yet).

    From a year before the end of the scope's period to a year after it, and all that have one.
    """
    assert scope.end is not None
    last = scope.end.year * 12 + scope.end.month - 1
    days = [date(month // 12, month % 12 + 1, 1) for month in range(last - 11, last + 13)]
    days = sorted({*days, *targets["month"]})
    return pd.DataFrame({"month": days}).merge(targets, on="month", how="left")


def changed(before: pd.DataFrame, typed: pd.Series) -> dict[date, float | None]:
    """What was typed anew over `offered`, as `keep` takes it; an emptied month is None."""
    rows = before.assign(typed=typed.to_numpy(dtype=float))
    rows = rows[rows["typed"].fillna(-1) != rows["target"].fillna(-1)]
    return {
        month: None if pd.isna(amount) or amount == 0 else float(amount)
        for month, amount in zip(rows["month"], rows["typed"], strict=True)
    }


def keep(ws: Workspace, targets: Mapping[date, float | None], user: str = "local") -> None:
    """Keeps the targets given by any day of their month; None takes one away, others stay.

    Errors: DataError for a target that is no positive amount.
    """
    ws.user.require("change")
    for day, amount in targets.items():
        if amount is not None and not 0 < amount < 1e15:
            raise DataError(
                N_("{amount} is no target for {month}."),
                N_("Give an amount above 0, or leave the month empty."),
                amount=f"{amount:g}", month=f"{day:%Y-%m}",
            )  # fmt: skip
    with ws.state.connect() as con:
        for day, amount in targets.items():
            values = {"month": f"{day:%Y-%m}", "amount": amount, "at": state.now(), "user": user}
            if amount is None:
                con.execute(state.sql("drop_target"), {"month": values["month"]})
            else:
                con.execute(state.sql("set_target"), values)
    ws.state.record(user, "targets", months=[f"{day:%Y-%m}" for day in targets])


def read(content: bytes) -> dict[date, float | None]:
    """The targets of a CSV file: a month and an amount in each row, in whichever columns.

    Months may be written 2026-01, 2026/1, 202601, 2026年1月, Jan 2026 or as a day of it, amounts
    with thousands, a currency, 万 or 亿; UTF-8 or GB 18030. Rows that are neither are heads.
    Errors: DataError where no row has both, or a month comes twice.
    """
    found: dict[date, float | None] = {}
    for number, row in enumerate(_rows(content), start=1):
        places = [place for place, cell in enumerate(row) if _month(cell)]
        rest = [cell for place, cell in enumerate(row) if place not in places[:1]]
        amounts = [amount for cell in rest if (amount := _amount(cell)) is not None]
        month = _month(row[places[0]]) if places else None
        if not month or not amounts:
            continue
        if month in found:
            raise DataError(
                N_("{month} comes twice, again in row {row}."),
                N_("Keep one row for each month."),
                month=f"{month:%Y-%m}", row=number,
            )  # fmt: skip
        found[month] = amounts[0]
    if not found:
        raise DataError(
            N_("No row has a month and an amount."),
            N_("Write one month a row, such as 2026-01, with its amount beside it."),
        )
    return found


def against(targets: pd.DataFrame, months: pd.DataFrame, ahead: pd.DataFrame) -> pd.DataFrame:
    """The targets beside what was sold and what is foreseen, the earliest month first.

    targets       answer of `kept`; months and ahead those of the forecast's outlook
    One row per month with a target.
    month target  its first day, and money
    actual whole  revenue so far (null before the month), and whether the month is over
    forecast      what is foreseen of a month that is not over (money)
    gap           actual − target of months that are over
    attained      actual ÷ target (share), of the running month as well
    """
    rows = targets.merge(months, on="month", how="left").rename(columns={"revenue": "actual"})
    rows = rows.merge(ahead[["month", "forecast"]], on="month", how="left")
    rows["whole"] = rows["whole"].eq(True)
    rows["gap"] = (rows["actual"] - rows["target"]).where(rows["whole"])
    rows["attained"] = rows["actual"] / rows["target"]
    return rows[["month", "target", "actual", "whole", "forecast", "gap", "attained"]]


def _rows(content: bytes) -> Iterator[Sequence[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    head = text[:2000]
    delimiter = max(",;\t", key=head.count)
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def _month(cell: str) -> date | None:
    if named := _NAMED.fullmatch(cell):
        name = named[1].lower()
        return date(int(named[2]), _NAMES.index(name) + 1, 1) if name in _NAMES else None
    told = _MONTH.fullmatch(cell)
    if not told or not 1 <= int(told[2]) <= 12 or not 1990 <= int(told[1]) <= 2100:
        return None
    return date(int(told[1]), int(told[2]), 1)


def _amount(cell: str) -> float | None:
    told = _NUMBER.fullmatch(cell.replace(",", "").replace("\u00a0", "").replace(" ", ""))
    return float(told[1]) * _UNITS.get(told[2].lower(), 1.0) if told else None
