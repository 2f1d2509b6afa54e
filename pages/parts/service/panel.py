"""Service: complaints, what customers order after them, and how satisfied they say to be."""

import pandas as pd
import streamlit as st

from analytics import service
from pages.parts import address
from pages.parts.ask import ask
from pages.parts.downloads import Source
from pages.parts.guard import View
from pages.parts.service.after import after, after_rows
from pages.parts.service.complaints import complaint_rows, complaints
from pages.parts.service.scores import scores
from pages.parts.words import plain


def service_panel(view: View) -> None:
    """Folded until asked for; open by a link that says so."""
    _ = view.text
    folded = st.expander(
        _("Service: complaints, orders after them, satisfaction"), key="service.open",
        icon=":material/support_agent:", expanded=bool(address.asked("service")),
        on_change="rerun",
    )  # fmt: skip
    with folded:
        if not folded.open:
            return
        known = ask(view, service.known)
        for said in _missing(view, known):
            st.caption(plain(said))
        if known.complaints:
            complaints(view, known)
            after(view, known)
        if known.scores:
            scores(view)


def service_definition(view: View) -> str:
    """What the figures of service mean."""
    return view.text(
        "A complaint is **answered** by the first visit or call after it, or by its solution; what "
        "is noted as solved closes the customer's latest complaint that is open. Times are those "
        "until a quarter, half and three quarters had it, where those still open count for as long "
        "as they have been open (Kaplan–Meier). **Orders after complaints** looks at four days, 90 "
        "days apart: complaints filed 14 to 104 days before, as they stood on the day, and orders "
        "in the 90 days after it, against customers of the same tier and days since the last order "
        "who had none. **Satisfied** gave 4 or 5 of 5, 7 to 10 of 10; **NPS** is the share of 9 "
        "and 10 less that of 0 to 6."
    )


def service_files(view: View) -> dict[str, Source]:
    """What the tables of service are for a file, by what they are called."""
    _ = view.text
    return {
        _("Complaints"): lambda: complaint_rows(view),
        _("Orders after complaints"): lambda: after_rows(view),
        _("Satisfaction"): lambda: ask(view, service.scores),
    }


def _missing(view: View, known: pd.Series) -> list[str]:
    """What the contacts do not tell, and which rows would."""
    _, lang, notes = view.text, view.lang, []
    if not known.complaints:
        notes.append(
            _("No contact up to the day is a complaint. Rows of the kind “complaint” in a file of "
              "contacts bring them.")
        )  # fmt: skip
    elif not known.solutions:
        notes.append(
            _("No contact says that a complaint was solved, so all count as open. Rows of the kind "
              "“solved” in a file of contacts tell how long it takes.")
        )  # fmt: skip
    if known.complaints and not known.meetings:
        notes.append(
            _("No visit and no call is noted, so only the solution counts as an answer. Rows of "
              "the kinds “visit” and “call” in a file of contacts tell more.")
        )  # fmt: skip
    if known.without_customer:
        notes.append(
            lang.plural(
                "{n} complaint names no customer and is left out.",
                "{n} complaints name no customer and are left out.",
                int(known.without_customer),
            )
        )
    if not known.scores:
        notes.append(
            _("No contact has a score. Rows of the kind “survey” with a column “score” in a file "
              "of contacts bring satisfaction.")
        )  # fmt: skip
    return notes
