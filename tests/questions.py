"""Every question of the product, asked as its pages ask it, and what the engine is then asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest

from analytics import (
    Scope,
    Workspace,
    care,
    churn,
    clusters,
    contracts,
    contribution,
    conversion,
    costs,
    custom_segments,
    deals,
    due,
    engine,
    entries,
    features,
    followup,
    forecast,
    funnel,
    health,
    lifecycle,
    lists,
    movement,
    next_products,
    overview,
    portrait,
    potential,
    products,
    profile,
    profit,
    pyramid,
    quality,
    reconcile,
    retention,
    rfm,
    service,
    stability,
    value,
    vitals,
    waits,
    winback,
    worth,
)
from analytics.errors import DataError
from analytics.scoring import Scoring
from analytics.steps import Choice, Step

Ask = Callable[[], object]


@dataclass(frozen=True)
class Asked:
    """One call of the engine: the question, the text it composes, and the values bound in it."""

    name: str
    sql: str
    bound: dict[str, Any]
    relations: dict[str, pa.Table]

    @property
    def key(self) -> tuple[str, str]:
        """What tells one call from another."""
        return self.sql, repr((sorted(self.bound.items()), sorted(self.relations.items())))


@contextmanager
def recorded() -> Iterator[list[Asked]]:
    """What the engine is asked within the block, each once, in its order."""
    asked: list[Asked] = []
    seen: set[tuple[str, str]] = set()

    composed: dict[str, str] = {}
    compose, answered = engine.compose, engine.answered

    def composing(name: str, *args: Any) -> str:
        sql = compose(name, *args)
        composed[sql] = name
        return sql

    def answering(
        ws: Workspace, sql: str, bound: dict[str, Any], relations: dict[str, pa.Table]
    ) -> pa.Table:
        call = Asked(composed[sql], sql, bound, relations)
        if call.key not in seen:
            seen.add(call.key)
            asked.append(call)
        return answered(ws, sql, bound, relations)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "compose", composing)
        patch.setattr(engine, "answered", answering)
        yield asked


def ask_all(ws: Workspace, scope: Scope, steps: tuple[str, ...]) -> None:
    """Asks everything that can be asked of the data; what they lack is passed by."""
    for ask in questions(ws, scope, steps):
        try:
            ask()
        except DataError:
            continue


def questions(ws: Workspace, scope: Scope, steps: tuple[str, ...]) -> Iterator[Ask]:
    """One call of each public function that asks the engine, and more where it has forms."""
    scope = scope.resolved(ws)
    assert scope.as_of is not None
    since = scope.as_of - timedelta(days=120)
    some = rfm.customers(ws, scope)["customer_id"].tolist()[:3]
    one = some[0] if some else "nobody"
    kinds = quality.joins(ws, scope)["kind"].tolist()
    unit = [
        costs.Cost(kind, costs.usual_purpose(kind), 3.25) for kind in dict.fromkeys(kinds) if kind
    ]
    cuts = Scoring(
        method="cuts", recency_cuts=(30, 60, 90, 180), frequency_cuts=(2, 3, 4, 6),
        monetary_cuts=(50.0, 100.5, 200.0, 400.0), typical="median",
    )  # fmt: skip
    yield from _people(ws, scope, since, one, some, cuts)
    yield from _money(ws, scope, since, some, unit)
    yield from _sales(ws, scope, since)
    yield from _contacts(ws, scope, steps)
    yield from _leaving(ws, scope)


def _people(
    ws: Workspace, scope: Scope, since: date, one: str, some: list[str], cuts: Scoring
) -> Iterator[Ask]:
    usual = Scoring()
    median = Scoring(typical="median")
    for scoring in (usual, median, cuts):
        yield lambda scoring=scoring: rfm.customers(ws, scope, scoring)
        yield lambda scoring=scoring: rfm.cells(ws, scope, scoring, money=True, margin=True)
        yield lambda scoring=scoring: rfm.listing(ws, scope, scoring=scoring, rows=40)
        yield lambda scoring=scoring: portrait.counts(ws, scope, scoring=scoring)
        yield lambda scoring=scoring: stability.labels(ws, scope, scoring)
        yield lambda scoring=scoring: clusters.found(ws, scope, scoring)
    yield lambda: rfm.segments(ws, scope)
    yield lambda: rfm.types(ws, scope)
    yield lambda: rfm.risks(ws, scope, up="m")
    yield lambda: portrait.counts(ws, scope, by="type8")
    for by in ("segment", "type8", "tier"):
        yield lambda by=by: movement.flows(ws, scope, since, by)
        yield lambda by=by: movement.customers(ws, scope, since, by, rows=30)
        yield lambda by=by: movement.trend(ws, scope, by, months=2)
        yield lambda by=by: movement.changes(ws, scope, by, customer_ids=some, months=1)
    yield lambda: movement.customers(
        ws, scope, since, moves=[("new", "loyal"), ("not_yet", "new")], rows=30
    )
    yield lambda: movement.furthest(ws, scope, since, "slid", rows=20)
    yield lambda: lifecycle.horizon_days(ws, scope)
    yield lambda: lifecycle.customers(ws, scope, 90, states=("loyal", "won_back"), rows=30)
    yield lambda: lifecycle.states(ws, scope, 90)
    yield lambda: lifecycle.transitions(ws, scope, since, 90)
    yield lambda: lifecycle.moved(ws, scope, since, [("loyal", "lapsed")], 90, rows=30)
    yield lambda: lifecycle.flow(ws, scope, 90)
    for conditions in (
        custom_segments.Conditions(),
        custom_segments.Conditions(
            r=(2, 5), tiers=("key", "small"), states=("loyal", "repeat"),
            regions=tuple(ws.dimensions.get("region", ("",)))[:2],
            products=tuple(products.ranking(ws, scope)["product"].dropna())[:40],
            contact_at_least=2, contact_at_most=900,
        ),
    ):  # fmt: skip
        yield lambda told=conditions: custom_segments.customers(ws, scope, told, 90, rows=50)
        yield lambda told=conditions: custom_segments.counts(ws, scope, told, 90)
    yield lambda: profile.find(ws, "a")
    yield lambda: profile.find(ws, "o'b")
    found = profile.find(ws, "c", rows=5000)
    never = found["customer_id"][found["last_order_on"].isna()].tolist()[:1]
    for customer in (*some, *never):
        yield lambda customer=customer: profile.customer(ws, scope, customer)
        yield lambda customer=customer: profile.orders(ws, scope, customer)
        yield lambda customer=customer: profile.contacts(ws, scope, customer)
        yield lambda customer=customer: profile.products(ws, scope, customer)
        yield lambda customer=customer: profile.missing(ws, scope, customer)
        yield lambda customer=customer: profile.standing(ws, scope, customer, 90)
        yield lambda customer=customer: profile.stake(ws, scope, customer, 90)
    tagged = pa.table({"customer_id": some, "tags": ["A", "甲, b", "o'c"][: len(some)]})
    yield lambda: engine.run(ws, "tags_customers", scope, tagged=tagged, rows=20)
    yield lambda: contracts.ending(ws, scope, 400)
    yield lambda: contracts.known(ws, scope)
    yield lambda: lists.owners(ws, scope)
    yield lambda: lists.value(ws, scope, some)
    yield lambda: engine.run(ws, "lists_customers", customer_ids=some)
    yield lambda: followup.since(ws, scope, [(1, customer, since.isoformat()) for customer in some])
    yield lambda: quality.doubles(ws, scope)
    yield lambda: retention.cohorts(ws, scope)
    for by in ("channel", "region", "category", "product"):
        yield lambda by=by: retention.groups(ws, scope, by, named=3)
    yield lambda: retention.second_orders(ws, scope)
    yield lambda: retention.headline(ws, scope)
    yield lambda: retention.customers(ws, scope, scope.as_of.replace(day=1), rows=30)
    yield lambda: retention.customers(ws, scope, since.replace(day=1), 2, True, rows=30)
    yield lambda: retention.customers(ws, scope, since.replace(day=1), 2, False, rows=30)


def _money(
    ws: Workspace, scope: Scope, since: date, some: list[str], unit: list[costs.Cost]
) -> Iterator[Ask]:
    for by in ("revenue", "margin", "profit", "predicted"):
        paid = unit if by == "profit" else ()
        yield lambda by=by, paid=paid: pyramid.customers(ws, scope, by, costs=paid)
        yield lambda by=by, paid=paid: pyramid.tiers(ws, scope, by, costs=paid)
        yield lambda by=by, paid=paid: pyramid.quiet(ws, scope, by, costs=paid)
        yield lambda by=by, paid=paid: pyramid.listing(ws, scope, by=by, costs=paid)
        yield lambda by=by, paid=paid: pyramid.concentration(ws, scope, by, costs=paid)
        yield lambda by=by, paid=paid: pyramid.without(ws, scope, some, by, costs=paid)
    yield lambda: pyramid.trend(ws, scope)
    for dimension in ("product", "category", "region", "channel", "salesperson"):
        yield lambda dimension=dimension: pyramid.pareto(ws, scope, dimension)
    yield lambda: profit.kinds(ws, scope)
    yield lambda: profile.served(ws, scope, some[0], unit)
    yield lambda: care.customer(ws, scope, some[0], "key", since, done=())
    yield lambda: profit.customers(ws, scope, unit)
    yield lambda: profit.customers(ws, scope, unit, losing=True)
    yield lambda: profit.tiers(ws, scope, unit)
    yield lambda: profit.others(ws, scope, unit)
    done = tuple((customer, scope.as_of) for customer in some)
    yield lambda: care.due(ws, scope, done=done)
    yield lambda: care.due(ws, scope, owner="", tiers=("key",), done=())
    yield lambda: care.tiers(ws, scope, done=done)
    yield lambda: care.owners(ws, scope, done=done)
    yield lambda: value.fit(ws, scope)
    yield lambda: value.histories(ws, scope, by="margin")
    yield lambda: engine.run(ws, "value_histories", scope, most=20)
    yield lambda: engine.run(ws, "value_histories", scope, customer_id=some[0])
    yield lambda: worth.groups(ws, scope, "region")
    yield lambda: worth.holdout(ws, scope)
    yield lambda: potential.customers(ws, scope)
    yield lambda: potential.backtest(ws, scope)
    yield lambda: potential.prospects(ws, scope, 90)
    yield lambda: potential.prospects_backtest(ws, scope, 90)


def _sales(ws: Workspace, scope: Scope, since: date) -> Iterator[Ask]:
    period = scope if scope.start else replace(scope, start=since)
    for kind in ("previous", "year"):
        frame = replace(period, compare=kind)
        yield lambda frame=frame: overview.figures(ws, frame)
        yield lambda frame=frame: overview.bridge(ws, frame)
        for part in ("new", "lost", "grew", "returned"):
            yield lambda frame=frame, part=part: overview.bridge_customers(ws, frame, part)
        yield lambda frame=frame: overview.groups(ws, frame)
        for by in contribution.DIMENSIONS:
            yield lambda frame=frame, by=by: contribution.groups(ws, frame, by)
    for grain in ("day", "week", "month"):
        yield lambda grain=grain: overview.trend(ws, period, grain)
    for code in ("no_second_order", "frequent_stopped", "key_quiet"):
        yield lambda code=code: overview.attention_customers(ws, period, code)
    yield lambda: vitals.windows(ws, period)
    yield lambda: vitals.figures(ws, period, 90)
    yield lambda: forecast.months(ws, scope)
    yield lambda: forecast.outlook(ws, scope)
    yield lambda: health.signals(ws, scope)
    yield lambda: reconcile.remainder(ws, scope)
    yield lambda: reconcile.account(ws, scope)
    yield lambda: quality.later(ws, scope, since)
    yield lambda: quality.gaps(ws, scope)
    yield lambda: quality.products(ws, scope)
    for level in ("product", "category"):
        yield lambda level=level: products.together(ws, scope, level, 2)
    named = products.pairs(ws, scope, minimum=2)
    pair = tuple(named.iloc[0, :2]) if len(named) else ("x", "y'z")
    yield lambda: products.without(ws, scope, *pair)
    yield lambda: products.ranking(ws, scope)
    yield lambda: products.ladder(ws, scope, 1)
    yield lambda: products.named(ws, scope)
    yield lambda: next_products.customers(ws, scope)
    yield lambda: next_products.customers(ws, scope, "most")
    yield lambda: next_products.segments(ws, scope)
    yield lambda: next_products.backtest(ws, scope)
    yield lambda: next_products.likely(ws, scope, pair[0])
    yield lambda: next_products.offered(ws, scope)


def _contacts(ws: Workspace, scope: Scope, steps: tuple[str, ...]) -> Iterator[Ask]:
    yield lambda: funnel.steps(ws, scope)
    choices = [
        Choice(steps, mode=mode, anchor=anchor)
        for mode in funnel.MODES
        for anchor in funnel.ANCHORS
    ]
    choices.append(Choice(steps[:2], 7, exclude=steps[-1:]))
    choices.append(Choice((steps[0], Step(steps[1], optional=True), *steps[2:]), 365))
    choices.append(Choice((Step("any", steps[:2]), "order 1", "order 2"), 90))
    choices.append(Choice((steps[0], steps[0], steps[1]), mode="strict"))
    for choice in choices[-3:] if scope.start else choices:
        yield lambda choice=choice: funnel.steps(ws, scope, choice)
    for choice in (choices[0], choices[3], choices[4], choices[7]):
        yield lambda choice=choice: funnel.customers(ws, scope, choice, step=2)
        yield lambda choice=choice: waits.transitions(ws, scope, choice)
    for choice in (choices[0], choices[-2]):
        yield lambda choice=choice: funnel.customers(ws, scope, choice, step=2, stopped=True)
        yield lambda choice=choice: funnel.next_events(ws, scope, choice, step=2, stopped=True)
        yield lambda choice=choice: waits.days(ws, scope, choice)
        yield lambda choice=choice: entries.course(ws, scope, choice, grain="month")
        yield lambda choice=choice: entries.course(ws, scope, choice, grain="week")
        yield lambda choice=choice: conversion.traits(ws, scope, choice)
        yield lambda choice=choice: conversion.groups(ws, scope, choice, by=("campaign",))
        yield lambda choice=choice: funnel.rows(ws, scope, choice)
    yield lambda: waits.groups(ws, scope, Choice(steps), by=("owner",))
    yield lambda: waits.days(ws, scope, Choice(steps), by=("channel",), step=2)
    for by in (("region",), ("customer_type", "owner"), ("segment",), ("tier",), ("product",)):
        yield lambda by=by: conversion.groups(ws, scope, choices[0], by=by)
    yield lambda: funnel.stages(ws, scope)
    yield lambda: deals.summary(ws, scope)
    yield lambda: deals.stages(ws, scope)
    yield lambda: deals.outcomes(ws, scope)
    for by in ("owner", "product", "reason"):
        yield lambda by=by: deals.groups(ws, scope, by)
    yield lambda: deals.opened(ws, scope)
    yield lambda: deals.stalled(ws, scope)
    yield lambda: deals.stalled_customers(ws, scope)
    yield lambda: deals.weighted(ws, scope)
    yield lambda: deals.courses(ws, scope)
    yield lambda: deals.backtest(ws, scope)
    yield lambda: service.known(ws, scope)
    yield lambda: service.waits(ws, scope)
    yield lambda: service.after(ws, scope)
    yield lambda: service.scores(ws, scope)


def _leaving(ws: Workspace, scope: Scope) -> Iterator[Ask]:
    assert scope.as_of is not None
    yield lambda: churn.horizon_days(ws, scope)
    yield lambda: churn.customers(ws, scope, 60)
    yield lambda: churn.bands(ws, scope, 60)
    yield lambda: winback.customers(ws, scope, 60)
    yield lambda: winback.claims(ws, scope, 60)
    yield lambda: winback.backtest(ws, scope, 60)
    yield lambda: due.customers(ws, scope)
    yield lambda: due.weeks(ws, scope)
    yield lambda: due.calendar(ws, scope)
    yield lambda: features.customers(ws, scope, scope.as_of, 60)
    yield lambda: features.returned(ws, scope, scope.as_of, 60, 3)
    yield lambda: features.drawn(ws, scope, scope.as_of, 60, most=20)
    yield lambda: features.returned(ws, scope, scope.as_of, 60, 1, most=20)
    yield lambda: engine.run(ws, "churn_bands", scope, horizon=60, most=20)
