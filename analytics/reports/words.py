"""What pages and reports call things alike: tiers, segments, the scope of a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.errors import N_
from analytics.language import Language
from analytics.periods import Period
from analytics.scope import Scope

TIER_NAMES = {
    "key": N_("Key"),
    "secondary": N_("Secondary"),
    "ordinary": N_("Ordinary"),
    "small": N_("Small"),
}
SEGMENT_NAMES = {
    "champions": N_("Champions"),
    "loyal": N_("Loyal"),
    "potential_loyalist": N_("Potential loyalist"),
    "promising": N_("Promising"),
    "new": N_("New"),
    "need_attention": N_("Need attention"),
    "about_to_sleep": N_("About to sleep"),
    "cant_lose": N_("Can't lose"),
    "at_risk": N_("At risk"),
    "hibernating": N_("Hibernating"),
}
BRIDGE = {
    "new": N_("New"),
    "returned": N_("Returned"),
    "grew": N_("Bought more"),
    "shrank": N_("Bought less"),
    "lost": N_("Lost"),
    "unchanged": N_("Bought the same"),
    "no_order": N_("No order"),
    "no_customer": N_("No name"),
}
FILTER_NAMES = {
    "region": (N_("region"), N_("regions")),
    "channel": (N_("channel"), N_("channels")),
    "category": (N_("category"), N_("categories")),
    "salesperson": (N_("salesperson"), N_("salespeople")),
    "customer_type": (N_("customer type"), N_("customer types")),
}
NAMED = 3  # owners whose names a line has room for
OwnWords = Mapping[str, Mapping[str, str]]


def segment_word(lang: Language, code: str, own: OwnWords) -> str:
    """A segment as the firm calls it, else as it is usually called."""
    return own.get(code, {}).get("name") or lang.text(SEGMENT_NAMES[code])


def scope_words(lang: Language, scope: Scope, period: Period) -> str:
    """The frame of a question in one line: period, comparison, filters, returns where unusual."""
    _ = lang.text
    said = [period.name]
    if period.before:
        said = [_("{period} against {other}", period=period.name, other=period.before)]
    for values in scope.filters.values():
        said.append(lang.listing([value or _("(not given)") for value in values]))
    if scope.returns == "exclude":
        said.append(_("without returned goods"))
    return " · ".join(said)


def about_scope(lang: Language, scope: Scope) -> list[tuple[str, str]]:
    """Name and fact of the day, the period, every filter and the treatment of returns."""
    _ = lang.text
    start = lang.date(scope.start) if scope.start else _("the first order")
    rows = [
        (_("As of"), lang.date(scope.as_of)),
        (_("Period"), _("{start} to {end}", start=start, end=lang.date(scope.end))),
    ]
    for name, values in scope.filters.items():
        shown = lang.listing([value or _("(not given)") for value in values])
        rows.append((_(FILTER_NAMES[name][0]), shown))
    returns = _("left out") if scope.returns == "exclude" else _("taken off")
    return [*rows, (_("Returned goods"), returns)]


def whose(lang: Language, owners: Sequence[str]) -> list[tuple[str, str]]:
    """Name and fact that figures are of the customers of some only; nothing where of all."""
    return [(lang.text("Only the customers of"), lang.listing(list(owners)))] if owners else []


def part(lang: Language, owners: Sequence[str]) -> str:
    """The same in a few words; "" where figures are of all customers."""
    if len(owners) > NAMED:
        return lang.text("only the customers of {n} salespeople", n=lang.number(len(owners)))
    named = lang.listing(list(owners))
    return lang.text("only the customers of {owners}", owners=named) if owners else ""
