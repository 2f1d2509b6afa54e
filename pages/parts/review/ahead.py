"""What the next three months should bring, how earlier forecasts did, and the targets."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from analytics import Scope, forecast, targets
from analytics.errors import N_
from analytics.forecast import Outlook
from pages.parts.ask import ask
from pages.parts.charts import pins
from pages.parts.charts.ahead import Month, ahead, spans
from pages.parts.charts.template import chart, head
from pages.parts.guard import View
from pages.parts.review import aims
from pages.parts.tables import Column, table

METHODS = {
    "naive": N_("as the last month"),
    "seasonal_naive": N_("as the same month a year before"),
    "smoothed": N_("smoothed level of the last months"),
    "seasonal_growth": N_("same month a year before × growth"),
    "holt_winters": N_("level, trend and season (Holt–Winters)"),
}
SHOWN = 24  # months of the past in the picture
FEW = 10  # intervals from which on their share says something


def draw(view: View) -> None:
    """Forecast and its tests side by side; targets below."""
    _, firm = view.text, whole_firm(view)
    found = ask(view, forecast.outlook)
    goals = targets.kept(view.ws)
    if found.chosen is None:
        st.markdown(_("There is no whole month yet to start from."))
    else:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _picture(view, found, goals if firm == view.scope else goals.head(0))
        with right:
            _proof(view, found)
        if len(found.tests):
            with st.expander(
                _("Every earlier forecast"), key="tests.open", on_change="rerun"
            ) as earlier:
                if earlier.open:
                    _tests(view, found.tests)
    with st.expander(_("Monthly targets"), key="targets.open", on_change="rerun",
                     icon=":material/flag:") as box:  # fmt: skip
        if box.open:
            aims.draw(view, targets.against(goals, *_told(view, firm)), filtered=firm != view.scope)


def whole_firm(view: View) -> Scope:
    """The page's scope without filters: targets are for all the firm sells."""
    return replace(view.scope, where=())


def _told(view: View, firm: Scope) -> tuple[pd.DataFrame, pd.DataFrame]:
    found: Outlook = ask(view, forecast.outlook, firm)
    return found.months, found.ahead


def _picture(view: View, found: Outlook, goals: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    first, last = found.ahead.iloc[0], found.ahead.iloc[-1]
    one, english = first.month.year == last.month.year, lang.code == "en"
    title = _(
        "{first} to {last} should bring {money}",
        first=lang.month(first.month, year=not (one and english)),
        last=lang.month(last.month, year=english or not one),
        money=lang.money(found.ahead.forecast.sum()),
    )
    sure = _("no interval: too few earlier forecasts are over")
    if found.ahead.low.notna().any():
        sure = _("pale: where 80 % of outcomes should fall, by the size of earlier errors")
    note = _("monthly revenue; method: {method}", method=_(METHODS[found.chosen or "naive"]))
    mark = _("short bar: target") if len(goals) else ""
    months = _months(view, found, goals)
    drawing = ahead(view, months)
    pinned = pins.put(view, drawing, spans(months))
    chart(view, drawing, title, note, sure, mark, pinned, key="ahead")


def _months(view: View, found: Outlook, goals: pd.DataFrame) -> list[Month]:
    rows = found.months.tail(SHOWN).merge(found.ahead, on="month", how="outer")
    rows = rows.merge(goals, on="month", how="left").sort_values("month")
    return [
        Month(
            row.month, view.lang.month(row.month, year=False), _known(row.revenue),
            row.whole is True, _known(row.forecast), _known(row.low), _known(row.high),
            _known(row.target),
        )
        for row in rows.itertuples()
    ]  # fmt: skip


def _proof(view: View, found: Outlook) -> None:
    """How the forecasts of earlier month ends did, and those of other methods."""
    _, lang = view.text, view.lang
    seen: dict[str, Any] = ask(view, judged)
    if not seen["tested"]:
        head(_("Not tested yet"), _("no earlier forecast is over: five whole months are needed"))
        return
    title = _("Earlier forecasts, each by the method in use then, were {off} off; no other way was "
              "better by more than chance",
              off=lang.percent(seen["off"]))  # fmt: skip
    if found.chosen != found.benchmark:
        title = _("Earlier forecasts, each by the method in use then, were {off} off, {other} by "
                  "last year’s months alone",
                  off=lang.percent(seen["off"]), other=lang.percent(seen["other_off"]))  # fmt: skip
    number = lang.plural("{n} month foreseen", "{n} months foreseen", seen["tested"])
    held = _("no interval could be tested yet")
    if seen["covered"]:
        held = _(
            "the 80 % interval held {held} of {n} ({share}; 95 %: {low} to {high})",
            held=lang.number(seen["held"]), n=lang.number(seen["covered"]),
            share=lang.percent(seen["coverage"]), low=lang.percent(seen["coverage_low"]),
            high=lang.percent(seen["coverage_high"]),
        )  # fmt: skip
    short = ""
    if len(found.months) < 2 * 12:
        short = _("with less than two years the season cannot be told from growth")
    few = ""
    if seen["covered"] < FEW:
        few = _("fewer than {n} intervals are over: do not rely on them", n=lang.number(FEW))
    head(title, number, held, few, short)
    rows = found.methods.assign(
        name=[_(METHODS[code]) for code in found.methods.method],
        ratio=[lang.number(value, 2) for value in found.methods.against],
        used=["●" if code == found.chosen else "" for code in found.methods.method],
    )
    columns = {
        "used": Column(_("In use"), width=58),
        "name": Column(_("Method"), width=190),
        "off": Column(_("Off by"), "percent", help=_("mean error ÷ mean month of the year before")),
        "ratio": Column(
            _("Ratio"), "said",
            help=_("its errors ÷ those of the same month a year before; below 1 is better. "
                   "Another is used only where it is better by more than chance."),
        ),
        "tested": Column(_("Tried on"), "number"),
    }  # fmt: skip
    table(view, rows, columns, key="ahead.methods")
    st.caption(
        _(
            "Each method by itself, on as many months as it could be tried on. These are not the "
            "same for all: the ratio compares on those that both foresaw."
        )
    )


def judged(ws: Any, scope: Scope) -> dict[str, Any]:
    """How the forecasts did, kept with the rest."""
    return forecast.judged(forecast.outlook(ws, scope).tests)


def _tests(view: View, tests: pd.DataFrame) -> None:
    _, lang = view.text, view.lang
    shown = tests.sort_values(["month", "step"], ascending=[False, True]).assign(
        name=lambda rows: rows.month.map(lang.month),
        made=lambda rows: rows.cut.map(lang.month),
        inside=lambda rows: [
            "–" if held is None else _("yes") if held else _("no") for held in rows.held
        ],
    )
    columns = {
        "name": Column(_("Month"), pinned=True),
        "made": Column(_("Known up to")),
        "forecast": Column(_("Foreseen"), "money"),
        "low": Column(_("80 % from"), "money"),
        "high": Column(_("80 % to"), "money"),
        "actual": Column(_("Sold"), "money"),
        "inside": Column(_("Held")),
    }
    table(view, shown, columns, key="ahead.tests")


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
