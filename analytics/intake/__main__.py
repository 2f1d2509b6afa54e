"""Files from the command line: look at one, load it, or watch a folder for the weekly refresh.

python -m analytics.intake look FILE…
python -m analytics.intake load FILE… --workspace FOLDER --kind sales [--append]
python -m analytics.intake inbox INBOX --workspace FOLDER [--once]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from analytics.errors import DataError
from analytics.inbox import Inbox
from analytics.intake import (
    KINDS,
    Match,
    Source,
    able,
    as_events,
    choices,
    doubtful_number,
    findings,
    likely,
    read,
    readings,
    signature,
    unable,
    understood,
    zone_remark,
)
from analytics.language import LANGUAGES, Language
from analytics.state import system_user
from analytics.workspace import Workspace

SHOWN = 5
_READING = ("encoding", "sheet", "header")


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; 0 when it is done, 1 when the data forbids it, with the sentence why."""
    chosen = _parser().parse_args(arguments)
    try:
        done = chosen.run(chosen) or 0
        sys.stdout.flush()
        return done
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads has read enough; what is left goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def look(chosen: argparse.Namespace) -> None:
    """Prints what would be understood of a file, for every kind or the one named."""
    source = read(chosen.file, **_given(chosen, _READING))
    print(source.name)
    for name, value in _facts(source).items():
        print(f"  {name:<9} {value}")
    print("\n" + "\n".join(" | ".join(cell or "" for cell in row) for row in _top(source)))
    kind = chosen.kind or likely(source)
    _print_kind(source, kind, chosen.date_format)


def load(chosen: argparse.Namespace) -> None:
    """Loads a file and prints the account: rows read = loaded + rejected."""
    options = _given(chosen, (*_READING, "date_format", "decimal"))
    with Workspace.open(chosen.workspace) as ws:
        source = read(chosen.file, **_given(chosen, _READING))
        # A mapping confirmed once is not asked for again.
        known = signature(source.headers, chosen.kind)
        mapping: Any = _named(chosen.map or []) or ws.state.mapping(known)
        mode: Any = "append" if chosen.append else "replace"
        report = ws.load(
            source,
            chosen.kind,
            mapping,
            mode=mode,
            personal=chosen.personal,
            user=system_user(),
            **options,
        )
        ws.state.remember_mapping(known, report.mapping, chosen.personal)
        print(
            f"{report.file}: {report.rows_read} rows read = {report.rows_loaded} loaded"
            f" + {report.rows_rejected} rejected; version {ws.version}"
        )
        if report.events is not None:
            print(f"  {report.rows_loaded} rows became {report.events} contacts")
        if marks := report.options["personal"]:
            print(f"  kept from who may not see people: {', '.join(marks)}")
        for remark in report.remarks:
            print(f"  {remark}")
        for row in report.rejects.head(SHOWN).to_dict("records"):
            told = {name: cell for name, cell in row.items() if cell is not None and cell == cell}
            place = [f"line {row['line']}"]
            place += [str(told[name]) for name in ("file", "column") if told.get(name)]
            value = f" {told['value']!r}" if "value" in told else ""
            print(f"  {', '.join(place)}{value}: {row['reason']}")
        if report.rows_rejected > SHOWN:
            print(f"  and {report.rows_rejected - SHOWN} more")
        _print_checks(ws)


def inbox(chosen: argparse.Namespace) -> int:
    """Loads what is put into a folder, each file once; what it cannot load goes to asked/."""
    language = Language(chosen.language)
    watched = Inbox(Path(chosen.inbox), Path(chosen.workspace), system_user(), language)
    asked = 0
    with suppress(KeyboardInterrupt):
        for outcome in watched.outcomes(chosen.every, chosen.once):
            asked += not outcome.done
            print(f"{outcome.file}\n{outcome.report}\n", flush=True)
    return 1 if asked else 0


def _print_checks(ws: Workspace) -> None:
    """What looks wrong in the rows, with the money in it; kept for the pages too."""
    found = ws.check()
    for row in found[(found["lines"] > 0) & (found["check"] != "total")].to_dict("records"):
        counted = "" if row["counted_lines"] else ", left out"
        print(f"  {row['check']}: {row['lines']} rows, {row['amount']:,.2f}{counted}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics.intake", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("file", nargs="+", help="a file, an archive, a folder, or several files")
    shared.add_argument("--encoding", help="such as gb18030; found where left out")
    shared.add_argument("--sheet", help="of a workbook")
    shared.add_argument("--header", type=int, help="line of the header, 0 for none")
    shared.add_argument("--date-format", help="such as %%d-%%m-%%y; found where left out")
    looking = commands.add_parser("look", parents=[shared], help=look.__doc__)
    looking.add_argument("--kind", choices=KINDS)
    looking.set_defaults(run=look)
    loading = commands.add_parser("load", parents=[shared], help=load.__doc__)
    loading.add_argument("--workspace", required=True, help="folder that holds the data")
    loading.add_argument("--kind", choices=KINDS, required=True)
    loading.add_argument("--append", action="store_true", help="add to what is there")
    loading.add_argument("--decimal", choices=[".", ","])
    loading.add_argument(
        "--map", action="append", type=_pair, metavar="COLUMN=HEADER",
        help="which header holds a column; all columns wanted, where any is named",
    )  # fmt: skip
    loading.add_argument(
        "--personal", nargs="*", metavar="COLUMN",
        help="columns kept from who may not see people; proposed where left out",
    )  # fmt: skip
    loading.set_defaults(run=load)
    watching = commands.add_parser("inbox", help=inbox.__doc__)
    watching.add_argument("inbox", help="the folder to watch, made where there is none")
    watching.add_argument("--workspace", required=True, help="folder that holds the data")
    watching.add_argument("--once", action="store_true", help="load what is there, and end")
    watching.add_argument("--every", type=float, default=5, help="seconds between two looks")
    watching.add_argument("--language", choices=LANGUAGES, default="en", help="of the reports")
    watching.set_defaults(run=inbox)
    return parser


def _named(pairs: list[tuple[str, str]]) -> dict[str, str | list[str]]:
    """column -> header; of a column named several times, all its headers."""
    columns: dict[str, list[str]] = {}
    for column, header in pairs:
        columns.setdefault(column, []).append(header)
    return {
        column: headers[0] if len(headers) == 1 else headers for column, headers in columns.items()
    }


def _pair(text: str) -> tuple[str, str]:
    column, _, header = text.partition("=")
    return column, header


def _given(chosen: argparse.Namespace, names: tuple[str, ...]) -> dict[str, Any]:
    values: Mapping[str, Any] = vars(chosen)
    return {name: values[name] for name in names if values.get(name) is not None}


def _facts(source: Source) -> dict[str, Any]:
    facts = {
        "encoding": source.encoding,
        "sheet": source.sheet and f"{source.sheet} (of {', '.join(source.sheets)})",
        "header": f"line {source.header}" if source.header else "none; names come from content",
        "rows": source.rows,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _top(source: Source) -> list[tuple[str | None, ...]]:
    return [source.headers, *source.preview[:SHOWN]]


def _print_kind(source: Source, kind: str, date_format: str | None) -> None:
    proposal = understood(source, kind)
    print(f"\nas {kind}:")
    for match in proposal.matches:
        doubt = "" if match.certain else f"  (to be confirmed{_why(match)})"
        print(f"  {match.column:<14} {match.header}{doubt}")
    for header in proposal.dates:
        print(f"  {'occurred_at':<14} {header}  (to be confirmed: one contact for every date)")
    for column in (*proposal.wanted, *proposal.missing):
        print(f"  {column:<14} is missing")
    events, headers = as_events(source, proposal.choice)
    columns = {*headers}
    print(f"  works: {', '.join(able(kind, columns))}")
    told = unable(kind, columns)
    remarks = findings(events, kind, headers)
    for sentence in (*told, *(str(each) for each in remarks if each.message not in told)):
        print(f"  {sentence}")
    _print_values(events, kind, headers, date_format)


def _why(match: Match) -> str:
    return f": {str(match.reason).rstrip('.')}" if match.reason else ""


def _print_values(
    source: Source, kind: str, headers: Mapping[str, str], date_format: str | None
) -> None:
    """How dates and numbers are read; where there are several ways, what each would give."""
    ways = {} if date_format else choices(source, kind, headers)
    asked = {column: each for column, each in ways.items() if len(each) > 1}
    for column, each in asked.items():
        print(f"  {column} can be read in {len(each)} ways (say which with --date-format):")
        for way in each:
            print(
                f"    {way.form}: {way.first} to {way.last}, longest gap {way.gap} days,"
                f" {way.empty_days} days without a row"
            )
    settled = {name: header for name, header in headers.items() if name not in asked}
    try:
        for column, found in readings(source, kind, settled, date_format, whole=True).items():
            print(f"  {column} as {found.name}: {found.first} to {found.last}")
            if remark := zone_remark(headers[column], found):
                print(f"  {remark}")
    except DataError as error:
        print(f"  {error}")
    if doubt := doubtful_number(source, kind, headers):
        print(
            f"  {doubt['value']} in {doubt['column']} is {doubt['small']} or {doubt['large']}"
            " (say which with --decimal)"
        )


if __name__ == "__main__":
    sys.exit(main())
