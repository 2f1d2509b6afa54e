"""A watched folder: what is put into it is loaded as the weekly refresh, or set aside and asked.

FOLDER        files to come; one that is still being copied is waited for
FOLDER/done   files that are in the data, each with a report of what became of its rows
FOLDER/asked  files that need a person first, each with why and what to do
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock

from analytics.errors import N_, DataError
from analytics.intake import KINDS, Source, as_events, doubtful_number, read, readings, signature
from analytics.intake.map import key
from analytics.intake.names import KIND_NAMES
from analytics.language import Language
from analytics.workspace import Workspace

DONE, ASKED, REPORT = "done", "asked", ".report.txt"
_LOCK = ".inbox.lock"
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".filepart", ".download", ".lock")
_SHOWN = 100
_log = logging.getLogger(__name__)

Stamp = tuple[int, int]


class _Growing(Exception):
    """The file changed while it was read; it is taken again once it lies still."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file: where it lies now, whether it is in the data, and its report."""

    file: Path
    done: bool
    report: str


@dataclass
class Inbox:
    """A folder whose files are added to a workspace, each once, whoever else watches it.

    user   who the versions say brought the files in
    lang   the language of the reports
    """

    folder: Path
    workspace: Path
    user: str = "local"
    lang: Language = field(default_factory=Language)
    _seen: dict[Path, Stamp] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        for place in (DONE, ASKED):
            (self.folder / place).mkdir(parents=True, exist_ok=True)
        # Who is erased later is erased from the files lying here too.
        state = Workspace.open(self.workspace).state
        known = state.settings()["inboxes"]
        if str(self.folder) not in known:
            state.set("inboxes", [*known, str(self.folder)], self.user)

    def outcomes(self, every: float, once: bool = False) -> Iterator[Outcome]:
        """Looks again and again, `every` so many seconds; once: no longer than files need."""
        yield from self.look()
        while True:
            time.sleep(every)
            yield from self.look()
            if once:
                return

    def look(self) -> Iterator[Outcome]:
        """Takes the files that have not changed since the look before, the oldest first."""
        with FileLock(self.folder / _LOCK):
            now = dict(sorted(self._waiting(), key=lambda found: (found[1][1], found[0])))
            still = [path for path, stamp in now.items() if self._seen.get(path) == stamp]
            self._seen = now
            for path in still:
                if outcome := self._take(path, now[path]):
                    yield outcome

    def _waiting(self) -> Iterator[tuple[Path, Stamp]]:
        for path in self.folder.iterdir():
            unfinished = path.name.startswith((".", "~$")) or path.suffix.lower() in _UNFINISHED
            if path.is_file() and not unfinished and not path.name.endswith(REPORT):
                yield path, _stamp(path)

    def _take(self, path: Path, stamp: Stamp) -> Outcome | None:
        try:
            return self._moved(path, DONE, self._loaded(path, stamp))
        except DataError as error:
            if _stamp(path) != stamp:  # half a file may look like a bad one
                return None
            told = [self.lang.text(s).format(**error.values) for s in (error.message, error.remedy)]
        except (_Growing, OSError) as error:
            _log.warning("%s is left for later: %s", path.name, error or "it still grows")
            return None
        except Exception:
            _log.exception("%s could not be loaded", path.name)
            told = [self.lang.text("The program failed on this file; its log says more.")]
        told.append(self.lang.text("Nothing of it is in the data."))
        return self._moved(path, ASKED, self.lang.sentences(list(filter(None, told))))

    def _loaded(self, path: Path, stamp: Stamp) -> str:
        """The report of a file that is in the data, since now or since a moment before a crash."""

        def unchanged(stage: str, share: float) -> None:
            if _stamp(path) != stamp:
                raise _Growing

        with Workspace.open(self.workspace) as ws:
            source = read(path)
            kind, mapping = self._confirmed(ws, source)
            options = _as_before(ws, source, kind, mapping)
            given: Any = {"kind": kind, "mode": "append", "user": self.user}
            try:
                report = ws.load(source, mapping=mapping, progress=unchanged, **given, **options)
                remarks = [self.lang.text(each.message, **each.values) for each in report.remarks]
                return self._account(ws, source, kind, remarks)
            except DataError:
                now = Workspace.open(self.workspace)
                if _record(now, source, kind) is None:
                    raise
                already = self.lang.text("It was in the data already; nothing was added.")
                return self._account(now, source, kind, [already])

    def _confirmed(self, ws: Workspace, source: Source) -> tuple[str, dict[str, Any]]:
        """The kind and the mapping a person has confirmed for files with these headers."""
        known = {kind: ws.state.mapping(signature(source.headers, kind)) for kind in KINDS}
        found = [(kind, mapping) for kind, mapping in known.items() if mapping]
        if not found:
            raise DataError(
                N_("Nobody has confirmed yet what the columns of {file} hold: {headers}."),
                N_("Load it once by hand; after that, files with these headers load themselves."),
                file=source.name,
                headers=", ".join(source.headers),
            )
        if len(found) > 1:
            names = self.lang.listing([self.lang.text(KIND_NAMES[kind]) for kind, _ in found])
            raise DataError(
                N_(
                    "Files with the headers of {file} have been loaded as different kinds: {kinds}."
                ),
                N_("Load it by hand as the right one."),
                file=source.name,
                kinds=names,
            )
        kind, mapping = found[0]
        spelt = {key(header): header for header in source.headers}
        return kind, {column: _respelt(headers, spelt) for column, headers in mapping.items()}

    def _account(self, ws: Workspace, source: Source, kind: str, also: list[str]) -> str:
        """What became of the rows of a file, from the records of the version itself."""
        _, number, row = self.lang.text, self.lang.number, _record(ws, source, kind)
        assert row is not None
        lines = [
            f"{source.name} · {_(KIND_NAMES[kind])} · {_('version {n}', n=row['load_no'])}",
            _(
                "{file}: {read} rows read = {loaded} loaded + {rejected} rejected.",
                file=row["file"],
                read=number(row["rows_read"]),
                loaded=number(row["rows_loaded"]),
                rejected=number(row["rows_rejected"]),
            ),
        ]
        if pd.notna(row["amount"]):
            lines.append(_("Money of the loaded rows: {money}", money=number(row["amount"], 2)))
        if row["rows_overlapping"]:
            known = row["amount_overlapping"]
            lines.append(
                self.lang.plural(
                    "{n} line was there already and counts once{worth}.",
                    "{n} lines were there already and count once{worth}.",
                    row["rows_overlapping"],
                    worth=_(" ({money})", money=number(known, 2)) if pd.notna(known) else "",
                )
            )
        rejects = ws.rejects[ws.rejects.load_no == row["load_no"]]
        lines += [*also, *(f"  {told}" for told in self._rejected(rejects.head(_SHOWN)))]
        if len(rejects) > _SHOWN:
            lines.append(_("The Data page lists all rejected rows."))
        return "\n".join(lines)

    def _rejected(self, rejects: pd.DataFrame) -> Iterator[str]:
        for row in rejects.astype(object).where(rejects.notna(), None).to_dict("records"):
            told = (row["column_name"], row["value"] and f"“{row['value']}”")
            place = [self.lang.text("line {n}", n=row["line"]), *filter(None, told)]
            yield f"{' · '.join(place)}: {self.lang.text(row['reason'])}"

    def _moved(self, path: Path, place: str, report: str) -> Outcome:
        """Report first: a crash between the two does both again, and counts nothing twice."""
        target = _free(self.folder / place, path)
        report_of(target).write_text(report + "\n", encoding="utf-8")
        path.rename(target)
        return Outcome(target, place == DONE, report)


def report_of(path: Path) -> Path:
    """The report beside a file of an inbox."""
    return path.with_name(path.name + REPORT)


def loaded_files(folder: Path) -> Iterator[Path]:
    """The files of an inbox that are in the data, and the reports beside them."""
    with suppress(OSError):
        yield from sorted(path for path in (folder / DONE).iterdir() if path.is_file())


def _as_before(
    ws: Workspace, source: Source, kind: str, mapping: Mapping[str, Any]
) -> dict[str, Any]:
    """How dates and numbers were written in the last such file, for what this one leaves open."""
    if not ws.version:
        return {}
    loads = ws.loads[ws.loads.kind == kind].to_dict("records")
    told = [json.loads(row["options"]) for row in loads if json.loads(row["mapping"]) == mapping]
    if not told:
        return {}
    events, headers = as_events(source, mapping)
    forms, options = {}, {}
    for column, form in told[-1].get("date_format", {}).items():
        try:
            readings(events, kind, {column: headers[column]})
        except DataError:
            forms[column] = form.split(" | ")[0]
    if forms:
        options["date_format"] = forms
    if told[-1].get("decimal") and doubtful_number(events, kind, headers):
        options["decimal"] = told[-1]["decimal"]
    return options


def _record(ws: Workspace, source: Source, kind: str) -> dict[str, Any] | None:
    """What a version says of the load of this very file; None where it does not consist of it."""
    if not ws.version:
        return None
    rows = ws.loads[(ws.loads.kind == kind) & (ws.loads.checksum == source.checksum)]
    return {str(name): value for name, value in rows.iloc[-1].items()} if len(rows) else None


def _respelt(headers: str | list[str], spelt: Mapping[str, str]) -> str | list[str]:
    if isinstance(headers, str):
        return spelt.get(key(headers), headers)
    return [spelt.get(key(header), header) for header in headers]


def _stamp(path: Path) -> Stamp:
    about = path.stat()
    return about.st_size, about.st_mtime_ns


def _free(folder: Path, path: Path) -> Path:
    """A name in the folder that no file has: sales.csv, then sales (2).csv."""
    target, copy = folder / path.name, 1
    while target.exists():
        copy += 1
        target = folder / f"{path.stem} ({copy}){path.suffix}"
    return target
