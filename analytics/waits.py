"""How long customers of a funnel wait from step to step, and where the waiting is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analytics import engine, rates, split
from analytics.scope import Scope
from analytics.split import By
from analytics.steps import Choice

if TYPE_CHECKING:
    from analytics.workspace import Workspace

MUCH = 1.25  # times as much of the waiting as at an average step
WIDTHS = (1, 2, 3, 5, 7, 14, 30, 61, 91, 182)
MOST_SPANS = 30


def transitions(
    ws: Workspace,
    scope: Scope | None,
    choice: Choice,
) -> pd.DataFrame:
    """How many days lie between a step and the one a customer took before it.

    One row per step after the first that anybody reached, of the customers `funnel.steps` counts.
    number step           place of the step from 1, and its name
    customers             reached it
    lower_days median_days upper_days   the quartiles of their days; long_days: nine in ten waited
                          no longer
    wait_share            of all days that those who reached the last step took from the first,
                          those before this step (0 to 1); null where nobody did, or in no time
    Errors: DataError for what `Choice.params` refuses. Source: methods.md, funnel.
    """
    asked = choice.params() | {"last_step": len(choice.steps)}
    found = engine.run(ws, "waits_transitions", scope, **asked)
    names = [choice.names[number - 1] for number in found["step"]]
    arrived = found.pop("arrived_days").fillna(0.0)
    total = arrived.sum()
    found = found.rename(columns={"step": "number"})
    found.insert(1, "step", names)
    return found.assign(wait_share=arrived / total if total else float("nan"))


def days(
    ws: Workspace,
    scope: Scope | None,
    choice: Choice,
    reach: float = 30,
    by: Sequence[By] = (),
    step: int = 0,
) -> pd.DataFrame:
    """How many customers waited how long before each step, in spans of equal length.

    One row per step after the first and span in which anybody is; with `by` one per group too, of
    the waits before `step` alone.
    one two               what the group is called, as in `groups`; only with `by`
    number                place of the step from 1
    from_days to_days     the span, to_days not in it; null in the last, which holds all who
                          waited longer
    customers             in it
    reach  days the spans cover, at most 30 of them; as in `transitions` the rest
    """
    width = next((w for w in WIDTHS if reach / w <= MOST_SPANS), 365)
    spans = int(reach // width) + 1
    asked = choice.params()
    if by:
        asked |= split.params(by) | {"only_step": step}
    found = engine.run(ws, "waits_days", scope, **asked, width=width, spans=spans)
    start = found["span"] * width
    end = (start + width).where(start < spans * width)
    found = found.assign(number=found["step"], from_days=start, to_days=end)
    return found[[*split.names(by), "number", "from_days", "to_days", "customers"]]


def groups(
    ws: Workspace,
    scope: Scope | None,
    choice: Choice,
    by: Sequence[By] = ("channel",),
) -> pd.DataFrame:
    """How many days lie between the steps, group by group, and who waits longer than the others.

    One row per group and step after the first that anybody of it reached, step by step and in
    each the largest group first; the groups are those of `conversion.groups`.
    one two               what the group is called, null = not known; two only with two in `by`
    number step           place of the step from 1, and its name
    customers             of the group, reached it
    lower_days median_days upper_days long_days   as in `transitions`
    longer_share          of them waited longer than half of all who reached the step;
                          rest_longer_share: of all others, null where the group is all
    discovery_rate        false discovery rate of the difference over all that is compared
                          (Benjamini & Hochberg); null where either side expects fewer than 5 cases
    clear                 that rate is at most 0.05
    Errors: DataError for what `Choice.params` refuses and for what groups cannot be made by.
    Source: methods.md, funnel; Mood 1950 for the comparison with the median of all.
    """
    asked = choice.params() | split.params(by)
    found = engine.run(ws, "waits_groups", scope, **asked)
    whole = found.groupby("step")[["customers", "longer"]].transform("sum")
    rest = (whole["customers"] - found["customers"]).astype(float)
    found["longer_share"] = found["longer"] / found["customers"]
    found["rest_longer_share"] = (whole["longer"] - found["longer"]) / rest.where(rest > 0)
    found["discovery_rate"] = rates.adjusted(
        rates.differ(
            found["longer_share"], found["customers"].astype(float),
            found["rest_longer_share"], rest,
        )
    )  # fmt: skip
    found["clear"] = found["discovery_rate"] <= rates.SURE
    found = found.rename(columns={"step": "number"})
    found["step"] = [choice.names[number - 1] for number in found["number"]]
    return found[
        [
            *split.names(by), "number", "step", "customers", "lower_days", "median_days",
            "upper_days", "long_days", "longer_share", "rest_longer_share", "discovery_rate",
            "clear",
        ]
    ]  # fmt: skip


def slowest(table: pd.DataFrame) -> pd.Series | None:
    """Of what `groups` gave, the step and the group that waits longest before it, by the median.

    Groups of fewer than 30 customers are passed over; None where there are no others.
    """
    large = table[table["customers"] >= rates.LEAST]
    return large.iloc[int(large["median_days"].argmax())] if len(large) else None


def spread(table: pd.DataFrame) -> bool:
    """Whether no step has much more of the waiting than the others."""
    shares = table["wait_share"]
    return len(table) > 1 and bool(shares.max() < MUCH * shares.mean())


def reach(table: pd.DataFrame) -> float:
    """The days within which nine in ten waited at every step: as far as a picture need go."""
    return float(max(1.0, table["long_days"].max()))


def ends(spans: pd.DataFrame) -> float:
    """Where the spans end that `days` gave: the last day that is told by itself."""
    whole = spans["to_days"].max()
    opened = spans.loc[spans["to_days"].isna(), "from_days"].min()
    return float(pd.Series([whole, opened]).max())


def longest(table: pd.DataFrame) -> pd.Series | None:
    """The transition most of the waiting is at; without anybody at the end, of longest median."""
    if table.empty:
        return None
    measure = "wait_share" if table["wait_share"].notna().any() else "median_days"
    return table.iloc[int(table[measure].argmax())]
