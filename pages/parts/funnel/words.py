"""What the funnel page says: its answer and its key figures."""

from collections.abc import Mapping

import pandas as pd

from analytics.funnel import Summary
from pages.parts.figures import Figure
from pages.parts.funnel.choice import Choice
from pages.parts.funnel.deals import deals_answer
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.words import plain


def answer(view: View, choice: Choice, found: Summary | None, deals: pd.Series) -> str:
    """One sentence: how many of those who begin arrive, and where most are lost."""
    _, lang = view.text, view.lang
    if not found:
        return deals_answer(view, deals)
    first, last = choice.names[0], choice.names[-1]
    if not found.entered:
        return _("Nobody whose {days} days are over began at {first}.", first=first,
                 days=lang.number(choice.within_days))  # fmt: skip
    if len(choice.steps) == 1:
        return lang.plural("{n} customer reached {step}.", "{n} customers reached {step}.",
                           found.entered, step=first)  # fmt: skip
    values = {"rate": lang.percent(found.rate), "first": first, "last": last}
    if found.worst is None:
        return _("{rate} of those at {first} reach {last}; no step loses anybody.", **values)
    return _(
        "{rate} of those at {first} reach {last}; the step to {worst} loses most customers, "
        "{lost} of {of} ({share}).",
        worst=choice.names[found.worst], lost=lang.number(found.worst_lost),
        of=lang.number(found.worst_of), share=lang.percent(found.worst_share), **values,
    )  # fmt: skip


def funnel_figures(
    view: View, choice: Choice, found: Summary, changes: Mapping[str, float | None]
) -> list[Figure]:
    """Who began, who arrived, how many of them and how fast; changes by the summary's names."""
    _, lang = view.text, view.lang
    first, last = plain(choice.names[0]), plain(choice.names[-1])
    recent = _("{n} too recent", n=lang.number(found.immature)) if found.immature else ""
    figures = [Figure(first, lang.number(found.entered), changes.get("entered"), note=recent)]
    if len(choice.steps) == 1:
        return figures
    likely = interval(lang, found.low, found.high, found.entered) if found.rate is not None else ""
    return [
        *figures,
        Figure(last, lang.number(found.completed), changes.get("completed")),
        Figure(_("Conversion"), lang.percent(found.rate), changes.get("rate"),
               note=_("95 %: {range}", range=likely) if likely else ""),
        Figure(_("Median days, first to last"), lang.number(found.median_days),
               changes.get("median_days"), "down"),
    ]  # fmt: skip
