"""The versions of a workspace: what made each of them, what it holds, what that changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.facts import Facts
from analytics.state import fields_of

if TYPE_CHECKING:
    from analytics.workspace import Workspace


@dataclass(frozen=True)
class Version:
    """One version of the data.

    made_at, made_by, action, told   when, by whom and how it was made: "load", "append",
               "choice", "merge", "unmerge" or "upgrade", of what; None in one made before
               versions said so
    made_as    the number it was made under: erasing a customer writes it anew under another
    built_on   the version it was made from, by the number that had then; None for the first
    files      the files it consists of, as Workspace.loads has them
    holds      one row per kind of file: kind rows_read rows_loaded rows_rejected left_out (rows
               that do not count, by choice or as they came twice) amount (of the rows that count)
    """

    number: int
    made_at: datetime | None
    made_by: str | None
    action: str | None
    told: dict[str, Any]
    made_as: int
    built_on: int | None
    facts: Facts
    files: pd.DataFrame
    holds: pd.DataFrame

    @property
    def amount(self) -> Decimal:
        """Money of the sales lines that count."""
        rows = self.holds[self.holds.kind == "sales"]
        return rows.amount.iloc[0] if len(rows) else Decimal(0)

    @property
    def brought(self) -> pd.DataFrame:
        """The files that came with this version."""
        return self.files[self.files.load_no == self.made_as]


@dataclass(frozen=True)
class Difference:
    """What one version has more than another; as_of is the last day of both where it differs."""

    lines: int
    amount: Decimal
    customers: int
    contacts: int
    deals: int
    as_of: tuple[date, date] | None


def version(ws: Workspace) -> Version:
    """What the version a workspace is bound to says of itself. Errors: DataError for no data."""
    known = len(ws.rows("has_made")) > 0
    made = ws.rows("made") if known else pd.DataFrame()
    row: Any = made.astype(object).where(made.notna(), None).iloc[0] if len(made) else {}
    return Version(
        number=ws.version or 0,
        made_at=row.get("made_at"),
        made_by=row.get("made_by"),
        action=row.get("action"),
        told=fields_of(row.get("detail")),
        made_as=row.get("number") or ws.version or 0,
        built_on=row.get("built_on"),
        facts=ws.facts,
        files=ws.loads,
        holds=ws.rows("holds"),
    )


def before(found: Version, kept: list[Version]) -> Version | None:
    """The version this one was made from, None for the first or where it is no longer kept."""
    older = [each for each in kept if each.number < found.number]
    named = {each.made_as: each for each in older} | {each.number: each for each in older}
    return named.get(found.built_on) if found.built_on else None


def difference(new: Version, old: Version) -> Difference:
    """What of the figures every page rests on is different in `new`."""
    now, then = new.facts, old.facts
    return Difference(
        lines=now.lines - then.lines,
        amount=new.amount - old.amount,
        customers=now.customers - then.customers,
        contacts=now.contacts - then.contacts,
        deals=now.deals - then.deals,
        as_of=None if now.as_of == then.as_of else (now.as_of, then.as_of),
    )
