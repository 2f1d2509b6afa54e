"""Where people stop on the way from the first step to the last, and how the deals stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from analytics import engine, rates
from analytics.errors import N_, DataError
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Mode = Literal["ordered", "strict", "any"]
Anchor = Literal["best", "first"]

MODES: tuple[Mode, ...] = ("ordered", "strict", "any")
ANCHORS: tuple[Anchor, ...] = ("best", "first")
MOST_STEPS = 12
COLUMNS = (
    "step", "customers", "conversion_rate", "step_conversion_rate", "median_days", "lost",
    "step_low", "step_high", "low", "high", "median_days_from_first", "still_open", "value",
    "immature",
)  # fmt: skip


def steps(
    ws: Workspace,
    scope: Scope | None = None,
    steps: Sequence[str] | None = None,
    within_days: int = 30,
    mode: Mode = "ordered",
    anchor: Anchor = "best",
) -> pd.DataFrame:
    """How many customers get how far through the steps, counted from a first event in the period.

    One row per step; a customer counts up to the length of the longest chain of distinct events
    that match the steps, its last within `within_days` (inclusive) of its first. "ordered": one
    after the other, anything between; "strict": no event of a third stage between two of them;
    "any": in any order. "first" follows the first entry only, "best" all of them. Entries whose
    window is not over by the end of as_of are immature and counted apart.

    step                    name as given; None proposes the stages in their usual order
    customers               reached the step; immature: those with immature entries only
    conversion_rate         of step 1; low, high: 95 % Wilson interval; null without customers
    step_conversion_rate    of the step before; step_low, step_high likewise
    median_days             from the step before; median_days_from_first: from step 1
    lost                    reached the step before and not this one
    still_open              went no further and have not been won or lost since; null where no
                            stage says so
    value                   money of the events that reached the step; null where none has any

    Errors: DataError for more than 12 steps, an unknown mode or anchor, a negative window.
    Source: methods.md, funnel.
    """
    names = proposed(ws, scope) if steps is None else list(steps)
    if not names:
        return pd.DataFrame(columns=list(COLUMNS))
    found = engine.run(ws, "funnel_steps", scope, **params(names, within_days, mode, anchor))
    table = found.set_index("step").reindex(range(1, len(names) + 1))
    for column in ("customers", "immature", "still_open"):
        table[column] = table[column].fillna(0).astype("int64")
    if not found["closing_stages"].any():
        table["still_open"] = None
    before = table["customers"].shift()
    entered = pd.Series(table["customers"].iloc[0], table.index)
    table["step"] = names
    table["lost"] = before - table["customers"]
    table["conversion_rate"] = table["customers"] / entered.where(entered > 0)
    table["step_conversion_rate"] = table["customers"] / before.where(before > 0)
    table[["low", "high"]] = rates.wilson(table["customers"], entered)
    table[["step_low", "step_high"]] = rates.wilson(table["customers"], before)
    return table[list(COLUMNS)].reset_index(drop=True)


def customers(
    ws: Workspace,
    scope: Scope | None = None,
    steps: Sequence[str] = (),
    step: int = 1,
    stopped: bool = False,
    within_days: int = 30,
    mode: Mode = "ordered",
    anchor: Anchor = "best",
) -> pd.DataFrame:
    """Who reached a step of `steps`, or stopped on the way to it; the immature left out.

    One row per customer, most value first. step: the step meant, 1 is the first; stopped: those
    who reached the one before it and no further
    customer_id name region
    step          the furthest step reached; reached_on its day, waiting_days since then
    step_value    money of the event that reached it, null where none is known
    Errors and source as in `steps`.
    """
    ends = {"least": step - 1, "most": step - 1} if stopped else {"least": step, "most": MOST_STEPS}
    asked = params(list(steps), within_days, mode, anchor)
    found = engine.run(ws, "funnel_customers", scope, **asked, **ends)
    found["step"] = [steps[number - 1] for number in found["step"]]
    return found


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

    Without the stages of losing; of more than twelve, those with most customers.
    """
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


def deals(ws: Workspace, scope: Scope | None = None) -> pd.Series:
    """How the deals opened in the period stand at the end of as_of; a deal is one opportunity.

    deals won lost still_open   counts; a deal closed later than as_of is still open
    win_rate                    won / (won + lost), null without either; low, high: its 95 %
                                Wilson interval
    mean_won_days               from opening to closing of the won; median_won_days likewise
    median_open_days            from opening to as_of of the open; open_older: how many of them
                                are open longer than median_won_days, null without it
    won_value open_value        money; what a deal closed after as_of was worth on that day is
                                not known: open_unvalued counts the open without a known value
    undated                     deals without an opening date; in a period, which has a start,
                                none of the other figures holds them

    Source: methods.md, deals.
    """
    found = engine.run(ws, "funnel_deals", scope)
    found[["low", "high"]] = rates.wilson(found["won"], found["won"] + found["lost"])
    return found.iloc[0]


def deal_stages(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """Where the deals opened in the period are: one row per current stage, usual order first.

    stage ("" = not given), outcome "won", "lost" or null, closed_later (closed after as_of: the
    stage on that day is not known), deals (count), value (money, null where none is known).
    """
    return engine.run(ws, "funnel_deal_stages", scope)


def rows(ws: Workspace, scope: Scope | None = None, steps: Sequence[str] = ()) -> pd.Series:
    """Which contacts a funnel rests on.

    contacts by as_of under the filters, without_customer of them, events of the steps, and the
    customers these belong to.
    """
    return engine.run(ws, "funnel_rows", scope, steps=list(steps)).iloc[0]


@dataclass(frozen=True)
class Summary:
    """A funnel in one line; rates and days are null where nobody entered or arrived.

    entered, completed  customers at the first and the last step; rate is their ratio
    median_days         from the first step to the last
    immature            customers whose window is not over yet
    worst               position of the step on the way to which most are lost, null if none is;
                        worst_lost of worst_of, worst_share their ratio
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
    )
    if not (table["lost"] > 0).any():
        return found
    worst = int(table["lost"].fillna(0).argmax())
    lost, of = int(table["lost"].iloc[worst]), int(table["customers"].iloc[worst - 1])
    return replace(found, worst=worst, worst_lost=lost, worst_of=of, worst_share=lost / of)


def params(names: Sequence[str], within_days: int, mode: Mode, anchor: Anchor) -> dict[str, Any]:
    """What the funnel's SQL is asked with; the text depends on the number of steps alone.

    Errors: DataError for more than 12 steps, an unknown mode or anchor, a negative window.
    """
    if not 1 <= len(names) <= MOST_STEPS:
        raise DataError(
            N_("A funnel has 1 to {most} steps, not {n}."),
            N_("Leave out some steps."),
            most=MOST_STEPS,
            n=len(names),
        )
    if mode not in MODES or anchor not in ANCHORS:
        raise DataError(
            N_("There is no funnel of the kind {kind}."),
            N_("Use one of: {kinds}."),
            kind=f"{mode}, {anchor}",
            kinds=", ".join(MODES + ANCHORS),
        )
    if within_days < 0:
        raise DataError(
            N_("A funnel's window cannot be {days} days long."),
            N_("Give a number of days from 0 on."),
            days=within_days,
        )
    chosen: dict[str, Any] = {"steps": list(names), "within_days": within_days}
    for number, name in enumerate(names, start=1):
        chosen[f"stage_{number}"] = names.index(name) + 1
        chosen[f"again_{number}"] = list(names[: number - 1]).count(name)
        chosen[f"{'any' if mode == 'any' else 'chain'}_{number}"] = True
        if mode == "strict" and number > 1:
            chosen[f"strict_{number}"] = True
    return chosen | {mode: True, anchor: True}


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
