"""Real files of real businesses, against figures computed independently."""

from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from analytics import DataError
from analytics.intake import load, propose, read
from tests.conftest import database, shared

GROSS = Decimal("9747747.93")


@pytest.fixture
def con():
    with database() as con:
        yield con


def of(con, select: str):
    return con.execute(select).fetchall()[0]


def test_online_retail_as_it_comes_and_as_csv(con, tmp_path) -> None:
    parquet = shared("online_retail.parquet")
    csv = tmp_path / "online_retail.csv"
    con.execute(f"copy (from '{parquet}') to '{csv}' (header)")
    for file in (parquet, csv):
        report = load(con, read(file), "sales")
        assert report.rows_read == report.rows_loaded + report.rows_rejected == 541_909
        assert report.rows_rejected == 0
        assert round(report.amount, 2) == GROSS
        assert of(
            con,
            "select count(*) filter (customer_id is null), count(distinct customer_id),"
            " count(distinct order_id), count(*) filter (quantity < 0),"
            " min(ordered_on), max(ordered_on), count(ordered_at) from sales",
        ) == (135_080, 4_372, 25_900, 10_624, date(2010, 12, 1), date(2011, 12, 9), 541_909)
        assert of(
            con,
            "select count(*), count(distinct customer_id), round(sum(amount), 2) from sales"
            " where customer_id is not null and quantity > 0 and amount > 0",
        ) == (397_884, 4_338, Decimal("8911407.90"))


def test_online_retail_as_a_workbook_is_the_same_lines(con, tmp_path) -> None:
    parquet, book = shared("online_retail.parquet"), tmp_path / "online_retail.xlsx"
    lines = con.execute(f"select * from '{parquet}' limit 5000")
    headers = [column[0] for column in lines.description]
    with xlsxwriter.Workbook(book, {"default_date_format": "yyyy-mm-dd hh:mm"}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, headers)
        for number, line in enumerate(lines.fetchall(), start=1):
            sheet.write_row(number, 0, line)
            if line[headers.index("CustomerID")]:
                sheet.write_number(number, headers.index("CustomerID"), float(line[6]))
    report = load(con, read(book), "sales")
    assert (report.rows_read, report.rows_rejected) == (5_000, 0)
    differing = """
        select count(*) from (
            (select InvoiceNo, CustomerID, InvoiceDate, Quantity * UnitPrice from lines)
            except all (select order_id, customer_id, ordered_at, amount from sales)
        )
    """
    assert of(
        con,
        f"with lines as (select * replace (UnitPrice::decimal(18,4) as UnitPrice)"
        f" from '{parquet}' limit 5000) {differing}",
    ) == (0,)


def test_superstore_needs_no_typing(con) -> None:
    report = load(con, read(shared("superstore_zh.xls")), "sales")
    assert (report.rows_read, report.rows_rejected) == (10_000, 0)
    assert report.amount == Decimal("16117548.2370")
    assert report.mapping["customer_id"] == "客户 ID"
    assert report.options["sheet"] == "订单"
    assert of(con, "select count(distinct customer_id), count(cost) from sales") == (790, 10_000)


def test_the_other_sheets_of_superstore_can_be_read() -> None:
    source = read(shared("superstore_zh.xls"), sheet="退货")
    assert (source.rows, source.headers) == (296, ("订单 ID", "退回"))


def test_maven_dates_are_days_first(con) -> None:
    report = load(con, read(shared("maven_crm/sales_pipeline.csv")), "deals")
    assert (report.rows_read, report.rows_rejected) == (8_800, 0)
    assert report.amount == 10_005_534
    assert report.date_format == {"opened_on": "%d-%m-%y", "closed_on": "%d-%m-%y"}
    assert of(
        con,
        "select min(opened_on), max(closed_on), count(*) filter (customer_id is null),"
        " round(avg(closed_on - opened_on) filter (stage = 'Won'), 2) from deals",
    ) == (date(2016, 10, 20), date(2017, 12, 31), 1_425, 51.78)


def test_orders_of_the_r_package(con) -> None:
    report = load(con, read(shared("rfm_r_orders.csv")), "sales")
    assert (report.rows_read, report.rows_rejected, report.amount) == (4_906, 0, 464_158)
    assert of(con, "select count(distinct customer_id) from sales") == (995,)


def test_cdnow_has_no_header_and_is_asked(con) -> None:
    source = read(shared("cdnow_sample.txt"))
    assert source.headers == ("customer id", "id 2", "date", "quantity", "amount")
    with pytest.raises(DataError, match="customer id = customer_id"):
        load(con, source, "sales")
    report = load(con, source, "sales", propose(source.headers, "sales", guessed=True).columns)
    assert (report.rows_read, report.rows_rejected) == (6_919, 0)
    assert of(
        con, "select min(ordered_on), max(ordered_on), count(distinct customer_id) from sales"
    ) == (date(1997, 1, 1), date(1998, 6, 30), 2_357)


@pytest.mark.slow
def test_a_file_for_each_day_is_the_same_as_one_file(con, tmp_path) -> None:
    parquet, folder = shared("online_retail.parquet"), tmp_path / "daily"
    folder.mkdir()
    con.execute(f"create table lines as from '{parquet}'")
    for (day,) in con.execute("select distinct cast(InvoiceDate as date) from lines").fetchall():
        of_day = f"from lines where InvoiceDate >= '{day}' and InvoiceDate < date '{day}' + 1"
        con.execute(f"copy ({of_day}) to '{folder / f'{day}.csv'}' (header)")
    source = read(folder)
    assert len(source.uploads) == 305
    assert source.name == "2010-12-01.csv … 2011-12-09.csv (305)"
    report = load(con, source, "sales")
    assert (report.rows_read, report.rows_rejected) == (541_909, 0)
    con.execute("alter table sales rename to daily")
    load(con, read(parquet), "sales")
    columns = "customer_id, ordered_at, order_id, product, quantity, amount, region"
    for one, other in (("daily", "sales"), ("sales", "daily")):
        assert of(con, f"select count(*) from (select {columns} from {one} except all"
                       f" select {columns} from {other})") == (0,)  # fmt: skip
