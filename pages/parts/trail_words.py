"""What the audit trail says of an action, in words; what it has no words for stays as written."""

import re

from analytics.access import ROLE_NAMES
from analytics.errors import N_
from analytics.intake.names import COLUMN_NAMES, KIND_NAMES
from pages.parts.guard import View
from pages.parts.names import ACTION_NAMES, OUTCOME_NAMES
from pages.parts.quality.words import CHECKS

SETTING_NAMES = {
    "currency": N_("Currency"),
    "fiscal_month": N_("First month of the fiscal year"),
    "week_start": N_("First day of the week"),
    "versions_kept": N_("Versions kept"),
    "contact_costs": N_("Costs of contacts"),
    "care_plan": N_("Plan of care"),
    "scoring": N_("How customers are scored"),
    "segment_words": N_("Words for segments"),
    "custom_segments": N_("Segments of one's own"),
    "saved_funnels": N_("Saved funnels"),
    "inboxes": N_("Folders that are watched"),
}
CHOSEN = {"keep": N_("kept"), "leave_out": N_("left out"), "correct": N_("corrected")}
REFUSED = {"no_role": N_("no role"), "no_owner": N_("no name of a salesperson")}
# of which actions, what they write down, the sentence it is shown as
SENTENCES = (
    (("load", "append"), r"(?P<file>.*) version (?P<n>\d+)", N_("{file}; version {n}")),
    (("choice",), r"(?P<check>\w+) (?P<chosen>\w+)(?P<names> .*?)? version (?P<n>\d+)",
     N_("{check}: {chosen}{names}; version {n}")),
    (("merge",), r"(?P<names>.*) into (?P<into>.*) version (?P<n>\d+)",
     N_("{names} count as {into}; version {n}")),
    (("unmerge",), r"(?P<file>.*) version (?P<n>\d+)", N_("{file}; version {n}")),
    (("upgrade",), r"of version (?P<old>\d+) version (?P<n>\d+)",
     N_("version {old} became version {n}")),
    (("restore",), r"version (?P<n>\d+)", N_("version {n}")),
    (("export",), r"(?P<form>\w+) (?P<name>.*): (?P<rows>\d+) rows; columns (?P<columns>.*)",
     N_("{name} as {form}; rows: {rows}; columns: {columns}")),
    (("erase",), r"(?P<lines>\d+) lines, (?P<n>\d+) versions, (?P<files>\d+) files",
     N_("sales lines: {lines}; versions written anew: {n}; files deleted: {files}")),
    (("setting",), r"(?P<setting>\w+) = (?P<value>.*)", N_("{setting}: {value}")),
    (("list",), r"made (?P<name>.*): (?P<n>\d+) customers", N_("{name}: made; customers: {n}")),
    (("list",), r"deleted (?P<name>.*): (?P<n>\d+) customers",
     N_("{name}: deleted; customers: {n}")),
    (("list",), r"refreshed (?P<name>.*): (?P<joined>\d+) joined, (?P<left>\d+) left",
     N_("{name}: refreshed; joined: {joined}; left: {left}")),
    (("record",), r"list (?P<list>\d+): removed, (?P<n>\d+) customers",
     N_("list {list}: taken back; customers: {n}")),
    (("record",), r"list (?P<list>\d+): (?P<done>\w*), (?P<outcome>\w*), (?P<n>\d+) customers",
     N_("list {list}: {done}, {outcome}; customers: {n}")),
    (("personal",), r"(?P<kind>\w+): (?P<columns>.*)", N_("{kind}: {columns}")),
    (("signed in",), r"(?P<role>\w+)", N_("role: {role}")),
    (("turned away",), r"(?P<why>\w+)", N_("reason: {why}")),
)  # fmt: skip
CODES = {
    "check": CHECKS, "chosen": CHOSEN, "setting": SETTING_NAMES, "done": ACTION_NAMES,
    "outcome": OUTCOME_NAMES, "kind": KIND_NAMES, "role": ROLE_NAMES, "why": REFUSED,
}  # fmt: skip


def worded(view: View, action: str, detail: str) -> str:
    """The details of one line of the trail as a reader of the page understands them."""
    for actions, pattern, sentence in SENTENCES:
        found = re.fullmatch(pattern, detail, re.DOTALL) if action in actions else None
        if found:
            parts = found.groupdict(default="").items()
            return view.text(sentence, **{name: _named(view, name, text) for name, text in parts})
    return detail


def _named(view: View, part: str, text: str) -> str:
    """A part of the details by its name instead of its code."""
    if part == "columns":
        columns = [COLUMN_NAMES.get(each, "") for each in text.split(", ")]
        return view.lang.listing([view.text(each) for each in columns]) if all(columns) else text
    return view.text(CODES[part][text]) if text in CODES.get(part, ()) else text
