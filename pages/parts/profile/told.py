"""What a customer buys, what customers alike buy besides, orders and contacts, lists."""

import pandas as pd
import streamlit as st

from analytics import listed, profile, pyramid
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import chart, head
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.guard import View
from pages.parts.names import ACTION_NAMES, OUTCOME_NAMES
from pages.parts.people import people
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away

PRODUCTS, LARGEST = 8, 50
WHAT = {
    "order": N_("Order"),
    "return": N_("Return"),
    "contact": N_("Contact"),
    "deal_opened": N_("Deal opened"),
    "deal_closed": N_("Deal closed"),
}


def largest(view: View) -> None:
    """Where nobody is asked for yet: those with most revenue, to open one of them."""
    _ = view.text
    scope = profile.known(view.ws, view.scope)
    head(_("The largest customers"), _("by revenue of all history; tick one to open it"))
    listed = ask(view, pyramid.listing, scope, rows=LARGEST)
    definition = _("Customers by revenue of all history, returns taken off, whatever the period.")
    computed(view, definition, "pyramid_listing", scope=scope,
             params={"tiers": list(pyramid.TIERS), "skip": 0, "rows": LARGEST})  # fmt: skip
    downloads(view, {_("The largest customers"): lambda: listed})
    ticked = people(view, listed, key="largest", select=True)
    rule = Rule.of(pyramid.listing, _("The {n} largest customers", n=LARGEST), rows=LARGEST)
    take_away(view, rule, key="largest", ticked=ticked, scope=scope)


def bought(view: View, customer_id: str) -> None:
    """What they buy, most money first."""
    _, lang = view.text, view.lang
    rows = ask(view, profile.products, customer_id=customer_id, rows=PRODUCTS)
    if rows.empty:
        head(_("What they buy"), _("the sales name no product of this customer"))
        return
    shown = [
        Row(row.product, row.revenue, f"<b>{lang.money(row.revenue)}</b> {row.orders}\u00a0×")
        for row in rows.itertuples()
    ]
    chart(
        view, bars(view, shown, row_height=30), _("What they buy"),
        _("revenue, and in how many orders; goods taken back left out"), key="products",
    )  # fmt: skip


def timeline(view: View, orders: pd.DataFrame, met: pd.DataFrame) -> None:
    """Orders and contacts, newest first."""
    _ = view.text
    rows = profile.timeline(orders, met)
    head(_("Orders and contacts"), _("newest first"))
    shown = rows.assign(said=[_(WHAT[what]) for what in rows.what])
    columns = {
        "happened_on": Column(_("Date"), "date", pinned=True),
        "said": Column(_("What"), width="small"),
        "kind": Column(_("Number or kind")),
        "amount": Column(_("Amount"), "money"),
        "lines": Column(_("Lines"), "number"),
        "owner": Column(_("By")),
        "note": Column(_("Note")),
    }
    full = {name: c for name, c in columns.items() if name == "said" or rows[name].notna().any()}
    table(view, shown, full, key="timeline", rows=8)


def missing(view: View, customer_id: str) -> None:
    """What customers alike buy besides; it is asked when it is opened, as all lines are read."""
    _, lang = view.text, view.lang
    with st.expander(_("What customers alike buy besides"), on_change="rerun") as more:
        if not more.open:
            return
        rows = ask(view, profile.missing, customer_id=customer_id, rows=PRODUCTS)
        if rows.empty:
            st.caption(_("Nothing that at least {n} of them have.", n=lang.number(profile.LEAST)))
            return
        shown = [
            Row(row.product, row.customers, f"<b>{lang.percent(row.share)}</b>", whole=row.alike)
            for row in rows.itertuples()
        ]
        chart(
            view, bars(view, shown, row_height=30),
            _("Never bought, but by customers alike"),
            _(
                "share of the {n} customers with most products in common",
                n=lang.number(rows.alike[0]),
            ),
            key="missing",
        )  # fmt: skip


def lists(view: View, customer_id: str) -> None:
    """The lists they are on, and what was done."""
    _ = view.text
    rows = listed.of_customer(view.ws, customer_id)
    if rows.empty:
        return
    head(_("On lists"), _("newest first"))
    shown = rows.assign(
        action=[_(ACTION_NAMES[code]) if isinstance(code, str) else "" for code in rows.action],
        ended=[_(OUTCOME_NAMES[code]) if isinstance(code, str) else "" for code in rows.ended],
    )
    table(
        view, shown,
        {
            "list_name": Column(_("List")), "first_on": Column(_("Since"), "date"),
            "action": Column(_("What was done")), "ended": Column(_("How it ended")),
            "done_on": Column(_("Done on"), "date"),
        },
        key="lists",
    )  # fmt: skip
