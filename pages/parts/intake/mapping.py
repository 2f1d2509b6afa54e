"""Which header holds which column: proposed, with samples and reasons, open to change."""

import re

import streamlit as st

from analytics import intake
from analytics.intake import KINDS, Mapping, Source
from analytics.intake.names import COLUMN_NAMES
from pages.parts.charts.template import head
from pages.parts.guard import View
from pages.parts.intake.opened import identity, once
from pages.parts.intake.remarks import said
from pages.parts.words import plain

FLOAT = re.compile(r"-?\d+\.\d{7,}")
Chosen = dict[str, str | list[str]]


def mapping(view: View, source: Source, kind: str) -> Chosen:
    """column -> header: what is in doubt first, then what was found, the rest folded away."""
    _, own = view.text, view.newest()
    proposal = once(
        (*identity(source, kind), own.version),
        lambda: intake.understood(source, kind, own.customer_ids),
    )
    kept = own.state.mapping(intake.signature(source.headers, kind))
    proposed = kept or proposal.choice
    unsure = set() if kept else _unsure(proposal)
    needed = {*KINDS[kind].required, *KINDS[kind].wanted, *missing(proposed, kind)}
    reasons = {match.column: match.reason for match in proposal.matches if match.reason}
    note = _("as confirmed for a file like this before") if kept else None
    head(_("What each column holds"), note)
    columns = sorted(
        KINDS[kind].readable, key=lambda column: (column not in unsure, column not in needed)
    )
    shown = [name for name in columns if name in proposed or name in needed]
    chosen: Chosen = {}

    def choose(column: str) -> None:
        doubt = said(view, reasons[column]) if column in unsure and column in reasons else ""
        headers = _picked(view, source, kind, column, proposed.get(column), column in unsure)
        if doubt:
            st.caption(plain(doubt))
        if headers:
            chosen[column] = headers

    with st.grid(4, min_column_width=190, gap="small"):
        for column in shown:
            with st.container(gap=None):
                choose(column)
    if rest := [name for name in columns if name not in shown]:
        with (
            st.expander(_("Not found in this file ({n})", n=len(rest))),
            st.grid(4, min_column_width=190, gap="small"),
        ):
            for column in rest:
                choose(column)
    return chosen


def missing(chosen: Chosen, kind: str) -> list[str]:
    """Columns a load needs and has no header for; of several ways, the first."""
    lacks = [column for column in KINDS[kind].required if column not in chosen]
    ways = KINDS[kind].one_of
    several = isinstance(chosen.get("occurred_at"), list)  # their names are the stages
    if ways and not several and not any(all(part in chosen for part in way) for way in ways):
        lacks += ways[0]
    return lacks


def _unsure(proposal: Mapping) -> set[str]:
    doubtful = {match.column for match in proposal.matches if not match.certain}
    return doubtful | ({"occurred_at"} if proposal.dates else set())


def _picked(
    view: View, source: Source, kind: str, column: str, proposed: str | list | None, unsure: bool
) -> str | list[str] | None:
    """The header chosen for a column; of contacts' dates possibly several."""
    _, examples = view.text, _examples(source)
    needed = column in (*KINDS[kind].required, *KINDS[kind].wanted)
    label = _(COLUMN_NAMES[column]) + (" *" if needed else "")
    check = _("please check")
    label += f" :orange[{check}]" if unsure else ""
    key = f"map.{source.checksum[:12]}.{source.sheet}.{kind}.{column}"

    def shown(name: str) -> str:
        return f"{name} ({examples[name]})" if examples[name] else name

    if (kind, column) == ("interactions", "occurred_at"):
        given = [proposed] if isinstance(proposed, str) else proposed or []
        headers = st.multiselect(
            label,
            source.headers,
            default=[name for name in given if name in source.headers],
            placeholder=_("not in this file"),
            help=_("Several where a row has a date for every stage; their names are the stages."),
            key=key,
        )
        return headers[0] if len(headers) == 1 else headers
    return st.selectbox(
        label,
        source.headers,
        index=source.headers.index(proposed) if proposed in source.headers else None,
        format_func=shown,
        placeholder=_("not in this file"),
        key=key,
    )


def _examples(source: Source) -> dict[str, str]:
    """Two different values of each header, to tell what it holds."""
    examples = {}
    for place, header in enumerate(source.headers):
        values = dict.fromkeys(row[place] for row in source.preview if row[place])
        examples[header] = ", ".join(_short(value) for value in list(values)[:2])
    return examples


def _short(value: str) -> str:
    """129.696 for 129.69600000000003: what is stored beyond six places is no money."""
    return f"{float(value):.6f}".rstrip("0").rstrip(".") if FLOAT.fullmatch(value) else value[:18]
