"""How few customers carry the business?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from analytics import engine
from analytics.errors import N_, DataError
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

TIERS = ("key", "secondary", "ordinary", "small")
CUTS = (0.01, 0.20, 0.50)
TOPS = (0.01, 0.05, 0.10, 0.20, 0.50)

By = Literal["revenue", "margin"]
Cuts = tuple[float, float, float]


@dataclass(frozen=True)
class Concentration:
    """How unevenly value is spread over customers; shares are 0 to 1, null without a whole.

    customers value     whose value is known, and what they bring together (money)
    negative_customers  of them, those who cost more than they bring (count)
    gini                0 all equal … 1 one has all, over customers with value ≥ 0
    makes_80            how few customers make 80 % (count); its share of all customers
    top                 share of customers -> their share of value, at TOPS and at the cuts
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
    peak_share: float
    peak_customers: int
    points: pd.DataFrame


def customers(ws: Workspace, scope: Scope, by: By = "revenue", cuts: Cuts = CUTS) -> pd.DataFrame:
    """Every customer's rank by value and tier.

    One row per customer with a counting order in the scope, most valuable first.
    customer_id
    value         revenue of all order lines, returns taken off, or their margin (money)
    tier          key: the first ceil(cuts[0] × n) customers; secondary and ordinary to the next
                  cuts; small: the rest
    rank          1 is most valuable; ties by customer_id, unknown values last
    name region   as far as they are known
    orders        counting orders (count)
    recency_days  last day of the period (as_of unless it ends earlier) − day of the last counting
                  order (days)
    Errors: DataError for cuts that do not rise from 0 to 1, and for margin without a cost.
    Source: methods.md, customer pyramid; Curry & Curry 2000.
    """
    return engine.run(ws, "pyramid_customers", scope, **_params(ws, by, cuts))


def tiers(ws: Workspace, scope: Scope, by: By = "revenue", cuts: Cuts = CUTS) -> pd.DataFrame:
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
    return engine.run(ws, "pyramid_tiers", scope, **_params(ws, by, cuts))


def quiet(ws: Workspace, scope: Scope, by: By = "revenue", cuts: Cuts = CUTS) -> pd.DataFrame:
    """The key customers who have gone quiet, as counted in `tiers`.

    One row per customer, most valuable first: customer_id name region value last_order_on
    recency_days, and longest_days, the pause they had never exceeded (at least 14).
    """
    return engine.run(ws, "pyramid_quiet", scope, **_params(ws, by, cuts))


def listing(
    ws: Workspace,
    scope: Scope,
    tiers: Iterable[str] = TIERS,
    by: By = "revenue",
    cuts: Cuts = CUTS,
    skip: int = 0,
    rows: int = 50,
) -> pd.DataFrame:
    """One page of the customers in chosen tiers, most valuable first.

    One row per customer: rank customer_id name region tier value orders last_order_on
    recency_days, as in `customers`.
    """
    page = {"tiers": list(tiers), "skip": skip, "rows": rows}
    return engine.run(ws, "pyramid_listing", scope, **page, **_params(ws, by, cuts))


def concentration(
    ws: Workspace, scope: Scope, by: By = "revenue", cuts: Cuts = CUTS
) -> Concentration | None:
    """How unevenly value is spread: Lorenz or whale curve, Gini, top shares, who makes 80 %.

    None where no customer has a counting order or none has a known value. With negative values
    quote the peak of the curve, not Gini. Errors and source as in `customers`.
    """
    points = engine.run(ws, "pyramid_concentration", scope, **_params(ws, by, cuts))
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
        peak_share=_number(points.value_share.max()),
        peak_customers=int(whole.peak_rank),
        points=points[["rank", "customer_share", "cumulative_value", "value_share"]],
    )


def rank_at(share: float, count: int) -> int:
    """The rank where the top `share` of `count` customers ends: the next whole customer."""
    millionths = round(share * 1_000_000) * count
    return -(-millionths // 1_000_000)


def _number(value: Any) -> float:
    return float("nan") if pd.isna(value) else float(value)


def _params(ws: Workspace, by: str, cuts: Cuts) -> dict[str, Any]:
    if not 0 < cuts[0] < cuts[1] < cuts[2] < 1:
        raise DataError(
            N_("The cuts {cuts} do not divide customers into four tiers."),
            N_("Give three shares of customers that rise between 0 and 1."),
            cuts=", ".join(f"{cut:g}" for cut in cuts),
        )
    if by not in ("revenue", "margin"):
        raise DataError(
            N_("Customers cannot be ranked by {by}."), N_("Use revenue or margin."), by=by
        )
    if by == "margin" and not ws.facts.has_cost:
        raise DataError(
            N_("The margin of customers is not known."),
            N_("Load sales with a cost or a profit column."),
        )
    return dict(zip(("key_cut", "secondary_cut", "ordinary_cut"), cuts, strict=True)) | {"by": by}
