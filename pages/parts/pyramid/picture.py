"""The pyramid beside the curve of concentration."""

import pandas as pd
import streamlit as st

from analytics import pyramid
from analytics.errors import N_
from analytics.reports import pyramid as told
from pages.parts.charts.concentration import concentration
from pages.parts.charts.pyramid import Tier
from pages.parts.charts.pyramid import pyramid as drawn
from pages.parts.charts.template import chart
from pages.parts.guard import View
from pages.parts.names import tier_name
from pages.parts.pyramid.settings import Asked

OF = {
    "revenue": N_("of revenue"),
    "margin": N_("of margin"),
    "profit": N_("of net profit"),
    "predicted": N_("of predicted value"),
}
WHOLE = {
    "revenue": N_("{money} revenue"),
    "margin": N_("{money} margin"),
    "profit": N_("{money} net profit"),
    "predicted": N_("{money} predicted"),
}
HEIGHT = 380


def share(view: View, asked: Asked, value: float, digits: int | None = None) -> str:
    """ "29.9 % of revenue", or of what customers are ranked by."""
    return view.text(told.SHARE[asked.by], share=view.lang.percent(value, digits))


def ends(view: View, asked: Asked) -> list[str]:
    """Where the tiers end: "1 %", "20 %", "50 %"."""
    return told.ends(view.lang, asked.cuts)


def picture(view: View, tiers: pd.DataFrame, found: pyramid.Concentration, asked: Asked) -> str:
    """Draws both; the tier that was clicked, or ""."""
    _, lang, cuts = view.text, view.lang, ends(view, asked)
    notes = [_("top {cut}", cut=cuts[0]), *(_("to {cut}", cut=cut) for cut in cuts[1:])]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        rows = tiers[["customers", "customer_share", "value", "value_share"]]
        drawing = drawn(
            view,
            [
                Tier(code, tier_name(view, code), note, *row)
                for code, note, row in zip(
                    tiers.tier, [*notes, _("the rest")], rows.itertuples(index=False), strict=True
                )
            ],
            lang.plural("{n} customer", "{n} customers", found.customers),
            _(WHOLE[asked.by], money=lang.money(found.value)),
            height=HEIGHT,
        )
        clicked = chart(
            view,
            drawing,
            _("The top {cut} of customers bring {share}", cut=cuts[1],
              share=share(view, asked, found.top[asked.cuts[1]])),
            _("left: share of customers; right: share of money; same scale; click to list"),
            key="pyramid",
            select=True,
        )  # fmt: skip
    with right:
        title, note = _curve(view, found, asked)
        drawing = concentration(
            view,
            found.points.customer_share.tolist(),
            found.points.value_share.tolist(),
            [(cut, found.top[cut]) for cut in asked.cuts],
            height=HEIGHT,
        )
        chart(view, drawing, title, note, key="concentration")
    return clicked[0][0] if clicked else ""


def _curve(view: View, found: pyramid.Concentration, asked: Asked) -> tuple[str, str]:
    """What the curve shows: how few make most of it, or who costs more than they bring."""
    _, lang = view.text, view.lang
    if found.negative_customers and asked.by in ("margin", "profit"):
        return (
            lang.plural(
                "{n} customer costs more than they bring",
                "{n} customers cost more than they bring",
                found.negative_customers,
            ),
            _(
                "whale curve, best customers first · peak {peak} with {n} customers",
                peak=lang.percent(found.peak_share, 1),
                n=lang.number(found.peak_customers),
            ),
        )
    title = lang.plural(
        "{n} customer ({people}) makes {share}",
        "{n} customers ({people}) make {share}",
        found.makes_80 or 0, people=lang.percent(found.makes_80_share),
        share=share(view, asked, 0.8),
    )  # fmt: skip
    return title, _(
        "Lorenz curve, largest customers first · Gini {gini}", gini=lang.number(found.gini, 2)
    )
