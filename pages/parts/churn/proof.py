"""Does it work? Earlier lists beside what happened after them, and each way of rating tried."""

import pandas as pd
import streamlit as st

from analytics import churn, churn_record, features
from analytics.churn_kept import Trained
from pages.parts.ask import ask
from pages.parts.charts.calibration import calibration
from pages.parts.charts.template import chart
from pages.parts.codes import MODEL_NAMES
from pages.parts.columns import column_name
from pages.parts.guard import View
from pages.parts.leaving import judged
from pages.parts.tables import Column, table

CUTS = 5


def proof(view: View, by: churn.By, learned: Trained | None, horizon: int | None) -> None:
    """All earlier days together; a day to choose, its list judged; all ways of rating on all."""
    _, lang = view.text, view.lang
    tests = ask(view, churn.backtest, horizon_days=horizon, by=by, cuts=CUTS)
    usual = lang.number(ask(view, churn.horizon_days))
    days = lang.number(horizon) if horizon else usual
    st.markdown(
        _(
            "**{days} days** is the horizon, as chosen; nine in ten returns come within {usual}.",
            days=days, usual=usual,
        ) if horizon else _(
            "**{days} days** is the horizon: nine in ten returns come sooner. A shorter one names "
            "customers earlier and more of them wrongly; a longer one is surer and later.",
            days=days,
        )
    )  # fmt: skip
    record = ask(view, churn_record.summary, horizon_days=horizon, by=by)
    if len(record) and record.days[0] > 1:
        _together(view, by, record.loc[0], horizon)
    place = 0
    if len(tests) > 1:
        place = st.select_slider(
            _("The list of"), list(reversed(tests.index)), value=0,
            format_func=lambda place: lang.date(tests.cut[place]), key="proof.day",
        )  # fmt: skip
    row = tests.loc[min(place, len(tests) - 1)]
    groups = ask(view, churn.bands, horizon_days=horizon, by=by, back=place + 1)
    words = _(
        "Of the {named} customers this list would have named on {day}, {gone} did not come back "
        "within {days} days; foretold: {share}",
        named=lang.number(row.named), day=lang.date(row.cut), gone=lang.number(row.named_gone),
        days=days, share=lang.percent(row.named_predicted, 0),
    )  # fmt: skip
    n = lang.number(row.n)
    if view.ws.facts.customers > features.JUDGED:
        note = _(
            "{n} customers of that day, drawn evenly, by risk, %: foretold (line), did not come "
            "back (column)",
            n=n,
        )
    else:
        note = _(
            "all {n} customers of that day by risk, %: foretold (line), did not come back (column)",
            n=n,
        )
    chart(view, calibration(view, groups), words, note, key="proof")
    _apart(view, row)
    if not learned or learned.why:
        judged(view, tests)
        return
    st.markdown(_verdict(view, learned))
    _compared(view, learned.tests)


def _together(view: View, by: churn.By, record: pd.Series, horizon: int | None) -> None:
    """The tenths of all earlier days: several times as many customers, and no one season."""
    _, lang = view.text, view.lang
    title = _(
        "On {days} earlier days together, foretold and happened are in no tenth more than "
        "{worst} of its customers apart",
        days=lang.number(record.days), worst=lang.percent(record.calibration_worst, 1),
    )  # fmt: skip
    note = _(
        "the customers of all those days, {n}, by risk, %: foretold (line), did not come back "
        "(column); each day by what was known on it",
        n=lang.number(record.n),
    )  # fmt: skip
    groups = ask(view, churn_record.tenths, horizon_days=horizon, by=by)
    chart(view, calibration(view, groups), title, note, key="together")
    _apart(view, record)


def _apart(view: View, row: pd.Series) -> None:
    _, lang = view.text, view.lang
    st.caption(
        _(
            "In an average tenth, foretold and happened are {error} of its customers apart; with "
            "tenths of this size, chance alone sets them {chance} apart. The share foretold for "
            "everybody was {predicted}, {actual} did not come back: the season moves all tenths.",
            error=lang.percent(row.calibration_error, 1),
            chance=lang.percent(row.calibration_chance, 1),
            predicted=lang.percent(row.predicted_rate, 0), actual=lang.percent(row.base_rate, 0),
        )
    )  # fmt: skip


def _verdict(view: View, learned: Trained) -> str:
    """Whether the model in use does better than the plainest rule, and by how much more or less."""
    _, lang = view.text, view.lang
    latest = learned.tests[learned.tests.cut == learned.tests.cut.max()].set_index("model")
    mine, plain = latest.loc[learned.model], latest.loc["recency"]
    said = _(
        "In use: **{model}**, the plainest that is not worse than the best by more than chance.",
        model=_(MODEL_NAMES[learned.model]),
    )
    if learned.model == "recency":
        return said
    gains = learned.gains.set_index("model").loc[learned.model]
    if gains.days > 1:
        said += " " + _(
            "On {n} days together, without the one the choice was made on, beside days since the "
            "last order alone: AUC {auc}, lift {lift} ({far}), Brier score {brier} (less is "
            "better).",
            n=lang.number(gains.days), auc=_gain(view, gains, "auc", 3),
            lift=_gain(view, gains, "lift", 2), brier=_gain(view, gains, "brier", 3),
            far=_far(view, gains),
        )  # fmt: skip
    better = (
        _("It tells leavers apart better than days since the last order alone")
        if mine.auc_gain_low > 0
        else _("It does not tell leavers apart better than days since the last order alone")
    )
    said += " " + _(
        "{better}: on {day} AUC {auc} against {other} (difference {low} to {high}).",
        better=better, day=lang.date(mine.cut), auc=lang.number(mine.auc, 3),
        other=lang.number(plain.auc, 3), low=lang.number(mine.auc_gain_low, 3),
        high=lang.number(mine.auc_gain_high, 3),
    )  # fmt: skip
    return said + " " + _(
        "Lift {lift} against {other}, of at most {most} (difference {low} to {high}): {far}.",
        lift=lang.number(mine.lift, 2), other=lang.number(plain.lift, 2),
        most=lang.number(mine.lift_ceiling, 2), low=lang.number(mine.lift_gain_low, 2),
        high=lang.number(mine.lift_gain_high, 2), far=_far(view, mine),
    )  # fmt: skip


def _far(view: View, gains: pd.Series) -> str:
    """Whether two lists' top tenths differ by more than chance, in words."""
    if gains.lift_gain_low > 0:
        return view.text("that is more than chance")
    return view.text("the top tenth of the two lists cannot be told apart")


def _gain(view: View, gains: pd.Series, figure: str, digits: int) -> str:
    """A difference with its 95 % interval: "+0.022 (+0.014 to +0.033)"."""
    ends = (gains[f"{figure}_gain{end}"] for end in ("", "_low", "_high"))
    value, low, high = (view.lang.number(end, digits, sign=True) for end in ends)
    return view.text("{value} ({low} to {high})", value=value, low=low, high=high)


def _compared(view: View, tests: pd.DataFrame) -> None:
    digits = {"auc": 3, "pr_auc": 3, "lift": 2, "brier": 3}
    shown = tests.assign(model=[view.text(MODEL_NAMES[code]) for code in tests.model])
    columns = {
        "cut": Column(view.text("As of"), "date"),
        "model": Column(column_name(view, "model")[0], width=220),
    }
    for name in ("n", "base_rate", "auc", "auc_low", "auc_high", "pr_auc", "lift", "lift_low",
                 "lift_high", "lift_ceiling", "brier", "brier_low", "brier_high",
                 "calibration_error", "calibration_chance"):  # fmt: skip
        shares = ("base_rate", "calibration_error", "calibration_chance")
        kind = "percent" if name in shares else "number"
        places = digits.get(name.split("_")[0], digits.get(name, 0))
        columns[name] = Column(column_name(view, name)[0], kind, digits=places)
    table(view, shown, columns, key="compared")
