"""The picture of a customer's life: every order, every contact, every stage."""

import pandas as pd

from analytics import profile
from analytics.profile import Customer
from pages.parts.charts import pins
from pages.parts.charts.orders import Order, Span, orders
from pages.parts.charts.template import chart
from pages.parts.guard import View
from pages.parts.names import group_name


def every_order(
    view: View, who: Customer, bought: pd.DataFrame, met: pd.DataFrame, horizon: int
) -> None:
    """Draws it; a customer without orders and contacts has none."""
    _, lang = view.text, view.lang
    if bought.empty and met.empty:
        return
    rows = [
        Order(
            row.ordered_on, row.amount, bool(row.is_return),
            f"{lang.date(row.ordered_on)} · {row.order_key}: <b>{lang.money(row.amount)}</b>",
        )
        for row in bought.itertuples()
    ]  # fmt: skip
    colours = view.palette.states | {"lapsed": view.palette.worse}
    usual = view.in_usual_words
    spans = [
        Span(group_name(usual, part.stage), colours[part.stage], part.start, part.end)
        for part in profile.life(bought, who.as_of, horizon)
    ]
    contacts = [
        (row.happened_on, f"{lang.date(row.happened_on)} · {row.kind}") for row in met.itertuples()
    ]
    due = (who.due_from, who.due_to) if who.due_from and who.due_to else None
    notes = [
        _("height: money of an order"),
        _("orange: returned goods") if bought.is_return.any() else "",
    ]
    notes += [_("ticks below: contacts") if contacts else ""]
    notes += [_("band: when the next order is due") if due else ""]
    title = _("Every order: {n}", n=lang.number(who.orders))
    drawing = orders(view, rows, spans, contacts, who.as_of, due)
    known = [*bought.ordered_on, *met.happened_on, who.as_of]
    noted = pins.days(view, min(known), who.as_of)
    notes.append(pins.put(view, drawing, noted, [day.toordinal() for day, _last in noted]))
    chart(view, drawing, title, *notes, key=f"life.{who.customer_id}")
