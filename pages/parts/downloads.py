"""What leaves the app: CSV that Excel opens in Chinese, and that cannot run as a formula."""

import re
from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from analytics.reports.cells import safe
from pages.parts.columns import Names, named
from pages.parts.guard import View

Source = Callable[[], pd.DataFrame]
UNSAFE_NAME = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


def csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a byte order mark, without which Excel misreads Chinese."""
    cells = frame.copy()
    cells.columns = [safe(str(name)) for name in cells.columns]
    for place in range(cells.shape[1]):
        column = cells.iloc[:, place]
        if not pd.api.types.is_numeric_dtype(column):
            cells.isetitem(place, column.map(safe, na_action="ignore"))
    return cells.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def file_name(view: View, what: str, form: str = "csv") -> str:
    """Page, what it is, the day, the period and the filters: a file explains itself."""
    scope = view.scope
    parts = [view.page or "overview", what, f"{scope.as_of:%Y-%m-%d}"]
    if scope.start:
        parts.append(f"from-{scope.start:%Y-%m-%d}-to-{scope.end:%Y-%m-%d}")
    parts += ["+".join(values) for values in scope.filters.values()]
    parts += ["without-returns"] if scope.returns == "exclude" else []
    return UNSAFE_NAME.sub("-", "_".join(parts))[:120] + f".{form}"


def downloads(
    view: View,
    files: Mapping[str, Source],
    names: Names | None = None,
    codes: Mapping[str, Names] | None = None,
) -> None:
    """The Download menu in the bar; each file is made only when it is asked for.

    names, codes  what this page calls columns and codes that mean something else elsewhere
    """
    with (
        st.session_state.tools,
        st.popover(view.text("Download"), icon=":material/download:", type="tertiary"),
    ):
        for place, (what, source) in enumerate(files.items()):
            st.download_button(
                f"{what} (CSV)",
                data=lambda source=source: csv(named(view, source(), names, codes)),
                file_name=file_name(view, what),
                mime="text/csv",
                key=f"download.{view.page}.{place}",
                type="tertiary",
                icon=":material/table:",
                on_click="ignore",
            )
