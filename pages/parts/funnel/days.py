"""How long customers wait between the steps, and where most of the waiting is."""

import pandas as pd
import streamlit as st

from analytics import waits
from pages.parts.ask import ask
from pages.parts.charts.template import chart
from pages.parts.charts.waits import waits as waits_chart
from pages.parts.funnel.choice import Choice
from pages.parts.funnel.wait import wait
from pages.parts.funnel.waiting import waiting
from pages.parts.guard import View
from pages.parts.words import plain


def funnel_days(view: View, choice: Choice, steps: pd.DataFrame) -> None:
    """Where the wait is, in a sentence; the waits before every step, each with its quartiles."""
    _ = view.text
    found = ask(view, waits.transitions, choice=choice)
    longest = waits.longest(found)
    if longest is None:
        st.caption(plain(_("Nobody went on: there is no wait to measure.")))
        return
    reach = waits.reach(found)
    spans = ask(view, waits.days, reach=reach, choice=choice)
    even = waits.spread(found)
    rows = [
        wait(view, row.step, row, spans[spans.number == row.number],
             stands_out=row.number == longest.number and not even)
        for row in found.itertuples()
    ]  # fmt: skip
    chart(
        view,
        waits_chart(view, rows, waits.ends(spans)),
        _said(view, choice, longest, even=even),
        _("days since the step taken before; small bars: customers"),
        _("thick: the middle half, ring: median"),
        _("at the right end all who waited longer"),
        key="funnel.days",
    )
    waiting(view, choice, found)


def _said(view: View, choice: Choice, longest: pd.Series, *, even: bool) -> str:
    """Where the wait is, in a sentence."""
    _, lang = view.text, view.lang
    values = {
        "days": lang.number(longest.median_days, 1), "step": longest.step,
        "low": lang.number(longest.lower_days, 0), "high": lang.number(longest.upper_days, 0),
        "first": choice.names[0], "last": choice.names[-1],
        "share": lang.percent(longest.wait_share, 0),
    }  # fmt: skip
    if even:
        return _(
            "The waiting is spread over the steps: none takes more than {share} of all days from "
            "{first} to {last}",
            **values,
        )
    if longest.wait_share == longest.wait_share:
        return _(
            "The wait is before {step}: {share} of all days from {first} to {last}; {days} days "
            "(median), for half of them {low} to {high}",
            **values,
        )
    return _(
        "The longest wait is before {step}: {days} days (median), for half of them {low} to {high}",
        **values,
    )
