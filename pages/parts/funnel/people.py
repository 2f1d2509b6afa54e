"""The customers behind the steps of the funnel: who reached one, who stopped before it."""

import pandas as pd

from analytics import funnel
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.funnel.choice import Choice
from pages.parts.guard import View
from pages.parts.people import people
from pages.parts.switch import select
from pages.parts.take_away import take_away

LISTED = 200


def funnel_people(view: View, choice: Choice, steps: pd.DataFrame) -> None:
    """One group of customers, unless asked otherwise those lost where most are; to act on."""
    _ = view.text
    groups = _groups(view, steps)
    if not groups:
        return
    chosen = select(view, "who", _("Customers who"), groups)
    group, number = chosen.split(".")
    asked = {**choice.params(), "step": int(number), "stopped": group == "stopped"}
    found = ask(view, funnel.customers, **asked).head(LISTED)
    ticked = people(view, found, key=f"funnel.{chosen}", select=True)
    words = _("Funnel, {group}", group=groups[chosen])
    take_away(view, Rule.of(funnel.customers, words, **asked), key="funnel", ticked=ticked)


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
