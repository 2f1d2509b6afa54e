"""What was done with the customers of lists, how it ended, and what they bought since."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pyarrow as pa

from analytics import engine, rates, state
from analytics.scope import Scope
from analytics.workspace import Workspace

ACTIONS = ("called", "visited", "emailed", "messaged", "offered", "other")
OUTCOMES = ("open", "reached", "not_reached", "won_back", "declined")
Member = tuple[int, str, str]  # list, customer, the day they first came onto it
_RECORD = (
    "list_id", "customer_id", "action", "outcome", "day", "note", "recorded_at", "recorded_by",
)  # fmt: skip
_SINCE = ("list_id", "customer_id", "days", "orders", "revenue", "last_order_on")


@dataclass(frozen=True)
class Summary:
    """Lists together, each customer once, those who left a list included.

    customers      ever on one of the lists (count)
    contacted      of them, those for whom an action is recorded (count)
    bought         with a counting order after the day they first came onto a list (count)
    observed       of them, those with at least one later day in the data (count)
    bought_share   bought ÷ observed; low, high its 95 % Wilson interval; null without any
    revenue        what they brought after that day, returns taken off (money)
    """

    lists: int
    customers: int
    contacted: int
    bought: int
    observed: int
    bought_share: float | None
    low: float | None
    high: float | None
    revenue: float


def ever(ws: Workspace, list_ids: Iterable[int]) -> tuple[Member, ...]:
    """Who was ever on these lists: list, customer and the day they first came onto it (ISO)."""
    chosen = set(list_ids)
    with ws.state.connect() as con:
        rows = con.execute(state.sql("ever_listed"))
        return tuple(tuple(row) for row in rows if row["list_id"] in chosen)


def since(ws: Workspace, scope: Scope, members: Iterable[Member]) -> pd.DataFrame:
    """What customers ordered after the day they first came onto a list, up to the scope's end.

    members: as `ever` gives them. One row per list and customer.
    list_id customer_id
    days             from the day they came onto it to the last day (0 or less: nothing to see)
    orders revenue   counting orders; money with returns taken off
    last_order_on    null without an order since
    It says what happened, not why: some would have bought without the list.
    """
    wanted = list(members)
    if not wanted:
        return pd.DataFrame(columns=list(_SINCE))
    lists, customers, days = zip(*wanted, strict=True)
    listed = pa.table(
        {
            "list_id": pa.array(lists, pa.int64()),
            "customer_id": pa.array(customers, pa.string()),
            "first_on": pa.array([date.fromisoformat(day) for day in days], pa.date32()),
        }
    )
    return engine.run(ws, "followup_since", scope, members=listed)


def summary(after: pd.DataFrame, done: pd.DataFrame) -> Summary:
    """Lists in one line, from what `since` and `done` found."""
    # on two lists a customer counts once, since the earlier day
    each = after.sort_values(["days", "list_id"]).groupby("customer_id").last()
    total = _added_up(each.reset_index().assign(all=0), "all")
    row = total.reindex(range(1)).fillna({"bought": 0, "observed": 0, "revenue": 0}).iloc[0]
    known = row["observed"] > 0
    return Summary(
        lists=int(after["list_id"].nunique()),
        customers=len(each),
        contacted=int(each.index.isin(done["customer_id"]).sum()),
        bought=int(row["bought"]),
        observed=int(row["observed"]),
        bought_share=float(row["bought_share"]) if known else None,
        low=float(row["low"]) if known else None,
        high=float(row["high"]) if known else None,
        revenue=float(row["revenue"]),
    )


def by_list(after: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    """What `since` and `done` found, one row per list.

    list_id
    ever observed  customers ever on it; of them, with a later day in the data (count)
    bought         with an order since (count)
    bought_share   bought ÷ observed; low, high: its 95 % Wilson interval; null without any
    revenue        of all of them since, returns taken off (money)
    contacted      customers with a record (count)
    """
    table = _added_up(after, "list_id")
    contacted = done.groupby("list_id")["customer_id"].count()
    return table.assign(contacted=table["list_id"].map(contacted).fillna(0).astype(int))


def by_outcome(after: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    """One list's customers by how it ended: columns as in `by_list`.

    outcome   one of OUTCOMES in their order, "" for those with no record; only those that occur
    """
    ended = done.set_index(["list_id", "customer_id"])["outcome"]
    told = after.join(ended, on=["list_id", "customer_id"])
    told["outcome"] = pd.Categorical(told["outcome"].fillna(""), [*OUTCOMES, ""], ordered=True)
    return _added_up(told, "outcome").astype({"outcome": "str"})


def done(ws: Workspace, list_ids: Iterable[int]) -> pd.DataFrame:
    """What is recorded on these lists, one row per list and customer acted upon.

    list_id customer_id  action: one of ACTIONS  outcome: one of OUTCOMES  day (date)  note
    recorded_at recorded_by
    """
    chosen = set(list_ids)
    with ws.state.connect() as con:
        rows = [tuple(r) for r in con.execute(state.sql("records")) if r["list_id"] in chosen]
    frame = pd.DataFrame(rows, columns=list(_RECORD))
    frame["day"] = [date.fromisoformat(day) for day in frame["day"]]
    return frame


def record(
    ws: Workspace,
    list_id: int,
    customer_ids: Iterable[str],
    action: str,
    outcome: str,
    day: date,
    note: str = "",
    user: str = "local",
) -> None:
    """Keeps what was done with these customers of a list; it replaces what was there before.

    Errors: DataError for another's customer.
    """
    about = {
        "list_id": list_id, "action": action, "outcome": outcome, "day": day.isoformat(),
        "note": note.strip(), "recorded_at": state.now(), "recorded_by": user,
    }  # fmt: skip
    chosen = [*customer_ids]
    ws.state.require_own(chosen)
    rows = [about | {"customer_id": customer} for customer in chosen]
    with ws.state.connect() as con:
        con.executemany(state.sql("record_done"), rows)
        name = _name(con, list_id)
    ws.state.record(user, "record", name=name, done=action, outcome=outcome, customers=len(rows))


def forget(ws: Workspace, list_id: int, customer_ids: Iterable[str], user: str = "local") -> None:
    """Removes what was recorded for these customers of a list. Errors: as those of `record`."""
    chosen = [*customer_ids]
    ws.state.require_own(chosen)
    rows = [{"list_id": list_id, "customer_id": customer} for customer in chosen]
    with ws.state.connect() as con:
        con.executemany(state.sql("forget_done"), rows)
        name = _name(con, list_id)
    ws.state.record(user, "record taken back", name=name, customers=len(rows))


def _name(con: sqlite3.Connection, list_id: int) -> str:
    """What a list is called; one that is no longer there has its number alone."""
    names = {row["id"]: row["name"] for row in con.execute(state.sql("lists"))}
    return str(names.get(list_id, list_id))


def _added_up(told: pd.DataFrame, by: str) -> pd.DataFrame:
    told = told.assign(bought=told["orders"] > 0, observed=told["days"] > 0)
    table = told.groupby(by, observed=True).agg(
        ever=("customer_id", "count"),
        observed=("observed", "sum"),
        bought=("bought", "sum"),
        revenue=("revenue", "sum"),
    )
    table["bought_share"] = table["bought"] / table["observed"].where(table["observed"] > 0)
    table[["low", "high"]] = rates.wilson(table["bought"], table["observed"])
    return table.reset_index()
