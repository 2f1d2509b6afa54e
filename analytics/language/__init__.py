"""Words, numbers, money and dates as readers of each language write them.

English source strings are the keys of the catalogues; a language other than English is a
folder of .po files, one per page or topic, merged when first read.
A figure that is not known (None, NaN) is shown as "–", never as 0.
"""

import datetime
import gettext
import math
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.core import Locale, negotiate_locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern
from pandas import isna

LANGUAGES = {"en": "English", "zh_CN": "中文"}
UNKNOWN = "–"
MINUS = "\u2212"
JOIN = "\u2060"  # between a sign and its currency, or a headline breaks there
SPACE = "\u00a0"  # between a number and its unit, for the same reason

Number = int | float | Decimal | None

# smallest value, the name of the unit, its size
UNITS = {
    "en": ((1e9, "bn", 1e9), (1e6, "m", 1e6), (1e4, "k", 1e3)),
    "zh_CN": ((1e8, "亿", 1e8), (1e4, "万", 1e4)),
}
DATES = {
    "en": {"date": "d MMM y", "day": "d MMM", "month": "MMM y", "month_only": "MMM"},
    "zh_CN": {"date": "y年M月d日", "day": "M月d日", "month": "y年M月", "month_only": "M月"},
}


@lru_cache
def catalogue(code: str) -> gettext.NullTranslations:
    """All .po files of one language as one catalogue; English needs none."""
    merged = Catalog(locale=code)
    for path in sorted((Path(__file__).parent / code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                if message.id and message.string:
                    merged[message.id] = message
    if not len(merged):
        return gettext.NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def choose(wanted: str | None) -> str:
    """The language nearest to a browser's locale ("zh-TW" reads zh_CN), else English."""
    found = negotiate_locale([(wanted or "").replace("-", "_")], list(LANGUAGES))
    if not found and (wanted or "").lower().startswith("zh"):
        return "zh_CN"
    return found or "en"


@dataclass(frozen=True)
class Language:
    """One reader's language and the currency of the workspace (ISO code, "" if not known)."""

    code: str = "en"
    currency: str = ""

    def text(self, message: str, /, **values: object) -> str:
        """The message in this language, its {placeholders} filled in after translating."""
        translated = catalogue(self.code).gettext(message) if message else ""
        return translated.format(**values) if values else translated

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """One message or the other by count; {n} is the count as this language writes it."""
        translated = catalogue(self.code).ngettext(one, many, n)
        return translated.format(**{"n": self.number(n), **values})

    def number(self, value: Number, digits: int = 0, *, sign: bool = False) -> str:
        """12,345 with thousands separated; sign=True writes the plus as well."""
        known = _known(value)
        if known is None:
            return UNKNOWN
        return _sign(known, sign, digits) + self._digits(abs(known), digits)

    def compact(self, value: Number, *, sign: bool = False) -> str:
        """Three figures and a unit from ten thousand on: 3.17 m, 317 万; 4,407 stays."""
        known = _known(value)
        return UNKNOWN if known is None else _sign(known, sign) + self._compact(abs(known))

    def money(self, value: Number, *, full: bool = False, sign: bool = False) -> str:
        """£3.17 m, or to the whole unit with full=True; small amounts keep their pence."""
        known = _known(value)
        if known is None:
            return UNKNOWN
        size = abs(known)
        digits = 2 if size < 10 and size % 1 else 0
        amount = self._digits(size, digits) if full or digits else self._compact(size)
        lead = _sign(known, sign, digits)
        return f"{lead}{JOIN if lead and self.symbol else ''}{self.symbol}{amount}"

    def percent(self, share: Number, digits: int | None = None) -> str:
        """A share as "29.9 %"; without digits, one decimal below 10 % and none above.

        Without digits a few are never written "0.0 %" and nearly all never "100 %", but with as
        many decimals as that takes, up to three.
        """
        known = _known(share)
        if known is None:
            return UNKNOWN
        size = round(abs(known) * 100, 9)  # not a sum of floats that is nearly 1
        places = (1 if 0 < size < 9.95 else 0) if digits is None else digits
        while digits is None and places < 3 and size != round(size, places) in (0.0, 100.0):
            places += 1
        return f"{_sign(known * 100, False, places)}{self._digits(size, places)}{SPACE}%"

    def change(self, ratio: Number, digits: int | None = None) -> str:
        """A change as "+77 %" or "−4 %"; below 1 % with one decimal."""
        known = _known(ratio)
        if known is None:
            return UNKNOWN
        size = abs(known) * 100
        places = (1 if 0 < size < 0.95 else 0) if digits is None else digits
        return f"{_sign(known * 100, True, places)}{self._digits(size, places)}{SPACE}%"

    def points(self, difference: Number) -> str:
        """A difference of two shares in percentage points, as "+3.4 pts"."""
        known = _known(difference)
        if known is None:
            return UNKNOWN
        written = _sign(known * 100, True, 1) + self._digits(abs(known) * 100, 1)
        return self.text("{n} pts", n=written).replace(" ", SPACE)

    def date(self, day: datetime.date | None, form: str = "date") -> str:
        """9 Dec 2011; form "day" leaves the year out."""
        if day is None or isna(day):
            return UNKNOWN
        return format_date(day, DATES[self.code][form], locale=self.code)

    @property
    def date_pattern(self) -> str:
        """The same form of a date as a table in the browser is told it (a pattern of moment.js)."""
        return DATES[self.code]["date"].replace("d", "D").replace("y", "YYYY")

    def month(self, month: datetime.date | int | None, *, year: bool = True) -> str:
        """Dec 2011, from a day in it or from its number year × 12 + month − 1."""
        if month is not None and not isinstance(month, datetime.date):
            month = datetime.date(int(month) // 12, int(month) % 12 + 1, 1)
        return self.date(month, "month" if year else "month_only")

    def listing(self, items: list[str]) -> str:
        """A, B and C."""
        return format_list(items, locale=self.code)

    def sentences(self, sentences: list[str]) -> str:
        """Sentences after one another: Chinese sets no space behind its full stop."""
        return ("" if self.code == "zh_CN" else " ").join(sentences)

    @property
    def symbol(self) -> str:
        """The currency's sign as this language writes it; nothing where no currency is set."""
        return _symbol(self.currency, self.code)

    def _digits(self, size: float, digits: int) -> str:
        return _written(self.code, size, digits)

    def _compact(self, size: float) -> str:
        for least, unit, factor in UNITS[self.code]:
            # rounding first keeps 999,950 from reading "1,000 k"
            rounded = size if factor == UNITS[self.code][-1][2] else float(f"{size:.2e}")
            if rounded >= least:
                scaled = size / factor
                digits = max(0, 2 - _magnitude(scaled))
                digits = min(digits, 1) if unit == "万" else digits
                return f"{self._digits(scaled, digits)}{SPACE}{unit}"
        return self._digits(size, 0)


@lru_cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


@lru_cache(maxsize=1 << 14)  # a page writes two thousand numbers, the same on every run
def _written(code: str, size: float, digits: int) -> str:
    return _pattern(digits).apply(size, _locale(code))


@lru_cache
def _pattern(digits: int) -> NumberPattern:
    return parse_pattern("#,##0." + "0" * digits if digits else "#,##0")


@lru_cache
def _symbol(currency: str, code: str) -> str:
    return get_currency_symbol(currency, code) if currency else ""


def _magnitude(size: float) -> int:
    """The power of ten of the first of three figures: 317 has 2, 999.7 rounds up to 3."""
    return math.floor(math.log10(float(f"{size:.2e}"))) if size else 0


def _known(value: Any) -> float | None:
    if isinstance(value, float | int):  # nearly all are, and pandas takes its time with each
        return float(value) if value == value else None
    return None if value is None or isna(value) else float(value)


def _sign(value: float, plus: bool, digits: int = 0) -> str:
    if not round(value, digits):
        return ""
    return MINUS if value < 0 else "+" if plus else ""
