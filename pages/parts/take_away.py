"""From a table to something to act on: a list that is kept, or a file to take away."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from analytics import DataError, Scope, lists
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts import address, rule_words
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.list_file import about_answer, contact_columns, counted, list_files
from pages.parts.names import VALUE_NAMES
from pages.parts.notices import calm
from pages.parts.search import open_customer
from pages.parts.words import plain

OWN, SAVED = "take.own", "take.own.saved"  # the window's state, forgotten when it is opened anew
KINDS = {"frozen": N_("These customers stay"), "refreshed": N_("The rule can be asked again")}


def take_away(
    view: View,
    rule: Rule,
    *,
    key: str,
    ticked: pd.DataFrame | None = None,
    scope: Scope | None = None,
) -> None:
    """Under a table of customers: "Make a list" with its window; one who is ticked can be opened.

    rule    which customers the table is about: all of them, not only the rows shown
    ticked  rows chosen by hand; where there are any the list holds these alone and is frozen
    scope   what the rule is asked with, where it is not the page's own
    """
    if not view.user.may("take"):
        return
    by_hand = [] if ticked is None else ticked["customer_id"].tolist()
    label = view.text("Make a list")
    if by_hand:
        label = view.lang.plural(
            "Make a list of {n} ticked", "Make a list of {n} ticked", len(by_hand)
        )
    icon = ":material/playlist_add:"
    with st.container(horizontal=True):
        clicked = st.button(label, key=f"take.{key}", icon=icon, on_click=_forget)
        if len(by_hand) == 1:
            _open(view, ticked, key=f"open.{key}")
    if clicked:
        _window(view, rule, scope or view.scope, by_hand)


def _open(view: View, ticked: pd.DataFrame, *, key: str) -> None:
    """The way to the page of the one customer who is ticked."""
    row = ticked.iloc[0]
    name = row["name"] if isinstance(row.get("name"), str) else row["customer_id"]
    label = view.text("Open {name}", name=name)
    if st.button(plain(label), key=key, icon=":material/person:"):
        open_customer(row["customer_id"])


def _forget() -> None:
    """The window begins anew each time it is opened."""
    for name in [name for name in st.session_state if str(name).startswith(OWN)]:
        del st.session_state[name]


def _window(view: View, rule: Rule, scope: Scope, by_hand: list[str]) -> None:
    @st.dialog(view.text("Make a list or a file"), width="medium")
    def window() -> None:
        place = st.empty()
        if SAVED not in st.session_state:
            with place.container():
                _choices(view, rule, scope, by_hand)
        if saved := st.session_state.get(SAVED):
            place.empty()  # drawn over, the choices would show below what was made
            _made(view, saved)

    window()


def _choices(view: View, rule: Rule, scope: Scope, by_hand: list[str]) -> None:
    _, lang = view.text, view.lang
    words = rule_words.by_hand(view, rule.words) if by_hand else rule.words
    st.caption(plain(words))
    usual = f"{rule.words[:60]} · {lang.date(scope.as_of)}"
    name = st.text_input(_("Name"), usual, max_chars=120, key=f"{OWN}.name")
    owners, most, kind = ([], None, "frozen") if by_hand else _narrower(view, scope)
    narrowed = replace(
        rule, words=rule_words.narrowed(view, words, owners, most), owners=tuple(owners),
        most=most, by_hand=bool(by_hand),
    )  # fmt: skip
    found = ask(view, lists.answer, scope, rule=narrowed)
    if by_hand:
        found = found[found["customer_id"].isin(by_hand)]
    columns = contact_columns(view, found, key=f"{OWN}.columns")
    include = bool(found["do_not_contact"].any()) and st.checkbox(
        _("Include customers who do not want to be contacted"), key=f"{OWN}.silent"
    )
    chosen, left_out = lists.kept(found, most, include)
    revenue = ask(view, lists.value, scope, customer_ids=tuple(chosen["customer_id"]))
    st.markdown(counted(view, len(chosen), revenue, left_out))
    with st.container(horizontal=True):
        if st.button(_("Keep the list"), type="primary", icon=":material/playlist_add_check:"):
            options = {"frozen": kind == "frozen", "include_do_not_contact": include}
            _keep(view, name, narrowed, scope, customer_ids=by_hand or None, **options)
        about = about_answer(view, name, narrowed, scope, len(chosen), revenue, left_out)
        by = rule.params.get("by")
        names = {"value": _(VALUE_NAMES[by])} if by in VALUE_NAMES else None
        list_files(view, name, chosen, columns, about, key=OWN, names=names)


def _narrower(view: View, scope: Scope) -> tuple[list[str], int | None, str]:
    """Whose customers, how many at most, and whether the rule can be asked again."""
    _, people = view.text, ask(view, lists.owners, scope).owner.tolist()
    owners: list[str] = []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if people:
            mine = [who for who in people if who in view.user.names]
            owners = st.multiselect(
                _("Only customers of"), mine + [who for who in people if who not in mine],
                placeholder=_("everybody"), key=f"{OWN}.owners",
            )  # fmt: skip
        most = st.number_input(
            _("The first"), min_value=1, value=None, step=10, placeholder=_("all"), width=140,
            key=f"{OWN}.most", help=_("As many as you can look after; the list's order counts."),
        )  # fmt: skip
    kind = st.segmented_control(
        _("When new data come"), list(KINDS), format_func=lambda code: _(KINDS[code]),
        default="frozen", required=True, key=f"{OWN}.kind",
    )  # fmt: skip
    return owners, most, kind


def _keep(view: View, name: str, rule: Rule, scope: Scope, **options: Any) -> None:
    try:
        saved = lists.save(view.ws, name, rule, scope, user=view.user.name, **options)
    except DataError as error:
        calm(error)
        return
    st.session_state[SAVED] = saved


def _made(view: View, saved: lists.SavedList) -> None:
    """What was made, and the way to it."""
    words = view.lang.plural(
        "“{name}” is kept, with {n} customer.", "“{name}” is kept, with {n} customers.",
        saved.customers, name=saved.name,
    )  # fmt: skip
    st.success(plain(words), icon=":material/playlist_add_check:")
    if st.button(view.text("Open the list"), icon=":material/arrow_forward:", type="primary"):
        address.choose("saved", str(saved.id))
        st.switch_page("actions/lists.py", query_params=address.parameters())
