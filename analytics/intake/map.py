"""Which header of a file holds which column of a table."""

from __future__ import annotations

import re
import unicodedata
from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from analytics.errors import N_, DataError
from analytics.intake.aliases import ALIASES
from analytics.intake.columns import KINDS, Kind
from analytics.intake.source import Source

ALIKE = 80


@dataclass(frozen=True)
class Match:
    """One proposal: this header holds that column. Only a known name makes it certain."""

    column: str
    header: str
    certain: bool


@dataclass(frozen=True)
class Mapping:
    """What is proposed for a file of one kind.

    matches  one Match per column found; no header and no column occurs twice
    missing  columns that must be named before the file can be loaded; alternatives as "a / b"
    unused   headers that hold nothing known
    """

    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def columns(self) -> dict[str, str]:
        """column -> header, certain or not."""
        return {match.column: match.header for match in self.matches}

    @property
    def certain(self) -> bool:
        """Whether the file can be loaded without asking."""
        return not self.missing and all(match.certain for match in self.matches)


def propose(headers: Sequence[str], kind: str, *, guessed: bool = False) -> Mapping:
    """Headers of a file -> the column each of them holds.

    A header that is a known name is certain. Then the most similar of those left over, marked
    uncertain, from a similarity of 80 on (rapidfuzz ratio, 100 is equal).
    guessed  the file has no header, its names were made from content: none is certain
    """
    keys = {header: key(header) for header in headers}
    matches: dict[str, Match] = {}
    free = dict(keys)
    # What the file cannot do without comes first: a lone "Customer" is the id, not the name; and
    # a lone "SKU" is the product.
    spare = KINDS[kind].spare
    ranked = sorted(_known(keys, kind), key=lambda known: (known[2] in spare, *known[:2]))
    for *_, column, header in ranked:
        if column not in matches and header in free:
            matches[column] = Match(column, header, certain=not guessed)
            del free[header]
    known = {header for *_, header in _known(keys, kind)}
    unknown = {header: name for header, name in free.items() if header not in known}
    for _, column, header in sorted(_similar(unknown, kind), key=lambda alike: -alike[0]):
        if column not in matches and header in free:
            matches[column] = Match(column, header, certain=False)
            del free[header]
    ordered = tuple(matches[column] for column in KINDS[kind].readable if column in matches)
    return Mapping(ordered, _missing(matches, KINDS[kind]), tuple(free))


def signature(headers: Sequence[str], kind: str) -> str:
    """Names files of one kind with the same headers, to remember a confirmed mapping by."""
    return f"{kind}:" + "|".join(key(header) for header in headers)


def confirmed(source: Source, kind: str, mapping: abc.Mapping[str, str] | None) -> dict[str, str]:
    """The mapping to load with: the one given, checked, or the proposal where it is certain.

    Errors: DataError for a column or header that does not exist, a header used twice, a required
    column without a header, or, with mapping=None, a proposal that is not certain.
    """
    if mapping is None:
        proposal = propose(source.headers, kind, guessed=not source.header)
        unsure = [match for match in proposal.matches if not match.certain]
        if unsure and not proposal.missing:
            raise DataError(
                N_("It is not certain what some columns of {file} hold: {columns}."),
                N_("Confirm them or choose others (mapping)."),
                file=source.path.name,
                columns=", ".join(f"{match.header} = {match.column}?" for match in unsure),
            )
        chosen = {match.column: match.header for match in proposal.matches if match.certain}
    else:
        chosen = {column: header for column, header in mapping.items() if header}
        _check(source, kind, chosen)
    if missing := _missing(chosen, KINDS[kind]):
        raise DataError(
            N_("{file} has no column for {columns}."),
            N_("Choose a header for each of them (mapping). The file has: {headers}."),
            file=source.path.name,
            columns=", ".join(missing),
            headers=", ".join(source.headers),
        )
    return chosen


def key(header: str) -> str:
    """A header reduced to its letters and digits, full-width ones made plain."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header).casefold())


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


def _missing(found: abc.Container[str], kind: Kind) -> tuple[str, ...]:
    missing = [column for column in kind.required if column not in found]
    if kind.one_of and not any(all(part in found for part in way) for way in kind.one_of):
        missing.append(" / ".join(" × ".join(way) for way in kind.one_of))
    return tuple(missing)


def _check(source: Source, kind: str, chosen: dict[str, str]) -> None:
    for column, header in chosen.items():
        if column not in KINDS[kind].readable:
            raise DataError(
                N_("There is no column called {column} in data of the kind {kind}."),
                N_("Its columns are: {columns}."),
                column=column,
                kind=kind,
                columns=", ".join(KINDS[kind].readable),
            )
        if header not in source.headers:
            raise DataError(
                N_("{file} has no header {header}."),
                N_("Its headers are: {headers}."),
                file=source.path.name,
                header=header,
                headers=", ".join(source.headers),
            )
        if list(chosen.values()).count(header) > 1:
            raise DataError(
                N_("The header {header} is used for more than one column."),
                N_("Choose one of them: {columns}."),
                header=header,
                columns=", ".join(name for name, used in chosen.items() if used == header),
            )
