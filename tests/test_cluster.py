"""A workspace whose tables lie elsewhere: told by a file, looked at, and asked in its place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from analytics import (
    DataError,
    Scope,
    Workspace,
    cluster,
    due,
    engine,
    erase,
    overview,
    rfm,
    value,
    versions,
    worth,
)
from analytics.access import User
from analytics.cluster import Place
from analytics.errors import Unanswered
from analytics.workspace import __main__ as command
from pages.parts.ask import ask
from pages.parts.waiting import TOPICS
from tests.conftest import page_at

WorkspaceOf = Callable[..., Workspace]
TOLD = """
url = "sc://cluster:15002"
scratch = "/scratch"
[tables]
sales = "lake.crm.sales"
orders = "delta:/lake/orders"
"""


@dataclass
class Elsewhere:
    """A cluster in all but name: another workspace's file answers."""

    ws: Workspace
    asked: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)  # asked for who sees a part
    coming: tuple[str, ...] = ("customers",)
    built: dict[str, str] = field(default_factory=dict)
    silent: bool = False

    def answered(
        self,
        sql: str,
        bound: Mapping[str, Any],
        relations: Mapping[str, pa.Table],
        shape: pa.Schema,
    ) -> pa.Table:
        if self.silent:
            raise Unanswered("The cluster does not answer.")
        self.asked.append(sql)
        used = {name: value for name, value in bound.items() if f"${name}" in sql}
        return engine.answered(self.ws, sql, used, relations).cast(shape)

    def build(self, name: str, sql: str) -> None:
        with self.ws.cursor() as cursor:
            columns = cursor.execute(sql).to_arrow_table().column_names
            assert columns == cursor.table(name).columns
        self.built[name] = sql

    def close(self) -> None:
        self.asked.append("closed")


@pytest.fixture
def elsewhere(firm: Workspace, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """The sample as a cluster, which any spark.toml leads to."""
    found = Elsewhere(firm)

    def connected(*of_version: Any) -> Elsewhere:
        *_, owners = of_version
        return Elsewhere(_seen(firm, owners), asked=found.parts) if owners else found

    monkeypatch.setattr(cluster, "_connected", connected)
    return found


def _seen(firm: Workspace, owners: tuple[str, ...]) -> Workspace:
    return Workspace(firm.folder, firm.version, User("ann@example.com", "analyst", owners))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a spark.toml."""
    (tmp_path / cluster.FILE).write_text(TOLD, encoding="utf-8")
    return tmp_path


def test_a_look_makes_a_version_that_says_what_the_cluster_holds(
    elsewhere: Elsewhere, folder: Path, firm: Workspace
) -> None:
    assert command.main(["look", "--workspace", str(folder)]) == 0
    with Workspace.open(folder) as ws:
        assert ws.version == 1
        assert ws.facts.lines == firm.facts.lines
        assert ws.facts.as_of == firm.facts.as_of
        assert ws.dimensions == firm.dimensions
    assert command.main(["look", "--workspace", str(folder)]) == 0
    with Workspace.open(folder) as ws:
        assert ws.version == 2
    assert set(elsewhere.built) == {"customers"}
    assert elsewhere.asked[-1] == "closed"


def test_every_question_goes_to_the_cluster(
    elsewhere: Elsewhere, folder: Path, firm: Workspace
) -> None:
    cluster.look(folder)
    with Workspace.open(folder) as ws:
        assert rfm.segments(ws, Scope()).equals(rfm.segments(firm, Scope()))
        assert overview.figures(ws, Scope()).equals(overview.figures(firm, Scope()))
    assert any("rfm" in sql or "scored_buyers" in sql for sql in elsewhere.asked)


def test_what_lies_on_a_cluster_is_not_changed_from_here(
    elsewhere: Elsewhere, folder: Path, tmp_path: Path
) -> None:
    cluster.look(folder)
    file = tmp_path / "sales.csv"
    file.write_text("customer_id,ordered_on,amount\na,2024-01-01,1\n", encoding="utf-8")
    with Workspace.open(folder) as ws:
        with pytest.raises(DataError, match="lie on a Spark cluster"):
            ws.load(file, "sales")
        assert ws.version == 1


def test_a_customer_of_a_cluster_is_not_said_to_be_unknown(
    elsewhere: Elsewhere, folder: Path
) -> None:
    cluster.look(folder)
    with Workspace.open(folder) as ws:
        for asked in (erase.find, erase.preview, erase.erase):
            with pytest.raises(DataError, match="a customer is erased there"):
                asked(ws, "C0704")
    assert erase.main(["--workspace", str(folder), "--customer", "C0704"]) == 1


@pytest.mark.parametrize("question", [due.customers, partial(worth.groups, of="region")])
def test_no_answer_of_a_lost_cluster_is_taken_for_too_few_customers(
    elsewhere: Elsewhere, folder: Path, question: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    cluster.look(folder)

    def lost(*_: Any, **__: Any) -> Any:
        raise Unanswered("lost")

    monkeypatch.setattr(value, "customers", lost)
    monkeypatch.setattr(worth, "_row", lost)
    with Workspace.open(folder) as ws, pytest.raises(Unanswered):
        question(ws, Scope().resolved(ws))


def test_a_look_of_an_older_app_is_to_be_repeated(
    elsewhere: Elsewhere, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.look(folder)
    monkeypatch.setattr(versions, "LAYOUT", versions.LAYOUT + 1)
    with pytest.raises(DataError, match="earlier version of this app"):
        Workspace.open(folder)
    cluster.look(folder)
    with Workspace.open(folder) as ws:
        assert ws.version == 2


def test_who_may_see_a_part_of_the_customers_is_told_of_them_by_a_part_of_the_cluster(
    elsewhere: Elsewhere, folder: Path, firm: Workspace
) -> None:
    cluster.look(folder)
    asked = len(elsewhere.asked)
    owners = (next(iter(firm.dimensions["salesperson"])),)
    here = _seen(firm, owners)
    with Workspace.open(folder, here.user) as ws:
        assert ws.dimensions == here.dimensions
        assert ws.facts.lines == here.facts.lines < firm.facts.lines
        assert ws.facts.as_of == firm.facts.as_of
        assert ws.customer_ids == here.customer_ids < firm.customer_ids
        assert overview.figures(ws, Scope()).equals(overview.figures(here, Scope()))
        known = len(elsewhere.parts)
        assert known
        assert ws.facts == Workspace.open(folder, here.user).facts
        assert len(elsewhere.parts) == known  # it is asked once what it holds of them
    assert len(elsewhere.asked) == asked


def test_without_the_file_nothing_of_spark_is_imported(workspace_of: WorkspaceOf) -> None:
    before = set(sys.modules)
    with workspace_of(sales="customer_id,ordered_on,amount\na,2024-01-01,1") as ws:
        assert ws.cluster is None
        assert len(rfm.customers(ws, Scope())) == 1
    assert not {name for name in set(sys.modules) - before if name.startswith(("pyspark", "grpc"))}


def test_a_cluster_nothing_is_installed_for_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "analytics.spark", None)
    cluster._connected.cache_clear()
    with pytest.raises(DataError, match=r"pip install -r requirements-spark\.txt"):
        cluster.of(folder, 1)


def test_a_folder_without_the_file_has_nothing_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["look", "--workspace", str(tmp_path)]) == 1
    assert "There is no spark.toml" in capsys.readouterr().err


def test_the_file_names_the_cluster_and_its_tables(folder: Path) -> None:
    place = Place.of(folder / cluster.FILE, 7)
    assert (place.url, place.scratch) == ("sc://cluster:15002", "/scratch")
    assert dict(place.tables) == {
        "sales": "lake.crm.sales",
        "orders": "delta:/lake/orders",
        "customers": "parquet:/scratch/version-0007/customers",
        "customer_months": "parquet:/scratch/version-0007/customer_months",
    }


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("url = ", "spark.toml cannot be read"),
        ('url = "sc://x"', "spark.toml cannot be read: 'scratch'"),
        (TOLD.replace("sales =", "sale ="), "does not say where the table sales is"),
        (TOLD.replace("[tables]", "tables = 1\n[t]"), "spark.toml cannot be read"),
    ],
)
def test_a_file_that_lacks_something_says_what(tmp_path: Path, told: str, said: str) -> None:
    file = tmp_path / cluster.FILE
    file.write_text(told, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        Place.of(file)


def test_columns_a_table_can_do_without_may_be_lacking() -> None:
    sales = pa.schema(
        [(name, pa.string()) for name in ("customer_id", "ordered_on", "amount", "channel")]
    )
    assert cluster.lacking("sales", ["Customer_ID", "ordered_on", "AMOUNT"], sales) == ["channel"]
    assert cluster.lacking("sales", [*sales.names, "more"], sales) == []


@pytest.mark.parametrize(("table", "column"), [("sales", "amount"), ("orders", "lines")])
def test_a_table_without_a_column_it_needs_is_named(table: str, column: str) -> None:
    shape = pa.schema([("customer_id", pa.string()), (column, pa.int64())])
    with pytest.raises(
        DataError, match=f"The table {table} .* has no column {column}. Add it there"
    ):
        cluster.lacking(table, ["customer_id"], shape)


def test_what_is_needed_of_a_table_is_what_a_load_makes(firm: Workspace) -> None:
    with firm.cursor() as cursor:
        for table, needed in cluster.NEEDED.items():
            assert {*needed} <= {*cursor.table(table).columns}


def said(at: AppTest) -> str:
    assert not at.exception
    return " ".join(each.value for each in (*at.title, *at.markdown, *at.caption, *at.warning))


@pytest.mark.parametrize(
    ("code", "changed", "checked", "erased", "files"),
    [
        ("en", "not changed from here", "not checked here", "erased there", "No file was brought"),
        ("zh_CN", "不能在这里修改", "不做检查", "请在集群上删除", "没有导入过文件"),
    ],
)
def test_the_data_page_offers_nothing_that_is_done_on_the_cluster(
    elsewhere: Elsewhere, folder: Path, monkeypatch: pytest.MonkeyPatch,
    code: str, changed: str, checked: str, erased: str, files: str,
) -> None:  # fmt: skip
    cluster.look(folder)
    at = page_at(monkeypatch, folder, "data/intake.py", code)
    assert changed in said(at)
    assert not at.file_uploader
    for part, words in (("checks", checked), ("account", files), ("doubles", changed)):
        at.session_state["chosen"] |= {"tab": ["came_in"], "part": [part]}
        assert words in said(at.run())
    assert not [each for each in at.button if "merge" in each.key]
    at.session_state["chosen"] |= {"tab": ["versions"]}
    assert erased in said(at.run())
    assert "erase.text" not in [each.key for each in at.text_input]


@pytest.mark.parametrize(
    ("file", "title", "query"),
    [
        ("customers/segments.py", "Segments", {}),
        ("customers/pyramid.py", "Pyramid", {"tab": "tiers"}),
        ("customers/profile.py", "Customer", {"customer": "C0513"}),
    ],
)
def test_a_lost_cluster_is_named_once_and_asked_again_on_request(
    elsewhere: Elsewhere, folder: Path, monkeypatch: pytest.MonkeyPatch,
    file: str, title: str, query: dict[str, str],
) -> None:  # fmt: skip
    cluster.look(folder)
    elsewhere.silent = True
    at = page_at(monkeypatch, folder, file, **query)
    assert [each.value for each in at.warning] == ["The cluster does not answer."]
    assert [each.value for each in at.title] == [title]
    elsewhere.silent = False
    at.button(key="waiting.again").click().run()
    assert not at.warning
    assert not at.exception
    assert at.title[0].value != title


def test_a_file_is_made_though_no_page_could_tell_of_waiting(
    elsewhere: Elsewhere, folder: Path, firm: Workspace
) -> None:
    cluster.look(folder)
    with Workspace.open(folder) as ws:
        view: Any = SimpleNamespace(ws=ws, scope=Scope().resolved(ws), user=ws.user)
        assert ask(view, rfm.segments).equals(rfm.segments(firm, Scope()))


def test_what_is_waited_for_is_called_by_its_topic() -> None:
    here = Path(cluster.__file__).parent
    assert {name for name in TOPICS if not (here / f"{name}.py").exists()} == set()
