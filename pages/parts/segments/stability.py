"""How firm the labels of a map are: one sentence, and what it rests on."""

import pandas as pd
import streamlit as st

from analytics import rfm, stability
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.columns import column_name
from pages.parts.downloads import download
from pages.parts.guard import View
from pages.parts.names import segment_name
from pages.parts.tables import Column, table
from pages.parts.words import plain, small_group

# what is varied, as it ends a sentence; cuts are of scores, levels those of the eight types
SEGMENTS = {
    "shorter": N_("with a window a month shorter"),
    "longer": N_("with a window a month longer"),
    "easier": N_("with cuts a tenth of a band lower"),
    "stricter": N_("with cuts a tenth of a band higher"),
}
TYPES = SEGMENTS | {
    "typical": N_("by the median instead of the mean"),
    "easier": N_("with levels a tenth lower"),
    "stricter": N_("with levels a tenth higher"),
}
BY_MEAN = N_("by the mean instead of the median")


def draw(view: View, scoring: rfm.Scoring, by: stability.By) -> None:
    """The expander under a map; two or three more scorings, so only computed while it is open."""
    with st.expander(
        view.text("How firm are the labels?"), key=f"stability.{by}.open", on_change="rerun"
    ) as opened:
        if opened.open:
            _opened(view, scoring, by)


def _opened(view: View, scoring: rfm.Scoring, by: stability.By) -> None:
    """The sentence, and the tables it rests on; nothing where there is nobody."""
    _, lang = view.text, view.lang
    found = ask(view, stability.measured, by=by, scoring=scoring)
    if not found:
        return
    names = {code: _(text) for code, text in (SEGMENTS if by == "segment" else TYPES).items()}
    if scoring.typical == "median" and by == "type8":
        names["typical"] = _(BY_MEAN)
    st.markdown(f"**{plain(_sentence(view, found, names))}**")
    st.markdown(
        _(
            "A label is **firm** when it stays the same under every variation below, with the "
            "day kept: labels that change from one day to another are movement. Changing "
            "counts as well when a customer has no order in the other window."
        )
    )
    left, right = st.columns([4, 5], gap="medium")
    with left:
        head(_("What changes how many labels"), _("share of customers, and of their revenue"))
        _variations(view, found.variations, names)
    with right:
        firm = {"share": lang.percent(found.firm_share)}
        firm["money"] = lang.percent(found.firm_money_share)
        head(
            _("Which labels are fragile"),
            _("firm: {share} of customers, {money} of revenue", **firm),
        )
        _labels(view, found.labels, names)
    download(
        view, _("Stability"), lambda: found.labels, key=f"stability.{by}.download",
        codes={"variation": names},
    )  # fmt: skip


def _sentence(view: View, found: stability.Stability, names: dict[str, str]) -> str:
    """Labels are firm for 91 % of customers; Promising is fragile: 38 % of it would be …"""
    _, lang = view.text, view.lang
    firm, weak = lang.percent(found.firm_share), found.fragile
    if weak is None:
        return _("Labels are firm for {share} of customers.", share=firm)
    return _(
        "Labels are firm for {share} of customers; “{label}” is the most fragile: {part} of it "
        "would be something else {variation}.",
        share=firm,
        label=segment_name(view, weak.label),
        part=lang.percent(weak.variation_share),
        variation=names[weak.variation],
    )


def _variations(view: View, rows: pd.DataFrame, names: dict[str, str]) -> None:
    shown = rows.assign(variation=rows.variation.map(names))
    columns = {
        "variation": Column(column_name(view, "variation")[0], width=230),
        "customer_share": Column(view.text("Customers"), "bar", most=1, worse=True, width=110),
        "money_share": Column(view.text("Revenue"), "percent", width=90),
    }
    table(view, shown, columns, key="stability.variations")


def _labels(view: View, rows: pd.DataFrame, names: dict[str, str]) -> None:
    _, lang = view.text, view.lang
    most = zip(rows.variation, rows.variation_share, strict=True)
    shown = rows.assign(
        most=[
            _("{share} {variation}", share=lang.percent(part), variation=names[code])
            if part
            else "–"
            for code, part in most
        ],
        note=[small_group(lang, n) for n in rows.customers],
    )
    columns = {
        "label": Column(column_name(view, "label")[0], "segment", width=140),
        "customers": Column(column_name(view, "customers")[0], "number", width=80),
        "changed_share": Column(_("Fragile"), "bar", most=1, worse=True, width=110),
        "most": Column(_("Most of all"), width=250),
        "becomes": Column(column_name(view, "becomes")[0], "segment", width=140),
    }
    if rows.customers.min() < 30:
        columns["note"] = Column(_("Note"), width=90)
    table(view, shown, columns, key="stability.labels")
