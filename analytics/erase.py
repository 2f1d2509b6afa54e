"""One customer forgotten everywhere, on request.

python -m analytics.erase --workspace FOLDER --customer ID
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from analytics import cluster, disk, findings, versions, watch
from analytics.errors import N_, DataError
from analytics.inbox import loaded_files, report_of
from analytics.intake.forget import Person, copy_without, forget_in_state, holds
from analytics.state import State, system_user
from analytics.state_damage import COPY
from analytics.versions import Progress
from analytics.workspace import Workspace

_SQL = Path(__file__).parent / "sql" / "workspace"
LOOKING = N_("Looking through lists, notes and files")
_KEPT = ("current", "state.sqlite", "state.sqlite-journal", COPY, "load.lock", "state.lock")


@dataclass(frozen=True)
class Erasure:
    """What was removed: sales lines that counted and their money, versions written anew, rows of
    lists and notes, and the names of files deleted because the customer was in them."""

    lines: int
    amount: Any
    versions: int
    rows: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What would be removed of a customer.

    person     the numbers that count as this customer, and the names known of them
    lines      sales lines that count now, with their amount; contacts and deals likewise
    versions   versions that would be written anew
    lists      names of the lists they are or were on
    rows       rows of lists, notes and records that would go or change
    files      names of the stored files that would be deleted
    """

    person: Person
    lines: int
    amount: Any
    contacts: int
    deals: int
    versions: int
    lists: tuple[str, ...]
    rows: int
    files: tuple[str, ...]


def find(ws: Workspace, text: str, most: int = 20) -> pd.DataFrame:
    """Customers of any version whose number, name, e-mail or phone has a text in it.

    One row per number, an equal one first: customer_id name email phone, as known last.
    """
    _require(ws)
    kept, values = versions.numbers(ws.folder), {"text": text.strip(), "most": most}
    rows = _asked(ws.folder, kept[::-1], "people_like", values) if text.strip() else []
    found = pd.DataFrame(rows, columns=["customer_id", "name", "email", "phone"])
    return found.drop_duplicates("customer_id", ignore_index=True).head(most)


def preview(ws: Workspace, customer_id: str, progress: Progress | None = None) -> Found:
    """What `erase` would remove of a customer; nothing is changed.

    Errors: DataError for a customer no version knows, and where the data lie on a cluster.
    """
    step = progress or (lambda stage, share: None)
    step(LOOKING, 0.0)
    _require(ws)
    kept, current = versions.numbers(ws.folder), versions.current(ws.folder)
    person = _sought(ws, kept, customer_id.strip())
    now = [current] if current is not None else []
    ((lines, amount, contacts, deals),) = _asked(ws.folder, now, "theirs", {"ids": [*person.ids]})
    with ws.state.connect() as con:
        rows = forget_in_state(con, person)
        con.rollback()
    lists = sorted({name for each in person.ids for name in ws.state.lists_of(each)})
    files = tuple(path.name for path in _holding(ws.folder, person, step))
    return Found(person, lines, amount, contacts, deals, len(kept), tuple(lists), rows, files)


def erase(
    ws: Workspace, customer_id: str, user: str = "local", progress: Progress | None = None
) -> Erasure:
    """Removes a customer from every version kept, from lists, notes and stored files.

    Numbers merged into one are one customer. Every version is written anew under a new number,
    so whoever still reads an old one does so undisturbed and sees the new one next. A stored
    file that holds the customer is deleted whole: the other rows of it are in the versions.
    What stays is a record with a salted fingerprint, by which later loads reject the customer's
    rows. Stopped or failed half-way, nothing is erased or it can be asked for again.
    Errors: DataError for a customer no version knows, and where the data lie on a cluster.
    """
    step = progress or (lambda stage, share: None)
    _require(ws)
    folder, customer_id = ws.folder, customer_id.strip()
    with disk.locked(folder), disk.enough_room(folder):
        kept, current = versions.numbers(folder), versions.current(folder)
        person = _sought(ws, kept, customer_id)
        begun = ws.state.erased().is_in(customer_id)
        ws.state.begin_erasure(person.ids, user)
        lines, amount, new = 0, None, max(kept, default=0)
        made: list[tuple[int, Path]] = []
        try:
            for place, old in enumerate(kept):
                step(N_("Writing the versions anew"), 0.8 * place / len(kept))
                new += 1
                beside = versions.path_of(folder, new).with_suffix(".loading")
                made.append((old, beside))
                found = _rewrite(folder, old, beside, person)
                lines, amount = found if old == current else (lines, amount)
        except BaseException:
            for _, beside in made:
                beside.unlink(missing_ok=True)
            if not begun:
                ws.state.withdraw_erasure(person.ids)
            raise
        numbers = {old: int(beside.stem) for old, beside in made}
        # Half erased is not erased: from here on nobody stops it.
        with watch.watched_by(watch.Watch()):
            for _, beside in made:
                beside.replace(beside.with_suffix(".duckdb"))
            if current is not None:
                versions.point(folder, numbers[current])
                ws.bind(numbers[current])
            for old in kept:
                versions.remove(folder, old)
            with ws.state.connect() as con:
                rows = forget_in_state(con, person)
            ws.state.compact()
            ws.state.keep_copy()
            files = _delete_files(folder, person, _unstopped(step))
            ws.state.end_erasure(person.ids)
    ws.state.record(user, "erase", lines=lines, versions=len(kept), files=len(files))
    return Erasure(lines, amount, len(kept), rows, files)


def _require(ws: Workspace) -> None:
    """Errors: DataError for who may not erase, and where the data lie on a cluster."""
    ws.user.require("govern")
    if cluster.is_named(ws.folder):
        raise cluster.erased_there()


def _sought(ws: Workspace, kept: list[int], customer_id: str) -> Person:
    """Whom to erase; where no version knows them any more, somebody whose erasure has begun."""
    person = _person(ws.folder, kept, customer_id)
    if person is None and not ws.state.erased().is_in(customer_id):
        raise DataError(
            N_("There is no customer {customer} in any version."),
            N_("Write the number exactly as it stands in the data."),
            customer=customer_id,
        )
    return person or Person((customer_id,))


def _person(folder: Path, kept: list[int], customer_id: str) -> Person | None:
    """The customer with every number merged with it, and the names any version has for them."""
    ids, names, known = {customer_id}, set(), False
    for row in _asked(folder, kept, "merged_with", {"customer_id": customer_id}):
        ids |= set(row)
    # A merge of the last version holds for the names of the first one too.
    for row in _asked(folder, kept, "names_of", {"ids": sorted(ids)}):
        known = True
        names |= {text for text in row if text and len(text) > 1}
    return Person(tuple(sorted(ids)), tuple(sorted(names - ids))) if known else None


def _asked(
    folder: Path, kept: list[int], name: str, values: dict[str, Any]
) -> list[tuple[Any, ...]]:
    """The answers of every version to a question of sql/workspace."""
    rows = []
    for number in kept:
        path = versions.path_of(folder, number)
        with versions.connection(path, folder / "temporary").cursor() as cursor:
            rows += cursor.execute(_sql(name), values).fetchall()
    return rows


def _rewrite(folder: Path, old: int, beside: Path, person: Person) -> tuple[int, Any]:
    found: list[tuple[int, Any]] = []

    def make(con: duckdb.DuckDBPyConnection) -> None:
        with versions.attached(con, versions.path_of(folder, old)):
            found.append(copy_without(con, person))
        versions.complete(con)
        versions.derive(con)

    versions.write(folder, beside, make)
    return found[0]


def _delete_files(folder: Path, person: Person, step: Progress) -> tuple[str, ...]:
    """Deletes every file that holds the person; the versions are done."""
    gone = []
    for path in _holding(folder, person, step):
        path.unlink()
        report_of(path).unlink(missing_ok=True)
        gone.append(path.name)
    for number in versions.numbers(folder):
        findings.forget(versions.path_of(folder, number))
    return tuple(gone)


def _holding(folder: Path, person: Person, step: Progress) -> Iterator[Path]:
    """The stored files that hold the person."""
    files = _stored(folder)
    for place, path in enumerate(files):
        step(LOOKING, place / len(files))
        if path.exists() and holds(path, person):
            yield path


def _unstopped(step: Progress) -> Progress:
    """Tells of the last fifth of the work, whether somebody wants it stopped or not."""

    def told(stage: str, share: float) -> None:
        with suppress(watch.Cancelled):
            step(stage, 0.8 + 0.2 * share)

    return told


def _stored(folder: Path) -> list[Path]:
    """Files of the workspace other than its versions, and those its inboxes have loaded."""
    own = (path for path in folder.rglob("*") if path.is_file())
    kept = ("versions", *_KEPT)
    files = {path for path in own if path.relative_to(folder).parts[0] not in kept}
    for inbox in State(folder / "state.sqlite").settings()["inboxes"]:
        files |= set(loaded_files(Path(inbox)))
    return sorted(files)


def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Erases a customer; 0 when it is done, 1 with the sentence why not."""
    parser = argparse.ArgumentParser(prog="python -m analytics.erase", description=__doc__)
    parser.add_argument("--workspace", required=True, help="folder that holds the data")
    parser.add_argument("--customer", required=True, help="the number, exactly as in the data")
    chosen = parser.parse_args(arguments)
    with Workspace.open(chosen.workspace) as ws:
        try:
            done = erase(ws, chosen.customer, system_user())
        except DataError as error:
            print(error, file=sys.stderr)
            return 1
    print(f"erased: {done.lines} sales lines, {done.amount or 0:,.2f}; {done.versions} versions")
    print(f"rows of lists, notes and records: {done.rows}; files: {', '.join(done.files) or '–'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
