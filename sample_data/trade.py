"""What is sold: the price list, what goes together in an order, the lines of sales.csv."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from sample_data import labels, process
from sample_data.process import END, PHONE, RETAIL, STORE, WARM_UP, WEB, Customer, Deal

BEANS, MACHINES, GRINDERS, BREWING, CARE = range(5)


class Product(NamedTuple):
    """One entry of the price list; boxed goods are used up and bought in quantity."""

    category: int
    price: int  # list price in pence
    cost: int  # percent of the list price
    boxed: bool
    chances: tuple[float, float, float]  # to be in an order of a home, a café, a distributor


# In the order of labels.PRODUCTS.
PRODUCTS = (
    Product(BEANS, 2200, 52, True, (0.12, 0.37, 0.40)),
    Product(BEANS, 750, 50, True, (0.14, 0.034, 0.23)),
    Product(BEANS, 2100, 53, True, (0.062, 0.19, 0.28)),
    Product(BEANS, 1050, 54, True, (0.11, 0.028, 0.17)),
    Product(BEANS, 2700, 55, True, (0.053, 0.12, 0.20)),
    Product(BEANS, 2400, 55, True, (0.029, 0.11, 0.12)),
    Product(BEANS, 2800, 58, True, (0.067, 0.028, 0.20)),
    Product(MACHINES, 38900, 68, False, (0.015, 0.003, 0.048)),
    Product(MACHINES, 64900, 69, False, (0.009, 0.008, 0.04)),
    Product(MACHINES, 345000, 71, False, (0, 0.005, 0.01)),
    Product(MACHINES, 12900, 66, False, (0.012, 0.002, 0.064)),
    Product(GRINDERS, 5400, 60, False, (0.011, 0.002, 0.035)),
    Product(GRINDERS, 16900, 63, False, (0.015, 0.008, 0.064)),
    Product(GRINDERS, 56000, 65, False, (0, 0.011, 0.024)),
    Product(GRINDERS, 4200, 50, False, (0.002, 0.015, 0.028)),
    Product(BREWING, 3400, 48, False, (0.018, 0.008, 0.056)),
    Product(BREWING, 6200, 52, False, (0.011, 0.005, 0.035)),
    Product(BREWING, 2900, 50, False, (0.013, 0.004, 0.042)),
    Product(BREWING, 650, 40, True, (0.013, 0.046, 0.087)),
    Product(BREWING, 3800, 45, False, (0.026, 0.034, 0.12)),
    Product(CARE, 1250, 38, True, (0.011, 0.061, 0.077)),
    Product(CARE, 1800, 36, True, (0.011, 0.08, 0.077)),
    Product(CARE, 2600, 42, True, (0.009, 0.068, 0.063)),
    Product(CARE, 2100, 45, False, (0.009, 0.019, 0.042)),
    Product(CARE, 3600, 47, False, (0.011, 0.03, 0.049)),
)
BOX, PIECE = (0.5, 3.0, 9.0), (0.0, 0.12, 0.4)  # usual extra quantity by customer type
BIG_TICKET = 100_000  # bought one at a time, whoever buys
# Who buys the first also takes the second with this added chance.
AFFINITIES = (
    (12, 0, 0.55), (11, 3, 0.50), (7, 20, 0.50), (7, 23, 0.40), (8, 22, 0.45),
    (9, 13, 0.60), (9, 21, 0.50), (10, 6, 0.70), (15, 18, 0.60), (15, 16, 0.30),
)  # fmt: skip
COLD_BREW, COLD_BREW_FROM = 19, date(2026, 5, 4)
PRICE_RISE_FROM, PRICE_RISE = date(2025, 10, 1), 104  # percent of the list before
SALE_DISCOUNT = 15  # percent for homes in the last week of November
RETURNED = {True: 0.02, False: 0.05}  # chance that a boxed, an unboxed line comes back
WALK_INS = 0.36  # orders a day without a customer

Order = tuple[int, Customer | None]  # day, customer


class Line(NamedTuple):
    """One line sold or taken back, money in pence."""

    day: int
    order: str
    customer: Customer | None
    product: int
    quantity: int
    amount: int
    cost: int
    channel: int
    seller: int | None
    region: int
    discount: int  # percent


def money(pence: int) -> str:
    """Pence as a decimal text with two places, without any float on the way."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def orders(people: list[Customer]) -> list[Order]:
    """Every order inside the files, walk-ins included, by day."""
    rng = process.stream(5)
    named: list[Order] = [(day, c) for c in people for day in c.orders if WARM_UP <= day <= END]
    walk_ins = [(day, None) for day in range(WARM_UP, END + 1) if rng.random() < WALK_INS]
    return sorted(named + walk_ins, key=lambda order: order[0])


def baskets(placed: list[Order], deals: list[Deal]) -> np.ndarray:
    """Which products are in which order: own chances first, then what goes together."""
    rng = process.stream(6)
    kinds = [customer.kind if customer else RETAIL for _, customer in placed]
    chances = np.array([product.chances for product in PRODUCTS]).T
    inside = rng.random((len(placed), len(PRODUCTS))) < chances[kinds]
    inside[:, COLD_BREW] &= [process.day_of(day) >= COLD_BREW_FROM for day, _ in placed]
    for first, second, chance in AFFINITIES:
        inside[:, second] |= inside[:, first] & (rng.random(len(placed)) < chance)
    won = {(deal.customer.id, deal.customer.entry): deal.product for deal in deals}
    for row, (day, customer) in enumerate(placed):
        product = won.get((customer.id, day)) if customer else None
        if product is not None:
            inside[row, product] = True
        elif not inside[row].any():
            inside[row, int(rng.random() * 3)] = True
    return inside


def priced(item: int, price: int, discount: int, quantity: int) -> tuple[int, int, int]:
    """Quantity, amount and cost in pence; the discount is the seller's, not the cost's."""
    amount = (price * quantity * (100 - discount) + 50) // 100
    return quantity, amount, price * quantity * PRODUCTS[item].cost // 100


def lines(people: list[Customer], deals: list[Deal]) -> Iterator[Line]:
    """All lines of all orders, each followed by what of it comes back later."""
    rng = process.stream(7)
    placed = orders(people)
    for number, ((day, customer), basket) in enumerate(
        zip(placed, baskets(placed, deals), strict=True), start=100_001
    ):
        today = process.day_of(day)
        buyer = customer or Customer(RETAIL, day, channel=STORE, region=int(rng.random() * 3))
        channel = buyer.channel if rng.random() < 0.85 else STORE if buyer.kind == RETAIL else PHONE
        seller = int(rng.random() * 8) if channel == STORE else buyer.owner
        on_sale = buyer.kind == RETAIL and today.month == 11 and today.day >= 24
        discount = SALE_DISCOUNT if on_sale else buyer.discount
        served = None if buyer.kind == RETAIL and channel == WEB else seller
        terms = (channel, served, buyer.region, discount)
        for item in np.flatnonzero(basket).tolist():
            product = PRODUCTS[item]
            price = product.price * (PRICE_RISE if today >= PRICE_RISE_FROM else 100) // 100
            usual = (BOX if product.boxed else PIECE)[buyer.kind] * buyer.size
            extra = int(usual * process.gamma(rng, 2) / 2) if product.price < BIG_TICKET else 0
            quantity = 1 + extra
            sold = priced(item, price, discount, quantity)
            yield Line(day, f"SO{number}", customer, item, *sold, *terms)
            back = day + 3 + int(rng.random() * 18)
            if rng.random() < RETURNED[product.boxed] and back <= END:
                some = priced(item, price, discount, 1 + int(rng.random() * quantity))
                yield Line(back, f"RT{number}", customer, item, *(-n for n in some), *terms)


def row(line: Line) -> tuple:
    """A line as it stands in sales.csv."""
    return (
        line.customer.id if line.customer else "",
        process.day_of(line.day).isoformat(),
        line.order,
        labels.PRODUCTS[line.product],
        labels.CATEGORIES[PRODUCTS[line.product].category],
        str(line.quantity),
        money(line.amount),
        money(line.cost),
        labels.CHANNELS[line.channel],
        labels.REGIONS[line.region],
        "" if line.seller is None else labels.SALESPEOPLE[line.seller],
        f"0.{line.discount:02d}",
        labels.TYPES[line.customer.kind] if line.customer else "",
    )
