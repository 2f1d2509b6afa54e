"""A kept rule in the words of whoever reads it, whatever the language it was made in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from analytics.movement import LEVELS
from analytics.rules import Rule
from pages.parts.funnel.choice import stage_name
from pages.parts.guard import View
from pages.parts.moved import in_words
from pages.parts.names import BRIDGE, VALUE_NAMES, group_name, tier_name
from pages.parts.segments.pick import chosen_words

Params = Mapping[str, Any]


def rule_words(view: View, rule: Rule) -> str:
    """What the rule asks for, from its parameters; else the words it was kept with."""
    try:
        words = WORDS[rule.question](view, rule.params)
    except (LookupError, TypeError, ValueError):  # of a page that is not here, or made by a script
        return rule.words
    words = narrowed(view, words, rule.owners, rule.most)
    return by_hand(view, words) if rule.by_hand else words


def narrowed(view: View, words: str, owners: Sequence[str], most: int | None) -> str:
    """The words with whose customers and how many at most."""
    _, lang, parts = view.text, view.lang, [words]
    if owners:
        parts.append(_("only customers of {owners}", owners=lang.listing(list(owners))))
    if most:
        parts.append(_("the first {n}", n=lang.number(most)))
    return _("; ").join(parts)


def by_hand(view: View, words: str) -> str:
    """The words of a rule of which only some customers were taken."""
    return view.text("{rule}; ticked by hand", rule=words)


def _segments(view: View, params: Params) -> str:
    _ = view.text
    return _("{page}: {what}", page=_("Segments"), what=chosen_words(view, dict(params)))


def _moves(view: View, params: Params) -> str:
    day = view.lang.date(date.fromisoformat(params["since"]))
    pairs, levels = [(before, after) for before, after in params["moves"]], LEVELS[params["by"]]
    slid = all(levels.get(after, -1) < levels.get(before, -1) for before, after in pairs)
    if slid and len(pairs) > 3:  # too many to be named one by one
        return view.text("Slid to a worse group since {day}", day=day)
    return in_words(view, pairs, day)


def _states(view: View, params: Params) -> str:
    chosen = [group_name(view.in_usual_words, code) for code in params["states"] or ()]
    return view.lang.listing(chosen) or view.text("All customers")


def _state_moves(view: View, params: Params) -> str:
    day = view.lang.date(date.fromisoformat(params["since"]))
    return in_words(view.in_usual_words, [(a, b) for a, b in params["moves"]], day)


def _tiers(view: View, params: Params) -> str:
    _ = view.text
    tier = view.lang.listing([tier_name(view, code) for code in params["tiers"]])
    return _("Tier {tier}, by {by}", tier=tier, by=_(VALUE_NAMES[params["by"]]).lower())


def _bridge(view: View, params: Params) -> str:
    return view.text("Revenue bridge: {part}", part=view.text(BRIDGE[params["part"]]))


def _quiet(view: View, _params: Params) -> str:
    return view.text("Key customers gone quiet")


def _funnel(view: View, params: Params) -> str:
    _, steps = view.text, params["choice"]["steps"]
    step = stage_name(view, steps[params["step"] - 1]["name"])
    group = _("reached “{step}”", step=step)
    if params["stopped"]:
        group = _("stopped before “{step}”", step=step)
    return _("Funnel, {group}", group=group)


def _without(view: View, params: Params) -> str:
    words = {name: params[name] for name in ("bought", "lacking")}
    return view.text("Bought “{bought}” but never “{lacking}”", **words)


def _offers(view: View, params: Params) -> str:
    return view.text(
        "What to offer next to the {n} customers with most revenue",
        n=view.lang.number(params["rows"]),
    )


def _likely(view: View, params: Params) -> str:
    return view.text("Customers for “{product}”", product=params["product"])


# the question of a rule -> how its parameters are said, as on the page that asks it
WORDS: dict[str, Callable[[View, Params], str]] = {
    "rfm.listing": _segments,
    "movement.listing": _segments,
    "movement.customers": _moves,
    "lifecycle.customers": _states,
    "lifecycle.moved": _state_moves,
    "pyramid.listing": _tiers,
    "pyramid.quiet": _quiet,
    "funnel.customers": _funnel,
    "products.without": _without,
    "next_products.customers": _offers,
    "next_products.likely": _likely,
    "overview.bridge_customers": _bridge,
}
