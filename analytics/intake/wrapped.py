"""A source made of another: its rows changed, its lines and faults those of the file beneath."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import duckdb
import pandas as pd

from analytics.intake.source import Source


@dataclass
class WrappedSource(Source):
    """What the file beneath knows of its lines; the rows are made by those who wrap it."""

    base: Source | None = None

    def line_numbers(self, con: duckdb.DuckDBPyConnection, lines: pd.Series) -> pd.Series:
        return self._base.line_numbers(con, lines)

    def file_of(self, lines: pd.Series) -> pd.Series:
        """The name of the file each LINE is in."""
        return self._base.file_of(lines)

    def faults(self, con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
        return self._base.faults(con)

    def careful(self) -> Self | None:
        careful = self._base.careful()
        return replace(self, base=careful) if careful else None

    @property
    def _base(self) -> Source:
        assert self.base is not None
        return self.base
