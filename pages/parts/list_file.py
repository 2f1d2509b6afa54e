"""A list as a file: customers with reasons, the contact columns asked for, and what it is."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from analytics import Scope, lists, state, trail
from analytics.errors import N_
from analytics.reports.words import about_scope, whose
from analytics.reports.workbook import workbook
from analytics.rules import Rule
from pages.parts.codes import WHO
from pages.parts.columns import COLUMNS, Names, column_name, named
from pages.parts.downloads import XLSX, csv, file_name, kind
from pages.parts.guard import View
from pages.parts.handed import handed
from pages.parts.rule_words import rule_words
from pages.parts.words import plain

About = Sequence[tuple[str, object]]

# column -> what it means, for the second sheet
MEANINGS = {
    "segment": N_("from the scores of recency and frequency"),
    "type8": N_("recency, frequency and money, each against its average"),
    "tier": N_("by rank of revenue: key, secondary, ordinary, small"),
    "state": N_("the first that fits: prospect, lapsed, won-back, first-time, loyal, else repeat"),
    "previous": N_("the group at the last month end which shows another, at most 12 back"),
    "changed_on": N_("the first month end, or last day of the data, that shows the group of now"),
    "moved_from": N_("the group on the earlier day"),
    "moved_to": N_("the group on the day of the list"),
    "revenue_then": N_("all order lines of the period up to the earlier day"),
    "recency_days": N_("from the last order to the last day of the period"),
    "days_since_order": N_("from the last order to the day of the list"),
    "usual_gap_days": N_("median of the customer's own gaps between purchase days"),
    "probability": N_("share of customers like this one who did not come back"),
    "value_at_risk": N_("risk of leaving × expected margin; revenue where no costs are known"),
    "monetary": N_("all order lines of the period, returns taken off"),
}


def contact_columns(view: View, frame: pd.DataFrame, *, key: str) -> list[str]:
    """What to take along to reach the customers; personal columns only when asked for."""
    known = [name for name in lists.CONTACT if frame[name].notna().any()]
    if not known:
        return []
    return st.pills(
        view.text("Columns in the file"), known, selection_mode="multi", key=key,
        default=[name for name in known if name not in lists.PERSONAL],
        format_func=lambda name: column_name(view, name)[0],
        help=view.text("Why the customers are on the list is always in the file."),
    )  # fmt: skip


def list_files(
    view: View, name: str, frame: pd.DataFrame, columns: Sequence[str], about: About, *,
    key: str, names: Names | None = None,
) -> None:  # fmt: skip
    """Two buttons: the customers as Excel, with a sheet about the list, and as CSV."""
    if not view.user.may("take"):
        return
    _, title = view.text, name.strip() or view.text("List")
    rows = list_rows(frame, columns)

    def excel() -> bytes:
        trail.taken(view.ws, title, rows, "Excel", view.user.name)
        shown = named(view, rows, names)
        kinds = [kind(view, rows[column]) for column in rows]
        told = [*about, *whose(view.lang, view.ws.user.owners), *_meanings(view, rows)]
        return workbook(shown, kinds, told, sheet=_("Customers"), about_sheet=_("About this list"))

    def text() -> bytes:
        trail.taken(view.ws, title, rows, "CSV", view.user.name)
        return csv(named(view, rows, names))

    for form, made, ending, mime in (
        ("Excel", excel, "xlsx", XLSX), ("CSV", text, "csv", "text/csv"),
    ):  # fmt: skip
        st.download_button(
            form, data=handed(view, made), file_name=file_name(view, title, ending), mime=mime,
            key=f"{key}.{ending}", icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def list_rows(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The customers, the reasons that have a name for readers, then the contact columns."""
    own = ("customer_id", "do_not_contact", *lists.CONTACT)
    reasons = [name for name in frame if name in COLUMNS and name not in own]
    silent = ["do_not_contact"] if frame["do_not_contact"].any() else []
    first = [name for name in columns if name == "name"]
    rest = [name for name in columns if name != "name"]
    return frame[["customer_id", *first, *reasons, *rest, *silent]]


def about_rule(view: View, rule: Rule, scope: Scope) -> list[tuple[str, object]]:
    """Which customers, in words: the rule, the day, the period and the filters."""
    return [(view.text("Rule"), rule_words(view, rule)), *about_scope(view.lang, scope)]


def about_answer(
    view: View, name: str, rule: Rule, scope: Scope, count: int, revenue: float, left_out: int
) -> About:
    """The second sheet of a list that is taken away."""
    _, lang = view.text, view.lang
    return [
        (_("List"), name),
        *about_rule(view, rule, scope),
        (_("Data version"), _("sample") if view.sample else lang.number(view.ws.version)),
        (_("Customers"), lang.number(count)),
        (_("Revenue"), lang.money(revenue, full=True)),
        (_("What revenue is"), _("of these customers in the period, returns taken off")),
        (_("Left out, do not want to be contacted"), lang.number(left_out)),
        (_("Taken away"), _signed(view, state.now(), view.user.name)),
    ]


def about_saved(view: View, saved: lists.SavedList, left_out: int) -> About:
    """The second sheet of a list that was kept."""
    _, lang = view.text, view.lang
    kind = _("customers stay") if saved.frozen else _("the rule can be asked again")
    return [
        (_("List"), saved.name),
        *about_rule(view, saved.rule, saved.scope),
        (_("Kind"), kind),
        (_("Data version"), lang.number(saved.version)),
        (_("Customers"), lang.number(saved.customers)),
        (_("Revenue"), lang.money(saved.value, full=True)),
        (_("What revenue is"), _("of these customers in the period, returns taken off")),
        (_("Left out, do not want to be contacted"), lang.number(saved.left_out + left_out)),
        (_("Made on"), _signed(view, saved.created_at, saved.created_by)),
        (_("Taken away"), _signed(view, state.now(), view.user.name)),
    ]


def counted(view: View, customers: int, revenue: float, left_out: int) -> str:
    """How many customers and how much revenue, and who is left out, as Markdown."""
    lang = view.lang
    first = lang.plural(
        "{n} customer, {money}", "{n} customers, {money}", customers, money=lang.money(revenue)
    )
    if not left_out:
        return f"**{plain(first)}**"
    second = lang.plural(
        "{n} customer left out: does not want to be contacted",
        "{n} customers left out: they do not want to be contacted",
        left_out,
    )
    return f"**{plain(first)}** · {plain(second)}"


def _signed(view: View, moment: str, who: str) -> str:
    """When and by whom something was done, in words: 26 Nov 2026, 11:33 UTC · this computer."""
    at = datetime.fromisoformat(moment)
    day = view.text("{day}, {time} UTC", day=view.lang.date(at), time=f"{at:%H:%M}")
    return f"{day} · {view.text(WHO[who]) if who in WHO else who}"


def _meanings(view: View, rows: pd.DataFrame) -> About:
    return [
        (column_name(view, name)[0], view.text(MEANINGS[name])) for name in rows if name in MEANINGS
    ]
