"""What a profile says first."""

from analytics.profile import Customer
from pages.parts.guard import View


def question(view: View, who: Customer) -> str:
    """Who it is: name or number, type and region."""
    _, lang = view.text, view.lang
    parts = [part for part in (who.name and who.customer_id, who.type, who.region) if part]
    told = _("One customer — {name}", name=who.name or who.customer_id)
    if known := view.ws.facts.as_of != who.as_of:
        parts.append(_("as of {day}", day=lang.date(who.as_of)))
    return " · ".join([told, *parts]) if parts or known else told


def answer(view: View, who: Customer) -> str:
    """How often they bought, what they brought, and whether they are silent for too long."""
    _, lang = view.text, view.lang
    name = _in_sentence(view, who.name or who.customer_id)
    values = {"name": name, "money": lang.money(who.revenue)}
    if who.days_since_order is None:
        return _("{name} has not ordered yet.", name=name)
    silent = lang.plural(
        "the last order is {n} day ago", "the last order is {n} days ago", who.days_since_order
    )
    if who.usual_gap_days is None:
        first = lang.plural(
            "{name} ordered {n} time and brought {money}",
            "{name} ordered {n} times, on one day, and brought {money}",
            who.orders, **values,
        )  # fmt: skip
        return _("{first}; {second}.", first=first, second=silent)
    gap = lang.plural(
        "{name} buys about every {n} day and brought {money}",
        "{name} buys about every {n} days and brought {money}",
        round(who.usual_gap_days), **values,
    )  # fmt: skip
    if who.overdue_ratio is not None and who.overdue_ratio > 1.5:
        times = lang.number(who.overdue_ratio, 1)
        silent = _("{silent}, {times} times the usual gap", silent=silent, times=times)
    return _("{first}; {second}.", first=gap, second=silent)


def _in_sentence(view: View, name: str) -> str:
    """A name as a Chinese sentence begins with it: Latin letters stand apart by a space."""
    return f"{name} " if view.lang.code == "zh_CN" and name[-1:].isascii() else name
