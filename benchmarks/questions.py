"""G, one bare group-by over the lines, cohorts, and the same work in pandas."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from analytics import Scope, Workspace, lifecycle, movement, scoring

if TYPE_CHECKING:
    import polars

COLUMNS = [
    "customer_id", "recency_days", "frequency", "monetary", "r", "f", "m", "segment", "type8",
]  # fmt: skip
G = "select customer_id, max(ordered_on), sum(amount) from sales group by 1"
LINES = """
select customer_id, cast(ordered_on as timestamp) as ordered_on, order_id,
    cast(amount as double) as amount
from sales
"""
EVERYBODY = "select customer_id from customers where orders > 0 order by customer_id"
COHORTS = """
with
first_months as (
    select customer_key, min(month) as cohort
    from customer_months
    where orders > 0
    group by customer_key
)
select cohort, month - cohort as months_after, count(*) as active
from customer_months
join first_months using (customer_key)
where orders > 0
group by cohort, month
order by cohort, months_after
"""


def best(work: Callable[[], Any], times: int = 5) -> float:
    """Seconds of the fastest of some runs: the one least disturbed by other processes."""
    seconds = []
    for _ in range(times):
        start = perf_counter()
        work()
        seconds.append(perf_counter() - start)
    return min(seconds)


def answer(ws: Workspace, sql: str) -> pa.Table:
    """The whole answer of a statement, as it leaves DuckDB."""
    with ws.cursor() as cursor:
        return cursor.sql(sql).to_arrow_table()


def rfm(lines: pd.DataFrame) -> pd.DataFrame:
    """What `rfm.customers` says of every customer, in pandas: measures, scores, segment, type."""
    orders = lines.groupby(["customer_id", "order_id"], as_index=False).agg(
        ordered_on=("ordered_on", "min"), amount=("amount", "sum")
    )
    counting = orders[orders["amount"] >= 0].groupby("customer_id")
    table = counting.agg(last=("ordered_on", "max"), frequency=("order_id", "size"))
    table["recency_days"] = (table["last"].max() - table.pop("last")).dt.days
    table["monetary"] = orders.groupby("customer_id")["amount"].sum()
    better = pd.DataFrame(
        {"r": -table["recency_days"], "f": table["frequency"], "m": table["monetary"].round(4)}
    )
    shares = better.rank(method="min").sub(1).div(max(len(table) - 1, 1))
    table = table.join(shares.mul(5).floordiv(1).add(1).clip(upper=5).astype("int64"))
    high = better > better.mean()
    segments = {10 * r + f: scoring.segment_of(r, f) for r, f in scoring.CELLS}
    table["segment"] = (10 * table["r"] + table["f"]).map(segments)
    table["type8"] = (4 * high["m"] + 2 * high["r"] + high["f"]).map(dict(enumerate(scoring.KINDS)))
    return table.reset_index()[COLUMNS]


def rfm_polars(lines: polars.DataFrame) -> polars.DataFrame:
    """The same in polars, lazily, so that it plans the whole."""
    import polars as pl

    orders = (
        lines.lazy()
        .group_by("customer_id", "order_id")
        .agg(pl.col("ordered_on").min(), pl.col("amount").sum())
    )
    bought = (
        orders.filter(pl.col("amount") >= 0)
        .group_by("customer_id")
        .agg(pl.col("ordered_on").max().alias("last"), pl.len().alias("frequency"))
    )
    money = orders.group_by("customer_id").agg(pl.col("amount").sum().alias("monetary"))
    table = bought.join(money, on="customer_id").with_columns(
        (pl.col("last").max() - pl.col("last")).dt.total_days().alias("recency_days")
    )
    better = {
        "r": -pl.col("recency_days"),
        "f": pl.col("frequency"),
        "m": pl.col("monetary").round(4),
    }
    steps = pl.max_horizontal(pl.len() - 1, 1)
    scores = [
        ((by.rank("min") - 1) * 5 // steps + 1).clip(upper_bound=5).cast(pl.Int64).alias(name)
        for name, by in better.items()
    ]
    high = {name: (by > by.mean()).cast(pl.Int64) for name, by in better.items()}
    eight = (4 * high["m"] + 2 * high["r"] + high["f"]).alias("type8")
    segments = {10 * r + f: scoring.segment_of(r, f) for r, f in scoring.CELLS}
    names = pl.col("type8").replace_strict(dict(enumerate(scoring.KINDS)))
    cells = (10 * pl.col("r") + pl.col("f")).replace_strict(segments)
    scored = table.with_columns(*scores, eight)
    return scored.with_columns(names, cells.alias("segment")).select(COLUMNS).collect()


def tiers(lines: pd.DataFrame) -> pd.DataFrame:
    """Customers and money by share of customers, in pandas."""
    value = lines.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
    place = pd.Series(range(len(value)), index=value.index) / len(value)
    return value.groupby(pd.cut(place, [-1, 0.01, 0.2, 0.5, 1])).agg(["size", "sum"])


def cohorts(lines: pd.DataFrame) -> pd.DataFrame:
    """Customers active by months since their first, in pandas."""
    days = lines["ordered_on"]
    months = lines[["customer_id"]].assign(month=days.dt.year * 12 + days.dt.month)
    months = months.drop_duplicates()
    cohort = months.groupby("customer_id")["month"].transform("min")
    return months.groupby([cohort, months["month"] - cohort]).size().unstack()


def some_customers(ws: Workspace, count: int = 61) -> list[str]:
    """Customers evenly spread over the numbers, those with many orders among them."""
    ids: list[str] = answer(ws, EVERYBODY)["customer_id"].to_pylist()
    step = max(1, len(ids) // count)
    return ids[::step][:count]


def moves(ws: Workspace) -> dict[str, Callable[[], Any]]:
    """Who moved between today and three months before, by segment and by state."""
    scope, since = Scope().resolved(ws), ws.facts.as_of - timedelta(days=91)
    horizon = lifecycle.horizon_days(ws, scope)
    return {
        "segments on two days": lambda: movement.flows(ws, scope, since),
        "states on two days": lambda: lifecycle.transitions(ws, scope, since, horizon),
    }
