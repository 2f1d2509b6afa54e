"""Bringing a file in: choose it, confirm what was understood, watch it load."""

import re
import shutil
import uuid
from datetime import datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from analytics import DataError, Workspace, intake, runner
from analytics.errors import N_
from analytics.intake import KINDS, Report, Source, template
from analytics.intake.encoding import ENCODINGS
from analytics.intake.names import COLUMN_NAMES, KIND_NAMES
from analytics.runner import Job
from pages.parts import address, background
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.notices import calm
from pages.parts.words import plain

MODES = {"replace": N_("Replace what is there"), "append": N_("Add to what is there")}
# Streamlit's own words on the uploader are English only; the button gets ours.
WORDS = """<style>
[data-testid="stFileUploaderDropzoneInstructions"]{display:none}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p{font-size:0}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after{
content:"%s";font-size:.875rem}
</style>"""
ENDINGS = [ending.lstrip(".") for ending in intake.ENDINGS]
EXAMPLE = datetime(2026, 12, 31, 14, 30)  # a day that no two formats write alike
FLOAT = re.compile(r"-?\d+\.\d{7,}")
FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y", "%m/%d/%Y", "%y-%m-%d", "%Y%m%d"]


def bring_in(view: View) -> None:
    """The whole way of one file, from choosing it to the load in the background."""
    _ = view.text
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
        st.download_button(
            _("Example file"),
            lambda: template.example(kind, view.lang),
            f"{kind}.csv",
            "text/csv",
            type="tertiary",
            icon=":material/download:",
            on_click="ignore",
        )
    st.html(WORDS % _("Choose a file"))
    files = st.file_uploader(
        _("Excel, CSV or Parquet, up to 200 MB; several files of one layout, or a .zip of them"),
        type=ENDINGS,
        accept_multiple_files=True,
        key=f"file.{kind}.{st.session_state.get('uploads', 0)}",
    )
    if not files:
        return
    try:
        folder = _on_disk(view.folder, files)
        source = _opened(view, folder)
        actions = st.container()  # above the mapping: mostly there is nothing to change in it
        mapping = _mapping(view, source, kind)
        _preview(source)
        options = _options(view, source, kind, mapping)
    except DataError as error:
        calm(error)
        return
    with actions:
        mode = st.segmented_control(
            _("What about the data there is?"),
            list(MODES),
            default="replace",
            required=True,
            format_func=lambda code: _(MODES[code]),
            key="mode",
        )
        if missing := _missing(mapping, kind):
            names = view.lang.listing([_(COLUMN_NAMES[column]) for column in missing])
            st.warning(_("Choose the header that holds: {columns}.", columns=names))
        if not source.preview:
            st.warning(_("{file} has no rows below its headers.", file=plain(source.name)))
        unready = bool(missing) or not source.preview
        if st.button(_("Load"), type="primary", icon=":material/upload:", disabled=unready):
            signature = intake.signature(source.headers, kind)
            _load(view, folder, source, kind, mapping, mode, options, signature)


def _missing(mapping: dict[str, str], kind: str) -> list[str]:
    """Columns a load needs and has no header for; of several ways, the first."""
    missing = [column for column in KINDS[kind].required if column not in mapping]
    ways = KINDS[kind].one_of
    if ways and not any(all(part in mapping for part in way) for way in ways):
        missing += ways[0]
    return missing


def _needs(view: View, kind: str) -> str:
    names = [view.text(COLUMN_NAMES[column]) for column in KINDS[kind].required]
    if ways := KINDS[kind].one_of:
        first, *others = (" × ".join(view.text(COLUMN_NAMES[part]) for part in way) for way in ways)
        way = view.text(
            "{column} (or {others})", column=first, others=view.text(" or ").join(others)
        )
        names.append(way if others else first)
    return view.text("Needed: {columns}.", columns=view.lang.listing(names))


def _on_disk(folder: Path, files: list) -> Path:
    """A folder with the uploaded files, written once; Streamlit's own copies stay in memory."""
    ids = tuple(file.file_id for file in files)
    if st.session_state.get("incoming", ("",))[0] != ids:
        if "incoming" in st.session_state:
            shutil.rmtree(st.session_state.incoming[1], ignore_errors=True)
        target = folder / "incoming" / uuid.uuid4().hex
        target.mkdir(parents=True)
        for file in files:
            with (target / Path(file.name).name).open("wb") as out:
                shutil.copyfileobj(file, out)
        st.session_state.incoming = (ids, target)
    return st.session_state.incoming[1]


def _opened(view: View, folder: Path) -> Source:
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


def _mapping(view: View, source: Source, kind: str) -> dict[str, str]:
    """column -> header, proposed and open to change; what is not certain says so."""
    _ = view.text
    proposal = intake.propose(source.headers, kind, guessed=not source.header)
    state = Workspace.open(view.folder).state
    proposed = state.mapping(intake.signature(source.headers, kind)) or proposal.columns
    unsure = {match.column for match in proposal.matches if not match.certain}
    needed = {*KINDS[kind].required, *_missing(proposed, kind)}
    examples, check = _examples(source), _("please check")
    head(_("What each column holds"))
    chosen = {}
    with st.grid(4, min_column_width=145, gap="small"):
        for column in KINDS[kind].readable:
            label = _(COLUMN_NAMES[column]) + (" *" if column in needed else "")
            header = st.selectbox(
                f"{label} :orange[{check}]" if column in unsure else label,
                source.headers,
                index=_place(source.headers, proposed.get(column)),
                format_func=lambda name: f"{name} ({examples[name]})" if examples[name] else name,
                placeholder=_("not in this file"),
                key=f"map.{source.checksum[:12]}.{source.sheet}.{kind}.{column}",
            )
            if header:
                chosen[column] = header
    return chosen


def _place(headers: tuple[str, ...], header: str | None) -> int | None:
    return headers.index(header) if header in headers else None


def _examples(source: Source) -> dict[str, str]:
    """Two different values of each header, to tell what it holds."""
    examples = {}
    for place, header in enumerate(source.headers):
        values = dict.fromkeys(row[place] for row in source.preview if row[place])
        examples[header] = ", ".join(_short(value) for value in list(values)[:2])
    return examples


def _short(value: str) -> str:
    """129.696 for 129.69600000000003: what is stored beyond six places is no money."""
    return f"{float(value):.6f}".rstrip("0").rstrip(".") if FLOAT.fullmatch(value) else value[:18]


def _as_written(form: str) -> str:
    """A date format as people know it: "31-12-26" for "%d-%m-%y"."""
    return EXAMPLE.strftime(form) if "%" in form else form


def _preview(source: Source) -> None:
    rows = pd.DataFrame(source.preview[:6], columns=list(source.headers))
    st.dataframe(rows, hide_index=True, row_height=28, height=28 * (len(rows) + 1) + 4)


def _options(view: View, source: Source, kind: str, mapping: dict[str, str]) -> dict[str, str]:
    """How the dates are read, with what that reading gives; asked where it is not certain."""
    _, lang = view.text, view.lang
    form = st.selectbox(
        _("How dates are written"),
        FORMATS,
        index=None,
        format_func=_as_written,
        placeholder=_("found from the values"),
        key=f"dates.{source.checksum[:12]}.{kind}",
        width=320,
    )
    key = (source.checksum, source.sheet, kind, tuple(sorted(mapping.items())), form)
    if st.session_state.get("dates", ("",))[0] != key:
        st.session_state.dates = (key, intake.readings(source, kind, mapping, form, whole=True))
    for column, reading in st.session_state.dates[1].items():
        words = _(
            "{column} is read as {form}: from {first} to {last}.",
            column=_(COLUMN_NAMES[column]),
            form=" / ".join(_as_written(form) for form in reading.formats),
            first=lang.date(reading.first),
            last=lang.date(reading.last),
        )
        st.caption(plain(words))
    return {"date_format": form} if form else {}


def _load(
    view: View,
    path: Path,
    source: Source,
    kind: str,
    mapping: dict[str, str],
    mode: str,
    options: dict[str, str],
    signature: str,
) -> None:
    folder, user = view.folder, view.user.name

    def work(job: Job) -> Report:
        ws = Workspace.open(folder)
        report = ws.load(
            source, kind, mapping, mode=mode, user=user, progress=job.progress, **options
        )
        ws.state.remember_mapping(signature, mapping)
        shutil.rmtree(path, ignore_errors=True)
        return report

    address.choose("data", None)  # whoever was looking at the sample sees their own data next
    background.start(runner.shared().start(source.name, work))
    st.session_state.pop("incoming", None)
    st.session_state.pop("opened", None)
    st.session_state.uploads = st.session_state.get("uploads", 0) + 1
    st.rerun()
