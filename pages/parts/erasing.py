"""A customer erased on request: found, seen what would go, confirmed by typing, done."""

import re
from collections.abc import Callable

import streamlit as st

from analytics import Workspace, cluster, erase, runner
from analytics.erase import Erasure, Found
from analytics.runner import Job
from pages.parts import background
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.notices import calm
from pages.parts.words import plain

FOUND = "erasing"
CHECKSUM = re.compile(r"^[0-9a-f]{12}-")


def erasing(view: View) -> None:
    """From a number or a name to the button that erases everywhere; only in data of one's own."""
    if view.sample or not view.user.may("govern"):
        return
    _, own = view.text, view.newest()
    if not own.version:
        return
    if own.cluster:
        head(_("Erase a customer"))
        calm(cluster.erased_there())
        return
    head(
        _("Erase a customer"),
        _(
            "When a person asks to be forgotten: removed from every version, list and note; stored "
            "files with them in it are deleted. Later files are loaded without them."
        ),
    )
    with st.container(width=640):
        text = st.text_input(_("Number, name, e-mail or phone"), key="erase.text")
        chosen = _chosen(view, own, text)
        job = background.watched()
        if job and job.state in ("waiting", "running"):
            st.caption(_("How far this is stands on top of the page."))
            return
        _unfinished(view, own)
        if chosen and st.button(_("See what would go"), icon=":material/search:"):
            _start(_("Looking for the customer"), lambda job: _preview(view, chosen, job))
        came_to = st.session_state.get(FOUND)
        if isinstance(came_to, Erasure):
            _erased(view, came_to)
        elif isinstance(came_to, Found) and chosen in came_to.person.ids:
            _confirm(view, came_to, chosen)


def tell(done: object) -> None:
    """Keeps what a look at a customer, or erasing them, came to; the part shows it."""
    st.session_state[FOUND] = done


def _start(name: str, work: Callable[[Job], Found | Erasure]) -> None:
    st.session_state.pop(FOUND, None)
    background.start(runner.shared().start(name, work, lasting=True))
    st.rerun()


def _erased(view: View, done: Erasure) -> None:
    lang = view.lang
    words = view.text(
        "Erased: {lines} worth {money}. Versions written anew: {versions}; rows of lists and "
        "records removed or changed: {rows}; files deleted: {files}.",
        lines=_lines(view, done.lines),
        money=lang.number(done.amount or 0, 2),
        versions=lang.number(done.versions),
        rows=lang.number(done.rows),
        files=lang.number(len(done.files)),
    )
    st.info(plain(words), icon=":material/check:")


def _unfinished(view: View, own: Workspace) -> None:
    if any(not row["ended_at"] for row in own.state.erasures()):
        st.warning(
            view.text(
                "An erasure was interrupted before it was complete. Ask for it again with the same "
                "number."
            )
        )


def _chosen(view: View, own: Workspace, text: str) -> str | None:
    """The number of the customer meant, one that no version knows any more included."""
    if not text.strip():
        return None
    rows = erase.find(own, text).set_index("customer_id")
    if rows.empty and own.state.erased().is_in(text.strip()):
        return text.strip()
    if rows.empty:
        st.caption(view.text("No customer of any version has this in number, name or address."))
        return None

    def words(number: str) -> str:
        return " · ".join([number, *(each for each in rows.loc[number] if each)])

    return st.selectbox(view.text("Customer"), list(rows.index), format_func=words, key="erase.who")


def _preview(view: View, customer: str, job: Job) -> Found:
    return erase.preview(view.newest(), customer, job.progress)


def _lines(view: View, count: int) -> str:
    return view.lang.plural("{n} sales line", "{n} sales lines", count)


def _confirm(view: View, found: Found, customer: str) -> None:
    """What would go, and the button; the number typed once more opens it."""
    _, lang = view.text, view.lang
    parts = [
        _("{lines} worth {money}", lines=_lines(view, found.lines),
          money=lang.number(found.amount or 0, 2)),
        lang.plural("{n} contact", "{n} contacts", found.contacts) if found.contacts else "",
        lang.plural("{n} deal", "{n} deals", found.deals) if found.deals else "",
        lang.plural("{n} row of lists and records", "{n} rows of lists and records", found.rows)
        if found.rows else "",
    ]  # fmt: skip
    lines = [_("This would go: {what}.", what=lang.listing(list(filter(None, parts))))]
    if len(found.person.ids) > 1:
        lines.append(_("Numbers that count as one customer: {numbers}.",
                       numbers=lang.listing(list(found.person.ids))))  # fmt: skip
    if found.lists:
        lines.append(_("On the lists: {lists}.", lists=lang.listing(list(found.lists))))
    if found.files:
        lines.append(
            _(
                "Stored files deleted whole, their other rows stay in the versions: {files}.",
                files=lang.listing([CHECKSUM.sub("", name) for name in found.files]),
            )
        )
    lines.append(
        lang.plural(
            "{n} version is written anew. This cannot be undone.",
            "{n} versions are written anew. This cannot be undone.",
            found.versions,
        )
    )
    with st.container(border=True):
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
        typed = st.text_input(_("Type {customer} to confirm", customer=plain(customer)))
        if st.button(
            _("Erase everywhere"), type="primary", icon=":material/delete_forever:",
            disabled=typed.strip() != customer,
        ):  # fmt: skip
            newest, user = view.newest, view.user.name

            def work(job: Job) -> Erasure:
                return erase.erase(newest(), customer, user, job.progress)

            _start(_("Erasing a customer"), work)
