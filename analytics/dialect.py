"""The text of a question as Spark reads it: the same rows from the same tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.dialects import DuckDB
from sqlglot.errors import UnsupportedError

# Stands in the name of a view that belongs to one run of a question.
RUN = "_of_this_run"
# Spark copies a common table expression to every place that reads it, and all that stands in it
# with it: a funnel of four steps would read its tables 94,000 times. One that would be copied into
# more reads than this is written down once instead.
MANY = 20


class _Read(DuckDB):  # type: ignore[misc]  # has no types
    """DuckDB with places in lists left as they are written.

    SQLGlot counts those from 0 of whose type it is certain, and no others.
    """

    INDEX_OFFSET = 0


@dataclass(frozen=True)
class Statement:
    """One statement of a question: its text, the values it takes, and the view it is kept as.

    name  without RUN behind it, which stands for it in the text; of the last one, empty
    """

    text: str
    values: frozenset[str]
    name: str


@lru_cache(maxsize=512)
def spark(sql: str, relations: frozenset[str] = frozenset()) -> tuple[Statement, ...]:
    """A question written for DuckDB as statements of Spark SQL; the last one is the answer.

    relations  names of what a run brings along, read as name + RUN; values are arguments :name
    """
    tree = sqlglot.parse_one(sql, read=_Read)
    _renamed(tree, {name: name + RUN for name in relations})
    _flat(tree)
    for node in reversed(list(tree.walk())):  # what stands within is rewritten before
        if (other := _same(node)) is not node:
            node.replace(other)
    return tuple(_statements(tree))


def _statements(tree: exp.Expression) -> Iterator[Statement]:
    parts = {cte.alias: cte for cte in tree.ctes}
    uses = Counter(table.name for table in tree.find_all(exp.Table))
    sizes: dict[str, int] = {}
    kept: dict[str, str] = {}
    for name, cte in parts.items():
        sizes[name] = 1 + sum(sizes.get(table.name, 1) for table in cte.find_all(exp.Table))
        if uses[name] > 1 and uses[name] * sizes[name] > MANY:
            yield _statement(cte.this, parts, kept, name)
            kept[name] = name + RUN
            sizes[name] = 1
    tree.set("with_", None)
    yield _statement(tree, parts, kept, "")


def _statement(
    query: exp.Expression, parts: dict[str, exp.CTE], kept: dict[str, str], name: str
) -> Statement:
    """A query with those of its parts before it that are not kept."""
    whole = query.copy()
    needed = _needed(whole, parts, kept)
    if needed:
        before = [parts[part].copy() for part in parts if part in needed]
        whole.set("with_", exp.With(expressions=before))
    _renamed(whole, kept)
    text = whole.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE, comments=False)
    return Statement(text, frozenset(p.name for p in whole.find_all(exp.Placeholder)), name)


def _needed(query: exp.Expression, parts: dict[str, exp.CTE], kept: dict[str, str]) -> set[str]:
    """Names of the parts a query reads, itself or by what it reads, up to those that are kept."""
    needed: set[str] = set()
    waiting = [query]
    while waiting:
        for table in waiting.pop().find_all(exp.Table):
            if table.name in parts and table.name not in kept and table.name not in needed:
                needed.add(table.name)
                waiting.append(parts[table.name].this)
    return needed


def _flat(tree: exp.Expression) -> None:
    """Lifts the common table expressions within others up to stand before them.

    Sail does not find those within; Spark does.
    """
    lifted: list[exp.Expression] = []
    for cte in tree.ctes:
        _flat(cte.this)
        own = cte.this.args.get("with_")
        names: dict[str, str] = {}
        for inner in own.expressions if own else ():
            _renamed(inner.this, names)
            names[inner.alias] = f"{cte.alias}__{inner.alias}"
            inner.args["alias"].set("this", exp.to_identifier(names[inner.alias]))
            lifted.append(inner)
        cte.this.set("with_", None)
        cte.set("materialized", None)  # a word of DuckDB's
        _renamed(cte.this, names)
        lifted.append(cte)
    if lifted:
        tree.args["with_"].set("expressions", lifted)


def _renamed(tree: exp.Expression, names: dict[str, str]) -> None:
    """Reads tables by other names; what calls their columns by the old ones goes on doing so."""
    for table in tree.find_all(exp.Table):
        if table.name in names:
            alias = table.alias or table.name
            table.set("this", exp.to_identifier(names[table.name]))
            table.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))


def _same(node: exp.Expression) -> exp.Expression:
    """What Spark reads otherwise, written so that it gives what DuckDB gives."""
    if isinstance(node, exp.Bracket):  # the first is 1, and beyond the last is null, no error
        return exp.func("get", node.this, _from_0(node))
    if isinstance(node, exp.DateDiff) or _is_row_number(node):  # of 32 bits there
        return exp.cast(node, "bigint")
    if isinstance(node, exp.Avg):  # a decimal there
        return exp.Avg(this=exp.cast(node.this, "double"))
    if isinstance(node, exp.Median):  # exactly; a percentile of another share is not written yet
        return exp.Anonymous(this="percentile", expressions=[node.this, exp.Literal.number("0.5")])
    if isinstance(node, exp.Nullif):  # to Sail, -0.0 is not 0
        return exp.Nullif(
            this=exp.Add(this=exp.paren(node.this), expression=exp.Literal.number(0)),
            expression=node.expression,
        )
    return node


def _from_0(node: exp.Bracket) -> exp.Expression:
    """The place in a list that a bracket names, counted from 0.

    Errors: UnsupportedError for a slice, a name, and a place counted from the end.
    """
    place = node.expressions[0]
    if isinstance(place, exp.Slice | exp.Neg) or place.is_string:
        raise UnsupportedError(f"not written for Spark: {node.sql('duckdb')}")
    if place.is_int:
        return exp.Literal.number(int(place.name) - 1)
    return exp.Sub(this=exp.paren(place), expression=exp.Literal.number(1))


def _is_row_number(node: exp.Expression) -> bool:
    return isinstance(node, exp.Window) and isinstance(node.this, exp.RowNumber)
