"""Values of small tables as plain numbers: what is not known is None, never NaN."""

from __future__ import annotations

from typing import Any

import pandas as pd


def known(value: Any) -> float | None:
    """A number of a table, None where it is not known."""
    return None if pd.isna(value) else float(value)


def values(column: pd.Series) -> tuple[float | None, ...]:
    """A column as plain numbers."""
    return tuple(known(value) for value in column)


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows of a table, their cells by name."""
    return list(frame.itertuples())
