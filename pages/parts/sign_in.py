"""Who is looking: the page to sign in, the one for whom there is no role, and the way out."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from analytics import DataError, Workspace
from analytics.access import ROLE_NAMES, Refused, User
from analytics.errors import N_
from analytics.language import LANGUAGES, Language
from pages.parts import address, identity
from pages.parts.navigation import navigation
from pages.parts.notices import told
from pages.parts.words import plain, unlinked

_seen: set[tuple[Any, ...]] = set()
WITHOUT = ("no_role", "no_owner")
WHY = {
    "nobody": (
        N_("Sign in to see your customers"),
        N_("What is here is for the people of your firm. Your firm's own account opens it."),
    ),
    "expired": (
        N_("Please sign in again"),
        N_("For safety a sign-in ends after some hours. The page you were on opens again."),
    ),
    "no_role": (
        N_("There is no role for you here yet"),
        N_("You are signed in as {name}, but nobody has said what you may see. Ask whoever runs "
           "this app for a role, then load the page again."),
    ),
    "no_owner": (
        N_("It is not known which customers are yours"),
        N_("You are signed in as {name}, and may see the customers you look after; but no name of "
           "a salesperson is set down for you. Ask whoever runs this app."),
    ),
}  # fmt: skip


def user(lang: Language, folder: Path) -> User:
    """The person at the other end; whoever is nobody gets a page that says so, and no more."""
    claims = st.user.to_dict() if identity.required() else {}
    try:
        found = identity.user(claims)
        identity.met(found)
    except Refused as refused:
        identity.met(None)
        if refused.why in WITHOUT:
            _trail(folder, claims, refused.name, "turned away", why=refused.why)
        _alone(lang, partial(_refused, lang, refused, folder))
    except DataError as error:
        identity.met(None)
        _alone(lang, partial(_unclear, lang, error))
    if identity.required():
        _trail(folder, claims, found.name, "signed in", role=found.role)
    return found


def onwards() -> str | None:
    """The page a reader wanted before signing in, its choices taken up; None where all is well."""
    if not identity.required() or not (where := identity.remembered()):
        return None
    file, chosen = where
    st.session_state.chosen.update(chosen)
    return file


def signed_in(lang: Language, who: User, folder: Path) -> None:
    """At the foot of the sidebar: as whom, in which role, and the way out."""
    if not identity.required():
        return
    st.caption(f"{unlinked(who.name)}  \n{lang.text(ROLE_NAMES[who.role])}")
    if st.button(lang.text("Sign out"), icon=":material/logout:", type="tertiary", key="sign.out"):
        _out(folder, who.name)


def _out(folder: Path, name: str) -> None:
    state = Workspace.open(folder).state
    state.record(name, "signed out")
    identity.end(st.user.to_dict(), state)
    st.logout()
    st.stop()


def _trail(folder: Path, claims: dict[str, Any], name: str, action: str, **told: str) -> None:
    """One line for each sign-in, however many tabs and pages it opens."""
    mark = (str(claims.get("sub")), claims.get("iat") or 0, *told.values())
    if mark not in _seen:
        _seen.add(mark)
        Workspace.open(folder).state.record(name, action, **told)


def _alone(lang: Language, draw: Callable[[str], None]) -> None:
    """A page of its own: no navigation, no data; the address stays as it is."""
    _page, entry = navigation(lang)
    with st.container(horizontal_alignment="center"), st.container(width=440, key="door"):
        st.space("large")
        draw(entry.file)
        st.space("small")
        st.segmented_control(
            lang.text("Language"),
            list(LANGUAGES),
            required=True,
            format_func=LANGUAGES.__getitem__,
            label_visibility="collapsed",
            on_change=lambda: address.choose("lang", st.session_state[address.key("lang")]),
            **address.state("lang", lang.code),
        )
    st.stop()


def _refused(lang: Language, refused: Refused, folder: Path, file: str) -> None:
    title, words = WHY[refused.why]
    st.title(lang.text(title), anchor=False)
    st.markdown(lang.text(words, name=f"**{unlinked(refused.name)}**"))
    if refused.why in WITHOUT:
        if st.button(lang.text("Sign out"), icon=":material/logout:", key="sign.out"):
            _out(folder, refused.name)
        return
    for name in identity.providers():
        label = lang.text("Sign in with {provider}", provider=name.capitalize())
        if st.button(
            plain(label) if name else lang.text("Sign in"), type="primary", key=f"sign.in.{name}",
            icon=":material/login:", width="stretch",
        ):  # fmt: skip
            identity.remember((file, dict(st.session_state.chosen)))
            st.login(name or None)


def _unclear(lang: Language, error: DataError, _file: str) -> None:
    """Settings nobody can follow open nothing."""
    st.title(lang.text("The settings of who may see what are not clear"), anchor=False)
    st.warning(plain(told(lang, error)))
