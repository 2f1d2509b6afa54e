"""How is this computed? The definition, the rows it rests on, and the very SQL."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from analytics import Scope, engine, reconcile
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.words import plain

PARTS = {
    "analysed": N_("in the analysis"),
    "no_order": N_("customers without an order"),
    "no_customer": N_("no customer named"),
    "outside_period": N_("outside the period"),
    "outside_filters": N_("outside the filters"),
    "returns_excluded": N_("returns, left out"),
    "left_out": N_("left out when loaded"),
    "total": N_("all lines loaded"),
}


def computed(
    view: View,
    definition: str,
    *questions: str,
    scope: Scope | None = None,
    params: Mapping[str, Any] | None = None,
    rows: Callable[[], Mapping[str, int]] | None = None,
) -> None:
    """In the bar: what a page's figures mean, rows in and out, the SQL of its questions.

    scope   the scope the questions are asked with, where it is not the page's own
    params  what else they are asked with
    rows    gives what is counted -> how often, where the page rests on other rows than order
            lines; asked for when it is looked at
    """
    _ = view.text
    with (
        st.session_state.tools,
        st.popover(
            _("How is this computed?"),
            icon=":material/function:",
            type="tertiary",
            key=f"computed.{view.page}",
            on_change="rerun",
        ) as opened,
    ):
        if not opened.open:  # counting all lines costs more than the page itself
            return
        st.markdown(definition)
        if rows is None:
            _rows(view)
        else:
            counts = (f"**{view.lang.number(n)}** {name}" for name, n in rows().items())
            st.markdown("  \n".join(counts))
        for question in questions:
            with st.expander(f"{question}.sql"):
                sql = engine.text(view.ws, question, scope or view.scope, **(params or {}))
                st.code(sql, language="sql")


def _rows(view: View) -> None:
    """Where every loaded line went; parts without a line are not listed."""
    _, lang = view.text, view.lang
    names = ["", _("lines"), _("customers"), _("revenue")]
    head = "| " + " | ".join(names) + " |\n|---|--:|--:|--:|\n"
    rows = [
        f"| {_(PARTS[row.part])} | {lang.number(row.lines)} | {lang.number(row.customers)} "
        f"| {plain(lang.money(row.amount, full=True))} |"
        for row in ask(view, reconcile.remainder).itertuples()
        if row.lines or row.part in ("analysed", "total")
    ]
    st.markdown(head + "\n".join(rows))
