"""What the retention page says of who is back."""

import pandas as pd

from analytics import retention
from pages.parts.figures import Figure
from pages.parts.guard import View


def back(view: View, found: retention.Headline, seconds: pd.DataFrame) -> Figure:
    """Who came back within the usual days, of the last year's or else of all customers followed."""
    _, lang = view.text, view.lang
    now = found.now if found.now.share is not None else retention.within(seconds)
    label = _("Back within {n} days", n=lang.number(retention.WITHIN))
    note = ""
    if now.share is not None and now.customers < 1000:
        note = _("{low} to {high}", low=lang.percent(now.low), high=lang.percent(now.high))
    return Figure(label, lang.percent(now.share), note=note)
