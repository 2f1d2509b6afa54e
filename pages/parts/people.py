"""A list of customers: the same columns under the same names on every page."""

import pandas as pd
import streamlit as st

from analytics.errors import N_
from pages.parts.columns import column_name
from pages.parts.downloads import file_buttons
from pages.parts.guard import View
from pages.parts.rights import closed
from pages.parts.tables import Column, Kind, table

# columns of a list in a table -> their kind, and their help; their names are those of columns.py
SHOWN: dict[str, tuple[Kind, str | None]] = {
    "rank": ("number", None),
    "customer_id": ("text", None),
    "name": ("text", None),
    "region": ("text", None),
    "tags": ("text", None),
    "segment": ("segment", None),
    "type8": ("segment", None),
    "tier": ("tier", None),
    "state": ("state", None),
    "previous": ("group", N_("– where it stayed the same for 12 months")),
    "moved_from": ("group", None),
    "moved_to": ("group", None),
    "changed_on": ("date", N_("the last day of the month, or of the data, that first shows it")),
    "scores": ("text", N_("recency, frequency and money, each scored 1 to 5")),
    "score": ("number", N_("the weighted mean of the three scores, 1 to 5")),
    "recency_days": ("number", None),
    "longest_days": ("number", N_("days, at least 14")),
    "first_order_on": ("date", None),
    "last_order_on": ("date", None),
    "frequency": ("number", None),
    "offer": ("text", None),
    "because": ("text", N_("of what they bought, the product that shares most buyers with it")),
    "alike_products": ("number", N_("of the 50 products that share most buyers with it")),
    "item_orders": ("number", None),
    "item_last_on": ("date", None),
    "orders": ("number", None),
    "monetary": ("money", None),
    "value": ("money", None),
    "revenue_then": ("money", None),
    "revenue": ("money", None),
    "step": ("text", None),
    "reached_on": ("date", None),
    "waiting_days": ("number", None),
    "step_value": ("money", None),
    "next_event": ("text", N_("the first contact or order after the step; – where nothing came")),
    "next_days": ("number", None),
    "probability": ("percent", None),
    "value_at_risk": ("money", None),
    "return_value": ("money", N_("chance of coming back × what they would bring then")),
    "return_rate": ("percent", N_("of those as long silent, of the same tier")),
    "return_low": ("percent", None),
    "return_high": ("percent", None),
    "value_if_back": ("money", None),
    "order_due_on": ("date", N_("last order + usual gap")),
    "due_from": ("date", N_("one in ten of their own gaps is shorter")),
    "due_to": ("date", N_("one in ten of their own gaps is longer")),
    "chance": ("percent", N_("what those with a rhythm like this did when they were due")),
    "chance_low": ("percent", None),
    "chance_high": ("percent", None),
    "expected_revenue": ("money", None),
    "days_since_order": ("number", None),
    "usual_gap_days": ("number", None),
    "clv_12m": ("money", N_("discounted by 1 % a month")),
    "clv_6m": ("money", None),
    "p_alive": ("percent", N_("by BG/NBD")),
    "p_inactive": ("percent", N_("by BG/NBD; pausing counts as well as having left")),
    "expected_orders": ("number", N_("within 91 days, by BG/NBD")),
    "next_order_on": ("date", N_("by BG/NBD: by then half of those like this have ordered")),
    "next_from": ("date", None),
    "next_to": ("date", None),
    "before": ("money", None),
    "now": ("money", None),
    "change": ("money", None),
    "margin": ("money", None),
    "crm_cost": ("money", None),
    "net_profit": ("money", None),
    "profit_rate": ("percent", N_("net profit ÷ cost of contacts")),
    "contacts": ("number", None),
    "likeness": ("percent", None),
    "early_orders": ("number", None),
    "early_revenue": ("money", None),
    "early_contacts": ("number", None),
    "early_stages": ("number", None),
    "known_days": ("number", None),
    "contact_days": ("number", None),
    "last_contact_on": ("date", None),
    "stalled_deals": ("number", None),
    "open_days": ("number", N_("of the oldest of them")),
    "open_value": ("money", None),
    "owner": ("text", None),
}


def people(
    view: View,
    frame: pd.DataFrame,
    *,
    key: str,
    hide: tuple[str, ...] = (),
    value: str = "",
    select: bool = False,
) -> pd.DataFrame:
    """The list; columns nobody has a value in stay away. Returns the rows ticked.

    hide   columns of the frame not to show
    value  what the column `value` is called, where it is not revenue
    select rows can be ticked, to make a list of them

    Who may not see people is told so instead.
    """
    if closed(view, "people"):
        return frame.iloc[:0]
    if "r" in frame:
        scores = [" · ".join(map(str, row)) for row in frame[["r", "f", "m"]].to_numpy()]
        frame = frame.assign(scores=scores)
        frame.insert(frame.columns.get_loc("r"), "scores", frame.pop("scores"))
    columns = {}
    for name in frame:
        if name in hide or name not in SHOWN or (len(frame) and frame[name].isna().all()):
            continue
        kind, said = SHOWN[name]
        label = value if name == "value" and value else column_name(view, name)[0]
        pinned = name in ("rank", "customer_id")
        digits = {"score": 2, "expected_orders": 1}.get(name, 0)
        columns[name] = Column(
            label, kind, pinned=pinned, digits=digits, help=said and view.text(said)
        )
    return table(view, frame, columns, key=key, select=select)


def show_people(view: View, title: str, frame: pd.DataFrame, *, key: str) -> None:
    """The list in a window over the page, to look at and take away."""

    @st.dialog(title, width="large")
    def window() -> None:
        people(view, frame, key=f"window.{key}")
        file_buttons(view, title, lambda: frame, "CSV", key=f"window.{key}.file")

    window()
