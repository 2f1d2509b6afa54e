"""A downloaded file opens right in Excel, and nothing in it can run."""

import io
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.language import Language
from analytics.reports.cells import safe
from pages.parts.columns import named
from pages.parts.downloads import csv


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


READERS = {"en": Language("en", "GBP"), "zh_CN": Language("zh_CN", "GBP")}
ANSWER = pd.DataFrame(
    {
        "customer_id": ["C1", "C2"],
        "tier": ["secondary", None],
        "segment": ["cant_lose", "new"],
        "reasons": ["overdue,spends_less", "one_purchase"],
        "probability": [0.9583333333333334, None],
        "value_at_risk": [4026.5957522123895, 0.005],
        "overdue_ratio": [9.61234567, 1.0],
        "orders": [13, 1],
    }
)
TAKEN = {
    "en": [
        'Customer,Tier,Segment,Why,"Risk of leaving, %","Value at risk, £",'
        "Days silent ÷ usual gap,Orders",
        "C1,Secondary,Can't lose,silent for longer than usual; spends less than before,"
        "95.8,4026.6,9.6123,13",
    ],
    "zh_CN": [
        "客户,层级,分群,原因,流失概率（%）,风险金额（£）,沉默天数 ÷ 平时间隔,订单",
        "C1,次要客户,不可流失客户,沉默得比平时久；消费减少,95.8,4026.6,9.6123,13",
    ],
}


def reader(code: str) -> Any:
    """What a download needs of the view: the reader's language."""
    return SimpleNamespace(lang=READERS[code], text=READERS[code].text, own_words={})


@pytest.mark.parametrize("code", READERS)
def test_a_file_speaks_the_readers_language(code: str) -> None:
    made = csv(named(reader(code), ANSWER)).decode("utf-8-sig").splitlines()
    assert made[:2] == TAKEN[code]


def test_a_page_may_call_a_column_otherwise() -> None:
    rows = pd.DataFrame({"value": [1.005], "part": ["lost"], "revenue_before": [2.0]})
    made = named(reader("en"), rows, {"value": "Margin"}, {"part": {"lost": "Lost"}})
    assert list(made.columns) == ["Margin, £", "Part", "Revenue, the period before, £"]
    assert made["Part"].tolist() == ["Lost"]
