"""Laws of the intake: a table written comes back equal, and nothing is ever lost in silence."""

import csv
import gzip
import unicodedata
from collections import Counter
from contextlib import suppress
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError
from analytics.intake import load, read
from analytics.intake.values import MISSING
from tests import written
from tests.conftest import database

pytestmark = pytest.mark.slow

MAPPING = {"customer_id": "id", "ordered_on": "day", "amount": "money", "product": "what"}
# No control characters, and no surrounding blanks, which are trimmed.
words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"), max_size=12
).map(str.strip)


def is_special(word: str) -> bool:
    """Words that say there is no value, and full-width digits, which ids are freed of."""
    folded = unicodedata.normalize("NFKC", word)
    return word.lower() in MISSING or folded != word


rows = st.lists(
    st.tuples(
        words.filter(lambda word: not word.endswith(".0") and not is_special(word)),
        st.dates(date(1970, 1, 1), date(2099, 12, 31)),
        st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False),
        st.one_of(
            words.filter(lambda word: not is_special(word)),
            st.just('two\nlines, and; more|\tof"them"'),
        ),
    ),
    min_size=1,
    max_size=30,
)


def as_text(table, delimiter: str, newline: str) -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    writer.writerow(
        MAPPING[column] for column in ("customer_id", "ordered_on", "amount", "product")
    )
    writer.writerows(table)
    return text.getvalue()


def loaded(content: bytes, **options):
    with TemporaryDirectory() as folder, database() as con:
        file = Path(folder) / "file.csv"
        file.write_bytes(content)
        report = load(con, read(file), "sales", MAPPING, **options)
        values = con.execute(
            "select customer_id, ordered_on, amount, product from sales"
        ).fetchall()
    return report, values


@settings(max_examples=30, deadline=None)
@given(
    rows,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_table_written_comes_back_equal(table, delimiter, newline, encoding) -> None:
    content = as_text(table, delimiter, newline).encode(encoding)
    report, values = loaded(content, date_format="%Y-%m-%d")
    expected = [(who or None, day, money, what or None) for who, day, money, what in table]

    def order(row):
        return tuple(str(cell) for cell in row)

    assert sorted(values, key=order) == sorted(expected, key=order)
    assert report.rows_read == report.rows_loaded == len(table)
    assert report.amount == sum((row[2] for row in table), Decimal(0))


lines = st.one_of(
    st.just("a,2024-01-31,1,x"),
    st.just('a,2024-01-31,1,"x"y'),
    st.just('a,2024-01-31,1,"two\nlines"'),
    st.just("a,2024-01-31,1,x,y"),
    st.just("a,2024-01-31"),
    st.just("a,?,1,x"),
    st.just('12",2024-01-31,1,x'),
    st.just(""),
    st.just(",,,"),
)
ROWS = {
    'a,2024-01-31,1,"x"y': 1,
    "": 0,
    ",,,": 0,
}


@settings(max_examples=50, deadline=None)
@given(st.lists(lines, max_size=40))
def test_every_row_is_loaded_or_rejected_with_its_line(body) -> None:
    body = ["first,2024-01-31,1,x", *body]
    report, _ = loaded(("id,day,money,what\n" + "\n".join(body) + "\n").encode())
    starts, line = [], 2
    for text in body:
        good = text.count(",") == 3 and "?" not in text and not text.endswith('"y')
        if ROWS.get(text, 1) and not good:
            starts.append(line)
        line += 1 + text.count("\n")
    assert report.rows_read == sum(ROWS.get(text, 1) for text in body)
    assert list(report.rejects["line"]) == starts


GOOD = "id,day,money,what\n" + 'a,2024-01-31,"1,234.50",x\nb,2024-02-28,2,"y\nz"\n' * 5


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_gives_a_report_or_a_sentence(data) -> None:
    content = bytearray(GOOD, "utf-8")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        what = data.draw(st.sampled_from([b"", b'"', b",", b"\n", b"\r", b"\x00", b"\xe9", b";;"]))
        content[at : at + data.draw(st.integers(0, 3))] = what
    with suppress(DataError):
        report, _ = loaded(bytes(content))
        assert report.rows_read == report.rows_loaded + report.rows_rejected


NAMES = {
    "utf-16-le": ["王小明", "Zoé", "x"],
    "utf-16-be": ["王小明", "Zoé", "x"],
    "gbk": ["王小明", "上海贸易公司", "客户", "x"],
    "utf-8": ["王小明", "Zoé", "陳大文", "007", "a b"],
    "utf-8-sig": ["王小明", "Zoé", "x"],
    "utf-16": ["王小明", "Zoé", "x"],
    "gb18030": ["王小明", "上海贸易公司", "客户", "x"],
    "big5": ["陳大文", "台北貿易公司", "客戶", "x"],
    "cp1252": ["Zoé", "Müller", "François", "x"],
    "latin-1": ["Zoé", "Müller", "François", "x"],
}
DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%d.%m.%Y", "%d %b %Y", "%Y%m%d", "excel", "unix"]
FORMS = ["{:f}", "{:,f}", "comma", "${:,f}", "wide", "万"]


def day_as(form: str, day: date) -> str:
    if form == "excel":
        return str((day - date(1899, 12, 30)).days)
    if form == "unix":
        return str((day - date(1970, 1, 1)).days * 86_400)
    return day.strftime(form)


def money_as(form: str, money: Decimal) -> str:
    if form == "comma":
        return f"{money:,f}".translate(str.maketrans(",.", ".,"))
    if form == "wide":
        return f"{money:f}".translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－"))
    if form == "万":
        return f"{money / 10_000:f}万"
    return form.format(money)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_table_in_any_form_comes_back_equal(data) -> None:
    encoding = data.draw(st.sampled_from(list(NAMES)))
    wide = encoding not in ("big5", "cp1252", "latin-1")
    day_form = data.draw(st.sampled_from([form for form in DAYS if wide or "年" not in form]))
    money_form = data.draw(st.sampled_from(FORMS if wide else FORMS[:4]))
    table = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from(NAMES[encoding]),
                st.dates(date(2000, 1, 1), date(2020, 12, 31)),
                st.decimals(-(10**7), 10**7, places=2),
            ),
            min_size=1,
            max_size=12,
        )
    )
    delimiter = data.draw(st.sampled_from(",;\t|^"))
    out = StringIO()
    out.write(data.draw(st.sampled_from(["", "Sales report\n\n", "sep=" + delimiter + "\n"])))
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["Customer ID", "Date", "Amount"])
    writer.writerows([who, day_as(day_form, d), money_as(money_form, m)] for who, d, m in table)
    content = out.getvalue().encode(encoding)
    with TemporaryDirectory() as folder:
        check(Path(folder), table, wrapped("file.csv", content, data))


ENDINGS = ["csv", "xlsx", "xlsm", "xls", "ods", "parquet"]


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_a_table_in_any_format_and_any_number_of_files_comes_back_equal(data) -> None:
    table = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from(["王小明", "陳大文", "Zoé & <Söhne>", "007", "a b", "x"]),
                st.dates(date(2000, 1, 1), date(2020, 12, 31)),
                st.integers(-(10**9), 10**9).map(lambda cents: cents / 100),
            ),
            min_size=3,
            max_size=12,
        )
    )
    header, parts = ("Customer ID", "Date", "Amount"), data.draw(st.integers(1, 3))
    titles = data.draw(st.sampled_from([[], [("Sales report",)]]))
    files: dict[str, bytes] = {}
    for part in range(parts):
        ending = data.draw(st.sampled_from(ENDINGS))
        above = [] if ending == "parquet" else titles
        content = written.table(ending, [*above, header, *table[part::parts]])
        files |= wrapped(f"{part}.{ending}", content, data)
    with TemporaryDirectory() as folder:
        expected = [(who, day, Decimal(str(money))) for who, day, money in table]
        check(Path(folder), expected, files)


def wrapped(name: str, content: bytes, data: st.DataObject) -> dict[str, bytes]:
    """A file as it is, or in an archive."""
    match data.draw(st.sampled_from(["plain", "gz", "zip"])):
        case "gz":
            return {f"{name}.gz": gzip.compress(content)}
        case "zip":
            return {f"{name}.zip": written.zipped(**{f"in a folder/{name}": content})}
    return {name: content}


def check(folder: Path, table, files: dict[str, bytes]) -> None:
    """Whether the files, loaded together, are the table."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with database() as con:
        report = load(con, read(folder), "sales")
        found = con.execute("select customer_id, ordered_on, amount from sales").fetchall()
    assert Counter(found) == Counter(table)
    assert (report.rows_read, report.rows_rejected) == (len(table), 0)
