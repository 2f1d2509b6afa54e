"""The customers behind the steps of the funnel: who reached one, who stopped before it."""

import pandas as pd

from analytics import funnel
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.funnel.choice import Choice
from pages.parts.guard import View
from pages.parts.people import people
from pages.parts.switch import pick
from pages.parts.take_away import take_away

LISTED = 200


def funnel_people(view: View, choice: Choice, steps: pd.DataFrame) -> None:
    """Pills for the groups that have customers; the list of the one chosen, to act on."""
    _ = view.text
    groups = {}
    for number, row in enumerate(steps.itertuples(), start=1):
        if number > 1 and row.lost > 0:
            groups[f"stopped.{number}"] = _("stopped before “{step}”", step=row.step)
        if row.customers:
            groups[f"reached.{number}"] = _("reached “{step}”", step=row.step)
    chosen = pick(view, "who", _("Who they are"), groups)
    if not chosen:
        return
    group, number = chosen.split(".")
    asked = {**choice.params(), "step": int(number), "stopped": group == "stopped"}
    found = ask(view, funnel.customers, **asked).head(LISTED)
    ticked = people(view, found, key=f"funnel.{chosen}", select=True)
    words = _("Funnel, {group}", group=groups[chosen])
    take_away(view, Rule.of(funnel.customers, words, **asked), key="funnel", ticked=ticked)
