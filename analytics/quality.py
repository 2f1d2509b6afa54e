"""How good the data are: what looks wrong, in money; what does not fit; who may be one person."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from analytics import checks as checked
from analytics import engine, spelling
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

# check -> pages whose figures its rows move; where none is said, all those of its table
PAGES_OF = {
    "sales": ("overview", "segments", "pyramid", "churn"),
    "deals": ("funnel",),
    "interactions": ("funnel", "pyramid"),
}
PAGES = {
    "no_customer": ("overview",), "zero_price": ("segments", "churn"),
    "unknown_product": ("overview", "segments"),
}  # fmt: skip
RULES = ("phone", "email", "name_region", "name")  # the strongest evidence first
LONG_GAP = 3


def checks(ws: Workspace) -> pd.DataFrame:
    """Rows that look wrong, with what they are worth, and whether they are left out.

    One row per check that names a row, table by table, the most money first, then the most rows.
    source   sales, deals or interactions
    check    overlap (came twice with an addition) · mixed_currency (in another currency than
             most lines) · duplicate_line (equal in every column) · duplicate_order_line (same
             order, product, quantity and money) · impossible_date (before 1970 or after the
             day the file was written) · no_customer · zero_price ·
             negative_price (not a return) · return_without_order (nothing bought by then) ·
             returned · outlier · unknown_product (in no list, or spelt otherwise); of deals and
             contacts named deal_… and contact_… likewise, and
             deal_closed_before_opened · deal_unknown_stage · deal_won_without_value ·
             deal_no_value (not won) · …_unknown_customer (not in the sales)
    lines, amount     all it names and their money
    lines_share, share   of all rows of the table and of the money of all of them
    counted_lines, counted_amount   those of them in the figures now
    action   keep, leave_out or correct, as chosen; pages: the pages it moves, with commas
    Source: checks.priced; errors: DataError when nothing is loaded.
    """
    found = ws.check().astype({"amount": float, "counted_amount": float})
    totals = found[found["check"] == "total"].set_index("source")
    rows = found[(found["lines"] > 0) & (found["check"] != "total")].copy()
    chosen = dict(zip(ws.choices["check"], ws.choices["action"], strict=True))
    money = rows["source"].map(totals["amount"]).astype(float)
    rows.insert(4, "share", rows["amount"] / money.where(money != 0))
    rows.insert(4, "lines_share", rows["lines"] / rows["source"].map(totals["lines"]).astype(float))
    chosen |= {code: "correct" for code in checked.CORRECTABLE
               if checked.SOURCES[code] in ws.corrected}  # fmt: skip
    rows["action"] = [chosen.get(code, checked.USUAL[code]) for code in rows["check"]]
    rows["pages"] = [
        ",".join(PAGES.get(code, PAGES_OF[source]))
        for source, code in zip(rows["source"], rows["check"], strict=True)
    ]
    ranked = rows.assign(
        table=rows["source"].map(list(PAGES_OF).index), money=-rows["amount"].abs(),
        rows=-rows["lines"],
    ).sort_values(["table", "money", "rows"], kind="stable")  # fmt: skip
    return rows.loc[ranked.index].reset_index(drop=True)


def lines(ws: Workspace, check: str, most: int = 200) -> pd.DataFrame:
    """The rows a check names, the most money first, at most so many.

    One row per sales line: customer_id ordered_on order_id product quantity amount excluded_by;
    per deal: deal_id customer_id stage product owner opened_on closed_on amount excluded_by;
    per contact: customer_id occurred_at kind stage owner channel amount excluded_by.
    excluded_by  the check that leaves it out, None while it counts
    Errors: DataError for a check that does not exist. Source: checks.named.
    """
    ws.user.require("people")
    with ws.cursor() as cursor:
        rows = checked.named(cursor, check, most)
    numbers = [name for name in ("quantity", "amount") if name in rows]
    return rows.astype(dict.fromkeys(numbers, float))


def later(ws: Workspace, scope: Scope, shown: date) -> pd.DataFrame:
    """Contacts and deals after a day, which a page as of that day does not show.

    One row: contacts deals last_on, the latest of their days. A deal counts by the day it was
    opened. Only what the scope holds is looked at, so its as_of is a later day.
    """
    return engine.run(ws, "quality_later", scope, shown=shown)


def gaps(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Runs of days without a sale that are longer than usual, which may be a missing file.

    One row per run, in time: first_day last_day days usual_days.
    days        days without a sale, not counting weekdays on which next to nothing is sold
                (on fewer than one in ten)
    usual_days  nineteen of twenty pauses between days with sales are no longer than this
    A run is listed from three days on, and longer than twice the usual.
    """
    sold = [day.date() for day in pd.to_datetime(engine.run(ws, "quality_gaps", scope)["day"])]
    columns = ["first_day", "last_day", "days", "usual_days"]
    if len(sold) < 2:
        return pd.DataFrame(columns=columns)
    open_on = _open_weekdays(sold)
    one = timedelta(days=1)
    pauses = [
        (start + one, end - one, sum((start + n * one).weekday() in open_on
                                     for n in range(1, (end - start).days)))
        for start, end in pairwise(sold)
    ]  # fmt: skip
    lengths = sorted(days for *_, days in pauses)
    usual = lengths[math.ceil(0.95 * len(lengths)) - 1]
    long = [(*pause, usual) for pause in pauses if pause[2] >= LONG_GAP and pause[2] > 2 * usual]
    return pd.DataFrame(long, columns=columns)


def _open_weekdays(sold: list[date]) -> set[int]:
    """Weekdays with sales on at least one in ten of them, between the first day and the last."""
    whole = (sold[-1] - sold[0]).days + 1
    all_days = Counter((sold[0] + timedelta(days=n)).weekday() for n in range(whole))
    with_sales = Counter(day.weekday() for day in sold)
    return {day for day, n in all_days.items() if with_sales[day] >= 0.1 * n}


def joins(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Whether the customers that one file names are known to another.

    One row per source, kind of its rows and target, for the files that are loaded.
    source, kind    interactions by kind, deals, customers (the customer file), sales
    target          the table its customers are looked for in
    customers, found   distinct customers it names, and those of them the target knows
    missing_lines, missing_amount   rows and money of the customers that are not found
    """
    return engine.run(ws, "quality_joins", scope)


def products(ws: Workspace, scope: Scope, listed: Sequence[str] = ()) -> pd.DataFrame:
    """Product names that do not fit: in no list, or another spelling of a known name.

    One row per name, the most money first: source product lines amount nearest similarity same
    sought_in.
    listed  the names of a product list, in place of the one that is loaded; without any, names
            of deals are looked for in the sales
    Source: spelling.misfits.
    """
    return spelling.misfits(engine.run(ws, "quality_products", scope), listed)


def misnamed(ws: Workspace, check: str) -> pd.DataFrame:
    """The product names a check names, as the file writes them, and what they are to mean.

    One row per name, the most rows first: product lines amount nearest similarity same sought_in
    means.
    means  the name its rows count under, None while it is kept
    Errors: DataError for a check that names no products. Source: checks.misnamed.
    """
    with ws.cursor() as cursor:
        names = checked.misnamed(cursor, check)
    means = dict(zip(ws.corrections["product"], ws.corrections["means"], strict=True))
    found = [means.get(name) for name in names["product"]]
    return names.assign(means=pd.Series(found, dtype="str", index=names.index))


def product_names(ws: Workspace) -> list[str]:
    """The names a product may have: those of the product list, else of the sales, else of deals."""
    names = engine.run(ws, "quality_products", Scope())
    for source in ("products", "sales", "deals"):
        if found := names["product"][names["source"] == source].tolist():
            return found
    return []


def doubles(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Customers with several numbers who may be one person; nothing is merged by itself.

    One row per customer of a group: rule shared into customer_id name region phone email
    orders revenue last_order_on.
    rule    what they share: phone, email, name_region (name and region) or name alone; a group
            is listed under the strongest
    shared  the value they share; into: the one of them with the most revenue
    More than ten who share something are not proposed.
    """
    rows = engine.run(ws, "quality_doubles", scope)
    rows["strength"] = rows["rule"].map(RULES.index)
    rows = rows.sort_values(
        ["strength", "shared", "revenue", "customer_id"],
        ascending=[True, True, False, True], kind="stable",
    )  # fmt: skip
    kept: list[pd.DataFrame] = []
    seen: list[set[str]] = []
    for _, group in rows.groupby(["strength", "shared"], sort=False):
        ids = set(group["customer_id"])
        if not any(ids <= known for known in seen):
            seen.append(ids)
            kept.append(group)
    found = pd.concat(kept) if kept else rows.iloc[:0]
    first = found.groupby(["rule", "shared"], sort=False)["customer_id"].transform("first")
    found.insert(2, "into", first)
    return found.drop(columns="strength").reset_index(drop=True)
