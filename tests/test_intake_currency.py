"""Money of several currencies is told apart, never added in silence, and left out unless kept."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from analytics import Scope, Workspace, overview, quality, reconcile
from analytics.intake import findings, load, read
from analytics.intake.currency import CODES
from tests.conftest import WorkspaceOf

WRITTEN = {
    "¥1,200.50": "CNY", "￥12": "CNY", "12元": "CNY", "RMB 12": "CNY", "人民币12": "CNY",
    "1.2万元": "CNY", "€12": "EUR", "12 €": "EUR", "(EUR 12)": "EUR", "12欧元": "EUR",
    "$12": "USD", "US$12": "USD", "-$12": "USD", "12美元": "USD", "$12 USD": "USD",
    "$12 CAD": "CAD", "C$12": "CAD", "HK$12": "HKD", "12港元": "HKD", "NT$12": "TWD",
    "£12": "GBP", "gbp 12": "GBP", "JPY 12": "JPY", "12円": "JPY", "CHF 12": "CHF",
    "12": None, "1,200.50": None, "(12)": None, "12万": None,
}  # fmt: skip
COLUMN = {
    "CNY": "CNY", "rmb": "CNY", " 人民币 ": "CNY", "¥": "CNY", "US$": "USD", "usd": "USD",
    "美元": "USD", "Euro": "EUR", "xag": "XAG", "": None, "N/A": None, "-": None,
}  # fmt: skip
HALF = """
    customer_id,ordered_on,amount,currency
    ann,2024-01-01,10,CNY
    ann,2024-01-02,20,RMB
    bob,2024-01-03,30,人民币
    bob,2024-01-04,1000,JPY
    cem,2024-01-05,5,
    cem,2024-01-06,7,usd
    dan,2024-01-07,0,usd
"""
MIXED = [("CNY", 3, 60), ("JPY", 1, 1000), ("USD", 1, 7), (None, 1, 5)]


def sales(folder: Path, amounts: list[str], name: str = "sales.csv") -> Path:
    file = folder / name
    lines = [f"c{place};2024-01-{place + 1:02};{text}" for place, text in enumerate(amounts)]
    file.write_text("\n".join(["Customer ID;Date;Amount", *lines]) + "\n", encoding="utf-8")
    return file


def said(remarks: tuple) -> str:
    return " ".join(str(remark) for remark in remarks if "currenc" in str(remark))


def revenue(ws: Workspace) -> float:
    shown = overview.figures(ws, Scope(as_of=ws.facts.last_line_on)).set_index("figure")
    return float(shown["value"]["revenue"])


def named(ws: Workspace) -> list[tuple]:
    return [(row.currency, row.lines, row.amount) for row in ws.currencies.itertuples()]


def test_a_sign_or_a_code_beside_a_number_names_its_currency(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        load(con, read(sales(tmp_path, list(WRITTEN))), "sales")
        found = con.execute("select currency from sales order by ordered_on").fetchall()
    assert [code for (code,) in found] == list(WRITTEN.values())


def test_a_column_names_the_currency_of_its_row(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    lines = [f"a,2024-01-{place + 1:02},1,{text}" for place, text in enumerate(COLUMN)]
    file.write_text("\n".join(["客户编号,下单日期,金额,币种", *lines]) + "\n", encoding="utf-8")
    with duckdb.connect() as con:
        load(con, read(file), "sales")
        found = con.execute("select currency from sales order by ordered_on").fetchall()
    assert [code for (code,) in found] == list(COLUMN.values())


def test_decimal_commas_and_unit_prices_have_currencies_too(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(
        "Customer ID;Date;Quantity;Unit price\na;2024-01-01;2;1.234,50 €\nb;2024-01-02;2;£1.000,5\n"
    )
    with duckdb.connect() as con:
        load(con, read(file), "sales")
        found = con.execute("select currency, amount from sales order by ordered_on").fetchall()
    assert found == [("EUR", Decimal("2469")), ("GBP", Decimal("2001"))]


def test_no_way_to_write_a_currency_means_two() -> None:
    names = Counter(name for each in CODES.values() for name in each)
    assert set(names.values()) == {1}
    assert all(name == name.upper() for name in names)


def test_only_the_currency_of_most_lines_counts_until_the_others_are_kept(
    workspace_of: WorkspaceOf,
) -> None:
    """Most lines, not most money: a thousand yen are not more than sixty yuan."""
    ws = workspace_of(sales=HALF)
    assert named(ws) == MIXED
    assert revenue(ws) == 65
    (row,) = quality.checks(ws)[lambda rows: rows["check"] == "mixed_currency"].itertuples()
    assert (row.lines, row.amount, row.counted_lines, row.action) == (3, 1007, 0, "leave_out")
    assert set(quality.lines(ws, "mixed_currency")["currency"]) == {"JPY", "USD"}
    everything = Scope(as_of=ws.facts.last_line_on)
    parts = reconcile.remainder(ws, everything).set_index("part")["lines"]
    assert (parts["left_out"], parts["total"]) == (3, 7)
    ws.choose("mixed_currency", "keep")
    assert (revenue(ws), ws.facts.lines, named(ws)) == (1072, 7, MIXED)
    ws.choose("mixed_currency", "leave_out")
    assert (revenue(ws), len(ws.choices)) == (65, 0)
    ws.choose("zero_price", "leave_out")
    assert reconcile.account(ws)["part"].tolist() == [
        "counted", "mixed_currency", "total", "files"
    ]  # fmt: skip
    ws.choose("mixed_currency", "keep")
    parts = reconcile.account(ws)[["part", "lines"]].values.tolist()
    assert parts == [["counted", 6], ["zero_price", 1], ["total", 7], ["files", 7]]


def test_a_load_says_what_it_left_out_in_money(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path / "ws")
    report = ws.load(sales(tmp_path, ["¥10", "¥20", "$1,234.50"]), "sales")
    assert "2 currencies, rows in brackets: CNY 30.00 (2), USD 1,234.50 (1)." in said(
        report.remarks
    )
    assert "not in CNY are loaded but left out" in said(report.remarks)
    assert (report.rows_loaded, report.amount, revenue(ws)) == (3, Decimal("1264.5"), 30)
    ws.choose("mixed_currency", "keep")
    again = ws.load(sales(tmp_path, ["¥10", "€20"]), "sales")
    assert "as if they were one currency" in said(again.remarks)
    assert revenue(ws) == 30


def test_what_an_addition_brings_can_make_the_currencies_several(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path / "ws")
    assert not said(ws.load(sales(tmp_path, ["€10", "€20"]), "sales").remarks)
    more = sales(tmp_path, ["£1", "£2", "£3"], "more.csv")
    report = ws.load(more, "sales", mode="append")
    assert "GBP 6.00 (3), EUR 30.00 (2)" in said(report.remarks)
    assert revenue(ws) == 6
    back = ws.load(sales(tmp_path, ["€5", "€6", "€7"], "back.csv"), "sales", mode="append")
    assert "EUR 48.00 (5), GBP 6.00 (3)" in said(back.remarks)
    assert revenue(ws) == 48


@pytest.mark.parametrize("amounts", [["1", "2"], ["€1", "2", "€3"], ["RMB 1", "2元", "¥3", "0"]])
def test_of_one_currency_nothing_is_said(tmp_path: Path, amounts: list[str]) -> None:
    ws = Workspace.open(tmp_path / "ws")
    file = sales(tmp_path, amounts)
    report = ws.load(file, "sales")
    assert not said(findings(read(file), "sales", report.mapping))
    assert not said(report.remarks)
    assert ws.currencies.empty
    assert "mixed_currency" not in set(quality.checks(ws)["check"])
    assert ws.facts.lines == len(amounts)


def test_a_few_amounts_with_a_sign_are_others_than_the_rest(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path / "ws")
    file = sales(tmp_path, ["10", "20", "30", "€40"])
    report = ws.load(file, "sales")
    assert "some do, rows in brackets: EUR 40.00 (1)" in said(report.remarks)
    assert "some do, rows in brackets: EUR (1)" in said(
        findings(read(file), "sales", report.mapping)
    )
    assert revenue(ws) == 60


def test_money_that_is_no_number_counts_for_no_currency_before_a_load_either(
    tmp_path: Path,
) -> None:
    ws = Workspace.open(tmp_path / "ws")
    file = sales(tmp_path, ["10", "20", "30", "¥1,234.50", "一百元", "￥"])
    report = ws.load(file, "sales")
    assert "CNY 1,234.50 (1)" in said(report.remarks)
    assert "CNY (1)" in said(findings(read(file), "sales", report.mapping))


def test_a_column_of_currencies_that_is_not_chosen_is_pointed_at(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("Customer ID,Date,Amount,Currency\na,2024-01-01,1,EUR\na,2024-01-02,2,USD\n")
    chosen = {"customer_id": "Customer ID", "ordered_on": "Date", "amount": "Amount"}
    report = Workspace.open(tmp_path / "ws").load(file, "sales", chosen)
    assert "Choose “Currency” as the currency" in said(report.remarks)
    full = findings(read(file), "sales", chosen | {"currency": "Currency"})
    assert "EUR (1), USD (1). Money of different currencies cannot be added" in said(full)


def test_deals_in_several_currencies_are_said(tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("Deal ID,Stage,Value\n1,Won,€10\n2,Won,$20\n")
    report = Workspace.open(tmp_path / "ws").load(file, "deals")
    assert "EUR (1), USD (1). They are added as if they were one" in said(report.remarks)
