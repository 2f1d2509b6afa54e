"""Products: what is bought together?"""

from importlib import import_module

import streamlit as st

from analytics import products
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.guard import guard
from pages.parts.navigation import PAGES
from pages.parts.notices import about_customers, empty
from pages.parts.switch import tabs
from pages.parts.words import heading

PARTS = "parts/products"
# file in parts/products, whose draw(view, levels) returns the headline -> name of the tab
TABS = {
    "together": N_("Bought together"),
    "next": N_("Next product"),
    "upgrades": N_("Upgrades"),
    "ranking": N_("Product RFM"),
}

view = guard()
_ = view.text
about_customers(view, _("Products"))
levels = ask(view, products.named)
if not levels and not ask(view, products.named, products.whole(view.ws, view.scope)):
    empty(
        view, _("Products"),
        _("No order line of a named customer names a product or a category. Bring in order lines "
          "with a product column, and one for the category if there is one."),
    )  # fmt: skip
top = st.container()
offered = {code: name for code, name in TABS.items() if (PAGES / PARTS / f"{code}.py").exists()}
code, place = tabs(view, "tab", offered)
with place:
    answer = import_module(f"pages.parts.products.{code}").draw(view, levels)
with top:
    heading(view, _("Products — what is bought together, and what comes next?"), answer)
