"""The mapping a file is loaded with: what a person chose, or the proposal where it is certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.errors import N_, DataError
from analytics.intake.columns import KINDS
from analytics.intake.content import understood
from analytics.intake.map import lacking
from analytics.intake.source import Source

# column -> header; of `occurred_at` several headers, where a row has a date for every stage
Given = Mapping[str, str | Sequence[str]]


def confirmed(source: Source, kind: str, mapping: Mapping[str, str] | None) -> dict[str, str]:
    """The mapping to load with: the one given, checked, or the proposal where it is certain.

    Sales without any column that could name a customer are loaded without one; where a mapping
    is given, it alone decides.
    Errors: DataError for a column or header that does not exist, a header used twice, a required
    column without a header, or, with mapping=None, a proposal that is not certain.
    """
    if mapping is not None:
        chosen = {column: header for column, header in mapping.items() if header}
        _check(source, kind, chosen)
        missing = lacking(chosen, KINDS[kind])
    else:
        proposal = understood(source, kind)
        unsure = [match for match in proposal.matches if not match.certain]
        if unsure and not proposal.missing:
            raise DataError(
                N_("It is not certain what some columns of {file} hold: {columns}."),
                N_("Confirm them or choose others (mapping)."),
                file=source.path.name,
                columns=", ".join(f"{match.header} = {match.column}?" for match in unsure),
            )
        chosen = {match.column: match.header for match in proposal.matches if match.certain}
        missing = lacking(chosen, KINDS[kind])
        missing = (*proposal.wanted, *missing) if missing else ()
    if missing:
        raise DataError(
            N_("{file} has no column for {columns}."),
            N_("Choose a header for each of them (mapping). The file has: {headers}."),
            file=source.path.name,
            columns=", ".join(missing),
            headers=", ".join(source.headers),
        )
    return chosen


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
