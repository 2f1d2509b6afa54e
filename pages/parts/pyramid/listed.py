"""The customers of a tier, and what would be gone without some of them."""

import streamlit as st

from analytics import pyramid
from analytics.errors import N_
from analytics.rules import EVERYBODY, Rule
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.names import TIER_NAMES, VALUE_NAMES, tier_name
from pages.parts.people import people
from pages.parts.pyramid.picture import share
from pages.parts.pyramid.settings import Asked
from pages.parts.switch import pick
from pages.parts.take_away import take_away
from pages.parts.words import plain

LISTED = 200


def draw(view: View, asked: Asked, clicked: str) -> None:
    """Those of the tier picked by name or in the picture; nothing where none is."""
    _, by = view.text, view.text(VALUE_NAMES[asked.by])
    listed = pick(view, "list", _("Who they are"), {"quiet": N_("Gone quiet"), **TIER_NAMES})
    listed = listed or clicked
    if listed == "quiet":
        people(view, ask(view, pyramid.quiet, **asked.params), key="quiet", value=by)
        rule = Rule.of(pyramid.quiet, _("Key customers gone quiet"), **asked.params)
        take_away(view, rule, key="quiet")
    elif listed:
        page = ask(view, pyramid.listing, tiers=(listed,), rows=LISTED, **asked.params)
        ticked = people(view, page, key="customers", value=by, select=True)
        if len(ticked):
            st.markdown(f"**{plain(_without(view, tuple(ticked.customer_id), asked))}**")
        else:
            st.caption(_("Tick customers to see what would be gone without them."))
        words = _("Tier {tier}, by {by}", tier=tier_name(view, listed), by=by.lower())
        rule = Rule.of(pyramid.listing, words, tiers=(listed,), rows=EVERYBODY, **asked.params)
        take_away(view, rule, key="customers", ticked=ticked)


def _without(view: View, ids: tuple[str, ...], asked: Asked) -> str:
    """Without these 3 customers £x, 5.6 % of revenue, would be gone."""
    count, value, part = ask(view, pyramid.without, customer_ids=ids, **asked.params)
    return view.lang.plural(
        "Without this customer {money}, {share}, would be gone.",
        "Without these {n} customers {money}, {share}, would be gone.",
        count, money=view.lang.money(value), share=share(view, asked, part, 1),
    )  # fmt: skip
