"""Where people stop on the way from the first step to the last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope
from analytics.steps import ANCHORS as ANCHORS
from analytics.steps import MODES as MODES
from analytics.steps import MOST_STEPS as MOST_STEPS
from analytics.steps import ORDERS as ORDERS
from analytics.steps import Choice as Choice
from analytics.steps import Step as Step

if TYPE_CHECKING:
    from analytics.workspace import Workspace

FEW = 10  # customers of whom no rate says much
COLUMNS = (
    "step", "customers", "conversion_rate", "step_conversion_rate", "median_days", "lost",
    "step_low", "step_high", "low", "high", "median_days_from_first", "still_open", "value",
    "immature", "left_out", "optional",
)  # fmt: skip


def steps(
    ws: Workspace,
    scope: Scope | None = None,
    choice: Choice | None = None,
) -> pd.DataFrame:
    """How many customers get how far through the steps, counted from a first event in the period.

    One row per step; a customer counts up to the length of the longest chain of distinct events
    that match the steps, its last within the days of the choice (inclusive) of its first.
    "ordered": one after the other, anything between; "strict": no event of a third stage between
    two of them; "any": in any order. "first" follows the first entry only, "best" all of them.
    Entries whose window is not over by the end of as_of are immature and counted apart. An
    optional step counts those who took it before they went on; rates and losses pass it by.

    step                    name as given; without a choice the stages in their usual order; ORDERS
                            are a customer's first orders, each at the end of its day
    customers               reached the step; immature: those with immature entries only;
                            left_out: those excluded
    conversion_rate         of step 1; low, high: 95 % Wilson interval; null without customers
    step_conversion_rate    of the step before; step_low, step_high likewise
    median_days             from the step before; median_days_from_first: from step 1
    lost                    reached the step before and not this one; null at an optional step
    still_open              went no further and have not been won or lost since; null where no
                            stage says so
    value                   money of the events that reached the step; null where none has any

    Errors: DataError for what `Choice.params` refuses. Source: methods.md, funnel.
    """
    choice = choice or Choice(proposed(ws, scope))
    if not choice.steps:
        return pd.DataFrame(columns=list(COLUMNS))
    found = engine.run(ws, "funnel_steps", scope, **choice.params())
    table = found.set_index("step").reindex(range(1, len(choice.steps) + 1))
    for column in ("customers", "immature", "still_open", "left_out"):
        table[column] = table[column].fillna(0).astype("int64")
    if not found["closing_stages"].any():
        table["still_open"] = None
    table["step"] = choice.names
    table["optional"] = [step.optional for step in choice.steps]
    # the step before is the last that is not optional
    before = table["customers"].where(~table["optional"]).ffill().shift()
    entered = pd.Series(table["customers"].iloc[0], table.index)
    table["lost"] = (before - table["customers"]).where(~table["optional"])
    table["conversion_rate"] = table["customers"] / entered.where(entered > 0)
    table["step_conversion_rate"] = table["customers"] / before.where(before > 0)
    table[["low", "high"]] = rates.wilson(table["customers"], entered)
    table[["step_low", "step_high"]] = rates.wilson(table["customers"], before)
    return table[list(COLUMNS)].reset_index(drop=True)


def customers(
    ws: Workspace,
    scope: Scope | None,
    choice: Choice,
    step: int = 1,
    stopped: bool = False,
) -> pd.DataFrame:
    """Who reached a step of `steps`, or stopped on the way to it; the immature left out.

    One row per customer, most value first. step: the step meant, 1 is the first; stopped: those
    who reached the one before it and no further; steps that are optional are passed by
    customer_id name region
    step          the furthest step reached; reached_on its day, waiting_days since then
    step_value    money of the event that reached it, null where none is known
    next_event    what they did next: the stage or kind of a contact, "order", or null where
                  nothing; next_days days from the furthest step to it
    Errors and source as in `steps`.
    """
    group = _group(ws, choice, step, stopped)
    found = engine.run(ws, "funnel_customers", scope, **choice.params(), **group)
    found["step"] = [choice.names[number - 1] for number in found["step"]]
    return found


def next_events(
    ws: Workspace,
    scope: Scope | None,
    choice: Choice,
    step: int = 1,
    stopped: bool = False,
) -> pd.DataFrame:
    """What the customers behind a step did next after the furthest step they reached.

    One row per kind of event, most customers first: next_event as in `customers`, null for
    nothing since; customers; median_days from the furthest step to it. Counted by as_of, also
    after the funnel's days are over. Parameters, errors and source as in `customers`.
    """
    group = _group(ws, choice, step, stopped)
    return engine.run(ws, "funnel_next_events", scope, **choice.params(), **group)


def _group(ws: Workspace, choice: Choice, step: int, stopped: bool) -> dict[str, Any]:
    """Which furthest steps make the group; an optional one must have been taken to be reached."""
    group: dict[str, Any] = {"bought": True} if ws.facts.lines else {}
    if not stopped:
        taken = step if choice.steps[step - 1].optional else 0
        return group | {"least": step, "most": MOST_STEPS, "taken": taken}
    return group | {"least": choice.before(step), "most": step - 1, "taken": 0}


def earlier(scope: Scope) -> Scope | None:
    """The period a resolved scope compares with, its entries followed for just as long after.

    Without that, the entries of a past period would all be mature and those before it not.
    """
    before = scope.comparison()
    if before is None or before.end is None or scope.as_of is None or scope.end is None:
        return None
    return replace(before, as_of=before.end + (scope.as_of - scope.end))


def proposed(ws: Workspace, scope: Scope | None = None) -> list[str]:
    """The stages from first to won, in their usual order: a first idea of the steps.

    Without the stages of losing; of more than twelve, those with most customers. Where there is
    no contact at all, a customer's first orders.
    """
    if not ws.facts.contacts:
        return list(ORDERS) if ws.facts.lines else []
    found = stages(ws, scope)
    return found.loc[found["proposed"], "stage"].tolist()


def stages(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """The stages customers have been in, in their usual order.

    One row per stage, or per kind of contact where no contact of the whole file has a stage:
    stage, customers, median_days from a customer's first stage to this one, outcome "won",
    "lost" or null by its name, proposed (whether a step unless others are asked for). Known
    names keep their usual order, others come where their median time puts them.
    """
    found = engine.run(ws, "funnel_stages", scope)
    steps = found.loc[found["outcome"] != "lost", "customers"]
    return found.assign(proposed=found.index.isin(steps.nlargest(MOST_STEPS).index))


def rows(ws: Workspace, scope: Scope | None, choice: Choice) -> pd.Series:
    """Which contacts a funnel rests on.

    contacts by as_of under the filters, without_customer of them, events of the steps, and the
    customers these belong to.
    """
    stages = [stage for step in choice.steps for stage in step.made_of]
    asked: dict[str, Any] = {"stages": stages}
    if set(stages) & set(ORDERS):
        asked["orders"] = True
    return engine.run(ws, "funnel_rows", scope, **asked).iloc[0]


@dataclass(frozen=True)
class Summary:
    """A funnel in one line; rates and days are null where nobody entered or arrived.

    entered, completed  customers at the first and the last step; rate is their ratio
    median_days         from the first step to the last
    immature            customers whose window is not over yet
    worst               position of the step on the way to which most are lost, null if none is;
                        worst_lost of worst_of, worst_share their ratio
    left_out            customers to whom something excluded happened
    """

    entered: int
    completed: int
    rate: float | None
    low: float | None
    high: float | None
    median_days: float | None
    immature: int
    worst: int | None
    worst_lost: int = 0
    worst_of: int = 0
    worst_share: float | None = None
    left_out: int = 0

    @property
    def early(self) -> bool:
        """Whether those who can be judged are few, and fewer than those who are too recent."""
        return 0 < self.entered < min(FEW, self.immature)

    def changes(self, before: Summary) -> dict[str, float | None]:
        """Relative change of each figure from an earlier period; null from nothing."""
        names = ("entered", "completed", "rate", "median_days")
        pairs = {name: (getattr(self, name), getattr(before, name)) for name in names}
        return {
            name: now / then - 1 if then and now is not None else None
            for name, (now, then) in pairs.items()
        }


def summary(table: pd.DataFrame) -> Summary | None:
    """The funnel that `steps` gave in one line; None where there is no step."""
    if table.empty:
        return None
    first, last = table.iloc[0], table.iloc[-1]
    found = Summary(
        entered=int(first["customers"]),
        completed=int(last["customers"]),
        rate=_known(last["conversion_rate"]),
        low=_known(last["low"]),
        high=_known(last["high"]),
        median_days=_known(last["median_days_from_first"]),
        immature=int(first["immature"]),
        worst=None,
        left_out=int(first["left_out"]),
    )
    if not (table["lost"] > 0).any():
        return found
    worst = int(table["lost"].fillna(0).argmax())
    lost = int(table["lost"].iloc[worst])
    of = lost + int(table["customers"].iloc[worst])
    return replace(found, worst=worst, worst_lost=lost, worst_of=of, worst_share=lost / of)


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
