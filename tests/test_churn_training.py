"""Learning who leaves: time order kept, the same data the same list, the plain rule where due."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from analytics import (
    Scope,
    Workspace,
    churn_models,
    churn_proof,
    churn_rule,
    churn_signs,
    churn_training,
    features,
)
from analytics.churn_kept import Trained
from analytics.churn_training import Slice
from tests.conftest import WorkspaceOf

DAY = date(2024, 12, 31)
HORIZON = 91


def no_rule(day: date) -> pd.Series:
    """As where the rule knows no probability."""
    return pd.Series(dtype=float)


def buyers(customers: int, seed: int = 2) -> Iterator[tuple[str, date]]:
    """Customers with a rhythm of their own who leave at some time, over 15 months."""
    rng = random.Random(seed)
    for number in range(customers):
        day = DAY - timedelta(days=rng.randrange(30, 460))
        gap, leaves = rng.choice([10, 20, 40]), rng.choice([0.02, 0.4])
        while day <= DAY:
            yield f"c{number:03}", day
            if rng.random() < leaves:
                break
            day += timedelta(days=max(1, round(rng.gauss(gap, gap / 4))))


def csv(rows: list[tuple[str, date]]) -> str:
    return "customer_id,ordered_on,amount\n" + "\n".join(f"{c},{d},10" for c, d in rows)


# Some pause for longer than a horizon and come back: gone at one day, and not at the next.
PAUSES = [(f"p{n:02}", DAY - timedelta(days=d + n)) for n in range(40) for d in (390, 250, 20)]
BUYERS = list(buyers(900)) + PAUSES


@pytest.fixture(scope="module", autouse=True)
def few_days() -> Iterator[None]:
    """The least number of earlier days, one to choose on and one to report: half the learning."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(churn_training, "TESTED", 2)
        patch.setattr(churn_training, "LEARNED", 2)
        yield


@pytest.fixture(scope="module")
def firm(workspace_of: WorkspaceOf) -> Workspace:
    return workspace_of(sales=csv(BUYERS))


@pytest.fixture(scope="module")
def learned(firm: Workspace) -> Trained:
    return churn_training.train(firm, Scope(), HORIZON, no_rule)


def test_label_windows_end_where_the_next_begins(firm: Workspace) -> None:
    """Each day's customers are judged by the horizon after it alone, and by nobody else's."""
    parts = churn_training.slices(firm, Scope(), HORIZON, lambda stage, done: None)
    assert len(parts) >= 3
    for back, part in enumerate(parts, 1):
        assert part.cut == DAY - timedelta(days=back * HORIZON)
        end = part.cut + timedelta(days=HORIZON)
        came = {c for c, d in BUYERS if part.cut < d <= end}
        known = {c for c, d in BUYERS if d <= part.cut}
        assert len(part.known) == len(known)
        assert (~part.gone).sum() == len(known & came)


def test_large_firms_are_tried_on_fewer_days(
    firm: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(churn_training, "LEARNED", 1)
    monkeypatch.setattr(churn_training, "LARGE", firm.facts.customers)
    parts = churn_training.slices(firm, Scope(), HORIZON, lambda stage, done: None)
    assert len(parts) == churn_training.TESTED_LARGE + 1
    monkeypatch.setattr(churn_training, "LARGE", firm.facts.customers + 1)
    monkeypatch.setattr(churn_training, "TESTED", 1)
    assert len(churn_training.slices(firm, Scope(), HORIZON, lambda stage, done: None)) == 2


def test_models_learn_from_what_was_over_by_then(
    firm: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every model that rates a day has learned from days at least a horizon earlier."""
    asked: list[tuple[list[date], date]] = []
    parts = {len(p.known): p.cut for p in churn_training.slices(firm, Scope(), HORIZON, print)}

    def fitted(earlier: list[Slice], horizon: int, names: Any = None) -> dict[str, Any]:
        days = [part.cut for part in earlier]

        def rate(rows: pd.DataFrame) -> Any:
            asked.append((days, parts.get(len(rows), DAY)))
            return np.linspace(0.1, 0.9, len(rows))

        return dict.fromkeys(churn_models.MODELS, rate)

    monkeypatch.setattr(churn_training, "_fitted", fitted)
    churn_training._learn(firm, Scope(), HORIZON, no_rule, lambda stage, done: None)
    assert len({day for _days, day in asked}) == 3  # two earlier days and the last
    for days, day in asked:
        assert all(cut + timedelta(days=HORIZON) <= day for cut in days)


def test_the_future_changes_nothing(
    firm: Workspace, learned: Trained, workspace_of: WorkspaceOf
) -> None:
    """The same day with a made-up future gives the same list, kept under the same checksum."""
    planted = BUYERS + [(f"c{n:03}", DAY + timedelta(days=1 + n % 90)) for n in range(0, 900, 2)]
    planted += [("zed", DAY + timedelta(days=5))]
    scope = Scope(as_of=DAY)
    later = churn_training.train(workspace_of(sales=csv(planted)), scope, HORIZON, no_rule)
    assert later.checksum == learned.checksum
    for name in ("past", "now", "tests", "gains"):
        pd.testing.assert_frame_equal(getattr(later, name), getattr(learned, name))


def test_same_data_same_list_and_kept(firm: Workspace, learned: Trained) -> None:
    """Learned anew it is the same bit by bit; what is kept is read, and is what was learned."""
    again = churn_training._learn(firm, Scope(), HORIZON, no_rule, lambda stage, done: None)
    pd.testing.assert_frame_equal(again.past, learned.past)
    pd.testing.assert_frame_equal(again.now, learned.now)
    assert again.checksum == learned.checksum
    kept = churn_training.trained(firm, Scope(start=date(2024, 3, 1)), HORIZON)
    assert kept is not None
    assert (kept.model, kept.seed, kept.as_of) == (learned.model, learned.seed, DAY)
    pd.testing.assert_frame_equal(kept.now, learned.now)
    assert churn_training.trained(firm, Scope(), HORIZON + 7) is None
    assert churn_training.trained(firm, Scope(where={"channel": ["x"]}), HORIZON) is None


def test_every_customer_is_rated_once_a_day(learned: Trained) -> None:
    assert not learned.why
    assert learned.model in churn_models.MODELS
    assert not learned.past.duplicated(["cut", "customer_key"]).any()
    for rows in (learned.past, learned.now):
        assert rows["probability"].between(0, 1).all()
    assert len(learned.now) == len({c for c, _d in BUYERS})
    assert (learned.now["fresh"] & ~learned.now["signs"] == 0).all()


def test_what_was_learned_goes_with_its_version(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales=csv(BUYERS[:50]))
    old = ws.folder / "learned" / "0099-abc.json"
    old.parent.mkdir()
    old.write_text("{}")
    churn_training.train(ws, Scope(), HORIZON, no_rule)
    assert [file.name[:4] for file in old.parent.glob("*.json")] == [f"{ws.version:04}"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([(f"c{n}", DAY - timedelta(days=3 * n)) for n in range(150)], "few_customers"),
        ([(f"c{n}", DAY - timedelta(days=n)) for n in range(500)], "one_time_buyers"),
        ([(f"c{n % 300}", DAY - timedelta(days=n % 31)) for n in range(900)], "few_customers"),
        ([(c, d) for c, d in BUYERS if d >= DAY - timedelta(days=210)], "short_history"),
    ],
    ids=["under 200", "one-time buyers", "one month", "two horizons"],
)
def test_too_little_leaves_the_plain_rule_and_says_why(
    workspace_of: WorkspaceOf, rows: list[tuple[str, date]], why: str
) -> None:
    found = churn_training.train(workspace_of(sales=csv(rows)), Scope(), HORIZON, no_rule)
    assert (found.model, found.why) == ("rule", why)
    assert found.past.empty
    assert found.now.empty
    assert found.tests.empty


def test_simplest_within_one_standard_error() -> None:
    """Recency is used unless another is better by more than chance would make it."""
    rng = np.random.default_rng(1)
    gone = rng.random(400) < 0.5
    part = Slice(DAY, pd.DataFrame(), gone, len(gone))
    guess, sure = np.full(400, 0.5), np.where(gone, 0.8, 0.2)
    nearly = np.clip(guess + rng.normal(0, 0.05, 400) + 0.001 * (gone - 0.5), 0.01, 0.99)
    names = churn_models.MODELS
    assert churn_training._simplest(part, dict.fromkeys(names, guess)) == "recency"
    assert churn_training._simplest(part, dict.fromkeys(names, guess) | {"boosting": nearly}) == (
        "recency"
    )
    better = dict.fromkeys(names, guess) | {"logistic": sure, "boosting": sure}
    assert churn_training._simplest(part, better) == "logistic"


def test_judged_equals_scikit_learn() -> None:
    rng = np.random.default_rng(3)
    p = rng.random(2000).round(2)
    gone = rng.random(2000) < p
    worse = np.clip(p + rng.normal(0, 0.3, 2000), 0, 1)
    none = np.full(2000, np.nan)
    foretold = {"rule": none, "recency": worse, "logistic": p}
    day = churn_proof.Day(DAY, np.arange(2000), foretold, gone)
    found, _gains = churn_proof.tested([day], left_out=1)
    assert list(found["model"]) == ["recency", "logistic"]
    for p_of, row in zip((worse, p), found.itertuples(), strict=True):
        assert row.auc == pytest.approx(roc_auc_score(gone, p_of))
        assert row.pr_auc == pytest.approx(average_precision_score(gone, p_of))
        assert row.brier == pytest.approx(brier_score_loss(gone, p_of))
        assert row.auc_low < row.auc < row.auc_high
        assert row.lift_low < row.lift < row.lift_high <= row.lift_ceiling * 1.1
        assert row.brier_low < row.brier < row.brier_high
    assert found["auc_gain"].tolist()[0] == 0
    assert found["auc_gain_low"].tolist()[1] > 0


def test_groups_and_named_by_hand() -> None:
    scores = pd.DataFrame({
        "customer_key": range(20), "probability": [0.2] * 10 + [0.8] * 10,
        "expected_value": [100.0] + [10.0] * 19,
        "gone": pd.array([False] * 8 + [True] * 10 + [False] * 2, "boolean"),
    })  # fmt: skip
    found = churn_proof.groups(scores)
    assert found["customers"].tolist() == [10, 10]
    assert found["predicted"].tolist() == pytest.approx([0.2, 0.8])
    assert found["actual"].tolist() == pytest.approx([0.2, 0.8])
    assert found["from_probability"].tolist() == [0.2, 0.8]
    assert churn_proof.named(scores, 3)["customer_key"].tolist() == [0, 10, 11]


def test_signs_are_measured_against_customers_of_the_same_rhythm() -> None:
    """Of busy customers 20 % leave, 60 % with an open complaint; of idle ones 80 % leave.

    Complaints come from busy customers, so all with one leave less often than all without.
    """
    place = {sign: 1 << bit for bit, sign in enumerate(churn_signs.SIGNS)}
    groups = [(0, 0.2, 400, 80), (place["complaint_open"], 0.2, 100, 60), (0, 0.8, 400, 320)]
    rows = [(bits, rhythm, n < gone) for bits, rhythm, of, gone in groups for n in range(of)]
    past = pd.DataFrame(rows, columns=["signs", "rhythm", "gone"])
    found = churn_signs.measured(past).iloc[0]
    assert (found["sign"], found["customers"], found["gone"]) == ("complaint_open", 100, 60)
    assert found["others_share"] == pytest.approx(0.2)
    assert found["telling"]
    told = churn_signs.measured(past)
    assert churn_signs.reasons(pd.Series([0, place["complaint_open"]]), told).tolist() == [
        "last_order", "complaint_open",
    ]  # fmt: skip


def test_of_earlier_days_no_more_are_kept_than_are_learned_from(
    firm: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days a list is tried on keep everybody; rating in parts gives what rating at once gives.

    Of earlier days the engine draws about as many as are learned from: by the number of each
    customer, whoever else is known on the day.
    """
    whole = churn_training.slices(firm, Scope(), HORIZON, lambda stage, done: None)
    monkeypatch.setattr(churn_training, "BOUND", 200)
    parts = churn_training.slices(firm, Scope(), HORIZON, lambda stage, done: None)
    sizes = [len(part.known) for part in whole]
    assert [len(part.known) for part in parts[:2]] == sizes[:2]
    assert [len(part.known) for part in parts[2:]] == pytest.approx([200, 200], abs=15)
    assert [part.customers for part in parts] == sizes
    assert churn_training._sizes(parts) == (200, sum(sizes[:2]), sizes[0], sizes[0])
    for part, all_ in zip(parts, whole, strict=True):
        gone = dict(zip(all_.known["customer_key"], all_.gone, strict=True))
        assert [gone[key] for key in part.known["customer_key"]] == part.gone.tolist()
    rate = churn_training._fitted(parts[1:], HORIZON)["logistic"]
    at_once = rate(parts[0].known)
    monkeypatch.setattr(churn_models, "MANY_ROWS", 100)
    np.testing.assert_allclose(rate(parts[0].known), at_once, rtol=1e-12)


def test_of_very_many_customers_some_judge(
    firm: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Model and rule are then compared on the same customers, whom the engine draws."""
    whole = churn_training.slices(firm, Scope(), HORIZON, lambda stage, done: None)[0]
    monkeypatch.setattr(features, "JUDGED", 300)
    part = churn_training.slices(firm, Scope(), HORIZON, lambda stage, done: None)[0]
    assert len(part.known) == pytest.approx(300, abs=20)
    assert part.customers == len(whole.known) > 600
    churn_rule._past.cache_clear()
    scope = replace(Scope().resolved(firm), start=None)
    ruled = churn_rule.past(firm, scope, HORIZON, 1)
    churn_rule._past.cache_clear()
    assert ruled["customer_key"].tolist() == part.known["customer_key"].tolist()
    assert ruled["gone"].tolist() == part.gone.tolist()
