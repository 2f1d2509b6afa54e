"""A list of customers: the same columns under the same names on every page."""

import pandas as pd
import streamlit as st

from analytics.errors import N_
from pages.parts.downloads import csv, file_name
from pages.parts.guard import View
from pages.parts.tables import Column, table

# column of the answer -> its name, its kind, its help
COLUMNS = {
    "rank": (N_("Rank"), "number", None),
    "customer_id": (N_("Customer"), "text", None),
    "name": (N_("Name"), "text", None),
    "region": (N_("Region"), "text", None),
    "segment": (N_("Segment"), "segment", None),
    "type8": (N_("Type"), "segment", None),
    "tier": (N_("Tier"), "tier", None),
    "scores": ("R · F · M", "text", N_("recency, frequency and money, each scored 1 to 5")),
    "recency_days": (N_("Days since order"), "number", None),
    "longest_days": (N_("Longest pause before"), "number", N_("days, at least 14")),
    "last_order_on": (N_("Last order"), "date", None),
    "frequency": (N_("Orders"), "number", None),
    "orders": (N_("Orders"), "number", None),
    "monetary": (N_("Revenue"), "money", None),
    "value": (N_("Revenue"), "money", None),
    "before": (N_("Before"), "money", None),
    "now": (N_("Now"), "money", None),
    "change": (N_("Change"), "money", None),
}


def people(
    view: View, frame: pd.DataFrame, *, key: str, hide: tuple[str, ...] = (), value: str = ""
) -> None:
    """The list; columns nobody has a value in stay away.

    hide   columns of the frame not to show
    value  what the column `value` is called, where it is not revenue
    """
    if "r" in frame:
        scores = [" · ".join(map(str, row)) for row in frame[["r", "f", "m"]].to_numpy()]
        frame = frame.assign(scores=scores)
        frame.insert(frame.columns.get_loc("r"), "scores", frame.pop("scores"))
    columns = {}
    for name in frame:
        if name in hide or name not in COLUMNS or (len(frame) and frame[name].isna().all()):
            continue
        label, kind, said = COLUMNS[name]
        label = value if name == "value" and value else view.text(label)
        pinned = name in ("rank", "customer_id")
        columns[name] = Column(label, kind, pinned=pinned, help=said and view.text(said))
    table(view, frame, columns, key=key)


def show_people(view: View, title: str, frame: pd.DataFrame, *, key: str) -> None:
    """The list in a window over the page, to look at and take away."""

    @st.dialog(title, width="large")
    def window() -> None:
        people(view, frame, key=f"window.{key}")
        st.download_button(
            view.text("Download"),
            data=lambda: csv(frame),
            file_name=file_name(view, title),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )

    window()
