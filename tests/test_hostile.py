"""Names that attack are shown as they are: nothing of them runs, loads or becomes a link."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.reports.cells import safe
from pages.parts.charts.template import shown
from pages.parts.navigation import SECTIONS
from pages.parts.words import plain
from tests.conftest import LOCALES, WorkspaceOf, page_at
from tests.nasty import STRINGS, attacked, nasty

FILES = [entry.file for entries in SECTIONS.values() for entry in entries]
# As Markdown reads it: not a sign with a backslash before it.
LIVE = re.compile(r"(?<!\\)<(?:img|a)\b|!\[i\]\(|(?<!\\)\[l\]\(|(?<![\\\w])\$x|\u202e")
UNSEEN_SIGNS = re.compile("[\x00-\x08\x0e-\x1f\u061c\u200b\u202a-\u202e\u2066-\u2069]")
# Plotly draws tags it knows; a name may not bring any.
TAG = re.compile(r"<(?:img|a)\b|\u202e")
# Texts that Streamlit shows as they are, and what no reader sees.
SHOWN_AS_IT_IS = {
    "arrow_data_frame", "code", "text_input", "text_area", "selectbox", "multiselect",
    "date_input", "plotly_chart", "file_uploader", "dataframe", "columns",
}  # fmt: skip
UNSEEN = {"id", "element_id", "form_id", "url", "query_string", "alt", "file_name", "value", "key"}


@pytest.fixture(scope="module")
def folder(made: Callable[..., Path]) -> Path:
    return made("nasty", nasty)


@pytest.fixture
def app(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def opened(file: str, code: str, **query: Any) -> AppTest:
        return page_at(monkeypatch, folder, file, code, **query)

    return opened


def texts(message: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a message that is sent to the browser, with where it stands."""
    for field, value in message.ListFields():
        name = f"{path}.{field.name}"
        if field.name in SHOWN_AS_IT_IS | UNSEEN:
            continue
        several = value if field.is_repeated else [value]
        if field.type == field.TYPE_MESSAGE:
            if field.message_type.GetOptions().map_entry:
                continue
            for each in several:
                yield from texts(each, name)
        elif field.type == field.TYPE_STRING:
            yield from ((name, each) for each in several)


def sent(node: Any) -> Iterator[Any]:
    """The messages of a page's elements and blocks, from the top."""
    if getattr(node, "proto", None) is not None:
        yield node
    for child in getattr(node, "children", {}).values():
        yield from sent(child)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in ("customdata", "ids"):
                yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def live(at: AppTest) -> list[tuple[str, str]]:
    """What of a page would run, load or link."""
    found = []
    for node in sent(at._tree):
        kind = getattr(node, "type", "")
        if kind in SHOWN_AS_IT_IS:
            continue
        found += [(kind + p, t[:200]) for p, t in texts(node.proto) if LIVE.search(t)]
    for each in at.get("plotly_chart"):
        spec = json.loads(each.proto.spec)
        found += [("chart", t[:200]) for t in strings(spec) if TAG.search(t)]
    return found


# Where else than at its first sight a page shows names, and at once as much of it as there is.
ADDRESSES: dict[str, tuple[dict[str, str], ...]] = {
    "review/overview.py": tuple(
        {"part": part, "moved": moved}
        for part, moved in (("moved", "product"), ("ahead", "region"), ("signs", "salesperson"))
    ),
    "customers/segments.py": (
        {"map": "types"}, {"tab": "moves"}, {"tab": "lifecycle"}, {"tab": "portrait"},
    ),
    "customers/pyramid.py": (
        {"list": "key"}, {"tab": "profit"}, {"tab": "movement"}, {"tab": "potential"},
    ),
    "customers/churn.py": ({"tab": "signs", "since": "all"}, {"tab": "winback"}, {"tab": "due"}),
    "customers/retention.py": ({"by": "channel"}, {"by": "category"}),
    "customers/profile.py": ({"customer": attacked("C0513", "Customer ID", 0)},),
    "sales/funnel.py": (
        {"look": "groups", "as": "table"}, {"look": "traits", "deals": "groups", "service": "1"},
    ),
    "sales/products.py": ({"tab": "next"}, {"tab": "upgrades"}, {"tab": "ranking"}),
    "actions/lists.py": ({"tab": "care"}, {"list": "1"}),
    "data/intake.py": (
        *({"tab": "came_in", "part": part} for part in ("account", "checks", "doubles", "fit")),
        {"tab": "versions"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("file", FILES)
def test_nothing_in_a_name_is_live_on_any_page(
    app: Any, file: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each language at half of the addresses: what draws them is the same."""
    expander = st.expander
    monkeypatch.setattr(st, "expander", lambda *a, **k: expander(*a, **(k | {"expanded": True})))
    for query in ({}, *ADDRESSES[file][list(LOCALES).index(code) :: 2]):
        at = app(file, code, **query)
        assert not at.exception
        assert not at.error
        assert live(at) == []


def test_a_chosen_name_is_not_live_in_the_bar(app: Any) -> None:
    at = app("customers/retention.py", "en", region=attacked("London", "Region", 0))
    assert "London" in str([block.proto for block in at.get("popover")])
    assert live(at) == []


@pytest.mark.parametrize("file", FILES)
def test_no_download_begins_a_formula(app: Any, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def button(label: str, data: Any, *given: Any, **options: Any) -> None:
        if callable(data) and "text/csv" in (*given, options.get("mime")):
            made.append(data().decode("utf-8-sig"))

    monkeypatch.setattr("pages.parts.downloads.st.download_button", button)
    query = ADDRESSES[file][0] if file == "customers/profile.py" else {}
    assert not app(file, "en", **query).exception
    cells = [cell for text in made for row in csv.reader(io.StringIO(text)) for cell in row]
    assert cells
    assert [cell for cell in cells if runs(cell)] == []


def runs(cell: str) -> bool:
    """Whether a spreadsheet could take a cell for a formula: it begins as one and is no number."""
    begun = cell.lstrip(" \t\r\n\ufeff")
    number = re.fullmatch(r"[+-][\d.,]+(e[+-]?\d+)?( ?%)?", begun, re.IGNORECASE)
    return begun[:1] in tuple("=+-@%|\uff1d\uff0b\uff0d\uff20") and not number


@pytest.mark.parametrize("text", STRINGS)
def test_every_string_is_harmless_everywhere(text: str) -> None:
    """In Markdown, in a chart's text and in a spreadsheet's cell."""
    written = plain(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>\[\]$`*_~#|]", written)
    assert not UNSEEN_SIGNS.search(written)
    (drawn,) = shown([{"text": [f"<b>{text}</b>"]}])[0]["text"]
    assert re.sub(r"</?b>|<br>|</span>", "", drawn).count("<") == 0
    assert not UNSEEN_SIGNS.search(drawn)
    cell = str(safe(text))
    begins = cell.lstrip(" \t\r\n\ufeff")[:1]
    assert cell == f"'{text}" or begins not in tuple("=+-@\uff1d\uff0b\uff0d\uff20")
    assert text in cell


def test_a_chart_keeps_its_own_markup_and_what_a_click_answers() -> None:
    drawn = {
        "text": "<b>1</b><br><span style='color:#ABC;font-size:12px'>x</span> R&D <i>",
        "customdata": [["<i>"]], "hovertemplate": "%{text}<extra></extra>", "x": [1, 2],
    }  # fmt: skip
    assert shown(drawn) == drawn | {
        "text": "<b>1</b><br><span style='color:#ABC;font-size:12px'>x</span> R&amp;D &lt;i>"
    }


EXTREMES = """
    customer_id,ordered_on,order_id,product,amount
    a,2024-01-02,1,tea,9223372036854775808
    b,2024-01-03,2,tea,99999999999999.9999
    b,2024-02-03,3,cup,-99999999999999
    c,9999-12-31,4,cup,1e300
    d,0001-01-01,5,cup,5
    e,9999-12-31,6,cup,5
    f,2024-03-01,7,cup,nan
    g,2024-03-01,8,cup,inf
"""


@pytest.mark.parametrize("file", FILES)
def test_extreme_amounts_and_days_do_not_break_a_page(
    workspace_of: WorkspaceOf, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = workspace_of(sales=EXTREMES)
    report = ws.loads.iloc[0]
    assert report.rows_read == report.rows_loaded + report.rows_rejected == 8
    assert report.rows_rejected >= 4
    monkeypatch.setenv("REGULARS_WORKSPACE", str(ws.folder))
    at = page_at(monkeypatch, ws.folder, file)
    assert not at.exception
    assert not [each.value for each in at.error]
