"""What the audit trail says of a setting: what it was, what it is, or which parts of it changed."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from analytics import care, rfm, trail
from analytics.errors import N_
from analytics.language import LANGUAGES
from pages.parts.guard import View
from pages.parts.names import FIRST_DAYS
from pages.parts.pyramid.costs import PURPOSES

SETTING_NAMES = {
    "currency": N_("Currency"),
    "fiscal_month": N_("First month of the fiscal year"),
    "week_start": N_("First day of the week"),
    "versions_kept": N_("Versions kept"),
    "contact_costs": N_("Costs of contacts"),
    "care_plan": N_("Plan of care"),
    "scoring": N_("How customers are scored"),
    "segment_words": N_("Words for segments"),
    "custom_segments": N_("Segments of your own"),
    "saved_funnels": N_("Saved funnels"),
    "inboxes": N_("Folders that are watched"),
}
# a setting made of parts the program names -> what they are called
PARTS = {
    "scoring": {
        "method": N_("Scores"),
        "recency_cuts": N_("Recency"),
        "frequency_cuts": N_("Frequency"),
        "monetary_cuts": N_("Money"),
        "weights": N_("weights"),
        "typical": N_("The eight types compare with"),
    },
    "care_plan": {
        "days": N_("Every so many days"),
        "kinds": N_("Contacts that count"),
        "what": N_("What is done"),
        "who": N_("Who does it"),
    },
    "segment_words": LANGUAGES,
}
# what such a setting is where nobody has set it
USUAL: dict[str, dict[str, Any]] = {
    "scoring": asdict(rfm.Scoring()),
    "care_plan": asdict(care.Plan()),
}


def setting_words(view: View, setting: str, before: Any, value: Any) -> str:
    """A setting by its name: from what to what; of one with parts, which of them changed."""
    said = SAID.get(setting)
    if said:
        return _from_to(view, view.text(SETTING_NAMES[setting]), said, before, value)
    name = view.text(SETTING_NAMES.get(setting, setting))
    found = trail.changed(_parts(setting, before), _parts(setting, value))
    if setting == "contact_costs":
        costs = [
            _from_to(view, kind, _cost, (before or {}).get(kind), (value or {}).get(kind))
            for kind in (*found.came, *found.changed, *found.went)
        ]
        return view.text("{setting}: {changes}", setting=name, changes=view.text("; ").join(costs))
    called = PARTS.get(setting, {})
    ways = (
        (N_("added: {names}"), found.came),
        (N_("changed: {names}"), found.changed),
        (N_("removed: {names}"), found.went),
    )
    changes = [
        view.text(words, names=view.text(", ").join(view.text(called.get(n, n)) for n in names))
        for words, names in ways
        if names
    ]
    return view.text(
        "{setting}: {changes}", setting=name, changes=view.text("; ").join(changes) or "–"
    )


def _parts(setting: str, value: Any) -> dict[str, Any]:
    """The parts a setting is made of by their names, the usual ones where nothing was set."""
    if isinstance(value, list):
        return dict.fromkeys(value)
    return {
        name: [*part] if isinstance(part, tuple) else part
        for name, part in {**USUAL.get(setting, {}), **(value or {})}.items()
    }


def _from_to(
    view: View, name: str, said: Callable[[View, Any], str], before: Any, value: Any
) -> str:
    words = ["–" if each in (None, "") else said(view, each) for each in (before, value)]
    return view.text("{setting}: {before} → {value}", setting=name, before=words[0], value=words[1])


def _cost(view: View, kept: Sequence[Any]) -> str:
    """What a kind of contact is for, and what one costs."""
    purpose, amount = kept
    return f"{view.text(PURPOSES.get(purpose, purpose))} {view.lang.number(amount, 2)}"


SAID: dict[str, Callable[[View, Any], str]] = {
    "currency": lambda view, code: str(code),
    "fiscal_month": lambda view, month: view.lang.month(date(2000, month, 1), year=False),
    "week_start": lambda view, day: view.text(FIRST_DAYS[day]),
    "versions_kept": lambda view, number: view.lang.number(number),
}
