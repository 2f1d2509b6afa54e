"""The key figures of the page on leaving."""

import pandas as pd

from analytics import churn
from analytics.churn_stake import Summary
from analytics.reports import leaving as told
from pages.parts.figures import Figure, key_figures
from pages.parts.guard import View


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
                    kind=told.measure(lang, found), money=lang.money(found.expected_value),
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
