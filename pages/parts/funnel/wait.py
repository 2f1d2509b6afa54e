"""A row of a picture of waits, from an answer of `waits`."""

from typing import Any

import pandas as pd

from pages.parts.charts.waits import Span, Wait
from pages.parts.guard import View


def wait(
    view: View, name: str, row: Any, spans: pd.DataFrame, *beside: str, stands_out: bool
) -> Wait:
    """The quartiles of a row with its spans; beside: what is said after the days."""
    _, lang = view.text, view.lang
    ends = spans.to_days.astype(object).where(spans.to_days.notna(), None)
    days = _(
        "{days} days ({low}–{high})", days=lang.number(row.median_days, 1),
        low=lang.number(row.lower_days, 0), high=lang.number(row.upper_days, 0),
    )  # fmt: skip
    return Wait(
        name, row.lower_days, row.median_days, row.upper_days,
        [Span(*span) for span in zip(spans.from_days, ends, spans.customers, strict=True)],
        " · ".join(part for part in (days, *beside) if part), stands_out,
    )  # fmt: skip
