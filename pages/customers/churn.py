"""Leaving: who is going, and who is worth winning back?"""

from dataclasses import replace

import streamlit as st

from analytics import churn, due, winback
from analytics.errors import N_
from analytics.reports import leaving as told
from pages.parts.ask import ask
from pages.parts.churn import due as next_purchase
from pages.parts.churn import winback as win_back
from pages.parts.churn.figures import figures
from pages.parts.churn.horizon import choice, chosen, compared
from pages.parts.churn.learning import learned
from pages.parts.churn.listed import listed
from pages.parts.churn.pictures import pictures
from pages.parts.churn.proof import proof
from pages.parts.churn.signs import signs
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.drawn import learned_note
from pages.parts.guard import guard
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

definition = [told.definition(lang, found), learned_note(view, trained)]
computed(
    view,
    "\n\n".join(filter(None, definition)),
    "churn_customers", "churn_bands", "features_returned", "churn_horizon", "winback_customers",
    "winback_past", "winback_met", "due_customers", "due_weeks", "due_happened",
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
    heading(view, question, told.answer(lang, found))
choice(view, horizon)
if found.value_at_risk is None:
    st.caption(
        _(
            "Only {n} earlier cases to learn from; a probability needs at least {least}.",
            n=lang.number(found.learned_from), least=lang.number(churn.LEAST),
        )
    )  # fmt: skip
elif doubt := told.doubt(lang, tests):
    st.warning(doubt, icon=":material/help:")
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
                    if st.toggle(_("What another horizon would change"), key="horizons.open"):
                        compared(view, horizon)
    elif code == "signs":
        signs(view, by, found, tests, horizon)
    elif code == "winback":
        win_back.draw(view, days)
    else:
        next_purchase.draw(view)
