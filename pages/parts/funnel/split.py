"""What the customers of the funnel are split by, and what their groups are called."""

import pandas as pd
import streamlit as st

from analytics import split
from analytics.errors import N_
from pages.parts import address
from pages.parts.funnel.choice import Choice
from pages.parts.guard import View
from pages.parts.names import segment_name, tier_name
from pages.parts.switch import select
from pages.parts.words import plain

BY_NAMES: dict[split.By, str] = {
    "channel": N_("Channel"),
    "region": N_("Region"),
    "owner": N_("Owner"),
    "customer_type": N_("Customer type"),
    "segment": N_("Segment"),
    "tier": N_("Tier"),
    "product": N_("Product"),
    "campaign": N_("Campaign"),
}
ALONE = "alone"
LONG = 26  # characters
BETWEEN = " · "


def choose_split(view: View, choice: Choice) -> tuple[split.By, ...]:
    """The fields that say what to split by, and what has to be known of it."""
    _ = view.text
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {by: _(BY_NAMES[by]) for by in split.sensible(choice)}
        one = select(view, "by", _("Split by"), names)
        others = {ALONE: _("nothing else")} | {by: n for by, n in names.items() if by != one}
        select(view, "and", _("and by"), others)
    by = asked_split(choice)
    said = ""
    if len(names) < len(BY_NAMES):
        said = _("Not by segment or tier: they are made of orders, which this funnel counts.")
    elif set(by) & set(split.OF_ORDERS):
        said = _(
            "Segment and tier are those of {day}: whoever has not ordered has none, and an "
            "order won through this funnel lifts them. This says what became of customers, "
            "not what made them buy.",
            day=view.lang.date(view.scope.end),
        )
    if said:
        st.caption(plain(said))
    return by


def asked_split(choice: Choice) -> tuple[split.By, ...]:
    """What the address asks for, as far as these steps can be split by it."""
    offered = {str(by): by for by in split.sensible(choice)}
    one, two = (offered.get("".join(address.asked(name)[-1:])) for name in ("by", "and"))
    one = one or next(iter(offered.values()))
    return (one, two) if two and two != one else (one,)


def with_names(view: View, by: tuple[split.By, ...], rows: pd.DataFrame) -> pd.DataFrame:
    """An answer about groups with what they are called, as first column."""
    parts = [
        [_name(view, code, name) for name in rows[column]]
        for code, column in zip(by, split.names(by), strict=True)
    ]
    called = [BETWEEN.join(names) for names in zip(*parts, strict=True)]
    return rows.assign(group=called)[["group", *rows.columns]]


def for_file(rows: pd.DataFrame) -> pd.DataFrame:
    """The same for a file: the names alone."""
    unnamed = rows.drop(columns=["one", "two", "number"], errors="ignore")
    return unnamed.rename(columns={"group": "funnel_group"})


def shortened(name: str) -> str:
    """The name of a group as far as a picture has room for it, of both halves as much."""
    if len(name) <= LONG:
        return name
    parts = name.split(BETWEEN)
    each = LONG // len(parts)
    cut = (part if len(part) <= each else part[: each - 1].rstrip() + "…" for part in parts)
    return BETWEEN.join(cut)


def _name(view: View, by: split.By, name: object) -> str:
    if not isinstance(name, str):
        if by in split.OF_ORDERS:
            return view.text("no order yet")
        return view.text("no campaign") if by == "campaign" else view.text("(not known)")
    if by == "segment":
        return segment_name(view, name)
    return tier_name(view, name) if by == "tier" else name
