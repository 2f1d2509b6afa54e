"""What the open deals are worth by the win rates of their stages, and what the next days bring."""

import pandas as pd
import streamlit as st

from analytics import deals
from analytics.errors import N_
from analytics.pipeline import Weighted
from analytics.quarter import Held
from analytics.reports import funnel as told
from pages.parts.ask import ask
from pages.parts.charts import pins
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.template import chart, head
from pages.parts.charts.tested import Made
from pages.parts.charts.tested import tested as tested_chart
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.tables import Column, fitting, table
from pages.parts.words import plain

BASES = {
    "year": N_("365 days"),
    "ever": N_("all time, as only {n} lately"),
    "all": N_("all stages, as only {n} here"),
}
VERDICTS = {
    "few": N_("too few to tell whether 80 % is right"),
    "right": N_("about as many as 80 % should be"),
    "slightly_narrow": N_("80 % would be {wanted}: take it as a little too narrow"),
    "narrow": N_("80 % would be {wanted}: take it as too narrow"),
    "wide": N_("80 % would be {wanted}: if anything it is too wide"),
}


def weighted(view: View) -> None:
    """The open deals by stage, each with the win rate of its stage, adding up to what is shown."""
    _, lang, found = view.text, view.lang, ask(view, deals.weighted)
    if not found.deals:
        st.caption(plain(_("No deal is open.")))
        return
    if found.weighted != found.weighted:
        st.caption(plain(_("No deal is decided yet: the open ones cannot be weighted.")))
        return
    rows = _named(view, found)
    drawn = [
        Row(
            row.stage, row.weighted,
            _("{weighted} of {value}", weighted=f"<b>{lang.money(row.weighted)}</b>",
              value=lang.money(row.value)),
            view.palette.bar, row.value,
        )
        for row in rows.itertuples()
    ]  # fmt: skip
    chart(
        view,
        bars(view, drawn),
        lang.plural(
            "{n} open deal of {value} is worth {weighted}, weighted by the win rate of its stage",
            "{n} open deals of {value} are worth {weighted}, weighted by the win rates of their "
            "stages",
            found.deals, value=lang.money(found.value), weighted=lang.money(found.weighted),
        ),
        _("all deals open on the last day, whenever they were opened; pale: value, blue: value × "
          "win rate of the stage"),
        _unvalued(view, found),
        key="deals.weighted",
    )  # fmt: skip
    _rates(view, found, rows)


def weighted_rows(view: View) -> pd.DataFrame:
    """The same for a file."""
    rows = _named(view, ask(view, deals.weighted))
    return rows.rename(columns={"deals": "open_deals", "basis": "rate_basis"}).drop(
        columns=["closed_later", "few"]
    )


def _named(view: View, found: Weighted) -> pd.DataFrame:
    """The stages by what they are called, and in words which deals each rate is of."""
    _, lang, rows = view.text, view.lang, found.stages
    stages = [told.deal_stage(lang, row.stage, None, row.closed_later) for row in rows.itertuples()]
    bases = [_(BASES[row.basis], n=lang.number(row.few)) for row in rows.itertuples()]
    return rows.assign(stage=stages, basis=bases)


def _unvalued(view: View, found: Weighted) -> str:
    if not found.unvalued:
        return ""
    return view.lang.plural(
        "{n} without a value counts with {each}, the mean of the deals won",
        "{n} without a value count with {each}, the mean of the deals won",
        found.unvalued, each=view.lang.money(found.each),
    )  # fmt: skip


def _rates(view: View, found: Weighted, rows: pd.DataFrame) -> None:
    """The figures behind the picture, and which decided deals the win rates are of."""
    _, lang = view.text, view.lang
    head(
        _("Where the win rates come from"),
        _("won ÷ decided of the deals that were in the stage and were decided from {since} on; of "
          "all time where these are fewer than 30, of all stages where those are too",
          since=lang.date(found.since)),
        _("only the current stage is stored: a decided deal is taken to have passed them all, so "
          "all rates are the same") if found.alike else "",
    )  # fmt: skip
    shown = rows.assign(
        interval=[
            interval(lang, *ends) for ends in zip(rows.low, rows.high, rows.decided, strict=True)
        ],
        rests=[
            _("{n} of {of}", n=lang.number(row.won), of=lang.number(row.decided))
            for row in rows.itertuples()
        ],
    )
    total = {
        "stage": _("All stages"), "deals": found.deals, "value": found.value,
        "weighted": found.weighted, "interval": "", "rests": "", "basis": "",
    }  # fmt: skip
    shown = pd.concat([shown, pd.DataFrame([total])], ignore_index=True)
    columns = {
        "stage": Column(_("Stage"), pinned=True, width=fitting(_("Stage"), shown.stage)),
        "deals": Column(_("Open"), "number"),
        "value": Column(_("Value"), "money"),
        "win_rate": Column(_("Win rate"), "percent"),
        "weighted": Column(_("Weighted"), "money"),
        "interval": Column(_("95 % interval")),
        "rests": Column(_("Won of decided"), "said"),
        "basis": Column(_("Decided in")),
    }
    table(view, shown, columns, key="deals.weighted.rows", rows=12)


def forecast(view: View) -> None:
    """The coming days in a sentence with its interval, and how earlier ones held."""
    _, lang, said = view.text, view.lang, ask(view, deals.forecast)
    if said is None:
        st.caption(plain(_("Nothing was won yet that a forecast could rest on.")))
        return
    tested = ask(view, deals.backtest)
    head(
        _("The 91 days after {day} should bring {expected}, with a chance of 80 % between {low} "
          "and {high}",
          day=lang.date(view.scope.end), expected=lang.money(said.expected),
          low=lang.money(said.low), high=lang.money(said.high)),
        _("{open} from deals open now, by stage and age; {new} from deals still to come",
          open=lang.money(said.from_open), new=lang.money(said.from_new)),
        _("the weighting above asks neither how old a deal is nor when it is won"),
    )  # fmt: skip
    if tested.empty:
        st.caption(plain(_("There are too few past months to test this on.")))
        return
    now = Made(
        lang.month(view.scope.end), said.expected, said.low, said.high, None,
        _("{low} to {high}", low=lang.money(said.low), high=lang.money(said.high)),
    )  # fmt: skip
    drawing = tested_chart(view, [*(_made(view, row) for row in tested.itertuples()), now])
    chart(
        view,
        drawing,
        _held(view, deals.held(tested)),
        _("bar: interval, line in it: expected, point: what came in the 91 days; orange: outside"),
        _("each asked with what was known on that day; the windows of 91 days overlap, so they "
          "count for fewer"),
        pins.put(view, drawing, pins.until_next([*tested.as_of, view.scope.end])),
        key="deals.tested",
    )  # fmt: skip
    columns = {
        "as_of": Column(_("Day"), "date", pinned=True),
        "expected": Column(_("Expected"), "money"),
        "low": Column(_("At least"), "money"),
        "high": Column(_("At most"), "money"),
        "actual": Column(_("Came in"), "money"),
        "within": Column(_("Within")),
    }
    shown = tested.assign(within=[_("yes") if held else _("no") for held in tested.inside])
    table(view, shown, columns, key="deals.forecast", rows=14)


def _made(view: View, row: tuple) -> Made:
    """A past forecast as the picture shows it, and what it says under the pointer."""
    _, lang = view.text, view.lang
    says = _("{day}: {low} to {high}, came in {actual}",
             day=lang.date(row.as_of), low=lang.money(row.low), high=lang.money(row.high),
             actual=lang.money(row.actual))  # fmt: skip
    return Made(lang.month(row.as_of), row.expected, row.low, row.high, row.actual, says)


def _held(view: View, found: Held) -> str:
    """How often the interval held what came, and what to make of it."""
    _, lang = view.text, view.lang
    return lang.plural(
        "Asked at {n} past month end, the interval held what came in {held} ({share}): {verdict}",
        "Asked at {n} past month ends, the interval held what came in {held} ({share}): {verdict}",
        found.tested, held=lang.number(found.held), share=lang.percent(found.share, 0),
        verdict=_(VERDICTS[found.verdict], wanted=lang.number(found.wanted, 0)),
    )  # fmt: skip
