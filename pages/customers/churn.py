"""Leaving: who is going, and who is worth winning back?"""

from dataclasses import replace

import streamlit as st

from analytics import churn
from analytics.errors import N_
from pages.parts.ask import ask
from pages.parts.charts.axes import decades, times
from pages.parts.charts.bars import Row, bars
from pages.parts.charts.calibration import calibration
from pages.parts.charts.scatter import Point, scatter
from pages.parts.charts.template import chart
from pages.parts.churn import due, winback
from pages.parts.churn.learning import learned
from pages.parts.churn.listed import listed
from pages.parts.churn.proof import proof
from pages.parts.churn.signs import signs
from pages.parts.computed import computed
from pages.parts.downloads import downloads
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import guard
from pages.parts.leaving import doubt
from pages.parts.names import tier_name
from pages.parts.notices import about_customers
from pages.parts.switch import tabs
from pages.parts.words import heading

TABS = {
    "list": N_("The list"),
    "signs": N_("Early warnings"),
    "winback": N_("Win back"),
    "due": N_("Next purchase"),
}

view = guard()
_, lang = view.text, view.lang
question = _("Leaving — who is going, and who is worth winning back?")
about_customers(view, _("Leaving"))

top, status = st.container(), st.container()
with status:
    trained = learned(view)
by: churn.By = "model" if trained and not trained.why else "rule"
found = ask(view, churn.summary, by=by)
tests = ask(view, churn.backtest, by=by, cuts=1)
days = lang.number(found.horizon_days)
day = lang.date(found.as_of)
known = found.value_at_risk is not None


def answer() -> str:
    if not known:
        return lang.plural(
            "{n} customer is silent for longer than usual; too early to say who will leave.",
            "{n} customers are silent for longer than usual; too early to say who will leave.",
            found.overdue,
        )
    money, half = lang.money(found.value_at_risk), lang.number(found.half_customers)
    if not found.likely:
        return _(
            "Nobody stands out as leaving within {days} days; {money} of expected revenue is at "
            "risk, half of it with {half} customers.",
            days=days, money=money, half=half,
        )  # fmt: skip
    return lang.plural(
        "{n} of {of} active customers, worth {worth} in the next {days} days, is likely to leave; "
        "{key} of them key. {money} is at risk, half of it with {half} customers.",
        "{n} of {of} active customers, worth {worth} in the next {days} days, are likely to leave; "
        "{key} of them key. {money} is at risk, half of it with {half} customers.",
        found.likely, of=lang.number(found.customers), worth=lang.money(found.likely_revenue),
        days=days, key=lang.number(found.likely_key), money=money, half=half,
    )  # fmt: skip


def named() -> Figure:
    """How many of the last list that can be judged were right."""
    label = _("Was the last list right?")
    if tests.empty:
        return Figure(label, lang.number(None), note=_("too little history"))
    last = tests.iloc[0]
    note = _(
        "of the list of {day} did not come back; foretold: {share}",
        day=lang.date(last.cut), share=lang.percent(last.named_predicted, 0),
    )  # fmt: skip
    return Figure(label, f"{lang.number(last.named_gone)} / {lang.number(last.named)}", note=note)


def risk(place: int, probability: float) -> str:
    """The first hundred of the list in the colour of their risk, the others grey."""
    return churn.risk(probability) if place <= churn.NAMED else ""


computed(
    view,
    _(
        "**Leaving** means: no order within {days} days, the gap nine in ten returns do not "
        "exceed. The **probability** is what happened to customers who, {days} and twice {days} "
        "days ago, ordered at this pace, were worth as much and had been silent for as many of "
        "their usual gaps: the share that did not come back. **Expected revenue** goes on at the "
        "pace of the last 364 days; **value at risk** is probability × expected revenue. "
        "Everything is as of {day}: all history up to that day counts, whatever the period. "
        "Nothing later than a day is used to rate that day. **AUC**: how often a customer who "
        "left was rated above one who stayed. **Lift**: the share that left in the top tenth ÷ "
        "the share of all. **Brier score**: mean squared error of the probability.",
        days=days, day=day,
    ),
    "churn_customers", "churn_bands", "features_returned", "churn_horizon",
    scope=replace(view.scope, start=None, end=view.scope.as_of),
)  # fmt: skip
downloads(
    view,
    {
        _("Everyone, most at risk first"): lambda: ask(view, churn.customers, by=by),
        _("Foretold and happened"): lambda: ask(view, churn.bands, by=by),
        _("Earlier lists judged"): lambda: ask(view, churn.backtest, by=by),
    },
)
with top:
    heading(view, question, answer())
if not known:
    st.caption(
        _(
            "Only {n} earlier cases to learn from; a probability needs at least {least}.",
            n=lang.number(found.learned_from), least=lang.number(churn.LEAST),
        )
    )  # fmt: skip
elif doubt(view, tests):
    st.warning(doubt(view, tests), icon=":material/help:")
key_figures(
    view,
    [
        Figure(
            _("Value at risk"), lang.money(found.value_at_risk),
            note=_("of {money} expected", money=lang.money(found.expected_revenue)),
        ),
        Figure(
            _("Likely to leave"), lang.number(found.likely if known else None),
            note=_("{share} of this year's customers", share=lang.percent(found.likely_share)),
            help=_("Probability of at least {share}", share=lang.percent(churn.LIKELY)),
        ),
        Figure(
            _("Key customers above {share} risk", share=lang.percent(churn.WATCHED)),
            lang.number(found.key_watched if known else None),
            note=_("all key: {money} at risk", money=lang.money(found.key_value_at_risk)),
        ),
        named(),
        Figure(
            _("Telling apart (AUC)"), lang.number(None if tests.empty else tests.auc[0], 2),
            note=_("0.5 is chance"),
        ),
    ],
)  # fmt: skip

left, right = st.columns([11, 9], gap="medium")
with left:
    points = ask(view, churn.points, by=by)
    dots = [
        Point(p.customer_id, p.overdue_ratio, p.expected_revenue, risk(p.place, p.probability))
        for p in points.itertuples()
    ]
    x = times(view, points.overdue_ratio, _("days silent ÷ own usual gap"))
    y = decades(view, points.expected_revenue)
    chart(
        view,
        scatter(view, dots, x, y, band=(churn.OVERDUE, _("overdue"))),
        _(
            "{n} of {of} customers are overdue",
            n=lang.number(found.overdue), of=lang.number(found.customers),
        ),
        _(
            "one dot a customer, height: revenue expected in {days} days; coloured: the first {n} "
            "of the list; red high, amber medium, blue low risk",
            n=lang.number(churn.NAMED), days=days,
        ) if known else _(
            "one dot a customer, height: revenue expected in {days} days; the risk is not known",
            days=days,
        ),
        key="risk",
    )  # fmt: skip
with right:
    tiers = ask(view, churn.tiers, by=by)
    rows = [
        Row(
            tier_name(view, t.tier),
            t.value_at_risk if known else 0,
            f"<b>{lang.money(t.value_at_risk)}</b> / {lang.money(t.expected_revenue)}",
            view.palette.tiers[t.tier],
            t.expected_revenue,
        )
        for t in tiers.itertuples()
    ]
    title, note = _("Expected revenue by tier"), _("pale: expected; how much is at risk: not known")
    if known:
        note = _("solid: at risk; pale: expected to stay")
        most = tiers.tier[tiers.value_at_risk.idxmax()]
        title = _("Most is at risk with tier: {tier}", tier=tier_name(view, most))
    chart(view, bars(view, rows), title, note, key="tiers")
    groups = ask(view, churn.bands, by=by)
    if len(groups) and len(tests):
        last = tests.iloc[0]
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

code, place = tabs(view, "tab", TABS)
with place:
    if code == "list":
        listed(view, by, found, tests)
        if len(tests):
            with st.expander(_("Does it work?"), key="tests.open", on_change="rerun") as earlier:
                if earlier.open:  # the further lists cost more than the page itself
                    proof(view, by, trained)
    elif code == "signs":
        signs(view, trained)
    elif code == "winback":
        winback.draw(view, found.horizon_days)
    else:
        due.draw(view)
