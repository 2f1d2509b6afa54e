"""How few customers carry the business?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any, Literal, get_args

import pandas as pd

from analytics import engine, value
from analytics.costs import Costs, params
from analytics.errors import N_, DataError
from analytics.scope import Scope
from analytics.scoring import rank_at

if TYPE_CHECKING:
    from analytics.workspace import Workspace

TIERS = ("key", "secondary", "ordinary", "small")
CUTS = (0.01, 0.20, 0.50)
LEADING = (1, 3, 10)
TOPS = (0.01, 0.05, 0.10, 0.20, 0.50)

By = Literal["revenue", "margin", "profit", "predicted"]
Dimension = Literal["product", "category", "region", "channel", "salesperson"]
Cuts = tuple[float, float, float]


@dataclass(frozen=True)
class Concentration:
    """How unevenly value is spread over customers; shares are 0 to 1, null without a whole.

    customers value     whose value is known, and what they bring together (money)
    negative_customers  of them, those who cost more than they bring (count)
    gini                0 all equal … 1 one has all, over customers with value ≥ 0
    makes_80            how few customers make 80 % (count); its share of all customers
    top                 share of customers -> their share of value, at TOPS and at the cuts
    leading             1, 3, 10 -> the share of value that so many best customers hold; fewer
                        where there are fewer customers
    peak_share          highest point of the curve: above 1 where later customers cost money
    peak_customers      how many customers reach it
    points              the curve, most valuable first: rank customer_share cumulative_value
                        value_share; at most about 150 points
    """

    customers: int
    value: float
    negative_customers: int
    gini: float
    makes_80: int | None
    makes_80_share: float
    top: dict[float, float]
    leading: dict[int, float]
    peak_share: float
    peak_customers: int
    points: pd.DataFrame


def customers(
    ws: Workspace, scope: Scope, by: By = "revenue", cuts: Cuts = CUTS, costs: Costs = ()
) -> pd.DataFrame:
    """Every customer's rank by value and tier.

    One row per customer with a counting order in the scope, most valuable first.
    customer_id
    value         by revenue: all order lines, returns taken off; by margin: less the cost of goods;
                  by profit: margin less the cost of contacts (`costs`), as in `profit.customers`;
                  by predicted: revenue of the coming 12 months, as in `value.customers` (money)
    tier          key: the first ceil(cuts[0] × n) customers; secondary and ordinary to the next
                  cuts; small: the rest
    rank          1 is most valuable; ties by customer_id, unknown values last
    name region   as far as they are known
    orders        counting orders (count)
    recency_days  last day of the period (as_of unless it ends earlier) − day of the last counting
                  order (days)
    Errors: DataError for cuts that do not rise from 0 to 1, for margin or profit without a cost,
    and for predicted where too few customers came back.
    Source: methods.md, customer pyramid; Curry & Curry 2000.
    """
    return engine.run(ws, "pyramid_customers", scope, **_params(ws, scope, by, cuts, costs))


def tiers(
    ws: Workspace, scope: Scope, by: By = "revenue", cuts: Cuts = CUTS, costs: Costs = ()
) -> pd.DataFrame:
    """What each tier is in people and in value.

    One row per tier in the order of TIERS, those without customers included.
    tier customers customer_share value value_share
    average threshold     value per customer, and the least value in the tier (money)
    median_orders median_recency_days
    quiet quiet_value     of key customers alone: how many have been silent for longer than ever
                          before between two purchase days and more than 14 days (with a single
                          purchase day: more than 91), and their value
    Errors and source as in `customers`.
    """
    return engine.run(ws, "pyramid_tiers", scope, **_params(ws, scope, by, cuts, costs))


def compared(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The tiers with how each changed since the tiers of an earlier period (empty: unknown).

    The rows of `tiers` as given, with
    share_change              value_share less that of the tier then, 0.01 a percentage point
    value_change average_change   now ÷ then − 1; null where the tier brought nothing then
    """
    then = before.set_index("tier").reindex(now["tier"]).reset_index()
    brought = then[["value", "average"]].where(then[["value", "average"]] > 0)
    return now.assign(
        share_change=now["value_share"] - then["value_share"],
        value_change=now["value"] / brought["value"] - 1,
        average_change=now["average"] / brought["average"] - 1,
    )


def changed(now: Concentration, before: Concentration | None) -> dict[Any, float | None]:
    """How concentration changed: top share of customers -> difference of their shares of value,
    and "customers" -> now ÷ then − 1; None where nothing is known of then.
    """
    if before is None:
        return dict.fromkeys([*now.top, "customers"])
    found: dict[Any, float | None] = {
        share: part - before.top[share] for share, part in now.top.items()
    }
    return found | {"customers": now.customers / before.customers - 1}


def quiet(
    ws: Workspace, scope: Scope, by: By = "revenue", cuts: Cuts = CUTS, costs: Costs = ()
) -> pd.DataFrame:
    """The key customers who have gone quiet, as counted in `tiers`.

    One row per customer, most valuable first: customer_id name region value last_order_on
    recency_days, and longest_days, the pause they had never exceeded (at least 14).
    """
    return engine.run(ws, "pyramid_quiet", scope, **_params(ws, scope, by, cuts, costs))


def listing(
    ws: Workspace,
    scope: Scope,
    tiers: Iterable[str] = TIERS,
    by: By = "revenue",
    cuts: Cuts = CUTS,
    costs: Costs = (),
    skip: int = 0,
    rows: int = 50,
) -> pd.DataFrame:
    """One page of the customers in chosen tiers, most valuable first.

    One row per customer: rank customer_id name region tier value orders last_order_on
    recency_days, as in `customers`.
    """
    page = {"tiers": list(tiers), "skip": skip, "rows": rows}
    return engine.run(ws, "pyramid_listing", scope, **page, **_params(ws, scope, by, cuts, costs))


def concentration(
    ws: Workspace, scope: Scope, by: By = "revenue", cuts: Cuts = CUTS, costs: Costs = ()
) -> Concentration | None:
    """How unevenly value is spread: Lorenz or whale curve, Gini, top shares, who makes 80 %.

    None where no customer has a counting order or none has a known value. With negative values
    quote the peak of the curve, not Gini. Errors and source as in `customers`.
    """
    points = engine.run(ws, "pyramid_concentration", scope, **_params(ws, scope, by, cuts, costs))
    if points.empty:
        return None
    whole = points.iloc[0]
    count, makes_80 = int(whole.customers), _number(whole.makes_80)
    shares = points.set_index("rank").value_share
    return Concentration(
        customers=count,
        value=float(whole.total_value),
        negative_customers=int(whole.negative_customers),
        gini=_number(whole.gini),
        makes_80=None if isnan(makes_80) else int(makes_80),
        makes_80_share=makes_80 / count,
        top={share: _number(shares[rank_at(share, count)]) for share in sorted({*TOPS, *cuts})},
        leading={n: _number(shares[n]) for n in LEADING if n <= count},
        peak_share=_number(points.value_share.max()),
        peak_customers=int(whole.peak_rank),
        points=points[["rank", "customer_share", "cumulative_value", "value_share"]],
    )


def trend(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """How concentrated revenue was at each month end, and whether it is becoming more so.

    One row per month end of the last 13, oldest first, each over the months before it: 12 of
    them, or 3 where the history is shorter than a year and a half; none before a full window.
    month             year × 12 + month − 1
    customers value   with a counting order in the window (count), and their revenue (money)
    top_1 … top_50    share of revenue of the top 1, 5, 10, 20 and 50 % of customers
    gini makes_80     as in `concentration`
    months            length of the window
    Asked on as_of over all history; filters and returns count. The last month ends on as_of.
    """
    months = 12 if _history_months(ws, scope) >= 18 else 3
    return engine.run(ws, "pyramid_trend", scope, months=months).assign(months=months)


def without(
    ws: Workspace,
    scope: Scope,
    customer_ids: Iterable[str],
    by: By = "revenue",
    cuts: Cuts = CUTS,
    costs: Costs = (),
) -> tuple[int, float, float]:
    """What would be gone if these customers left: how many they are, value (money) and its share.

    Customers without a counting order in the scope are not counted. Errors as in `customers`.
    """
    gone = {"customer_ids": list(customer_ids)} | _params(ws, scope, by, cuts, costs)
    row = engine.run(ws, "pyramid_without", scope, **gone).iloc[0]
    return int(row.customers), float(row.value), _number(row.value_share)


def pareto(ws: Workspace, scope: Scope, dimension: Dimension, rows: int = 20) -> pd.DataFrame:
    """Which few products, regions or others bring most of the revenue.

    One row per item, the largest first; those beyond the first `rows` together in one row whose
    item is null. An empty item means "not given".
    item rank items   items is 1, or how many the last row holds
    value value_share cumulative_share   revenue with returns taken off (money), shares of all of it
    lines             order lines (count)
    all_items         how many items there are
    """
    regions = dimension == "region" and not ws.facts.region_in_lines
    params = {"dimension": dimension, "rows": rows} | ({"regions": True} if regions else {})
    return engine.run(ws, "pyramid_pareto", scope, **params)


def _history_months(ws: Workspace, scope: Scope) -> int:
    first, last = ws.facts.first_order_on, scope.resolved(ws).as_of
    if first is None or last is None:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _number(value: Any) -> float:
    return float("nan") if pd.isna(value) else float(value)


def _params(ws: Workspace, scope: Scope, by: str, cuts: Cuts, costs: Costs) -> dict[str, Any]:
    if not 0 < cuts[0] < cuts[1] < cuts[2] < 1:
        raise DataError(
            N_("The cuts {cuts} do not divide customers into four tiers."),
            N_("Give three shares of customers that rise between 0 and 1."),
            cuts=", ".join(f"{cut:g}" for cut in cuts),
        )
    if by not in get_args(By):
        raise DataError(
            N_("Customers cannot be ranked by {by}."),
            N_("Use one of: {ways}."),
            by=by,
            ways=", ".join(get_args(By)),
        )
    if by == "margin" and not ws.facts.has_cost:
        raise DataError(
            N_("The margin of customers is not known."),
            N_("Load sales with a cost or a profit column."),
        )
    chosen = dict(zip(("key_cut", "secondary_cut", "ordinary_cut"), cuts, strict=True))
    if by == "profit":
        chosen |= params(ws, costs)
    if by == "predicted":
        chosen["predicted_values"] = value.predicted(ws, scope)
    return chosen | {"by": by}
