"""A small firm whose data hold whatever two engines may read differently."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from datetime import date, timedelta

# Names that end a text, begin a comment, mark a value, or sort otherwise by another rule.
NAMES = (
    "o'brien \"x\"", "王'小明", "王小", "Ünïted; drop table sales;--", "a\\b", "$name :name ?",
    "a b", "A b", "É", "e", "%_like", "😀 & co", "null", "", "0", "-1", "1e5", "Ω", "ß", "ss", "İ",
)  # fmt: skip
PRODUCTS = ("茶叶 250 克", "Tea '250'", 'tea "250"', "TEA", "\\n", ":as_of", "咖啡", "")
KINDS = ("visit", "call", "投诉", "complaint", "solved", "campaign", "Survey ", "电话", "page")
STAGES = ("Lead", "Contacted", "报价", "Won", "Lost", "")
# Ends of months and of years, both sides of leap days, and days that many things fall on.
DAYS = (
    date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29),
    date(2024, 3, 1), date(2024, 3, 31), date(2024, 6, 30), date(2024, 12, 31), date(2025, 1, 1),
    date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 30), date(2025, 10, 26), date(2025, 12, 31),
)  # fmt: skip
Row = Sequence[object]


def firm(seed: int = 7) -> dict[str, str]:
    """Its files by kind, as CSV with canonical headers."""
    by = random.Random(seed)
    return {
        "sales": _text(_sales(by)),
        "interactions": _text(_contacts(by)),
        "deals": _text(_deals(by)),
        "customers": _text(_customers(by)),
    }


def _sales(by: random.Random) -> list[Row]:
    rows: list[Row] = [(
        "customer_id", "ordered_on", "order_id", "product", "category", "quantity", "amount",
        "cost", "channel", "region", "salesperson", "discount", "customer_type",
    )]  # fmt: skip
    for number in range(420):
        day = _day(by)
        order = by.choice(("", f"N{number // 3}", f"'{number // 2}'"))
        for _ in range(by.choice((1, 1, 2, 4))):
            quantity = by.choice((1, 1, 2, 3, -1, "", 0))
            amount = by.choice(("0", "0.01", "10", "10", "33.3333", "-10", "99999.9999", "0.005"))
            if isinstance(quantity, int) and quantity < 0:
                amount = f"-{amount.lstrip('-')}"
            rows.append((
                by.choice(NAMES[:13]) if by.random() > 0.08 else "",
                by.choice((day, day, day + timedelta(days=1))), order, by.choice(PRODUCTS),
                by.choice(("A", "乙", "")), quantity, amount, by.choice(("", "1.5", "3.3333")),
                by.choice(("web", "门店", "")), by.choice(("North", "北'区", "")),
                by.choice(("", "Ann", "李")), by.choice(("", "0", "0.05", "0.3333")),
                by.choice(("retail", "企业", "")),
            ))  # fmt: skip
    return rows


def _contacts(by: random.Random) -> list[Row]:
    rows: list[Row] = [(
        "customer_id", "occurred_at", "kind", "stage", "deal_id", "owner", "channel", "value",
        "score", "note",
    )]  # fmt: skip
    for number in range(600):
        moment = by.choice(
            ("00:00:00", "00:00:00", "12:30:00", "23:59:59", f"{number % 24:02}:07:03")
        )
        rows.append((
            by.choice(NAMES[:18]) if by.random() > 0.05 else "", f"{_day(by)} {moment}",
            by.choice(KINDS), by.choice(STAGES), by.choice(("", f"D{number % 30}")),
            by.choice(("Ann", "李", "")), by.choice(("web", "门店", "")),
            by.choice(("", "0", "12.5")), by.choice(("", 0, 6, 9, 10)),
            by.choice(("", "late", "坏'了")),
        ))  # fmt: skip
    return rows


def _deals(by: random.Random) -> list[Row]:
    rows: list[Row] = [(
        "deal_id", "customer_id", "stage", "owner", "product", "value", "opened_on", "closed_on",
        "reason", "channel",
    )]  # fmt: skip
    for number in range(60):
        opened = _day(by)
        closed = opened + timedelta(days=by.choice((0, 1, 30, 366)))
        for stage in by.sample(STAGES[:5], by.choice((1, 1, 2))):
            rows.append((
                f"D{number}", by.choice((*NAMES[:12], "")), stage, by.choice(("Ann", "李", "")),
                by.choice(PRODUCTS), by.choice(("", "0", "100", "100", "250.75")),
                by.choice((opened, opened, "")), by.choice((closed, "")),
                by.choice(("", "Price", "价格")), by.choice(("web", "")),
            ))  # fmt: skip
    return rows


def _customers(by: random.Random) -> list[Row]:
    rows: list[Row] = [
        (
            "customer_id",
            "name",
            "type",
            "region",
            "owner",
            "email",
            "phone",
            "do_not_contact",
            "customer_since",
            "contract_ends_on",
        )
    ]
    for place, name in enumerate(filter(None, NAMES)):
        rows.append((
            name, by.choice((name.upper(), "同名", "同名", "")), by.choice(("retail", "")),
            by.choice(("North", "北'区", "")), by.choice(("Ann", "")),
            by.choice(("A@x.y", "a@x.y ", "")),
            by.choice(("1 2-3", "+123", f"{place}")), by.choice(("yes", "no", "")),
            by.choice(("2023-02-28", "")),
            by.choice(("2026-01-01", "2025-03-01", "2026-12-31", "")),
        ))  # fmt: skip
    return rows


def _day(by: random.Random) -> date:
    return by.choice(DAYS) if by.random() < 0.5 else date(2024, 1, 1) + timedelta(by.randrange(730))


def _text(rows: Sequence[Row]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
