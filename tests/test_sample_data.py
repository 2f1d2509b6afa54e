"""The sample rebuilds byte for byte, is one firm in two languages, and holds its planted truths."""

import json
from pathlib import Path

import pandas as pd
import pytest

from sample_data import generate, labels, process

SAMPLE, TRUTH = generate.HERE, Path(__file__).parent
FILES = ("sales", "interactions", "deals", "customers", "products")
LAST_DAY = pd.Timestamp(process.LAST_DAY)


def read(file: str, language: str = "en", **options) -> pd.DataFrame:
    return pd.read_csv(SAMPLE / language / f"{file}.csv", **options)


@pytest.fixture(scope="module")
def sales():
    return read("sales", parse_dates=["Order date"])


@pytest.fixture(scope="module")
def interactions():
    return read("interactions", parse_dates=["Time"])


@pytest.fixture(scope="module")
def deals():
    return read("deals", parse_dates=["Opened", "Closed"])


@pytest.fixture(scope="module")
def truth():
    customers = pd.read_csv(TRUTH / "sample_truth.csv", parse_dates=["left_on"])
    return customers.set_index("customer_id", drop=False)


@pytest.fixture(scope="module")
def planted():
    return json.loads((TRUTH / "sample_truth.json").read_text(encoding="utf-8"))


def revenue_of_largest(sales: pd.DataFrame, share: float) -> float:
    by_customer = sales.groupby("Customer ID")["Amount"].sum().sort_values(ascending=False)
    largest = by_customer.head(-int(-share * len(by_customer) // 1))
    return largest.sum() / by_customer.sum()


# The files


def test_rebuilds_byte_for_byte(tmp_path):
    generate.generate(tmp_path, tmp_path)
    written = [f"{language}/{file}.csv" for language in labels.LANGUAGES for file in FILES]
    for name in written:
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name
    for name in ("sample_truth.csv", "sample_truth.json"):
        assert (tmp_path / name).read_bytes() == (TRUTH / name).read_bytes(), name


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_is_small_and_needs_no_quotes(language):
    paths = [SAMPLE / language / f"{file}.csv" for file in FILES]
    assert sum(path.stat().st_size for path in paths) < 4_000_000
    for path in paths:
        text = path.read_bytes().decode("utf-8")
        assert "\r" not in text
        assert '"' not in text
        assert len({line.count(",") for line in text.splitlines()}) == 1


@pytest.mark.parametrize("file", FILES)
def test_both_languages_have_the_same_numbers_and_one_word_for_each_word(file):
    english, chinese = (read(file, language, dtype=str).fillna("") for language in labels.LANGUAGES)
    assert english.shape == chinese.shape
    for left, right in zip(english, chinese, strict=True):
        pairs = set(zip(english[left], chinese[right], strict=True))
        assert len(pairs) == english[left].nunique() == chinese[right].nunique(), left
        is_word = left in {
            *("Product", "Category", "Channel", "Region", "Salesperson", "Owner", "Kind"),
            *("Stage", "Note", "Reason", "Customer type", "Customer name", "Do not contact"),
        }
        assert all((a != b) == (is_word and a != "") for a, b in pairs), left


def test_has_the_promised_size(sales):
    sold = sales[sales["Quantity"] > 0]
    assert 24_000 < len(sales) < 26_000
    assert 1_950 < sold["Customer ID"].nunique() < 2_100
    assert sales["Order date"].is_monotonic_increasing
    assert sales["Order date"].min() == pd.Timestamp(process.FIRST_DAY)
    assert sales["Order date"].max() == LAST_DAY
    assert sales["Product"].nunique() == 25
    assert 0.01 < sales["Customer ID"].isna().mean() < 0.02
    assert 0.02 < (sales["Quantity"] < 0).mean() < 0.03


def test_a_line_has_one_sign_and_a_return_an_order_to_go_back_to(sales):
    assert ((sales["Quantity"] < 0) == (sales["Amount"] < 0)).all()
    assert ((sales["Quantity"] < 0) == sales["Order no"].str.startswith("RT")).all()
    returned = sales.loc[sales["Quantity"] < 0, "Order no"].str.replace("RT", "SO")
    assert set(returned) <= set(sales["Order no"])


def test_every_name_in_the_files_is_a_known_customer(sales, interactions, deals):
    customers = read("customers")
    assert customers["Customer ID"].is_unique
    assert customers["Customer name"].is_unique
    for rows in (sales, interactions, deals):
        assert set(rows["Customer ID"].dropna()) <= set(customers["Customer ID"])
    assert (~customers["Customer ID"].isin(sales["Customer ID"])).sum() > 300, "prospects"


# The truths


def test_truth_adds_up_to_the_files(sales, interactions, truth, planted):
    named = sales.groupby("Customer ID")[["Amount", "Cost"]].sum().reindex(truth.index).fillna(0)
    assert (truth["revenue"] - named["Amount"]).abs().max() < 0.005
    assert (truth["margin"] - (named["Amount"] - named["Cost"])).abs().max() < 0.005
    unit_cost = interactions["Kind"].map({k: float(v) for k, v in planted["unit_cost"].items()})
    cost = unit_cost.groupby(interactions["Customer ID"]).sum().reindex(truth.index).fillna(0)
    assert (truth["cost_to_serve"] - cost).abs().max() < 0.005


def test_few_customers_bring_most_of_the_revenue(sales):
    assert 0.20 < revenue_of_largest(sales, 0.01) < 0.30
    assert 0.70 < revenue_of_largest(sales, 0.20) < 0.85


def test_some_of_the_largest_customers_lose_money(truth):
    buyers = truth[truth["revenue"] > 0]
    largest = buyers.nlargest(len(buyers) // 100, "revenue")
    assert (largest["net"] < 0).sum() >= 3
    assert (largest["margin"] > 0).all(), "they look fine until the cost to serve is seen"


def test_nobody_orders_after_leaving(sales, truth, planted):
    last = sales[sales["Quantity"] > 0].groupby("Customer ID")["Order date"].max()
    gone = truth[truth["left_on"].notna() & truth.index.isin(last.index)]
    silence = (gone["left_on"] - last.reindex(gone.index)).dt.days
    assert (silence == planted["left_days_after_last_order"]).all()
    assert 0.2 < len(gone) / len(last) < 0.6


def test_customers_keep_to_their_hidden_rate(sales, truth):
    sold = sales[sales["Quantity"] > 0]
    days = sold.groupby("Customer ID")["Order date"].agg(["min", "max", "nunique"])
    days = days.join(truth[["left_on", "orders_per_week"]])
    weeks = (days["max"].where(days["left_on"].notna(), LAST_DAY) - days["min"]).dt.days / 7
    long_lived = days[weeks > 26]
    seen = (long_lived["nunique"] - 1) / weeks[weeks > 26]
    assert seen.rank().corr(long_lived["orders_per_week"].rank()) > 0.7


def test_visits_and_calls_thin_out_before_leaving(interactions, truth, planted):
    contacts = interactions[interactions["Kind"].isin(["visit", "call"])]
    before = (contacts["Customer ID"].map(truth["left_on"]) - contacts["Time"]).dt.days
    days = planted["contacts_thin_days_before_leaving"]
    known = read("sales", parse_dates=["Order date"]).groupby("Customer ID")["Order date"].min()
    old = truth.index[(truth["left_on"] - known.reindex(truth.index)).dt.days > 2 * days]
    before = before[contacts["Customer ID"].isin(old)]
    late, early = before.between(0, days - 1).sum(), before.between(days, 2 * days - 1).sum()
    assert early > 100
    assert 0.15 < late / early < 0.55


def test_unsolved_complaints_make_customers_leave(interactions, truth):
    complaints = interactions[interactions["Kind"] == "complaint"]
    answers = interactions[interactions["Kind"] == "solved"]
    pairs = complaints.reset_index().merge(answers, on="Customer ID", suffixes=("", " solved"))
    wait = (pairs["Time solved"] - pairs["Time"]).dt.days
    solved = complaints.index.isin(pairs.loc[wait.between(0, 7), "index"])
    wait = (complaints["Customer ID"].map(truth["left_on"]) - complaints["Time"]).dt.days
    left = wait.between(-1, 14)
    assert left[~solved].mean() > left[solved].mean() + 0.15


def test_a_contract_runs_by_the_year_and_is_not_renewed_by_who_left(truth, planted):
    dates = ["Customer since", "Contract ends on"]
    customers = read("customers", parse_dates=dates).set_index("Customer ID")
    contracts = customers.dropna(subset="Contract ends on")
    assert 150 < len(contracts) < 250
    assert ((contracts["Contract ends on"] - contracts["Customer since"]).dt.days % 365 == 0).all()
    left = truth["left_on"].reindex(contracts.index)
    last = left - pd.Timedelta(days=planted["left_days_after_last_order"])
    ahead = (contracts["Contract ends on"] - last.fillna(LAST_DAY)).dt.days
    assert left.notna().sum() > 50
    assert ahead.between(1, 365).all()


def test_what_goes_together_is_bought_together(sales, planted):
    sold = sales[sales["Quantity"] > 0]
    orders = sold.groupby("Product")["Order no"].agg(set)
    for first, second, _ in planted["affinities"]:
        share = len(orders[first] & orders[second]) / len(orders[first])
        base = len(orders[second]) / sold["Order no"].nunique()
        assert share > 1.3 * base, (first, second)


def test_the_year_has_a_peak_and_a_dip(sales):
    orders = sales.groupby(sales["Order date"].dt.to_period("M"))["Order no"].nunique()
    for year in (2024, 2025):
        assert orders[f"{year}-12"] > 1.25 * orders[f"{year}-10"]
        assert orders[f"{year + 1}-02"] < 0.6 * orders[f"{year}-12"]


def test_revenue_grows_while_key_customers_go_quiet(sales, truth):
    quarter = pd.Timedelta(weeks=13)
    day = sales["Order date"]
    now = sales[day > LAST_DAY - quarter]
    before = sales[(day > LAST_DAY - 2 * quarter) & (day <= LAST_DAY - quarter)]
    assert 1.02 < now["Amount"].sum() / before["Amount"].sum() < 1.15
    quiet = truth[truth["quiet"] == 1]
    largest = truth.nlargest(len(truth) // 100, "revenue")
    assert quiet.index.isin(largest.index).sum() >= 4
    assert quiet["left_on"].between(LAST_DAY - 2 * quarter, LAST_DAY).all()


def test_campaigns_spare_those_who_asked_and_bring_some_orders(sales, interactions, planted):
    customers = read("customers").set_index("Customer ID")
    reached = interactions[interactions["Kind"] == "campaign"]
    assert (customers["Do not contact"] == "yes").sum() > 50
    assert (reached["Customer ID"].map(customers["Do not contact"]) == "no").all()
    sold = sales[(sales["Quantity"] > 0) & sales["Customer ID"].notna()]
    ratios = []
    for day in reached["Time"].dt.normalize().unique():
        since, until = day - pd.Timedelta(days=364), day + pd.Timedelta(days=14)
        base = set(sold.loc[sold["Order date"].between(since, day, "left"), "Customer ID"])
        after = set(sold.loc[sold["Order date"].between(day, until, "right"), "Customer ID"])
        target = set(reached.loc[reached["Time"].dt.normalize() == day, "Customer ID"]) & base
        control = base - target
        ratios.append(len(target & after) / len(target) - len(control & after) / len(control))
    assert 0 < sum(ratios) / len(ratios) < 2 * planted["campaign_adds_order_chance"]


# The deals


def test_every_deal_stands_in_the_one_stage_its_history_ends_in(interactions, deals):
    steps = interactions[interactions["Kind"] == "stage"]
    assert deals["Deal ID"].is_unique
    last = steps.groupby("Deal ID").last()
    assert (deals.set_index("Deal ID")["Stage"] == last["Stage"]).all()
    assert (steps.groupby("Deal ID").first()["Stage"] == "Lead").all()
    ended = steps[steps["Stage"].isin(["Won", "Lost"])]
    assert ended["Deal ID"].is_unique
    assert (deals["Closed"].notna() == deals["Stage"].isin(["Won", "Lost"])).all()
    assert (deals["Reason"].notna() == (deals["Stage"] == "Lost")).all()
    assert (deals["Closed"].isna()).sum() > 25, "open deals"


def test_some_deals_move_back(interactions):
    order = {english: number for number, (english, _) in enumerate(labels.STAGES)}
    steps = interactions[interactions["Kind"] == "stage"]
    rank = steps["Stage"].map(order)
    assert (rank.groupby(steps["Deal ID"]).diff() < 0).sum() > 5


def test_field_sales_and_the_best_seller_win_more(deals, planted):
    closed = deals[deals["Closed"].notna()]
    won = closed["Stage"] == "Won"
    by_channel = won.groupby(closed["Channel"]).mean()
    assert by_channel.idxmax() == "Field sales"
    assert by_channel.idxmin() in ("Web shop", "Phone")
    effect = pd.Series(planted["deal_owner_effect"])
    assert won.groupby(closed["Owner"]).mean().corr(effect) > 0.5


def test_a_won_deal_is_followed_by_the_first_order(sales, deals):
    first = sales[sales["Quantity"] > 0].groupby("Customer ID")["Order date"].min()
    won = deals[(deals["Stage"] == "Won") & (deals["Closed"] < LAST_DAY - pd.Timedelta(days=7))]
    wait = (won["Customer ID"].map(first) - won["Closed"]).dt.days
    assert wait.between(1, 5).all()
