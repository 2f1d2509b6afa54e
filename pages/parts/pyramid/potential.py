"""Small and ordinary customers who could become large, prospects who could become loyal."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics import lifecycle, potential
from analytics.rules import Rule
from pages.parts.ask import ask
from pages.parts.charts.template import head
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View
from pages.parts.people import people
from pages.parts.take_away import take_away
from pages.parts.words import plain

ORDER = ["customer_id", "name", "likeness"]


def draw(view: View) -> str:
    """Draws the tab; returns its answer, the headline of the page."""
    _, top = view.text, st.container()
    tested = ask(view, potential.backtest)
    listed = ask(view, potential.customers)
    with top:
        if tested.named:
            key_figures(view, _figures(view, tested, len(listed)))
    if len(listed):
        note = _("who began most like those who are key or secondary now")
        head(_("Small and ordinary customers who could become large ones"), note)
        _list(view, listed, Rule.of(potential.customers, _("Could become large")), "potential")
    else:
        st.markdown(plain(_too_few(view)))
    horizon = ask(view, lifecycle.horizon_days)
    prospects = _prospects(view, horizon)
    computed(
        view, _defined(view), "potential_customers", "potential_prospects",
    )  # fmt: skip
    downloads(
        view,
        {
            _("Could become large"): lambda: listed,
            _("Most like loyal customers"): lambda: prospects,
        },
    )
    return _answer(view, tested, bool(len(listed)))


def _answer(view: View, tested: potential.Backtest, any_listed: bool) -> str:
    """What became of those the same list would have named on an earlier day."""
    _ = view.text
    if not any_listed:
        return _("Who could climb cannot be told: there are too few customers to learn from.")
    if not tested.named:
        return _("The list cannot be tested yet: the data do not reach back far enough.")
    words = _words(view, tested)
    first = view.lang.plural(
        "Of the {n} small or ordinary customer this list would have named on {day}, {climbed} has "
        "climbed to key or secondary since, {low} to {high}; of all who could have been named "
        "{base}",
        "Of the {n} small and ordinary customers this list would have named on {day}, {climbed} "
        "have climbed to key or secondary since, {low} to {high}; of all who could have been named "
        "{base}",
        tested.named, **words,
    )  # fmt: skip
    if tested.better:
        return _("{first}.", first=first)
    return _("{first}: whether it is better than chance cannot be told.", first=first)


def _words(view: View, tested: potential.Backtest) -> dict[str, str]:
    lang = view.lang
    return {
        "day": lang.date(tested.day),
        "climbed": lang.number(tested.climbed),
        "low": lang.percent(tested.low),
        "high": lang.percent(tested.high),
        "base": lang.percent(tested.base_rate),
    }


def _figures(view: View, tested: potential.Backtest, count: int) -> list[Figure]:
    _, lang = view.text, view.lang
    words = _words(view, tested)
    return [
        Figure(_("On the list"), lang.number(count), note=_("could become large")),
        Figure(_("Climbed, of those named then"), lang.percent(tested.rate),
               note=_("{low} to {high}", low=words["low"], high=words["high"])),
        Figure(_("Climbed, of all"), words["base"],
               note=_("{n} could have been named", n=lang.number(tested.others))),
    ]  # fmt: skip


def _prospects(view: View, horizon: int) -> pd.DataFrame:
    """The prospects with what their own list was worth in the past."""
    _, lang = view.text, view.lang
    listed: pd.DataFrame = ask(view, potential.prospects, horizon_days=horizon)
    if listed.empty:
        head(_("Prospects most like loyal customers"))
        st.markdown(_("There are too few contacts before a first order to learn from."))
        return listed
    tested = ask(view, potential.prospects_backtest, horizon_days=horizon)
    said = _("The past test cannot be made yet: the data do not reach back far enough.")
    if tested.named:
        said = lang.plural(
            "Of the {n} prospect this list would have named on {day}, {climbed} has bought since, "
            "{low} to {high}; of all who could have been named {base}",
            "Of the {n} prospects this list would have named on {day}, {climbed} have bought "
            "since, {low} to {high}; of all who could have been named {base}",
            tested.named, **_words(view, tested),
        )  # fmt: skip
        said = _("{first}.", first=said) if tested.better else _no_better(view, said)
    head(_("Prospects most like loyal customers"), _("by their first 30 days, type and region"))
    st.markdown(f"**{plain(said)}**")
    rule = Rule.of(
        potential.prospects, _("Prospects most like loyal customers"), horizon_days=horizon
    )
    _list(view, listed, rule, "prospects")
    return listed


def _no_better(view: View, said: str) -> str:
    return view.text(
        "{first}: the list has done no better than chance, do not rely on it.", first=said
    )


def _list(view: View, listed: pd.DataFrame, rule: Rule, key: str) -> None:
    rest = [name for name in listed if name not in ORDER]
    shown: Any = listed[[*ORDER, *rest]]
    ticked = people(view, shown, key=key, select=True)
    take_away(view, rule, key=key, ticked=ticked)


def _too_few(view: View) -> str:
    return view.text(
        "A list needs {n} customers who are key or secondary and {n} who are not, all known for "
        "90 days, and somebody small or ordinary who has bought within half a year.",
        n=view.lang.number(potential.LEAST),
    )


def _defined(view: View) -> str:
    return view.text(
        "A model (logistic regression) learns from the first 90 days of all customers, orders, "
        "money, lines and contacts, who is among the top 20 % now. **Likeness** is the chance it "
        "gives somebody who began like this; named are small and ordinary customers who bought "
        "within 182 days. **Past test**: the same list is made as of an earlier day, and counted "
        "is who of it has climbed since, with the 95 % Wilson interval, beside everybody who could "
        "have been named. It is better than chance only if the whole interval lies above that. "
        "**Prospects** are compared with loyal customers by their first 30 days, before any order."
    )
