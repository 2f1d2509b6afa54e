"""What moved the revenue: more customers, more orders or larger ones; which regions and others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics import engine
from analytics.compared import both, whole
from analytics.scope import LAST_YEAR, Comparison, Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

FACTORS = ("customers", "orders", "order_value", "no_customer")
DIMENSIONS = ("region", "channel", "category", "salesperson", "customer_type", "segment")
GROUPS = ["label", "before", "now", "change", "points", "others"]
SHOWN = 8


def split(
    figures: pd.DataFrame, parts: pd.DataFrame, compare: Comparison = "previous"
) -> pd.DataFrame:
    """The change of revenue as customers × orders per customer × money per order, to the cent.

    figures, parts  answers of `overview.figures` and `overview.bridge`; compare as in the scope
    One row per factor, always all four; changes add up to revenue now − revenue before.
    factor      customers (active ones) · orders (per active customer) · order_value (money of
                named customers per order) · no_customer (lines without a name, no factor)
    before now  the factor in each period (count, ratio, money); null where nobody ordered
    change      what the factor moved (money): the mean over the six orders in which the three can
                change one after the other. Where nobody ordered in one of the periods all
                of it goes to the customers.
    No rows where there is nothing to compare with.
    Source: methods.md, revenue bridge (Shapley 1953; as in price–volume–mix analysis).
    """
    if parts.empty:
        return pd.DataFrame(columns=["factor", "before", "now", "change"])
    by_name = figures.set_index("figure")
    base = "year_before" if compare in LAST_YEAR else "previous"
    money = parts.set_index("part")
    unnamed = money.loc["no_customer", ["before", "now"]]
    named = money.drop("no_customer")[["before", "now"]].sum()
    sides = {"before": by_name[base], "now": by_name["value"]}
    factors = pd.DataFrame({side: _factors(sides[side], named[side]) for side in sides})
    moved = pd.Series(0.0, index=factors.index)
    if factors.isna().any(axis=None):
        moved["customers"] = named["now"] - named["before"]
    else:
        for name in factors.index:
            moved[name] = _shapley(factors, name)
    table = factors.assign(change=moved)
    table.loc["no_customer"] = [*unnamed, unnamed["now"] - unnamed["before"]]
    return table.rename_axis("factor").reset_index()


def groups(ws: Workspace, scope: Scope, by: str) -> pd.DataFrame:
    """What each region, channel, category, salesperson, type or segment added to the change.

    One row per group with lines in either period, the largest change first; changes add up to
    revenue now − revenue before to the cent, points to its change as a share.
    label       null where the lines do not say; of segments: "not_yet" for customers without an
                order by the end of the period before
    before now change   money of its lines in each period, and the difference
    points      change ÷ revenue before of all (share): what the group added to the growth; null
                where there was none
    others      how many groups the row stands for, 1; see `largest`
    by          one of DIMENSIONS; segments are those at the end of the period before, so that
                what somebody buys now does not put them among those who buy
    No rows where there is nothing to compare with.
    Errors: KeyError for another `by`.
    """
    if by not in DIMENSIONS:
        raise KeyError(by)
    days = both(ws, scope)
    if days is None:
        return pd.DataFrame(columns=GROUPS)
    now = replace(whole(ws, scope), start=None)
    if by == "segment":
        return _pointed(_segments(ws, now, days))
    return _pointed(engine.run(ws, "contribution_groups", now, by=by, **days))


def largest(rows: pd.DataFrame, most: int = SHOWN) -> pd.DataFrame:
    """The groups that moved most, the rest as one row last: it still adds up to the change.

    rows    answer of `groups`; of the rest label is null and `others` says how many it is
    """
    if len(rows) <= most:
        return rows
    kept, rest = rows.head(most - 1), rows.iloc[most - 1 :]
    sums = rest[["before", "now", "change", "points", "others"]].sum(min_count=1)
    return pd.concat([kept, sums.to_frame().T.assign(label=None)[GROUPS]], ignore_index=True)


def _segments(ws: Workspace, now: Scope, days: dict[str, date | None]) -> pd.DataFrame:
    then = replace(now, as_of=days["before_end"], end=days["before_end"])
    return engine.run(ws, "contribution_segments", now, before=then, **days)


def _pointed(rows: pd.DataFrame) -> pd.DataFrame:
    total = rows["before"].sum()
    rows = rows.assign(points=rows["change"] / (total or float("nan")), others=1)
    order = rows["change"].abs().sort_values(ascending=False, kind="stable").index
    rows = rows.loc[order, GROUPS].reset_index(drop=True)
    return rows.assign(label=rows["label"].astype(object).where(rows["label"].notna(), None))


def _factors(figures: pd.Series, named: float) -> pd.Series:
    """Active customers, orders of each, money of each order: their product is the named money."""
    people, orders = figures["active_customers"], figures["orders"]
    known = [orders / people, named / orders] if people and orders else [None, None]
    return pd.Series([people, *known], FACTORS[:3], dtype=float)


def _shapley(factors: pd.DataFrame, name: str) -> float:
    (a0, a1), (b0, b1) = factors.drop(index=name).to_numpy(dtype=float)
    first, last = factors.loc[name].to_numpy(dtype=float)
    return float((last - first) * (2 * a0 * b0 + 2 * a1 * b1 + a0 * b1 + a1 * b0) / 6)
