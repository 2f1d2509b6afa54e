"""Sheets and files that describe what another one lists: returns by order, managers by region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb
from rapidfuzz import fuzz, process

from analytics.errors import N_
from analytics.intake.map import ALIKE, key
from analytics.intake.remark import Remark
from analytics.intake.source import Source, distinct, patiently, quoted
from analytics.intake.wrapped import WrappedSource

# From this share of its keys found on, a sheet is about the rows of the other.
_FOUND = 0.5
_SPELLINGS = 3


@dataclass(frozen=True)
class Lookup:
    """One sheet and how it is joined: its own `key` is the file's `header`, `names` come along."""

    source: Source
    header: str
    key: str
    columns: tuple[str, ...]
    names: tuple[str, ...]


@dataclass
class JoinedSource(WrappedSource):
    """Rows of a file with the columns of others beside them; no row is added or lost."""

    lookups: tuple[Lookup, ...] = ()

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        return self._with_lookups(con, self._base.relation(con))

    def numbered(self, con: duckdb.DuckDBPyConnection) -> str:
        return self._with_lookups(con, self._base.numbered(con))

    def sample(self, con: duckdb.DuckDBPyConnection) -> str:
        return self._with_lookups(con, self._base.sample(con))

    def _with_lookups(self, con: duckdb.DuckDBPyConnection, rows: str) -> str:
        joins, names = [], []
        for place, each in enumerate(self.lookups):
            joins.append(
                f"left join {_keyed(con, each)} as look{place}"
                f" on trim(rows.{quoted(each.header)}) = look{place}.k"
            )
            names += [f"look{place}.{quoted(name)}" for name in each.names]
        return f"(select rows.*, {', '.join(names)} from {rows} as rows {' '.join(joins)})"


def with_lookups(base: Source, others: Sequence[tuple[str, Source]]) -> Source:
    """A file with those of the others joined to it that surely belong, each under its name.

    One belongs if it shares a header with the file, has one row's worth of facts for each value
    there, and at least half of its values occur in the file.
    """
    taken = list(base.headers)
    lookups, remarks = [], []
    for place, (name, other) in enumerate(others):
        told = replace(other, tag=f"{other.tag}_look{place}")
        with duckdb.connect() as con:
            found = patiently(told, lambda way, con=con: _joins(con, base, way))  # type: ignore[misc]
        if found:
            header, own, shared, keys, remark = found
            columns = tuple(each for each in told.headers if each != own)
            names = distinct([*taken, *columns])[len(taken) :]
            taken += names
            lookups.append(Lookup(told, header, own, columns, names))
            remarks.append(
                Remark(
                    N_("“{sheet}” is joined by “{header}”: {n} of its {m} values occur here."),
                    values={"sheet": name, "header": header, "n": shared, "m": keys},
                    warns=False,
                )
            )
            remarks += remark
    if not lookups:
        return base
    width = len(taken) - len(base.headers)
    shared_fields = {
        name: getattr(base, name)
        for name in ("path", "digest", "modified", "rows", "sheet", "sheets", "encoding",
                     "header", "came_as", "unpacked", "tag")
    }  # fmt: skip
    joined = JoinedSource(
        **shared_fields,
        headers=tuple(taken),
        preview=[(*row, *[None] * width) for row in base.preview],
        joined_headers=tuple(taken[len(base.headers) :]),
        remarks=(*base.remarks, *remarks),
        base=base,
        lookups=tuple(lookups),
    )
    return _previewed(joined)


def _previewed(joined: JoinedSource) -> JoinedSource:
    """With the joined values in the first rows that are shown."""

    def first(way: Source) -> list[tuple[str | None, ...]]:
        with duckdb.connect() as con:
            names = ", ".join(map(quoted, joined.headers))
            limit = len(joined.preview)
            return con.execute(f"select {names} from {way.sample(con)} limit {limit}").fetchall()

    return replace(joined, preview=patiently(joined, first))


def _joins(
    con: duckdb.DuckDBPyConnection, base: Source, other: Source
) -> tuple[str, str, int, int, list[Remark]] | None:
    """The header of the file and of the other by which it joins, with how many values do."""
    own = {key(header): header for header in other.headers}
    for header in base.headers:
        column = own.get(key(header))
        if not column or len(other.headers) < 2:
            continue
        rest = ", ".join(quoted(each) for each in other.headers if each != column)
        name = f"nullif(trim({quoted(column)}), '')"
        con.execute(
            f"create or replace temp table look as select {name} as k,"
            f" count(distinct ({rest})) as ways from {other.sample(con)}"
            f" where {name} is not null group by 1"
        )
        con.execute(
            f"create or replace temp table here as select distinct trim({quoted(header)}) as k"
            f" from {base.sample(con)} where trim({quoted(header)}) <> ''"
        )
        keys, ways, shared = con.execute(
            "select count(*), max(ways), count(*) filter (k in (select k from here)) from look"
        ).fetchall()[0]
        if keys > 1 and ways == 1 and shared >= _FOUND * keys:
            return header, column, shared, keys, _spellings(con)
    return None


def _spellings(con: duckdb.DuckDBPyConnection) -> list[Remark]:
    """Values of the file that the other does not know but for another spelling."""
    lost = con.execute("select k from here where k not in (select k from look) order by 1 limit 50")
    names = [name for (name,) in lost.fetchall()]
    free = con.execute("select k from look where k not in (select k from here) order by 1")
    known = [name for (name,) in free.fetchall()]
    found = []
    for name in names if known else []:
        like, alike, _ = process.extractOne(name, known, scorer=fuzz.ratio, processor=key)
        if alike >= ALIKE:
            found.append(f"{name} = {like}")
    if not found:
        return []
    return [
        Remark(
            N_("Probably two spellings of one thing: {pairs}."),
            N_(
                "They stay apart until one of the files is corrected. Product names can also be"
                " corrected once they are loaded, under “What looks wrong”."
            ),
            {"pairs": "; ".join(found[:_SPELLINGS])},
        )
    ]


def _keyed(con: duckdb.DuckDBPyConnection, each: Lookup) -> str:
    """SQL of the other's columns, one row for each value of its key."""
    columns = ", ".join(
        f"any_value({quoted(column)}) as {quoted(name)}"
        for column, name in zip(each.columns, each.names, strict=True)
    )
    text = f"nullif(trim({quoted(each.key)}), '')"
    return f"(select {text} as k, {columns} from {each.source.relation(con)} group by 1)"
