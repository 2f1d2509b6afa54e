"""What the funnel page says: its answer, its key figures, and how sure a rate is."""

from collections.abc import Mapping

import pandas as pd

from analytics.funnel import Summary
from analytics.language import Language
from pages.parts.figures import Figure
from pages.parts.funnel_choice import Choice
from pages.parts.guard import View
from pages.parts.words import plain, small_group


def answer(view: View, choice: Choice, found: Summary | None, deals: pd.Series) -> str:
    """One sentence: how many of those who begin arrive, and where most are lost."""
    _, lang = view.text, view.lang
    if not found:
        return _deals_answer(view, deals)
    first, last = choice.steps[0], choice.steps[-1]
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
        "{rate} of those at {first} reach {last}; the step to {worst} loses most, {lost} of {of} "
        "({share}).",
        worst=choice.steps[found.worst], lost=lang.number(found.worst_lost),
        of=lang.number(found.worst_of), share=lang.percent(found.worst_share), **values,
    )  # fmt: skip


def _deals_answer(view: View, deals: pd.Series) -> str:
    if not deals.deals:
        return view.text("No contact has a stage in this selection.")
    return view.lang.plural(
        "{rate} of the deals decided were won; {n} is still open.",
        "{rate} of the deals decided were won; {n} are still open.",
        int(deals.still_open),
        rate=view.lang.percent(deals.win_rate),
    )


def interval(lang: Language, low: float, high: float, of: float) -> str:
    """The range a rate lies in, and a word where it rests on few."""
    if low != low:
        return ""
    ends = f"{lang.percent(low, 0).rstrip(' %').rstrip()}–{lang.percent(high, 0)}"
    return " · ".join(part for part in (ends, small_group(lang, int(of))) if part)


def funnel_figures(
    view: View, choice: Choice, found: Summary, changes: Mapping[str, float | None]
) -> list[Figure]:
    """Who began, who arrived, how many of them and how fast; changes by the summary's names."""
    _, lang = view.text, view.lang
    first, last = plain(choice.steps[0]), plain(choice.steps[-1])
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


def deal_figures(view: View, deals: pd.Series) -> list[Figure]:
    """Of the deals decided how many were won, and what is still open."""
    _, lang = view.text, view.lang
    return [
        Figure(_("Win rate of deals"), lang.percent(deals.win_rate),
               note=_("{won} won, {lost} lost", won=lang.number(deals.won),
                      lost=lang.number(deals.lost))),
        Figure(_("Open deals"), lang.money(deals.open_value) if deals.open_value > 0
               else lang.number(deals.still_open),
               note=lang.plural("{n} deal", "{n} deals", int(deals.still_open))),
    ]  # fmt: skip
