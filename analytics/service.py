"""How complaints are dealt with, what is ordered after them, and how satisfied customers are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics import engine, rates
from analytics.scope import Scope

if TYPE_CHECKING:
    from analytics.workspace import Workspace

QUARTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}
FEW = rates.LEAST
REASONS = 12  # reasons told apart; notes that are hardly ever the same are no reasons
FOLLOW_DAYS = WINDOW_DAYS = 90
GRACE_DAYS = 14  # a complaint as young as this may still be solved in good time
DAYS_BACK = 4  # how many days, each 90 before the other, complaints are looked at
PROMOTER, PASSIVE = 9, 7  # of 10


def known(ws: Workspace, scope: Scope | None = None) -> pd.Series:
    """What of service the contacts up to the day tell at all.

    complaints (count), without_customer of them; solutions; meetings (visits and calls); scores
    (answers with a score), lowest_score, highest_score (null without any). What each kind of
    contact means is told by its word, see contact_words.sql.
    """
    return engine.run(ws, "service_known", scope).iloc[0]


def waits(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """How long complaints filed in the period waited for an answer and for their solution.

    One row per kind, reason (the note; null = none), waited_for ("answer" or "solution") and
    whole hours: done (complaints it came to after so many), waiting (those still open then).
    The first visit or call after a complaint, or its solution, is the answer; a solution closes
    the customer's latest open complaint. Complaints without a customer are left out.
    """
    return engine.run(ws, "service_waits", scope)


def complaints(waited: pd.DataFrame) -> pd.DataFrame:
    """Complaints by kind and reason, how many are answered and solved, and how soon.

    waited  what `waits` gave
    One row per kind and reason, most complaints first, the rarer reasons together (reason ""),
    all of them in the last row (kind null).
    kind reason
    complaints answered solved     counts
    solved_share low high          of the complaints, 95 % Wilson interval; open_share: the others
    answer_q25 _median _q75, solution_q25 _median _q75   days until a quarter, half and three
        quarters had it; those still open count for as long as they have been open; null where so
        many have never had it
    Source: Kaplan & Meier 1958.
    """
    columns = [
        "kind", "reason", "complaints", "answered", "solved", "solved_share", "low", "high",
        "open_share",
        *[f"{what}_{name}" for what in ("answer", "solution") for name in QUARTILES],
    ]  # fmt: skip
    if waited.empty:
        return pd.DataFrame(columns=columns)
    rows = waited.assign(reason=_told(waited), n=waited["done"] + waited["waiting"])
    found = [
        {"kind": kind, "reason": reason, **_waited(group)}
        for (kind, reason), group in rows.groupby(["kind", "reason"], dropna=False)
    ]
    found.append({"kind": None, "reason": None, **_waited(rows)})
    table = pd.DataFrame(found)
    table["solved_share"] = table["solved"] / table["complaints"]
    table[["low", "high"]] = rates.wilson(table["solved"], table["complaints"])
    table["open_share"] = 1 - table["solved_share"]
    order = table.assign(last=table["kind"].isna()).sort_values(
        ["last", "complaints", "kind", "reason"], ascending=[True, False, True, True]
    )
    return order[columns].reset_index(drop=True)


@dataclass(frozen=True)
class After:
    """Orders after a complaint, against customers of the same tier and recency without one.

    table      one row per way a complaint stood, "solved" and "unsolved": complaint, customers
               (of them matched), ordered (count), rate with low and high (95 % Wilson), orders
               per customer, expected (rate of the customers without, weighted to the same tiers
               and recencies), others (how many these are), difference with difference_low and
               difference_high (95 %), unmatched (customers nobody without a complaint is like)
    days       the days the customers are looked at, latest first
    """

    table: pd.DataFrame
    days: tuple[object, ...]


def after(ws: Workspace, scope: Scope | None = None) -> After:
    """Who orders within 90 days, of those with a solved, an unsolved and no complaint?

    Looked at on up to four days, the first 90 days before as_of, each 90 days before the next: a
    complaint filed in the 90 days up to two weeks before counts as it stood on the day; what came
    to be known later has no part in it. Customers are matched by day, tier of all
    revenue up to the day, and days since the last order. Goes together, proves nothing.
    Source: direct standardisation; Newcombe 1998 for the interval of a difference.
    """
    resolved = (scope or Scope()).resolved(ws)
    first = ws.facts.first_order_on
    assert resolved.as_of is not None
    parts, days = [], []
    for number in range(1, DAYS_BACK + 1):
        day = resolved.as_of - timedelta(days=FOLLOW_DAYS * number)
        if first is None or day - timedelta(days=WINDOW_DAYS) < first:
            break
        then = replace(resolved, as_of=day, start=None, end=day)
        rows = engine.run(
            ws, "service_after", resolved, before=then, follow_days=FOLLOW_DAYS,
            window_days=WINDOW_DAYS, grace_days=GRACE_DAYS,
        )  # fmt: skip
        parts.append(rows.assign(day=day))
        days.append(day)
    if not parts:
        return After(matched(pd.DataFrame()), ())
    return After(matched(pd.concat(parts, ignore_index=True)), tuple(days))


def matched(strata: pd.DataFrame) -> pd.DataFrame:
    """The table of `After` from counts per complaint, day, tier and recency."""
    columns = [
        "complaint", "customers", "ordered", "rate", "low", "high", "orders", "expected", "others",
        "difference", "difference_low", "difference_high", "unmatched",
    ]  # fmt: skip
    if strata.empty:
        return pd.DataFrame(columns=columns)
    counts = strata.set_index(["complaint", "day", "tier", "recency"])
    counts = counts[["customers", "ordered", "orders"]].astype(float)
    if "none" not in counts.index:
        return pd.DataFrame(columns=columns)
    without = counts.loc["none"]
    found = []
    for complaint in ("solved", "unsolved"):
        if complaint not in counts.index:
            continue
        mine = counts.loc[complaint]
        both = mine.join(without.add_suffix("_others"), how="inner")
        people = both["customers"].sum()
        if not people:
            continue
        weight = both["customers"] / people
        share = both["ordered_others"] / both["customers_others"]
        expected = float((weight * share).sum())
        variance = float((weight**2 * share * (1 - share) / both["customers_others"]).sum())
        others = float(both["customers_others"].sum())
        found.append(
            {
                "complaint": complaint,
                "customers": int(people),
                "ordered": int(both["ordered"].sum()),
                "orders": both["orders"].sum() / people,
                "expected": expected,
                "others": int(others),
                # as many cases as would make the expected rate as sure without weights
                "worth": expected * (1 - expected) / variance if variance else others,
                "unmatched": int(mine["customers"].sum() - people),
            }
        )
    if not found:
        return pd.DataFrame(columns=columns)
    table = pd.DataFrame(found)
    table["rate"] = table["ordered"] / table["customers"]
    table[["low", "high"]] = rates.wilson(table["ordered"], table["customers"])
    apart = rates.difference(table["rate"], table["customers"], table["expected"], table["worth"])
    table[["difference", "difference_low", "difference_high"]] = apart.to_numpy()
    return table[columns]


def scores(ws: Workspace, scope: Scope | None = None) -> pd.DataFrame:
    """How satisfied customers say to be, month by month.

    One row per month of the period with answers that have a score, and all of it last (month
    null).
    month            its first day
    answers          count
    mean             of the scores, as they were given
    satisfied        share in the upper part of the scale: 4 and 5 of 5, 7 to 10 of 10; with
                     satisfied_low and satisfied_high, its 95 % Wilson interval
    promoters detractors   shares of 9 and 10, of 0 to 6; null unless scores reach up to 10
    nps nps_low nps_high   promoters − detractors in points with 95 % interval; null as well
    Whether scores are of 5, of 10 or of 100 is told by the highest of all up to as_of.
    Source: Reichheld 2003; interval of a difference of two shares of one sample (Wald).
    """
    rows = engine.run(ws, "service_scores", scope)
    columns = [
        "month", "answers", "mean", "satisfied", "satisfied_low", "satisfied_high", "promoters",
        "detractors", "nps", "nps_low", "nps_high",
    ]  # fmt: skip
    if rows.empty:
        return pd.DataFrame(columns=columns)
    scale = scale_of(float(known(ws, scope).highest_score))
    found = [_satisfied(month, group, scale) for month, group in rows.groupby("month")]
    found.append(_satisfied(None, rows, scale))
    table = pd.DataFrame(found)
    likely = rates.wilson(table["satisfied"] * table["answers"], table["answers"])
    table[["satisfied_low", "satisfied_high"]] = likely
    return table[columns]


def scale_of(highest: float) -> int:
    """The top of the scale scores were given on: 5, 10 or 100."""
    return next((top for top in (5, 10) if highest <= top), 100)


def _satisfied(month: object, rows: pd.DataFrame, scale: int) -> dict[str, object]:
    score, n = rows["score"], rows["answers"]
    total = n.sum()
    least = {5: 4, 10: PASSIVE}.get(scale, 70)
    found: dict[str, object] = {
        "month": None if month is None else _first_day(int(str(month))),
        "answers": int(total),
        "mean": float((score * n).sum() / total),
        "satisfied": float(n[score >= least].sum() / total),
    }
    if scale != 10:
        names = ("promoters", "detractors", "nps", "nps_low", "nps_high")
        return found | dict.fromkeys(names, np.nan)
    up, down = (float(n[rule].sum() / total) for rule in (score >= PROMOTER, score < PASSIVE))
    half = 196 * np.sqrt(max(up + down - (up - down) ** 2, 0) / total)
    nps = 100 * (up - down)
    return found | {
        "promoters": up, "detractors": down, "nps": nps,
        "nps_low": max(nps - half, -100.0), "nps_high": min(nps + half, 100.0),
    }  # fmt: skip


def _first_day(month: int) -> pd.Timestamp:
    return pd.Timestamp(year=month // 12, month=month % 12 + 1, day=1)


def _told(waited: pd.DataFrame) -> pd.Series:
    """The reasons that come often; the others are "", none at all stays null."""
    one = waited[waited["waited_for"] == "solution"]
    often = (one["done"] + one["waiting"]).groupby(one["reason"]).sum()
    kept = often[often > 1].sort_values(ascending=False, kind="stable").head(REASONS).index
    return waited["reason"].where(waited["reason"].isin(kept) | waited["reason"].isna(), "")


def _waited(rows: pd.DataFrame) -> dict[str, float]:
    found: dict[str, float] = {}
    for what, done in (("answer", "answered"), ("solution", "solved")):
        group = rows[rows["waited_for"] == what].groupby("hours")[["done", "waiting"]].sum()
        found["complaints"] = int(group.to_numpy().sum())
        found[done] = int(group["done"].sum())
        course = rates.watched(group)
        for name, part in QUARTILES.items():
            reached = course.index[course["share"] >= part - 1e-12]
            found[f"{what}_{name}"] = float(reached[0]) / 24 if len(reached) else np.nan
    return found
