"""What Spark reads otherwise is written so that it gives what DuckDB gives."""

from __future__ import annotations

import pytest
from sqlglot.errors import UnsupportedError

from analytics import dialect


def spark(sql: str) -> str:
    """The one statement of a short question."""
    (statement,) = dialect.spark(sql)
    return statement.text


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("select a from t order by a", "SELECT a FROM t ORDER BY a NULLS LAST"),
        ("select a from t order by a desc nulls last", "SELECT a FROM t ORDER BY a DESC"),
        ("select median(a) as m from t", "SELECT PERCENTILE(a, 0.5) AS m FROM t"),
        ("select avg(a) as m from t", "SELECT AVG(CAST(a AS DOUBLE)) AS m FROM t"),
        (
            "select date_diff('day', a, $b) * 100000 as d from t",
            "SELECT CAST(DATEDIFF(DAY, a, :b) AS BIGINT) * 100000 AS d FROM t",
        ),
        (
            "select row_number() over (order by a desc, b) as r from t",
            "SELECT CAST(ROW_NUMBER() OVER (ORDER BY a DESC, b NULLS LAST) AS BIGINT) AS r FROM t",
        ),
        ("select path[1] as a from t", "SELECT GET(path, 0) AS a FROM t"),
        ("select path[n] as a from t", "SELECT GET(path, (n) - 1) AS a FROM t"),
        (
            "select path[cast(n as integer)] as a from t",
            "SELECT GET(path, (CAST(n AS INT)) - 1) AS a FROM t",
        ),
        (
            "select path[length(n) + 1] as a from t",
            "SELECT GET(path, (LENGTH(n) + 1) - 1) AS a FROM t",
        ),
        ("select a from t where b < nullif(c, 0)", "SELECT a FROM t WHERE b < NULLIF((c) + 0, 0)"),
        (
            "select cast($d as timestamp) + $n * interval '1' day as a",
            "SELECT CAST(:d AS TIMESTAMP_NTZ) + :n * INTERVAL '1' DAY AS a",
        ),
    ],
)
def test_what_differs_is_rewritten(sql: str, written: str) -> None:
    assert spark(sql) == written


@pytest.mark.parametrize("place", ["-1", "1:2", "'first'"])
def test_a_place_in_a_list_that_is_no_number_from_the_front_is_refused(place: str) -> None:
    with pytest.raises(UnsupportedError, match="not written for Spark"):
        spark(f"select path[{place}] as a from t")


def test_values_are_arguments_and_never_text() -> None:
    (statement,) = dialect.spark("select a from t where b = $b and c = 'o''c' limit $rows")
    assert statement.values == {"b", "rows"}
    assert statement.text == "SELECT a FROM t WHERE b = :b AND c = 'o\\'c' LIMIT :rows"


def test_an_expression_within_another_stands_before_it_under_a_name_of_its_own() -> None:
    sql = """with
    a as (
        with b as (select 1 as k), t as (select k from b join t on t.k = b.k)
        select b.k from b join t on t.k = b.k
    ),
    b as (select k from a)
    select b.k from b, t"""
    assert spark(sql) == (
        "WITH a__b AS (SELECT 1 AS k),"
        " a__t AS (SELECT k FROM a__b AS b JOIN t ON t.k = b.k),"
        " a AS (SELECT b.k FROM a__b AS b JOIN a__t AS t ON t.k = b.k),"
        " b AS (SELECT k FROM a) SELECT b.k FROM b, t"
    )


def test_what_would_be_copied_too_often_is_kept_once() -> None:
    parts = ["p0 as (select k, $v as v from t)"]
    parts += [f"p{n} as (select k from p{n - 1} union all select k from p{n - 1})"
              for n in range(1, 12)]  # fmt: skip
    statements = dialect.spark(f"with {', '.join(parts)} select k from p11 order by k")
    assert 2 < len(statements) < 8
    assert all(len(statement.text) < 2000 for statement in statements)
    *kept, last = statements
    assert last.name == ""
    for number, statement in enumerate(kept):
        assert statement.name
        assert f"FROM {statement.name}{dialect.RUN} AS " in statements[number + 1].text
    assert statements[0].values == {"v"}
    assert last.values == set()


def test_what_a_run_brings_along_has_a_name_of_its_run() -> None:
    (statement,) = dialect.spark("select costs.a from costs", frozenset({"costs"}))
    assert statement.text == f"SELECT costs.a FROM costs{dialect.RUN} AS costs"
