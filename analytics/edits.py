"""What people decide about the data of a workspace: each decision makes a version of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from analytics import checks, findings, merging, versions
from analytics.access import User
from analytics.errors import N_, DataError
from analytics.state import State
from analytics.versions import Change, Fill

Progress = versions.Progress
MOST_TOLD = 3  # of merges made at once, so many are told one by one


class Edits(ABC):
    """Checks, choices and merges of a workspace bound to one version."""

    folder: Path
    version: int | None
    user: User

    @property
    @abstractmethod
    def state(self) -> State:
        """Where the audit trail is."""

    @abstractmethod
    def cursor(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A cursor on the bound version."""

    @abstractmethod
    def _build(self, fill: Fill, change: Change, **how: Any) -> None:
        """Makes a new version and binds to it."""

    def check(self, progress: Progress | None = None) -> pd.DataFrame:
        """What each check finds in sales, deals and contacts, kept beside the version once known.

        One row per check, and a total per table: source check lines amount counted_lines
        counted_amount, where the counted ones are in the figures now. Errors: DataError when
        nothing is loaded yet.
        """
        known = self.checked
        if known is None and self.user.owners:
            self.user.require("change")
        if known is None:
            with self.cursor() as cursor:
                known = checks.priced(cursor, progress)
            findings.keep(versions.path_of(self.folder, self.version or 0), known)
        return known

    @property
    def checked(self) -> pd.DataFrame | None:
        """What `check` has found before, None where it has not looked at this version yet.

        It looks at all the data, so who sees a part of the customers is not told.
        """
        if self.user.owners:
            return None
        return findings.kept(versions.path_of(self.folder, self.version or 0))

    @cached_property
    def choices(self) -> pd.DataFrame:
        """What was chosen about checks, other than what is usual: check action at by."""
        with self.cursor() as cursor:
            return checks.choices(cursor)

    @cached_property
    def currencies(self) -> pd.DataFrame:
        """The currencies of the sales, where there are several: see `checks.currencies`."""
        with self.cursor() as cursor:
            return checks.currencies(cursor)

    @cached_property
    def merges(self) -> pd.DataFrame:
        """Customer numbers that count under another one: customer_id into at by."""
        with self.cursor() as cursor:
            found = merging.merged(cursor)
        return found if self.user.may("people") else found.head(0)

    @cached_property
    def corrections(self) -> pd.DataFrame:
        """Product names that mean another one: product means at by."""
        with self.cursor() as cursor:
            return merging.merged(cursor, "products")

    @cached_property
    def corrected(self) -> set[str]:
        """The tables in which product names have been corrected: sales, deals."""
        with self.cursor() as cursor:
            return merging.corrected(cursor)

    def choose(
        self, check: str, action: str, user: str = "local",
        progress: Progress | None = None, means: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Keeps the rows a check names, leaves them out or corrects them, in a new version.

        check   a code of `checks.CHECKS`; action   "keep" or "leave_out", and of
                checks of `checks.CORRECTABLE` "correct"
        means   for "correct": product name in the file -> the name its rows should have, in
                place of what was corrected before; the other actions take corrections back
        The choice holds for later loads too. Errors: DataError for one that does not exist.
        """
        given = means or {}
        told = {"check": check, "chosen": action, "means": [*given.items()]}
        change = Change("choice", told, user)

        def edit(con: duckdb.DuckDBPyConnection) -> None:
            checks.choose(con, check, action, user)
            if check in checks.CORRECTABLE:
                merging.correct(con, checks.SOURCES[check], given, user)

        self._edit(edit, change, progress)

    def merge(
        self, ids: Sequence[str], into: str, user: str = "local",
        progress: Progress | None = None,
    ) -> None:  # fmt: skip
        """Counts customers under the number of another, in a new version made current.

        Errors: DataError for a number that no customer has.
        """
        self.merge_all({into: ids}, user, progress)

    def merge_all(
        self, groups: Mapping[str, Sequence[str]], user: str = "local",
        progress: Progress | None = None,
    ) -> None:  # fmt: skip
        """Several merges in one new version: the number they count as -> the customers."""
        told = [{"ids": [*ids], "into": into} for into, ids in [*groups.items()][:MOST_TOLD]]
        change = Change("merge", {"groups": told, "more": max(0, len(groups) - MOST_TOLD)}, user)
        self._edit(lambda con: merging.merge(con, groups, user), change, progress)

    def unmerge(
        self, ids: Sequence[str], user: str = "local", progress: Progress | None = None
    ) -> None:
        """Makes merged numbers customers of their own again, in a new version made current."""
        change = Change("unmerge", {"ids": [*ids]}, user)
        self._edit(lambda con: merging.unmerge(con, ids), change, progress)

    def _edit(
        self,
        edit: Callable[[duckdb.DuckDBPyConnection], None],
        change: Change,
        progress: Progress | None,
    ) -> None:
        if self.version is None:
            raise no_data()
        self._build(lambda con, number: edit(con), change, progress=progress)


def no_data() -> DataError:
    """What to say where nothing has been loaded yet."""
    return DataError(N_("There is no data yet."), N_("Load a sales or an interactions file first."))
