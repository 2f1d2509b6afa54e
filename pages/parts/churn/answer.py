"""The first sentence of the page on leaving, and its key figures."""

import pandas as pd

from analytics import churn
from analytics.churn_stake import Summary
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View


def measure(view: View, found: Summary) -> str:
    """What the money of the page is: margin where costs are known, else revenue."""
    return view.text("margin") if found.in_margin else view.text("revenue")


def answer(view: View, found: Summary) -> str:
    """Who is likely to leave, what they are worth, and where most of it is at risk."""
    _, lang = view.text, view.lang
    if found.value_at_risk is None:
        return lang.plural(
            "{n} customer is silent for longer than usual; too early to say who will leave.",
            "{n} customers are silent for longer than usual; too early to say who will leave.",
            found.overdue,
        )
    days, kind = lang.number(found.horizon_days), measure(view, found)
    money, half = lang.money(found.value_at_risk), lang.number(found.half_customers)
    if not found.likely:
        return _(
            "Nobody stands out as leaving within {days} days; {money} of expected {kind} is at "
            "risk, half of it with {half} customers.",
            days=days, money=money, kind=kind, half=half,
        )  # fmt: skip
    return lang.plural(
        "{n} of {of} active customers, worth {worth} of {kind} in the next {days} days, is likely "
        "to leave; {key} of them key. {money} is at risk, half of it with {half} customers.",
        "{n} of {of} active customers, worth {worth} of {kind} in the next {days} days, are likely "
        "to leave; {key} of them key. {money} is at risk, half of it with {half} customers.",
        found.likely, of=lang.number(found.customers), worth=lang.money(found.likely_value),
        kind=kind, days=days, key=lang.number(found.likely_key), money=money, half=half,
    )  # fmt: skip


def figures(view: View, found: Summary, tests: pd.DataFrame) -> None:
    """What is at risk, who is likely to leave, and whether the last list was right."""
    _, lang = view.text, view.lang
    known = found.value_at_risk is not None
    key_figures(
        view,
        [
            Figure(
                _("Value at risk"), lang.money(found.value_at_risk),
                note=_(
                    "{kind}, of {money} expected",
                    kind=measure(view, found), money=lang.money(found.expected_value),
                ),
                help=_("margin where costs are loaded, else revenue"),
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
            _named(view, tests),
            Figure(
                _("Telling apart (AUC)"), lang.number(None if tests.empty else tests.auc[0], 2),
                note=_("0.5 is chance"),
            ),
        ],
    )  # fmt: skip


def _named(view: View, tests: pd.DataFrame) -> Figure:
    """How many of the last list that can be judged were right."""
    _, lang = view.text, view.lang
    label = _("Was the last list right?")
    if tests.empty:
        return Figure(label, lang.number(None), note=_("too little history"))
    last = tests.iloc[0]
    note = _(
        "of the list of {day} did not come back; foretold: {share}",
        day=lang.date(last.cut), share=lang.percent(last.named_predicted, 0),
    )  # fmt: skip
    return Figure(label, f"{lang.number(last.named_gone)} / {lang.number(last.named)}", note=note)
