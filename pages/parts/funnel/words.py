"""The key figures of the funnel page."""

from collections.abc import Mapping

from analytics.funnel import Summary
from pages.parts.figures import Figure
from pages.parts.funnel.choice import Choice
from pages.parts.funnel.interval import interval
from pages.parts.guard import View
from pages.parts.words import plain


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
