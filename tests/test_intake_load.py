"""Every row of a file is loaded or rejected, and the reason is said."""

import os
from datetime import date
from decimal import Decimal

import pytest

from analytics import DataError
from analytics.intake import load, read
from analytics.intake.check import MISSING, NO_DATE, NO_NUMBER, NO_YES
from tests.conftest import database

HEADER = "Customer ID,Date,Order no,Quantity,Amount\n"


@pytest.fixture
def con():
    with database() as con:
        yield con


@pytest.fixture
def loaded(con, tmp_path):
    """loaded(text, kind, **options) -> the report of loading it as a CSV file."""

    def run(text, kind="sales", mapping=None, name="file.csv", header=None, **options):
        file = tmp_path / name
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        report = load(con, read(file, header=header), kind, mapping, **options)
        assert report.rows_read == report.rows_loaded + report.rows_rejected
        assert report.rows_rejected == len(report.rejects)
        return report

    return run


def rejects(report):
    return [tuple(row) for row in report.rejects.itertuples(index=False)]


def test_lines_come_in_date_order_with_all_columns(con, loaded) -> None:
    report = loaded(HEADER + "a,2024-03-02,o2,1,5\nb,2024-03-01,o1,2,10.12345\n")
    rows = con.sql("select customer_id, ordered_on, order_id, quantity, amount from sales")
    assert [(r[0], r[1].isoformat(), *r[2:]) for r in rows.fetchall()] == [
        ("b", "2024-03-01", "o1", Decimal(2), Decimal("10.1235")),
        ("a", "2024-03-02", "o2", Decimal(1), Decimal(5)),
    ]
    assert (report.rows_read, report.rows_loaded, report.amount) == (2, 2, Decimal("15.1235"))
    assert report.mapping["order_id"] == "Order no"
    assert report.date_format == {"ordered_on": "%Y-%m-%d"}
    assert {name: kind for name, kind, *_ in con.sql("describe sales").fetchall()} == {
        "customer_id": "VARCHAR",
        "ordered_on": "DATE",
        "ordered_at": "TIMESTAMP",
        "order_id": "VARCHAR",
        "product": "VARCHAR",
        "product_code": "VARCHAR",
        "category": "VARCHAR",
        "quantity": "DECIMAL(18,4)",
        "amount": "DECIMAL(18,4)",
        "cost": "DECIMAL(18,4)",
        "channel": "VARCHAR",
        "region": "VARCHAR",
        "salesperson": "VARCHAR",
        "discount": "DOUBLE",
        "customer_name": "VARCHAR",
        "customer_type": "VARCHAR",
        "returned": "BOOLEAN",
        "currency": "VARCHAR",
        "excluded_by": "VARCHAR",
    }


def test_lines_come_in_date_order_where_only_the_first_of_the_file_do(con, loaded) -> None:
    first = "a,2024-03-02,o1,1,5\n" * 20_000
    report = loaded(HEADER + first + "b,2024-03-01,o2,1,7\nb,,o2,1,7\nb,2024-03-03,o3,1,7\n")
    assert con.sql("select customer_id from sales limit 1").fetchall() == [("b",)]
    assert con.sql("select customer_id from sales offset 20001").fetchall() == [("b",)]
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (20_003, 20_002, 1)


def test_a_row_without_date_or_money_is_rejected_and_one_without_customer_is_not(
    con, loaded
) -> None:
    report = loaded(
        HEADER
        + "a,2024-03-02,o1,1,5\n"
        + "a,,o2,1,5\n"
        + "a,soon,o2,1,5\n"
        + "a,2024-03-02,o2,1,\n"
        + "a,2024-03-02,o2,1,five\n"
        + "a,2024-03-02,o2,some,5\n"
        + " ,2024-03-02,o2,,5\n"
    )
    assert rejects(report) == [
        (3, "Date", None, MISSING),
        (4, "Date", "soon", NO_DATE),
        (5, "Amount", None, MISSING),
        (6, "Amount", "five", NO_NUMBER),
        (7, "Quantity", "some", NO_NUMBER),
    ]
    assert con.sql("select customer_id, quantity from sales").fetchall() == [
        ("a", Decimal(1)),
        (None, None),
    ]


def test_a_date_that_is_none_is_rejected(loaded) -> None:
    report = loaded(HEADER + "a,2024-02-28,o,1,5\na,2024-02-30,o,1,5\na,0024-02-20,o,1,5\n")
    assert [row[:3] for row in rejects(report)] == [
        (3, "Date", "2024-02-30"),
        (4, "Date", "0024-02-20"),
    ]


def test_short_lines_are_filled_and_long_ones_rejected(loaded) -> None:
    report = loaded("Customer ID,Date,Amount,Region\na,2024-01-01,1\na,2024-01-01,1,x,y\n")
    assert rejects(report) == [
        (3, None, "a,2024-01-01,1,x,y", "The line has more values than there are columns.")
    ]


def test_lines_with_nothing_in_them_are_not_rows(loaded) -> None:
    assert loaded(HEADER + "\na,2024-01-01,o,1,5\n,,,,\n\n").rows_read == 1


def test_a_line_with_something_in_it_is_a_row_even_if_nothing_of_it_is_used(loaded) -> None:
    report = loaded("Customer ID,Date,Amount,Memo\na,2024-01-01,5,\n,,,total\n")
    assert rejects(report) == [(3, "Date", None, MISSING)]


def test_a_text_may_span_lines(con, loaded) -> None:
    text = (
        'Customer ID,Time,Kind,Note\nb,2024-01-02,call,"one\ntwo"\na,2024-01-01,visit\na,?,call,\n'
    )
    report = loaded(text, "interactions")
    assert con.sql("select customer_id, note, row_no from interactions").fetchall() == [
        ("a", None, 2),
        ("b", "one\ntwo", 1),
    ]
    assert rejects(report) == [(5, "Time", "?", NO_DATE)]


def test_a_very_long_text_is_a_text(con, loaded) -> None:
    report = loaded(
        "Customer ID,Date,Amount,Product\na,2024-01-01,5," + "x" * 300_000 + "\nb,?,1,\n"
    )
    assert con.sql("select length(product) from sales").fetchall() == [(300_000,)]
    assert rejects(report)[0][0] == 3


def test_line_ends_of_two_kinds_are_read(loaded) -> None:
    text = "Customer ID,Date,Amount\r\na,2024-01-01,1\nb,2024-01-02,2\r\nc,?,3\n"
    report = loaded(text)
    assert (report.rows_loaded, rejects(report)[0][0]) == (2, 4)


def test_a_quotation_mark_that_swallows_lines_is_refused(loaded) -> None:
    with pytest.raises(DataError, match=r"opened on line 3 of file\.csv is not closed"):
        loaded(HEADER + 'a,2024-01-01,o,1,5\na,2024-01-02,"o,1,5\na,2024-01-03,o,1,5\n')


def test_a_stray_quotation_mark_rejects_its_line(loaded) -> None:
    report = loaded(
        HEADER + 'a,2024-01-01,"o"1,1,5\na,2024-01-02,12" pipe,1,5\nb,2024-01-03,o,1,5\n'
    )
    assert report.rows_loaded == 2
    assert report.date_format == {"ordered_on": "%Y-%m-%d"}
    assert [(row[0], row[3]) for row in rejects(report)] == [
        (2, "A quotation mark does not enclose the whole value.")
    ]


def test_bytes_of_another_encoding_reject_their_line(con, tmp_path) -> None:
    file = tmp_path / "sales.csv"
    file.write_bytes(b"Customer ID,Date,Amount\nZo\xe9,2024-01-01,1\nb,2024-01-01,1\n")
    report = load(con, read(file, encoding="utf-8"), "sales")
    assert report.rows_read == 2
    assert [row[0] for row in rejects(report)] == [2]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.5"),
        ('" 1,234.50 "', "1234.5"),
        ("£1234.50", "1234.5"),
        ("¥ 88", "88"),
        ("88元", "88"),
        ("-£5", "-5"),
        ("$-5", "-5"),
        ("(12.5)", "-12.5"),
        ("USD 7", "7"),
        ("1e3", "1000"),
        ('"1,234,567"', "1234567"),
        ('"12,5"', "12.5"),
        ('"1,23,4"', None),
        ("1.2.3", None),
        ("12 apples", None),
        ("inf", None),
        ("99999999999999999999", None),
    ],
)
def test_money_as_people_write_it(loaded, text, amount) -> None:
    report = loaded(f"Customer ID,Date,Amount\na,2024-01-01,{text}\nb,2024-01-01,0\n")
    if amount is None:
        assert rejects(report)[0][3] == NO_NUMBER
    else:
        assert report.amount == Decimal(amount)


def test_amount_is_quantity_times_price_and_cost_is_amount_less_profit(con, loaded) -> None:
    loaded("Customer ID,Date,Quantity,Unit price,Profit\na,2024-01-01,3,2.55,1.05\n")
    assert con.sql("select amount, cost from sales").fetchall() == [
        (Decimal("7.65"), Decimal("6.6"))
    ]


def test_ids_are_texts(con, loaded) -> None:
    loaded("Customer ID,Date,Order no,Amount\n17850.0,2024-01-01,007,1\n")
    assert con.sql("select customer_id, order_id from sales").fetchall() == [("17850", "007")]


def test_the_time_of_an_order_is_kept_where_there_is_one(con, loaded) -> None:
    loaded("Customer ID,Date,Discount,Amount\na,12/13/2010 8:26,20%,1\n")
    ((at, discount),) = con.sql("select ordered_at, discount from sales").fetchall()
    assert (str(at), discount) == ("2010-12-13 08:26:00", 0.2)


def test_deals_and_customers_have_their_own_rules(con, loaded) -> None:
    deals = "Deal ID,Customer ID,Stage,Value,Opened,Closed\n"
    report = loaded(
        deals + "d1,,Won,5,20-10-16,31-12-16\n,a,Lost,,,\nd3,a,Open,,31-10-16,x\n", "deals"
    )
    assert [row[:3] for row in rejects(report)] == [(3, "Deal ID", None), (4, "Closed", "x")]
    assert report.amount == Decimal(5)
    customers = "Customer ID,Name,Phone,Do not contact\n"
    report = loaded(customers + "a,A,0044,yes\nb,B,,否\nc,C,,perhaps\n", "customers")
    assert con.sql("select customer_id, phone, do_not_contact from attributes").fetchall() == [
        ("a", "0044", True),
        ("b", None, False),
    ]
    assert rejects(report) == [(4, "Do not contact", "perhaps", NO_YES)]


def test_days_of_contracts_may_lie_ahead_and_without_end(con, loaded) -> None:
    """A contract without an end is kept; a day that is none rejects its row."""
    text = "Customer ID,Customer since,Renewal date\n"
    rows = "a,2024-02-29,2031-12-05\nb,,9999-12-31\nc,1812-01-01,\nd,,soon\ne,2020-01-02,\n"
    report = loaded(text + rows, "customers")
    found = con.sql("select customer_id, customer_since, contract_ends_on from attributes")
    assert found.fetchall() == [
        ("a", date(2024, 2, 29), date(2031, 12, 5)),
        ("b", None, date(9999, 12, 31)),
        ("e", date(2020, 1, 2), None),
    ]  # fmt: skip
    assert [row[:3] for row in rejects(report)] == [
        (4, "Customer since", "1812-01-01"), (5, "Renewal date", "soon"),
    ]  # fmt: skip


def test_what_lies_ahead_does_not_settle_the_end_of_a_contract(con, tmp_path) -> None:
    """5 and 6 December, or 12 May and 12 June: a file of 30 June would otherwise tell."""
    file = tmp_path / "file.csv"
    file.write_text("Customer ID,Contract end\na,05/12/2024\nb,06/12/2024\n")
    os.utime(file, (1719705600, 1719705600))
    with pytest.raises(DataError, match="more than one way"):
        load(con, read(file), "customers")
    file.write_text("Customer ID,Customer since\na,05/12/2024\nb,06/12/2024\n")
    os.utime(file, (1719705600, 1719705600))
    load(con, read(file), "customers")
    assert con.sql("select max(customer_since) from attributes").fetchall() == [
        (date(2024, 6, 12),)
    ]


def test_append_adds_behind_what_is_there(con, loaded) -> None:
    text = "Customer ID,Date,Amount\n{},2024-01-01,1\nx,?,1\n"
    loaded(text.format("a"))
    report = loaded(text.format("b"), mode="append", date_format="%Y-%m-%d")
    assert (report.rows_read, report.rows_loaded, report.amount) == (2, 1, Decimal(1))
    assert con.sql("select customer_id from sales").fetchall() == [("a",), ("b",)]
    assert loaded(text.format("c")).rows_loaded == 1
    assert con.sql("select customer_id from sales").fetchall() == [("c",)]


def test_a_format_the_first_rows_do_not_show_is_found_after_all(con, loaded) -> None:
    early = "a,2024-01-31,1\n" * 20_000
    late = "b,2024-02-01 10:30,1\n"
    report = loaded("Customer ID,Date,Amount\n" + early + late)
    assert report.rows_rejected == 0
    assert report.date_format == {"ordered_on": "%Y-%m-%d | %Y-%m-%d %H:%M"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Customer ID,Date,Amount\n", "has no rows below its headers"),
        ("Customer ID,Date,Amount\na,2024-01-01,x\n", "No row of file.csv could be loaded. Line 2"),
        ("Customer ID,Date\na,2024-01-01\n", "no column for amount / quantity × unit_price"),
    ],
)
def test_a_file_with_nothing_to_load_is_refused(loaded, text, message) -> None:
    with pytest.raises(DataError, match=message):
        loaded(text)


def test_progress_goes_forward(loaded) -> None:
    seen: list[tuple[str, float]] = []
    loaded(
        "Customer ID,Date,Amount\na,2024-01-01,1\n",
        progress=lambda stage, share: seen.append((stage, share)),
    )
    assert [share for _, share in seen] == sorted(share for _, share in seen)


@pytest.mark.parametrize(
    ("late", "found"),
    [
        ("b,2024-01-31,1.5万,x", ("b", Decimal(15_000), "x")),
        ("b,2024-01-31,NULL,x", None),
        ("NULL,2024-01-31,1,x", (None, Decimal(1), "x")),
        ("００７,2024-01-31,1,x", ("007", Decimal(1), "x")),
        ("b,２０２４-01-31,1,x", ("b", Decimal(1), "x")),
        ("b,2024-01-31,1,无", ("b", Decimal(1), None)),
        (" b,2024-01-31,1,x", ("b", Decimal(1), "x")),
        ("b,2024-01-31,1,x ", ("b", Decimal(1), "x")),
        ('b,2024-01-31,1,""', ("b", Decimal(1), None)),
        (" ,2024-01-31,1,x", (None, Decimal(1), "x")),
        ("17850.0,2024-01-31,1,x", ("17850", Decimal(1), "x")),
        ("1.7E+17,2024-01-31,1,x", (None, Decimal(1), "x")),
    ],
)
def test_what_the_first_rows_do_not_show_is_seen_after_all(con, loaded, late, found) -> None:
    plain = "a,2024-01-30,1,x\n" * 20_000
    report = loaded(f"Customer ID,Date,Amount,Product\n{plain}{late}\n")
    rows = con.sql(
        "select customer_id, amount, product from sales where customer_id is distinct from 'a'"
    ).fetchall()
    assert rows == ([found] if found else [])
    assert report.rows_rejected == (0 if found else 1)


def test_the_decimal_sign_can_be_named(loaded) -> None:
    text = "Customer ID;Date;Amount\na;2024-01-31;1.234\n"
    assert loaded(text, decimal=",").amount == 1_234
    assert loaded(text, decimal=".").amount == Decimal("1.234")


def test_the_header_line_can_be_named(loaded) -> None:
    text = "id,day,sum\nCustomer ID,Date,Amount\na,2024-01-31,1\n"
    assert loaded(text).rows_read == 1
    with pytest.raises(DataError, match="no column for"):
        loaded(text, header=1)
    with pytest.raises(DataError, match="have no header on line 7"):
        loaded(text, header=7)


def test_rejects_of_several_files_say_which(con, tmp_path) -> None:
    for name, text in (("1.csv", "a,2024-01-31,1\nb,?,1\n"), ("2.csv", "a,2024-01-31,x\n")):
        (tmp_path / name).write_text("Customer ID,Date,Amount\n" + text, encoding="utf-8")
    report = load(con, read(tmp_path), "sales")
    assert report.rejects[["file", "line", "column", "value"]].values.tolist() == [
        ["1.csv", 3, "Date", "?"],
        ["2.csv", 2, "Amount", "x"],
    ]
