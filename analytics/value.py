"""What is each customer worth: orders to be expected, money to be expected, still there or not.

BG/NBD foretells purchases, Gamma-Gamma what is spent on one; both are fitted to all history up to
the day asked for, whatever the scope's period, and see nothing after it. Of very many customers
they are fitted to some, whom the engine draws; the others are not fetched to learn from.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics import bg_nbd, engine, gamma_gamma
from analytics.errors import N_, DataError
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

By = Literal["revenue", "margin"]

DISCOUNT = 0.01  # a month
HORIZON = 91  # days: a quarter
BOUND = 1_000_000  # customers the models are fitted to, drawn by the engine where there are more
DRAWN = 10_000  # customers that say enough of all together
LATEST = 3650  # days ahead beyond which no date of a next order is given


class Fitted(NamedTuple):
    """Customers as the models see them, of how many, and the two models fitted to them."""

    histories: pd.DataFrame
    customers: int
    orders: bg_nbd.Model
    spend: gamma_gamma.Model


def fit(ws: Workspace, scope: Scope, by: By = "revenue") -> pd.DataFrame:
    """How all customers together buy, leave and spend: the parameters of the two models.

    One row.
    r alpha a b     BG/NBD, by maximum likelihood; rates per week
    log_likelihood  of BG/NBD over those learned from
    p q gamma       Gamma-Gamma over those who came back and paid; gamma in money
    n               customers learned from: all, or a million drawn evenly by their number
    repeaters       of them, those who bought on more than one day (count)
    r_error alpha_error a_error b_error   standard errors
    customers       with a counting order by as_of, of whom n were learned from (count)
    Errors: DataError with fewer than 30 repeaters, and for margin without a cost.
    Source: methods.md, value; Fader, Hardie & Lee 2005.
    """
    found = _fitted(ws, scope, by)
    orders, spend, x = found.orders, found.spend, found.histories["x"]
    row = {name: getattr(orders, name) for name in ("r", "alpha", "a", "b", "log_likelihood")}
    row |= {"p": spend.p, "q": spend.q, "gamma": spend.gamma}
    row |= {"n": len(x), "repeaters": int((x > 0).sum())}
    names = ("r_error", "alpha_error", "a_error", "b_error")
    row |= dict(zip(names, orders.errors, strict=True))
    return pd.DataFrame([row | {"customers": found.customers}])


def customers(
    ws: Workspace, scope: Scope, by: By = "revenue", horizon_days: int = HORIZON
) -> pd.DataFrame:
    """What is to be expected of each customer.

    One row per customer with a counting order by as_of.
    customer_id
    x                repeat purchase days: distinct days with a counting order − 1 (count)
    t_x t            first to last purchase day, and first to as_of (weeks, days ÷ 7)
    m                mean spend on repeat days; null for those who bought on one day (money)
    p_alive          chance of still being a customer; 1 after one purchase, so no churn risk
    p_inactive       chance of no order within the horizon
    expected_orders  purchase days to be expected within the horizon
    clv_6m clv_12m   revenue (or margin) to be expected in 6 and 12 months of 365 ÷ 12 days,
                     discounted by 1 % a month (money)
    next_order_on    the day by which half of those like this who are still customers have ordered
    next_from next_to   the same for one in ten and nine in ten: an 80 % interval; null beyond
                     ten years
    Errors and source as in `fit`.
    """
    return _told(_all_of(ws, _fitted(ws, scope, by), scope, by), _whole(ws, scope), horizon_days)


def customer(
    ws: Workspace, scope: Scope, customer_id: str, by: By = "revenue", horizon_days: int = HORIZON
) -> pd.DataFrame:
    """What is to be expected of one customer: their row of `customers`, none without an order.

    Once the models are fitted for a day it takes a few milliseconds.
    Errors and source as in `fit`.
    """
    found = _fitted(ws, scope, by)
    if len(found.histories) < found.customers:
        mine = _history(ws, _whole(ws, scope), by, customer_id)
    else:
        place = bisect_left(found.histories["customer_id"].array, customer_id)  # in this order
        mine = found.histories.iloc[place : place + 1]
        mine = mine[mine["customer_id"] == customer_id].reset_index(drop=True)
    return _told(found._replace(histories=mine), _whole(ws, scope), horizon_days)


def weekly(ws: Workspace, scope: Scope, weeks: int) -> pd.DataFrame:
    """What all customers known by as_of together will buy in each of the weeks ahead.

    One row per week, 1 is that of the seven days after as_of.
    week
    orders revenue      purchase days (count) and money to be expected, of customers with a
                        counting order by as_of; new ones are not foretold
    orders_spread revenue_spread   standard deviations by chance alone, were the models right
    learned_from customers         those the models are learned from, and all of them (count)
    The models are learned from at most 10,000 of the customers, every so many by customer_id:
    sums over all of them differ by less than 1 in 100 for it, and a dozen days are asked about.
    Of more than a million customers a million are summed, and stand for all.
    Errors and source as in `fit`.
    """
    known, customers = _drawn(ws, _whole(ws, scope))
    models = _fit(known.iloc[:: max(1, -(-len(known) // DRAWN))], customers)
    x, t_x, t = _days(known)
    spend = models.spend.expected_spend(x, known["m"].to_numpy(dtype=np.float64))
    squares = spend**2 * (1 + 1 / models.spend.p)
    so_far = [models.orders.expected_orders(x, t_x, t, 7 * week) for week in range(weeks + 1)]
    ahead = np.diff(so_far, axis=0) * (customers / len(known))
    rows = {"week": range(1, weeks + 1), "orders": ahead.sum(axis=1), "revenue": ahead @ spend}
    spreads = {"orders_spread": rows["orders"], "revenue_spread": ahead @ squares}
    rows |= {name: np.sqrt(values) for name, values in spreads.items()}
    return pd.DataFrame(rows | {"learned_from": len(models.histories), "customers": customers})


def predicted(ws: Workspace, scope: Scope) -> pa.Table:
    """What is to be expected of each customer in 12 months, as a relation that questions read.

    One row per customer with a counting order by as_of: customer_id, value as clv_12m of
    `customers`. Kept, because every question about a ranking by it needs it again.
    Errors and source as in `fit`.
    """
    return _predicted_once(ws, ws.key, _whole(ws, scope))


def histories(ws: Workspace, scope: Scope, by: By = "revenue") -> pd.DataFrame:
    """What the models know of each customer: when and how often they bought, and for how much.

    One row per customer with a counting order in the scope.
    customer_id
    x                distinct days with a counting order − 1 (count)
    t_x_days t_days  days from the first purchase day to the last, and to the period's last day
    m                mean money of the counting orders of a repeat day; null where x is 0
    Source: methods.md, value.
    """
    return engine.run(ws, "value_histories", scope, by=by)


def expected(ws: Workspace, scope: Scope, horizon_days: int) -> float:
    """Purchase days to be expected of all customers together within the horizon.

    Of more than a million customers a million are summed, and stand for all.
    Errors and source as in `fit`.
    """
    found = _fitted(ws, scope, "revenue")
    ahead = found.orders.expected_orders(*_days(found.histories), horizon_days)
    return float(ahead.sum()) * (found.customers / len(found.histories))


def _told(found: Fitted, whole: Scope, horizon_days: int) -> pd.DataFrame:
    """The columns of `customers` for the histories given, by the models given."""
    known, orders = found.histories, found.orders
    x, t_x, t = _days(known)
    out = pd.DataFrame({"customer_id": known["customer_id"], "x": x})
    out["t_x"], out["t"], out["m"] = t_x / bg_nbd.WEEK, t / bg_nbd.WEEK, known["m"]
    out["p_alive"] = orders.p_alive(x, t_x, t)
    out["p_inactive"] = orders.p_inactive(x, t_x, t, horizon_days)
    out["expected_orders"] = orders.expected_orders(x, t_x, t, horizon_days)
    for months in (6, 12):
        out[f"clv_{months}m"] = _clv(found, months)
    day = whole.as_of
    assert day is not None
    for name, chance in (("next_order_on", 0.5), ("next_from", 0.1), ("next_to", 0.9)):
        wait = np.ceil(orders.next_order(x, t, chance))
        days = pd.to_timedelta(np.where(wait <= LATEST, wait, np.nan), unit="D")
        out[name] = pd.Timestamp(day) + days
    return out


def _fitted(ws: Workspace, scope: Scope, by: By) -> Fitted:
    if by == "margin" and not ws.facts.has_cost:
        raise DataError(
            N_("The margin of customers is not known."),
            N_("Load sales with a cost or a profit column."),
        )
    return _fitted_once(ws, ws.key, _whole(ws, scope), by)


def _whole(ws: Workspace, scope: Scope) -> Scope:
    """All history up to as_of, whatever the period."""
    return replace(scope, as_of=scope.resolved(ws).as_of, start=None, end=None)


@lru_cache(maxsize=4)
def _fitted_once(ws: Workspace, key: tuple[str, int | None, str], scope: Scope, by: By) -> Fitted:
    return _fit(*_drawn(ws, scope, by))


def _drawn(ws: Workspace, scope: Scope, by: By = "revenue") -> tuple[pd.DataFrame, int]:
    """The histories of all customers, or of BOUND of them, and how many customers there are."""
    if ws.facts.customers <= BOUND:
        known = histories(ws, scope, by)
        return known, len(known)
    known = engine.run(ws, "value_histories", scope, by=by, most=BOUND)
    return known, int(known.pop("of_customers").max()) if len(known) else 0


def _history(ws: Workspace, scope: Scope, by: By, customer_id: str) -> pd.DataFrame:
    return engine.run(ws, "value_histories", scope, by=by, customer_id=customer_id)


def _all_of(ws: Workspace, found: Fitted, scope: Scope, by: By) -> Fitted:
    """The models with the histories of everybody, to rate them all: a row per customer."""
    if len(found.histories) == found.customers:
        return found
    return found._replace(histories=histories(ws, _whole(ws, scope), by))


def _fit(known: pd.DataFrame, customers: int) -> Fitted:
    x, t_x, t = _days(known)
    spend = np.nan_to_num(known["m"].to_numpy(dtype=np.float64))
    return Fitted(known, customers, bg_nbd.fit(x, t_x, t), gamma_gamma.fit(x, spend))


@lru_cache(maxsize=4)
def _predicted_once(ws: Workspace, key: tuple[str, int | None, str], scope: Scope) -> pa.Table:
    found = _all_of(ws, _fitted(ws, scope, "revenue"), scope, "revenue")
    return pa.table({"customer_id": found.histories["customer_id"], "value": _clv(found, 12)})


def _clv(found: Fitted, months: int) -> bg_nbd.Floats:
    x, t_x, t = _days(found.histories)
    ahead = found.orders.discounted_orders(x, t_x, t, months, DISCOUNT)
    return ahead * found.spend.expected_spend(x, found.histories["m"].to_numpy(dtype=np.float64))


def _days(known: pd.DataFrame) -> tuple[bg_nbd.Days, bg_nbd.Days, bg_nbd.Days]:
    x, t_x, t = (known[name].to_numpy(dtype=np.int64) for name in ("x", "t_x_days", "t_days"))
    return x, t_x, t
