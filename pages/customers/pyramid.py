"""Pyramid: how few customers carry the business, and what is each of them worth in the end?"""

from importlib import import_module

import streamlit as st

from analytics.errors import N_
from pages.parts.guard import guard
from pages.parts.navigation import PAGES
from pages.parts.notices import about_customers
from pages.parts.switch import tabs
from pages.parts.words import heading

PARTS = "parts/pyramid"
# file in parts/pyramid, whose draw(view) returns the headline -> name of the tab
TABS = {
    "tiers": N_("Tiers"),
    "profit": N_("Profit"),
    "movement": N_("Movement"),
    "potential": N_("Potential"),
}

view = guard()
_ = view.text
about_customers(view, _("Pyramid"))
top = st.container()
offered = {code: name for code, name in TABS.items() if (PAGES / PARTS / f"{code}.py").exists()}
code, place = tabs(view, "tab", offered)
with place:
    answer = import_module(f"pages.parts.pyramid.{code}").draw(view)
with top:
    heading(view, _("Pyramid — how few customers carry the business?"), answer)
