"""By what customers are ranked, and where the tiers end: kept in the address."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import streamlit as st

from analytics import pyramid
from analytics.costs import Costs, kept
from analytics.errors import N_
from pages.parts import address
from pages.parts.guard import View
from pages.parts.names import VALUE_NAMES
from pages.parts.switch import switch

CUTS = {
    "1-20-50": N_("1, 20 and 50 %"),
    "1-5-20": N_("Curry: 1, 5 and 20 %"),
}
OWN = "own"
ENDS = (N_("Key to, %"), N_("Secondary to, %"), N_("Ordinary to, %"))
TYPED = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Asked:
    """What the questions of the pyramid are asked with."""

    by: pyramid.By = "revenue"
    cuts: pyramid.Cuts = pyramid.CUTS
    costs: Costs = ()

    @property
    def params(self) -> dict[str, Any]:
        """As the questions and the rules of lists take it."""
        return {"by": self.by, "cuts": self.cuts, "costs": self.costs}


def chosen(view: View) -> Asked:
    """Draws the switch and the popover of the cuts, and reads what is chosen."""
    typed = kept(view.ws.state.settings())
    known = {"revenue", "predicted"}
    if view.ws.facts.has_cost:
        known |= {"margin", "profit"} if typed else {"margin"}
    offered = {code: name for code, name in VALUE_NAMES.items() if code in known}
    with st.container(horizontal=True, vertical_alignment="center"):
        by: Any = switch(view, "by", view.text("Ranked by"), offered)
        cuts = _cuts(view)
    return Asked(by, cuts, typed if by == "profit" else ())


def _cuts(view: View) -> pyramid.Cuts:
    """Where the tiers end, as shares of customers; what does not rise is not taken."""
    _ = view.text
    asked = "".join(address.asked("cuts")[-1:])
    ends = parsed(asked)
    with st.popover(_("Tiers"), icon=":material/tune:", key="cuts.open", on_change="rerun") as box:
        if box.open:
            _choose(view, asked if ends else next(iter(CUTS)), ends or pyramid.CUTS)
    return ends or pyramid.CUTS


def parsed(text: str) -> pyramid.Cuts | None:
    """Three rising percentages written "1-20-50" as shares; None for anything else."""
    found = TYPED.fullmatch(text)
    if not found:
        return None
    first, second, third = (float(part) / 100 for part in found.groups())
    rising = 0.000001 <= first < second < third < 1
    return (round(first, 6), round(second, 6), round(third, 6)) if rising else None


def _choose(view: View, now: str, ends: pyramid.Cuts) -> None:
    _, usual = view.text, next(iter(CUTS))
    st.session_state.setdefault("cuts.kind", now if now in CUTS else OWN)

    def keep() -> None:
        if (kind := st.session_state["cuts.kind"]) in CUTS:
            address.choose("cuts", kind, usual)

    kind = st.segmented_control(
        _("The tiers end at these shares of customers"), [*CUTS, OWN], required=True,
        format_func=lambda code: _(CUTS[code]) if code in CUTS else _("Our own"),
        key="cuts.kind", on_change=keep,
    )  # fmt: skip
    if kind != OWN:
        return
    with st.form("cuts.form", border=False):
        cells = st.columns(3, gap="xsmall")
        typed = [
            cell.number_input(_(label), 0.1, 99.9, round(100 * end, 4), 1.0, format="%.1f",
                              key=f"cuts.{place}")
            for place, (cell, label, end) in enumerate(zip(cells, ENDS, ends, strict=True))
        ]  # fmt: skip
        if st.form_submit_button(_("Cut like this"), type="primary"):
            if all(low < high for low, high in pairwise(typed)):
                address.choose("cuts", "-".join(f"{end:g}" for end in typed), usual)
                st.rerun()
            st.warning(_("Give three shares of customers that rise."))
