"""An Excel file of a list opens as what it is: text stays text, numbers and days can be sorted."""

import io
import zipfile
from datetime import date

import pandas as pd
import python_calamine

from analytics.reports.workbook import workbook

FRAME = pd.DataFrame(
    {
        "客户": ["王小明", "=1+1", "@SUM(A1)", "https://x.y"],
        "Money": [1.5, None, -2.0, 3_000_000.25],
        "Orders": [1, 2, 3, 4],
        "Ratio": [0.5, 1.0, None, 2.0],
        "Last order": [date(2024, 1, 2), None, date(2024, 12, 31), date(2023, 5, 6)],
        "+head": ["-5", "+x", "\tcmd", "a"],
    }
)
KINDS = ("text", "money", "number", "number", "date", "text")
ABOUT = [("规则", "=HYPERLINK(1)"), ("Customers", "4")]


def made(frame: pd.DataFrame = FRAME) -> bytes:
    return workbook(frame, KINDS, ABOUT, sheet="Customers", about_sheet="About this list")


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_rows_come_back_with_their_types() -> None:
    found = sheets(made())
    assert list(found) == ["Customers", "About this list"]
    head, first, second, third, fourth = found["Customers"]
    assert head == ["客户", "Money", "Orders", "Ratio", "Last order", "'+head"]
    assert first == ["王小明", 1.5, 1, 0.5, date(2024, 1, 2), "-5"]
    assert second == ["'=1+1", "", 2, 1, "", "'+x"]
    assert third == ["'@SUM(A1)", -2, 3, "", date(2024, 12, 31), "'\tcmd"]
    assert fourth[:2] == ["https://x.y", 3_000_000.25]
    assert found["About this list"] == [["规则", "'=HYPERLINK(1)"], ["Customers", "4"]]


def test_nothing_in_the_file_is_a_formula_or_a_link() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as file:
        text = "".join(file.read(name).decode() for name in file.namelist() if "sheet" in name)
    assert "<f>" not in text
    assert "hyperlink" not in text
    assert 'state="frozen"' in text
    assert "<autoFilter" in text


def test_no_rows_make_a_file_with_a_header() -> None:
    assert sheets(made(FRAME.head(0)))["Customers"] == [
        ["客户", "Money", "Orders", "Ratio", "Last order", "'+head"]
    ]
