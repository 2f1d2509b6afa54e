"""Complaints by reason: how many, how soon they are answered and solved."""

import pandas as pd

from analytics import service
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import chart, head
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.tables import Column, table


def complaints(view: View, known: pd.Series) -> None:
    """The picture of how many are solved, and the waiting times in a table."""
    _, lang = view.text, view.lang
    found = service.complaints(ask(view, service.waits))
    if found.empty:
        head(_("Nobody complained in this period"))
        return
    every, rows = found.iloc[-1], found.iloc[:-1]
    named = found.assign(called=[_called(view, row) for row in found.itertuples()])
    title = lang.plural(
        "{n} complaint, {solved} solved", "{n} complaints, {solved} solved",
        int(every.complaints), solved=lang.percent(every.solved_share),
    )  # fmt: skip
    if every.solution_median == every.solution_median:
        title = lang.plural(
            "{n} complaint: half are solved within {days} days, {share} are still open",
            "{n} complaints: half are solved within {days} days, {share} are still open",
            int(every.complaints), days=lang.number(every.solution_median, 1),
            share=lang.percent(every.open_share),
        )  # fmt: skip
    drawn = [
        Row(
            row.called, row.solved,
            _("{n} of {of} solved", n=lang.number(row.solved), of=lang.number(row.complaints)),
            view.palette.bar, row.complaints,
        )
        for row in named.iloc[: len(rows)].itertuples()
    ]  # fmt: skip
    if known.solutions:
        chart(
            view, bars(view, drawn), title,
            _("complaints filed in the period by what was noted; blue: solved, pale: not"),
            key="complaints",
        )  # fmt: skip
    _table(view, named, title="" if known.solutions else title)


def complaint_rows(view: View) -> pd.DataFrame:
    """The same for a file."""
    found = service.complaints(ask(view, service.waits))
    return found.assign(reason=[_called(view, row) for row in found.itertuples()])


def _called(view: View, row: tuple) -> str:
    if not isinstance(row.kind, str):
        return view.text("All complaints")
    if not isinstance(row.reason, str):
        return view.text("{kind}, no reason noted", kind=row.kind)
    return row.reason or view.text("{kind}, other reasons", kind=row.kind)


def _table(view: View, named: pd.DataFrame, title: str) -> None:
    _, lang = view.text, view.lang
    head(
        title or _("How long they waited"),
        _("days until a quarter, half and three quarters had it"),
        _("complaints still open count for as long as they have been open; –: fewer have had it"),
    )
    shown = named.assign(
        likely=[interval(lang, row.low, row.high, row.complaints) for row in named.itertuples()],
        **{
            what: [
                " / ".join(lang.number(days, 1) for days in row)
                for row in named[[f"{what}_{part}" for part in service.QUARTILES]].to_numpy()
            ]
            for what in ("answer", "solution")
        },
    )
    columns = {
        "called": Column(_("Reason"), pinned=True),
        "complaints": Column(_("Complaints"), "number"),
        "answered": Column(_("Answered"), "number"),
        "answer": Column(_("Days to an answer"), "said"),
        "solved": Column(_("Solved"), "number"),
        "solved_share": Column(_("Share solved"), "percent"),
        "likely": Column(_("95 % interval"), "said"),
        "solution": Column(_("Days to the solution"), "said"),
    }
    table(view, shown, columns, key="complaints.rows", rows=12)
