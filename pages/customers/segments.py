"""Segments: who are our customers, and who needs what?"""

import streamlit as st

from analytics.errors import N_
from pages.parts.guard import guard
from pages.parts.notices import about_customers
from pages.parts.segments import lifecycle, maps, movement, portrait
from pages.parts.segments.settings import kept
from pages.parts.switch import tabs
from pages.parts.words import heading

# a tab's draw(view, scoring) returns the headline of the page
TABS = {
    "maps": N_("Segments"),
    "moves": N_("Movement"),
    "lifecycle": N_("Lifecycle"),
    "portrait": N_("Portrait"),
}
DRAW = {
    "maps": maps.draw,
    "moves": movement.draw,
    "lifecycle": lifecycle.draw,
    "portrait": portrait.draw,
}

view = guard()
_ = view.text
about_customers(view, _("Segments"))
top = st.container()
code, place = tabs(view, "tab", TABS)
with place:
    answer = DRAW[code](view, kept(view))
with top:
    heading(view, _("Segments — who are our customers, and who needs what?"), answer)
