"""Groups by k-means: everyone in exactly one, the same in any order, as scikit-learn finds them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import WorkspaceOf
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.preprocessing import StandardScaler

from analytics import Scope, Workspace, clusters, rfm

EVERYTHING = Scope()
HEADER = "customer_id,ordered_on,order_id,amount"


def test_everyone_is_in_one_group_and_every_cent_once(firm: Workspace) -> None:
    rows, people = clusters.customers(firm, EVERYTHING), rfm.customers(firm, EVERYTHING)
    found = clusters.found(firm, EVERYTHING)
    assert rows.customer_id.tolist() == people.customer_id.tolist()
    assert rows.cluster.between(1, found.k).all()
    assert found.profiles is not None
    assert found.profiles.customers.sum() == found.customers == len(people)
    assert found.profiles.monetary.sum() == pytest.approx(people.monetary.sum())
    assert found.profiles.average.is_monotonic_decreasing
    assert found.crossed is not None
    assert found.crossed.groupby("map").customers.sum().tolist() == [len(people)] * 2


def test_scikit_learn_finds_the_same_groups(firm: Workspace) -> None:
    people = rfm.customers(firm, EVERYTHING)
    columns = people[["recency_days", "frequency", "monetary"]].clip(lower=0)
    values = StandardScaler().fit_transform(np.log1p(columns))
    found, rows = clusters.found(firm, EVERYTHING), clusters.customers(firm, EVERYTHING)
    labels = KMeans(found.k, n_init=10, random_state=1).fit_predict(values)
    assert adjusted_rand_score(labels, rows.cluster) > 0.98
    assert found.silhouettes is not None
    scores = found.silhouettes.set_index("k").silhouette
    assert scores.idxmax() == found.k
    assert scores[found.k] == pytest.approx(silhouette_score(values, labels), abs=0.02)
    assert found.agreement is not None
    expected = adjusted_rand_score(people.segment, rows.cluster)
    assert found.agreement["segment"] == pytest.approx(expected)


def test_the_order_of_rows_is_irrelevant(workspace_of: WorkspaceOf) -> None:
    lines = [
        f"c{n:02},2024-0{1 + n % 6}-1{k % 9},{n}-{k},{10 + n * k}"
        for n in range(40)
        for k in range(1 + n % 5)
    ]
    answers = [
        clusters.customers(workspace_of(sales="\n".join([HEADER, *some])), EVERYTHING)
        for some in (lines, lines[::-1])
    ]
    pd.testing.assert_frame_equal(*answers)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (["a,2024-01-01,1,10"], "few"),
        ([f"c{n},2024-01-01,{n},10" for n in range(40)], "alike"),
        (["a,2024-01-01,1,-10"], "few"),
    ],
    ids=["one customer", "all equal", "all returns"],
)
def test_where_there_are_no_groups_it_is_said_why(
    workspace_of: WorkspaceOf, rows: list[str], why: str
) -> None:
    ws = workspace_of(sales="\n".join([HEADER, *rows]))
    found = clusters.found(ws, EVERYTHING)
    assert (found.why, found.k) == (why, 0)
    assert clusters.customers(ws, EVERYTHING).cluster.isna().all()


def test_two_kinds_of_customers_are_two_groups(workspace_of: WorkspaceOf) -> None:
    rare = [f"r{n},2023-01-{1 + n % 9:02},r{n},{5 + n % 3}" for n in range(20)]
    loyal = [f"l{n},2024-06-{1 + k:02},l{n}-{k},900" for n in range(15) for k in range(9)]
    rows = clusters.customers(workspace_of(sales="\n".join([HEADER, *rare, *loyal])), EVERYTHING)
    assert set(rows.cluster[rows.customer_id.str.startswith("l")]) == {1}
    assert rows.cluster[rows.customer_id.str.startswith("r")].min() > 1
