"""How sure a rate of the funnel page is."""

from analytics.language import Language
from pages.parts.words import small_group


def interval(lang: Language, low: float, high: float, of: float) -> str:
    """The range a rate lies in, and a word where it rests on few."""
    if low != low:
        return ""
    ends = f"{lang.percent(low, 0).rstrip(' %').rstrip()}–{lang.percent(high, 0)}"
    return " · ".join(part for part in (ends, small_group(lang, int(of))) if part)
