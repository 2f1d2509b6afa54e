"""Files of every format come out as the same texts."""

from datetime import datetime

import duckdb
import pytest
import xlsxwriter

from analytics import DataError
from analytics.intake import read
from tests.conftest import database

TEXT = "Customer ID,下单日期,Amount\n17850,2016-10-20,12.5\n007,2016-10-21,\n"
HEADERS = ("Customer ID", "下单日期", "Amount")
ROWS = [("17850", "2016-10-20", "12.5"), ("007", "2016-10-21", None)]


def texts(source):
    with database() as con:
        return texts_of(con, source)


def lines(source):
    with database() as con:
        texts_of(con, source)
        rows = con.execute(f'select "__line" from {source.numbered(con)} order by 1').df()
        return list(source.line_numbers(con, rows["__line"]))


def texts_of(con, source):
    return con.execute(f"select * from {source.relation(con)}").fetchall()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_encoding_is_found(tmp_path, encoding, newline) -> None:
    file = tmp_path / "sales.csv"
    file.write_bytes(TEXT.replace("\n", newline).encode(encoding))
    source = read(file)
    assert source.headers == HEADERS
    assert source.preview == ROWS
    assert texts(source) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_found(tmp_path, delimiter) -> None:
    file = tmp_path / "sales.tsv"
    file.write_text(TEXT.replace(",", delimiter), encoding="utf-8")
    assert texts(read(file)) == ROWS


def test_an_encoding_can_be_named(tmp_path) -> None:
    file = tmp_path / "ventes.csv"
    file.write_bytes("Client;Prénom\n1;Zoé\n".encode("cp1252"))
    assert texts(read(file, encoding="cp1252")) == [("1", "Zoé")]
    assert texts(read(file, encoding="cp1250")) == [("1", "Zoé")]
    with pytest.raises(DataError, match="cannot be read as utf-16"):
        read(file, encoding="utf-16")
    with pytest.raises(DataError, match="cannot be read as klingon"):
        read(file, encoding="klingon")


def test_a_sheet_reads_as_a_person_would_type_it(tmp_path) -> None:
    file = tmp_path / "sales.xlsx"
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        book.add_worksheet("Empty")
        sheet = book.add_worksheet("订单")
        sheet.write_row(1, 0, ["Customer ID", "When", "Amount", "Note"])
        sheet.write_row(2, 0, [17850.0, datetime(2016, 4, 27), 129.696, "a\nb"])
        sheet.write_row(4, 0, ["007", datetime(2016, 4, 27, 8, 26), -3, True])
    source = read(file)
    assert (source.sheet, source.sheets, source.rows) == ("订单", ("Empty", "订单"), 2)
    rows = [
        ("17850", "2016-04-27", "129.696", "a\nb"),
        ("007", "2016-04-27 08:26:00", "-3", "true"),
    ]
    assert texts(source) == source.preview == rows
    assert lines(source) == [3, 5]


def test_a_sheet_can_be_named(tmp_path) -> None:
    file = tmp_path / "sales.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name in ("one", "two"):
            sheet = book.add_worksheet(name)
            sheet.write_column(0, 0, ["Customer ID", name])
    assert texts(read(file)) == [("one",)]
    assert texts(read(file, sheet="two")) == [("two",)]
    with pytest.raises(DataError, match=r"no sheet called three\. Its sheets are: one, two"):
        read(file, sheet="three")


def test_parquet_reads_whole_numbers_without_a_point(tmp_path) -> None:
    file = tmp_path / "sales[1].parquet"
    values = "(17850.0::double, timestamp '2016-04-27 08:26:00', 1.25), (null, null, 2e20::double)"
    duckdb.sql(f'from (values {values}) t(id, "when", amount)').write_parquet(
        str(tmp_path / "plain.parquet")
    )
    (tmp_path / "plain.parquet").rename(file)
    source = read(file)
    rows = [("17850", "2016-04-27 08:26:00", "1.25"), (None, None, "2e+20")]
    assert texts(source) == source.preview == rows
    assert lines(source) == [1, 2]


def test_headers_are_stripped_and_told_apart(tmp_path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(' a ,A,,"b\nc",it\'s\n1,2,3,4,5\n', encoding="utf-8")
    source = read(file)
    assert source.headers == ("a", "A (2)", "column 3", "b c", "it's")
    assert texts(source) == [("1", "2", "3", "4", "5")]


@pytest.mark.parametrize("name", ["a[1].csv", "a*.csv", "it's.csv", "销售 (2).CSV"])
def test_names_of_files_are_names_and_not_patterns(tmp_path, name) -> None:
    (tmp_path / name).write_text("a,b\n1,2\n", encoding="utf-8")
    assert texts(read(tmp_path / name)) == [("1", "2")]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path) -> None:
    file = tmp_path / "notes.csv"
    file.write_bytes(
        b'\r\n\r\nid,note\r\n\r\n1,"two\nlines"\r\n\r\n2,"three\r\n\r\nlines"\r\n3\r\n4,x'
    )
    source = read(file).careful()
    assert [row[0] for row in texts(source)] == ["1", "2", "3", "4"]
    assert lines(source) == [5, 8, 11, 12]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "a.csv is empty"),
        ("a.csv", b"\n\n\n", "a.csv is empty"),
        ("a.xlsx", b"not a workbook", "is not a readable xlsx file"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "is not a readable xls file"),
        ("a.parquet", b"PAR1", "is not a readable parquet file"),
        ("a.docx", b"PK", "end in .docx are not read"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, name, content, message) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=message):
        read(tmp_path / name)


def test_a_missing_file_is_said(tmp_path) -> None:
    with pytest.raises(DataError, match=r"There is no file x\.csv"):
        read(tmp_path / "x.csv")


def test_files_without_a_header_are_joined_by_place(tmp_path) -> None:
    (tmp_path / "1.csv").write_text("a,2016-04-27,1.5\na,2016-04-28,2.5\n", encoding="utf-8")
    (tmp_path / "2.csv").write_text(
        "70011,2016-04-29,3.5\n70022,2016-04-30,4.5\n", encoding="utf-8"
    )
    source = read(tmp_path)
    assert [part.headers for part in source.parts] == [
        ("customer id", "date", "amount"),
        ("order id", "date", "amount"),
    ]
    assert source.headers == ("customer id", "date", "amount")
    assert [row[0] for row in texts(source)] == ["a", "a", "70011", "70022"]
