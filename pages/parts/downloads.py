"""What leaves the app: CSV that Excel opens in Chinese, and that cannot run as a formula."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from analytics import trail
from analytics.reports.carried import files_checksum
from analytics.reports.cells import safe
from analytics.reports.words import about_scope, whose
from analytics.reports.workbook import Kind, workbook
from pages.parts.charts.template import PICTURE, PICTURES
from pages.parts.columns import Names, column_name, named
from pages.parts.guard import View
from pages.parts.handed import handed
from pages.parts.navigation import SECTIONS

Source = Callable[[], pd.DataFrame]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNSCOPED = {Path(e.file).stem for entries in SECTIONS.values() for e in entries if not e.scoped}
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
    if not view.user.may("take"):
        return
    with (
        st.session_state.tools,
        st.popover(view.text("Download"), icon=":material/download:", type="tertiary"),
    ):
        for place, (what, source) in enumerate(files.items()):
            key = f"download.{view.page}.{place}"
            file_buttons(view, what, source, f"{what} (CSV)", key=key, names=names, codes=codes)
        st.segmented_control(
            view.text("Pictures are saved as"), list(PICTURES), key=PICTURE, required=True,
            format_func=PICTURES.__getitem__, default=next(iter(PICTURES)),
            help=view.text("Move over a picture and press the camera at its upper right."),
        )  # fmt: skip


def file_buttons(
    view: View,
    what: str,
    source: Source,
    label: str,
    *,
    key: str,
    names: Names | None = None,
    codes: Mapping[str, Names] | None = None,
) -> None:
    """A table as CSV, under this label, and as Excel with a sheet on its days and its data.

    None for who may take nothing away.
    """
    if not view.user.may("take"):
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        for form, made, ending, mime in (
            (label, _csv, "csv", "text/csv"),
            ("Excel", _excel, "xlsx", XLSX),
        ):
            st.download_button(
                form,
                data=handed(view, partial(made, view, what, source, names, codes)),
                file_name=file_name(view, what, ending),
                mime=mime,
                key=f"{key}.{ending}",
                type="tertiary",
                icon=":material/table:" if ending == "csv" else None,
                on_click="ignore",
            )


def download(
    view: View, what: str, source: Source, *, key: str, names: Names | None = None,
    codes: Mapping[str, Names] | None = None, type: str = "tertiary",
) -> None:  # fmt: skip
    """One button beside a table: its rows as CSV; none for who may take nothing away."""
    if view.user.may("take"):
        st.download_button(
            view.text("Download"),
            data=handed(view, partial(_csv, view, what, source, names, codes)),
            file_name=file_name(view, what),
            mime="text/csv",
            icon=":material/download:",
            type=type,
            key=key,
            on_click="ignore",
        )


def _csv(
    view: View, what: str, source: Source, names: Names | None, codes: Mapping[str, Names] | None
) -> bytes:
    rows = source()
    _taken(view, what, rows, "CSV", names)
    return csv(named(view, rows, names, codes))


def _taken(view: View, what: str, rows: pd.DataFrame, form: str, names: Names | None) -> None:
    """Onto the trail: columns that are called otherwise on this page by what they are called."""
    trail.taken(view.ws, what, rows.rename(columns=names or {}), form, view.user.name)


def _excel(
    view: View, what: str, source: Source, names: Names | None, codes: Mapping[str, Names] | None
) -> bytes:
    """The table with a second sheet: which days and filters, which data, how many rows."""
    _, rows = view.text, source()
    _taken(view, what, rows, "Excel", names)
    shown = named(view, rows, names, codes)
    about = [
        (_("Table"), what),
        *(about_scope(view.lang, view.scope) if view.page not in UNSCOPED else []),
        (_("Data version"), _("sample") if view.sample else view.lang.number(view.ws.version)),
        (_("Checksum of the files"), files_checksum(view.ws)),
        (_("Rows"), view.lang.number(len(rows))),
        *whose(view.lang, view.ws.user.owners),
    ]
    kinds = [kind(view, rows.iloc[:, place]) for place in range(rows.shape[1])]
    return workbook(shown, kinds, about, sheet=sheet_name(what), about_sheet=_("About this table"))


def kind(view: View, values: pd.Series) -> Kind:
    """How a spreadsheet writes a column of a table that is not worded yet."""
    some = values.dropna()
    if len(some) and isinstance(some.iloc[0], date):
        return "date"
    known = column_name(view, str(values.name))[1]
    return {"number": "number", "money": "money", "percent": "share"}.get(known, "text")


def sheet_name(what: str) -> str:
    """A name Excel takes for a sheet: at most 31 characters, some of them not allowed."""
    return re.sub(r"[\[\]:*?/\\']", " ", what)[:31]
