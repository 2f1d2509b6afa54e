"""Bring data in: what came in, what was left out and why, versions, settings."""

import streamlit as st

from analytics import Scope, reconcile
from analytics.errors import N_
from analytics.intake import Report
from analytics.intake.names import KIND_NAMES
from pages.parts import background
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.columns import CODES
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.guard import View, guard
from pages.parts.history import versions
from pages.parts.intake.remarks import remarks
from pages.parts.settings import settings
from pages.parts.tables import Column, table
from pages.parts.upload import MODES, bring_in
from pages.parts.words import heading, plain

FATES = {
    "analysed": N_("Customers with an order"),
    "no_order": N_("Customers without a counting order"),
    "no_customer": N_("No customer named"),
    "outside_period": N_("Outside the period"),
    "outside_filters": N_("Outside the filters"),
    "returns_excluded": N_("Returns left out"),
    "left_out": N_("Left out by choice"),
    "total": N_("All lines loaded"),
}
LOADERS = CODES["loaded_by"]

view = guard()
_, lang = view.text, view.lang
loads = view.ws.loads
rejects = view.ws.rejects.rename(columns={"value": "raw_value"})
rejects["reason"] = [_(reason) for reason in rejects.reason]
everything = Scope(as_of=view.ws.facts.last_line_on or view.scope.as_of)
fates = ask(view, reconcile.remainder, everything)


def answer() -> str:
    if view.sample:
        return _("This is sample data. Bring in a file of your own and it takes its place.")
    unnamed = fates.set_index("part").loc["no_customer"]
    counts = {
        "read": lang.number(int(loads.rows_read.sum())),
        "loaded": lang.number(int(loads.rows_loaded.sum())),
        "rejected": lang.number(int(loads.rows_rejected.sum())),
    }
    if not unnamed.lines:
        return _("{read} rows read: {loaded} loaded, {rejected} rejected.", **counts)
    return _(
        "{read} rows read: {loaded} loaded, {rejected} rejected; "
        "sales lines without a customer: {lines}, worth {money}.",
        lines=lang.number(int(unnamed.lines)),
        money=lang.money(unnamed.amount),
        **counts,
    )


def show(report: Report) -> None:
    st.info(
        plain(
            _(
                "{file}: {read} rows read = {loaded} loaded + {rejected} rejected.",
                file=report.file,
                read=lang.number(report.rows_read),
                loaded=lang.number(report.rows_loaded),
                rejected=lang.number(report.rows_rejected),
            )
        ),
        icon=":material/check:",
    )
    if report.events is not None:
        read = lang.number(report.rows_loaded)
        words = _("{rows} rows became {n} contacts, one for every date.",
                  rows=read, n=lang.number(report.events))  # fmt: skip
        st.caption(words)
    remarks(view, report.remarks)
    if not lang.currency:
        st.caption(_("No currency is set yet; choose it under Settings."))


def came_in(view: View) -> None:
    files = loads.assign(
        kind=[_(KIND_NAMES[kind]) for kind in loads.kind],
        amount=[lang.number(amount, 2) for amount in loads.amount],
        loaded_by=[_(LOADERS[name]) if name in LOADERS else name for name in loads.loaded_by],
    )
    head(_("Files"))
    table(
        view,
        files,
        {
            "file": Column(_("File"), width="medium"),
            "kind": Column(_("Kind")),
            "rows_read": Column(_("Rows read"), "number"),
            "rows_loaded": Column(_("Loaded"), "number"),
            "rows_rejected": Column(_("Rejected"), "number"),
            "amount": Column(_("Money"), "said"),
            "loaded_at": Column(_("Loaded on"), "date"),
            "loaded_by": Column(_("By")),
        },
        key="files",
    )
    head(
        _("Where the sales lines went"),
        _("Lines without a customer count in revenue, but in no figure about customers."),
    )
    held = fates[fates.lines > 0]
    parts = held.assign(
        part=[_(FATES[part]) for part in held.part],
        amount=[lang.number(amount, 2) for amount in held.amount],
    )
    table(
        view,
        parts,
        {
            "part": Column(_("Part"), width="medium"),
            "amount": Column(_("Money"), "said"),
            "lines": Column(_("Lines"), "number"),
            "customers": Column(_("Customers"), "number"),
        },
        key="fates",
    )
    if len(rejects):
        head(_("Rejected rows"))
        table(
            view,
            rejects,
            {
                "file": Column(_("File")),
                "line": Column(_("Line"), "number"),
                "column_name": Column(_("Column")),
                "raw_value": Column(_("Value as it stands")),
                "reason": Column(_("Reason"), width="large"),
            },
            key="rejects",
        )


computed(
    view,
    _(
        "Every row of a file is loaded or rejected: rows read = loaded + rejected. Every loaded "
        "sales line then has exactly one fate, and the fates add up to all lines, in rows and in "
        "money. Customer figures rest on customers with at least one counting order; lines that "
        "name no customer stay in the revenue totals."
    ),
    "reconcile_remainder",
)
downloads(
    view,
    {
        _("Files"): lambda: loads.drop(columns=["checksum", "mapping", "options"]),
        _("Where the sales lines went"): lambda: fates,
        **({_("Rejected rows"): lambda: rejects.drop(columns="load_no")} if len(rejects) else {}),
    },
    codes={"part": FATES, "kind": KIND_NAMES, "mode": MODES},
)
heading(view, _("Data — what came in, and what did not?"), answer())
job = background.watched()
if job and job.state in ("waiting", "running"):
    background.progress(view)
elif job and (report := background.outcome(view, job)):
    show(report)
tabs = st.tabs([_("Bring a file in"), _("What came in"), _("Versions"), _("Settings")])
for tab, part in zip(tabs, (bring_in, came_in, versions, settings), strict=True):
    with tab:
        part(view)
