"""What the audit trail says of an action, in words: its fields put into a sentence."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from analytics.access import ROLE_NAMES
from analytics.errors import N_
from analytics.intake.names import COLUMN_NAMES, KIND_NAMES
from pages.parts.columns import column_name
from pages.parts.guard import View
from pages.parts.names import ACTION_NAMES, OUTCOME_NAMES
from pages.parts.quality.words import CHECKS
from pages.parts.trail_settings import setting_words

CHOSEN = {"keep": N_("kept"), "leave_out": N_("left out"), "correct": N_("corrected")}
REFUSED = {"no_role": N_("no role"), "no_owner": N_("no name of a salesperson")}
# action -> the sentence its fields make
SENTENCES = {
    "signed in": N_("role: {role}"),
    "signed out": "",
    "turned away": N_("reason: {why}"),
    "load": N_("{file}; version {version}"),
    "append": N_("{file}; version {version}"),
    "personal": N_("{kind}: {personal}"),
    "choice": N_("{check}: {chosen}{means}; version {version}"),
    "merge": N_("{groups}{more}; version {version}"),
    "unmerge": N_("{ids}; version {version}"),
    "restore": N_("version {version}"),
    "export": N_("{name} as {form}; rows: {rows}; columns: {columns}"),
    "pack": "{file}",
    "erase": N_("sales lines: {lines}; versions written anew: {versions}; files deleted: {files}"),
    "targets": "{months}",
    "list": N_("{name}; customers: {customers}"),
    "list asked": N_("{name}; joined: {joined}; left: {left}"),
    "list deleted": N_("{name}; customers: {customers}"),
    "record": N_("{name}: {done}, {outcome}; customers: {customers}"),
    "record taken back": N_("{name}; customers: {customers}"),
    "note": N_("{day}: {text}"),
    "note taken away": N_("{day}: {text}"),
    "tags": N_("{customer}: {tags}"),
    "note on a customer": "{customer}",
}
CODES = {
    "check": CHECKS, "chosen": CHOSEN, "done": ACTION_NAMES, "outcome": OUTCOME_NAMES,
    "kind": KIND_NAMES, "role": ROLE_NAMES, "why": REFUSED,
}  # fmt: skip


def worded(view: View, action: str, fields: Mapping[str, Any]) -> str:
    """One line of the trail as a reader understands it; one of before there were fields as it is.

    Every value that a code stands for is called by its name.
    """
    if "written" in fields:
        return str(fields["written"])
    if action == "setting":
        return setting_words(view, **fields)
    sentence = SENTENCES.get(action, "")
    return view.text(sentence, **field_words(view, fields)) if sentence else ""


def field_words(view: View, fields: Mapping[str, Any]) -> dict[str, str]:
    """The fields of something done, each in words."""
    return {name: _field(view, name, value) for name, value in fields.items()}


def _field(view: View, name: str, value: Any) -> str:
    if name in CODES:
        return view.text(CODES[name][value]) if value in CODES[name] else value
    if name in SAID:
        return SAID[name](view, value)
    return view.lang.number(value) if isinstance(value, int) else str(value)


def _listed(view: View, values: Sequence[str]) -> str:
    return view.text(", ").join(values) or "–"


def _means(view: View, means: Sequence[Sequence[str]]) -> str:
    """Product names and what they mean, after what was chosen."""
    return f" {_listed(view, [' → '.join(pair) for pair in means])}" if means else ""


def _groups(view: View, groups: Sequence[Mapping[str, Any]]) -> str:
    return view.text("; ").join(
        view.text("{ids} count as {into}", ids=_listed(view, each["ids"]), into=each["into"])
        for each in groups
    )


def _more(view: View, more: int) -> str:
    return view.text("; and {n} more", n=view.lang.number(more)) if more else ""


SAID: dict[str, Callable[[View, Any], str]] = {
    "version": lambda view, number: str(number),
    "old": lambda view, number: str(number),
    "day": lambda view, day: view.lang.date(date.fromisoformat(day)),
    "months": lambda view, months: _listed(
        view, [view.lang.month(date.fromisoformat(f"{month}-01")) for month in months]
    ),
    "columns": lambda view, names: _listed(view, [column_name(view, name)[0] for name in names]),
    "personal": lambda view, names: _listed(
        view, [view.text(COLUMN_NAMES.get(name, name)) for name in names]
    ),
    "ids": _listed,
    "tags": _listed,
    "means": _means,
    "groups": _groups,
    "more": _more,
}
