"""The forms in which people and programs write dates, and what they put around them."""

from __future__ import annotations

from analytics.intake.source import literal

DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y%m%d%H%M",
    "%Y%m%d%H%M%S",
    "%Y年%m月%d日",
    "%y年%m月%d日",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%y/%m/%d",
    "%d-%m-%y",
    "%m-%d-%y",
    "%y-%m-%d",
    "%d.%m.%y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d/%b/%Y",
    "%d%b%Y",
    "%d-%b-%y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%B %d %Y",
    "%b-%d-%Y",
    "%Y-%b-%d",
)
# A year of four digits first, then a sign: nothing else reads these.
CERTAIN = (*DAYS[:3], "%Y年%m月%d日")
TIMES = (
    "",
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S.%f",
    "T%H:%M",
    "T%H:%M:%S",
    "T%H:%M:%S.%f",
    "T%H:%M:%SZ",
    "T%H:%M:%S.%fZ",
    " %I:%M %p",
    " %I:%M:%S %p",
    "T%H%M%S",
    "T%H%M%SZ",
    " %H:%M:%SZ",
    *(f"{between}{time}%z" for between in "T " for time in ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f")),
)
# What is written around a date without changing it: the patterns, in their order, and their better.
_TIDYING = (
    (r"[\s\x{00a0}\x{202f}\x{3000}]+", " "),
    (r"[‐‑–−]", "-"),
    (r"[(（]?(星期|周|週|礼拜|禮拜)[一二三四五六日天][)）]?", ""),
    (r"(?i)\b(mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(day)?\b[,.]?", ""),
    (r"(?i)\bsept\b", "Sep"),
    (r"(?i)(\d)(st|nd|rd|th)\b", r"\1"),
    (r"^ ?(\d{1,2})[.] ?([A-Za-z])", r"\1 \2"),
    (r"(\d)[时時点點](\d)", r"\1:\2"),
    (r"(\d)分(\d)", r"\1:\2"),
    (r"(\d)[分秒] ?$", r"\1"),
    (r" ?上午 ?(\d{1,2}(:\d{1,2})+)", r" \1 AM"),
    (r" ?下午 ?(\d{1,2}(:\d{1,2})+)", r" \1 PM"),
    (r"(?i)(\d) ?([ap])[.]?m[.]?$", r"\1 \2M"),
    (r"日 ?(\d)", r"日 \1"),
    (r", ?(\d{1,2}:)", r" \1"),
    (r"(:\d\d),(\d)", r"\1.\2"),
    (r"([.]\d{6})\d+", r"\1"),
    (r" +", " "),
)
# Most columns have only this in them, which nothing above changes.
_TIDY = r"[\d/.:-]+([ T][\d:]+)?([.]\d{1,6})?"


def tidy(text: str) -> str:
    """SQL of a date without what is no part of it: weekdays, odd blanks, "th"; 下午 as PM."""
    better = text
    for pattern, new in _TIDYING:
        better = f"regexp_replace({better}, {literal(pattern)}, {literal(new)}, 'g')"
    return f"case when regexp_full_match({text}, '{_TIDY}') then {text} else trim({better}) end"
