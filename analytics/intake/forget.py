"""A person taken out of tables whose columns are not known before they are read."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from analytics.errors import DataError
from analytics.intake.columns import KINDS
from analytics.intake.map import propose
from analytics.intake.personal import Personal
from analytics.intake.read import read
from analytics.intake.source import Source, quoted
from analytics.state import fields_of

GONE = "…"
# Rebuilt from the others, so nobody is taken out of them.
_DERIVED = ("customers", "orders", "customer_months", "dimensions", "facts")
_OWN = ("customer_id", "named_id", "into_id")
_FREE = ("note", "reason", "value")
_SETTINGS = ("settings", "mappings", "personal_columns", "erasures")
# columns of moments and of words of this program: a number in them is nobody's
_IS_NO_NAME = re.compile(r"(^|_)(at|on|day|month|action|outcome)$")
# of what was done: fields that are days, and those with what a setting was and is
_DAYS, _SETTLED = ("day", "months"), ("before", "value")
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "big5")


@dataclass(frozen=True)
class Person:
    """The numbers a person has, and the names, addresses and phones known of them."""

    ids: tuple[str, ...]
    names: tuple[str, ...] = ()

    @property
    def pattern(self) -> str:
        """A regular expression of any of these as a word of its own."""
        words = "|".join(re.escape(each) for each in (*self.ids, *self.names))
        return rf"(^|[^0-9A-Za-z_])(?:{words})($|[^0-9A-Za-z_])"

    def out_of(self, text: str) -> str:
        """A text without the person; of JSON only values that name them and nothing else."""
        if text[:1] in ("{", "["):
            try:
                told = json.loads(text)
                better = self._walked(told)
                return text if better == told else json.dumps(better, ensure_ascii=False)
            except ValueError:
                pass
        return self._out_of_words(text)

    def out_of_fields(self, text: str) -> str:
        """What was done (see `State.record`) without the person: names as words of any text in
        it, but no number of a day or a count."""
        told = fields_of(text)
        better = self._said(told)
        if better == told:
            return text
        return better.get("written") or json.dumps(better, ensure_ascii=False)

    def _said(self, value: Any, own: bool = False) -> Any:
        """own: the names of these fields are somebody's words too, as those of segments are."""
        if isinstance(value, dict):
            return {
                self._out_of_words(name) if own else name: each
                if name in _DAYS
                else self._said(each, own or name in _SETTLED)
                for name, each in value.items()
            }
        if isinstance(value, list):
            return [self._said(each, own) for each in value]
        return self._out_of_words(value) if isinstance(value, str) else value

    def _out_of_words(self, text: str) -> str:
        for _ in range(2):  # two names in a row share what is between them
            text = re.sub(self.pattern, rf"\1{GONE}\2", text)
        return text

    def _walked(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._walked(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._walked(each) for each in value if each not in self.ids]
        return GONE if value in (*self.ids, *self.names) else value


def copy_without(con: duckdb.DuckDBPyConnection, person: Person) -> tuple[int, Any]:
    """Copies the tables of the version attached as `old`, all but the person.

    Returns how many sales lines of theirs counted, and their money.
    """
    found = con.execute(
        "select table_name, list(column_name order by column_index),"
        " list(column_name) filter (data_type = 'VARCHAR') from duckdb_columns()"
        " where database_name = 'old' group by 1 order by 1"
    ).fetchall()
    ids, gone = list(person.ids), (0, None)
    told = con.execute("select kind, mapping, options from old.loads").fetchall()
    personal = Personal.of(told).hidden
    for table, columns, texts in found:
        if table in _DERIVED:
            continue
        own = [name for name in columns if name in _OWN]
        theirs = " or ".join(f"coalesce({name} in (select unnest($ids)), false)" for name in own)
        values: dict[str, Any] = {"ids": ids} if own else {}
        chosen = []
        for name in columns:
            scrubbed = None
            if (table, name) == ("made", "detail"):
                made = con.execute("select coalesce(max(detail), '') from old.made").fetchall()
                values["told"] = person.out_of_fields(made[0][0])
                scrubbed = "$told"
            elif name in (texts or ()) and name in _FREE:
                scrubbed = _scrubbed(name, "anything", person.pattern, values)
            elif name in (texts or ()) and name in personal and person.names:
                # a number such as 12 stands in other people's addresses as well
                scrubbed = _scrubbed(name, "called", Person((), person.names).pattern, values)
            chosen.append(f"{scrubbed} as {name}" if scrubbed else name)
        if table == "sales":
            gone = con.execute(
                "select count(*), sum(amount) from old.sales"
                f" where excluded_by is null and ({theirs})", {"ids": ids},
            ).fetchall()[0]  # fmt: skip
        where = f" where not ({theirs})" if own else ""
        select = f"select {', '.join(chosen)} from old.{table}{where}"
        con.execute(f"create table {table} as {select}", values)
    return gone


def _scrubbed(column: str, name: str, pattern: str, values: dict[str, Any]) -> str:
    """A text without what a pattern finds, which is bound as $name."""
    values |= {name: pattern, "gone": rf"\1{GONE}\2"}
    once = f"regexp_replace({column}, ${name}, $gone, 'g')"
    return f"regexp_replace({once}, ${name}, $gone, 'g')"


def forget_in_state(con: sqlite3.Connection, person: Person) -> int:
    """Takes the person out of what people made: rows about them, their name in texts.

    Returns how many rows were removed or changed.
    """
    changed = 0
    con.execute("pragma secure_delete = on")
    tables = con.execute("select name from sqlite_master where type = 'table'").fetchall()
    for (table,) in [tuple(row) for row in tables]:
        if table in _SETTINGS or table.startswith("sqlite_"):
            continue
        cursor = con.execute(f"select rowid as its_rowid, * from {quoted(table)}")
        names = [column[0] for column in cursor.description]
        for values in [tuple(row) for row in cursor.fetchall()]:
            row = dict(zip(names, values, strict=True))
            place = row.pop("its_rowid")
            if any(row.get(name) in person.ids for name in _OWN):
                con.execute(f"delete from {quoted(table)} where rowid = ?", [place])
                changed += 1
                continue
            texts = {
                name: value for name, value in row.items()
                if isinstance(value, str) and not _IS_NO_NAME.search(name)
            }  # fmt: skip
            better = {
                name: person.out_of_fields(value) if table == "audit" else person.out_of(value)
                for name, value in texts.items()
            }
            news = {n: v for n, v in better.items() if v != texts[n]}
            if news:
                assigned = ", ".join(f"{quoted(name)} = ?" for name in news)
                con.execute(
                    f"update {quoted(table)} set {assigned} where rowid = ?",
                    [*news.values(), place],
                )
                changed += 1
    return changed


def holds(path: Path, person: Person) -> bool:
    """Whether a file holds the person: a number in a column of customers, a name anywhere."""
    try:
        source = read(path)
        with duckdb.connect() as con:
            return _in_table(con, source, person)
    except (DataError, duckdb.Error, OSError):
        return _in_bytes(path, (*person.ids, *person.names))


def _in_table(con: duckdb.DuckDBPyConnection, source: Source, person: Person) -> bool:
    known = {propose(source.headers, kind).columns.get("customer_id") for kind in KINDS}
    headers = [header for header in source.headers if header in known] or source.headers
    numbers = " or ".join(
        f"regexp_replace(trim({quoted(header)}), '[.]0$', '') in (select unnest($ids))"
        for header in headers
    )
    values: dict[str, Any] = {"ids": list(person.ids)}
    if person.names:
        words = " or ".join(
            f"regexp_matches({quoted(header)}, $pattern)" for header in source.headers
        )
        numbers = f"{numbers} or {words}"
        values["pattern"] = Person((), person.names).pattern
    rows = source.relation(con)
    return bool(con.execute(f"select 1 from {rows} where {numbers} limit 1", values).fetchall())


def _in_bytes(path: Path, texts: Collection[str] | Sequence[str]) -> bool:
    content = path.read_bytes()
    for text in texts:
        for encoding in _ENCODINGS:
            try:
                if text.encode(encoding) in content:
                    return True
            except UnicodeError:
                continue
    return False
