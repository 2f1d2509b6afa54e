"""A list keeps who, why and by which rule, and leaves out who asked for silence."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics import DataError, Scope, Workspace, listed, lists, pyramid, rfm, trail
from analytics.rules import Rule
from analytics.scoring import Scoring
from analytics.state import State
from tests.conftest import WorkspaceOf

SALES = """
customer_id,ordered_on,amount,salesperson
ann,2024-01-01,10,Mei
bob,2024-01-02,20,Mei
cem,2024-01-03,30,Tom
dan,2024-01-04,40,Tom
"""
MORE = """
customer_id,ordered_on,amount,salesperson
ann,2024-02-01,100,Mei
eve,2024-02-02,50,Mei
"""
PEOPLE = """
customer_id,name,email,do_not_contact
bob,Bob,b@x.y,yes
ann,Ann,a@x.y,no
"""
EVERYBODY = Rule.of(pyramid.customers, "everybody")


@pytest.fixture(scope="module")
def loaded(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES, customers=PEOPLE)


@pytest.fixture
def ws(loaded: Workspace, tmp_path: Path) -> Workspace:
    """A copy of its own for each test, which is quicker than a load."""
    shutil.copytree(loaded.folder, tmp_path / "ws")
    return Workspace.open(tmp_path / "ws")


def names(ws: Workspace, saved: lists.SavedList) -> list[str]:
    return listed.customers(ws, saved.id)["customer_id"].tolist()


def append(ws: Workspace, text: str) -> None:
    file = ws.folder / "more.csv"
    file.write_text(text.strip() + "\n", encoding="utf-8")
    ws.load(file, "sales", mode="append", date_format="%Y-%m-%d")


def test_do_not_contact_is_left_out_and_counted(ws: Workspace) -> None:
    saved = lists.save(ws, " Call them ", EVERYBODY, Scope())
    assert names(ws, saved) == ["dan", "cem", "ann"]
    assert (saved.name, saved.left_out, saved.version, saved.created_by) == (
        "Call them", 1, ws.version, "local",
    )  # fmt: skip
    assert (saved.customers, saved.value, saved.frozen) == (3, 80.0, True)


def test_do_not_contact_is_kept_only_on_purpose(ws: Workspace) -> None:
    saved = lists.save(ws, "All", EVERYBODY, Scope(), include_do_not_contact=True)
    assert names(ws, saved) == ["dan", "cem", "bob", "ann"]
    assert saved.left_out == 0


def test_ticked_customers_make_a_frozen_list_in_the_order_of_the_rule(ws: Workspace) -> None:
    saved = lists.save(
        ws, "Two", EVERYBODY, Scope(), customer_ids=["ann", "bob", "dan"], frozen=False
    )
    assert names(ws, saved) == ["dan", "ann"]
    assert (saved.left_out, saved.frozen) == (1, True)


@pytest.mark.parametrize(
    ("most", "people", "left_out"),
    [(None, ["dan", "cem", "ann"], 1), (2, ["dan", "cem"], 0), (3, ["dan", "cem", "ann"], 1),
     (9, ["dan", "cem", "ann"], 1)],
)  # fmt: skip
def test_the_first_so_many_are_those_who_may_be_contacted(
    ws: Workspace, most: int | None, people: list[str], left_out: int
) -> None:
    saved = lists.save(ws, "First", Rule("pyramid.customers", {}, "r", most=most), Scope())
    assert (names(ws, saved), saved.left_out) == (people, left_out)


def test_only_the_customers_of_one_owner(ws: Workspace) -> None:
    saved = lists.save(ws, "Tom", Rule("pyramid.customers", {}, "r", owners=("Tom",)), Scope())
    assert names(ws, saved) == ["dan", "cem"]
    owners = lists.owners(ws)
    assert owners.values.tolist() == [["Mei", 2], ["Tom", 2]]


def test_list_says_what_it_was_asked_under_and_why(ws: Workspace) -> None:
    rule = Rule.of(rfm.listing, "new ones", segments=("new", "champions"), scores=((5, 1),))
    scope = Scope(as_of=date(2024, 1, 3), where={"salesperson": ["Mei", "Tom"]})
    saved = lists.save(ws, "N", rule, scope)
    again = lists.one(ws, saved.id)
    assert again.rule == rule
    assert again.scope == scope.resolved(ws)
    (row,) = listed.customers(ws, saved.id).itertuples()
    assert (row.customer_id, row.segment, row.recency_days, row.monetary) == ("cem", "new", 0, 30)
    assert row.first_on == date(2024, 1, 3)


def test_a_rule_keeps_how_customers_are_scored(ws: Workspace) -> None:
    rule = Rule.of(rfm.customers, "r", scoring=Scoring(typical="median"))
    again = Rule.from_text(rule.text())
    assert again == rule
    assert again.ask(ws, Scope()).equals(rfm.customers(ws, Scope(), Scoring(typical="median")))
    with pytest.raises(TypeError, match="cannot be kept"):
        Rule.of(rfm.customers, "r", scoring=object())


def test_a_rule_names_all_customers_not_a_page_of_them(ws: Workspace) -> None:
    assert Rule.of(rfm.listing, "r").params["rows"] > 1_000_000
    assert Rule.of(rfm.listing, "r", rows=2).ask(ws, Scope())["customer_id"].tolist() == [
        "dan", "cem",
    ]  # fmt: skip


def test_dates_among_the_reasons_come_back_as_dates(ws: Workspace) -> None:
    saved = lists.save(ws, "D", Rule.of(pyramid.listing, "r"), Scope())
    days = listed.customers(ws, saved.id)["last_order_on"].tolist()
    assert days == [date(2024, 1, 4), date(2024, 1, 3), date(2024, 1, 1)]


def test_no_personal_data_is_kept_with_a_list(ws: Workspace) -> None:
    lists.save(ws, "N", EVERYBODY, Scope(), include_do_not_contact=True)
    with sqlite3.connect(ws.folder / "state.sqlite") as con:
        dump = "\n".join(con.iterdump())
    assert "a@x.y" not in dump
    assert "Bob" not in dump


def test_names_are_unique_and_not_empty(ws: Workspace) -> None:
    lists.save(ws, "One", EVERYBODY, Scope())
    with pytest.raises(DataError, match="already a list called One"):
        lists.save(ws, "One ", EVERYBODY, Scope())
    with pytest.raises(DataError, match="has no name"):
        lists.save(ws, "  ", EVERYBODY, Scope())


def test_a_rule_nobody_fits_makes_an_empty_list(ws: Workspace) -> None:
    saved = lists.save(ws, "0", Rule.of(rfm.listing, "r", segments=("cant_lose",)), Scope())
    assert (saved.customers, saved.value, saved.left_out) == (0, 0.0, 0)
    assert lists.opened(ws, saved).empty


def test_deleted_list_is_gone_with_its_customers(ws: Workspace) -> None:
    first = lists.save(ws, "One", EVERYBODY, Scope())
    second = lists.save(ws, "Two", EVERYBODY, Scope())
    lists.delete(ws, first.id)
    assert [saved.name for saved in lists.lists(ws)] == ["Two"]
    assert names(ws, first) == []
    assert len(names(ws, second)) == 3
    with pytest.raises(DataError, match="no longer there"):
        lists.one(ws, first.id)


def test_what_is_made_deleted_and_taken_away_is_on_the_audit_trail(ws: Workspace) -> None:
    columns = ["customer_id", "email"]
    saved = lists.save(ws, "One", EVERYBODY, Scope(), user="mei")
    trail.taken(ws, "One", lists.opened(ws, saved)[columns], "Excel", "mei")
    lists.delete(ws, saved.id, "mei")
    written = [(line["user"], line["action"], line["detail"]) for line in ws.state.audit()[:3]]
    assert written == [
        ("mei", "list deleted", {"name": "One", "customers": 3}),
        ("mei", "export", {"name": "One", "form": "Excel", "rows": 3, "columns": columns}),
        ("mei", "list", {"name": "One", "customers": 3}),
    ]


def test_lists_outlive_a_load_and_a_restart(ws: Workspace) -> None:
    saved = lists.save(ws, "One", EVERYBODY, Scope())
    append(ws, MORE)
    again = Workspace(ws.folder, ws.version)
    assert lists.lists(again) == [saved]
    assert names(again, saved) == ["dan", "cem", "ann"]


def test_refreshed_list_says_who_joined_and_who_left(ws: Workspace) -> None:
    rule = Rule("pyramid.customers", {}, "r", most=2)
    saved = lists.save(ws, "Top", rule, Scope(), frozen=False)
    append(ws, MORE)
    found = lists.refresh(ws, saved.id, "mei")
    assert (found.joined, found.left) == (("ann", "eve"), ("cem", "dan"))
    assert (found.saved.refreshes, found.saved.customers, found.saved.value) == (1, 2, 160.0)
    assert found.saved.scope.as_of == date(2024, 2, 2)
    assert ws.state.audit()[0]["detail"] == {"name": "Top", "joined": 2, "left": 2}
    ever = lists.opened(ws, found.saved)
    rows = ever[["customer_id", "joined_no", "left_no"]].astype(object)
    assert rows.where(rows.notna(), None).values.tolist() == [
        ["ann", 1, None], ["eve", 1, None], ["dan", 0, 1], ["cem", 0, 1],
    ]  # fmt: skip
    assert ever["first_on"].tolist() == [date(2024, 2, 2)] * 2 + [date(2024, 1, 4)] * 2


def test_who_comes_back_keeps_the_first_day(ws: Workspace) -> None:
    saved = lists.save(ws, "Top", Rule("pyramid.customers", {}, "r", most=2), Scope(), frozen=False)
    append(ws, MORE)
    lists.refresh(ws, saved.id)
    append(ws, "customer_id,ordered_on,amount\ndan,2024-03-01,500\n")
    assert lists.refresh(ws, saved.id).joined == ("dan",)
    (dan,) = listed.customers(ws, saved.id).query("customer_id == 'dan'").itertuples()
    assert (dan.joined_no, dan.first_on) == (2, date(2024, 1, 4))


def test_asking_again_without_news_changes_nobody(ws: Workspace) -> None:
    saved = lists.save(ws, "Same", EVERYBODY, Scope(), frozen=False)
    found = lists.refresh(ws, saved.id)
    assert (found.joined, found.left, found.saved.customers) == ((), (), 3)


def test_frozen_list_is_not_asked_again(ws: Workspace) -> None:
    saved = lists.save(ws, "Ice", EVERYBODY, Scope())
    with pytest.raises(DataError, match="Ice is frozen"):
        lists.refresh(ws, saved.id)


@pytest.mark.parametrize(
    ("scope", "days"),
    [
        (Scope(), (None, "2024-02-02")),
        (Scope(start=date(2024, 1, 2)), ("2024-01-31", "2024-02-02")),
        (Scope(start=date(2024, 1, 1), end=date(2024, 1, 2)), ("2024-01-01", "2024-01-02")),
    ],
)
def test_a_period_up_to_the_day_moves_along_and_a_past_one_stays(
    ws: Workspace, scope: Scope, days: tuple[str | None, str]
) -> None:
    saved = lists.save(ws, "Days", EVERYBODY, scope, frozen=False)
    append(ws, MORE)
    moved = lists.refresh(ws, saved.id).saved.scope
    assert (moved.start and str(moved.start), str(moved.end)) == days
    assert moved.as_of == date(2024, 2, 2)


@pytest.mark.parametrize(
    "rule",
    [
        Rule("pyramid.nothing", {}, "r"),
        Rule("nowhere.customers", {}, "r"),
        Rule("pyramid.pd", {}, "r"),
        Rule("os.getcwd", {}, "r"),
        Rule("pyramid.customers", {"colour": 1}, "r"),
    ],
)
def test_a_rule_that_no_longer_exists_says_so(ws: Workspace, rule: Rule) -> None:
    with pytest.raises(DataError, match="can no longer be asked"):
        lists.save(ws, "Old", rule, Scope())
    assert lists.lists(ws) == []


def test_erased_customers_stay_on_the_list_without_a_name(ws: Workspace) -> None:
    saved = lists.save(ws, "Old", EVERYBODY, Scope())
    file = ws.folder / "fewer.csv"
    file.write_text("customer_id,ordered_on,amount\ndan,2024-01-04,40\n", encoding="utf-8")
    ws.load(file, "sales")
    found = lists.opened(ws, saved).set_index("customer_id")
    assert found["known"].to_dict() == {"dan": True, "cem": False, "ann": True}
    assert pd.isna(found.loc["cem", "name"])
    assert not found["do_not_contact"].any()


def test_state_of_an_earlier_release_is_still_opened(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.sqlite") as con:
        con.execute("create table lists (id integer primary key, name text, rule text)")
    State(tmp_path / "state.sqlite").record("mei", "note", text="x")
    with sqlite3.connect(tmp_path / "state.sqlite") as con:
        assert con.execute("select count(*) from saved_lists").fetchone() == (0,)
