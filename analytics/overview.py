"""What changed, and why: the key figures, their course, and who moved the revenue."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import engine
from analytics.compared import both, compared, last_year, whole
from analytics.scope import LAST_YEAR, Comparison, Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

FIGURES = (
    "revenue", "active_customers", "orders", "average_order", "new_customers", "repeat_rate",
    "returned_share", "margin_rate", "margin",
)  # fmt: skip
RATES = ("repeat_rate", "returned_share", "margin_rate")
COUNTED = ("revenue", "active_customers", "orders", "new_customers")  # 0 where nothing happened
COMPARED = ("previous", "year")
PARTS = (
    "new", "returned", "grew", "shrank", "lost", "unchanged", "no_order", "no_customer",
)  # fmt: skip
GROUPS = ["code", "customers", "money", "days", "orders", "out_of"]
RECENT_DAYS = 60  # how long a first order is recent
FREQUENT_ORDERS = 5  # from how many orders on a customer is a frequent buyer
LISTED = 500
STEPS = {"whole": 1_000_000, "day": 1, "week": 7, "month": 0}


def figures(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """The key figures of the period, of the period before, and of last year's.

    One row per figure, in this order; an order belongs to its first day, money to its line's.
    figure            revenue           all lines, also those without a customer (money)
                      active_customers  customers with a counting order (count)
                      orders            counting orders of named customers (count)
                      average_order     money of named customers ÷ counting orders (money)
                      new_customers     customers whose first counting order ever is here (count)
                      repeat_rate       share of active customers with ≥ 2 orders ever by the end
                      returned_share    returned goods ÷ goods sold (share of money)
                      margin_rate       (amount − cost) ÷ amount of lines with a known cost
                      margin            amount − cost of lines with a known cost (money)
    value previous year_before          the figure in each period; last year's are the same days,
                                        or weekdays, or those around Chinese New Year, as the
                                        scope compares; null where the period begins before the
                                        first line, or a denominator is 0
    change change_year_before           value ÷ previous − 1 and value ÷ year_before − 1; of the
                                        three rates value − previous, value − year_before
    Without a start the period is all history and nothing is compared.
    Source: methods.md, common ground; repeat rate as in Shopify's returning customers.
    """
    asked = [name for name, frame in _frames(ws, scope).items() if frame]
    rows = _ask(ws, "overview_figures", scope, "whole", COMPARED).set_index("period")
    rows = rows.reindex(asked)[list(FIGURES)].astype(float).fillna(dict.fromkeys(COUNTED, 0.0))
    table = rows.reindex(["now", *COMPARED]).T
    table.columns = pd.Index(["value", "previous", "year_before"])
    for name, base in (("change", "previous"), ("change_year_before", "year_before")):
        table[name] = _change(table["value"], table[base])
        table.loc[list(RATES), name] = table["value"] - table[base]
    return table.rename_axis("figure").reset_index()


def trend(ws: Workspace, scope: Scope, grain: str | None = None) -> pd.DataFrame:
    """The key figures bucket by bucket, beside the same bucket of the compared period.

    One row per bucket of the period, empty ones included.
    bucket                0, 1, … from the start of the period
    first_day last_day    the days of the bucket inside the period
    unfinished            True where the bucket's days are not all in the period (a month cut
                          by it, the last days of a period that is no whole number of weeks)
                          or it begins before the first line
    revenue … margin      the figures of `figures` in the bucket; rates are null where empty, all
                          are in buckets wholly before the first line
    revenue_before …      the same in the bucket of that number of the period the scope compares
                          with; null without one
    grain  "day", "week" (seven days from the start) or "month" (calendar); None chooses:
           days up to a month, weeks up to half a year, else months.
    """
    period = whole(ws, scope)
    if period.start is None or period.end is None:
        return pd.DataFrame(columns=["bucket", "first_day", "last_day", "unfinished", *FIGURES])
    before = compared(ws, scope)
    grain = grain or _grain(period.start, period.end, scope.compare if before else "none")
    year = scope.compare in LAST_YEAR
    kind = "none" if before is None else "year" if year else "previous"
    rows = _ask(ws, "overview_trend", scope, grain, (kind,)).astype({"bucket": int})
    buckets = pd.DataFrame(_buckets(period.start, period.end, grain))
    for name, suffix in (("now", ""), (kind, "_before")):
        values = rows[rows["period"] == name].set_index("bucket")[list(FIGURES)]
        values = values.reindex(buckets["bucket"]).astype(float).add_suffix(suffix)
        if name != "none":
            values = values.fillna(dict.fromkeys((f + suffix for f in COUNTED), 0.0))
        buckets = buckets.join(values, on="bucket")
    if first := ws.facts.first_line_on:
        buckets.loc[buckets["last_day"] < first, list(FIGURES)] = float("nan")
        buckets["unfinished"] |= buckets["first_day"] < first
    return buckets


def bridge(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """Where the change of revenue against the compared period came from, to the cent.

    One row per part, always all eight; changes add up to revenue now − revenue before.
    part       new (first counting order ever in the period) · returned (none in the period
               before, some earlier) · grew · shrank · lost (none in the period) · unchanged ·
               no_order (named, without a counting order in either) · no_customer
    customers  count; without a name 0
    before now change   money of all their lines in each period, and the difference
    No rows where there is nothing to compare with.
    Source: methods.md, revenue bridge.
    """
    days = both(ws, scope)
    if days is None:
        return pd.DataFrame(columns=["part", "customers", "before", "now", "change"])
    rows = engine.run(ws, "overview_bridge", replace(whole(ws, scope), start=None), **days)
    rows = rows.set_index("part").reindex(PARTS).fillna(0.0).rename_axis("part").reset_index()
    return rows.astype({"customers": int})


def bridge_customers(ws: Workspace, scope: Scope, part: str, rows: int = LISTED) -> pd.DataFrame:
    """Who is in a part of `bridge`, at most `rows`, the largest change first.

    customer_id name region
    before now change   money of all their lines in each period, and the difference
    """
    days = both(ws, scope)
    if days is None:
        return pd.DataFrame(columns=["customer_id", "name", "region", "before", "now", "change"])
    now = replace(whole(ws, scope), start=None)
    return engine.run(ws, "overview_bridge_customers", now, part=part, top=rows, **days)


@dataclass(frozen=True)
class Headline:
    """What the first sentence of the overview needs; gain and loss are rows of the bridge."""

    revenue: float | None
    change: float | None
    gain: dict[Hashable, Any] | None
    loss: dict[Hashable, Any] | None


def headline(
    figures: pd.DataFrame, parts: pd.DataFrame, compare: Comparison = "previous"
) -> Headline:
    """Revenue, its change against the compared period, and the parts that moved it most.

    figures        answer of `figures`; parts that of `bridge`; compare as in the scope
    gain and loss  the part with the largest rise and the one with the largest fall, each with
                   part, customers, before, now, change; None where nothing rose or fell
    """
    revenue = figures.iloc[0]
    parts = parts.sort_values("change", ascending=False, kind="stable")
    against = "change_year_before" if compare in LAST_YEAR else "change"
    change = None if parts.empty else _known(revenue[against])
    risen, fallen = parts[parts["change"] > 0], parts[parts["change"] < 0]
    return Headline(
        _known(revenue["value"]),
        change,
        None if risen.empty else risen.iloc[0].to_dict(),
        None if fallen.empty else fallen.iloc[-1].to_dict(),
    )


def attention(groups: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Groups of customers to look after as of the period's end, the most money first.

    groups     answer of `groups`; parts that of `bridge`
    One row per group that has anybody in it.
    code       bought_less       bought in both periods, less in this one
               no_second_order   one counting order ever, in the last `days` days
               frequent_stopped  ≥ 5 orders, silent longer than the churn horizon, at most a year
               key_quiet         key customers silent for longer than ever before, as on the pyramid
    customers  count
    money      what they bought less; all their revenue (key_quiet); otherwise their revenue of
               the last 364 days
    days       recent days, or typical days since the last order
    orders     their typical number of orders (frequent_stopped)
    out_of     number of all key customers (key_quiet)
    """
    less = parts[parts["part"] == "shrank"].assign(code="bought_less", money=-parts["change"])
    rows = pd.concat([less[["code", "customers", "money"]], groups])[GROUPS]
    rows = rows[rows["customers"] > 0].astype({"customers": int, "money": float})
    return rows.sort_values(["money", "code"], ascending=[False, True], ignore_index=True)


def groups(ws: Workspace, scope: Scope) -> pd.DataFrame:
    """The groups of `attention` that are no part of the bridge, in the same columns."""
    now = replace(whole(ws, scope), start=None)
    found: list[dict[str, Any]] = []
    for row in engine.run(ws, "overview_attention", now, **_bounds(ws, now)).itertuples():
        group = {"code": row.code, "customers": row.customers, "money": row.money}
        if row.code == "no_second_order":
            found.append(group | {"days": RECENT_DAYS})
        else:
            found.append(group | {"days": row.typical_days, "orders": row.typical_orders})
    key = _key_customers(ws, now)
    quiet = {"code": "key_quiet", "customers": key["customers"], "money": key["money"]}
    found.append(quiet | {"out_of": key["key_customers"]})
    return pd.DataFrame(found, columns=GROUPS).fillna({"customers": 0})


def attention_customers(ws: Workspace, scope: Scope, code: str, rows: int = LISTED) -> pd.DataFrame:
    """Who is in a group of `attention`, at most `rows`, most money first.

    bought_less                        the rows of `bridge_customers` for "shrank"
    no_second_order, frequent_stopped  customer_id name region orders last_order_on recency_days,
                                       monetary (revenue of the last 364 days)
    """
    if code == "bought_less":
        return bridge_customers(ws, scope, "shrank", rows)
    now = replace(whole(ws, scope), start=None)
    return engine.run(
        ws, "overview_attention_customers", now, code=code, top=rows, **_bounds(ws, now)
    )


def _bounds(ws: Workspace, scope: Scope) -> dict[str, int]:
    return {"horizon": _horizon(ws, scope), "recent": RECENT_DAYS, "frequent": FREQUENT_ORDERS}


def _horizon(ws: Workspace, scope: Scope) -> int:
    return int(engine.run(ws, "overview_horizon", scope)["horizon_days"].iloc[0])


def _key_customers(ws: Workspace, scope: Scope) -> pd.Series:
    return engine.run(ws, "overview_key_customers", scope).iloc[0]


def _ask(ws: Workspace, name: str, scope: Scope, grain: str, kinds: Sequence[str]) -> pd.DataFrame:
    """The answer about the period and those of `kinds` of comparison that there are."""
    days: dict[str, Any] = {}
    for kind, frame in _frames(ws, scope).items():
        frame = frame if kind in ("now", *kinds) else None
        days[f"{kind}_start"] = frame.start if frame else None
        days[f"{kind}_end"] = frame.end if frame else None
    now = replace(whole(ws, scope), start=None)
    return engine.run(ws, name, now, step=STEPS[grain], **days)


def _frames(ws: Workspace, scope: Scope) -> dict[str, Scope | None]:
    """The periods the figures are asked for; None for one there is nothing of."""
    return {
        "now": whole(ws, scope),
        "previous": compared(ws, scope, "previous"),
        "year": compared(ws, scope, last_year(scope)),
    }


def _grain(start: date, end: date, compare: Comparison) -> str:
    """Months only where those of the other period begin and end on the same days."""
    days = (end - start).days + 1
    months = days > 184 and compare not in ("weekdays", "new_year")
    return "day" if days <= 31 else "month" if months else "week"


def _buckets(start: date, end: date, grain: str) -> list[dict[str, Any]]:
    buckets: list[dict[str, Any]] = []
    first = whole_first = start
    if grain == "month":
        whole_first = start.replace(day=1)
    while first <= end:
        if grain == "month":
            following = (whole_first + timedelta(days=31)).replace(day=1)
        else:
            following = whole_first + timedelta(days=STEPS[grain])
        last = min(following - timedelta(days=1), end)
        unfinished = first > whole_first or following - timedelta(days=1) > end
        buckets.append({
            "bucket": len(buckets), "first_day": first, "last_day": last,
            "unfinished": unfinished,
        })  # fmt: skip
        first = whole_first = following
    return buckets


def _change(value: pd.Series, base: pd.Series) -> pd.Series:
    return value / base.where(base != 0) - 1


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
