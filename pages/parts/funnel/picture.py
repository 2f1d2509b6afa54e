"""The funnel drawn and in a table; a click on a bar or on a loss asks who they are."""

from typing import Any

import pandas as pd

from analytics import entries, funnel
from analytics.errors import N_
from analytics.funnel import Summary
from pages.parts import address
from pages.parts.charts.funnel import Step
from pages.parts.charts.funnel import funnel as funnel_chart
from pages.parts.charts.template import chart
from pages.parts.funnel.choice import Choice
from pages.parts.funnel.course import funnel_course
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.switch import switch
from pages.parts.tables import Column, table

PICTURES = {
    "steps": N_("Step by step"),
    "month": N_("By month of entry"),
    "week": N_("By week of entry"),
}


def picture(
    view: View, choice: Choice, found: Summary, steps: pd.DataFrame, before: pd.DataFrame | None
) -> None:
    """The funnel step by step; on request the conversion by the month or week of entry."""
    shown = switch(view, "as", view.text("Picture"), PICTURES)
    if shown in entries.GRAINS:
        funnel_course(view, choice, steps, shown)
    else:
        _bars(view, choice, found, steps, before)


def _bars(
    view: View, choice: Choice, found: Summary, steps: pd.DataFrame, before: pd.DataFrame | None
) -> None:
    """The bars of the steps, with what has to be known to read them; the period before behind."""
    _, lang = view.text, view.lang
    ghosts: list[Any] = [None] * len(steps) if before is None else list(before.itertuples())
    rows = [
        Step(
            row.step, int(row.customers), row.conversion_rate, row.step_conversion_rate,
            None if row.value != row.value else row.value, row.optional,
            ghost and int(ghost.customers), ghost and ghost.step_conversion_rate,
        )
        for row, ghost in zip(steps.itertuples(), ghosts, strict=True)
    ]  # fmt: skip
    chart(
        view,
        funnel_chart(view, rows, _("customers"), chosen="".join(address.asked("who")[-1:])),
        _("From {first} to {last}", first=choice.names[0], last=choice.names[-1]),
        _(
            "customers whose {days} days since {first} are over; pale: lost at this step",
            days=lang.number(choice.within_days), first=choice.names[0],
        ),
        _("grey behind: {period}", period=view.period.before) if before is not None else "",
        lang.plural(
            "{n} customer left out for what happened on the way",
            "{n} customers left out for what happened on the way", found.left_out,
        ) if found.left_out else "",
        _("click a bar or a loss for the customers"),
        key="funnel", picked=_keep,
    )  # fmt: skip


def _keep(points: list[Any]) -> None:
    """What was clicked goes into the address: the customers behind it are listed."""
    if points:
        ((group, place), *_more) = points
        address.choose("who", f"{group}.{place + 1}")
        address.choose("look", "people", "people")


def steps_table(view: View, found: Summary, steps: pd.DataFrame) -> None:
    """The steps in figures."""
    _, lang = view.text, view.lang
    entered = steps.customers.where(~steps.optional).ffill().shift()
    ranges = zip(steps.step_low, steps.step_high, entered, strict=True)
    shown = steps.assign(
        interval=[interval(lang, *ends) for ends in ranges],
        median_days=[lang.number(days, 1) for days in steps.median_days],
    )
    columns = {
        "step": Column(_("Step"), pinned=True),
        "customers": Column(_("Customers"), "number"),
        "step_conversion_rate": Column(_("of the step before"), "bar", most=1),
        "interval": Column(_("95 % interval"), "said"),
        "conversion_rate": Column(_("of all at the first"), "percent"),
        "lost": Column(_("Stopped before it"), "number"),
    }
    if shown.still_open.any():
        columns["still_open"] = Column(_("Still open here"), "number")
    columns["median_days"] = Column(_("Median days"), "said")
    if shown.value.notna().any():
        columns["value"] = Column(_("Value"), "money")
    if found.immature:
        columns["immature"] = Column(_("Too recent"), "number")
    table(view, shown, columns, key="steps", rows=funnel.MOST_STEPS)
