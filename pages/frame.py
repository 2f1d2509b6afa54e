"""Every page's frame: page set-up, who is looking, language, navigation, scope bar."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from analytics import DataError, Workspace, sample
from analytics.access import User
from analytics.language import LANGUAGES, Language, choose
from pages.parts import address, guard, place, sign_in, theme, waiting
from pages.parts.navigation import navigation
from pages.parts.notices import (
    ahead_notice,
    calm,
    currency_notice,
    part_notice,
    sample_notice,
    trouble_notice,
)
from pages.parts.scope_bar import chosen_scope, forget_unknown, scope_bar
from pages.parts.search import search

FOLDER = place.folder()

st.set_page_config(
    page_title="Regulars · 熟客",
    page_icon=theme.ICON,
    layout="wide",
    initial_sidebar_state=208,
)
theme.apply()
chosen = address.read()


@st.cache_resource(max_entries=64, show_spinner=False)
def workspace(folder: Path, version: int | None, user: User) -> Workspace:
    """One object per version and user; its answers never change."""
    return Workspace(folder, version, user)


@st.cache_resource(show_spinner=False)
def sample_version(folder: Path, code: str) -> tuple[Path, int | None]:
    """The sample of a language, loaded once: where it is, and its version."""
    found = sample.workspace(folder, code)
    return found.folder, found.version


def shown_workspace(own: Workspace, code: str) -> Workspace:
    """The firm's own data; the sample of the language while there is none, or on request."""
    if own.version and chosen.get("data") != "sample":
        return workspace(own.folder, own.version, user)
    with st.spinner(Language(code).text("Preparing the sample")):
        return workspace(*sample_version(FOLDER, code), replace(user, owners=()))


code = chosen.get("lang")
code = code if code in LANGUAGES else choose(st.context.locale)
user = sign_in.user(Language(code), FOLDER)
onwards = sign_in.onwards()
try:
    with st.spinner(Language(code).text("Opening the data")):
        own = Workspace.open(FOLDER, user)
except DataError as error:
    calm(error)
    st.stop()
ws = shown_workspace(own, code)
unknown = forget_unknown(ws) | st.session_state.pop("unread", False)
lang = Language(code, ws.state.settings()["currency"])
address.write()
page, entry = navigation(lang, user)
if onwards:
    st.switch_page(onwards, query_params=address.parameters())
is_sample = ws.folder != FOLDER
with st.sidebar:
    st.segmented_control(
        lang.text("Language"),
        list(LANGUAGES),
        required=True,
        format_func=LANGUAGES.__getitem__,
        label_visibility="collapsed",
        on_change=lambda: address.choose("lang", st.session_state[address.key("lang")]),
        **address.state("lang", code),
    )
    below = st.container()
    st.caption(
        lang.text("Data to {day}", day=lang.date(ws.facts.as_of))
        + "  \n"
        + lang.plural("{n} sales line", "{n} sales lines", ws.facts.lines)
        + " · "
        + (lang.text("sample") if is_sample else lang.text("version {n}", n=ws.version))
        + (f"  \n{theme.HUB}" if ws.cluster else "")
    )
    sign_in.signed_in(lang, user, FOLDER)
scope, period = chosen_scope(ws, lang, entry.period)
st.session_state.view = guard.View(
    user, ws, FOLDER, scope, period, lang, st.context.theme.type == "dark", is_sample, page.url_path
)
with st.container(horizontal=True, gap="xsmall", wrap=False, key="bar"):
    if entry.scoped:
        scope_bar(ws, lang, scope, period, entry.period)
    st.space("stretch")
    st.session_state.tools = st.container(horizontal=True, width="content", gap="xsmall")
theme.follow()
if unknown:
    st.caption(
        lang.text("The link asked for something this data does not have; the rest is shown.")
    )
if ws.cluster:
    with st.container(key="hub"):
        st.caption(theme.HUB)
if is_sample:
    sample_notice(lang, own.version is not None)
elif user.owners:
    part_notice(lang, user.owners)
trouble_notice(lang, own)
currency_notice(lang, ws)
ahead_notice(lang, ws)
waiting.begin(ws, entry.title)
with below:
    search(st.session_state.view, key="side")
page.run()
