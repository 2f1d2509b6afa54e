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
LOADERS = CODES["loaded_by"]


def everything(view: View) -> Scope:
    """All lines, whatever the period and the filters of the page."""
    facts = view.ws.facts
    known = [facts.last_line_on, facts.last_contact_on, facts.last_deal_on]
    return Scope(as_of=max(day for day in [view.scope.as_of, *known] if day))


def account(view: View) -> None:
    """The files, where their lines went, and the rows that could not be loaded."""
    _files(view)
    _fates(view)
    _rejects(view)


def _files(view: View) -> None:
    _, lang, loads = view.text, view.lang, view.ws.loads
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


def _fates(view: View) -> None:
    _, lang, scope = view.text, view.lang, everything(view)
    fates = ask(view, reconcile.remainder, scope)
    reasons = ask(view, reconcile.left_out, scope)
    fates = fates[fates.lines > 0]
    if fates.empty:
        return
    parts = fates.assign(part=[_(FATES[part]) for part in fates.part])
    left_out = reasons.assign(
        part=[
            _("Left out: {reason}", reason=_(CHECKS.get(reason, reason)))
            for reason in reasons.reason
        ]
    )
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
    st.caption(plain(_closing(view, float(parts.amount.iloc[-1]))))


def _closing(view: View, lines: float) -> str:
    """Whether the lines held add up to the files they came from."""
    _, lang, loads = view.text, view.lang, view.ws.loads
    files = float(sum(loads.amount[loads.kind == "sales"]))
    if abs(files - lines) < 0.005:
        return _(
            "The sales files add up to {money}, and so do these lines, to the cent.",
            money=lang.number(files, 2),
        )
    money = {
        "files": lang.number(files, 2),
        "lines": lang.number(lines, 2),
        "change": lang.number(files - lines, 2),
    }
    if view.ws.state.erasures():
        return _(
            "The sales files add up to {files}, these lines to {lines}: {change} has been erased.",
            **money,
        )
    return _(
        "The sales files add up to {files}, these lines to {lines}: {change} has no explanation. "
        "Load the files again.",
        **money,
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
