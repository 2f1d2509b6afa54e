"""What a column holds by its values, where its name does not tell: a proposal to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

import duckdb

from analytics.errors import N_
from analytics.intake.columns import KINDS
from analytics.intake.header import content_of
from analytics.intake.map import Mapping, Match, completed, is_name, propose
from analytics.intake.remark import Remark
from analytics.intake.source import Source, patiently, quoted
from analytics.intake.values import MISSING

SAMPLE_ROWS = 5_000
# From this share of its values on, a column that names customers we know is a customer's.
_KNOWN = 0.3
_REPEATS = 0.9
_FEW = 20
_NUMBER = re.compile(r"[-\d.,]+")
_CODE = re.compile(r"(?=.*\d)[\w./#-]{3,40}")

Values = dict[str, list[str]]


def understood(source: Source, kind: str, known: Collection[str] = ()) -> Mapping:
    """A file -> the column each header holds: by name, then by what stands in it.

    known  ids of customers there are already; a column whose values are among them is theirs
    Only what a file cannot do without is looked for in values, and none of it is certain.
    """
    proposal = propose(
        source.headers, kind, guessed=not source.header, joined=source.joined_headers
    )
    proposal = _without_numbers_as_words(source, kind, proposal)
    if not (proposal.missing or proposal.wanted):
        return _by_name(source, kind, proposal)
    free = [header for header in proposal.unused if header not in source.joined_headers]
    when = proposal.columns.get("occurred_at")
    values = first_values(source, [*free, *([when] if when else [])])
    if "kind / stage" in proposal.missing and (several := _dates(values)):
        return _wide(proposal, kind, tuple(each for each in source.headers if each in several))
    matches = [_as_amount(match, proposal) for match in proposal.matches]
    found = {match.column: None for match in matches}
    for match in _by_content(kind, proposal, values, set(known)):
        if match.column not in found and match.header in free:
            found[match.column] = None
            free.remove(match.header)
            matches.append(match)
    used = {match.header for match in matches}
    rest = (name for name in proposal.unused if name not in used)
    return _by_name(source, kind, completed(matches, kind, rest))


def _by_name(source: Source, kind: str, proposal: Mapping) -> Mapping:
    """With the name of the customer for its number, where no column has that."""
    if "customer_id" in proposal.columns:
        return proposal
    headers = (*proposal.columns.values(), *proposal.unused)
    named = [name for name in headers if is_name(name) and name not in source.joined_headers]
    if not named:
        return proposal
    why = Remark(N_("There is no customer number, and customers of one name count as one."))
    others = [match for match in proposal.matches if match.header != named[0]]
    unused = (name for name in proposal.unused if name != named[0])
    return completed([*others, Match("customer_id", named[0], False, why)], kind, unused)


def _without_numbers_as_words(source: Source, kind: str, proposal: Mapping) -> Mapping:
    """Without columns that only resemble a name: dates and counts for words, and what is no date
    for the days of a list of customers, none of which it needs."""
    readable, listed = KINDS[kind].readable, KINDS[kind].table == "attributes"
    alike = {
        match.header: readable[match.column]
        for match in proposal.matches
        if match.reason
        and (readable[match.column] == "text" or (listed and readable[match.column] == "date"))
    }
    values = first_values(source, [*alike])
    others = {
        header
        for header, column in values.items()
        if (content_of(column) == "date") == (alike[header] == "text")
        or (alike[header] == "text" and _counted(column))
    }
    kept = [match for match in proposal.matches if match.header not in others]
    return completed(kept, kind, (*proposal.unused, *others)) if others else proposal


def _as_amount(match: Match, proposal: Mapping) -> Match:
    """A price without a quantity may be what was paid for the line."""
    lone = match.column == "unit_price" and not {"amount", "quantity"} & {*proposal.columns}
    why = Remark(N_("There is no quantity, so the price may be the amount of the line."))
    return Match("amount", match.header, False, why) if lone else match


def _dates(values: Values) -> list[str]:
    """The columns of dates, where there are several."""
    found = [header for header, column in values.items() if content_of(column) == "date"]
    return found if len(found) > 1 else []


def _wide(proposal: Mapping, kind: str, dates: tuple[str, ...]) -> Mapping:
    """The proposal for a file with a date for every stage: the dates name it together."""
    matches = [match for match in proposal.matches if match.column != "occurred_at"]
    unused = (header for header in proposal.unused if header not in dates)
    found = completed(matches, kind, unused)
    missing = tuple(name for name in found.missing if name not in ("occurred_at", "kind / stage"))
    return replace(found, missing=missing, dates=dates)


def first_values(source: Source, headers: list[str]) -> Values:
    """The first values of columns, without empty ones."""
    if not headers:
        return {}
    names = ", ".join(map(quoted, headers))

    def first(way: Source) -> list[tuple[str | None, ...]]:
        with duckdb.connect() as con:
            return con.execute(
                f"select {names} from {way.sample(con)} limit {SAMPLE_ROWS}"
            ).fetchall()

    rows = patiently(source, first)
    columns = zip(*rows, strict=True) if rows else ([] for _ in headers)
    return {
        header: [text for value in column if (text := (value or "").strip()) and _told(text)]
        for header, column in zip(headers, columns, strict=True)
    }


def _by_content(kind: str, proposal: Mapping, values: Values, known: set[str]) -> Iterator[Match]:
    """Proposals for the columns that are missing, the surest of each column first."""
    missing = {*proposal.missing, *proposal.wanted}
    contents = {header: content_of(column) for header, column in values.items()}
    dates = [header for header, content in contents.items() if content == "date"]
    for column, holds in KINDS[kind].readable.items():
        if column in missing and holds in ("date", "moment"):
            for header in dates:
                yield Match(column, header, False, Remark(N_("Its values are dates.")))
    if "customer_id" in missing:
        yield from _customers(values, contents, known, lone=kind == "customers")
    if any("amount" in each for each in proposal.missing):
        # Totals stand to the right of what they are made of.
        for header in reversed([name for name, held in contents.items() if held == "amount"]):
            yield Match("amount", header, False, Remark(N_("Its values are amounts of money.")))
    if "deal_id" in missing:
        for header, texts in values.items():
            if _coded(texts) and len(set(texts)) == len(texts):
                why = Remark(N_("It has another value on every row."))
                yield Match("deal_id", header, False, why)
    few = sorted(
        (len(set(column)), header)
        for header, column in values.items()
        if contents[header] == "text" and 2 <= len(set(column)) <= _FEW < len(column)
    )
    for wanted in ("stage", "kind"):
        if any(wanted in each for each in missing):
            for count, header in few:
                why = Remark(N_("It has {n} different values."), values={"n": count})
                yield Match(wanted, header, False, why)


def _customers(
    values: Values, contents: dict[str, str], known: set[str], *, lone: bool
) -> Iterator[Match]:
    """Columns that may name customers: those that join what is there, then codes that repeat."""
    joins = []
    for header, column in values.items():
        different = set(column)
        shared = len(different & known)
        if different and shared >= _KNOWN * len(different) and shared > 1:
            joins.append((shared, len(different), header))
    for shared, count, header in sorted(joins, reverse=True):
        why = Remark(
            N_("{shared} of its {n} values are customers you have."),
            values={"shared": shared, "n": count},
        )
        yield Match("customer_id", header, False, why)
    repeating = []
    for header, column in values.items():
        different = set(column)
        repeats = 1 < len(different) < _REPEATS * len(column)
        code = contents[header] == "customer id" or (contents[header] == "text" and _coded(column))
        if code and (repeats or (lone and len(different) == len(column))):
            repeating.append((len(different), header))
    for count, header in sorted(repeating, reverse=True):
        why = Remark(N_("Its values repeat as a customer's do: {n} different ones."),
                     values={"n": count})  # fmt: skip
        yield Match("customer_id", header, False, why)


def _told(text: str) -> bool:
    return text.lower() not in MISSING


def _counted(values: list[str]) -> bool:
    """Whether values are numbers most of which differ: how many, not who or what."""
    return len(set(values)) > len(values) / 2 and all(map(_NUMBER.fullmatch, values))


def _coded(values: list[str]) -> bool:
    """Whether values look like numbers people give to things: letters and digits, no blanks."""
    return bool(values) and all(_CODE.fullmatch(value) for value in values)
