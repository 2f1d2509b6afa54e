"""Which small and ordinary customers could become large ones, and which prospects loyal customers?

Those of today's vital few are looked at as they were in their first days; who was alike then and
is small or ordinary still, and buying, is named. Whether that works is measured on an earlier day:
of those the same list would have named then, how many have climbed since. Everything is asked on
the scope's as_of over all history.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from analytics import engine, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

EARLY = 90  # days after the first order that are looked at
EARLY_CONTACT = 30  # and after the first contact of a prospect
ACTIVE = 182  # who has not bought, or not been contacted, for longer is not on a list
NAMED = 100  # length of a list, and of the one that is judged; of few, a quarter
YEAR = 364  # days between the list that is judged and as_of
LEAST = rates.LEAST  # of the vital few, and of the others, to learn from
VITAL = ("key", "secondary")
SAMPLE = 100_000  # customers a model learns from at most; beyond it they add nothing but time
EARLY_MEASURES = (
    "early_orders", "early_purchase_days", "early_revenue", "early_lines", "early_span_days",
    "early_contacts",
)  # fmt: skip
MET_MEASURES = (
    "early_contacts", "early_stages", "early_kinds", "early_channels", "early_span_days",
)  # fmt: skip


@dataclass(frozen=True)
class Backtest:
    """What became of those a list of this kind would have named on an earlier day.

    day              the day of that list, None where the history is too short to tell
    named climbed    how many it named, and who of them did what was hoped for by as_of (counts)
    low high         95 % Wilson interval of climbed ÷ named
    others others_climbed   everybody who could have been named, and who of them did it
    better           True where the whole interval lies above the rate of everybody
    """

    day: Any = None
    named: int = 0
    climbed: int = 0
    low: float = np.nan
    high: float = np.nan
    others: int = 0
    others_climbed: int = 0

    @property
    def rate(self) -> float:
        """climbed ÷ named; null where nobody was named."""
        return self.climbed / self.named if self.named else np.nan

    @property
    def base_rate(self) -> float:
        """others_climbed ÷ others; null where nobody could have been named."""
        return self.others_climbed / self.others if self.others else np.nan

    @property
    def better(self) -> bool:
        return bool(self.others) and self.low > self.base_rate


def customers(ws: Workspace, scope: Scope, top: int = NAMED) -> pd.DataFrame:
    """The ordinary and small customers who began most like today's key and secondary ones.

    One row per customer, most alike first, at most `top`; none where there are too few to learn
    from (30 of either side who are known for 90 days).
    customer_id
    likeness     logistic regression on the first 90 days: the chance that who began like this is
                 among the top 20 % now
    tier value   by revenue of all history (money), as in `pyramid.customers`
    known_days recency_days         since the first and the last counting order
    early_orders early_purchase_days early_revenue early_lines early_span_days early_contacts
                 of the first 90 days: counting orders, days with one, their money and lines, days
                 from the first to the last, contacts
    name region owner               as far as they are known
    Only who ordered within 182 days. Source: Curry & Curry 2000 on lifting customers up a tier.
    """
    return _alike(_begun(ws, scope)).head(top)


def backtest(ws: Workspace, scope: Scope) -> Backtest:
    """Of those `customers` would have named a year ago, how many are key or secondary today.

    A year of 364 days, or half the history where that is shorter.
    """
    as_of, first = scope.resolved(ws).as_of, ws.facts.first_order_on
    if as_of is None or first is None:
        return Backtest()
    day = as_of - timedelta(days=min(YEAR, (as_of - first).days // 2))
    then = _alike(_begun(ws, replace(scope, as_of=day)))
    now = _begun(ws, scope).set_index("customer_id")["tier"]
    climbed = then["customer_id"].map(now).isin(VITAL)
    return _judged(day, climbed)


def prospects(ws: Workspace, scope: Scope, horizon_days: int, top: int = NAMED) -> pd.DataFrame:
    """The prospects who began most like today's loyal customers.

    One row per prospect, most alike first, at most `top`; none where there are too few to learn
    from (30 loyal customers met before their first order, and 30 other people).
    customer_id
    likeness   logistic regression on the first 30 days after the first contact, type and region:
               the chance that who began like this is a loyal customer now
    known_days contact_days   since the first and the last contact
    early_contacts early_stages early_kinds early_channels early_span_days
               of those 30 days, before any order: contacts, of them with a sales stage, kinds
               and channels of contact, days from the first to the last
    last_contact_on type region name owner
    Only who was contacted within 182 days. horizon_days as in `lifecycle.customers`.
    """
    return _promising(_met(ws, scope, horizon_days)).head(top)


def prospects_backtest(ws: Workspace, scope: Scope, horizon_days: int) -> Backtest:
    """Of those `prospects` would have named half a year ago, how many have bought since.

    Half a year of 182 days. An empty test where nothing could be learned then.
    """
    as_of = scope.resolved(ws).as_of
    assert as_of is not None
    day = as_of - timedelta(days=YEAR // 2)
    then = _promising(_met(ws, replace(scope, as_of=day), horizon_days))
    now = _met(ws, scope, horizon_days).set_index("customer_id")["state"]
    bought = then["customer_id"].map(now).ne("prospect")
    return _judged(day, bought)


def _begun(ws: Workspace, scope: Scope) -> pd.DataFrame:
    whole = replace(scope, start=None, end=None)
    return engine.run(ws, "potential_customers", whole, early_days=EARLY)


def _met(ws: Workspace, scope: Scope, horizon_days: int) -> pd.DataFrame:
    whole = replace(scope, start=None, end=None)
    return engine.run(
        ws, "potential_prospects", whole, horizon=horizon_days, early_days=EARLY_CONTACT
    )


def _alike(begun: pd.DataFrame) -> pd.DataFrame:
    """Everybody who could be named, most alike first; empty where nothing can be learned."""
    measures = _logs(begun[list(EARLY_MEASURES)])
    vital = begun["tier"].isin(VITAL)
    model = _learned(measures, vital, begun["known_days"] >= EARLY)
    found = begun[~vital & (begun["recency_days"] <= ACTIVE)]
    if model is None or found.empty:
        return begun.head(0).assign(likeness=pd.Series(dtype=float))
    found = found.assign(likeness=model.predict_proba(measures.loc[found.index])[:, 1])
    return _first("likeness", found).drop(columns="rank")


def _first(column: str, found: pd.DataFrame) -> pd.DataFrame:
    found = found.sort_values([column, "customer_id"], ascending=[False, True], ignore_index=True)
    return found[["customer_id", column, *found.columns.difference([column, "customer_id"], False)]]


def _learned(measures: pd.DataFrame, wanted: pd.Series, known: pd.Series) -> Any:
    """The model of those known long enough; None with too few who are wanted, or who are not."""
    seen, label = measures[known], wanted[known]
    if min(int(label.sum()), int((~label).sum())) < LEAST:
        return None
    if len(seen) > SAMPLE:
        seen = seen.iloc[:: -(-len(seen) // SAMPLE)]
        label = label.loc[seen.index]
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    return model.fit(seen, label)


def _logs(measures: pd.DataFrame) -> pd.DataFrame:
    counts = measures.astype(float).clip(lower=0)
    return pd.DataFrame(np.log1p(counts), index=measures.index, columns=measures.columns)


def _promising(people: pd.DataFrame) -> pd.DataFrame:
    """Every prospect who could be named, most alike first; empty where nothing can be learned."""
    groups = pd.get_dummies(people[["type", "region"]].fillna(""), dtype=float)
    traits = _logs(people[list(MET_MEASURES)]).join(groups)
    model = _learned(traits, people["state"] == "loyal", people["known_days"] >= 2 * EARLY_CONTACT)
    found = people[(people["state"] == "prospect") & (people["contact_days"] <= ACTIVE)]
    if model is None or found.empty:
        return people.head(0).assign(likeness=pd.Series(dtype=float))
    found = found.assign(likeness=model.predict_proba(traits.loc[found.index])[:, 1])
    return _first("likeness", found).drop(columns="state")


def _judged(day: Any, climbed: pd.Series) -> Backtest:
    named = climbed.head(min(NAMED, len(climbed) // 4))  # a longer list would name everybody
    if named.empty:
        return Backtest()
    interval = rates.wilson(pd.Series([int(named.sum())]), pd.Series([len(named)])).iloc[0]
    return Backtest(
        day, len(named), int(named.sum()), float(interval.low), float(interval.high),
        len(climbed), int(climbed.sum()),
    )  # fmt: skip
