"""The firm behind the sample: how its customers come, buy, complain and leave.

What happens here is the hidden truth the product is later tested against: each customer has a
purchase rate (gamma over customers) and, after every order, a chance of leaving (beta over
customers), as in the BG/NBD model. Days count from the start of a warm-up year before the files.
All chance comes from uniform draws, rounded to days and decimals where a function is applied, so
that every machine gets the same firm.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import fsum, log

import numpy as np

SEED = 20_260_918
FIRST_DAY, LAST_DAY = date(2024, 10, 1), date(2026, 9, 18)
WARM_UP = 365
DAY_ZERO = FIRST_DAY - timedelta(WARM_UP)
END = (LAST_DAY - DAY_ZERO).days
RETAIL, BUSINESS, DISTRIBUTOR = range(3)
WEB, STORE, FIELD, PHONE = range(4)

# Per customer type: (shape, mean orders a week), (a, b) of the chance of leaving after an order.
RATE = ((8, 0.13), (2, 0.42), (3, 0.57))
LEAVING = ((1, 40), (1, 22), (1, 60))
LEFT_AFTER = 14  # days from the last order to the day the customer has left
COMPLAINT, SOLVED, UNSOLVED_ADDS = 0.06, 0.55, 0.50  # chances; the last adds to leaving
THIN_DAYS, THIN = 90, 0.17  # visits and calls fall to this share so long before leaving
TERM, NOTICE, NOT_RENEWED = 365, 30, 0.06  # a contract's days, its last ones, what they add to it
CAMPAIGN_ADDS, CAMPAIGN_DAYS = 0.06, 14  # chance of one more order, within days

# The way of a deal: chance to move on from each stage, median-like days spent in it.
MOVES_ON = (0.86, 0.76, 0.74, 0.76, 0.74)
STAGE_DAYS = (4, 9, 13, 16, 14)
WON, LOST, PROPOSAL, NEGOTIATION = 5, 6, 3, 4
MOVES_BACK = 0.07
CHANNEL_EFFECT = (0.92, 1.03, 1.08, 0.97)  # web shop, store, field sales, phone
OWNER_EFFECT = (1.08, 0.98, 1.04, 0.92, 1.0, 1.02, 0.95, 1.0)

CAMPAIGNS = (
    (date(2024, 10, 21), "autumn"),
    (date(2024, 11, 25), "gifts"),
    (date(2025, 4, 7), "care"),
    (date(2025, 10, 20), "autumn"),
    (date(2025, 11, 24), "gifts"),
    (date(2026, 6, 22), "cold"),
)
QUIET_FROM = (date(2026, 5, 20) - DAY_ZERO).days  # some of the largest leave from here on


@dataclass
class Customer:
    """One customer and its hidden traits; days are counted from DAY_ZERO."""

    kind: int
    entry: int  # day of the first order; after END for a prospect
    rate: float = 0.0  # orders a week
    leave: float = 0.0  # chance of leaving after an order
    size: float = 1.0  # order size, 1 = usual for the type
    region: int = 0
    owner: int = 0
    channel: int = 0
    discount: int = 0  # percent
    do_not_contact: bool = False
    costly: bool = False  # large, but served at a loss
    quiet: bool = False  # large, and leaving in the last weeks
    left: int | None = None
    orders: list[int] = field(default_factory=list)
    complaints: list[tuple[int, int | None]] = field(default_factory=list)  # filed, solved
    campaigns: list[int] = field(default_factory=list)  # which of CAMPAIGNS reached it
    number: int = 0  # of its id, given by generate.py

    @property
    def id(self) -> str:
        return f"C{self.number:04d}"

    @property
    def contract(self) -> bool:
        """Buys on a yearly contract: distributors, and cafés sold to by visit."""
        return self.kind == DISTRIBUTOR or (self.kind == BUSINESS and self.channel == FIELD)

    @property
    def contract_ends(self) -> int:
        """Last day of the contract in force, of one not renewed that of the last order."""
        until = END if self.left is None else min(self.left - LEFT_AFTER, END)
        return self.entry + TERM * ((until - self.entry) // TERM + 1)

    @property
    def bought(self) -> bool:
        """Has an order inside the files."""
        return any(WARM_UP <= day <= END for day in self.orders)


@dataclass
class Deal:
    """One opportunity and its way: (day, stage) events in order."""

    customer: Customer
    product: int
    value: int
    channel: int
    owner: int
    steps: list[tuple[int, int]]
    reason: int | None = None


def day_of(number: int) -> date:
    """The calendar day of a day counted from DAY_ZERO."""
    return DAY_ZERO + timedelta(number)


def stream(part: int) -> np.random.Generator:
    """Random numbers of one part of the firm, so that a change in one part leaves the others."""
    return np.random.Generator(np.random.PCG64([SEED, part]))


def gamma(rng: np.random.Generator, shape: int) -> float:
    """A gamma draw of whole-number shape and scale 1, rounded so that no machine differs."""
    return round(fsum(-log(1 - rng.random()) for _ in range(shape)), 6)


def pick(rng: np.random.Generator, weights: tuple[float, ...]) -> int:
    """An index drawn by weight (weights add up to 1)."""
    left = rng.random()
    for index, weight in enumerate(weights[:-1]):
        left -= weight
        if left < 0:
            return index
    return len(weights) - 1


def season(kind: int) -> list[float]:
    """Buying mood of each day, 1 on average: year end peaks, New Year in spring dips."""
    months = (0.9, 0.92, 1, 1, 1, 1, 1, 1, 1, 1, 1.04, 1.44)
    strength = (1.0, 0.7, 0.9)[kind]
    weekend = (1.2, 0.12, 0.05)[kind]
    mood = []
    for number in range(END + 1):
        day = day_of(number)
        value = 1 + (months[day.month - 1] - 1) * strength
        new_year = {2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17)}
        if day.year in new_year and -3 <= (day - new_year[day.year]).days <= 10:
            value *= 0.5
        mood.append(value * (weekend if day.weekday() >= 5 else 1))
    mean = fsum(mood) / len(mood)
    return [value / mean for value in mood]


def clock(kind: int) -> list[float]:
    """Season added up: even steps on this clock are busy and slow days of the calendar."""
    total, sums = 0.0, []
    for value in season(kind):
        total += value
        sums.append(total)
    return sums


def traits(rng: np.random.Generator, customer: Customer) -> Customer:
    """Give a customer its hidden purchase rate, chance of leaving, size, place and terms."""
    kind = customer.kind
    shape, mean = RATE[kind]
    a, b = LEAVING[kind]
    stays, leaves = gamma(rng, b), gamma(rng, a)
    customer.rate = round(gamma(rng, shape) * mean / shape, 6)
    customer.leave = round(leaves / (leaves + stays), 6)
    customer.size = round(0.4 + 0.6 * gamma(rng, (3, 2, 2)[kind]) / (3, 2, 2)[kind], 4)
    customer.region = pick(rng, (0.28, 0.20, 0.17, 0.15, 0.12, 0.08))
    customer.owner = int(rng.random() * 8)
    channels = ((0.66, 0.3, 0, 0.04), (0.3, 0.1, 0.4, 0.2), (0.1, 0, 0.7, 0.2))
    customer.channel = pick(rng, channels[kind])
    customer.discount = ((0, 0, 0), (0, 5, 10), (18, 22, 26))[kind][int(rng.random() * 3)]
    customer.do_not_contact = bool(rng.random() < 0.04)
    return customer


def newcomers(rng: np.random.Generator) -> list[Customer]:
    """Customers from before the files, and homes that find the firm by themselves."""
    before = ((RETAIL, 640), (BUSINESS, 203), (DISTRIBUTOR, 28))
    people = [
        traits(rng, Customer(kind, int(rng.random() * WARM_UP)))
        for kind, count in before
        for _ in range(count)
    ]
    mood = season(RETAIL)
    for day in range(WARM_UP, END + 1):
        expected = 0.97 * mood[day] * (1 + 0.6 * (day - WARM_UP) / 365)
        count = int(expected) + int(rng.random() < expected % 1)
        people += [traits(rng, Customer(RETAIL, day)) for _ in range(count)]
    return people


def deals(rng: np.random.Generator, count: int = 640) -> list[Deal]:
    """Opportunities with new cafés and distributors; a won one brings the first order."""
    opened = sorted(WARM_UP + int((END - WARM_UP + 1) * rng.random() ** 0.85) for _ in range(count))
    result = []
    for day in opened:
        kind = DISTRIBUTOR if rng.random() < 0.05 else BUSINESS
        customer = traits(rng, Customer(kind, END + 1))
        product = (7, 8, 9, 12, 13, 0, 4)[pick(rng, (0.1, 0.2, 0.2, 0.1, 0.2, 0.12, 0.08))]
        value = 10 * int((30 + 520 / 3 * customer.rate * customer.size) * (1, 1, 5)[kind])
        deal = Deal(customer, product, value, customer.channel, customer.owner, [(day, 0)])
        effect = CHANNEL_EFFECT[deal.channel] * OWNER_EFFECT[deal.owner]
        stage = 0
        while stage < WON:
            day += 1 + int(gamma(rng, 2) * STAGE_DAYS[stage] / 2)
            day += (0, 0, 0, 0, 0, 2, 1)[day_of(day).weekday()]
            if stage == NEGOTIATION and rng.random() < MOVES_BACK:
                stage = PROPOSAL
            elif rng.random() < min(0.97, MOVES_ON[stage] * effect):
                stage += 1
            else:
                stage = LOST
            if day <= END:
                deal.steps.append((day, stage))
        if deal.steps[-1][1] == WON:
            customer.entry = day + 1 + int(rng.random() * 5)
        elif deal.steps[-1][1] == LOST:
            deal.reason = pick(rng, (0.34, 0.24, 0.16, 0.18, 0.08))
        result.append(deal)
    return result


def plant_large_accounts(people: list[Customer]) -> None:
    """Among the largest accounts, some are served at a loss and some go quiet at the end."""
    worth = (0, 1, 6)
    early = [c for c in people if c.kind and c.entry < WARM_UP + 150]
    largest = sorted(early, key=lambda c: -worth[c.kind] * c.rate * c.size)
    for rank, customer in enumerate(largest[:24]):
        customer.leave = 0.002
        customer.costly = rank in (1, 4, 7, 11)
        customer.quiet = rank in (5, 6, 8, 9, 13)
        if customer.costly:
            customer.discount = 38


def live(rng: np.random.Generator, customer: Customer, ticks: list[float]) -> None:
    """Let a customer order, complain and leave, from its first order to the last day."""
    day, position = customer.entry, 0.0
    while day <= END:
        customer.orders.append(day)
        leaving = customer.leave
        if rng.random() < COMPLAINT:
            filed = day + 1 + int(rng.random() * 6)
            solved = filed + 1 + int(rng.random() * 5) if rng.random() < SOLVED else None
            customer.complaints.append((filed, solved))
            leaving += UNSOLVED_ADDS if solved is None else 0
        if customer.contract and TERM - (day - customer.entry) % TERM <= NOTICE:
            leaving += NOT_RENEWED
        leaves = rng.random() < leaving
        if customer.costly or customer.quiet:  # planted: these leave only when meant to
            leaves = customer.quiet and day >= QUIET_FROM
        if leaves:
            customer.left = day + LEFT_AFTER
            return
        position = max(position, ticks[day]) - log(1 - rng.random()) * 7 / customer.rate
        day = max(day + 1, bisect_left(ticks, position))


def run_campaigns(rng: np.random.Generator, people: list[Customer]) -> None:
    """Two in five of those who bought within a year are reached; some of them order once more."""
    for number, (when, _) in enumerate(CAMPAIGNS):
        day = (when - DAY_ZERO).days
        for customer in people:
            active = any(day - 365 < order < day for order in customer.orders)
            if customer.do_not_contact or not active or rng.random() < 0.6:
                continue
            customer.campaigns.append(number)
            stays = customer.left is None or customer.left > day + CAMPAIGN_DAYS + LEFT_AFTER
            extra = day + 1 + int(rng.random() * CAMPAIGN_DAYS)
            if stays and rng.random() < CAMPAIGN_ADDS and extra not in customer.orders:
                customer.orders = sorted([*customer.orders, extra])


def firm() -> tuple[list[Customer], list[Deal]]:
    """Everyone who is in the files, and all deals."""
    people = newcomers(stream(1))
    opportunities = deals(stream(2))
    people += [deal.customer for deal in opportunities]
    plant_large_accounts(people)
    rng = stream(3)
    ticks = [clock(kind) for kind in range(3)]
    for customer in people:
        live(rng, customer, ticks[customer.kind])
    run_campaigns(stream(4), people)
    prospects = {id(deal.customer) for deal in opportunities}
    return [c for c in people if c.bought or id(c) in prospects], opportunities
