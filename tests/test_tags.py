"""Tags and a note of a customer: kept with who and when, found again, gone with an erasure."""

from __future__ import annotations

import pytest
from conftest import WorkspaceOf

from analytics import DataError, Scope, Workspace, erase, lists, tags
from analytics.rules import Rule

SALES = """
    customer_id,customer_name,ordered_on,amount
    a,Ada,2024-01-01,10
    b,Ben,2024-01-02,30
    c,Cy,2024-01-03,20
"""


@pytest.fixture
def ws(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES)


def test_tags_are_kept_with_who_gave_them(ws: Workspace) -> None:
    tags.put(ws, "a", ["fair", " price  sensitive "], "Bo")
    assert tags.of_customer(ws, "a").tags == ("fair", "price sensitive")
    tags.put(ws, "a", ["fair"], "Bo")
    tags.put(ws, "b", ["fair", "王总"], "Bo")
    assert tags.used(ws) == {"fair": 2, "王总": 1}
    assert ws.state.audit()[0] | {"at": ""} == {
        "at": "", "user": "Bo", "action": "tags",
        "detail": {"customer": "b", "tags": ["fair", "王总"]},
    }  # fmt: skip


def test_a_note_is_written_anew_and_taken_away(ws: Workspace) -> None:
    tags.write(ws, "a", "Wants delivery on Mondays.", "Bo")
    tags.write(ws, "a", "Moved to Leeds.", "Cy")
    said = tags.of_customer(ws, "a")
    assert (said.note, said.written_by) == ("Moved to Leeds.", "Cy")
    assert said.written_on is not None
    tags.write(ws, "a", "  ", "Cy")
    assert tags.of_customer(ws, "a") == tags.Said(())


@pytest.mark.parametrize("bad", ["", "   ", "x" * 41])
def test_a_tag_is_a_word_or_two(ws: Workspace, bad: str) -> None:
    with pytest.raises(DataError, match="A tag has between 1 and 40 characters"):
        tags.put(ws, "a", [bad])
    with pytest.raises(DataError, match="at most 2000 characters"):
        tags.write(ws, "a", "x" * 2001)


def test_customers_by_tag_most_revenue_first(ws: Workspace) -> None:
    tags.put(ws, "a", ["fair", "key"])
    tags.put(ws, "b", ["fair"])
    tags.put(ws, "gone", ["fair"])
    found = tags.customers(ws, Scope(), ["fair"])
    assert found[["customer_id", "tags", "revenue"]].values.tolist() == [
        ["b", "fair", 30], ["a", "fair, key", 10],
    ]  # fmt: skip
    assert tags.customers(ws, Scope(), ["key"]).customer_id.tolist() == ["a"]
    assert tags.customers(ws, Scope(), ["none"]).empty
    assert len(tags.customers(ws, Scope())) == 2


def test_a_tag_is_a_rule_of_a_list_that_can_be_asked_again(ws: Workspace) -> None:
    tags.put(ws, "a", ["fair"])
    rule = Rule.of(tags.customers, "Tag: fair", tags=["fair"])
    saved = lists.save(ws, "fair", rule, Scope(), frozen=False)
    tags.put(ws, "c", ["fair"])
    assert lists.refresh(ws, saved.id).joined == ("c",)


def test_who_is_erased_loses_tags_and_note(ws: Workspace) -> None:
    tags.put(ws, "a", ["fair"])
    tags.write(ws, "a", "Moved to Leeds.")
    erase.erase(ws, "a")
    again = Workspace.open(ws.folder)
    assert tags.of_customer(again, "a") == tags.Said(())
    assert tags.used(again) == {}
