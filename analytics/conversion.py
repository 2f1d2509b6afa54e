"""Who gets through the funnel: which groups, and what goes together with going on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics import engine, rates, split
from analytics.errors import N_, DataError
from analytics.scope import Scope
from analytics.split import BY as BY
from analytics.split import By as By
from analytics.steps import Choice

if TYPE_CHECKING:
    from analytics.workspace import Workspace

FEW = rates.LEAST
ONE_EACH = (
    "channel", "owner", "product", "campaign", "region", "customer_type", "contacts", "orders",
    "valuable",
)  # fmt: skip


def groups(
    ws: Workspace,
    scope: Scope | None,
    choice: Choice,
    by: Sequence[By] = ("channel",),
) -> pd.DataFrame:
    """Which groups of those at the first step of `steps` get to the last more or less often.

    One row per group, most customers first; `by` names what groups are made by, one or two.
    one two          what the group is called, null = not known (of campaign: none); two only
                     where `by` has two
    entered converted   customers at the first step, and of them at the last; those who left out
                     or are too recent as in `funnel.steps`
    rate low high    converted ÷ entered, 95 % Wilson interval
    rest_rate        of all others at the first step, this group left out; null where it is all
    difference difference_low difference_high   rate − rest_rate with its 95 % interval
    discovery_rate   false discovery rate over all groups compared (Benjamini & Hochberg); null
                     where either side expects fewer than 5 cases
    clear            that rate is at most 0.05
    median_days      from the first step to the last, of those who got there

    channel, owner and product are those of the contact at the first step and its deal (of an
    order: of its largest line), campaign the last in the 90 days before; segment and tier those of
    the scope's last day, so an order that the funnel won has a part in them.
    Errors: DataError for what `Choice.params` refuses and for what groups cannot be made by.
    Source: methods.md, funnel; Newcombe 1998 for the interval of a difference.
    """
    asked = choice.params() | split.params(by) | {"last_step": len(choice.steps)}
    found = engine.run(ws, "conversion_groups", scope, **asked)
    entered, converted = found["entered"].astype(float), found["converted"].astype(float)
    rest, rest_converted = entered.sum() - entered, converted.sum() - converted
    found["rate"] = converted / entered
    found[["low", "high"]] = rates.wilson(converted, entered)
    found["rest_rate"] = rest_converted / rest.where(rest > 0)
    sides = (found["rate"], entered, found["rest_rate"], rest)
    apart = ["difference", "difference_low", "difference_high"]
    found[apart] = rates.difference(*sides).to_numpy()
    found["discovery_rate"] = rates.adjusted(rates.differ(*sides))
    found["clear"] = found["discovery_rate"] <= rates.SURE
    return found[
        [
            *split.names(by), "entered", "converted", "rate", "low", "high", "rest_rate", *apart,
            "discovery_rate", "clear", "median_days",
        ]
    ]  # fmt: skip


def traits(
    ws: Workspace,
    scope: Scope | None,
    choice: Choice,
    step: int = 2,
) -> pd.DataFrame:
    """What those who went on to a step had more or less often before it than those who stopped.

    One row per trait and detail, the clear ones first, of these the surely strongest; only what
    happened up to the moment of the step before counts. It goes together, it proves nothing.
    trait detail   channel, owner, product, campaign: of that contact, its deal, the 90 days up to
                   it; region, customer_type; contact: one of this kind in these days, contacts:
                   how many; complaint_open: more filed than solved in them; orders: how many ever,
                   ordered_lately: in the 90 days; slow: took longer from the first step than half
                   did; valuable: the contact names more money than half of those that name any
    customers went_on stopped  customers with it, and on either side (counts)
    went_on_of stopped_of      customers of whom it is known
    went_on_share stopped_share   their ratio
    odds_ratio odds_low odds_high   how many times the odds of having it those who went on have of
                               those who stopped; 95 % interval
    discovery_rate clear       as in `groups`, over all rows told apart
    Errors: DataError for what `Choice.params` refuses, and where no step lies before.
    Source: Woolf 1955; Haldane 1956 where a count is 0; Benjamini & Hochberg 1995.
    """
    before = choice.before(step)
    if not before or step > len(choice.steps):
        raise DataError(N_("There is no step before step {n}."), N_("Choose a later step."), n=step)
    asked = choice.params() | {"at_step": before, "next_step": step}
    asked |= {"campaign_days": split.MEMORY_DAYS, "memory_days": split.MEMORY_DAYS}
    found = engine.run(ws, "conversion_traits", scope, **asked)
    return compared(found)


def compared(counted: pd.DataFrame) -> pd.DataFrame:
    """The odds of every trait on either side: what `traits` gives, from its counts.

    counted  trait, detail, went_on, stopped (customers); trait "all" is everyone
    """
    every = counted[counted["trait"] == "all"][["went_on", "stopped"]].sum()
    rows = counted[counted["trait"] != "all"].reset_index(drop=True)
    of_one = rows["trait"].isin(ONE_EACH)  # a customer has one of these, or none that is known
    rows["customers"] = rows["went_on"] + rows["stopped"]
    sides = {}
    for side in ("went_on", "stopped"):
        known = rows.groupby("trait")[side].transform("sum")
        rows[f"{side}_of"] = known.where(of_one, every[side]).astype("int64")
        rows[f"{side}_share"] = rows[side] / rows[f"{side}_of"].where(rows[f"{side}_of"] > 0)
        sides[side] = (rows[side].astype(float), rows[f"{side}_of"].astype(float))
    odds = rates.odds(*sides["went_on"], *sides["stopped"])
    rows[["odds_ratio", "odds_low", "odds_high"]] = odds.to_numpy()
    chances = rates.differ(
        rows["went_on_share"], sides["went_on"][1], rows["stopped_share"], sides["stopped"][1]
    )
    rows["discovery_rate"] = rates.adjusted(chances.where(rows["odds_ratio"].notna()))
    rows["clear"] = (rows["discovery_rate"] <= rates.SURE) & (
        (rows["odds_low"] > 1) | (rows["odds_high"] < 1)
    )
    # the mirror image of "yes" says nothing new, and what everybody has tells nobody apart
    rows = rows[rows["odds_ratio"].notna() & (rows["detail"] != "no")]
    sure = np.maximum(rows["odds_low"], 1 / rows["odds_high"])
    keys = pd.DataFrame({"a": ~rows["clear"], "b": rows["discovery_rate"].isna(), "c": -sure})
    order = keys.join(rows[["trait", "detail"]]).sort_values(["a", "b", "c", "trait", "detail"])
    columns = [
        "trait", "detail", "customers", "went_on", "stopped", "went_on_of", "stopped_of",
        "went_on_share", "stopped_share", "odds_ratio", "odds_low", "odds_high",
        "discovery_rate", "clear",
    ]  # fmt: skip
    return rows.loc[order.index, columns].reset_index(drop=True)
