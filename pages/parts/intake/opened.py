"""The chosen files on disk and opened, with what can be said about how to open them."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import streamlit as st

from analytics import DataError, disk, intake
from analytics.intake import Source
from analytics.intake.encoding import ENCODINGS
from pages.parts.guard import View

T = TypeVar("T")
KEPT = 12


def on_disk(folder: Path, files: list) -> Path:
    """A folder with the uploaded files, written once; Streamlit's own copies stay in memory."""
    ids = tuple(file.file_id for file in files)
    if st.session_state.get("incoming", ("",))[0] != ids:
        if "incoming" in st.session_state:
            shutil.rmtree(st.session_state.incoming[1], ignore_errors=True)
        target = disk.incoming(folder)
        for file in files:
            with (target / Path(file.name).name).open("wb") as out:
                shutil.copyfileobj(file, out)
        st.session_state.incoming = (ids, target)
    return st.session_state.incoming[1]


def opened(view: View, folder: Path) -> Source:
    """The files as text columns, read once for each way of opening them."""
    _, state = view.text, st.session_state
    names = ("sheet", "encoding", "header")
    given = {name: state.get(f"{name}.{folder.name}") for name in names}
    source, wrong = None, None
    try:
        if state.get("opened", ("",))[0] != (folder, given):
            with st.spinner(_("Reading the file")):
                state.opened = ((folder, given), intake.read(folder, **given))
        source = state.opened[1]
    except DataError as error:
        wrong = error
    with st.container(horizontal=True):
        if source and len(source.sheets) > 1:
            place = source.sheets.index(source.sheet)
            st.selectbox(_("Sheet"), source.sheets, place, key=f"sheet.{folder.name}", width=320)
        if source is None or source.encoding:
            st.selectbox(
                _("Encoding"),
                ENCODINGS,
                index=None,
                placeholder=source.encoding if source else "–",
                key=f"encoding.{folder.name}",
                width=160,
            )
        if source is None or source.encoding or source.sheet:  # Parquet has neither
            st.number_input(
                _("Header on line"),
                0,
                value=None,
                placeholder=str(source.header) if source else "–",
                key=f"header.{folder.name}",
                width=160,
                help=_("0 means that the file has no header."),
            )
    if wrong:
        raise wrong
    if not source.header:
        st.warning(_("The file has no header; its columns are named by what is in them."))
    return source


def once(key: tuple, work: Callable[[], T]) -> T:
    """What a look at a file gave, looked at once for each file and choice of columns."""
    looks = st.session_state.setdefault("looks", {})
    if key not in looks:
        while len(looks) >= KEPT:
            looks.pop(next(iter(looks)))
        looks[key] = work()
    return looks[key]


def identity(source: Source, kind: str, mapping: dict | None = None) -> tuple:
    """Names a file, the way it was opened and a choice of columns."""
    return (source.checksum, source.sheet, source.encoding, source.header, kind, repr(mapping))
