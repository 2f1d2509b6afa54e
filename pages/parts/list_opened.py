"""One list, opened: who is on it and why, what was done, how it ended, what they bought since."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import Scope, followup, lists
from analytics.errors import N_
from analytics.reports import actions as told
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import chart, head
from pages.parts.columns import column_name, named
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.list_file import about_saved, contact_columns, list_files, list_rows
from pages.parts.list_followup import deletion, followup_form, refreshing
from pages.parts.names import ACTION_NAMES, OUTCOME_NAMES
from pages.parts.people import SHOWN
from pages.parts.rule_words import rule_words
from pages.parts.switch import pick
from pages.parts.tables import Column, table
from pages.parts.words import heading, plain

HEAD = N_("Lists — whom did we act on, and what came of it?")
PARTS = {
    "todo": N_("Nothing recorded"), "done": N_("Recorded"), "joined": N_("Came onto it"),
    "left": N_("Left it"),
}  # fmt: skip


def since_rate(view: View, found: Any) -> str:
    """The share who bought since; below 1,000 customers with its 95 % interval."""
    lang, n = view.lang, found.observed
    if not n > 0:
        return view.text("no later day in the data yet")
    written = view.text("{share} of {n}", share=lang.percent(found.bought_share), n=lang.number(n))
    if n >= 1000:
        return written
    return view.text(
        "{share}, 95 %: {range}", share=written, range=interval(lang, found.low, found.high, n)
    )


def bought(view: View, found: Any) -> str:
    """How many bought since; unknown while no later day is in the data."""
    return view.lang.number(found.bought if found.observed > 0 else None)


def revenue_since(view: View, found: Any) -> str:
    """What they brought since; unknown while no later day is in the data."""
    return view.lang.money(found.revenue if found.observed > 0 else None)


def list_opened(view: View, saved: lists.SavedList) -> None:
    """The whole page of one list."""
    if saved.rule.question.startswith("lifecycle."):
        view = view.in_usual_words
    _, lang, own = view.text, view.lang, (saved.id,)
    after = ask(view, followup.since, Scope(), members=followup.ever(view.ws, own))
    done = followup.done(view.ws, own)
    found = followup.summary(after, done)
    people = _people(view, saved, after, done)
    computed(view, told.definition(lang), "followup_since", scope=Scope(), params={"members": ()})
    downloads(view, {_("This list"): lambda: list_rows(people, ["name"])})
    sentence = N_("“{name}”: {people}; {contacted} contacted, {bought} bought since {day}.")
    if not found.observed:
        sentence = N_("“{name}”: {people}; {contacted} contacted. The data end on {day}.")
    answer = _(
        sentence,
        name=saved.name, people=lang.plural("{n} customer", "{n} customers", saved.customers),
        contacted=lang.number(found.contacted), bought=bought(view, found),
        day=lang.date(people.first_on.min() if len(people) else saved.scope.as_of),
    )  # fmt: skip
    heading(view, _(HEAD), answer)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("All lists"), icon=":material/arrow_back:", type="tertiary"):
            address.choose("saved", None)
            st.rerun()
        st.caption(plain(_about(view, saved)), width="stretch")
        refreshing(view, saved)
    _notes(view, saved, people)
    key_figures(
        view,
        [
            Figure(_("Customers"), lang.number(saved.customers)),
            Figure(_("Revenue"), lang.money(saved.value), note=_("in the period of the list")),
            Figure(_("Contacted"), lang.number(found.contacted)),
            Figure(_("Bought since"), bought(view, found), note=since_rate(view, found)),
            Figure(_("Revenue since"), revenue_since(view, found), note=_("returns taken off")),
        ],
    )
    if len(people):
        _outcomes(view, after, done)
        _table(view, saved, people)
    deletion(view, saved)


def _people(
    view: View, saved: lists.SavedList, after: pd.DataFrame, done: pd.DataFrame
) -> pd.DataFrame:
    """The customers with what was done and what they bought since, under the names of columns."""
    names = {name: f"{name}_since" for name in ("orders", "revenue")}
    later = after.rename(columns=names | {"last_order_on": "last_order_since"})
    later.loc[later.days <= 0, list(names.values())] = None  # nothing can be known yet
    told = done.rename(columns={"outcome": "ended", "day": "done_on"})
    found = lists.opened(view.ws, saved)
    for more in (later, told):
        found = found.join(more.drop(columns="list_id").set_index("customer_id"), on="customer_id")
    return found


def _about(view: View, saved: lists.SavedList) -> str:
    _, lang = view.text, view.lang
    kind = _("customers stay") if saved.frozen else _("the rule can be asked again")
    parts = [rule_words(view, saved.rule), _("as of {day}", day=lang.date(saved.scope.as_of)), kind]
    if saved.left_out:
        parts.append(
            lang.plural(
                "{n} left out: does not want to be contacted",
                "{n} left out: do not want to be contacted",
                saved.left_out,
            )
        )
    return " · ".join(parts)


def _notes(view: View, saved: lists.SavedList, people: pd.DataFrame) -> None:
    """Who came and went when the rule was asked again, and who is no longer in the data."""
    _, lang = view.text, view.lang
    if saved.refreshes:
        joined = int(people.joined_no.eq(saved.refreshes).sum())
        left = int(people.left_no.eq(saved.refreshes).sum())
        words = _(
            "Asked again as of {day}: {joined} came onto the list, {left} left it.",
            day=lang.date(saved.scope.as_of), joined=lang.number(joined), left=lang.number(left),
        )  # fmt: skip
        st.info(plain(words), icon=":material/sync_alt:")
    erased = int((~people.known).sum())
    if erased:
        st.caption(
            lang.plural(
                "{n} customer is no longer in the data.",
                "{n} customers are no longer in the data.",
                erased,
            )
        )
    silent = int(people.do_not_contact.sum())
    if silent and not saved.include_do_not_contact:
        st.caption(
            lang.plural(
                "{n} customer has since asked not to be contacted and is left out of files.",
                "{n} customers have since asked not to be contacted and are left out of files.",
                silent,
            )
        )


def _outcomes(view: View, after: pd.DataFrame, done: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    rows = [
        Row(
            _(OUTCOME_NAMES[one.outcome]), one.bought,
            _("{n} · {bought} bought since", n=f"<b>{lang.number(one.ever)}</b>",
              bought=bought(view, one)) if one.observed else f"<b>{lang.number(one.ever)}</b>",
            view.palette.bar, one.ever,
        )
        for one in followup.by_outcome(after, done).itertuples()
    ]  # fmt: skip
    note = _("customers by what was recorded; solid: with an order since, pale: without")
    chart(view, bars(view, rows), _("How it ended"), note, key="lists.outcomes")


def _table(view: View, saved: lists.SavedList, people: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    parts = PARTS if saved.refreshes else {code: PARTS[code] for code in ("todo", "done")}
    shown = lists.part(saved, people, pick(view, "part", _("Show"), parts))
    head(
        _("The customers"),
        lang.plural("{n} customer", "{n} customers", len(shown)),
        _("tick rows to record what was done"),
    )
    codes = {"action": ACTION_NAMES, "ended": OUTCOME_NAMES}
    if "reasons" in shown:
        shown = shown.assign(reasons=named(view, shown[["reasons"]]).iloc[:, 0])
    written = shown.assign(
        **{
            name: [_(names[code]) if code in names else None for code in shown[name]]
            for name, names in codes.items()
        }
    )
    round_ = st.session_state.setdefault("lists.round", 0)
    key = f"lists.people.{saved.id}.{round_}"
    ticked = table(view, written, _columns(view, written), key=key, select=True)
    followup_form(view, saved, ticked.customer_id.tolist())
    with st.popover(_("Excel or CSV"), icon=":material/download:"):
        chosen, left_out = lists.kept(shown, None, saved.include_do_not_contact)
        columns = contact_columns(view, shown, key="lists.columns")
        about = about_saved(view, saved, left_out)
        with st.container(horizontal=True):
            list_files(view, saved.name, chosen, columns, about, key="lists.file")


def _columns(view: View, rows: pd.DataFrame) -> dict[str, Column]:
    """Who, what was done and how it ended, what they bought since, then the reasons."""
    _ = view.text
    columns = {
        "customer_id": Column(_("Customer"), pinned=True),
        "name": Column(_("Name")),
        "owner": Column(_("Looked after by")),
        "action": Column(_("What was done")),
        "ended": Column(_("How it ended")),
        "done_on": Column(_("Done on"), "date"),
        "note": Column(_("Note"), width="medium"),
        "orders_since": Column(_("Orders since"), "number"),
        "revenue_since": Column(_("Revenue since"), "money"),
    }
    if "reasons" in rows:
        columns["reasons"] = Column(_("Why"), width="medium")
    reasons = [name for name in rows if name in SHOWN and name not in (*columns, "rank")]
    columns |= {name: Column(column_name(view, name)[0], SHOWN[name][0]) for name in reasons}
    always = ("customer_id", "action", "ended", "orders_since", "revenue_since")
    return {
        name: column for name, column in columns.items()
        if name in always or rows[name].notna().any()
    }  # fmt: skip
