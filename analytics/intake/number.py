"""SQL of a number as people write it, with no more work than its column needs."""

from __future__ import annotations

from analytics.intake.columns import TYPES
from analytics.intake.currency import SIGNS, WORDS
from analytics.intake.values import Rules

_SIGNS = rf"[\s\x{{00a0}}\x{{202f}}\x{{3000}},]|{SIGNS}|{WORDS}"
# By thousands, or as in India: 1,00,000.
_GROUPED = (
    r"[^0-9.,]*(\d+|\d{1,3}([,\x{00a0}\x{202f} ]\d{3})+|\d{1,2}(,\d{2})+,\d{3}|)(\.\d*)?[^0-9.,]*"
)
_COMMA = r"[^0-9.,]*(\d+|\d{1,3}([.\x{00a0}\x{202f} ]\d{3})+|)(,\d*)?[^0-9.,]*"
_UNITS = {"亿": 100_000_000, "億": 100_000_000, "万": 10_000, "萬": 10_000, "千": 1_000}


def number(text: str, rules: Rules, cast: str | None = None) -> str:
    """SQL of a text as a decimal number, null where it is none.

    cast  the name of the same text cast to a number, where the query has that already

    Currency signs, thousands separators and parentheses for a minus are always read; a decimal
    comma, units and the marks of other countries only where the rules of the column say so.
    """
    units, kind = text, TYPES["number"]
    if "loose" in rules:
        cast = None
        kind = "decimal(24,10)"  # 0.000123万 has digits that count
        text = f"regexp_replace({text}, '[''’]', '', 'g')"
        text = f"translate({text}, '−–—', '---')"
        text = rf"regexp_replace({text}, '^([^-]*\d[^-]*)-\s*$', '-\1')"
        text = f"regexp_replace({text}, '[{''.join(_UNITS)}]', '', 'g')"
    if "comma" in rules:
        swapped = f"translate({text}, '.,', ',.')"
        value = f"case when regexp_full_match({text}, '{_COMMA}') then {_bare(swapped, kind)} end"
    else:
        value = (
            f"coalesce({cast or f'try_cast({text} as {kind})'},"
            f" case when regexp_full_match({text}, '{_GROUPED}') then {_bare(text, kind)} end)"
        )
    if "loose" not in rules:
        return value
    factor = " ".join(f"when contains({units}, '{unit}') then {n}" for unit, n in _UNITS.items())
    return f"try_cast({value} * case {factor} else 1 end as {TYPES['number']})"


def _bare(text: str, kind: str) -> str:
    bare = f"regexp_replace({text}, '{_SIGNS}', '', 'gi')"
    return rf"try_cast(regexp_replace({bare}, '^\((.+)\)$', '-\1') as {kind})"
