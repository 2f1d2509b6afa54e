"""Who did what: the audit trail, for those who answer for the data."""

import json

import streamlit as st

from analytics import trail
from pages.parts.codes import WHO
from pages.parts.downloads import file_buttons
from pages.parts.guard import View
from pages.parts.tables import Column, table
from pages.parts.trail_words import worded


def who_did_what(view: View) -> None:
    """An expander with every line, newest first, and the same as a file; for admins only."""
    _ = view.text
    if not view.user.may("govern"):
        return
    with st.expander(_("Who did what"), key="trail.open", on_change="rerun") as opened:
        if not opened.open:
            return
        st.caption(_("Lines are only added, never changed or removed; times are in UTC."))
        rows = trail.lines(view.newest())
        names = {"at": _("When"), "user": _("By"), "action": _("What"), "detail": _("Details")}
        raw = {"code": _("What, as a code"), "written": _("Details as written")}
        shown = rows.assign(
            at=rows["at"].str.slice(0, 19).str.replace("T", " "),
            user=[_(WHO[name]) if name in WHO else name for name in rows["user"]],
            action=[_(trail.ACTIONS.get(action, action)) for action in rows["action"]],
            detail=[
                worded(view, action, fields)
                for action, fields in zip(rows["action"], rows["detail"], strict=True)
            ],
        )
        written = [
            json.dumps(fields, ensure_ascii=False) if fields else "" for fields in rows["detail"]
        ]
        taken = shown.assign(code=rows["action"], written=written)
        columns = {name: Column(label) for name, label in names.items()}
        columns["detail"] = Column(names["detail"], width="large")
        called = names | raw
        file_buttons(view, _("Who did what"), lambda: taken, "CSV", key="trail", names=called)
        table(view, shown, columns, key="trail.lines", rows=15)
