"""A saved list and its customers as they are kept: who, since when, and why."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics import state
from analytics.rules import Rule
from analytics.scope import Scope
from analytics.workspace import Workspace


@dataclass(frozen=True)
class SavedList:
    """One saved list.

    rule, scope         which customers, asked under which days and filters; scope.as_of is the
                        day they were chosen on
    frozen              the customers stay; otherwise the rule can be asked again
    customers           on it now (count)
    value               their revenue in the scope, returns taken off, when last asked (money)
    left_out            do-not-contact customers the rule names and the list leaves out (count)
    version refreshes   data version last asked; how often the rule was asked again
    """

    id: int
    name: str
    rule: Rule
    scope: Scope
    frozen: bool
    include_do_not_contact: bool
    version: int
    left_out: int
    value: float
    refreshes: int
    created_at: str
    created_by: str
    refreshed_at: str | None
    customers: int


def customers(ws: Workspace, list_id: int, *, ever: bool = False) -> pd.DataFrame:
    """The customers of a list in its order, as kept; with ever=True those who left it as well.

    customer_id  first_on: the day they first came onto it  joined_no left_no: the refresh that
    put them on (0 = from the start) and took them off (null = still on), and the reasons of the
    rule on the day it was last asked, under the names of its columns.
    """
    with ws.state.connect() as con:
        rows = con.execute(state.sql("listed_customers"), {"list_id": list_id}).fetchall()
    shown = [row for row in rows if ever or row["left_no"] is None]
    frame = pd.DataFrame(
        {
            "customer_id": pd.Series([row["customer_id"] for row in shown], dtype="str"),
            "first_on": [date.fromisoformat(row["first_on"]) for row in shown],
            "joined_no": pd.Series([row["joined_no"] for row in shown], dtype="Int64"),
            "left_no": pd.Series([row["left_no"] for row in shown], dtype="Int64"),
        }
    )
    told = pd.DataFrame([json.loads(row["reasons"]) for row in shown], index=frame.index)
    for name in told:
        if str(name).endswith("_on"):
            told[name] = pd.to_datetime(told[name]).dt.date
    return frame.join(told)


def of_customer(ws: Workspace, customer_id: str) -> pd.DataFrame:
    """The lists a customer is on, newest first: list_id list_name first_on, and what was done on
    it: action ended (how it ended) done_on; null where nothing was recorded."""
    with ws.state.connect() as con:
        rows = con.execute(state.sql("listed_of_customer"), {"customer_id": customer_id}).fetchall()
    columns = ["list_id", "list_name", "first_on", "action", "ended", "done_on"]
    found = pd.DataFrame([tuple(row) for row in rows], columns=columns)
    for name in ("first_on", "done_on") if rows else ():
        found[name] = pd.to_datetime(found[name]).dt.date
    return found


def put(
    con: Any, list_id: int | None, chosen: pd.DataFrame, reasons: list[str], day: date, number: int
) -> None:
    """Puts customers onto a list, in their order and with the columns of their reasons.

    day     the day they were chosen on   number   which refresh put them there, 0 = the first
    """
    told = chosen[reasons].copy()
    for name in told:
        if pd.api.types.is_object_dtype(told[name]):  # days come from the engine as objects
            told[name] = told[name].map(_written)
    whys = json.loads(told.to_json(orient="records", double_precision=15))
    rows = [
        {
            "list_id": list_id,
            "customer_id": customer,
            "position": position,
            "reasons": json.dumps(why, ensure_ascii=False),
            "first_on": day.isoformat(),
            "joined_no": number,
        }
        for position, (customer, why) in enumerate(zip(chosen["customer_id"], whys, strict=True))
    ]
    con.executemany(state.sql("put_on_list"), rows)


def _written(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell


def scope_text(scope: Scope) -> str:
    """The scope of a list as JSON, to be kept."""
    return json.dumps(asdict(scope), default=str, ensure_ascii=False)


def saved(row: dict[str, Any]) -> SavedList:
    """A list from its row."""
    scope = json.loads(row["scope"])
    for name in ("as_of", "start", "end"):
        scope[name] = date.fromisoformat(scope[name]) if scope[name] else None
    row |= {"rule": Rule.from_text(row["rule"]), "scope": Scope(**scope)}
    for name in ("frozen", "include_do_not_contact"):
        row[name] = bool(row[name])
    return SavedList(**row)
