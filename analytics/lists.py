"""Saved lists of customers: who, by which rule, under which scope and data version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from analytics import engine, state
from analytics.errors import N_, DataError
from analytics.scope import Scope
from analytics.workspace import Workspace


@dataclass(frozen=True)
class SavedList:
    """One saved list; `left_out` counts the do-not-contact customers it left out."""

    id: int
    name: str
    rule: str
    scope: str
    version: int
    left_out: int
    created_at: str
    created_by: str


def save(
    ws: Workspace,
    name: str,
    customer_ids: Sequence[str],
    *,
    rule: str,
    scope: Scope,
    user: str = "local",
    include_do_not_contact: bool = False,
) -> SavedList:
    """Keeps these customers under a name, in the order given.

    Customers marked do-not-contact are left out and counted unless included on purpose.
    Errors: DataError when the name is empty or taken.
    """
    if not name.strip():
        raise DataError(N_("The list has no name."), N_("Give it a name and save again."))
    silent = set() if include_do_not_contact else _do_not_contact(ws)
    members = [customer for customer in dict.fromkeys(customer_ids) if customer not in silent]
    left_out = len(set(customer_ids) & silent)
    resolved = json.dumps(asdict(scope.resolved(ws)), default=str, ensure_ascii=False)
    with ws.state.connect() as con:
        if con.execute(state.sql("list_named"), {"name": name.strip()}).fetchone():
            raise DataError(
                N_("There is already a list called {name}."), N_("Choose another name."), name=name
            )
        cursor = con.execute(
            state.sql("add_list"),
            {
                "name": name.strip(),
                "rule": rule,
                "scope": resolved,
                "version": ws.version,
                "left_out": left_out,
                "created_at": state.now(),
                "created_by": user,
            },
        )
        con.executemany(
            state.sql("add_list_member"),
            [
                {"list_id": cursor.lastrowid, "position": position, "customer_id": member}
                for position, member in enumerate(members)
            ],
        )
    ws.state.record(user, "list", f"{name.strip()} {len(members)} customers")
    return next(saved for saved in lists(ws) if saved.id == cursor.lastrowid)


def lists(ws: Workspace) -> list[SavedList]:
    """Every saved list, newest first."""
    with ws.state.connect() as con:
        return [SavedList(**row) for row in con.execute(state.sql("lists"))]


def members(ws: Workspace, list_id: int) -> pd.DataFrame:
    """The customers of a list as saved, in its order: customer_id."""
    with ws.state.connect() as con:
        rows = con.execute(state.sql("list_members"), {"list_id": list_id}).fetchall()
    return pd.DataFrame({"customer_id": [row["customer_id"] for row in rows]}, dtype="str")


def delete(ws: Workspace, list_id: int, user: str = "local") -> None:
    """Removes a list; the customers in it are untouched."""
    with ws.state.connect() as con:
        con.execute(state.sql("delete_list"), {"list_id": list_id})
    ws.state.record(user, "list", f"deleted {list_id}")


def _do_not_contact(ws: Workspace) -> set[str]:
    return set(engine.run(ws, "lists_do_not_contact")["customer_id"])
