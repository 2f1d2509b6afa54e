"""Lists: whom did we act on, what came of it, and whose care is due?"""

from importlib import import_module

import streamlit as st

from analytics import lists
from analytics.errors import N_
from pages.parts import address
from pages.parts.guard import guard
from pages.parts.list_opened import HEAD, list_opened
from pages.parts.rights import need
from pages.parts.switch import tabs
from pages.parts.words import heading

# file in parts/lists, whose draw(view) returns the headline -> name of the tab
TABS = {"saved": N_("Lists"), "care": N_("Care")}

view = guard()
_ = view.text
need(view, "people", _(HEAD))
asked = "".join(address.asked("saved")[-1:])
for one in lists.lists(view.ws):
    if str(one.id) == asked:
        list_opened(view, one)
        st.stop()
top = st.container()
code, place = tabs(view, "tab", TABS)
with place:
    answer = import_module(f"pages.parts.lists.{code}").draw(view)
with top:
    question = _(HEAD) if code == "saved" else _("Care — whose turn is it, and is the plan kept?")
    heading(view, question, answer)
