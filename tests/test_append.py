"""A further file adds what is new in it, and nothing that is there already counts twice."""

from __future__ import annotations

import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError, Workspace
from analytics.intake import Report, load, read
from tests.conftest import WorkspaceOf, database, shared

HEADERS = {
    "sales": "customer_id,ordered_on,order_id,product,amount",
    "interactions": "customer_id,occurred_at,kind,note",
}


def written(folder: Path, kind: str, rows: list[str], name: str = "next") -> Path:
    file = folder / f"{name}.csv"
    file.write_text("\n".join([HEADERS.get(kind, ""), *rows]).strip() + "\n", encoding="utf-8")
    return file


def added(con, folder: Path, kind: str, rows: list[str], mode: str = "append") -> Report:
    file = written(folder, kind, rows)
    report = load(con, read(file), kind, mode=mode, date_format="%Y-%m-%d")
    assert report.rows_read == report.rows_loaded + report.rows_rejected == len(rows)
    return report


def counting(con, table: str) -> list[tuple]:
    columns = "* exclude (row_no)" if table == "interactions" else "*"
    return con.execute(f"select {columns} from {table} where excluded_by is null").fetchall()


@pytest.fixture
def con():
    with database() as con:
        yield con


JANUARY = ["ann,2024-01-05,1,tea,10", "bob,2024-01-31,2,tea,4.50"]
FEBRUARY = ["ann,2024-02-01,3,tea,5.50"]


def test_january_and_then_january_to_february(con, tmp_path) -> None:
    added(con, tmp_path, "sales", JANUARY, "replace")
    report = added(con, tmp_path, "sales", JANUARY + FEBRUARY)
    assert (report.rows_loaded, report.rows_overlapping) == (3, 2)
    assert (report.amount, report.amount_overlapping) == (Decimal(20), Decimal("14.5"))
    sums = "select excluded_by, count(*), sum(amount) from sales group by all order by all"
    assert con.execute(sums).fetchall() == [
        ("overlap", 2, Decimal("14.5")),
        (None, 3, Decimal(20)),
    ]


def test_copies_within_one_file_stay_and_only_more_of_them_count(con, tmp_path) -> None:
    twice = [JANUARY[0]] * 2
    added(con, tmp_path, "sales", twice, "replace")
    assert added(con, tmp_path, "sales", [JANUARY[0]]).rows_overlapping == 1
    assert len(counting(con, "sales")) == 2
    assert added(con, tmp_path, "sales", [*twice, JANUARY[0]]).rows_overlapping == 2
    assert len(counting(con, "sales")) == 3


def test_a_line_that_differs_in_anything_is_another_line(con, tmp_path) -> None:
    added(con, tmp_path, "sales", ["ann,2024-01-05,1,tea,10", ",2024-01-06,,,1"], "replace")
    others = ["ann,2024-01-05,1,,10", "ann,2024-01-05,1,tea,10.01", ",2024-01-06,,,1"]
    assert added(con, tmp_path, "sales", others).rows_overlapping == 1


lines = st.builds(
    "{0},2024-0{1}-01,{2},{3},{4}".format,
    st.sampled_from(["ann", "bob", ""]),
    st.integers(1, 3),
    st.sampled_from(["1", "2", ""]),
    st.sampled_from(["tea", ""]),
    st.integers(-1, 2),
)
contacts = st.builds(
    "{0},2024-0{1}-01,{2},{3}".format,
    st.sampled_from(["ann", "bob"]),
    st.integers(1, 3),
    st.sampled_from(["call", "visit"]),
    st.sampled_from(["late", ""]),
)


@st.composite
def overlapping(draw, rows, *, unique: bool):
    """A file and parts of it that lie over one another and together hold all of it."""
    file = draw(st.lists(rows, min_size=1, max_size=8, unique=unique))
    cuts = sorted(draw(st.lists(st.integers(0, len(file)), max_size=3)))
    parts = []
    for first, last in zip([0, *cuts], [*cuts, len(file)], strict=True):
        part = file[max(0, first - draw(st.integers(0, 3))) : last]
        parts += [part] if part else []
    return file, parts


@pytest.mark.parametrize(("kind", "rows"), [("sales", lines), ("interactions", contacts)])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_overlapping_parts_appended_are_the_whole(kind, rows, data) -> None:
    file, parts = data.draw(overlapping(rows, unique=True))
    with tempfile.TemporaryDirectory() as name, database() as con:
        folder = Path(name)
        added(con, folder, kind, file, "replace")
        whole = Counter(counting(con, kind))
        con.execute(f"drop table {kind}")
        for part in reversed(parts) if data.draw(st.booleans()) else parts:
            added(con, folder, kind, part)
        assert Counter(counting(con, kind)) == whole


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_of_every_line_the_most_copies_any_file_had_count(data) -> None:
    files = data.draw(st.lists(st.lists(lines, min_size=1, max_size=6), min_size=1, max_size=3))
    most: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name, database() as con:
        for place, rows in enumerate(files):
            report = added(con, Path(name), "sales", rows, "append" if place else "replace")
            known = sum((Counter(rows) & most).values())
            assert report.rows_overlapping == known
            most |= Counter(rows)
        assert len(counting(con, "sales")) == sum(most.values())
        assert con.execute("select count(*) from sales").fetchall()[0][0] == sum(map(len, files))


DEALS = "deal_id,customer_id,stage,value,opened_on,closed_on\n"


def test_a_deal_is_what_the_last_file_says_of_it(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(deals=DEALS + "d1,ann,Open,5,2024-01-01,\nd2,bob,Open,7,2024-01-02,\n")
    file = ws.folder / "later.csv"
    file.write_text("deal_id,stage\nd1,Won\nd3,Open\n", encoding="utf-8")
    ws.load(file, "deals", mode="append")
    with ws.cursor() as cursor:
        rows = cursor.execute(
            "select deal_id, customer_id, stage, value from deals where excluded_by is null"
            " order by deal_id"
        ).fetchall()
        aside = cursor.execute("select deal_id, excluded_by from deals where excluded_by <> ''")
        assert aside.fetchall() == [("d1", "superseded")]
    assert rows == [("d1", "ann", "Won", 5), ("d2", "bob", "Open", 7), ("d3", None, "Open", None)]
    assert ws.facts.deals == 3


def test_an_unchanged_deal_overlaps_and_a_blank_is_news(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(deals=DEALS + "d1,a,Won,5,2024-01-01,2024-02-01\nd2,a,Open,7,2024-01-02,\n")
    file = ws.folder / "later.csv"
    file.write_text(DEALS + "d1,a,Open,5,2024-01-01,\nd2,a,Open,7,2024-01-02,\n", encoding="utf-8")
    report = ws.load(file, "deals", mode="append", date_format="%Y-%m-%d")
    assert (report.rows_overlapping, report.amount_overlapping) == (1, 7)
    with ws.cursor() as cursor:
        rows = cursor.execute(
            "select deal_id, stage, closed_on from deals where excluded_by is null order by 1"
        ).fetchall()
    assert rows == [("d1", "Open", None), ("d2", "Open", None)]


def test_newer_facts_about_a_customer_win_and_the_others_stay(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(customers="customer_id,name,region\nann,Ann Zoe,North\nbob,Bob,South\n")
    file = ws.folder / "later.csv"
    file.write_text("customer_id,name,phone\nann,Ann Lee,1\nbob,,2\n", encoding="utf-8")
    ws.load(file, "customers", mode="append")
    with ws.cursor() as cursor:
        rows = cursor.execute("select customer_id, name, region, phone from customers").fetchall()
    assert rows == [("ann", "Ann Lee", "North", "1"), ("bob", "Bob", "South", "2")]


def test_the_same_file_is_refused_and_says_when_it_came(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\nann,2024-01-01,1\n")
    again = ws.folder / "sales.csv"
    with pytest.raises(DataError, match=r"sales\.csv is in the data already: it was loaded on 20"):
        ws.load(again, "sales", mode="append")
    assert (ws.version, ws.versions()) == (1, [1])
    ws.load(again, "sales")
    assert ws.facts.lines == 1


def test_the_version_notes_what_overlapped(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount,region\nann,2024-01-01,1,North\n")
    file = ws.folder / "more.csv"
    rows = "ann,2024-01-01,1,North\nann,2024-01-02,2,North\n"
    file.write_text("customer_id,ordered_on,amount,region\n" + rows, encoding="utf-8")
    ws.load(file, "sales", mode="append")
    noted = ws.loads[["mode", "rows_loaded", "rows_overlapping"]].values.tolist()
    assert noted == [["replace", 1, 0], ["append", 2, 1]]
    assert (ws.facts.lines, ws.facts.customers) == (2, 1)
    with ws.cursor() as cursor:
        counted = cursor.execute("select lines from dimensions where value = 'North' order by 1")
        assert counted.fetchall()[-1] == (2,)


@pytest.mark.slow
def test_online_retail_in_overlapping_parts_is_the_whole(
    online_retail: Workspace, tmp_path: Path
) -> None:
    """Half-years that share a month: every line once, copies within the file included."""
    parquet = shared("online_retail.parquet")
    ws = Workspace.open(tmp_path / "parts")
    with database() as con:
        for place, (first, last) in enumerate(
            [("2010-12-01", "2011-07-31"), ("2011-07-01", "2011-12-31")]
        ):
            file = tmp_path / f"{place}.parquet"
            con.execute(
                f"copy (from '{parquet}' where cast(InvoiceDate as date)"
                f" between '{first}' and '{last}') to '{file}'"
            )
            report = ws.load(file, "sales", mode="append" if place else "replace")
            assert report.rows_read == report.rows_loaded + report.rows_rejected
    assert report.rows_overlapping == 39_518
    columns = "* exclude (excluded_by)"
    asked = f"select {columns} from sales where excluded_by is null"
    with ws.cursor() as one, online_retail.cursor() as other:
        lines = one.execute(asked).to_arrow_table()
        whole = other.execute(asked).to_arrow_table()
    with database() as con:
        con.register("lines", lines)
        con.register("whole", whole)
        for a, b in (("lines", "whole"), ("whole", "lines")):
            left = con.execute(f"select count(*) from (from {a} except all from {b})")
            assert left.fetchall()[0][0] == 0
    assert ws.facts == online_retail.facts
