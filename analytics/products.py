"""What is bought together, what customers move up to, and which products are fading.

A product is bought where a line sells at least some of it; goods taken back are not bought.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Level = Literal["product", "category"]
MINIMUM = 10  # orders a pair needs to be listed
CLEAR = 0.05  # false discovery rate below which a pair is called more than chance
MOST_PAIRS = 40_000_000  # of single orders, counted at most; the largest orders are left out
LEAST = 30  # buyers of a product whose next one is told
MOST_PRODUCTS = 200  # of one customer in one category, or each would make steps without end
MOST_CUSTOMERS = 100_000  # looked at for the ladder; further ones add nothing but time
WINDOW, YEAR = 91, 364  # days compared, and a year of whole weeks before
_LEVELS = {"product": {"of_products": True}, "category": {"of_categories": True}}


@dataclass(frozen=True)
class Together:
    """Pairs of what is bought in the same order, and what they were counted from.

    pairs         as `pairs` gives them
    orders        orders of a named customer with at least one item bought, that count here
    large_orders  orders left out, as each would alone make too many pairs; `large`: with more
                  different items than this, None where no order is left out
    items         products or categories in at least the minimum of orders
    tested        pairs of them, whether they ever met or not
    clear         pairs that are more than chance; `unclear` the others listed
    """

    pairs: pd.DataFrame
    orders: int
    large_orders: int
    large: int | None
    items: int

    @property
    def tested(self) -> int:
        """All pairs of the items."""
        return self.items * (self.items - 1) // 2

    @property
    def clear(self) -> int:
        """How many pairs are more than chance."""
        return int(self.pairs["clear"].sum())

    @property
    def unclear(self) -> int:
        """How many of those listed may be chance."""
        return len(self.pairs) - self.clear


def pairs(
    ws: Workspace, scope: Scope, level: Level = "product", minimum: int = MINIMUM
) -> pd.DataFrame:
    """Which two products are in the same order, how often, and is that more than chance?

    One row per pair in at least `minimum` orders, most extra orders first. Categories instead of
    products with level="category".
    product other    the two; `product` is the one in fewer orders
    together         orders with both           product_orders other_orders   with each
    support          together ÷ all orders
    confidence       together ÷ product_orders: who buys the product also buys the other
    confidence_back  together ÷ other_orders
    lift             confidence ÷ the other's share of all orders
    leverage         support − what it would be if neither drew the other
    extra_orders     the same as a number of orders
    chance           of so many orders with both or more if neither drew the other
    discovery_rate   the same for as many pairs as were looked at: all pairs of what at least
                     `minimum` orders hold; who met less often counts as showing nothing
    clear            lift above 1 and a discovery_rate under 5 %
    Source: Agrawal, Imieliński & Swami 1993; Fisher 1935; Benjamini & Hochberg 1995.
    """
    return together(ws, scope, level, minimum).pairs


def together(
    ws: Workspace, scope: Scope, level: Level = "product", minimum: int = MINIMUM
) -> Together:
    """The pairs of `pairs` with what they were counted from.

    Orders of very many items make pairs without end: where all would make more than MOST_PAIRS,
    the largest orders are left out of every count, and said.
    """
    large = _large(_sizes(ws, scope))
    asked = {"minimum": minimum, **params(level, large)}
    found = engine.run(ws, "products_pairs", scope, **asked)
    first = found.iloc[0]
    met = found[found["together"].notna()].drop(columns=["all_orders", "items"])
    counts = {name: int(first[name]) for name in ("orders", "all_orders", "items")}
    tested = counts["items"] * (counts["items"] - 1) // 2
    return Together(
        _measured(met, tested), counts["orders"], counts["all_orders"] - counts["orders"], large,
        counts["items"],
    )  # fmt: skip


def without(
    ws: Workspace,
    scope: Scope,
    bought: str,
    lacking: str,
    level: Level = "product",
    rows: int = 50,
) -> pd.DataFrame:
    """Who bought one product and never the other, over all history up to as_of.

    One row per customer with a counting order, most revenue first: customer_id name region owner
    item_orders item_last_on   orders with the product, and the day of the last
    orders revenue             all of theirs: counting orders, returns taken off (money)
    """
    asked = {"bought": bought, "lacking": lacking, "rows": rows, **_LEVELS[level]}
    return engine.run(ws, "products_without", scope, **asked)


def ranking(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Each product by how lately, how often and for how much it is bought; and which are fading.

    One row per product bought in the period, most revenue first.
    product category
    recency_days frequency monetary   since it was last bought; orders with it; revenue, returns
                      taken off (money)
    r f m             scored 1 to 5 among all products, as customers are
    orders_now orders_before   orders with it in the last 91 days, and in the same days a year
                      before (the 91 days before, in a shorter history; over all history)
    share_now share_before     the same ÷ all orders of these days
    discovery_rate    of a difference of the two shares this large, for as many products as there
                      are; null where too few orders tell
    course            "fading", "rising": discovery_rate under 5 %; "new": first bought in the
                      last 91 days; else "steady"; null where there are no days to compare with
    Source: methods.md, RFM; Benjamini & Hochberg 1995.
    """
    now, before = windows(ws, scope)
    days = {"now_from": now[0], "before_from": before[0], "before_to": before[1]}
    rows = engine.run(ws, "products_ranking", scope, **days)
    of_now, of_before = (rows[name].astype(float) for name in ("all_now", "all_before"))
    rows["share_now"] = rows["orders_now"] / of_now.where(of_now > 0)
    rows["share_before"] = rows["orders_before"] / of_before.where(of_before > 0)
    chance = rates.differ(rows["share_now"], of_now, rows["share_before"], of_before)
    rows["discovery_rate"] = rates.adjusted(chance)
    sure = rows["discovery_rate"] < CLEAR
    course = pd.Series("steady", rows.index)
    course = course.mask(sure & (rows["share_now"] < rows["share_before"]), "fading")
    course = course.mask(sure & (rows["share_now"] > rows["share_before"]), "rising")
    course = course.mask(rows["first_on"] >= now[0], "new")
    rows["course"] = course.where((of_before > 0) & (of_now > 0))
    return rows.drop(columns=["all_now", "all_before", "first_on"])


def moving(rows: pd.DataFrame, course: str | None = None) -> pd.DataFrame:
    """The products of one course or of all, those whose share of orders changed most first."""
    found = rows if course is None else rows[rows["course"] == course]
    far = (found["share_now"] - found["share_before"]).abs()
    return found.loc[far.sort_values(ascending=False, kind="stable").index]


def windows(ws: Workspace, scope: Scope) -> tuple[tuple[date, date], tuple[date, date]]:
    """The last 91 days, and those they are compared with: the same of a year of weeks before.

    The 91 days before where the history does not reach back so far.
    """
    last = scope.resolved(ws).as_of
    assert last is not None
    now = (last - timedelta(days=WINDOW - 1), last)
    first = ws.facts.first_line_on
    back = YEAR if first and first <= now[0] - timedelta(days=YEAR) else WINDOW
    return now, (now[0] - timedelta(days=back), now[1] - timedelta(days=back))


def ladder(ws: Workspace, scope: Scope, least: int = LEAST) -> pd.DataFrame:
    """What buyers of a product move up to: the next dearer one of its category they buy.

    One row per product with at least `least` buyers and next product, the surest first; over all
    history up to as_of.
    product category unit_price    the price is what was paid on average (money)
    next_product next_price        the first dearer product of the category that the customer had
                      not bought before, on a later day
    buyers moved      customers who bought the product, and of them those who moved up to this one
    share low high    moved ÷ buyers, with 95 % Wilson interval
    price_ratio       next_price ÷ unit_price
    median_days       from the first purchase of the one to that of the other
    Customers with more than 200 products in a category are left out of it; of more than 100,000
    customers an even part is looked at.
    """
    rows = engine.run(ws, "products_ladder", scope, **stepped(ws, least))
    rows["share"] = rows["moved"] / rows["buyers"]
    rows[["low", "high"]] = rates.wilson(rows["moved"], rows["buyers"])
    rows["price_ratio"] = rows["next_price"] / rows["unit_price"].where(rows["unit_price"] > 0)
    rows = rows.sort_values("low", ascending=False, kind="stable", ignore_index=True)
    order = ["product", "category", "unit_price", "next_product", "next_price", "price_ratio"]
    return rows[[*order, "buyers", "moved", "share", "low", "high", "median_days"]]


def stepped(ws: Workspace, least: int = LEAST) -> dict[str, int]:
    """What the question of the ladder is asked with."""
    every = max(1, -(-ws.facts.customers // MOST_CUSTOMERS))
    return {"least": least, "most": MOST_PRODUCTS, "every": every}


def named(ws: Workspace, scope: Scope) -> tuple[Level, ...]:
    """Whether the lines of customers name products, categories, or both; none: neither."""
    row = engine.run(ws, "products_named", scope).iloc[0]
    known: list[Level] = ["product"] if row["products"] else []
    return (*known, "category") if row["categories"] else tuple(known)


def whole(ws: Workspace, scope: Scope) -> Scope:
    """All history up to the scope's day, without its filters: what the data hold at all."""
    resolved = scope.resolved(ws)
    return replace(resolved, start=None, end=resolved.as_of, where=())


def ordered(found: Together, by: str) -> pd.DataFrame:
    """The pairs that are more than chance, or all where none is, the highest of `by` first."""
    rows = found.pairs[found.pairs["clear"]] if found.clear else found.pairs
    return rows.sort_values(by, ascending=False, kind="stable", ignore_index=True)


def params(level: Level, large: int | None) -> dict[str, bool | int]:
    """What the question of pairs is asked with besides the minimum."""
    return _LEVELS[level] | ({} if large is None else {"large": large})


def _sizes(ws: Workspace, scope: Scope) -> pd.DataFrame:
    return engine.run(ws, "products_sizes", scope)


def _large(sizes: pd.DataFrame) -> int | None:
    """The size above which orders are left out; None where all of them can be counted."""
    lines = sizes["lines"].astype(float)
    made = (sizes["orders"] * lines * (lines - 1) / 2).cumsum()
    if made.empty or made.iloc[-1] <= MOST_PAIRS:
        return None
    return int(max(lines[made <= MOST_PAIRS].max(), 2))


def _measured(met: pd.DataFrame, tested: int) -> pd.DataFrame:
    counts = met[["together", "item_orders", "other_orders", "orders"]].astype("int64")
    swap = (counts["item_orders"] > counts["other_orders"]).to_numpy()
    fewer = counts["item_orders"].mask(swap, counts["other_orders"])
    more = counts["other_orders"].mask(swap, counts["item_orders"])
    both, of = counts["together"], counts["orders"]
    by_chance = fewer / of * more
    chance = rates.together(both, fewer, more, of)
    rows = pd.DataFrame(
        {
            "product": met["item"].mask(swap, met["other_item"]),
            "other": met["other_item"].mask(swap, met["item"]),
            "together": both, "product_orders": fewer, "other_orders": more,
            "support": both / of, "confidence": both / fewer, "confidence_back": both / more,
            "lift": both / by_chance, "leverage": both / of - fewer / of * (more / of),
            "extra_orders": both - by_chance, "chance": chance,
            "discovery_rate": rates.adjusted(chance, tested),
        }
    )  # fmt: skip
    rows["clear"] = (rows["discovery_rate"] < CLEAR) & (rows["lift"] > 1)
    order = ["extra_orders", "product", "other"]
    return rows.sort_values(order, ascending=[False, True, True], ignore_index=True)
