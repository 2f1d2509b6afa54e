"""Bring data in: what came in, what was left out and why, versions, settings."""

import streamlit as st
from babel.numbers import list_currencies

from analytics import Workspace, reconcile
from analytics.errors import N_
from analytics.intake import Report
from pages.parts import background
from pages.parts.ask import ask
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.guard import guard
from pages.parts.tables import Column, table
from pages.parts.upload import KIND_NAMES, bring_in
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
COMMON = ["CNY", "GBP", "USD", "EUR", "HKD", "TWD", "JPY", "SGD"]
DAYS = [N_("Monday"), N_("Sunday"), N_("Saturday")]
DAY_NUMBERS = [0, 6, 5]

view = guard()
_, lang = view.text, view.lang
own = Workspace.open(view.folder)
loads = view.ws.loads
fates = ask(view, reconcile.remainder)


def answer() -> str:
    if view.sample:
        return _("This is sample data. Bring in a file of your own and it takes its place.")
    read, loaded = int(loads.rows_read.sum()), int(loads.rows_loaded.sum())
    return _(
        "{read} rows read: {loaded} loaded, {rejected} rejected.",
        read=lang.number(read),
        loaded=lang.number(loaded),
        rejected=lang.number(int(loads.rows_rejected.sum())),
    )


def show(report: Report) -> None:
    st.success(
        plain(
            _(
                "{file}: {read} rows read = {loaded} loaded + {rejected} rejected.",
                file=report.file,
                read=lang.number(report.rows_read),
                loaded=lang.number(report.rows_loaded),
                rejected=lang.number(report.rows_rejected),
            )
        )
    )


def came_in() -> None:
    files = loads.assign(kind=[_(KIND_NAMES[kind]) for kind in loads.kind])
    st.markdown(f"**{_('Files')}**")
    table(
        view,
        files,
        {
            "file": Column(_("File"), width="medium"),
            "kind": Column(_("Kind")),
            "rows_read": Column(_("Rows read"), "number"),
            "rows_loaded": Column(_("Loaded"), "number"),
            "rows_rejected": Column(_("Rejected"), "number"),
            "amount": Column(_("Money"), "money", digits=2),
            "loaded_at": Column(_("Loaded on"), "date"),
            "loaded_by": Column(_("By")),
        },
        key="files",
    )
    st.markdown(f"**{_('Where the sales lines went')}**")
    parts = fates.assign(part=[_(FATES[part]) for part in fates.part])
    table(
        view,
        parts,
        {
            "part": Column(_("Part"), width="medium"),
            "lines": Column(_("Lines"), "number"),
            "customers": Column(_("Customers"), "number"),
            "amount": Column(_("Money"), "money", digits=2),
        },
        key="fates",
    )
    for load in loads[loads.rows_rejected > 0].itertuples():
        rejects = view.ws.rejects(load.load_no)
        st.markdown(f"**{plain(_('Rejected rows of {file}', file=load.file))}**")
        table(
            view,
            rejects.assign(reason=[_(reason) for reason in rejects.reason]),
            {
                "line": Column(_("Line"), "number"),
                "column_name": Column(_("Column")),
                "value": Column(_("Value")),
                "reason": Column(_("Reason"), width="large"),
            },
            key=f"rejects.{load.load_no}",
        )


def versions() -> None:
    if not own.version:
        st.caption(_("There are no versions yet: the sample is shown."))
        return
    st.caption(_("Every load makes a new version. The last five are kept; any can come back."))
    for number in reversed(own.versions()):
        files = Workspace(view.folder, number).loads
        with st.container(horizontal=True, vertical_alignment="center", width=880):
            words = _("Version {n}: {files}", n=number, files=", ".join(files.file))
            st.markdown(f"**{plain(words)}**" if number == own.version else plain(words))
            st.space("stretch")
            if number == own.version:
                st.caption(_("shown now"))
            elif st.button(_("Bring back"), key=f"restore.{number}", icon=":material/history:"):
                own.restore(number, view.user.name)
                st.rerun()


def settings() -> None:
    kept, state = view.ws.state.settings(), view.ws.state
    currencies = COMMON + sorted(set(list_currencies(lang.code)) - set(COMMON))
    currency = st.selectbox(
        _("Currency"),
        currencies,
        index=currencies.index(kept["currency"]) if kept["currency"] else None,
        placeholder=_("not chosen"),
        width=320,
    )
    month = st.selectbox(
        _("First month of the fiscal year"),
        range(1, 13),
        index=kept["fiscal_month"] - 1,
        format_func=lambda number: lang.month(number - 1, year=False),
        width=320,
    )
    day = st.selectbox(
        _("First day of the week"),
        DAY_NUMBERS,
        index=DAY_NUMBERS.index(kept["week_start"]),
        format_func=lambda number: _(DAYS[DAY_NUMBERS.index(number)]),
        width=320,
    )
    changed = {"currency": currency or "", "fiscal_month": month, "week_start": day}
    for name, value in changed.items():
        if value != kept[name]:
            state.set(name, value, view.user.name)
            st.rerun()


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
downloads(view, {_("Files"): lambda: loads, _("Where the sales lines went"): lambda: fates})
heading(view, _("Data — what came in, and what did not?"), answer())
job = background.watched()
if job and job.state in ("waiting", "running"):
    background.progress(view)
elif job and (report := background.outcome(view, job)):
    show(report)
tabs = st.tabs([_("Bring a file in"), _("What came in"), _("Versions"), _("Settings")])
for tab, part in zip(tabs, (lambda: bring_in(view), came_in, versions, settings), strict=True):
    with tab:
        part()
