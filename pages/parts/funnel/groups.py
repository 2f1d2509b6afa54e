"""The funnel by group: which get to the last step more often than the rest, and how surely."""

import pandas as pd
import streamlit as st

from analytics import conversion
from pages.parts.ask import ask
from pages.parts.charts.index import Trait, differences
from pages.parts.charts.template import chart, head, room
from pages.parts.funnel.choice import Choice
from pages.parts.funnel.interval import interval
from pages.parts.funnel.split import asked_split, choose_split, for_file, shortened, with_names
from pages.parts.guard import View
from pages.parts.tables import BAR, Column, table
from pages.parts.words import plain

DRAWN = 10


def groups(view: View, choice: Choice, _steps: pd.DataFrame) -> None:
    """What to split by, the picture of the differences, and all groups in a table."""
    if len(choice.steps) == 1:
        st.caption(plain(view.text("A funnel of one step has nobody who went on.")))
        return
    by = choose_split(view, choice)
    rows = with_names(view, by, ask(view, conversion.groups, choice=choice, by=by))
    if len(rows) < 2:
        st.caption(plain(view.text("There is only one group: nothing to compare.")))
    else:
        _picture(view, choice, rows)
    _table(view, rows)


def conversion_definition(view: View) -> str:
    """What the comparisons of groups and of traits mean."""
    return view.text(
        "**Groups** are those of the contact at the first step and of its deal, campaigns the last "
        "in the 90 days before, segment and tier those of the last day; each is compared with all "
        "others together, the interval is Newcombe's for a difference of two shares. **What goes "
        "together** compares those who went on to a step with those who stopped by what was known "
        "up to the moment of the step before: the odds of having it, with the interval of Woolf, "
        "half a case added to each count where one is 0. **Clear** is what has a false discovery "
        "rate of at most 5 % over all that was compared (Benjamini–Hochberg). A group **waits "
        "longer** where more of it than of all others took longer than half of all who reached the "
        "step (Mood's test of medians). None of these proves a cause."
    )


def group_rows(view: View, choice: Choice) -> pd.DataFrame:
    """The same groups for a file: split as the address asks."""
    by = asked_split(choice)
    rows = ask(view, conversion.groups, choice=choice, by=by)
    return for_file(with_names(view, by, rows))


def _picture(view: View, choice: Choice, rows: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    drawn = [
        Trait(
            "", shortened(row.group),
            row.difference, row.difference_low, row.difference_high,
            _("{one} vs {other}", one=lang.percent(row.rate), other=lang.percent(row.rest_rate)),
            _(
                "{converted} of {entered}; 95 % from {low} to {high}",
                converted=lang.number(row.converted), entered=lang.number(row.entered),
                low=lang.points(row.difference_low), high=lang.points(row.difference_high),
            ),
            hollow=row.entered < conversion.FEW,
            colour=_colour(view, row.clear, row.difference),
        )
        for row in rows.head(DRAWN).itertuples()
    ]  # fmt: skip
    few = any(row.hollow for row in drawn)
    chart(
        view,
        differences(view, drawn),
        _title(view, choice, rows),
        _(
            "percentage points more or fewer of them reach the last step than of all others "
            "together"
        ),
        _("line: 95 % interval; coloured: clear"),
        _("hollow: fewer than 30 customers") if few else "",
        _("the {n} largest of {all} groups", n=lang.number(DRAWN), all=lang.number(len(rows)))
        if len(rows) > DRAWN else "",
        key="groups",
    )  # fmt: skip


def _colour(view: View, clear: bool, apart: float) -> str:
    if not clear:
        return view.palette.ghost
    return view.palette.accent if apart > 0 else view.palette.worse


def _title(view: View, choice: Choice, rows: pd.DataFrame) -> str:
    """The clear group that is furthest from the rest, or that there is none."""
    _, lang = view.text, view.lang
    clear = rows[rows.clear]
    if clear.empty:
        return _("No group gets to {last} clearly more or less often", last=choice.names[-1])
    row = clear.loc[clear.difference.abs().idxmax()]
    return _(
        "{group}: {rate} get to {last}, of all others {rest}",
        group=row.group, rate=lang.percent(row.rate), last=choice.names[-1],
        rest=lang.percent(row.rest_rate),
    )  # fmt: skip


def _table(view: View, rows: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    if len(rows) > 1:
        head(
            _(
                "{n} groups; {told} large enough to be compared",
                n=lang.number(len(rows)), told=lang.number(rows.discovery_rate.notna().sum()),
            ),
            _("clear: at most 1 in 20 by chance, corrected for comparing many at once"),
        )  # fmt: skip
    ranges = zip(rows.low, rows.high, rows.entered, strict=True)
    apart = zip(rows.difference_low, rows.difference_high, strict=True)
    shown = rows.assign(
        interval=[interval(lang, *ends) for ends in ranges],
        points=[lang.points(value) for value in rows.difference],
        between=[_between(view, *ends) for ends in apart],
        sure=rows.clear.map({True: _("clear"), False: _("by chance?")}),
        days=[lang.number(days, 1) for days in rows.median_days],
    )
    shown.loc[rows.discovery_rate.isna(), "sure"] = _("too few")
    columns = {
        "group": Column(_("Group"), pinned=True, width=room(map(shortened, rows.group), extra=24)),
        "entered": Column(_("Entered"), "number"),
        "converted": Column(_("Converted"), "number"),
        "rate": Column(_("Conversion"), "bar", most=1, width=BAR),
        "interval": Column(_("95 % interval"), "said"),
    }
    if len(rows) > 1:
        columns |= {
            "points": Column(_("Against the rest"), "said"),
            "between": Column(_("95 %"), "said"),
            "sure": Column(_("Sure?")),
        }
    columns["days"] = Column(_("Median days"), "said")
    table(view, shown, columns, key="groups.rows", rows=12)


def _between(view: View, low: float, high: float) -> str:
    """An interval of a difference in percentage points."""
    if low != low:
        return ""
    ends = (view.lang.number(100 * value, 1, sign=True) for value in (low, high))
    return view.text("{low} to {high}", **dict(zip(("low", "high"), ends, strict=True)))
