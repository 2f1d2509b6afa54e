"""The engine runs a question by name, whole, narrowed once, and one cursor at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from analytics import Scope, Workspace, engine
from tests.conftest import WorkspaceOf

SALES = """
    customer_id,ordered_on,order_id,region,channel,amount
    ann,2024-01-02,1,North,Web,10
    ann,2024-02-01,2,North,Shop,5.50
    bob,2024-01-31,3,South,Web,4.50
"""
PROBE = """\
-- grain: one row per customer
-- parameters: $least
with
sums as (
    select customer_key, cast(sum(amount) as double) as amount
    from scoped_orders
    group by customer_key
)
select customers.customer_id, sums.amount
from sums
join customers on customers.customer_key = sums.customer_key
where sums.amount >= $least
order by customers.customer_id
"""
TOTAL = """\
-- grain: one row: what the probe adds up to
select count(*) as customers, sum(amount) as amount
from probe_sums
order by customers
"""
TWICE = """\
-- grain: one row per customer: orders then, now and ever
select
    customers.customer_id, count(distinct before.order_key) as before,
    count(distinct now.order_key) as now, count(distinct ever.order_key) as ever
from scoped_customers as customers
left join scoped_orders_before as before on before.customer_key = customers.customer_key
left join scoped_orders as now on now.customer_key = customers.customer_key
left join probe_orders_ever as ever on ever.customer_key = customers.customer_key
group by customers.customer_id
order by customers.customer_id
"""
ORDERS = """\
-- grain: one row per order
select scoped_orders.customer_key, scoped_orders.order_key
from scoped_orders
join scoped_customers on scoped_customers.customer_key = scoped_orders.customer_key
where scoped_orders.ordered_on >= $start -- when start
order by scoped_orders.order_key
"""
MONTHS = """\
-- grain: one row per customer and month, then and now
select customer_key, month from scoped_customer_months
union all
select customer_key, month from scoped_customer_months_before
order by customer_key, month
"""
PROBES = {
    "probe_months": MONTHS,
    "probe_sums": PROBE,
    "probe_total": TOTAL,
    "probe_twice": TWICE,
    "probe_orders": ORDERS,
}


@pytest.fixture(autouse=True)
def probe(tmp_path, monkeypatch):  # type: ignore[no-untyped-def]
    for name, text in PROBES.items():
        (tmp_path / f"{name}.sql").write_text(text)
        monkeypatch.setitem(engine._files(), name, tmp_path / f"{name}.sql")


@pytest.fixture(scope="module")
def ws(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=SALES)


def rows(ws: Workspace, scope: Scope | None = None, least: float = 0) -> list[list[object]]:
    return engine.run(ws, "probe_sums", scope, least=least).values.tolist()


def test_question_is_answered_with_bound_values(ws: Workspace) -> None:
    assert rows(ws) == [["ann", 15.5], ["bob", 4.5]]
    assert rows(ws, least=5) == [["ann", 15.5]]
    assert rows(ws, Scope(as_of=date(2024, 1, 31))) == [["ann", 10.0], ["bob", 4.5]]
    assert rows(ws, Scope(where={"channel": ["Shop"]})) == [["ann", 5.5]]


def test_value_that_looks_like_sql_stays_a_value(ws: Workspace) -> None:
    assert rows(ws, Scope(where={"region": ["North'); drop table sales; --"]})) == []


def test_missing_parameter_is_named(ws: Workspace) -> None:
    with pytest.raises(KeyError, match="least"):
        engine.run(ws, "probe_sums")


def test_parameters_a_question_does_not_use_are_left_out(ws: Workspace) -> None:
    assert len(engine.run(ws, "probe_sums", least=0, another=1)) == 2


def test_question_reads_another_by_its_name(ws: Workspace) -> None:
    assert engine.run(ws, "probe_total", least=0).values.tolist() == [[2, 20.0]]


def test_text_is_what_runs(ws: Workspace) -> None:
    plain = engine.text(ws, "probe_total")
    assert plain.index("scoped_orders as (") < plain.index("probe_sums as (")
    assert plain.startswith("-- grain: one row: what the probe adds up to\nwith\n")
    assert "-- when" not in plain
    assert "$channel" not in plain
    assert "$channel" in engine.text(ws, "probe_total", Scope(where={"channel": ["Web"]}))
    assert plain.count("order by") == 1


def test_clause_is_there_only_when_the_scope_needs_it(ws: Workspace) -> None:
    assert "$start" not in engine.text(ws, "probe_sums")
    assert "ordered_on >= $start" in engine.text(ws, "probe_sums", Scope(start=date(2024, 1, 1)))
    assert "amount > 0" not in engine.text(ws, "probe_sums")
    assert "amount > 0" in engine.text(ws, "probe_sums", Scope(returns="exclude"))


def test_threads_get_their_own_answers(ws: Workspace) -> None:
    """Sharing one connection without cursors mixes answers up."""

    def ask(turn: int) -> bool:
        least = 10 * (turn % 2)
        expected = [["ann", 15.5]] if least else [["ann", 15.5], ["bob", 4.5]]
        return rows(ws, least=least) == expected

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(60)))


def test_table_keeps_money_exact(ws: Workspace) -> None:
    assert str(engine.table(ws, "probe_sums", least=0).schema.field("amount").type) == "double"
    assert engine.table(ws, "probe_sums", least=1000).num_rows == 0


def test_relation_is_read_as_of_an_earlier_day_beside_the_later_one(ws: Workspace) -> None:
    now = Scope(start=date(2024, 1, 31))
    before = Scope(as_of=date(2024, 1, 30), start=date(2024, 1, 1))
    answer = engine.run(ws, "probe_twice", now, before=before)
    assert answer.values.tolist() == [["ann", 1, 1, 2], ["bob", 0, 1, 1]]
    text = engine.text(ws, "probe_twice", now, before=before)
    for name in ("scoped_orders_before", "scoped_orders", "scoped_orders_ever"):
        assert f"{name} as (" in text
    assert text.count("ordered_on <= $end_before") == 1
    assert text.count("ordered_on >= $start_before") == 1
    assert "$start_ever" not in text
    assert text.count("scoped_customers as (") == 1  # it knows no day
    assert "scoped_customers_before" not in text


def test_earlier_day_has_filters_and_tables_of_its_own(ws: Workspace) -> None:
    """Filters are those of the scope; which table answers depends on each day."""
    web = Scope(where={"channel": ["Web"]})
    before = Scope(as_of=date(2024, 1, 30), where={"channel": ["Shop"]})
    answer = engine.run(ws, "probe_twice", web, before=before)
    assert answer.values.tolist() == [["ann", 1, 1, 1], ["bob", 0, 1, 1]]
    assert "scoped_lines_before as (" in engine.text(ws, "probe_twice", web, before=before)


def test_without_an_earlier_day_it_is_missed_by_name(ws: Workspace) -> None:
    with pytest.raises(KeyError, match="end_before"):
        engine.run(ws, "probe_twice")


def test_months_of_an_unfinished_earlier_day_come_from_its_orders(ws: Workspace) -> None:
    for day, of_orders in ((date(2024, 1, 15), True), (date(2024, 1, 31), False)):
        text = engine.text(ws, "probe_months", before=Scope(as_of=day))
        assert text.count("from customer_months\n") == (1 if of_orders else 2)
        assert ("scoped_orders_before as (" in text) == of_orders
