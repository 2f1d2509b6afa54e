"""Bring data in: what came in, what was left out and why, versions, settings."""

import streamlit as st

from analytics import reconcile
from analytics.errors import N_
from analytics.intake import Report
from analytics.intake.names import KIND_NAMES
from pages.parts import background
from pages.parts.ask import ask
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.erasing import erasing, tell
from pages.parts.guard import View, guard
from pages.parts.history import versions
from pages.parts.intake.remarks import remarks
from pages.parts.later import later
from pages.parts.quality.account import FATES, OUTCOMES, account, everything
from pages.parts.quality.doubles import doubles
from pages.parts.quality.fit import fit
from pages.parts.quality.found import found
from pages.parts.quality.words import CHECKS
from pages.parts.quality.work import checking
from pages.parts.rights import changes
from pages.parts.settings import settings
from pages.parts.switch import switch, tabs
from pages.parts.upload import MODES, bring_in
from pages.parts.words import heading, plain

TABS = {
    "in": N_("Bring a file in"),
    "came_in": N_("What came in"),
    "versions": N_("Versions"),
    "settings": N_("Settings"),
}
PART_NAMES = {
    "account": N_("What became of it"),
    "checks": N_("What looks wrong"),
    "doubles": N_("Same customer twice?"),
    "fit": N_("Do the files fit?"),
}
PARTS = {"account": account, "checks": found, "doubles": doubles, "fit": fit}

view = guard()
_, lang = view.text, view.lang
loads = view.ws.loads
rejects = view.ws.rejects.rename(columns={"value": "raw_value"})
rejects["reason"] = [_(reason) for reason in rejects.reason]
fates = ask(view, reconcile.remainder, everything(view))


def answer() -> str:
    if view.sample:
        return _("This is sample data. Bring in a file of your own and it takes its place.")
    if view.ws.cluster:
        lines = lang.plural("{n} sales line", "{n} sales lines", view.ws.facts.lines)
        day = lang.date(view.ws.facts.as_of)
        return _("The tables lie on a Spark cluster: {lines} to {day}.", lines=lines, day=day)
    unnamed = fates.set_index("part").loc["no_customer"]
    rows = _("; ").join(counted())
    if not unnamed.lines:
        return _("{rows}.", rows=rows)
    return _(
        "{rows}; sales lines without a customer: {lines}, worth {money}.",
        rows=rows,
        lines=lang.number(int(unnamed.lines)),
        money=lang.money(unnamed.amount),
    )


def counted() -> list[str]:
    """The rows of the files; of each kind for itself, for sales and contacts are no one number."""
    kinds = loads.groupby("kind")[["rows_read", "rows_loaded", "rows_rejected"]].sum()
    counts = [
        (kind, {
            "read": lang.number(int(kinds.rows_read[kind])),
            "loaded": lang.number(int(kinds.rows_loaded[kind])),
            "rejected": lang.number(int(kinds.rows_rejected[kind])),
        })
        for kind in KIND_NAMES
        if kind in kinds.index
    ]  # fmt: skip
    if len(counts) == 1:
        return [_("{read} rows read: {loaded} loaded, {rejected} rejected", **counts[0][1])]
    return [
        _("{kind}: {loaded} of {read} rows loaded", kind=_(KIND_NAMES[kind]), **each)
        for kind, each in counts
    ]


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
    if report.rows_overlapping:
        words = lang.plural(
            "{n} line was there already and counts once{worth}.",
            "{n} lines were there already and count once{worth}.",
            report.rows_overlapping,
            worth=_(" ({money})", money=lang.money(report.amount_overlapping))
            if report.amount_overlapping is not None else "",
        )  # fmt: skip
        st.caption(plain(words))
    remarks(view, report.remarks)
    if not lang.currency:
        st.caption(_("No currency is set yet; choose it under Settings."))


def came_in(view: View) -> None:
    everyone = view.user.may("people") and not view.user.owners
    names = PART_NAMES if everyone else {"account": PART_NAMES["account"]}
    PARTS[switch(view, "part", _("What came in"), names)](view)


def kept(view: View) -> None:
    versions(view)
    erasing(view)


computed(
    view,
    _(
        "Every row of a file is loaded or rejected: rows read = loaded + rejected. Every loaded "
        "sales line then has exactly one fate, and the fates add up to all lines, in rows and in "
        "money; rows of other files count, or say why not. Customer figures rest on customers "
        "with at least one counting order; lines that name no customer stay in the revenue totals."
    ),
    "reconcile_remainder",
    "reconcile_account",
)
downloads(
    view,
    {
        _("Files"): lambda: loads.drop(columns=["checksum", "mapping", "options"]),
        _("Where the sales lines went"): lambda: fates,
        _("Where all rows went"): lambda: ask(view, reconcile.account, everything(view)),
        **({_("Rejected rows"): lambda: rejects.drop(columns="load_no")} if len(rejects) else {}),
    },
    codes={"part": CHECKS | FATES | OUTCOMES, "kind": KIND_NAMES, "mode": MODES},
)
heading(view, _("Data — what came in, and what did not?"), answer())
job = background.watched()
if job and job.state in ("waiting", "running"):
    background.progress(view)
elif job and (done := background.outcome(view, job)):
    if isinstance(done, Report):
        show(done)
    else:
        tell(done)
checking(view)
later(view)
code, place = tabs(view, "tab", TABS if changes(view) else {"came_in": TABS["came_in"]})
with place:
    {"in": bring_in, "came_in": came_in, "versions": kept, "settings": settings}[code](view)
