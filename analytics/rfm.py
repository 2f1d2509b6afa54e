"""Who are our customers, by when they last bought, how often, and for how much?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from analytics import engine
from analytics.scope import Scope
from analytics.scoring import CELLS, FAMILIES, SEGMENTS, TYPES, Scoring, segment_of

if TYPE_CHECKING:
    from analytics.workspace import Workspace

SLIPPING = FAMILIES["slipping"]
USUAL = Scoring()


@dataclass(frozen=True)
class Headline:
    """What a segments page says first; counts of customers, money, and shares from 0 to 1.

    best            champions, or customers important in every way
    slipping        can't lose and at risk, or important ones who are not recent
    tells_apart     False where all customers have the same recency, or the same frequency (or,
                    for the eight types, the same money): then no segment should be named
    recent_days frequent_orders   what it takes to score 5
    """

    customers: int
    tells_apart: bool
    best: int
    best_share: float
    best_money_share: float
    slipping: int
    slipping_money: float
    recent_days: int
    frequent_orders: int


def customers(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> pd.DataFrame:
    """When each customer last bought, how often and for how much, with scores from 1 to 5.

    One row per customer with a counting order in the scope.
    customer_id
    recency_days  last day of the period (as_of unless it ends earlier) − day of the last counting
                  order (days)
    frequency     counting orders (count)
    monetary      amount of all order lines, returns taken off (money)
    r f m         1 + floor(5 × share of the other customers that are worse), at most 5; 5 is
                  best and equal values score alike
    segment       one of SEGMENTS, from r and f
    type8         one of TYPES: each of the three values against its mean (or median)
    name region   as far as they are known
    Source: methods.md, RFM; Hughes 1994 for the scores, the eight types as taught in China.
    """
    return engine.run(ws, "rfm_customers", scope, **scoring.params)


def cells(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> pd.DataFrame:
    """All customers counted by recency score, frequency score and type: what every map adds up.

    One row per r, f and type8 that occurs, at most 200.
    r f segment type8            as in `customers`
    customers monetary orders    count, money, count
    recency_days                 summed over the customers (days)
    recency_from recency_to      least and most days since the last order
    frequency_from frequency_to  least and most orders
    monetary_from monetary_to    least and most money
    Source: methods.md, RFM.
    """
    return engine.run(ws, "rfm_cells", scope, **scoring.params)


def segments(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> pd.DataFrame:
    """What each of the ten segments is in people and in money.

    One row per segment in the order of SEGMENTS, those without customers included.
    segment customers customer_share monetary monetary_share
    average orders recency_days   money, orders and days since the last order per customer
    Shares are 0 to 1 and null where the whole is not above 0. Source: methods.md, RFM.
    """
    return by_segment(cells(ws, scope, scoring))


def types(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> pd.DataFrame:
    """What each of the eight types is in people and in money: columns as in `segments`."""
    return by_type(cells(ws, scope, scoring))


def by_segment(counted: pd.DataFrame) -> pd.DataFrame:
    """The cells added up to segments; columns as in `segments`."""
    return _add_up(counted, "segment", SEGMENTS)


def by_type(counted: pd.DataFrame) -> pd.DataFrame:
    """The cells added up to the eight types; columns as in `segments`, type8 first."""
    return _add_up(counted, "type8", TYPES)


def by_score(counted: pd.DataFrame) -> pd.DataFrame:
    """The cells added up to the 25 pairs of scores: r f segment customers monetary average."""
    rows = counted.groupby(["r", "f"])[["customers", "monetary"]].sum()
    rows = rows.reindex(pd.MultiIndex.from_tuples(CELLS, names=["r", "f"]), fill_value=0)
    rows["average"] = (rows.monetary / rows.customers).where(rows.customers > 0)
    rows.insert(0, "segment", [segment_of(r, f) for r, f in CELLS])
    return rows.reset_index()


def by_family(counted: pd.DataFrame) -> pd.DataFrame:
    """The cells added up to FAMILIES of segments; columns as in `segments`, family first."""
    families = {code: family for family, codes in FAMILIES.items() for code in codes}
    counted = counted.assign(family=counted.segment.map(families))
    return _add_up(counted, "family", tuple(FAMILIES))


def headline(counted: pd.DataFrame, by: Literal["segment", "type8"] = "segment") -> Headline:
    """The best customers' part of people and money, and the good ones who are slipping away."""
    rows = by_segment(counted) if by == "segment" else by_type(counted)
    best = rows[rows[by] == ("champions" if by == "segment" else "important_value")]
    slipping = rows[rows[by].isin((*SLIPPING, "important_keep", "important_win_back"))]
    return Headline(
        customers=int(rows.customers.sum()),
        tells_apart=all(
            bool(counted[f"{measure}_from"].min() < counted[f"{measure}_to"].max())
            for measure in ("recency", "frequency", "monetary")[: 2 if by == "segment" else 3]
        ),
        best=int(best.customers.sum()),
        best_share=float(best.customer_share.iloc[0]),
        best_money_share=float(best.monetary_share.iloc[0]),
        slipping=int(slipping.customers.sum()),
        slipping_money=float(slipping.monetary.sum()),
        recent_days=_or_nothing(counted.recency_to[counted.r == 5].max()),
        frequent_orders=_or_nothing(counted.frequency_from[counted.f == 5].min()),
    )


def listing(
    ws: Workspace,
    scope: Scope,
    segments: Iterable[str] = SEGMENTS,
    types: Iterable[str] = TYPES,
    scores: Iterable[tuple[int, int]] = CELLS,
    scoring: Scoring = USUAL,
    skip: int = 0,
    rows: int = 50,
) -> pd.DataFrame:
    """One page of the customers in chosen segments, types and (r, f) cells, most money first.

    One row per customer: customer_id name region segment type8 tier r f m recency_days frequency
    monetary, as in `customers`; tier by revenue as in `pyramid.customers`. `chosen` counts them.
    """
    choices: dict[str, tuple[list[Any], tuple[Any, ...]]] = {
        "segments": (list(segments), SEGMENTS),
        "types": (list(types), TYPES),
        "cells": ([10 * r + f for r, f in scores], CELLS),
    }
    narrower: dict[str, Any] = {
        name: some for name, (some, all_) in choices.items() if len(some) < len(all_)
    }
    return engine.run(ws, "rfm_listing", scope, skip=skip, rows=rows, **scoring.params, **narrower)


def chosen(
    counted: pd.DataFrame,
    segments: Iterable[str] = SEGMENTS,
    types: Iterable[str] = TYPES,
    scores: Iterable[tuple[int, int]] = CELLS,
) -> tuple[int, float]:
    """How many customers a choice holds, and their money."""
    pairs = pd.Series(list(zip(counted.r, counted.f, strict=True)), counted.index, dtype=object)
    rows = counted[
        counted.segment.isin(list(segments))
        & counted.type8.isin(list(types))
        & pairs.isin(list(scores))
    ]
    return int(rows.customers.sum()), float(rows.monetary.sum())


def _or_nothing(value: float) -> int:
    return 0 if pd.isna(value) else int(value)


def _add_up(counted: pd.DataFrame, name: str, codes: tuple[str, ...]) -> pd.DataFrame:
    sums = counted.groupby(name)[["customers", "monetary", "orders", "recency_days"]].sum()
    sums = sums.reindex(pd.Index(codes, name=name), fill_value=0)
    people, money = sums.customers.sum(), sums.monetary.sum()
    some = sums.customers.where(sums.customers > 0)
    return pd.DataFrame(
        {
            "customers": sums.customers.astype("int64"),
            "customer_share": sums.customers / people if people else float("nan"),
            "monetary": sums.monetary.astype(float),
            "monetary_share": sums.monetary / money if money > 0 else float("nan"),
            "average": sums.monetary / some,
            "orders": sums.orders / some,
            "recency_days": sums.recency_days / some,
        }
    ).reset_index()
