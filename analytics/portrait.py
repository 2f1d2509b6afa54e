"""What sets a group of customers apart: what they buy, where, from whom, on which days?"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope
from analytics.scoring import Scoring

if TYPE_CHECKING:
    from analytics.workspace import Workspace

OF_ORDERS = ("product", "category", "channel", "weekday", "discount")
OF_CUSTOMERS = ("customer_type", "region", "salesperson")
COMMON = 0.03  # share on either side from which a trait makes part of a portrait
USUAL = Scoring()
WHOLE = ("all", "")
SUMS = ["customers", "orders", "orders_squared", "orders_crossed"]

By = Literal["segment", "type8"]


def counts(
    ws: Workspace, scope: Scope, by: By = "segment", scoring: Scoring = USUAL
) -> pd.DataFrame:
    """How many customers and orders of each segment or type have a trait: all that is compared.

    One row per trait, value and group that has it; trait "all" is the group itself.
    trait    product, category, channel, weekday (0 is Monday), discount: of orders;
             customer_type, region, salesperson: of customers; only those the data know
    label    the segment or type
    customers orders   that have it (count); goods taken back are not had
    orders_squared orders_crossed   per customer, orders that have it: squared, and times all
             orders, added up; what the interval needs, as orders of one customer are alike
    Source: methods.md, RFM, for the groups.
    """
    return engine.run(ws, "portrait_counts", scope, by=by, **scoring.params)


def traits(
    ws: Workspace,
    scope: Scope,
    label: str,
    against: str | None = None,
    by: By = "segment",
    scoring: Scoring = USUAL,
) -> pd.DataFrame:
    """How much more or less often customers of a segment have each trait: see `compared`."""
    return compared(_counted(ws, ws.key, scope, by, scoring), label, against)


def groups(counted: pd.DataFrame) -> pd.Series:
    """Customers of each group that has any, by its code."""
    whole = counted[counted["trait"] == "all"]
    return whole.set_index("label")["customers"]


def compared(counted: pd.DataFrame, label: str, against: str | None = None) -> pd.DataFrame:
    """How much more or less often customers of a group have each trait than the others.

    counted  what `counts` gave; against  another group, None is all other customers
    One row per trait and its detail: the clear ones first, of these the surely largest.
    trait detail
    share other_share  of the group's and the others' orders; for a trait of customers, of those of
                       whom it is known; 0–1
    index              share ÷ other_share × 100, with its 95 % interval index_low to index_high;
                       infinite where the others never have it
    discovery_rate     false discovery rate over all rows told apart (Benjamini & Hochberg); null
                       where either side expects fewer than 5 cases
    clear              that rate is at most 0.05 and the interval is off 100
    customers          of the group, that have it (count)
    of other_of        customers of either side that the shares rest on (count)
    Source: `rates.ratio`; orders count as the independent cases they are worth (Kish 1965).
    """
    mine = _sums(counted, counted["label"] == label)
    chosen = counted["label"] != label if against is None else counted["label"] == against
    theirs = _sums(counted, chosen & (counted["label"] != label))
    rows = mine.index.union(theirs.index).drop(WHOLE, errors="ignore")
    if WHOLE not in mine.index or WHOLE not in theirs.index:
        rows = rows[:0]
    one, other = _shares(mine, rows), _shares(theirs, rows)
    sides = (one["share"], one["worth"], other["share"], other["worth"])
    found = rates.ratio(*sides) * 100
    rate = rates.adjusted(rates.differ(*sides))
    table = pd.DataFrame(
        {
            "share": one["share"],
            "other_share": other["share"],
            "index": found["ratio"],
            "index_low": found["low"],
            "index_high": found["high"],
            "discovery_rate": rate,
            "clear": (rate <= rates.SURE) & ((found["low"] > 100) | (found["high"] < 100)),
            "customers": one["customers"].fillna(0).astype("int64"),
            "of": one["of"].fillna(0).astype("int64"),
            "other_of": other["of"].fillna(0).astype("int64"),
        }
    ).reset_index()
    # what is sure of a difference: from 100 to the nearer end of its interval, as a multiple
    ends = [table["index_low"] / 100, 100 / table["index_high"].clip(lower=1e-9)]
    sure = pd.concat(ends, axis=1).max(axis=1).fillna(0)
    keys = pd.DataFrame({"a": ~table["clear"], "b": table["discovery_rate"].isna(), "c": -sure})
    order = keys.join(table[["trait", "detail"]]).sort_values(["a", "b", "c", "trait", "detail"])
    return table.loc[order.index].reset_index(drop=True)


def standing_out(table: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """The differences of a comparison that make a portrait, the surely largest first.

    Those that are clear, of traits that at least 3 % of either side have.
    """
    common = table[["share", "other_share"]].max(axis=1) >= COMMON
    return table[table["clear"] & common].head(most)


@lru_cache(maxsize=8)
def _counted(ws: Workspace, _key: object, scope: Scope, by: By, scoring: Scoring) -> pd.DataFrame:
    return counts(ws, scope, by, scoring)


def _sums(counted: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    return counted[rows].groupby(["trait", "detail"])[SUMS].sum().astype(float)


def _shares(sums: pd.DataFrame, rows: pd.Index) -> pd.DataFrame:
    """Each trait's share of a group, and how many independent cases it is worth."""
    had = sums.reindex(rows, fill_value=0.0)
    if had.empty:
        return pd.DataFrame(columns=["share", "worth", "customers", "of"], index=rows, dtype=float)
    whole = sums.reindex([WHOLE])
    people, orders, squared, _ = (float(whole[name].iloc[0]) for name in SUMS)
    traits = rows.get_level_values(0)
    of_orders = pd.Series(traits.isin(OF_ORDERS), rows)
    # a customer has one region, type and salesperson, or none that is known
    known = had["customers"].groupby(traits).transform("sum")
    of = pd.Series(people, rows).where(of_orders, known)
    share = (had["orders"] / orders).where(of_orders, had["customers"] / of.where(of > 0))
    # orders of one customer are alike: their worth lies between the customers' and the orders'
    spread = had["orders_squared"] - 2 * share * had["orders_crossed"] + share**2 * squared
    variance = spread * people / max(people - 1, 1) / orders**2
    worth = share * (1 - share) / variance.where(variance > 0)
    worth = worth.fillna(0).clip(lower=orders**2 / squared, upper=orders)
    return pd.DataFrame(
        {
            "share": share,
            "worth": worth.where(of_orders, of),
            "customers": had["customers"],
            "of": of,
        }
    )
