"""How customers are scored: by rank, by typed values or by weights, and over which window."""

from dataclasses import replace
from typing import Any

import streamlit as st

from analytics import DataError, rfm
from analytics.errors import N_
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.rights import changes
from pages.parts.words import plain

METHODS = {
    "percent_rank": N_("By rank"),
    "cuts": N_("Fixed values"),
    "weights": N_("By rank, weighted"),
}
TYPICAL = {"mean": N_("the mean"), "median": N_("the median")}
WINDOWS = {
    "all": N_("all history"),
    "24m": N_("last 24 months"),
    "12m": N_("last 12 months"),
}
SAID = {
    "percent_rank": N_("A score says which fifth of all customers somebody stands in."),
    "cuts": N_("A score is reached at the values below, whatever the others do."),
    "weights": N_("As by rank; recency, frequency and money also give one score from 1 to 5."),
}
MEASURES = {
    "recency": N_("Days since the last order, at most: for 5, 4, 3, 2"),
    "frequency": N_("Orders, at least: for 2, 3, 4, 5"),
    "monetary": N_("Money, at least: for 2, 3, 4, 5"),
}
WEIGHTS = (N_("Recency"), N_("Frequency"), N_("Money"))


def kept(view: View) -> rfm.Scoring:
    """The scoring the workspace keeps."""
    return rfm.Scoring.kept(view.ws.state.settings()["scoring"])


def settings(view: View, scoring: rfm.Scoring) -> None:
    """The popover; the scoring is kept in the workspace, the window is the period of the bar."""
    _ = view.text
    if not changes(view):
        return
    with st.popover(
        _("Scoring"), icon=":material/tune:", key="scoring.open", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        _window(view)
        method = st.segmented_control(
            _("Scores"), list(METHODS), default=scoring.method, required=True,
            format_func=lambda code: _(METHODS[code]), key="scoring.method",
        )  # fmt: skip
        st.caption(_(SAID[method]))
        typical = st.segmented_control(
            _("The eight types compare with"), list(TYPICAL), default=scoring.typical,
            required=True, format_func=lambda code: _(TYPICAL[code]), key="scoring.typical",
        )  # fmt: skip
        changed = replace(scoring, typical=typical)
        if method == "percent_rank":
            _keep(view, scoring, {"method": method, "typical": typical})
            return
        with st.form("scoring.form", border=False):
            values = _cuts(view, changed) if method == "cuts" else _weights(view, changed)
            if st.form_submit_button(_("Score like this"), type="primary"):
                _keep(view, scoring, {"method": method, "typical": typical, **values})
        if method == scoring.method:
            _keep(view, scoring, {"typical": typical})


def _window(view: View) -> None:
    _ = view.text

    def choose() -> None:
        address.choose("period", st.session_state["scoring.window"], "all")

    shown = view.period.preset if view.period.preset in WINDOWS else None
    st.session_state["scoring.window"] = shown
    st.segmented_control(
        _("What counts"), list(WINDOWS), format_func=lambda code: _(WINDOWS[code]),
        key="scoring.window", on_change=choose,
    )  # fmt: skip


def _cuts(view: View, scoring: rfm.Scoring) -> dict[str, Any]:
    """Four numbers for each measure; at first those that scoring by rank comes to."""
    by_rank = rfm.cut_values(ask(view, rfm.cells, money=True))
    found: dict[str, Any] = {}
    for measure, label in MEASURES.items():
        name = f"{measure}_cuts"
        now = getattr(scoring, name) or rfm.typed_cuts(by_rank, measure)
        st.caption(view.text(label))
        cells = st.columns(4, gap="xsmall")
        found[name] = [
            cell.number_input(
                f"{view.text(label)} {place}", value=int(value), step=1, min_value=0,
                label_visibility="collapsed", key=f"scoring.{measure}.{place}",
            )
            for place, (cell, value) in enumerate(zip(cells, now, strict=True))
        ]  # fmt: skip
    return found


def _weights(view: View, scoring: rfm.Scoring) -> dict[str, Any]:
    cells = st.columns(3, gap="xsmall")
    weights = [
        cell.number_input(view.text(label), value=weight, step=1, min_value=0, max_value=100)
        for cell, label, weight in zip(cells, WEIGHTS, scoring.weights, strict=True)
    ]
    return {"weights": weights}


def _keep(view: View, scoring: rfm.Scoring, changes: dict[str, Any]) -> None:
    """Keeps what has changed; says what cannot be."""
    try:
        wanted = rfm.Scoring.kept({**scoring.to_keep(), **changes})
    except DataError as error:
        said = [view.text(error.message), view.text(error.remedy)]
        st.warning(plain(view.lang.sentences(said)))
        return
    if wanted != scoring:
        view.ws.state.set("scoring", wanted.to_keep(), view.user.name)
        st.rerun()
