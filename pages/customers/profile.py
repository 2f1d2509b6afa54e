"""One customer: who they are, where they stand, and everything they did."""

import streamlit as st

from analytics import DataError, churn, profile
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.guard import guard
from pages.parts.notices import about_customers, calm
from pages.parts.profile.ahead import ahead
from pages.parts.profile.before import before
from pages.parts.profile.life import every_order
from pages.parts.profile.said import said, tagged
from pages.parts.profile.standing import chips, figures
from pages.parts.profile.told import WHAT, bought, largest, lists, missing, timeline
from pages.parts.profile.words import answer, question
from pages.parts.rights import need
from pages.parts.search import search
from pages.parts.segments.settings import kept
from pages.parts.words import heading

view = guard()
_, lang = view.text, view.lang
need(view, "people", _("Customer — everything about one of them"))
about_customers(view, _("Customer"))
wanted = "".join(address.asked("customer")[-1:])
try:
    who = ask(view, profile.customer, customer_id=wanted) if wanted else None
except DataError as error:
    who = None
    calm(error)
if who is None:
    heading(view, _("Customer — everything about one of them"), _("Which customer?"))
    search(view, key="page")
    tagged(view)
    largest(view)
    st.stop()

known, scoring = profile.known(view.ws, view.scope), kept(view)
horizon = ask(view, churn.horizon_days, known)
borders = ask(view, profile.borders, known, scoring=scoring)
orders = ask(view, profile.orders, known, customer_id=wanted)
met = ask(view, profile.contacts, known, customer_id=wanted)
stands = ask(
    view, profile.standing, known, customer_id=wanted, horizon_days=horizon, scoring=scoring,
    borders=borders,
)  # fmt: skip

computed(
    view,
    _(
        "A profile shows the whole customer: all history up to {day}, whatever the period and the "
        "filters. **Usual gap**: the median of the days between purchase days. **Due**: the last "
        "order plus the middle half of those gaps, from the third gap on. Tier and rank are by "
        "revenue; segment, scores and stage are those of the other pages. **Customers alike** "
        "are the {alike} with most products in common, of all the two bought between them; what "
        "at least {least} of them have and this one never bought is listed.",
        day=lang.date(known.as_of), alike=lang.number(profile.ALIKE),
        least=lang.number(profile.LEAST),
    ),
    "profile_orders", "profile_contacts", "profile_borders", "profile_standing",
    "profile_products",
    scope=known, params={"customer_id": wanted, "horizon": horizon, "rows": 10,
            **scoring.params_with_money},
    rows=lambda: {_("orders and returns"): len(orders), _("contacts and deals"): len(met)},
)  # fmt: skip
downloads(
    view,
    {_("Orders and contacts"): lambda: profile.timeline(orders, met)},
    {"happened_on": _("Date"), "kind": _("Number or kind"), "owner": _("By")},
    {"what": WHAT},
)
heading(view, question(view, who), answer(view, who))
chips(view, who, stands)
said(view, who)
figures(view, who, stands)
ahead(view, who, stands, known, horizon)
every_order(view, who, orders, met, horizon)
left, right = st.columns(2, gap="medium")
with left:
    bought(view, wanted)
with right:
    timeline(view, orders, met)
missing(view, wanted)
before(view, who, known, horizon, scoring)
lists(view, wanted)
