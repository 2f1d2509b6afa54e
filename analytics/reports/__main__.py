"""A meeting pack from the command line, beside the running app, so that a scheduler can mail it.

python -m analytics.reports --workspace FOLDER --out pack.pptx [--language zh_CN] [--since OLD]

The ending of --out says which file it is: .pptx, .xlsx or .pdf. Without a choice every page is
asked as the app opens it: the overview over 13 weeks, the funnel over 12 months, the rest over
all history, as of the last day of the data.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

from analytics import periods, sample
from analytics.edits import no_data
from analytics.errors import N_, DataError
from analytics.language import LANGUAGES, Language
from analytics.reports import carried
from analytics.reports.contents import PAGES, contents
from analytics.reports.files import FORMS, file
from analytics.scope import FILTERS, Comparison, Returns
from analytics.workspace import Workspace


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the pack and names its file; 1 with the sentence why where the data forbids it."""
    chosen = _parser().parse_args(arguments)
    try:
        print(make(chosen))
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def make(chosen: argparse.Namespace) -> Path:
    """Writes the pack that was asked for; a file of that name is replaced in one step."""
    out = Path(chosen.out)
    form = out.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise DataError(
            N_("A pack cannot be written as {name}."),
            N_("Let the name end in one of: {endings}."),
            name=out.name, endings=", ".join(f".{ending}" for ending in FORMS),
        )  # fmt: skip
    before = carried.read(Path(chosen.since)) if chosen.since else None
    with _workspace(chosen) as ws:
        lang = Language(chosen.language, ws.state.settings()["currency"])
        pages = chosen.pages.split(",") if chosen.pages else tuple(PAGES)
        version = lang.text("sample") if chosen.sample else ""
        pack = contents(ws, lang, _frame(chosen), pages, before, version)
        blob = file(pack, form)
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    beside.write_bytes(blob)
    beside.replace(out)
    return out


def _workspace(chosen: argparse.Namespace) -> Workspace:
    folder = Path(chosen.workspace)
    if not folder.is_dir():
        raise no_data()
    ws = sample.workspace(folder, chosen.language) if chosen.sample else Workspace.open(folder)
    if ws.version is None:
        raise no_data()
    return ws


def _frame(chosen: argparse.Namespace) -> dict[str, Any]:
    """What was chosen, by the names an address has for it."""
    named = {
        "as_of": chosen.as_of, "period": chosen.period, "from": chosen.start, "to": chosen.end,
        "compare": chosen.compare, "returns": chosen.returns,
    }  # fmt: skip
    if (chosen.start or chosen.end) and not chosen.period:
        named["period"] = "own"
    for pair in chosen.where or ():
        name, _equals, value = pair.partition("=")
        if name not in FILTERS:
            raise DataError(
                N_("There is no filter called {name}."), N_("Use one of: {filters}."),
                name=name, filters=", ".join(FILTERS),
            )  # fmt: skip
        named.setdefault(name, []).append(value)
    return {name: value for name, value in named.items() if value}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analytics.reports", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--workspace", required=True, help="the folder with the firm's data")
    parser.add_argument("--out", required=True, help="the file to write: .pptx, .xlsx or .pdf")
    parser.add_argument("--language", choices=list(LANGUAGES), default="en")
    parser.add_argument("--pages", help=f"some of {','.join(PAGES)}; all unless given")
    parser.add_argument("--since", help="an earlier pack: says first what has changed since")
    parser.add_argument("--as-of", type=date.fromisoformat, help="the last day that counts")
    parser.add_argument("--period", choices=list(periods.PRESETS))
    parser.add_argument("--from", dest="start", type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--to", dest="end", type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--compare", choices=get_args(Comparison))
    parser.add_argument("--returns", choices=get_args(Returns))
    parser.add_argument("--where", action="append", metavar="FILTER=VALUE",
                        help="as region=North; may be given several times")  # fmt: skip
    parser.add_argument("--sample", action="store_true", help="the sample firm's data instead")
    return parser


if __name__ == "__main__":
    sys.exit(main())
