"""Whom can we afford to look after, and does it pay?"""

from typing import Any

import streamlit as st

from analytics import churn, costs
from analytics.churn_stake import Budget
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.words import plain

PEOPLE, SUCCESS = 50, 20  # first proposals: customers, and leavers in a hundred who stay
CALLS = ("call", "电话")


def budget(view: View, **list_of: Any) -> int:
    """Asks how many can be called and says what comes of it. Returns how many.

    list_of  which list, as for churn.customers
    """
    _, lang = view.text, view.lang
    known = {cost.kind.casefold(): cost.unit_cost for cost in costs.kept(view.ws.state.settings())}
    call = next((known[kind] for kind in CALLS if kind in known), 0.0)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        people = st.number_input(
            _("We can call, customers"), 1, 5000, PEOPLE, 10, width=170, key="budget.people"
        )
        cost = st.number_input(
            _("A call costs, {unit}", unit=lang.symbol) if lang.symbol else _("A call costs"),
            0.0, None, call, 1.0, width=150, key="budget.cost",
        )  # fmt: skip
        success = st.number_input(
            _("Of leavers who are called stay, %"), 0, 100, SUCCESS, 5, width=210,
            key="budget.success",
        )  # fmt: skip
    found: Budget = ask(
        view, churn.budget, people=people, cost=cost, success=success / 100,
        **list_of,
    )  # fmt: skip
    words = _(
        "The first {n} have {risk} at risk. Calling them costs {cost} and saves {saved} if "
        "{success} of the leavers stay; it pays from {least} on.",
        n=lang.number(found.people), risk=lang.money(found.value_at_risk),
        cost=lang.money(found.cost), saved=lang.money(found.saved),
        success=lang.percent(success / 100, 0), least=lang.percent(found.break_even, 1),
    )  # fmt: skip
    st.markdown(plain(words))
    return int(people)
