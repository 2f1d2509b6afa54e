"""Where a customer stood at the ends of earlier quarters: tier, segment, scores, state."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics import Scope, profile
from analytics.profile import Customer
from analytics.scoring import Scoring
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.tables import Column, table


def before(view: View, who: Customer, known: Scope, horizon: int, scoring: Scoring) -> None:
    """A table of them; asked when it is opened, as every day is asked about all customers."""
    _ = view.text
    with st.expander(_("Tier and segment over time"), key="before.open", on_change="rerun") as more:
        if not more.open:
            return
        rows = []
        for day in profile.quarters(who.first_order_on, who.as_of):
            then = replace(known, as_of=day, end=day)
            borders = ask(view, profile.borders, then, scoring=scoring)
            stood = ask(
                view, profile.standing, then, customer_id=who.customer_id, horizon_days=horizon,
                scoring=scoring, borders=borders,
            )  # fmt: skip
            scores = f"{stood.r} · {stood.f} · {stood.m}" if stood.r else ""
            rows.append({
                "day": day, "tier": stood.tier, "rank": stood.rank, "buyers": stood.buyers,
                "segment": stood.segment, "scores": scores, "state": stood.state,
            })  # fmt: skip
        if not rows:
            st.caption(_("Nothing before today."))
            return
        st.caption(_("at the end of each quarter, among all customers of that day"))
        columns = {
            "day": Column(_("As of"), "date", pinned=True),
            "tier": Column(_("Tier"), "tier"),
            "segment": Column(_("Segment"), "segment"),
            "state": Column(_("Stage"), "state"),
            "rank": Column(_("Rank"), "number"),
            "buyers": Column(_("Customers"), "number"),
            "scores": Column(_("R · F · M")),
        }
        table(view, pd.DataFrame(rows), columns, key="before")
