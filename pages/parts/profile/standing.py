"""Where a customer stands: chips with tier, segment, scores and stage, and the key figures."""

import streamlit as st

from analytics import contracts
from analytics.profile import Customer, Standing
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.names import group_name, segment_name, tier_name
from pages.parts.words import plain

WORSE = {"at_risk", "cant_lose", "hibernating", "lapsed"}


def chips(view: View, who: Customer, stands: Standing) -> None:
    """Tier with rank, segment, scores, stage, and whether they want to be contacted."""
    _, lang = view.text, view.lang
    told: list[tuple[str, str]] = []
    if stands.tier:
        rank = lang.number(stands.rank)
        tier = tier_name(view, stands.tier)
        told.append((_("{tier} · rank {rank}", tier=tier, rank=rank), "blue"))
    if stands.segment:
        colour = "orange" if stands.segment in WORSE else "blue"
        told.append((_("Segment: {name}", name=segment_name(view, stands.segment)), colour))
    if stands.r:
        told.append((f"R{stands.r} F{stands.f} M{stands.m}", "gray"))
    if stands.state:
        colour = "orange" if stands.state in WORSE else "gray"
        stage = group_name(view.in_usual_words, stands.state)
        told.append((_("Stage: {name}", name=stage), colour))
    if who.do_not_contact:
        told.append((_("Does not want to be contacted"), "orange"))
    if who.contract_ends_on:
        words = _("Contract until {day}", day=lang.date(who.contract_ends_on))
        told.append(
            (words, "orange" if contracts.near(who.contract_ends_on, who.as_of) else "gray")
        )
    if who.owner:
        told.append((_("Looked after by {owner}", owner=who.owner), "gray"))
    with st.container(horizontal=True, gap="xsmall"):
        for text, colour in told:
            st.badge(plain(text), color=colour)
        if reach := [part for part in (who.email, who.phone) if part]:
            st.caption(plain(" · ".join(reach)), width="content")


def figures(view: View, who: Customer, stands: Standing) -> None:
    """Money, orders, rhythm."""
    _, lang = view.text, view.lang
    rank = _("rank {n} of {all}", n=lang.number(stands.rank), all=lang.number(stands.buyers))
    shown = [
        Figure(_("Revenue"), lang.money(who.revenue), note=rank if stands.rank else ""),
        Figure(
            _("Orders"), lang.number(who.orders),
            note=_("since {day}", day=lang.date(who.first_order_on)) if who.orders else "",
        ),
        Figure(
            _("Average order"), lang.money(who.average_order),
            note=_("largest {money}", money=lang.money(who.largest_order)) if who.orders else "",
        ),
        Figure(
            _("Usual gap"),
            lang.plural("{n} day", "{n} days", round(who.usual_gap_days))
            if who.usual_gap_days is not None else lang.number(None),
            note=_("silent for {n}", n=lang.number(who.days_since_order)) if who.orders else "",
        ),
        Figure(
            _("Next order due"),
            lang.date(who.due_from, "day") if who.due_from else lang.number(None),
            note=_("to {day}", day=lang.date(who.due_to, "day")) if who.due_to
            else _("too few orders to tell"),
        ),
    ]  # fmt: skip
    if who.margin is not None:
        rate = lang.percent(who.margin_rate)
        share = _("{share} of revenue", share=rate)
        shown.insert(1, Figure(_("Margin"), lang.money(who.margin), note=share))
    key_figures(view, shown)
