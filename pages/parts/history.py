"""The versions of a workspace: what made each, what it changed, and the way back to one."""

from pathlib import Path

import pandas as pd
import streamlit as st

from analytics import Workspace, history
from analytics.errors import N_
from analytics.history import Version
from analytics.intake.names import KIND_NAMES
from pages.parts.charts.template import head
from pages.parts.codes import WHO
from pages.parts.guard import View
from pages.parts.rights import changes
from pages.parts.tables import Column, table
from pages.parts.trail_words import field_words
from pages.parts.words import plain, unlinked

MADE = {
    "load": N_("a file in place of the old one"),
    "append": N_("a file added"),
    "choice": N_("a choice about a check"),
    "merge": N_("customers merged"),
    "unmerge": N_("customers split"),
    "upgrade": N_("rebuilt for a newer release of the program"),
    "look": N_("tables of the cluster looked at"),
}
MOMENTS = {
    "restore": N_("Version {version} brought back"),
    "erase": N_(
        "A customer erased: {lines} sales lines, {versions} versions written anew, {files} files "
        "deleted"
    ),
}
# of those that say more: what was decided
OF_WHAT = {
    "choice": N_("{check}: {chosen}{means}"),
    "merge": "{groups}{more}",
    "unmerge": "{ids}",
}
SHORT = 12


def versions(view: View) -> None:
    """Each version, newest first: what happened, what it holds, what came of it; one comes back."""
    _, own = view.text, view.newest()
    if not own.version:
        st.caption(_("There are no versions yet: the sample is shown."))
        return
    keep = own.state.settings()["versions_kept"]
    st.caption(_("Every change makes a new version. The last {n} are kept; any can come back.",
                 n=keep))  # fmt: skip
    kept = [_version(view.folder, number) for number in reversed(own.versions())]
    now = next(each for each in kept if each.number == own.version)
    for each in kept:
        with st.container(border=True, width=880, gap="xsmall"):
            _one(view, own, each, now, history.before(each, kept))
    _moments(view, own)


@st.cache_resource(max_entries=64, show_spinner=False)
def _version(folder: Path, number: int) -> Version:
    return history.version(Workspace(folder, number))


def _one(view: View, own: Workspace, each: Version, now: Version, old: Version | None) -> None:
    _ = view.text
    with st.container(horizontal=True, vertical_alignment="center"):
        words = _("Version {n}: {what}", n=each.number, what=_what(view, each, old))
        st.markdown(f"**{plain(words)}**", width="stretch")
        if each is now:
            st.caption(_("shown now"), width="content")
        elif changes(view):
            _bring_back(view, own, each, now)
    if each.made_at:
        when = f"{view.lang.date(each.made_at.date())}, {each.made_at:%H:%M}"
        st.caption(unlinked(f"{when} · {_by(view, each.made_by)}{_from(view, each)}"))
    if old:
        words = _(
            "Against version {n}: {changes}.", n=old.number, changes=_changes(view, each, old)
        )
        st.markdown(plain(words))
    elif each.built_on:
        st.markdown(_("The version it was made from is no longer kept."))
    for row in each.holds.itertuples():
        st.caption(plain(_account(view, row)))
    with st.expander(_("Files and checksums ({n})", n=len(each.files))):
        _files(view, each)


def _what(view: View, each: Version, old: Version | None) -> str:
    """What made a version, in words."""
    _ = view.text
    if each.action == "load" and not each.built_on:
        return _("the first file")
    if each.action == "load" and old and not set(each.brought.kind) & set(old.files.kind):
        return _("a first file of its kind")
    what = _(MADE[each.action]) if each.action in MADE else each.action or _("not recorded")
    if not each.told or each.action not in OF_WHAT:
        return what
    detail = each.told.get("written") or _(OF_WHAT[each.action], **field_words(view, each.told))
    return _("{what} ({detail})", what=what, detail=detail)


def _from(view: View, each: Version) -> str:
    """The files a version came from, each with the beginning of its checksum."""
    said = []
    for row in each.brought.itertuples():
        file = f"{row.file}, {(row.checksum or '')[:SHORT]}"
        kind = view.text(KIND_NAMES[row.kind])
        said.append(" · " + view.text("{kind}: {detail}", kind=kind, detail=file))
    return "".join(said)


def _by(view: View, name: str | None) -> str:
    return view.text(WHO[name]) if name in WHO else name or "–"


def _account(view: View, row: object) -> str:
    """One kind of file: rows read = loaded + rejected, those left out, the money that counts."""
    _, number = view.text, view.lang.number
    parts = [
        _(
            "{kind}: {read} rows read = {loaded} loaded + {rejected} rejected",
            kind=_(KIND_NAMES[row.kind]),
            read=number(row.rows_read),
            loaded=number(row.rows_loaded),
            rejected=number(row.rows_rejected),
        )
    ]
    if row.left_out:
        parts.append(_("{n} of them left out", n=number(row.left_out)))
    if row.amount is not None:
        parts.append(_("money that counts: {money}", money=number(row.amount, 2)))
    return " · ".join(parts)


def _changes(view: View, new: Version, old: Version) -> str:
    """What every page rests on and is different between two versions."""
    _, lang, found = view.text, view.lang, history.difference(new, old)
    counts = {
        "lines": _("sales lines {change}", change=lang.number(found.lines, sign=True)),
        "amount": _("money {change}", change=lang.number(found.amount, 2, sign=True)),
        "customers": _("customers {change}", change=lang.number(found.customers, sign=True)),
        "contacts": _("contacts {change}", change=lang.number(found.contacts, sign=True)),
        "deals": _("deals {change}", change=lang.number(found.deals, sign=True)),
    }
    parts = [words for name, words in counts.items() if getattr(found, name)]
    if found.as_of:
        days = [lang.date(day) for day in found.as_of]
        parts.append(_("data to {day} instead of {other}", day=days[0], other=days[1]))
    return lang.text(", ").join(parts) or _("no figure differs")


def _files(view: View, each: Version) -> None:
    _ = view.text
    rows = each.files.assign(
        kind=[_(KIND_NAMES[kind]) for kind in each.files.kind],
        loaded_by=[_by(view, name) for name in each.files.loaded_by],
    )
    columns = {
        "file": Column(_("File"), width="medium"),
        "kind": Column(_("Kind")),
        "rows_read": Column(_("Rows read"), "number"),
        "rows_loaded": Column(_("Loaded"), "number"),
        "rows_rejected": Column(_("Rejected"), "number"),
        "loaded_at": Column(_("Loaded on"), "date"),
        "loaded_by": Column(_("By")),
        "checksum": Column(_("SHA-256"), width="medium"),
    }
    table(view, rows, columns, key=f"files.{each.number}", rows=6)


def _moments(view: View, own: Workspace) -> None:
    """What was done without a version of its own: versions brought back, customers erased."""
    _, rows = view.text, []
    for line in own.state.moments():
        told = line["detail"]
        what = told.get("written") or _(MOMENTS[line["action"]], **field_words(view, told))
        rows.append({"at": line["at"][:10], "by": _by(view, line["user"]), "what": what})
    if rows:
        head(_("Brought back and erased"))
        columns = {"at": Column(_("On"), "date"), "what": Column(_("What happened"), width="large"),
                   "by": Column(_("By"))}  # fmt: skip
        table(view, pd.DataFrame(rows), columns, key="moments", rows=6)


def _bring_back(view: View, own: Workspace, each: Version, now: Version) -> None:
    _ = view.text
    with st.popover(_("Bring back"), icon=":material/history:"):
        words = _("Against what is shown now: {changes}.", changes=_changes(view, each, now))
        st.markdown(plain(words))
        st.caption(_("Lists, settings and later versions stay as they are."))
        if st.button(_("Bring back"), key=f"restore.{each.number}", type="primary"):
            with st.spinner(_("Opening the data")):
                own.restore(each.number, view.user.name)
            st.rerun()
