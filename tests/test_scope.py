"""A scope narrows the same lines whichever table answers, checked line by line."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError, Scope, Workspace, engine
from tests.conftest import WorkspaceOf

FIRST, LAST = date(2024, 1, 10), date(2024, 6, 20)
COLUMNS = {
    "region": ["North", "South", None],
    "channel": ["Web", "Shop"],
    "category": ["Beans", "Machines", "Tools"],
    "salesperson": ["Li", "Wu"],
}
TYPES = {customer: ("Café", "Home", None)[i % 3] for i, customer in enumerate("abcdefgh")}


def some_lines(over_days: bool) -> pd.DataFrame:
    """300 lines with returns, free gifts, unnamed customers and order numbers used twice."""
    rng = random.Random(7)
    days = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]
    day_of = {str(order): rng.choice(days) for order in range(60)}
    rows = []
    for _ in range(300):
        order = rng.choice([*day_of, None])
        customer = rng.choice([*TYPES, None])
        day = rng.choice(days) if order is None or over_days else day_of[order]
        quantity = rng.choice([1, 1, 1, 2, 5, -1, -2])
        row: dict[str, Any] = {
            "customer_id": customer,
            "ordered_on": day,
            "order_id": order,
            "quantity": quantity,
            "amount": quantity * rng.choice([0, 3, 3, 10]),
            "customer_type": TYPES.get(customer) if customer else None,
        }
        rows.append(row | {name: rng.choice(values) for name, values in COLUMNS.items()})
    return pd.DataFrame(rows).sort_values("ordered_on", kind="stable").reset_index(drop=True)


LINES = {over_days: some_lines(over_days) for over_days in (False, True)}


@pytest.fixture(scope="module")
def firms(workspace_of: WorkspaceOf) -> dict[bool, Workspace]:
    return {
        over_days: workspace_of(sales=LINES[over_days].to_csv(index=False)) for over_days in LINES
    }


@pytest.fixture(scope="module", autouse=True)
def probes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Questions that only read one relation, known to the engine while these tests run."""
    folder = tmp_path_factory.mktemp("probes")
    columns = {
        "scoped_lines": "customer_id, ordered_on, order_id, amount",
        "scoped_orders": "customers.customer_id, order_key, ordered_on, scoped_orders.amount,"
        " lines, is_return",
        "scoped_customer_months": "customers.customer_id, month, scoped_customer_months.orders,"
        " amount",
    }
    for relation, chosen in columns.items():
        file = folder / f"probe_{relation}.sql"
        joined = "" if relation == "scoped_lines" else (
            f"\nleft join customers on customers.customer_key = {relation}.customer_key"
        )  # fmt: skip
        order = ", ".join(str(n + 1) for n in range(chosen.count(",") + 1))
        file.write_text(
            f"-- grain: one row per row of the relation\nselect {chosen}\nfrom {relation}{joined}"
            f"\norder by {order}\n"
        )
        engine._files()[file.stem] = file
    yield
    for relation in columns:
        del engine._files()[f"probe_{relation}"]


def asked(ws: Workspace, relation: str, scope: Scope) -> list[tuple[Any, ...]]:
    return _plain(_rows(engine.run(ws, f"probe_{relation}", scope)))


def kept(lines: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    first, last = scope.start or date.min, scope.end or LAST
    keep = (lines["ordered_on"] <= last) & (lines["ordered_on"] >= first)
    for name, values in scope.filters.items():
        keep &= lines[name].fillna("").isin(values)
        if name == "customer_type":
            keep &= lines["customer_id"].notna()
    if scope.returns == "exclude":
        keep &= (lines["quantity"] > 0) & (lines["amount"] > 0)
    return lines[keep]


def orders(lines: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Orders by the definition: one order id of one customer, or one day without an order id."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    for line in lines.itertuples():
        by_day = _cell(line.order_id) is None
        key = str(line.ordered_on) if by_day else line.order_id
        found.setdefault((_cell(line.customer_id), key, by_day), []).append(line)
    rows = []
    for (customer, key, _), members in found.items():
        day = min(line.ordered_on for line in members)
        amount = sum(line.amount for line in members)
        back = any(line.amount < 0 or line.quantity < 0 for line in members)
        is_return = amount < 0 or (amount == 0 and back)
        rows.append((customer, key, day, amount, len(members), is_return))
    return rows


def months(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    found: dict[tuple[Any, int], tuple[int, float]] = {}
    for customer, _, day, amount, _, is_return in rows:
        key = (customer, day.year * 12 + day.month - 1)
        counted, money = found.get(key, (0, 0))
        found[key] = (counted + (not is_return), money + amount)
    return [(*key, *value) for key, value in found.items()]


def _rows(table: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return table.itertuples(index=False, name=None)


def _plain(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted((tuple(_cell(value) for value in row) for row in rows), key=str)


def _cell(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value if isinstance(value, str | date | bool) else float(value)


DAYS = st.dates(FIRST - timedelta(days=5), LAST + timedelta(days=5)) | st.sampled_from(
    [date(2024, 2, 29), date(2024, 3, 31), date(2024, 5, 1)]
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from([value or "" for value in values]), min_size=1, max_size=2)
        for name, values in (COLUMNS | {"customer_type": ["Café", "Home", None]}).items()
    },
)


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    start, end = draw(st.none() | DAYS), draw(st.none() | DAYS)
    if start and end and start > end:
        start, end = end, start
    as_of = draw(st.none() | DAYS)
    if start and not end and as_of and start > as_of:
        start = as_of
    return Scope(
        as_of=as_of,
        start=start,
        end=end,
        where=draw(FILTERS),
        returns=draw(st.sampled_from(["net", "exclude"])),
    )


@pytest.mark.parametrize("over_days", [False, True], ids=["orders of one day", "over days"])
@settings(max_examples=80, deadline=None)
@given(scope=scopes())
def test_relations_agree_with_a_count_line_by_line(
    firms: dict[bool, Workspace], over_days: bool, scope: Scope
) -> None:
    ws = firms[over_days]
    lines = kept(LINES[over_days], scope.resolved(ws))
    assert ws.facts.orders_over_days == over_days
    columns = ["customer_id", "ordered_on", "order_id", "amount"]
    assert asked(ws, "scoped_lines", scope) == _plain(_rows(lines[columns]))
    made = orders(lines)
    assert asked(ws, "scoped_orders", scope) == _plain(made)
    assert asked(ws, "scoped_customer_months", scope) == _plain(months(made))


def test_as_of_inside_an_order_sees_its_first_days_only(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,order_id,quantity,amount
        ann,2024-01-30,7,1,10
        ann,2024-02-02,7,1,5
        ann,2024-02-05,7,-2,-15
        """
    )
    row = ("ann", "7", date(2024, 1, 30))
    assert asked(ws, "scoped_orders", Scope(as_of=date(2024, 1, 31))) == [(*row, 10, 1, False)]
    assert asked(ws, "scoped_orders", Scope(as_of=date(2024, 2, 4))) == [(*row, 15, 2, False)]
    assert asked(ws, "scoped_orders", Scope(as_of=date(2024, 2, 5))) == [(*row, 0, 3, True)]
    assert asked(ws, "scoped_customer_months", Scope(as_of=date(2024, 2, 4))) == [
        ("ann", 2024 * 12, 1, 15)
    ]


def test_free_order_counts_and_an_order_sent_back_does_not(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,order_id,quantity,amount
        free,2024-01-01,1,1,0
        back,2024-01-02,2,1,8
        back,2024-01-02,2,-1,-8
        part,2024-01-03,3,2,8
        part,2024-01-03,3,-1,-4
        refund,2024-01-04,4,-1,-4
        """
    )
    counting = [row[0] for row in asked(ws, "scoped_orders", Scope()) if not row[-1]]
    assert counting == ["free", "part"]
    excluded = asked(ws, "scoped_orders", Scope(returns="exclude"))
    assert [(row[0], row[3]) for row in excluded] == [("back", 8), ("part", 8)]
    assert ws.facts.as_of == date(2024, 1, 3)


def test_order_number_of_two_customers_is_two_orders(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,order_id,amount
        ann,2024-01-01,1,1
        bob,2024-01-01,1,2
        ,2024-01-01,1,4
        """
    )
    assert [row[0] for row in asked(ws, "scoped_orders", Scope())] == ["ann", "bob", None]


def test_region_of_customers_stands_in_where_lines_have_none(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(
        sales="customer_id,ordered_on,amount\nann,2024-01-01,1\nbob,2024-01-01,2\n",
        customers="customer_id,region\nann,North\nbob,South\n",
    )
    assert ws.dimensions == {"region": ["North", "South"]}
    assert [row[0] for row in asked(ws, "scoped_orders", Scope(where={"region": ["South"]}))] == [
        "bob"
    ]


def test_scope_is_a_key() -> None:
    one = Scope(where={"region": ["S", "N", "N"], "channel": []})
    two = Scope(where=(("region", ("N", "S")),))
    assert one == two
    assert hash(one) == hash(two)
    assert one.filters == {"region": ("N", "S")}


def test_scope_refuses_what_makes_no_sense() -> None:
    with pytest.raises(DataError, match="no filter called colour"):
        Scope(where={"colour": ["red"]})
    with pytest.raises(DataError, match="starts on 2024-02-01, after it ends on 2024-01-01"):
        Scope(start=date(2024, 2, 1), end=date(2024, 1, 1))


@pytest.mark.parametrize(
    ("kind", "start", "end", "before"),
    [
        ("previous", "2024-03-01", "2024-03-31", ("2024-02-01", "2024-02-29")),
        ("previous", "2024-01-01", "2024-03-31", ("2023-10-01", "2023-12-31")),
        ("previous", "2024-03-11", "2024-03-17", ("2024-03-04", "2024-03-10")),
        ("year", "2024-02-29", "2024-03-31", ("2023-02-28", "2023-03-31")),
    ],
)
def test_comparison_period(kind: Any, start: str, end: str, before: tuple[str, str]) -> None:
    scope = Scope(start=date.fromisoformat(start), end=date.fromisoformat(end))
    other = scope.comparison(kind)
    assert other
    assert (str(other.start), str(other.end), other.as_of) == (*before, other.end)


def test_no_comparison_without_a_period() -> None:
    assert Scope(end=date(2024, 1, 1)).comparison("previous") is None
    assert Scope(start=FIRST, end=LAST, compare="none").comparison() is None


def test_resolved_scope_ends_with_the_last_counting_order(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\nann,2024-01-05,9\nann,2024-02-01,-9\n")
    assert Scope().resolved(ws).as_of == date(2024, 1, 5)
    late = Scope(as_of=date(2024, 3, 1), end=date(2024, 9, 1)).resolved(ws)
    assert (late.as_of, late.end) == (date(2024, 3, 1), date(2024, 3, 1))
