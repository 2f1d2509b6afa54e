"""The folder that holds a firm's data: versions of it, the files it came from, what people made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import duckdb
import pandas as pd

from analytics import cluster, disk, intake, narrowed, opening, versions
from analytics.access import User
from analytics.cluster import Cluster
from analytics.edits import Edits, Progress, no_data
from analytics.errors import N_, DataError
from analytics.facts import Facts as Facts
from analytics.intake import Remark, Report, Source
from analytics.intake.personal import Personal
from analytics.state import State
from analytics.state_damage import damage
from analytics.versions import Change, Fill

Kind = Literal["sales", "interactions", "customers", "deals", "products"]

_SQL = Path(__file__).parents[1] / "sql" / "workspace"
LOCAL = User()
_MODES = {"replace": "load", "append": "append"}


class Workspace(Edits):
    """A folder of immutable versions, bound to one of them for as long as this object lives.

    Everything asked through one Workspace sees the same version, whatever is loaded meanwhile.
    Several processes may read and one may load at the same time. A load or a restore binds the
    object to the version it made current; other objects keep theirs.
    """

    def __init__(self, folder: Path, version: int | None, user: User = LOCAL) -> None:
        self.folder = folder
        self.version = version
        self.user = user

    def __eq__(self, other: object) -> bool:
        """The same folder, seen alike: what is kept for one under `key` holds for the other."""
        if not isinstance(other, Workspace):
            return NotImplemented
        return (self.folder, self.user.sees) == (other.folder, other.user.sees)

    def __hash__(self) -> int:
        return hash((self.folder, self.user.sees))

    @classmethod
    def open(cls, folder: str | Path, user: User = LOCAL) -> Workspace:
        """The workspace in a folder, created where there is none, bound to its current version.

        user  who looks: answers are narrowed to their customers, and what their role does not
              allow is refused

        A version made before the tables changed is built anew beside itself first. Where the
        current one cannot be read it is the last that can: `troubles` says so.
        """
        path = Path(folder).resolve()
        with disk.enough_room(path):
            path.mkdir(parents=True, exist_ok=True)
        known = cluster.current if cluster.is_named(path) else versions.brought_up
        return cls(path, known(path), user)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes this process's connections to the folder."""
        versions.close(self.folder)

    @property
    def customer_ids(self) -> frozenset[str]:
        """Customers there are, at most 200,000 of them: what a new file may be joined by."""
        return frozenset(self.rows("customer_ids")["customer_id"]) if self.version else frozenset()

    @property
    def key(self) -> tuple[str, int | None, str]:
        """Folder, version and what is seen of it: what cached answers are kept under."""
        return str(self.folder), self.version, self.user.sees

    @property
    def troubles(self) -> list[DataError]:
        """What is damaged of the folder and what is used instead; empty while all is well."""
        return [*filter(None, (opening.trouble(self.folder), damage(self.folder)))]

    @cached_property
    def state(self) -> State:
        """What people made: settings, mappings, lists, notes and the audit trail."""
        return State(self.folder / "state.sqlite", self.user, self._theirs)

    @cached_property
    def cluster(self) -> Cluster | None:
        """What answers questions where the tables lie on a Spark cluster; None: the file does.

        It shows who may see a part of the customers no others.
        """
        return cluster.of(self.folder, self.version, owners=self.user.owners)

    @cached_property
    def personal(self) -> Personal:
        """What the bound version keeps from who may not see people."""
        if self.version is None:
            return Personal()
        path = versions.require(self.folder, self.version)
        return narrowed.personal(path, self.folder / "temporary")

    @cached_property
    def facts(self) -> Facts:
        """What the bound version holds. Errors: DataError when nothing is loaded yet."""
        return Facts.of(self.rows("facts"))

    @cached_property
    def dimensions(self) -> dict[str, list[str]]:
        """Filter -> its values, the one with most lines first; only filters the data has."""
        rows = self.rows("dimensions")
        names = {"region_of_customers": "region"}
        return {
            names.get(str(name), str(name)): list(group["value"])
            for name, group in rows.groupby("name", sort=False)
        }

    @cached_property
    def loads(self) -> pd.DataFrame:
        """Files this version is made of: load_no kind file loaded_at rows_read rows_loaded …"""
        return self.rows("loads")

    @cached_property
    def rejects(self) -> pd.DataFrame:
        """Rows that could not be loaded: load_no file line column_name value reason.

        None for who may not see people, for nobody knows whom such a row is about.
        """
        rows = self.rows("rejects")
        return rows if self.user.may("people") else rows.head(0)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own for one query; sharing one between threads mixes answers up."""
        if self.version is None:
            raise no_data()
        path = versions.require(self.folder, self.version)
        cursor = narrowed.cursor(path, self.folder / "temporary", self.user, self.cluster)
        try:
            yield cursor
        except duckdb.Error as error:
            if not opening.damaged(error):
                raise
            opening.condemn(path)
            raise opening.unreadable(path) from error
        finally:
            cursor.close()

    def load(
        self,
        path: str | Path | Sequence[str | Path] | Source,
        kind: Kind,
        mapping: Mapping[str, str | Sequence[str]] | None = None,
        *,
        mode: Literal["replace", "append"] = "replace",
        personal: Sequence[str] | None = None,
        user: str = "local",
        progress: Progress | None = None,
        **options: Any,
    ) -> Report:
        """Loads a file, or several of one layout, into a new version and makes it current.

        path     a file, an archive, a folder or a list of them, as `intake.read` takes it, or
                 what that has read
        mapping  canonical name -> header in the file, of contacts' "occurred_at" a list where a
                 row has a date for every stage; None takes the proposal where it is certain
        mode     "replace" puts the file in place of what is there, "append" adds what of it is
                 new (see intake.append)
        personal columns that tell who people are: kept from who may not see them. None takes
                 what was said of a file with these headers last, else what is usual for them
        options  encoding, sheet, header (its line, 0 for none), date_format (as "%d-%m-%y")
        progress called with a stage in words and the share done; may raise to stop the load
        Returns the report; rows_read = rows_loaded + rows_rejected. Errors: DataError, and then
        the version before stays current.
        """
        self.user.require("change")
        if kind not in intake.KINDS:
            raise DataError(
                N_("There is no kind of data called {kind}."),
                N_("Use one of: {kinds}."),
                kind=kind,
                kinds=", ".join(intake.KINDS),
            )
        reading = intake.reading_options(options)
        source = path if isinstance(path, Source) else intake.read(path, **reading)
        reports: list[Report] = []
        kept: list[Path | None] = []
        erased = self.state.erased()

        step = progress or (lambda stage, share: None)

        def fill(con: duckdb.DuckDBPyConnection, number: int) -> None:
            if mode == "replace":
                versions.forget_loads(con, kind)
            else:
                intake.refuse_known(con, source, kind)
            report = intake.load(
                con, source, kind, dict(mapping) if mapping else None, mode=mode, erased=erased,
                progress=lambda stage, share: step(stage, share * 0.7), **options,
            )  # fmt: skip
            report = intake.marked(report, source, personal, self.state.personal)
            kept.extend(disk.keep_upload(self.folder, *upload) for upload in source.uploads)
            intake.record(con, report, number=number, mode=mode, user=user)
            intake.note_products(con, source, report.mapping)
            reports.append(report)

        before = self.personal if self.version else Personal()
        change = Change(_MODES[mode], {"file": source.name}, user)
        replaced = intake.KINDS[kind].table if mode == "replace" else None
        try:
            self._build(fill, change, replaced=replaced, progress=step)
        except BaseException:
            for target in filter(None, kept):
                target.unlink(missing_ok=True)
            raise
        if self.personal != before:
            told = [*reports[0].options["personal"]]
            self.state.record(user, "personal", kind=kind, personal=told)
        return replace(reports[0], remarks=(*reports[0].remarks, *self._mixed(kind)))

    def versions(self) -> list[int]:
        """The versions that can be brought back, oldest first."""
        kept = versions.numbers(self.folder)
        return [number for number in kept if opening.opens(self.folder, number)]

    def restore(self, version: int, user: str = "local") -> None:
        """Makes an earlier version current again. Errors: DataError when it is not kept."""
        self.user.require("change")
        versions.require(self.folder, version)
        with disk.enough_room(self.folder):
            versions.point(self.folder, version)
        self.bind(versions.brought_up(self.folder) or version)
        self.state.record(user, "restore", version=version)

    def _build(self, fill: Fill, change: Change, **how: Any) -> None:
        self.user.require("change")
        if self.cluster:
            raise cluster.elsewhere()
        kept = self.state.settings()["versions_kept"]
        self.bind(versions.build(self.folder, fill, change=change, kept=kept, **how))
        self.state.record(change.user, change.action, **change.fields, version=self.version)
        self.state.keep_copy()

    def bind(self, version: int) -> None:
        """Turns to another version that is there."""
        self.version = version
        for name in (
            "cluster",
            "personal",
            "facts",
            "dimensions",
            "loads",
            "rejects",
            "choices",
            "merges",
            "corrections",
            "corrected",
            "currencies",
        ):
            self.__dict__.pop(name, None)

    def _theirs(self) -> frozenset[str]:
        """The customers a user who looks after some of them sees; none for who sees no people."""
        with self.cursor() as cursor:
            return frozenset(narrowed.ids(cursor)) if self.user.may("people") else frozenset()

    def _mixed(self, kind: Kind) -> tuple[Remark, ...]:
        """What is said of sales in several currencies after a load of sales."""
        if kind != "sales":
            return ()
        kept = "keep" in set(self.choices.loc[self.choices["check"] == "mixed_currency", "action"])
        columns = ["currency", "lines", "amount"]
        found = self.currencies[columns].itertuples(index=False, name=None)
        return tuple(intake.mixed([*found], kept=kept))

    def rows(self, name: str) -> pd.DataFrame:
        """The answer of the bound version to a question of sql/workspace without parameters."""
        sql = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
        with self.cursor() as cursor:
            return cursor.sql(sql).to_arrow_table().to_pandas()
