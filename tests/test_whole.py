"""Every customer once, every cent once: segments, tiers and the upload agree on every data set."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from analytics import (
    Scope,
    Workspace,
    clusters,
    intake,
    lifecycle,
    movement,
    overview,
    pyramid,
    reconcile,
    rfm,
)
from tests.conftest import shared

CENT = 0.005
SAMPLE = Path(__file__).parents[1] / "sample_data"


class Upload(NamedTuple):
    """A data set: its file, its lines and, where it has been published, its money."""

    name: str
    lines: int
    amount: float | None = None


UPLOADS = [
    Upload("en/sales.csv", 24_572),
    Upload("zh/sales.csv", 24_572),
    Upload("online_retail.parquet", 541_909, 9_747_747.934),
    Upload("superstore_zh.xls", 10_000, 16_117_548.237),
    Upload("cdnow_sample.txt", 6_919),
    Upload("rfm_r_orders.csv", 4_906, 464_158),
]


@pytest.fixture(params=UPLOADS, ids=lambda upload: upload.name, scope="module")
def upload(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Upload, Workspace]:
    asked: Upload = request.param
    if asked.name == "online_retail.parquet":
        return asked, request.getfixturevalue("online_retail")
    path = SAMPLE / asked.name if "/" in asked.name else shared(asked.name)
    mapping = None
    if asked.name == "cdnow_sample.txt":  # no header: the columns named by content, confirmed
        mapping = intake.propose(intake.read(path).headers, "sales", guessed=True).columns
    ws = Workspace.open(tmp_path_factory.mktemp("whole"))
    ws.load(path, "sales", mapping)
    return asked, ws


@pytest.mark.parametrize("returns", ["net", "exclude"])
def test_every_customer_and_every_cent_once(upload: tuple[Upload, Workspace], returns: str) -> None:
    asked, ws = upload
    scope = Scope(returns=returns, as_of=ws.facts.last_line_on)
    fates = reconcile.remainder(ws, scope).set_index("part")
    people, tiers = rfm.customers(ws, scope), pyramid.customers(ws, scope)
    by_segment, by_tier = rfm.segments(ws, scope), pyramid.tiers(ws, scope)

    assert fates.lines["total"] == asked.lines
    assert fates.lines.drop("total").sum() == asked.lines
    assert fates.amount.drop("total").sum() == pytest.approx(fates.amount["total"], abs=CENT)
    if asked.amount is not None:
        assert fates.amount["total"] == pytest.approx(asked.amount, abs=CENT)

    assert people.customer_id.is_unique
    assert tiers.customer_id.is_unique
    assert set(people.customer_id) == set(tiers.customer_id)
    assert len(people) == fates.customers["analysed"]
    assert people.segment.isin(rfm.SEGMENTS).all()
    assert people.type8.isin(rfm.TYPES).all()
    assert tiers.tier.isin(["key", "secondary", "ordinary", "small"]).all()

    analysed = pytest.approx(fates.amount["analysed"], abs=CENT)
    assert people.monetary.sum() == analysed
    assert by_segment.monetary.sum() == analysed
    assert by_tier.value.sum() == analysed
    assert by_segment.customers.sum() == len(people)
    assert by_tier.customers.sum() == len(people)


@pytest.mark.parametrize("returns", ["net", "exclude"])
def test_every_view_of_customers_adds_up_to_the_overview(
    upload: tuple[Upload, Workspace], returns: str
) -> None:
    _, ws = upload
    scope = Scope(returns=returns, as_of=ws.facts.last_line_on)
    figures = overview.figures(ws, scope).set_index("figure")["value"]
    fates = reconcile.remainder(ws, scope).set_index("part")
    people = clusters.customers(ws, scope)
    segments, types = rfm.segments(ws, scope), rfm.types(ws, scope)
    halfway = ws.facts.last_line_on - timedelta(days=180)
    flows = movement.flows(ws, scope, halfway)
    shifts = lifecycle.transitions(ws, scope, halfway)
    states = lifecycle.states(ws, scope)
    buyers = states[states.state != "prospect"]

    # the Overview's money includes lines that name nobody, or nobody with a counting order
    whole = fates.amount[["analysed", "no_order", "no_customer"]].sum()
    assert figures["revenue"] == pytest.approx(whole, abs=CENT)
    money = pytest.approx(fates.amount["analysed"], abs=CENT)
    views = {
        "segments": (segments.customers, segments.monetary),
        "types": (types.customers, types.monetary),
        "clusters": (people.customer_id.value_counts(), people.monetary),
        "movement": (flows.customers, flows.revenue),
        "lifecycle": (buyers.customers, buyers.revenue),
    }
    for view, (customers, revenue) in views.items():
        assert customers.sum() == figures["active_customers"], view
        assert revenue.sum() == money, view
    assert shifts.customers.sum() == states.customers.sum()
    assert shifts.revenue.sum() == pytest.approx(states.revenue.sum(), abs=CENT)
