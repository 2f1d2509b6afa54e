"""Bringing a file in: choose it, confirm what was understood, watch it load."""

import shlex
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from analytics import DataError, Workspace, cluster, intake, runner
from analytics.errors import N_
from analytics.intake import KINDS, Report, Source
from analytics.intake.names import COLUMN_NAMES, KIND_NAMES
from analytics.runner import Job
from pages.parts import address, background
from pages.parts.guard import View
from pages.parts.intake.mapping import Chosen, mapping, missing
from pages.parts.intake.opened import on_disk, once, opened
from pages.parts.intake.personal import personal
from pages.parts.intake.remarks import outlook
from pages.parts.intake.templates import templates
from pages.parts.intake.values import values
from pages.parts.notices import calm
from pages.parts.words import plain

MODES = {"replace": N_("Replace what is there"), "append": N_("Add to what is there")}
# Streamlit's own words on the uploader are English only; the button gets ours.
WORDS = """<style>
[data-testid="stFileUploaderDropzoneInstructions"]{display:none}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p{font-size:0}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after{
content:"%s";font-size:.875rem}
body:not(:has([data-testid="stFileChip"][aria-invalid="true"]))
[data-testid="stLayoutWrapper"]:has(>.st-key-refused){display:none}
</style>"""
ENDINGS = [ending.lstrip(".") for ending in intake.ENDINGS]


def bring_in(view: View) -> None:
    """The whole way of one file, from choosing it to the load in the background."""
    _ = view.text
    if view.ws.cluster:
        calm(cluster.elsewhere())
        return
    kind = st.segmented_control(
        _("What is in the file?"),
        list(KIND_NAMES),
        default="sales",
        required=True,
        format_func=lambda code: _(KIND_NAMES[code]),
        key="kind",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_needs(view, kind))
        templates(view, kind)
    st.html(WORDS % _("Choose a file"))
    files = st.file_uploader(
        _("Excel, CSV or Parquet, up to 200 MB; several files at once, or a .zip of them"),
        type=ENDINGS,
        accept_multiple_files=True,
        key=f"file.{kind}.{st.session_state.get('uploads', 0)}",
    )
    _refused(view, kind)
    if files:
        try:
            folder = on_disk(view.folder, files)
            _confirm(view, folder, opened(view, folder), kind)
        except DataError as error:
            calm(error)


def _refused(view: View, kind: str) -> None:
    """What to do with a file the browser does not take; only seen where there is one."""
    with st.container(key="refused"):
        st.warning(
            view.text(
                "The file marked red was not taken: it is larger than 200 MB or of a form that is "
                "not read. A larger one is loaded on the server, with --append where it adds to "
                "what is there:"
            )
        )
        folder = shlex.quote(str(view.folder))
        st.code(
            f"python -m analytics.intake load FILE --workspace {folder} --kind {kind}",
            language=None,
            wrap_lines=True,
        )


def _confirm(view: View, folder: Path, source: Source, kind: str) -> None:
    """One screen: what the file will answer, what is asked, what each column holds, its rows."""
    actions = st.container()  # above the mapping: mostly there is nothing to change in it
    about, asked = st.container(), st.container()
    chosen = mapping(view, source, kind)
    marked = personal(view, source, kind, chosen)
    _preview(source)
    options: dict[str, Any] = {}
    with asked:
        try:
            options, clear = values(view, source, kind, chosen)
        except DataError as error:
            clear = not calm(error)
    with about:
        if other := _another(source, kind, chosen):
            words = view.text("It looks more like {kind}; choose that above if it is.",
                              kind=view.text(other))  # fmt: skip
            st.markdown(f":orange[:material/help:] {words}")
        outlook(view, source, kind, chosen)
    with actions:
        _act(view, folder, source, kind, chosen, options | {"personal": marked}, clear)


def _act(
    view: View,
    folder: Path,
    source: Source,
    kind: str,
    chosen: Chosen,
    options: dict[str, Any],
    clear: bool,
) -> None:
    _, ready = view.text, clear and not missing(chosen, kind)
    for column in KINDS[kind].wanted:
        if column not in chosen:
            words = _("No column names the customer; load the file without customers")
            ready = st.checkbox(words, key=f"without.{source.checksum[:12]}.{column}") and ready
    with st.container(horizontal=True, vertical_alignment="bottom"):
        mode = st.segmented_control(
            _("What about the data there is?"),
            list(MODES),
            default="replace",
            required=True,
            format_func=lambda code: _(MODES[code]),
            key="mode",
        )
        ready = ready and bool(source.preview)
        load = st.button(_("Load"), type="primary", icon=":material/upload:", disabled=not ready)
    if lacks := missing(chosen, kind):
        names = view.lang.listing([_(COLUMN_NAMES[column]) for column in lacks])
        st.warning(_("Choose the header that holds: {columns}.", columns=names))
    elif not clear:
        st.warning(_("Answer the question below on how the values are written."))
    if not source.preview:
        st.warning(_("{file} has no rows below its headers.", file=plain(source.name)))
    if load:
        _load(view, folder, source, kind, chosen, mode, options)


def _another(source: Source, kind: str, chosen: Chosen) -> str | None:
    """The name of the kind a file fits better, where the chosen one lacks what it needs."""
    if not missing(chosen, kind) and all(name in chosen for name in KINDS[kind].wanted):
        return None
    name = ("likely", source.checksum, source.sheet, source.header)
    better = once(name, lambda: intake.likely(source))
    return KIND_NAMES[better] if better != kind else None


def _needs(view: View, kind: str) -> str:
    needed = (*KINDS[kind].wanted, *KINDS[kind].required)
    names = [view.text(COLUMN_NAMES[column]) for column in needed]
    if ways := KINDS[kind].one_of:
        first, *others = (" × ".join(view.text(COLUMN_NAMES[part]) for part in way) for way in ways)
        way = view.text(
            "{column} (or {others})", column=first, others=view.text(" or ").join(others)
        )
        names.append(way if others else first)
    return view.text("Needed: {columns}.", columns=view.lang.listing(names))


def _preview(source: Source) -> None:
    rows = pd.DataFrame(source.preview[:6], columns=list(source.headers)).fillna("")
    st.dataframe(rows, hide_index=True, row_height=28, height=28 * (len(rows) + 1) + 4)


def _load(
    view: View,
    path: Path,
    source: Source,
    kind: str,
    mapping: Chosen,
    mode: str,
    options: dict[str, Any],
) -> None:
    newest, user = view.newest, view.user
    signature = intake.signature(source.headers, kind)

    def work(job: Job) -> Report:
        ws = newest()
        try:
            report = ws.load(
                source, kind, mapping, mode=mode, user=user.name, progress=job.progress, **options
            )
        finally:
            shutil.rmtree(path, ignore_errors=True)
        ws.state.remember_mapping(signature, mapping, options["personal"])
        looked = Workspace(ws.folder, ws.version, user)
        runner.shared().start("checks", lambda job: looked.check(job.progress) is not None)
        return report

    address.choose("data", None)  # whoever was looking at the sample sees their own data next
    background.start(runner.shared().start(source.name, work, lasting=True))
    for name in ("incoming", "opened", "looks"):
        st.session_state.pop(name, None)
    st.session_state.uploads = st.session_state.get("uploads", 0) + 1
    st.rerun()
