"""Moves between groups, the same on every page: as bands, as a table, as a matrix."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pages.parts.charts.alluvial import Flow, Group
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.names import group_name
from pages.parts.tables import Column, table

SHOWN = 60  # moves in the table; the smallest are in the download


def sides(view: View, groups: Sequence[str]) -> tuple[list[Group], list[Group]]:
    """The groups of both days, in their order and colours."""
    side = [Group(code, group_name(view, code), view.palette.groups[code]) for code in groups]
    return side, side


def bands(view: View, flows: pd.DataFrame) -> list[Flow]:
    """What the picture of the moves draws."""
    lang = view.lang
    return [
        Flow(
            row.moved_from,
            row.moved_to,
            int(row.customers),
            lang.text(
                "{before} → {after}: <b>{n}</b> ({share}), {money}",
                before=group_name(view, row.moved_from), after=group_name(view, row.moved_to),
                n=lang.number(row.customers), share=lang.percent(row.customer_share),
                money=lang.money(row.revenue),
            ),
            row.direction,
        )
        for row in flows.itertuples()
    ]  # fmt: skip


def chosen_moves(flows: pd.DataFrame, clicked: Sequence[Any]) -> list[tuple[str, str]]:
    """The moves behind what was clicked: a band is one, a group all that begin or end in it."""
    pairs = list(zip(flows.moved_from, flows.moved_to, strict=True))
    return [
        pair
        for pair in pairs
        if any(before in ("", pair[0]) and after in ("", pair[1]) for before, after in clicked)
    ]


def largest(view: View, flows: pd.DataFrame, otherwise: str) -> str:
    """The largest slide in words, or, where nobody slid, the other words."""
    slid = flows[flows.direction == "slid"]
    if slid.empty:
        return otherwise
    row = slid.loc[slid.customers.idxmax()]
    return view.lang.plural(
        "The largest slide: {n} customer from {before} to {after}",
        "The largest slide: {n} customers from {before} to {after}",
        int(row.customers),
        before=group_name(view, row.moved_from), after=group_name(view, row.moved_to),
    )  # fmt: skip


def tell(
    view: View, flows: pd.DataFrame, days: tuple[str, str], *, key: str, then: bool = True
) -> list[tuple[str, str]]:
    """The moves of customers who did not stay, most customers first; returns the ticked ones.

    then  whether the revenue up to the earlier day is shown beside that up to the later
    """
    _, lang = view.text, view.lang
    moved = flows[flows.direction != "stayed"]
    moved = moved.sort_values(
        ["customers", "moved_from", "moved_to"], ascending=[False, True, True]
    )
    shown = moved.head(SHOWN).assign(
        before=lambda rows: rows.revenue_then.map(lang.money),
        now=lambda rows: rows.revenue.map(lang.money),
    )
    columns = {
        "moved_from": Column(_("From"), "group"),
        "moved_to": Column(_("To"), "group"),
        "customers": Column(_("Customers"), "number"),
        "customer_share": Column(_("of all"), "percent"),
        "before": Column(_("Revenue up to {day}", day=days[0]), "said"),
        "now": Column(_("Revenue up to {day}", day=days[1]), "said"),
    }
    if not then:
        del columns["before"]
    ticked = table(view, shown, columns, key=key, rows=8, select=True)
    return list(zip(ticked.moved_from, ticked.moved_to, strict=True))


def head_of(
    view: View,
    flows: pd.DataFrame,
    moves: Sequence[tuple[str, str]],
    said: str,
    days: tuple[str, str],
) -> None:
    """The title of a list of who made the moves: how many, what they brought, up to which days."""
    pairs = zip(flows.moved_from, flows.moved_to, strict=True)
    some = flows[[pair in moves for pair in pairs]]
    title = view.lang.plural(
        "{n} customer, {money}", "{n} customers, {money}", int(some.customers.sum()),
        money=view.lang.money(some.revenue.sum()),
    )  # fmt: skip
    period = view.text(
        "revenue of the periods up to {before} and up to {after}", before=days[0], after=days[1]
    )
    head(title, said, period)


def in_words(view: View, moves: Sequence[tuple[str, str]], day: str) -> str:
    """The chosen moves as the rule of a list: the first three by name."""
    _ = view.text
    named = [
        _("{before} → {after}", before=group_name(view, before), after=group_name(view, after))
        for before, after in moves[:3]
    ]
    if len(moves) > 3:
        named.append(_("{n} further moves", n=view.lang.number(len(moves) - 3)))
    return _("{moves}, since {day}", moves=_("; ").join(named), day=day)


def matrix(view: View, flows: pd.DataFrame, groups: Sequence[str], *, key: str) -> None:
    """From down, to across: how many customers, with the sums of both days."""
    _ = view.text
    cells = flows.pivot_table(
        index="moved_from", columns="moved_to", values="customers", fill_value=0, aggfunc="sum"
    )
    rows = [code for code in groups if code in cells.index]
    columns = [code for code in groups if code in cells.columns]
    cells = cells.loc[rows, columns].astype("int64")
    cells["sum"] = cells.sum(axis=1)
    cells.loc["sum"] = cells.sum()
    names = [group_name(view, code) for code in rows] + [_("All")]
    shown = cells.reset_index(drop=True)
    shown.insert(0, "from", names)
    heads = {"from": Column(_("From ↓ to →"), pinned=True)}
    heads |= {code: Column(group_name(view, code), "number") for code in columns}
    table(view, shown, heads | {"sum": Column(_("All"), "number")}, key=key, rows=len(shown))
