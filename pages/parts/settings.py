"""Settings of a workspace: currency, fiscal year, week; and who can open the app."""

from datetime import date

import streamlit as st
from babel.numbers import list_currencies

from pages.parts import identity
from pages.parts.guard import View
from pages.parts.names import FIRST_DAYS
from pages.parts.who_did_what import who_did_what
from pages.parts.words import plain

COMMON = ["CNY", "GBP", "USD", "EUR", "HKD", "TWD", "JPY", "SGD"]


def settings(view: View) -> None:
    """Kept as soon as they are changed; they change how figures are written, not what they are."""
    _, lang = view.text, view.lang
    kept, state = view.ws.state.settings(), view.ws.state
    currencies = COMMON + sorted(set(list_currencies(lang.code)) - set(COMMON))
    currency = st.selectbox(
        _("Currency"),
        currencies,
        index=currencies.index(kept["currency"]) if kept["currency"] else None,
        placeholder=_("not chosen"),
        width=320,
    )
    month = st.selectbox(
        _("First month of the fiscal year"),
        range(1, 13),
        index=kept["fiscal_month"] - 1,
        format_func=lambda number: lang.month(date(2000, number, 1), year=False),
        width=320,
    )
    day = st.selectbox(
        _("First day of the week"),
        list(FIRST_DAYS),
        index=list(FIRST_DAYS).index(kept["week_start"]),
        format_func=lambda number: _(FIRST_DAYS[number]),
        width=320,
    )
    changed = {"currency": currency or "", "fiscal_month": month, "week_start": day}
    for name, value in changed.items():
        if value != kept[name]:
            state.set(name, value, view.user.name)
            st.rerun()
    _doors(view)
    who_did_what(view)


def _doors(view: View) -> None:
    """Who can open the app as it runs now."""
    _ = view.text
    if identity.required():
        words = _("Whoever opens this app must sign in.")
    elif identity.is_private():
        words = _("No sign-in is set up, so the app listens on this computer only: nobody else can "
                  "open it.")  # fmt: skip
    else:
        words, where = "", identity.address() or _("everywhere")
        st.warning(_(
            "Everybody who reaches this app sees all data and can change it: it listens beyond "
            "this computer ({address}), and no sign-in is set up.",
            address=plain(where),
        ))  # fmt: skip
    if words:
        st.caption(f":material/lock: {words}")
