"""Who moved between groups, and how these grew and shrank: the same on every page that asks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analytics import movement, moves, rfm
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts import pins
from pages.parts.charts.alluvial import alluvial
from pages.parts.charts.stack import Part, stack
from pages.parts.charts.template import chart
from pages.parts.computed import computed
from pages.parts.downloads import Source, downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.moved import bands, chosen_moves, head_of, in_words, largest, matrix, sides, tell
from pages.parts.names import group_name
from pages.parts.people import people
from pages.parts.switch import switch
from pages.parts.take_away import take_away

LISTED = 200
NO_FILES: Mapping[str, Source] = {}


def draw(
    view: View, asked: dict[str, Any], day: date | None, files: Mapping[str, Source] = NO_FILES
) -> str:
    """Draws picture, table and list; returns the answer, the headline of the page.

    asked  by and scoring, as `movement.flows` takes them; day: the earlier one, None where the
           data hold one day only; files: what else can be downloaded
    """
    _, lang, top = view.text, view.lang, st.container()
    by, scoring = asked["by"], asked["scoring"]
    params = {"map": by, **scoring.params}
    if day is None:
        computed(view, _defined(view), "movement_sizes", params=params)
        downloads(view, {_("Sizes by month"): lambda: ask(view, movement.trend, **asked)})
        return _("The data hold one day only: nobody can have moved yet.")
    asked = {**asked, "since": day}
    if not _tell_apart(view, asked, day):
        computed(view, _defined(view), "movement_sizes", params=params)
        downloads(
            view, {_("Everyone, then and now"): lambda: ask(view, movement.customers, **asked)}
        )
        return _("On one of the two days the customers were too much alike to be told apart.")
    flows = ask(view, movement.flows, **asked)
    found = moves.headline(flows)
    days = (lang.date(day), lang.date(view.scope.end))
    if found.customers:
        with top:
            key_figures(view, _figures(view, found))
        choice = _picture(view, flows, asked, days)
        _table(view, flows, asked, choice, days)
    before = movement.earlier(view.ws, view.scope, day)
    computed(
        view, _defined(view), "movement_flows", "movement_customers", "movement_sizes",
        params={**params, "before": before},
    )  # fmt: skip
    downloads(
        view,
        {
            _("Moves"): lambda: flows,
            _("Everyone, then and now"): lambda: ask(view, movement.customers, **asked),
            _("Last change of every customer"): lambda: ask(
                view, movement.changes, by=by, scoring=scoring
            ),
            _("Sizes by month"): lambda: ask(view, movement.trend, by=by, scoring=scoring),
            **files,
        },
        names={"revenue_then": _("Revenue up to {day}", day=days[0])},
    )
    return _answer(view, found, days[0])


def _tell_apart(view: View, asked: dict[str, Any], day: date) -> bool:
    """Whether the groups of both days mean something; without a customer there is nothing to."""
    if asked["by"] == "tier":
        return True
    for scope in (view.scope, movement.earlier(view.ws, view.scope, day)):
        found = rfm.headline(ask(view, rfm.cells, scope, scoring=asked["scoring"]), asked["by"])
        if found.customers and not found.tells_apart:
            return False
    return True


def _answer(view: View, found: moves.Headline, day: str) -> str:
    _, lang = view.text, view.lang
    if not found.customers:
        return _("No customer has an order here. Try a longer period, or fewer filters.")
    rose, slid = (
        lang.plural("{n} customer rose", "{n} customers rose", found.rose),
        lang.plural(
            "{n}, worth {money}, slid to a worse one",
            "{n}, worth {money}, slid to a worse one",
            found.slid, money=lang.money(found.slid_revenue),
        ),
    )  # fmt: skip
    return _(
        "Since {day}, {rose} to a better group and {slid}; {came} came new.",
        day=day, rose=rose, slid=slid if found.slid else _("none slid"),
        came=lang.number(found.came),
    )  # fmt: skip


def _figures(view: View, found: moves.Headline) -> list[Figure]:
    _, lang = view.text, view.lang
    rows = (
        (_("Rose"), found.rose, found.rose_revenue),
        (_("Slid"), found.slid, found.slid_revenue),
        (_("Stayed, or as good"), found.stayed, found.stayed_revenue),
        (_("Came new"), found.came, found.came_revenue),
    )
    return [
        Figure(
            label,
            lang.number(count),
            note=_(
                "{share}; {money} of revenue",
                share=lang.percent(count / found.customers), money=lang.money(money),
            ),
        )
        for label, count, money in rows
    ]  # fmt: skip


def _picture(
    view: View, flows: pd.DataFrame, asked: dict[str, Any], days: tuple[str, str]
) -> list[tuple[str, str]]:
    """The flows beside the course of the sizes; the moves that were clicked."""
    _, lang, by = view.text, view.lang, asked["by"]
    groups = (*movement.GROUPS[by], moves.INACTIVE, moves.NOT_YET)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        idle = (flows.moved_from == moves.INACTIVE) & (flows.moved_to == moves.INACTIVE)
        clicked = chart(
            view,
            alluvial(view, sides(view, groups), bands(view, flows[~idle]), days),
            largest(view, flows, _("From where to where")),
            _("blue rose or came, orange slid, grey stayed; click a band or a group to list"),
            _alike(view) if by == "segment" else "",
            _("{n} without an order in either period are not drawn",
              n=lang.number(flows[idle].customers.sum())) if idle.any() else "",
            key=f"flows.{by}.{asked['since']}",
            select=True,
        )  # fmt: skip
    with right:
        _course(view, ask(view, movement.trend, by=by, scoring=asked["scoring"]), by)
    return chosen_moves(flows, clicked)


def _alike(view: View) -> str:
    """Which segments are as good as one another, by the best two: a move between them is level."""
    one, other = rfm.FAMILIES["core"]
    return view.text(
        "{one} and {other} count as equally good, as do all segments of one family",
        one=group_name(view, one), other=group_name(view, other),
    )  # fmt: skip


def _course(view: View, course: pd.DataFrame, by: str) -> None:
    """How many customers each group had at the month ends."""
    _, lang = view.text, view.lang
    table = course.pivot(index="day", columns="place", values="customers").fillna(0)
    table = table.reindex(columns=list(movement.GROUPS[by]), fill_value=0)
    ends = list(table.index)
    unfinished = bool(course.unfinished.iloc[-1])
    short = [lang.month(day, year=False) for day in ends]
    parts = [
        Part(group_name(view, code), view.palette.groups[code], table[code].tolist(), code)
        for code in table
    ]
    change = table.iloc[-1] - table.iloc[0]
    most = str(change.idxmax())
    title = _("Customers by month end")
    if len(table) > 1 and change.max() > 0:
        title = _(
            "{group} grew most: {n} more than at the end of {month}",
            group=group_name(view, most), n=lang.number(change.max()), month=lang.month(ends[0]),
        )  # fmt: skip
    drawing = stack(
        view, short, parts, write=lang.number, said=[lang.date(day) for day in ends],
        faint=unfinished, height=480,
    )  # fmt: skip
    note = _("customers of each group at month ends, each as known on that day")
    until = _(
        "{month} only up to {day}", month=lang.month(ends[-1]), day=lang.date(ends[-1], "day")
    )
    pinned = pins.put(view, drawing, pins.months(ends))
    chart(view, drawing, title, note, until if unfinished else "", pinned, key=f"course.{by}")


def _table(
    view: View,
    flows: pd.DataFrame,
    asked: dict[str, Any],
    choice: list[tuple[str, str]],
    days: tuple[str, str],
) -> None:
    """The moves as a table, or as a matrix; then who made those that are chosen."""
    _ = view.text
    shape = switch(view, "as", _("Table"), {"moves": N_("Moves"), "matrix": N_("Matrix")})
    if shape == "matrix":
        groups = (*movement.GROUPS[asked["by"]], moves.INACTIVE, moves.NOT_YET)
        matrix(view, flows, groups, key=f"matrix.{asked['by']}")
    else:
        choice = tell(view, flows, days, key=f"moves.{asked['by']}") or choice
    said = _("who made the chosen moves, most revenue first")
    words = in_words(view, choice, days[0])
    if not choice:
        slid = flows[flows.direction == "slid"]
        choice = list(zip(slid.moved_from, slid.moved_to, strict=True))
        words = _("Slid to a worse group since {day}", day=days[0])
        said = _("who slid, most revenue first; tick a move or click the picture for others")
    head_of(view, flows, choice, said, days)
    listed = ask(view, movement.customers, moves=tuple(choice), rows=LISTED, **asked)
    ticked = people(view, _with_month(view, listed, asked), key="moved", select=True)
    kept = {**asked, "since": asked["since"].isoformat(), "moves": choice}
    take_away(view, Rule.of(movement.customers, words, **kept), key="moved", ticked=ticked)


def _with_month(view: View, listed: pd.DataFrame, asked: dict[str, Any]) -> pd.DataFrame:
    """The list with the month in which each customer changed for the last time."""
    scoring, by = asked["scoring"], asked["by"]
    back = sum(day >= asked["since"] for day in movement.month_ends(view.ws, view.scope))
    changes = ask(
        view, movement.changes, by=by, scoring=scoring, months=max(back, 1),
        customer_ids=tuple(listed.customer_id),
    )  # fmt: skip
    months = changes.set_index("customer_id").changed_on
    listed.insert(5, "changed_on", listed.customer_id.map(months))
    return listed


def _defined(view: View) -> str:
    return view.text(
        "Every customer who ever bought is placed twice: on the earlier day, by the orders of the "
        "period that ended then, and on the later. **Not yet a customer**: no order by that day. "
        "**Inactive**: orders only before the period. **Rose** and **slid**: to a better or "
        "worse family of segments, type or tier; segments of one family count as equally good. "
        "**Revenue** is that of the period up to the day. The **date of a change** is the first "
        "month end, or last day of the data, that shows the group of now."
    )
