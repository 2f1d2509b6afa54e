"""Segments by one's own conditions: by hand, against pandas, kept and forgotten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from conftest import WorkspaceOf, page_at
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import DataError, Scope, Workspace, custom_segments, lifecycle, rfm, sample
from analytics.custom_segments import Conditions

H = 60


@pytest.fixture(scope="module")
def small(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(
        sales="""
        customer_id,ordered_on,amount,product,region
        ann,2024-01-01,100,tea,North
        ann,2024-03-01,50,pot,North
        bob,2024-03-10,10,tea,South
        cem,2024-01-02,5,cup,
        """,
        interactions="""
        customer_id,occurred_at,kind
        ann,2024-03-01 23:00,call
        bob,2024-01-11,call
        """,
    )


def named(ws: Workspace, **conditions: object) -> list[str]:
    chosen = Conditions(**conditions)  # type: ignore[arg-type]
    scope = Scope(as_of=date(2024, 3, 11))
    rows = custom_segments.customers(ws, scope, chosen, H)
    counts = custom_segments.counts(ws, scope, chosen, H)
    assert counts.customers == len(rows)
    assert counts.monetary == rows.monetary.sum()
    return rows.customer_id.tolist()


def test_each_condition_by_hand(small: Workspace) -> None:
    assert named(small) == ["ann", "bob", "cem"]
    assert named(small, r=(5, 5)) == ["bob"]
    assert named(small, tiers=("key",)) == ["ann"]
    assert named(small, regions=("South",)) == ["bob"]
    assert named(small, regions=("",)) == ["cem"]
    assert named(small, products=("tea",)) == ["ann", "bob"]
    assert named(small, products=("tea", "cup"), regions=("North", "")) == ["ann", "cem"]
    assert named(small, states=("lapsed",)) == ["cem"]
    # ann's last contact is 10 days ago, bob's 60; cem was never contacted
    assert named(small, contact_at_most=10) == ["ann"]
    assert named(small, contact_at_most=9) == []
    assert named(small, contact_at_least=60) == ["bob", "cem"]
    assert named(small, contact_at_least=61) == ["cem"]
    assert named(small, contact_at_least=10, contact_at_most=60) == ["ann", "bob"]


@settings(max_examples=15, deadline=None)
@given(
    scores=st.tuples(*[st.tuples(st.integers(1, 5), st.integers(1, 5)).map(sorted)] * 3),
    states=st.sets(st.sampled_from([*lifecycle.ACTIVE, "lapsed"])),
    regions=st.sets(st.sampled_from(["London", "North", "Wales"])),
)
def test_the_sample_equals_pandas(
    firm: Workspace, scores: tuple[list[int], ...], states: set[str], regions: set[str]
) -> None:
    r, f, m = (tuple(pair) for pair in scores)
    chosen = Conditions(r, f, m, states=tuple(states), regions=tuple(regions))
    rows = rfm.customers(firm, Scope())
    told = lifecycle.customers(firm, Scope(), 126).set_index("customer_id").state
    right = rows.r.between(*r) & rows.f.between(*f) & rows.m.between(*m)
    if states:
        right &= rows.customer_id.map(told).isin(states)
    if regions:
        right &= rows.region.isin(regions)
    found = custom_segments.customers(firm, Scope(), chosen, 126)
    assert sorted(found.customer_id) == sorted(rows.customer_id[right])


def test_products_are_those_of_the_period(firm: Workspace) -> None:
    late = Scope(start=date(2026, 1, 1))
    sales = pd.read_csv(sample.FOLDER / "en" / "sales.csv").dropna(subset="Customer ID")
    sold = sales[(sales["Order date"] >= "2026-01-01") & (sales["Product"] == "Burr grinder")]
    found = custom_segments.customers(firm, late, Conditions(products=("Burr grinder",)), 126)
    buyers = set(rfm.customers(firm, late).customer_id)
    assert set(found.customer_id) == set(sold["Customer ID"]) & buyers


def test_kept_by_name_and_forgotten(small: Workspace) -> None:
    chosen = Conditions(r=(4, 5), tiers=("key", "secondary"), contact_at_least=30)
    custom_segments.keep(small, " Call now ", chosen)
    assert custom_segments.kept(small.state.settings()) == {"Call now": chosen}
    custom_segments.keep(small, "Call now", Conditions())
    assert custom_segments.kept(small.state.settings()) == {"Call now": Conditions()}
    custom_segments.keep(small, "Call now", None)
    assert custom_segments.kept(small.state.settings()) == {}
    with pytest.raises(DataError, match="has no name"):
        custom_segments.keep(small, "  ", chosen)


def test_names_of_a_later_release_are_left_out() -> None:
    assert Conditions.of({"r": [2, 3], "weather": "fair"}) == Conditions(r=(2, 3))


@pytest.mark.parametrize(("code", "found"), [("en", "of customers"), ("zh_CN", "占客户数的")])
def test_the_page_shows_them_and_makes_lists_of_them(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, code: str, found: str
) -> None:
    ws = sample.workspace(fresh, code)
    custom_segments.keep(ws, "=Best & <b>loud</b>", Conditions(r=(4, 5), states=("loyal",)))
    at = page_at(monkeypatch, fresh, "customers/segments.py", code, map="custom")
    assert not at.exception
    assert not at.error
    assert found in at.title[0].value
    assert any("take" in (button.key or "") for button in at.button)
