"""Days from step to step: by hand, against pandas over the sample, and where the wait is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import WorkspaceOf, stages

from analytics import DataError, Scope, Workspace, engine, funnel, split, waits
from analytics.steps import Choice

STEPS = ["A", "B", "C"]
SCOPE = Scope(as_of=date(2025, 1, 1))


@pytest.fixture(scope="module")
def small(workspace_of: WorkspaceOf) -> Workspace:
    """Four wait 1, 2, 3 and 10 days for B; two of them go on to C, after 4 and 20 days."""
    return workspace_of(
        interactions=stages(
            ann="01-01 A 01-02 B 01-06 C", bob="01-01 A 01-03 B 01-23 C", cem="01-01 A 01-04 B",
            dan="01-01 A 01-11 B", eve="01-01 A",
        ),
        customers="customer_id,region\nann,North\nbob,North\ncem,South\ndan,South\neve,South",
    )  # fmt: skip


def test_quartiles_and_the_share_of_the_wait_by_hand(small: Workspace) -> None:
    found = waits.transitions(small, SCOPE, Choice(STEPS))
    assert found["number"].tolist() == [2, 3]
    assert found["step"].tolist() == ["B", "C"]
    assert found["customers"].tolist() == [4, 2]
    assert found["lower_days"].tolist() == [1, 4]
    assert found["median_days"].tolist() == [2.5, 12]
    assert found["upper_days"].tolist() == [3, 20]
    assert found["long_days"].tolist() == [10, 20]
    # ann and bob arrived, after 1 + 4 and 2 + 20 days
    assert found["wait_share"].tolist() == pytest.approx([3 / 27, 24 / 27])
    longest = waits.longest(found)
    assert longest is not None
    assert longest["step"] == "C"
    assert not waits.spread(found)
    assert waits.spread(found.assign(wait_share=[0.45, 0.55]))
    assert not waits.spread(found.assign(wait_share=float("nan")))


def test_spans_hold_everybody_and_the_last_who_waited_longer(small: Workspace) -> None:
    found = waits.days(small, SCOPE, Choice(STEPS), reach=10)
    assert found[found["number"] == 2].iloc[:, 1:].fillna(-1).values.tolist() == [
        [1, 2, 1], [2, 3, 1], [3, 4, 1], [10, 11, 1],
    ]  # fmt: skip
    assert found[found["number"] == 3].iloc[:, 1:].fillna(-1).values.tolist() == [
        [4, 5, 1], [11, -1, 1],
    ]  # fmt: skip


def test_nobody_at_the_end_leaves_the_longest_median(small: Workspace) -> None:
    found = waits.transitions(small, SCOPE, Choice(["A", "B", "Z"]))
    assert found["wait_share"].isna().all()
    longest = waits.longest(found)
    assert longest is not None
    assert longest["step"] == "B"
    assert waits.longest(waits.transitions(small, SCOPE, Choice(["Z", "A"]))) is None


def test_a_group_that_waits_longer_than_half_of_all_by_hand(small: Workspace) -> None:
    found = waits.groups(small, SCOPE, Choice(STEPS), by=["region"])
    rows = found[["number", "step", "one", "customers", "lower_days", "median_days", "upper_days"]]
    assert rows.values.tolist() == [
        [2, "B", "North", 2, 1, 1.5, 2],
        [2, "B", "South", 2, 3, 6.5, 10],
        [3, "C", "North", 2, 4, 12, 20],
    ]
    # half of the four waited 2.5 days for B; for C there is no other group
    assert found["longer_share"].tolist() == [0, 1, 0.5]
    assert found["rest_longer_share"].fillna(-1).tolist() == [1, 0, -1]
    assert found["discovery_rate"].isna().all()  # of so few nothing can be told
    assert not found["clear"].any()
    assert waits.slowest(found) is None
    large = found.assign(customers=[40, 40, 29])
    longest = waits.slowest(large)
    assert longest is not None
    assert (longest["step"], longest["one"]) == ("B", "South")


def test_groups_are_split_by_what_there_is(small: Workspace) -> None:
    with pytest.raises(DataError, match="not split by"):
        waits.groups(small, SCOPE, Choice(STEPS), by=["colour"])
    found = waits.groups(small, SCOPE, Choice(STEPS), by=["region", "owner"])
    assert found["two"].isna().all()
    assert split.sensible(Choice(STEPS)) == split.BY
    assert not set(split.OF_ORDERS) & set(split.sensible(Choice(["A", "order 1"])))
    assert waits.groups(small, SCOPE, Choice(["Z", "A"])).empty


@pytest.mark.parametrize("mode", funnel.MODES)
def test_the_sample_equals_pandas(firm: Workspace, mode: funnel.Mode) -> None:
    choice = Choice(funnel.proposed(firm), 90, mode)
    reached = engine.run(firm, "funnel_reached", **choice.params())
    reached = reached[(reached["mature"] == 1) & (reached["left_out"] == 0)]
    reached = reached.sort_values(["customer_id", "step"])
    reached["days"] = reached.groupby("customer_id")["reached_at"].diff() / pd.Timedelta(days=1)
    groups = reached.dropna(subset="days").groupby("step")["days"]
    found = waits.transitions(firm, None, choice).set_index("number")
    for name, share in (("lower_days", 0.25), ("upper_days", 0.75), ("long_days", 0.9)):
        wanted = groups.apply(np.quantile, share, method="inverted_cdf")
        assert found[name].tolist() == pytest.approx(wanted.tolist())
    assert found["median_days"].tolist() == pytest.approx(groups.median().tolist())
    assert found["wait_share"].sum() == pytest.approx(1)
    spans = waits.days(firm, None, choice, reach=20)
    assert spans.groupby("number")["customers"].sum().tolist() == groups.count().tolist()
    steps_table = funnel.steps(firm, None, choice)
    assert found["median_days"].tolist() == steps_table["median_days"].tolist()[1:]


@pytest.mark.parametrize("by", [("channel",), ("region", "segment")])
def test_groups_of_the_sample_equal_pandas(firm: Workspace, by: tuple[split.By, ...]) -> None:
    choice = Choice(funnel.proposed(firm), 90)
    asked = choice.params()
    timed = engine.run(firm, "funnel_timed", **asked)
    timed = timed[(timed["mature"] == 1) & (timed["left_out"] == 0) & (timed["step"] > 1)]
    named = engine.run(firm, "funnel_split", **asked, **split.params(by))
    rows = timed.merge(named, on="customer_key", validate="many_to_one")
    rows["longer"] = rows["days"] > rows.groupby("step")["days"].transform("median")
    keys = ["step", *split.names(by)]
    groups = rows.groupby(keys, dropna=False)
    found = waits.groups(firm, None, choice, by=by)
    found = found.drop(columns="step").rename(columns={"number": "step"}).set_index(keys)
    found = found.loc[list(groups.groups)]
    assert found["customers"].tolist() == groups["days"].count().tolist()
    assert found["median_days"].tolist() == pytest.approx(groups["days"].median().tolist())
    for name, share in (("lower_days", 0.25), ("upper_days", 0.75), ("long_days", 0.9)):
        wanted = groups["days"].apply(np.quantile, share, method="inverted_cdf")
        assert found[name].tolist() == pytest.approx(wanted.tolist())
    assert found["longer_share"].tolist() == pytest.approx(groups["longer"].mean().tolist())
    # nobody too recent and nobody left out is among them
    whole = waits.transitions(firm, None, choice).set_index("number")["customers"]
    assert found["customers"].groupby("step").sum().tolist() == whole.tolist()
    spans = waits.days(firm, None, choice, by=by, step=3, reach=20)
    sums = spans.groupby(split.names(by), dropna=False)["customers"].sum()
    assert sums.sum() == (rows["step"] == 3).sum()
    assert sorted(sums) == sorted(found.loc[3]["customers"])
