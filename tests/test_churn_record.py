"""How lists did on several earlier days together: the tenths by hand, and who is in them twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics import Scope, Workspace, churn, churn_proof, churn_record, churn_rule, rates
from tests.conftest import WorkspaceOf


def test_who_is_there_on_two_days_is_not_two_customers() -> None:
    """Of ten customers five left, seen on one day; seen on two with the same end, still of ten."""
    once = pd.DataFrame({
        "customer_key": range(10), "probability": 0.5, "gone": [True] * 5 + [False] * 5,
    })  # fmt: skip
    twice = pd.concat([once, once])
    apart = once.assign(customer_key=range(10, 20))
    low, high = rates.wilson(pd.Series([5]), pd.Series([10])).iloc[0]
    for scores in (once, twice):
        found = churn_proof.together(scores).iloc[0]
        assert (found["low"], found["high"]) == pytest.approx((low, high))
    others = churn_proof.together(pd.concat([once, apart])).iloc[0]
    assert others["low"] == pytest.approx(rates.wilson(pd.Series([10]), pd.Series([20])).low[0])
    assert churn_proof.together(twice)["customers"].tolist() == [20]


def test_where_all_of_a_tenth_left_the_interval_is_that_of_so_many_people() -> None:
    scores = pd.DataFrame({"customer_key": [*range(9)] * 2, "probability": 0.9, "gone": True})
    found = churn_proof.together(scores).iloc[0]
    assert found["low"] == pytest.approx(rates.wilson(pd.Series([9]), pd.Series([9])).low[0])
    assert found["actual"] == 1


def test_intervals_are_those_of_customers_drawn_anew(firm: Workspace) -> None:
    """On the sample: as wide as customers drawn with all their days make a tenth's share vary."""
    learned = churn.learn(firm, Scope())
    past = learned.past
    found = churn_proof.together(past)
    place = found["from_probability"].searchsorted(past["probability"], side="right") - 1
    people, of = np.unique(past["customer_key"], return_inverse=True)
    rng = np.random.default_rng(5)
    drawn = []
    for _ in range(300):
        weight = np.bincount(rng.integers(0, len(people), len(people)), minlength=len(people))[of]
        n = np.bincount(place, weight, minlength=len(found))
        drawn.append(np.bincount(place, weight * past["gone"], minlength=len(found)) / n)
    spread = np.std(drawn, axis=0)[1:-1]
    told = ((found["high"] - found["low"]) / (2 * 1.96)).to_numpy()[1:-1]
    assert told == pytest.approx(spread, rel=0.2)


def test_by_the_rule_all_days_it_could_rate_are_taken(firm: Workspace) -> None:
    scope = Scope().resolved(firm)
    days = churn.horizon_days(firm, Scope())
    tests = churn.backtest(firm, Scope(), cuts=churn_record.DAYS)
    found = churn_record.summary(firm, Scope()).iloc[0]
    assert (found["days"], found["n"]) == (len(tests), tests["n"].sum())
    weighted = (tests["base_rate"] * tests["n"]).sum() / tests["n"].sum()
    assert found["base_rate"] == pytest.approx(weighted)
    rows = [churn_rule.rated(firm, scope, days, 1 + back) for back in range(len(tests))]
    groups = churn_record.tenths(firm, Scope())
    assert groups["customers"].sum() == sum(map(len, rows))
    assert (groups["low"] <= groups["actual"]).all()
    assert (groups["actual"] <= groups["high"]).all()


def test_too_little_to_learn_from_gives_no_rows(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\na,2024-01-01,1\nb,2024-02-01,1")
    for by in churn.By.__args__:  # type: ignore[attr-defined]
        assert churn_record.tenths(ws, Scope(), by=by).empty
        assert churn_record.summary(ws, Scope(), by=by).empty
