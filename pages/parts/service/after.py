"""What customers order after a complaint, against customers alike without one."""

import pandas as pd

from analytics import service
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts.index import Trait, differences
from pages.parts.charts.template import chart, head
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.tables import Column, table

STOOD = {"solved": N_("solved complaint"), "unsolved": N_("unsolved complaint")}
TITLES = {
    "solved": N_(
        "After a solved complaint {rate} order within {days} days, of customers alike {expected}"
    ),
    "unsolved": N_(
        "After an unsolved complaint {rate} order within {days} days, of customers alike {expected}"
    ),
    "any": N_("After a complaint {rate} order within {days} days, of customers alike {expected}"),
}


def after(view: View, known: pd.Series) -> None:
    """The picture of the differences and the counts behind them."""
    _, lang = view.text, view.lang
    found = ask(view, service.after)
    rows = found.table
    if rows.empty:
        head(
            _("Orders after complaints"),
            _("there are too few orders before and after complaints to compare"),
        )
        return
    names = STOOD if known.solutions else {**STOOD, "unsolved": N_("complaint of any kind")}
    rows = rows.assign(called=[_(names[code]) for code in rows.complaint])
    drawn = [
        Trait(
            "", row.called, row.difference, row.difference_low, row.difference_high,
            _("{one} vs {other}", one=lang.percent(row.rate), other=lang.percent(row.expected)),
            hollow=row.customers < service.FEW,
            colour=_colour(view, row),
        )
        for row in rows.itertuples()
    ]  # fmt: skip
    chart(
        view,
        differences(view, drawn),
        _title(view, rows.iloc[-1], known),
        _(
            "percentage points more or fewer of them ordered within {days} days than customers of "
            "the same tier and days since the last order without a complaint",
            days=lang.number(service.FOLLOW_DAYS),
        ),
        _("line: 95 % interval; coloured: off 0"),
        _("goes together, does not prove"),
        key="after",
    )
    rows = rows.assign(
        likely=[interval(lang, row.low, row.high, row.customers) for row in rows.itertuples()]
    )
    columns = {
        "called": Column(_("Customers"), pinned=True),
        "customers": Column(_("Matched"), "number"),
        "ordered": Column(_("Ordered"), "number"),
        "rate": Column(_("Share who ordered"), "percent"),
        "likely": Column(_("95 % interval"), "said"),
        "expected": Column(_("Customers alike"), "percent"),
        "others": Column(_("How many these are"), "number"),
        "orders": Column(_("Orders per customer"), "number", digits=2),
        "unmatched": Column(_("Nobody alike"), "number"),
    }
    days = lang.listing([lang.date(day) for day in found.days])
    head(_("Looked at on {days}", days=days))
    table(view, rows, columns, key="after.rows")


def after_rows(view: View) -> pd.DataFrame:
    """The same for a file."""
    rows = ask(view, service.after).table
    called = [view.text(STOOD[code]) for code in rows.complaint]
    return rows.assign(complaint=called).rename(
        columns={"ordered": "ordered_after", "rate": "ordered_share", "others": "alike_without"}
    )


def _colour(view: View, row: tuple) -> str:
    if row.difference_low <= 0 <= row.difference_high:
        return view.palette.ghost
    return view.palette.accent if row.difference > 0 else view.palette.worse


def _title(view: View, row: pd.Series, known: pd.Series) -> str:
    """What customers do after the last kind of complaint, an unsolved one where there is any."""
    titles = TITLES if known.solutions else {**TITLES, "unsolved": TITLES["any"]}
    return view.text(
        titles[row.complaint],
        rate=view.lang.percent(row.rate), days=view.lang.number(service.FOLLOW_DAYS),
        expected=view.lang.percent(row.expected),
    )  # fmt: skip
