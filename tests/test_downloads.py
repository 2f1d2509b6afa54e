"""A downloaded file opens right in Excel, and nothing in it can run."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.downloads import csv, safe


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "%x", "|x"],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert safe(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell", ["-5", "+3.5", "-1,234.50", "1e-3", "-12 %", "Smith", "王小明", ""]
)
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


def test_the_file_has_a_byte_order_mark_and_chinese_in_it() -> None:
    made = csv(pd.DataFrame({"客户": ["王小明"], "收入": [12.5]}))
    assert made == b"\xef\xbb\xbf" + "客户,收入\r\n王小明,12.5\r\n".encode()


def test_headers_and_codes_are_made_safe_too() -> None:
    made = csv(pd.DataFrame({"=A1": pd.Categorical(["@x", "y"]), "n": [-1, 2]}))
    assert made.decode("utf-8-sig").splitlines() == ["'=A1,n", "'@x,-1", "y,2"]


def test_missing_values_are_empty() -> None:
    made = csv(pd.DataFrame({"a": ["x", None], "b": [1.5, None]}))
    assert made.decode("utf-8-sig").splitlines() == ["a,b", "x,1.5", ","]


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=20), max_size=5))
def test_no_cell_begins_like_a_formula(cells: list[str]) -> None:
    made = csv(pd.DataFrame({"a": pd.Series(cells, dtype=object)}))
    back = pd.read_csv(io.BytesIO(made), dtype=str, keep_default_na=False, skip_blank_lines=False)
    for cell in back["a"]:
        begins = str(cell).lstrip()[:1]
        assert begins not in ("=", "@")
        assert begins not in "+-" or safe(cell) == cell
