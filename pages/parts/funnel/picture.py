"""The funnel drawn and in a table; a click on a bar or on a loss asks who they are."""

from typing import Any

import pandas as pd

from analytics import entries, funnel
from analytics.errors import N_
from analytics.funnel import Summary
from analytics.reports import funnel as told
from pages.parts import address
from pages.parts.charts.funnel import Step
from pages.parts.charts.funnel import funnel as funnel_chart
from pages.parts.charts.template import chart, room
from pages.parts.funnel.choice import Choice, stage_name
from pages.parts.funnel.course import funnel_course
from pages.parts.funnel.hints import followed, hints
from pages.parts.funnel.interval import ends_of, interval
from pages.parts.guard import View
from pages.parts.switch import switch
from pages.parts.tables import BAR, Column, table

PICTURES = {
    "steps": N_("Step by step"),
    "month": N_("By month of entry"),
    "week": N_("By week of entry"),
}


def picture(
    view: View, choice: Choice, found: Summary, steps: pd.DataFrame, before: pd.DataFrame | None
) -> None:
    """The funnel step by step; on request the conversion by the month or week of entry."""
    alone = len(steps) == 1  # nobody goes on: there is no rate that could rise or fall
    shown = "steps" if alone else switch(view, "as", view.text("Picture"), PICTURES)
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
    said = hints(view, choice, steps, before)
    rows = [
        Step(
            row.step, int(row.customers), row.conversion_rate, row.step_conversion_rate,
            None if row.value != row.value else row.value, row.optional,
            ghost and int(ghost.customers), ghost and ghost.step_conversion_rate,
            int(row.lost) if row.lost > 0 else 0, *((row.low, row.high) if place else (None, None)),
            interval=ends_of(lang, row.step_low, row.step_high), hints=said[place],
        )
        for place, (row, ghost) in enumerate(zip(steps.itertuples(), ghosts, strict=True))
    ]  # fmt: skip
    excluded = ", ".join(stage_name(view, stage) for stage in choice.exclude)
    chart(
        view,
        funnel_chart(view, rows, _("customers"), chosen="".join(address.asked("who")[-1:])),
        told.title(lang, choice.names),
        _("customers whose {days} days since {first} are over",
          days=lang.number(choice.within_days), first=choice.names[0]),
        _("pale orange: lost at this step") if (steps.lost > 0).any() else "",
        _("line under a bar: 95 % interval") if len(steps) > 1 else "",
        _("paler blue: optional; who passes it by goes on all the same")
        if steps.optional.any() else "",
        _("grey behind: {period}", period=view.period.before) if before is not None else "",
        lang.plural(
            "{n} customer left out who had {stages} on the way",
            "{n} customers left out who had {stages} on the way", found.left_out, stages=excluded,
        ) if excluded else "",
        _("click anything for the customers behind it"),
        key="funnel", picked=_keep,
    )  # fmt: skip


def _keep(points: list[Any]) -> None:
    """What was clicked goes into the address: the customers behind it are listed."""
    if chosen := next((point for point in points if point), None):
        group, place = chosen
        address.choose("who", f"{group}.{place + 1}")
        address.choose("look", "people", "people")


def steps_table(view: View, found: Summary, steps: pd.DataFrame) -> None:
    """The steps in figures."""
    _, lang = view.text, view.lang
    ranges = zip(steps.step_low, steps.step_high, followed(steps), strict=True)
    names = zip(steps.step, steps.optional, strict=True)
    called = [_("{step} (optional)", step=name) if skip else name for name, skip in names]
    shown = steps.assign(
        step=called,
        interval=[interval(lang, *ends) for ends in ranges],
        median_days=[lang.number(days, 1) for days in steps.median_days],
    )
    columns = {
        "step": Column(_("Step"), pinned=True, width=min(room(called, extra=24), 220)),
        "customers": Column(_("Customers"), "number"),
    }
    if len(steps) > 1:
        columns |= {
            "step_conversion_rate": Column(_("of the step before"), "bar", most=1, width=BAR),
            "interval": Column(_("95 % interval"), "said"),
            "conversion_rate": Column(_("of all at the first"), "percent"),
            "lost": Column(_("Stopped before it"), "number"),
        }
    if shown.still_open.any():
        columns["still_open"] = Column(_("Still open here"), "number")
    if len(steps) > 1:
        columns["median_days"] = Column(_("Median days"), "said")
    if shown.value.notna().any():
        columns["value"] = Column(_("Value"), "money")
    if found.immature:
        columns["immature"] = Column(_("Too recent"), "number")
    table(view, shown, columns, key="steps", rows=funnel.MOST_STEPS)
