"""Which of the mapped columns tell who people are: proposed, open to change before the load."""

import streamlit as st

from analytics import intake
from analytics.errors import N_
from analytics.intake import Source
from analytics.intake.names import COLUMN_NAMES
from pages.parts.guard import View
from pages.parts.intake.mapping import Chosen
from pages.parts.intake.opened import identity, once

SAID = N_(
    "Viewers get nothing of what is marked; the rest stays as it is. The customer number is always "
    "kept from them; days and amounts never are, for figures rest on them."
)


def personal(view: View, source: Source, kind: str, chosen: Chosen) -> list[str]:
    """The columns marked as personal; a mark set by hand stays when other columns change."""
    _ = view.text
    columns = intake.open_columns(kind, chosen)
    if not columns:
        return []
    kept = view.newest().state.personal(intake.signature(source.headers, kind))
    proposed = once(
        ("personal", *identity(source, kind, chosen)),
        lambda: intake.proposed(source, kind, chosen),
    )
    name = f"personal.{source.checksum[:12]}.{source.sheet}.{kind}"
    told = st.session_state.setdefault(f"{name}.told", {})
    usual = proposed if kept is None else kept
    label = _("Personal columns: kept from viewers")
    marked = st.pills(
        f":material/lock_person: {label}",
        columns,
        selection_mode="multi",
        default=[column for column in columns if told.get(column, column in usual)],
        format_func=lambda column: _(COLUMN_NAMES[column]),
        help=_(SAID),
        key=f"{name}.{'.'.join(columns)}",
    )
    told |= {column: column in marked for column in columns}
    return [column for column in columns if told[column]]
