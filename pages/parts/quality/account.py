"""What came in, and where every row and every cent of it went."""

import pandas as pd
import streamlit as st

from analytics import Scope, reconcile
from analytics.errors import N_
from analytics.intake.names import KIND_NAMES
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.columns import CODES
from pages.parts.guard import View
from pages.parts.quality.words import CHECKS
from pages.parts.tables import Column, table
from pages.parts.words import plain

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
OUTCOMES = {
    "counted": N_("Counted"),
    "total": N_("All rows loaded"),
    "files": N_("By the reports of the files"),
}
LOADERS = CODES["loaded_by"]


def everything(view: View) -> Scope:
    """All lines, whatever the period and the filters of the page."""
    facts = view.ws.facts
    known = [facts.last_line_on, facts.last_contact_on, facts.last_deal_on]
    return Scope(as_of=max(day for day in [view.scope.as_of, *known] if day))


def account(view: View) -> None:
    """The files, where their rows went, and the rows that could not be loaded."""
    outcomes = ask(view, reconcile.account, everything(view))
    of_sales = outcomes.kind == "sales"
    _files(view)
    _fates(view, outcomes[of_sales])
    _others(view, outcomes[~of_sales])
    _rejects(view)


def _files(view: View) -> None:
    _, lang, loads = view.text, view.lang, view.ws.loads
    files = loads.assign(
        kind=[_(KIND_NAMES[kind]) for kind in loads.kind],
        amount=[lang.number(amount, 2) for amount in loads.amount],
        loaded_by=[_(LOADERS[name]) if name in LOADERS else name for name in loads.loaded_by],
    )
    head(_("Files"))
    if files.empty:
        st.markdown(_("No file was brought in."))
        return
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


def _fates(view: View, outcomes: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    fates = ask(view, reconcile.remainder, everything(view))
    fates = fates[fates.lines > 0]
    if fates.empty:
        return
    parts = fates.assign(part=[_(FATES[part]) for part in fates.part])
    reasons = outcomes[~outcomes.part.isin(["counted", "total", "files"])]
    left_out = reasons.assign(part=[_outcome(view, part) for part in reasons.part])
    shown = pd.concat([parts[~fates.part.isin(["left_out", "total"])], left_out, parts.tail(1)])
    head(
        _("Where the sales lines went"),
        _("Lines without a customer count in revenue, but in no figure about customers."),
    )
    table(
        view,
        shown.assign(amount=[lang.number(amount, 2) for amount in shown.amount]),
        {
            "part": Column(_("Part"), width="medium"),
            "amount": Column(_("Money"), "said"),
            "lines": Column(_("Lines"), "number"),
            "customers": Column(_("Customers"), "number"),
        },
        key="fates",
        rows=15,
    )
    _closing(view, outcomes)


def _others(view: View, outcomes: pd.DataFrame) -> None:
    """What became of contacts, customers, deals and products."""
    _, lang = view.text, view.lang
    shown = outcomes[outcomes.part != "files"]
    if shown.empty:
        return
    head(
        _("Where the other rows went"),
        _("Rows are left out by choice, or because a newer row says the same or more."),
    )
    table(
        view,
        shown.assign(
            kind=[_(KIND_NAMES[kind]) for kind in shown.kind],
            outcome=[_outcome(view, part) for part in shown.part],
            amount=["–" if pd.isna(each) else lang.number(each, 2) for each in shown.amount],
        ),
        {
            "kind": Column(_("Kind")),
            "outcome": Column(_("Part")),
            "amount": Column(_("Money"), "said"),
            "lines": Column(_("Rows"), "number"),
            "customers": Column(_("Customers"), "number"),
        },
        key="others",
        rows=20,
    )
    _closing(view, outcomes)


def _outcome(view: View, part: str) -> str:
    """What became of rows, in words."""
    _ = view.text
    if part in OUTCOMES:
        return _(OUTCOMES[part])
    return _("Left out: {reason}", reason=_(CHECKS.get(part, part)))


def _closing(view: View, outcomes: pd.DataFrame) -> None:
    """Whether the rows held add up to the files they came from, where these have money."""
    money = outcomes.pivot(index="kind", columns="part", values="amount")
    for kind, files, rows in money.reindex(columns=["files", "total"]).dropna().itertuples():
        st.caption(plain(_closed(view, kind, files, rows)))


def _closed(view: View, kind: str, files: float, rows: float) -> str:
    _, lang = view.text, view.lang
    known = {
        "kind": _(KIND_NAMES[kind]),
        "files": lang.number(files, 2),
        "rows": lang.number(rows, 2),
        "change": lang.number(abs(files - rows), 2),
    }
    if abs(files - rows) < 0.005:
        return _(
            "{kind}: the files add up to {files}, and so do the rows loaded, to the cent.", **known
        )
    if kind == "deals" and rows > files:  # of a deal whose newer file has no column of values
        return _(
            "{kind}: the files add up to {files}, the rows loaded to {rows}: {change} was taken "
            "over from older rows.",
            **known,
        )
    if view.ws.state.erasures():
        return _(
            "{kind}: the files add up to {files}, the rows loaded to {rows}: {change} has been "
            "erased.",
            **known,
        )
    return _(
        "{kind}: the files add up to {files}, the rows loaded to {rows}: {change} has no "
        "explanation. Load the files again.",
        **known,
    )


def _rejects(view: View) -> None:
    _, rejects = view.text, view.ws.rejects
    if rejects.empty:
        return
    head(_("Rejected rows"))
    table(
        view,
        rejects.rename(columns={"value": "raw_value"}).assign(
            reason=[_(reason) for reason in rejects.reason]
        ),
        {
            "file": Column(_("File")),
            "line": Column(_("Line"), "number"),
            "column_name": Column(_("Column")),
            "raw_value": Column(_("Value as it stands")),
            "reason": Column(_("Reason"), width="large"),
        },
        key="rejects",
    )
