"""A file into its table, in one pass over it in the normal case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import duckdb
import pandas as pd

from analytics import watch
from analytics.errors import N_, DataError
from analytics.intake.append import append
from analytics.intake.check import Checks
from analytics.intake.columns import KINDS, Kind
from analytics.intake.confirm import confirmed
from analytics.intake.dates import latest
from analytics.intake.erased import ERASED, NOBODY, Erased
from analytics.intake.findings import findings
from analytics.intake.look import readings, zone_remark
from analytics.intake.many import ManySource
from analytics.intake.report import Report
from analytics.intake.source import LINE, Source, patiently
from analytics.intake.values import rules, unseen
from analytics.intake.wide import Given, WideSource, as_events, stage_of, stages

Progress = Callable[[str, float], None]

_REJECTS = ["line", "column", "value", "reason"]
_READING = ("encoding", "sheet", "header")
_LOADING = ("date_format", "decimal")
_SAMPLE_ROWS = 20_000


def reading_options(options: dict[str, Any]) -> dict[str, Any]:
    """Those of a load's options that say how to open the file.

    Errors: DataError for an option that does not exist.
    """
    for name in options:
        if name not in _READING + _LOADING:
            raise DataError(
                N_("There is no option called {name}."),
                N_("Use one of: {options}."),
                name=name,
                options=", ".join(_READING + _LOADING),
            )
    return {name: options[name] for name in _READING if name in options}


def load(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    kind: str,
    mapping: Given | None = None,
    *,
    mode: str = "replace",
    erased: Erased = NOBODY,
    progress: Progress | None = None,
    **options: Any,
) -> Report:
    """Writes a file into the table of its kind and says what became of every row.

    mapping  column -> header, of `occurred_at` several where a row has a date for every stage;
             None takes the proposal where it is certain
    mode     "replace" makes the table anew, "append" adds rows to it, none of them twice
    erased   customers whose rows are rejected, since they asked to be forgotten
    options  date_format: a format such as "%d-%m-%y", or one for each column of dates;
             decimal: "." or ",", the decimal sign; the options of reading are only noted
             here, they have been used to open the file
    Rows are ordered as the table is used: sales by date. `con` keeps insertion order (DuckDB's
    default). Errors: DataError, and then the table is in no defined state.
    """
    step = progress or (lambda stage, share: None)
    return patiently(
        source, lambda way: _load(con, way, kind, mapping, mode, erased, step, options)
    )


def _load(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    kind: str,
    mapping: Given | None,
    mode: str,
    erased: Erased,
    step: Progress,
    options: dict[str, Any],
) -> Report:
    chosen, form = confirmed(source, kind, mapping), options.get("date_format")
    source, headers = as_events(source, chosen)
    decimal = options.get("decimal")
    step(N_("Reading the dates"), 0.0)
    found = readings(source, kind, headers, form, con=con)
    written = rules(con, source, KINDS[kind], headers, decimal)
    step(N_("Reading the rows"), 0.1)
    target = KINDS[kind].table if mode == "replace" else f"{KINDS[kind].table}_added"
    stage = stage_of(source)
    checks = Checks(KINDS[kind], headers, found, source.headers, written, stage, erased)
    rejects = _fill(con, source, checks, target)
    again = checks
    if doubted := _doubted(con, checks, target, rejects, source):
        wanted = {column: headers[column] for column in doubted}
        better = readings(source, kind, wanted, form, con=con, whole=True)
        again = replace(again, readings=found | better)
    if unseen(con, checks.kind, written, target, rejects):
        written = rules(con, source, KINDS[kind], headers, decimal, whole=True)
        again = replace(again, rules=written)
    if again.select("rows") != checks.select("rows"):
        checks = again
        rejects = _fill(con, source, checks, target)
    step(N_("Counting"), 0.9)
    report = _report(con, source, kind, checks, target, rejects, options)
    report = replace(
        report, mapping=chosen, remarks=findings(source, kind, headers, con=con, loaded=True)
    )
    zoned = (zone_remark(headers[column], each) for column, each in checks.readings.items())
    report = replace(report, remarks=(*report.remarks, *filter(None, zoned)))
    con.execute(f"delete from {target} where {checks.kind.mark} is null")
    if mode == "append":
        known = append(con, checks.kind, target, checks.headers)
        report = replace(report, rows_overlapping=known.rows, amount_overlapping=known.amount)
    return report


def _fill(
    con: duckdb.DuckDBPyConnection, source: Source, checks: Checks, target: str
) -> pd.DataFrame:
    """Fills the table, rejected rows with a null mark, and returns the rejects.

    A file that begins in the order of its table is not sorted, which saves a fifth of the time.
    """
    order = f" order by {checks.kind.order}"
    sample = f"{checks.select(source.sample(con))} limit {_SAMPLE_ROWS}"
    if _in_order(con, checks.kind, sample):
        _write(con, source, checks, target)
        if not _in_order(con, checks.kind, f"from {target}"):
            _write(con, source, checks, target, order)
    else:
        _write(con, source, checks, target, order)
    return _rejects(con, source, checks, target)


def _write(
    con: duckdb.DuckDBPyConnection, source: Source, checks: Checks, target: str, order: str = ""
) -> None:
    row_no = "row_number() over ()" if checks.kind.table == "interactions" else None
    select = checks.select(source.relation(con), row_no)
    with watch.counting(con, source.rows):
        con.execute(f"create or replace table {target} as {select}{order}")


def _in_order(con: duckdb.DuckDBPyConnection, kind: Kind, rows: str) -> bool:
    """Whether rows lie in the order of their table already, those without a mark aside."""
    mark = kind.mark
    if kind.order != mark:
        return False
    return not con.execute(
        f"select 1 from (select {mark}, lag({mark}) over () as before from ({rows})"
        f" where {mark} is not null) where {mark} < before limit 1"
    ).fetchall()


def _rejects(
    con: duckdb.DuckDBPyConnection, source: Source, checks: Checks, target: str
) -> pd.DataFrame:
    """Every rejected row: line column value reason, and `fault`, the column's own name."""
    rejects = source.faults(con).assign(fault=None)
    if "file" not in rejects:
        rejects["file"] = source.path.name
    unmarked = f"select count(*) from {target} where {checks.kind.mark} is null"
    if con.execute(unmarked).fetchall()[0][0]:
        rows = con.execute(checks.rejected(source.numbered(con))).df()
        dated = stages(source.dates) if isinstance(source, WideSource) else {}
        names = {stage: header for header, stage in dated.items()}
        values = rows["value"].astype(object).where(rows["value"].notna(), None)
        found = pd.DataFrame(
            {
                "file": source.file_of(rows[LINE]),
                "line": source.line_numbers(con, rows[LINE]),
                "column": rows["header"].replace(names),
                "value": values,
                "reason": [
                    checks.reason(fault, value)
                    for fault, value in zip(rows["fault"], values, strict=True)
                ],
                "fault": rows["fault"],
            }
        )
        rejects = pd.concat([rejects, found]) if len(rejects) else found
    if checks.erased:
        theirs = rejects["value"].map(checks.erased.is_in)
        rejects.loc[theirs, "value"] = None
        rejects.loc[theirs, "reason"] = ERASED
    return rejects.sort_values(["file", "line"], kind="stable", ignore_index=True)


def _doubted(
    con: duckdb.DuckDBPyConnection,
    checks: Checks,
    target: str,
    rejects: pd.DataFrame,
    source: Source,
) -> list[str]:
    """Columns whose dates were read on the evidence of a sample that the whole file contradicts."""
    unread = set(rejects.loc[rejects["value"].notna(), "fault"])
    sampled = [column for column, each in checks.readings.items() if each.sampled]
    if not sampled:
        return []
    lasts = ", ".join(f"cast(max({column}) as date)" for column in sampled)
    ends = con.execute(f"select {lasts} from {target}").fetchall()[0]
    return [
        column
        for column, end in zip(sampled, ends, strict=True)
        if column in unread or (end and end > latest(source))
    ]


def _report(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    kind: str,
    checks: Checks,
    target: str,
    rejects: pd.DataFrame,
    options: dict[str, Any],
) -> Report:
    money = checks.kind.money
    amount = f"sum({money}) filter ({checks.kind.mark} is not null)" if money else "null"
    rows, loaded, total = con.execute(
        f"select count(*), count({checks.kind.mark}), {amount} from {target}"
    ).fetchall()[0]
    if not loaded:
        raise _nothing(source, rejects)
    apart = int(rejects["fault"].isna().sum())
    events = None
    if isinstance(source, WideSource):
        # The account is of rows of the file, whatever number of contacts they became.
        events, rows = loaded, source.rows_of(con)
        loaded = rows + apart - len(rejects)
        options = options | {"events": events}
    return Report(
        kind=kind,
        file=source.name,
        rows_read=rows + apart,
        rows_loaded=loaded,
        rows_rejected=len(rejects),
        rejects=rejects[[*_REJECTS, "file"] if isinstance(source, ManySource) else _REJECTS],
        amount=total,
        mapping=checks.headers,
        date_format={column: each.name for column, each in checks.readings.items()},
        checksum=source.checksum,
        events=events,
        written=source.modified,
        options=options
        | {"encoding": source.encoding, "sheet": source.sheet, "header": source.header},
    )


def _nothing(source: Source, rejects: pd.DataFrame) -> DataError:
    if rejects.empty:
        return DataError(N_("{file} has no rows below its headers."), file=source.path.name)
    first = rejects.iloc[0]
    return DataError(
        N_("No row of {file} could be loaded. Line {line}, column {column}: {reason}"),
        N_("Check which header holds which column and how its dates are written."),
        file=first["file"],
        line=int(first["line"]),
        column=first["column"] or "–",
        value=first["value"],
        reason=first["reason"],
    )
