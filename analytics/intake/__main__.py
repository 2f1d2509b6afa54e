"""Files from the command line: look at one, or load it as a weekly refresh would.

python -m analytics.intake look FILE…
python -m analytics.intake load FILE… --workspace FOLDER --kind sales [--append]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any

from analytics.errors import DataError
from analytics.intake import KINDS, Source, read, readings, signature, understood
from analytics.workspace import Workspace

SHOWN = 5
_READING = ("encoding", "sheet", "header")


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; 0 when it is done, 1 when the data forbids it, with the sentence why."""
    chosen = _parser().parse_args(arguments)
    try:
        chosen.run(chosen)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def look(chosen: argparse.Namespace) -> None:
    """Prints what would be understood of a file, for every kind or the one named."""
    source = read(chosen.file, **_given(chosen, _READING))
    print(source.name)
    for name, value in _facts(source).items():
        print(f"  {name:<9} {value}")
    print("\n" + "\n".join(" | ".join(cell or "" for cell in row) for row in _top(source)))
    for kind in [chosen.kind] if chosen.kind else _likely(source):
        _print_kind(source, kind, chosen.date_format)


def load(chosen: argparse.Namespace) -> None:
    """Loads a file and prints the account: rows read = loaded + rejected."""
    options = _given(chosen, (*_READING, "date_format", "decimal"))
    with Workspace.open(chosen.workspace) as ws:
        source = read(chosen.file, **_given(chosen, _READING))
        # A mapping confirmed once is not asked for again.
        known = signature(source.headers, chosen.kind)
        mapping = dict(chosen.map or []) or ws.state.mapping(known)
        mode: Any = "append" if chosen.append else "replace"
        report = ws.load(source, chosen.kind, mapping, mode=mode, **options)
        ws.state.remember_mapping(known, report.mapping)
        print(
            f"{report.file}: {report.rows_read} rows read = {report.rows_loaded} loaded"
            f" + {report.rows_rejected} rejected; version {ws.version}"
        )
        for row in report.rejects.head(SHOWN).to_dict("records"):
            place = [str(row[name]) for name in ("file", "column") if row.get(name)]
            value = "" if row["value"] is None else f" {row['value']!r}"
            print(f"  line {row['line']}, {', '.join(place)}{value}: {row['reason']}")
        if report.rows_rejected > SHOWN:
            print(f"  and {report.rows_rejected - SHOWN} more")


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
    loading.set_defaults(run=load)
    return parser


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


def _likely(source: Source) -> list[str]:
    """The kinds the headers suffice for; what is only a list of customers comes last."""
    missing = {kind: len(_proposal(source, kind).missing) for kind in KINDS}
    enough = [kind for kind in KINDS if not missing[kind]]
    return enough[:1] if enough else [min(missing, key=missing.__getitem__)]


def _proposal(source: Source, kind: str) -> Any:
    return understood(source, kind)


def _print_kind(source: Source, kind: str, date_format: str | None) -> None:
    proposal = _proposal(source, kind)
    print(f"\nas {kind}:")
    for match in proposal.matches:
        doubt = "" if match.certain else "  (to be confirmed)"
        print(f"  {match.column:<14} {match.header}{doubt}")
    for column in proposal.missing:
        print(f"  {column:<14} is missing")
    try:
        for column, each in readings(source, kind, proposal.columns, date_format).items():
            print(f"  {column} as {each.name}: {each.first} to {each.last}")
    except DataError as error:
        print(f"  {error}")


if __name__ == "__main__":
    sys.exit(main())
