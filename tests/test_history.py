"""Every version says what made it, what it holds, and what that changed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from analytics import Workspace, erase, history
from pages.parts.history import MADE

ANALYTICS = Path(__file__).parents[1] / "analytics"

WEEK_1 = (
    "customer_id,ordered_on,amount\nann,2024-01-05,10\nann,2024-01-05,10\nbob,2024-01-06,4.50\n"
)
CHOSEN = {"check": "duplicate_line", "chosen": "leave_out"}
WEEK_2 = "customer_id,ordered_on,amount\nbob,2024-01-06,4.50\ncem,2024-01-12,5.50\ncem,soon,1\n"


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two weeks of sales, a choice and a merge: four versions."""
    folder = tmp_path_factory.mktemp("history")
    (folder / "week1.csv").write_text(WEEK_1)
    (folder / "week2.csv").write_text(WEEK_2)
    ws = Workspace.open(folder / "firm")
    ws.load(folder / "week1.csv", "sales", user="ada")
    ws.load(folder / "week2.csv", "sales", mode="append", user="ada")
    ws.choose("duplicate_line", "leave_out", "bob")
    ws.merge(["cem"], "ann")
    return ws


def all_of(folder: Path) -> dict[int, history.Version]:
    numbers = Workspace.open(folder).versions()
    return {number: history.version(Workspace(folder, number)) for number in numbers}


def test_a_version_says_what_made_it_and_by_whom(ws: Workspace) -> None:
    found = all_of(ws.folder)
    assert [(v.action, v.told, v.made_by, v.built_on) for v in found.values()] == [
        ("load", {"file": "week1.csv"}, "ada", None),
        ("append", {"file": "week2.csv"}, "ada", 1),
        ("choice", {**CHOSEN, "means": []}, "bob", 2),
        ("merge", {"groups": [{"ids": ["cem"], "into": "ann"}], "more": 0}, "local", 3),
    ]
    assert [list(v.brought.file) for v in found.values()] == [["week1.csv"], ["week2.csv"], [], []]


def test_read_is_loaded_and_rejected_and_what_counts_adds_up(ws: Workspace) -> None:
    holds = [v.holds.iloc[0].to_dict() for v in all_of(ws.folder).values()]
    names = ("rows_read", "rows_loaded", "rows_rejected", "left_out", "amount")
    assert [tuple(each[name] for name in names) for each in holds] == [
        (3, 3, 0, 0, Decimal("24.5")),
        (6, 5, 1, 1, Decimal("30")),
        (6, 5, 1, 2, Decimal("20")),
        (6, 5, 1, 2, Decimal("20")),
    ]


def test_what_a_version_changed_is_told_against_the_one_it_was_made_from(ws: Workspace) -> None:
    found = all_of(ws.folder)
    kept = list(found.values())
    pairs = [(new, history.before(new, kept)) for new in kept]
    assert [old.number if old else None for _, old in pairs] == [None, 1, 2, 3]
    days = (date(2024, 1, 12), date(2024, 1, 6))
    assert [history.difference(new, old) for new, old in pairs if old] == [
        history.Difference(1, Decimal("5.5"), 1, 0, 0, days),
        history.Difference(-1, Decimal("-10"), 0, 0, 0, None),
        history.Difference(0, Decimal(0), -1, 0, 0, None),
    ]
    assert history.before(found[2], [found[2], found[4]]) is None


def test_after_an_erasure_versions_still_know_what_they_were_made_from(tmp_path: Path) -> None:
    (tmp_path / "week1.csv").write_text(WEEK_1)
    (tmp_path / "week2.csv").write_text(WEEK_2)
    ws = Workspace.open(tmp_path / "firm")
    ws.load(tmp_path / "week1.csv", "sales")
    ws.load(tmp_path / "week2.csv", "sales", mode="append")
    erase.erase(ws, "bob")
    ws.choose("duplicate_line", "leave_out")
    kept = list(all_of(ws.folder).values())
    olds = [history.before(new, kept) for new in kept]
    assert [each.number for each in kept] == [3, 4, 5]
    assert [old.number if old else None for old in olds] == [None, 3, 4]
    assert list(kept[1].brought.file) == ["week2.csv"]


def test_whatever_makes_a_version_has_words() -> None:
    texts = [path.read_text(encoding="utf-8") for path in ANALYTICS.rglob("*.py")]
    found = {action for text in texts for action in re.findall(r'[^.\w]Change\("(\w+)"', text)}
    assert {"choice", "merge", "unmerge", "upgrade"} <= found <= {*MADE}
