"""The period asked for and the one it is compared with, the same for every question that does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from analytics.scope import LAST_YEAR, Comparison, Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace


def whole(ws: Workspace, scope: Scope) -> Scope:
    """The scope with both ends of its period; without a start it begins with the first line."""
    resolved = scope.resolved(ws)
    return replace(resolved, start=resolved.start or ws.facts.first_line_on)


def compared(ws: Workspace, scope: Scope, kind: Comparison | None = None) -> Scope | None:
    """The period to compare with, or None where there is none or it begins before the data."""
    found = scope.resolved(ws).comparison(kind)
    first = ws.facts.first_line_on
    comparable = found and found.start and first and found.start >= first
    return found if comparable else None


def last_year(scope: Scope) -> Comparison:
    """Which of the comparisons with last year the scope asks for; the same days, if none."""
    return scope.compare if scope.compare in LAST_YEAR else "year"


def both(ws: Workspace, scope: Scope) -> dict[str, date | None] | None:
    """First and last day of the period and of the compared one; None without one to compare."""
    before, now = compared(ws, scope), whole(ws, scope)
    if before is None:
        return None
    return {
        "now_start": now.start, "now_end": now.end,
        "before_start": before.start, "before_end": before.end,
    }  # fmt: skip
