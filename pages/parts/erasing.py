"""A customer erased on request: found, seen what would go, confirmed by typing, done."""

import streamlit as st

from analytics import Workspace, erase, runner
from analytics.erase import Erasure, Found
from analytics.runner import Job
from pages.parts import background
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.words import plain

FOUND = "erasing"


def erasing(view: View) -> None:
    """From a number or a name to the button that erases everywhere; only in data of one's own."""
    _, own = view.text, Workspace.open(view.folder)
    if view.sample or not own.version:
        return
    head(
        _("Erase a customer"),
        _(
            "When a person asks to be forgotten: removed from every version, list and note; stored "
            "files with them in it are deleted. Later files are loaded without them."
        ),
    )
    _unfinished(view, own)
    with st.container(width=640):
        text = st.text_input(_("Number, name, e-mail or phone"), key="erase.text")
        chosen = _chosen(view, own, text)
        if chosen and st.button(_("See what would go"), icon=":material/search:"):
            st.session_state.pop(FOUND, None)
            background.start(
                runner.shared().start(
                    _("Looking for the customer"), lambda job: _preview(view, chosen, job)
                )
            )
            st.rerun()
        found = st.session_state.get(FOUND)
        if found and chosen in found.person.ids:
            _confirm(view, found, chosen)


def tell(view: View, done: object) -> None:
    """What a look at a customer, or erasing them, came to."""
    if isinstance(done, Found):
        st.session_state[FOUND] = done
    elif isinstance(done, Erasure):
        st.session_state.pop(FOUND, None)
        words = view.text(
            "Erased: {lines} sales lines worth {money}. {versions} versions were written anew, "
            "{rows} rows of lists and records removed or changed, {files} files deleted.",
            lines=view.lang.number(done.lines),
            money=view.lang.number(done.amount or 0, 2),
            versions=view.lang.number(done.versions),
            rows=view.lang.number(done.rows),
            files=view.lang.number(len(done.files)),
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
    return erase.preview(Workspace.open(view.folder), customer, job.progress)


def _confirm(view: View, found: Found, customer: str) -> None:
    """What would go, and the button; the number typed once more opens it."""
    _, lang = view.text, view.lang
    parts = [
        _("{n} sales lines worth {money}", n=lang.number(found.lines),
          money=lang.number(found.amount or 0, 2)),
        _("{n} contacts and {deals} deals", n=lang.number(found.contacts),
          deals=lang.number(found.deals)),
        _("{n} rows of lists and records", n=lang.number(found.rows)),
    ]  # fmt: skip
    lines = [_("This would go: {what}.", what=lang.listing(parts))]
    if len(found.person.ids) > 1:
        lines.append(_("Numbers that count as one customer: {numbers}.",
                       numbers=lang.listing(list(found.person.ids))))  # fmt: skip
    if found.lists:
        lines.append(_("On the lists: {lists}.", lists=lang.listing(list(found.lists))))
    if found.files:
        lines.append(
            _(
                "Stored files deleted whole, their other rows stay in the versions: {files}.",
                files=lang.listing(list(found.files)),
            )
        )
    lines.append(_("{n} versions are written anew. This cannot be undone.",
                   n=lang.number(found.versions)))  # fmt: skip
    with st.container(border=True):
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
        typed = st.text_input(_("Type {customer} to confirm", customer=plain(customer)))
        if st.button(
            _("Erase everywhere"), type="primary", icon=":material/delete_forever:",
            disabled=typed.strip() != customer,
        ):  # fmt: skip
            folder, user = view.folder, view.user.name

            def work(job: Job) -> Erasure:
                return erase.erase(Workspace.open(folder), customer, user, job.progress)

            st.session_state.pop("erase.text", None)
            background.start(runner.shared().start(_("Erasing a customer"), work))
            st.rerun()
