"""How firm are the labels: who would be called something else had one measured a little otherwise?

A label that hangs on where a cut happens to lie, or on a month of history more or less, is
fragile. What changes from one day to another is movement, not instability: the day is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope
from analytics.scoring import BANDS, SEGMENTS, TYPES, Scoring, segment_of

if TYPE_CHECKING:
    from analytics.workspace import Workspace

USUAL = Scoring()
TENTH = 0.02  # of customers: a tenth of a fifth, by which the cuts of a score are moved
SHIFT = 0.10  # of the mean or median, by which the level of the eight types is moved
NOBODY = -1  # the label of a customer without a counting order in the other window
SCORES = BANDS[::-1]
# place among SEGMENTS of every pair of scores, and among TYPES of every kind
PLACES = np.array([[SEGMENTS.index(segment_of(r, f)) for f in SCORES] for r in SCORES])
KINDS = ("win_back", "keep", "develop", "value")
KIND_PLACES = np.array([TYPES.index(f"{w}_{k}") for w in ("general", "important") for k in KINDS])

By = Literal["segment", "type8"]
Places = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Stability:
    """How many labels hold however one measures; shares are 0 to 1.

    customers firm_share   all customers; those who keep their label under every variation
    firm_money_share       part of the money they bring; null where all money is not above 0
    variations  one row per variation: variation, customers who change, of them unlabelled (in no
                group then), customer_share and money_share of those who change
    labels      one row per label with customers, most fragile first: label, customers,
                changed_share (under any variation), variation that changes most of it,
                variation_share, becomes (the commonest other label then; null for no group)
    """

    customers: int
    firm_share: float
    firm_money_share: float
    variations: pd.DataFrame
    labels: pd.DataFrame

    @property
    def fragile(self) -> pd.Series | None:
        """The most fragile label of at least 30 customers, or None where none ever changes."""
        rows = self.labels[(self.labels["customers"] >= rates.LEAST)]
        rows = rows[rows["variation_share"] > 0]
        return None if rows.empty else rows.iloc[0]


def labels(ws: Workspace, scope: Scope, scoring: Scoring = USUAL) -> pd.DataFrame:
    """Every customer's values and places in both maps, as numbers: what is varied.

    One row per customer with a counting order, by key.
    customer_key recency_days frequency monetary   days, orders, money
    r f          scores of recency and frequency, 1 to 5
    kind         4 = more money than is typical, 2 = more recent, 1 = more often, added up
    Source: methods.md, RFM.
    """
    return engine.run(ws, "stability_labels", scope, **scoring.params)


def measured(
    ws: Workspace, scope: Scope, by: By = "segment", scoring: Scoring = USUAL
) -> Stability | None:
    """Who would be called something else by a window a month longer or shorter, or by other cuts.

    The variations, each against the labels as they are:
    shorter longer  the period starts a month later, or a month earlier where there are such data
    easier stricter segments: each cut of a score lies a tenth of a band (2 % of customers) lower
                    or higher; types: the level of each value lies a tenth lower or higher
    typical         types: the median in place of the mean, or the other way round
    None where not even two labels are given. Source: methods.md, RFM, for the labels.
    """
    base = labels(ws, scope, scoring)
    own = _places(base, by)
    if len(np.unique(own)) < 2:
        return None
    others = dict(_variations(ws, scope, by, scoring, base))
    money = base["monetary"].to_numpy()
    changed = {name: other != own for name, other in others.items()}
    every = np.logical_or.reduce([np.zeros(len(own), dtype=bool), *changed.values()])
    return Stability(
        customers=len(base),
        firm_share=float(1 - every.mean()),
        firm_money_share=_part(money, ~every),
        variations=pd.DataFrame(
            {
                "variation": list(changed),
                "customers": [int(other.sum()) for other in changed.values()],
                "unlabelled": [int((other == NOBODY).sum()) for other in others.values()],
                "customer_share": [float(other.mean()) for other in changed.values()],
                "money_share": [_part(money, other) for other in changed.values()],
            }
        ),
        labels=_by_label(own, others, every, SEGMENTS if by == "segment" else TYPES),
    )


def _places(rows: pd.DataFrame, by: By) -> Places:
    if by == "type8":
        return KIND_PLACES[rows["kind"].to_numpy()]
    return PLACES[rows["r"].to_numpy() - 1, rows["f"].to_numpy() - 1]


def _variations(
    ws: Workspace, scope: Scope, by: By, scoring: Scoring, base: pd.DataFrame
) -> Iterator[tuple[str, Places]]:
    """Each customer's place under each variation, in the order of `base`."""
    for name, start in _starts(ws, scope.resolved(ws)):
        rows = labels(ws, replace(scope, start=start), scoring)
        place = pd.Series(_places(rows, by), rows["customer_key"])
        yield name, place.reindex(base["customer_key"], fill_value=NOBODY).to_numpy()
    if by == "type8":
        other: Literal["mean", "median"] = "mean" if scoring.typical == "median" else "median"
        yield "typical", _places(labels(ws, scope, replace(scoring, typical=other)), by)
    for name, way in (("easier", -1), ("stricter", 1)):
        yield name, _moved(base, by, scoring, way)


def _starts(ws: Workspace, scope: Scope) -> Iterator[tuple[str, date]]:
    """The first days of a window a month shorter and a month longer, as far as there are data."""
    first, end = ws.facts.first_line_on, scope.end
    start = max(scope.start or date.min, first or date.min)
    assert end is not None
    if first and _months_after(start, 1) < end:
        yield "shorter", _months_after(start, 1)
    if first and scope.start and scope.start > first:
        yield "longer", _months_after(scope.start, -1)


def _months_after(day: date, months: int) -> date:
    return (pd.Timestamp(day) + pd.DateOffset(months=months)).date()


def _moved(rows: pd.DataFrame, by: By, scoring: Scoring, way: int) -> Places:
    """Places with cuts moved up (way 1: harder to reach) or down (-1)."""
    if by == "segment":
        r = _rescored(-rows["recency_days"], rows["r"], scoring, way * TENTH)
        f = _rescored(rows["frequency"], rows["f"], scoring, way * TENTH)
        return PLACES[r - 1, f - 1]
    typical = rows[["recency_days", "frequency", "monetary"]].agg(scoring.typical)
    recent = rows["recency_days"] < typical["recency_days"] * (1 - way * SHIFT)
    frequent = rows["frequency"] > typical["frequency"] * (1 + way * SHIFT)
    level = typical["monetary"] + way * SHIFT * abs(typical["monetary"])
    kind = 4 * (rows["monetary"] > level).astype(int) + 2 * recent.astype(int)
    return KIND_PLACES[(kind + frequent.astype(int)).to_numpy()]


def _rescored(values: pd.Series, scores: pd.Series, scoring: Scoring, shift: float) -> Places:
    """Scores with each cut moved by a share of all customers; equal values score alike."""
    counts = values.value_counts().sort_index()
    worse = (counts.cumsum() - counts) / max(len(values) - 1, 1)
    least = worse.groupby(scores.groupby(values).first()).min()
    new = pd.Series(1, worse.index)
    for score in BANDS[:-1]:
        reached = least[least.index >= score]
        if reached.empty:
            continue
        cut = reached.min() if scoring.method == "cuts" else (score - 1) / 5
        new = new.mask((worse >= cut + shift - 1e-12) & (new < score), score)
    return values.map(new).to_numpy()


def _by_label(
    own: Places, others: dict[str, Places], every: npt.NDArray[np.bool_], codes: tuple[str, ...]
) -> pd.DataFrame:
    rows = []
    for place, code in enumerate(codes):
        mine = own == place
        if not mine.any():
            continue
        shares = {name: float((other[mine] != place).mean()) for name, other in others.items()}
        worst = max(shares, key=lambda name: shares[name], default=None)
        gone = others[worst][mine] if worst else own[:0]
        gone = gone[gone != place]
        common = int(np.bincount(gone + 1).argmax()) - 1 if len(gone) else NOBODY
        rows.append(
            {
                "label": code,
                "customers": int(mine.sum()),
                "changed_share": float(every[mine].mean()),
                "variation": worst,
                "variation_share": shares[worst] if worst else 0.0,
                "becomes": codes[common] if common != NOBODY else None,
            }
        )
    order = ["variation_share", "changed_share"]
    return pd.DataFrame(rows).sort_values(order, ascending=False, kind="stable", ignore_index=True)


def _part(money: npt.NDArray[np.float64], some: npt.NDArray[np.bool_]) -> float:
    whole = money.sum()
    return float(money[some].sum() / whole) if whole > 0 else float("nan")
