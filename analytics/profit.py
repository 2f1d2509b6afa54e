"""What is left of each customer once serving them is paid for?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from analytics import engine
from analytics.costs import Cost, params
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

EVERYONE = 2_000_000_000


def kinds(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """The kinds of contact in the period, which a cost can be given to.

    One row per kind, the most frequent first: kind contacts customers (counts).
    """
    return engine.run(ws, "profit_kinds", scope)


def customers(
    ws: Workspace,
    scope: Scope,
    costs: Iterable[Cost],
    rows: int = EVERYONE,
    losing: bool = False,
) -> pd.DataFrame:
    """What each customer leaves after goods and contacts are paid for.

    One row per customer with a counting order in the scope, most net profit first.
    customer_id
    revenue margin  all order lines, returns taken off; margin is revenue − cost of goods (money)
    crm_cost        marketing + sales + service cost: contacts in the period × cost of one (money)
    net_profit      margin − crm_cost (money)
    profit_rate     net_profit ÷ crm_cost, what a unit of care earns; null where nothing was spent
    rank            1 is most net profit; ties by customer_id
    marketing_cost sales_cost service_cost contacts orders
    tier            by revenue, as in `pyramid.customers`
    name region owner   as far as they are known
    losing=True gives only those with a net profit below 0, the greatest loss first.
    Errors: DataError without costs of goods or of contacts. Source: methods.md, profit by customer.
    """
    page = {"rows": rows, "least_first": losing} | ({"losing": True} if losing else {})
    return engine.run(ws, "profit_customers", scope, **page, **params(ws, costs))


def tiers(ws: Workspace, scope: Scope, costs: Iterable[Cost]) -> pd.DataFrame:
    """What each tier (by revenue) leaves after goods and contacts are paid for.

    One row per tier, those without customers included, and one for all ("total").
    tier customers revenue margin crm_cost net_profit profit_rate   as in `customers`, summed
    losing losing_profit   customers with a net profit below 0, and their sum (money)
    marketing_cost sales_cost service_cost contacts
    losing_unserved        of the losing, those whose contacts cost nothing: their goods cost more
                           than they brought, mostly by returns (count)
    Errors and source as in `customers`.
    """
    return engine.run(ws, "profit_tiers", scope, **params(ws, costs))


def others(ws: Workspace, scope: Scope, costs: Iterable[Cost]) -> tuple[int, float]:
    """People contacted who have no counting order in the scope, and what that cost (money).

    With it the cost of contacts closes: that of all customers + this = contacts × cost of one.
    """
    row = engine.run(ws, "profit_others", scope, **params(ws, costs)).iloc[0]
    return int(row.people), float(row.crm_cost)
