"""What the retention page says: its answer, its doubts, how many are back."""

from datetime import date

import pandas as pd

from analytics import retention
from pages.parts.figures import Figure
from pages.parts.guard import View


def answer(view: View, found: retention.Headline, seconds: pd.DataFrame) -> str:
    """How many new customers order again, and whether that gets better or worse."""
    _, lang = view.text, view.lang
    now = found.now if found.now.share is not None else retention.within(seconds)
    if now.share is None:
        return _(
            "Nobody could be followed for {days} days after the first order yet.",
            days=lang.number(retention.WITHIN),
        )
    values = {"share": lang.percent(now.share), "days": lang.number(retention.WITHIN)}
    first = _("{share} of new customers order again within {days} days", **values)
    before = lang.percent(found.before.share)
    if found.now.share is None or found.verdict == "unknown":
        second = _("there is no year before to compare with")
    elif found.verdict == "better":
        second = _("clearly more than the {before} of the year before", before=before)
    elif found.verdict == "worse":
        second = _("clearly fewer than the {before} of the year before", before=before)
    else:
        second = _("no clear difference from the {before} of the year before", before=before)
    return _("{first}; {second}.", first=first, second=second)


def doubt(view: View, cells: pd.DataFrame) -> str:
    """That customers first seen as the data begin may have bought before."""
    _, lang = view.text, view.lang
    seen = retention.seen_from(view.ws)
    if seen is None or cells.empty or cells.cohort.min() >= seen:
        return ""
    first: date = view.ws.facts.first_order_on
    return _(
        "The data begin on {day}: customers first seen in the months right after may have bought "
        "before, and come back more often than new ones.",
        day=lang.date(first),
    )


def back(view: View, found: retention.Headline, seconds: pd.DataFrame) -> Figure:
    """Who came back within the usual days, of the last year's or else of all customers followed."""
    _, lang = view.text, view.lang
    now = found.now if found.now.share is not None else retention.within(seconds)
    label = _("Back within {n} days", n=lang.number(retention.WITHIN))
    note = ""
    if now.share is not None and now.customers < 1000:
        note = _("{low} to {high}", low=lang.percent(now.low), high=lang.percent(now.high))
    return Figure(label, lang.percent(now.share), note=note)
