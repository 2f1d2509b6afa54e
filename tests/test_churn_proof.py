"""Lists by a model on data whose truth is known, and on real data recomputed by another way."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from analytics import (
    Scope,
    Workspace,
    churn,
    churn_proof,
    churn_signs,
    churn_training,
    features,
    sample,
)
from tests.conftest import WorkspaceOf, shared

TRUTH = Path(__file__).parent / "sample_truth.csv"


def ids(ws: Workspace) -> pd.Series:
    with ws.cursor() as cursor:
        rows = cursor.sql("select customer_key, customer_id from customers").df()
    return rows.set_index("customer_key")["customer_id"]


def latest(learned: churn_training.Trained) -> pd.DataFrame:
    return learned.past[learned.past["cut"] == learned.past["cut"].max()]


def test_sample_probabilities_mean_what_they_say(firm: Workspace) -> None:
    """Foretold and happened are under 5 % of its customers apart in an average tenth.

    A forecast that is exactly right leaves 2.2 %, for a tenth is but 172 customers; of ten
    tenths the worst of such a forecast is 6 % off as often as not.
    """
    learned = churn.learn(firm, Scope())
    rated = latest(learned)
    told = learned.tests[learned.tests["model"] == learned.model].iloc[0]
    place = pd.qcut(rated["probability"].rank(method="first"), 10, labels=False)
    tenths = rated.groupby(place)[["probability", "gone"]].mean()
    apart = (tenths["probability"] - tenths["gone"]).abs()
    assert apart.mean() <= 0.05
    assert told["calibration_error"] == pytest.approx(apart.mean(), abs=0.003)
    assert told["calibration_chance"] < told["calibration_error"] <= 0.05
    groups = churn_proof.groups(rated)
    assert len(groups) == 10
    assert (groups["predicted"].between(groups["low"], groups["high"])).sum() >= 9


def test_sample_model_tells_apart_better_than_recency(firm: Workspace) -> None:
    """By AUC and Brier score beyond chance; by lift, so near its ceiling, it cannot be told."""
    learned = churn.learn(firm, Scope())
    tests = learned.tests
    newest = tests[tests["cut"] == tests["cut"].max()].set_index("model")
    mine = newest.loc[learned.model]
    assert mine["auc_gain_low"] > 0
    assert mine["brier"] < newest.loc["recency", "brier"]
    assert mine["lift"] >= newest.loc["recency", "lift"]  # both near the ceiling of 1.43
    assert mine["lift_gain_low"] < 0 < mine["lift_gain_high"]
    gains = learned.gains.set_index("model").loc[learned.model]
    assert gains["days"] == tests["cut"].nunique() - 1  # all but the one the choice was made on
    assert gains["auc_gain_low"] > 0
    assert gains["brier_gain_high"] < 0


def test_what_is_learned_in_one_language_holds_in_the_other(unused: Path) -> None:
    """The two samples differ in words alone, so tests learn from one of them."""
    known = [
        features.customers(ws, Scope(), ws.facts.as_of - timedelta(days=126), 126)
        for ws in (sample.workspace(unused, code) for code in ("en", "zh_CN"))
    ]
    words = ["region", "type"]
    english, chinese = (rows.drop(columns=words) for rows in known)
    pd.testing.assert_frame_equal(english, chinese)
    pairs = pd.concat([rows[words] for rows in known], axis=1).drop_duplicates()
    assert len(pairs) == len(known[0][words].drop_duplicates())


def test_sample_planted_signs_are_found(firm: Workspace) -> None:
    """Thinned contacts and unsolved complaints raise leaving in the made-up firm, and are found."""
    learned = churn.learn(firm, Scope())
    told = churn_signs.measured(learned.past).set_index("sign")
    assert told.loc["complaint_open", "telling"]
    assert told.loc["fewer_contacts", "telling"]
    truth = pd.read_csv(TRUTH).set_index("customer_id")
    listed = churn.customers(firm, Scope(), by="model").set_index("customer_id")
    unsolved = listed.index.map(truth["unsolved_complaints"]) > 0
    assert listed.loc[unsolved, "reasons"].str.contains("complaint_open").mean() > 0.9
    # the truth calls those solved whose complaint is only solved after the last day of the files
    assert listed.loc[~unsolved, "reasons"].str.contains("complaint_open").mean() < 0.03
    assert listed["reasons"].str.contains("fewer_contacts").sum() >= 20


def test_sample_list_finds_who_has_left_in_truth(firm: Workspace) -> None:
    """Who has left is known to the firm's maker alone; the list rates them above who has not."""
    listed = churn.customers(firm, Scope(), by="model").set_index("customer_id")
    truth = pd.read_csv(TRUTH).set_index("customer_id")["left_on"].notna()
    left = truth.reindex(listed.index)
    assert roc_auc_score(left, listed["probability"]) > 0.78
    assert roc_auc_score(left, listed["probability"]) > roc_auc_score(
        left, listed["days_since_order"]
    )


def raw_cdnow() -> pd.DataFrame:
    names = ["_", "customer_id", "day", "quantity", "amount"]
    rows = pd.read_csv(shared("cdnow_sample.txt"), sep=r"\s+", names=names, dtype=str)
    return rows.assign(day=pd.to_datetime(rows["day"], format="%Y%m%d"))[["customer_id", "day"]]


def raw_online_retail() -> pd.DataFrame:
    rows = pd.read_parquet(shared("online_retail.parquet"))
    rows = rows.rename(columns=str.lower).dropna(subset=["customerid"])
    rows["amount"] = rows["quantity"] * rows["unitprice"]
    rows["customer_id"] = rows["customerid"].astype(int).astype(str)
    rows["day"] = pd.to_datetime(rows["invoicedate"]).dt.normalize()
    rows["back"] = (rows["quantity"] < 0) | (rows["amount"] < 0)
    orders = rows.groupby(["customer_id", "invoiceno"]).agg(
        day=("day", "min"), amount=("amount", "sum"), back=("back", "any")
    )
    counts = (orders["amount"] > 0) | ((orders["amount"] == 0) & ~orders["back"])
    return orders[counts].reset_index()[["customer_id", "day"]]


@pytest.mark.parametrize(
    ("name", "raw", "horizon"),
    [("cdnow", raw_cdnow, 90), ("online_retail", raw_online_retail, 112)],
)
def test_panel_figures_again_from_the_raw_file(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    raw: Any,
    horizon: int,
) -> None:
    """Who left is counted in pandas from the file, the figures come from scikit-learn."""
    monkeypatch.setattr(churn_training, "TESTED", 2)  # fewer days than a firm is shown: faster
    monkeypatch.setattr(churn_training, "LEARNED", 1)
    ws: Workspace = request.getfixturevalue(name)
    learned = churn.learn(ws, Scope(), horizon)
    orders = raw()
    past = latest(learned)
    cut = pd.Timestamp(past["cut"].iloc[0])
    assert cut.date() == learned.as_of - timedelta(days=horizon)
    known = set(orders.loc[orders["day"] <= cut, "customer_id"])
    after = orders["day"].between(cut + timedelta(days=1), cut + timedelta(days=horizon))
    came = set(orders.loc[after, "customer_id"])
    mine = past.assign(customer_id=past["customer_key"].map(ids(ws)))
    assert set(mine["customer_id"]) == known
    gone = ~mine["customer_id"].isin(came)
    assert (gone == mine["gone"]).all()
    row = learned.tests[(learned.tests["cut"] == past["cut"].iloc[0])].set_index("model")
    told, p = row.loc[learned.model], mine["probability"]
    assert told["auc"] == pytest.approx(roc_auc_score(gone, p))
    assert told["pr_auc"] == pytest.approx(average_precision_score(gone, p))
    assert told["brier"] == pytest.approx(brier_score_loss(gone, p))
    assert told["auc"] > row.loc["recency", "auc"] - 0.03
    base, n = gone.mean(), len(gone)
    share = gone.groupby(p).transform("mean")[p.sort_values(ascending=False).index]
    whole, part = divmod(n, 10)  # who share a probability share their place, too
    top = share.iloc[:whole].sum() + share.iloc[whole] * part / 10
    assert told["lift"] == pytest.approx(top / (n / 10) / base)
    assert told["lift_ceiling"] == pytest.approx(min(1 / base, 10))
    assert told[["n", "base_rate", "predicted_rate"]].tolist() == pytest.approx([n, base, p.mean()])
    tenth = ((p.rank() - 0.5) * 10 / n).floordiv(1)
    groups = churn.bands(ws, Scope(), horizon, by="model")
    assert groups["predicted"].tolist() == pytest.approx(p.groupby(tenth).mean().tolist())
    assert groups["actual"].tolist() == pytest.approx(gone.groupby(tenth).mean().tolist())
    apart = (p.groupby(tenth).mean() - gone.groupby(tenth).mean()).abs()
    weighted = (apart * tenth.value_counts()).sum() / n
    assert told["calibration_error"] == pytest.approx(weighted)
    value = (mine["probability"] * mine["expected_value"]).sort_values(ascending=False)
    named = churn.backtest(ws, Scope(), horizon, cuts=1, by="model").iloc[0]
    threshold = value.iloc[churn.NAMED - 1]
    assert gone[value[value > threshold].index].sum() <= named["named_gone"]
    assert named["named_gone"] <= gone[value[value >= threshold].index].sum()


def test_list_by_model_keeps_the_order_and_the_sums(firm: Workspace) -> None:
    listed = churn.customers(firm, Scope(), by="model")
    learned = churn.learn(firm, Scope())
    assert len(listed) == len(learned.now)
    assert listed["value_at_risk"].is_monotonic_decreasing
    assert (listed["value_at_risk"] == listed["probability"] * listed["expected_value"]).all()
    assert (listed["probability_low"] < listed["probability_high"]).all()
    found = churn.summary(firm, Scope(), by="model")
    assert found.value_at_risk == pytest.approx(listed["value_at_risk"].sum())
    assert found.likely == churn.tiers(firm, Scope(), by="model")["likely"].sum()
    some = churn.customers(firm, Scope(), by="model", tiers=("key",), owners=("Chloe Hart",))
    both = (listed["tier"] == "key") & (listed["owner"] == "Chloe Hart")
    assert some["customer_id"].tolist() == listed.loc[both, "customer_id"].tolist()
    assert churn.owners(firm, Scope())[0] == "Anna Reid"


def test_budget_by_hand(firm: Workspace) -> None:
    """Fifty calls at 9 each: what they cost, save at one in five, and must save to pay."""
    at_risk = churn.customers(firm, Scope(), top=50, by="model")["value_at_risk"].sum()
    found = churn.budget(firm, Scope(), 50, 9.0, 0.2, by="model")
    assert (found.people, found.cost) == (50, 450)
    assert found.value_at_risk == pytest.approx(at_risk)
    assert found.saved == pytest.approx(at_risk / 5)
    assert found.break_even == pytest.approx(450 / at_risk)


def test_without_enough_to_learn_from_the_model_is_the_rule(workspace_of: WorkspaceOf) -> None:
    ws = workspace_of(sales="customer_id,ordered_on,amount\na,2024-01-01,1\nb,2024-02-01,1")
    pd.testing.assert_frame_equal(
        churn.customers(ws, Scope(), by="model"), churn.customers(ws, Scope())
    )
    assert churn.budget(ws, Scope(), 5, 1.0, 0.5).break_even is None
