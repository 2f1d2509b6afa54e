"""How sure a rate of the funnel page is."""

from analytics.language import Language
from pages.parts.words import small_group


def interval(lang: Language, low: float, high: float, of: float) -> str:
    """The range a rate lies in, and a word where it rests on few."""
    ends = ends_of(lang, low, high)
    return " · ".join(part for part in (ends, small_group(lang, int(of))) if part) if ends else ""


def ends_of(lang: Language, low: float, high: float) -> str:
    """The two ends of a range of shares; nothing where there is none."""
    if low != low:
        return ""
    digits = 1 if high < 0.095 else 0
    return f"{lang.percent(low, digits).rstrip(' %').rstrip()}–{lang.percent(high, digits)}"
