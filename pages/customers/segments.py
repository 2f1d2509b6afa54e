"""Segments: who are our customers, and who needs what?"""

from importlib import import_module

import streamlit as st

from analytics.errors import N_
from pages.parts.guard import guard
from pages.parts.navigation import PAGES
from pages.parts.notices import about_customers
from pages.parts.segments.settings import kept
from pages.parts.switch import tabs
from pages.parts.words import heading

PARTS = "parts/segments"
# file in parts/segments, whose draw(view, scoring) returns the headline -> name of the tab
TABS = {
    "maps": N_("Segments"),
    "movement": N_("Movement"),
    "lifecycle": N_("Lifecycle"),
    "portrait": N_("Portrait"),
}

view = guard()
_ = view.text
about_customers(view, _("Segments"))
top = st.container()
offered = {code: name for code, name in TABS.items() if (PAGES / PARTS / f"{code}.py").exists()}
code, place = tabs(view, "tab", offered)
with place:
    part = import_module(f"pages.parts.segments.{code}")
    answer = part.draw(view, kept(view))
with top:
    heading(view, _("Segments — who are our customers, and who needs what?"), answer)
