"""Lists by a model on data whose truth is known, and on real data recomputed by another way."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from analytics import (
    Scope,
    Workspace,
    churn,
    churn_proof,
    churn_record,
    churn_signs,
    churn_training,
    features,
    sample,
)
from tests.conftest import WorkspaceOf, shared

TRUTH = Path(__file__).parent / "sample_truth.csv"
FILES = Path(__file__).parents[1] / "sample_data" / "en"
APART = 0.05  # of a tenth's customers: as far apart as foretold and happened may be


def ids(ws: Workspace) -> pd.Series:
    with ws.cursor() as cursor:
        rows = cursor.sql("select customer_key, customer_id from customers").df()
    return rows.set_index("customer_key")["customer_id"]


def latest(learned: churn_training.Trained) -> pd.DataFrame:
    return learned.past[learned.past["cut"] == learned.past["cut"].max()]


def judged(learned: churn_training.Trained) -> pd.DataFrame:
    """What was foretold on all days but the second latest, on which the model was chosen."""
    cuts = sorted(learned.past["cut"].unique(), reverse=True)
    return learned.past[learned.past["cut"].isin([cuts[0], *cuts[2:]])]


def raw_sample() -> pd.DataFrame:
    rows = pd.read_csv(FILES / "sales.csv", parse_dates=["Order date"])
    sold = rows[(rows["Quantity"] > 0) & rows["Customer ID"].notna()]
    return sold[["Customer ID", "Order date"]].set_axis(["customer_id", "day"], axis=1)


def happened(orders: pd.DataFrame, cut: Any, horizon: int) -> pd.DataFrame:
    """By customer known on the day: days silent until then, and whether none came after."""
    cut = pd.Timestamp(cut)
    last = orders.loc[orders["day"] <= cut].groupby("customer_id")["day"].max()
    after = orders["day"].between(cut + timedelta(days=1), cut + timedelta(days=horizon))
    came = last.index.isin(orders.loc[after, "customer_id"])
    return pd.DataFrame({"silent": (cut - last).dt.days, "gone": ~came})


def lift(score: Any, gone: Any, weight: Any = None) -> float:
    """Share gone of the tenth with the highest score ÷ of all; equal scores share their place."""
    _, of = np.unique(-np.asarray(score), return_inverse=True)
    weight = np.ones(len(of)) if weight is None else weight
    n, left = np.bincount(of, weight), np.bincount(of, weight * np.asarray(gone))
    taken = np.clip(n.sum() / 10 - (n.cumsum() - n), 0, n)
    share = np.divide(left, n, out=np.zeros_like(left), where=n > 0)
    return float((taken * share).sum() / (n.sum() / 10) / (left.sum() / n.sum()))


def tenths(p: pd.Series, gone: pd.Series) -> pd.DataFrame:
    """Foretold and happened in ten groups by risk; who share a probability share their group."""
    place = ((p.rank() - 0.5) * 10 / len(p)).floordiv(1)
    return pd.DataFrame({"p": p, "gone": gone.astype(float)}).groupby(place).agg(["mean", "size"])


def test_sample_probabilities_mean_what_they_say(firm: Workspace) -> None:
    """In no tenth of all earlier days together are foretold and happened more than 5 % apart.

    Who came back is counted in pandas from the files.
    """
    learned = churn.learn(firm, Scope())
    rated = judged(learned)
    orders, names = raw_sample(), ids(firm)
    for cut, rows in learned.past.groupby("cut"):
        came = happened(orders, cut, learned.horizon_days)
        assert len(came) == len(rows)
        assert (came["gone"].loc[rows["customer_key"].map(names)] == rows["gone"].to_numpy()).all()
    found = tenths(rated["probability"], rated["gone"])
    apart = (found["p"]["mean"] - found["gone"]["mean"]).abs()
    assert len(apart) == 10
    assert apart.max() <= APART
    told = churn_record.summary(firm, Scope(), by="model").iloc[0]
    assert told["days"] == learned.past["cut"].nunique() - 1
    assert (told["n"], told["base_rate"]) == (len(rated), pytest.approx(rated["gone"].mean()))
    assert told["calibration_worst"] == pytest.approx(apart.max())
    assert told["calibration_error"] == pytest.approx(apart.mean(), abs=0.001)
    groups = churn_record.tenths(firm, Scope(), by="model")
    assert groups["actual"].tolist() == pytest.approx(found["gone"]["mean"].tolist())


def test_one_day_of_the_sample_is_as_near_as_its_customers_allow(firm: Workspace) -> None:
    """A day's tenth is 172 customers: a forecast that is exactly right leaves 2.2 % on average.

    Of its ten tenths the worst is 6 % off as often as not.
    """
    learned = churn.learn(firm, Scope())
    rated = latest(learned)
    told = learned.tests[learned.tests["model"] == learned.model].iloc[0]
    found = tenths(rated["probability"], rated["gone"])
    apart = (found["p"]["mean"] - found["gone"]["mean"]).abs()
    assert apart.mean() <= APART
    assert told["calibration_error"] == pytest.approx(apart.mean(), abs=0.003)
    assert told["calibration_error"] <= min(APART, 1.5 * told["calibration_chance"])
    groups = churn_proof.groups(rated)
    assert len(groups) == 10
    assert (groups["predicted"].between(groups["low"], groups["high"])).sum() >= 9


def test_sample_model_finds_more_leavers_than_recency(firm: Workspace) -> None:
    """Beyond chance by AUC, by lift and by Brier score, on all days but the one of the choice.

    Recency is recomputed from the files as days silent; customers are drawn anew with all their
    days.
    """
    learned = churn.learn(firm, Scope())
    newest = learned.tests[learned.tests["cut"] == learned.tests["cut"].max()].set_index("model")
    mine = newest.loc[learned.model]
    assert learned.model not in ("recency", "bg_nbd")
    assert mine["auc_gain_low"] > 0
    assert mine["brier"] < newest.loc["recency", "brier"]
    assert mine["lift"] >= newest.loc["recency", "lift"]
    gains = learned.gains.set_index("model").loc[learned.model]
    assert gains["days"] == learned.tests["cut"].nunique() - 1
    assert gains["lift_gain_low"] > 0
    assert gains["auc_gain_low"] > 0
    assert gains["brier_gain_high"] < 0
    orders, names, days = raw_sample(), ids(firm), []
    for cut, rows in judged(learned).groupby("cut"):
        known = happened(orders, cut, learned.horizon_days)
        silent = known["silent"].loc[rows["customer_key"].map(names)].to_numpy()
        days.append((rows["customer_key"], rows["probability"], silent, rows["gone"]))
    auc = [roc_auc_score(gone, p) - roc_auc_score(gone, silent) for _, p, silent, gone in days]
    more = [lift(p, gone) - lift(silent, gone) for _, p, silent, gone in days]
    assert gains["auc_gain"] == pytest.approx(np.mean(auc))
    assert gains["lift_gain"] == pytest.approx(np.mean(more))
    rng, drawn = np.random.default_rng(7), []
    everybody = np.unique(np.concatenate([keys for keys, *_ in days]))
    for _ in range(200):
        times = rng.multinomial(len(everybody), np.full(len(everybody), 1 / len(everybody)))
        weights = [times[np.searchsorted(everybody, keys)] for keys, *_ in days]
        both = zip(days, weights, strict=True)
        drawn.append(np.mean([lift(p, g, w) - lift(s, g, w) for (_, p, s, g), w in both]))
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert low > 0
    assert gains["lift_gain_low"] == pytest.approx(low, abs=0.06)
    assert gains["lift_gain_high"] == pytest.approx(high, abs=0.06)


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
    ("name", "raw", "horizon", "tested"),
    [("cdnow", raw_cdnow, 90, 3), ("online_retail", raw_online_retail, 112, 2)],
)
def test_panel_figures_again_from_the_raw_file(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    raw: Any,
    horizon: int,
    tested: int,
) -> None:
    """Who left is counted in pandas from the file, the figures come from scikit-learn."""
    monkeypatch.setattr(churn_training, "TESTED", tested)  # fewer days than are shown: faster
    monkeypatch.setattr(churn_training, "LEARNED", 1)
    ws: Workspace = request.getfixturevalue(name)
    learned = churn.learn(ws, Scope(), horizon)
    orders, names, gains = raw(), ids(ws), []
    for cut, rows in judged(learned).groupby("cut"):
        known = happened(orders, cut, horizon)
        customers = rows["customer_key"].map(names)
        assert set(customers) == set(known.index)
        known = known.loc[customers]
        assert (known["gone"].to_numpy() == rows["gone"]).all()
        gains.append((
            roc_auc_score(known["gone"], rows["probability"])
            - roc_auc_score(known["gone"], known["silent"]),
            lift(rows["probability"], known["gone"]) - lift(known["silent"], known["gone"]),
        ))  # fmt: skip
    together = learned.gains.set_index("model").loc[learned.model]
    assert together["days"] == len(gains) == tested - 1
    assert together[["auc_gain", "lift_gain"]].tolist() == pytest.approx(np.mean(gains, axis=0))
    rated = judged(learned)
    of_all = tenths(rated["probability"], rated["gone"])
    apart = (of_all["p"]["mean"] - of_all["gone"]["mean"]).abs()
    record = churn_record.summary(ws, Scope(), horizon, by="model").iloc[0]
    assert (record["days"], record["n"]) == (tested - 1, len(rated))
    assert record["calibration_worst"] == pytest.approx(apart.max())
    assert record["calibration_error"] == pytest.approx(
        np.average(apart, weights=of_all["p"]["size"])
    )
    assert churn_record.tenths(ws, Scope(), horizon, by="model")["actual"].tolist() == (
        pytest.approx(of_all["gone"]["mean"].tolist())
    )
    past = latest(learned)
    assert past["cut"].iloc[0] == learned.as_of - timedelta(days=horizon)
    mine, gone = past, past["gone"]
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
