"""Days from step to step: by hand, against pandas over the sample, and where the wait is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import WorkspaceOf

from analytics import Scope, Workspace, engine, funnel, waits

STEPS = ["A", "B", "C"]
SCOPE = Scope(as_of=date(2025, 1, 1))


@pytest.fixture(scope="module")
def small(workspace_of: WorkspaceOf) -> Workspace:
    """Four wait 1, 2, 3 and 10 days for B; two of them go on to C, after 4 and 20 days."""
    return workspace_of(
        interactions="""
        customer_id,occurred_at,kind,stage
        ann,2024-01-01,stage,A
        ann,2024-01-02,stage,B
        ann,2024-01-06,stage,C
        bob,2024-01-01,stage,A
        bob,2024-01-03,stage,B
        bob,2024-01-23,stage,C
        cem,2024-01-01,stage,A
        cem,2024-01-04,stage,B
        dan,2024-01-01,stage,A
        dan,2024-01-11,stage,B
        eve,2024-01-01,stage,A
        """
    )


def test_quartiles_and_the_share_of_the_wait_by_hand(small: Workspace) -> None:
    found = waits.transitions(small, SCOPE, STEPS)
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
    found = waits.days(small, SCOPE, STEPS, reach=10)
    assert found[found["number"] == 2].iloc[:, 1:].fillna(-1).values.tolist() == [
        [1, 2, 1], [2, 3, 1], [3, 4, 1], [10, 11, 1],
    ]  # fmt: skip
    assert found[found["number"] == 3].iloc[:, 1:].fillna(-1).values.tolist() == [
        [4, 5, 1], [11, -1, 1],
    ]  # fmt: skip


def test_nobody_at_the_end_leaves_the_longest_median(small: Workspace) -> None:
    found = waits.transitions(small, SCOPE, ["A", "B", "Z"])
    assert found["wait_share"].isna().all()
    longest = waits.longest(found)
    assert longest is not None
    assert longest["step"] == "B"
    assert waits.longest(waits.transitions(small, SCOPE, ["Z", "A"])) is None


@pytest.mark.parametrize("mode", funnel.MODES)
def test_the_sample_equals_pandas(firm: Workspace, mode: funnel.Mode) -> None:
    steps = funnel.proposed(firm)
    asked = {"steps": steps, "within_days": 90, "mode": mode}
    reached = engine.run(firm, "funnel_reached", **funnel.params(steps, 90, mode, "best"))
    reached = reached[(reached["mature"] == 1) & (reached["left_out"] == 0)]
    reached = reached.sort_values(["customer_id", "step"])
    reached["days"] = reached.groupby("customer_id")["reached_at"].diff() / pd.Timedelta(days=1)
    groups = reached.dropna(subset="days").groupby("step")["days"]
    found = waits.transitions(firm, **asked).set_index("number")
    for name, share in (("lower_days", 0.25), ("upper_days", 0.75), ("long_days", 0.9)):
        wanted = groups.apply(np.quantile, share, method="inverted_cdf")
        assert found[name].tolist() == pytest.approx(wanted.tolist())
    assert found["median_days"].tolist() == pytest.approx(groups.median().tolist())
    assert found["wait_share"].sum() == pytest.approx(1)
    spans = waits.days(firm, reach=20, **asked)
    assert spans.groupby("number")["customers"].sum().tolist() == groups.count().tolist()
    steps_table = funnel.steps(firm, **asked)
    assert found["median_days"].tolist() == steps_table["median_days"].tolist()[1:]
