"""Who are our customers, by when they last bought, how often, and for how much?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope
from analytics.scoring import (
    BANDS,
    CELLS,
    FAMILIES,
    SEGMENTS,
    TYPES,
    Scoring,
    segment_of,
    words,
)
from analytics.sums import (
    SLIPPING,
    Headline,
    add_risk,
    by_band,
    by_family,
    by_map,
    by_score,
    by_segment,
    by_type,
    chosen,
    cut_values,
    headline,
    nobody_has,
    typed_cuts,
)

if TYPE_CHECKING:
    from analytics.workspace import Workspace

__all__ = [
    "BANDS", "CELLS", "FAMILIES", "SEGMENTS", "SLIPPING", "TYPES", "Headline", "Scoring",
    "add_risk", "by_band", "by_family", "by_map", "by_score", "by_segment", "by_type", "cells",
    "chosen", "customers", "cut_values", "headline", "listing", "nobody_has", "risks",
    "segment_of", "segments", "typed_cuts", "types",
]  # fmt: skip

USUAL = Scoring()
OVERDUE = 1.5  # from so many usual gaps on a customer is overdue, as on the page of leaving


def customers(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> pd.DataFrame:
    """When each customer last bought, how often and for how much, with scores from 1 to 5.

    One row per customer with a counting order in the scope.
    customer_id
    recency_days  last day of the period (as_of unless it ends earlier) − day of the last counting
                  order (days)
    frequency     counting orders (count)
    monetary      amount of all order lines, returns taken off (money)
    r f m         1 + floor(5 × share of the other customers that are worse), at most 5; 5 is
                  best and equal values score alike; by fixed cuts where `scoring` says so
    segment       one of SEGMENTS, from r and f
    type8         one of TYPES: each of the three values against its mean (or median)
    name region   as far as they are known
    score band    with weights only: the weighted mean of r, f and m, 1 to 5, and the fifth of
                  that range it lies in, 5 the best
    Source: methods.md, RFM; Hughes 1994 for the scores, the eight types as taught in China.
    """
    params = scoring.params_with_money | {"names": True}
    return words(engine.table(ws, "rfm_customers", scope, **params)).to_pandas()


def cells(
    ws: Workspace,
    scope: Scope,
    scoring: Scoring = USUAL,
    money: bool = False,
    margin: bool = False,
) -> pd.DataFrame:
    """All customers counted by recency score, frequency score and type: what every map adds up.

    One row per r, f and type8 that occurs, at most 200; with money per m as well, at most 1,000.
    r f segment type8            as in `customers`
    customers monetary orders    count, money, count
    recency_days                 summed over the customers (days)
    recency_from recency_to      least and most days since the last order
    frequency_from frequency_to  least and most orders
    monetary_from monetary_to    least and most money
    m margin                     where asked for: score of money; amount − cost where known
    Source: methods.md, RFM.
    """
    params = scoring.params_with_money if money else scoring.params
    if margin:
        params = params | {"margin": True, "by": "margin"}
    return engine.run(ws, "rfm_cells", scope, **params)


def segments(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> pd.DataFrame:
    """What each of the ten segments is in people and in money.

    One row per segment in the order of SEGMENTS, those without customers included.
    segment customers customer_share monetary monetary_share
    average orders recency_days   money, orders and days since the last order per customer
    average_order                 money per order
    Shares are 0 to 1 and null where the whole is not above 0. Source: methods.md, RFM.
    """
    return by_segment(cells(ws, scope, scoring))


def types(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> pd.DataFrame:
    """What each of the eight types is in people and in money: columns as in `segments`."""
    return by_type(cells(ws, scope, scoring))


def risks(
    ws: Workspace, scope: Scope, scoring: Scoring = USUAL, up: Literal["f", "m"] = "f"
) -> pd.DataFrame:
    """Which part of each cell has been silent for longer than 1.5 of their usual gaps.

    One row per r and f (or m) with customers: customers, overdue (count), risk = overdue ÷
    customers, low and high (its 95 % interval). Silence and usual gap over all history up to
    as_of, as on the page of leaving; after a single purchase the gap is the median of all.
    Source: methods.md, churn, the plain rule; Wilson 1927.
    """
    places = _places(ws, scope, scoring)
    places["overdue"] = places.customer_key.isin(_overdue(ws, scope).customer_key)
    rows = places.groupby(["r", up]).overdue.agg(["size", "sum"])
    rows.columns = pd.Index(["customers", "overdue"])
    rows["risk"] = rows.overdue / rows.customers
    return rows.join(rates.wilson(rows.overdue, rows.customers)).reset_index()


def listing(
    ws: Workspace,
    scope: Scope,
    segments: Iterable[str] = SEGMENTS,
    types: Iterable[str] = TYPES,
    scores: Iterable[tuple[int, int]] = CELLS,
    money_scores: Iterable[tuple[int, int]] = CELLS,
    bands: Iterable[int] = BANDS,
    scoring: Scoring = USUAL,
    skip: int = 0,
    rows: int = 50,
) -> pd.DataFrame:
    """One page of the customers of a choice, most money first.

    segments types      codes            scores money_scores   pairs (r, f) and (r, m)
    bands               of the weighted score
    One row per customer: customer_id name region segment type8 tier r f m recency_days frequency
    monetary, as in `customers` (score before the last three, with weights); tier by revenue as in
    `pyramid.customers`. `chosen` counts them.
    """
    return engine.run(
        ws, "rfm_listing", scope, skip=skip, rows=rows, **scoring.params_with_money,
        **narrowed(segments, types, scores, money_scores, bands, scoring),
    )  # fmt: skip


def narrowed(
    segments: Iterable[str] = SEGMENTS,
    types: Iterable[str] = TYPES,
    scores: Iterable[tuple[int, int]] = CELLS,
    money_scores: Iterable[tuple[int, int]] = CELLS,
    bands: Iterable[int] = BANDS,
    scoring: Scoring = USUAL,
) -> dict[str, list[Any]]:
    """The values a question binds for a choice; a choice of everything binds none."""
    choices: dict[str, tuple[list[Any], int]] = {
        "segments": (list(segments), len(SEGMENTS)),
        "types": (list(types), len(TYPES)),
        "cells": ([10 * r + f for r, f in scores], len(CELLS)),
        "money_cells": ([10 * r + m for r, m in money_scores], len(CELLS)),
        "triples": (scoring.triples(bands), len(CELLS) * 5),
    }
    return {name: some for name, (some, every) in choices.items() if len(some) < every}


def _places(ws: Workspace, scope: Scope, scoring: Scoring) -> pd.DataFrame:
    return engine.run(ws, "rfm_places", scope, **scoring.params_with_money)


def _overdue(ws: Workspace, scope: Scope) -> pd.DataFrame:
    known = scope.resolved(ws)
    known = replace(known, start=None, end=known.as_of)
    return engine.run(ws, "rfm_overdue", known, overdue=OVERDUE, horizon=1)
