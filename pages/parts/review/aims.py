"""Monthly targets: typed or brought in as a file, beside what was sold."""

import hashlib
from datetime import date

import pandas as pd
import streamlit as st

from analytics import DataError, targets
from pages.parts.guard import View
from pages.parts.notices import calm
from pages.parts.rights import changes
from pages.parts.tables import Column, table


def draw(view: View, rows: pd.DataFrame, *, filtered: bool) -> None:
    """The table of targets against sales, and the two ways to set them."""
    _ = view.text
    if filtered:
        st.caption(_("Targets are for the whole firm: filters do not apply here."))
    if len(rows):
        _against(view, rows)
    if not changes(view):
        return
    left, right = st.columns(2, gap="medium")
    with left:
        _typed(view)
    with right:
        _uploaded(view)


def _against(view: View, rows: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    shown = rows.iloc[::-1].assign(
        name=lambda frame: [
            lang.month(row.month) if row.whole or pd.isna(row.actual)
            else _("{month} so far", month=lang.month(row.month))
            for row in frame.itertuples()
        ]
    )  # fmt: skip
    columns = {
        "name": Column(_("Month"), pinned=True),
        "target": Column(_("Target"), "money"),
        "actual": Column(_("Sold"), "money"),
        "gap": Column(_("Above or below"), "money"),
        "attained": Column(_("Attained"), "bar", most=1),
        "forecast": Column(_("Foreseen"), "money"),
    }
    table(view, shown, columns, key="targets.against", rows=13)


def _typed(view: View) -> None:
    _, lang = view.text, view.lang
    kept = targets.kept(view.ws)
    offered = targets.offered(kept, view.scope)
    version = hash(tuple(kept.itertuples(index=False)))  # what was typed goes once it is kept
    with st.form("targets.typed", border=False):
        st.caption(_("Type a target for each month; an empty one has none."))
        told = st.data_editor(
            offered.assign(name=offered.month.map(lang.month))[["name", "target"]],
            key=f"targets.editor.{version}.{view.lang.code}",
            hide_index=True,
            column_config={
                "name": st.column_config.TextColumn(_("Month"), disabled=True),
                "target": st.column_config.NumberColumn(_("Target"), min_value=0.0),
            },
            height=320,
            placeholder="–",
        )
        if st.form_submit_button(_("Keep these targets"), type="primary"):
            _keep(view, targets.changed(offered, told["target"]))


def _uploaded(view: View) -> None:
    _ = view.text
    file = st.file_uploader(
        _("Or bring in a CSV file: a month and an amount in each row"), type=["csv", "txt"],
        key="targets.file",
    )  # fmt: skip
    if file is None:
        return
    content = file.getvalue()
    print_ = hashlib.sha256(content).hexdigest()
    if st.session_state.get("targets.done") == print_:
        return
    try:
        found = targets.read(content)
    except DataError as error:
        calm(error)
        return
    st.session_state["targets.done"] = print_
    _keep(view, found)


def _keep(view: View, found: dict[date, float | None]) -> None:
    try:
        targets.keep(view.ws, found, view.user.name)
    except DataError as error:
        calm(error)
        return
    st.rerun()
