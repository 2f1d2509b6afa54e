"""What lies behind the map: the values of each score, both maps crossed, words and advice."""

import pandas as pd
import streamlit as st

from analytics import rfm
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.guard import View
from pages.parts.names import (
    ACTIONS,
    MEANINGS,
    SEGMENT_NAMES,
    TYPE_NAMES,
    segment_action,
    segment_meaning,
    segment_name,
)
from pages.parts.rights import changes
from pages.parts.tables import Column, table

MEASURES = {
    "recency": N_("Days since order"),
    "frequency": N_("Orders"),
    "monetary": N_("Revenue"),
}
USUAL = {"name": SEGMENT_NAMES | TYPE_NAMES, "meaning": MEANINGS, "action": ACTIONS}


def behind(view: View, scoring: rfm.Scoring, cells: pd.DataFrame) -> None:
    """Three further looks under the list, each computed only while it is open."""
    _ = view.text
    with st.expander(_("What each score takes"), key="cuts.open", on_change="rerun") as opened:
        if opened.open:
            _cut_values(view, scoring)
    with st.expander(_("Segments × types"), key="crossed.open", on_change="rerun") as opened:
        if opened.open:
            _crossed(view, cells)
    with st.expander(
        _("What each segment means, and what to do"), key="words.open", on_change="rerun"
    ) as opened:
        if opened.open:
            _words(view)


def _cut_values(view: View, scoring: rfm.Scoring) -> None:
    """5: 0 – 39 days, 405 customers; and so on for each score and measure."""
    _, lang = view.text, view.lang
    values = rfm.cut_values(ask(view, rfm.cells, scoring=scoring, money=True))
    shown, columns = values[["score"]].copy(), {"score": Column(_("Score"), pinned=True)}
    for measure, label in MEASURES.items():
        write = lang.money if measure == "monetary" else lang.number
        spans = zip(
            values[f"{measure}_from"].map(write), values[f"{measure}_to"].map(write), strict=True
        )
        shown[measure] = [low if low == high else f"{low} – {high}" for low, high in spans]
        shown[f"{measure}_customers"] = values[f"{measure}_customers"]
        columns[measure] = Column(_(label), "said")
        columns[f"{measure}_customers"] = Column(_("Customers"), "number")
    table(view, shown, columns, key="cuts")


def _crossed(view: View, cells: pd.DataFrame) -> None:
    """Rows: segments; columns: types; each customers and money."""
    _, lang = view.text, view.lang
    crossed = rfm.by_map(cells)
    crossed["words"] = [
        f"{lang.number(row.customers)} · {lang.money(row.monetary)}" for row in crossed.itertuples()
    ]
    wide = crossed.pivot(index="segment", columns="type8", values="words").fillna("")
    wide = wide.reindex([code for code in SEGMENT_NAMES if code in wide.index]).reset_index()
    columns = {"segment": Column(_("Segment"), "segment", pinned=True)}
    for code in TYPE_NAMES:
        if code in wide:
            columns[code] = Column(segment_name(view, code), "said")
    table(view, wide, columns, key="crossed")
    st.caption(_("customers · revenue"))


def _words(view: View) -> None:
    """Name, meaning and advice of all eighteen; to be changed by whoever knows better."""
    _ = view.text
    words = _all_words(view)
    columns = {
        "code": Column(_("Segment"), "segment", pinned=True),
        "meaning": Column(_("Meaning"), width="large"),
        "action": Column(_("What to do"), width="large"),
    }
    table(view, words, columns, key="words", rows=18)
    if not changes(view):
        return
    with st.container(horizontal=True):
        if st.button(_("Use our own words"), icon=":material/edit:"):
            _edit(view)
        if view.own_words and st.button(
            _("Back to the usual words"), icon=":material/undo:", type="tertiary"
        ):
            keep_words(view, {})
            st.rerun()


def _all_words(view: View) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (code, segment_name(view, code), segment_meaning(view, code),
             segment_action(view, code))
            for code in SEGMENT_NAMES | TYPE_NAMES
        ],
        columns=["code", *USUAL],
    )  # fmt: skip


def _edit(view: View) -> None:
    _ = view.text

    @st.dialog(_("Our own words"), width="large")
    def window() -> None:
        st.caption(_("They are used wherever a segment is named, in the language shown now."))
        before = _all_words(view)
        columns = {
            "code": None,
            "name": st.column_config.TextColumn(_("Name"), max_chars=24, pinned=True),
            "meaning": st.column_config.TextColumn(_("Meaning"), max_chars=120),
            "action": st.column_config.TextColumn(_("What to do"), max_chars=160),
        }
        after = st.data_editor(
            before, column_config=columns, hide_index=True, height=420, key="words.editor"
        )
        if st.button(_("Keep"), type="primary"):
            keep_words(view, changed_words(view, after))
            st.rerun()

    window()


def changed_words(view: View, words: pd.DataFrame) -> dict[str, dict[str, str]]:
    """What differs from the usual words; an emptied cell goes back to them."""
    found: dict[str, dict[str, str]] = {}
    for row in words.set_index("code").itertuples():
        for kind in USUAL:
            text = str(getattr(row, kind) or "").translate({60: None, 62: None}).strip()
            if text and text != view.text(USUAL[kind][str(row.Index)]):
                found.setdefault(str(row.Index), {})[kind] = text
    return found


def keep_words(view: View, words: dict[str, dict[str, str]]) -> None:
    """Keeps the firm's words of one language in the workspace."""
    every = view.ws.state.settings()["segment_words"] | {view.lang.code: words}
    view.ws.state.set("segment_words", every, view.user.name)
