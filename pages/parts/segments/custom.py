"""Segments by conditions of one's own: made in a form, kept in the workspace, taken away."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analytics import DataError, custom_segments, lifecycle, pyramid, rfm
from analytics.custom_segments import Conditions
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.guard import View
from pages.parts.names import STATE_NAMES, TIER_NAMES
from pages.parts.notices import calm
from pages.parts.people import people
from pages.parts.rights import changes
from pages.parts.tables import Column, table
from pages.parts.take_away import take_away
from pages.parts.words import plain

LISTED = 200
SCORES = {"r": N_("Recency"), "f": N_("Frequency"), "m": N_("Money")}
FORM = "custom.form"


def draw(view: View, scoring: rfm.Scoring) -> str:
    """Draws the view; returns its answer, the headline of the page."""
    _, lang = view.text, view.lang
    kept = custom_segments.kept(view.ws.state.settings())
    asked = {"horizon_days": ask(view, lifecycle.horizon_days), "scoring": scoring}
    rows = pd.DataFrame(
        [
            {"name": name, "rule": said(view, conditions),
             **ask(view, custom_segments.counts, conditions=conditions, **asked)}
            for name, conditions in kept.items()
        ]
    )  # fmt: skip
    _explained(view, kept, asked)
    with st.container(horizontal=True):
        _form(view, kept)
    if rows.empty:
        return _("No segment of your own yet: put one together from conditions.")
    columns = {
        "name": Column(_("Segment"), pinned=True, width=200),
        "customers": Column(_("Customers"), "number"),
        "customer_share": Column(_("of customers"), "percent"),
        "monetary": Column(_("Revenue"), "money"),
        "monetary_share": Column(_("of revenue"), "bar", most=1),
        "rule": Column(_("Conditions"), width="large"),
    }
    ticked = table(view, rows, columns, key="custom", select=True, one=True)
    shown = _shown(rows, ticked)
    _customers(view, shown, kept[shown["name"]], asked)
    downloads(view, {_("Segments of your own"): lambda: rows})
    return _(
        "{segment}: {customers} of customers and {money} of revenue.",
        segment=shown["name"], customers=lang.percent(shown.customer_share),
        money=lang.percent(shown.monetary_share),
    )  # fmt: skip


def said(view: View, conditions: Conditions) -> str:
    """The conditions in words, "recency 4–5; key, secondary; no contact for 60 days"."""
    _, lang, parts = view.text, view.lang, []
    for name, label in SCORES.items():
        low, high = getattr(conditions, name)
        if (low, high) != (1, 5):
            score = str(low) if low == high else f"{low}–{high}"
            parts.append(_("{measure} {score}", measure=_(label), score=score))
    for codes, names in ((conditions.tiers, TIER_NAMES), (conditions.states, STATE_NAMES)):
        if codes:
            parts.append(_(" or ").join(_(names[code]) for code in codes))
    if conditions.regions:
        regions = _(" or ").join(region or _("not given") for region in conditions.regions)
        parts.append(_("region {regions}", regions=regions))
    if conditions.products:
        parts.append(_("bought {products}", products=_(" or ").join(conditions.products)))
    if (days := conditions.contact_at_least) is not None:
        parts.append(_("no contact for at least {n} days", n=lang.number(days)))
    if (days := conditions.contact_at_most) is not None:
        parts.append(_("contact within {n} days", n=lang.number(days)))
    return _("; ").join(parts) or _("every customer")


def _shown(rows: pd.DataFrame, ticked: pd.DataFrame) -> pd.Series:
    """The segment whose customers are listed: the ticked one, else the one in the address."""
    if len(ticked):
        address.choose("custom", str(ticked.iloc[0]["name"]))
    wanted = "".join(address.asked("custom")[-1:])
    match = rows[rows["name"] == wanted]
    return (match if len(match) else rows.tail(1)).iloc[0]


def _customers(view: View, shown: pd.Series, conditions: Conditions, asked: dict) -> None:
    _, lang = view.text, view.lang
    title = lang.plural(
        "{n} customer, {money}", "{n} customers, {money}", int(shown.customers),
        money=lang.money(shown.monetary),
    )  # fmt: skip
    name = str(shown["name"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(gap=None):
            head(_("{names}: {what}", names=name, what=title), str(shown["rule"]))
        forget, icon = _("Forget this segment"), ":material/delete:"
        if changes(view) and st.button(forget, icon=icon, type="tertiary"):
            custom_segments.keep(view.ws, name, None, view.user.name)
            st.rerun()
        actions = st.container(width="content")
    question = custom_segments.customers
    listed = ask(view, question, conditions=conditions, rows=LISTED, **asked)
    picked = people(view, listed, key="custom.customers", select=True)
    with actions:
        words = _("{page}: {what}", page=_("Segments"), what=f"{name} ({shown['rule']})")
        rule = Rule.of(question, words, conditions=conditions, **asked)
        take_away(view, rule, key="custom", ticked=picked)


def _form(view: View, kept: Mapping[str, Conditions]) -> None:
    """The popover with a condition a line; a name that is taken replaces what it stood for."""
    _ = view.text
    if not changes(view):
        return
    with st.popover(
        _("New segment"), icon=":material/add:", type="secondary" if kept else "primary",
        key="custom.open", on_change="rerun",
    ) as opened:  # fmt: skip
        if not opened.open:
            return
        with st.form(FORM, border=False):
            name = st.text_input(_("Name"), max_chars=60)
            scores = {
                code: st.select_slider(
                    _("{measure}, score from and to", measure=_(label)), [1, 2, 3, 4, 5], (1, 5)
                )
                for code, label in SCORES.items()
            }
            tiers = _several(view, _("Tier"), {code: _(TIER_NAMES[code]) for code in pyramid.TIERS})
            states = {code: _(STATE_NAMES[code]) for code in (*lifecycle.ACTIVE, "lapsed")}
            chosen = _several(view, _("Lifecycle state"), states)
            regions = view.ws.dimensions.get("region", [])
            where = _several(view, _("Region"), {r: r or _("not given") for r in regions})
            items = ask(view, pyramid.pareto, dimension="product", rows=200)["item"].dropna()
            bought = _several(view, _("Bought in the period"), {i: i for i in items if i})
            silent = st.number_input(
                _("No contact for at least so many days"), 0, value=None, placeholder="–"
            )
            lately = st.number_input(
                _("Contact within so many days"), 0, value=None, placeholder="–"
            )
            if st.form_submit_button(_("Keep this segment"), type="primary"):
                conditions = Conditions(
                    **scores, tiers=tiers, states=chosen, regions=where, products=bought,
                    contact_at_least=silent, contact_at_most=lately,
                )  # fmt: skip
                _keep(view, name, conditions)


def _several(view: View, label: str, options: Mapping[str, str]) -> tuple[str, ...]:
    if not options:
        return ()
    found = st.multiselect(
        label, list(options), format_func=options.__getitem__, placeholder=view.text("any")
    )
    return tuple(found)


def _keep(view: View, name: str, conditions: Conditions) -> None:
    try:
        custom_segments.keep(view.ws, name, conditions, view.user.name)
    except DataError as error:
        calm(error)
        return
    address.choose("custom", plain(name.strip()))
    st.rerun()


def _explained(view: View, kept: Mapping[str, Conditions], asked: dict) -> None:
    conditions = next(reversed(kept.values()), Conditions())
    scoring: rfm.Scoring = asked["scoring"]
    computed(
        view,
        view.text(
            "A segment of your own holds the customers with an order who meet **all** its "
            "conditions. Scores, tiers by revenue and lifecycle states are those of the other "
            "views; a product counts when it was bought in the period; who was never contacted "
            "counts as waiting longest. The conditions are kept, so the segment is counted anew "
            "for every day and with new data."
        ),
        "custom_segments_counts", "custom_segments_customers",
        params={
            **scoring.params_with_money, **conditions.params, "horizon": asked["horizon_days"],
            "rows": LISTED,
        },
    )  # fmt: skip
