"""The question frame: what day it is asked for, which period, which customers and lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from analytics import new_year
from analytics.errors import N_, DataError

if TYPE_CHECKING:
    from analytics.workspace import Workspace

FILTERS = ("region", "channel", "category", "salesperson", "customer_type")
Returns = Literal["net", "exclude"]
Comparison = Literal["previous", "year", "weekdays", "new_year", "none"]
LAST_YEAR: tuple[Comparison, ...] = ("year", "weekdays", "new_year")
Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Scope:
    """The days, filters and treatment of returns that every figure of a page shares.

    `Scope()` is all history up to the date of the last counting order. It is hashable, so a
    result can be kept under (workspace version, scope).

    as_of    last day known; nothing dated later counts
    start    first day of the period, None = from the first line
    end      last day of the period, None = as_of; never later than as_of
    where    filter -> values, e.g. {"region": ("North",)}; an empty value means "not given"
    returns  "net" keeps returns as negative money, "exclude" drops lines with quantity <= 0
             or price <= 0
    compare  which period a change is measured against: "previous", one of last year ("year",
             "weekdays" or "new_year"), or "none"

    Errors: DataError for an unknown filter or a period that ends before it starts.
    Source: methods.md, common ground.
    """

    as_of: date | None = None
    start: date | None = None
    end: date | None = None
    where: Mapping[str, Iterable[str]] | Where = ()
    returns: Returns = "net"
    compare: Comparison = "previous"

    def __post_init__(self) -> None:
        for name in ("as_of", "start", "end"):
            value = getattr(self, name)
            if isinstance(value, datetime):
                object.__setattr__(self, name, value.date())
        object.__setattr__(self, "where", _frozen(self.where))
        last = self.end or self.as_of
        if self.start and last and self.start > last:
            raise DataError(
                N_("The period starts on {start}, after it ends on {end}."),
                N_("Choose a start that is not later than the end."),
                start=self.start.isoformat(),
                end=last.isoformat(),
            )

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """Filter -> chosen values."""
        return dict(self.where)  # type: ignore[arg-type]

    def resolved(self, ws: Workspace) -> Scope:
        """The same scope with as_of and end filled in from the data."""
        as_of = self.as_of or ws.facts.as_of
        end = min(self.end or as_of, as_of)
        start = min(self.start, end) if self.start else None
        return replace(self, as_of=as_of, start=start, end=end)

    def comparison(self, kind: Comparison | None = None) -> Scope | None:
        """The scope of the period this one is compared with, or None where there is none.

        "previous" is the period of the same length just before; whole months are compared with
        as many whole months. "year" is the same days one year earlier, "weekdays" 52 weeks
        earlier, "new_year" as many days before or after Chinese New Year as this year. The
        comparison is asked as of its own last day, so it sees only what was known then. Needs a
        resolved scope.
        """
        kind = kind or self.compare
        if kind == "none" or self.start is None or self.end is None:
            return None
        if kind == "year":
            start, end = _years_before(self.start), _years_before(self.end)
        elif kind in LAST_YEAR:
            weeks = timedelta(weeks=52)
            back = weeks if kind == "weekdays" else new_year.shift(self.start, self.end)
            if back is None:
                return None
            start, end = self.start - back, self.end - back
        else:
            end = self.start - timedelta(days=1)
            months = _whole_months(self.start, self.end)
            if months:
                start = _months_before(self.start, months)
            else:
                start = end - (self.end - self.start)
        return replace(self, as_of=end, start=start, end=end)


def _frozen(where: Mapping[str, Iterable[str]] | Where) -> Where:
    pairs = dict(where)
    for name in pairs:
        if name not in FILTERS:
            raise DataError(
                N_("There is no filter called {name}."),
                N_("Use one of: {filters}."),
                name=name,
                filters=", ".join(FILTERS),
            )
    return tuple(
        (name, tuple(sorted({str(value) for value in values})))
        for name, values in sorted(pairs.items())
        if values
    )


def _years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _months_before(first: date, months: int) -> date:
    month = first.year * 12 + first.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def _whole_months(start: date, end: date) -> int:
    """Number of months from start to end when both are month boundaries, else 0."""
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return 0
    return (end.year * 12 + end.month) - (start.year * 12 + start.month) + 1
