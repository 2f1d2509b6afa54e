"""Which columns tell who people are: proposed for each file, decided by whoever loads it.

Whoever may not see people is given the usual ones empty, under whatever table they come; any other
that was called personal is to them as if no file had brought it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from analytics.errors import N_, DataError
from analytics.intake.columns import KINDS, PERSONAL
from analytics.intake.content import first_values
from analytics.intake.map import key, signature
from analytics.intake.report import Report
from analytics.intake.source import Source, literal, quoted

# Columns that say the same of a customer or a colleague, in a file or in a table made of it.
_ALIKE = (
    ("name", "customer_name"),
    ("type", "customer_type"),
    ("owner", "salesperson"),
    ("product", "product_code", "means"),
)
_HEADERS = (
    "address", "street", "phone", "mobile", "e-mail", "birth", "contact person", "contact name",
    "recipient", "remark", "comment", "note", "memo", "地址", "住址", "电话", "手机", "邮箱",
    "生日", "身份证", "联系人", "收货人", "备注", "附言", "留言", "電話", "手機", "郵箱",
    "身份證", "聯絡人", "收貨人", "備註",
)  # fmt: skip
_VALUES = re.compile(
    r"[^@\s]+@[^@\s]+\.[a-z]{2,}"  # an e-mail address
    r"|(\+|00)\d[\d\s().-]{6,16}|1[3-9]\d{9}|\(?0\d{2,4}\)?[\s/-]\d[\d\s]{4,8}"  # a phone
    r"|\d{17}[\dx]"  # the number of an identity card
    r"|\d+\s+\S.*\b(street|st|road|rd|avenue|ave|lane|drive|square)\b.*"
    r"|\S.*(straße|strasse|str\.)\s*\d+.*|.*[路街道巷弄]\s*\d+.*|.*\d+\s*[号號室栋棟樓楼].*",
    re.IGNORECASE,
)
# From this share of its values on a column is proposed.
_MANY = 0.3
# Products go by numbers that look like anything.
_UNREAD = ("product", "category")


@dataclass(frozen=True)
class Personal:
    """What is kept from who may not see people.

    names   columns of answers that are left empty
    hidden  columns of tables that are as if no file had brought them
    """

    names: frozenset[str] = PERSONAL
    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, loads: Iterable[tuple[str, str, str]]) -> Personal:
        """What the files of a version were loaded with: their kind, mapping and options."""
        marked: set[str] = set()
        told: set[str] = set()
        for kind, mapping, options in loads:
            columns = {*json.loads(mapping)}
            usual = columns.intersection(KINDS[kind].personal)
            given = {*json.loads(options).get("personal", usual)}
            marked |= given
            told |= usual - given
        shown = frozenset(_with_alike(told) - _with_alike(marked))
        return cls(PERSONAL - shown, frozenset(_with_alike(marked - PERSONAL)))


def open_columns(kind: str, mapping: Iterable[str]) -> tuple[str, ...]:
    """The mapped columns that a person may call personal or not: words no figure rests on.

    A customer's number always is; days, money and the words that steps are made of never are.
    """
    of = KINDS[kind]
    if "customer_id" not in of.readable:
        return ()
    needed = {of.mark, *of.required, *(part for way in of.one_of for part in way)}
    words = {name for name, holds in of.columns.items() if holds == "text"}
    able = {*of.personal, *(words - needed)}.intersection(mapping)
    return tuple(column for column in of.columns if column in able)


def proposed(source: Source, kind: str, mapping: Mapping[str, object]) -> tuple[str, ...]:
    """The mapped columns that are personal by what they are, by their header or by their values."""
    columns, words = open_columns(kind, mapping), [key(word) for word in _HEADERS]
    found = {column for column in columns if column in KINDS[kind].personal}
    headers = {name: str(mapping[name]) for name in columns if name not in {*found, *_UNREAD}}
    found |= {
        name for name, header in headers.items() if any(word in key(header) for word in words)
    }
    looked = {name: header for name, header in headers.items() if name not in found}
    values = first_values(source, [*looked.values()])
    for name, header in looked.items():
        different = {*values[header]}
        alike = sum(bool(_VALUES.fullmatch(value)) for value in different)
        if different and alike >= _MANY * len(different):
            found.add(name)
    return tuple(column for column in columns if column in found)


def marked(
    report: Report,
    source: Source,
    given: Sequence[str] | None,
    kept: Callable[[str], Sequence[str] | None],
) -> Report:
    """A report with the columns that are personal: those given, else kept of a file with these
    headers, else proposed.

    Errors: DataError for a column that cannot be personal.
    """
    kind, columns = report.kind, open_columns(report.kind, report.mapping)
    if unknown := [name for name in given or () if name not in columns]:
        raise DataError(
            N_("The column {column} cannot be called personal or not."),
            N_("Of this file these can: {columns}."),
            column=unknown[0],
            columns=", ".join(columns) or "–",
        )
    told = kept(signature(source.headers, kind)) if given is None else given
    chosen = proposed(source, kind, report.mapping) if told is None else told
    marks = [name for name in columns if name in chosen]
    return replace(report, options={**report.options, "personal": marks})


def views(
    con: duckdb.DuckDBPyConnection, whole: str, hidden: frozenset[str], but: Iterable[str] = ()
) -> Iterator[str]:
    """Statements that put the tables of a database in view, without the hidden columns' values."""
    found = con.execute(
        "select table_name, list(column_name), list(data_type) from duckdb_columns()"
        f" where database_name = {literal(whole)} group by table_name order by table_name"
    ).fetchall()
    for table, columns, types in found:
        if table in but:
            continue
        empty = ", ".join(
            f"cast(null as {held}) as {quoted(column)}"
            for column, held in zip(columns, types, strict=True)
            if column in hidden
        )
        kept = f"* replace ({empty})" if empty else "*"
        name = quoted(table)
        yield f"create view {name} as select {kept} from {quoted(whole)}.main.{name}"


def _with_alike(columns: set[str]) -> set[str]:
    return columns.union(*(names for names in _ALIKE if columns.intersection(names)))
