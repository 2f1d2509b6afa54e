"""What the overview says: by how much revenue changed and who moved it; and its slide."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import pandas as pd

from analytics import overview
from analytics.errors import N_
from analytics.language import Language
from analytics.overview import Headline
from analytics.reports import course as courses
from analytics.reports.asked import Asked
from analytics.reports.frames import known, values
from analytics.reports.pack import Chart, Figure, Kind, Series, Slide
from analytics.reports.words import BRIDGE

FIGURES: dict[str, tuple[str, Kind]] = {
    "revenue": (N_("Revenue"), "money"),
    "margin": (N_("Margin"), "money"),
    "active_customers": (N_("Active customers"), "number"),
    "orders": (N_("Orders"), "number"),
    "new_customers": (N_("New customers"), "number"),
    "repeat_rate": (N_("Repeat rate"), "percent"),
    "average_order": (N_("Average order"), "money"),
}


def shown(figures: pd.DataFrame) -> dict[str, tuple[str, Kind]]:
    """The six figures that are shown: margin where costs are known, else the number of orders."""
    spared = "orders" if pd.notna(figures.value["margin"]) else "margin"
    return {name: FIGURES[name] for name in FIGURES if name != spared}


def definition(lang: Language) -> str:
    """What the figures of the overview mean."""
    return lang.text(
        "**Revenue** is the sum of all order lines of the period, returns taken off. An **active "
        "customer** has at least one order in it; a **new** one their first ever. An order over "
        "several days counts on its first, its money on the day of each line. **Repeat rate**: "
        "the share of active customers with two orders or more so far. **Average order**: money "
        "of named customers ÷ their orders. The bridge sorts every customer by what they did in "
        "both periods; its parts add up to the change exactly. So do **customers × orders × "
        "value**: each is given the mean of what it moves over the six orders in which the three "
        "can change (Shapley). **The forecast** is by the way of five that was best at past month "
        "ends, if it beat the same month of the year before by more than chance; its interval is "
        "as wide as four in five of its own errors were."
    )


def slide(asked: Asked) -> Slide | None:
    """The overview as a slide; None where nothing was sold in either period."""
    _, lang, scope, period = asked.text, asked.lang, asked.scope, asked.period
    figures = overview.figures(asked.ws, scope).set_index("figure")
    parts = overview.bridge(asked.ws, scope)
    if not (figures.value[["revenue", "orders"]].any() or parts.before.any()):
        return None
    found = overview.headline(figures, parts, scope.compare)
    against = "change" if scope.compare == "previous" else "change_year_before"
    course = overview.trend(asked.ws, scope)
    return Slide(
        code="overview",
        name=_("Overview"),
        question=_("Overview — what changed, and why?"),
        answer=answer(lang, found, figures.value, period.name),
        scope=asked.words,
        figures=tuple(
            Figure(
                f"overview.{name}", _(label), known(figures.value[name]), kind,
                known(figures[against][name]) if period.before else None,
                points=name in overview.RATES,
            )
            for name, (label, kind) in shown(figures).items()
        ),
        charts=tuple(_charts(asked, course, parts)),
        definition=definition(lang),
    )  # fmt: skip


def _charts(asked: Asked, course: pd.DataFrame, parts: pd.DataFrame) -> list[Chart]:
    """The course of revenue, and where its change came from."""
    _, lang, period = asked.text, asked.lang, asked.period
    found = []
    if len(course):
        lines = [Series(_("now"), values(course.revenue))]
        if period.before:
            lines = [Series(period.before, values(course.revenue_before), "ghost"), *lines]
        said = [
            _(courses.REVENUE[courses.unit(course)]),
            courses.unfinished(lang, course, asked.ws.facts.first_line_on),
        ]
        found.append(
            Chart(
                "line", _("Revenue, {period}", period=period.name),
                " · ".join(note for note in said if note),
                tuple(courses.names(lang, course)), tuple(lines),
            )
        )  # fmt: skip
    moved = parts[parts.change != 0]
    if period.before and len(moved):
        found.append(
            Chart(
                "change", _("Where the change came from"),
                _("revenue by what the same customers did in both periods"),
                tuple(_(BRIDGE[part]) for part in moved.part),
                (Series(_("change of revenue"), values(moved.change)),),
            )
        )  # fmt: skip
    return found


def answer(lang: Language, found: Headline, figures: pd.Series, period: str) -> str:
    """The headline of the overview; without a comparison, what the period brought.

    figures  the value of each key figure, by its name; period  what it is called
    """
    _ = lang.text
    values = {"revenue": lang.money(found.revenue), "period": period}
    if found.change is None:
        if not figures["orders"]:
            return _("Revenue was {revenue} ({period}), without an order of a customer.", **values)
        people, orders = int(figures["active_customers"]), int(figures["orders"])
        values["customers"] = lang.plural("{n} customer", "{n} customers", people)
        values["orders"] = lang.plural("{n} order", "{n} orders", orders)
        return _("Revenue was {revenue} ({period}): {customers} placed {orders}.", **values)
    gain = _part(lang, found.gain, _gain) or _("nothing that grew")
    loss = _part(lang, found.loss, _loss) or _("nobody bought less")
    values |= {"change": lang.percent(abs(found.change)), "gain": gain, "loss": loss}
    if found.change >= 0:
        return _("Revenue rose {change} to {revenue}: mostly {gain}, while {loss}.", **values)
    return _("Revenue fell {change} to {revenue}: {loss}, against {gain}.", **values)


def _part(
    lang: Language,
    row: dict[Hashable, Any] | None,
    words: Callable[[Language, int, str], dict[str, str]],
) -> str:
    """One part of the bridge with its customers and its money; nothing where there is none."""
    if row is None:
        return ""
    money = lang.money(row["change"], sign=True)
    return words(lang, row["customers"], money)[row["part"]]


def _gain(lang: Language, n: int, money: str) -> dict[str, str]:
    return {
        "new": lang.plural(
            "{n} new customer ({money})",
            "{n} new customers ({money})",
            n,
            money=money,
        ),
        "returned": lang.plural(
            "{n} customer who came back ({money})",
            "{n} customers who came back ({money})",
            n,
            money=money,
        ),
        "grew": lang.plural(
            "a customer who bought more ({money})",
            "customers who bought more ({money})",
            n,
            money=money,
        ),
        "no_order": lang.text("customers without an order ({money})", money=money),
        "no_customer": lang.text("sales without a customer's name ({money})", money=money),
    }


def _loss(lang: Language, n: int, money: str) -> dict[str, str]:
    return {
        "shrank": lang.plural(
            "{n} customer bought less ({money})",
            "{n} customers bought less ({money})",
            n,
            money=money,
        ),
        "lost": lang.plural(
            "{n} customer who bought before did not come back ({money})",
            "{n} customers who bought before did not come back ({money})",
            n,
            money=money,
        ),
        "no_order": lang.text("returns by customers without an order cost {money}", money=money),
        "no_customer": lang.text("sales without a customer's name fell ({money})", money=money),
    }
