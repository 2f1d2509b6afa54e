"""Every question stays inside the SQL that DuckDB and Spark read alike, and has a total order."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from analytics import Scope, engine
from analytics.workspace import Facts

QUESTIONS = sorted(engine.SQL.glob("*.sql"))
RELATIONS = sorted((engine.SQL / "scope").glob("*.sql"))
FILES = [pytest.param(path, id=path.stem) for path in QUESTIONS + RELATIONS]

FORBIDDEN = {
    r"\b(group|order) by all\b": "name the columns",
    r"\bexclude\s*\(|\bcolumns\s*\(|\*\s*replace\s*\(": "name the columns",
    r"\b(un)?pivot\b|\basof\b|\blateral\b|\brecursive\b|\bqualify\b": "only DuckDB reads it so",
    r"\bfilter\s*\([^)]*\)\s*over\b": "sum a case over the window",
    r"\b(arg_max|arg_min|max_by|min_by|mode|any_value|first|last)\s*\(": "row_number() and a tie",
    r"\bntile\s*\(|\bhash\s*\(": "it splits equals or differs by engine",
    r"\b(range|generate_series)\s*\(": "values (...)",
    r"\b(quantile\w*|percentile\w*|approx_\w+)\s*\(": "the one percentile idiom",
    r"\b(dayname|monthname|strftime|strptime|date_trunc|epoch\w*)\s*\(": "dates as numbers",
    r"\bdate_diff\s*\(\s*'(?!day')|\bdatediff\b": "days; months as year * 12 + month",
    r"\b(current_date|current_timestamp)\b|\b(now|today|random)\s*\(": "nothing reads the clock",
    r"::|\bilike\b|\bglob\b|//|==|\bstruct_pack\b|:=": "only DuckDB writes it so",
}  # fmt: skip

FACTS = Facts(
    lines=1,
    first_line_on=date(2024, 1, 1),
    last_line_on=date(2024, 12, 31),
    has_cost=True,
    first_order_on=date(2024, 1, 1),
    last_order_on=date(2024, 12, 31),
    orders_over_days=True,
    contacts=1,
    last_contact_on=date(2024, 12, 31),
    deals=1,
    last_deal_on=date(2024, 12, 31),
    customers=1,
    region_in_lines=True,
    as_of=date(2024, 12, 31),
)
EVERYTHING = Scope(
    as_of=date(2024, 12, 31),
    start=date(2024, 1, 2),
    end=date(2024, 12, 30),
    where=dict.fromkeys(("region", "channel", "customer_type"), ("x",)),
    returns="exclude",
)
PLAIN = Scope(as_of=date(2024, 12, 31), end=date(2024, 12, 31))


def faults(sql: str) -> list[str]:
    """What in a statement is outside the portable subset; empty when nothing is."""
    bare = re.sub(r"--.*", "", sql)
    code = re.sub(r"'[^']*'", lambda text: text.group().lower(), bare)
    found = [
        f"{pattern}: {cure}" for pattern, cure in FORBIDDEN.items() if re.search(pattern, code)
    ]
    if re.search(r"[A-Z]", re.sub(r"'[^']*'", "", bare)):
        found.append("not lower case")
    tree = sqlglot.parse_one(bare, read="duckdb")
    tree.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    for division in tree.find_all(exp.Div):
        if not _never_zero(division.expression):
            found.append(f"no nullif under {division.sql('duckdb')}")
        if not any(cast.to.is_type("double") for cast in division.find_all(exp.Cast)):
            found.append(f"no double in {division.sql('duckdb')}")
    for cast in tree.find_all(exp.Cast):
        if cast.to.is_type(*exp.DataType.INTEGER_TYPES) and isinstance(_bare(cast.this), exp.Div):
            found.append(f"floor or round {cast.sql('duckdb')}")
    for difference in tree.find_all(exp.DateDiff, exp.TsOrDsDiff):
        for moment in (difference.this, difference.expression):
            if isinstance(moment, exp.Column) and moment.name.endswith("_at"):
                found.append(f"cast {moment.sql()} to date before counting days")
    for within in tree.find_all(exp.In):
        if within.args.get("query") and isinstance(_around(within), exp.Select):
            found.append(f"join instead of choosing by {within.sql('duckdb')}")
    for listed in tree.find_all(exp.ArrayAgg):
        if not isinstance(listed.this, exp.Coalesce):
            found.append(f"Spark leaves nulls out of {listed.sql('duckdb')}")
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, exp.RowNumber) and not window.args.get("order"):
            found.append("row_number() without an order")
    return found


def _around(node: exp.Expression) -> exp.Expression | None:
    """The condition a node is part of, else the columns it is part of."""
    return node.find_ancestor(exp.Where, exp.Having, exp.Join, exp.Select)


def _bare(node: exp.Expression) -> exp.Expression:
    while isinstance(node, exp.Paren | exp.Cast):
        node = node.this
    return node


def _never_zero(node: exp.Expression) -> bool:
    node = _bare(node)
    if isinstance(node, exp.Mul):
        return _never_zero(node.this) and _never_zero(node.expression)
    return isinstance(node, exp.Nullif) or (isinstance(node, exp.Literal) and float(node.name) != 0)


@pytest.mark.parametrize("path", FILES)
def test_file_is_portable(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", FILES)
def test_file_says_its_grain_first(path: Path) -> None:
    assert re.match(r"-- (grain: one row per |one row: )", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in QUESTIONS])
def test_question_ends_with_an_order(path: Path) -> None:
    last = re.findall(r"^(?:order by|select|from|where|group by|having)\b", path.read_text(), re.M)
    assert last[-1] == "order by"


@pytest.mark.parametrize("scope", [PLAIN, EVERYTHING], ids=["plain", "every filter"])
@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in QUESTIONS])
def test_question_as_run_reads_the_same_on_spark(path: Path, scope: Scope) -> None:
    sql = engine.compose(path.stem, scope, FACTS)
    sqlglot.transpile(sql, "duckdb", "spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


@pytest.mark.parametrize(
    "sql",
    [
        "select a, sum(b) from t group by all",
        "select * exclude (a) from t",
        "select arg_max(a, b) from t",
        "select ntile(5) over (order by a) from t",
        "select row_number() over (partition by a) from t",
        "select a / b from t",
        "select cast(a as double) / b from t",
        "select a / nullif(b, 0) from t",
        "select cast(cast(a as double) / nullif(b, 0) as integer) from t",
        "select date_diff('day', occurred_at, closed_on) from t",
        "select date_diff('month', a, b) from t",
        "select quantile_cont(a, 0.9) from t",
        "select a::date from t",
        "SELECT a from t",
        "with recursive r as (select 1 as a) select a from r",
        "select a from range(10) as t (a)",
        "select current_date",
        "select case when a in (select b from u) then 1 end as c from t",
        "select array_agg(a) as b from t",
    ],
)  # fmt: skip
def test_linter_refuses(sql: str) -> None:
    assert faults(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select cast(sum(a) as double) / nullif(count(*), 0) as mean from t group by b",
        "select floor(cast(a as double) / 7) as weeks from t",
        "select date_diff('day', cast(occurred_at as date), closed_on) as days from t",
        "select row_number() over (partition by a order by b desc, c) as place from t",
        "select a from t where b < $as_of + $n * interval '1' day",
        "select a from t where a in (select b from u) and b not in (select c from v)",
        "select 'New York' as a from (values (1), (2)) as t (n)",
    ],
)
def test_linter_accepts(sql: str) -> None:
    assert faults(sql) == []
