"""How the values of a file's columns are written, by evidence: only what occurs is looked for.

A rule costs time on every row, so a file that is written plainly is read without any.
padded   a text with blanks around it, or with nothing in it
counted  an id that went through a spreadsheet as a number: 17850.0, 1.23E+17
missing  words that say there is no value, such as NULL, N/A or 无
wide     full-width digits and signs, such as １２．５
guarded  blanks of other widths around a value, or marks against Excel: ="007", '007
comma    the decimal sign is a comma
loose    units (万 亿), other minus signs or one behind the number, apostrophes between thousands
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd

from analytics.errors import N_, DataError
from analytics.intake.columns import Kind
from analytics.intake.source import Source, literal, quoted

Rules = frozenset[str]

NUMBERS = ("number", "share", "score")
_WORDS = (
    "null,none,nan,na,n/a,#n/a,n.a.,nil,nat,<na>,select,(blank),(null),#ref!,#value!,#div/0!,#name?"
    ",-,--,—,–,/,\\n,无,無,空,(空白),暂无,暫無,没有,沒有,未填写,未填寫,无数据,無資料"
)
MISSING = _WORDS.split(",")
_LONGEST = max(map(len, MISSING))
# As they are usually written; comparing exactly is several times faster over a whole table.
_USUAL = sorted({form for word in MISSING for form in (word, word.upper(), word.capitalize())})
_WIDE, _PLAIN = "０１２３４５６７８９．，－＋％（）／：", "0123456789.,-+%()/:"
_SAMPLE_ROWS = 20_000
_EXAMPLES = 1_000
_ODD_MARKS = re.compile(r"[万萬亿億千'’−–—]|\d\s*-\s*$")
# Blanks that trim() leaves: no-break, full-width, of no width.
_BLANKS = "\u00a0\u2007\u202f\u3000\u200b\u200e\u200f\ufeff"
_GUARDED = f'^[\\s{_BLANKS}]*[{_BLANKS}]|[{_BLANKS}][\\s{_BLANKS}]*$|^=".*"$|^\'[0-9]'
_GUARDS = f'^[\\s{_BLANKS}]+|[\\s{_BLANKS}]+$|^="|"$|^\''
_GAP = re.compile(r"(?<=\d)[\s'’](?=\d{3})")
_BODY = re.compile(r"\d[\d.,]*")
_POINT = re.compile(
    r"\d{1,3}(,\d{3})+\.\d*|\d+\.(\d{1,2}|\d{4,})|(\d{4,}|0+)\.\d{3}|\d{1,3}(,\d{3}){2,}"
)
_COMMA = re.compile(
    r"\d{1,3}(\.\d{3})+,\d*|\d+,(\d{1,2}|\d{4,})|(\d{4,}|0+),\d{3}|\d{1,3}(\.\d{3}){2,}"
)


@dataclass(frozen=True)
class Column:
    """What a look at a column of numbers showed: how many values speak for each decimal sign.

    either  values such as 1.234, which are one number or a thousand times it
    odd     values that no rule but `loose` reads
    """

    comma: int
    point: int
    either: tuple[str, ...]
    odd: bool


def rules(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    kind: Kind,
    headers: Mapping[str, str],
    decimal: str | None = None,
    *,
    whole: bool = False,
) -> dict[str, Rules]:
    """Mapped column -> the rules its values need, from the first 20,000 rows or the whole file.

    decimal  "." or ",": the decimal sign of the file; None finds it
    Errors: DataError where it cannot be found and makes a difference of a thousand.
    """
    sample = "" if whole else f" limit {_SAMPLE_ROWS}"
    names = ", ".join(f"{quoted(header)} as {column}" for column, header in headers.items())
    con.execute(
        f"create or replace temp table intake_values as select {names}"
        f" from {source.sample(con)}{sample}"
    )
    marks = con.execute(
        "select "
        + ", ".join(
            f"bool_or({is_missing(name)}), bool_or({_is_wide(name, kind.readable[name])}),"
            f" bool_or({_is_guarded(name)}), bool_or({is_padded(name)}),"
            f" bool_or({_is_counted(name)})"
            for name in headers
        )
        + " from intake_values"
    ).fetchall()[0]
    found: dict[str, set[str]] = {}
    for place, name in enumerate(headers):
        missing, wide, guarded, padded, counted = marks[5 * place : 5 * place + 5]
        holds = kind.readable[name]
        found[name] = {"missing"} if missing else set()
        found[name] |= {"wide"} if wide and holds != "text" else set()
        found[name] |= {"padded"} if padded and holds in ("id", "text") else set()
        found[name] |= {"guarded"} if guarded else set()
        found[name] |= {"counted"} if counted and holds == "id" else set()
    numbers = {name: _look(con, name) for name in headers if kind.readable[name] in NUMBERS}
    signs = {name: _decimal(column) for name, column in numbers.items()}
    for name, column in numbers.items():
        sign = decimal or signs[name] or _of_others(signs.values())
        if sign is None and column.either and _doubtful(source):
            raise _ambiguous(source, headers[name], column.either)
        found[name] |= {"comma"} if sign == "," else set()
        found[name] |= {"loose"} if column.odd else set()
    con.execute("drop table intake_values")
    return {name: frozenset(each) for name, each in found.items()}


def text_of(header: str, on: Rules) -> str:
    """SQL of a column's text under the rules for guards, missing words and full-width digits."""
    text = quoted(header)
    if "guarded" in on:
        text = f"case when {_is_guarded(text)} then {_unguarded(text)} else {text} end"
    if "wide" in on:
        text = plain(text)
    return f"case when {is_missing(text)} then null else {text} end" if "missing" in on else text


def plain(text: str) -> str:
    """SQL of a text with its full-width digits and signs made plain."""
    return f"translate({text}, {literal(_WIDE)}, {literal(_PLAIN)})"


def unseen(
    con: duckdb.DuckDBPyConnection,
    kind: Kind,
    known: Mapping[str, Rules],
    table: str,
    rejects: pd.DataFrame,
) -> bool:
    """Whether a loaded table shows that its file needs rules that its first rows did not show.

    rejects  the rows that could not be read: `value`, and the column at `fault`
    """
    for column, value in set(zip(rejects["fault"], rejects["value"], strict=True)):
        if isinstance(column, str) and isinstance(value, str):
            told = value.strip().lower() in MISSING or any(map(_WIDE.count, value))
            if told or (kind.readable[column] in NUMBERS and any(map(str.isdigit, value))):
                return True
    texts = [name for name in known if kind.columns.get(name) in ("id", "text", "currency")]
    tests = [f"{name} in {_listed(_USUAL)}" for name in texts if "missing" not in known[name]]
    # Sorted as bytes, full-width digits come after everything else that is usual in an id.
    ids = [name for name in texts if kind.columns[name] == "id" and "wide" not in known[name]]
    tests += [f"{name} between '{_WIDE[0]}' and '：'" for name in ids]
    for name in texts:
        if "guarded" not in known[name]:
            tests += [f"starts_with({name}, '=\"')", f"starts_with({name}, chr(39))"]
            tests += [f"starts_with({name}, '{blank}')" for blank in "\u00a0\u3000"]
        tests += [f"{name} < '!'"] if not known[name] else []
        # One look for every end a text may have.
        blanks = ("\u00a0", "\u3000") if "guarded" not in known[name] else ()
        ends = [*blanks, *([" "] if not known[name] else [])]
        ends = [f"ends_with({name}, '{blank}')" for blank in ends]
        if kind.columns[name] == "id" and "counted" not in known[name]:
            ends.append(_is_counted(name))
        tests += [" or ".join(ends)] if ends else []
    # Asked one by one, most are answered by what DuckDB knows of each block: 30 times faster.
    found = (con.execute(f"select 1 from {table} where {test} limit 1") for test in tests)
    return any(each.fetchall() for each in found)


def _listed(words: Iterable[str]) -> str:
    return f"({', '.join(map(literal, words))})"


def is_missing(text: str) -> str:
    """SQL that is true of a text that says there is no value."""
    return f"(length({text}) < {_LONGEST + 3} and lower(trim({text})) in {_listed(MISSING)})"


def is_padded(text: str) -> str:
    """SQL that is true of a text that is empty or has blanks around it.

    Comparing saves two thirds of the time of trimming: whatever sorts before the first printing
    character is empty or starts with a blank.
    """
    return f"({text} < '!' or ends_with({text}, ' '))"


def _is_counted(text: str) -> str:
    return f"(ends_with({text}, '.0') or contains({text}, '+'))"


def cut_short(text: str) -> str:
    """SQL that is true of a number as Excel shows it when it is too long: 1.23E+17."""
    form = r"\d([.,]\d+)?[Ee]\+(1[1-9]|[2-9]\d)"
    # Hardly any number has a plus sign, and looking for one is cheap.
    return f"(contains({text}, '+') and regexp_full_match({text}, '{form}'))"


def _is_wide(text: str, holds: str) -> str:
    signs = "（）％－＋" if holds in NUMBERS else ""
    return f"regexp_matches({text}, '[０-９{signs}]')"


def _is_guarded(text: str) -> str:
    return f"regexp_matches({text}, {literal(_GUARDED)})"


def _unguarded(text: str) -> str:
    bare = f"regexp_replace({text}, {literal(_GUARDS)}, '', 'g')"
    # A blank may stand before the mark.
    return f"regexp_replace({bare}, {literal(_GUARDS)}, '', 'g')"


def _look(con: duckdb.DuckDBPyConnection, name: str) -> Column:
    """Counts the different values of a column of the sample that are more than plain digits."""
    texts = con.execute(
        f"select distinct {plain(f'trim({name})')} from intake_values"
        f" where {name} <> '' and not regexp_full_match({name}, '-?[0-9]+([.][0-9]{{1,2}})?')"
        f" and not {is_missing(name)} limit {_EXAMPLES}"
    ).fetchall()
    dotted = con.execute(
        f"select count(*) from (select 1 from intake_values"
        f" where regexp_full_match({name}, '-?[0-9]+[.][0-9]{{1,2}}') limit {_EXAMPLES})"
    ).fetchall()[0][0]
    bare = (_GAP.sub("", text) for (text,) in texts)
    bodies = [match[0] for text in bare if (match := _BODY.search(text))]
    comma = sum(bool(_COMMA.fullmatch(body)) for body in bodies)
    point = dotted + sum(bool(_POINT.fullmatch(body)) for body in bodies)
    either = tuple(body for body in bodies if re.fullmatch(r"[1-9]\d{0,2}[.]\d{3}", body))
    return Column(comma, point, either, any(_ODD_MARKS.search(text) for (text,) in texts))


def _decimal(column: Column) -> str | None:
    if column.comma == column.point == 0:
        return None
    # The lesser evidence is not misread: under the other sign it is no number.
    return "," if column.comma > column.point else "."


def _of_others(signs: Iterable[str | None]) -> str | None:
    """The decimal sign that the other columns agree on."""
    known = {sign for sign in signs if sign}
    return known.pop() if len(known) == 1 else None


def _doubtful(source: Source) -> bool:
    """Where a comma separates values it is hardly a decimal sign; typed cells are sure."""
    return getattr(source, "delimiter", ",") != ","


def _ambiguous(source: Source, header: str, either: tuple[str, ...]) -> DataError:
    value = either[0]
    return DataError(
        N_("The numbers in the column {column} of {file} can be read in two ways: {value}"
           " is {small} with a decimal point and {large} with a decimal comma."),
        N_("Say which of the two separates the decimals."),
        file=source.path.name,
        column=header,
        value=value,
        small=value,
        large=value.replace(".", ""),
    )  # fmt: skip
