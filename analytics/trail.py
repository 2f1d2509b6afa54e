"""Who did what: what left the app, written onto the audit trail of the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.errors import N_

if TYPE_CHECKING:
    from analytics.workspace import Workspace

# what is written down -> what it is called
ACTIONS = {
    "signed in": N_("signed in"),
    "signed out": N_("signed out"),
    "turned away": N_("turned away"),
    "load": N_("a file loaded"),
    "append": N_("a file added"),
    "personal": N_("what is personal changed"),
    "choice": N_("a choice about a check"),
    "merge": N_("customers merged"),
    "unmerge": N_("customers split"),
    "restore": N_("a version brought back"),
    "export": N_("taken away as a file"),
    "pack": N_("a meeting pack made"),
    "erase": N_("a customer erased"),
    "setting": N_("a setting changed"),
    "targets": N_("targets changed"),
    "list": N_("a list made"),
    "list asked": N_("a list asked again"),
    "list deleted": N_("a list deleted"),
    "record": N_("recorded on a list"),
    "record taken back": N_("taken back on a list"),
    "note": N_("a note pinned"),
    "note taken away": N_("a note taken away"),
    "tags": N_("tags of a customer"),
    "note on a customer": N_("a note on a customer"),
}


@dataclass(frozen=True)
class Changed:
    """The names of the parts of a setting that came, are others now, and went."""

    came: list[str]
    changed: list[str]
    went: list[str]


def lines(ws: Workspace) -> pd.DataFrame:
    """The audit trail, newest first, one row per line: at user action detail.

    at      the moment, in UTC, to the second
    action  a code of ACTIONS
    detail  what it was done to, by name: the file, the columns and rows taken away, the setting
            with what it was and is
    Errors: DataError for who may not read it.
    """
    return pd.DataFrame(ws.state.audit(), columns=["at", "user", "action", "detail"])


def taken(ws: Workspace, name: str, frame: pd.DataFrame, form: str, user: str = "local") -> None:
    """Puts into the audit trail that a table left the app: how many, with which columns."""
    columns = [str(column) for column in frame]
    ws.state.record(user, "export", name=name, form=form, rows=len(frame), columns=columns)


def changed(before: Mapping[str, Any] | None, value: Mapping[str, Any] | None) -> Changed:
    """Which parts of a setting that has parts came, are others now, and went."""
    old, new = before or {}, value or {}
    return Changed(
        came=[name for name in new if name not in old],
        changed=[name for name in new if name in old and new[name] != old[name]],
        went=[name for name in old if name not in new],
    )
