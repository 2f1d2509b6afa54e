"""A salesperson sees their own customers only: as if the others had never been loaded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics import (
    DataError,
    Scope,
    Workspace,
    care,
    churn,
    contribution,
    custom_segments,
    deals,
    due,
    engine,
    erase,
    followup,
    funnel,
    lifecycle,
    listed,
    lists,
    notes,
    overview,
    products,
    profile,
    pyramid,
    quality,
    reconcile,
    retention,
    rfm,
    saved_funnels,
    state,
    tags,
    targets,
)  # fmt: skip
from analytics.access import User
from analytics.churn_kept import path as kept_at
from analytics.intake.columns import KINDS
from analytics.rules import Rule
from analytics.steps import Choice
from tests.conftest import WorkspaceOf

EVE = User("eve@example.com", "analyst", owners=("Eve",))
VIEWER = User("vi@example.com", "viewer")
PEOPLE = "customer_id,name,owner,email\n" + "".join(
    f"{owner[0].lower()}{n},{owner} {n},{owner},{owner[0].lower()}{n}@mail.example\n"
    for owner in ("Eve", "Bob", "") for n in range(6) if owner
)  # fmt: skip
SALES = "customer_id,ordered_on,order_id,product,amount,salesperson,region\n" + "".join(
    f"{who}{n},2024-{1 + (3 * n + k) % 12:02}-{1 + 2 * n:02},{who}{n}-{k},p{(n + k) % 3},"
    f"{10 * (n + 1) + k}.00,{seller},{'North' if n % 2 else 'South'}\n"
    for who, seller in (("e", "Bob"), ("b", "Eve"), ("x", "Zoe"))
    for n in range(6)
    for k in range(1 + n)
)
CONTACTS = "customer_id,occurred_at,kind,stage,owner\n" + "".join(
    f"{who}{n},2024-02-{1 + n:02},call,{stage},Eve\n"
    for who in "eb" for n in range(6) for stage in ("Lead", "Won")[: 1 + n % 2]
)  # fmt: skip
DEALS = "deal_id,customer_id,stage,owner,value,opened_on\n" + "".join(
    f"d{who}{n},{who and f'{who}{n}'},Won,{seller},{n + 1}00,2024-03-0{1 + n}\n"
    for who, seller in (("e", "Bob"), ("b", "Eve"), ("", "Eve")) for n in range(3)
)  # fmt: skip
SCOPE = Scope(as_of=date(2024, 12, 31))
YEAR = Scope(as_of=date(2024, 12, 31), start=date(2024, 7, 1))
CHOICE = Choice(("Lead", "Won"), within_days=60)

# What writes, and the function here that is asked whether it refuses; `record` is the trail itself,
# `end_sign_in` the way out; both are everybody's.
WRITES = {
    "set_setting", "remember_mapping", "remember_personal", "begin_erasure", "end_erasure",
    "withdraw_erasure", "add_note", "delete_note", "set_target", "drop_target", "add_list",
    "put_on_list", "refresh_list", "take_off_list", "delete_list", "record_done", "forget_done",
    "add_tag", "take_tag", "write_note", "take_note", "record",
    "end_sign_in",
}  # fmt: skip

QUESTIONS: dict[str, Callable[[Workspace], Any]] = {
    "rfm": lambda ws: rfm.customers(ws, SCOPE),
    "segments": lambda ws: rfm.segments(ws, SCOPE),
    "tiers": lambda ws: pyramid.tiers(ws, SCOPE),
    "pyramid": lambda ws: pyramid.customers(ws, SCOPE),
    "concentration": lambda ws: pyramid.concentration(ws, SCOPE),
    "figures": lambda ws: overview.figures(ws, YEAR),
    "bridge": lambda ws: overview.bridge(ws, YEAR),
    "groups": lambda ws: contribution.groups(ws, YEAR, "region"),
    "cohorts": lambda ws: retention.cohorts(ws, SCOPE),
    "states": lambda ws: lifecycle.customers(ws, SCOPE),
    "leaving": lambda ws: churn.customers(ws, SCOPE, horizon_days=60, by="rule"),
    "due": lambda ws: due.customers(ws, SCOPE),
    "funnel": lambda ws: funnel.steps(ws, SCOPE, CHOICE),
    "deals": lambda ws: deals.summary(ws, SCOPE),
    "pairs": lambda ws: products.ranking(ws, SCOPE),
    "found": lambda ws: profile.find(ws, "1"),
    "fates": lambda ws: reconcile.remainder(ws, SCOPE),
    "owners": lambda ws: lists.owners(ws, SCOPE),
    "dimensions": lambda ws: ws.dimensions,
    "facts": lambda ws: {k: v for k, v in vars(ws.facts).items() if k != "as_of"},
}


def only(text: str, keep: Callable[[list[str]], bool]) -> str:
    head, *rows = text.strip().splitlines()
    return "\n".join([head, *(row for row in rows if keep(row.split(",")))])


@pytest.fixture(scope="module")
def whole(workspace_of: WorkspaceOf) -> Workspace:
    """Two salespeople with six customers each, and six of one who only sold to them."""
    return workspace_of(customers=PEOPLE, sales=SALES, interactions=CONTACTS, deals=DEALS)


@pytest.fixture(scope="module")
def alone(workspace_of: WorkspaceOf) -> Workspace:
    """The same firm if it had only ever had Eve's customers."""
    return workspace_of(
        customers=only(PEOPLE, lambda row: row[2] == "Eve"),
        sales=only(SALES, lambda row: row[0].startswith("e")),
        interactions=only(CONTACTS, lambda row: row[0].startswith("e")),
        deals=only(DEALS, lambda row: row[1].startswith("e") or not row[1]),
    )


def seen_by(ws: Workspace, user: User) -> Workspace:
    return Workspace(ws.folder, ws.version, user)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_that_of_a_firm_with_their_customers_only(
    whole: Workspace, alone: Workspace, question: str
) -> None:
    ask = QUESTIONS[question]
    expected = ask(alone)
    same(ask(seen_by(whole, EVE)), expected)
    with pytest.raises(AssertionError):  # or the question could not tell
        same(ask(whole), expected)


def same(found: Any, expected: Any) -> None:
    """Equal in every part; keys of tables are given out anew in every version."""
    if isinstance(expected, pd.DataFrame):
        keyless = {"columns": "customer_key", "errors": "ignore"}
        pd.testing.assert_frame_equal(found.drop(**keyless), expected.drop(**keyless))
    elif isinstance(expected, pd.Series):
        pd.testing.assert_series_equal(found, expected)
    elif is_dataclass(expected):
        for each in fields(expected):
            same(getattr(found, each.name), getattr(expected, each.name))
    else:
        assert found == expected


def test_the_day_is_the_same_for_everybody(whole: Workspace) -> None:
    nobody = User("new@example.com", "analyst", owners=("Nobody",))
    for user in (EVE, nobody):
        assert seen_by(whole, user).facts.as_of == whole.facts.as_of
    assert seen_by(whole, nobody).facts.lines == 0


def test_every_table_of_a_version_has_its_narrowed_one(whole: Workspace) -> None:
    """A table that had none would be missing for owners, not whole: nothing is looked up beside."""
    found = "select table_name from information_schema.tables where table_catalog = $1"
    with seen_by(whole, EVE).cursor() as cursor:
        ((name,),) = cursor.execute("select current_database()").fetchall()
        narrowed = {table for (table,) in cursor.execute(found, [name]).fetchall()}
    with whole.cursor() as cursor:
        ((name,),) = cursor.execute("select current_database()").fetchall()
        tables = {table for (table,) in cursor.execute(found, [name]).fetchall()}
    assert narrowed - {"owners"} == tables
    assert "eve" not in name.lower()


def test_no_question_reaches_past_the_narrowed_tables() -> None:
    for folder in (engine.SQL, *(engine.SQL / name for name in ("scope", "checks", "workspace"))):
        for path in folder.glob("*.sql"):
            text = re.sub(r"--[^\n]*|distinct\s+from", "", path.read_text(encoding="utf-8"))
            assert not re.search(r"\b(?:from|join)\s+\"?\w+\"?\.", text), path.name


def test_what_is_kept_for_one_is_not_found_by_another(whole: Workspace) -> None:
    bob = User("bob@example.com", "analyst", owners=("Bob",))
    seen = [whole, seen_by(whole, EVE), seen_by(whole, bob), seen_by(whole, VIEWER)]
    assert len({ws.key for ws in seen}) == len(set(seen)) == 4
    assert seen_by(whole, EVE) == seen_by(whole, User("other@example.com", owners=("Eve",)))
    assert not [ws for ws in seen if "eve" in repr(ws.key).replace(str(ws.folder), "").lower()]
    learned = {kept_at(ws, SCOPE, 60, (1,)) for ws in seen[:3]}
    assert len(learned) == 3
    counts = [len(rfm.customers(ws, SCOPE)) for ws in (*seen[:3], *seen[:3])]
    assert counts == [18, 6, 6, 18, 6, 6]


def test_of_a_list_an_owner_finds_their_own_customers(whole: Workspace) -> None:
    rule = Rule.of(rfm.customers, "All")
    made = lists.save(whole, "All of them", rule, SCOPE, include_do_not_contact=True)
    followup.record(whole, made.id, ["e1", "b1"], "called", "reached", date(2024, 12, 1), "")
    eve = seen_by(whole, EVE)
    (found,) = lists.lists(eve)
    assert (found.customers, found.left_out) == (6, 0)
    assert found.value == pytest.approx(pyramid.customers(eve, SCOPE)["value"].sum())
    assert set(listed.customers(eve, made.id)["customer_id"]) == {f"e{n}" for n in range(6)}
    assert set(lists.opened(eve, found)["customer_id"]) == {f"e{n}" for n in range(6)}
    assert {who for _list, who, _day in followup.ever(eve, [made.id])} == {
        f"e{n}" for n in range(6)
    }
    assert list(followup.done(eve, [made.id])["customer_id"]) == ["e1"]
    assert {who for who, _day in care.recorded(eve)} == {"e1"}
    for change in (lists.delete, lists.refresh):
        with pytest.raises(DataError, match="somebody else's"):
            change(eve, made.id, "eve@example.com")
    own = lists.save(eve, "Mine", rule, SCOPE, include_do_not_contact=True, user=EVE.name)
    assert own.customers == 6
    followup.record(eve, own.id, ["e2"], "called", "open", date(2024, 12, 2), "", EVE.name)
    assert len(followup.done(eve, [own.id])) == 1
    lists.delete(eve, own.id, EVE.name)
    lists.delete(whole, made.id)


def test_all_that_people_made_about_customers_is_narrowed(whole: Workspace) -> None:
    tags.put(whole, "e1", ["vip"])
    tags.put(whole, "b1", ["vip"])
    tags.write(whole, "b1", "likes tea")
    eve = seen_by(whole, EVE)
    assert tags.used(eve) == {"vip": 1}
    assert tags.of_customer(eve, "b1").note == ""
    tags.put(eve, "e2", ["vip"], EVE.name)
    assert tags.used(eve) == {"vip": 2}
    about = "select name from {} where type = '{}' and sql like '%customer_id%'"
    with eve.state.connect() as con:
        kept = {name for (name,) in con.execute(about.format("sqlite_master", "table"))}
        seen = {
            name
            for (name,) in con.execute("select name from sqlite_temp_master where type = 'view'")
        }
    assert kept == seen


def test_who_may_not_see_people_gets_no_names_from_the_engine(whole: Workspace) -> None:
    viewer = seen_by(whole, VIEWER)
    assert engine.run(whole, "profile_find", SCOPE, text="e", rows=9)["name"].notna().any()
    assert engine.run(viewer, "profile_find", SCOPE, text="e", rows=9)["name"].isna().all()
    assert viewer.rejects.empty
    assert viewer.merges.empty
    assert lists.lists(viewer) == []
    with pytest.raises(DataError, match="role"):
        quality.lines(viewer, "zero_amount")


@pytest.mark.parametrize("user", [EVE, VIEWER, User("al@example.com", "analyst")])
def test_who_may_not_change_anything_changes_nothing(
    whole: Workspace, user: User, tmp_path: Path
) -> None:
    ws = seen_by(whole, user)
    file = tmp_path / "sales.csv"
    file.write_text(SALES, encoding="utf-8")
    changes: list[Callable[[], Any]] = [
        lambda: ws.load(file, "sales"),
        lambda: ws.restore(1),
        lambda: ws.merge(["e1"], "e2"),
        lambda: ws.choose("zero_amount", "leave_out"),
        lambda: ws.state.set("currency", "EUR"),
        lambda: ws.state.remember_mapping("a", {"amount": "b"}),
        lambda: ws.state.begin_erasure(["e1"], user.name),
        lambda: ws.state.end_erasure(["e1"]),
        lambda: ws.state.withdraw_erasure(["e1"]),
        lambda: notes.unpin(ws, 1),
        lambda: custom_segments.keep(ws, "a", None),
        lambda: saved_funnels.keep(ws, "a", None),
        lambda: notes.pin(ws, date(2024, 1, 1), "fair"),
        lambda: targets.keep(ws, {date(2024, 1, 1): 5.0}),
        lambda: erase.find(ws, "e1"),
        lambda: erase.preview(ws, "e1"),
        lambda: erase.erase(ws, "e1"),
        lambda: ws.state.audit(),
    ]
    before = whole.state.audit()
    for change in changes:
        with pytest.raises(DataError, match="Your role does not allow this"):
            change()
    assert whole.state.audit() == before
    assert whole.versions() == [*range(1, (whole.version or 0) + 1)]


def test_a_viewer_writes_nothing_at_all(whole: Workspace) -> None:
    viewer = seen_by(whole, VIEWER)
    kept = lists.save(whole, "All", Rule.of(rfm.customers, "All"), SCOPE, frozen=False)
    changes: list[Callable[[], Any]] = [
        lambda: lists.save(viewer, "Mine", Rule.of(rfm.customers, "All"), SCOPE),
        lambda: lists.refresh(viewer, kept.id),
        lambda: lists.delete(viewer, kept.id),
        *writing(viewer, kept.id, "e1"),
    ]
    before = written(whole)
    for change in changes:
        with pytest.raises(DataError, match="Your role does not allow this"):
            change()
    assert written(whole) == before
    lists.delete(whole, kept.id)


def test_an_owner_writes_nothing_about_another_s_customer(whole: Workspace) -> None:
    kept = lists.save(whole, "All", Rule.of(rfm.customers, "All"), SCOPE, frozen=False)
    tags.write(whole, "b1", "likes tea")
    before = written(whole)
    for change in writing(seen_by(whole, EVE), kept.id, "b1"):
        with pytest.raises(DataError, match="not yours"):
            change()
    assert written(whole) == before
    for change in writing(seen_by(whole, EVE), kept.id, "e1"):
        change()
    assert written(whole) != before
    lists.delete(whole, kept.id)


def writing(ws: Workspace, list_id: int, customer: str) -> list[Callable[[], Any]]:
    """All that can be written about a customer."""
    return [
        lambda: tags.put(ws, customer, ["hush"]),
        lambda: tags.write(ws, customer, "hush"),
        lambda: followup.record(ws, list_id, [customer], "called", "open", SCOPE.as_of),
        lambda: followup.forget(ws, list_id, [customer]),
    ]


def written(ws: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """All tables of what people made."""
    with ws.state.connect() as con:
        names = con.execute("select name from sqlite_master where type = 'table'").fetchall()
        return {name: [*map(tuple, con.execute(f"select * from main.{name}"))] for (name,) in names}


def test_no_statement_that_writes_is_forgotten_here() -> None:
    folder = Path(state.__file__).parent / "sql" / "state"
    writes = {
        path.stem
        for path in folder.glob("*.sql")
        if re.search(r"^(insert|update|delete|replace)\b", path.read_text("utf-8"), re.M)
    }
    assert writes == WRITES


def test_what_tells_who_a_customer_is_is_said_of_each_kind_of_file() -> None:
    personal = {kind: KINDS[kind].personal for kind in KINDS}
    assert personal["customers"] == ("name", "email", "phone")
    assert personal["sales"] == ("customer_name",)
    assert personal["interactions"] == ("note",)
    for kind, names in personal.items():
        assert set(names) <= set(KINDS[kind].columns)
