"""Parts of the segments page: both languages, and data that say little."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import Workspace, sample

ROOT = Path(__file__).parents[1]
PAGE = "customers/segments.py"
LOCALES = {"en": "en-GB", "zh_CN": "zh-CN"}
CHINESE = re.compile("[\u4e00-\u9fff]")
HEADER = "customer_id,ordered_on,order_id,amount,product"


def fifty() -> list[str]:
    return [
        f"c{n},2024-{1 + n % 6:02}-{1 + n % 28:02},o{n}-{k},{5 + n * k},p{k % 3}"
        for n in range(50)
        for k in range(1 + n % 7)
    ]


LITTLE = {
    "one customer": ["a,2024-01-01,1,10,tea"],
    "fifty": fifty(),
    "all equal": [f"c{n},2024-01-01,{n},10,tea" for n in range(40)],
    "one huge": [*fifty(), "z,2024-06-28,99,99999999,gold"],
    "all returns": ["a,2024-01-01,1,-10,tea", "b,2024-01-03,2,-5,tea"],
}
VIEWS = [
    {"tab": "portrait"}, {"tab": "portrait", "map": "types"}, {}, {"map": "clusters"},
    {"map": "custom"},
]  # fmt: skip


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample, and a workspace of each of the data sets that say little."""
    found = {"sample": tmp_path_factory.mktemp("parts")}
    for code in LOCALES:
        sample.workspace(found["sample"], code)
    for name, rows in LITTLE.items():
        found[name] = tmp_path_factory.mktemp("little")
        file = found[name] / "sales.csv"
        file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        Workspace.open(found[name]).load(file, "sales", date_format="%Y-%m-%d")
    return found


@pytest.fixture
def app(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Any:
    """app(data, language, **query): the segments page as a browser first opens it."""
    monkeypatch.chdir(ROOT)

    def opened(data: str, code: str = "en", **query: str) -> AppTest:
        monkeypatch.setenv("REGULARS_WORKSPACE", str(folders[data]))
        at = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
        at.context["locale"] = LOCALES[code]
        at.context["theme"] = "light"
        at.query_params.update(query)
        return at.switch_page(PAGE).run()

    return opened


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("query", VIEWS, ids=str)
@pytest.mark.parametrize("data", ["sample", *LITTLE])
def test_every_view_answers(app: Any, data: str, query: dict[str, str], code: str) -> None:
    at = app(data, code, **query)
    assert not at.exception
    assert not at.error
    (title,) = (*at.title, *at.header)  # a page without customers has no answer
    assert bool(CHINESE.search(title.value)) == (code == "zh_CN")
    assert "nan" not in title.value.lower()


def test_a_portrait_can_be_set_against_another_segment(app: Any) -> None:
    at = app("sample", tab="portrait")
    assert at.title[0].value.startswith("Champions are of the type Business")
    at.selectbox(key="page.group").set_value("new")
    at.selectbox(key="page.against").set_value("hibernating").run()
    assert not at.exception
    assert at.title[0].value.startswith("New")
    assert dict(at.query_params) == {"tab": "portrait", "group": "new", "against": "hibernating"}
