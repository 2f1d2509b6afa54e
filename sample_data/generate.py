"""Write the sample: one coffee firm in two languages, same ids and numbers, other words.

`python -m sample_data.generate` rebuilds sample_data/en and sample_data/zh byte for byte and,
beside the tests, the hidden truth of the process (process.py), which the product never reads.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from sample_data import contacts, labels, process, trade
from sample_data.process import END, WARM_UP, Customer, Deal, day_of
from sample_data.trade import Line, money

HERE = Path(__file__).parent


def number_customers(people: list[Customer], deals: list[Deal]) -> list[Customer]:
    """Customers in the order the firm met them, with the numbers of their ids."""
    met = {id(deal.customer): deal.steps[0][0] for deal in deals}
    ordered = sorted(people, key=lambda c: met.get(id(c), c.entry))
    for number, customer in enumerate(ordered, start=1):
        customer.number = number
    return ordered


def deal_rows(deals: list[Deal]) -> list[tuple]:
    """Rows of deals.csv: one per deal, as it stands on the last day."""
    rows = []
    for number, deal in enumerate(deals, start=1):
        (opened, _), (last, stage) = deal.steps[0], deal.steps[-1]
        rows.append((
            f"D{number:04d}",
            deal.customer.id,
            labels.STAGES[stage],
            labels.SALESPEOPLE[deal.owner],
            labels.PRODUCTS[deal.product],
            money(deal.value * 100),
            day_of(opened).isoformat(),
            day_of(last).isoformat() if stage >= process.WON else "",
            labels.LOST_REASONS[deal.reason] if deal.reason is not None else "",
            labels.CHANNELS[deal.channel],
        ))  # fmt: skip
    return rows


def customer_rows(people: list[Customer]) -> list[tuple]:
    """Rows of customers.csv: one per customer and prospect, each with a name of its own."""
    rng = process.stream(10)
    free = []
    for size in labels.NAMES:
        shuffled = [rng.random() for _ in range(size)]
        free.append(iter(sorted(range(size), key=shuffled.__getitem__)))
    return [
        (
            c.id,
            labels.name(c.kind, next(free[c.kind])),
            labels.TYPES[c.kind],
            labels.REGIONS[c.region],
            labels.SALESPEOPLE[c.owner] if c.kind else "",
            f"{c.id.lower()}@example.com",
            labels.YES_NO[c.do_not_contact],
            day_of(c.entry).isoformat() if c.kind and c.bought else "",
            day_of(c.contract_ends).isoformat() if c.contract and c.bought else "",
        )
        for c in people
    ]


def truth_rows(people: list[Customer], sold: list[Line], counts: Counter) -> list[tuple]:
    """Rows of the truth: hidden traits, and money after the cost to serve, by customer."""
    revenue: dict[int, int] = defaultdict(int)
    margin: dict[int, int] = defaultdict(int)
    for line in sold:
        if line.customer:
            revenue[line.customer.number] += line.amount
            margin[line.customer.number] += line.amount - line.cost
    rows = []
    for c in people:
        cost = sum(counts[c.number, kind] * unit for kind, unit in contacts.UNIT_COST.items())
        unsolved = sum(s is None and WARM_UP <= filed <= END for filed, s in c.complaints)
        left = day_of(c.left).isoformat() if c.left is not None and c.left <= END else ""
        rows.append((
            c.id, labels.TYPES[c.kind][0], f"{c.rate:.6f}", f"{c.leave:.6f}", left, str(unsolved),
            money(revenue[c.number]), money(margin[c.number]), money(cost),
            money(margin[c.number] - cost), str(int(c.costly)), str(int(c.quiet)),
        ))  # fmt: skip
    return rows


def product_rows() -> list[tuple]:
    """Rows of products.csv: one per product, at its list price of the beginning."""
    return [
        (name, labels.CATEGORIES[product.category], money(product.price))
        for name, product in zip(labels.PRODUCTS, trade.PRODUCTS, strict=True)
    ]


TRUTH = (
    *("customer_id", "type", "orders_per_week", "leave_chance", "left_on", "unsolved_complaints"),
    *("revenue", "margin", "cost_to_serve", "net", "costly", "quiet"),
)


def planted_effects() -> dict:
    """What holds for the firm as a whole and a good analysis should find."""
    products, channels, owners = (
        [english for english, _ in words]
        for words in (labels.PRODUCTS, labels.CHANNELS, labels.SALESPEOPLE)
    )
    return {
        "first_day": str(process.FIRST_DAY),
        "last_day": str(process.LAST_DAY),
        "left_days_after_last_order": process.LEFT_AFTER,
        "unsolved_complaint_adds_to_leave_chance": process.UNSOLVED_ADDS,
        "end_of_contract_adds_to_leave_chance": process.NOT_RENEWED,
        "contract_ends_within_days": process.NOTICE,
        "contacts_thin_days_before_leaving": process.THIN_DAYS,
        "contacts_thin_to": process.THIN,
        "campaign_adds_order_chance": process.CAMPAIGN_ADDS,
        "campaign_days": process.CAMPAIGN_DAYS,
        "affinities": [[products[a], products[b], chance] for a, b, chance in trade.AFFINITIES],
        "deal_channel_effect": dict(zip(channels, process.CHANNEL_EFFECT, strict=True)),
        "deal_owner_effect": dict(zip(owners, process.OWNER_EFFECT, strict=True)),
        "unit_cost": {kind: money(pence) for kind, pence in contacts.UNIT_COST.items()},
    }


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def csv_text(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV; no cell of the sample needs quotes, and a test holds it to that."""
    return "".join(",".join(row) + "\n" for row in (header, *rows))


def generate(folder: Path, truth: Path) -> None:
    """Write en/ and zh/ into `folder` and the hidden truth into `truth`."""
    people, deals = process.firm()
    people = number_customers(people, deals)
    sold = sorted(trade.lines(people, deals), key=lambda line: line[:2])
    events = contacts.events(people, deals)
    counts = Counter((event.customer.number, event.kind) for event in events)
    tables = {
        "sales": (labels.SALES, [trade.row(line) for line in sold]),
        "interactions": (labels.INTERACTIONS, contacts.rows(events)),
        "deals": (labels.DEALS, deal_rows(deals)),
        "customers": (labels.CUSTOMERS, customer_rows(people)),
        "products": (labels.PRODUCT_LIST, product_rows()),
    }
    for index, language in enumerate(labels.LANGUAGES):
        for table, (header, rows) in tables.items():
            cells = [[c if isinstance(c, str) else c[index] for c in row] for row in rows]
            text = csv_text((words[index] for words in header), cells)
            write(folder / language / f"{table}.csv", text)
    write(truth / "sample_truth.csv", csv_text(TRUTH, truth_rows(people, sold, counts)))
    write(truth / "sample_truth.json", json.dumps(planted_effects(), indent=1) + "\n")


if __name__ == "__main__":
    generate(HERE, HERE.parent / "tests")
