"""`python -m benchmarks.funnel`: 3 million contacts through six steps, against pandas and chdb."""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from analytics import Scope, Workspace, engine, funnel
from analytics.steps import Choice
from benchmarks.questions import answer, best
from benchmarks.results import Results

STEPS = ["Lead", "Contacted", "Qualified", "Proposal", "Negotiation", "Won"]
WITHIN = 30
SCOPE = Scope(as_of=date(2025, 6, 1))
# up to four contacts a stage, each less likely than the one before
EVENTS = """
copy (
    with
    drawn as (
        select
            customer, stage, again, hash(customer * 1000 + stage * 10 + again) as drawn
        from (select range as customer from range(600000)),
            (select unnest([1, 2, 3, 4, 5, 6]) as stage), (select unnest([1, 2, 3, 4]) as again)
    )
    select
        'C' || lpad(customer::varchar, 7, '0') as customer_id,
        timestamp '2024-01-01' + cast(drawn % 90 * 86400 + drawn // 1000 % 86400
            + stage * 6 * 86400 as bigint) * interval 1 second as occurred_at,
        {steps}[stage] as stage
    from drawn
    where drawn // 7 % 1000 < [500, 170, 100, 63][again]
    {heavy}
    order by occurred_at, customer_id, stage
) to '{path}' (header)
"""
HEAVY = """
    union all
    select
        'H' || (range % 20), timestamp '2024-01-01' + range * 30 * interval 1 second,
        {steps}[1 + cast(hash(range) % 6 as bigint)]
    from range(360000)
"""
# the level of every customer, as windowFunnel gives it
LEVELS = """
select level, count(*) from (
    select customer_key, max(level) as level from ({chains}) as chains group by customer_key
) as customers group by level order by level
"""
CHDB = """
select level, count() from (
    select customer_id, windowFunnel({seconds})(occurred_at, {steps}) as level
    from contacts group by customer_id
) group by level order by level settings max_threads = 2
"""


def main() -> None:
    """Writes the contacts, loads them and prints what the levels of all customers cost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.funnel", description=__doc__)
    parser.add_argument("--results", type=Path, help="a Markdown file to keep the table in")
    options, results = parser.parse_args(), Results()
    line = results.line
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        usual, crowded = _loaded(folder, "usual"), _loaded(folder, "crowded", HEAVY)
        seconds = best(lambda: _levels(usual), 3)
        line("levels of 600,000 customers", f"{1000 * seconds:.0f} ms")
        whole = best(lambda: funnel.steps(usual, SCOPE, Choice(STEPS, WITHIN)), 3)
        line("the funnel with days and money", f"{1000 * whole:.0f} ms")
        more = best(lambda: _levels(crowded), 3) - seconds
        line("20 customers of 18,000 contacts add", f"{1000 * more:.0f} ms", "500 ms")
        frame = answer(usual, "select customer_id, occurred_at, stage from interactions")
        contacts = frame.to_pandas()
        against = best(lambda: _merged(contacts), 1)
        line("pandas merge ÷ levels", f"{against / seconds:.1f}", note="at least 2.5")
        beside = _chdb(folder / "usual.csv")
        if beside is None:
            line("levels ÷ chdb windowFunnel", "–", "3.5", "chdb is not installed")
        else:
            line("levels ÷ chdb windowFunnel", f"{seconds / beside:.2f}", "3.5")
    results.keep(options.results, "Funnel of 3,000,000 contacts")


def _loaded(folder: Path, name: str, heavy: str = "") -> Workspace:
    path = folder / f"{name}.csv"
    duckdb.sql(EVENTS.format(steps=STEPS, path=path, heavy=heavy.format(steps=STEPS)))
    ws = Workspace.open(folder / name)
    columns = {column: column for column in ("customer_id", "occurred_at", "stage")}
    ws.load(path, "interactions", columns, date_format="%Y-%m-%d %H:%M:%S")
    return ws


def _levels(ws: Workspace) -> list[tuple[int, int]]:
    """The product's own relations up to the last level, without what the page makes of them."""
    params = Choice(STEPS, WITHIN).params()
    relations, _ = engine.text(ws, "funnel_steps", SCOPE, **params).split(",\nfunnel_taken_soonest")
    chains = " union all ".join(
        f"select customer_key, {level} as level from funnel_level_{level}"
        for level in range(1, len(STEPS) + 1)
    )
    bound = {name: params[name] for name in params if f"${name}" in relations}
    days = {"as_of": SCOPE.as_of, "end": SCOPE.as_of}
    with ws.cursor() as cursor:
        return cursor.execute(relations + LEVELS.format(chains=chains), bound | days).fetchall()


def _merged(contacts: pd.DataFrame) -> list[int]:
    """How many customers reach each step, by merges: the latest start of every chain is kept."""
    window = pd.Timedelta(days=WITHIN)
    events = {
        stage: rows[["customer_id", "occurred_at"]] for stage, rows in contacts.groupby("stage")
    }
    chains = events[STEPS[0]].assign(start=events[STEPS[0]]["occurred_at"])
    reached = [chains["customer_id"].nunique()]
    for stage in STEPS[1:]:
        pairs = chains.merge(events[stage], on="customer_id", suffixes=("_before", ""))
        later = pairs["occurred_at"] > pairs["occurred_at_before"]
        pairs = pairs[later & (pairs["occurred_at"] <= pairs["start"] + window)]
        chains = pairs.groupby(["customer_id", "occurred_at"], as_index=False)["start"].max()
        reached.append(chains["customer_id"].nunique())
    return reached


def _chdb(path: Path) -> float | None:
    """Seconds of the same levels in chdb, on a table sorted by customer and time."""
    try:
        from chdb.session import Session
    except ImportError:
        return None
    session = Session()
    for statement in (
        "create database funnel",
        "use funnel",
        "create table contacts (customer_id String, occurred_at DateTime, stage "
        "LowCardinality(String)) engine = MergeTree order by (customer_id, occurred_at)",
        f"insert into contacts select * from file('{path}', 'CSVWithNames')",
        "optimize table contacts final",
    ):
        session.query(statement)
    named = ", ".join(f"stage = '{step}'" for step in STEPS)
    asked = CHDB.format(seconds=WITHIN * 86400, steps=named)
    return best(lambda: session.query(asked), 3)


if __name__ == "__main__":
    main()
