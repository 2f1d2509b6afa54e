"""Who waits longest: the days between the steps group by group, on request."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import rates, split, waits
from pages.parts.ask import ask
from pages.parts.charts.template import chart, head, room
from pages.parts.charts.waits import waits as waits_chart
from pages.parts.funnel.choice import Choice
from pages.parts.funnel.split import asked_split, choose_split, for_file, shortened, with_names
from pages.parts.funnel.wait import wait
from pages.parts.guard import View
from pages.parts.switch import select
from pages.parts.tables import Column, table
from pages.parts.words import small_group

DRAWN = 8


def waiting(view: View, choice: Choice, whole: pd.DataFrame) -> None:
    """Where the wait is longest and for which group, the waits before one step, all in a table.

    whole  the answer of waits.transitions
    """
    _ = view.text
    with st.expander(
        _("Which groups wait longest"), key="funnel.waits", icon=":material/hourglass_top:",
        on_change="rerun",
    ) as opened:  # fmt: skip
        if not opened.open:
            return
        by = choose_split(view, choice)
        rows = with_names(view, by, ask(view, waits.groups, choice=choice, by=by))
        longest = waits.slowest(rows)
        first = int(whole.number.iloc[0] if longest is None else longest.number)
        names = dict(zip(whole.number, whole.step, strict=True))
        offered = {str(n): names[n] for n in sorted(names, key=lambda n: n != first)}
        number = int(select(view, "wait", _("The wait before"), offered))
        _picture(view, choice, by, rows, number, _said(view, rows, whole, longest))
        _table(view, rows, names)


def waiting_rows(view: View, choice: Choice) -> pd.DataFrame:
    """The same for a file: split as the address asks."""
    by = asked_split(choice)
    return for_file(with_names(view, by, ask(view, waits.groups, choice=choice, by=by)))


def _said(view: View, rows: pd.DataFrame, whole: pd.DataFrame, longest: pd.Series | None) -> str:
    """Where the wait is longest and for which group, and how sure that is."""
    _, lang = view.text, view.lang
    if longest is None:
        return _("No group has the {n} customers at a step from which its wait can be told",
                 n=rates.LEAST)  # fmt: skip
    values = {
        "n": rates.LEAST, "group": longest.group, "step": longest.step,
        "days": lang.number(longest.median_days, 1),
        "low": lang.number(longest.lower_days, 0), "high": lang.number(longest.upper_days, 0),
        "all": lang.number(float(whole.set_index("number").median_days[longest.number]), 1),
    }  # fmt: skip
    if rows.group.nunique() == 1:
        return _(
            "{group}, the only group, waits longest before {step}: {days} days (median), half of "
            "them {low} to {high}",
            **values,
        )
    if longest.clear and longest.longer_share > longest.rest_longer_share:
        return _(
            "Of the groups of {n} or more {group} waits longest, before {step}: {days} days "
            "(median), half of them {low} to {high}; of all customers {all}. That is clearly "
            "longer than the others",
            **values,
        )
    large = (rows.number == longest.number) & (rows.customers >= rates.LEAST)
    if large.sum() == 1:  # the longest of one says nothing
        return _(
            "Only {group} has {n} customers or more before {step}, too few groups to compare: "
            "{days} days (median), half of them {low} to {high}; of all customers {all}",
            **values,
        )
    return _(
        "Of the groups of {n} or more {group} waits longest, before {step}: {days} days (median), "
        "half of them {low} to {high}; of all customers {all}. That may be chance",
        **values,
    )


def _picture(
    view: View, choice: Choice, by: tuple[split.By, ...], rows: pd.DataFrame, number: int,
    title: str,
) -> None:  # fmt: skip
    """How long the largest groups waited before a step."""
    _, lang = view.text, view.lang
    here = rows[rows.number == number]
    shown = here.head(DRAWN)
    spans = ask(view, waits.days, choice=choice, reach=waits.reach(shown), by=by, step=number)
    spans = with_names(view, by, spans)
    drawn = [
        wait(
            view, shortened(row.group), row, spans[spans.group == row.group],
            lang.plural("{n} customer", "{n} customers", int(row.customers)),
            small_group(lang, int(row.customers)), stands_out=_longer(row),
        )
        for row in shown.itertuples()
    ]  # fmt: skip
    chart(
        view,
        waits_chart(view, drawn, waits.ends(spans)),
        title,
        _("days before {step}; small bars: customers", step=here.step.iloc[0]),
        _("thick: the middle half, ring: median"),
        _("at the right end all who waited longer"),
        _("orange: clearly longer than the others") if any(row.stands_out for row in drawn) else "",
        _("the {n} largest of {all} groups", n=lang.number(DRAWN), all=lang.number(len(here)))
        if len(here) > DRAWN else "",
        key="funnel.waits",
    )  # fmt: skip


def _longer(row: Any) -> bool:
    return bool(row.clear and row.longer_share > row.rest_longer_share)


def _table(view: View, rows: pd.DataFrame, names: dict[int, str]) -> None:
    """A line per group, a column per step: the median and the middle half."""
    _, lang = view.text, view.lang
    head(
        _("Median days before each step, in brackets the middle half"),
        _("▲ clearly longer than the others, ▼ clearly shorter: at most 1 in 20 by chance, "
          "corrected for comparing many at once"),
        _("*: fewer than {n} customers", n=rates.LEAST)
        if (rows.customers < rates.LEAST).any() else "",
    )  # fmt: skip
    marked = rows.assign(
        said=[
            lang.number(row.median_days, 1)
            + f" ({lang.number(row.lower_days)}–{lang.number(row.upper_days)})"
            + ("*" if row.customers < rates.LEAST else "")
            + ("" if not row.clear else " ▲" if _longer(row) else " ▼")
            for row in rows.itertuples()
        ]
    )
    wide = marked.drop_duplicates(["group", "number"]).pivot(
        index="group", columns="number", values="said"
    )
    wide = wide.reindex(marked.group.drop_duplicates()).rename(columns=str).reset_index()
    columns = {"group": Column(_("Group"), pinned=True, width=room(wide.group, extra=24))}
    columns |= {str(n): Column(name, "said") for n, name in names.items() if str(n) in wide}
    table(view, wide, columns, key="waits.rows", rows=12)
