"""Find a customer by a part of the name or the number, from any page."""

import streamlit as st

from analytics import profile
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.words import plain

PAGE = "customers/profile.py"


def search(view: View, *, key: str) -> None:
    """A field, and under it who was found; a click opens the customer."""
    _ = view.text
    if not view.user.may("people"):
        return
    words = st.text_input(
        _("Find a customer"), placeholder=_("name or number"), key=f"search.{key}",
        icon=":material/search:", label_visibility="collapsed",
    )  # fmt: skip
    if not words.strip():
        return
    found = ask(view, profile.find, words)
    if found.empty:
        st.caption(_("Nobody by that name or number"))
    for row in found.itertuples():
        name = row.name if isinstance(row.name, str) else ""
        told = f"{row.customer_id} · {name}" if name else row.customer_id
        if st.button(plain(told), key=f"search.{key}.{row.customer_id}", type="tertiary"):
            open_customer(row.customer_id)


def open_customer(customer_id: str) -> None:
    """Goes to the page of a customer."""
    address.choose("customer", customer_id)
    st.switch_page(PAGE, query_params=address.parameters())
