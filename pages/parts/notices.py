"""Short messages: the sample is shown, nothing to show yet, an error in calm words."""

import logging
import secrets
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics import DataError, Workspace
from analytics.language import Language, choose
from analytics.logs import HEADER
from pages.parts import address
from pages.parts.guard import View
from pages.parts.navigation import PAGES
from pages.parts.words import plain

INTAKE = "data/intake.py"
log = logging.getLogger("regulars")


def link(label: str, page: str, *, icon: str | None = None) -> None:
    """A link to another page ("data/intake.py") in the same frame of view."""
    if (PAGES / page).exists():
        st.page_link(page, label=label, icon=icon, query_params=address.parameters())


def _what_looks_wrong(lang: Language, key: str) -> None:
    """The way to the rows that look wrong.

    A button, for it chooses a tab: from whoever is in the app already no address is taken over.
    """
    label = lang.text("What looks wrong")
    if st.button(label, type="tertiary", icon=":material/rule:", key=f"wrong.{key}"):
        address.choose("tab", "came_in")
        address.choose("part", "checks")
        st.switch_page(INTAKE, query_params=address.parameters())


def sample_notice(lang: Language, has_own: bool) -> None:
    """One slim line while the sample stands in for data of one's own, and the way back to it."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="sample"):
        st.caption(
            lang.text("This is sample data: an invented firm selling coffee equipment."),
            width="content",
        )
        if has_own:
            st.button(
                lang.text("Back to your own data"),
                type="tertiary",
                icon=":material/arrow_back:",
                on_click=lambda: address.choose("data", None),
            )
        else:
            link(lang.text("Bring in your own"), INTAKE, icon=":material/upload:")


def currency_notice(lang: Language, ws: Workspace) -> None:
    """One slim line on every page while the sales are in several currencies: what counts."""
    if not (ws.version and len(ws.currencies)):
        return
    main, others = ws.currencies.currency.iloc[0], other_currencies(ws)
    money = lang.listing(worth(lang, others))
    if others.counted_lines.sum():
        words = lang.text(
            "{money} are added to the rest as if all were one currency: the sums mean little.",
            money=money,
        )
    else:
        what = lang.text("Only {currency} counts", currency=main) if main else lang.text(
            "Only money that names no currency counts"
        )  # fmt: skip
        words = lang.text(
            "{what}: {money} are left out, for different currencies cannot be added.",
            what=what,
            money=money,
        )
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="currencies"):
        st.caption(f":orange[:material/warning:] {plain(words)}", width="content")
        _what_looks_wrong(lang, "currencies")


def ahead_notice(lang: Language, ws: Workspace) -> None:
    """One slim line on every page while lines that count are dated after their file was written."""
    if not ws.version or not ws.facts.lines_ahead:
        return
    n, last, as_of = ws.facts.lines_ahead, ws.facts.last_line_on, ws.facts.as_of
    words = lang.plural(
        "{n} sales line is dated after the day of its file, up to {day}, and moves the day that "
        "everything is asked as of.",
        "{n} sales lines are dated after the day of their file, up to {day}, and move the day that "
        "everything is asked as of.",
        n, day=lang.date(last),
    )  # fmt: skip
    if as_of < last:  # the last of them is no order that counts, so it does not set the day
        words = lang.plural(
            "{n} sales line is dated after the day of its file, up to {day}; everything is asked "
            "as of {as_of}.",
            "{n} sales lines are dated after the day of their file, up to {day}; everything is "
            "asked as of {as_of}.",
            n, day=lang.date(last), as_of=lang.date(as_of),
        )  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="ahead"):
        st.caption(f":orange[:material/warning:] {plain(words)}", width="content")
        _what_looks_wrong(lang, "ahead")


def part_notice(lang: Language, owners: Sequence[str]) -> None:
    """On every page of who looks after some of the customers: that no total is the firm's."""
    words = lang.text(
        "You see the customers of {owners} only; every figure and total is of these alone.",
        owners=lang.listing(list(owners)),
    )
    st.caption(f":blue[:material/filter_alt:] {plain(words)}")


def trouble_notice(lang: Language, ws: Workspace) -> None:
    """On every page while a part of the folder is damaged: what is, and what is used instead."""
    for trouble in ws.troubles:
        st.warning(plain(told(lang, trouble)), icon=":material/healing:")


def other_currencies(ws: Workspace) -> pd.DataFrame:
    """The currencies that lines name besides the main one."""
    others = ws.currencies.iloc[1:]
    return others[others.currency.notna()]


def worth(lang: Language, currencies: pd.DataFrame) -> list[str]:
    """Money of each currency, written with its code."""
    return [f"{each.currency} {lang.number(each.amount, 2)}" for each in currencies.itertuples()]


def empty(view: View, title: str, what: str) -> None:
    """Says what a page needs before it can answer, offers the sample, and ends the page."""
    st.header(title)
    st.markdown(what)
    with st.container(horizontal=True, vertical_alignment="center"):
        link(view.text("Bring data in"), INTAKE, icon=":material/upload:")
        if not view.sample:
            st.button(
                view.text("Look at the sample"),
                type="tertiary",
                icon=":material/visibility:",
                on_click=lambda: address.choose("data", "sample"),
            )
    st.stop()


def about_customers(view: View, title: str) -> None:
    """Ends a page about customers calmly where there are no sales, or none that name customers."""
    _, facts = view.text, view.ws.facts
    if not facts.lines:
        empty(view, title, _("This page answers from sales. Bring in a file of order lines."))
    if not facts.last_order_on:
        nobody = _("The sales name no customer with an order, and this page is about customers.")
        remedy = _(
            "Bring in a file with a customer column; revenue and trends are on the overview."
        )
        empty(view, title, view.lang.sentences([nobody, remedy]))


def told(lang: Language, error: DataError) -> str:
    """What an error says, and what to do about it, in the reader's language."""
    values = dict(error.values)
    if reason := values.get("reason"):  # a sentence of the catalogues inside the sentence
        values["reason"] = lang.text(reason)
    sentences = [lang.text(s).format(**values) for s in (error.message, error.remedy) if s]
    return lang.sentences(sentences)


def calm(error: Exception) -> bool:
    """One sentence for what went wrong, with a number that finds the traceback in the log."""
    view = st.session_state.get("view")
    lang = view.lang if view else Language(choose(st.context.locale))
    if isinstance(error, DataError):
        st.warning(plain(told(lang, error)))
        return True
    number = secrets.token_hex(3).upper()
    request = st.context.headers.get(HEADER)
    log.error("error %s", number, exc_info=error, extra={"request": request})
    st.error(
        lang.text(
            "This page could not be shown. Please try again; if it happens again, "
            "tell whoever runs this app the number {number}.",
            number=number,
        )
    )
    return True
