"""The customers behind the steps of the funnel: who reached one, who stopped before it."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import funnel
from analytics.errors import N_
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import chart
from pages.parts.funnel.choice import Choice
from pages.parts.guard import View
from pages.parts.people import people
from pages.parts.switch import select
from pages.parts.take_away import take_away

LISTED = 200
MOST_EVENTS = 8
WIDE = 340  # pixels of a field that holds the name of a step
EVENT_NAMES = {"order": N_("order")}


def funnel_people(view: View, choice: Choice, steps: pd.DataFrame) -> None:
    """One group of customers, unless asked otherwise those lost where most are; to act on."""
    _ = view.text
    groups = _groups(view, steps)
    if not groups:
        return
    chosen = select(view, "who", _("Customers who"), groups, width=WIDE)
    group, number = chosen.split(".")
    asked = {"choice": choice, "step": int(number), "stopped": group == "stopped"}
    found = ask(view, funnel.customers, **asked).head(LISTED)
    listed = found.assign(
        next_event=[event_name(view, event) or None for event in found.next_event]
    )
    ticked = people(view, listed, key=f"funnel.{chosen}", select=True)
    words = _("Funnel, {group}", group=groups[chosen])
    take_away(view, Rule.of(funnel.customers, words, **asked), key="funnel", ticked=ticked)
    _next(view, asked, groups[chosen])


def event_name(view: View, event: str | None) -> str:
    """What came next in words: a stage or kind as the data name it, an order."""
    if not isinstance(event, str):
        return ""
    return view.text(EVENT_NAMES[event]) if event in EVENT_NAMES else event


def _next(view: View, asked: dict[str, Any], group: str) -> None:
    """What they did next, counted, on request."""
    _, lang = view.text, view.lang
    with st.expander(
        _("What they did next"), key="funnel.next", icon=":material/redo:", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        found = ask(view, funnel.next_events, **asked)
        rows = [
            Row(
                event_name(view, event.next_event) or _("nothing since"),
                event.customers,
                f"<b>{lang.number(event.customers)}</b>"
                + (
                    " · " + _("after {days} days", days=lang.number(event.median_days, 0))
                    if isinstance(event.next_event, str)
                    else ""
                ),
                view.palette.bar if isinstance(event.next_event, str) else view.palette.worse,
            )
            for event in found.head(MOST_EVENTS).itertuples()
        ]
        chart(
            view,
            bars(view, rows),
            _("What those did next who {group}", group=group),
            _("the first contact or order after the furthest step; customers, median of the days"),
            _("also after the days of the funnel are over"),
            key="funnel.next",
        )


def _groups(view: View, steps: pd.DataFrame) -> dict[str, str]:
    """Code of each group that has customers -> what it is called."""
    _ = view.text
    groups, found = {}, funnel.summary(steps)
    for number, row in enumerate(steps.itertuples(), start=1):
        if number > 1 and row.lost > 0:
            groups[f"stopped.{number}"] = _("stopped before “{step}”", step=row.step)
        if row.customers:
            groups[f"reached.{number}"] = _("reached “{step}”", step=row.step)
    worst = f"stopped.{found.worst + 1}" if found and found.worst is not None else ""
    return {code: groups[code] for code in sorted(groups, key=lambda code: code != worst)}
