"""Every sentence a reader can see is in every catalogue, and numbers read as they should."""

import string
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from analytics.language import LANGUAGES, Language, catalogue, choose

ROOT = Path(__file__).parents[1]
WORDS = {"_": None, "N_": None, "text": None, "plural": (1, 2)}
OTHERS = sorted(set(LANGUAGES) - {"en"})


def sentences() -> dict[str | tuple[str, ...], str]:
    """Every marked sentence of the code -> where it stands."""
    found = {}
    for folder in ("pages", "analytics"):
        rows = extract_from_dir(ROOT / folder, [("**.py", "python")], keywords=WORDS)
        for file, line, message, _comments, _context in rows:
            found[message] = f"{folder}/{file}:{line}"
    return {message: place for message, place in found.items() if message}


def translations(code: str) -> Iterator[tuple[Path, Message]]:
    for path in sorted((ROOT / "analytics" / "language" / code).glob("*.po")):
        with path.open("rb") as file:
            yield from ((path, message) for message in read_po(file, locale=code) if message.id)


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_is_translated(code: str) -> None:
    known = {message.id for _path, message in translations(code) if message.string}
    assert {m: place for m, place in sentences().items() if m not in known} == {}


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_is_left_over(code: str) -> None:
    used = sentences()
    assert [(p.name, m.id) for p, m in translations(code) if m.id not in used] == []


@pytest.mark.parametrize("code", OTHERS)
def test_placeholders_agree(code: str) -> None:
    for path, message in translations(code):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = message.id[-1] if isinstance(message.id, tuple) else message.id
        for text in strings:
            assert placeholders(text) == placeholders(wanted), (path.name, message.id)


@pytest.mark.parametrize("code", OTHERS)
def test_a_sentence_is_translated_one_way_only(code: str) -> None:
    ways = defaultdict(set)
    for _path, message in translations(code):
        ways[message.id].add(message.string)
    assert {id: strings for id, strings in ways.items() if len(strings) > 1} == {}


@pytest.mark.parametrize("code", OTHERS)
def test_no_entry_is_fuzzy_or_empty(code: str) -> None:
    assert [(p.name, m.id) for p, m in translations(code) if m.fuzzy or not m.string] == []


def test_english_needs_no_catalogue_and_chinese_has_one() -> None:
    assert Language("en").text("Revenue") == "Revenue"
    assert Language("zh_CN").text("Revenue") == "收入"
    assert catalogue("zh_CN") is catalogue("zh_CN")


def test_placeholders_are_filled_after_translating() -> None:
    assert Language("en").text("As of {day}", day="9 Dec") == "As of 9 Dec"
    assert Language("en").text("a {brace} without values") == "a {brace} without values"


def test_plurals_write_the_count() -> None:
    lang = Language("en")
    assert lang.plural("{n} sales line", "{n} sales lines", 1) == "1 sales line"
    assert lang.plural("{n} sales line", "{n} sales lines", 12345) == "12,345 sales lines"
    chinese = Language("zh_CN")
    assert chinese.plural("{n} sales line", "{n} sales lines", 12345) == "12,345 条销售明细"


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        (3_170_000, "£3.17 m", "£317 万"),
        (256_000, "£256 k", "£25.6 万"),
        (-256_000, "−£256 k", "−£25.6 万"),
        (9_999, "£9,999", "£9,999"),
        (999_950, "£1.00 m", "£100 万"),
        (99_999_999, "£100 m", "£1.00 亿"),
        (Decimal("2.5"), "£2.50", "£2.50"),
        (0, "£0", "£0"),
        (None, "–", "–"),
        (float("nan"), "–", "–"),
    ],
)
def test_money(amount: float, english: str, chinese: str) -> None:
    for code, wanted in (("en", english), ("zh_CN", chinese)):
        written = Language(code, "GBP").money(amount)
        assert written.replace("\u00a0", " ").replace("\u2060", "") == wanted


def test_a_headline_never_breaks_inside_an_amount() -> None:
    assert Language("en", "GBP").money(-1_010_000) == "−\u2060£1.01\u00a0m"
    assert Language("en", "GBP").money(1_010_000, sign=True) == "+\u2060£1.01\u00a0m"


def test_without_a_currency_no_sign_is_invented() -> None:
    assert Language("en").money(1_234) == "1,234"


def test_shares_and_changes() -> None:
    lang = Language("en")
    assert lang.percent(0.2989) == "30\u00a0%"
    assert lang.percent(0.2989, 1) == "29.9\u00a0%"
    assert lang.percent(0.083) == "8.3\u00a0%"
    assert [lang.percent(share) for share in (0, 0.0004, 0.000012, 1)] == [
        "0\u00a0%",
        "0.04\u00a0%",
        "0.001\u00a0%",
        "100\u00a0%",
    ]
    assert [lang.percent(share) for share in (0.994, 0.997, 0.9996, 1 - 1e-13)] == [
        "99\u00a0%",
        "99.7\u00a0%",
        "99.96\u00a0%",
        "100\u00a0%",
    ]
    assert lang.change(0.77) == "+77\u00a0%"
    assert lang.change(-0.044) == "−4\u00a0%"
    assert lang.change(0) == "0\u00a0%"
    assert lang.change(None) == "–"
    assert lang.points(0.0344) == "+3.4\u00a0pts"
    assert Language("zh_CN").points(-0.0344) == "−3.4\u00a0个百分点"


def test_tables_write_days_as_sentences_do() -> None:
    assert Language("en").date_pattern == "D MMM YYYY"
    assert Language("zh_CN").date_pattern == "YYYY年M月D日"


def test_days_and_months() -> None:
    day = date(2011, 9, 9)
    assert Language("en").date(day) == "9 Sep 2011"
    assert Language("zh_CN").date(day) == "2011年9月9日"
    assert Language("en").date(day, "day") == "9 Sep"
    assert Language("en").month(2011 * 12 + 11) == "Dec 2011"
    assert Language("zh_CN").month(day, year=False) == "9月"
    assert Language("en").date(None) == "–"


@pytest.mark.parametrize(
    ("browser", "code"),
    [("zh-CN", "zh_CN"), ("zh-TW", "zh_CN"), ("zh", "zh_CN"), ("en-US", "en"), ("fr-FR", "en"),
     (None, "en")],
)  # fmt: skip
def test_the_first_language_is_the_browsers(browser: str | None, code: str) -> None:
    assert choose(browser) == code
