"""Signs of a healthy stock of customers, countable by eye."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from analytics import Scope, Workspace, health
from tests.conftest import WorkspaceOf

DAY = date(2024, 12, 31)


def lines(*rows: tuple[str, int, float]) -> str:
    """Customer, days before the day asked for, amount."""
    return "customer_id,ordered_on,amount\n" + "\n".join(
        f"{who},{DAY - timedelta(days=ago)},{amount}" for who, ago, amount in rows
    )


@pytest.fixture(scope="module")
def signs(workspace_of: WorkspaceOf) -> pd.DataFrame:
    """Ann is loyal, bob came back in time, cat too late, dan left, old bought two years ago."""
    ws = workspace_of(
        sales=lines(
            ("old", 800, 1), ("ann", 300, 10), ("ann", 80, 10), ("ann", 20, 10), ("ann", 0, 10),
            ("bob", 150, 5), ("bob", 60, 5), ("cat", 182 - 1, 5), ("cat", 80, 5), ("dan", 200, 7),
            ("dan", 90, -2),
        )
    )  # fmt: skip
    return health.signals(ws, Scope(as_of=DAY)).set_index("sign")


def test_signs_by_hand(signs: pd.DataFrame) -> None:
    assert signs["value"]["recent"] == 3
    assert signs.loc["second", ["value", "out_of"]].tolist() == [0.5, 2]
    assert signs.loc["kept", ["value", "out_of"]].tolist() == [0.5, 2]  # ann stayed, dan did not
    assert signs.loc["loyal", ["value", "out_of"]].tolist() == [pytest.approx(1 / 3), 3]
    assert signs.loc["dependence", "value"] == pytest.approx((30 + 10 + 10 - 2) / 50)


def test_a_year_before_with_nobody_in_it_is_unknown(signs: pd.DataFrame) -> None:
    assert signs["then"]["recent"] == 0
    assert signs["verdict"]["second"] == "unknown"
    assert pd.isna(signs["then"]["kept"])


def test_what_the_data_do_not_reach_is_unknown(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=lines(("ann", 100, 1), ("ann", 0, 1)))
    rows = health.signals(ws, Scope(as_of=DAY)).set_index("sign")
    assert rows["value"]["recent"] == 1
    assert rows["value"].drop("recent").isna().all()
    assert (rows["verdict"] == "unknown").all()


def test_better_and_worse_need_more_than_chance(workspace_of: WorkspaceOf) -> None:
    then = [(f"c{n}", 400, 1.0) for n in range(60)]
    for now, verdict in ((70, "level"), (200, "better"), (5, "worse")):
        ws = workspace_of(
            sales=lines(("old", 900, 1), *then, *((f"d{n}", 5, 1.0) for n in range(now)))
        )
        rows = health.signals(ws, Scope(as_of=DAY)).set_index("sign")
        assert rows["verdict"]["recent"] == verdict


def test_nothing_after_the_day_counts(firm: Workspace) -> None:
    early = health.signals(firm, Scope(as_of=date(2026, 3, 31)))
    again = health.signals(firm, Scope(start=date(2026, 1, 1), end=date(2026, 3, 31)))
    pd.testing.assert_frame_equal(early, again)
    assert early["value"].notna().sum() >= 4
