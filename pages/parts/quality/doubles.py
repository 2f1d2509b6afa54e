"""Customers who may be one person, to be merged by hand and split again at will."""

import pandas as pd
import streamlit as st

from analytics import quality
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.quality.account import LOADERS, everything
from pages.parts.quality.words import RULES
from pages.parts.quality.work import change, changeable
from pages.parts.tables import Column, table


def doubles(view: View) -> None:
    """Proposals rule by rule, the strongest evidence first; below them, what was merged."""
    _, lang = view.text, view.lang
    rows = ask(view, quality.doubles, everything(view))
    may_choose = changeable(view)
    if rows.empty:
        st.markdown(_("No two customers share a phone, an e-mail address or a name."))
    for rule, group in rows.groupby("rule", sort=False):
        groups = group.groupby("shared", sort=False).ngroups
        head(
            lang.plural(
                "{n} customer may stand in the data twice: {rule}",
                "{n} customers may stand in the data twice: {rule}",
                groups,
                rule=_(RULES[rule]),
            ),
            _("Tick rows to merge: all who share it become the customer in the last column."),
        )
        _rule(view, rule, group, may_choose)
    _merged(view, may_choose)


def _rule(view: View, rule: str, rows: pd.DataFrame, may_choose: bool) -> None:
    _ = view.text
    columns = {
        "shared": Column(_("What they share"), pinned=True),
        "customer_id": Column(_("Customer")),
        "name": Column(_("Name")),
        "region": Column(_("Region")),
        "phone": Column(_("Phone")),
        "email": Column(_("E-mail")),
        "orders": Column(_("Orders"), "number"),
        "revenue": Column(_("Revenue"), "money"),
        "last_order_on": Column(_("Last order"), "date"),
        "into": Column(_("Would count as")),
    }
    known = {name: column for name, column in columns.items() if rows[name].notna().any()}
    chosen = table(view, rows, known, key=f"doubles.{rule}", select=may_choose)
    if not may_choose:
        return
    with st.container(horizontal=True):
        some = rows[rows.shared.isin(chosen.shared)]
        if st.button(
            _("Merge the ticked"), key=f"merge.{rule}", disabled=some.empty, icon=":material/merge:"
        ):
            _merge(view, some)
        if st.button(_("Merge all of these"), key=f"merge-all.{rule}", type="tertiary"):
            _merge(view, rows)


def _merge(view: View, rows: pd.DataFrame) -> None:
    pairs = {into: list(group.customer_id) for into, group in rows.groupby("into", sort=False)}
    name = view.user.name
    change(
        view,
        view.text("Merging customers"),
        lambda ws, job: ws.merge_all(pairs, user=name, progress=job.progress),
    )


def _merged(view: View, may_choose: bool) -> None:
    _, merges = view.text, view.ws.merges
    if merges.empty:
        return
    head(_("Merged customers"), _("Tick rows to make them customers of their own again."))
    columns = {
        "customer_id": Column(_("Number in the file")),
        "into": Column(_("Counts as")),
        "at": Column(_("Since"), "date"),
        "by": Column(_("By")),
    }
    shown = merges.assign(by=[_(LOADERS[name]) if name in LOADERS else name for name in merges.by])
    chosen = table(view, shown, columns, key="merges", select=may_choose)
    if may_choose and st.button(
        _("Split the ticked"), disabled=chosen.empty, icon=":material/call_split:"
    ):
        ids, name = list(chosen.customer_id), view.user.name
        change(
            view,
            _("Splitting customers"),
            lambda ws, job: ws.unmerge(ids, user=name, progress=job.progress),
        )
