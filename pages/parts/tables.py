"""Tables: codes as chips in their fixed colours, numbers right, one row height."""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import streamlit as st

from pages.parts.guard import View
from pages.parts.names import (
    GROUP_NAMES,
    SEGMENT_NAMES,
    STATE_NAMES,
    TIER_NAMES,
    TYPE_NAMES,
    group_names,
)
from pages.parts.rights import closed

ROW = 30
DATE = 112
BAR = 136  # of a column of shares with bars that has to leave room for others on a phone
Kind = Literal[
    "text", "number", "money", "percent", "bar", "date", "tier", "segment", "state", "group",
    "said", "course",
]  # fmt: skip

CHIPS = {
    "tier": TIER_NAMES,
    "segment": SEGMENT_NAMES | TYPE_NAMES,
    "state": STATE_NAMES,
    "group": GROUP_NAMES,
}


@dataclass(frozen=True)
class Column:
    """How one column is shown.

    text     as it is                      said     right-aligned text, written already
    number   with thousands and `digits`   money    whole units of the currency, sortable
    percent  a share 0–1 as "43.7 %"       bar      the same with a bar; `most` is its full length
    date     a day                         tier, segment, state, group   a code as a chip
    course   a list of numbers as a small line
    """

    label: str
    kind: Kind = "text"
    width: Literal["small", "medium", "large"] | int | None = None
    digits: int = 0
    pinned: bool = False
    most: float | None = None
    help: str | None = None
    worse: bool = False


def table(
    view: View,
    frame: pd.DataFrame,
    columns: dict[str, Column],
    *,
    key: str,
    rows: int = 10,
    select: bool = False,
    one: bool = False,
) -> pd.DataFrame:
    """The chosen columns of a table in their order; with select=True returns the chosen rows.

    one  only one row can be chosen at a time

    Rows of customers are shown to nobody who may not see people.
    """
    if "customer_id" in columns and closed(view, "people"):
        return frame.iloc[:0]
    shown = pd.DataFrame({name: _values(frame[name], c) for name, c in columns.items()})
    state = st.dataframe(
        shown,
        key=key,
        hide_index=True,
        row_height=ROW,
        height=ROW * (min(len(shown), rows) + 1) + 4,
        column_config={name: _config(view, shown[name], c) for name, c in columns.items()},
        placeholder="–",
        on_select="rerun" if select else "ignore",
        selection_mode="single-row" if one else "multi-row",
    )
    ticked = state["selection"]["rows"] if select else []
    return frame.iloc[ticked] if ticked else frame.iloc[:0]


def _values(values: pd.Series, column: Column) -> pd.Series:
    """Shares as percentages, money rounded, codes as lists of one, as the table needs them."""
    if column.kind in ("percent", "bar"):
        return values.astype(float) * 100
    if column.kind in ("money", "number"):
        return values.astype(float).round(column.digits)
    if column.kind in CHIPS:
        return values.map(lambda code: [code] if isinstance(code, str) else [])
    return values


def _config(view: View, values: pd.Series, column: Column) -> Any:
    config, common = st.column_config, {"width": column.width, "help": column.help}
    pin = {**common, "pinned": column.pinned}
    label, _ = column.label, view.text
    if codes := CHIPS.get(column.kind):
        names = group_names(view.in_usual_words if column.kind == "state" else view, codes)
        colours = view.palette.groups
        used = {names[code] for row in values for code in row if code in names}
        pin["width"] = column.width or _room({label, *used})
        return config.MultiselectColumn(
            label,
            options=list(names),
            color=[colours[code] for code in names],
            format_func=names.__getitem__,
            **pin,
        )
    if column.kind == "bar":
        most = 100 * column.most if column.most else float(values.max() or 0) or 1.0
        return config.ProgressColumn(
            label,
            format="%.1f %%",
            min_value=0,
            max_value=most,
            color="orange" if column.worse else "blue",
            **common,
        )
    if column.kind == "course":
        return config.LineChartColumn(label, color=view.palette.accent, **common)
    if column.kind == "percent":
        return config.NumberColumn(label, format="%.1f %%", **pin)
    if column.kind == "money":
        symbol = view.lang.symbol
        label = _("{name}, {unit}", name=label, unit=symbol) if symbol else label
        return config.NumberColumn(label, format="localized", **pin)
    if column.kind == "number":
        digits = f"%,.{column.digits}f" if column.digits else "localized"
        return config.NumberColumn(label, format=digits, **pin)
    if column.kind == "date":
        wide = {**pin, "width": column.width or DATE}  # the browser measures dates too narrow
        return config.DateColumn(label, format=view.lang.date_pattern, **wide)
    side = "right" if column.kind == "said" else "left"
    return config.TextColumn(label, alignment=side, **pin)


def filled(frame: pd.DataFrame, columns: dict[str, Column]) -> dict[str, Column]:
    """The columns in which anything is known."""
    return {n: c for n, c in columns.items() if frame[n].replace("", None).notna().any()}


def fitting(label: str, values: pd.Series) -> int:
    """Pixels in which the label and every text are whole, where the browser would cut them."""
    return _room({label, *(str(value) for value in values.dropna())})


def _room(words: set[str]) -> int:
    """Pixels in which every chip is whole; the browser would measure the first rows only."""
    widest = max(sum(13 if character > "\u2e7f" else 7 for character in word) for word in words)
    return 30 + min(widest, 210)
