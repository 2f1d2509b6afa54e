"""What people say of a customer: tags and a note, to read and to change."""

import streamlit as st

from analytics import DataError, tags
from analytics.profile import Customer
from analytics.rules import Rule
from pages.parts.guard import View
from pages.parts.notices import calm
from pages.parts.people import people
from pages.parts.take_away import take_away
from pages.parts.words import plain


def said(view: View, who: Customer) -> None:
    """The tags as a field, the note behind a button and in words below."""
    _, lang, now = view.text, view.lang, tags.of_customer(view.ws, who.customer_id)
    if not view.user.may("take"):  # who may take nothing away writes nothing either
        with st.container(horizontal=True, gap="xsmall"):
            for tag in now.tags:
                st.badge(plain(tag), color="gray")
    else:
        _changed(view, who, now)
    if now.note:
        by = _("{who}, {day}", who=now.written_by, day=lang.date(now.written_on))
        st.markdown(f":material/sticky_note_2: {plain(now.note)} :gray[— {plain(by)}]", width=880)


def _changed(view: View, who: Customer, now: tags.Said) -> None:
    _ = view.text
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _tags(view, who.customer_id, now.tags)
        label = _("Change the note") if now.note else _("Write a note")
        key = f"said.note.{who.customer_id}"
        with st.popover(label, icon=":material/edit_note:", key=key, on_change="rerun") as box:
            if box.open:
                _write(view, who.customer_id, now.note)


def _tags(view: View, customer_id: str, now: tuple[str, ...]) -> None:
    _, key = view.text, f"said.tags.{customer_id}"

    def keep() -> None:
        try:
            tags.put(view.ws, customer_id, st.session_state[key], view.user.name)
        except DataError as error:
            st.session_state["said.error"] = error

    if error := st.session_state.pop("said.error", None):
        calm(error)
    st.session_state[key] = list(now)
    st.multiselect(
        _("Tags"), sorted({*tags.used(view.ws), *now}), key=key, accept_new_options=True,
        on_change=keep, placeholder=_("Add a tag"), label_visibility="collapsed", width=420,
    )  # fmt: skip


def _write(view: View, customer_id: str, now: str) -> None:
    _ = view.text
    with st.form(f"said.form.{customer_id}", border=False):
        text = st.text_area(
            _("Note"), now, max_chars=tags.MOST_WRITTEN, height=160, width=420,
            placeholder=_("what matters for the next talk"), key=f"said.text.{customer_id}",
        )  # fmt: skip
        kept = st.form_submit_button(_("Keep"), type="primary")
    if kept:
        tags.write(view.ws, customer_id, text, view.user.name)
        st.rerun()


def tagged(view: View) -> None:
    """Everybody with a tag, where there are tags: to look at, to open, to make a list of."""
    _, used = view.text, tags.used(view.ws)
    if not used:
        return
    names = {tag: f"{tag} ({view.lang.number(count)})" for tag, count in used.items()}
    chosen = st.pills(
        _("Customers by tag"), list(used), selection_mode="multi", format_func=names.__getitem__,
        key="said.chosen",
    )  # fmt: skip
    if not chosen:
        return
    rows = tags.customers(view.ws, view.scope, chosen)
    ticked = people(view, rows, key="tagged", select=True)
    rule = Rule.of(tags.customers, _("Tag: {tags}", tags=view.lang.listing(chosen)), tags=chosen)
    take_away(view, rule, key="tagged", ticked=ticked)
