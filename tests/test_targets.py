"""Monthly targets: as files have them, as people type them, beside what was sold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics import DataError, Scope, Workspace, forecast, targets

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


@pytest.mark.parametrize(
    "month", ["2026-01", "2026/1", "2026.01", "202601", "2026年1月", "Jan 2026", "January 2026",
              "2026-01-01", "2026-01-31 00:00:00"]
)  # fmt: skip
@pytest.mark.parametrize(
    ("amount", "value"), [("120000", 120_000), ('"£120,000.50"', 120_000.5), ("12万", 120_000),
                          ("202602", 202_602)]
)  # fmt: skip
def test_a_month_and_an_amount_are_found_as_people_write_them(
    month: str, amount: str, value: float
) -> None:
    text = f"Month,Target\n{month},{amount}\n"
    assert targets.read(text.encode()) == {JANUARY: value}


def test_files_of_excel_are_read() -> None:
    chinese = "月份;目标\r\n2026年1月;10万\r\n2026年2月;11.5万\r\n".encode("gb18030")
    assert targets.read(chinese) == {JANUARY: 100_000, FEBRUARY: 115_000}
    assert targets.read("\ufeffwho\tmonth\ttarget\nall\t2026-01\t5\n".encode()) == {JANUARY: 5}


@pytest.mark.parametrize("text", ["", "a,b\nc,d", "2026-01", "2026-01,1\n2026年1月,2"])
def test_a_file_that_says_nothing_or_twice_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        targets.read(text.encode())


def test_targets_are_kept_changed_and_taken_away(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path)
    targets.keep(ws, {MARCH: 3.0, JANUARY: 1.0, date(2026, 2, 17): 2.0}, "ann")
    assert targets.kept(ws).to_dict("list") == {
        "month": [JANUARY, FEBRUARY, MARCH], "target": [1, 2, 3],
    }  # fmt: skip
    targets.keep(ws, {FEBRUARY: None, MARCH: 4.0})
    assert targets.kept(ws)["target"].tolist() == [1, 4]
    assert ws.state.audit()[0]["action"] == "targets"
    with pytest.raises(DataError):
        targets.keep(ws, {JANUARY: -1.0})
    assert targets.kept(ws)["target"].tolist() == [1, 4]


def test_only_what_was_typed_anew_changes() -> None:
    kept = pd.DataFrame({"month": [JANUARY, date(2030, 1, 1)], "target": [5.0, 6.0]})
    offered = targets.offered(kept, Scope(as_of=date(2026, 3, 9), end=date(2026, 3, 9)))
    assert offered["month"].iloc[[0, -2, -1]].tolist() == [
        date(2025, 4, 1), date(2027, 3, 1), date(2030, 1, 1),
    ]  # fmt: skip
    typed = offered["target"].copy()
    assert targets.changed(offered, typed) == {}
    typed[offered["month"] == JANUARY] = None
    typed[offered["month"] == MARCH] = 8.0
    assert targets.changed(offered, typed) == {JANUARY: None, MARCH: 8.0}


def test_targets_beside_what_was_sold_and_is_foreseen(firm: Workspace) -> None:
    found = forecast.outlook(firm, Scope())
    goals = pd.DataFrame({
        "month": [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)], "target": 80_000.0,
    })  # fmt: skip
    rows = targets.against(goals, found.months, found.ahead)
    assert rows["whole"].tolist() == [True, False, False]
    august = found.months.set_index("month")["revenue"][date(2026, 8, 1)]
    assert rows["gap"].tolist()[0] == august - 80_000
    assert rows["gap"].isna().tolist() == [False, True, True]
    assert rows["forecast"].isna().tolist() == [True, False, False]
    assert rows["attained"].isna().tolist() == [False, False, True]
