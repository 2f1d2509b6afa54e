"""The horizon: how long a silence counts as leaving, chosen by the reader; and what it changes."""

import pandas as pd
import streamlit as st

from analytics import churn, churn_horizons
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.codes import MODEL_NAMES
from pages.parts.columns import column_name
from pages.parts.guard import View
from pages.parts.tables import Column, table

NAME, OWN = "horizon", "own"
FIRST = 45  # days a horizon of one's own starts with


def chosen(view: View) -> int | None:
    """The days chosen, from the address; None is the usual horizon."""
    asked = "".join(address.asked(NAME)[-1:])
    days = int(asked) if asked.isdecimal() else 0
    return days if churn_horizons.LEAST <= days <= churn_horizons.MOST else None


def choice(view: View, days: int | None) -> None:
    """The usual horizon, a round one, or one's own; kept in the address."""
    _, lang = view.text, view.lang
    usual = ask(view, churn.horizon_days)
    texts = {"": _("{days} days, the usual", days=lang.number(usual))}
    texts |= {str(n): _("{days} days", days=lang.number(n)) for n in churn_horizons.PRESETS}
    texts[OWN] = _("one's own")
    code = "" if days is None else str(days) if str(days) in texts else OWN
    key = f"page.{NAME}"
    st.session_state[key] = code

    def keep() -> None:
        picked = st.session_state[key]
        address.choose(NAME, str(FIRST) if picked == OWN else picked)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Gone means: no order within"), list(texts), format_func=texts.__getitem__, width=220,
            key=key, on_change=keep,
            help=_("The usual horizon is the gap nine in ten returns do not exceed."),
        )  # fmt: skip
        if code == OWN:
            own = f"page.{NAME}.days"
            st.session_state[own] = days
            st.number_input(
                _("Days"), churn_horizons.LEAST, churn_horizons.MOST, step=1, width=130, key=own,
                on_change=lambda: address.choose(NAME, str(st.session_state[own])),
            )  # fmt: skip


def compared(view: View, days: int | None) -> None:
    """What the list would be under other horizons."""
    _, lang = view.text, view.lang
    wanted = (*churn_horizons.PRESETS, *([days] if days else []))
    with st.spinner(_("Making the list under other horizons")):
        rows = ask(view, churn_horizons.compared, days=tuple(sorted(set(wanted))))
    usual = rows[rows["usual"]].iloc[0]
    head(
        _("What another horizon would change"),
        _(
            "a short horizon names customers earlier and more of them wrongly, a long one is surer "
            "and later; the usual one is {days} days",
            days=lang.number(usual.horizon_days),
        ),
    )  # fmt: skip
    shown = rows.assign(model=[_(MODEL_NAMES[code]) for code in rows["model"]])
    columns = {
        "horizon_days": Column(_("Horizon, days"), "number", pinned=True),
        "base_rate": Column(column_name(view, "base_rate")[0], "percent"),
        "n": Column(column_name(view, "n")[0], "number"),
        "cut": Column(_("As of"), "date"),
        "likely": Column(_("Likely to leave"), "number"),
        "value_at_risk": Column(_("Value at risk"), "money"),
        "shared": Column(
            _("Of the first {n} also on the usual list", n=lang.number(churn.NAMED)), "number"
        ),
        "model": Column(column_name(view, "model")[0], width=220),
    }
    if pd.isna(rows["cut"]).all():
        del columns["cut"]
    table(view, shown, columns, key="horizons")
