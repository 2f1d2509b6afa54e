"""How the firm meets its customers: the events of interactions.csv."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from sample_data import labels, process
from sample_data.labels import Pair
from sample_data.process import DAY_ZERO, END, FIELD, PHONE, WARM_UP, WEB, Customer, Deal
from sample_data.trade import money

VISITS, CALLS = (0.0, 0.35, 1.3), (0.04, 1.1, 2.2)  # in 30 days, by customer type
COSTLY_VISITS, COSTLY_CALLS = 6.0, 7.0
GIVEN_UP = 120  # days after leaving when the firm stops visiting and calling
SURVEYS = (date(2025, 2, 3), date(2025, 9, 1), date(2026, 2, 2), date(2026, 7, 6))
SURVEYED = 0.2  # of those who bought within half a year
UNIT_COST = {"visit": 6500, "call": 900, "complaint": 3500, "survey": 100, "campaign": 150}  # pence


class Event(NamedTuple):
    """One contact or step of a deal; words are (English, Chinese) pairs."""

    day: int
    customer: Customer
    kind: str
    channel: Pair
    owner: Pair | str = ""
    note: Pair | str = ""
    score: str = ""
    stage: Pair | str = ""
    deal: str = ""
    value: str = ""


def working_days(rng: np.random.Generator, customer: Customer, monthly: float) -> list[int]:
    """Days of visits or calls: rarer before a customer leaves and after, given up in the end."""
    left = customer.left
    last = END if left is None else min(END, left + GIVEN_UP)
    days = np.arange(max(customer.entry, WARM_UP), last + 1)
    weekday = (days + DAY_ZERO.weekday()) % 7 < 5
    daily = np.where(weekday, monthly * 7 / 5 / 30, 0)
    if left is not None:
        daily = np.where(days < left - process.THIN_DAYS, daily, daily * process.THIN)
    return days[rng.random(len(days)) < daily].tolist()


def deal_steps(deals: list[Deal]) -> Iterator[Event]:
    for number, deal in enumerate(deals, start=1):
        owner, channel = labels.SALESPEOPLE[deal.owner], labels.CHANNELS[deal.channel]
        for day, stage in deal.steps:
            yield Event(
                day, deal.customer, "stage", channel, owner, stage=labels.STAGES[stage],
                deal=f"D{number:04d}", value=money(deal.value * 100),
            )  # fmt: skip


def care(rng: np.random.Generator, customer: Customer) -> Iterator[Event]:
    """Visits and calls, complaints and what became of them."""
    owner = labels.SALESPEOPLE[customer.owner]
    field, phone, web = (labels.CHANNELS[channel] for channel in (FIELD, PHONE, WEB))
    if customer.bought:
        visits = COSTLY_VISITS if customer.costly else VISITS[customer.kind]
        calls = COSTLY_CALLS if customer.costly else CALLS[customer.kind]
        for day in working_days(rng, customer, visits):
            yield Event(day, customer, "visit", field, owner)
        for day in working_days(rng, customer, calls):
            yield Event(day, customer, "call", phone, owner)
    for filed, solved in customer.complaints:
        note = labels.COMPLAINTS[int(rng.random() * len(labels.COMPLAINTS))]
        channel = phone if rng.random() < 0.6 else web
        yield Event(filed, customer, "complaint", channel, note=note)
        if solved is not None and filed >= WARM_UP:
            yield Event(solved, customer, "solved", channel, owner, note)


def marketing(rng: np.random.Generator, customer: Customer) -> Iterator[Event]:
    """Surveys, with lower scores from the hurt and the leaving, and campaigns."""
    web = labels.CHANNELS[WEB]
    for wave in SURVEYS:
        day = (wave - DAY_ZERO).days + int(rng.random() * 14)
        recent = any(day - 180 < order < day for order in customer.orders)
        if recent and rng.random() < SURVEYED:
            hurt = any(filed < day and solved is None for filed, solved in customer.complaints)
            leaving = customer.left is not None and customer.left - day < 120
            score = 10 - int(rng.random() * 4) - 3 * hurt - 2 * leaving
            yield Event(day, customer, "survey", web, score=str(score))
    for number in customer.campaigns:
        when, name = process.CAMPAIGNS[number]
        english, chinese = labels.CAMPAIGNS[name]
        note = (f"{english} {when.year}", f"{when.year} {chinese}")
        yield Event((when - DAY_ZERO).days, customer, "campaign", web, note=note)


def events(people: list[Customer], deals: list[Deal]) -> list[Event]:
    """Everything that happened inside the files, by day."""
    rng = process.stream(8)
    happened = list(deal_steps(deals))
    for customer in people:
        happened += [*care(rng, customer), *marketing(rng, customer)]
    return sorted((e for e in happened if WARM_UP <= e.day <= END), key=lambda e: e.day)


def rows(happened: list[Event]) -> list[tuple]:
    """The events as they stand in interactions.csv, each at a minute of its working day."""
    rng = process.stream(9)
    timed = []
    for event in happened:
        minute = 8 * 60 + int(rng.random() * 600)
        timed.append((event.day, minute, event))
    return [
        (
            e.customer.id, f"{process.day_of(day)} {minute // 60:02d}:{minute % 60:02d}",
            labels.KINDS[e.kind], e.stage, e.deal, e.owner, e.channel, e.value, e.score, e.note,
        )
        for day, minute, e in sorted(timed, key=lambda t: t[:2])
    ]  # fmt: skip
