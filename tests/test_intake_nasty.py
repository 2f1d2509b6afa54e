"""Files as businesses have them: each loads to exactly these rows or says what is wrong."""

import gzip
import os
from collections import Counter
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from analytics import DataError
from analytics.intake import load, read
from tests.conftest import database
from tests.written import ods, parquet, xls, xlsx, zipped

CHINA = timezone(timedelta(hours=8))
WRITTEN = datetime(2018, 6, 1).timestamp()
PLAIN = [("a", "2016-04-27", "1.5"), ("b", "2016-05-03", "2")]
CSV = "Customer ID,Date,Amount\na,2016-04-27,1.5\nb,2016-05-03,2\n"
ZH = "客户编号,下单日期,金额\n甲,2016-04-27,1.5\n乙,2016-05-03,2\n"
HANT = "客戶編號,訂單日期,金額\n陳,2016-04-27,1.5\n黃,2016-05-03,2\n"
ZH_ROWS = [("甲", "2016-04-27", "1.5"), ("乙", "2016-05-03", "2")]
HANT_ROWS = [("陳", "2016-04-27", "1.5"), ("黃", "2016-05-03", "2")]
ACCENTS = "Customer ID;Date;Amount\nZoé;2016-04-27;1,5\nMüller;2016-05-03;2\n"
ACCENT_ROWS = [("Zoé", "2016-04-27", "1.5"), ("Müller", "2016-05-03", "2")]


def column(header: str, *values: str) -> str:
    """A file whose one interesting column has these values; the others are plain."""
    plain = {"Customer ID": "a", "Date": "2016-04-27", "Amount": "1"}
    lines = [";".join(plain)]
    lines += [";".join((plain | {header: value}).values()) for value in values]
    return "\n".join(lines) + "\n"


def days(*values: str) -> str:
    return column("Date", *values)


def money(*values: str) -> str:
    return column("Amount", *values)


def ids(*values: str) -> str:
    return column("Customer ID", *values)


def on(*moments: str) -> list[tuple[str, str, str]]:
    return [("a", moment, "1") for moment in moments]


def worth(*amounts: str) -> list[tuple[str, str, str]]:
    return [("a", "2016-04-27", amount) for amount in amounts]


def who(*names: str | None) -> list[tuple[str | None, str, str]]:
    return [(name, "2016-04-27", "1") for name in names]


BOOK = (("Customer ID", "Date", "Amount"), ("a", datetime(2016, 4, 27), 1.5))
GOOD = {
    # encodings
    "utf-8 with a byte order mark.csv": (CSV.encode("utf-8-sig"), PLAIN),
    "utf-8 without a mark.csv": (ZH.encode(), ZH_ROWS),
    "utf-16 little end first.csv": (b"\xff\xfe" + ZH.encode("utf-16-le"), ZH_ROWS),
    "utf-16 big end first.csv": (b"\xfe\xff" + ZH.encode("utf-16-be"), ZH_ROWS),
    "utf-16 little end without a mark.csv": (ZH.encode("utf-16-le"), ZH_ROWS),
    "utf-16 big end without a mark.csv": (ZH.encode("utf-16-be"), ZH_ROWS),
    "utf-32.csv": (ZH.encode("utf-32"), ZH_ROWS),
    "gb18030 of four bytes.csv": (
        ZH.replace("甲", "㐀𠀀").encode("gb18030"), [("㐀𠀀", *ZH_ROWS[0][1:]), ZH_ROWS[1]]),
    "gbk.csv": (ZH.encode("gbk"), ZH_ROWS),
    "gb18030 with traditional characters.csv": (HANT.encode("gb18030"), HANT_ROWS),
    "big5.csv": (HANT.encode("big5"), HANT_ROWS),
    "an accent before a delimiter.csv": (
        "Customer ID|Date|Amount\nZoé|2016-04-27|1\n".encode("cp1252"), who("Zoé")),
    "cp1252.csv": ((ACCENTS + "€ Co;2016-05-04;3\n").encode("cp1252"),
                   [*ACCENT_ROWS, ("€ Co", "2016-05-04", "3")]),
    "latin-1.csv": (ACCENTS.encode("latin-1"), ACCENT_ROWS),
    "an old mac.csv": (ACCENTS.encode("mac_roman"), ACCENT_ROWS),
    "one sign beyond ascii.csv": (money("£1.5", "2").encode("latin-1"), worth("1.5", "2")),
    # layouts
    "semicolons.csv": (CSV.replace(",", ";"), PLAIN),
    "tabs.tsv": (CSV.replace(",", "\t"), PLAIN),
    "bars.txt": (CSV.replace(",", "|"), PLAIN),
    "carets.txt": (CSV.replace(",", "^"), PLAIN),
    "tildes.txt": (CSV.replace(",", "~"), PLAIN),
    "two bars.txt": (CSV.replace(",", "||"), PLAIN),
    "blanks around commas.csv": (CSV.replace(",", " , "), PLAIN),
    "blanks.txt": ("Customer_ID   Date        Amount\na   2016-04-27  1.5\n bc 2016-05-03 2\n",
                   [PLAIN[0], ("bc", "2016-05-03", "2")]),
    "two blanks between words.txt": (
        "Customer ID  Date  Amount\nJohn Smith   2016-04-27  1.5\nAnn Lee  2016-05-03    2\n",
        [("John Smith", "2016-04-27", "1.5"), ("Ann Lee", "2016-05-03", "2")]),
    "excel says its separator.csv": ("sep=;\n" + CSV.replace(",", ";"), PLAIN),
    "title lines.csv": ("Sales report 2016\nPrinted 2016-06-01, by Ann\n\n" + CSV, PLAIN),
    "old windows lines.csv": (CSV.replace("\n", "\r\n"), PLAIN),
    "empty lines and columns.csv": (
        "Customer ID,,Date,Amount,\n\na,,2016-04-27,1.5,\n,,,,\nb,,2016-05-03,2,\n", PLAIN),
    # workbooks and archives
    "title rows.xlsx": (xlsx((("Sales 2016",), (), *BOOK)), [PLAIN[0]]),
    "second sheet.xlsx": (xlsx((), BOOK), [PLAIN[0]]),
    "serial dates.xlsx": (xlsx((BOOK[0], ("a", 42487, 1.5))), [PLAIN[0]]),
    "sheet.ods": (ods(BOOK[0], ("a", "2016-04-27", "1.5")), [PLAIN[0]]),
    "sheet.xls": (xls(BOOK[0], ("a", "2016-04-27", 1.5)), [PLAIN[0]]),
    "typed sheet.ods": (ods(BOOK[0], ("007", datetime(2016, 4, 27).date(), 1.5)),
                        [("007", *PLAIN[0][1:])]),
    "macros.xlsm": (xlsx(BOOK), [PLAIN[0]]),
    "what to read first.xlsx": (xlsx((("Read me",), ("and this",), ("too",)), BOOK), [PLAIN[0]]),
    "called xls, is xlsx.xls": (xlsx(BOOK), [PLAIN[0]]),
    "called xlsx, is xls.xlsx": (xls(BOOK[0], ("a", "2016-04-27", 1.5)), [PLAIN[0]]),
    "called csv, is xlsx.csv": (xlsx(BOOK), [PLAIN[0]]),
    "called xls, is text.xls": (ZH.replace(",", "\t").encode("gbk"), ZH_ROWS),
    "typed.parquet": (parquet((BOOK[0], (17850.0, datetime(2016, 4, 27, 8, 26), 1.5))),
                      [("17850", "2016-04-27 08:26:00", "1.5")]),
    "zone.parquet": (
        parquet((BOOK[0], ("a", datetime(2016, 4, 27, 23, 30, tzinfo=CHINA), 1.5))),
        [("a", "2016-04-27 15:30:00", "1.5")]),
    "book.xlsx.gz": (gzip.compress(xlsx(BOOK)), [PLAIN[0]]),
    "no ending.gz": (gzip.compress(CSV.encode()), PLAIN),
    "encodings.zip": (
        zipped(**{"1.csv": HANT.encode("big5"), "2.csv": HANT.encode("utf-16"),
                  "3.parquet": parquet((HANT.split("\n")[0].split(","), ("a", "2016-04-27", 1)))}),
        [*HANT_ROWS, *HANT_ROWS, ("a", "2016-04-27", "1")]),
    "one.csv.gz": (gzip.compress(CSV.encode()), PLAIN),
    "one.zip": (zipped(**{"a/sales.csv": CSV, "a/readme.pdf": b"x", "__MACOSX/._s.csv": b"x"}),
                PLAIN),
    "a day each.zip": (
        zipped(**{"1.csv": "Customer ID,Date,Amount\na,2016-04-27,1.5\n",
                  "2.csv": "amount;customer_id;date\n2;b;2016-05-03\n"}), PLAIN),
    "sheet and text.zip": (
        zipped(**{"1.xlsx": xlsx(BOOK), "2.csv": "Customer ID,Date,Amount\nb,2016-05-03,2\n"}),
        PLAIN),
    # dates
    "chinese dates.csv": (days("2016年4月27日", "2016年12月1日"), on("2016-04-27", "2016-12-01")),
    "long chinese dates.csv": (days("2016年4月27日星期三", "2016年4月28日"),
                               on("2016-04-27", "2016-04-28")),
    "chinese dates with time.csv": (days("2016年4月28日 8时26分", "2016年4月28日8:26:05"),
                                    on("2016-04-28 08:26:00", "2016-04-28 08:26:05")),
    "short chinese years.csv": (days("16年4月29日"), on("2016-04-29")),
    "chinese half days.csv": (
        days("2016/4/27 上午8:26", "2016/4/27 下午 8:26:05", "2016/4/28 下午12:00"),
        on("2016-04-27 08:26:00", "2016-04-27 20:26:05", "2016-04-28 12:00:00")),
    "slashes.csv": (days("2016/4/27"), on("2016-04-27")),
    "day first, short year.csv": (days("20-10-16", "31-12-17"), on("2016-10-20", "2017-12-31")),
    "month first with time.csv": (days("4/27/2016 8:26"), on("2016-04-27 08:26:00")),
    "half days.csv": (
        days("4/27/2016 8:26 PM", "4/27/2016 8:26PM", "4/28/2016, 12:05:09 a.m."),
        on("2016-04-27 20:26:00", "2016-04-27 20:26:00", "2016-04-28 00:05:09")),
    "points.csv": (days("2016.4.27"), on("2016-04-27")),
    "points, day first.csv": (days("27.4.2016"), on("2016-04-27")),
    "names of months.csv": (
        days("Apr 27 2016", "Sept 5 2016"), on("2016-04-27", "2016-09-05")),
    "names of months, in full.csv": (
        days("Wednesday, April 27th, 2016", "May 1, 2016"), on("2016-04-27", "2016-05-01")),
    "names of months behind days.csv": (days("27-Apr-16"), on("2016-04-27")),
    "mail.csv": (days("Wed, 27 Apr 2016 08:26:00 +0800"), on("2016-04-27 08:26:00")),
    "database.csv": (days("Apr 27 2016  8:26AM"), on("2016-04-27 08:26:00")),
    "log.csv": (days("2016-04-27 08:26:00,123", "2016-04-27 08:26:00.1234567"),
                on("2016-04-27 08:26:00.123000", "2016-04-27 08:26:00.123456")),
    "signs that differ.csv": (days("2016-04-27", "2016/4/28", "2016年4月29日"),
                              on("2016-04-27", "2016-04-28", "2016-04-29")),
    "compact days.csv": (days("20160427"), on("2016-04-27")),
    "excel days.csv": (days("42487", "42488.35138889"),
                       on("2016-04-27 00:00:00", "2016-04-28 08:26:00")),
    "seconds.csv": (days("1461745560"), on("2016-04-27 08:26:00")),
    "milliseconds.csv": (days("1461745560123"), on("2016-04-27 08:26:00.123000")),
    "zones.csv": (days("2016-04-27T23:30:00+08:00", "2016-04-28T00:30:00Z"),
                  on("2016-04-27 23:30:00", "2016-04-28 00:30:00")),
    "zone without colon.csv": (days("2016-04-27 23:30:00 -0500"), on("2016-04-27 23:30:00")),
    "zones of other places.csv": (days("2016-04-27T08:26:00.5Z", "2016-04-27T23:00-05:00"),
                                  on("2016-04-27 08:26:00.500000", "2016-04-27 23:00:00")),
    "digits only.csv": (days("20160427082600"), on("2016-04-27 08:26:00")),
    "full-width dates.csv": (days("２０１６／０４／２７"), on("2016-04-27")),
    # numbers
    "signs.csv": (money("£1,234.50", "¥ 88", "88元", "USD 7", "(12.5)", "-£5"),
                  worth("1234.5", "88", "88", "7", "-12.5", "-5")),
    "signs of many countries.csv": (
        money("RMB 1,234.5", "CNY1", "￥2", "3 元", "人民币4", "US$5", "HK$6", "7 USD", "€8", "9€",
              "₩10", "₹1,00,000.5", "AUD 12", "kr 13", "（14）", "($15)"),
        worth("1234.5", *map(str, range(1, 11)), "100000.5", "12", "13", "-14", "-15")),
    "blanks between thousands.csv": (
        money("12 345.6", "12\u00a0345.6", "12\u202f345.6"), worth(*["12345.6"] * 3)),
    "millions, points between thousands.csv": (money("1.234.567"), worth("1234567")),
    "decimal commas.csv": (money("1.234,50", "7", "1.234", "-0,5 €", "1 234,5"),
                           worth("1234.5", "7", "1234", "-0.5", "1234.5")),
    "decimal points among semicolons.csv": (money("1.234", "0.5"), worth("1.234", "0.5")),
    "units.csv": (money("1.5万", "2亿", "¥1.2万元", "3千"),
                  worth("15000", "200000000", "12000", "3000")),
    "other minus signs.csv": (
        money("12.5-", "−5", "–6", "1'234.5"), worth("-12.5", "-5", "-6", "1234.5")),
    "full-width numbers.csv": (money("１２．５", "－３"), worth("12.5", "-3")),
    # identifiers and missing words
    "ids of pandas.csv": (ids("17850.0", "007"), who("17850", "007")),
    "ids cut short by excel.csv": (
        ids("1.23E+17", "1.23457e+17", "1,2E+12", "9E+11", "12E+3", "1E+5", "A+1", "+861380013"),
        who(*[None] * 4, "12E+3", "1E+5", "A+1", "+861380013")),
    "full-width ids.csv": (ids("００７"), who("007")),
    "ids against excel.csv": (ids('="007"', "'008", "\t009"), who("007", "008", "009")),
    "odd blanks.csv": (ids("\u3000a\u3000", "b\u00a0", "\u200bc"), who("a", "b", "c")),
    "missing.csv": (ids("a", "NULL", "NA", "N/A", "#N/A", "Select", "-", "--", "无", "無", "nan",
                        "NaT", "<NA>", "None", "(空白)", "#REF!", ""),
                    who("a", *[None] * 16)),
}  # fmt: skip
BAD = {
    "two ways.csv": (days("01/02/2016", "03/04/2016"),
                     r"%d/%m/%Y: 2016-02-01 – 2016-04-03 \(62\); %m/%d/%Y: 2016-01-02"),
    "thousand or one.csv": (money("1.234", "2.500"), "1.234 with a decimal point and 1234 with"),
    "no header.csv": ("a,2016-04-27,1.5\nb,2016-05-03,2\n",
                      r"not certain .* customer id = customer_id\?, date = ordered_on\?"),
    "no header.xlsx": (xlsx((("a", "2016-04-27", 1.5), ("b", "2016-05-03", 2))),
                       r"not certain .* customer id = customer_id\?, date = ordered_on\?"),
    "a web page.xls": ("<table><tr><td>Date</td><td>1</td></tr></table>", "not a readable xls"),
    "another program's.csv": ((bytes(range(250)) + bytes(750)) * 4, "is not a text file"),
    "cyrillic.csv": ("Клиент;Дата\nИван;1\n".encode("cp1251"), "no other encoding reads them well"),
    "other columns.zip": (zipped(**{"1.csv": CSV, "2.csv": ZH}), "2.csv has other columns than 1"),
    "nothing.zip": (zipped(**{"a.pdf": b"x"}), "no table in nothing.zip"),
    "cut off.zip": (zipped(**{"a.csv": CSV})[:40], "damaged"),
    "cut off.csv.gz": (gzip.compress(CSV.encode())[:30], "damaged"),
    "bomb.csv.gz": (gzip.compress(bytes(120 << 20)), "unpacks to more than 60 times its size"),
    "only numbers.csv": (days("apple"), "holds no dates; it has values like apple"),
    "no money.csv": ("Customer ID,Date\na,2016-04-27\n", "no column for amount"),
    "open quote.csv": (CSV + '"c,2016-05-04,3\nd,2016-05-05,4\n', "opened on line 4"),
}  # fmt: skip


def put(folder, name, content):
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(file, (WRITTEN, WRITTEN))
    return file


@pytest.mark.parametrize("name", GOOD)
def test_a_file_loads_to_exactly_its_rows(tmp_path, name) -> None:
    content, expected = GOOD[name]
    with database() as con:
        report = load(con, read(put(tmp_path, name, content)), "sales")
        found = con.execute(
            "select customer_id, coalesce(ordered_at, ordered_on), amount, ordered_at is null"
            " from sales"
        ).fetchall()
    rows = [
        (customer, str(moment.date() if day else moment), amount)
        for customer, moment, amount, day in found
    ]
    wanted = [(customer, moment, Decimal(amount)) for customer, moment, amount in expected]
    assert Counter(rows) == Counter(wanted)
    assert (report.rows_read, report.rows_rejected) == (len(expected), 0)


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_loaded_says_why(tmp_path, name) -> None:
    content, message = BAD[name]
    with database() as con, pytest.raises(DataError, match=message):
        load(con, read(put(tmp_path, name, content)), "sales")
