"""The change of revenue in one sentence: by how much, and who moved it."""

from typing import Any

import pandas as pd

from analytics.errors import N_
from analytics.overview import Headline
from pages.parts.guard import View

GAINS = {
    "new": N_("{n} new customers ({money})"),
    "returned": N_("{n} customers who came back ({money})"),
    "grew": N_("customers who bought more ({money})"),
    "no_order": N_("customers without an order ({money})"),
    "no_customer": N_("sales without a customer's name ({money})"),
}
LOSSES = {
    "shrank": N_("{n} customers bought less ({money})"),
    "lost": N_("{n} customers who bought before did not come back ({money})"),
    "no_order": N_("returns by customers without an order cost {money}"),
    "no_customer": N_("sales without a customer's name fell ({money})"),
}


def change_in_words(view: View, found: Headline, figures: pd.Series) -> str:
    """The headline of the overview; without a comparison, what the period brought.

    figures  the value of each key figure, by its name
    """
    _, lang = view.text, view.lang
    values = {"revenue": lang.money(found.revenue), "period": view.period.name}
    if found.change is None:
        values["customers"] = lang.number(figures["active_customers"])
        values["orders"] = lang.number(figures["orders"])
        return _(
            "Revenue was {revenue} ({period}): {customers} customers placed {orders} orders.",
            **values,
        )
    gain = _part(view, found.gain, GAINS) or _("nothing that grew")
    loss = _part(view, found.loss, LOSSES) or _("nobody bought less")
    values |= {"change": lang.percent(abs(found.change)), "gain": gain, "loss": loss}
    if found.change >= 0:
        return _("Revenue rose {change} to {revenue}: mostly {gain}, while {loss}.", **values)
    return _("Revenue fell {change} to {revenue}: {loss}, against {gain}.", **values)


def _part(view: View, row: dict[str, Any] | None, words: dict[str, str]) -> str:
    """One part of the bridge with its customers and its money; nothing where there is none."""
    if row is None:
        return ""
    money, sentence = view.lang.money(row["change"], sign=True), words[row["part"]]
    return view.text(sentence, n=view.lang.number(row["customers"]), money=money)
