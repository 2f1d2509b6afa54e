"""Early warnings: signs of leaving, who shows them, and how often each was right before."""

import streamlit as st

from analytics import churn_signs
from analytics.churn_training import Trained
from pages.parts.codes import SIGN_NAMES
from pages.parts.guard import View
from pages.parts.tables import Column, table


def signs(view: View, learned: Trained | None) -> None:
    """Signs of leaving: who shows them, who since this week, how often they were right."""
    _ = view.text
    if not learned or learned.why:
        st.markdown(_("How often a sign was right is not known yet: nothing has been learned."))
        return
    names = {
        "sign": Column(_("Sign"), width=330),
        "now": Column(_("Show it now"), "number"),
        "fresh": Column(_("Of them since this week"), "number"),
        "customers": Column(_("Showed it before"), "number"),
        "share": Column(_("Of them left"), "percent"),
        "low": Column(_("95 % from"), "percent"),
        "high": Column(_("95 % to"), "percent"),
        "others_share": Column(_("Of others like them left"), "percent"),
    }
    rows = churn_signs.counted(learned.past, learned.now)
    said = [_(SIGN_NAMES[code]) for code in rows["sign"]]
    table(view, rows.assign(sign=said), names, key="signs")
