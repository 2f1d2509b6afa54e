"""Files with a date for every stage: one row per lead becomes one contact per filled date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from analytics.intake.source import LINE, Source, literal, quoted
from analytics.intake.values import is_missing
from analytics.intake.wrapped import WrappedSource

STAGE = "__stage"
_DATED = re.compile(r"\s*(?:\b(?:on|at|date|day|time)|日期|时间|時間)$|^date\s+", re.IGNORECASE)
# column -> header; of `occurred_at` several headers, where a row has a date for every stage
Given = Mapping[str, str | Sequence[str]]
Chosen = dict[str, str | list[str]]


@dataclass
class WideSource(WrappedSource):
    """The contacts of a file whose rows are leads; contacts of one row share its LINE.

    dates  the headers whose names are stages and whose values are dates
    A row without any date gives one contact without a date, which is rejected as a row would be.
    """

    dates: tuple[str, ...] = ()

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        rows = self._base.relation(con)
        return self._events(f"(select *, row_number() over () as {LINE} from {rows})", LINE)

    def numbered(self, con: duckdb.DuckDBPyConnection) -> str:
        return self._events(self._base.numbered(con), LINE)

    def sample(self, con: duckdb.DuckDBPyConnection) -> str:
        return self._events(self._base.sample(con), "0")

    @property
    def time(self) -> str:
        """The header of the dates of all stages."""
        return " / ".join(self.dates)

    def _events(self, rows: str, line: str) -> str:
        kept = [quoted(header) for header in self._base.headers if header not in self.dates]
        steps = ", ".join(
            f"struct_pack(stage := {literal(stage)}, time := {quoted(header)})"
            for header, stage in stages(self.dates).items()
        )
        filled = f"trim(s.time) <> '' and not {is_missing('s.time')}"
        filled = f"list_filter([{steps}], lambda s: {filled})"
        none = "[struct_pack(stage := cast(null as varchar), time := cast(null as varchar))]"
        return (
            f"(select {', '.join(kept)}, step.stage as {STAGE}, step.time as {quoted(self.time)},"
            f" {LINE}"
            f" from (select {', '.join([*kept, ''])} {line} as {LINE},"
            f" unnest(case when len({filled}) = 0 then {none} else {filled} end) as step"
            f" from {rows} where coalesce({', '.join(map(quoted, self._base.headers))})"
            " is not null))"
        )

    def rows_of(self, con: duckdb.DuckDBPyConnection) -> int:
        """How many rows of the file the contacts come from."""
        counted = f"select count(distinct {LINE}) from {self.numbered(con)}"
        return con.execute(counted).fetchall()[0][0]


def stages(headers: Sequence[str]) -> dict[str, str]:
    """Header -> the stage it is the date of: "Won" of "Won on", "成交" of "成交日期".

    Where that would leave nothing, or make one stage of two, headers stay whole.
    """
    short = [_DATED.sub("", header).strip() for header in headers]
    if len({name.lower() for name in short}) < len(headers):
        short = list(headers)
    return {header: name or header for header, name in zip(headers, short, strict=True)}


def stage_of(source: Source) -> str | None:
    """The header that names the stage where a row gives several contacts, else None."""
    return STAGE if isinstance(source, WideSource) else None


def is_wide(mapping: Given) -> bool:
    """Whether a mapping names several columns of dates."""
    return not isinstance(mapping.get("occurred_at", ""), str)


def as_events(source: Source, mapping: Given) -> tuple[Source, dict[str, str]]:
    """A file and its mapping, as they are or turned into contacts where its rows are leads.

    The stage of a contact is the name of the column its date stands in, without its "date".
    """
    plain = {column: header for column, header in mapping.items() if isinstance(header, str)}
    if not is_wide(mapping):
        return source, plain
    dates = tuple(mapping["occurred_at"])
    kept = tuple(header for header in source.headers if header not in dates)
    events = WideSource(
        path=source.path,
        headers=(*kept, STAGE, " / ".join(dates)),
        preview=source.preview,
        digest=source.digest,
        modified=source.modified,
        sheet=source.sheet,
        sheets=source.sheets,
        encoding=source.encoding,
        header=source.header,
        came_as=source.came_as,
        unpacked=source.unpacked,
        tag=source.tag,
        remarks=source.remarks,
        base=source,
        dates=dates,
    )
    return events, plain | {"occurred_at": events.time, "stage": STAGE}
