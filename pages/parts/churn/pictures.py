"""The pictures of the page on leaving: risk against value, tiers, and the last list judged."""

from functools import partial

import pandas as pd
import streamlit as st

from analytics import churn
from analytics.churn_stake import Summary
from analytics.reports import leaving as told
from pages.parts.ask import ask
from pages.parts.charts.axes import decades, times
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.calibration import calibration
from pages.parts.charts.scatter import Point, scatter
from pages.parts.charts.template import chart
from pages.parts.guard import View
from pages.parts.names import tier_name


def pictures(
    view: View, by: churn.By, found: Summary, tests: pd.DataFrame, horizon: int | None
) -> None:
    """One dot a customer; beside them tiers, and what was foretold beside what happened.

    Who may not see people sees the tiers in place of the dots: a dot is one customer's figures.
    """
    left, right = st.columns([11, 9], gap="medium")
    dots = view.user.may("people")
    with left:
        (_dots if dots else _tiers)(view, by, found, horizon)
    with right:
        if dots:
            _tiers(view, by, found, horizon)
        groups = ask(view, churn.bands, horizon_days=horizon, by=by)
        if len(groups) and len(tests):
            _judged(view, groups, tests.iloc[0])


def _points(rows: pd.DataFrame) -> list[Point]:
    """The first hundred of the list in the colour of their risk, the others grey."""
    columns = ("customer_id", "overdue_ratio", "expected_value", "place", "probability")
    return [
        Point(id, overdue, value, churn.risk(probability) if place <= churn.NAMED else "")
        for id, overdue, value, place, probability in zip(
            *(rows[name].tolist() for name in columns), strict=True
        )
    ]


def _dots(view: View, by: churn.By, found: Summary, horizon: int | None) -> None:
    _, lang = view.text, view.lang
    days, kind = lang.number(found.horizon_days), told.measure(view.lang, found)
    asked = partial(ask, view, churn.points, horizon_days=horizon, by=by)
    points, dots = asked(), asked(then=_points)
    x = times(view, points.overdue_ratio, _("days silent ÷ own usual gap"))
    y = decades(view, points.expected_value)
    chart(
        view,
        scatter(view, dots, x, y, band=(churn.OVERDUE, _("overdue"))),
        _(
            "{n} of {of} customers are overdue",
            n=lang.number(found.overdue), of=lang.number(found.customers),
        ),
        _(
            "one dot a customer, height: {kind} expected in {days} days; coloured: the first {n} "
            "of the list; red high, amber medium, blue low risk",
            n=lang.number(churn.NAMED), days=days, kind=kind,
        ) if found.value_at_risk is not None else _(
            "one dot a customer, height: {kind} expected in {days} days; the risk is not known",
            days=days, kind=kind,
        ),
        key="risk",
    )  # fmt: skip


def _tiers(view: View, by: churn.By, found: Summary, horizon: int | None) -> None:
    _, lang = view.text, view.lang
    known = found.value_at_risk is not None
    tiers = ask(view, churn.tiers, horizon_days=horizon, by=by)
    rows = [
        Row(
            tier_name(view, t.tier),
            t.value_at_risk if known else 0,
            f"<b>{lang.money(t.value_at_risk)}</b> / {lang.money(t.expected_value)}",
            view.palette.tiers[t.tier],
            t.expected_value,
        )
        for t in tiers.itertuples()
    ]
    title = _("Expected {kind} by tier", kind=told.measure(view.lang, found))
    note = _("pale: expected; how much is at risk: not known")
    if known:
        note = _("solid: at risk; pale: expected to stay")
        most = tiers.tier[tiers.value_at_risk.fillna(0).idxmax()]
        title = _("Most is at risk with tier: {tier}", tier=tier_name(view, most))
    chart(view, bars(view, rows), title, note, key="tiers")


def _judged(view: View, groups: pd.DataFrame, last: pd.Series) -> None:
    _, lang = view.text, view.lang
    title = _(
        "List of {day}: foretold {predicted}, {gone} of {named} did not come back",
        day=lang.date(last.cut), predicted=lang.percent(last.named_predicted, 0),
        gone=lang.number(last.named_gone), named=lang.number(last.named),
    )  # fmt: skip
    note = _(
        "all customers of that day in {n} groups by risk, %: foretold (line) {predicted}, did "
        "not come back (column) {actual}",
        n=lang.number(len(groups)), predicted=lang.percent(last.predicted_rate, 0),
        actual=lang.percent(last.base_rate, 0),
    )  # fmt: skip
    chart(view, calibration(view, groups), title, note, key="calibration")
