"""What people say of single customers: tags, to find them again, and a note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from analytics import engine, state
from analytics.errors import N_, DataError
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

LONGEST, MOST_WRITTEN = 40, 2_000
EVERYONE = 2_000_000_000


@dataclass(frozen=True)
class Said:
    """What is said of a customer: the tags, the note ("" for none), who wrote it and when."""

    tags: tuple[str, ...]
    note: str = ""
    written_on: date | None = None
    written_by: str = ""


def of_customer(ws: Workspace, customer_id: str) -> Said:
    """What is said of this customer."""
    with ws.state.connect() as con:
        own = {"customer_id": customer_id}
        tags = tuple(row["tag"] for row in con.execute(state.sql("tags_of_customer"), own))
        note = con.execute(state.sql("note_of_customer"), own).fetchone()
    if note is None:
        return Said(tags)
    return Said(tags, note["text"], date.fromisoformat(note["written_at"][:10]), note["written_by"])


def used(ws: Workspace) -> dict[str, int]:
    """The tags in use -> how many customers have them, the most frequent first."""
    counts = _all(ws)["tag"].value_counts()
    return {
        str(tag): int(counts[tag]) for tag in sorted(counts.index, key=lambda t: (-counts[t], t))
    }


def customers(
    ws: Workspace, scope: Scope, tags: Iterable[str] = (), rows: int = EVERYONE
) -> pd.DataFrame:
    """The customers who have one of the tags, or any where none is given; most revenue first.

    One row per customer of the scope.
    customer_id name region
    tags                    all of theirs, joined by commas
    orders last_order_on    counting orders in the scope
    revenue                 returns taken off (money)
    owner
    """
    said, chosen = _all(ws), list(tags)
    who = said[said["tag"].isin(chosen)] if chosen else said
    theirs = said[said["customer_id"].isin(who["customer_id"])]
    joined = theirs.groupby("customer_id")["tag"].agg(", ".join)
    tagged = pa.table(
        {
            "customer_id": pa.array(joined.index, pa.string()),
            "tags": pa.array(joined.tolist(), pa.string()),
        }
    )
    return engine.run(ws, "tags_customers", scope, tagged=tagged, rows=rows)


def put(ws: Workspace, customer_id: str, tags: Iterable[str], user: str = "local") -> None:
    """Gives a customer exactly these tags; who has one keeps the day it was given on.

    Errors: DataError for a tag without a word, or longer than LONGEST characters, or for another's
    customer.
    """
    ws.state.require_own([customer_id])
    wanted = {" ".join(tag.split()) for tag in tags}
    if any(not 0 < len(tag) <= LONGEST for tag in wanted):
        raise DataError(
            N_("A tag has between 1 and {most} characters."),
            N_("Say it in a word or two."),
            most=LONGEST,
        )
    own = {"customer_id": customer_id}
    had = set(of_customer(ws, customer_id).tags)
    with ws.state.connect() as con:
        for tag in sorted(wanted - had):
            values = own | {"tag": tag, "at": state.now(), "user": user}
            con.execute(state.sql("add_tag"), values)
        for tag in sorted(had - wanted):
            con.execute(state.sql("take_tag"), own | {"tag": tag})
    if wanted != had:
        ws.state.record(user, "tags", customer=customer_id, tags=sorted(wanted))


def write(ws: Workspace, customer_id: str, text: str, user: str = "local") -> None:
    """Puts the note of a customer in place of the one before; an empty one takes it away.

    Errors: DataError for one longer than MOST_WRITTEN characters, or for another's customer.
    """
    ws.state.require_own([customer_id])
    words = text.strip()
    if len(words) > MOST_WRITTEN:
        raise DataError(
            N_("A note on a customer has at most {most} characters."),
            N_("Keep what matters for the next talk."),
            most=MOST_WRITTEN,
        )
    own = {"customer_id": customer_id}
    with ws.state.connect() as con:
        if words:
            values = own | {"text": words, "at": state.now(), "user": user}
            con.execute(state.sql("write_note"), values)
        else:
            con.execute(state.sql("take_note"), own)
    ws.state.record(user, "note on a customer", customer=customer_id)


def _all(ws: Workspace) -> pd.DataFrame:
    with ws.state.connect() as con:
        rows = con.execute(state.sql("tags")).fetchall()
    return pd.DataFrame([tuple(row)[:2] for row in rows], columns=["customer_id", "tag"], dtype=str)
