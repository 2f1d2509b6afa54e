"""The pages, in four sections; only those that exist."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit import Page

from analytics.access import User
from analytics.errors import N_
from analytics.language import Language
from pages.parts import address

HOME = "overview"  # the first page's name in the address, for those who type it
PAGES = Path(__file__).parent.parent


class Entry(NamedTuple):
    """A page, its name, its icon and the period it shows until somebody chooses one.

    scoped  False for a page that speaks of all the data, whatever the period and the filters
    right   what a role must allow for the page to be offered; the page itself asks again
    """

    file: str
    title: str
    icon: str
    period: str
    scoped: bool = True
    right: str = ""


SECTIONS = {
    N_("Review"): (Entry("review/overview.py", N_("Overview"), "area_chart", "13w"),),
    N_("Customers"): (
        Entry("customers/segments.py", N_("Segments"), "grid_view", "all"),
        Entry("customers/pyramid.py", N_("Pyramid"), "change_history", "all"),
        Entry("customers/churn.py", N_("Leaving"), "logout", "all"),
        Entry("customers/retention.py", N_("Retention"), "event_repeat", "all"),
        Entry("customers/profile.py", N_("Customer"), "person", "all", False, "people"),
    ),
    N_("Actions"): (
        Entry("actions/lists.py", N_("Lists"), "playlist_add_check", "all", False, "people"),
    ),
    N_("Sales"): (
        Entry("sales/funnel.py", N_("Funnel"), "filter_alt", "12m"),
        Entry("sales/products.py", N_("Products"), "shopping_basket", "all"),
    ),
    N_("Data"): (Entry("data/intake.py", N_("Bring data in"), "upload", "all", False),),
}


def navigation(lang: Language, user: User | None = None) -> tuple[Page, Entry]:
    """Draws the navigation; gives the page to run and what is known of it.

    user  who looks: pages that their role does not open are not offered. For nobody nothing is
          drawn; the addresses are known all the same, so that none is called a page not found
    """
    known: dict[str, Entry] = {}
    sections: dict[str, list[Page]] = {}
    for section, entries in SECTIONS.items():
        for entry in entries:
            if (PAGES / entry.file).exists():
                page = st.Page(
                    entry.file,
                    title=lang.text(entry.title),
                    icon=f":material/{entry.icon}:",
                    url_path=None if known else "start",  # the first is found at the root
                    visibility="visible"
                    if user and (not entry.right or user.may(entry.right))
                    else "hidden",
                )
                sections.setdefault(lang.text(section), []).append(page)
                known[page.title] = entry
    home = st.Page(lambda: None, title=HOME, url_path="overview", visibility="hidden")
    pages = {**sections, "": [home]}
    page = st.navigation(pages, expanded=True, position="sidebar" if user else "hidden")
    if page.title == HOME and user:
        st.switch_page(next(iter(sections.values()))[0], query_params=address.parameters())
    return page, known.get(page.title, SECTIONS[next(iter(SECTIONS))][0])
