"""How long customers wait between the steps, and where most of the waiting is."""

import pandas as pd
import streamlit as st

from analytics import waits
from pages.parts.ask import ask
from pages.parts.charts.template import chart
from pages.parts.charts.waits import Span, Wait
from pages.parts.charts.waits import waits as waits_chart
from pages.parts.funnel.choice import Choice
from pages.parts.guard import View
from pages.parts.words import plain


def funnel_days(view: View, choice: Choice, steps: pd.DataFrame) -> None:
    """Where the wait is, in a sentence; the waits before every step, each with its quartiles."""
    _, lang = view.text, view.lang
    found = ask(view, waits.transitions, **choice.params())
    longest = waits.longest(found)
    if longest is None:
        st.caption(plain(_("Nobody went on: there is no wait to measure.")))
        return
    reach = waits.reach(found)
    spans = ask(view, waits.days, reach=reach, **choice.params())
    rows = []
    for row in found.itertuples():
        mine = spans[spans.number == row.number]
        ends = mine.to_days.astype(object).where(mine.to_days.notna(), None)
        rows.append(
            Wait(
                row.step, row.lower_days, row.median_days, row.upper_days,
                [Span(*span) for span in zip(mine.from_days, ends, mine.customers, strict=True)],
                _("{days} days ({low}–{high})", days=lang.number(row.median_days, 1),
                  low=lang.number(row.lower_days, 0), high=lang.number(row.upper_days, 0)),
                row.number == longest.number and not waits.spread(found),
            )
        )  # fmt: skip
    chart(
        view,
        waits_chart(view, rows, waits.ends(spans)),
        _said(view, choice, longest, even=waits.spread(found)),
        _("days since the step taken before; small bars: customers"),
        _("thick: the middle half, ring: median; at the right end all who waited longer"),
        key="funnel.days",
    )


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
