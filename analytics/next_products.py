"""What each customer may buy next, and how often such a suggestion came true before.

Learned from all history up to as_of under the scope's filters, whatever its period.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics import engine, neighbours, rates
from analytics.neighbours import ITEMS as ITEMS
from analytics.neighbours import LEAST as LEAST
from analytics.neighbours import NEIGHBOURS as NEIGHBOURS
from analytics.neighbours import Model
from analytics.scope import Scope
from analytics.scoring import Scoring

if TYPE_CHECKING:
    from analytics.workspace import Workspace

By = Literal["alike", "most"]
SAMPLE = 20_000  # customers learned from; further ones add nothing but time
HOLD_OUT = 182  # days kept back for the test; of a short history a quarter
CUTS, DECIDES = (1, 5, 10), 5  # products named; how many decide which way is used
USUAL = Scoring()


def backtest(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """How often a customer's next new product was among the first named, beside the plain rule.

    Learned as of an earlier day; looked at are customers who bought before it and, after it,
    something they never had bought and that could have been named.
    One row per number of products named (1, 5, 10); none where nothing can be learned.
    offered day      how many products were named; the day learned up to
    customers        looked at
    hits share low high   customers who bought one of them, by customers alike, and 95 % Wilson
                     interval of the share
    plain_hits plain_share plain_low plain_high   the same when naming to everybody what most
                     customers bought
    gain gain_low gain_high   share − plain_share with 95 % interval of paired shares
    better           the whole interval lies above 0
    Source: Agresti & Min 2005 for the paired interval.
    """
    as_of, first = scope.resolved(ws).as_of, ws.facts.first_line_on
    if as_of is None or first is None:
        return _tested(pd.DataFrame(), None)
    day = as_of - timedelta(days=min(HOLD_OUT, (as_of - first).days // 4))
    bought = _bought(ws, scope)
    early = bought[bought["first_on"] <= day]
    model = neighbours.learned(early)
    if len(model.items) < 2:
        return _tested(pd.DataFrame(), day)
    customers, held = model.held(early)
    later = bought[(bought["first_on"] > day) & bought["customer_key"].isin(customers)]
    who = customers.get_indexer(pd.Index(later["customer_key"]))
    item = model.items.get_indexer(pd.Index(later["product"]))
    who, item = who[item >= 0], item[item >= 0]
    some = np.unique(who)
    truth = np.zeros((len(some), len(model.items)), dtype=bool)
    truth[np.searchsorted(some, who), item] = True
    rows = {}
    for by in ("alike", "most"):
        named = model.first(held[some], by, max(CUTS))
        came = np.take_along_axis(truth, np.maximum(named, 0), 1) & (named >= 0)
        rows[by] = came.cumsum(axis=1) > 0
    return _tested(_compared(rows["alike"], rows["most"]), day)


def customers(ws: Workspace, scope: Scope, by: By = "alike", rows: int = 50) -> pd.DataFrame:
    """The customers with most revenue, each with the product to offer next.

    One row per customer, most revenue first: customer_id name region owner
    offer       bought most among customers who bought the same, never by this one; with by="most"
                what most customers bought and this one did not
    because     the product they have that shares most buyers with it; null with by="most"
    last_order_on orders revenue   counting orders; returns taken off (money)
    Who has nothing that enough customers bought, or already everything, is left out.
    """
    model = learned(ws, scope)
    found = engine.run(ws, "next_products_customers", _whole(ws, scope), rows=rows)
    who = found.drop_duplicates("customer_key").drop(columns="product")
    order = ["customer_id", "name", "region", "owner", "offer", "because"]
    rest = ["last_order_on", "orders", "revenue"]
    if found.empty or not len(model.items):
        return who.assign(offer=None, because=None)[[*order, *rest]].head(0)
    keys, held = model.held(found)
    named = model.first(held, by, 1)[:, 0]
    next_one = pd.DataFrame(
        {
            "customer_key": keys,
            "offer": [model.items[item] if item >= 0 else None for item in named],
            "because": model.because(held, named) if by == "alike" else None,
        }
    )
    told = who.merge(next_one[next_one["offer"].notna()], on="customer_key")
    return told[[*order, *rest]]


def segments(
    ws: Workspace, scope: Scope, by: By = "alike", scoring: Scoring = USUAL
) -> pd.DataFrame:
    """Of each segment the product to offer to most of its customers.

    One row per segment, the largest first: segment customers (of those learned from) product
    first_for (customers it comes first for) share (first_for ÷ customers).
    """
    model = learned(ws, scope)
    known = engine.run(
        ws, "next_products_segments", _whole(ws, scope), every=every(ws), **scoring.params
    )
    columns = ["segment", "customers", "product", "first_for", "share"]
    keys, held = model.held(_bought(ws, scope))
    if not len(keys):
        return pd.DataFrame(columns=columns)
    named = model.first(held, by, 1)[:, 0]
    rows = known.merge(pd.DataFrame({"customer_key": keys, "item": named}), on="customer_key")
    rows = rows[rows["item"] >= 0]
    counts = rows.groupby(["segment", "item"]).size().rename("first_for").reset_index()
    counts = counts.sort_values(["first_for", "item"], ascending=[False, True])
    counts = counts.drop_duplicates("segment").set_index("segment")
    sizes = rows.groupby("segment").size().rename("customers")
    found = counts.join(sizes).reset_index()
    found["product"] = [str(model.items[item]) for item in found["item"]]
    found["share"] = found["first_for"] / found["customers"]
    order = ["customers", "segment"]
    return found.sort_values(order, ascending=[False, True], ignore_index=True)[columns]


def likely(ws: Workspace, scope: Scope, product: str, rows: int = 50) -> pd.DataFrame:
    """The customers most like the buyers of a product who never bought it.

    One row per customer, most alike first: customer_id name region owner
    because         of what they bought, the product that shares most buyers with it
    alike_products  how many of the 50 that share most buyers with it they have (count)
    last_order_on orders revenue   counting orders; returns taken off (money)
    """
    weights = learned(ws, scope).near(product)
    asked = {"product": product, "rows": rows, "weights": pa.Table.from_pandas(weights)}
    return engine.run(ws, "next_products_likely", _whole(ws, scope), **asked)


def offered(ws: Workspace, scope: Scope) -> list[str]:
    """The products that can be suggested, most bought first."""
    return [str(item) for item in learned(ws, scope).items]


def learned(ws: Workspace, scope: Scope) -> Model:
    """How alike products are by their buyers, of all history up to as_of."""
    return neighbours.learned(_bought(ws, scope))


def rule(tested: pd.DataFrame) -> By:
    """Which way of naming products to go by: the plain one unless the other is clearly better.

    tested  as `backtest` gives it; five products named decide
    """
    better = tested[(tested["offered"] == DECIDES) & tested["better"].astype(bool)]
    return "alike" if len(better) else "most"


def _bought(ws: Workspace, scope: Scope) -> pd.DataFrame:
    return engine.run(ws, "next_products_bought", _whole(ws, scope), every=every(ws))


def every(ws: Workspace) -> int:
    """One customer in how many is learned from."""
    return max(1, -(-ws.facts.customers // SAMPLE))


def _whole(ws: Workspace, scope: Scope) -> Scope:
    resolved = scope.resolved(ws)
    return replace(resolved, start=None, end=resolved.as_of)


def _compared(alike: np.ndarray, most: np.ndarray) -> pd.DataFrame:
    """Hits at each cut of both ways, and the gain of the one over the other."""
    if len(alike) < rates.LEAST:
        return pd.DataFrame()
    rows = []
    for cut in CUTS:
        place = min(cut, alike.shape[1]) - 1
        ours, plain = alike[:, place], most[:, place]
        n, won, lost = len(ours), int((ours & ~plain).sum()), int((plain & ~ours).sum())
        middle = (won - lost) / (n + 2)
        half = 1.96 * np.sqrt(max(won + lost + 1 - (won - lost) ** 2 / (n + 2), 0)) / (n + 2)
        rows.append(
            (cut, n, ours.sum(), plain.sum(), (won - lost) / n, middle - half, middle + half)
        )
    names = ["offered", "customers", "hits", "plain_hits", "gain", "gain_low", "gain_high"]
    return pd.DataFrame(rows, columns=names)


def _tested(rows: pd.DataFrame, day: date | None) -> pd.DataFrame:
    columns = [
        "offered", "day", "customers", "hits", "share", "low", "high",
        "plain_hits", "plain_share", "plain_low", "plain_high",
        "gain", "gain_low", "gain_high", "better",
    ]  # fmt: skip
    if rows.empty:
        return pd.DataFrame(columns=columns)
    for name in ("", "plain_"):
        rows[f"{name}share"] = rows[f"{name}hits"] / rows["customers"]
        interval = rates.wilson(rows[f"{name}hits"], rows["customers"])
        rows[[f"{name}low", f"{name}high"]] = interval
    rows["better"] = rows["gain_low"] > 0
    return rows.assign(day=day)[columns]
