"""What a file is said to be before it is loaded: names for numbers, cut numbers, zones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics import DataError, Scope, Workspace, quality
from analytics.intake import findings, read, understood
from tests.conftest import WorkspaceOf, shared

CUT = "1.23E+17"


def put(folder: Path, text: str, name: str = "file.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def said(remarks: tuple) -> str:
    return " ".join(map(str, remarks))


def test_numbers_that_excel_has_cut_short_never_become_one_customer(tmp_path: Path) -> None:
    rows = [f"{CUT},2024-01-0{day},10" for day in (1, 2, 3)] + ["a7,2024-01-04,5"]
    file = put(tmp_path, "Customer ID,Date,Amount\n" + "\n".join(rows) + "\n")
    ws = Workspace.open(tmp_path / "ws")
    report = ws.load(file, "sales")
    assert "In “Customer ID” Excel has cut 3 numbers short, such as 1.23E+17." in said(
        report.remarks
    )
    assert "Format the column as text in Excel and export it again." in said(report.remarks)
    assert (report.rows_loaded, ws.facts.customers) == (4, 1)
    (row,) = quality.checks(ws)[lambda found: found["check"] == "no_customer"].itertuples()
    assert (row.lines, row.amount) == (3, 30)


def test_a_deal_whose_number_is_cut_short_is_rejected_with_the_reason(tmp_path: Path) -> None:
    file = put(tmp_path, f"Deal ID,Stage\n{CUT},Won\n{CUT},Lost\nd1,Won\n")
    report = Workspace.open(tmp_path / "ws").load(file, "deals")
    assert (report.rows_loaded, report.rows_rejected) == (1, 2)
    assert set(report.rejects["reason"]) == {"Excel has cut this number short."}
    assert set(report.rejects["value"]) == {CUT}


@pytest.mark.parametrize(("last", "warns"), [("000", True), ("123", False)])
def test_long_numbers_that_all_end_in_zeros_are_pointed_at(
    tmp_path: Path, last: str, warns: bool
) -> None:
    numbers = [f"{123456789012300 + n}{last}" for n in range(20)]
    rows = "".join(f"{number},2024-01-01,1\n" for number in numbers)
    file = put(tmp_path, "Order ID,Date,Amount\n" + rows)
    proposal = understood(read(file), "sales")
    told = said(findings(read(file), "sales", proposal.columns))
    assert ("all 20 long numbers end in zeros, such as 123456789012300000" in told) == warns


@pytest.mark.parametrize(
    ("kind", "header", "rest"),
    [
        ("sales", "客户名称", "下单日期,金额\n王芳,2024-01-01,1\n李雷,2024-01-02,2\n"),
        ("sales", "Customer name", "Date,Amount\nAnn,2024-01-01,1\nBob,2024-01-02,2\n"),
        ("interactions", "客户名称", "日期,类型\n王芳,2024-01-01,拜访\n"),
        ("deals", "客户姓名", "商机编号,阶段\n王芳,1,成交\n"),
        ("customers", "Full name", "Region\nAnn,North\n"),
    ],
)
def test_a_name_is_offered_where_no_number_tells_the_customer(
    tmp_path: Path, kind: str, header: str, rest: str
) -> None:
    file = put(tmp_path, f"{header},{rest}")
    proposal = understood(read(file), kind)
    (match,) = (each for each in proposal.matches if each.column == "customer_id")
    assert (match.header, match.certain) == (header, False)
    assert "customers of one name count as one" in str(match.reason)
    with pytest.raises(DataError, match=f"{header} = customer_id"):
        Workspace.open(tmp_path / "ws").load(file, kind)
    report = Workspace.open(tmp_path / "ws").load(file, kind, proposal.choice)
    assert ("holds names" in said(report.remarks)) == (kind == "sales")


def test_a_number_beside_the_name_stays_the_customer(tmp_path: Path) -> None:
    file = put(tmp_path, "客户名称,客户编号,下单日期,金额\n王芳,7,2024-01-01,1\n")
    proposal = understood(read(file), "sales")
    assert proposal.columns["customer_id"] == "客户编号"
    assert proposal.columns["customer_name"] == "客户名称"
    assert proposal.certain


def test_how_many_people_a_firm_employs_is_nobody_who_looks_after_it() -> None:
    proposal = understood(read(shared("maven_crm/accounts.csv")), "customers")
    assert "owner" not in proposal.columns
    assert "employees" in proposal.unused


def test_a_column_of_people_that_is_nearly_called_so_is_still_proposed(tmp_path: Path) -> None:
    rows = "a,1,ann\nb,2,bob\nc,3,ann\n"
    proposal = understood(read(put(tmp_path, f"Customer ID,Name,Employees\n{rows}")), "customers")
    assert proposal.columns["owner"] == "Employees"


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (["2024-01-01T08:00:00+08:00", "2024-01-02 09:00:00 +0800"], "the zone +0800. The clock"),
        (["2024-01-01T23:00:00Z"], "the zone UTC. The clock time stays as it is written, so"),
        (["2024-01-01T08:00:00+08:00", "2024-01-01T08:00:00Z"], "several zones or of none"),
        (["2024-01-01T08:00:00Z", "2024-01-01T08:00:00"], "several zones or of none named: –, UTC"),
        (["2024-01-01T08:00:00", "2024-01-02T09:00:00"], None),
        (["2024-01-01", "2024-01-27"], None),
    ],
)  # fmt: skip
def test_of_times_with_a_zone_is_said_how_they_are_read(
    tmp_path: Path, times: list[str], expected: str | None
) -> None:
    rows = "".join(f"a,{time},1\n" for time in times)
    file = put(tmp_path, "Customer ID,Date,Amount\n" + rows)
    told = said(Workspace.open(tmp_path / "ws").load(file, "sales").remarks)
    if expected is None:
        assert "zone" not in told
    else:
        assert f"Times in “Date” are of {expected}" in told


def test_what_is_newer_than_the_last_order_is_counted(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="customer_id,ordered_on,amount\na,2024-01-31,1",
        interactions="customer_id,occurred_at,kind\na,2024-01-31,call\na,2024-02-01,call\n"
        "a,2024-02-02,call",
        deals="deal_id,stage,opened_on,closed_on\n1,Won,2024-01-31,2024-03-05\n2,Won,2024-02-03,\n"
        "3,Won,,",
    )
    (row,) = quality.later(ws, Scope(as_of=date(2024, 3, 5)), ws.facts.as_of).itertuples(
        index=False
    )
    assert (row.contacts, row.deals, str(row.last_on)[:10]) == (2, 1, "2024-02-03")
