"""Dated notes that people pin to the courses: a price rise, a fair, a strike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analytics import state
from analytics.errors import N_, DataError

if TYPE_CHECKING:
    from analytics.workspace import Workspace

LONGEST = 120


@dataclass(frozen=True)
class Note:
    """A note: its day, its words, and who pinned it."""

    id: int
    day: date
    text: str
    created_by: str


def pinned(ws: Workspace) -> list[Note]:
    """The notes of a workspace, the earliest first."""
    with ws.state.connect() as con:
        rows = con.execute(state.sql("notes")).fetchall()
    return [
        Note(row["id"], date.fromisoformat(row["day"]), row["text"], row["created_by"])
        for row in rows
    ]


def pin(ws: Workspace, day: date, text: str, user: str = "local") -> None:
    """Pins a note to a day.

    Errors: DataError for one without words, or with more than a chart can show.
    """
    ws.user.require("change")
    words = " ".join(text.split())
    if not 0 < len(words) <= LONGEST:
        raise DataError(
            N_("A note has between 1 and {most} characters."),
            N_("Say in a few words what happened."),
            most=LONGEST,
        )
    values = {"day": day.isoformat(), "text": words, "at": state.now(), "user": user}
    with ws.state.connect() as con:
        con.execute(state.sql("add_note"), values)
    ws.state.record(user, "note", day=day.isoformat(), text=words)


def unpin(ws: Workspace, note: int, user: str = "local") -> None:
    """Takes a note away. Errors: DataError where the role forbids it."""
    ws.user.require("change")
    gone = [each for each in pinned(ws) if each.id == note]
    with ws.state.connect() as con:
        con.execute(state.sql("delete_note"), {"id": note})
    for each in gone:
        ws.state.record(user, "note taken away", day=each.day.isoformat(), text=each.text)
