"""The mapping a file is loaded with: what a person chose, or the proposal where it is certain."""

from __future__ import annotations

from collections import Counter

from analytics.errors import N_, DataError
from analytics.intake.columns import KINDS
from analytics.intake.content import understood
from analytics.intake.map import lacking
from analytics.intake.source import Source
from analytics.intake.wide import Chosen, Given, is_wide


def confirmed(source: Source, kind: str, mapping: Given | None) -> Chosen:
    """The mapping to load with: the one given, checked, or the proposal where it is certain.

    Sales without any column that could name a customer are loaded without one; where a mapping
    is given, it alone decides.
    Errors: DataError for a column or header that does not exist, a header used twice, a required
    column without a header, or, with mapping=None, a proposal that is not certain.
    """
    if mapping is not None:
        chosen = _plain(mapping)
        _check(source, kind, chosen)
        # The names of the columns of dates are the stages.
        missing = lacking({*chosen, "stage"} if is_wide(chosen) else chosen, KINDS[kind])
    else:
        proposal = understood(source, kind)
        doubtful = (match for match in proposal.matches if not match.certain)
        unsure = [f"{match.header} = {match.column}?" for match in doubtful]
        unsure += [f"{header} = occurred_at?" for header in proposal.dates]
        if unsure and not proposal.missing:
            raise DataError(
                N_("It is not certain what some columns of {file} hold: {columns}."),
                N_("Confirm them or choose others (mapping)."),
                file=source.path.name,
                columns=", ".join(unsure),
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


def _plain(mapping: Given) -> Chosen:
    """A mapping without what is empty; a list of one header is that header."""
    chosen: Chosen = {}
    for column, headers in mapping.items():
        several = [headers] if isinstance(headers, str) else list(headers)
        if any(several):
            chosen[column] = several[0] if len(several) == 1 else several
    return chosen


def _check(source: Source, kind: str, chosen: Chosen) -> None:
    times = Counter(header for headers in chosen.values() for header in _listed(headers))
    for column, headers in chosen.items():
        if column not in KINDS[kind].readable:
            raise DataError(
                N_("There is no column called {column} in data of the kind {kind}."),
                N_("Its columns are: {columns}."),
                column=column,
                kind=kind,
                columns=", ".join(KINDS[kind].readable),
            )
        for header in _listed(headers):
            if header not in source.headers:
                raise DataError(
                    N_("{file} has no header {header}."),
                    N_("Its headers are: {headers}."),
                    file=source.path.name,
                    header=header,
                    headers=", ".join(source.headers),
                )
            if times[header] > 1:
                raise DataError(
                    N_("The header {header} is used for more than one column."),
                    N_("Choose one of them: {columns}."),
                    header=header,
                    columns=", ".join(
                        name for name, used in chosen.items() if header in _listed(used)
                    ),
                )
        if not isinstance(headers, str) and (kind, column) != ("interactions", "occurred_at"):
            raise DataError(
                N_("{column} is held by one column of a file only."),
                N_("Only contacts may have a date in several columns, one for every stage."),
                column=column,
            )


def _listed(headers: str | list[str]) -> list[str]:
    return [headers] if isinstance(headers, str) else headers
