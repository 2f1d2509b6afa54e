"""The change of revenue in one sentence: by how much, and who moved it."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from analytics.language import Language
from analytics.overview import Headline
from pages.parts.guard import View


def change_in_words(view: View, found: Headline, figures: pd.Series) -> str:
    """The headline of the overview; without a comparison, what the period brought.

    figures  the value of each key figure, by its name
    """
    _, lang = view.text, view.lang
    values = {"revenue": lang.money(found.revenue), "period": view.period.name}
    if found.change is None:
        if not figures["orders"]:
            return _("Revenue was {revenue} ({period}), without an order of a customer.", **values)
        people, orders = int(figures["active_customers"]), int(figures["orders"])
        values["customers"] = lang.plural("{n} customer", "{n} customers", people)
        values["orders"] = lang.plural("{n} order", "{n} orders", orders)
        return _("Revenue was {revenue} ({period}): {customers} placed {orders}.", **values)
    gain = _part(view, found.gain, _gain) or _("nothing that grew")
    loss = _part(view, found.loss, _loss) or _("nobody bought less")
    values |= {"change": lang.percent(abs(found.change)), "gain": gain, "loss": loss}
    if found.change >= 0:
        return _("Revenue rose {change} to {revenue}: mostly {gain}, while {loss}.", **values)
    return _("Revenue fell {change} to {revenue}: {loss}, against {gain}.", **values)


def _part(
    view: View, row: dict[str, Any] | None, words: Callable[[Language, int, str], dict[str, str]]
) -> str:
    """One part of the bridge with its customers and its money; nothing where there is none."""
    if row is None:
        return ""
    money = view.lang.money(row["change"], sign=True)
    return words(view.lang, row["customers"], money)[row["part"]]


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
