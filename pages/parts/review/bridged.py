"""From the revenue before to the revenue now: by what customers did, or by how much they bought."""

import pandas as pd

from analytics import contribution, overview
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.bridge import Step, bridge
from pages.parts.charts.template import chart, head
from pages.parts.charts.trend import HEIGHT
from pages.parts.guard import View
from pages.parts.names import BRIDGE
from pages.parts.people import people
from pages.parts.switch import switch
from pages.parts.take_away import take_away

WAYS = {"customers": N_("By customers"), "factors": N_("Customers × orders × value")}
FACTORS = {
    "customers": N_("Active customers"),
    "orders": N_("Orders per customer"),
    "order_value": N_("Average order"),
    "no_customer": N_("No name"),
}


def draw(view: View, figures: pd.DataFrame, parts: pd.DataFrame) -> str:
    """The bridge, one way or the other; returns the part whose bar was clicked, or ""."""
    _ = view.text
    way = switch(view, "bridge", _("The bridge"), WAYS)
    if way == "factors":
        rows = contribution.split(figures.reset_index(), parts, view.scope.compare)
        chart(
            view,
            bridge(view, _between(view, parts, _factors(view, rows)), height=HEIGHT),
            _most(view, rows),
            _("revenue; what each moved, as the mean over the orders in which they may change"),
            key="bridge.factors",
        )
        return ""
    clicked = chart(
        view,
        bridge(view, _between(view, parts, _parts(view, parts)), height=HEIGHT),
        _("Where the change came from"),
        _("revenue by what the same customers did in both periods"),
        _("a click on a bar shows who"),
        key="bridge",
        select=True,
    )
    return str(clicked[0][0]) if clicked else ""


def who(view: View, parts: pd.DataFrame, part: str) -> None:
    """The customers of the part that was clicked, to look at and to take away."""
    row = parts.set_index("part").loc[part]
    if part == "no_customer" or not row.customers:
        return
    _, lang = view.text, view.lang
    found = ask(view, overview.bridge_customers, part=part)
    title = lang.plural(
        "{part}: {n} customer, {money}", "{part}: {n} customers, {money}", int(row.customers),
        part=_(BRIDGE[part]), money=lang.money(row.change, sign=True),
    )  # fmt: skip
    shown = ""
    if len(found) < row.customers:
        shown = _("the first {n} are shown, a list has all", n=lang.number(len(found)))
    head(title, _("largest change first"), shown)
    ticked = people(view, found, key=f"bridge.who.{part}", select=True)
    words = _("Revenue bridge: {part}", part=_(BRIDGE[part]))
    rule = Rule.of(overview.bridge_customers, words, part=part)
    take_away(view, rule, key=f"bridge.{part}", ticked=ticked)


def _between(view: View, parts: pd.DataFrame, steps: list[Step]) -> list[Step]:
    first = Step(view.text("Before"), parts.before.sum(), total=True)
    return [first, *steps, Step(view.text("Now"), parts.now.sum(), total=True)]


def _parts(view: View, parts: pd.DataFrame) -> list[Step]:
    """What did not move is left out."""
    return [
        Step(view.text(BRIDGE[row.part]), row.change, row.customers or None, id=row.part)
        for row in parts.itertuples()
        if row.change
    ]


def _factors(view: View, rows: pd.DataFrame) -> list[Step]:
    lang = view.lang
    write = {
        "customers": lang.number,
        "orders": lambda value: lang.number(value, 2),
        "order_value": lang.money,
        "no_customer": lang.money,
    }
    return [
        Step(
            view.text(FACTORS[row.factor]), row.change,
            note=f"{write[row.factor](row.before)} → {write[row.factor](row.now)}",
        )
        for row in rows.itertuples()
        if row.factor != "no_customer" or row.change
    ]  # fmt: skip


def _most(view: View, rows: pd.DataFrame) -> str:
    """Which of the factors moved most."""
    row = rows.loc[rows.change.abs().idxmax()]
    money = view.lang.money(row.change, sign=True)
    return {
        "customers": view.text("Mostly the number of customers ({money})", money=money),
        "orders": view.text("Mostly how often each ordered ({money})", money=money),
        "order_value": view.text("Mostly the size of orders ({money})", money=money),
        "no_customer": view.text("Mostly sales without a name ({money})", money=money),
    }[row.factor]
