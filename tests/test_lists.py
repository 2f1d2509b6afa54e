"""A saved list keeps who, by which rule, from which data, and leaves out who asked for silence."""

from __future__ import annotations

import json

import pytest

from analytics import DataError, Scope, Workspace, lists
from tests.conftest import WorkspaceOf

SALES = "customer_id,ordered_on,amount\nann,2024-01-01,1\nbob,2024-01-02,2\ncem,2024-01-03,3\n"
PEOPLE = "customer_id,name,do_not_contact\nbob,Bob,yes\nann,Ann,no\n"


@pytest.fixture
def ws(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES, customers=PEOPLE)


def test_do_not_contact_is_left_out_and_counted(ws: Workspace) -> None:
    saved = lists.save(ws, " Call them ", ["cem", "bob", "ann", "cem"], rule="r", scope=Scope())
    assert list(lists.members(ws, saved.id)["customer_id"]) == ["cem", "ann"]
    assert (saved.name, saved.left_out, saved.version, saved.created_by) == (
        "Call them", 1, ws.version, "local",
    )  # fmt: skip


def test_do_not_contact_is_kept_only_on_purpose(ws: Workspace) -> None:
    saved = lists.save(
        ws, "All", ["bob", "ann"], rule="r", scope=Scope(), include_do_not_contact=True
    )
    assert list(lists.members(ws, saved.id)["customer_id"]) == ["bob", "ann"]
    assert saved.left_out == 0


def test_do_not_contact_is_silent_under_any_scope(ws: Workspace) -> None:
    scope = Scope(where={"customer_type": ["Café"]})
    saved = lists.save(ws, "Filtered", ["bob"], rule="r", scope=scope)
    assert (len(lists.members(ws, saved.id)), saved.left_out) == (0, 1)


def test_list_says_what_it_was_asked_under(ws: Workspace) -> None:
    saved = lists.save(ws, "N", ["ann"], rule="segment = new", scope=Scope(where={"channel": "W"}))
    scope = json.loads(saved.scope)
    assert saved.rule == "segment = new"
    assert (scope["as_of"], scope["where"]) == ("2024-01-03", [["channel", ["W"]]])


def test_names_are_unique_and_not_empty(ws: Workspace) -> None:
    lists.save(ws, "One", ["ann"], rule="r", scope=Scope())
    with pytest.raises(DataError, match="already a list called One"):
        lists.save(ws, "One ", ["ann"], rule="r", scope=Scope())
    with pytest.raises(DataError, match="has no name"):
        lists.save(ws, "  ", ["ann"], rule="r", scope=Scope())


def test_deleted_list_is_gone_with_its_members(ws: Workspace) -> None:
    first = lists.save(ws, "One", ["ann"], rule="r", scope=Scope())
    second = lists.save(ws, "Two", ["ann"], rule="r", scope=Scope())
    lists.delete(ws, first.id)
    assert [saved.name for saved in lists.lists(ws)] == ["Two"]
    assert len(lists.members(ws, first.id)) == 0
    assert len(lists.members(ws, second.id)) == 1
    assert ws.state.audit()[0]["action"] == "list"


def test_lists_outlive_a_load(ws: Workspace) -> None:
    lists.save(ws, "One", ["ann"], rule="r", scope=Scope())
    ws.load(ws.folder / "sales.csv", "sales")
    assert [saved.name for saved in lists.lists(ws)] == ["One"]
