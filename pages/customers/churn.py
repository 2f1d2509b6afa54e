"""Leaving: who is going, and who is worth winning back?"""

from dataclasses import replace

import streamlit as st

from analytics import churn, due, winback
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.churn import due as next_purchase
from pages.parts.churn import winback as win_back
from pages.parts.churn.answer import answer, figures
from pages.parts.churn.horizon import choice, chosen, compared
from pages.parts.churn.learning import learned
from pages.parts.churn.listed import listed
from pages.parts.churn.pictures import pictures
from pages.parts.churn.proof import proof
from pages.parts.churn.signs import signs
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.guard import guard
from pages.parts.leaving import doubt
from pages.parts.notices import about_customers
from pages.parts.switch import tabs
from pages.parts.words import heading

TABS = {
    "list": N_("The list"),
    "signs": N_("Early warnings"),
    "winback": N_("Win back"),
    "due": N_("Next purchase"),
}

view = guard()
_, lang = view.text, view.lang
question = _("Leaving — who is going, and who is worth winning back?")
about_customers(view, _("Leaving"))

horizon = chosen(view)
top, status = st.container(), st.container()
with status:
    trained = learned(view, horizon)
by: churn.By = "model" if trained and not trained.why else "rule"
found = ask(view, churn.summary, horizon_days=horizon, by=by)
tests = ask(view, churn.backtest, horizon_days=horizon, by=by, cuts=1)
days = found.horizon_days

computed(
    view,
    _(
        "**Leaving** means: no order within {days} days; the usual horizon is the gap nine in ten "
        "returns do not exceed. The **probability** is what happened to customers who, {days} and "
        "twice {days} "
        "days ago, ordered at this pace, were worth as much and had been silent for as many of "
        "their usual gaps: the share that did not come back. **Expected revenue** goes on at the "
        "pace of the last 364 days; **expected margin** is expected revenue × the margin share of "
        "the customer's own orders. **Value at risk** is probability × expected margin where "
        "costs are loaded, else × expected revenue. "
        "Everything is as of {day}: all history up to that day counts, whatever the period. "
        "Nothing later than a day is used to rate that day. **AUC**: how often a customer who "
        "left was rated above one who stayed. **Lift**: the share that left in the top tenth ÷ "
        "the share of all. **Brier score**: mean squared error of the probability. **Worth of a "
        "return**: the share of those as long silent and of the same tier that came back within "
        "the horizon × what an order of the customer brings × the orders of those who came back. "
        "**Due**: the last order and the customer's own usual gap bring the next in this week. "
        "The weeks ahead are foretold by BG/NBD and Gamma-Gamma.",
        days=lang.number(days), day=lang.date(found.as_of),
    ),
    "churn_customers", "churn_bands", "features_returned", "churn_horizon", "winback_customers",
    "winback_returns", "winback_prospects", "due_customers", "due_happened",
    scope=replace(view.scope, start=None, end=view.scope.as_of),
)  # fmt: skip
downloads(
    view,
    {
        _("Everyone, most at risk first"): lambda: ask(
            view, churn.customers, horizon_days=horizon, by=by
        ),
        _("Foretold and happened"): lambda: ask(view, churn.bands, horizon_days=horizon, by=by),
        _("Earlier lists judged"): lambda: ask(view, churn.backtest, horizon_days=horizon, by=by),
        _("Lapsed, most worth winning back first"): lambda: ask(
            view, winback.customers, horizon_days=days
        ),
        _("Who came back"): lambda: ask(view, winback.returned, horizon_days=days),
        _("Textbooks and own figures"): lambda: ask(view, winback.claims, horizon_days=days),
        _("Due this week"): lambda: ask(view, due.customers),
        _("Were those due right?"): lambda: ask(view, due.weeks),
        _("Weeks ahead"): lambda: next_purchase.calendar(view),
        _("Weeks foretold before"): lambda: ask(view, due.calendar_tests),
    },
)
with top:
    heading(view, question, answer(view, found))
choice(view, horizon)
if found.value_at_risk is None:
    st.caption(
        _(
            "Only {n} earlier cases to learn from; a probability needs at least {least}.",
            n=lang.number(found.learned_from), least=lang.number(churn.LEAST),
        )
    )  # fmt: skip
elif doubt(view, tests):
    st.warning(doubt(view, tests), icon=":material/help:")
figures(view, found, tests)
pictures(view, by, found, tests, horizon)

code, place = tabs(view, "tab", TABS)
with place:
    if code == "list":
        listed(view, by, found, tests, horizon)
        if len(tests):
            with st.expander(_("Does it work?"), key="tests.open", on_change="rerun") as earlier:
                if earlier.open:  # the further lists cost more than the page itself
                    proof(view, by, trained, horizon)
                    compared(view, horizon)
    elif code == "signs":
        signs(view, trained, tests, horizon)
    elif code == "winback":
        win_back.draw(view, days)
    else:
        next_purchase.draw(view)
