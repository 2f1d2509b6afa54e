"""Groups of a funnel and what goes together with going on: counted by eye, against other code."""

from __future__ import annotations

import random
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analytics import DataError, Scope, Workspace, conversion, funnel
from analytics.steps import Choice, Step

STEPS = ["Lead", "Proposal", "Won"]
DAY = Scope(as_of=date(2024, 12, 31))
HEAD = "customer_id,occurred_at,kind,stage,deal_id,owner,channel,value,note\n"


def contacts(*rows: str) -> str:
    return HEAD + "\n".join(rows)


SMALL = contacts(
    "a,2024-01-01,stage,Lead,1,Ann,Web,10,",
    "a,2024-01-05,stage,Won,1,Bob,Shop,10,",
    "b,2024-01-01,stage,Lead,2,Ann,Web,30,",
    "b,2024-01-11,stage,Won,2,Ann,Web,30,",
    "c,2024-01-01,stage,Lead,3,Bob,Web,50,",
    "d,2024-03-01,stage,Lead,4,Bob,Shop,,",
    "d,2024-02-20,campaign,,,,,,Spring",
    "d,2024-03-02,campaign,,,,,,Late",
    "d,2023-06-01,campaign,,,,,,Old",
    "e,2024-12-30,stage,Lead,5,Bob,Shop,,",
)
DEALS = (
    "deal_id,customer_id,stage,product,opened_on\n1,a,Won,Tea,2024-01-01\n4,d,Lead,Cups,2024-03-01"
)


@pytest.fixture(scope="module")
def small(workspace_of) -> Workspace:
    """Four customers who may have won by the day, and one who began too late to tell."""
    return workspace_of(
        interactions=SMALL,
        deals=DEALS,
        sales="customer_id,ordered_on,amount\nd,2024-06-01,5\na,2024-01-05,9\na,2024-07-01,9",
        customers="customer_id,type,region\na,Shop,North\nb,Shop,South\nc,,South",
    )


def split(ws: Workspace, *by: conversion.By, scope: Scope = DAY) -> dict:
    found = conversion.groups(ws, scope, Choice(["Lead", "Won"], 30), by=by)
    names = found[["one", "two"][: len(by)]].astype(object).where(lambda f: f.notna(), None)
    keys = names.itertuples(index=False, name=None) if len(by) > 1 else names["one"]
    return dict(zip(keys, zip(found.entered, found.converted, strict=True), strict=True))


def test_groups_are_those_of_the_first_step(small: Workspace) -> None:
    assert split(small, "channel") == {"Web": (3, 2), "Shop": (1, 0)}
    assert split(small, "owner") == {"Ann": (2, 2), "Bob": (2, 0)}
    assert split(small, "product") == {None: (2, 1), "Tea": (1, 1), "Cups": (1, 0)}
    assert split(small, "campaign") == {None: (3, 2), "Spring": (1, 0)}
    assert split(small, "channel", "owner") == {
        ("Web", "Ann"): (2, 2), ("Web", "Bob"): (1, 0), ("Shop", "Bob"): (1, 0),
    }  # fmt: skip


def test_what_the_customer_file_says_holds_and_what_sales_say_only_once_there_are_any(
    small: Workspace, workspace_of
) -> None:
    assert split(small, "region") == {"South": (2, 1), "North": (1, 1), None: (1, 0)}
    assert split(small, "customer_type") == {"Shop": (2, 2), None: (2, 0)}
    told = "customer_id,ordered_on,amount,region\nd,2024-03-01,5,East\na,2023-12-31,5,West"
    ws = workspace_of(interactions=SMALL, sales=told)
    assert split(ws, "region") == {None: (3, 1), "West": (1, 1)}


def test_segments_and_tiers_are_those_of_the_last_day(small: Workspace) -> None:
    assert split(small, "tier") == {None: (2, 1), "key": (1, 1), "small": (1, 0)}
    early = Scope(as_of=date(2024, 6, 30))
    assert split(small, "tier", scope=early) == split(small, "tier")
    assert split(small, "segment")[None] == (2, 1)


def test_days_and_rates_of_a_group_by_hand(small: Workspace) -> None:
    web = conversion.groups(small, DAY, Choice(["Lead", "Won"], 30), by=("channel",)).iloc[0]
    assert (web.one, web.median_days, web.rate, web.rest_rate) == ("Web", 7, 2 / 3, 0)
    assert (web.low, web.high) == pytest.approx((0.2077, 0.9385), abs=1e-4)
    assert pd.isna(web.discovery_rate)
    assert not web.clear


def test_orders_as_steps_have_the_channel_and_product_of_their_largest_line(workspace_of) -> None:
    ws = workspace_of(
        sales="""
        customer_id,ordered_on,order_id,amount,channel,product
        a,2024-01-01,1,5,Web,Tea
        a,2024-01-01,1,9,Shop,Cups
        a,2024-01-20,2,9,Web,Tea
        b,2024-01-03,3,1,Web,Tea
        """
    )
    for by, first, second in (("channel", "Shop", "Web"), ("product", "Cups", "Tea")):
        found = conversion.groups(ws, DAY, Choice(list(funnel.ORDERS[:2]), 30), by=(by,))
        rows = found[["one", "entered", "converted"]].values.tolist()
        assert rows == [[first, 1, 1], [second, 1, 0]]


def random_contacts(seed: int) -> pd.DataFrame:
    chance, rows = random.Random(seed), []
    for number in range(400):
        channel, owner = chance.choice("WSP"), chance.choice(["Ann", "Bob"])
        on = pd.Timestamp(2024, 1, 1) + pd.Timedelta(hours=chance.randrange(4000))
        likely = {"W": 0.2, "S": 0.5, "P": 0.35}[channel] + 0.1 * (owner == "Ann")
        for stage in STEPS[: 1 + (chance.random() < 0.7) * (1 + (chance.random() < likely))]:
            rows.append((f"c{number}", on, "stage", stage, channel, owner))
            on += pd.Timedelta(hours=chance.randrange(1, 300))
        if chance.random() < 0.3:
            rows.append((f"c{number}", on, "visit", None, channel, owner))
    columns = ["customer_id", "occurred_at", "kind", "stage", "channel", "owner"]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return random_contacts(7)


@pytest.fixture(scope="module")
def many(workspace_of, rows: pd.DataFrame) -> Workspace:
    return workspace_of(interactions=rows.to_csv(index=False))


def test_groups_are_those_of_pandas_and_scipy(many: Workspace, rows: pd.DataFrame) -> None:
    stages = rows[rows.stage.notna()]
    first = stages[stages.stage == "Lead"].set_index("customer_id")
    won = stages[stages.stage == "Won"].set_index("customer_id")
    people = first.assign(
        days=(won.occurred_at - first.occurred_at).dt.total_seconds() / 86400,
    )
    found = conversion.groups(many, DAY, Choice(STEPS, 90), by=("channel", "owner"))
    found = found.set_index(["one", "two"]).sort_index()
    wanted = people.groupby(["channel", "owner"]).days.agg(["size", "count", "median"])
    assert found.entered.tolist() == wanted["size"].tolist()
    assert found.converted.tolist() == wanted["count"].tolist()
    assert found.median_days.tolist() == pytest.approx(wanted["median"].tolist())
    n, k = wanted["size"].sum(), wanted["count"].sum()
    tables = [
        [[row["count"], row["size"] - row["count"]],
         [k - row["count"], n - row["size"] - k + row["count"]]]
        for _, row in wanted.iterrows()
    ]  # fmt: skip
    chances = [stats.chi2_contingency(each, correction=False).pvalue for each in tables]
    assert found.discovery_rate.tolist() == pytest.approx(
        list(stats.false_discovery_control(chances))
    )
    assert (found.clear == (found.discovery_rate <= 0.05)).all()
    whole = funnel.steps(many, DAY, Choice(STEPS, 90))
    assert (found.entered.sum(), found.converted.sum()) == tuple(whole.customers.iloc[[0, -1]])


def test_traits_are_those_of_scipy(many: Workspace, rows: pd.DataFrame) -> None:
    found = conversion.traits(many, DAY, Choice(STEPS, 90), step=3)
    people = rows[rows.stage == "Proposal"].set_index("customer_id")
    went_on = people.index.isin(rows[rows.stage == "Won"].customer_id)
    chances, order = [], []
    for row in found.itertuples():
        if row.trait not in ("channel", "owner"):
            continue
        table = pd.crosstab(people[row.trait] == row.detail, went_on)
        table = table.reindex(index=[True, False], columns=[True, False]).to_numpy()
        assert [row.went_on, row.stopped] == table[0].tolist()
        oracle = stats.contingency.odds_ratio(table, kind="sample")
        ends = oracle.confidence_interval(0.95)
        assert (row.odds_ratio, row.odds_low, row.odds_high) == pytest.approx(
            (oracle.statistic, ends.low, ends.high), rel=1e-3
        )
        chances.append(stats.chi2_contingency(table, correction=False).pvalue)
        order.append((row.trait, row.detail))
    assert {("channel", "S"), ("owner", "Ann")} <= set(order)
    assert found.discovery_rate.notna().sum() >= len(chances) == 5
    assert found.clear.tolist() == sorted(found.clear, reverse=True)


PLANTED = [
    "{id},2024-02-02,visit,,,Eve,Fax,,", "{id},2024-02-02,complaint,,,,,,",
    "{id},2024-02-02,campaign,,,,,,Later",
]  # fmt: skip


def test_nothing_after_the_step_before_counts(workspace_of) -> None:
    """Whatever is planted after the moment of the step before leaves every row as it was."""
    base = []
    for number in range(12):
        base += [
            f"{number},2024-01-02 09:00,stage,Lead,,Ann,Web,1,",
            f"{number},2024-02-01 10:00,stage,Proposal,,Ann,Web,{number},",
        ]
        base += [f"{number},2024-01-20,visit,,,,,,"] if number % 3 else []
        base += [f"{number},2024-03-01,stage,Won,,Ann,Web,,"] if number < 5 else []
    orders = ["customer_id,ordered_on,amount,region", "1,2024-01-15,5,North"]
    orders += [f"{n},2023-01-15,5,{'NS'[n % 2]}" for n in range(6, 12)]
    later = [f"{n},2024-02-{1 + n % 2:02},5,East" for n in range(5)]
    one = workspace_of(interactions=contacts(*base), sales="\n".join(orders))
    planted = [row.format(id=n) for n in range(5) for row in PLANTED]
    two = workspace_of(interactions=contacts(*base, *planted), sales="\n".join([*orders, *later]))
    found = [conversion.traits(ws, DAY, Choice(STEPS, 90), step=3) for ws in (one, two)]
    pd.testing.assert_frame_equal(*found)
    by_trait = found[0].set_index(["trait", "detail"])
    assert by_trait.loc[("contact", "visit"), ["went_on", "stopped"]].tolist() == [3, 5]
    lately = by_trait.loc[("ordered_lately", "yes")]
    assert (lately.went_on, lately.stopped) == (1, 0)
    # 1 of 5 against 0 of 7, half a case added to each: (1.5 × 7.5) ÷ (4.5 × 0.5)
    assert lately.odds_ratio == pytest.approx(5)
    assert by_trait.loc[("region", "North"), ["went_on", "went_on_of"]].tolist() == [1, 1]


def test_what_everybody_has_tells_nobody_apart(workspace_of) -> None:
    ws = workspace_of(
        interactions=contacts(
            "a,2024-01-01,stage,Lead,,Ann,Web,,", "a,2024-01-02,stage,Won,,Ann,Web,,",
            "b,2024-01-01,stage,Lead,,Ann,Shop,,",
        )
    )  # fmt: skip
    found = conversion.traits(ws, DAY, Choice(["Lead", "Won"], 30), step=2)
    assert found[["trait", "detail"]].values.tolist() == [["channel", "Shop"], ["channel", "Web"]]
    assert found.discovery_rate.isna().all()
    assert np.isfinite(found[["odds_ratio", "odds_low", "odds_high"]].to_numpy()).all()


def test_the_step_before_is_never_an_optional_one(many: Workspace) -> None:
    steps = ["Lead", Step("Proposal", optional=True), "Won"]
    every = conversion.traits(many, DAY, Choice(steps, 90), step=3)
    assert (every.went_on_of + every.stopped_of).max() == 400
    for wrong in (1, 4):
        with pytest.raises(DataError):
            conversion.traits(many, DAY, Choice(steps, 90), step=wrong)
    for by in ((), ("weather",), ("channel", "owner", "region")):
        with pytest.raises(DataError):
            conversion.groups(many, DAY, Choice(STEPS, 90), by=by)


def test_nobody_makes_no_groups_and_no_traits(many: Workspace) -> None:
    before = Scope(as_of=date(2023, 1, 1))
    assert conversion.groups(many, before, Choice(STEPS, 90), by=("tier",)).empty
    assert conversion.traits(many, before, Choice(STEPS, 90), step=2).empty
