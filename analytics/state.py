"""What people make in a workspace, kept in SQLite beside the data versions."""

from __future__ import annotations

import getpass
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from analytics.access import User
from analytics.disk import enough_room
from analytics.errors import N_, DataError
from analytics.intake.erased import Erased
from analytics.state_damage import keep_copy, keep_daily_copy, set_aside, sound

_SQL = Path(__file__).parent / "sql" / "state"

DEFAULTS: dict[str, Any] = {
    "currency": "",
    "fiscal_month": 1,
    "week_start": 0,
    "versions_kept": 5,
    "contact_costs": {},
    "care_plan": None,
    "scoring": {},
    "segment_words": {},
    "custom_segments": {},
    "saved_funnels": {},
    "inboxes": [],
}


class _Damaged(DataError):
    """The file was damaged and has been set aside."""


class State:
    """Settings, remembered mappings, lists, notes and the audit trail of one workspace.

    Every call opens and closes its own connection, so threads and processes may share the file.
    """

    def __init__(
        self, path: Path, user: User | None = None, theirs: Callable[[], frozenset[str]] = frozenset
    ) -> None:
        self._path = path
        self._user = user or User()
        self._theirs = theirs
        try:
            self._prepare()
        except _Damaged:
            self._prepare()
        keep_daily_copy(path)

    def _prepare(self) -> None:
        with self._connected() as con:
            con.executescript("begin;" + sql("schema"))

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection that commits when the block ends well and rolls back when it does not.

        Who sees a part of the customers finds only them on lists; who may take nothing away
        changes nothing here either. Errors: DataError where the role forbids it, where the file
        is damaged (its last good copy then takes its place) or cannot be written.
        """
        with self._connected() as con:
            if self._user.owners or not self._user.may("people"):
                con.create_function("theirs", 1, self._whose.__contains__, deterministic=True)
                con.executescript(sql("narrowed"))
            if self._user.may("take"):
                yield con
                return
            con.execute("pragma query_only = on")
            try:
                yield con
            except sqlite3.OperationalError as error:
                if "readonly" in str(error):
                    self._user.require("take")
                raise

    def require_own(self, customers: Sequence[str]) -> None:
        """Errors: DataError where one of them is not a customer that the user sees."""
        if self._user.owners and not self._whose.issuperset(customers):
            raise DataError(
                N_("Some of these customers are not yours."), N_("Choose among your own customers.")
            )

    @cached_property
    def _whose(self) -> frozenset[str]:
        return self._theirs()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with enough_room(self._path.parent):
            con = sqlite3.connect(self._path, timeout=10)
            try:
                con.row_factory = sqlite3.Row
                con.execute("pragma foreign_keys = on")
                with con:
                    yield con
            except sqlite3.DatabaseError as error:
                con.close()
                # what SQLite says of a damaged file has no class of its own
                if type(error) is not sqlite3.DatabaseError or sound(self._path):
                    raise
                set_aside(self._path)
                self._prepare()
                raise _Damaged(
                    N_("The file of settings, lists and notes is damaged."),
                    N_("Reload the page: its last good copy is used."),
                ) from error
            finally:
                con.close()

    def settings(self) -> dict[str, Any]:
        """What the firm has settled.

        currency (ISO code, "" = not chosen), fiscal_month (1–12), week_start (0 = Monday),
        versions_kept (of the data, at least 1), contact_costs (kind of contact -> [purpose, cost
        of one]), care_plan (`kept_plan` of care reads it; None = the usual one), scoring
        (`Scoring.kept` reads it), segment_words (language -> segment -> name, meaning, action),
        custom_segments, saved_funnels (`kept` of that module reads them), inboxes (folders that
        are watched)
        """
        with self.connect() as con:
            rows = con.execute(sql("settings")).fetchall()
        return DEFAULTS | {row["name"]: json.loads(row["value"]) for row in rows}

    def set(self, name: str, value: Any, user: str = "local") -> None:
        """Keeps one setting. Errors: DataError where the role forbids it."""
        self._user.require("change")
        before = self.settings().get(name)
        with self.connect() as con:
            con.execute(sql("set_setting"), {"name": name, "value": json.dumps(value)})
        self.record(user, "setting", setting=name, before=before, value=value)

    def mapping(self, signature: str) -> dict[str, str | list[str]] | None:
        """The mapping confirmed last for files with these headers, None if there was none."""
        with self.connect() as con:
            row = con.execute(sql("mapping"), {"signature": signature}).fetchone()
        return json.loads(row["mapping"]) if row else None

    def personal(self, signature: str) -> list[str] | None:
        """The columns called personal last in files with these headers, None if nobody said."""
        with self.connect() as con:
            row = con.execute(sql("personal"), {"signature": signature}).fetchone()
        return json.loads(row["columns"]) if row else None

    def remember_mapping(
        self, signature: str, mapping: Mapping[str, Any], personal: Sequence[str] | None = None
    ) -> None:
        """Keeps a confirmed mapping, and which of its columns are personal, for the next file with
        the same headers. Errors: DataError where the role forbids it."""
        self._user.require("change")
        with self.connect() as con:
            text = json.dumps(mapping, ensure_ascii=False)
            con.execute(sql("remember_mapping"), {"signature": signature, "mapping": text})
            if personal is not None:
                values = {"signature": signature, "columns": json.dumps([*personal])}
                con.execute(sql("remember_personal"), values)

    def record(self, user: str, action: str, /, **fields: Any) -> None:
        """Adds a line to the audit trail: an action of `trail.ACTIONS` and what it was done to,
        as values that JSON knows and pages put into words."""
        with self._connected() as con:
            detail = json.dumps(fields, ensure_ascii=False)
            line = {"at": now(), "user": user, "action": action, "detail": detail}
            con.execute(sql("record"), line)

    def end_sign_in(self, mark: str) -> None:
        """Notes that a sign-in was ended, so that it stays ended when the server starts anew."""
        with self.connect() as con:
            con.execute(sql("end_sign_in"), {"mark": mark, "at": now()})

    def ended_sign_ins(self) -> frozenset[str]:
        """The marks of sign-ins that were ended."""
        with self.connect() as con:
            return frozenset(row["mark"] for row in con.execute(sql("ended_sign_ins")))

    def lists_of(self, customer_id: str) -> list[str]:
        """Names of the lists a customer is or was on."""
        with self.connect() as con:
            rows = con.execute(sql("lists_of"), {"customer_id": customer_id}).fetchall()
        return [row["name"] for row in rows]

    def erased(self) -> Erased:
        """The fingerprints of customers erased on request."""
        rows = self.erasures()
        return Erased(rows[0]["salt"], frozenset(r["print"] for r in rows)) if rows else Erased()

    def erasures(self) -> list[dict[str, str]]:
        """Erasures, newest first: print, salt, begun_at, begun_by, ended_at (None: unfinished)."""
        with self.connect() as con:
            return [dict(row) for row in con.execute(sql("erasures"))]

    def begin_erasure(self, ids: Sequence[str], user: str) -> None:
        """Notes the fingerprints of a customer's numbers before anything is removed."""
        self._user.require("govern")
        erased = replace(self.erased(), salt=self.erased().salt or secrets.token_hex(16))
        with self.connect() as con:
            for each in ids:
                values = {"print": erased.print_of(each), "salt": erased.salt}
                con.execute(sql("begin_erasure"), values | {"at": now(), "user": user})

    def end_erasure(self, ids: Sequence[str]) -> None:
        """Notes that everything of this customer is gone."""
        self._user.require("govern")
        erased = self.erased()
        with self.connect() as con:
            for each in ids:
                con.execute(sql("end_erasure"), {"print": erased.print_of(each), "at": now()})

    def withdraw_erasure(self, ids: Sequence[str]) -> None:
        """Takes an erasure back that was stopped before anything was removed."""
        self._user.require("govern")
        erased = self.erased()
        with self.connect() as con:
            for each in ids:
                con.execute(sql("withdraw_erasure"), {"print": erased.print_of(each)})

    def keep_copy(self) -> None:
        """Copies the file beside itself, for the day it is damaged."""
        keep_copy(self._path)

    def compact(self) -> None:
        """Writes the file anew, so that nothing removed can be read from it."""
        con = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        try:
            con.execute("vacuum")
        finally:
            con.close()

    def moments(self) -> list[dict[str, Any]]:
        """Of the audit trail the versions brought back and the customers erased, newest first."""
        return self._lines("moments")

    def audit(self) -> list[dict[str, Any]]:
        """The audit trail, newest first: at, user, action, detail (its fields, see `fields_of`).

        Errors: DataError where the role forbids it.
        """
        self._user.require("govern")
        return self._lines("audit")

    def _lines(self, name: str) -> list[dict[str, Any]]:
        with self.connect() as con:
            rows = [dict(row) for row in con.execute(sql(name))]
        return [row | {"detail": fields_of(row["detail"])} for row in rows]


def fields_of(text: str | None) -> dict[str, Any]:
    """The fields kept in a text; {"written": the words} of a line from before there were fields."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"written": text}


def system_user() -> str:
    """Who runs this program, by the name the operating system has for them; else "local"."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"


def now() -> str:
    """The moment of an action, for the record only; no figure depends on it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@lru_cache
def sql(name: str) -> str:
    """The text of sql/state/<name>.sql."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
