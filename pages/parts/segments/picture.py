"""The two charts of the map: tiles on the left, money against people on the right."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from analytics import rfm
from analytics.errors import N_
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.charts.bars import Share, shares
from pages.parts.charts.grid import grid
from pages.parts.charts.template import chart
from pages.parts.charts.types import types
from pages.parts.guard import View
from pages.parts.names import segment_name
from pages.parts.segments.pick import NAME, cell, pick, picked
from pages.parts.words import small_group

Counted = Callable[..., Any]  # `ask` for the cells, and with then= for what they add up to

SHADES = {
    "customers": N_("Customers"),
    "monetary": N_("Revenue"),
    "average": N_("Per customer"),
    "average_order": N_("Average order"),
    "margin": N_("Margin"),
    "risk": N_("Risk of leaving"),
}
ONLY_CELLS = ("margin", "risk")
AGAINST = {
    "mean": N_("each against its mean over all customers"),
    "median": N_("each against its median over all customers"),
}
# why a row or a column of the grid may be empty, by the way of scoring
SHARED = N_(
    "Nobody scores {scores}: equal values score alike, and one that many share fills several scores"
)
EMPTY = {
    "percent_rank": SHARED,
    "weights": SHARED,
    "cuts": N_("Nobody scores {scores} by the values that were typed"),
}
HEIGHT = 360


def offered(view: View, mapped: str) -> dict[str, str]:
    """What a map can be shaded by: margin only where cost is known, both last only in cells."""
    left_out = set(ONLY_CELLS) if mapped == "types" else set()
    left_out |= set() if view.ws.facts.has_cost else {"margin"}
    return {code: view.text(name) for code, name in SHADES.items() if code not in left_out}


def picture(view: View, scoring: rfm.Scoring, counted: Counted, mapped: str, shade: str) -> None:
    """Draws both; a click or a rectangle is kept as the choice of the page."""
    left, right = st.columns(2, gap="medium")
    with left:
        if mapped == "types":
            _tiles(view, scoring, counted, shade)
        else:
            _cells(view, scoring, counted, "m" if mapped == "money" else "f", shade)
    with right:
        _shares(view, scoring, counted, mapped)


def write(view: View, shade: str) -> Callable[[float], str]:
    """How a value of a shade is written."""
    if shade == "risk":
        return view.lang.percent
    return view.lang.number if shade == "customers" else view.lang.money


def _cells(view: View, scoring: rfm.Scoring, counted: Counted, up: str, shade: str) -> None:
    _, lang = view.text, view.lang
    pairs = counted(then=partial(rfm.by_score, up=up))
    if shade == "risk":
        pairs = rfm.add_risk(pairs, ask(view, rfm.risks, scoring=scoring, up=up))
    found = counted(then=rfm.headline)
    name = "scores" if up == "f" else "money_scores"
    title, rises = _("Recency × frequency"), _(
        "up: frequency, 5 = from {n} orders on", n=lang.number(found.frequent_orders)
    )  # fmt: skip
    if up == "m":
        title, rises = _("Recency × money"), _("up: money, 5 = spend most")
    meant = _("share silent for over 1.5 usual gaps") if shade == "risk" else ""
    chart(
        view,
        grid(
            view, pairs, shade, write(view, shade), up=up, height=HEIGHT,
            chosen=picked(up).get(name, ()), says=_risk(view) if shade == "risk" else None,
        ),
        title,
        meant or _("across: recency, 5 = within {n} days", n=lang.number(found.recent_days)),
        rises,
        key=f"map.{up}.{_turn('tiles')}",
        picked=lambda points: _keep("tiles", [cell(up, *point) for point in points]),
        box=_by_box(),
    )  # fmt: skip
    if nobody := counted(then=partial(rfm.nobody_has, up=up)):
        st.caption(
            _(EMPTY[scoring.method], scores=_(", ").join(f"{m.upper()}{n}" for m, n in nobody))
        )


def _risk(view: View) -> Callable[[Any], str]:
    """A cell's risk with what it rests on, as every rate of counted customers."""
    _, lang = view.text, view.lang

    def said(row: Any) -> str:
        if not row.customers:
            return lang.percent(None)
        share = _("{share} of {n}", share=lang.percent(row.risk), n=lang.number(row.customers))
        span = f"{lang.percent(row.low)} – {lang.percent(row.high)}"
        notes = [share, "" if row.customers >= 1000 else span, small_group(lang, row.customers)]
        return " · ".join(note for note in notes if note)

    return said


def _tiles(view: View, scoring: rfm.Scoring, counted: Counted, shade: str) -> None:
    _ = view.text
    rows = counted(then=rfm.by_type)
    chart(
        view,
        types(
            view, rows, shade, write(view, shade), height=HEIGHT, chosen=picked().get("types", ())
        ),
        _("Recency, frequency and money"),
        _(AGAINST[scoring.typical]),
        key=f"map.types.{_turn('tiles')}",
        picked=lambda points: _keep("tiles", [code for (code,) in points]),
        box=_by_box(),
    )


def _shares(view: View, scoring: rfm.Scoring, counted: Counted, mapped: str) -> None:
    """Groups of the map: bands of the score, segments, or types."""
    _, colours = view.text, view.palette
    if mapped == "score":
        groups = counted(then=partial(rfm.by_band, scoring=scoring))
        names = {band: _("Score band {n}", n=band) for band in rfm.BANDS}
        fills = {band: colours.shade(band / 5) for band in rfm.BANDS}
    else:
        groups = counted(then=rfm.by_type if mapped == "types" else rfm.by_segment)
        names = {code: segment_name(view, code) for code in groups.iloc[:, 0]}
        fills = colours.segments | colours.types
    rows = [
        Share(
            names[row[0]], row.monetary_share, row.customer_share, fills[row[0]],
            f"band{row[0]}" if mapped == "score" else row[0],
        )
        for row in groups.itertuples(index=False)
    ]  # fmt: skip
    chart(
        view,
        shares(view, rows, row_height=(HEIGHT - 8) // max(len(rows), 7)),
        _("Share of money against share of customers"),
        _("colour: share of revenue; grey: share of customers"),
        key=f"shares.{mapped}.{_turn('bars')}",
        picked=lambda points: _keep("bars", [code for (code,) in points]),
    )


def box_toggle(view: View) -> None:
    """Whether a box is drawn around several tiles; else a click chooses one."""
    st.toggle(view.text("Draw a box"), key="page.box")


def _by_box() -> bool:
    return bool(st.session_state.get("page.box"))


def forget() -> None:
    """Nothing is picked any more, and the charts hold no selection of their own."""
    _keep("", [])


def _keep(where: str, words: list[str]) -> None:
    """Keeps a choice, and drops it when it is made again; the other chart lets go of its own."""
    pick([] if words == address.asked(NAME) else words)
    for other in {"tiles", "bars"} - {where}:
        st.session_state[f"turn.{other}"] = _turn(other) + 1


def _turn(where: str) -> int:
    return int(st.session_state.get(f"turn.{where}", 0))
