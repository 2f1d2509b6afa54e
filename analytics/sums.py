"""Counted cells of scored customers (`rfm.cells`) added up, along every line a map may draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analytics.scoring import BANDS, CELLS, FAMILIES, SEGMENTS, TYPES, Scoring, segment_of

SLIPPING = FAMILIES["slipping"]


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


def nobody_has(counted: pd.DataFrame, up: str = "f") -> list[tuple[str, int]]:
    """The scores of recency and of frequency (or money, up="m") without a customer: ("f", 2)."""
    return [
        (measure, score)
        for measure in ("r", up)
        for score in BANDS[::-1]
        if not (counted[measure] == score).any()
    ]


def by_segment(counted: pd.DataFrame) -> pd.DataFrame:
    """The cells added up to segments; columns as in `rfm.segments`."""
    return _add_up(counted, "segment", SEGMENTS)


def by_type(counted: pd.DataFrame) -> pd.DataFrame:
    """The cells added up to the eight types; columns as in `rfm.segments`, type8 first."""
    return _add_up(counted, "type8", TYPES)


def by_family(counted: pd.DataFrame) -> pd.DataFrame:
    """The cells added up to FAMILIES of segments; columns as in `rfm.segments`, family first."""
    families = {code: family for family, codes in FAMILIES.items() for code in codes}
    counted = counted.assign(family=counted.segment.map(families))
    return _add_up(counted, "family", tuple(FAMILIES))


def by_band(counted: pd.DataFrame, scoring: Scoring) -> pd.DataFrame:
    """The cells added up to the five bands of the weighted score, the best first; band first.

    counted  cells with the score of money
    """
    triples = zip(counted.r, counted.f, counted.m, strict=True)
    counted = counted.assign(band=[scoring.band(*scores) for scores in triples])
    return _add_up(counted, "band", BANDS)


def by_score(counted: pd.DataFrame, up: Literal["f", "m"] = "f") -> pd.DataFrame:
    """The cells added up to the 25 pairs of recency and frequency (or money) scores.

    One row per pair: r f (or m) segment (null for money) customers monetary average
    average_order margin (the last where the cells have it); money, and null without customers.
    """
    names = [name for name in ("customers", "monetary", "orders", "margin") if name in counted]
    rows = counted.groupby(["r", up])[names].sum()
    rows = rows.reindex(pd.MultiIndex.from_tuples(CELLS, names=["r", up]), fill_value=0)
    rows["average"] = (rows.monetary / rows.customers).where(rows.customers > 0)
    rows["average_order"] = (rows.monetary / rows.orders).where(rows.orders > 0)
    segments = [segment_of(r, f) if up == "f" else None for r, f in CELLS]
    rows.insert(0, "segment", pd.Series(segments, index=rows.index, dtype=object))
    return rows.reset_index()


def add_risk(pairs: pd.DataFrame, risks: pd.DataFrame) -> pd.DataFrame:
    """The pairs of `by_score` with the risk of each and its interval; null without customers."""
    up = "f" if "f" in pairs else "m"
    return pairs.merge(risks.drop(columns="customers"), how="left", on=["r", up])


def by_map(counted: pd.DataFrame) -> pd.DataFrame:
    """Segments against types: how each map divides the groups of the other.

    One row per segment and type8 with customers, in the order of both: customers monetary.
    """
    sums = counted.groupby(["segment", "type8"])[["customers", "monetary"]].sum()
    every = pd.MultiIndex.from_product([SEGMENTS, TYPES], names=["segment", "type8"])
    return sums.reindex(every).dropna().astype({"customers": "int64"}).reset_index()


def cut_values(counted: pd.DataFrame) -> pd.DataFrame:
    """What it took to get each score.

    One row per score, 5 first: score, then of each measure (recency days, frequency orders,
    monetary money) the least and most that got it and their customers; null and 0 where nobody
    did. counted: cells with the score of money.
    """
    rows = pd.DataFrame({"score": BANDS})
    for measure, score in (("recency", "r"), ("frequency", "f"), ("monetary", "m")):
        of = counted.groupby(score)
        rows[f"{measure}_from"] = rows.score.map(of[f"{measure}_from"].min())
        rows[f"{measure}_to"] = rows.score.map(of[f"{measure}_to"].max())
        counts = rows.score.map(of["customers"].sum()).fillna(0)
        rows[f"{measure}_customers"] = counts.astype("int64")
    return rows


def typed_cuts(
    values: pd.DataFrame, measure: Literal["recency", "frequency", "monetary"]
) -> list[int]:
    """Four rising whole numbers to begin with when cuts are typed: where the scores change now.

    values  as `cut_values` gives them; a score nobody has begins where the next one does
    """
    side, order = ("to", BANDS[:4]) if measure == "recency" else ("from", BANDS[3::-1])
    reached = values.set_index("score")[f"{measure}_{side}"].reindex(list(order)).bfill()
    found: list[int] = []
    for value in reached:
        least = found[-1] + 1 if found else 0
        found.append(max(least, 0 if pd.isna(value) else int(value)))
    return found


def chosen(
    counted: pd.DataFrame,
    segments: Iterable[str] = SEGMENTS,
    types: Iterable[str] = TYPES,
    scores: Iterable[tuple[int, int]] = CELLS,
    money_scores: Iterable[tuple[int, int]] = CELLS,
    bands: Iterable[int] = BANDS,
    scoring: Scoring | None = None,
) -> tuple[int, float]:
    """How many customers a choice holds, and their money; parameters as in `rfm.listing`."""
    kept = counted.segment.isin(list(segments)) & counted.type8.isin(list(types))
    kept &= _pairs(counted, "r", "f").isin(list(scores))
    if "m" in counted:
        kept &= _pairs(counted, "r", "m").isin(list(money_scores))
        triples = 100 * counted.r + 10 * counted.f + counted.m
        kept &= triples.isin((scoring or Scoring()).triples(bands))
    rows = counted[kept]
    return int(rows.customers.sum()), float(rows.monetary.sum())


def _pairs(counted: pd.DataFrame, across: str, up: str) -> pd.Series:
    pairs = list(zip(counted[across], counted[up], strict=True))
    return pd.Series(pairs, index=counted.index, dtype=object)


def _or_nothing(value: float) -> int:
    return 0 if pd.isna(value) else int(value)


def _add_up(
    counted: pd.DataFrame, name: str, codes: tuple[str, ...] | tuple[int, ...]
) -> pd.DataFrame:
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
            "average_order": (sums.monetary / sums.orders).where(sums.orders > 0),
        }
    ).reset_index()
