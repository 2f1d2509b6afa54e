"""The only place that runs SQL: a question by name, narrowed by a scope, values bound."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Facts, Workspace

SQL = Path(__file__).parent / "sql"
_RELATION = re.compile(r"\b(?:from|join)\s+([a-z_][a-z0-9_]*)")
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
_COMMENT = re.compile(r"--[^\n]*")
_CLAUSE = re.compile(r"^(.*?) *-- when ([a-z_0-9]+)$", re.MULTILINE)
_NUMBERED = re.compile(r"^(.*)_([0-9]+)$")
_OTHER = re.compile(r"^(.*)(_before|_ever)$")
# The clauses by which lines are chosen one by one.
_OF_LINES = frozenset({"exclude_returns", "region_of_lines", "channel", "category", "salesperson"})
_DAY = re.compile(r"\$(as_of|start|end)\b")
# What relations shared by several topics take where a question does not say otherwise.
USUAL = {
    "typical": "mean",
    "by": "revenue",
    "key_cut": 0.01,
    "secondary_cut": 0.20,
    "ordinary_cut": 0.50,
}
# `cursor.sql` spares a copy of the answer but binds the statement twice, which costs a page more.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")
_LAST_ORDER = re.compile(r"\norder by [^\n]*(?:\n    [^\n]*)*\s*\Z")


def run(
    ws: Workspace,
    name: str,
    scope: Scope | None = None,
    *,
    before: Any = None,
    **params: Any,
) -> pd.DataFrame:
    """The answer to the question in sql/<name>.sql, as a small table.

    ws      the workspace, bound to one version
    name    the question; the relations it reads are narrowed by scope
    before  the Scope of an earlier day, for relations read as x_before; only its days count,
            filters and returns are those of `scope`
    params  values bound as $name; an Arrow table is a relation of this name instead

    Errors: KeyError for a parameter the question needs and nobody gave.
    """
    return table(ws, name, scope, before=before, **params).to_pandas()


def table(
    ws: Workspace,
    name: str,
    scope: Scope | None = None,
    *,
    before: Any = None,
    **params: Any,
) -> pa.Table:
    """Like `run`, as an Arrow table: what large answers leave the engine as."""
    resolved, earlier = _resolved(ws, scope, before)
    sql = compose(name, resolved, ws.facts, frozenset(params), earlier)
    values = USUAL | _values(resolved, earlier) | params
    bound = {key: values[key] for key in set(_PARAMETER.findall(_COMMENT.sub("", sql)))}
    relations = {key: value for key, value in params.items() if isinstance(value, pa.Table)}
    return _without_people(ws, answered(ws, sql, bound, relations))


def answered(
    ws: Workspace, sql: str, bound: Mapping[str, Any], relations: Mapping[str, pa.Table]
) -> pa.Table:
    """The answer to a composed statement, from the file of the version or from a cluster."""
    with ws.cursor() as cursor:
        for key, value in relations.items():
            cursor.register(key, value)
        rows: pa.Table = cursor.execute(sql, bound).to_arrow_table()
    if cluster := ws.cluster:  # its version has all tables and no rows: these are the columns
        return cluster.answered(sql, bound, relations, rows.schema)
    return rows


def _without_people(ws: Workspace, answer: pa.Table) -> pa.Table:
    """The answer as it may leave the engine: no names for who may not see people."""
    if ws.user.may("people"):
        return answer
    for place, field in enumerate(answer.schema):
        if field.name in ws.personal.names:
            answer = answer.set_column(place, field, pa.nulls(len(answer), field.type))
    return answer


def text(
    ws: Workspace,
    name: str,
    scope: Scope | None = None,
    *,
    before: Any = None,
    **params: Any,
) -> str:
    """The SQL of a question exactly as it runs under the scope, for "How is this computed?"."""
    resolved, earlier = _resolved(ws, scope, before)
    return compose(name, resolved, ws.facts, frozenset(params), earlier)


def compose(
    name: str,
    scope: Scope,
    facts: Facts,
    given: frozenset[str] = frozenset(),
    before: Scope | None = None,
) -> str:
    """One statement: the relations the question reads, as common table expressions, then itself.

    Lines that end in `-- when x` stay where the scope needs x or a parameter x is given. A
    relation read as x_before is x as it was on the days of `before`, with all it reads itself
    ($end becomes $end_before); read as x_ever it is x over all history up to as_of.
    """
    present: dict[str, frozenset[str]] = {}
    variants: dict[str, str] = {}
    bare: set[str] = set()
    for suffix, frame in _frames(scope, before).items():
        present[suffix] = _present(frame, facts) | given
        for relation, file in _variants(frame, facts).items():
            variants[relation + suffix] = file + suffix
        if not present[suffix] & _OF_LINES:
            bare.add(f"scoped_lines{suffix}")  # to copy all lines costs more than a second reading
    question = _question(name, present[""])
    shared: dict[str, str] = {}
    _collect(question, shared, present, variants)
    if not shared:
        return question
    ctes = ",\n".join(
        f"{key} as {'not materialized ' if key in bare else ''}(\n{_indent(body)}\n)"
        for key, body in shared.items()
    )
    head, body = _split_comment(question)
    if body.startswith("with\n"):
        return f"{head}with\n{ctes},\n{body[5:]}"
    return f"{head}with\n{ctes}\n{body}"


def _resolved(
    ws: Workspace, scope: Scope | None, before: Scope | None
) -> tuple[Scope, Scope | None]:
    """The scope, and the same as of the earlier day where there is one."""
    resolved = (scope or Scope()).resolved(ws)
    if before is None:
        return resolved, None
    days = before.resolved(ws)
    return resolved, replace(resolved, as_of=days.as_of, start=days.start, end=days.end)


def _frames(scope: Scope, before: Scope | None) -> dict[str, Scope]:
    """What relations are asked about, by the suffix of their names."""
    ever = replace(scope, start=None, end=scope.as_of)
    return {"": scope, "_before": before or scope, "_ever": ever}


def _collect(
    sql: str,
    shared: dict[str, str],
    present: dict[str, frozenset[str]],
    variants: dict[str, str],
) -> None:
    """Adds every file a statement reads to `shared`, each after those it reads itself."""
    for relation in _relations(sql):
        if relation in shared:
            continue
        other = _OTHER.match(relation)
        clauses = present[other[2] if other else ""]
        body = _question(variants.get(relation, relation), clauses)
        _collect(body, shared, present, variants)
        shared[relation] = _LAST_ORDER.sub("", _split_comment(body)[1])


def _relations(sql: str) -> Iterator[str]:
    own = set(re.findall(r"^(\w+) as \($", sql, re.MULTILINE))
    for relation in _RELATION.findall(sql):
        if _file(relation) and relation not in own:
            yield relation


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    """File name -> path of every question and every relation of the scope."""
    return {path.stem: path for folder in (SQL, SQL / "scope") for path in folder.glob("*.sql")}


@lru_cache(maxsize=512)
def _file(name: str) -> str | None:
    """The text of a file; x_3 without a file of its own is x_n with 3 for n and 2 for m.

    x_before and x_ever are x about other days.
    """
    if path := _files().get(name):
        return path.read_text(encoding="utf-8")
    if (other := _OTHER.match(name)) and (stem := _file(other[1])):
        return _of_other_days(stem, other[2])
    numbered = _NUMBERED.match(name)
    if numbered and (path := _files().get(f"{numbered[1]}_n")):
        number = int(numbered[2])
        raw = re.sub(r"_n\b", f"_{number}", path.read_text(encoding="utf-8"))
        return re.sub(r"_m\b", f"_{number - 1}", raw)
    return None


def _of_other_days(sql: str, suffix: str) -> str:
    """The text of a relation with its days, and the relations they narrow, by other names."""
    for relation in {relation for relation in _relations(sql) if _dated(relation)}:
        sql = re.sub(rf"\b{relation}\b", relation + suffix, sql)
    return _DAY.sub(rf"$\1{suffix}", sql)


def _dated(relation: str) -> bool:
    """Whether a relation depends on the day it is asked for, itself or by what it reads."""
    sql = _COMMENT.sub("", _file(relation) or "")
    return bool(_DAY.search(sql)) or any(_dated(read) for read in _relations(sql))


@lru_cache(maxsize=512)
def _question(name: str, present: frozenset[str]) -> str:
    """A file's text with its optional clauses kept or dropped."""
    raw = _file(name)
    if raw is None:
        raise KeyError(name)
    kept = _CLAUSE.sub(lambda m: m.group(1) if m.group(2) in present else "", raw)
    return re.sub(r"\n{2,}", "\n", kept).rstrip() + "\n"


def _split_comment(sql: str) -> tuple[str, str]:
    lines = sql.splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if not line.startswith("--"))
    return "".join(lines[:first]), "".join(lines[first:])


def _indent(sql: str) -> str:
    return "\n".join("    " + line if line else line for line in sql.rstrip().splitlines())


def _present(scope: Scope, facts: Facts) -> frozenset[str]:
    """Names of the optional clauses this scope needs."""
    clauses = set(scope.filters)
    if scope.start:
        clauses.add("start")
    if scope.returns == "exclude":
        clauses.add("exclude_returns")
    if "region" in clauses:
        clauses.add("region_of_lines" if facts.region_in_lines else "region_of_customers")
    if {"customer_type", "region_of_customers"} & clauses:
        clauses.add("customers")
    return frozenset(clauses)


def _variants(scope: Scope, facts: Facts) -> dict[str, str]:
    """Which file stands for a relation: the ready-made table wherever it gives the same answer."""
    present = _present(scope, facts)
    of_lines = present & _OF_LINES
    variants = {}
    if of_lines:
        variants["scoped_orders"] = "scoped_orders_of_lines"
    elif facts.orders_over_days:
        variants["scoped_orders"] = "scoped_orders_of_days"
    end = scope.end
    assert end is not None
    last = facts.last_line_on
    whole = not last or end >= last
    whole_months = whole or (end + timedelta(days=1)).day == 1
    if of_lines or scope.start or facts.orders_over_days or not whole_months:
        variants["scoped_customer_months"] = "scoped_customer_months_of_orders"
    if not of_lines and not scope.start and (whole or not facts.orders_over_days):
        variants["first_orders"] = "first_orders_of_customers"
        if whole:
            variants["scoped_buyers"] = "scoped_buyers_of_customers"
    return variants


def _values(scope: Scope, before: Scope | None) -> dict[str, date | list[str] | None]:
    values: dict[str, date | list[str] | None] = {}
    for suffix, frame in _frames(scope, before).items():
        if suffix == "_before" and before is None:
            continue  # the days are missed by name
        days = {"as_of": frame.as_of, "start": frame.start, "end": frame.end}
        values |= {name + suffix: day for name, day in days.items()}
    return values | {name: list(chosen) for name, chosen in scope.filters.items()}
