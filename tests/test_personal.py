"""What is called personal is to who may not see people as if no file had brought it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics import DataError, Scope, Workspace, intake, rfm
from analytics.access import User
from analytics.erase import erase
from analytics.intake.columns import PERSONAL
from analytics.intake.personal import Personal
from tests.conftest import page_at
from tests.rights import told
from tests.test_owners import CONTACTS, DEALS, PEOPLE, QUESTIONS, SALES, VIEWER, same, seen_by

TEXTS = {"customers": PEOPLE, "sales": SALES, "interactions": CONTACTS, "deals": DEALS}
ANALYST = User("ana@example.com", "analyst")
# what is called personal here, in every kind of file that has it, and what stands in it
COLUMNS = ("region", "owner", "salesperson", "product")
VALUES = {"North", "South", "Zoe", "p0", "p1", "p2"}


def loaded(folder: Path, *, marked: bool) -> Workspace:
    """The firm with these columns called personal, or never brought."""
    ws = Workspace.open(folder)
    for kind, text in TEXTS.items():
        file = folder / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        headers = text.splitlines()[0].split(",")
        mapping = {name: name for name in headers if marked or name not in COLUMNS}
        personal = [name for name in mapping if name in (*PERSONAL, *COLUMNS)]
        ws.load(file, kind, mapping, personal=personal)
    return ws


@pytest.fixture(scope="module")
def whole(made: Callable[..., Path]) -> Workspace:
    return Workspace.open(made("personal", lambda folder: loaded(folder, marked=True)))


@pytest.fixture(scope="module")
def without(made: Callable[..., Path]) -> Workspace:
    return Workspace.open(made("not_brought", lambda folder: loaded(folder, marked=False)))


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_as_if_no_file_had_brought_it(
    whole: Workspace, without: Workspace, question: str
) -> None:
    ask = QUESTIONS[question]
    same(answered(ask, seen_by(whole, VIEWER)), answered(ask, seen_by(without, VIEWER)))


def answered(ask: Callable[[Workspace], Any], ws: Workspace) -> Any:
    """The answer of a question, or what it says where there is none without the column."""
    try:
        return ask(ws)
    except DataError as error:
        return str(error)


def test_no_table_in_their_sight_holds_a_value(whole: Workspace) -> None:
    assert everything(seen_by(whole, ANALYST)) >= VALUES
    for user in (VIEWER, User("vi@example.com", "viewer", owners=("Eve",))):
        assert not everything(seen_by(whole, user)) & VALUES


@pytest.mark.parametrize("page", ["review/overview.py", "sales/products.py", "sales/funnel.py"])
def test_no_page_tells_a_viewer(
    whole: Workspace, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr("pages.parts.sign_in.user", lambda lang, folder: VIEWER)
    at = page_at(monkeypatch, whole.folder, page)
    assert not at.exception
    page_told = told(at)
    assert len(page_told) > 1_000
    assert not [value for value in VALUES if value.encode() in page_told]


def everything(ws: Workspace) -> set[str]:
    """Every value of every table that a user's questions can read."""
    with ws.cursor() as cursor:
        tables = cursor.execute(
            "select table_name from information_schema.tables where table_catalog ="
            " current_database() and table_name not in ('loads', 'made', 'owners')"
        ).fetchall()
        rows = [row for (name,) in tables for row in cursor.execute(f"from {name}").fetchall()]
    return {str(value) for row in rows for value in row}


def test_who_may_see_people_sees_it_all(whole: Workspace) -> None:
    assert seen_by(whole, ANALYST).dimensions == whole.dimensions
    assert set(whole.dimensions) == {"region", "salesperson"}
    assert seen_by(whole, VIEWER).dimensions == {}


def test_what_is_not_personal_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "firms.csv"
    file.write_text("customer_id,name,email\na,Acme,info@acme.example\n", encoding="utf-8")
    ws = Workspace.open(tmp_path / "ws")
    ws.load(file, "customers", personal=["email"])
    assert ws.personal == Personal(PERSONAL - {"name", "customer_name"}, frozenset())
    told = [line["detail"] for line in ws.state.audit() if line["action"] == "personal"]
    assert told == [{"kind": "customers", "personal": ["email"]}]
    more = tmp_path / "more.csv"  # a file that calls the same name personal wins
    more.write_text("customer_id,ordered_on,amount,customer_name\nb,2024-01-01,1,Bo\n", "utf-8")
    ws.load(more, "sales")
    assert ws.personal == Personal()


@pytest.mark.parametrize(
    ("kind", "header", "value", "personal"),
    [
        ("sales", "region", "12 High Street, Leeds", True),
        ("sales", "region", "中山路 88 号", True),
        ("sales", "region", "North", False),
        ("sales", "收货地址", "上海", True),
        ("sales", "salesperson", "eve@example.com", True),
        ("sales", "salesperson", "Eve", False),
        ("sales", "channel", "+49 171 2345678", True),
        ("sales", "channel", "13812345678", True),
        ("sales", "channel", "phone", False),
        ("sales", "product", "6901234567890", False),
        ("sales", "customer_name", "Ann", True),
        ("interactions", "note", "said yes", True),
        ("interactions", "owner", "Eve", False),
        ("deals", "reason", "ask 010-12345678", False),
        ("deals", "备注", "price", True),
    ],
)
def test_a_column_is_proposed_by_what_it_is_its_header_or_its_values(
    tmp_path: Path, kind: str, header: str, value: str, personal: bool
) -> None:
    base = {
        "sales": "customer_id,ordered_on,amount", "interactions": "customer_id,occurred_at,kind",
        "deals": "deal_id,customer_id,stage",
    }[kind]  # fmt: skip
    rows = {"sales": "a,2024-01-01,1", "interactions": "a,2024-01-01,call", "deals": "1,a,Won"}
    file = tmp_path / "file.csv"
    file.write_text(f'{base},{header}\n{rows[kind]},"{value}"\n', encoding="utf-8")
    source = intake.read(file)
    column = {"收货地址": "region", "备注": "reason"}.get(header, header)
    mapping = {name: name for name in base.split(",")} | {column: header}
    assert intake.open_columns(kind, mapping)[-1:] == (column,)
    assert (column in intake.proposed(source, kind, mapping)) is personal


def test_figures_rest_on_the_other_columns() -> None:
    for kind, holds in intake.KINDS.items():
        able = intake.open_columns(kind, holds.readable)
        assert not {*able} & {"customer_id", holds.mark, *holds.required, holds.money}
        assert {*able} >= {*holds.personal}
    assert intake.open_columns("products", intake.KINDS["products"].readable) == ()


def test_the_next_file_of_that_shape_is_read_alike(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("customer_id,ordered_on,amount,region,channel\na,2024-01-01,1,N,web\n")
    ws = Workspace.open(tmp_path / "ws")
    report = ws.load(file, "sales", personal=["region"])
    assert report.options["personal"] == ["region"]
    signature = intake.signature(intake.read(file).headers, "sales")
    ws.state.remember_mapping(signature, report.mapping, ["region"])
    assert ws.state.personal(signature) == ["region"]
    assert ws.load(file, "sales").options["personal"] == ["region"]
    assert ws.personal.hidden == {"region"}
    ws.load(file, "sales", personal=[])
    assert ws.personal.hidden == set()
    told = [line["detail"] for line in ws.state.audit() if line["action"] == "personal"]
    assert [each["personal"] for each in told] == [[], ["region"]]
    with pytest.raises(DataError, match="The column amount cannot be called personal"):
        ws.load(file, "sales", personal=["amount"])


def test_erasing_somebody_blanks_them_in_what_is_personal(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(
        "customer_id,ordered_on,amount,customer_name,region\n"
        "a,2024-01-01,1,Zenobia Quill,North\nb,2024-01-01,1,Bo,c/o Zenobia Quill 12 High Street\n",
        encoding="utf-8",
    )
    ws = Workspace.open(tmp_path / "ws")
    ws.load(file, "sales", personal=["customer_name", "region"])
    erase(ws, "a")
    assert rfm.customers(ws, Scope()).customer_id.tolist() == ["b"]
    assert ws.dimensions["region"] == ["c/o … 12 High Street"]
    assert ws.personal.hidden == {"region"}
