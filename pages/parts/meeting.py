"""The pack for a meeting: choose pages, language and kind; it is made in the background."""

from functools import partial
from typing import Any

import streamlit as st

from analytics import DataError, runner
from analytics.language import LANGUAGES, Language
from analytics.reports import carried
from analytics.reports.contents import PAGES, contents
from analytics.reports.files import FORMS, file
from analytics.runner import Job
from analytics.scope import FILTERS
from pages.parts import background
from pages.parts.guard import View
from pages.parts.handed import handed
from pages.parts.notices import calm
from pages.parts.upload import WORDS

JOB, MADE = "meeting.job", "meeting.made"
FRAME = ("as_of", "period", "from", "to", "compare", "returns", *FILTERS)


def meeting_pack(view: View) -> None:
    """In the bar: makes slides, a workbook or a document of several pages in this frame."""
    if not view.user.may("take"):
        return
    with (
        st.session_state.tools,
        st.popover(view.text("Meeting pack"), icon=":material/co_present:", type="tertiary"),
    ):
        _choose(view)


def _choose(view: View) -> None:
    _ = view.text
    pages = st.pills(
        _("Pages"), list(PAGES), selection_mode="multi", default=list(PAGES),
        format_func=lambda code: _(PAGES[code].name), key="meeting.pages",
    )  # fmt: skip
    with st.container(horizontal=True):
        code = st.segmented_control(
            _("Language of the pack"), list(LANGUAGES), default=view.lang.code, required=True,
            format_func=LANGUAGES.__getitem__, key="meeting.language",
        )  # fmt: skip
        form = st.segmented_control(
            _("Kind of file"), list(FORMS), default="pptx", required=True,
            format_func=lambda ending: FORMS[ending][0], key="meeting.form",
        )  # fmt: skip
    st.html(WORDS % _("Choose a file"))
    old = st.file_uploader(
        _("An earlier pack, to say what has changed since (not needed)"), type=list(FORMS),
        key="meeting.since",
    )  # fmt: skip
    job = background.watched(JOB)
    if job and job.state in ("waiting", "running"):
        background.progress(view, JOB)
        return
    if job:
        _finished(view, job)
    if st.button(_("Make the pack"), type="primary", disabled=not pages, key="meeting.make"):
        _start(view, pages, code, form, old.getvalue() if old else b"")
    if made := st.session_state.get(MADE):
        name, blob, mime = made
        st.download_button(
            _("Download {name}", name=name), data=handed(view, lambda: blob), file_name=name,
            mime=mime, icon=":material/download:", on_click="ignore", key="meeting.download",
        )  # fmt: skip


def _start(view: View, pages: list[str], code: str, form: str, old: bytes) -> None:
    """Starts the job; what it needs of the reader is taken along, it runs without a page."""
    try:
        before = carried.read(old) if old else None
    except DataError as error:
        calm(error)
        return
    chosen = {name: v for name, v in st.session_state.chosen.items() if name in FRAME}
    lang = Language(code, view.lang.currency)
    version = lang.text("sample") if view.sample else ""
    what = view.text("meeting-pack")
    name = f"{what}_{view.scope.as_of:%Y-%m-%d}.{form}"
    work = partial(_made, view.ws, lang, chosen, pages, before, version, form, name)
    st.session_state.pop(MADE, None)
    background.start(runner.shared().start(view.text("Meeting pack"), work), JOB)
    st.rerun()


def _made(
    ws: Any, lang: Language, chosen: dict[str, Any], pages: list[str], before: Any, version: str,
    form: str, name: str, job: Job,
) -> tuple[str, bytes, str]:  # fmt: skip
    pack = contents(ws, lang, chosen, pages, before, version, progress=job.progress)
    return name, file(pack, form), FORMS[form][2]


def _finished(view: View, job: Job) -> None:
    if made := background.outcome(view, job):
        st.session_state[MADE] = made
        view.ws.state.record(view.user.name, "pack", file=made[0])
    st.session_state.pop(JOB, None)
