"""What a load did, for people and for the version's own records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd

from analytics.intake.remark import Remark


@dataclass(frozen=True)
class Report:
    """One load. rows_read = rows_loaded + rows_rejected, always.

    rows_read    rows of the file below its header; a row in which nothing stands is not one
    rejects      one row per rejected row of the file: line column value reason;
                 `line` as a person counts them, `column` as the file names it (None: whole line),
                 `reason` an English sentence of the catalogues; of several files also `file`
    amount       sum of the loaded rows' money, None where the kind has none
    rows_overlapping, amount_overlapping
                 those of the loaded rows that were there already and do not count again
    mapping      column -> header in the file, or several
    date_format  column -> the format(s) its dates were read with
    checksum     SHA-256 of the file
    remarks      warnings about the file, as `findings` gives them
    written      the day the file was last written
    events       how many contacts the rows became, where a row has a date for every stage
    """

    kind: str
    file: str
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rejects: pd.DataFrame
    amount: Decimal | None
    mapping: Mapping[str, str | list[str]]
    date_format: dict[str, str]
    checksum: str
    options: dict[str, Any]
    rows_overlapping: int = 0
    amount_overlapping: Decimal | None = None
    remarks: tuple[Remark, ...] = ()
    events: int | None = None
    written: date | None = None


def record(
    con: duckdb.DuckDBPyConnection, report: Report, *, number: int, mode: str, user: str
) -> None:
    """Writes a report into the tables `loads` and `rejects` as load `number`."""
    con.execute(
        "insert into loads by name select $load_no as load_no, $kind as kind, $file as file,"
        " $checksum as checksum, $mode as mode, cast(now() as timestamp) as loaded_at,"
        " $loaded_by as loaded_by, $rows_read as rows_read, $rows_loaded as rows_loaded,"
        " $rows_rejected as rows_rejected, $amount as amount, $mapping as mapping,"
        " $options as options, $rows_overlapping as rows_overlapping,"
        " $amount_overlapping as amount_overlapping, $file_date as file_date",
        {
            "load_no": number,
            "kind": report.kind,
            "file": report.file,
            "checksum": report.checksum,
            "mode": mode,
            "loaded_by": user,
            "rows_read": report.rows_read,
            "rows_loaded": report.rows_loaded,
            "rows_rejected": report.rows_rejected,
            "amount": report.amount,
            "rows_overlapping": report.rows_overlapping,
            "amount_overlapping": report.amount_overlapping,
            "file_date": report.written,
            "mapping": json.dumps(report.mapping, ensure_ascii=False),
            "options": json.dumps(
                report.options | {"date_format": report.date_format}, ensure_ascii=False
            ),
        },
    )
    if len(report.rejects):
        rejects = report.rejects
        if "file" in rejects:
            columns = rejects["column"].fillna("")
            rejects = rejects.assign(column=(rejects["file"] + ": " + columns).str.strip(": "))
        con.register("intake_rejects", rejects)
        con.execute(
            f'insert into rejects select {number}, line, "column", value, reason'
            " from intake_rejects"
        )
        con.unregister("intake_rejects")
