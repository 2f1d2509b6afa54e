"""Into which groups do customers fall by themselves, without any map?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics import engine
from analytics.scope import Scope
from analytics.scoring import SEGMENTS, TYPES, Scoring

if TYPE_CHECKING:
    from analytics.workspace import Workspace

USUAL = Scoring()
SEED = 20_260_918
LEAST = 20  # customers below which groups would be accidents
MOST_GROUPS = 8
STARTS = 5  # of which the tightest groups are kept
FITTED, JUDGED = 10_000, 2_000  # customers the groups, and their silhouettes, are computed from
DRAWN = 1_200  # customers of a picture
APART = 0.35  # standard deviations from the mean from which a group's value is worth a word
# what a group is called where a value is above the mean, and where it is below
WORDS = {
    "recency_days": ("long_ago", "recent"),
    "frequency": ("often", "rarely"),
    "monetary": ("spend_more", "spend_less"),
}
Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Clusters:
    """Groups found by k-means; none where `why` says why not ("few", "alike").

    k            how many groups; customers how many people in them
    silhouettes  k silhouette: 1 = groups far apart, 0 = no groups; null where none can be told
    fitted judged  customers the groups and the silhouettes were computed from
    profiles     one row per group, most money per customer first: cluster, customers,
                 customer_share, monetary, monetary_share, average (money per customer), orders
                 and recency_days per customer, profile (codes of WORDS, "" for the middle)
    agreement    "segment", "type8" -> adjusted Rand index: 1 = the same groups, 0 = as by chance
    crossed      one row per map, label and cluster with customers: map label cluster customers
    points       some customers, for a picture: recency_days monetary cluster
    """

    customers: int
    why: str = ""
    k: int = 0
    fitted: int = 0
    judged: int = 0
    silhouettes: pd.DataFrame | None = None
    profiles: pd.DataFrame | None = None
    agreement: dict[str, float] | None = None
    crossed: pd.DataFrame | None = None
    points: pd.DataFrame | None = None


def customers(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> pd.DataFrame:
    """Which group each customer falls into by recency, frequency and money alone.

    One row per customer with a counting order in the scope.
    customer_id
    cluster       1 is the group with the most money per customer; null where there are none
    recency_days frequency monetary segment type8 name region   as in `rfm.customers`
    k-means on log(1 + days), log(1 + orders) and log(1 + money, at least 0), each standardised;
    2 to 8 groups by the best silhouette; the same data give the same groups in any row order.
    Source: methods.md, RFM; MacQueen 1967, Rousseeuw 1987.
    """
    rows = engine.run(ws, "clusters_customers", scope, **scoring.params)
    rows.insert(1, "cluster", _fit(ws, ws.key, scope)[0])
    return rows


def members(ws: Workspace, scope: Scope, cluster: int, scoring: Scoring = USUAL) -> pd.DataFrame:
    """The customers of one group, most money first: columns as in `customers`."""
    rows = customers(ws, scope, scoring)
    order = ["monetary", "customer_id"]
    return rows[rows["cluster"] == cluster].sort_values(order, ascending=[False, True])


def found(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> Clusters:
    """The groups, how well they are told apart, and how they agree with the maps."""
    from sklearn.metrics import adjusted_rand_score

    rows = customers(ws, scope, scoring)
    _, silhouettes, judged, why = _fit(ws, ws.key, scope)
    if why:
        return Clusters(len(rows), why)
    crossed = [
        rows.groupby([by, "cluster"]).size().rename("customers").reset_index()
        .rename(columns={by: "label"}).assign(map=by)
        for by in ("segment", "type8")
    ]  # fmt: skip
    order = {code: place for place, code in enumerate((*SEGMENTS, *TYPES))}
    table = pd.concat(crossed, ignore_index=True)
    table = table.sort_values("cluster", kind="stable")
    table = table.sort_values("label", key=lambda codes: codes.map(order), kind="stable")
    return Clusters(
        customers=len(rows),
        k=int(rows["cluster"].max()),
        fitted=min(len(rows), FITTED),
        judged=judged,
        silhouettes=silhouettes,
        profiles=_profiles(rows),
        agreement={
            by: float(adjusted_rand_score(rows[by], rows["cluster"])) for by in ("segment", "type8")
        },
        crossed=table[["map", "label", "cluster", "customers"]].reset_index(drop=True),
        points=rows.iloc[np.sort(_spread(rows, DRAWN))][["recency_days", "monetary", "cluster"]],
    )


def logs(rows: pd.DataFrame) -> Values:
    """The three values as the groups see them: logarithms, each with mean 0 and deviation 1."""
    values = np.log1p(rows[list(WORDS)].clip(lower=0).to_numpy(dtype=float))
    deviation = values.std(axis=0)
    return (values - values.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)


@lru_cache(maxsize=8)
def _fit(ws: Workspace, _key: object, scope: Scope) -> tuple[Any, pd.DataFrame, int, str]:
    """Each customer's group in the order of `customers`, and the silhouette by k."""
    rows = engine.run(ws, "clusters_customers", scope, typical="mean")
    nothing = pd.DataFrame({"k": [], "silhouette": []})
    none = pd.array([pd.NA] * len(rows), dtype="Int64")
    if len(rows) < LEAST:
        return none, nothing, 0, "few"
    values = logs(rows)
    chosen = _spread(rows, FITTED)
    sample = values[chosen]
    kinds = len(np.unique(sample, axis=0))
    if kinds < 2:
        return none, nothing, 0, "alike"
    best, silhouettes, judged = _groups(sample, min(MOST_GROUPS, kinds))
    if best is None:
        return none, silhouettes, judged, "alike"
    places = best.predict(values)
    money = rows["monetary"].groupby(places).mean().sort_values(ascending=False, kind="stable")
    number = {place: rank for rank, place in enumerate(money.index, 1)}
    clusters = pd.array([number[place] for place in places], dtype="Int64")
    return clusters, silhouettes, judged, ""


def _groups(sample: Values, most: int) -> tuple[Any, pd.DataFrame, int]:
    """The best of 2 to `most` groups by silhouette, the fewest among equals."""
    # as slow to import as a page is to draw: only where groups are asked for
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score
    from threadpoolctl import threadpool_limits

    judged = sample[np.linspace(0, len(sample) - 1, min(JUDGED, len(sample))).round().astype(int)]
    best: Any = None
    found: list[tuple[int, float]] = []
    for k in range(2, most + 1):
        # one thread: sums in one order, and no waiting for cores that others use
        with threadpool_limits(1):
            model = KMeans(k, n_init=STARTS, random_state=SEED).fit(sample)
            labels = model.predict(judged)
        told = 2 <= len(np.unique(labels)) < len(judged)
        score = float(silhouette_score(judged, labels)) if told else float("nan")
        if told and score > max((other for _, other in found), default=-1.0) + 1e-9:
            best = model
        found.append((k, score if told else -1.0))
    table = pd.DataFrame(found, columns=["k", "silhouette"])
    return best, table.mask(table["silhouette"] == -1.0).astype({"k": "Int64"}), len(judged)


def _spread(rows: pd.DataFrame, most: int) -> npt.NDArray[np.intp]:
    """Places of at most so many customers, evenly spread over money, then orders and days."""
    order = np.lexsort([rows["recency_days"], rows["frequency"], rows["monetary"]])
    if len(order) <= most:
        return order
    return order[np.linspace(0, len(order) - 1, most).round().astype(int)]


def _profiles(rows: pd.DataFrame) -> pd.DataFrame:
    standard = pd.DataFrame(logs(rows), columns=list(WORDS), index=rows.index)
    centres = standard.groupby(rows["cluster"]).mean()
    groups = rows.groupby("cluster")
    money = groups["monetary"].sum()
    whole = money.sum()
    return pd.DataFrame(
        {
            "customers": groups.size(),
            "customer_share": groups.size() / len(rows),
            "monetary": money,
            "monetary_share": money / whole if whole > 0 else float("nan"),
            "average": groups["monetary"].mean(),
            "orders": groups["frequency"].mean(),
            "recency_days": groups["recency_days"].mean(),
            "profile": [
                ",".join(
                    above if centre[name] > APART else below
                    for name, (above, below) in WORDS.items()
                    if abs(centre[name]) > APART
                )
                for _, centre in centres.iterrows()
            ],
        }
    ).reset_index()
