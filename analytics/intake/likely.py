"""What kind of file this is by its headers: a proposal, where a person has not said."""

from __future__ import annotations

from analytics.intake.columns import KINDS
from analytics.intake.content import understood
from analytics.intake.source import Source


def likely(source: Source) -> str:
    """The kind whose needs the headers meet and of whose columns most are surely there.

    Where no kind has all it needs, the one that lacks least; among equals, the order of KINDS:
    a file of order lines also names customers, and is no list of them for that. A list of
    products is about nothing else: no customer, no day and no deal is named in it.
    """
    proposals = {kind: understood(source, kind) for kind in KINDS}
    about = [kind for kind, found in proposals.items() if KINDS[kind].mark in found.columns]

    def fit(kind: str) -> tuple[int, int]:
        proposal = proposals[kind]
        lacks = len(proposal.missing) + len(proposal.wanted)
        return lacks, -sum(match.certain for match in proposal.matches)

    kinds = KINDS if about == ["products"] else [kind for kind in KINDS if kind != "products"]
    return min(kinds, key=fit)
