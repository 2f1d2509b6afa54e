"""Files to start from, with every column explained, to download."""

import streamlit as st

from analytics.intake import template
from analytics.intake.names import KIND_NAMES
from pages.parts.guard import View
from pages.parts.handed import handed

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def templates(view: View, kind: str) -> None:
    """A workbook with example rows and a sheet on its columns; the same columns on the page."""
    _ = view.text
    st.download_button(
        _("Example file"),
        handed(view, lambda: template.workbook(kind, view.lang)),
        f"{_(KIND_NAMES[kind])}.xlsx",
        EXCEL,
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )
    with st.popover(_("Columns explained"), type="tertiary", icon=":material/help:"):
        told = template.columns(kind, view.lang).drop(columns="column")
        names = {"name": _("Column"), "needed": _("Needed"), "meaning": _("What it holds")}
        st.table(told.rename(columns=names).set_index(names["name"]))
