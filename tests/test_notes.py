"""Notes pinned to days."""

from datetime import date
from pathlib import Path

import pytest

from analytics import DataError, Workspace, notes


def test_notes_are_pinned_in_the_order_of_their_days_and_taken_away(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path)
    notes.pin(ws, date(2026, 4, 8), "fair  in Shanghai\n", "ann")
    notes.pin(ws, date(2026, 3, 3), "price rise")
    found = notes.pinned(ws)
    assert [(note.day, note.text) for note in found] == [
        (date(2026, 3, 3), "price rise"), (date(2026, 4, 8), "fair in Shanghai"),
    ]  # fmt: skip
    assert found[1].created_by == "ann"
    notes.unpin(ws, found[0].id)
    assert notes.pinned(Workspace.open(tmp_path)) == found[1:]
    assert [row["action"] for row in ws.state.audit()] == ["note taken away", "note", "note"]


@pytest.mark.parametrize("text", ["", "  \n", "x" * (notes.LONGEST + 1)])
def test_a_note_without_words_or_with_too_many_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError):
        notes.pin(Workspace.open(tmp_path), date(2026, 1, 1), text)
