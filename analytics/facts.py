"""What one version of the data holds, read once when it is opened."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Facts:
    """What one version holds; every figure is a count of rows or a date found in them.

    lines_ahead  lines dated later than their file can know: more than a day after it was written
    """

    lines: int
    first_line_on: date
    last_line_on: date
    has_cost: bool
    first_order_on: date | None
    last_order_on: date | None
    orders_over_days: bool
    contacts: int
    last_contact_on: date | None
    deals: int
    last_deal_on: date | None
    customers: int
    region_in_lines: bool
    as_of: date
    lines_ahead: int = 0

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Facts:
        """The facts from their one row."""
        return cls(**{field.name: _plain(rows[field.name].iloc[0]) for field in fields(cls)})


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value
