"""What was done with the customers of lists, how it ended, and what they bought since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics import engine, rates, state
from analytics.scope import Scope
from analytics.workspace import Workspace

ACTIONS = ("called", "visited", "emailed", "messaged", "offered", "other")
OUTCOMES = ("open", "reached", "not_reached", "won_back", "declined")
Member = tuple[int, str, str]  # list, customer, the day they first came onto it
_RECORD = (
    "list_id", "customer_id", "action", "outcome", "day", "note", "recorded_at", "recorded_by",
)  # fmt: skip
_SINCE = ("list_id", "customer_id", "orders", "revenue", "last_order_on")


@dataclass(frozen=True)
class Summary:
    """Lists together, each customer once, those who left a list included.

    customers      ever on one of the lists (count)
    contacted      of them, those for whom an action is recorded (count)
    bought         with a counting order after the day they first came onto a list (count)
    bought_share   bought ÷ customers; low, high its 95 % Wilson interval; null without any
    revenue        what they brought after that day, returns taken off (money)
    """

    lists: int
    customers: int
    contacted: int
    bought: int
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
    orders revenue   counting orders; money with returns taken off
    last_order_on    null without an order since
    It says what happened, not why: some would have bought without the list.
    """
    wanted = [
        {"list_id": list_id, "customer_id": customer, "first_on": date.fromisoformat(day)}
        for list_id, customer, day in members
    ]
    if not wanted:
        return pd.DataFrame(columns=list(_SINCE))
    return engine.run(ws, "care_since", scope, members=wanted)


def summary(after: pd.DataFrame, done: pd.DataFrame) -> Summary:
    """Lists in one line, from what `since` and `done` found."""
    # on two lists a customer counts once, since the earlier day: with the most orders since
    each = after.sort_values(["orders", "list_id"]).groupby("customer_id").last()
    n, bought = len(each), int((each["orders"] > 0).sum())
    interval = rates.wilson(pd.Series([bought]), pd.Series([n])).iloc[0]
    return Summary(
        lists=int(after["list_id"].nunique()),
        customers=n,
        contacted=int(each.index.isin(done["customer_id"]).sum()),
        bought=bought,
        bought_share=bought / n if n else None,
        low=float(interval["low"]) if n else None,
        high=float(interval["high"]) if n else None,
        revenue=float(each["revenue"].sum()),
    )


def by_list(after: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    """What `since` and `done` found, one row per list.

    list_id
    ever bought    customers ever on it; of them, with an order since (count)
    bought_share   bought ÷ ever; low, high: its 95 % Wilson interval
    revenue        of all of them since, returns taken off (money)
    contacted      customers with a record (count)
    """
    table = _added_up(after, "list_id")
    contacted = done.groupby("list_id")["customer_id"].count()
    return table.assign(contacted=table["list_id"].map(contacted).fillna(0).astype(int))


def by_outcome(after: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    """One list's customers by how it ended: outcome ever bought bought_share low high revenue.

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
    """Keeps what was done with these customers of a list; it replaces what was there before."""
    about = {
        "list_id": list_id, "action": action, "outcome": outcome, "day": day.isoformat(),
        "note": note.strip(), "recorded_at": state.now(), "recorded_by": user,
    }  # fmt: skip
    rows = [about | {"customer_id": customer} for customer in customer_ids]
    with ws.state.connect() as con:
        con.executemany(state.sql("record_done"), rows)
    ws.state.record(user, "record", f"list {list_id}: {action}, {outcome}, {len(rows)} customers")


def forget(ws: Workspace, list_id: int, customer_ids: Iterable[str], user: str = "local") -> None:
    """Removes what was recorded for these customers of a list."""
    rows = [{"list_id": list_id, "customer_id": customer} for customer in customer_ids]
    with ws.state.connect() as con:
        con.executemany(state.sql("forget_done"), rows)
    ws.state.record(user, "record", f"list {list_id}: removed, {len(rows)} customers")


def _added_up(told: pd.DataFrame, by: str) -> pd.DataFrame:
    groups = told.assign(bought=told["orders"] > 0).groupby(by, observed=True)
    table = groups.agg(
        ever=("customer_id", "count"), bought=("bought", "sum"), revenue=("revenue", "sum")
    )
    share = table["bought"] / table["ever"]
    table.insert(2, "bought_share", share)
    interval = rates.wilson(table["bought"], table["ever"])
    table.insert(3, "low", interval["low"])
    table.insert(4, "high", interval["high"])
    return table.reset_index()
