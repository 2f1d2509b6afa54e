"""Who moved from one segment, type or tier to another between two days."""

import streamlit as st

from analytics import rfm
from analytics.errors import N_
from pages.parts import movement
from pages.parts.guard import View
from pages.parts.since import since
from pages.parts.switch import switch

MAPS = {
    "segment": N_("Ten segments"),
    "type8": N_("Eight types"),
    "tier": N_("Tiers"),
}


def draw(view: View, scoring: rfm.Scoring) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = switch(view, "groups", view.text("Groups"), MAPS)
        day = since(view, view.scope.end)
    return movement.draw(view, {"by": by, "scoring": scoring}, day)
