"""Who did what: what left the app, written onto the audit trail of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    "upgrade": N_("rebuilt for a newer release of the program"),
    "restore": N_("a version brought back"),
    "export": N_("taken away as a file"),
    "erase": N_("a customer erased"),
    "setting": N_("a setting changed"),
    "targets": N_("targets changed"),
    "list": N_("a list"),
    "record": N_("recorded on a list"),
    "note": N_("a note pinned"),
    "note taken away": N_("a note taken away"),
    "tags": N_("tags of a customer"),
    "note on a customer": N_("a note on a customer"),
}


def lines(ws: Workspace) -> pd.DataFrame:
    """The audit trail, newest first, one row per line: at user action detail.

    at      the moment, in UTC, to the second
    detail  what was done: the file, the columns and rows taken away, the setting and its value
    Errors: DataError for who may not read it.
    """
    return pd.DataFrame(ws.state.audit(), columns=["at", "user", "action", "detail"])


def taken(ws: Workspace, name: str, frame: pd.DataFrame, form: str, user: str = "local") -> None:
    """Puts into the audit trail that a table left the app: how many, with which columns."""
    columns = ", ".join(map(str, frame.columns))
    ws.state.record(user, "export", f"{form} {name}: {len(frame)} rows; columns {columns}")
