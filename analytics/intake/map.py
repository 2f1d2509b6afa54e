"""Which header of a file holds which column of a table."""

from __future__ import annotations

import re
import unicodedata
from collections import abc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from analytics.errors import N_
from analytics.intake.aliases import ALIASES, CUSTOMER_ID, NAME
from analytics.intake.columns import KINDS, Kind
from analytics.intake.remark import Remark

ALIKE = 80
# What a joined sheet can tell of a line: words, never money or days, which are the line's own.
_TOLD_BY_OTHERS = ("text", "yes")


@dataclass(frozen=True)
class Match:
    """One proposal: this header holds that column. Only a known name makes it certain.

    reason  why it is proposed where that is not certain
    """

    column: str
    header: str
    certain: bool
    reason: Remark | None = None


@dataclass(frozen=True)
class Mapping:
    """What is proposed for a file of one kind.

    matches  one Match per column found; no header and no column occurs twice
    missing  columns that must be named before the file can be loaded; alternatives as "a / b"
    unused   headers that hold nothing known
    wanted   columns not found that much rests on, which a person may load without
    dates    headers of several dates in a row, each the date of a stage: never certain
    """

    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    wanted: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """column -> header, certain or not."""
        return {match.column: match.header for match in self.matches}

    @property
    def choice(self) -> dict[str, str | list[str]]:
        """The mapping to load with if a person agrees to all of it."""
        return {**self.columns, **({"occurred_at": list(self.dates)} if self.dates else {})}

    @property
    def certain(self) -> bool:
        """Whether the file can be loaded without asking."""
        return not (self.missing or self.dates) and all(match.certain for match in self.matches)


def propose(
    headers: Sequence[str], kind: str, *, guessed: bool = False, joined: Sequence[str] = ()
) -> Mapping:
    """Headers of a file -> the column each of them holds, by their names alone.

    A header that is a known name is certain. Then the most similar of those left over, marked
    uncertain, from a similarity of 80 on (rapidfuzz ratio, 100 is equal).
    guessed  the file has no header, its names were made from content: none is certain
    joined   those of the headers that come from other sheets: they fill what is left over
    """
    own = {header: key(header) for header in headers if header not in joined}
    matches: dict[str, Match] = {}
    free = dict(own)
    # What the file cannot do without comes first: a lone "Customer" is the id, not the name; and
    # a lone "SKU" is the product.
    spare = KINDS[kind].spare
    ranked = sorted(_known(own, kind), key=lambda known: (known[2] in spare, *known[:2]))
    for *_, column, header in ranked:
        if column not in matches and header in free:
            matches[column] = Match(column, header, certain=not guessed)
            del free[header]
    known = {header for *_, header in _known(own, kind)}
    unknown = {header: name for header, name in free.items() if header not in known}
    for alike, column, header in sorted(_similar(unknown, kind), key=lambda alike: -alike[0]):
        if column not in matches and header in free:
            why = Remark(
                N_("The name is {share} % like a usual one."), values={"share": round(alike)}
            )
            matches[column] = Match(column, header, certain=False, reason=why)
            del free[header]
    others = {header: key(header) for header in joined}
    for *_, column, header in sorted(_known(others, kind), key=lambda known: known[:2]):
        told = KINDS[kind].readable[column] in _TOLD_BY_OTHERS
        if told and column not in matches and header in others:
            matches[column] = Match(column, header, certain=True)
            del others[header]
    return completed(matches.values(), kind, (*free, *others))


def completed(matches: Iterable[Match], kind: str, unused: Iterable[str]) -> Mapping:
    """Matches in the order of the kind's columns, with what is still missing."""
    found = {match.column: match for match in matches}
    holds = KINDS[kind]
    return Mapping(
        tuple(found[column] for column in holds.readable if column in found),
        lacking(found, holds),
        tuple(unused),
        tuple(column for column in holds.wanted if column not in found),
    )


def signature(headers: Sequence[str], kind: str) -> str:
    """Names files of one kind with the same headers, to remember a confirmed mapping by."""
    return f"{kind}:" + "|".join(key(header) for header in headers)


def key(header: str) -> str:
    """A header reduced to its letters and digits, full-width ones made plain."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header).casefold())


def is_name(header: str) -> bool:
    """Whether a header says that it holds names of customers, and not their numbers."""
    names, numbers = ({key(name) for name in each.split(",")} for each in (NAME, CUSTOMER_ID))
    return key(header) in names - numbers


@cache
def _names(kind: str) -> dict[str, tuple[str, ...]]:
    return {
        column: tuple(dict.fromkeys([key(column), *map(key, names.split(","))]))
        for column, names in ALIASES[kind].items()
    }


def _known(keys: dict[str, str], kind: str) -> Iterator[tuple[bool, int, str, str]]:
    """(optional, rank of the name, column, header) of every header that is a known name."""
    for column, names in _names(kind).items():
        for header, name in keys.items():
            if name in names:
                optional = column not in KINDS[kind].required
                yield optional, names.index(name), column, header


def _similar(keys: dict[str, str], kind: str) -> Iterator[tuple[float, str, str]]:
    """(similarity, column, header) of every header that resembles a known name."""
    for column, names in _names(kind).items():
        for header, name in keys.items():
            alike = max(fuzz.ratio(name, known) for known in names)
            if alike >= ALIKE:
                yield alike, column, header


def lacking(found: abc.Container[str], kind: Kind) -> tuple[str, ...]:
    """Columns that must be named and are not; alternatives as "a / b"."""
    missing = [column for column in kind.required if column not in found]
    if kind.one_of and not any(all(part in found for part in way) for way in kind.one_of):
        missing.append(" / ".join(" × ".join(way) for way in kind.one_of))
    return tuple(missing)
