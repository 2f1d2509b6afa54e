"""Who has left and is worth winning back, and how many of those who left did come back?

Everything is asked on the scope's as_of over all history; its period is not used. What is said
of coming back is counted on the firm's own past: at days one horizon apart, who had been silent
for longer than the horizon, and who of them ordered within the next one. Only horizons over by
as_of count, and nothing dated after a day places a customer on it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics import engine, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

Key = tuple[str, int | None, str]

WINDOWS = 8  # horizons looked back at most
NAMED = 100  # length of the list that is judged afterwards; of few, a quarter
TIERS = ("key", "secondary", "ordinary", "small")
PLACES = {tier: place for place, tier in enumerate(TIERS)}
BANDS = (1, 2, 3, 4)  # of silence: up to 2, 3 and 5 horizons, and longer
# What textbooks claim: chance of a sale to an existing customer, a lost one, a prospect; and of
# lost ones one in four won back, of prospects one in sixteen. Source: Griffin & Lowenstein 2001.
CLAIMED = {"existing": (0.6, 0.7), "lapsed": (0.2, 0.4), "prospect": (0.05, 0.2)}

_LIST = [
    "customer_id", "name", "tier", "return_value", "return_rate", "return_low", "return_high",
    "alike", "value_if_back", "days_since_order", "band", "orders", "revenue", "average_order",
    "average_margin", "last_order_on", "last_contact_on", "region", "owner",
]  # fmt: skip


def customers(
    ws: Workspace, scope: Scope, horizon_days: int, top: int | None = None
) -> pd.DataFrame:
    """Lapsed customers by what their return is worth: how likely it is × what it would bring.

    One row per customer silent for more than the horizon at as_of, most worth first; only the
    first `top` where given.
    customer_id
    return_value     return_rate × value_if_back (money); null where either is not known
    return_rate      of those as long silent and of the same tier at earlier days, the share that
                     ordered within the next horizon; neighbours joined to at least 30; with its
                     95 % interval return_low to return_high and their number, alike
    value_if_back    average margin of an order (revenue, where no costs are loaded) × the orders
                     within that horizon of those who came back (money)
    tier             by revenue of all history
    days_since_order band        silence in days, and its band: up to 2, 3, 5 horizons, longer
    orders revenue average_order average_margin   of all history, returns taken off (money);
                     average_margin null where the costs of none of the orders are known
    last_order_on last_contact_on name region owner
    Source: Griffin & Lowenstein 2001, Customer Winback; the rates are the firm's own.
    """
    known = _known(ws, scope)
    rows = engine.run(ws, "winback_customers", known, horizon=horizon_days)
    return _valued(ws, rows, _past(ws, ws.key, known, horizon_days))[_LIST].head(top or len(rows))


def returned(ws: Workspace, scope: Scope, horizon_days: int) -> pd.DataFrame:
    """How many lapsed customers came back within a horizon, by silence and tier.

    One row per band of silence and tier somebody was in, and for "all" tiers and all bands (0).
    band tier
    from_days to_days   silent for more than, up to (days); to_days null where open
    customers came_back   times a customer was looked at, and times they ordered in the horizon
                        after; one who stays silent is looked at again a horizon later
    share low high      came_back ÷ customers, 95 % Wilson interval
    """
    past = _past(ws, ws.key, _known(ws, scope), horizon_days)
    past = past[past["band"] > 0]
    parts = [past, past.assign(tier="all"), past.assign(band=0), past.assign(band=0, tier="all")]
    rows = pd.concat(parts).groupby(["band", "tier"])[["customers", "came"]].sum().reset_index()
    rows = rows.rename(columns={"came": "came_back"})
    edges = {0: (1, None), 1: (1, 2), 2: (2, 3), 3: (3, 5), 4: (5, None)}
    for place, name in enumerate(("from_days", "to_days")):
        of = {band: pair[place] for band, pair in edges.items()}
        rows.insert(2 + place, name, rows["band"].map(of).astype(float) * horizon_days)
    order = rows["tier"].map(PLACES).fillna(-1)  # all first
    rows = rows.iloc[np.lexsort([order, rows["band"]])].reset_index(drop=True)
    return _shares(rows)


def claims(ws: Workspace, scope: Scope, horizon_days: int) -> pd.DataFrame:
    """The textbooks' chances of a sale beside the firm's own, within one horizon.

    One row per group: existing (ordered within the horizon before), lapsed (silent for longer),
    prospect (in touch, no order so far).
    group contact      contact: "all"; for lapsed and prospect also "yes" (the firm was in touch
                       in that horizon, before or on the day of the order) and "no"
    claimed_low claimed_high   what the textbooks say; null for a part of a group
    customers came_back   times somebody was looked at, and times they ordered in the horizon after
    share low high     came_back ÷ customers, 95 % Wilson interval
    Whom the firm is in touch with is no accident: the difference is not what contact brings about.
    """
    known = _known(ws, scope)
    past = _past(ws, ws.key, known, horizon_days)
    met = _met(ws, ws.key, known, horizon_days)
    groups = {
        "existing": past[past["band"] == 0], "lapsed": past[past["band"] > 0], "prospect": met,
    }  # fmt: skip
    rows: list[tuple[str, str, float, float, int, int]] = []
    for name, group in groups.items():
        parts = {"all": group}
        if name != "existing" and ws.facts.contacts:
            touched = group["contacted"] == 1
            parts |= {"yes": group[touched], "no": group[~touched]}
        for contact, part in parts.items():
            low, high = CLAIMED[name] if contact == "all" else (np.nan, np.nan)
            counts = int(part["customers"].sum()), int(part["came"].sum())
            rows.append((name, contact, low, high, *counts))
    names = ["group", "contact", "claimed_low", "claimed_high", "customers", "came_back"]
    return _shares(pd.DataFrame(rows, columns=names))


def backtest(ws: Workspace, scope: Scope, horizon_days: int) -> pd.DataFrame:
    """What became of those the list would have named on earlier days, beside all lapsed of the day.

    One row per day a list could have been made on, the latest first; it had learned only from
    horizons over by then, and its own is over by as_of.
    cut              the day
    named came_back  how many it named (100; of few a quarter), and who of them ordered within the
                     horizon after (counts)
    share low high   came_back ÷ named, 95 % Wilson interval
    foretold         mean return_rate of those named
    brought          what those named ordered in that horizon (revenue, money)
    by_lot           what as many lapsed customers drawn by lot ordered on average (money)
    lapsed base_rate   everybody who could have been named, and the share that ordered
    """
    known = _known(ws, scope)
    past = _past(ws, ws.key, known, horizon_days)
    rows = []
    for back in sorted(past["back"].unique()):
        then = past[(past["back"] == back) & (past["band"] > 0)]
        lapsed, came = int(then["customers"].sum()), int(then["came"].sum())
        named = _named(ws, known, horizon_days, int(back), past[past["back"] > back], lapsed)
        if named.empty or named["return_rate"].isna().all():
            continue
        assert known.as_of is not None
        rows.append(
            {
                "cut": known.as_of - timedelta(days=int(back) * horizon_days),
                "named": len(named),
                "came_back": int(named["came"].sum()),
                "foretold": named["return_rate"].mean(),
                "brought": named["brought"].sum(),
                "by_lot": then["brought"].sum() / lapsed * len(named),
                "lapsed": lapsed,
                "base_rate": came / lapsed,
            }
        )
    columns = [
        "cut", "named", "came_back", "foretold", "brought", "by_lot", "lapsed", "base_rate",
    ]  # fmt: skip
    return _shares(pd.DataFrame(rows, columns=columns), "named")


def _valued(ws: Workspace, rows: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """With chance and worth of a return as learned from the past, most worth first.

    Keys are given out in the order of customer_id as text, so they break ties the same way.
    """
    told, orders = _told(past)
    rows = rows.assign(place=rows["tier"].map(PLACES)).join(told, on=["band", "place"])
    rows["value_if_back"] = rows[_measure(ws)] * orders
    rows["return_value"] = rows["return_rate"] * rows["value_if_back"]
    worth = rows["return_value"].fillna(-1).to_numpy(dtype=np.float64)
    return rows.iloc[np.lexsort([rows["customer_key"].to_numpy(), -worth])].reset_index(drop=True)


def _told(past: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """The chance of a return by band and place of the tier, and the orders of who came back.

    Those are nan where nobody did.
    """
    lapsed = past[past["band"] > 0]
    cells = pd.MultiIndex.from_product([BANDS, range(len(TIERS))], names=["band", "place"])
    seen = lapsed.assign(place=lapsed["tier"].map(PLACES)).groupby(["band", "place"])
    counted = seen[["customers", "came"]].sum().reindex(cells, fill_value=0).astype("int64")
    counted.columns = pd.Index(["customers", "gone"])
    told = rates.shares(counted)
    told = told.join(rates.wilson(told["gone"], told["customers"]))
    told = told.drop(columns="gone").set_axis(
        ["return_rate", "alike", "return_low", "return_high"], axis=1
    )
    came = lapsed["came"].sum()
    return told, lapsed["orders_after"].sum() / came if came else np.nan


def _named(
    ws: Workspace, known: Scope, days: int, back: int, past: pd.DataFrame, lapsed: int
) -> pd.DataFrame:
    """Whom the list would have named so many horizons ago: return_rate came brought."""
    told, orders = _told(past)
    cells = told["return_rate"].reset_index()
    cells["tier"] = cells.pop("place").map(dict(enumerate(TIERS)))
    of_cells = pa.Table.from_pandas(cells, preserve_index=False)
    return engine.run(
        ws, "winback_named", **_after(known, days, back), horizon=days, horizons=1,
        return_rates=of_cells, orders=None if np.isnan(orders) else float(orders),
        measure="margin" if ws.facts.has_cost else "revenue", named=min(NAMED, lapsed // 4),
    )  # fmt: skip


def _measure(ws: Workspace) -> str:
    return "average_margin" if ws.facts.has_cost else "average_order"


def _shares(rows: pd.DataFrame, of: str = "customers") -> pd.DataFrame:
    rows["share"] = rows["came_back"] / rows[of].where(rows[of] > 0)
    return rows.join(rates.wilson(rows["came_back"], rows[of]))


@lru_cache(maxsize=8)
def _past(ws: Workspace, key: Key, known: Scope, days: int) -> pd.DataFrame:
    """The customers of every earlier day, counted, with what they did in the horizon after it.

    One row per day, band, tier and contacted (1: the firm was in touch): back (horizons before
    as_of) customers came orders_after (counts) brought (revenue of that horizon). Nothing else of
    a customer is learned from, so nothing else leaves the engine.
    """
    first = ws.facts.first_order_on
    assert known.as_of is not None
    windows = min(WINDOWS, (known.as_of - first).days // days) if first else 1
    parts = [
        engine.run(ws, "winback_past", **_after(known, days, back), horizon=days, horizons=1)
        .assign(back=back)
        for back in range(1, max(windows, 1) + 1)
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


@lru_cache(maxsize=8)
def _met(ws: Workspace, key: Key, known: Scope, days: int) -> pd.DataFrame:
    """The prospects of every earlier day, counted: contacted customers came, a row or two each."""
    parts = [
        engine.run(ws, "winback_met", **_after(known, days, back), horizon=days, horizons=1)
        for back in range(1, (WINDOWS if ws.facts.contacts else 1) + 1)
    ]
    return pd.concat(parts, ignore_index=True)


def _after(known: Scope, days: int, back: int) -> dict[str, Scope]:
    """The horizon that began so many horizons before the day, as the engine is asked about it."""
    assert known.as_of is not None
    day = known.as_of - timedelta(days=back * days)
    end = day + timedelta(days=days)
    return {
        "scope": replace(known, as_of=end, end=end), "before": replace(known, as_of=day, end=day),
    }  # fmt: skip


def _known(ws: Workspace, scope: Scope) -> Scope:
    """The scope over all history up to the day it is asked on."""
    scope = scope.resolved(ws)
    return replace(scope, start=None, end=scope.as_of)
